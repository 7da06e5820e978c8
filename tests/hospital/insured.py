"""Charges, shares, invoices and claims of insured patients, as their tests make them.

Iris has Laya Essential (100 deductible, then 10 a visit, then 70 % paid, up to 2000 a year; radiology must be
authorised; only in the main building), Hugo has Laya Simple (80 % paid), Olga has nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from hospital import charges
from hospital.charges import Charge, NewCharge
from hospital.insurance import authorisations, changing, coverages, recording, settling, sharing
from hospital.insurance.authorisations import Answer, Authorisation
from hospital.insurance.changing import Change
from hospital.insurance.claim_records import Claim
from hospital.insurance.coverages import Coverage
from hospital.insurance.recording import NewCoverage
from hospital.insurance.shares import Line, Share
from hospital.insurance.terms import OwnTerms
from tests.hospital.clinic import IRIS, NOW
from tests.hospital.house import BILLING, DESK, House

YEAR_END = date(2026, 12, 31)


def seen(*values: object) -> tuple[object, ...]:
    """What came of something, side by side; amounts equal whole numbers."""
    return values


def euros(amount: str) -> Decimal:
    return Decimal(amount)


def charge(
    house: House,
    number: str,
    amount: str,
    category: str = "visit",
    *,
    source: str = "order O-1",
    site: str | None = "main",
    code: str | None = None,
    at: datetime = NOW,
) -> Charge:
    """Something that a patient is charged for."""
    location = house.hospital.locations[site].id if site is not None else None
    new = NewCharge(
        source, house.patient(number), "service", source, Decimal(amount), category=category, code=code,
        location_id=location, occurred_at=at,
    )  # fmt: skip
    return house.write(lambda unit: charges.add(unit, house.hospital, new))


def share(house: House, *wanted: Charge, on: date | None = None) -> Share:
    return house.write(lambda unit: sharing.share_of(unit, house.hospital, wanted[0].patient_id, wanted, on))


def issue(house: House, invoice: str, *wanted: Charge) -> Sequence[Claim]:
    """An invoice's share is worked out and used in one transaction, as billing does."""
    return house.write(
        lambda unit: settling.issued(
            unit, house.hospital, sharing.share_of(unit, house.hospital, wanted[0].patient_id, wanted), invoice
        )
    )


def credit(house: House, invoice: str, charge_ids: Sequence[int] | None = None) -> None:
    house.write(lambda unit: settling.credited(unit, house.hospital, invoice, charge_ids))


def told(line: Line) -> tuple[str, str, dict[str, str]]:
    """What the insurer pays, what the patient owes, and why, as text."""
    return f"{line.insurer:.2f}", f"{line.patient:.2f}", {str(each.why): f"{each.amount:.2f}" for each in line.reasons}


def policy(house: House, number: str = IRIS) -> Coverage:
    """The first policy of a patient."""
    return house.read(lambda unit: coverages.all_of(unit, house.patient(number)))[0]


def record(house: House, new: NewCoverage, key: str = "policy") -> Coverage:
    return house.as_(DESK, lambda unit, actor: recording.record(unit, house.hospital, actor, new, key=key))


def agree(house: House, own: OwnTerms, number: str = IRIS) -> Coverage:
    """A patient's policy gets terms of its own."""
    mine = policy(house, number).reference
    return house.as_(
        DESK, lambda unit, actor: changing.amend(unit, house.hospital, actor, mine, Change(terms=own), reason="agreed")
    )


def ask(house: House, code: str | None = None, key: str = "ask") -> Authorisation:
    wanted = authorisations.Wanted(house.patient(IRIS), policy(house).reference, "radiology", "a scan", code)
    return house.as_(DESK, lambda unit, actor: authorisations.ask(unit, house.hospital, actor, wanted, key=key))


def grant(house: House, answer: Answer, code: str | None = None, key: str = "ask") -> Authorisation:
    reference = ask(house, code, key).reference
    return house.as_(BILLING, lambda unit, actor: authorisations.grant(unit, house.hospital, actor, reference, answer))
