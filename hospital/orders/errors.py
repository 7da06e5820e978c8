"""What can stand against an order, as facts."""

from __future__ import annotations

from dataclasses import dataclass

from hospital.errors import InvalidError, NotAllowedError


@dataclass
class OrderError(InvalidError):
    """It cannot be ordered like this; `field` says where."""

    field: str


@dataclass
class OrderStatusError(NotAllowedError):
    """An order cannot go from one status to the other."""

    from_status: str
    to_status: str


class NotTheirOrderError(NotAllowedError):
    """Only whoever wrote a draft changes it or makes an order of it."""
