"""Who owes what of some charges, and why, as data. Amounts are exact, in the hospital's currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)
Year = tuple[int, int]
"""A policy's row and a calendar year on the hospital's clock."""


class Why(StrEnum):
    """Why an insurer does not pay an amount."""

    NO_COVERAGE = "no_coverage"
    """No policy holds on that day."""
    NOT_COVERED = "not_covered"
    """The policy leaves the category out."""
    NOT_AT_THIS_SITE = "not_at_this_site"
    LACKS_AUTHORISATION = "lacks_authorisation"
    OVER_AUTHORISED = "over_authorised"
    """More than the insurer granted."""
    DEDUCTIBLE = "deductible"
    """What the patient pays each year before the insurer does."""
    COPAY = "copay"
    """A fixed amount for each visit, or for each charge of a category that has one."""
    OWN_PERCENT = "own_percent"
    """The patient's part of the rest."""
    OVER_LIMIT = "over_limit"
    """The year's limit is reached."""


@dataclass(frozen=True)
class Reason:
    """An amount that is not paid, and why."""

    why: Why
    amount: Decimal


@dataclass(frozen=True)
class Item:
    """Something to share: a charge, or what will be one (then without a `charge_id`). `location` is a site's code."""

    description: str
    category: str
    amount: Decimal
    day: date
    code: str | None = None
    location: str | None = None
    charge_id: int | None = None


@dataclass(frozen=True)
class Part:
    """What one policy does with what those before it left: `base` is `pays` and all reasons together."""

    coverage_id: int
    coverage: str
    insurer: str
    year: int
    base: Decimal
    pays: Decimal
    reasons: Sequence[Reason]
    authorisation_id: int | None = None

    @property
    def deductible(self) -> Decimal:
        """What of the year's deductible it uses."""
        return sum((each.amount for each in self.reasons if each.why is Why.DEDUCTIBLE), ZERO)


@dataclass(frozen=True)
class Line:
    """One charge with what each policy pays, in their order."""

    item: Item
    parts: Sequence[Part]

    @property
    def insurer(self) -> Decimal:
        """What all policies pay together."""
        return sum((part.pays for part in self.parts), ZERO)

    @property
    def patient(self) -> Decimal:
        """What the patient owes."""
        return self.item.amount - self.insurer

    @property
    def reasons(self) -> Sequence[Reason]:
        """Why the patient owes it: what the last policy leaves."""
        if not self.item.amount:
            return ()
        return self.parts[-1].reasons if self.parts else (Reason(Why.NO_COVERAGE, self.item.amount),)


@dataclass(frozen=True)
class Used:
    """What of a policy is used in a year."""

    deductible: Decimal = ZERO
    paid: Decimal = ZERO


@dataclass(frozen=True)
class Share:
    """All lines, and what was used of each policy when they were worked out."""

    patient_id: int
    currency: str
    lines: Sequence[Line]
    seen: Mapping[Year, Used] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """What everything costs."""
        return sum((line.item.amount for line in self.lines), ZERO)

    @property
    def insurer(self) -> Decimal:
        """What insurers pay."""
        return sum((line.insurer for line in self.lines), ZERO)

    @property
    def patient(self) -> Decimal:
        """What the patient owes."""
        return sum((line.patient for line in self.lines), ZERO)
