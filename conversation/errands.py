"""The errand that a message is about: one asked for by name, else the one in progress."""

from __future__ import annotations

from dataclasses import replace

from conversation.agendas import BOOKING_FACTS, ORDERS, SOFT, TASKS
from conversation.answering import answered
from conversation.beginning import (
    Routed,
    asks_for_whom,
    begin,
    book,
    brings_in,
    cancel,
    is_active,
    move_to_corrected,
    names_another,
    register,
    says_facts,
    start_over,
    wait,
)
from conversation.correcting import corrects_choice
from conversation.extractors.entities import Intent, IntentMention
from conversation.extractors.moods import Mood
from conversation.extractors.questions import is_question
from conversation.state import BookingState
from conversation.turn import Desk, Heard


def find_errand(
    before: BookingState, state: BookingState, desk: Desk, heard: Heard, intents: list[IntentMention]
) -> Routed:
    """The errand that the message is about: one asked for by name, else the one in progress."""
    said = {mention.intent for mention in intents}
    routed = (
        _about_whom(before, state, desk, heard, said)
        or _named(before, state, desk, heard, said)
        or answered(before, state, desk, heard, said)
    )
    if routed is not None:
        return routed
    wished = heard.changed & BOOKING_FACTS
    if before.question in {None, *SOFT} and not is_active(before):
        wished -= _WHO  # whoever says who they are has not asked for a visit
    is_wish = wished or desk.services_wanted or heard.notes & {"earlier", "later"}
    if is_wish or asks_for_whom(desk.understanding) or _is_for_one_more(before, desk, heard):
        return book(before, state, desk, heard)
    return state, ()


_WHO = frozenset({"patient_name", "date_of_birth"})


def _about_whom(
    before: BookingState, state: BookingState, desk: Desk, heard: Heard, said: set[Intent]
) -> Routed | None:
    """What a message changes about people: another patient, a helper, a fact given after all."""
    if _is_for_another(before, desk, heard, said):
        return state, ("exchange_patient",)
    if corrects_choice(before, desk):
        return move_to_corrected(before, state, desk, heard)
    if before.question in _HELPER and (heard.answer in ("yes", "no") or "phone" in heard.changed):
        return before.beside(state), ("helper",)
    return (state, ("resume",)) if _gives_after_all(before, heard) else None


def _is_for_one_more(before: BookingState, desk: Desk, heard: Heard) -> bool:
    """ "Zoe too, right after", "now for my son": whoever is named after a booking is to have one as well."""
    is_more = bool(desk.moods & {Mood.FURTHER, Mood.RIGHT_AFTER}) and "patient_id" in heard.changed
    return before.is_done and (is_more or brings_in(desk))


_HELPER = frozenset({"confirm_helper", "helper_phone"})


def _gives_after_all(before: BookingState, heard: Heard) -> bool:
    """Whether the fact comes without which an errand was laid aside a moment ago."""
    is_resting = before.task is None and any(option.kind == "resume" for option in before.offered)
    return is_resting and bool(before.suspended) and bool(heard.changed & {"patient_name", "date_of_birth", "phone"})


def _is_for_another(before: BookingState, desk: Desk, heard: Heard, said: set[Intent]) -> bool:
    """ "No, for Zoe", right after a booking for Leo: the visit is right, the patient is not."""
    act, understood = before.last_act, desk.understanding
    if act is None or act.kind != "booked" or before.task != "book" or not before.is_done:
        return False
    corrects = understood.says(Intent.NO) or Mood.CORRECTS in desk.moods
    names = bool({"patient_id", "for_relation"} & heard.changed)
    elsewhere = understood.whens or understood.doctors or understood.specialities or said & ORDERS
    return corrects and names and not elsewhere and Mood.FURTHER not in desk.moods


def _named(before: BookingState, state: BookingState, desk: Desk, heard: Heard, said: set[Intent]) -> Routed | None:
    if (stopped := _stopped(before, state, desk, said)) is not None:
        return stopped
    if Intent.RESUME in said and (taken_up := _take_up(before, state, desk)) is not None:
        return state, (taken_up,)
    if before.question == "after_cancel" and heard.answer == "yes":
        return state, ("after_cancel",)
    is_instead = _is_instead(before, desk, heard, said)
    if Intent.CANCEL in said and before.question != "confirm_cancel" and not is_instead:
        return cancel(before, state, desk, heard)
    is_booking = before.task == "book" and is_active(before) and Mood.NAMES_A_VISIT not in desk.moods
    is_moved = before.last_act is not None and before.last_act.kind != "booked" and not is_active(before)
    if is_moved and not desk.understanding.whens and Mood.MOVES_BACK in desk.moods:
        return state, ("take_back",)
    if Intent.RESCHEDULE in said and is_booking and _only_asks(desk):
        return None  # answered beside the booking in progress, and no other visit is moved
    if Intent.RESCHEDULE in said and not (is_booking and (heard.changed or before.question == "confirm")):
        return _moved(before, state, desk)
    if Intent.WAITLIST in said and not _looks_for_earlier(before, desk):
        return wait(before, state, desk)
    return _named_booking(before, state, desk, heard, said)


