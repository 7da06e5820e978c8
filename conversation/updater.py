"""The first node of every turn: merge all facts of the message, then decide which skills it needs. Asks nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from conversation.agendas import ANSWERED, BOOKING_FACTS, TASKS
from conversation.alarms import QUESTION as ALARM
from conversation.alarms import after_alarm, fresh, is_over
from conversation.attached import with_files, with_words_heard
from conversation.correcting import corrects_choice
from conversation.elsewhere import TAKEN_UP, TakenUp, take_up
from conversation.extractors.entities import Intent
from conversation.extractors.language import SURE, find_language
from conversation.extractors.losses import find_loss
from conversation.extractors.moods import Mood
from conversation.extractors.permissions import is_unlinking
from conversation.extractors.text import Message, fold
from conversation.follow_ups import after_hours, asks_hours_again
from conversation.household import known_people
from conversation.merging import merge
from conversation.messages import Kind
from conversation.opt_outs import CHANNELS, word_of
from conversation.proofs import PROOF, answers_proof
from conversation.relabelling import in_language
from conversation.routing import route
from conversation.skills import calls
from conversation.skills.opting_out import QUESTION as STOPPING
from conversation.skills.opting_out import hear_stop
from conversation.skills.reminders import QUESTION, answer_about_reminders, passed_over
from conversation.state import TEXT_KEPT, BookingState
from conversation.staying import GOES_ON, is_about_ways, way_of
from conversation.turn import Desk, Heard
from conversation.unprompted import ANSWERED_BY, answered
from hospital import handles, tasks

OF_A_CALL = {Kind.CALL: "call_began", Kind.SILENCE: "call_silent", Kind.HANGUP: "hung_up"}
"""The skills for what happens in a call besides what is said."""
_FACTS = frozenset({"slot", "doctor", "speciality", "person", "visit"})


def update_state_from_input(state: BookingState, desk: Desk) -> tuple[BookingState, Heard, tuple[str, ...]]:
    """The state with everything that the message says, what it answers, and the skills to run, in order."""
    state, heard, agenda = _from_words(state, desk)
    if "handle_booking" in agenda and find_loss(Message.read(desk.message.text)) is not None:
        agenda = ("condole", *agenda)
    if "handle_booking" in agenda and desk.understanding.elsewhere is not None:
        agenda = ("where_we_are", *agenda)
    if desk.message.is_heard and heard.changed:
        # whichever message completes the errand, what was only heard is read back before anything is done
        state = state.with_(inferred=tuple(dict.fromkeys((*state.inferred, "heard"))))
    return state, heard, with_files(state, desk, with_words_heard(desk, agenda))


def _from_words(state: BookingState, desk: Desk) -> tuple[BookingState, Heard, tuple[str, ...]]:
    understanding = desk.understanding
    before = fresh(_in_language(state, desk), desk)
    if desk.message.kind in OF_A_CALL:
        return before, Heard(), (OF_A_CALL[desk.message.kind],)
    state = before.with_(user_input=(desk.message.text or desk.message.choice or "")[:TEXT_KEPT])
    if understanding.emergency is not None:
        return state, Heard(), ("emergency",)
    if state.alarm is not None:
        return _while_alarmed(before, state, desk)
    return _from_words_alone(before, state, desk)


def _while_alarmed(
    before: BookingState, state: BookingState, desk: Desk
) -> tuple[BookingState, Heard, tuple[str, ...]]:
    """After an alarm: the number again for whatever is no clear errand; that one goes its way."""
    agenda = after_alarm(state, desk)
    if agenda is not None:
        # the number may stand in the same message
        return state.with_(phone=merge(state, desk)[0].phone), Heard(), agenda
    state, heard, agenda = _from_words_alone(before, state, desk)
    if desk.is_with_person or set(agenda) & _KEEP_ALARM:
        return state, heard, agenda
    if not is_over(state, desk):
        if set(agenda) & ANSWERED:
            # "where is the nearest hospital?" is answered, and the alarm stands
            return state, heard, ("alarm_beside", *(skill for skill in agenda if skill in ANSWERED))
        return state, heard, ("alarm_left", *agenda)
    # "I'm better now" by itself answers nothing; what was open is asked again
    rest = tuple(skill for skill in agenda if skill not in _SAYS_NOTHING | _FAREWELLS)
    return state, heard, ("alarm_over", *(rest or _what_was_open(before)))


def _what_was_open(before: BookingState) -> tuple[str, ...]:
    """What asks once more what an alarm came between."""
    if before.question not in (None, ALARM):
        return ("remind",)
    return (TASKS[before.task],) if before.task is not None and not before.is_done else ()


_KEEP_ALARM = frozenset({"opting_out", "wrote_after_stop", "stop_messages", "handoff"})
_FAREWELLS = frozenset({"goodbye", "thanks", "help", "offered_help", "smalltalk", "off_topic", "unanswered", "glad"})


def _from_words_alone(
    before: BookingState, state: BookingState, desk: Desk
) -> tuple[BookingState, Heard, tuple[str, ...]]:
    if word_of(desk.message) is not None:
        return state, Heard(), ("opting_out",)
    if desk.message.channel in CHANNELS and _wants_nothing(desk):
        return state, Heard(), ("wrote_after_stop",)
    stopping = hear_stop(state, desk)
    if stopping is not None:
        return state, *stopping
    if state.question == STOPPING:
        before, state = passed_over(before), passed_over(state)
    answer = answered(state, desk)
    if answer is not None:
        asked, said = answer
        return state, Heard(asked=asked, asked_answer=said), (ANSWERED_BY[(asked.asks or "").partition(":")[0]],)
    if desk.is_with_person or is_about_ways(desk):
        return with_person(before, state, desk)
    taken_up = take_up(before, desk)
    if taken_up is None:
        return _by_desk(before, state, desk)
    return _going_on(taken_up, *_by_desk(taken_up.state, taken_up.state.with_(user_input=state.user_input), desk))


def _going_on(
    taken_up: TakenUp, state: BookingState, heard: Heard, agenda: tuple[str, ...]
) -> tuple[BookingState, Heard, tuple[str, ...]]:
    """An errand begun on another channel goes on: it is said, and what is still missing asked, whatever was written."""
    heard = replace(heard, notes=heard.notes | {f"{TAKEN_UP}{taken_up.channel}"})
    errand = TASKS[state.task] if state.task is not None and state.errand == taken_up.state.errand else None
    rest = tuple(skill for skill in agenda if skill not in _SAYS_NOTHING)
    if errand is not None and errand not in rest:
        rest = (*rest, errand)
    return state, heard, ("taken_up", *rest)


_SAYS_NOTHING = frozenset({"greeting", "reprompt", "remind", "resume", "clarify"})
"""What is said where nothing is going on: an errand that goes on says more."""


def _wants_nothing(desk: Desk) -> bool:
    return handles.is_opted_out(desk.unit, desk.message.channel, desk.message.conversation)


def with_person(before: BookingState, state: BookingState, desk: Desk) -> tuple[BookingState, Heard, tuple[str, ...]]:
    """Somebody of the staff answers here, so that the desk is silent unless the patient says how to go on."""
    way = way_of(desk)
    if way is None:
        return state, Heard(), ("listen",)
    if way == "call":
        # the number may stand in the same message
        state = state.with_(phone=merge(state, desk)[0].phone)
    if way in ("back", "drop") and desk.message.choice is None and (way == "back" or _drops(desk)):
        merged, heard, agenda = _by_desk(before, state, desk)
        if heard.changed & BOOKING_FACTS and agenda:
            # "go on with you: Monday at ten" says what to go on with
            heard = replace(heard, asked_answer=way, notes=heard.notes | {GOES_ON})
            return merged, heard, ("ways", *(name for name in agenda if name != "ways"))
    return state, Heard(asked_answer=way), ("ways",)


def _drops(desk: Desk) -> bool:
    """Whether "forget it" is said to the desk: nobody of the staff has taken it up."""
    task = tasks.open_of(desk.unit, desk.conversation_id, tasks.HANDOFF)
    return desk.understanding.says(Intent.STOP) and (task is None or task.owner is None)


def _by_desk(before: BookingState, state: BookingState, desk: Desk) -> tuple[BookingState, Heard, tuple[str, ...]]:
    """What the message says, and the skills that it needs."""
    aside = _before_merging(before, state, desk)
    if aside:
        return state, Heard(notes=frozenset({PROOF} if aside[0] == "prove" else ())), aside
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
    if desk.message.own_contact is not None and state.question not in _ASKS_NUMBER and desk.vouched_phone is None:
        return ("own_contact",)
    if is_unlinking(desk.understanding.message):
        return ("forget_account",)
    if answers_proof(state, desk) and state.proving is not None:
        return ("prove", state.proving.skill)
    if _goes_on_after_a_call(state, desk):
        return ("go_on_from_last_call",)
    if is_repeat(before, desk):
        return ("again",)
    if answer_about_reminders(state, desk) is not None and not corrects_choice(state, desk):
        return ("reminders",)
    if asks_hours_again(before, desk):
        return after_hours(before)
    return ("permission",) if desk.permission is not None else ()


_ASKS_NUMBER = frozenset({"phone", "callback", "helper_phone"})


def _goes_on_after_a_call(state: BookingState, desk: Desk) -> bool:
    """Whether somebody would go on with the call before this one, or shows that it was theirs."""
    if desk.message.channel != "voice" or desk.message.choice is not None:
        return False
    person = desk.understanding.person
    if state.question in calls.QUESTIONS:
        told = person is not None and (person.date_of_birth if state.question == calls.BIRTH else person.name)
        return bool(told)
    is_free = state.task is None and not state.suspended
    return is_free and desk.understanding.says(Intent.RESUME) and calls.has_cut_off_call(desk)


_READ_BACKS = frozenset({"confirm", "confirm_cancel"})
AT_ONCE = timedelta(seconds=10)
"""Within so long after something was done the very same words are impatience, not an answer to what came of it."""

UNREAD = timedelta(seconds=1)
"""Within so long nobody has read what was asked with it."""


def is_repeat(before: BookingState, desk: Desk) -> bool:
    """Whether the words that just did something come once more."""
    act, said = before.last_act, fold(desk.message.text).strip()
    if act is None or act.at is None or desk.message.choice is not None or not before.is_done:
        return False
    is_same = bool(said) and said == fold(act.words).strip()
    # "1" or "yes" answers what was asked with the confirmation, once there was time to read it
    within = UNREAD if before.question == QUESTION else AT_ONCE
    return is_same and act.kind != "cancelled" and timedelta(0) <= desk.now - act.at <= within


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
