"""Facts of a message into the state. Every fact is merged before any skill looks at what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from conversation.children import for_a_child, for_the_child_on_file
from conversation.extractors.entities import Complaint, Field, Intent, Understanding, Wish
from conversation.hearing import hear
from conversation.household import known_people, merge_named
from conversation.merging_whom import merge_whom
from conversation.services import merge_service
from conversation.state import BookingState, Offered, Said, Wanted, change, without_day, without_time
from conversation.turn import Desk, Heard
from conversation.wishing import merge_when, speaks_of_two

SATURDAY = 5
TRACKED = (
    "speciality", "selected_doctor", "doctor_options", "unknown_doctor", "wanted", "location", "diagnosis_condition",
    "patient_name", "date_of_birth", "for_relation", "phone", "any_doctor", "doctor_gender", "visit", "patient_id",
    "guardian_name", "reason_skipped",
)  # fmt: skip
"""Facts whose change means that a confirmation asked for before no longer holds."""


def merge(state: BookingState, desk: Desk) -> tuple[BookingState, Heard]:
    """Take every fact of the message into the state; also what the message says about how to go on."""
    understanding = desk.understanding
    before = state
    heard = hear(state, desk)
    fields = _taken_back(state, heard, understanding)
    state = _clear(state, fields, desk)
    cleared = {f"cleared_{field}" for field in fields}
    if heard.picked is not None:
        state = apply_choice(state, heard.picked)
    if any(option.starts_at == state.selected_slot for option in heard.turned_down):
        state = state.with_(selected_slot=None)
    state = _merge_doctor(state, desk, heard)
    state = _merge_speciality(merge_service(state, desk), desk)
    state, notes = merge_when(state, desk, heard)
    state = for_the_child_on_file(merge_named(merge_whom(state, desk), desk), desk)
    state = _merge_wishes(state, desk)
    if understanding.proposed:
        state = state.with_(is_proposed=True)
    changed = frozenset(name for name in TRACKED if getattr(before, name) != getattr(state, name))
    state = _remember_words(state, changed, desk)
    return state, replace(heard, changed=changed, notes=heard.notes | notes | cleared)


def apply_choice(state: BookingState, option: Offered) -> BookingState:
    """Take a chosen thing into the state. Whoever picks a shown time has seen its doctor and its day."""
    match option.kind:
        case "slot":
            assert option.starts_at is not None
            state = change(state, selected_doctor=option.doctor, speciality=option.speciality or state.speciality)
            state = change(state, selected_doctor=option.doctor, wanted=exactly(option))
            return state.with_(
                inferred=(), is_proposed=False, selected_slot=option.starts_at, wanted_also=(), soonest=False,
                any_doctor=False,
            )  # fmt: skip
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


def _clear(state: BookingState, fields: frozenset[Field], desk: Desk) -> BookingState:
    for field in fields:
        if field is Field.DATE:
            state = change(state, wanted=without_day(state.wanted)).with_(wanted_also=())
        elif field is Field.TIME:
            state = change(state, wanted=without_time(state.wanted))
        else:
            if field is Field.DOCTOR and state.selected_doctor is not None:
                state = state.with_(not_doctors=(*state.not_doctors, state.selected_doctor))
            before = state
            state = change(state, **_CLEARED[field])
            if field is Field.PERSON:
                state = _somebody_else(before, state, desk)
    return state


def _somebody_else(before: BookingState, state: BookingState, desk: Desk) -> BookingState:
    """The visit is for another than the sender, or than whom it was for: one of theirs, or somebody not on file."""
    besides = before.patient_id or next((each.number for each in known_people(desk) if each.relation == "self"), None)
    others = [each for each in known_people(desk) if "book" in each.may and each.number != besides]
    is_open = bool(others) and before.question != "who"
    return state.with_(for_relation="chosen" if is_open else "other", besides=besides if is_open else None)


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
    if desk.services_wanted:
        return state  # what is to be examined is no trouble of its own
    named = [m for m in understanding.specialities if not m.rejected]
    if named:
        state = _name_speciality(state, named[-1].code, desk)
    if understanding.complaint is not None:
        state = state.with_(diagnosis_condition=understanding.complaint.span.words[:500])
        if not named:
            state = _speciality_for(state, for_a_child(state, desk, understanding.complaint))
    return state


def _name_speciality(state: BookingState, code: str, desk: Desk) -> BookingState:
    """A named speciality; it also tells apart the doctors whom a name left open."""
    fitting = [c for c in state.doctor_options if desk.hospital.doctor(c).speciality.code == code]
    if len(fitting) == 1 and not state.unknown_doctor:
        state = change(state, speciality=code)
        return change(state, selected_doctor=fitting[0])
    if any(m.codes and not m.rejected for m in desk.understanding.doctors):
        return state
    if any(not m.codes and not m.rejected for m in desk.understanding.doctors):
        # an unknown doctor of this speciality: colleagues will be offered
        return state.with_(speciality=code, speciality_options=())
    return change(state, speciality=code).with_(speciality_options=(), unknown_doctor=None)


def _speciality_for(state: BookingState, complaint: Complaint) -> BookingState:
    """The speciality that a complaint asks for, unless a doctor or a speciality is settled already."""
    settled = state.selected_doctor or state.doctor_options or state.unknown_doctor
    likely = complaint.likely
    if settled or not likely or (state.speciality and not state.speciality_options):
        return state
    if len(likely) > 1:
        return state.with_(speciality_options=likely)
    return change(state, speciality=likely[0]).with_(speciality_options=(), is_by_complaint=True)


# --- preferences ----------------------------------------------------------------------------------


def _merge_wishes(state: BookingState, desk: Desk) -> BookingState:
    understanding = desk.understanding
    wishes = understanding.wishes
    if _declines_reason(state, understanding):
        state = state.with_(reason_skipped=True)
    if Wish.ANY_DOCTOR in wishes:
        state = _any_doctor(state, desk)
    if Wish.SOONEST in wishes:
        state = state.with_(soonest=True)
    for wish, left_out in ((Wish.WEEKDAYS, (5, 6)), (Wish.WEEKENDS, (0, 1, 2, 3, 4))):
        if wish in wishes:
            state = _on_days_of_the_week(state, left_out)
    if Wish.ANYTIME in wishes and not understanding.whens:
        state = state.with_(soonest=True)
    # whoever is named is meant, woman or man: "la Dra. Quesada" is no wish for a woman
    is_named = any(mention.codes and not mention.rejected for mention in understanding.doctors)
    for wish, gender in ((Wish.FEMALE_DOCTOR, "female"), (Wish.MALE_DOCTOR, "male")):
        if wish in wishes and not is_named:
            state = _of_gender(state.with_(doctor_gender=gender), desk)
    return state


def _on_days_of_the_week(state: BookingState, left_out: tuple[int, ...]) -> BookingState:
    """ "After five on weekdays", "weekends": any week's, unless one day is named."""
    wanted = state.wanted or Wanted()
    if wanted.day is not None:
        return state
    is_one_weekend = wanted.first_day is not None and wanted.end_day == wanted.first_day + timedelta(days=2)
    facts: dict[str, object] = {"not_weekdays": left_out}
    if is_one_weekend and wanted.first_day is not None and wanted.first_day.weekday() == SATURDAY:
        facts |= {"first_day": None, "end_day": None}
    return change(state, wanted=wanted.model_copy(update=facts))


