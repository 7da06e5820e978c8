"""Finding out when: what is free of what was wished for, and what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from conversation.extractors.entities import Intent, Wish
from conversation.extractors.moods import Mood
from conversation.household import known_people
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.explaining import (
    explain_day,
    explain_hour,
    explain_missing,
    explain_wish,
    moment_of,
    not_free,
    whose,
)
from conversation.skills.holding import release
from conversation.skills.offering import (
    NEAREST,
    all_shown,
    headline,
    headline_facts,
    human_option,
    nothing_free,
    offer,
    offer_around,
    offer_near,
    show,
    stop_option,
    waitlist_option,
)
from conversation.skills.searching import (
    SHOWN,
    fits,
    free,
    free_for_each,
    from_then_on,
    is_time,
    nearest,
    search_for,
    within,
)
from conversation.state import Wanted, without_hours, without_time
from conversation.turn import Desk
from conversation.wishing import PERSONAL
from hospital import appointments, people, slots
from hospital.directory import Doctor
from hospital.schedule import instant
from hospital.slots import Slot

GIVE_UP_AFTER = 3


def need_time(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> bool:
    """Settle the time, or offer what is free. True when something was asked."""
    if note_beside_times(desk, pen):
        return True
    wish = pen.state.wanted
    if wish is not None and "wanted" in pen.heard.changed and _weekday_differs(wish):
        pen.tell(Say.WEEKDAY_DIFFERS, day=wish.day, other=wish.other_day)
    if "elsewhere" in pen.heard.notes:
        pen.tell(Say.OUR_CLOCK, zone=str(desk.hospital.zone), now=desk.now.time())
    return _settle_or_offer(desk, pen, _at_the_site(desk, pen, doctors))


def _settle_or_offer(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> bool:
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


_ABOUT_THE_PERSON = frozenset({"patient_name", "date_of_birth", "phone", "patient_id", "guardian_name"})


def note_beside_times(desk: Desk, pen: Pen) -> bool:
    """Take note of a message that only says who somebody is while times are on show: the list stands as it is."""
    if not _is_beside_the_times(desk, pen):
        return False
    pen.tell(Say.NOTED)
    pen.ask("slot", Say.AGAIN_SLOT, pen.state.offered)
    return True


def _is_beside_the_times(desk: Desk, pen: Pen) -> bool:
    heard, state = pen.heard, pen.state
    shown = [option.starts_at for option in state.offered if option.kind == "slot" and option.starts_at]
    is_on_show = state.question == "slot" and shown and min(shown) > desk.now
    is_on_show = is_on_show and state.language == desk.context.language
    is_only_that = heard.changed and heard.changed <= _ABOUT_THE_PERSON
    speaks_of_more = heard.answer or heard.picked or heard.turned_down or heard.notes or desk.understanding.whens
    return bool(is_on_show and is_only_that and not speaks_of_more)


def _weekday_differs(wish: Wanted) -> bool:
    """Whether weekday and number were said that meet in another month: "Tuesday the 12th"."""
    day, other = wish.day, wish.other_day
    return day is not None and other is not None and day.day == other.day and day.weekday() != other.weekday()


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
    own = [person for person in known_people(desk) if person.relation == "self"]
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
        return show(desk, pen, [slot for each in found.values() for slot in each][:SHOWN], Say.WHICH_OF_THESE)
    if found:
        return _settle(desk, pen, next(iter(found.values())))
    return _no_such_time(desk, pen, doctors, wishes[0])


def _no_such_time(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wish: Wanted) -> bool:
    """Say why an exact time is not to be had, and offer what comes nearest."""
    assert wish.day is not None
    if wish.other_day is not None and wish.other_day >= desk.now.date():
        pen.infer("said_day")
    wanted = moment_of(desk, wish)
    if explain_day(desk, pen, doctors, wish.day):
        return offer_around(desk, pen, doctors, wish)
    if explain_hour(pen, doctors, wish, [wish.day]):
        return offer_near(desk, pen, doctors, wanted, Say.NEAREST_TIMES)
    not_free(desk, pen, doctors, wanted)
    if wanted < desk.now:
        return offer_near(desk, pen, doctors, desk.now, Say.NEXT_TIMES)
    return offer_near(desk, pen, doctors, wanted, Say.NEAREST_TIMES)


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
        return show(desk, pen, found, Say.WHO_THEN, at=desk.hospital.local(found[0].starts_at))
    choose(desk, pen, found[0])
    return False


def choose(desk: Desk, pen: Pen, slot: Slot) -> None:
    """Settle on a free time; whoever was picked for the patient is noted."""
    if pen.state.selected_doctor is None:
        pen.change(speciality=slot.doctor.speciality.code)
        pen.change(selected_doctor=slot.doctor.code)
        pen.infer("picked")
    pen.keep(selected_slot=desk.hospital.local(slot.starts_at))


def _open_time(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wishes: list[Wanted]) -> bool:
    state = pen.state
    wish = wishes[0] if wishes else None
    if state.soonest and not (wish and wish.is_exact):
        found = free(pen, search_for(pen, doctors, wish), 1, wish)
        if found:
            choose(desk, pen, found[0])
            pen.infer("picked")
            return False
    if Mood.LATEST in desk.moods and wish is not None and wish.day is not None and len(wishes) == 1:
        found = free(pen, search_for(pen, doctors, wish), SHOWN, wish, latest=True)[::-1]
    else:
        found = free_for_each(pen, doctors, wishes or [Wanted()])
    if found:
        if len(wishes) > 1:
            explain_missing(desk, pen, doctors, wishes, found)
        said = wish if len(wishes) == 1 else None
        return show(desk, pen, found, headline(said, doctors), **headline_facts(pen, said, doctors))
    if wish is None:
        return nothing_free(desk, pen, doctors)
    if desk.understanding.says(Intent.WAITLIST):
        options = (waitlist_option(pen), human_option(pen))
        pen.ask("offer_waitlist", Say.WAIT_FOR_EARLIER, options, doctor=whose(pen, doctors))
        return True
    explain_wish(desk, pen, doctors, wish)
    return offer_around(desk, pen, doctors, wish)


def taken(desk: Desk, pen: Pen, doctors: Sequence[Doctor], at: datetime) -> bool:
    """The time went to somebody else: say so and offer what is nearest, everything else kept."""
    pen.tell(Say.TIME_HAS_PASSED if at < desk.now else Say.JUST_TAKEN, at=desk.hospital.local(at))
    pen.keep(selected_slot=None, wanted=without_time(pen.state.wanted), held=None)
    same = [desk.hospital.doctor(pen.state.selected_doctor)] if pen.state.selected_doctor else list(doctors)
    found = nearest(pen, search_for(pen, same, None), at, NEAREST)
    if len(found) < 2 and same[0].service is None:
        speciality = same[0].speciality.code
        everyone = desk.hospital.doctors_of(speciality)
        pen.change(selected_doctor=None)
        found = nearest(pen, search_for(pen, everyone, None), at, NEAREST)
    if not found:
        return nothing_free(desk, pen, same)
    return show(desk, pen, found, Say.NEAREST_TIMES, doctor=whose(pen, same))


def _other_times(desk: Desk, pen: Pen, doctors: Sequence[Doctor]) -> bool:
    """More, earlier or later than what is on offer; after several refusals, no more pressing."""
    notes, state = pen.heard.notes, pen.state
    if state.is_waiting and (_says_no(pen) or "none_fit" in notes):
        return wait_on(pen)
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
            pen.ask("slot", Say.WHICH_DAY_SUITS, (waitlist_option(pen), human_option(pen), stop_option(pen)))
            return True
    wish = state.wanted if "wanted" in pen.heard.changed else None
    if "earlier" in notes and shown:
        search = search_for(pen, doctors, wish)
        found = free(pen, within(search, search.first, min(shown)), SHOWN, state.wanted, latest=True)
        if found:
            return show(desk, pen, found[::-1], Say.EARLIER_TIMES, doctor=whose(pen, doctors))
        pen.tell(Say.NOTHING_EARLIER)
        return offer(desk, pen, doctors, search, Say.NEXT_TIMES)
    if "later" in notes:
        return _go_further(desk, pen, doctors, [wish] if wish is not None else [], shown)
    return _go_further(desk, pen, doctors, _wishes(pen), shown)


def wait_on(pen: Pen) -> bool:
    """None of what is free already: whoever is on the waiting list stays there, and is not pressed."""
    pen.tell(Say.ALL_RIGHT)
    pen.state = pen.state.without_errand().with_(question=None)
    return True


def _go_further(
    desk: Desk, pen: Pen, doctors: Sequence[Doctor], wishes: Sequence[Wanted], shown: Sequence[datetime]
) -> bool:
    """What comes after the times shown: of the same wish, else of its hours on the days after, else anything."""
    if not shown and wishes and is_time(wishes[0]):
        return _around(desk, pen, doctors, moment_of(desk, wishes[0]))
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
        return all_shown(desk, pen, doctors) if shown else nothing_free(desk, pen, doctors)
    return show(desk, pen, found, Say.LATER_TIMES, doctor=whose(pen, doctors))


def _anything_but(wish: Wanted | None) -> Wanted:
    """Any time, but on the days that a wish leaves out."""
    return Wanted(not_days=wish.not_days, not_weekdays=wish.not_weekdays) if wish else Wanted()


def _around(desk: Desk, pen: Pen, doctors: Sequence[Doctor], wanted: datetime) -> bool:
    """What comes nearest to a time that was turned down, without that time."""
    anyhow = search_for(pen, doctors, None)
    found = nearest(pen, anyhow, wanted, SHOWN + 1)
    found = [slot for slot in found if slot.starts_at != wanted][:SHOWN]
    if not found:
        return nothing_free(desk, pen, doctors)
    return show(desk, pen, found, Say.NEAREST_TIMES, doctor=whose(pen, doctors))


def _tell_used_up(pen: Pen, wishes: Sequence[Wanted]) -> None:
    wish = wishes[0]
    if len(wishes) > 1 or wish.day is None:
        pen.tell(Say.NO_MORE_THEN)
    else:
        pen.tell(Say.NO_MORE_AT_THAT_HOUR if wish.has_time else Say.NO_MORE_THAT_DAY, day=wish.day)


def refused_everything(desk: Desk, pen: Pen) -> bool:
    """Everything was turned down: a polite end, nothing booked, the door open."""
    release(desk, pen)
    pen.tell(Say.NOTHING_SUITED, phone=desk.hospital.phone or "")
    pen.state = pen.state.without_errand().with_(question=None)
    return True
