"""When somebody would like to come: the times of a message into the wish that the state keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversation.extractors.births import MONTHS
from conversation.extractors.dates.relative_days import DAY_BEHIND
from conversation.extractors.entities import Dates, Intent, Understanding, When
from conversation.extractors.impossible import find_past_day
from conversation.extractors.moods import Mood, find_city_of_zone, find_zone_of_place
from conversation.extractors.text import fold
from conversation.state import BookingState, Wanted, change, without_day, without_time
from conversation.turn import Desk, Heard

PERSONAL = frozenset(
    {
        "name", "date_of_birth", "phone", "guardian_name", "helper_phone",
        "prove_name", "prove_birth", "prove_code",
    }
)  # fmt: skip
"""Questions about the person."""


def speaks_of_two(understanding: Understanding) -> bool:
    """Whether a message asks for two visits at once, each with a doctor and a day of its own."""
    doctors = {m.codes for m in understanding.doctors if not m.rejected and len(m.codes) == 1}
    whens = [each for when in understanding.whens if not when.rejected for each in (when, *when.also)]
    days = {when.dates for when in whens if when.dates is not None}
    return len(doctors) > 1 and len(days) > 1


def merge_when(state: BookingState, desk: Desk, heard: Heard) -> tuple[BookingState, frozenset[str]]:
    if heard.picked is not None and heard.picked.kind == "slot":
        return state, frozenset()
    nowhere = _no_such_day(state, desk)
    if nowhere is not None:
        return nowhere
    whens = _without_impossible_hours(desk)
    refused = [when for when in whens if when.rejected]
    for when in refused:
        state = _take_back(state, when)
    kept = [when for when in whens if not when.rejected]
    corrected = [when.corrects for when in kept if when.corrects is not None]
    refused = [when for when in refused if all(replace(old, rejected=True) != when for old in corrected)]
    if not kept:
        return _avoid(state, refused), frozenset()
    when = kept[0] if speaks_of_two(desk.understanding) else kept[-1]
    is_wish = _asks_anew(desk.understanding) or _is_no_birthday(state, desk, when)
    if state.question in PERSONAL and when.dates is not None and not is_wish:
        # an answer to "your date of birth?" is no new wish for a time
        return state, frozenset()
    return _take_wish(state, desk, when, refused)


def _take_wish(
    state: BookingState, desk: Desk, when: When, refused: Sequence[When]
) -> tuple[BookingState, frozenset[str]]:
    if when.other_zone and _is_our_zone(when, desk):
        when = replace(when, other_zone=False)
    when = _behind_the_wish(when, state)
    if when.past or not _is_near(when, desk):
        readings = (each for each in when.alternatives if _is_to_come(each, desk) and _is_near(each, desk))
        when = next((_read_as(when, reading) for reading in readings), when)
    notes = {note for note, is_said in (("other_zone", when.other_zone), ("past", when.past)) if is_said}
    if when.shift:
        notes.add(when.shift)
    if when.other_zone or (_speaks_of_elsewhere(desk) and when.times is not None):
        if when.dates is not None:
            state = wish_for(state, replace(when, times=None, alternatives=(), also=()))
        return state, frozenset({*notes, "other_zone"})
    if when.times is not None and _is_far_away(desk):
        notes.add("elsewhere")
        state = state.with_(inferred=tuple(dict.fromkeys((*state.inferred, "elsewhere"))))
    if when.dates is not None or when.times is not None:
        if speaks_of_two(desk.understanding):
            when = replace(when, also=())
        state = _with_the_corrected_hour(state, when)
    state = _avoid(state, refused)
    return state.with_(soonest=state.soonest or when.soonest), frozenset(notes)


def _behind_the_wish(when: When, state: BookingState) -> When:
    """ "What about the day after?": the one behind the day that is talked about."""
    day = state.wanted.day if state.wanted else None
    if day is None or not fold(when.span.words).endswith(tuple(DAY_BEHIND)):
        return when
    return replace(when, dates=Dates(day + timedelta(days=1), day + timedelta(days=2)), alternatives=())


def _speaks_of_elsewhere(desk: Desk) -> bool:
    """Whether the message goes by the clock of another place."""
    city = find_city_of_zone(desk.understanding.message)
    elsewhere = city is not None and city != _city_of(desk)
    return elsewhere or Mood.OTHER_ZONE in desk.moods


def _is_far_away(desk: Desk) -> bool:
    """Whether the sender says to be where the clocks show another hour than the hospital's."""
    zone = find_zone_of_place(desk.understanding.message)
    return zone is not None and desk.now.astimezone(ZoneInfo(zone)).utcoffset() != desk.now.utcoffset()


