"""Money: taken once, counted, put where it is owed, given back with care, and never lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from db.models import (
    AuditRow,
    InvoiceRow,
    InvoiceSeriesRow,
    PaymentAllocationRow,
    PaymentLinkRow,
    PaymentRow,
    RefundRow,
    TaskRow,
    TillRow,
)
from hospital import audit
from hospital.billing import (
    allocating,
    desk,
    issuing,
    link_records,
    links,
    paying_out,
    payments,
    refunds,
    statements,
    tills,
)
from hospital.billing.errors import (
    BillingError,
    BillingStatusError,
    CurrencyError,
    NotedBeforeError,
    NotOwedError,
    NotRefundableError,
    SecondPersonError,
    TillClosedError,
    TillOpenError,
    TillShortError,
)
from hospital.billing.fake_gateway import FakeGateway, PageClosedError
from hospital.billing.gateway import GatewayError, GatewayEvent, Told
from hospital.billing.link_records import Link
from hospital.billing.online import OnlinePayments
from hospital.billing.payments import Payment
from hospital.billing.receiving import Received
from hospital.billing.records import Invoice
from hospital.billing.refunds import Refund
from hospital.billing.tills import Till
from hospital.errors import HospitalError, KeyUsedError, NotFoundError
from hospital.money import AmountError
from tests.hospital import counter
from tests.hospital.billing_machine import Accounts
from tests.hospital.clinic import HUGO, IRIS, NOW, OLGA
from tests.hospital.house import BILLING, BILLING_TOO, DESK, DESK_TOO, House
from tests.hospital.test_invoices import seventy

on_file = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def open_tasks(house: House) -> list[tuple[str, str]]:
    """The kinds of what billing has to look at, with what it is about."""
    rows = house.rows(TaskRow, TaskRow.status == "requested")
    return [(row.kind, row.summary.partition(":")[0].partition(" ")[0]) for row in rows]


def close(house: House, till: Till, counted: str, by: str = DESK) -> Till:
    return house.as_(by, lambda unit, actor: tills.close(unit, house.hospital, actor, till.reference, Decimal(counted)))


# --- at the desk ----------------------------------------------------------------------------------


@on_file
def test_cash_pays_a_part_and_then_the_rest_with_change(house: House) -> None:
    invoice = counter.issued(house)
    counter.pay(house, invoice, "25.00")
    assert (counter.invoice_now(house, invoice).status, counter.invoice_now(house, invoice).owed) == (
        "issued",
        Decimal(50),
    )
    last = counter.pay(house, invoice, "50.00", tendered=Decimal(70))
    assert (last.change, counter.invoice_now(house, invoice).status) == (Decimal(20), "balanced")
    assert counter.till(house).cash == 50 + 75


@on_file
def test_the_same_request_takes_no_money_twice_and_stands_for_nothing_else(house: House) -> None:
    invoice, other = counter.issued(house), counter.issued(house, "75.00")
    assert counter.pay(house, invoice, "75.00", "k") == counter.pay(house, invoice, "75.00", "k")
    assert (len(house.rows(PaymentRow)), counter.till(house).cash_in) == (1, Decimal(75))
    for what, amount, more in (
        (other, "75.00", {}),
        (invoice, "70.00", {}),
        (invoice, "75.00", {"tendered": Decimal(80)}),
        (invoice, "75.00", {"method": "card", "card_reference": "slip 1"}),
    ):
        with house.refused(KeyUsedError):
            counter.pay(house, what, amount, "k", **more)
    with house.refused(KeyUsedError):
        counter.transfer(house, invoice, "75.00", key="k")
    assert len(house.rows(PaymentRow)) == 1


@on_file
@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"amount": "-5.00"}, AmountError),
        ({"amount": "0.00"}, AmountError),
        ({"amount": "NaN"}, AmountError),
        ({"amount": "0.001"}, AmountError),
        ({"amount": "75.01"}, NotOwedError),
        ({"amount": "5.00", "currency": "USD"}, CurrencyError),
        ({"amount": "5.00", "method": "shells"}, BillingError),
        ({"amount": "5.00", "method": "card"}, BillingError),
        ({"amount": "5.00", "method": "link"}, BillingError),
        ({"amount": "5.00", "tendered": Decimal(4)}, BillingError),
        ({"amount": "5.00", "tendered": Decimal("-10")}, AmountError),
        ({"amount": "5.00", "till": "TL-NOBODY"}, NotFoundError),
    ],
)
def test_what_is_no_payment_is_refused_and_changes_nothing(
    house: House, wrong: dict[str, Any], error: type[Exception]
) -> None:
    invoice = counter.issued(house)
    with pytest.raises(error):
        counter.pay(house, invoice, **wrong)
    assert (house.rows(PaymentRow), counter.till(house).cash) == ([], Decimal(50))
    assert counter.invoice_now(house, invoice) == invoice


@on_file
def test_a_draft_is_not_paid_and_a_balanced_invoice_not_again(house: House) -> None:
    draft = counter.drafted(house, "75.00")
    counter.till(house)
    with house.refused(BillingStatusError):
        counter.pay(house, draft, "75.00")
    invoice = counter.issued(house, "20.00")
    counter.pay(house, invoice, "20.00")
    with house.refused(NotOwedError) as refused:
        counter.pay(house, invoice, "20.00")
    assert refused.value.owed == 0


@on_file
def test_a_card_that_was_charged_already_is_kept_as_a_credit_to_give_back(house: House) -> None:
    invoice = counter.issued(house)
    counter.pay(house, invoice, "50.00")
    card: dict[str, Any] = {"method": "card", "card_reference": "slip 7"}
    with house.refused(NotOwedError):
        counter.pay(house, invoice, "75.00", **card)
    payment = counter.pay(house, invoice, "75.00", is_charged=True, **card)
    assert (payment.applied, payment.credit, counter.invoice_now(house, invoice).status) == (
        Decimal(25),
        Decimal(50),
        "balanced",
    )
    assert open_tasks(house) == [("credit", payment.reference)]
    assert (counter.till(house).cash_in, counter.till(house).card_in) == (Decimal(50), Decimal(75))


@on_file
def test_a_transfer_that_is_not_owed_becomes_a_credit(house: House) -> None:
    invoice = counter.issued(house)
    payment = counter.transfer(house, invoice, "100.00")
    assert (payment.applied, payment.credit, counter.invoice_now(house, invoice).status) == (
        Decimal(75),
        Decimal(25),
        "balanced",
    )
    with house.refused(CurrencyError):
        counter.transfer(house, invoice, "5.00", "USD")


def test_a_slip_and_a_transfer_are_noted_once_whoever_notes_them_under_whatever_key(house: House) -> None:
    invoice, his = counter.issued(house), counter.issued(house, number=HUGO)
    card = {"method": "card", "card_reference": "slip 7"}
    paid = counter.pay(house, invoice, "25.00", **card)
    sent = counter.transfer(house, invoice, "20.00", bank="SEPA 1")
    for again in (
        lambda: counter.pay(house, invoice, "25.00", **card),
        lambda: counter.pay(house, his, "25.00", **card, till=counter.till(house, "desk 2").reference),
        lambda: counter.transfer(house, invoice, "20.00", bank=" sepa  1 "),
        lambda: counter.transfer(house, his, "20.00", bank="SEPA 1", booked_on=NOW.date()),
    ):
        with pytest.raises(NotedBeforeError) as refused:
            again()
        assert refused.value.payment in (paid.reference, sent.reference)
    assert (len(house.rows(PaymentRow)), counter.invoice_now(house, invoice).owed) == (2, Decimal(30))
    with house.refused(BillingError):
        counter.transfer(house, invoice, "10.00", booked_on=NOW.date() + timedelta(days=1))
    # another day has another slip of that name, and a bank's own day tells when it is noted late
    assert counter.transfer(house, invoice, "10.00", bank="SEPA 1", booked_on=NOW.date() - timedelta(days=1)).applied


def test_two_who_note_the_same_transfer_for_two_patients_at_once_note_it_once(house: House) -> None:
    bills = [counter.issued(house), counter.issued(house, number=HUGO)]
    met = at_once([lambda bill=bill: counter.transfer(house, bill, "75.00", bank="SEPA 9") for bill in bills * 3])  # type: ignore[misc]
    assert len(house.rows(PaymentRow)) == 1
    assert sorted(type(each).__name__ for each in met) == ["NotedBeforeError"] * 5 + ["Payment"]


@on_file
def test_one_transfer_of_an_insurer_pays_several_invoices_each_once(house: House) -> None:
    bills = [counter.issued(house, "100.00", number=number, share=seventy) for number in (IRIS, HUGO)]
    for bill in bills:
        assert counter.transfer(house, bill, "70.00", bank="REMIT 5", is_insurers=True).applied == 70
        with house.refused(NotedBeforeError):
            counter.transfer(house, bill, "70.00", bank="REMIT 5", is_insurers=True)
    assert [counter.invoice_now(house, bill).insurer_owes for bill in bills] == [0, 0]
    # nor is it the patient's besides
    with house.refused(NotedBeforeError):
        counter.transfer(house, bills[0], "70.00", bank="REMIT 5")


@on_file
def test_a_credit_pays_another_invoice_of_the_same_patient_alone(house: House) -> None:
    payment = counter.transfer(house, counter.issued(house), "100.00")
    small, other = counter.issued(house, "10.00"), counter.issued(house, "40.00")
    his = counter.issued(house, "40.00", number=HUGO)

    def put(invoice: Invoice) -> Invoice:
        return house.as_(
            BILLING,
            lambda unit, actor: allocating.put_credit_on(
                unit, house.hospital, actor, payment.reference, invoice.reference
            ),
        )

    with house.refused(NotFoundError):
        put(his)
    assert (put(small).owed, counter.payment_now(house, payment).credit) == (Decimal(0), Decimal(15))
    # the task says what is left of it
    assert [row.summary for row in house.rows(TaskRow)] == [f"{payment.reference}: 15.00 EUR on no invoice"]
    assert (put(other).owed, counter.payment_now(house, payment).credit) == (Decimal(25), Decimal(0))
    assert open_tasks(house) == []
    with house.refused(NotOwedError):
        put(other)


@on_file
def test_a_payment_taken_off_an_invoice_leaves_it_owed_again(house: House) -> None:
    invoice = counter.issued(house)
    payment = counter.pay(house, invoice, "75.00")

    def take_off() -> Invoice:
        return house.as_(
            BILLING,
            lambda unit, actor: allocating.take_off(
                unit, house.hospital, actor, payment.reference, invoice.reference, reason="of another bill"
            ),
        )

    assert (take_off().status, counter.invoice_now(house, invoice).owed) == ("issued", Decimal(75))
    assert counter.payment_now(house, payment).credit == 75
    with house.refused(NotFoundError):
        take_off()
    assert [row.amount for row in house.rows(PaymentAllocationRow)] == [75, -75]


# --- tills ----------------------------------------------------------------------------------------


@on_file
def test_a_till_is_closed_with_its_difference_and_who_counted(house: House) -> None:
    till = counter.till(house)
    invoice = counter.issued(house)
    counter.pay(house, invoice, "30.00")
    counter.pay(house, invoice, "45.00", method="card", card_reference="slip 1")
    closed = close(house, till, "78.50", by=DESK_TOO)
    assert (closed.status, closed.counted, closed.difference) == ("closed", Decimal("78.50"), Decimal("-1.50"))
    assert (closed.opened_by, closed.closed_by) == (
        "staff:tadhg.moran@rosehill.example",
        "staff:bea.lopez@rosehill.example",
    )
    assert open_tasks(house) == [("till_difference", till.reference)]


@on_file
def test_a_till_that_adds_up_makes_no_task_and_is_closed_once(house: House) -> None:
    till = counter.till(house)
    assert close(house, till, "50.00").difference == 0
    assert open_tasks(house) == []
    with house.refused(TillClosedError):
        close(house, till, "50.00")
    invoice = counter.issued(house)
    with house.refused(TillClosedError):
        counter.pay(house, invoice, "5.00", till=till.reference)
    assert house.rows(PaymentRow) == []


@on_file
def test_a_desk_has_one_open_till(house: House) -> None:
    def opened(key: str, at: str = "desk 1", holds: str = "50.00") -> Till:
        return house.as_(
            DESK, lambda unit, actor: tills.open_till(unit, house.hospital, actor, at, Decimal(holds), key=key)
        )

    first = opened("a")
    assert opened("a") == first
    with house.refused(TillOpenError):
        opened("b")
    with house.refused(KeyUsedError):
        opened("a", at="desk 2")
    assert opened("c", at="desk 2").reference != first.reference
    close(house, first, "50.00")
    assert opened("b").reference != first.reference
    for at, holds, error in (("desk 3", "-1.00", AmountError), (" ", "1.00", BillingError)):
        with pytest.raises(error):
            opened("d", at, holds)
    assert len(house.rows(TillRow)) == 3


@on_file
def test_a_till_cannot_be_counted_below_nothing(house: House) -> None:
    till = counter.till(house)
    with house.refused(AmountError):
        close(house, till, "-1.00")
    assert counter.till(house).status == "open"


# --- payment links --------------------------------------------------------------------------------


class Shop:
    """The house with a payment provider."""

    def __init__(self, house: House) -> None:
        self.house, self.gateway = house, FakeGateway(seed=3)
        self.online = OnlinePayments(house.office, lambda _: house.hospital, self.gateway)
        self.iris = house.himself(IRIS, 2)

    def link(self, invoice: Invoice, now: Any = NOW) -> Link:
        return self.online.link_for(self.iris, invoice.reference, now)

    def pay(self, link: Link, now: Any = NOW) -> None:
        self.gateway.pay(link.external_id or "", now)

    def deliver(self, now: Any = NOW) -> list[Received]:
        return [counter.receive(self.house, event, now) for event in self.gateway.deliver()]

    def status(self, link: Link) -> str:
        return self.house.read(lambda unit: link_records.get(unit, link.reference)).status


@pytest.fixture
def shop(house: House) -> Shop:
    return Shop(house)


@on_file
def test_a_link_pays_what_is_owed_once_however_often_that_is_told(shop: Shop) -> None:
    invoice = counter.issued(shop.house)
    counter.pay(shop.house, invoice, "25.00")
    link = shop.link(invoice)
    assert (link.amount, link.status, link.url) == (Decimal(50), "open", "https://pay.example/page-1")
    shop.pay(link)
    assert shop.deliver() == [Received.RECORDED, Received.KNOWN]
    assert (counter.invoice_now(shop.house, invoice).status, shop.status(link)) == ("balanced", "paid")
    assert len(shop.house.rows(PaymentRow)) == 2
    with pytest.raises(NotOwedError):
        shop.link(invoice)


@on_file
def test_asking_again_is_the_same_link_until_it_expires(shop: Shop) -> None:
    invoice = counter.issued(shop.house)
    first = shop.link(invoice)
    assert shop.link(invoice) == first
    later = NOW + links.LASTS
    with pytest.raises(PageClosedError):
        shop.pay(first, later)
    second = shop.link(invoice, later)
    assert second.reference != first.reference
    assert shop.online.end_links(later) == 1
    assert (shop.status(first), shop.status(second)) == ("expired", "open")


@on_file
def test_a_provider_that_is_away_or_a_crash_in_the_middle_makes_no_second_link(shop: Shop) -> None:
    invoice = counter.issued(shop.house)
    shop.gateway.is_away = True
    for _ in range(2):
        with pytest.raises(GatewayError):
            shop.link(invoice)
    asked = shop.house.rows(PaymentLinkRow)
    assert [row.status for row in asked] == ["requested"]
    shop.gateway.is_away = False
    assert (shop.link(invoice).reference, shop.link(invoice).status) == (asked[0].reference, "open")


@on_file
def test_a_link_that_was_never_opened_at_the_provider_ends_with_its_time(shop: Shop) -> None:
    shop.gateway.is_away = True
    with pytest.raises(GatewayError):
        shop.link(counter.issued(shop.house))
    assert [shop.online.end_links(when) for when in (NOW, NOW + links.LASTS, NOW + links.LASTS)] == [0, 1, 0]
    assert [row.status for row in shop.house.rows(PaymentLinkRow)] == ["expired"]


@on_file
def test_a_link_whose_balance_was_paid_at_the_desk_is_closed_at_the_provider(shop: Shop) -> None:
    invoice = counter.issued(shop.house)
    link = shop.link(invoice)
    counter.pay(shop.house, invoice, "75.00")
    assert shop.status(link) == "ending"
    shop.gateway.is_away = True
    assert shop.online.end_links(NOW) == 0
    shop.gateway.is_away = False
    assert shop.online.end_links(NOW) == 1
    assert (shop.status(link), shop.deliver()) == ("expired", [Received.KNOWN, Received.KNOWN])
    with pytest.raises(PageClosedError):
        shop.pay(link)


@on_file
def test_a_payment_for_a_balanced_invoice_becomes_a_credit_and_is_never_lost(shop: Shop) -> None:
    invoice = counter.issued(shop.house)
    link = shop.link(invoice)
    counter.pay(shop.house, invoice, "75.00")
    shop.pay(link)
    assert shop.online.end_links(NOW) == 1  # it was paid before it could be closed
    assert shop.deliver() == [Received.KNOWN, Received.KNOWN]
    late = shop.house.rows(PaymentRow)[-1]
    assert (late.method, late.amount, late.applied) == ("link", 75, 0)
    assert counter.invoice_now(shop.house, invoice).patient_paid == 75
    assert open_tasks(shop.house) == [("credit", late.reference)]


@on_file
def test_a_payment_that_is_told_of_after_its_link_expired_still_counts(shop: Shop) -> None:
    invoice = counter.issued(shop.house)
    link = shop.link(invoice)
    assert counter.receive(shop.house, GatewayEvent("fake", Told.EXPIRED, link.reference)) is Received.RECORDED
    assert counter.receive(shop.house, counter.paid_event(link)) is Received.RECORDED
    assert counter.receive(shop.house, GatewayEvent("fake", Told.EXPIRED, link.reference)) is Received.KNOWN
    assert (shop.status(link), counter.invoice_now(shop.house, invoice).status) == ("paid", "balanced")


@on_file
def test_a_payment_that_no_event_told_of_is_found_by_asking(shop: Shop) -> None:
    invoice = counter.issued(shop.house)
    link = shop.link(invoice)
    assert shop.online.settle(link.reference, NOW) is Received.KNOWN
    shop.pay(link)
    assert shop.online.settle(link.reference, NOW) is Received.RECORDED
    assert (counter.invoice_now(shop.house, invoice).status, set(shop.deliver())) == ("balanced", {Received.KNOWN})


@on_file
@pytest.mark.parametrize(
    "wrong",
    [
        {"currency": "USD"},
        {"currency": ""},
        {"amount": Decimal(0)},
        {"amount": Decimal(-75)},
        {"amount": Decimal("75.001")},
        {"payment_id": ""},
    ],
)
def test_money_that_was_not_asked_for_is_refused_and_billing_told(shop: Shop, wrong: dict[str, Any]) -> None:
    invoice = counter.issued(shop.house)
    link = shop.link(invoice)
    for _ in range(2):
        assert counter.receive(shop.house, counter.paid_event(link, **wrong)) is Received.REFUSED
    assert (shop.house.rows(PaymentRow), counter.invoice_now(shop.house, invoice)) == ([], invoice)
    assert open_tasks(shop.house) == [("payment_mismatch", link.reference)]
    assert shop.status(link) == "open"


@on_file
@pytest.mark.parametrize("amount", ["74.99", "150.00"])
def test_another_amount_than_asked_for_is_kept_and_pays_nothing_before_a_person_looked(shop: Shop, amount: str) -> None:
    invoice = counter.issued(shop.house)
    link = shop.link(invoice)
    assert counter.receive(shop.house, counter.paid_event(link, amount=Decimal(amount))) is Received.CREDITED
    payment = shop.house.rows(PaymentRow)[0]
    assert (payment.amount, payment.applied, counter.invoice_now(shop.house, invoice).owed) == (
        Decimal(amount),
        Decimal(0),
        Decimal(75),
    )
    assert open_tasks(shop.house) == [("payment_mismatch", link.reference), ("credit", payment.reference)]


@on_file
def test_what_is_not_ours_changes_nothing(shop: Shop) -> None:
    link = shop.link(counter.issued(shop.house))
    for event in (
        replace(counter.paid_event(link), provider="other"),
        replace(counter.paid_event(link), reference="PL-NOBODY"),
        GatewayEvent("fake", Told.REFUNDED, "RD-NOBODY"),
    ):
        assert counter.receive(shop.house, event) is Received.UNKNOWN
    assert shop.house.rows(PaymentRow) == []


@on_file
def test_a_second_payment_on_one_link_is_a_credit(shop: Shop) -> None:
    link = shop.link(counter.issued(shop.house))
    assert counter.receive(shop.house, counter.paid_event(link)) is Received.RECORDED
    assert counter.receive(shop.house, counter.paid_event(link, payment_id="p2")) is Received.CREDITED
    assert [row.applied for row in shop.house.rows(PaymentRow)] == [75, 0]


# --- refunds --------------------------------------------------------------------------------------


def credit(house: House, amount: str = "300.00") -> Payment:
    """A payment in cash that no invoice needs."""
    invoice = counter.issued(house, amount)
    payment = counter.pay(house, invoice, amount)
    counter.cancel(house, invoice)
    return counter.payment_now(house, payment)


def approve(house: House, asked: Refund, by: str) -> Refund:
    return house.as_(by, lambda unit, actor: refunds.approve(unit, actor, asked.reference))


def refuse_refund(house: House, asked: Refund, reason: str = "It was owed") -> Refund:
    return house.as_(
        BILLING, lambda unit, actor: refunds.refuse(unit, house.hospital, actor, asked.reference, reason=reason)
    )


@on_file
def test_a_small_refund_is_paid_out_at_once_and_once(house: House) -> None:
    payment = credit(house)
    asked = counter.refund(house, payment, "100.00", "k")
    assert asked == counter.refund(house, payment, "100.00", "k")
    assert (asked.status, asked.needs_second) == ("approved", False)
    before = counter.till(house).cash
    assert counter.pay_out(house, asked).status == "completed"
    assert counter.pay_out(house, asked).status == "completed"
    assert counter.till(house).cash == before - 100
    assert counter.payment_now(house, payment).credit == 200


@on_file
def test_above_the_limit_somebody_else_of_billing_agrees(house: House) -> None:
    payment = credit(house)
    asked = counter.refund(house, payment, "100.01", by=BILLING)
    assert (asked.status, asked.needs_second) == ("requested", True)
    assert ("refund", asked.reference) in open_tasks(house)
    with house.refused(BillingStatusError):
        counter.pay_out(house, asked)
    with house.refused(SecondPersonError):
        approve(house, asked, BILLING)
    done = approve(house, asked, BILLING_TOO)
    assert (done.status, done.approved_by) == ("approved", "staff:lena.hart@rosehill.example")
    assert approve(house, asked, BILLING_TOO) == done
    assert ("refund", asked.reference) not in open_tasks(house)
    assert counter.pay_out(house, asked).status == "completed"


@on_file
def test_many_small_refunds_of_one_payment_are_one_large_one(house: House) -> None:
    payment = credit(house)
    assert counter.refund(house, payment, "60.00").status == "approved"
    assert counter.refund(house, payment, "40.00").status == "approved"
    assert counter.refund(house, payment, "0.01").status == "requested"


@on_file
def test_where_the_hospital_file_is_silent_every_refund_needs_two(house: House) -> None:
    house.load(('  billing: {pay: at_desk, refund_second_person_over: "100.00"}\n', ""))
    assert counter.refund(house, credit(house), "0.01").status == "requested"


@on_file
def test_never_more_is_given_back_than_was_paid_and_no_invoice_needs(house: House) -> None:
    payment = credit(house, "90.00")
    counter.refund(house, payment, "50.00")
    with house.refused(NotRefundableError) as refused:
        counter.refund(house, payment, "40.01")
    assert refused.value.refundable == 40
    on_an_invoice = counter.pay(house, counter.issued(house, "1.00"), "5.00")
    with house.refused(NotRefundableError):
        counter.refund(house, on_an_invoice, "1.00")
    assert len(house.rows(RefundRow)) == 1


@on_file
@pytest.mark.parametrize(
    ("amount", "currency", "error"),
    [("-5.00", "EUR", AmountError), ("0.00", "EUR", AmountError), ("5.00", "USD", CurrencyError)],
)
def test_what_is_no_refund_is_refused(house: House, amount: str, currency: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        counter.refund(house, credit(house), amount, currency=currency)
    assert house.rows(RefundRow) == []


@on_file
def test_a_refused_refund_stays_a_credit(house: House) -> None:
    payment = credit(house)
    asked = counter.refund(house, payment, "300.00")
    assert counter.payment_now(house, payment).credit == 0

    def refuse(reason: str) -> Refund:
        return refuse_refund(house, asked, reason)

    with house.refused(BillingError):
        refuse(" ")
    assert refuse("It was owed") == refuse("It was owed")
    assert counter.payment_now(house, payment).credit == 300
    assert open_tasks(house) == [("credit", payment.reference)]
    with house.refused(BillingStatusError):
        approve(house, asked, BILLING_TOO)


@on_file
def test_a_till_gives_back_no_cash_that_it_has_not(house: House) -> None:
    payment = credit(house, "90.00")
    close(house, counter.till(house), "140.00")
    counter.till(house, float_amount="10.00")
    asked = counter.refund(house, payment, "90.00")
    with house.refused(TillShortError) as refused:
        counter.pay_out(house, asked)
    assert (refused.value.there, counter.till(house).cash) == (Decimal(10), Decimal(10))
    assert house.rows(RefundRow)[0].status == "approved"


@on_file
def test_money_goes_back_the_way_it_came(house: House) -> None:
    invoice = counter.issued(house)
    payment = counter.pay(house, invoice, "75.00", method="card", card_reference="slip 1")
    counter.cancel(house, invoice)
    asked = counter.refund(house, payment, "75.00")

    def by_card(proof: str) -> Refund:
        return house.as_(DESK, lambda unit, actor: paying_out.with_proof(unit, actor, asked.reference, proof))

    for wrong in (lambda: counter.pay_out(house, asked), lambda: by_card(" ")):
        with house.refused(BillingError):
            wrong()
    assert (by_card("slip 2").status, by_card("slip 3").proof) == ("completed", "slip 2")


@pytest.fixture
def online_credit(shop: Shop) -> Iterator[Payment]:
    """A payment by link that no invoice needs."""
    invoice = counter.issued(shop.house)
    link = shop.link(invoice)
    shop.pay(link)
    shop.deliver()
    counter.cancel(shop.house, invoice)
    yield shop.house.as_(BILLING, lambda unit, actor: payments.of_patient(unit, actor, invoice.patient_id))[0]


@on_file
def test_a_refund_through_the_provider_is_done_when_it_says_so(shop: Shop, online_credit: Payment) -> None:
    asked = counter.refund(shop.house, online_credit, "75.00")
    clerk = shop.house.actor(DESK)
    shop.gateway.is_away = True
    with pytest.raises(GatewayError):
        shop.online.refund(clerk, asked.reference, NOW)
    shop.gateway.is_away, shop.gateway.is_slow = False, True
    assert shop.online.refund(clerk, asked.reference, NOW).status == "approved"
    assert shop.online.refund(clerk, asked.reference, NOW).status == "approved"
    shop.gateway.finish_refunds()
    assert shop.deliver() == [Received.RECORDED, Received.KNOWN]
    assert shop.online.refund(clerk, asked.reference, NOW).status == "completed"
    assert counter.payment_now(shop.house, online_credit).refunded == 75


@on_file
def test_a_refund_that_fails_at_the_provider_is_a_credit_again(shop: Shop, online_credit: Payment) -> None:
    asked = counter.refund(shop.house, online_credit, "75.00")
    shop.gateway.is_slow = True
    shop.online.refund(shop.house.actor(DESK), asked.reference, NOW)
    shop.gateway.finish_refunds(Told.REFUND_FAILED)
    assert shop.deliver() == [Received.RECORDED, Received.KNOWN]
    assert counter.payment_now(shop.house, online_credit).credit == 75
    assert ("credit", online_credit.reference) in open_tasks(shop.house)


def refunded(asked: Refund, told: Told = Told.REFUNDED, **more: Any) -> GatewayEvent:
    facts = {"payment_id": f"back-{asked.reference}", "amount": asked.amount, "currency": asked.currency, **more}
    return GatewayEvent("fake", told, asked.reference, **facts)


def account(house: House, payment: Payment) -> tuple[Any, Any]:
    """What is a credit of a payment, and what its patient owes in all."""
    owes = house.read(lambda unit: statements.balance_of(unit, payment.patient_id))
    return counter.payment_now(house, payment).credit, owes


@on_file
def test_what_the_provider_gave_back_is_given_back_also_when_billing_refused_it_meanwhile(
    shop: Shop, online_credit: Payment
) -> None:
    asked = counter.refund(shop.house, online_credit, "75.00")
    shop.gateway.is_slow = True
    shop.online.refund(shop.house.actor(DESK), asked.reference, NOW)
    refuse_refund(shop.house, asked)
    assert account(shop.house, online_credit) == (75, -75)
    shop.gateway.finish_refunds()
    assert shop.deliver() == [Received.RECORDED, Received.KNOWN]
    assert account(shop.house, online_credit) == (0, 0)
    assert open_tasks(shop.house) == [("payment_mismatch", asked.reference)]
    with pytest.raises(NotRefundableError):
        counter.refund(shop.house, online_credit, "0.01")


@on_file
def test_money_that_went_back_after_all_is_taken_off_the_invoice_and_the_refund_that_had_it(
    shop: Shop, online_credit: Payment
) -> None:
    house = shop.house
    asked = counter.refund(house, online_credit, "75.00")
    refuse_refund(house, asked)
    invoice = counter.issued(house, "30.00")  # the charge that was credited is on it too: 105 in all
    house.as_(
        BILLING,
        lambda unit, actor: allocating.put_credit_on(
            unit, house.hospital, actor, online_credit.reference, invoice.reference
        ),
    )
    assert [counter.invoice_now(house, invoice).owed, *account(house, online_credit)] == [30, 0, 30]
    assert counter.receive(house, refunded(asked)) is Received.RECORDED
    assert [counter.invoice_now(house, invoice).owed, *account(house, online_credit)] == [105, 0, 105]
    assert open_tasks(house) == [("payment_mismatch", asked.reference)]
    assert invoice.number in house.rows(TaskRow, TaskRow.status == "requested")[0].summary


@on_file
def test_two_refunds_of_the_same_money_are_never_both_in_the_books(shop: Shop, online_credit: Payment) -> None:
    first = counter.refund(shop.house, online_credit, "50.00")
    refuse_refund(shop.house, first)
    second = counter.refund(shop.house, online_credit, "75.00")
    assert counter.receive(shop.house, refunded(first)) is Received.RECORDED
    assert (account(shop.house, online_credit), refund_now(shop.house, second).status) == ((25, -25), "refused")
    # more than was paid cannot have gone back
    assert counter.receive(shop.house, refunded(second)) is Received.REFUSED
    assert account(shop.house, online_credit) == (25, -25)
    assert set(open_tasks(shop.house)) == {
        ("payment_mismatch", first.reference),
        ("payment_mismatch", second.reference),
        ("credit", online_credit.reference),
    }


def refund_now(house: House, asked: Refund) -> Refund:
    return house.read(lambda unit: refunds.get(unit, asked.reference))


@on_file
@pytest.mark.parametrize(
    ("amount", "currency", "credit_left", "status"),
    [
        ("70.00", "EUR", "5.00", "completed"),
        ("75.01", "EUR", "0", "approved"),
        ("75.00", "USD", "0", "approved"),
        ("0", "EUR", "0", "approved"),
    ],
)
def test_another_amount_given_back_than_was_asked_for_is_what_the_books_say_and_a_persons_to_look_at(
    shop: Shop, online_credit: Payment, amount: str, currency: str, credit_left: str, status: str
) -> None:
    asked = counter.refund(shop.house, online_credit, "75.00")
    event = refunded(asked, amount=Decimal(amount), currency=currency)
    for _ in range(2):
        counter.receive(shop.house, event)
    assert refund_now(shop.house, asked).status == status
    assert counter.payment_now(shop.house, online_credit).credit == Decimal(credit_left)
    assert ("payment_mismatch", asked.reference) in open_tasks(shop.house)


@on_file
def test_a_provider_that_says_both_that_it_gave_back_and_that_it_failed_is_a_persons_to_ask(
    shop: Shop, online_credit: Payment
) -> None:
    for words in ([Told.REFUNDED, Told.REFUND_FAILED], [Told.REFUND_FAILED, Told.REFUNDED]):
        asked = counter.refund(shop.house, online_credit, "5.00")
        for told in words:
            counter.receive(shop.house, refunded(asked, told))
        assert refund_now(shop.house, asked).status == "completed"
        assert ("payment_mismatch", asked.reference) in open_tasks(shop.house)
    assert account(shop.house, online_credit) == (65, -65)


@on_file
def test_a_refund_that_the_provider_did_not_take_is_billings_until_it_is_done_and_the_clock_asks_again(
    shop: Shop, online_credit: Payment
) -> None:
    asked = counter.refund(shop.house, online_credit, "75.00")
    shop.gateway.is_away = True
    for _ in range(2):
        with pytest.raises(GatewayError):
            shop.online.refund(shop.house.actor(DESK), asked.reference, NOW)
    assert open_tasks(shop.house) == [("refund", asked.reference)]
    assert shop.online.follow_refunds(NOW + timedelta(hours=2)) == 0
    shop.gateway.is_away = False
    assert [shop.online.follow_refunds(NOW + timedelta(hours=n)) for n in (1, 2, 2)] == [0, 1, 0]
    assert (refund_now(shop.house, asked).status, open_tasks(shop.house)) == ("completed", [])


# --- who did what ---------------------------------------------------------------------------------


@on_file
def test_every_step_of_money_is_in_the_audit_trail_which_holds(shop: Shop) -> None:
    house = shop.house
    invoice = counter.issued(house, "40.00")
    payment = counter.pay(house, invoice, "15.00")
    shop.pay(shop.link(invoice))
    shop.deliver()
    house.as_(BILLING, lambda unit, actor: payments.read(unit, actor, payment.reference))
    counter.cancel(house, invoice)
    counter.pay_out(house, counter.refund(house, payment, "15.00"))
    close(house, counter.till(house), "50.00")
    rows = house.rows(AuditRow)
    assert {row.action for row in rows} >= {
        *("charge.add", "invoice.draft", "invoice.issue", "invoice.move", "invoice.credit", "till.open", "till.close"),
        *("payment.receive", "payment.allocate", "payment.read", "link.ask", "link.move"),
        *("refund.request", "refund.move"),
    }
    assert {row.actor for row in rows if row.action == "invoice.issue"} == {"staff:mark.stone@rosehill.example"}
    assert not any("Quinlan" in str(row.facts) for row in rows)
    assert house.read(audit.verify) is None


# --- whatever people do ---------------------------------------------------------------------------


@on_file
def test_whatever_people_do_in_whatever_order_it_all_adds_up(house: House) -> None:
    machine = type("Machine", (Accounts,), {"house": house})
    few = settings(
        max_examples=6, stateful_step_count=18, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    run_state_machine_as_test(machine, settings=few)


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """Do things at the same moment, each in a thread: what each came to, an error of the hospital's included."""
    start = threading.Barrier(len(works))
    met: list[Any] = [None] * len(works)

    def run(place: int) -> None:
        start.wait()
        try:
            met[place] = works[place]()
        except HospitalError as refused:
            met[place] = refused

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return met


