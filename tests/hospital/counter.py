"""Bills and money at the hospital of `records.yaml`: what tests charge, issue, take and give back."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from hospital import charges
from hospital.access import Actor
from hospital.billing import desk, drafting, issuing, links, paying_out, payments, receiving, records, refunds, tills
from hospital.billing.desk import Taking
from hospital.billing.gateway import GatewayEvent, Told
from hospital.billing.link_records import Link
from hospital.billing.payments import Payment
from hospital.billing.receiving import Received
from hospital.billing.records import Invoice
from hospital.billing.refunds import Refund
from hospital.billing.tills import Till
from hospital.charges import NewCharge
from tests.hospital.clinic import IRIS, NOW
from tests.hospital.house import BILLING, DESK, House

_keys = count(1)


def key(given: str | None = None) -> str:
    """A request's key: this one, or one of its own."""
    return given or f"key {next(_keys)}"


def charge(house: House, price: str = "75.00", number: str = IRIS, **more: Any) -> str:
    """Charge a patient something; its source."""
    source = key()
    new = NewCharge(source, house.patient(number), "service", "Chest X-ray", Decimal(price), code="xray-chest", **more)
    house.write(lambda unit: charges.add(unit, house.hospital, new))
    return source


def drafted(house: House, *prices: str, number: str = IRIS, **more: Any) -> Invoice:
    """A draft of what is open, these charges added."""
    for price in prices:
        charge(house, price, number)
    patient = house.patient(number)
    given = more.pop("key", None)
    return house.as_(
        BILLING, lambda unit, actor: drafting.draft(unit, house.hospital, actor, patient, key=key(given), **more)
    )


def issued(house: House, *prices: str, number: str = IRIS, now: datetime = NOW, **more: Any) -> Invoice:
    """An invoice of these charges and whatever was open."""
    draft = drafted(house, *(prices or ("75.00",)), number=number, **more)
    share = {"share": more["share"]} if "share" in more else {}
    return house.as_(
        BILLING, lambda unit, actor: issuing.issue(unit, house.hospital, actor, draft.reference, **share), now=now
    )


def cancel(house: House, invoice: Invoice, reason: str = "Billed twice") -> Invoice:
    """Cancel by credit note."""
    return house.as_(
        BILLING, lambda unit, actor: issuing.cancel(unit, house.hospital, actor, invoice.reference, reason=reason)
    )


def till(house: House, at: str = "desk 1", float_amount: str = "50.00") -> Till:
    """The open till of a desk."""
    return house.as_(
        DESK,
        lambda unit, actor: (
            tills.open_at(unit, actor, at)
            or tills.open_till(unit, house.hospital, actor, at, Decimal(float_amount), key=key())
        ),
    )


def taking(house: House, invoice: Invoice, amount: str, **more: Any) -> Taking:
    """A payment over the counter, in cash unless it says otherwise."""
    plain = {"currency": "EUR", "method": "cash", "till": more.pop("till", None) or till(house).reference}
    return Taking(invoice.reference, amount=Decimal(amount), **{**plain, **more})


def pay(house: House, invoice: Invoice, amount: str, request: str | None = None, **more: Any) -> Payment:
    """Pay at the desk."""
    new = taking(house, invoice, amount, **more)
    return house.as_(DESK, lambda unit, actor: desk.take(unit, house.hospital, actor, new, key=key(request)))


def linked(house: House, invoice: Invoice, number: str = IRIS) -> Link:
    """A link for an invoice, asked for by the patient."""
    asker = Actor("patient", house.himself(number).role, patient_id=invoice.patient_id, level=2)
    return house.write(lambda unit: links.ask(unit, asker, invoice.reference, "fake"))


def paid_event(link: Link, **more: Any) -> GatewayEvent:
    """What the provider tells of a paid link."""
    facts = {"payment_id": f"p-{link.reference}", "amount": link.amount, "currency": link.currency, **more}
    return GatewayEvent("fake", Told.PAID, link.reference, **facts)


def receive(house: House, event: GatewayEvent, now: datetime = NOW) -> Received:
    """The provider tells something."""
    return house.write(lambda unit: receiving.receive(unit, house.hospital, event), now=now)


def refund(
    house: House, payment: Payment, amount: str, request: str | None = None, by: str = DESK, currency: str = "EUR"
) -> Refund:
    """Ask for a refund."""
    return house.as_(
        by,
        lambda unit, actor: refunds.ask(
            unit,
            house.hospital,
            actor,
            payment.reference,
            Decimal(amount),
            currency,
            reason="Paid too much",
            key=key(request),
        ),
    )


def pay_out(house: House, asked: Refund) -> Refund:
    """Give it back in cash."""
    from_till = till(house).reference
    return house.as_(DESK, lambda unit, actor: paying_out.in_cash(unit, actor, asked.reference, from_till))


def invoice_now(house: House, invoice: Invoice) -> Invoice:
    """An invoice as it stands."""
    return house.read(lambda unit: records.get(unit, invoice.reference))


def payment_now(house: House, payment: Payment) -> Payment:
    """A payment as it stands."""
    return house.read(lambda unit: payments.get(unit, payment.reference))


def transfer(house: House, invoice: Invoice, amount: str, currency: str = "EUR", **more: Any) -> Payment:
    """A bank tells of money, in a transfer of its own unless it says otherwise."""
    request, bank = key(more.pop("key", None)), more.pop("bank", None) or key()
    return house.as_(
        BILLING,
        lambda unit, actor: desk.note_transfer(
            unit,
            house.hospital,
            actor,
            invoice.reference,
            Decimal(amount),
            currency,
            bank_reference=bank,
            key=request,
            **more,
        ),
    )
