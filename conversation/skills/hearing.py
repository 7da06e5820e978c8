"""What was spoken and written down here is said back first, so that whoever spoke sees what was made of it."""

from __future__ import annotations

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.turn import Desk

_QUOTED = 300


def quote_heard(desk: Desk, pen: Pen) -> None:
    """Say what was heard."""
    words = " ".join(desk.message.text.split())
    pen.tell(Say.I_HEARD, words=words if len(words) <= _QUOTED else f"{words[:_QUOTED].rsplit(' ', 1)[0]} …")
