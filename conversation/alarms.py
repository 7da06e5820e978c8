"""After an alarm: for how long it stands, and which messages are about anything else.

Whoever just told of an emergency and writes "hello?" or "please help" means the emergency. Only words that plainly
say that it is over, or ask for something else, end it before its time.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from conversation.agendas import SURE
from conversation.extractors.alarm_over import find_over
from conversation.extractors.entities import Intent
from conversation.extractors.text import fold
from conversation.hearing import hear
from conversation.opt_outs import Word, word_of
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.state import BookingState
from conversation.staying import way_of
from conversation.turn import Desk, Heard
from hospital import tasks

LASTS = timedelta(minutes=30)
QUESTION = "alarm"
"""Asked after somebody who wants to harm themselves: whether a person shall come in."""
_CLEAR = frozenset({
    Intent.RESCHEDULE, Intent.CANCEL, Intent.WAITLIST, Intent.REGISTER, Intent.APPOINTMENTS, Intent.PRICE,
    Intent.POLICY, Intent.INFORMATION, Intent.PRESCRIPTIONS, Intent.REFILL, Intent.REPORTS, Intent.BILLING,
    Intent.INSURANCE, Intent.PHARMACY, Intent.CONSENT, Intent.RESUME,
})  # fmt: skip
"""What nobody asks for who asks for help."""
_VISIT = re.compile(
    r"\b(?:appointments?|book\w*|slot|reserv\w+|agend\w+|citas?|turnos?"
    r"|(?:una?|la|mi|pedir|sacar|tomar|quiero|seguir con la) horas?)\b"
)
"""Words of a booking; "I need a doctor" alone may be a cry for help."""
_MAKE_IT = re.compile(r"\b(?:makes?|making) it\b|\bno (?:\w+ ){0,3}(?:llegar|llego|llega|logr\w+)\b")
"""Words that call a visit off, and that say otherwise that somebody dies."""
_A_NAME = 2  # words


def stands(state: BookingState, now: datetime) -> bool:
    """Whether an alarm was told of here, and not long ago."""
    return state.alarm is not None and timedelta(0) <= now - state.alarm.at < LASTS


def fresh(state: BookingState, desk: Desk) -> BookingState:
    """The state without an alarm of long ago."""
    return state if state.alarm is None or stands(state, desk.now) else state.with_(alarm=None)


def after_alarm(state: BookingState, desk: Desk) -> tuple[str, ...] | None:
    """The skills that take a message while an alarm stands; None where it is a clear errand, which goes its way."""
    if state.alarm is None or word_of(desk.message) in (Word.STOP, Word.CANCEL, Word.START):
        return None
    if desk.is_with_person:
        # whoever took it and answers is not talked over
        is_way = desk.message.choice is not None or way_of(desk) in ("back", "call")
        return None if is_way or _is_answered(state, desk) else ("alarm_stands",)
    if _asks_for_person(state, desk):
        return ("handoff",)
    return None if is_over(state, desk) or is_clear(state, desk) else ("alarm_stands",)


def is_over(state: BookingState, desk: Desk) -> bool:
    """Whether a message says that the emergency is over, or was none."""
    if desk.message.choice is not None or desk.understanding.emergency is not None:
        return False
    return find_over(desk.understanding.message, is_crisis=state.alarm is not None and state.alarm.is_crisis)


def is_clear(state: BookingState, desk: Desk) -> bool:
    """Whether a message plainly asks for, or answers, anything but help."""
    if desk.message.choice is not None:
        return True
    understood = desk.understanding
    said = {mention.intent for mention in understood.intents if mention.certainty >= SURE}
    if _MAKE_IT.search(understood.message.folded) and not _VISIT.search(understood.message.folded):
        said -= {Intent.CANCEL, Intent.RESCHEDULE}
    if said & _CLEAR or understood.references or desk.permission is not None:
        return True
    if said & {Intent.BOOK, Intent.FIND_DOCTOR} and (_VISIT.search(understood.message.folded) or _names_visit(desk)):
        return True
    return _answers(state, desk)


def _names_visit(desk: Desk) -> bool:
    """Whether a doctor is named with a day or an hour to come."""
    said = desk.understanding
    is_named = any(each.codes and not each.rejected for each in said.doctors) or bool(said.specialities)
    return is_named and any(not when.rejected for when in said.whens)


def _answers(state: BookingState, desk: Desk) -> bool:
    """Whether a message gives the fact that was asked for before the alarm."""
    person, said = desk.understanding.person, desk.understanding
    match state.question:
        case "name" | "guardian_name":
            is_full = person is not None and person.name is not None and len(person.name.split()) >= _A_NAME
            return is_full and not said.says(Intent.HELP, Intent.GREETING)
        case "date_of_birth":
            return person is not None and person.date_of_birth is not None
        case "slot":
            has_hour = any(when.times is not None and when.times.exact and not when.rejected for when in said.whens)
            return has_hour or (said.chosen is not None and not said.says(Intent.HELP))
    return False


def _asks_for_person(state: BookingState, desk: Desk) -> bool:
    said, message = desk.understanding, desk.message
    if message.choice is not None:
        return any(option.value == message.choice and option.kind == "human" for option in state.offered)
    if message.text.strip() == "0" or said.says(Intent.HANDOFF, Intent.CALLBACK) or names_the_person(state, desk):
        return True
    if state.question == "callback" and said.person is not None and said.person.phone:
        return True
    heard = hear(state, desk)
    if said.says(Intent.YES) or heard.answer == "yes":
        # only whoever was asked whether a person shall come in says yes to that
        return state.question == QUESTION and state.alarm is not None and state.alarm.is_crisis
    return heard.picked is not None and heard.picked.kind == "human"


def number_again(desk: Desk, pen: Pen) -> None:
    """Tell the number to call, and what was done here."""
    alarm, hospital = pen.state.alarm, desk.hospital
    if alarm is None or not alarm.is_crisis:
        say = Say.ALARM_STANDS
    else:
        say = Say.CRISIS_STANDS if hospital.crisis_number else Say.CRISIS_STANDS_WITHOUT_LINE
    pen.tell(say, number=hospital.emergency_number, crisis=hospital.crisis_number or "", hospital=hospital.name)


_A_WISH = 6  # words; with more, the person is somebody who is told of


def names_the_person(state: BookingState, desk: Desk) -> bool:
    """ "I want a person": the word that the choice ends with is said."""
    word = fold(Pen(desk, state, Heard()).voice.say(Say.LABEL_HUMAN)).split()[-1]
    said = [token.text for token in desk.understanding.message.tokens]
    return len(said) <= _A_WISH and word in said[-2:]


def _is_answered(state: BookingState, desk: Desk) -> bool:
    """Whether whoever took the conversation over has written since the alarm."""
    task = tasks.open_of(desk.unit, desk.conversation_id, tasks.HANDOFF)
    answered = task.answered_at if task is not None else None
    return answered is not None and state.alarm is not None and answered >= state.alarm.at
