"""What somebody has paid: whether it has arrived, their payments, and all their bills with how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from conversation.extractors.bill_wishes import claims_paid
from conversation.extractors.text import Message
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.itemising import dispute
from conversation.skills.owed import line_of, shown_of, tell_owed
from conversation.skills.to_billing import offer_billing
from conversation.skills.whose import Owner, asked_words
from conversation.turn import Desk
from hospital.billing import link_news, links, payments, records
from hospital.billing.link_records import Link
from hospital.billing.payments import PATIENT, Payment
from hospital.billing.records import CANCELLED, Amount


def tell_state(desk: Desk, pen: Pen, owner: Owner) -> None:
    """Whether what was paid has arrived, and what is still owed; who says to have paid in vain is heard by billing."""
    if pen.heard.picked is not None and pen.heard.picked.kind == "record":
        dispute(desk, pen, owner)  # which one was paid in vain
        return
    last = next(iter(own_payments(desk, owner)), None)
    waiting = links.standing(desk.unit, owner.actor, owner.person.id)
    pen.happened("records.shown", kind="payments")
    if last is not None:
        pen.tell(Say.PAYMENT_ARRIVED, patient=owner.person.name, **_facts(desk, last))
    elif not waiting:
        pen.tell(Say.NO_PAYMENT, patient=owner.person.name)
    for link in waiting[: shown_of(desk)]:
        pen.tell(Say.PAYMENT_NOT_YET, **_link(desk, link))
    is_owed = tell_owed(desk, pen, owner)
    if not is_owed or (last is not None and not waiting):
        return
    if claims_paid(Message.read(asked_words(pen))):
        dispute(desk, pen, owner)
        return
    offer_billing(desk, pen, Say.PAYMENT_LOOKED_FOR)


def tell_claim(desk: Desk, pen: Pen, owner: Owner) -> None:
    """Who says to have paid: that nothing is owed, where it arrived; else somebody looks where it is."""
    if records.amounts(desk.unit, owner.actor, owner.person.id, owed_only=True):
        dispute(desk, pen, owner)
    else:
        tell_state(desk, pen, owner)


def tell_payments(desk: Desk, pen: Pen, owner: Owner) -> None:
    """What was paid, the latest first, and what is still owed."""
    found = own_payments(desk, owner)
    pen.happened("records.shown", kind="payments")
    if not found:
        pen.tell(Say.NO_PAYMENT, patient=owner.person.name)
    else:
        shown = found[: shown_of(desk)]
        lines = [pen.voice.say(Say.PAYMENT_LINE, _facts(desk, each)) for each in shown]
        pen.tell(Say.PAYMENTS, patient=owner.person.name, payments=pen.voice.lines(lines))
        if len(found) > len(shown):
            pen.tell(Say.BILLS_MORE, count=len(found) - len(shown))
    tell_owed(desk, pen, owner)


def tell_every(desk: Desk, pen: Pen, owner: Owner) -> None:
    """All bills, the latest first, each with how it stands."""
    every = records.amounts(desk.unit, owner.actor, owner.person.id)
    pen.happened("records.shown", kind="invoices")
    pen.keep(bill_told=every[0].reference if len(every) == 1 else None)
    if not every:
        pen.tell(Say.NO_BILLS, patient=owner.person.name)
        return
    shown = every[: shown_of(desk)]
    lines = [_stands(desk, pen, each) for each in shown]
    pen.tell(Say.BILLS_ALL, patient=owner.person.name, bills=pen.voice.lines(lines))
    if len(every) > len(shown):
        pen.tell(Say.BILLS_MORE, count=len(every) - len(shown))
    total = sum((each.owed for each in every), Decimal(0))
    pen.tell(Say.BILLS_ALL_OWED if total else Say.NOTHING_OWED, patient=owner.person.name, total=total)


def _stands(desk: Desk, pen: Pen, bill: Amount) -> str:
    facts = {**line_of(desk, bill), "due": bill.patient_due}
    if bill.status == CANCELLED:
        return pen.voice.say(Say.BILL_LINE_CANCELLED, facts)
    return pen.voice.say(Say.BILL_LINE_OPEN if bill.owed else Say.BILL_LINE_PAID, facts)


def own_payments(desk: Desk, owner: Owner) -> Sequence[Payment]:
    """What was paid by patients, the latest first."""
    every = payments.of_patient(desk.unit, owner.actor, owner.person.id)
    return [each for each in every if each.payer == PATIENT]


def _facts(desk: Desk, payment: Payment) -> dict[str, object]:
    number = records.by_id(desk.unit, payment.invoice_id).number or ""
    day = desk.hospital.local(payment.received_at).date()
    return {"amount": payment.amount, "day": day, "number": number, "reference": payment.reference}


def _link(desk: Desk, link: Link) -> dict[str, object]:
    until = desk.hospital.local(link.expires_at)
    return {"number": link_news.number_of(desk.unit, link), "amount": link.amount, "until": until}
