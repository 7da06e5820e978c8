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


def quantity_of(dosage: Dosage) -> Quantity:
    """What a course takes. Raises DosageError."""
    unit_of(dosage.form)
    for field in ("dose", "times_a_day"):
        value: Decimal = getattr(dosage, field)
        if not value.is_finite() or value <= 0 or value != value.quantize(Decimal("0.001")):
            raise DosageError(field)
    if not 1 <= dosage.days <= MOST_DAYS:
        raise DosageError("days")
    total = dosage.dose * dosage.times_a_day * dosage.days
    if dosage.form in COUNTED:
        return Quantity(_whole(total), dosage.form)
    if dosage.pack is None or not dosage.pack.is_finite() or dosage.pack <= 0:
        raise DosageError("pack")
    return Quantity(_whole(total / dosage.pack), "pack")


def _whole(amount: Decimal) -> Decimal:
    pieces = amount.to_integral_value(ROUND_CEILING)
    if not 0 < pieces <= MOST_PIECES:
        raise DosageError("quantity")
    return pieces