def _city_of(desk: Desk) -> str:
    return str(desk.hospital.zone).rpartition("/")[2].replace("_", " ").lower()


def _is_our_zone(when: When, desk: Desk) -> bool:
    """Whether the zone named beside an hour is the hospital's own."""
    zone, year = desk.hospital.zone, desk.now.year
    names = {datetime(year, month, 1, tzinfo=zone).tzname() or "" for month in (1, 7)}
    ours = {name.lower() for name in names} | {_AMERICAN[name] for name in names if name in _AMERICAN}
    words = fold(when.span.words)
    return _city_of(desk) in words or any(re.search(rf"\b{re.escape(name)}\b", words) for name in ours)


_AMERICAN = {"EST": "eastern", "CST": "central", "MST": "mountain", "PST": "pacific"}


def _is_to_come(reading: When, desk: Desk) -> bool:
    return reading.dates is not None and reading.dates.first is not None and reading.dates.first >= desk.now.date()


def _is_near(reading: When, desk: Desk) -> bool:
    """Whether a time is one that can be booked by now, not one beyond the hospital's horizon."""
    first = reading.dates.first if reading.dates else None
    return first is None or first <= desk.now.date() + timedelta(days=desk.hospital.booking.horizon_days)


def _read_as(when: When, reading: When) -> When:
    """A date by its other reading, where the usual one is over or too far ahead."""
    return replace(when, dates=reading.dates, alternatives=(), past=False, inferred=True)


def _with_the_corrected_hour(state: BookingState, when: When) -> BookingState:
    """ "Thursday at 10... no, Friday": the hour stays, and is read back."""
    old = when.corrects
    keeps = old is not None and old.times is not None and when.times is None and when.dates is not None
    if old is None or not keeps or when.dates is None or when.dates.day is None:
        return wish_for(state, when)
    state = wish_for(wish_for(state, old), when)
    return state.with_(inferred=(*state.inferred, "kept_hour"))


def _no_such_day(state: BookingState, desk: Desk) -> tuple[BookingState, frozenset[str]] | None:
    """A day that no calendar has, or one that is over: no wish for a time, but something to say."""
    if state.question in PERSONAL:
        return None
    if desk.impossible_day is not None:
        state = change(state, wanted=without_day(state.wanted))
        hour = next((when for when in desk.understanding.whens if when.times and not when.rejected), None)
        if hour is not None:
            state = wish_for(state, replace(hour, dates=None, alternatives=(), also=()))
        return state, frozenset({"impossible"})
    over = find_past_day(desk.understanding.message, desk.now.date())
    if over is None or desk.understanding.complaint is not None:
        return None
    return change(state, wanted=Wanted(first_day=over, end_day=over + timedelta(days=1))), frozenset({"past"})


def _without_impossible_hours(desk: Desk) -> list[When]:
    """The times of the message, "I can't before 11" turned round into what is not wanted, unless it is already."""
    if Mood.CANNOT not in desk.moods:
        return list(desk.understanding.whens)
    whens = []
    for when in desk.understanding.whens:
        if when.times is None or when.times.exact or when.rejected or when.turned:
            whens.append(when)
            continue
        whens.append(When(when.span, times=when.times, rejected=True))
        if when.dates is not None:
            whens.append(replace(when, times=None, inferred=False, alternatives=()))
    return whens


def _asks_anew(understanding: Understanding) -> bool:
    """Whether a booking, a change or a cancellation is asked for in words, not only guessed from a date."""
    wanted = (Intent.BOOK, Intent.RESCHEDULE, Intent.CANCEL)
    return any(mention.intent in wanted and mention.certainty > GUESSED for mention in understanding.intents)


def _is_no_birthday(state: BookingState, desk: Desk, when: When) -> bool:
    """ "Earliest tomorrow then", "Thursday at 10", while the name is asked for: a day to come, no birth date."""
    person = desk.understanding.person
    if state.task not in ("book", "reschedule") or (person is not None and (person.name or person.date_of_birth)):
        return False
    is_to_come = when.dates is not None and when.dates.first is not None and when.dates.first >= desk.now.date()
    if when.times is not None:
        return is_to_come  # nobody tells the hour of their birth
    words = fold(when.span.words).split()
    if state.question == "date_of_birth" and len(words) == len(desk.understanding.message.tokens):
        return False  # "tomorrow", to "your date of birth?", is a slip
    is_dated = any(word[0].isdigit() or word in MONTHS for word in words)
    return is_to_come and not is_dated


