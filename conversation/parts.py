"""What an engine is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conversation.graph import RunTurn
from conversation.model.asking import Model
from conversation.store import HotStore
from hospital.directory import Directory
from hospital.office import Office

PULLED = frozenset({"webchat", "voice", "terminal"})
"""Channels whose waiting request carries the reply back."""


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
    model: Model | None = None
    """Fills what the rules leave open, where one is configured."""
