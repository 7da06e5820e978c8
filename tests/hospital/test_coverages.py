"""Policies: written down once, in an order without overlaps, never somebody else's; what they were stays known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from db.models import CoverageRow
from hospital.errors import NotFoundError
from hospital.insurance import changing, coverages, recording
from hospital.insurance.changing import Change
from hospital.insurance.coverages import Coverage
from hospital.insurance.errors import (
    CurrencyError,
    InsuranceError,
    InsuranceStatusError,
    OverlappingCoverError,
    SomebodyElsesPolicyError,
)
from hospital.insurance.recording import Holder, NewCoverage
from hospital.insurance.terms import CategoryTerms, OwnTerms
from hospital.money import AmountError
from tests.hospital.clinic import HUGO, IRIS, MONDAY, OLGA
from tests.hospital.house import AUDITOR, DESK, House
from tests.hospital.insured import agree, charge, policy, record, seen, share

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def new(house: House, number: str = OLGA, plan: str = "simple", member: str = "LY-3", **more: object) -> NewCoverage:
    return NewCoverage(house.patient(number), "laya", plan, member, **more)  # type: ignore[arg-type]


def amend(house: House, reference: str, change: Change) -> Coverage:
    return house.as_(
        DESK, lambda unit, actor: changing.amend(unit, house.hospital, actor, reference, change, reason="new card")
    )


# --- the hospital file ----------------------------------------------------------------------------


def test_the_hospital_file_makes_policies_once(house: House) -> None:
    before = house.rows(CoverageRow)
    assert [(row.member_number, row.status, row.origin) for row in before] == [
        ("LY-778", "active", "file"),
        ("LY-901", "active", "file"),
    ]
    house.load()
    assert house.rows(CoverageRow) == before


def test_another_plan_in_the_file_is_another_policy_and_the_old_one_ends_the_day_before(house: House) -> None:
    house.load(
        ("{insurer: laya, plan: simple, member_id: LY-901}", "{insurer: laya, plan: essential, member_id: LY-902}")
    )
    old, now = house.read(lambda unit: coverages.all_of(unit, house.patient(HUGO)))
    assert (old.plan_code, old.ends_on, now.plan_code, now.starts_on) == (
        "simple",
        date(2026, 6, 7),
        "essential",
        MONDAY,
    )
    known = house.as_(AUDITOR, lambda unit, actor: coverages.history(unit, actor, old.reference))
    assert [(each.reason, each.facts["ends_on"]) for each in known] == [("hospital file", None)]


def test_what_people_wrote_down_goes_before_the_file(house: House) -> None:
    hugos = policy(house, HUGO)
    house.as_(DESK, lambda unit, actor: changing.withdraw(unit, actor, hugos.reference, reason="another plan"))
    record(house, new(house, HUGO, "essential", "LY-905"))
    house.load(("member_id: LY-901", "member_id: LY-902"))
    found = house.read(lambda unit: coverages.all_of(unit, house.patient(HUGO)))
    assert [(each.member_number, each.status) for each in found] == [
        ("LY-901", "entered-in-error"),
        ("LY-905", "active"),
    ]


# --- writing down ---------------------------------------------------------------------------------


def test_the_same_request_is_the_same_policy(house: House) -> None:
    made = record(house, new(house))
    assert record(house, new(house)) == made
    assert made.terms.covers_percent == 80


def test_two_policies_of_one_place_never_overlap(house: House) -> None:
    record(house, new(house, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30)), "first")
    with pytest.raises(OverlappingCoverError) as met:
        record(house, new(house, member="LY-4", starts_on=date(2026, 6, 30)), "second")
    assert met.value.position == 1
    with pytest.raises(OverlappingCoverError):
        record(house, new(house, member="LY-4"), "second")  # for ever
    record(house, new(house, member="LY-4", starts_on=date(2026, 7, 1)), "second")
    record(house, new(house, member="LY-5", position=2), "third")
    assert len(house.read(lambda unit: coverages.all_of(unit, house.patient(OLGA)))) == 3


def test_a_policy_that_nobody_checked_covers_nothing_until_it_is(house: House) -> None:
    made = record(house, new(house, is_checked=False))
    lab = charge(house, OLGA, "50.00")
    assert share(house, lab).insurer == 0
    house.as_(DESK, lambda unit, actor: recording.confirm(unit, actor, made.reference))
    assert share(house, lab).insurer == 40


def test_an_unchecked_policy_is_not_confirmed_into_anothers_place(house: House) -> None:
    told = record(house, new(house, is_checked=False), "told")
    record(house, new(house, member="LY-4"), "checked")
    with pytest.raises(OverlappingCoverError):
        house.as_(DESK, lambda unit, actor: recording.confirm(unit, actor, told.reference))


def test_a_member_number_is_one_familys(house: House) -> None:
    with pytest.raises(SomebodyElsesPolicyError):
        record(house, new(house, member="LY-778"))
    mother = house.patient(IRIS)
    made = record(house, new(house, member=" LY-778 ", holder=Holder("child", mother)))
    assert (made.member_number, made.subscriber, made.relationship) == ("LY-778", "Iris Quinlan", "child")
    with pytest.raises(SomebodyElsesPolicyError):
        amend(house, policy(house, HUGO).reference, Change(member_number="LY-778"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"member": " "},
        {"member": "x" * 65},
        {"position": 0},
        {"position": 10},
        {"starts_on": date(2026, 6, 9), "ends_on": date(2026, 6, 8)},
        {"holder": Holder("cousin", name="Joe")},
        {"holder": Holder("child")},
        {"holder": Holder("self", name="Joe")},
        {"terms": OwnTerms("EUR", covers_percent=101)},
        {"terms": OwnTerms("EUR", by_category={"": CategoryTerms()})},
        {"terms": OwnTerms("EUR", by_category={"visit": CategoryTerms(copay_percent=-1)})},
    ],
)
def test_a_policy_that_makes_no_sense_is_not_written_down(house: House, wrong: dict[str, object]) -> None:
    with pytest.raises(InsuranceError):
        record(house, new(house, **wrong))  # type: ignore[arg-type]
    assert len(house.rows(CoverageRow)) == 2


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        (OwnTerms("EUR", annual_limit=Decimal(-1)), AmountError),
        (OwnTerms("EUR", deductible=Decimal("NaN")), AmountError),
        (OwnTerms("EUR", copay=Decimal("0.001")), AmountError),
        (OwnTerms("EUR", by_category={"visit": CategoryTerms(copay=Decimal(-5))}), AmountError),
        (OwnTerms("USD", copay=Decimal(5)), CurrencyError),
    ],
)
def test_amounts_are_the_hospitals_money_and_never_negative(
    house: House, terms: OwnTerms, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        record(house, new(house, terms=terms))
    with pytest.raises(refusal):
        agree(house, terms)


def test_an_unknown_plan_or_subscriber_is_not_found(house: House) -> None:
    with pytest.raises(NotFoundError):
        record(house, new(house, plan="gold"))
    with pytest.raises(NotFoundError):
        record(house, new(house, holder=Holder("child", 999_999)))


# --- changes --------------------------------------------------------------------------------------


def test_what_a_policy_was_before_each_change_stays_known(house: House) -> None:
    mine = policy(house).reference
    amend(house, mine, Change(member_number="LY-779"))
    agree(house, OwnTerms("EUR", deductible=Decimal("50.00")))
    now = house.as_(DESK, lambda unit, actor: changing.end(unit, actor, mine, date(2026, 9, 30), reason="left work"))
    assert seen(now.version, now.member_number, now.terms.deductible, now.ends_on) == (
        4,
        "LY-779",
        50,
        date(2026, 9, 30),
    )
    known = house.as_(AUDITOR, lambda unit, actor: coverages.history(unit, actor, mine))
    assert [(each.facts["member_number"], each.facts["terms"], each.reason) for each in known] == [
        ("LY-778", {}, "new card"),
        ("LY-779", {}, "agreed"),
        ("LY-779", {"deductible": "50.00"}, "left work"),
    ]
    assert {each.changed_by for each in known} == {"staff:tadhg.moran@rosehill.example"}


def test_a_change_keeps_to_the_order_too(house: House) -> None:
    record(house, new(house, ends_on=date(2026, 6, 30)), "first")
    later = record(house, new(house, member="LY-4", starts_on=date(2026, 7, 1)), "second")
    with pytest.raises(OverlappingCoverError):
        amend(house, later.reference, Change(starts_on=date(2026, 6, 30)))


def test_what_is_cancelled_covers_nothing_and_never_comes_back(house: House) -> None:
    mine = policy(house, HUGO).reference
    lab = charge(house, HUGO, "50.00")
    house.as_(DESK, lambda unit, actor: changing.cancel(unit, actor, mine, reason="left"))
    assert share(house, lab).insurer == 0
    for again in (
        lambda: house.as_(DESK, lambda unit, actor: recording.confirm(unit, actor, mine)),
        lambda: amend(house, mine, Change(position=2)),
    ):
        with pytest.raises(InsuranceStatusError):
            again()
    with pytest.raises(InsuranceError):
        house.as_(DESK, lambda unit, actor: changing.withdraw(unit, actor, mine, reason=" "))
