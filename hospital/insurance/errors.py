"""What can stand against a policy, an authorisation or a claim, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hospital.errors import ConflictError, InvalidError, NotAllowedError


@dataclass
class InsuranceError(InvalidError):
    """It makes no sense like this; `field` says where."""

    field: str


@dataclass
class CurrencyError(InvalidError):
    """An amount in another currency than the hospital's; nothing is converted here."""

    currency: str
    expected: str


@dataclass
class OverlappingCoverError(ConflictError):
    """Another policy has the same place in the order on some of these days."""

    reference: str
    position: int


class SomebodyElsesPolicyError(NotAllowedError):
    """The member number, or the policy, is another patient's."""


@dataclass
class InsuranceStatusError(NotAllowedError):
    """A policy, an authorisation or a claim cannot go from one status to the other."""

    from_status: str
    to_status: str


class StaleShareError(ConflictError):
    """Something was used of the policy since the share was worked out: it must be worked out anew."""


class UsedTwiceError(ConflictError):
    """A charge uses its policy already, on another invoice."""


@dataclass
class TooMuchError(InvalidError):
    """More than is left to decide or to give back."""

    left: Decimal
