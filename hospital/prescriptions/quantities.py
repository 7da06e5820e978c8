"""How much of a medicine is to be given for a course, by its form. Pure arithmetic; whole pieces, whole packs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from hospital.errors import InvalidError

COUNTED = frozenset("tablet capsule suppository sachet patch injection ampoule lozenge".split())
"""Given by the piece; a dose is a number of them."""
MEASURED = {
    "syrup": "ml",
    "solution": "ml",
    "suspension": "ml",
    "drops": "drop",
    "cream": "g",
    "ointment": "g",
    "gel": "g",
    "inhaler": "puff",
    "spray": "puff",
}
"""Given by the pack; a dose is measured in this unit."""
FORMS = COUNTED | MEASURED.keys()
MOST_PIECES = Decimal(10_000)
MOST_DAYS = 366
MOST_DOSE = Decimal(100_000)
"""In pieces or units; also the most that a pack holds."""
_LONGEST_INTERVAL = 31


@dataclass
class DosageError(InvalidError):
    """A dosage that makes no sense; `field` says where."""

    field: str


@dataclass(frozen=True)
class Dosage:
    """How a medicine is taken. `dose` is one dose in pieces, or in the unit of its form; where it is taken `as_needed`,
    `times_a_day` is the most that may be. `pack` is how much one pack holds, for forms that come in packs.
    """

    form: str
    dose: Decimal
    times_a_day: Decimal
    days: int
    route: str = "oral"
    as_needed: bool = False
    pack: Decimal | None = None


@dataclass(frozen=True)
class Quantity:
    """How much is to be given: whole pieces, or whole packs."""

    amount: Decimal
    unit: str


def unit_of(form: str) -> str:
    """In what a dose of a form is measured: pieces by the form's name, or millilitres, grams... Raises DosageError."""
    if form in COUNTED:
        return form
    if form in MEASURED:
        return MEASURED[form]
    raise DosageError("form")


def interval_of(times_a_day: Decimal) -> int | None:
    """From one day of taking it to the next, in days, where that is less often than once a day: 0.143 is every seven.

    None where it is taken daily, or at no interval of days.
    """
    if not 0 < times_a_day < 1:
        return None
    days = int((1 / times_a_day).to_integral_value())
    is_meant = days <= _LONGEST_INTERVAL and (1 / Decimal(days)).quantize(Decimal("0.001")) == times_a_day
    return days if is_meant else None


def quantity_of(dosage: Dosage) -> Quantity:
    """What a course takes. Raises DosageError."""
    unit_of(dosage.form)
    for field in ("dose", "times_a_day"):
        if not _is_amount(getattr(dosage, field)):
            raise DosageError(field)
    if not 1 <= dosage.days <= MOST_DAYS:
        raise DosageError("days")
    total = dosage.dose * _times(dosage)
    if dosage.form in COUNTED:
        return Quantity(_whole(total), dosage.form)
    if dosage.pack is None or not _is_amount(dosage.pack):
        raise DosageError("pack")
    return Quantity(_whole(total / dosage.pack), "pack")


def _is_amount(value: Decimal) -> bool:
    """Whether it can be a dose: a number with at most three places, as rows keep them."""
    return value.is_finite() and 0 < value <= MOST_DOSE and value == value.quantize(Decimal("0.001"))


def _times(dosage: Dosage) -> Decimal:
    """How often it is taken in the whole course."""
    interval = interval_of(dosage.times_a_day)
    if interval is None:
        return dosage.times_a_day * dosage.days
    return (Decimal(dosage.days) / interval).to_integral_value(ROUND_CEILING)


def _whole(amount: Decimal) -> Decimal:
    pieces = amount.to_integral_value(ROUND_CEILING)
    if not 0 < pieces <= MOST_PIECES:
        raise DosageError("quantity")
    return pieces
