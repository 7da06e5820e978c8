"""People who bill, pay, credit and give back in any order, beside a plain model of what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import delete

from db.models import (
    ChargeItemRow,
    CreditNoteRow,
    InvoiceLineRow,
    InvoiceRow,
    InvoiceSeriesRow,
    InvoiceShiftRow,
    PaymentAllocationRow,
    PaymentLinkRow,
    PaymentRow,
    RefundRow,
    TaskRow,
    TillRow,
)
from hospital.billing import allocating, records, refunds, sealing, shifting, statements
from hospital.billing.records import Invoice
from hospital.errors import HospitalError
from hospital.money import rounded
from hospital.office import Unit
from tests.hospital import counter
from tests.hospital.clinic import HUGO, IRIS
from tests.hospital.house import BILLING, BILLING_TOO, House
from tests.hospital.test_invoices import seventy

T = TypeVar("T")

PATIENTS = (IRIS, HUGO)
a_patient, which = st.sampled_from(PATIENTS), st.integers(0, 9)
an_amount = st.sampled_from(["0.01", "10.00", "33.33", "75.00", "120.00"])
TABLES = (
    *(
        InvoiceShiftRow,
        RefundRow,
        PaymentAllocationRow,
        PaymentRow,
        PaymentLinkRow,
        TillRow,
        CreditNoteRow,
        InvoiceLineRow,
    ),
    *(InvoiceRow, InvoiceSeriesRow, ChargeItemRow, TaskRow),
)


@dataclass
class Bill:
    """An issued invoice as the model has it. `insurers` is what the insurer owes; it pays nothing here."""

    invoice: Invoice
    due: Decimal
    insurers: Decimal = Decimal(0)
    is_cancelled: bool = False
    paid: dict[str, Decimal] = field(default_factory=dict)
    """By the payments' references."""

    @property
    def owed(self) -> Decimal:
        return Decimal(0) if self.is_cancelled else self.due - sum(self.paid.values())


@dataclass
class Money:
    """A payment as the model has it: what was paid, is on invoices, is about to go back, and is back."""

    patient: str
    amount: Decimal
    reserved: Decimal = Decimal(0)
    given: Decimal = Decimal(0)


