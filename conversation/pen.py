"""What a skill writes with: the state as it changes, what is to be said, and what happened."""

from __future__ import annotations

from typing import Any

from conversation.messages import Event
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from conversation.state import BookingState, Offered, change
from conversation.turn import Desk, Heard, Outcome


class Pen:
    """Collects one skill's work. Lives for one node of the graph."""

    def __init__(self, desk: Desk, state: BookingState, heard: Heard, first_option: int = 0, skill: str = "") -> None:
        self.desk = desk
        self.state = state
        self.heard = heard
        self.skill = skill
        """The skill that writes: a proof that it asks for leads back to it."""
        self.outcomes: list[Outcome] = []
        self.events: list[Event] = []
        self._options = first_option

    @property
    def language(self) -> str:
        """The language to speak."""
        return self.state.language or self.desk.hospital.languages[0]

    @property
    def voice(self) -> Voice:
        """How that language is spoken."""
        return Voice.of(self.desk.hospital, self.language, self.desk.now.date())

    @property
    def staff_voice(self) -> Voice:
        """How the hospital's own people are told something."""
        return Voice.of(self.desk.hospital, self.desk.hospital.languages[0], self.desk.now.date())

    def note(self, say: Say, **facts: Any) -> str:
        """Words for whoever of the staff takes this up."""
        return self.staff_voice.say(say, facts)

    def keep(self, **facts: Any) -> None:
        """Change fields of the state as they are."""
        self.state = self.state.with_(**facts)

    def change(self, **facts: Any) -> None:
        """Change facts and let go of what depends on them."""
        self.state = change(self.state, **facts)

    def infer(self, *reasons: str) -> None:
        """Note what was read into the patient's words, so that it is read back."""
        self.keep(inferred=tuple(dict.fromkeys((*self.state.inferred, *reasons))))

    def tell(self, say: Say, **facts: Any) -> None:
        """Say something that needs no answer."""
        self.outcomes.append(Outcome(say, facts))

    def tell_first(self, say: Say, **facts: Any) -> None:
        """Say something before what is said already."""
        self.outcomes.insert(0, Outcome(say, facts))

    def hand(self, say: Say, files: tuple[str, ...], **facts: Any) -> None:
        """Say something with files, each by the link that opens it."""
        self.outcomes.append(Outcome(say, facts, files=files))

    def tell_with(self, options: tuple[Offered, ...], say: Say, **facts: Any) -> None:
        """Say something that needs no answer, with choices that may be taken at any time: their values say it all."""
        self.outcomes.append(Outcome(say, facts, options))

    def ask(self, question: str, say: Say, options: tuple[Offered, ...] = (), **facts: Any) -> None:
        """Say something and wait for an answer."""
        self.outcomes.append(Outcome(say, facts, options, question))

    def option(self, label: str, kind: str, **what: Any) -> Offered:
        """Something to choose."""
        self._options += 1
        return self.desk.offer(self._options, label, kind, **what)

    def happened(self, name: str, **facts: Any) -> None:
        """Report what this message made happen."""
        self.events.append(Event(name, facts))

    @property
    def used_options(self) -> int:
        """How many options were made so far in this turn."""
        return self._options
