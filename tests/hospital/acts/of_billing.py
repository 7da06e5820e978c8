"""Bills, payments, tills, links, refunds, statements."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hospital import acting, insured_invoices
from hospital.access import Actor
from hospital.billing import (
    allocating,
    charging,
    desk,
    drafting,
    issuing,
    links,
    overdue,
    paper,
    paying_out,
    payments,
    questions,
    records,
    refunds,
    statements,
    tills,
)
from hospital.billing.overdue import Matter
from hospital.billing.payments import Payment
from hospital.billing.records import Invoice
from hospital.billing.refunds import Refund
from hospital.office import Unit
from tests.hospital import counter
from tests.hospital.acts.act import Act, nothing
from tests.hospital.clinic import IRIS, MONDAY, NOW
from tests.hospital.house import BILLING, House

DAYS = (MONDAY, MONDAY + timedelta(days=1))


def _iris(house: House) -> int:
    return house.patient(IRIS)


def _charged(house: House) -> int:
    counter.charge(house)
    return house.patient(IRIS)


def _paid(house: House) -> Payment:
    return counter.pay(house, counter.issued(house), "75.00")


def _credit(house: House) -> tuple[Payment, Invoice]:
    """A payment that is on nothing, and another invoice to put it on."""
    payment = _paid(house)
    invoice = house.read(lambda unit: records.by_id(unit, payment.invoice_id))
    counter.cancel(house, invoice)
    return payment, counter.issued(house, "20.00")


def _asked(house: House, amount: str = "80.00") -> Refund:
    invoice = counter.issued(house, "300.00")
    payment = counter.pay(house, invoice, "300.00")
    counter.cancel(house, invoice)
    return counter.refund(house, payment, amount)


def _asked_by_card(house: House) -> Refund:
    invoice = counter.issued(house)
    payment = counter.pay(house, invoice, "75.00", method="card", card_reference="slip 1")
    counter.cancel(house, invoice)
    return counter.refund(house, payment, "75.00")


def _asked_by_link(house: House) -> Refund:
    invoice = counter.issued(house)
    counter.receive(house, counter.paid_event(counter.linked(house, invoice)))
    counter.cancel(house, invoice)
    payment = house.as_(BILLING, lambda unit, actor: payments.of_patient(unit, actor, invoice.patient_id))[0]
    return counter.refund(house, payment, "75.00")


def _refund(unit: Unit, house: House, actor: Actor, made: tuple[Payment, Invoice]) -> Refund:
    return refunds.ask(
        unit, house.hospital, actor, made[0].reference, Decimal(5), "EUR", reason="Paid twice", key="another"
    )


def _take(unit: Unit, house: House, actor: Actor, made: desk.Taking) -> Payment:
    return desk.take(unit, house.hospital, actor, made, key="another")


def _transfer(unit: Unit, house: House, actor: Actor, made: Invoice) -> Payment:
    return desk.note_transfer(
        unit, house.hospital, actor, made.reference, Decimal(5), "EUR", bank_reference="b 1", key="another"
    )


ACTS = {
    "hospital.billing.overdue.unbilled_days": Act(
        "clock.sweep", nothing, lambda unit, house, actor, made: overdue.unbilled_days(unit, house.hospital, actor)
    ),
    "hospital.billing.overdue.tell_of_day": Act(
        "clock.sweep",
        nothing,
        lambda unit, house, actor, made: overdue.tell_of_day(unit, house.hospital, actor, MONDAY),
    ),
    "hospital.billing.overdue.overdue": Act(
        "clock.sweep", nothing, lambda unit, house, actor, made: overdue.overdue(unit, actor)
    ),
    "hospital.billing.overdue.tell_of_invoice": Act(
        "clock.sweep",
        counter.issued,
        lambda unit, house, actor, made: overdue.tell_of_invoice(unit, house.hospital, actor, made.reference),
    ),
    "hospital.billing.overdue.standing": Act(
        "clock.sweep", nothing, lambda unit, house, actor, made: overdue.standing(unit, actor)
    ),
    "hospital.billing.overdue.settle": Act(
        "clock.sweep",
        nothing,
        lambda unit, house, actor, made: overdue.settle(unit, house.hospital, actor, Matter("unbilled", "2026-06-08")),
    ),
    "hospital.billing.charging.add_service": Act(
        "charge.add",
        _iris,
        lambda unit, house, actor, made: charging.add_service(
            unit, house.hospital, actor, made, "lipid", key="another"
        ),
    ),
    "hospital.billing.charging.take_back": Act(
        "charge.void", counter.charge, lambda unit, house, actor, made: charging.take_back(unit, actor, made)
    ),
    "hospital.billing.charging.unbilled": Act(
        "charge.read", _charged, lambda unit, house, actor, made: charging.unbilled(unit, actor, made)
    ),
    "hospital.billing.drafting.draft": Act(
        "invoice.draft",
        _charged,
        lambda unit, house, actor, made: drafting.draft(unit, house.hospital, actor, made, key="another"),
    ),
    "hospital.billing.drafting.discard": Act(
        "invoice.draft",
        lambda house: counter.drafted(house, "5.00"),
        lambda unit, house, actor, made: drafting.discard(unit, actor, made.reference),
    ),
    "hospital.billing.issuing.issue": Act(
        "invoice.issue",
        lambda house: counter.drafted(house, "5.00"),
        lambda unit, house, actor, made: issuing.issue(unit, house.hospital, actor, made.reference),
    ),
    "hospital.billing.issuing.cancel": Act(
        "invoice.cancel",
        counter.issued,
        lambda unit, house, actor, made: issuing.cancel(unit, house.hospital, actor, made.reference, reason="twice"),
    ),
    "hospital.billing.records.of_patient": Act(
        "invoice.read", _iris, lambda unit, house, actor, made: records.of_patient(unit, actor, made)
    ),
    "hospital.billing.records.amounts": Act(
        "invoice.read_amount", _iris, lambda unit, house, actor, made: records.amounts(unit, actor, made)
    ),
    "hospital.billing.records.read": Act(
        "invoice.read",
        counter.issued,
        lambda unit, house, actor, made: records.read(unit, actor, made.reference),
    ),
    "hospital.billing.questions.ask": Act(
        "invoice.dispute",
        counter.issued,
        lambda unit, house, actor, made: questions.ask(unit, house.hospital, actor, made.reference, "Why?"),
    ),
    "hospital.billing.payments.of_patient": Act(
        "payment.read", _iris, lambda unit, house, actor, made: payments.of_patient(unit, actor, made)
    ),
    "hospital.billing.payments.read": Act(
        "payment.read", _paid, lambda unit, house, actor, made: payments.read(unit, actor, made.reference)
    ),
    "hospital.billing.desk.take": Act(
        "payment.take", lambda house: counter.taking(house, counter.issued(house), "5.00"), _take
    ),
    "hospital.billing.desk.note_transfer": Act("payment.remit", counter.issued, _transfer),
    "hospital.billing.allocating.put_credit_on": Act(
        "payment.move",
        _credit,
        lambda unit, house, actor, made: allocating.put_credit_on(
            unit, house.hospital, actor, made[0].reference, made[1].reference
        ),
    ),
    "hospital.billing.allocating.take_off": Act(
        "payment.move",
        lambda house: counter.pay(house, counter.issued(house), "75.00"),
        lambda unit, house, actor, made: allocating.take_off(
            unit,
            house.hospital,
            actor,
            made.reference,
            records.by_id(unit, made.invoice_id).reference,
            reason="of another bill",
        ),
    ),
    "hospital.billing.tills.open_till": Act(
        "till.work",
        nothing,
        lambda unit, house, actor, made: tills.open_till(unit, house.hospital, actor, "desk", Decimal(1), key="k"),
    ),
    "hospital.billing.tills.close": Act(
        "till.work",
        counter.till,
        lambda unit, house, actor, made: tills.close(unit, house.hospital, actor, made.reference, Decimal(50)),
    ),
    "hospital.billing.tills.open_at": Act(
        "till.work", nothing, lambda unit, house, actor, made: tills.open_at(unit, actor, "desk")
    ),
    "hospital.billing.tills.history": Act(
        "till.read",
        nothing,
        lambda unit, house, actor, made: tills.history(unit, actor, NOW - timedelta(days=1), NOW),
    ),
    "hospital.billing.links.ask": Act(
        "payment.pay", counter.issued, lambda unit, house, actor, made: links.ask(unit, actor, made.reference, "fake")
    ),
    "hospital.billing.links.standing": Act(
        "payment.read", nothing, lambda unit, house, actor, made: links.standing(unit, actor, house.patient(IRIS))
    ),
    "hospital.billing.links.of_invoice": Act(
        "payment.read",
        counter.issued,
        lambda unit, house, actor, made: links.of_invoice(unit, actor, made.reference),
    ),
    "hospital.billing.refunds.ask": Act("refund.request", _credit, _refund),
    "hospital.billing.refunds.approve": Act(
        "refund.approve",
        lambda house: _asked(house, "150.00"),
        lambda unit, house, actor, made: refunds.approve(unit, actor, made.reference),
    ),
    "hospital.billing.refunds.refuse": Act(
        "refund.approve",
        lambda house: _asked(house, "150.00"),
        lambda unit, house, actor, made: refunds.refuse(unit, house.hospital, actor, made.reference, reason="not owed"),
    ),
    "hospital.billing.refunds.of_patient": Act(
        "payment.read", _iris, lambda unit, house, actor, made: refunds.of_patient(unit, actor, made)
    ),
    "hospital.billing.paying_out.in_cash": Act(
        "refund.request",
        lambda house: (_asked(house), counter.till(house)),
        lambda unit, house, actor, made: paying_out.in_cash(unit, actor, made[0].reference, made[1].reference),
    ),
    "hospital.billing.paying_out.with_proof": Act(
        "refund.request",
        _asked_by_card,
        lambda unit, house, actor, made: paying_out.with_proof(unit, actor, made.reference, "slip 2"),
    ),
    "hospital.billing.paying_out.order": Act(
        "refund.request",
        _asked_by_link,
        lambda unit, house, actor, made: paying_out.order(unit, actor, made.reference),
    ),
    "hospital.billing.statements.read": Act(
        "invoice.read",
        _iris,
        lambda unit, house, actor, made: statements.read(unit, house.hospital, actor, made, *DAYS),
    ),
    "hospital.billing.paper.of_invoice": Act(
        "invoice.read",
        counter.issued,
        lambda unit, house, actor, made: paper.of_invoice(unit, house.hospital, actor, made.reference, "en"),
    ),
    "hospital.billing.paper.of_credit_note": Act(
        "invoice.read",
        lambda house: counter.cancel(house, counter.issued(house)),
        lambda unit, house, actor, made: paper.of_credit_note(unit, house.hospital, actor, made.reference, "en"),
    ),
    "hospital.billing.paper.of_payment": Act(
        "payment.read",
        _paid,
        lambda unit, house, actor, made: paper.of_payment(unit, house.hospital, actor, made.reference, "en"),
    ),
    "hospital.billing.paper.of_account": Act(
        "invoice.read",
        _iris,
        lambda unit, house, actor, made: paper.of_account(unit, house.hospital, actor, made, *DAYS, "en"),
    ),
    "hospital.insured_invoices.draft": Act(
        "invoice.draft",
        _charged,
        lambda unit, house, actor, made: insured_invoices.draft(unit, house.hospital, actor, made, key="insured"),
    ),
    "hospital.insured_invoices.issue": Act(
        "invoice.issue",
        lambda house: counter.drafted(house, "75.00", share=insured_invoices.share),
        lambda unit, house, actor, made: insured_invoices.issue(unit, house.hospital, actor, made.reference),
    ),
    "hospital.insured_invoices.cancel": Act(
        "invoice.cancel",
        counter.issued,
        lambda unit, house, actor, made: insured_invoices.cancel(
            unit, house.hospital, actor, made.reference, reason="wrong"
        ),
    ),
    "hospital.acting.locked": Act(
        "invoice.issue",
        lambda house: counter.drafted(house, "75.00"),
        lambda unit, house, actor, made: acting.locked(unit, actor, "invoice.issue", records.get, made.reference),
    ),
}
