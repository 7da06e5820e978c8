"""Somebody's bills: what they owe, what is on a bill, paying it, its paper, and what is not right about it."""

from __future__ import annotations

from collections.abc import Mapping

from conversation.extractors.bill_wishes import BillWish, find_bill_wish
from conversation.extractors.text import Message
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.itemising import dispute, itemise
from conversation.skills.of_somebody import Of, of_somebody
from conversation.skills.owed import ON_THE_PHONE, tell_last, tell_owed
from conversation.skills.own_medicines import ask_next, is_free
from conversation.skills.paid import tell_claim, tell_every, tell_payments, tell_state
from conversation.skills.papers import at_desk, hand_of_account, hands
from conversation.skills.paying import method, pay
from conversation.skills.to_billing import offer_billing
from conversation.skills.whose import Owner, asked_words, goes_on
from conversation.texting import CHANNEL as BY_SMS
from conversation.turn import Desk


def bills(desk: Desk, pen: Pen) -> None:
    """Answer about somebody's bills; how bills are paid at all is nobody's secret."""
    picked = pen.heard.picked
    if picked is not None and picked.kind == "bill" and desk.message.choice is not None:
        pen.keep(user_input=picked.label)  # what is offered is said in words that ask for it
    wish = None if goes_on(desk, pen) else find_bill_wish(Message.read(pen.state.user_input))
    if wish is BillWish.METHOD:
        method(desk, pen)
    elif wish is BillWish.PERSON:
        offer_billing(desk, pen, Say.BILL_FOR_A_PERSON)
    else:
        _of_own(desk, pen)


def _needs(desk: Desk, pen: Pen) -> str:
    match _wish(pen):
        case BillWish.DISPUTE | BillWish.CLAIM:
            return "invoice.dispute"
        case BillWish.ITEMS | BillWish.SHARES:
            return "invoice.read"
        case BillWish.PAPER if hands(desk.papers, desk.message.channel):
            return "invoice.read"
        case BillWish.STATE | BillWish.PAYMENTS:
            return "payment.read"
        case BillWish.PAY | BillWish.LINK if desk.pays_by is not None and desk.message.channel != ON_THE_PHONE:
            return "payment.pay"
    return "invoice.read_amount"


def _wish(pen: Pen) -> BillWish:
    return find_bill_wish(Message.read(asked_words(pen)))


def _tell(desk: Desk, pen: Pen, owner: Owner) -> None:
    _TELLS.get(_wish(pen), _tell_owed)(desk, pen, owner)
    pen.keep(bills_told=desk.turn_number)


def _tell_owed(desk: Desk, pen: Pen, owner: Owner) -> None:
    if tell_owed(desk, pen, owner):
        offer_next(desk, pen)
    else:
        tell_last(desk, pen, owner, quietly=True)


def offer_next(desk: Desk, pen: Pen) -> None:
    """Offer what may be done with a bill just told: paying it where that can be done here, its lines, its paper."""
    channel = desk.message.channel
    if channel in (ON_THE_PHONE, BY_SMS) or not is_free(pen):
        return
    labels = [Say.LABEL_ON_BILL]
    if desk.pays_by is not None:
        labels.insert(0, Say.LABEL_PAY_BILL)
    if hands(desk.papers, channel):
        labels.append(Say.LABEL_BILL_PDF)
    ask_next(pen, Say.BILL_NEXT, *(pen.option(pen.voice.say(label), "bill") for label in labels))


def _tell_last(desk: Desk, pen: Pen, owner: Owner) -> None:
    if tell_last(desk, pen, owner):
        offer_next(desk, pen)


def _pay(desk: Desk, pen: Pen, owner: Owner) -> None:
    if _needs(desk, pen) == "payment.pay":
        pay(desk, pen, owner, again=_wish(pen) is BillWish.LINK)
    elif tell_owed(desk, pen, owner):
        method(desk, pen)


def _hand_paper(desk: Desk, pen: Pen, owner: Owner) -> None:
    if hands(desk.papers, desk.message.channel):
        hand_of_account(desk, pen, owner)
    else:
        tell_owed(desk, pen, owner)
        at_desk(desk, pen)


_TELLS: Mapping[BillWish, Of] = {
    BillWish.DISPUTE: dispute,
    BillWish.CLAIM: tell_claim,
    BillWish.STATE: tell_state,
    BillWish.PAYMENTS: tell_payments,
    BillWish.ITEMS: itemise,
    BillWish.SHARES: itemise,
    BillWish.LINK: _pay,
    BillWish.PAY: _pay,
    BillWish.METHOD: _pay,
    BillWish.EVERY: tell_every,
    BillWish.LAST: _tell_last,
    BillWish.PAPER: _hand_paper,
}
"""What is told for each wish; what is owed for all others."""


_of_own = of_somebody(_needs, _tell)
