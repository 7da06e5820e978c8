"""What a policy pays: its plan's terms from the hospital file, with what was agreed otherwise for the one policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hospital.directory import Hospital
from hospital.insurance.errors import CurrencyError, InsuranceError
from hospital.money import checked

MOST_CATEGORIES = 40
VISIT = "visit"
AMOUNTS = ("annual_limit", "deductible", "copay")


@dataclass(frozen=True)
class CategoryTerms:
    """How one category of services differs: a service's kind (`radiology`), else the charge's (`visit`, `product`).

    `copay` is a fixed amount for each charge, `copay_percent` the patient's part of the rest, 0 to 100.
    """

    copay: Decimal | None = None
    copay_percent: int | None = None
    is_covered: bool = True
    needs_authorisation: bool | None = None


@dataclass(frozen=True)
class OwnTerms:
    """What of a policy differs from its plan; None for what does not. Amounts are in `currency`, `copay` of a visit."""

    currency: str
    covers_percent: int | None = None
    annual_limit: Decimal | None = None
    deductible: Decimal | None = None
    copay: Decimal | None = None
    by_category: Mapping[str, CategoryTerms] = field(default_factory=dict)


@dataclass(frozen=True)
class CategoryShare:
    """What holds for charges of one category."""

    copay: Decimal
    patient_percent: int
    is_covered: bool
    needs_authorisation: bool


@dataclass(frozen=True)
class Terms:
    """What a policy pays in a calendar year. `copay` is of each visit; other categories have only copays of their own.
    `locations` are the codes of the only sites where it holds, if any.
    """

    covers_percent: int
    annual_limit: Decimal | None = None
    deductible: Decimal = Decimal(0)
    copay: Decimal = Decimal(0)
    by_category: Mapping[str, CategoryTerms] = field(default_factory=dict)
    needs_authorisation: frozenset[str] = frozenset()
    locations: frozenset[str] = frozenset()

    def of(self, category: str) -> CategoryShare:
        """What holds for a category."""
        own = self.by_category.get(category, CategoryTerms())
        percent = own.copay_percent if own.copay_percent is not None else 100 - self.covers_percent
        needs = own.needs_authorisation
        return CategoryShare(
            copay=own.copay if own.copay is not None else self.copay if category == VISIT else Decimal(0),
            patient_percent=percent,
            is_covered=own.is_covered,
            needs_authorisation=category in self.needs_authorisation if needs is None else needs,
        )


def check_currency(hospital: Hospital, currency: str) -> None:
    """Raise CurrencyError for any other than the hospital's."""
    if currency != hospital.currency:
        raise CurrencyError(currency, hospital.currency)


def stored(own: OwnTerms, hospital: Hospital) -> dict[str, Any]:
    """Own terms as the database keeps them. Raises CurrencyError, InsuranceError, money.AmountError."""
    check_currency(hospital, own.currency)
    told: dict[str, Any] = {
        name: str(checked(amount, own.currency)) for name in AMOUNTS if (amount := getattr(own, name)) is not None
    }
    if own.covers_percent is not None:
        told["covers_percent"] = _percent(own.covers_percent, "covers_percent")
    if len(own.by_category) > MOST_CATEGORIES:
        raise InsuranceError("by_category")
    categories = {name: _stored_category(name, each, own.currency) for name, each in own.by_category.items()}
    return {**told, **({"by_category": categories} if categories else {})}


def _stored_category(name: str, own: CategoryTerms, currency: str) -> dict[str, Any]:
    if not name.strip() or len(name) > 32:
        raise InsuranceError("by_category")
    told: dict[str, Any] = {}
    if own.copay is not None:
        told["copay"] = str(checked(own.copay, currency))
    if own.copay_percent is not None:
        told["copay_percent"] = _percent(own.copay_percent, "copay_percent")
    if not own.is_covered:
        told["is_covered"] = False
    if own.needs_authorisation is not None:
        told["needs_authorisation"] = own.needs_authorisation
    return told


def _percent(value: int, name: str) -> int:
    if not 0 <= value <= 100:
        raise InsuranceError(name)
    return value


def effective(covers_percent: int, details: Mapping[str, Any], own: Mapping[str, Any]) -> Terms:
    """The terms of a policy from its plan's row and its own stored ones."""
    both = {**details, **own}
    limit = both.get("annual_limit")
    return Terms(
        covers_percent=int(own.get("covers_percent", covers_percent)),
        annual_limit=None if limit is None else Decimal(str(limit)),
        deductible=Decimal(str(both.get("deductible") or 0)),
        copay=Decimal(str(both.get("copay") or 0)),
        by_category={name: _category(told) for name, told in own.get("by_category", {}).items()},
        needs_authorisation=frozenset(details.get("needs_authorisation") or ()),
        locations=frozenset(details.get("locations") or ()),
    )


def _category(told: Mapping[str, Any]) -> CategoryTerms:
    copay = told.get("copay")
    return CategoryTerms(
        copay=None if copay is None else Decimal(copay),
        copay_percent=told.get("copay_percent"),
        is_covered=told.get("is_covered", True),
        needs_authorisation=told.get("needs_authorisation"),
    )
