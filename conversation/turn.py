"""What a turn carries through the graph, and what its skills work with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, TypedDict

from conversation.extractors.entities import Context, Understanding
from conversation.extractors.impossible import find_impossible, find_impossible_hour
from conversation.extractors.moods import Mood, find_moods
from conversation.extractors.permissions import Permission, find_permission
from conversation.extractors.questions import Question, find_question
from conversation.extractors.services import NOTHING, ServiceMention, find_service
from conversation.messages import Asked, Event, InboundMessage, Reply
from conversation.papers import AT_DESK, Papers
from conversation.phrases.say import Say
from conversation.state import BookingState, Offered
from hospital import audit
from hospital.directory import Doctor, Hospital
from hospital.office import Unit
from hospital.people import Handle


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fact to be told: which sentence (`phrases` has it in each language), what it is about, what may be chosen."""

    say: Say
    facts: dict[str, Any] = field(default_factory=dict)
    options: tuple[Offered, ...] = ()
    question: str | None = None
    """What is asked with it; None tells and asks nothing: options then are choices that may be taken at any time."""
    files: tuple[str, ...] = ()
    """What goes with it on a channel that carries files: a link to each."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What this message, and only it, says about how to go on."""

    answer: Literal["yes", "no", "maybe"] | None = None
    picked: Offered | None = None
    """The offered thing that was chosen."""
    is_stale: bool = False
    """A tap on something that is no longer on offer."""
    turned_down: tuple[Offered, ...] = ()
    changed: frozenset[str] = frozenset()
    """Facts that this message changed."""
    asked: Asked | None = None
    """What the desk had written unasked and this message answers..."""
    asked_answer: str = ""
    """...and how: `yes`, `no`, or another of its choices."""
    notes: frozenset[str] = frozenset()
    """`past`, `other_zone`, `earlier`, `later`, `more`, `none_fit`, `beyond`, ... : asides for the skill."""


class Turn(TypedDict):
    """The graph's state."""

    state: BookingState
    heard: Heard
    agenda: tuple[str, ...]
    """Skills still to run, by name."""
    outcomes: tuple[Outcome, ...]
    events: tuple[Event, ...]
    options: int
    """How many options were made so far: their values count on."""
    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class Desk:
    """What skills work with: one open transaction, the hospital, and who speaks where."""

    unit: Unit
    hospital: Hospital
    message: InboundMessage
    understanding: Understanding
    context: Context
    """What the extractors were told, so that a skill which learns more can read the message again."""
    conversation_id: int
    turn_number: int
    handles: list[Handle] = field(default_factory=list)
    """The sender's handle with whom it may speak for: at most one; read once, when first asked for."""
    opened: list[str] = field(default_factory=list)
    """Whose records, by number, this turn was let into by a proof: what it tells is private."""
    asked: tuple[Asked, ...] = ()
    """What the desk wrote unasked and that is still open, oldest first."""
    is_with_person: bool = False
    """Whether somebody of the staff answers here, so that the desk keeps silent."""
    pays_by: str | None = None
    """The provider by which bills can be paid online; None where they cannot."""
    papers: Papers = AT_DESK
    """How reports get to people."""
    lays_by: int = 0
    """How many further visits were asked for in this message, and are laid by until the one in hand is done."""

    @cached_property
    def moods(self) -> frozenset[Mood]:
        """How the message is said."""
        return find_moods(self.understanding.message)

    @cached_property
    def permission(self) -> Permission | None:
        """What the message allows or forbids."""
        return find_permission(self.understanding.message) if self.message.choice is None else None

    @cached_property
    def inquiry(self) -> Question:
        """What the message asks about the hospital itself; a tap asks nothing."""
        return find_question(self.understanding.message, self.context) if self.message.choice is None else Question()

    @cached_property
    def service(self) -> ServiceMention:
        """The tests and treatments that the message speaks of; a tap speaks of none."""
        if self.message.choice is not None:
            return NOTHING
        return find_service(self.understanding, self.inquiry, self.context)

    @cached_property
    def services_wanted(self) -> tuple[Doctor, ...]:
        """The timetables of those that it wants booked, as far as they can be."""
        found = (self.hospital.bookable(code) for code in self.service.codes if self.service.is_wanted)
        return tuple(each for each in found if each is not None)

    @cached_property
    def impossible_day(self) -> str | None:
        """A day in the message that no calendar has."""
        return find_impossible(self.understanding.message) if self.message.choice is None else None

    @cached_property
    def impossible_hour(self) -> str | None:
        """A time of day in the message that no clock shows."""
        return find_impossible_hour(self.understanding.message) if self.message.choice is None else None

    @property
    def now(self) -> datetime:
        """The turn's moment on the hospital's clock."""
        return self.hospital.local(self.unit.now)

    @property
    def vouched_phone(self) -> str | None:
        """The sender's number, where the channel vouches for it."""
        return self.message.sender if self.message.is_vouched else None

    def note_read(self, kind: str, *subjects: str) -> None:
        """Have it audited that somebody was told what records say: visits by reference, others by their number."""
        told = [audit.Entry("records.read", subject, {"kind": kind}) for subject in subjects]
        audit.append(self.unit, *told, chain_of=self.conversation_id)

    def offer(self, index: int, label: str, kind: str, **what: Any) -> Offered:
        """Something to choose, under a value that only this turn's list has."""
        return Offered(value=f"{self.turn_number}.{index}", label=label, kind=kind, **what)
