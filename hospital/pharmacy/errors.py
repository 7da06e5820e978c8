"""What can stand in the way at the pharmacy, as facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from hospital.errors import ConflictError, InvalidError, NotAllowedError


@dataclass
class PharmacyError(InvalidError):
    """It cannot be written like this; `field` says where."""

    field: str


class PiecesError(InvalidError):
    """Not a whole number of pieces that can be kept or moved."""


@dataclass
class ExistsError(ConflictError):
    """A product or a place of this code is there already."""

    code: str


@dataclass
class ReferencedError(ConflictError):
    """Stock, prescriptions or orders are of this product: it can be retired, not removed or made another."""

    sku: str


@dataclass
class RetiredError(NotAllowedError):
    """The product is not given or ordered any more."""

    sku: str


@dataclass
class NotEnoughError(ConflictError):
    """There is less of it there than would leave. `there` is how much."""

    sku: str
    there: int


@dataclass
class OutOfStockError(ConflictError):
    """Nothing of what was asked for is there."""

    skus: Sequence[str]


@dataclass
class TooMuchError(NotAllowedError):
    """More than the prescription leaves to be given. `left` is how much may be."""

    left: int


@dataclass
class WrongProductError(NotAllowedError):
    """It is not what was prescribed or ordered."""

    sku: str


class SubstitutionProblem(StrEnum):
    """Why something else is not given in the place of what was prescribed."""

    NOT_ALLOWED = "not_allowed"
    """The prescriber said so."""
    NOT_EQUAL = "not_equal"
    """Another substance, strength or form: that is the prescriber's to decide."""
    NO_REASON = "no_reason"


@dataclass
class SubstitutionError(NotAllowedError):
    """A substitution that the rules do not allow."""

    problem: SubstitutionProblem


@dataclass
class ExpiredError(NotAllowedError):
    """The batch is out of date."""

    lot: str


@dataclass
class LotError(ConflictError):
    """This lot of the product is on file with another date of expiry."""

    lot: str


@dataclass
class StatusError(NotAllowedError):
    """A dispense, a count or an order cannot go from one status to the other."""

    from_status: str
    to_status: str


class SamePersonError(NotAllowedError):
    """Whoever counted does not approve the count."""


class ReturnedError(ConflictError):
    """Some of it came back already: it cannot have been recorded in error."""
