"""An errand laid aside, taken up again with its facts."""

from __future__ import annotations

from conversation.state import BookingState, Suspended


def taking_up(state: BookingState, aside: Suspended) -> BookingState:
    """The state that goes on with an errand laid aside, as a further one; what was asked and offered is over."""
    facts = BookingState.model_validate(aside.facts)
    return state.without_errand().with_(
        suspended=tuple(each for each in state.suspended if each is not aside),
        question=None,
        offered=(),
        errand=state.errand + 1,
        **{name: getattr(facts, name) for name in aside.facts},
    )
