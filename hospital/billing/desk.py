"""Payments that people take: cash and cards at a desk with its till, and transfers that a bank tells of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hospital import access, people, request_keys, seals
from hospital.access import Actor
from hospital.billing import allocating, payments, records, tills
from hospital.billing.errors import BillingError, BillingStatusError, CurrencyError, NotOwedError
from hospital.billing.payments import CARD, CASH, INSURER, PATIENT, TRANSFER, Payment
from hospital.billing.records import BALANCED, NUMBERED, Invoice
from hospital.directory import Hospital
from hospital.errors import KeyUsedError
from hospital.money import AmountError, checked
from hospital.office import Unit


@dataclass(frozen=True)
class Taking:
    """A payment over the counter. `tendered` is the cash that was handed over, where there is change.

    `is_charged`: the card machine has taken the money already, so that what is not owed any more becomes a credit.
    """

    invoice: str
    till: str
    amount: Decimal
    currency: str
    method: str
    tendered: Decimal | None = None
    card_reference: str = ""
    is_charged: bool = False


def take(unit: Unit, hospital: Hospital, actor: Actor, new: Taking, *, key: str) -> Payment:
    """Take a payment for an invoice, all of it or a part; the same `key` again is the same payment.

    Raises ForbiddenError, NotFoundError, BillingError, CurrencyError, money.AmountError, BillingStatusError for a
    draft, NotOwedError, TillClosedError, KeyUsedError, NotedBeforeError for a slip of this day.
    """
    invoice = records.get(unit, new.invoice)
    access.require(unit, actor, "payment.take", invoice.patient_id)
    amount = positive(new.amount, new.currency, hospital)
    method = _checked_method(new, hospital)
    people.lock(unit, invoice.patient_id)
    if (there := _before(unit, key, invoice, amount, till=new.till, **method)) is not None:
        return there
    invoice = _numbered(unit, new.invoice)
    if amount > invoice.owed and not (new.method == CARD and new.is_charged):
        raise NotOwedError(invoice.owed)
    till, today = tills.locked(unit, new.till), hospital.local(unit.now).date()
    payment = payments.insert_one(
        unit,
        {
            "request_key": key,
            "patient_id": invoice.patient_id,
            "payer": PATIENT,
            "amount": amount,
            "currency": hospital.currency,
            "invoice_id": invoice.id,
            "till_id": till.id,
            "received_by": actor.signature,
            "slip_hash": _slip(CARD, today, new.card_reference) if new.method == CARD else None,
            **method,
        },
    )
    cash, card = (amount, Decimal(0)) if new.method == CASH else (Decimal(0), amount)
    tills.move(unit, till, cash=cash, card=card)
    return allocating.apply(unit, hospital, payment, invoice, actor.signature)


def note_transfer(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    invoice: str,
    amount: Decimal,
    currency: str,
    *,
    bank_reference: str,
    key: str,
    is_insurers: bool = False,
    booked_on: date | None = None,
) -> Payment:
    """Note what a bank says has arrived for an invoice, of the patient or of the insurer.

    `booked_on` is the bank's day, without one today. The money is there whether it is owed or not: what is not becomes
    a credit. One transfer is noted once; an insurer's may pay several invoices, once each. Raises ForbiddenError,
    NotFoundError, BillingError, CurrencyError, money.AmountError, BillingStatusError for a draft, KeyUsedError,
    NotedBeforeError.
    """
    found = records.get(unit, invoice)
    access.require(unit, actor, "payment.remit", found.patient_id)
    arrived = positive(amount, currency, hospital)
    if not 0 < len(bank_reference.strip()) <= 191:
        raise BillingError("bank_reference")
    if booked_on is not None and booked_on > hospital.local(unit.now).date():
        raise BillingError("booked_on")
    people.lock(unit, found.patient_id)
    told = {"method": TRANSFER, "is_insurers": is_insurers, "bank": bank_reference.strip(), "booked_on": booked_on}
    if (there := _before(unit, key, found, arrived, **told)) is not None:
        return there
    found, day = _numbered(unit, invoice), booked_on or hospital.local(unit.now).date()
    theirs, plain = _slip(TRANSFER, day, bank_reference, found.reference), _slip(TRANSFER, day, bank_reference)
    # nor is it noted once as the insurer's and once as the patient's
    payments.check_slip(unit, plain if is_insurers else theirs)
    values = {
        "request_key": key,
        "patient_id": found.patient_id,
        "payer": INSURER if is_insurers else PATIENT,
        "method": TRANSFER,
        "amount": arrived,
        "currency": hospital.currency,
        "invoice_id": found.id,
        "external_id": bank_reference.strip(),
        "slip_hash": theirs if is_insurers else plain,
        "received_by": actor.signature,
    }
    return allocating.apply(unit, hospital, payments.insert_one(unit, values), found, actor.signature)


def positive(amount: Decimal, currency: str, hospital: Hospital) -> Decimal:
    """An amount of money that moves. Raises CurrencyError, money.AmountError."""
    if currency != hospital.currency:
        raise CurrencyError(hospital.currency, currency)
    found = checked(amount, currency)
    if not found:
        raise AmountError
    return found


def _checked_method(new: Taking, hospital: Hospital) -> dict[str, Any]:
    if new.method == CARD:
        slip = new.card_reference.strip()
        if not 0 < len(slip) <= 191 or new.tendered is not None:
            raise BillingError("card_reference")
        return {"method": CARD, "card_reference": slip}
    if new.method != CASH:
        raise BillingError("method")
    tendered = new.amount if new.tendered is None else checked(new.tendered, hospital.currency)
    if tendered < new.amount:
        raise BillingError("tendered")
    return {"method": CASH, "tendered": tendered}


def _numbered(unit: Unit, reference: str) -> Invoice:
    """An invoice that was issued, read anew under the lock."""
    invoice = records.get(unit, reference)
    if invoice.status not in NUMBERED:
        raise BillingStatusError(invoice.status, BALANCED)
    return invoice


def _slip(method: str, day: date, reference: str, invoice: str = "") -> str:
    """What tells a card's slip or a bank's transfer from all others."""
    told = {"method": method, "day": day.isoformat(), "reference": " ".join(reference.split()).casefold()}
    return seals.digest({**told, "invoice": invoice})


def _before(unit: Unit, key: str, invoice: Invoice, amount: Decimal, **more: Any) -> Payment | None:
    """What the same request recorded. Raises KeyUsedError where the key stands for another."""
    request_keys.is_again(unit, "payment", key, invoice=invoice.reference, amount=amount, **more)
    there = payments.of_key(unit, key)
    if there is not None and (there.invoice_id, there.amount) != (invoice.id, amount):
        raise KeyUsedError
    return there
