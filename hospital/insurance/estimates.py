"""What something would cost, and who would pay it: an estimate, never a promise.

It counts what was done and is not billed yet first, since that uses the year's deductible and limit before it. Nothing
is used, and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select

from db.models import ProductRow
from hospital import access, charges
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.insurance import coverages, sharing
from hospital.insurance.coverages import ACTIVE, DRAFT, Coverage
from hospital.insurance.errors import InsuranceError
from hospital.insurance.shares import ZERO, Item, Line, Why
from hospital.money import rounded
from hospital.office import Unit

VALID = timedelta(days=30)
"""Prices and what is used of a policy change: an older estimate is asked for anew."""
MOST = 50
"""Things in one estimate."""
MOST_PIECES = Decimal(100_000)


class Kind(StrEnum):
    """What is wanted: a visit to a doctor, a service, a product of the pharmacy."""

    VISIT = "visit"
    SERVICE = "service"
    PRODUCT = "product"


class Unsure(StrEnum):
    """What is not certain of an estimate."""

    NO_PRICE = "no_price"
    NO_COVERAGE = "no_coverage"
    """No policy is on file for that day."""
    NOT_CHECKED = "not_checked"
    """A policy was told and nobody has checked it."""
    AUTHORISATION = "authorisation"
    """The insurer must be asked first."""
    SITE = "site"
    """The plan holds at some sites only, and where it will be is not known."""


UNTOLD = frozenset({Unsure.NOT_CHECKED, Unsure.AUTHORISATION, Unsure.SITE})
"""With one of these nobody can tell what the insurer pays: the full price is told alone."""


@dataclass(frozen=True)
class Wanted:
    """Something whose price is asked: by a doctor's code, a service's code, or a product's sku."""

    kind: Kind
    code: str
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True)
class EstimateLine:
    """One thing: its price for all pieces, None where there is none; `share` tells who would pay and why."""

    description: str
    price: Decimal | None
    share: Line | None


@dataclass(frozen=True)
class Estimate:
    """An estimate in the hospital's currency for a day; it stands until `valid_until`, on the hospital's clock.

    `total` is None where a price is unknown, `insurer` and `patient` where nobody can tell what the insurer pays.
    """

    on: date
    currency: str
    lines: Sequence[EstimateLine]
    total: Decimal | None
    insurer: Decimal | None
    patient: Decimal | None
    unsure: Sequence[Unsure]
    valid_until: date

    def because(self, why: Why) -> Decimal:
        """What of the patient's part is for one reason."""
        found = (each.amount for line in self.lines if line.share for each in line.share.reasons if each.why is why)
        return sum(found, ZERO)


@dataclass(frozen=True)
class _Priced:
    description: str
    category: str
    price: Decimal | None
    site: str | None


def estimate_of(
    unit: Unit, hospital: Hospital, actor: Actor, patient_id: int, wanted: Sequence[Wanted], on: date
) -> Estimate:
    """What some things would cost a patient on a day.

    Raises ForbiddenError, ProofNeededError, NotFoundError for what is not on the hospital's lists, InsuranceError for
    none, too many, or a number of pieces that nobody buys.
    """
    access.require(unit, actor, "estimate.read", patient_id)
    if not 1 <= len(wanted) <= MOST or any(not _is_number(each.quantity) for each in wanted):
        raise InsuranceError("wanted")
    priced = [_priced(unit, hospital, each) for each in wanted]
    before = [sharing.item_of(hospital, charge) for charge in charges.not_issued(unit, patient_id)]
    items = [
        Item(
            told.description,
            told.category,
            rounded(told.price * each.quantity, hospital.currency),
            on,
            each.code,
            told.site,
        )
        for each, told in zip(wanted, priced, strict=True)
        if told.price is not None
    ]
    shared = sharing.shared(unit, hospital, patient_id, [*before, *items])
    found = iter(shared.lines[len(before) :])
    lines = []
    for told in priced:
        line = next(found) if told.price is not None else None
        lines.append(EstimateLine(told.description, line.item.amount if line is not None else None, line))
    policies = coverages.all_of(unit, patient_id)
    unsure = _unsure(lines, [each for each in policies if each.holds_on(on)])
    return _estimate(hospital, lines, unsure, on, _valid_until(hospital, unit, policies, on))


def _is_number(quantity: Decimal) -> bool:
    return quantity.is_finite() and 0 < quantity <= MOST_PIECES and quantity == quantity.to_integral_value()


def _priced(unit: Unit, hospital: Hospital, wanted: Wanted) -> _Priced:
    if wanted.kind is Kind.VISIT:
        doctor = hospital.doctor(wanted.code)
        if not doctor.is_active:
            raise NotFoundError(wanted.code)
        return _Priced(doctor.name, "visit", doctor.fee, doctor.location.code if doctor.location else None)
    if wanted.kind is Kind.SERVICE:
        service = hospital.services.get(wanted.code)
        if service is None:
            raise NotFoundError(wanted.code)
        return _Priced(service.name, service.kind, service.price, _only_site(hospital))
    row = unit.connection.execute(
        select(ProductRow.name, ProductRow.price).where(ProductRow.sku == wanted.code, ProductRow.retired_at.is_(None))
    ).one_or_none()
    if row is None:
        raise NotFoundError(wanted.code)
    return _Priced(row.name, "product", row.price, _only_site(hospital))


def _only_site(hospital: Hospital) -> str | None:
    sites = list(hospital.locations)
    return sites[0] if len(sites) == 1 else None


def _unsure(lines: Sequence[EstimateLine], policies: Sequence[Coverage]) -> list[Unsure]:
    active = [each for each in policies if each.status == ACTIVE]
    shares = [line.share for line in lines if line.share is not None]
    why = {reason.why for share in shares for part in share.parts for reason in part.reasons}
    has_sites = any(policy.terms.locations for policy in active)
    told = {
        Unsure.NO_PRICE: any(line.price is None for line in lines),
        Unsure.NO_COVERAGE: not active,
        Unsure.NOT_CHECKED: any(each.status == DRAFT for each in policies),
        Unsure.AUTHORISATION: Why.LACKS_AUTHORISATION in why,
        Unsure.SITE: has_sites and any(share.item.location is None for share in shares),
    }
    return [each for each, holds in told.items() if holds]


def _estimate(
    hospital: Hospital, lines: Sequence[EstimateLine], unsure: Sequence[Unsure], on: date, valid_until: date
) -> Estimate:
    prices = [line.price for line in lines]
    total = None if None in prices else sum((price for price in prices if price is not None), ZERO)
    shares = [line.share for line in lines if line.share is not None]
    is_told = total is not None and not UNTOLD & set(unsure)
    insurer = sum((share.insurer for share in shares), ZERO) if is_told else None
    patient = sum((share.patient for share in shares), ZERO) if is_told else None
    return Estimate(on, hospital.currency, lines, total, insurer, patient, unsure, valid_until)


def _valid_until(hospital: Hospital, unit: Unit, policies: Sequence[Coverage], on: date) -> date:
    """At most a month, not past the day itself, nor the end of the policies and of the year that were counted with."""
    today = hospital.local(unit.now).date()
    ends = [
        each.ends_on for each in policies if each.status == ACTIVE and each.ends_on is not None and each.holds_on(on)
    ]
    return max(today, min([today + VALID, on, date(on.year, 12, 31), *ends]))
