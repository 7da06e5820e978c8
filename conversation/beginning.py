"""Beginning an errand: with what was said, like the one before where that is meant, the one in progress laid aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from conversation.agendas import EXPLICIT, SURE, TASKS
from conversation.extractors.entities import Intent, Understanding
from conversation.extractors.moods import Mood
from conversation.extractors.together import find_further
from conversation.extractors.words import words_of
from conversation.merging import apply_choice, merge
from conversation.services import with_told_of
from conversation.state import SUSPENDED_KEPT, Act, BookingState, Suspended, Task, Wanted, change
from conversation.turn import Desk, Heard
from conversation.wishing import PERSONAL

Routed = tuple[BookingState, tuple[str, ...]]
"""The state after a message, and the skills to run."""
TASK_OF: dict[str, Task] = {"start_book": "book", "start_cancel": "cancel", "start_reschedule": "reschedule"}


def asks_for_whom(understanding: Understanding) -> bool:
    """Whether a message asks for a kind of doctor, be it one whom the hospital does not have, or somewhere else."""
    return bool(understanding.wishes or understanding.elsewhere) or any(
        not mention.rejected for mention in understanding.lacking
    )


def brings_in(desk: Desk) -> bool:
    """Whether a message brings in one more person: "now for my other daughter"."""
    return desk.message.choice is None and find_further(desk.understanding.message) is not None


def is_active(before: BookingState) -> bool:
    """Whether an errand is in progress."""
    return before.task is not None and not before.is_done


def wait(before: BookingState, state: BookingState, desk: Desk) -> Routed:
    """Joining the waiting list: for what is being booked or moved, else for what this message alone says."""
    if is_active(before) and before.task in ("book", "reschedule"):
        return state, ("waitlist",)
    fresh, _ = merge(_anew(before.without_errand(), state, "book"), desk)
    names_whom = fresh.selected_doctor or fresh.speciality or fresh.doctor_options or fresh.unknown_doctor
    if not (names_whom or fresh.speciality_options):
        # for the doctor just talked about, and whoever that was for
        fresh = change(fresh, speciality=before.speciality)
        fresh = change(fresh, selected_doctor=before.selected_doctor)
    if not (fresh.patient_id or fresh.patient_name or fresh.for_relation):
        fresh = fresh.with_(patient_id=before.patient_id)
    return fresh, ("waitlist",)


def register(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed:
    """ "I'm new here": a booking where one goes on or is spoken of, else a registration alone."""
    if Mood.CHANGES_DETAILS in desk.moods:
        return before.beside(state), ("not_here_yet",)
    if before.task == "register" and is_active(before):
        return state, ("register",)
    facts = replace(desk.understanding, intents=(), references=())
    if is_active(before) or says_facts(facts) or asks_for_whom(facts):
        return book(before, state, desk, heard)
    return begin(before, state, "register", desk)


def says_facts(understanding: Understanding) -> bool:
    """Whether a message speaks of the visit at all, be it what is known already."""
    said = (
        understanding.doctors,
        understanding.whens,
        understanding.specialities,
        understanding.complaint,
        understanding.references,
        understanding.lacking,
    )
    return any(said) and not understanding.says(Intent.REPEAT)


def cancel(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed:
    """Cancelling a visit, or leaving the booking in progress: asked where both may be meant."""
    understanding = desk.understanding
    points_at_visit = bool(understanding.references or understanding.whens or understanding.doctors)
    if before.task == "book" and not before.is_done:
        if points_at_visit and Mood.SPEAKS_OF_VISIT in desk.moods:
            return begin(before, state, "cancel", desk)
        return before.beside(state), ("cancel_scope",)
    if before.task == "cancel" and not before.is_done:
        return state.with_(selected_slot=None, inferred=(), question=None), ("cancel",)
    if before.task == "reschedule" and not before.is_done:
        return state.with_(task="cancel", wanted=None, selected_slot=None, inferred=(), question=None), ("cancel",)
    return begin(before, state, "cancel", desk)


def book(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed:
    """A booking, gone on with or begun; after one that is done, another time alone means moving that."""
    mention = next((m for m in desk.understanding.intents if m.intent in (Intent.BOOK, Intent.FIND_DOCTOR)), None)
    is_explicit = mention is not None and mention.certainty >= EXPLICIT and mention.intent is Intent.BOOK
    if before.task == "register" and not before.is_done:
        # what was said to be registered with is what a booking needs
        return state.with_(task="book"), ("handle_booking",)
    if before.task == "book" and not before.is_done:
        return state, ("handle_booking",)
    if before.task in ("reschedule", "cancel") and not before.is_done and not is_explicit:
        return state, (TASKS[before.task],)
    is_further = Mood.FURTHER in desk.moods or "for_relation" in heard.changed or brings_in(desk)
    if before.is_done and not is_explicit and not is_further and _is_change_of(before, desk, heard):
        fresh, agenda = begin(before, state, "reschedule", desk)
        is_guess = mention is None or mention.certainty < SURE or bool(heard.changed & _WITH_WHOM)
        return fresh.with_(inferred=(*fresh.inferred, "meant")) if is_guess else fresh, agenda
    return begin(before, state, "book", desk)


_OF_THE_PATIENT = (
    "patient_id", "for_relation", "patient_name", "date_of_birth", "is_minor", "guardian_name", "guardian_born",
)  # fmt: skip


def start_over(before: BookingState, state: BookingState, desk: Desk) -> Routed:
    """ "Forget that, Dr Day on Monday instead": another booking in place of the errand so far, which is dropped.

    Whom it was for stays; what is in the books already is moved.
    """
    act = before.last_act
    if before.is_done and act is not None and act.kind != "cancelled":
        fresh, agenda = begin(before, state, "reschedule", desk)
        return fresh.with_(inferred=(*fresh.inferred, "meant")), agenda
    kept = {name: getattr(before, name) for name in _OF_THE_PATIENT} if before.task == "book" else {}
    fresh, _ = merge(_anew(before.without_errand().with_(**kept), state, "book"), desk)
    # the question about the patient that is open tells that something new is to be noted with it
    return fresh.with_(question=before.question if before.question in PERSONAL else None), (TASKS["book"],)


def move_to_corrected(before: BookingState, state: BookingState, desk: Desk, heard: Heard) -> Routed:
    """ "Sorry, the second one", right after the first was booked: that visit is moved there, or other times shown."""
    fresh, agenda = begin(before.with_(offered_before=()), state, "reschedule", desk)
    return apply_choice(fresh, heard.picked) if heard.picked is not None else fresh, agenda


def names_another(understanding: Understanding) -> bool:
    """Whether words that let go of one thing say what is wanted in its place: "forget it, Dr Day on Monday"."""
    let_go = next((m.span for m in understanding.intents if m.intent in (Intent.STOP, Intent.CANCEL)), None)
    if let_go is None or not (understanding.says(Intent.STOP) or understanding.doctors or understanding.specialities):
        return False  # "cancel it, I can't on Thursday"
    words = words_of(understanding.message)
    said = [each.span for each in understanding.doctors if not each.rejected]
    said += [each.span for each in understanding.whens if not each.rejected]
    said += [each.span for each in understanding.specialities if not each.rejected]
    end = words.around(let_go.start, let_go.end)[1]
    if any(
        m.intent is Intent.BOOK and m.certainty >= SURE and m.span.start >= let_go.end for m in understanding.intents
    ):
        return bool(said) or understanding.complaint is not None
    behind = [words.around(span.start, span.end)[0] for span in said if span.start >= let_go.end]
    return any(words.clause[at] != words.clause[end - 1] for at in behind)


def _like_the_last(state: BookingState, act: Act, desk: Desk) -> BookingState:
    """One visit more, said with a time at most, is on the day of the visit just booked and with its doctor."""
    said = desk.understanding
    wanted = state.wanted or Wanted()
    is_after = Mood.RIGHT_AFTER in desk.moods
    names_else = desk.services_wanted or said.doctors or said.specialities or said.complaint
    if names_else or wanted.first_day or not (wanted.has_time or is_after):
        return state
    day = act.starts_at.date()
    facts: dict[str, object] = {"first_day": day, "end_day": day + timedelta(days=1)}
    if not wanted.has_time:
        facts["first_time"] = (act.starts_at + timedelta(minutes=1)).time().replace(tzinfo=None)
    state = change(state, selected_doctor=act.doctor, wanted=wanted.model_copy(update=facts))
    return state.with_(speciality=desk.hospital.doctor(act.doctor).speciality.code, inferred=(*state.inferred, "day"))


def _in_its_place(state: BookingState, act: Act, desk: Desk) -> BookingState:
    """Only a time, right after a visit was cancelled or taken back, is with its doctor and for its patient."""
    said = desk.understanding
    names_else = said.doctors or said.specialities or said.lacking or said.complaint or said.wishes or state.location
    if names_else or state.wanted is None or state.selected_doctor is not None or state.speciality is not None:
        return state
    doctor = desk.hospital.schedule_of(act.doctor)
    if doctor is None or not doctor.is_active:
        return state
    state = change(state, speciality=doctor.speciality.code)
    state = change(state, selected_doctor=doctor.code)
    if state.for_relation is None and state.patient_name is None:
        state = state.with_(patient_id=act.patient_id)
    return state.with_(inferred=(*state.inferred, "in_its_place"))


def _is_change_of(before: BookingState, desk: Desk, heard: Heard) -> bool:
    """Whether a message after a booking only says another time, or puts another doctor in its place: it is meant."""
    if desk.services_wanted:
        return False
    only_time = heard.changed <= {"wanted"} and bool(heard.changed or heard.notes & {"earlier", "later"})
    replaces = bool(desk.moods & {Mood.CORRECTS, Mood.INSTEAD, Mood.PREFERS}) and bool(heard.changed & _WITH_WHOM)
    is_meant = only_time or (replaces and heard.changed <= _OF_A_TIME)
    return is_meant and before.last_act is not None and before.last_act.kind != "cancelled"


_WITH_WHOM = frozenset({"selected_doctor", "doctor_options", "unknown_doctor"})
_OF_A_TIME = _WITH_WHOM | {"wanted", "speciality", "any_doctor", "doctor_gender"}


def begin(before: BookingState, state: BookingState, task: Task, desk: Desk) -> Routed:
    """Start an errand with the facts of this message alone; one that was in progress is laid aside."""
    if before.task is not None and not before.is_done and before.task != task:
        laid_aside = Suspended(task=before.task, facts=before.errand_facts(), at=desk.now)
        before = before.with_(suspended=(*before.suspended, laid_aside)[-SUSPENDED_KEPT:])
    # what was said before there was an errand belongs to the first one
    base = _before_any_errand(before, task) if before.task is None else before.without_errand()
    fresh = _anew(base, state, task)
    if before.last_act is not None and task == "reschedule" and before.is_done and before.task != "cancel":
        fresh = fresh.with_(visit=before.last_act.reference)
    if task == "cancel" and before.is_done and before.last_act is not None and before.last_act.kind != "cancelled":
        fresh = fresh.with_(visit=before.last_act.reference)
    fresh, _ = merge(fresh, desk)
    if task == "book" and before.is_done and before.last_act is not None and before.last_act.kind != "cancelled":
        fresh = _like_the_last(fresh, before.last_act, desk)
    if task == "book" and before.last_act is not None and before.last_act.kind == "cancelled":
        fresh = _in_its_place(fresh, before.last_act, desk)
    if task == "book":
        fresh = with_told_of(before, fresh, desk)
    shown = {option.value: option for option in (*before.offered, *before.offered_before)}
    picked = shown.get(desk.message.choice or "")
    if picked is not None and picked.kind in ("slot", "doctor", "speciality"):
        fresh = apply_choice(fresh, picked)
    return fresh, (TASKS[task],)


def _anew(base: BookingState, state: BookingState, task: Task) -> BookingState:
    """A further errand on what is kept of the ones before, with nothing on offer and nothing asked yet."""
    return base.with_(
        task=task,
        errand=base.errand + 1,
        question=None,
        user_input=state.user_input,
        language=state.language,
        said={},
        offered=(),
        offered_before=(),
    )


def _before_any_errand(before: BookingState, task: Task) -> BookingState:
    """What was said so far; a doctor who was only asked about is one to book with, not to move a visit to."""
    if task == "book":
        return before
    return before.with_(speciality=None, selected_doctor=None, selected_slot=None, doctor_options=())