def _avoid(state: BookingState, refused: Sequence[When]) -> BookingState:
    """ "Anything but mornings", "I can't before 11": what is left of the day, where an open wish leaves any."""
    state = _leave_out_days(state, refused)
    wanted = state.wanted or Wanted()
    if wanted.has_time:
        return state
    for when in refused:
        times = when.times
        if times is None or times.exact:
            continue
        if times.end is not None and (times.first is None or times.first <= EARLY):
            return change(state, wanted=wanted.model_copy(update={"first_time": times.end}))
        if times.first is not None:
            return change(state, wanted=wanted.model_copy(update={"end_time": times.first}))
    return state


def _leave_out_days(state: BookingState, refused: Sequence[When]) -> BookingState:
    """ "Any day but Thursday", "not the 5th": days that are not offered, unless one day is wished for."""
    days = [when for when in refused if when.dates is not None and when.times is None and when.dates.day is not None]
    wanted = state.wanted or Wanted()
    if not days or wanted.day is not None:
        return state
    single = {when.dates.day for when in days if when.dates and when.dates.day and not when.weekly}
    weekly = {when.dates.day.weekday() for when in days if when.dates and when.dates.day and when.weekly}
    not_days = tuple(sorted({*wanted.not_days, *single}))
    not_weekdays = tuple(sorted({*wanted.not_weekdays, *weekly}))
    return change(state, wanted=wanted.model_copy(update={"not_days": not_days, "not_weekdays": not_weekdays}))


GUESSED = 0.5
"""The certainty of a booking that is only guessed from a date or a doctor."""


EARLY = time(9)
"""A stretch that begins by then leaves nothing of the day before it."""


def wish_for(state: BookingState, when: When) -> BookingState:
    """The state with the wish for a time that a mention makes."""
    state = change(state, wanted=_wanted(when, state.wanted))
    reasons = [reason for reason in state.inferred if reason not in ("about", "said_day", "kept_hour")]
    reasons += ["about"] if when.approximate else []
    reasons += ["said_day"] if _is_read_into(when) else []
    also = tuple(dict.fromkeys(_wanted(other, state.wanted) for other in when.also))
    also = tuple(wish for wish in also if wish != state.wanted)
    return state.with_(wanted_also=also, inferred=tuple(reasons), soonest=False)


def _is_read_into(when: When) -> bool:
    """Whether the day was decided by a convention. An hour that may fit twice is settled by what is free."""
    only_the_hour = bool(when.alternatives) and all(
        other.dates == when.dates and other.times != when.times for other in when.alternatives
    )
    return when.inferred and not only_the_hour


PARTS_OF_DAY: dict[tuple[str | None, time | None], tuple[time, time]] = {
    ("afternoon", time(12)): (time(12), time(18)),
    ("tarde", time(12)): (time(13), time(20, 30)),
    ("afternoon", time(14)): (time(14), time(18)),
    ("evening", time(16)): (time(17), time(22)),
    ("night", time(20)): (time(18), time(0)),
    ("lunchtime", time(11)): (time(11, 30), time(14)),
}
"""What the plain parts of a day mean to people who come after work or in their lunch break; the extractors'
hours are those of the public data that they are measured on."""


def _wanted(when: When, before: Wanted | None) -> Wanted:
    """A wish for a time; the part that this mention leaves open stays as it was."""
    parts: dict[str, object] = {}
    if before is not None and (when.dates is None or when.dates.day is None):
        parts.update(not_days=before.not_days, not_weekdays=before.not_weekdays)
    if when.dates is not None:
        parts.update(first_day=when.dates.first, end_day=when.dates.end)
        other = next((w.dates.first for w in when.alternatives if w.dates and w.dates != when.dates), None)
        parts.update(other_day=other)
    elif before is not None:
        parts.update(first_day=before.first_day, end_day=before.end_day, other_day=before.other_day)
    if when.times is not None:
        other_time = next((w.times.first for w in when.alternatives if w.times and w.times != when.times), None)
        first_time, end_time = PARTS_OF_DAY.get((when.times.part, when.times.first), (when.times.first, when.times.end))
        parts.update(
            first_time=first_time,
            end_time=end_time,
            is_exact=when.times.exact,
            is_approximate=when.approximate,
            part=when.times.part,
            other_time=other_time,
        )
    elif before is not None:
        kept = ("first_time", "end_time", "is_exact", "is_approximate", "part", "other_time")
        parts.update({name: getattr(before, name) for name in kept})
    return Wanted.model_validate(parts)


def _take_back(state: BookingState, when: When) -> BookingState:
    wanted = state.wanted
    if wanted is None:
        return state
    if when.dates is not None and when.dates.first == wanted.first_day:
        return change(state, wanted=without_day(wanted))
    if when.dates is None and when.times is not None and when.times.first == wanted.first_time:
        return change(state, wanted=without_time(wanted))
    return state
