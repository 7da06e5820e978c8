"""Finding out when: what is free of what was wished for, and what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from conversation.extractors.entities import Intent, Wish
from conversation.merging import PERSONAL
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.patients import known_people
from conversation.skills.searching import (
    FAR,
    SHOWN,
    anchor_of,
    fits,
    free,
    free_for_each,
    from_then_on,
    is_time,
    search_for,
    within,
)
from conversation.state import Held, Offered, Wanted, without_hours, without_time
from conversation.turn import Desk
from hospital import appointments, people, slots
from hospital.directory import Doctor
from hospital.errors import BeyondHorizonError, SlotTakenError, TooSoonError
from hospital.schedule import day_bounds, instant
from hospital.slots import Search, Slot

NEAREST = 3
GIVE_UP_AFTER = 3


def need_time(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> bool:
    """Settle the time, or offer what is free. True when something was asked."""
    doctors = _at_the_site(desk, pen, doctors)
    state = pen.state
    if desk.impossible_day is not None and "impossible" in pen.heard.notes:
        pen.tell(Say.NO_SUCH_DAY, day=desk.impossible_day)
    elif desk.impossible_hour is not None and pen.state.question not in PERSONAL:
        pen.tell(Say.NO_SUCH_DAY, day=desk.impossible_hour)
    if state.selected_slot is not None and state.selected_doctor is not None:
        # whether it is still free is seen when it is taken or held, under its lock
        return False
    if "other_zone" in pen.heard.notes:
        pen.ask("slot", Say.OTHER_ZONE, zone=str(desk.hospital.zone), now=desk.now.time())
        return True
    if "past" in pen.heard.notes and state.wanted is not None:
        pen.tell(Say.DAY_HAS_PASSED, day=state.wanted.first_day)
        pen.change(wanted=None)
        return offer(desk, pen, doctors, search_for(pen, doctors, None), Say.NEXT_TIMES)
    if state.wanted is not None and is_time(state.wanted) and "moved_from" in pen.heard.notes:
        return _exact_time(desk, pen, doctors, [state.wanted])
    if _asks_for_others(pen):
        return _other_times(desk, pen, doctors)
    if Wish.SAME_TIME in desk.understanding.wishes and state.wanted is not None and not state.wanted.has_time:
        _same_time_as_last(desk, pen, doctors)
        state = pen.state
    wishes = _wishes(pen)
    if wishes and all(map(is_time, wishes)):
        return _exact_time(desk, pen, doctors, wishes)
    return _open_time(desk, pen, doctors, wishes)


def _at_the_site(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> Sequence[Doctor]:
    """The doctors with the hours that they have at the site asked for."""
    site = desk.hospital.locations.get(pen.state.location or "")
    if site is None:
        return doctors
    return [replace(each, hours=tuple(h for h in each.hours if h.location_id == site.id)) for each in doctors]


def _asks_for_others(pen: Pen) -> bool:
    """Whether other times than those on offer are asked for, with nothing said about when they should be."""
    notes = pen.heard.notes
    if notes & {"earlier", "later"}:
        return True
    times_turned_down = any(option.kind == "slot" for option in pen.heard.turned_down)
    turned_down = notes & {"more", "none_fit"} or times_turned_down or _says_no(pen)
    return bool(turned_down) and "wanted" not in pen.heard.changed


def _wishes(pen: Pen) -> list[Wanted]:
    return [wish for wish in (pen.state.wanted, *pen.state.wanted_also) if wish is not None]


def _same_time_as_last(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> None:
    """ "Same time as last time": the hour of the last visit to these doctors, where the sender is known."""
    own = [person for person in known_people(desk, pen) if person.relation == "self"]
    visits = appointments.past(desk.unit, desk.hospital, people.ids(own)) if own else []
    codes = {doctor.code for doctor in doctors}
    last = next((visit for visit in visits if visit.doctor.code in codes), None)
    if last is not None and pen.state.wanted is not None:
        at = desk.hospital.local(last.starts_at).time()
        pen.change(wanted=pen.state.wanted.model_copy(update={"first_time": at, "end_time": None, "is_exact": True}))
        pen.infer("same_time")


def _says_no(pen: Pen) -> bool:
    changed = {"wanted", "selected_doctor", "speciality", "location"} & pen.heard.changed
    return pen.state.question == "slot" and pen.heard.answer == "no" and not changed


# --- an exact wish --------------------------------------------------------------------------------


def _exact_time(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wishes: list[Wanted]) -> bool:
    found: dict[datetime, list[Slot]] = {}
    for wish in wishes:
        usual = _free_at(desk, pen, doctors, wish, wish.first_time)
        other = _free_at(desk, pen, doctors, wish, wish.other_time) if wish.other_time is not None else []
        if other:
            pen.infer("hour")
        if usual or other:
            found.setdefault((usual or other)[0].starts_at, usual or other)
    if len(found) > 1 and not pen.state.soonest:
        return _show(desk, pen, [slot for each in found.values() for slot in each][:SHOWN], Say.WHICH_OF_THESE)
    if found:
        return _settle(desk, pen, next(iter(found.values())))
    return _no_such_time(desk, pen, doctors, wishes[0])


def _no_such_time(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wish: Wanted) -> bool:
    """Say why an exact time is not to be had, and offer what comes nearest."""
    assert wish.day is not None
    if wish.other_day is not None and wish.other_day >= desk.now.date():
        pen.infer("said_day")
    wanted = _moment(desk, wish)
    if _explain_day(desk, pen, doctors, wish.day):
        return _offer_around(desk, pen, doctors, wish)
    if _explain_hour(pen, doctors, wish, [wish.day]):
        return _offer_near(desk, pen, doctors, wanted, Say.NEAREST_TIMES)
    _not_free(desk, pen, doctors, wanted)
    if wanted < desk.now:
        return _offer_near(desk, pen, doctors, desk.now, Say.NEXT_TIMES)
    return _offer_near(desk, pen, doctors, wanted, Say.NEAREST_TIMES)


def _moment(desk: Desk, wish: Wanted) -> datetime:
    assert wish.day is not None and wish.first_time is not None
    return datetime.combine(wish.day, wish.first_time, desk.hospital.zone)


def _not_free(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wanted: datetime) -> None:
    if instant(wanted.replace(tzinfo=None), desk.hospital.zone) is None:
        pen.tell(Say.NO_SUCH_DAY, day=wanted)  # the clocks go forward over it
    elif wanted < desk.now:
        pen.tell(Say.TIME_HAS_PASSED, at=wanted)
    elif wanted < (opens := desk.hospital.local(slots.bookable(desk.unit, desk.hospital)[0])):
        pen.tell(Say.TOO_SOON, at=wanted, opens=opens if opens.date() != wanted.date() else opens.time())
    else:
        pen.tell(Say.NOT_FREE_THEN, at=wanted, doctor=_whose(pen, doctors))


def _free_at(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wish: Wanted, at: time | None) -> list[Slot]:
    assert wish.day is not None and at is not None
    moment = instant(datetime.combine(wish.day, at), desk.hospital.zone)
    if moment is None:
        return []
    search = within(search_for(pen, doctors, None), moment, moment + timedelta(minutes=1))
    return slots.find(desk.unit, desk.hospital, search, SHOWN)


def _settle(desk: Desk, pen: Pen, found: list[Slot]) -> bool:
    """One free time fits: choose it. Several doctors have it: ask whom, unless any will do."""
    state = pen.state
    if len(found) > 1 and not (state.any_doctor or state.soonest):
        return _show(desk, pen, found, Say.WHO_THEN, at=desk.hospital.local(found[0].starts_at))
    choose(desk, pen, found[0])
    return False


def choose(desk: Desk, pen: Pen, slot: Slot) -> None:
    """Settle on a free time; whoever was picked for the patient is noted."""
    if pen.state.selected_doctor is None:
        pen.change(speciality=slot.doctor.speciality.code)
        pen.change(selected_doctor=slot.doctor.code)
        pen.infer("picked")
    pen.keep(selected_slot=desk.hospital.local(slot.starts_at))


# --- an open wish ---------------------------------------------------------------------------------


def _open_time(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wishes: list[Wanted]) -> bool:
    state = pen.state
    wish = wishes[0] if wishes else None
    if state.soonest and not (wish and wish.is_exact):
        found = free(pen, search_for(pen, doctors, wish), 1, wish)
        if found:
            choose(desk, pen, found[0])
            pen.infer("picked")
            return False
    found = free_for_each(pen, doctors, wishes or [Wanted()])
    if found:
        if len(wishes) > 1:
            _explain_missing(desk, pen, doctors, wishes, found)
        said = wish if len(wishes) == 1 else None
        return _show(desk, pen, found, _headline(said, doctors), **_headline_facts(pen, said, doctors))
    if wish is None:
        return nothing_free(desk, pen, doctors)
    if desk.understanding.says(Intent.WAITLIST):
        options = (_waitlist(pen), _human(pen))
        pen.ask("offer_waitlist", Say.WAIT_FOR_EARLIER, options, doctor=_whose(pen, doctors))
        return True
    _explain_wish(desk, pen, doctors, wish)
    return _offer_around(desk, pen, doctors, wish)


def _explain_missing(
    desk: Desk, pen: Pen, doctors: Sequence[Doctor], wishes: Sequence[Wanted], found: Sequence[Slot]
) -> None:
    """Of several wishes, why those are left out that nothing fits."""
    times = [desk.hospital.local(slot.starts_at) for slot in found]
    for wish in wishes:
        if any(fits(pen, wish, at) for at in times) or wish.day is None:
            continue
        if is_time(wish) and not _explain_day(desk, pen, doctors, wish.day):
            _not_free(desk, pen, doctors, _moment(desk, wish))
        elif not is_time(wish):
            _explain_wish(desk, pen, doctors, wish)


def _explain_wish(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wish: Wanted) -> None:
    """Why nothing fits: the day, the stretch of days, the hour, or simply that all is taken."""
    if wish.day is not None:
        if _explain_day(desk, pen, doctors, wish.day):
            return
        if wish.has_time and _explain_hour(pen, doctors, wish, [wish.day]):
            return
        pen.tell(Say.DAY_IS_FULL if not wish.has_time else Say.NOTHING_THEN, day=wish.day, doctor=_whose(pen, doctors))
        return
    days = _days(desk, wish)
    working = [day for day in days if any(h.covers(day) for doctor in doctors for h in doctor.hours)]
    backs = [_away_until(desk, doctors, day) for day in working]
    if days and backs and all(backs):
        pen.tell(Say.DOCTOR_AWAY_THEN, doctor=_whose(pen, doctors), back=max(back for back in backs if back))
        _name_colleagues(desk, pen, doctors, working[0])
        return
    if not (wish.has_time and _explain_hour(pen, doctors, wish, working)):
        pen.tell(Say.NOTHING_THEN, doctor=_whose(pen, doctors))


def _days(desk: Desk, wish: Wanted) -> list[date]:
    """The days that a wish spans, where it has both ends and is not endless."""
    if wish.first_day is None or wish.end_day is None:
        return []
    return [wish.first_day + timedelta(days=n) for n in range(min((wish.end_day - wish.first_day).days, 62))]


def _explain_hour(pen: Pen, doctors: Sequence[Doctor], wish: Wanted, days: Sequence[date]) -> bool:
    """Say when the doctors do work, if the hour lies outside of that."""
    hours = [h for doctor in doctors for h in doctor.hours if not days or any(h.covers(day) for day in days)]
    if not hours:
        return False
    opens, closes = min(h.from_time for h in hours), max(h.to_time for h in hours)
    first, end = wish.first_time or time(), wish.end_time or (wish.first_time if wish.is_exact else time(23, 59))
    if end is not None and first < closes and end >= opens:
        return False
    pen.tell(Say.OUTSIDE_HOURS, doctor=_whose(pen, doctors), opens=opens, closes=closes)
    return True


def _offer_around(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wish: Wanted) -> bool:
    """Around a day that does not work: what comes last before it and first after it."""
    anchor = anchor_of(pen, wish)
    begin = day_bounds(anchor.date(), desk.hospital.zone)[0]
    free = search_for(pen, doctors, None)
    before = slots.find(desk.unit, desk.hospital, within(free, free.first, begin), 1, latest=True)
    after = slots.find(desk.unit, desk.hospital, within(free, anchor.astimezone(UTC), FAR), NEAREST)
    if not before and not after:
        return nothing_free(desk, pen, doctors)
    return _show(desk, pen, [*before, *after], Say.NEAREST_TIMES, doctor=_whose(pen, doctors))


def _headline(wish: Wanted | None, doctors: Sequence[Doctor]) -> Say:
    one = len(doctors) == 1
    if wish is not None and wish.day is not None:
        return Say.TIMES_THAT_DAY if one else Say.TIMES_THAT_DAY_SEVERAL
    return Say.TIMES_OF_DOCTOR if one else Say.TIMES_OF_SEVERAL


def _headline_facts(pen: Pen, wish: Wanted | None, doctors: Sequence[Doctor]) -> dict[str, object]:
    facts: dict[str, object] = {"doctor": _whose(pen, doctors), "speciality": doctors[0].speciality.named(pen.language)}
    if wish is not None and wish.day is not None:
        facts["day"] = wish.day
    return facts


# --- offering -------------------------------------------------------------------------------------


def offer(desk: Desk, pen: Pen, doctors: Sequence[Doctor], search: Search, say: Say) -> bool:
    """Offer the first free times of a search. Always asks."""
    found = slots.find(desk.unit, desk.hospital, search, SHOWN)
    if not found:
        return nothing_free(desk, pen, doctors)
    return _show(desk, pen, found, say, doctor=_whose(pen, doctors))


def _offer_near(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wanted: datetime, say: Say) -> bool:
    found = slots.nearest(desk.unit, desk.hospital, search_for(pen, doctors, None), wanted.astimezone(UTC), NEAREST)
    if not found:
        return nothing_free(desk, pen, doctors)
    return _show(desk, pen, found, say, doctor=_whose(pen, doctors))


def _show(desk: Desk, pen: Pen, found: Sequence[Slot], say: Say, **facts: object) -> bool:
    local = desk.hospital.local
    several = len({slot.doctor.code for slot in found}) > 1 or pen.state.selected_doctor is None
    sites = {slot.location_id for slot in found}
    options = []
    for slot in found:
        label = pen.voice.label(local(slot.starts_at))
        site = desk.hospital.locations_by_id.get(slot.location_id or 0) if len(sites) > 1 else None
        label = f"{label}, {slot.doctor.name}" if several else label
        options.append(
            pen.option(
                f"{label} ({site.name})" if site is not None else label,
                "slot",
                doctor=slot.doctor.code,
                speciality=slot.doctor.speciality.code,
                starts_at=local(slot.starts_at),
            )
        )
    pen.keep(
        available_slots=tuple(option.starts_at for option in options),
        available_doctors=tuple(dict.fromkeys(slot.doctor.code for slot in found)),
    )
    options.append(pen.option(pen.voice.say(Say.LABEL_MORE_TIMES), "more"))
    pen.ask("slot", say, tuple(options), **facts)
    return True


def taken(desk: Desk, pen: Pen, doctors: Sequence[Doctor], at: datetime) -> bool:
    """The time went to somebody else: say so and offer what is nearest, everything else kept."""
    pen.tell(Say.TIME_HAS_PASSED if at < desk.now else Say.JUST_TAKEN, at=desk.hospital.local(at))
    pen.keep(selected_slot=None, wanted=without_time(pen.state.wanted), held=None)
    same = [desk.hospital.doctor(pen.state.selected_doctor)] if pen.state.selected_doctor else list(doctors)
    found = slots.nearest(desk.unit, desk.hospital, search_for(pen, same, None), at.astimezone(UTC), NEAREST)
    if len(found) < 2:
        speciality = same[0].speciality.code
        everyone = desk.hospital.doctors_of(speciality)
        pen.change(selected_doctor=None)
        found = slots.nearest(desk.unit, desk.hospital, search_for(pen, everyone, None), at.astimezone(UTC), NEAREST)
    if not found:
        return nothing_free(desk, pen, same)
    return _show(desk, pen, found, Say.NEAREST_TIMES, doctor=_whose(pen, same))


def _other_times(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> bool:
    """More, earlier or later than what is on offer; after several refusals, no more pressing."""
    notes, state = pen.heard.notes, pen.state
    shown = [option.starts_at for option in state.offered if option.kind == "slot" and option.starts_at]
    if not shown and state.held is not None:
        shown = [state.held.starts_at]
    elif not shown and state.visit and state.last_act is not None:
        shown = [state.last_act.starts_at]
    if ("none_fit" in notes or _says_no(pen)) and "wanted" not in pen.heard.changed:
        pen.keep(refusals=state.refusals + 1)
        if pen.state.refusals >= GIVE_UP_AFTER:
            return refused_everything(desk, pen)
        if pen.state.refusals == GIVE_UP_AFTER - 1:
            pen.ask("slot", Say.WHICH_DAY_SUITS, (_waitlist(pen), _human(pen), _stop(pen)))
            return True
    wish = state.wanted if "wanted" in pen.heard.changed else None
    if "earlier" in notes and shown:
        search = search_for(pen, doctors, wish)
        found = free(pen, within(search, search.first, min(shown)), SHOWN, state.wanted, latest=True)
        if found:
            return _show(desk, pen, found[::-1], Say.EARLIER_TIMES, doctor=_whose(pen, doctors))
        pen.tell(Say.NOTHING_EARLIER)
        return offer(desk, pen, doctors, search, Say.NEXT_TIMES)
    if "later" in notes:
        return _go_further(desk, pen, doctors, [wish] if wish is not None else [], shown)
    return _go_further(desk, pen, doctors, _wishes(pen), shown)


def _go_further(
    desk: Desk, pen: Pen, doctors: Sequence[Doctor], wishes: Sequence[Wanted], shown: Sequence[datetime]
) -> bool:
    """What comes after the times shown: of the same wish, else of its hours on the days after, else anything."""
    if not shown and wishes and is_time(wishes[0]):
        return _around(desk, pen, doctors, _moment(desk, wishes[0]))
    open_wishes = [wish for wish in wishes if not is_time(wish)]
    on_show = [wish for wish in open_wishes if any(fits(pen, wish, at) for at in shown)]
    found = free_for_each(pen, doctors, on_show or open_wishes, shown)
    if not found and open_wishes:
        if on_show:
            _tell_used_up(pen, on_show)
        onward = from_then_on(open_wishes)
        found = free_for_each(pen, doctors, [onward], shown)
        pen.keep(wanted=onward if found else without_hours(onward), wanted_also=())
        if not found and on_show and onward.has_time:
            return offer(desk, pen, doctors, search_for(pen, doctors, None), Say.NEXT_TIMES)
    if not found:
        found = free_for_each(pen, doctors, [_anything_but(pen.state.wanted)], shown)
    if not found:
        return _all_shown(desk, pen, doctors) if shown else nothing_free(desk, pen, doctors)
    return _show(desk, pen, found, Say.LATER_TIMES, doctor=_whose(pen, doctors))


def _anything_but(wish: Wanted | None) -> Wanted:
    """Any time, but on the days that a wish leaves out."""
    return Wanted(not_days=wish.not_days, not_weekdays=wish.not_weekdays) if wish else Wanted()


def _around(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wanted: datetime) -> bool:
    """What comes nearest to a time that was turned down, without that time."""
    anyhow = search_for(pen, doctors, None)
    found = slots.nearest(desk.unit, desk.hospital, anyhow, wanted.astimezone(UTC), SHOWN + 1)
    found = [slot for slot in found if slot.starts_at != wanted][:SHOWN]
    if not found:
        return nothing_free(desk, pen, doctors)
    return _show(desk, pen, found, Say.NEAREST_TIMES, doctor=_whose(pen, doctors))


def _tell_used_up(pen: Pen, wishes: Sequence[Wanted]) -> None:
    wish = wishes[0]
    if len(wishes) > 1 or wish.day is None:
        pen.tell(Say.NO_MORE_THEN)
    else:
        pen.tell(Say.NO_MORE_AT_THAT_HOUR if wish.has_time else Say.NO_MORE_THAT_DAY, day=wish.day)


def _all_shown(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> bool:
    """Everything that is free was on offer: say so, instead of that nothing is."""
    pen.ask(
        "offer_waitlist",
        Say.ALL_TIMES_SHOWN,
        (_waitlist(pen), _human(pen)),
        doctor=_whose(pen, doctors),
        days=desk.hospital.booking.horizon_days,
    )
    return True


def refused_everything(desk: Desk, pen: Pen) -> bool:
    """Everything was turned down: a polite end, nothing booked, the door open."""
    release(desk, pen)
    pen.tell(Say.NOTHING_SUITED, phone=desk.hospital.phone or "")
    pen.state = pen.state.without_errand().with_(question=None)
    return True


def nothing_free(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> bool:
    """Nothing free as far as patients may book: say so, offer the waiting list; nothing is invented."""
    pen.ask(
        "offer_waitlist",
        Say.NOTHING_FREE,
        (_waitlist(pen), _human(pen)),
        doctor=_whose(pen, doctors),
        days=desk.hospital.booking.horizon_days,
    )
    return True


def _waitlist(pen: Pen) -> Offered:
    return pen.option(pen.voice.say(Say.LABEL_WAITLIST), "waitlist")


def _human(pen: Pen) -> Offered:
    return pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")


def _stop(pen: Pen) -> Offered:
    return pen.option(pen.voice.say(Say.LABEL_STOP), "stop")


def _whose(pen: Pen, doctors: Sequence[Doctor]) -> str:
    if len(doctors) == 1:
        return doctors[0].name
    return pen.voice.say(Say.OUR_DOCTORS, {"speciality": doctors[0].speciality.named(pen.language)})


def _explain_day(desk: Desk, pen: Pen, doctors: Sequence[Doctor], day: date) -> bool:
    """Say why a whole day is out of the question, if it is."""
    hospital = desk.hospital
    if day < desk.now.date():
        pen.tell(Say.DAY_HAS_PASSED, day=day)
    elif day >= desk.now.date() + timedelta(days=hospital.booking.horizon_days + 1):
        pen.tell(Say.BEYOND_HORIZON, day=day, days=hospital.booking.horizon_days)
    elif day in hospital.holidays:
        pen.tell(Say.CLOSED_HOLIDAY, day=day, name=hospital.holidays[day] or "")
    elif not any(h.covers(day) for doctor in hospital.doctors.values() if doctor.is_active for h in doctor.hours):
        pen.tell(Say.CLOSED_THAT_DAY, day=day)
    elif (back := _away_until(desk, doctors, day)) is not None:
        pen.tell(Say.DOCTOR_AWAY, doctor=_whose(pen, doctors), day=day, back=back)
        _name_colleagues(desk, pen, doctors, day)
    elif not any(h.covers(day) for doctor in doctors for h in doctor.hours):
        pen.tell(Say.DOCTOR_NOT_THAT_DAY, doctor=_whose(pen, doctors), day=day)
        _name_colleagues(desk, pen, doctors, day)
    else:
        return False
    return True


def _away_until(desk: Desk, doctors: Sequence[Doctor], day: date) -> date | None:
    """The first day on which one of these doctors works again, when all are away on this day."""
    begin, end = day_bounds(day, desk.hospital.zone)
    backs = []
    for doctor in doctors:
        covering = [a.ends_at for a in doctor.absences if a.starts_at <= begin and end <= a.ends_at]
        if not covering:
            return None
        back = desk.hospital.local(max(covering)).date()
        days = [back + timedelta(days=n) for n in range(28)]
        backs.append(next((day for day in days if any(h.covers(day) for h in doctor.hours)), back))
    return min(backs) if backs else None


def _name_colleagues(desk: Desk, pen: Pen, doctors: Sequence[Doctor], day: date) -> None:
    away = {doctor.code for doctor in doctors}
    others = [each for each in desk.hospital.doctors_of(doctors[0].speciality.code) if each.code not in away]
    if not others:
        return
    begin, end = day_bounds(day, desk.hospital.zone)
    found = slots.find(desk.unit, desk.hospital, Search(tuple(others), begin, end), SHOWN)
    names = list(dict.fromkeys(slot.doctor.name for slot in found))
    if names:
        pen.tell(Say.COLLEAGUES_THAT_DAY, doctors=names[:3], day=day)


# --- holding --------------------------------------------------------------------------------------


def is_held(desk: Desk, pen: Pen) -> bool:
    """Whether the chosen time is reserved for this conversation at the turn's moment."""
    held, state = pen.state.held, pen.state
    return (
        held is not None
        and held.doctor == state.selected_doctor
        and held.starts_at == state.selected_slot
        and held.until > desk.unit.now
    )