def _stopped(before: BookingState, state: BookingState, desk: Desk, said: set[Intent]) -> Routed | None:
    """The errand left, or dropped for what is wanted in its place."""
    if Mood.DECLINES in desk.moods and before.question in _DECLINABLE and is_active(before):
        return state, ("stop",)
    if Intent.CANCEL in said:
        is_left = before.task == "book" and is_active(before) and Mood.SPEAKS_OF_VISIT not in desk.moods
        is_left = is_left and not said & ORDERS - {Intent.CANCEL} and names_another(desk.understanding)
        return start_over(before, state, desk) if is_left else None
    if Intent.STOP not in said:
        return None
    return start_over(before, state, desk) if names_another(desk.understanding) else (state, ("stop",))


def _only_asks(desk: Desk) -> bool:
    """ "¿Me esperan si llego tarde?": a question that names neither a visit nor a time."""
    is_asked = is_question(desk.understanding.message) and not desk.understanding.whens
    return is_asked and Mood.SPEAKS_OF_VISIT not in desk.moods


def _moved(before: BookingState, state: BookingState, desk: Desk) -> Routed:
    if before.task == "reschedule" and is_active(before):
        return state, ("reschedule",)
    return begin(before, state, "reschedule", desk)


_DECLINABLE = frozenset({"who", "doctor", "speciality", "visit", "slot"})
"""Questions that "no, thanks" answers by wanting none of it."""


def _is_instead(before: BookingState, desk: Desk, heard: Heard, said: set[Intent]) -> bool:
    """ "Cancel that and book Dr Day": one booking in place of the one in progress, not of a visit on file."""
    is_booking = before.task == "book" and is_active(before) and Mood.NAMES_A_VISIT not in desk.moods
    return is_booking and {Intent.CANCEL, Intent.BOOK} <= said and bool(heard.changed & BOOKING_FACTS)


def _named_booking(
    before: BookingState, state: BookingState, desk: Desk, heard: Heard, said: set[Intent]
) -> Routed | None:
    if Intent.BOOK in said and before.task is None and state.suspended and _means_the_last(desk):
        return state, ("resume",)
    if Intent.REGISTER in said and not said & {Intent.BOOK, Intent.FIND_DOCTOR}:
        return register(before, state, desk, heard)
    if said & {Intent.BOOK, Intent.FIND_DOCTOR}:
        return book(before, state, desk, heard)
    return None


def _means_the_last(desk: Desk) -> bool:
    """ "Actually, book it again": the errand just stopped, when nothing else is said about what to book."""
    return Mood.TAKES_UP in desk.moods and not says_facts(replace(desk.understanding, intents=()))


def _take_up(before: BookingState, state: BookingState, desk: Desk) -> str | None:
    """What "let's go on" goes on with: the errand that nothing is asked about, else one laid aside."""
    if is_active(before) and before.task is not None:
        return TASKS[before.task] if before.question is None else None
    if state.suspended:
        return "resume"
    # with nothing laid aside here, the same person may have begun something on another channel
    is_idle = before.task is None and before.question in {None, *SOFT}
    may_be = is_idle and not says_facts(replace(desk.understanding, intents=()))
    return "resume" if may_be else None


def _looks_for_earlier(before: BookingState, desk: Desk) -> bool:
    """Whether "anything earlier" is a question about free times, not about a visit that is booked already."""
    has_visit = before.last_act is not None and before.last_act.kind != "cancelled"
    asks = Mood.EARLIER in desk.moods and Mood.WAITS not in desk.moods
    is_about = before.question == "slot" or is_active(before) or bool(desk.understanding.doctors)
    is_about = is_about or bool(desk.understanding.specialities or desk.understanding.complaint)
    return asks and (before.question == "slot" or (is_about and not has_visit))
