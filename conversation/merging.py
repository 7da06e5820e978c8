"""Facts of a message into the state. Every fact is merged before any skill looks at what is still missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from conversation.extractors.dates.compose import DAY_BEHIND
from conversation.extractors.entities import Dates, Field, Intent, Understanding, When, Wish
from conversation.extractors.impossible import find_past_day
from conversation.extractors.moods import Mood, find_city_of_zone
from conversation.extractors.text import fold
from conversation.state import BookingState, Offered, Said, Wanted, change, without_day, without_time
from conversation.turn import Desk, Heard
from hospital import phones
from hospital.names import fold_name

CERTAIN_SPECIALITY = 0.5
CLEAR_MARGIN = 0.15
TRACKED = (
    "speciality", "selected_doctor", "doctor_options", "unknown_doctor", "wanted", "location", "diagnosis_condition",
    "patient_name", "date_of_birth", "for_relation", "phone", "any_doctor", "doctor_gender", "visit", "patient_id",
)  # fmt: skip
"""Facts whose change means that a confirmation asked for before no longer holds."""


def merge(state: BookingState, desk: Desk) -> tuple[BookingState, Heard]:
    """Take every fact of the message into the state; also what the message says about how to go on."""
    understanding = desk.understanding
    before = state
    heard = hear(state, desk)
    fields = _taken_back(state, heard, understanding)
    state = _clear(state, fields)
    cleared = {f"cleared_{field}" for field in fields}
    if heard.picked is not None:
        state = apply_choice(state, heard.picked)
    state = _merge_doctor(state, desk, heard)
    state = _merge_speciality(state, desk)
    state, notes = _merge_when(state, desk, heard)
    state = _merge_person(state, desk)
    state = _merge_wishes(state, desk)
    changed = frozenset(name for name in TRACKED if getattr(before, name) != getattr(state, name))
    state = _remember_words(state, changed, desk)
    return state, replace(heard, changed=changed, notes=heard.notes | notes | cleared)


# --- the answer to what was asked -----------------------------------------------------------------


def hear(state: BookingState, desk: Desk) -> Heard:
    """What the message answers: a choice, a yes or no, a refusal of what is on offer."""
    understanding = desk.understanding
    if desk.message.choice is not None:
        return _hear_tap(state, desk.message.choice)
    answer = next(
        (m.intent.value for m in understanding.intents if m.intent in (Intent.YES, Intent.NO, Intent.MAYBE)), None
    )
    if answer == "yes" and Mood.WAVERS in desk.moods and state.question in ("confirm", "confirm_cancel"):
        answer = "maybe"
    if Mood.NOT_CANCEL in desk.moods and state.question == "confirm_cancel":
        answer = "no"
    if answer is None and state.question == "confirm_cancel" and _orders_cancel(understanding):
        answer = "yes"
    if state.question == "confirm_cancel" and answer == "no" and not understanding.says(Intent.RESCHEDULE):
        # "no, keep that one" takes none of the ways on
        understanding = replace(understanding, chosen=None)
    notes = {m.intent.value for m in understanding.intents if m.intent in (Intent.MORE, Intent.NONE_FIT)}
    picked, turned_down = _hear_choice(state, understanding)
    if understanding.chosen is not None and understanding.chosen.beyond:
        notes.add("beyond")
    if picked is None and answer == "yes" and not turned_down:
        real = [
            option for option in state.offered if option.kind in ("slot", "doctor", "speciality", "person", "visit")
        ]
        if len(real) == 1 and state.question not in ("confirm", "confirm_cancel"):
            picked = real[0]
    if picked is not None and picked.kind in ("yes", "no"):
        return Heard(answer=picked.kind, picked=picked, notes=frozenset(notes))  # type: ignore[arg-type]
    return Heard(answer=answer, picked=picked, turned_down=turned_down, notes=frozenset(notes))  # type: ignore[arg-type]


def _orders_cancel(understanding: Understanding) -> bool:
    """ "Cancel it", to "shall I cancel it?"; with a day or a doctor it may mean another visit."""
    points = understanding.whens or understanding.doctors or understanding.references or understanding.person
    orders = any(m.intent is Intent.CANCEL and m.certainty > GUESSED for m in understanding.intents)
    return orders and not points and not understanding.says(Intent.POLICY)


def _hear_tap(state: BookingState, value: str) -> Heard:
    for option in state.offered:
        if option.value == value:
            answer = option.kind if option.kind in ("yes", "no") else None
            notes = frozenset({"more"} if option.kind == "more" else ())
            return Heard(answer=answer, picked=option, notes=notes)  # type: ignore[arg-type]
    for option in state.offered_before:
        # an older list of times or doctors still says what is meant; an older yes or no does not
        if option.value == value and option.kind in ("slot", "doctor", "speciality"):
            return Heard(picked=option)
    return Heard(is_stale=True)


def _hear_choice(state: BookingState, understanding: Understanding) -> tuple[Offered | None, tuple[Offered, ...]]:
    chosen = understanding.chosen
    if chosen is None:
        return None, ()
    by_value = {option.value: option for option in state.offered}
    turned_down = tuple(by_value[value] for value in chosen.rejected if value in by_value)
    taken = [by_value[value] for value in chosen.values if value in by_value]
    taken = [option for option in taken if _is_then(option, understanding)]
    if not taken and turned_down:
        left = [o for o in state.offered if o not in turned_down and o.kind == turned_down[0].kind]
        taken = left if len(left) == 1 else []
    return (taken[0] if taken else None), turned_down


def _is_then(option: Offered, understanding: Understanding) -> bool:
    """Whether a shown time is at the hour that the message names, if it names one."""
    times = [when.times for when in understanding.whens if not when.rejected and when.times and when.times.exact]
    if option.starts_at is None or not times:
        return True
    hour = option.starts_at.time().replace(tzinfo=None)
    return any(hour in (each.first, _half_a_day_later(each.first)) for each in times)


def _half_a_day_later(at: time | None) -> time | None:
    return None if at is None else at.replace(hour=(at.hour + 12) % 24)


def apply_choice(state: BookingState, option: Offered) -> BookingState:
    """Take a chosen thing into the state. Whoever picks a shown time has seen its doctor and its day."""
    match option.kind:
        case "slot":
            assert option.starts_at is not None
            state = change(state, selected_doctor=option.doctor, speciality=option.speciality or state.speciality)
            state = change(state, selected_doctor=option.doctor, wanted=exactly(option))
            return state.with_(
                inferred=(), selected_slot=option.starts_at, wanted_also=(), soonest=False, any_doctor=False
            )
        case "doctor":
            speciality = option.speciality or state.speciality
            state = change(state, speciality=speciality)
            state = change(state, selected_doctor=option.doctor)
            return state.with_(doctor_options=(), unknown_doctor=None, any_doctor=False)
        case "any_doctor":
            return change(state, selected_doctor=None).with_(any_doctor=True, doctor_options=(), unknown_doctor=None)
        case "speciality":
            return change(state, speciality=option.speciality).with_(speciality_options=(), unknown_doctor=None)
        case "person":
            return state.with_(patient_id=option.person, for_relation=state.for_relation or "chosen")
        case "someone_else":
            return state.with_(patient_id=None, for_relation="other", patient_name=None, date_of_birth=None)
        case "visit":
            return state.with_(visit=option.visit, visit_options=())
        case "skip":
            return state.with_(reason_skipped=True)
    return state


def exactly(option: Offered) -> Wanted:
    """The wish that a chosen time stands for."""
    assert option.starts_at is not None
    day = option.starts_at.date()
    return Wanted(
        first_day=day,
        end_day=day + timedelta(days=1),
        first_time=option.starts_at.time().replace(tzinfo=None),
        is_exact=True,
    )


PERSONAL = frozenset({"name", "date_of_birth", "phone"})
"""Questions about the person."""


def speaks_of_two(understanding: Understanding) -> bool:
    """Whether a message asks for two visits at once, each with a doctor and a day of its own."""
    doctors = {m.codes for m in understanding.doctors if not m.rejected and len(m.codes) == 1}
    whens = [each for when in understanding.whens if not when.rejected for each in (when, *when.also)]
    days = {when.dates for when in whens if when.dates is not None}
    return len(doctors) > 1 and len(days) > 1


# --- doctors and specialities ---------------------------------------------------------------------


_CLEARED: dict[Field, dict[str, object]] = {
    Field.DOCTOR: {"selected_doctor": None, "doctor_options": (), "unknown_doctor": None, "inferred": ()},
    Field.SPECIALITY: {"speciality": None, "speciality_options": (), "unknown_doctor": None},
    Field.PERSON: {"patient_id": None, "for_relation": None, "patient_name": None, "date_of_birth": None},
    Field.NAME: {"patient_name": None},
    Field.DATE_OF_BIRTH: {"date_of_birth": None},
    Field.PHONE: {"phone": None},
    Field.REASON: {"diagnosis_condition": None, "reason_skipped": False},
    Field.LOCATION: {"location": None},
}
"""What a fact leaves behind when it is taken back without a new one."""


def _taken_back(state: BookingState, heard: Heard, understanding: Understanding) -> frozenset[Field]:
    """The facts taken back; what is chosen takes nothing back, and "someone else" answers what was asked."""
    if heard.picked is not None and state.question in ("who", "doctor", "speciality"):
        return frozenset()
    # "someone else" is another patient where it is asked for whom, and another doctor elsewhere
    return understanding.cleared - ({Field.DOCTOR} if state.question in ("who", "name") else set())


def _clear(state: BookingState, fields: frozenset[Field]) -> BookingState:
    for field in fields:
        if field is Field.DATE:
            state = change(state, wanted=without_day(state.wanted)).with_(wanted_also=())
        elif field is Field.TIME:
            state = change(state, wanted=without_time(state.wanted))
        else:
            if field is Field.DOCTOR and state.selected_doctor is not None:
                state = state.with_(not_doctors=(*state.not_doctors, state.selected_doctor))
            state = change(state, **_CLEARED[field])
            if field is Field.PERSON and state.question == "who":
                state = state.with_(for_relation="other")
    return state


def _merge_doctor(state: BookingState, desk: Desk, heard: Heard) -> BookingState:
    mentions = desk.understanding.doctors
    refused = {code for mention in mentions if mention.rejected for code in mention.codes}
    if state.question == "doctor" and state.unknown_doctor is not None and heard.answer == "no":
        refused |= set(state.doctor_options)  # "Do you mean Dr Müller?" "No, Dr Miller"
    if state.selected_doctor in refused:
        state = change(state, selected_doctor=None)
    state = state.with_(not_doctors=tuple(dict.fromkeys((*state.not_doctors, *sorted(refused)))))
    wanted = [mention for mention in mentions if not mention.rejected]
    if not wanted:
        return state
    mention = wanted[0] if speaks_of_two(desk.understanding) else wanted[-1]
    if mention.similar:
        mention = replace(mention, codes=tuple(code for code in mention.codes if code not in refused))
    state = state.with_(not_doctors=tuple(code for code in state.not_doctors if code not in mention.codes))
    if not mention.codes:
        return change(state, selected_doctor=None).with_(
            unknown_doctor=mention.span.words, doctor_options=(), any_doctor=False
        )
    codes = _narrowed(mention.codes, state, desk)
    if len(codes) == 1 and not mention.similar:
        doctor = desk.hospital.doctors.get(codes[0])
        if doctor is None:
            return state
        state = change(state, speciality=doctor.speciality.code)
        state = change(state, selected_doctor=doctor.code)
        left = tuple(reason for reason in state.inferred if reason not in ("picked", "likeness"))
        return state.with_(
            any_doctor=False, doctor_options=(), unknown_doctor=None, inferred=left, speciality_options=()
        )
    if state.selected_doctor in codes and not mention.similar:
        return state
    said = mention.span.words if mention.similar else None
    return change(state, selected_doctor=None).with_(doctor_options=codes, unknown_doctor=said, any_doctor=False)


def _narrowed(codes: Sequence[str], state: BookingState, desk: Desk) -> tuple[str, ...]:
    said = [m.code for m in desk.understanding.specialities if not m.rejected]
    speciality = said[-1] if said else (state.speciality if state.doctor_options or not state.selected_doctor else None)
    fitting = [
        c for c in codes if c in desk.hospital.doctors and desk.hospital.doctors[c].speciality.code == speciality
    ]
    return tuple(fitting or codes)


def _merge_speciality(state: BookingState, desk: Desk) -> BookingState:
    understanding = desk.understanding
    if understanding.place is not None:
        state = change(state, location=understanding.place)
    named = [m for m in understanding.specialities if not m.rejected]
    if named:
        state = _name_speciality(state, named[-1].code, desk)
    if understanding.complaint is not None:
        state = state.with_(diagnosis_condition=understanding.complaint.span.words[:500])
        if not named:
            state = _speciality_for(state, understanding.complaint.specialities)
    return state


def _name_speciality(state: BookingState, code: str, desk: Desk) -> BookingState:
    """A named speciality; it also tells apart the doctors whom a name left open."""
    fitting = [c for c in state.doctor_options if desk.hospital.doctors[c].speciality.code == code]
    if len(fitting) == 1 and not state.unknown_doctor:
        state = change(state, speciality=code)
        return change(state, selected_doctor=fitting[0])
    if any(m.codes and not m.rejected for m in desk.understanding.doctors):
        return state
    if any(not m.codes and not m.rejected for m in desk.understanding.doctors):
        # an unknown doctor of this speciality: colleagues will be offered
        return state.with_(speciality=code, speciality_options=())
    return change(state, speciality=code).with_(speciality_options=(), unknown_doctor=None)


def _speciality_for(state: BookingState, ranked: Sequence[tuple[str, float]]) -> BookingState:
    """The speciality that a complaint asks for, unless a doctor or a speciality is settled already."""
    settled = state.selected_doctor or state.doctor_options or state.unknown_doctor
    if settled or not ranked or (state.speciality and not state.speciality_options):
        return state
    close = [code for code, score in ranked if score >= ranked[0][1] - CLEAR_MARGIN and score >= CERTAIN_SPECIALITY / 2]
    if len(close) > 1:
        return state.with_(speciality_options=tuple(close[:3]))
    return change(state, speciality=ranked[0][0]).with_(speciality_options=())


# --- when -----------------------------------------------------------------------------------------


def _merge_when(state: BookingState, desk: Desk, heard: Heard) -> tuple[BookingState, frozenset[str]]:
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
    if state.question in PERSONAL and when.dates is not None and not _asks_anew(desk.understanding):
        # an answer to "your date of birth?" is no new wish for a time
        return state, frozenset()
    return _take_wish(state, desk, when, refused)


def _take_wish(
    state: BookingState, desk: Desk, when: When, refused: Sequence[When]
) -> tuple[BookingState, frozenset[str]]:
    if when.other_zone and _is_our_zone(when, desk):
        when = replace(when, other_zone=False)
    when = _behind_the_wish(when, state)
    if when.past:
        when = next((_read_as(when, other) for other in when.alternatives if _is_to_come(other, desk)), when)
    notes = {note for note, is_said in (("other_zone", when.other_zone), ("past", when.past)) if is_said}
    if when.shift:
        notes.add(when.shift)
    if when.other_zone or (_speaks_of_elsewhere(desk) and when.times is not None):
        if when.dates is not None:
            state = wish_for(state, replace(when, times=None, alternatives=(), also=()))
        return state, frozenset({*notes, "other_zone"})
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


def _read_as(when: When, reading: When) -> When:
    """A numeric date by its other reading, where the usual one is over."""
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
    """The times of the message, "I can't before 11" turned round into what is not wanted."""
    if Mood.CANNOT not in desk.moods:
        return list(desk.understanding.whens)
    whens = []
    for when in desk.understanding.whens:
        if when.times is None or when.times.exact or when.rejected:
            whens.append(when)
            continue
        whens.append(When(when.span, times=when.times, rejected=True))
        if when.dates is not None:
            whens.append(replace(when, times=None, inferred=False, alternatives=()))
    return whens


def _asks_anew(understanding: Understanding) -> bool:
    """Whether a booking or a change is asked for in words, not only guessed from a date."""
    wanted = (Intent.BOOK, Intent.RESCHEDULE)
    return any(mention.intent in wanted and mention.certainty > GUESSED for mention in understanding.intents)


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


# --- the person, and preferences ------------------------------------------------------------------


def _merge_person(state: BookingState, desk: Desk) -> BookingState:
    person = desk.understanding.person
    if person is None:
        return state
    if person.relation is not None and person.relation != state.for_relation:
        state = state.with_(for_relation=person.relation, patient_id=None, patient_name=None, date_of_birth=None)
        minor = person.relation in ("child", "son", "daughter") and (person.age is None or person.age < 18)
        state = state.with_(is_minor=minor)
    if person.name:
        state = change(state, patient_name=_whole_name(state, person.name, desk.understanding))
    if person.date_of_birth:
        state = change(state, date_of_birth=person.date_of_birth)
    said = person.phone
    if person.phone_ending and state.phone:
        said = state.phone[: -len(person.phone_ending)] + person.phone_ending
    phone = phones.normalise(said, desk.hospital) if said else None
    return state.with_(phone=phone) if phone else state


def _whole_name(state: BookingState, said: str, understanding: Understanding) -> str:
    """The name as it is known with this: the family name alone completes the first name that was given before."""
    before = state.patient_name
    is_first = before is None or len(before.split()) != 1 or state.question != "name"
    if is_first or understanding.says(Intent.NO) or fold_name(before or "") in fold_name(said).split():
        return said
    return f"{before} {said}"


def _merge_wishes(state: BookingState, desk: Desk) -> BookingState:
    understanding = desk.understanding
    wishes = understanding.wishes
    if Wish.ANY_DOCTOR in wishes:
        state = _any_doctor(state, desk)
    if Wish.SOONEST in wishes:
        state = state.with_(soonest=True)
    if Wish.ANYTIME in wishes and not understanding.whens:
        state = state.with_(soonest=True)
    for wish, gender in ((Wish.FEMALE_DOCTOR, "female"), (Wish.MALE_DOCTOR, "male")):
        if wish in wishes:
            state = _of_gender(state.with_(doctor_gender=gender), desk)
    return state


def _any_doctor(state: BookingState, desk: Desk) -> BookingState:
    """Any doctor will do; where a name left several, they say which speciality."""
    specialities = {desk.hospital.doctors[code].speciality.code for code in state.doctor_options}
    if state.speciality is None and len(specialities) == 1:
        state = change(state, speciality=specialities.pop())
    return change(state, selected_doctor=None).with_(any_doctor=True, doctor_options=(), unknown_doctor=None)


def _of_gender(state: BookingState, desk: Desk) -> BookingState:
    """Doctors of one name told apart by "the woman"."""
    fitting = tuple(c for c in state.doctor_options if desk.hospital.doctors[c].gender == state.doctor_gender)
    if not fitting or state.unknown_doctor is not None:
        return state
    if len(fitting) > 1:
        return state.with_(doctor_options=fitting)
    state = change(state, speciality=desk.hospital.doctors[fitting[0]].speciality.code)
    return change(state, selected_doctor=fitting[0])


def _remember_words(state: BookingState, changed: frozenset[str], desk: Desk) -> BookingState:
    if not changed:
        return state
    words = desk.message.text.strip()[:120]
    said = {**state.said, **{name: Said(words=words, at=desk.now) for name in sorted(changed)}}
    return state.with_(said=said)