def test_fifty_who_pay_the_same_invoice_at_once_pay_it_once_and_numbers_have_no_gap(house: House) -> None:
    invoice = counter.issued(house)
    link, clerk, biller = counter.linked(house, invoice), house.actor(DESK), house.actor(BILLING)
    drafts = [counter.drafted(house, "1.00", number=number) for number in (IRIS, HUGO, OLGA) for _ in range(3)]
    new = counter.taking(house, invoice, "75.00")

    def at_desk(n: int) -> Payment:
        return house.write(lambda unit: desk.take(unit, house.hospital, clerk, new, key=f"desk {n}"))

    def by_link() -> Received:
        return counter.receive(house, counter.paid_event(link))

    def issue(draft: Invoice) -> Invoice:
        # in a year whose series nobody has begun
        return house.write(
            lambda unit: issuing.issue(unit, house.hospital, biller, draft.reference), NOW + timedelta(days=300)
        )

    desks: list[Callable[[], Any]] = [lambda n=n: at_desk(n) for n in range(25)]  # type: ignore[misc]
    issuers: list[Callable[[], Any]] = [lambda draft=draft: issue(draft) for draft in drafts]  # type: ignore[misc]
    met = at_once([*desks, *[by_link] * 25, *issuers])
    assert counter.invoice_now(house, invoice).status == "balanced"
    assert counter.invoice_now(house, invoice).patient_paid == 75
    taken = [each for each in met[:25] if isinstance(each, Payment)]
    told = [each for each in met[25:50] if each is not Received.KNOWN]
    # the provider's money is there whoever was first: it pays the invoice, or waits to be given back
    assert told == [Received.RECORDED if not taken else Received.CREDITED]
    assert len(taken) <= 1
    assert all(isinstance(each, NotOwedError) for each in met[:25] if not isinstance(each, Payment))
    rows = house.rows(PaymentRow)
    assert sorted((row.method, row.applied) for row in rows) == sorted(
        [("cash", 75), ("link", 0)] if taken else [("link", 75)]
    )
    assert counter.till(house).cash == 50 + 75 * len(taken)
    numbers = sorted(row.number for row in house.rows(InvoiceRow, InvoiceRow.number.is_not(None)))
    assert numbers == ["INV-2026-000001", *(f"INV-2027-{n:06d}" for n in range(1, 10))]
    assert [(row.code, row.last_number) for row in house.rows(InvoiceSeriesRow)] == [("INV-2026", 1), ("INV-2027", 9)]
