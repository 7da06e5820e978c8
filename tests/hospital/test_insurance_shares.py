"""Who pays what of a charge, by amounts worked out by hand, and with the reason."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from hospital import charges, visits
from hospital.access import ForbiddenError
from hospital.errors import NotFoundError
from hospital.insurance import authorisations, coverages, ledger
from hospital.insurance.authorisations import Answer
from hospital.insurance.errors import (
    CurrencyError,
    InsuranceError,
    InsuranceStatusError,
    SomebodyElsesPolicyError,
    StaleShareError,
    UsedTwiceError,
)
from hospital.insurance.recording import NewCoverage
from hospital.insurance.shares import Used
from hospital.insurance.terms import CategoryTerms, OwnTerms
from hospital.money import AmountError
from hospital.tasks import open_tasks
from tests.hospital.clinic import HUGO, IRIS, NOW, OLGA, ZONE, clock
from tests.hospital.house import ADLER, BILLING, DESK, House
from tests.hospital.insured import (
    YEAR_END,
    agree,
    ask,
    charge,
    credit,
    euros,
    grant,
    issue,
    policy,
    record,
    share,
    told,
)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


# --- one policy -----------------------------------------------------------------------------------


def test_the_deductible_comes_first_then_the_copay_then_the_percentage(house: House) -> None:
    first = charge(house, IRIS, "200.00")
    later = charge(house, IRIS, "32.50", source="order O-2")
    both = share(house, first, later)
    # 200: 100 deductible, 10 copay, 90 left: 70 % is 63, 27 stay
    assert told(both.lines[0]) == (
        "63.00",
        "137.00",
        {"deductible": "100.00", "copay": "10.00", "own_percent": "27.00"},
    )
    # 32.50: 10 copay, 22.50 left: 70 % is 15.75, 6.75 stay
    assert told(both.lines[1]) == ("15.75", "16.75", {"copay": "10.00", "own_percent": "6.75"})
    assert (both.total, both.insurer, both.patient) == (euros("232.50"), euros("78.75"), euros("153.75"))


def test_the_plans_copay_is_of_visits_alone(house: House) -> None:
    reference, _ = house.seen(IRIS)
    house.as_(DESK, lambda unit, actor: visits.complete(unit, house.hospital, actor, reference))
    seen = house.read(lambda unit: charges.unbilled(unit, house.patient(IRIS)))
    lab = charge(house, IRIS, "32.50", "laboratory", source="order O-2")
    lines = share(house, *seen, lab).lines
    # 120: 100 deductible, 10 copay, 70 % of 10 is 7
    assert told(lines[0]) == ("7.00", "113.00", {"deductible": "100.00", "copay": "10.00", "own_percent": "3.00"})
    # 70 % of 32.50
    assert told(lines[1]) == ("22.75", "9.75", {"own_percent": "9.75"})


def test_a_plan_without_deductible_pays_its_percentage_at_once_to_the_smallest_coin(house: House) -> None:
    assert told(share(house, charge(house, HUGO, "120.00")).lines[0]) == ("96.00", "24.00", {"own_percent": "24.00"})
    # 80 % of 33.33 is 26.664
    odd = share(house, charge(house, HUGO, "33.33", source="order O-2"))
    assert told(odd.lines[0]) == ("26.66", "6.67", {"own_percent": "6.67"})
    cent = share(house, charge(house, HUGO, "0.01", source="order O-3"))
    assert told(cent.lines[0])[:2] == ("0.01", "0.00")
    agree(house, OwnTerms("EUR", covers_percent=50), HUGO)
    # half of 0.03 is 0.015: halves go up, and the patient has the rest
    half = share(house, charge(house, HUGO, "0.03", source="order O-4"))
    assert told(half.lines[0]) == ("0.02", "0.01", {"own_percent": "0.01"})


def test_a_charge_of_nothing_is_nobodys(house: House) -> None:
    nothing = share(house, charge(house, IRIS, "0.00"), charge(house, IRIS, "0.00", source="order O-2"))
    assert [told(line) for line in nothing.lines] == [("0.00", "0.00", {})] * 2


def test_without_a_policy_on_that_day_the_patient_owes_all(house: House) -> None:
    everything = ("0.00", "50.00", {"no_coverage": "50.00"})
    assert told(share(house, charge(house, OLGA, "50.00")).lines[0]) == everything
    new = NewCoverage(house.patient(OLGA), "laya", "simple", "LY-3", starts_on=date(2026, 6, 8), ends_on=YEAR_END)
    record(house, new)
    days = [date(2026, 6, 7), date(2026, 6, 8), YEAR_END, date(2027, 1, 1)]
    paid = [share(house, charge(house, OLGA, "50.00"), on=day).insurer for day in days]
    assert paid == [0, 40, 40, 0]


def test_each_charge_counts_for_its_own_day_and_year_on_the_hospitals_clock(house: House) -> None:
    # an hour into June in Dublin is still May in UTC
    new = NewCoverage(house.patient(OLGA), "laya", "simple", "LY-3", starts_on=date(2026, 6, 1))
    record(house, new)
    before = charge(house, OLGA, "50.00", at=datetime(2026, 5, 31, 23, 30, tzinfo=ZONE))
    after = charge(house, OLGA, "50.00", source="order O-2", at=datetime(2026, 6, 1, 0, 30, tzinfo=ZONE))
    assert [line.insurer for line in share(house, before, after).lines] == [0, 40]
    old = charge(house, IRIS, "150.00", source="order O-3", at=datetime(2025, 12, 31, 12, tzinfo=ZONE))
    issue(house, "I-1", old)
    # each year has a deductible of its own
    again = share(house, charge(house, IRIS, "150.00", source="order O-4")).lines[0]
    assert told(again) == ("28.00", "122.00", {"deductible": "100.00", "copay": "10.00", "own_percent": "12.00"})


def test_a_plan_that_holds_at_one_site_pays_nothing_at_another(house: House) -> None:
    away = share(house, charge(house, IRIS, "200.00", site="annex"))
    assert told(away.lines[0]) == ("0.00", "200.00", {"not_at_this_site": "200.00"})
    unknown = share(house, charge(house, IRIS, "200.00", source="order O-2", site=None))
    assert unknown.insurer == euros("63.00")


def test_terms_of_ones_own_go_before_the_plans_by_category(house: House) -> None:
    agree(
        house,
        OwnTerms(
            "EUR",
            deductible=Decimal(0),
            by_category={
                "laboratory": CategoryTerms(copay=Decimal(0), copay_percent=50),
                "product": CategoryTerms(copay=Decimal("2.50")),
                "fee": CategoryTerms(is_covered=False),
                "radiology": CategoryTerms(needs_authorisation=False),
            },
        ),
    )
    kinds = ["laboratory", "product", "fee", "radiology"]
    lines = share(house, *(charge(house, IRIS, "50.00", kind, source=kind) for kind in kinds)).lines
    assert [told(line) for line in lines] == [
        ("25.00", "25.00", {"own_percent": "25.00"}),  # half of it
        ("33.25", "16.75", {"copay": "2.50", "own_percent": "14.25"}),  # 47.50 at 70 %
        ("0.00", "50.00", {"not_covered": "50.00"}),
        ("35.00", "15.00", {"own_percent": "15.00"}),  # 70 %
    ]


# --- two policies ---------------------------------------------------------------------------------


def test_the_second_policy_pays_of_what_the_first_leaves(house: House) -> None:
    record(house, NewCoverage(house.patient(IRIS), "laya", "simple", "LY-2", position=2))
    line = share(house, charge(house, IRIS, "200.00")).lines[0]
    # the first pays 63 as above and leaves 137; 80 % of that is 109.60
    assert [str(part.pays) for part in line.parts] == ["63.00", "109.60"]
    assert told(line) == ("172.60", "27.40", {"own_percent": "27.40"})
    claims = issue(house, "I-1", charge(house, IRIS, "200.00"))
    assert [claim.claimed for claim in claims] == [euros("63.00"), euros("109.60")]


# --- the year's ledger ----------------------------------------------------------------------------


def test_an_invoice_uses_and_its_credit_note_gives_back(house: House) -> None:
    year = (policy(house).id, 2026)
    lab = charge(house, IRIS, "200.00")
    issue(house, "I-1", lab)
    assert house.read(lambda unit: ledger.used(unit, year)) == Used(euros("100.00"), euros("63.00"))
    issue(house, "I-2", charge(house, IRIS, "110.00", source="order O-2"))  # 10 copay, 70 paid
    assert house.read(lambda unit: ledger.used(unit, year)) == Used(euros("100.00"), euros("133.00"))
    credit(house, "I-1")
    credit(house, "I-1")  # told twice
    assert house.read(lambda unit: ledger.used(unit, year)) == Used(euros("0.00"), euros("70.00"))
    # the deductible is open again
    again = share(house, lab).lines[0]
    assert told(again)[:2] == ("63.00", "137.00")
    assert house.read(ledger.differences) == []


def test_one_charge_of_an_invoice_is_credited_by_itself(house: House) -> None:
    lab, more = charge(house, IRIS, "200.00"), charge(house, IRIS, "110.00", source="order O-2")
    issue(house, "I-1", lab, more)
    credit(house, "I-1", [more.id])
    year = (policy(house).id, 2026)
    assert house.read(lambda unit: ledger.used(unit, year)) == Used(euros("100.00"), euros("63.00"))


def test_at_the_edge_of_the_limit_the_insurer_pays_what_is_left_of_it(house: House) -> None:
    agree(house, OwnTerms("EUR", annual_limit=euros("100.00")))
    issue(house, "I-1", charge(house, IRIS, "200.00"))  # 63 of 100
    line = share(house, charge(house, IRIS, "110.00", source="order O-2")).lines[0]
    # 10 copay, 100 left: 70 would be paid, 37 are left
    assert told(line) == ("37.00", "73.00", {"copay": "10.00", "own_percent": "30.00", "over_limit": "33.00"})
    issue(house, "I-2", charge(house, IRIS, "110.00", source="order O-2"))
    over = share(house, charge(house, IRIS, "110.00", source="order O-3")).lines[0]
    assert told(over)[:2] == ("0.00", "110.00")


def test_a_share_worked_out_before_another_invoice_was_issued_is_not_used(house: House) -> None:
    lab, more = charge(house, IRIS, "200.00"), charge(house, IRIS, "110.00", source="order O-2")
    early = share(house, more)
    issue(house, "I-1", lab)
    with pytest.raises(StaleShareError):
        house.write(lambda unit: ledger.use(unit, early, "I-2"))
    assert house.read(ledger.differences) == []


def test_no_charge_uses_its_policy_on_two_invoices_and_one_told_twice_is_one(house: House) -> None:
    lab = charge(house, IRIS, "200.00")
    made = issue(house, "I-1", lab)
    assert issue(house, "I-1", lab) == made
    with pytest.raises(UsedTwiceError):
        issue(house, "I-2", lab)
    year = (policy(house).id, 2026)
    assert house.read(lambda unit: ledger.used(unit, year)).paid == euros("63.00")


# --- authorisations -------------------------------------------------------------------------------


def test_without_leave_the_insurer_pays_nothing_and_with_it_one_charge(house: House) -> None:
    scan = charge(house, IRIS, "420.00", "radiology", code="mri-knee")
    assert told(share(house, scan).lines[0]) == ("0.00", "420.00", {"lacks_authorisation": "420.00"})
    grant(house, Answer("N-1", YEAR_END), code="mri-knee")
    # 100 deductible, 320 left: 224 paid
    issue(house, "I-1", scan)
    other = charge(house, IRIS, "420.00", "radiology", code="mri-knee", source="order O-2")
    assert told(share(house, other).lines[0])[2] == {"lacks_authorisation": "420.00"}
    credit(house, "I-1")
    assert share(house, other).insurer == euros("224.00")


def test_leave_is_for_its_service_until_its_day(house: House) -> None:
    grant(house, Answer("N-1", date(2026, 6, 30)), code="mri-knee")
    scan = charge(house, IRIS, "420.00", "radiology", code="mri-knee")
    xray = charge(house, IRIS, "75.00", "radiology", code="xray-chest", source="order O-2")
    assert [share(house, scan, on=date(2026, month, day)).insurer for month, day in [(6, 30), (7, 1)]] == [224, 0]
    assert share(house, xray).insurer == 0


def test_leave_for_an_amount_lasts_for_it_and_no_further(house: House) -> None:
    made = grant(house, Answer("N-1", YEAR_END, euros("250.00"), "EUR"))
    first = charge(house, IRIS, "420.00", "radiology")
    second = charge(house, IRIS, "110.00", "radiology", source="order O-2")
    third = charge(house, IRIS, "110.00", "radiology", source="order O-3")
    lines = share(house, first, second, third).lines
    # 224 of 250 (as above); then 77 would be paid, 26 are left; then nothing is
    assert [f"{line.insurer:.2f}" for line in lines] == ["224.00", "26.00", "0.00"]
    assert told(lines[1])[2] == {"own_percent": "33.00", "over_authorised": "51.00"}
    assert told(lines[2])[2] == {"lacks_authorisation": "110.00"}
    issue(house, "I-1", first, second, third)
    kept = house.read(lambda unit: authorisations.get(unit, made.reference))
    assert (kept.used, kept.uses) == (euros("250.00"), 2)
    with pytest.raises(InsuranceStatusError):
        house.as_(BILLING, lambda unit, actor: authorisations.call_off(unit, actor, made.reference))


def test_asking_is_a_task_of_billing_until_the_answer_is_written_down(house: House) -> None:
    made = ask(house)
    assert ask(house, key="another") == made
    waiting = house.read(lambda unit: open_tasks(unit, "billing"))
    # eight desk hours from Monday 09:00: at 17:00
    assert [(task.kind, task.reference, clock(task.due_at)) for task in waiting] == [
        ("authorisation", made.task, "2026-06-08 17:00")
    ]
    house.as_(BILLING, lambda unit, actor: authorisations.refuse(unit, actor, made.reference, reason="not needed"))
    assert house.read(lambda unit: open_tasks(unit, "billing")) == []
    with pytest.raises(InsuranceStatusError):
        grant_again(house, made.reference, Answer("N-1", YEAR_END))


def grant_again(house: House, reference: str, answer: Answer) -> authorisations.Authorisation:
    return house.as_(BILLING, lambda unit, actor: authorisations.grant(unit, house.hospital, actor, reference, answer))


def test_the_same_answer_twice_is_one_and_another_is_refused(house: House) -> None:
    made = grant(house, Answer("N-1", YEAR_END))
    assert grant_again(house, made.reference, Answer("N-1", YEAR_END)) == made
    with pytest.raises(InsuranceStatusError):
        grant_again(house, made.reference, Answer("N-2", YEAR_END))
    other = ask(house, "mri-knee", key="other")
    with pytest.raises(InsuranceError):  # the insurer's number is on another request
        grant_again(house, other.reference, Answer("N-1", YEAR_END))


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (Answer("N-1", YEAR_END, Decimal(-1), "EUR"), AmountError),
        (Answer("N-1", YEAR_END, Decimal("1.001"), "EUR"), AmountError),
        (Answer("N-1", YEAR_END, Decimal(0), "EUR"), InsuranceError),
        (Answer("N-1", YEAR_END, Decimal(1), "USD"), CurrencyError),
        (Answer("N-1", YEAR_END, Decimal(1)), CurrencyError),
        (Answer(" ", YEAR_END), InsuranceError),
        (Answer("N-1", date(2026, 6, 7)), InsuranceError),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(house: House, answer: Answer, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        grant(house, answer)
    assert house.read(lambda unit: authorisations.get(unit, ask(house).reference)).status == "requested"


# --- somebody else's ------------------------------------------------------------------------------


def test_a_share_takes_only_the_patients_own_charges_each_once(house: House) -> None:
    mine, hers = charge(house, HUGO, "10.00"), charge(house, IRIS, "10.00", source="order O-2")
    with pytest.raises(SomebodyElsesPolicyError):
        share(house, mine, hers)
    with pytest.raises(InsuranceError):
        share(house, mine, mine)


def test_leave_is_not_asked_on_somebody_elses_policy(house: House) -> None:
    wanted = authorisations.Wanted(house.patient(IRIS), policy(house, HUGO).reference, "radiology", "a scan")
    with pytest.raises(SomebodyElsesPolicyError):
        house.as_(DESK, lambda unit, actor: authorisations.ask(unit, house.hospital, actor, wanted, key="k"))


def test_a_patient_reads_their_own_cover_and_nobody_elses(house: House) -> None:
    iris, his = house.himself(IRIS, 2), policy(house, HUGO).reference
    found = house.write(lambda unit: coverages.of_patient(unit, iris, house.patient(IRIS), on=NOW.date()))
    assert [each.member_number for each in found] == ["LY-778"]
    with pytest.raises(ForbiddenError):
        house.write(lambda unit: coverages.read(unit, iris, his))
    with pytest.raises(ForbiddenError):  # treating is no reason to see who pays
        house.as_(ADLER, lambda unit, actor: coverages.of_patient(unit, actor, house.patient(IRIS)))
    with pytest.raises(NotFoundError):
        house.write(lambda unit: coverages.read(unit, iris, "CV-NONE"))
