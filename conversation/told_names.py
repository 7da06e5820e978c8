"""What patients on file are called in words to somebody whom nobody vouches for: as they called them, never more.

Whoever tells a short name, a birth date and calls from the number on file has the visit booked for whom they mean; the
rest of the name is none of what they told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from conversation.phrases.voice import Told
from conversation.proofs import level_of
from conversation.state import BookingState
from conversation.turn import Desk, Outcome
from hospital import people


def as_told(desk: Desk, state: BookingState, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The outcomes with the names by which people were called here."""
    named = [(people.by_number(desk.unit, number), said) for number, said in state.told_names.items()]
    hidden = {p.name: said for p, said in named if p is not None and level_of(desk, state, p) < 1}
    if not hidden:
        return tuple(outcomes)
    return tuple(
        replace(
            outcome,
            facts={key: _called(fact, hidden) for key, fact in outcome.facts.items()},
            options=tuple(o.model_copy(update={"label": _called(o.label, hidden)}) for o in outcome.options),
        )
        for outcome in outcomes
    )


def _called(fact: Any, hidden: dict[str, str]) -> Any:
    if isinstance(fact, Told):
        told, again = _called(str(fact), hidden), fact.again
        return fact if told == fact else Told.of(told, lambda voice: str(_called(again(voice), hidden)))
    if isinstance(fact, str):
        for name, said in hidden.items():
            fact = fact.replace(name, said)
        return fact
    return [_called(each, hidden) for each in fact] if isinstance(fact, list | tuple) else fact
