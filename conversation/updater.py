"""The first node of every turn: merge all facts of the message, then decide which skills it needs. Asks nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from conversation.agendas import BOOKING_FACTS
from conversation.attached import with_files
from conversation.extractors.entities import Intent
from conversation.extractors.language import SURE, find_language
from conversation.extractors.moods import Mood
from conversation.extractors.text import fold
from conversation.follow_ups import after_hours, asks_hours_again
from conversation.household import known_people
from conversation.merging import merge
from conversation.messages import Kind
from conversation.proofs import answers_proof
from conversation.relabelling import in_language
from conversation.routing import route
from conversation.skills import calls
from conversation.skills.reminders import QUESTION, answer_about_reminders, passed_over
from conversation.state import TEXT_KEPT, BookingState
from conversation.staying import GOES_ON, is_about_ways, way_of
from conversation.turn import Desk, Heard
from conversation.unprompted import ANSWERED_BY, answered

OF_A_CALL = {Kind.CALL: "call_began", Kind.SILENCE: "call_silent", Kind.HANGUP: "hung_up"}
"""The skills for what happens in a call besides what is said."""
_FACTS = frozenset({"slot", "doctor", "speciality", "person", "visit"})


def update_state_from_input(state: BookingState, desk: Desk) -> tuple[BookingState, Heard, tuple[str, ...]]:
    """The state with everything that the message says, what it answers, and the skills to run, in order."""
    state, heard, agenda = _from_words(state, desk)
    return state, heard, with_files(state, desk, agenda)


def _from_words(state: BookingState, desk: Desk) -> tuple[BookingState, Heard, tuple[str, ...]]:
    understanding = desk.understanding
    before = _in_language(state, desk)
    if desk.message.kind in OF_A_CALL:
        return before, Heard(), (OF_A_CALL[desk.message.kind],)
    state = before.with_(user_input=(desk.message.text or desk.message.choice or "")[:TEXT_KEPT])
    if understanding.emergency is not None:
        return state, Heard(), ("emergency",)
    answer = answered(state, desk)
    if answer is not None:
        asked, said = answer
        return state, Heard(asked=asked, asked_answer=said), (ANSWERED_BY[(asked.asks or "").partition(":")[0]],)
    if desk.is_with_person or is_about_ways(desk):
        return with_person(before, state, desk)
    return _by_desk(before, state, desk)


def with_person(before: BookingState, state: BookingState, desk: Desk) -> tuple[BookingState, Heard, tuple[str, ...]]:
    """Somebody of the staff answers here, so that the desk is silent unless the patient says how to go on."""
    way = way_of(desk)
    if way is None:
        return state, Heard(), ("listen",)
    if way == "call":
        # the number may stand in the same message
        state = state.with_(phone=merge(state, desk)[0].phone)
    if way == "back" and desk.message.choice is None:
        merged, heard, agenda = _by_desk(before, state, desk)
        if heard.changed & BOOKING_FACTS and agenda:
            # "go on with you: Monday at ten" says what to go on with
            heard = replace(heard, asked_answer=way, notes=heard.notes | {GOES_ON})
            return merged, heard, ("ways", *(name for name in agenda if name != "ways"))
    return state, Heard(asked_answer=way), ("ways",)


def _by_desk(before: BookingState, state: BookingState, desk: Desk) -> tuple[BookingState, Heard, tuple[str, ...]]:
    """What the message says, and the skills that it needs."""
    aside = _before_merging(before, state, desk)
    if aside:
        return state, Heard(), aside
    if state.question == QUESTION:
        state = passed_over(state)
    merged, heard = merge(state, desk)
    if desk.message.kind is Kind.INTERRUPT and heard.answer == "yes" and state.question in _READ_BACKS:
        # whoever cut in before the question agrees to nothing that they have not heard
        return state, Heard(), ("read_back",)
    merged, agenda = route(state, merged, desk, heard)
    if merged.errand != state.errand and desk.message.choice is None and heard.picked and heard.picked.kind in _FACTS:
        # words that begin another errand choose nothing from the list of the one before
        heard = replace(heard, picked=None, turned_down=())
    if Mood.WONDERS in desk.moods and "handle_booking" in agenda:
        # whoever asks whether a time is free has not asked for it yet
        merged = merged.with_(inferred=tuple(dict.fromkeys((*merged.inferred, "asked"))))
    if not {"reprompt", "clarify", "clarified", "handoff", "distress", "offered_help"} & set(agenda):
        # what a model made of a message is no more than a guess until the patient goes on with it
        merged = merged.with_(misses=int(desk.understanding.proposed))
    return merged, heard, agenda


def _before_merging(before: BookingState, state: BookingState, desk: Desk) -> tuple[str, ...]:
    """The skills for messages whose facts are no errand's: a proof, a consent, impatience."""
    if answers_proof(state, desk) and state.proving is not None:
        return ("prove", state.proving.skill)
    if _goes_on_after_a_call(state, desk):
        return ("go_on_from_last_call",)
    if is_repeat(before, desk):
        return ("again",)
    if answer_about_reminders(state, desk) is not None:
        return ("reminders",)
    if asks_hours_again(before, desk):
        return after_hours(before)
    return ("permission",) if desk.permission is not None else ()


