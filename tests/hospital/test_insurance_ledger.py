"""Whatever is issued, credited and answered, in any order and at once: shares add up and no limit is used twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, update

from db.models import (
    AuthorisationRow,
    ChargeItemRow,
    ClaimLineRow,
    ClaimRow,
    CoverageRow,
    CoverageUseRow,
    CoverageYearRow,
    TaskRow,
)
from hospital import charges
from hospital.charges import NewCharge
from hospital.insurance import answers, claim_records, claiming, ledger, settling, sharing
from hospital.insurance.answers import Decision, LineAnswer, Response, To
from hospital.insurance.authorisations import Answer
from hospital.insurance.recording import NewCoverage
from hospital.insurance.shares import ZERO, Share, Used
from hospital.insurance.terms import OwnTerms
from hospital.office import Unit
from tests.hospital.clinic import IRIS
from tests.hospital.house import BILLING, House
from tests.hospital.insured import YEAR_END, agree, charge, grant, issue, policy, record

LIMIT, SECOND_LIMIT, GRANTED = Decimal("150.00"), Decimal("60.00"), Decimal("80.00")
an_amount = st.integers(0, 30_000).map(lambda cents: Decimal(cents).scaleb(-2))
a_category = st.sampled_from(["laboratory", "radiology", "visit"])
a_day = st.sampled_from([date(2026, 6, 8), date(2026, 12, 31), date(2027, 1, 1)])
a_pick = st.integers(0, 20)


class Year(RuleBasedStateMachine):
    """Two policies with limits, one with an authorisation for an amount; invoices come and go."""

    house: ClassVar[House]
    numbers: ClassVar[Iterator[int]] = count(1)

    def __init__(self) -> None:
        super().__init__()
        self.iris = self.house.patient(IRIS)
        self.house.write(_clear)
        self.invoices: list[str] = []

    @rule(wanted=st.lists(st.tuples(an_amount, a_category), min_size=1, max_size=4), day=a_day)
    def issue(self, wanted: list[tuple[Decimal, str]], day: date) -> None:
        invoice = f"I-{next(self.numbers)}"
        shared = self.house.write(lambda unit: self._issue(unit, invoice, wanted, day))
        self.invoices.append(invoice)
        _adds_up(shared, [amount for amount, _ in wanted])

    def _issue(self, unit: Unit, invoice: str, wanted: list[tuple[Decimal, str]], day: date) -> Share:
        made = [
            charges.add(
                unit,
                self.house.hospital,
                NewCharge(f"{invoice} {place}", self.iris, "service", "a test", amount, category=category),
            )
            for place, (amount, category) in enumerate(wanted)
        ]
        shared = sharing.share_of(unit, self.house.hospital, self.iris, made, day)
        settling.issued(unit, self.house.hospital, shared, invoice)
        return shared

    @rule(pick=a_pick)
    def credit(self, pick: int) -> None:
        if self.invoices:
            invoice = self.invoices[pick % len(self.invoices)]
            self.house.write(lambda unit: settling.credited(unit, self.house.hospital, invoice))

    @rule(pick=a_pick, percent=st.integers(0, 100), to=st.sampled_from([*To, None]))
    def answer(self, pick: int, percent: int, to: To | None) -> None:
        """An insurer answers a claim that is not answered; what it turns down is decided or claimed again."""
        if not self.invoices:
            return
        invoice = self.invoices[pick % len(self.invoices)]
        self.house.as_(BILLING, lambda unit, actor: self._answer(unit, actor, invoice, percent, to))

    def _answer(self, unit: Unit, actor: Any, invoice: str, percent: int, to: To | None) -> None:
        hospital = self.house.hospital
        for claim in claim_records.of_invoice(unit, invoice):
            if claim.status not in (claim_records.DRAFT, claim_records.ACTIVE):
                continue
            claiming.send(unit, actor, claim.reference)
            paid = [LineAnswer(line.id, line.claimed * percent // 100, "part") for line in claim.lines]
            told = answers.answer(unit, hospital, actor, claim.reference, Response(paid, "EUR"))
            if to is None and told.undecided:
                answers.resubmit(unit, hospital, actor, claim.reference)
            elif to is not None and told.undecided:
                wanted = [Decision(line.id, to, line.undecided) for line in told.lines if line.undecided]
                answers.decide(unit, hospital, actor, claim.reference, wanted, reason="agreed", key=claim.reference)

    @invariant()
    def no_limit_is_passed(self) -> None:
        limits = {row.id: (LIMIT if row.position == 1 else SECOND_LIMIT) for row in self.house.rows(CoverageRow)}
        for row in self.house.rows(CoverageYearRow):
            assert 0 <= row.paid <= limits[row.coverage_id]
            assert 0 <= row.deductible_used <= 100
        for leave in self.house.rows(AuthorisationRow):
            assert 0 <= leave.used <= GRANTED

    @invariant()
    def the_ledger_adds_up(self) -> None:
        assert self.house.read(ledger.differences) == []

    @invariant()
    def every_claimed_coin_is_in_one_place(self) -> None:
        for line in self.house.rows(ClaimLineRow, ClaimLineRow.approved.is_not(None)):
            assert line.approved + line.to_patient + line.written_off + line.resubmitted <= line.claimed


def _adds_up(shared: Share, amounts: list[Decimal]) -> None:
    assert [line.item.amount for line in shared.lines] == amounts
    for line in shared.lines:
        assert line.insurer >= 0 and line.patient >= 0
        assert line.insurer + line.patient == line.item.amount
        assert sum((reason.amount for reason in line.reasons), ZERO) == line.patient
        for part in line.parts:
            assert part.pays + sum((reason.amount for reason in part.reasons), ZERO) == part.base
    assert shared.insurer + shared.patient == shared.total == sum(amounts, ZERO)


def _clear(unit: Unit) -> None:
    for table in (ClaimLineRow, ClaimRow, CoverageUseRow, CoverageYearRow, ChargeItemRow, TaskRow):
        unit.connection.execute(delete(table))
    unit.connection.execute(update(AuthorisationRow).values(used=ZERO, uses=0, task=None))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_in_any_order_shares_add_up_and_limits_hold(house: House) -> None:
    agree(house, OwnTerms("EUR", annual_limit=LIMIT))
    second = NewCoverage(
        house.patient(IRIS), "laya", "simple", "LY-2", position=2, terms=OwnTerms("EUR", annual_limit=SECOND_LIMIT)
    )
    record(house, second)
    grant(house, Answer("N-1", YEAR_END, GRANTED, "EUR"))
    Year.house = house
    run_state_machine_as_test(Year, settings=settings(max_examples=6, stateful_step_count=7, deadline=None))


def test_two_invoices_at_once_share_the_last_of_a_limit(house: House) -> None:
    agree(house, OwnTerms("EUR", deductible=Decimal(0), copay=Decimal(0), annual_limit=Decimal("170.00")))
    issue(house, "I-9", charge(house, IRIS, "100.00", source="order O-9"))  # 70 of 170
    # each alone would be paid 70 of the 100 that are left: together no more than those 100
    both = [charge(house, IRIS, "100.00", source=f"order O-{number}") for number in (1, 2)]
    start, between = threading.Barrier(2), threading.Barrier(2)
    failed: list[BaseException] = []

    def work(unit: Unit, number: int) -> None:
        shared = sharing.share_of(unit, house.hospital, both[number].patient_id, [both[number]])
        with suppress(threading.BrokenBarrierError):
            between.wait(0.3)  # nothing but the locks keeps the other from having worked out its share as well
        settling.issued(unit, house.hospital, shared, f"I-{number}")

    def run(number: int) -> None:
        try:
            start.wait(5)
            house.write(lambda unit: work(unit, number))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert sorted(row.claimed for row in house.rows(ClaimRow)) == [30, 70, 70]
    mine = policy(house).id
    assert house.read(lambda unit: ledger.used(unit, (mine, 2026))) == Used(Decimal(0), Decimal(170))
    assert house.read(ledger.differences) == []
