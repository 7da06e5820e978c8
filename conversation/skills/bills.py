"""Somebody's bills: what they owe, what is on a bill, paying it, its paper, and what is not right about it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from conversation.extractors.bill_wishes import BillWish, find_bill_wish
from conversation.extractors.entities import Intent
from conversation.extractors.text import Message
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.handoff import keep_unmet
from conversation.skills.itemising import dispute, itemise
from conversation.skills.of_somebody import of_somebody
from conversation.skills.papers import at_desk, hand_of_account, hands, offer_invoice
from conversation.skills.paying import method, pay
from conversation.skills.whose import Owner, asked_words, goes_on
from conversation.turn import Desk
from hospital.billing import records
from hospital.billing.records import CANCELLED, Amount

SHOWN, SHOWN_ALOUD = 5, 2
ON_THE_PHONE = "voice"


def bills(desk: Desk, pen: Pen) -> None:
    """Answer about somebody's bills; how bills are paid at all is nobody's secret."""
    wish = None if goes_on(desk, pen) else find_bill_wish(desk.understanding.message)
    if wish is BillWish.METHOD:
        method(desk, pen)
    elif wish is BillWish.PERSON:
        _offer_person(desk, pen)
    else:
        _of_own(desk, pen)


def _offer_person(desk: Desk, pen: Pen) -> None:
    pen.keep(topic="billing")
    keep_unmet(desk, pen, Intent.BILLING)
    if pen.state.question is None:
        human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
        pen.ask("offer_human", Say.BILL_FOR_A_PERSON, (human,), phone=desk.hospital.phone or "")
    else:
        pen.tell(Say.BILL_FOR_A_PERSON, phone=desk.hospital.phone or "")


def _needs(desk: Desk, pen: Pen) -> str:
    match _wish(pen):
        case BillWish.DISPUTE:
            return "invoice.dispute"
        case BillWish.ITEMS:
            return "invoice.read"
        case BillWish.PAPER if hands(desk.papers, desk.message.channel):
            return "invoice.read"
        case BillWish.PAY if desk.pays_by is not None and desk.message.channel != ON_THE_PHONE:
            return "payment.pay"
    return "invoice.read_amount"


def _wish(pen: Pen) -> BillWish:
    return find_bill_wish(Message.read(asked_words(pen)))


def _tell(desk: Desk, pen: Pen, owner: Owner) -> None:
    match _wish(pen):
        case BillWish.DISPUTE:
            dispute(desk, pen, owner)
        case BillWish.ITEMS:
            itemise(desk, pen, owner)
        case BillWish.PAY if _needs(desk, pen) == "payment.pay":
            pay(desk, pen, owner)
        case BillWish.PAY | BillWish.METHOD:
            if _tell_owed(desk, pen, owner):
                method(desk, pen)
        case BillWish.LAST:
            _tell_last(desk, pen, owner)
        case BillWish.PAPER:
            _paper(desk, pen, owner)
        case BillWish.OWED | BillWish.PERSON:
            if _tell_owed(desk, pen, owner):
                offer_invoice(desk, pen)
    pen.keep(bills_told=desk.turn_number)


def _paper(desk: Desk, pen: Pen, owner: Owner) -> None:
    if hands(desk.papers, desk.message.channel):
        hand_of_account(desk, pen, owner)
    else:
        _tell_owed(desk, pen, owner)
        at_desk(desk, pen)


_of_own = of_somebody(_needs, _tell)


def _tell_owed(desk: Desk, pen: Pen, owner: Owner) -> bool:
    """Tell what is owed; whether anything is."""
    owed = records.amounts(desk.unit, owner.actor, owner.person.id, owed_only=True)
    pen.happened("records.shown", kind="invoices")
    pen.keep(bill_told=owed[0].reference if len(owed) == 1 else None)
    if not owed:
        pen.tell(Say.NOTHING_OWED, patient=owner.person.name)
        return False
    shown = SHOWN_ALOUD if desk.message.channel == ON_THE_PHONE else SHOWN
    lines = [pen.voice.say(Say.BILL_LINE, _line(desk, each)) for each in owed[:shown]]
    total = sum((each.owed for each in owed), Decimal(0))
    pen.tell(Say.OWED, patient=owner.person.name, bills=pen.voice.lines(lines), total=total)
    if len(owed) > shown:
        pen.tell(Say.BILLS_MORE, count=len(owed) - shown)
    return True


def _tell_last(desk: Desk, pen: Pen, owner: Owner) -> None:
    every = records.amounts(desk.unit, owner.actor, owner.person.id)
    pen.happened("records.shown", kind="invoices")
    last = _standing(every)
    if last is None:
        pen.tell(Say.NO_BILLS, patient=owner.person.name)
        return
    pen.keep(bill_told=last.reference)
    facts = {**_line(desk, last), "patient": owner.person.name, "due": last.patient_due}
    pen.tell(Say.LAST_BILL_OPEN if last.owed else Say.LAST_BILL_PAID, **facts)
    offer_invoice(desk, pen)


def _standing(bills_: Sequence[Amount]) -> Amount | None:
    return next((each for each in bills_ if each.status != CANCELLED), None)


def _line(desk: Desk, bill: Amount) -> dict[str, object]:
    return {"number": bill.number, "owed": bill.owed, "day": desk.hospital.local(bill.issued_at).date()}