def _any_doctor(state: BookingState, desk: Desk) -> BookingState:
    """Any doctor will do; where a name left several, they say which speciality."""
    specialities = {desk.hospital.doctor(code).speciality.code for code in state.doctor_options}
    if state.speciality is None and len(specialities) == 1:
        state = change(state, speciality=specialities.pop())
    return change(state, selected_doctor=None).with_(any_doctor=True, doctor_options=(), unknown_doctor=None)


def _declines_reason(state: BookingState, understanding: Understanding) -> bool:
    """Whether somebody will not say what the visit is for; another datum that is asked for is another matter."""
    if understanding.complaint is not None or understanding.specialities or state.diagnosis_condition is not None:
        return False
    refuses = understanding.says(Intent.REFUSE) or understanding.says(Intent.SKIP)
    return Wish.NO_REASON in understanding.wishes or (state.question == "reason" and refuses)


def _of_gender(state: BookingState, desk: Desk) -> BookingState:
    """Doctors of one name told apart by "the woman"."""
    fitting = tuple(c for c in state.doctor_options if desk.hospital.doctor(c).gender == state.doctor_gender)
    if not fitting or state.unknown_doctor is not None:
        return state
    if len(fitting) > 1:
        return state.with_(doctor_options=fitting)
    state = change(state, speciality=desk.hospital.doctor(fitting[0]).speciality.code)
    return change(state, selected_doctor=fitting[0])


def _remember_words(state: BookingState, changed: frozenset[str], desk: Desk) -> BookingState:
    if not changed:
        return state
    words = desk.message.text.strip()[:120]
    said = {**state.said, **{name: Said(words=words, at=desk.now) for name in sorted(changed)}}
    return state.with_(said=said)
