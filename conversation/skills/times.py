"""Finding out when: what is free of what was wished for, and what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from conversation.extractors.entities import Wish
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.patients import known_people
from conversation.state import Held, Offered, Wanted, without_time
from conversation.turn import Desk
from hospital import appointments, people, slots
from hospital.directory import Doctor
from hospital.errors import BeyondHorizonError, SlotTakenError, TooSoonError
from hospital.schedule import day_bounds, instant
from hospital.slots import Search, Slot

SHOWN = 5
NEAREST = 3
ABOUT_MINUTES = 45
FAR = datetime(9999, 1, 1, tzinfo=UTC)
GIVE_UP_AFTER = 3


def need_time(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> bool:
    """Settle the time, or offer what is free. True when something was asked."""
    doctors = _at_the_site(desk, pen, doctors)
    state = pen.state
    if desk.impossible_day is not None and "impossible" in pen.heard.notes:
        pen.tell(Say.NO_SUCH_DAY, day=desk.impossible_day)
    if state.selected_slot is not None and state.selected_doctor is not None:
        # whether it is still free is seen when it is taken or held, under its lock
        return False
    if "other_zone" in pen.heard.notes:
        pen.ask("slot", Say.OTHER_ZONE, zone=str(desk.hospital.zone), now=desk.now.time())
        return True
    if "past" in pen.heard.notes and state.wanted is not None:
        pen.tell(Say.DAY_HAS_PASSED, day=state.wanted.first_day)
        pen.change(wanted=None)
        return offer(desk, pen, doctors, _search(desk, pen, doctors, None), Say.NEXT_TIMES)
    is_exact = state.wanted is not None and state.wanted.is_exact and state.wanted.day is not None
    if is_exact and "moved_from" in pen.heard.notes:
        return _exact_time(desk, pen, doctors, [state.wanted])  # type: ignore[list-item]
    if pen.heard.notes & {"more", "none_fit", "earlier", "later"} or _turns_times_down(pen) or _says_no(pen):
        return _other_times(desk, pen, doctors)
    if Wish.SAME_TIME in desk.understanding.wishes and state.wanted is not None and not state.wanted.has_time:
        _same_time_as_last(desk, pen, doctors)
        state = pen.state
    wishes = [wish for wish in (state.wanted, *state.wanted_also) if wish is not None]
    if wishes and wishes[0].is_exact and wishes[0].day is not None:
        return _exact_time(desk, pen, doctors, wishes)
    return _open_time(desk, pen, doctors, wishes)


def _at_the_site(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> Sequence[Doctor]:
    """The doctors with the hours that they have at the site asked for."""
    site = desk.hospital.locations.get(pen.state.location or "")
    if site is None:
        return doctors
    return [replace(each, hours=tuple(h for h in each.hours if h.location_id == site.id)) for each in doctors]


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


def _turns_times_down(pen: Pen) -> bool:
    return any(option.kind == "slot" for option in pen.heard.turned_down)


def _says_no(pen: Pen) -> bool:
    changed = {"wanted", "selected_doctor", "speciality", "location"} & pen.heard.changed
    return pen.state.question == "slot" and pen.heard.answer == "no" and not changed


# --- an exact wish --------------------------------------------------------------------------------


def _exact_time(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wishes: list[Wanted]) -> bool:
    for wish in wishes:
        found = _free_at(desk, pen, doctors, wish, wish.first_time)
        fits_twice = wish.other_time is not None and _free_at(desk, pen, doctors, wish, wish.other_time)
        if found or fits_twice:
            if fits_twice:
                pen.infer("hour")
            return _settle(desk, pen, found or fits_twice or [])
    wish = wishes[0]
    assert wish.day is not None and wish.first_time is not None
    if wish.other_day is not None and wish.other_day >= desk.now.date():
        pen.infer("said_day")
    wanted = datetime.combine(wish.day, wish.first_time, desk.hospital.zone)
    if _explain_day(desk, pen, doctors, wish.day):
        return _offer_around(desk, pen, doctors, wish)
    if _explain_hour(pen, doctors, wish, [wish.day]):
        return _offer_near(desk, pen, doctors, wanted, Say.NEAREST_TIMES)
    if wanted < desk.now:
        pen.tell(Say.TIME_HAS_PASSED, at=wanted)
        return _offer_near(desk, pen, doctors, desk.now, Say.NEXT_TIMES)
    pen.tell(Say.NOT_FREE_THEN, at=wanted, doctor=_whose(pen, doctors))
    return _offer_near(desk, pen, doctors, wanted, Say.NEAREST_TIMES)


def _free_at(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wish: Wanted, at: time | None) -> list[Slot]:
    assert wish.day is not None and at is not None
    moment = instant(datetime.combine(wish.day, at), desk.hospital.zone)
    if moment is None:
        return []
    search = replace(_search(desk, pen, doctors, None), first=moment, end=moment + timedelta(minutes=1))
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
        found = slots.find(desk.unit, desk.hospital, _search(desk, pen, doctors, wish), 1)
        if found:
            choose(desk, pen, found[0])
            pen.infer("picked")
            return False
    found = []
    wanted: list[Wanted | None] = [*wishes] or [None]
    for each in wanted:
        found += slots.find(desk.unit, desk.hospital, _search(desk, pen, doctors, each), SHOWN)
    if found:
        return _show(desk, pen, found[: SHOWN + 1], _headline(wish, doctors), **_headline_facts(pen, wish, doctors))
    if wish is None:
        return nothing_free(desk, pen, doctors)
    _explain_wish(desk, pen, doctors, wish)
    return _offer_around(desk, pen, doctors, wish)


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
    anchor = _anchor(desk, wish)
    begin = day_bounds(anchor.date(), desk.hospital.zone)[0]
    free = _search(desk, pen, doctors, None)
    before = slots.find(desk.unit, desk.hospital, _within(free, free.first, begin), 1, latest=True)
    after = slots.find(desk.unit, desk.hospital, _within(free, anchor.astimezone(UTC), FAR), NEAREST)
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


def _anchor(desk: Desk, wish: Wanted) -> datetime:
    day = wish.first_day or (wish.end_day - timedelta(days=1) if wish.end_day else desk.now.date())
    at = wish.first_time or wish.end_time or time(9)
    return max(datetime.combine(day, at, desk.hospital.zone), desk.now)


def _search(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wish: Wanted | None) -> Search:
    zone = desk.hospital.zone
    first, end = desk.now.astimezone(UTC), FAR
    from_minute = to_minute = None
    if wish is not None:
        if wish.first_day is not None:
            first = max(first, day_bounds(wish.first_day, zone)[0])
        if wish.end_day is not None:
            end = day_bounds(wish.end_day - timedelta(days=1), zone)[1]
        from_minute, to_minute = _minutes(wish)
    site = desk.hospital.locations.get(pen.state.location or "")
    # with all their hours: the days' times are made of them
    whole = tuple(desk.hospital.doctor(each.code) for each in doctors)
    return Search(
        whole, first, end, from_minute, to_minute, desk.conversation_id, site.id if site is not None else None
    )


def _minutes(wish: Wanted) -> tuple[int | None, int | None]:
    first = wish.first_time.hour * 60 + wish.first_time.minute if wish.first_time else None
    end = wish.end_time.hour * 60 + wish.end_time.minute if wish.end_time else None
    if wish.is_exact and first is not None:
        if wish.is_approximate:
            return max(0, first - ABOUT_MINUTES), first + ABOUT_MINUTES + 1
        return first, first + 1
    if end == 0:
        end = 24 * 60
    return first, end


# --- offering -------------------------------------------------------------------------------------


def offer(desk: Desk, pen: Pen, doctors: Sequence[Doctor], search: Search, say: Say) -> bool:
    """Offer the first free times of a search. Always asks."""
    found = slots.find(desk.unit, desk.hospital, search, SHOWN)
    if not found:
        return nothing_free(desk, pen, doctors)
    return _show(desk, pen, found, say, doctor=_whose(pen, doctors))


def _offer_near(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wanted: datetime, say: Say) -> bool:
    found = slots.nearest(desk.unit, desk.hospital, _search(desk, pen, doctors, None), wanted.astimezone(UTC), NEAREST)
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
    found = slots.nearest(desk.unit, desk.hospital, _search(desk, pen, same, None), at.astimezone(UTC), NEAREST)
    if len(found) < 2:
        speciality = same[0].speciality.code
        everyone = desk.hospital.doctors_of(speciality)
        pen.change(selected_doctor=None)
        found = slots.nearest(desk.unit, desk.hospital, _search(desk, pen, everyone, None), at.astimezone(UTC), NEAREST)
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
    wish = state.wanted if notes & {"earlier", "later"} and "wanted" in pen.heard.changed else None
    search = _search(desk, pen, doctors, wish or (state.wanted if "more" in notes else None))
    if "earlier" in notes and shown:
        found = slots.find(desk.unit, desk.hospital, _within(search, search.first, min(shown)), SHOWN, latest=True)
        if not found:
            pen.tell(Say.NOTHING_EARLIER)
            return offer(desk, pen, doctors, search, Say.NEXT_TIMES)
        return _show(desk, pen, found[::-1], Say.EARLIER_TIMES, doctor=_whose(pen, doctors))
    after = max(shown).astimezone(UTC) + timedelta(minutes=1) if shown else search.first
    found = slots.find(desk.unit, desk.hospital, _within(search, max(search.first, after), search.end), SHOWN)
    if not found and search.end != FAR:
        found = slots.find(desk.unit, desk.hospital, _within(_search(desk, pen, doctors, None), after, FAR), SHOWN)
    if not found:
        return nothing_free(desk, pen, doctors)
    return _show(desk, pen, found, Say.LATER_TIMES, doctor=_whose(pen, doctors))


def _within(search: Search, first: datetime, end: datetime) -> Search:
    return replace(search, first=first, end=end)


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
        pen.tell(Say.BEYOND_HORIZON, days=hospital.booking.horizon_days)
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
