"""What the test of rights needs to know of an act on the records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hospital.access import Actor
from hospital.office import Unit
from tests.hospital.house import House


@dataclass(frozen=True)
class Act:
    """How a capability is called. `made` prepares what it acts on, in the record of Iris whom Dr Adler is seeing."""

    permission: str
    made: Callable[[House], Any]
    do: Callable[[Unit, House, Actor, Any], object]


def nothing(house: House) -> None:
    """For acts that need nothing beforehand."""
