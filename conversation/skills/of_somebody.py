"""Skills about somebody's records, made of what they tell once it is known whose, and proven who asks."""

from __future__ import annotations

from collections.abc import Callable

from conversation.pen import Pen
from conversation.skills.pace import remind
from conversation.skills.whose import WHICH, Needs, Owner, next_of, whose
from conversation.turn import Desk

Of = Callable[[Desk, Pen, Owner], None]


def of_somebody(permission: Needs, tell: Of) -> Callable[[Desk, Pen], None]:
    """A skill about somebody's records: `tell` runs once it is known whose, and that they may do `permission`.

    Where it asks nothing itself, the question that was open before is asked again.
    """

    def skill(desk: Desk, pen: Pen) -> None:
        owner = whose(desk, pen, permission)
        while owner is not None:
            looking = pen.state.looking
            tell(desk, pen, owner)
            if any(outcome.question in WHICH for outcome in pen.outcomes):
                return
            if looking is not None and looking.also:
                # what is offered comes after the last of them
                pen.keep(looking=pen.state.looking or looking)
                pen.outcomes = [outcome for outcome in pen.outcomes if outcome.question is None]
            owner = next_of(desk, pen, permission)
        if not any(outcome.question for outcome in pen.outcomes):
            _go_back(desk, pen)

    return skill


def _go_back(desk: Desk, pen: Pen) -> None:
    """Come back to the question that was open before somebody had to prove who they are."""
    looking = pen.state.looking
    pen.keep(looking=None)
    if looking is None or looking.then or looking.back is None or pen.state.question == looking.back:
        return
    pen.keep(question=looking.back, offered=looking.back_offered)
    remind(desk, pen)