def reserve(desk: Desk, pen: Pen) -> bool:
    """Hold the chosen time while the patient is asked something. False when it is gone."""
    state = pen.state
    if is_held(desk, pen):
        return True
    assert state.selected_slot is not None and state.selected_doctor is not None
    held_before = state.held
    minutes = desk.hospital.booking.hold_minutes_on(desk.message.channel)
    until = desk.now + timedelta(minutes=minutes)
    doctor = desk.hospital.doctor(state.selected_doctor)
    try:
        slots.hold(desk.unit, desk.hospital, doctor, state.selected_slot, desk.conversation_id, until)
    except (SlotTakenError, TooSoonError, BeyondHorizonError):
        return False
    if held_before is not None and (held_before.doctor, held_before.starts_at) != (doctor.code, state.selected_slot):
        release(desk, pen)
    pen.keep(held=Held(doctor=doctor.code, starts_at=state.selected_slot, until=until))
    return True


def drop_old_hold(desk: Desk, pen: Pen) -> None:
    """Let go of a held time that is no longer the chosen one."""
    state = pen.state
    if state.held is not None and (state.held.doctor, state.held.starts_at) != (
        state.selected_doctor,
        state.selected_slot,
    ):
        release(desk, pen)


def release(desk: Desk, pen: Pen) -> None:
    """Let go of the time held for this conversation, if any."""
    held = pen.state.held
    if held is None:
        return
    doctor = desk.hospital.doctors.get(held.doctor)
    if doctor is not None:
        slots.release(desk.unit, desk.hospital, doctor, held.starts_at, desk.conversation_id)
    pen.keep(held=None)
