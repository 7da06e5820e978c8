"""Estimates: what is known of a price and who would pay it, and what nobody can tell yet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from db.models import CoverageUseRow
from hospital import insured_invoices
from hospital.errors import NotFoundError
from hospital.insurance import estimates
from hospital.insurance.authorisations import Answer
from hospital.insurance.errors import InsuranceError
from hospital.insurance.estimates import Estimate, Kind, Unsure, Wanted
from hospital.insurance.recording import NewCoverage
from hospital.insurance.shares import Why
from hospital.insurance.terms import OwnTerms
from hospital.pharmacy import products
from tests.hospital.clinic import HUGO, IRIS, MONDAY, OLGA
from tests.hospital.house import DESK, PHARMACIST, House
from tests.hospital.insured import YEAR_END, agree, charge, grant, issue, record, seen

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
VISIT, SCAN, LAB = Wanted(Kind.VISIT, "adler"), Wanted(Kind.SERVICE, "mri-knee"), Wanted(Kind.SERVICE, "lipid")
TABLETS = Wanted(Kind.PRODUCT, "PARA-500", Decimal(20))


def estimate(house: House, number: str, *wanted: Wanted, on: date = MONDAY) -> Estimate:
    patient = house.patient(number)
    return house.as_(DESK, lambda unit, actor: estimates.estimate_of(unit, house.hospital, actor, patient, wanted, on))


def amounts(told: Estimate) -> tuple[object, ...]:
    return told.total, told.insurer, told.patient


def test_a_price_is_shared_as_it_would_be_billed(house: House) -> None:
    told = estimate(house, HUGO, VISIT, TABLETS)
    # 120 and 20 times 0.08, of which 80 % are 96 and 1.28
    assert amounts(told) == (Decimal("121.60"), Decimal("97.28"), Decimal("24.32"))
    assert [(line.description, line.price) for line in told.lines] == [
        ("Dr Vera Adler", Decimal("120.00")),
        ("Paracetamol 500 mg tablets", Decimal("1.60")),
    ]
    assert told.unsure == []
    assert house.rows(CoverageUseRow) == []


def test_what_is_done_and_not_billed_yet_uses_the_deductible_first(house: House) -> None:
    # 120: 100 deductible, 10 copay, 70 % of 10
    assert amounts(estimate(house, IRIS, VISIT)) == (120, 7, 113)
    charge(house, IRIS, "100.00")
    told = estimate(house, IRIS, VISIT)
    # 10 copay, 70 % of 110
    assert amounts(told) == (120, 77, 43)
    assert told.because(Why.DEDUCTIBLE) == 0
    # a draft has used nothing of it yet
    patient = house.patient(IRIS)
    house.as_(DESK, lambda unit, actor: insured_invoices.draft(unit, house.hospital, actor, patient, key="draft"))
    assert amounts(estimate(house, IRIS, VISIT)) == (120, 77, 43)
    issue(house, "I-1", charge(house, IRIS, "100.00"))
    assert amounts(estimate(house, IRIS, VISIT)) == (120, 77, 43)


def test_where_the_insurer_must_be_asked_only_the_price_is_told(house: House) -> None:
    agree(house, OwnTerms("EUR", deductible=Decimal(0)))
    told = estimate(house, IRIS, SCAN)
    assert (amounts(told), Unsure.AUTHORISATION in told.unsure) == ((420, None, None), True)
    grant(house, Answer("N-1", YEAR_END))
    assert Unsure.AUTHORISATION not in estimate(house, IRIS, SCAN).unsure


def test_where_a_plan_holds_at_some_sites_only_a_service_without_its_site_is_not_told(house: House) -> None:
    told = estimate(house, IRIS, LAB)
    assert (amounts(told), told.unsure) == ((Decimal("32.50"), None, None), [Unsure.SITE])
    # Dr Ryan is in the annex, where the plan does not hold
    annex = estimate(house, IRIS, Wanted(Kind.VISIT, "ryan"))
    assert seen(amounts(annex), annex.because(Why.NOT_AT_THIS_SITE)) == ((80, 0, 80), 80)


def test_without_insurance_or_with_one_that_nobody_checked_it_says_so(house: House) -> None:
    told = estimate(house, OLGA, VISIT)
    assert (amounts(told), told.unsure) == ((120, 0, 120), [Unsure.NO_COVERAGE])
    new = NewCoverage(house.patient(OLGA), "laya", "simple", "LY-3", is_checked=False)
    record(house, new)
    told = estimate(house, OLGA, VISIT)
    assert (amounts(told), told.unsure) == ((120, None, None), [Unsure.NO_COVERAGE, Unsure.NOT_CHECKED])


def test_without_a_price_nothing_is_added_up(house: House) -> None:
    house.load(('    fee: "110.00"\n', ""))
    told = estimate(house, HUGO, VISIT, Wanted(Kind.VISIT, "brandt"))
    assert (amounts(told), told.unsure) == ((None, None, None), [Unsure.NO_PRICE])
    assert [line.price for line in told.lines] == [120, None]


def test_it_stands_no_longer_than_what_it_counts_with(house: House) -> None:
    assert estimate(house, HUGO, VISIT, on=date(2026, 6, 20)).valid_until == date(2026, 6, 20)
    assert estimate(house, HUGO, VISIT, on=YEAR_END).valid_until == date(2026, 7, 8)
    new = NewCoverage(house.patient(OLGA), "laya", "simple", "LY-3", ends_on=date(2026, 6, 30))
    record(house, new)
    assert estimate(house, OLGA, VISIT, on=date(2026, 6, 30)).valid_until == date(2026, 6, 30)
    assert Unsure.NO_COVERAGE in estimate(house, OLGA, VISIT, on=date(2026, 7, 1)).unsure


@pytest.mark.parametrize(
    "wanted",
    [
        [],
        [VISIT] * 51,
        *([Wanted(Kind.VISIT, "adler", Decimal(quantity))] for quantity in ("-1", "NaN", "0.5", "1e-30")),
    ],
)
def test_nothing_too_much_or_less_than_nothing_is_not_estimated(house: House, wanted: list[Wanted]) -> None:
    with pytest.raises(InsuranceError):
        estimate(house, HUGO, *wanted)


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_not_on_the_lists_is_not_found(house: House, kind: Kind) -> None:
    with pytest.raises(NotFoundError):
        estimate(house, HUGO, Wanted(kind, "nonesuch"))


def test_what_is_not_sold_any_more_has_no_price(house: House) -> None:
    house.as_(PHARMACIST, lambda unit, actor: products.retire(unit, actor, "PARA-500"))
    with pytest.raises(NotFoundError):
        estimate(house, HUGO, TABLETS)
