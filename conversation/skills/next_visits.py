"""What was asked for together with the visit in hand and comes after it: which, for whom, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.phrases.voice import Told, Voice
from conversation.skills.patients import person_of
from conversation.state import BookingState, Suspended
from conversation.turn import Desk, Outcome

NEXT_WITHIN = timedelta(hours=1)


def next_visit(desk: Desk, pen: Pen) -> Suspended | None:
    """The visit that was asked for in one message with the one in progress."""
    aside = (each for each in reversed(pen.state.suspended) if each.is_next)
    return next((each for each in aside if desk.now - each.at < NEXT_WITHIN), None)


def promised(desk: Desk, pen: Pen, others: Sequence[Suspended]) -> Outcome:
    """That those that were laid by in this message come after the one in hand."""
    named = [what_next(desk, each) for each in others]
    if all(named):
        return Outcome(Say.THIS_NEXT, {"what": named})
    other = BookingState.model_validate(others[0].facts)
    wanted = other.wanted
    if wanted is None or wanted.first_time is None or not wanted.is_exact:
        return Outcome(Say.ANOTHERS_NEXT, {"whom": whom_next(desk, pen, other)})
    at = datetime.combine(wanted.day, wanted.first_time) if wanted.day else wanted.first_time
    return Outcome(Say.THE_OTHER_NEXT, {"at": at})


def what_next(desk: Desk, other: Suspended) -> str | None:
    """The test that comes next, or whom the same patient sees next."""
    found = desk.hospital.schedule_of(other.facts.get("selected_doctor") or "")
    return found.name if found is not None and (found.service is not None or other.is_for_same) else None


def whom_next(desk: Desk, pen: Pen, other: BookingState) -> object:
    """Whom a further visit is for, as far as it was said."""
    if other.patient_name is not None:
        return other.patient_name
    if other.patient_id is not None and (person := person_of(desk, other.patient_id)) is not None:
        return person.name
    relation = other.for_relation if other.for_relation != "other" else None
    return Told.of(_called(pen.voice, relation), lambda voice: _called(voice, relation))


def _called(voice: Voice, relation: str | None) -> str:
    relations = voice.grammar.relations
    return relations.get(relation or "chosen", relations["chosen"])
