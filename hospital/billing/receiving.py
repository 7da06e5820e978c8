"""What a payment provider tells, as often, as late and in whatever order it does: each payment is recorded once, and
none is lost.
"""

from __future__ import annotations

from enum import StrEnum

from hospital import audit, money, people
from hospital.billing import allocating, for_billing, link_records, paying_out, payments, records, refunds
from hospital.billing.gateway import GatewayEvent, Told
from hospital.billing.link_records import EXPIRED, PAID, Link
from hospital.billing.payments import LINK, PATIENT
from hospital.billing.refunds import Refund
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.money import AmountError, checked
from hospital.office import Unit


class Received(StrEnum):
    """What became of an event."""

    RECORDED = "recorded"
    KNOWN = "known"
    """It was told before, or something later was."""
    CREDITED = "credited"
    """Recorded, and not all of it was owed: billing gives the rest back."""
    REFUSED = "refused"
    """It cannot be so (another currency, no amount, more than there was): nothing is recorded, billing looks at it."""
    UNKNOWN = "unknown"
    """Of a link or a refund that is not ours."""


def receive(unit: Unit, hospital: Hospital, event: GatewayEvent) -> Received:
    """Take in an event whose signature was checked."""
    try:
        if event.told in (Told.OPEN, Told.PAID, Told.EXPIRED):
            return _of_link(unit, hospital, event)
        return _of_refund(unit, hospital, event)
    except NotFoundError:
        audit.append(unit, audit.Entry("payment.unknown", event.reference[:100], {"told": str(event.told)}))
        return Received.UNKNOWN


def _of_link(unit: Unit, hospital: Hospital, event: GatewayEvent) -> Received:
    link = link_records.get(unit, event.reference)
    if link.provider != event.provider:
        raise NotFoundError(event.reference)
    people.lock(unit, link.patient_id)
    link = link_records.get(unit, event.reference)
    if event.told is Told.PAID:
        return _paid(unit, hospital, link, event)
    if event.told is Told.EXPIRED and EXPIRED in link_records.TRANSITIONS[link.status]:
        link_records.go(unit, link, EXPIRED)
        return Received.RECORDED
    return Received.KNOWN


def _paid(unit: Unit, hospital: Hospital, link: Link, event: GatewayEvent) -> Received:
    if payments.of_provider(unit, event.provider, event.payment_id) is not None:
        return Received.KNOWN
    if not event.payment_id or not _is_money(event, link.currency):
        _tell(unit, hospital, link, event)
        return Received.REFUSED
    payment = payments.insert_one(
        unit,
        {
            "request_key": f"{event.provider} {event.payment_id}",
            "patient_id": link.patient_id,
            "payer": PATIENT,
            "method": LINK,
            "amount": event.amount,
            "currency": event.currency,
            "invoice_id": link.invoice_id,
            "link_id": link.id,
            "provider": event.provider,
            "external_id": event.payment_id,
            "received_by": f"gateway:{event.provider}",
        },
    )
    is_asked_for = link.status != PAID and event.amount == link.amount
    if link.status != PAID:
        link_records.go(unit, link, PAID)
    if is_asked_for:
        invoice = records.by_id(unit, link.invoice_id)
        payment = allocating.apply(unit, hospital, payment, invoice, payment.received_by)
    else:
        # another amount, or a second time: it is kept, and a person says what for
        _tell(unit, hospital, link, event)
        payment = allocating.tell_of_credit(unit, hospital, payment)
    return Received.CREDITED if payment.credit else Received.RECORDED


def _is_money(event: GatewayEvent, currency: str) -> bool:
    try:
        return event.currency == currency and checked(event.amount, currency) > 0
    except AmountError:
        return False


def _tell(unit: Unit, hospital: Hospital, link: Link, event: GatewayEvent) -> None:
    summary = (
        f"{link.reference}: {event.amount} {event.currency} for {money.told(link.amount, link.currency)},"
        f" {event.provider} {event.payment_id}"
    )
    for_billing.tell(unit, hospital, for_billing.MISMATCH, link.reference, summary, link.patient_id)
    facts = {"amount": str(event.amount), "currency": event.currency, "payment": event.payment_id}
    audit.append(unit, audit.Entry("payment.mismatch", link.reference, facts), chain_of=link.patient_id)


def _of_refund(unit: Unit, hospital: Hospital, event: GatewayEvent) -> Received:
    refund = refunds.get(unit, event.reference)
    people.lock(unit, refund.patient_id)
    refund = refunds.get(unit, event.reference)
    if payments.by_id(unit, refund.payment_id).provider != event.provider:
        raise NotFoundError(event.reference)
    if event.told is Told.REFUND_PENDING:
        return Received.KNOWN
    if event.told is Told.REFUND_FAILED:
        return _refund_failed(unit, hospital, refund, event)
    if refund.status == refunds.COMPLETED and (event.amount, event.currency) == (refund.amount, refund.currency):
        return Received.KNOWN
    payment = payments.by_id(unit, refund.payment_id)
    most = payment.amount - refunds.given_back(unit, payment.id)
    if refund.status == refunds.COMPLETED or not _is_money(event, refund.currency) or event.amount > most:
        what = f"{event.amount} {event.currency} for {money.told(refund.amount, refund.currency)}"
        paying_out.tell_of_mismatch(unit, hospital, refund, what)
        return Received.REFUSED
    by = f"gateway:{event.provider}"
    paying_out.as_told(unit, hospital, refund, event.amount, by=by, proof=event.payment_id)
    return Received.RECORDED


def _refund_failed(unit: Unit, hospital: Hospital, refund: Refund, event: GatewayEvent) -> Received:
    if refund.status == refunds.APPROVED:
        paying_out.fail(unit, hospital, refund, event.provider)
        return Received.RECORDED
    if refund.status == refunds.COMPLETED:
        # two last words of the provider's, in no order: the money that came back is noted when it is there
        paying_out.tell_of_mismatch(unit, hospital, refund, f"given back, and failed ({event.provider})")
        return Received.REFUSED
    return Received.KNOWN
