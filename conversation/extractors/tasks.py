"""What a conversation is about from line to line: the errand, and what the patient does about the desk's last words.

An errand goes on until another is named, the desk's offer to begin one is accepted, or the patient declines an offer
with nothing left open. Liking a doctor is still the search for one; a day or a time makes it a booking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conversation.extractors.entities import Field, Intent, Understanding, When
from conversation.extractors.intent_lexicon import LEVELS
from conversation.extractors.intents import GUESS
from conversation.extractors.offers import Move, Offer
from conversation.extractors.visits import speaks_of_visit
from conversation.extractors.words import words_of

ERRANDS = frozenset({Intent.BOOK, Intent.FIND_DOCTOR, Intent.RESCHEDULE, Intent.CANCEL})
_DOCTORS = frozenset({Intent.BOOK, Intent.FIND_DOCTOR})
_REFUSALS = frozenset({Intent.NO, Intent.MAYBE, Intent.STOP})
_OF_ERRANDS = ERRANDS | {Intent.STOP, Intent.MORE, Intent.NONE_FIT, Intent.SKIP}
_SOCIAL = frozenset({Intent.GREETING, Intent.THANKS, Intent.GOODBYE})
_ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.MAYBE})
_NEITHER = frozenset({Intent.OTHER, Intent.STOP, Intent.MOMENT})
_PARTING = frozenset({Intent.GOODBYE, Intent.THANKS})
_BEGINS = (Move.MORE, Move.VISIT)
"""Moves that open something new: to decline it leaves nothing open."""


def settle(
    task: Intent | None, offer: Offer, said: Understanding, gained: Mapping[str, str | None]
) -> tuple[Intent, Intent | None]:
    """The one intent to answer with, and the errand that is open after it. `gained` are the facts just given."""
    turn = _Turn(task, offer, said, gained)
    if turn.declines():
        return Intent.NO, None
    errand = turn.errand()
    if errand is not None:
        return errand, errand
    answer = _beside_answer(said, is_asked=offer.move is not None or offer.question is not None or task is not None)
    return answer, None if answer is Intent.NO and offer.move is None else task


def _beside_answer(said: Understanding, *, is_asked: bool) -> Intent:
    """What else is asked for with a yes or a no ("yes, and where is it?"), else the first thing said.

    Praise is an answer only to something that was asked: out of nothing, "perfect, thank you" is thanks.
    """
    if said.intent not in _ANSWERS:
        return said.intent
    if said.intent is Intent.YES and said.says(Intent.GOODBYE):
        return Intent.GOODBYE
    if said.intent is Intent.YES and said.says(Intent.THANKS) and not is_asked and not _says_yes(said):
        return Intent.THANKS
    sure = (m.intent for m in said.intents if m.certainty >= LEVELS["sure"])
    return next((intent for intent in sure if intent not in _ANSWERS | _SOCIAL | _NEITHER), said.intent)


def _says_yes(said: Understanding) -> bool:
    """Whether the message has a yes as such, rather than praise alone."""
    return not _YES.isdisjoint(words_of(said.message).read)


_YES = frozenset("yes yeah yep yup si sip sii please".split())


@dataclass(frozen=True, slots=True)
class _Turn:
    """One message against what was open before it."""

    task: Intent | None
    offer: Offer
    said: Understanding
    gained: Mapping[str, str | None]

    def declines(self) -> bool:
        """Whether the patient turns down an offer to begin something, and says nothing that goes on."""
        if self._adds():
            return False
        if self.offer.move in _BEGINS:
            parts = self.said.says(*_PARTING) and not self.said.says(Intent.YES) and not self._named(ERRANDS)
            return parts or self.said.intent in _REFUSALS or self._puts_off()
        waits = self.offer.move is Move.TERMS and not self.offer.times and self.task is not Intent.BOOK
        return waits and self.said.intent in _REFUSALS

    def errand(self) -> Intent | None:
        """The errand that the message names, goes on with or begins; None where it does none of these."""
        if self._is_aside():
            return None
        named = self._outright()
        if named is not None:
            return named
        if self.said.intent in (Intent.BOOK, *_REFUSALS) or self._narrows():
            return self._goes_on()
        if self.said.says(Intent.YES):
            return self._taken()
        return None

    def _is_aside(self) -> bool:
        """Whether all that is asked for lies beside the errands: a question on the way, the weather."""
        sure = [m.intent for m in self.said.intents if m.certainty >= LEVELS["likely"]]
        asked = [intent for intent in sure if intent not in _SOCIAL | _ANSWERS]
        return bool(asked) and not any(intent in _OF_ERRANDS for intent in asked)

    def _outright(self) -> Intent | None:
        """What is asked for in so many words."""
        other = self._named(frozenset({Intent.CANCEL, Intent.RESCHEDULE}))
        if other is not None:
            changes = other is Intent.RESCHEDULE and self.task is Intent.BOOK
            return Intent.BOOK if changes else other
        if self._is_timed() and not self._asks_who():
            return self.task if self.task in (Intent.CANCEL, Intent.RESCHEDULE) else Intent.BOOK
        if self._is_search():
            return Intent.FIND_DOCTOR
        if self._named(_DOCTORS) is None:
            return None
        return Intent.BOOK if speaks_of_visit(words_of(self.said.message)) else self._wanted()

    def _asks_who(self) -> bool:
        """Whether a question begins the search for somebody who is there on a day: "is Dr Bell in on Fridays?"."""
        words = words_of(self.said.message)
        begins = self.task is None and self.offer.move is None and self.said.intent is Intent.FIND_DOCTOR
        return begins and self._named(frozenset({Intent.BOOK})) is None and words.is_question(0)

    def _is_search(self) -> bool:
        """Whether doctors are asked for: who else there is, who is near, any of a kind."""
        if self.said.says(Intent.MORE):
            return self.task is not Intent.BOOK or self.offer.move is not Move.TERMS
        if not self._is_sure(Intent.FIND_DOCTOR):
            return False
        return not (self.task is Intent.BOOK and self._names_doctor())

    def _wanted(self) -> Intent | None:
        """Which errand it is to want a doctor, without a word of an appointment."""
        if not self._is_sure(Intent.BOOK):
            return self.task or (Intent.BOOK if self._names_doctor() else Intent.FIND_DOCTOR)
        asked = self.offer.move is Move.SEARCH and not self.offer.doctors
        return Intent.FIND_DOCTOR if asked else Intent.BOOK

    def _goes_on(self) -> Intent | None:
        """The errand that a bare fact or a refusal belongs to."""
        if self.offer.move is Move.SEARCH and (self._narrows() or self.task is None):
            return Intent.FIND_DOCTOR
        if self.task is not None:
            refused = self.said.intent in _REFUSALS and not self._narrows()
            return self.task if not refused or self.offer.move else None
        if self._names_doctor():
            return Intent.BOOK
        named = any(m.intent is Intent.BOOK and m.certainty <= GUESS for m in self.said.intents)
        told = self.said.complaint or self.said.whens or speaks_of_visit(words_of(self.said.message))
        wants = named and not told
        if self.gained.get("location") or wants:
            return Intent.FIND_DOCTOR
        return Intent.BOOK if self.said.intent is Intent.BOOK else None

    def _taken(self) -> Intent | None:
        """The errand that a yes begins or goes on with."""
        if self.offer.move in (Move.VISIT, Move.TERMS):
            return self.task if self.task in (Intent.CANCEL, Intent.RESCHEDULE) else Intent.BOOK
        return Intent.FIND_DOCTOR if self.task is None and self.offer.move is Move.SEARCH else None

    # --- what the message holds ---

    def _named(self, wanted: frozenset[Intent], least: float = LEVELS["likely"]) -> Intent | None:
        return next((m.intent for m in self.said.intents if m.intent in wanted and m.certainty >= least), None)

    def _is_sure(self, intent: Intent) -> bool:
        return any(m.intent is intent and m.certainty >= LEVELS["sure"] for m in self.said.intents)

    def _is_timed(self) -> bool:
        return any(
            (w.dates or w.times) and not w.past and not w.rejected and not self._is_of_a_search(w)
            for w in self.said.whens
        )

    def _is_of_a_search(self, when: When) -> bool:
        """Whether a time only belongs to a question for doctors: "which of them work on Saturdays?"."""
        searches = (m.span for m in self.said.intents if m.intent is Intent.FIND_DOCTOR)
        return self.task is None and any(
            span.start < when.span.start and when.span.end <= span.end for span in searches
        )

    def _puts_off(self) -> bool:
        """Whether another time altogether is meant: "some other time", to "shall I book it?"."""
        asks_later = any(when.shift for when in self.said.whens) or Field.TIME in self.said.cleared
        return self.offer.move is Move.VISIT and asks_later and self.said.says(Intent.MORE, Intent.OTHER)

    def _names_doctor(self) -> bool:
        return any(mention.codes and not mention.rejected for mention in self.said.doctors)

    def _narrows(self) -> bool:
        """Whether it says where or what kind, which a search asks."""
        return any(self.gained.get(name) for name in ("location", "speciality"))

    def _adds(self) -> bool:
        return self._is_timed() or self._narrows() or self._names_doctor() or self._is_sure(Intent.FIND_DOCTOR)