def _goes_on_after_a_call(state: BookingState, desk: Desk) -> bool:
    """Whether somebody would go on with the call before this one, or shows that it was theirs."""
    if desk.message.channel != "voice" or desk.message.choice is not None:
        return False
    if state.question == calls.QUESTION:
        return desk.understanding.person is not None and desk.understanding.person.date_of_birth is not None
    is_free = state.task is None and not state.suspended
    return is_free and desk.understanding.says(Intent.RESUME) and calls.has_cut_off_call(desk)


_READ_BACKS = frozenset({"confirm", "confirm_cancel"})
AT_ONCE = timedelta(seconds=10)
"""Within so long after something was done the very same words are impatience, not an answer to what came of it."""


def is_repeat(before: BookingState, desk: Desk) -> bool:
    """Whether the words that just did something come once more."""
    act, said = before.last_act, fold(desk.message.text).strip()
    if act is None or act.at is None or desk.message.choice is not None or not before.is_done:
        return False
    is_same = bool(said) and said == fold(act.words).strip()
    return is_same and act.kind != "cancelled" and timedelta(0) <= desk.now - act.at <= AT_ONCE


def _in_language(state: BookingState, desk: Desk) -> BookingState:
    """The state in the patient's language: an explicit wish sets and keeps it, else it is what they write in.

    The first words set it, for somebody on file three of them, else the language on file. One that was asked for
    withstands a message in another, not a second one behind it. None as long as they only wrote in one that is not
    spoken here.
    """
    said, known = desk.understanding, desk.hospital.languages
    if said.foreign is not None:
        return state
    if said.language not in known or not (said.language_sure or state.language is None):
        return state if state.language is not None else state.with_(language=known[0])
    language = said.language if said.language_sure else _first(desk)
    kept = 0
    if said.language_asked or (state.language_kept and language == state.language):
        kept = WITHSTANDS
    elif state.language_kept > 1 and state.language is not None:
        language, kept = state.language, state.language_kept - 1
    return in_language(state, desk.hospital, language, desk.now.date()).with_(language_kept=kept)


WITHSTANDS = 2
"""With the message that changes it: so many in a row let go of a language that was asked for."""


def _first(desk: Desk) -> str:
    """The language of first words that leave it open: the one on file, unless three words or more are in another."""
    said, own = desk.understanding, _on_file(desk)
    if own is None:
        return said.language
    if len(said.message.tokens) < SURE:
        return own
    return find_language(said.message, replace(desk.context, language=own)).code


def _on_file(desk: Desk) -> str | None:
    """The language in which whoever owns the sender's number wants to be written to."""
    own = {person.language for person in known_people(desk) if person.relation == "self"}
    return next((code for code in own if len(own) == 1 and code in desk.hospital.languages), None)
