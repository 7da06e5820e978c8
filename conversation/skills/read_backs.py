"""Whom a visit is for, as it is read back before anything is booked or registered."""

from __future__ import annotations

from conversation.merging_whom import CORRECTED, is_no_visits_day
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.phrases.voice import Told, Voice
from conversation.turn import Desk
from hospital.people import Person


def no_visits_day(desk: Desk, pen: Pen) -> None:
    """A date of years ago at a read-back changes nothing: say so, and how a birth date is corrected."""
    person = desk.understanding.person
    if person is not None and person.date_of_birth is not None:
        born = person.date_of_birth
        pen.tell(Say.NO_VISITS_DAY, day=Told.of(pen.voice.birth(born), lambda voice: voice.birth(born)))


def whom(desk: Desk, pen: Pen, person: Person | None) -> str:
    """The patient's name; with the birth date where either was told anew, and with a guardian who was named here.

    A birth date that is only on file is told to nobody: it proves who one is.
    """
    state, voice = pen.state, pen.voice
    name = person.name if person is not None else state.patient_name or ""
    born = state.date_of_birth
    is_corrected = CORRECTED in state.inferred or is_no_visits_day(state, desk.understanding.person)
    parts: list[tuple[Say, dict[str, object]]] = []
    if born is not None and is_corrected:
        parts.append((Say.BORN_ON, {"day": Told.of(voice.birth(born), lambda other: other.birth(born))}))
    if person is None and state.is_minor and state.guardian_name is not None:
        parts.append((Say.IN_CARE_OF, {"guardian": state.guardian_name}))
    if not parts:
        return name

    def told(voice: Voice) -> str:
        return f"{name} ({'; '.join(voice.say(say, facts) for say, facts in parts)})"

    return Told.of(told(voice), told)
