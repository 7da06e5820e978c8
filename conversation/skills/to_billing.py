"""Offering that a person of billing takes over."""

from __future__ import annotations

from conversation.extractors.entities import Intent
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.handoff import keep_unmet
from conversation.turn import Desk


def offer_billing(desk: Desk, pen: Pen, say: Say) -> None:
    """Say this and offer a person of billing; where something else is open, that stays what is asked."""
    pen.keep(topic="billing")
    keep_unmet(desk, pen, Intent.BILLING)
    looking = pen.state.looking
    if pen.state.question is None and (looking is None or looking.back is None):
        human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
        pen.ask("offer_human", say, (human,), phone=desk.hospital.phone or "")
    else:
        pen.tell(say, phone=desk.hospital.phone or "")