class Accounts(RuleBasedStateMachine):
    """One step after the other, each a unit that commits or leaves nothing."""

    house: ClassVar[House]

    def __init__(self) -> None:
        super().__init__()
        self.bills: list[Bill] = []
        self.money: dict[str, Money] = {}
        self.asked: list[tuple[str, str, Decimal]] = []
        self.seen: dict[str, str] = {}
        for table in TABLES:
            self.house.write(lambda unit, table=table: unit.connection.execute(delete(table)))  # type: ignore[misc]

    def on_invoices(self, reference: str) -> Decimal:
        """So much of a payment is on invoices."""
        return sum((bill.paid.get(reference, Decimal(0)) for bill in self.bills), Decimal(0))

    def credit(self, reference: str) -> Decimal:
        """What no invoice needs."""
        paid = self.money[reference]
        return paid.amount - self.on_invoices(reference) - paid.reserved - paid.given

    def pick(self, number: int, of: list[T]) -> T | None:
        return of[number % len(of)] if of else None

    def do(self, work: Callable[[], T]) -> T | None:
        """What a step came to; None when it was refused."""
        try:
            return work()
        except HospitalError:
            return None

    def put(self, bill: Bill, reference: str, amount: Decimal) -> None:
        if amount:
            bill.paid[reference] = bill.paid.get(reference, Decimal(0)) + amount

    # --- the steps ----------------------------------------------------------------------------------

    @initialize(patient=a_patient)
    def begin(self, patient: str) -> None:
        """Somebody has paid, and too much."""
        self.issue(patient, ["75.00"])
        self.transfer(0, "120.00")

    @rule(patient=a_patient, prices=st.lists(an_amount, min_size=1, max_size=2), is_insured=st.booleans())
    def issue(self, patient: str, prices: list[str], is_insured: bool = False) -> None:
        """What was charged, and what was credited before, is billed; an insurer may owe seventy percent."""
        share: dict[str, Any] = {"share": seventy} if is_insured else {}
        invoice = counter.issued(self.house, *prices, number=patient, **share)
        self.bills.append(Bill(invoice, invoice.patient_due, invoice.insurer_due))

    @rule(number=which, to_patient=st.integers(0, 4), written_off=st.integers(0, 4))
    def turn_down(self, number: int, to_patient: int, written_off: int) -> None:
        """So many quarters of the insurer's part are the patient's and the hospital's now, or fewer than before."""
        if (bill := self.pick(number, self.bills)) is None or bill.is_cancelled or to_patient + written_off > 4:
            return
        whole = bill.invoice.insurer_due
        theirs, lost = (rounded(whole * part / 4, "EUR") for part in (to_patient, written_off))
        lost = min(lost, whole - theirs)
        self.house.write(
            lambda unit: shifting.bring_to(
                unit, self.house.hospital, records.by_id(unit, bill.invoice.id), theirs, lost, by="test", source="C-1"
            )
        )
        bill.due, bill.insurers = bill.invoice.patient_due + theirs, whole - theirs - lost
        for reference in sorted(bill.paid, key=list(self.money).index, reverse=True):
            above = max(sum(bill.paid.values()) - bill.due, Decimal(0))
            bill.paid[reference] -= min(above, bill.paid[reference])
        bill.paid = {reference: amount for reference, amount in bill.paid.items() if amount}

    @rule(number=which, amount=an_amount)
    def pay(self, number: int, amount: str) -> None:
        """Somebody pays in cash, perhaps more than is owed."""
        if (bill := self.pick(number, self.bills)) is None:
            return
        paid = self.do(lambda: counter.pay(self.house, bill.invoice, amount))
        assert (paid is not None) == (Decimal(amount) <= bill.owed)
        if paid is not None:
            self.money[paid.reference] = Money(self._patient(bill), paid.amount)
            self.put(bill, paid.reference, paid.amount)

    @rule(number=which, amount=an_amount)
    def transfer(self, number: int, amount: str) -> None:
        """Money arrives, owed or not."""
        if (bill := self.pick(number, self.bills)) is None:
            return
        paid = counter.transfer(self.house, bill.invoice, amount)
        self.money[paid.reference] = Money(self._patient(bill), paid.amount)
        self.put(bill, paid.reference, min(bill.owed, paid.amount))

    @rule(number=which, is_doubled=st.booleans())
    def pay_by_link(self, number: int, is_doubled: bool) -> None:
        """Somebody pays by a link, and the provider tells of it once or twice, perhaps after the desk was paid."""
        if (bill := self.pick(number, self.bills)) is None:
            return
        link = self.do(lambda: counter.linked(self.house, bill.invoice))
        assert (link is not None) == (bill.owed > 0)
        if link is None:
            return
        assert link.amount == bill.owed
        for _ in range(1 + is_doubled):
            counter.receive(self.house, counter.paid_event(link))
        (paid,) = self.house.rows(PaymentRow, PaymentRow.link_id == link.id)
        self.money[paid.reference] = Money(self._patient(bill), paid.amount)
        self.put(bill, paid.reference, link.amount)

    @rule(number=which)
    def cancel(self, number: int) -> None:
        """An invoice is cancelled by a credit note."""
        if (bill := self.pick(number, self.bills)) is not None:
            counter.cancel(self.house, bill.invoice)
            bill.is_cancelled, bill.paid = True, {}

    @rule(number=which, other=which)
    def move_credit(self, number: int, other: int) -> None:
        """What is left of a payment is put on an invoice."""
        reference, bill = self.pick(number, list(self.money)), self.pick(other, self.bills)
        if reference is None or bill is None:
            return
        due = min(self.credit(reference), bill.owed) if self.money[reference].patient == self._patient(bill) else 0
        done = self.do(lambda: self._as_billing(allocating.put_credit_on, reference, bill.invoice.reference))
        assert (done is not None) == bool(due)
        self.put(bill, reference, Decimal(due))

    @rule(number=which)
    def take_off(self, number: int) -> None:
        """A payment was put on the wrong invoice."""
        pairs = [(bill, reference) for bill in self.bills for reference in bill.paid]
        if (pair := self.pick(number, pairs)) is not None:
            bill, reference = pair
            self._as_billing(allocating.take_off, reference, bill.invoice.reference, reason="wrong")
            del bill.paid[reference]

    @rule(number=which, amount=an_amount, is_agreed=st.sampled_from([None, True, False]))
    def ask_back(self, number: int, amount: str, is_agreed: bool | None) -> None:
        """Somebody asks for money back, perhaps for more than there is, and somebody decides, now or later."""
        if (reference := self.pick(number, list(self.money))) is None:
            return
        paid = self.house.rows(PaymentRow, PaymentRow.reference == reference)[0]
        asked = self.do(lambda: counter.refund(self.house, paid, amount))
        assert (asked is not None) == (Decimal(amount) <= self.credit(reference))
        if asked is not None:
            self.asked.append((asked.reference, reference, asked.amount))
            self.money[reference].reserved += asked.amount
            if is_agreed is not None:
                self.decide(len(self.asked) - 1, is_agreed)

    @precondition(lambda self: self.asked)
    @rule(number=which, is_agreed=st.booleans())
    def decide(self, number: int, is_agreed: bool) -> None:
        """A refund is agreed to and given back where that can be, or refused."""
        if (one := self.pick(number, self.asked)) is None:
            return
        reference, payment, amount = one
        row = self.house.rows(RefundRow, RefundRow.reference == reference)[0]
        if not is_agreed:
            self._as_billing(refunds.refuse, reference, reason="no")
        else:
            self.house.as_(BILLING_TOO, lambda unit, actor: refunds.approve(unit, actor, reference))
            if self.do(lambda: counter.pay_out(self.house, row)) is None:
                return
            self.money[payment].given += amount
        self.money[payment].reserved -= amount
        self.asked.remove(one)

    # --- what always holds --------------------------------------------------------------------------

    @invariant()
    def every_account_adds_up(self) -> None:
        """What a patient owes is what was billed less credit notes and payments, more what was given back."""
        for number in PATIENTS:
            patient = self.house.patient(number)
            billed = sum(b.due for b in self.bills if self._patient(b) == number and not b.is_cancelled)
            paid = sum(m.amount - m.given for m in self.money.values() if m.patient == number)
            assert self.house.read(lambda unit, patient=patient: statements.balance_of(unit, patient)) == billed - paid  # type: ignore[misc]

    @invariant()
    def nothing_is_lost_between_payments_and_invoices(self) -> None:
        """Each payment is where the model has it."""
        for row in self.house.rows(PaymentRow):
            money = self.money[row.reference]
            assert (row.applied, row.refunded) == (self.on_invoices(row.reference), money.reserved + money.given)

    @invariant()
    def what_was_issued_never_changes_and_statuses_move_along_their_arrows(self) -> None:
        """Sealed content stands, a status says what was paid, numbers have no gap."""
        self.house.read(self._check_bills)
        numbers = [row.number for row in self.house.rows(InvoiceRow)]
        assert numbers == [f"INV-2026-{n:06d}" for n in range(1, len(numbers) + 1)]

    def _check_bills(self, unit: Unit) -> None:
        for bill in self.bills:
            self._check(unit, bill)

    def _check(self, unit: Unit, bill: Bill) -> None:
        now = records.by_id(unit, bill.invoice.id)
        is_owed = bill.owed or bill.insurers
        due = records.CANCELLED if bill.is_cancelled else records.ISSUED if is_owed else records.BALANCED
        assert (now.status, now.owed) == (due, bill.owed)
        sealing.check(unit, now)
        assert sealing.content_of(now) == sealing.content_of(bill.invoice)
        # one step may take several arrows, such as balanced, issued, cancelled
        assert now.status in _reached(self.seen.get(now.reference, records.ISSUED))
        self.seen[now.reference] = now.status

    def _patient(self, bill: Bill) -> str:
        return str(bill.invoice.parties["patient"]["number"])

    def _as_billing(self, work: Callable[..., Any], *given: Any, **more: Any) -> Any:
        return self.house.as_(BILLING, lambda unit, actor: work(unit, self.house.hospital, actor, *given, **more))


def _reached(status: str) -> set[str]:
    found = {status}
    while more := {to for each in found for to in records.TRANSITIONS[each]} - found:
        found |= more
    return found
