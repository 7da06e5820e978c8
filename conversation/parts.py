"""What an engine is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conversation.graph import RunTurn
from conversation.messages import InboundMessage
from conversation.model.asking import Model
from conversation.papers import AT_DESK, Papers
from conversation.store import HotStore
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.office import Office

PULLED = frozenset({"webchat", "voice", "terminal"})
"""Channels whose waiting request carries the reply back."""

BringIn = Callable[[InboundMessage, Callable[[], bool]], InboundMessage]
"""Gives the message with its files stored and what was spoken heard. It may take long: it asks now and then whether
to go on, which also keeps the conversation in this process' hands."""


@dataclass(frozen=True)
class Parts:
    """What the engine, and all that works for it, is handed by whoever wires the house."""

    office: Office
    directory: Directory
    store: HotStore
    run_turn: RunTurn
    owner: str
    """Names this process in leases."""
    pulled: Callable[[str], bool] = PULLED.__contains__
    bring_in: BringIn | None = None
    """Fetches what a message's channel still keeps for us, before its turn."""
    model: Model | None = None
    """Fills what the rules leave open, where one is configured."""
    pays_by: Callable[[Hospital], str | None] = lambda hospital: None
    """The provider by which a hospital's bills can be paid online."""
    papers: Papers = AT_DESK
    """How reports get to people."""
