"""What can stand against a bill, a payment or a refund, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hospital.errors import ConflictError, InvalidError, NotAllowedError


@dataclass
class BillingError(InvalidError):
    """It cannot be done like this; `field` says where."""

    field: str


@dataclass
class BillingStatusError(NotAllowedError):
    """An invoice, a link or a refund cannot go from one status to the other."""

    from_status: str
    to_status: str


@dataclass
class TooManyLinesError(InvalidError):
    """More than one paper carries; `limit` says how much that is."""

    limit: int


class NothingToBillError(ConflictError):
    """There is no charge that is on no invoice."""


class ShareError(ConflictError):
    """Who owes what was not told for each charge, or does not add up to it."""


class SharesChangedError(ConflictError):
    """Who owes what is not any more as it was drafted: it must be drafted anew."""


class TamperedBillError(NotAllowedError):
    """It does not say any more what was issued."""


class InsurerPaidError(ConflictError):
    """An insurer has paid on the invoice: that must be taken off it first."""


@dataclass
class CurrencyError(InvalidError):
    """Money of another currency than the hospital's, or than it was asked for in."""

    expected: str
    found: str


@dataclass
class NotOwedError(ConflictError):
    """More than is owed, or nothing is owed any more. `owed` is what is."""

    owed: Decimal


@dataclass
class NotRefundableError(NotAllowedError):
    """More than what was paid and no invoice needs. `refundable` is what could be given back."""

    refundable: Decimal


class SecondPersonError(NotAllowedError):
    """Somebody else than who asked for it must agree."""


class TillOpenError(ConflictError):
    """There is an open till at this desk."""


class TillClosedError(ConflictError):
    """The till is closed."""


@dataclass
class TillShortError(ConflictError):
    """There is not so much cash in the till. `there` is what should be."""

    there: Decimal


@dataclass
class NotedBeforeError(ConflictError):
    """This slip of a card or transfer of a bank is recorded already, as `payment`."""

    payment: str
