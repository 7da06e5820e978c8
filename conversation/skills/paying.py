"""Paying a bill by a link of the payment provider. The turn only asks for it: no provider is called in a transaction.

`conversation/online_payments.py` has the link opened once the turn is committed, and sends it.
"""

from __future__ import annotations

from decimal import Decimal

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.which_bill import which_to_pay
from conversation.skills.whose import Owner
from conversation.turn import Desk
from hospital.billing import link_news, links, records
from hospital.billing.errors import NotOwedError
from hospital.billing.link_records import OPEN, Link
from hospital.money import rounded

MOST = 5
"""Bills that links are made for at once."""


def pay(desk: Desk, pen: Pen, owner: Owner, *, again: bool = False) -> None:
    """Have a link made for what is owed on a bill, or tell the one that is open; for each of several a link of its own.

    `again` means that a link is asked for of which somebody knows: that of the bill which has one, where one has.
    """
    assert desk.pays_by is not None, "asked only where bills can be paid online"
    standing = _standing(desk, owner) if again else frozenset()
    bills = which_to_pay(desk, pen, owner, standing)
    if len(bills) > 1:
        total = sum((each.owed for each in bills), Decimal(0))
        pen.tell(Say.PAY_EACH, count=len(bills), total=total)
    for bill in bills[:MOST]:
        _pay(desk, pen, owner, bill.reference, desk.pays_by)
    if len(bills) > MOST:
        pen.tell(Say.BILLS_MORE, count=len(bills) - MOST)


def _standing(desk: Desk, owner: Owner) -> frozenset[str]:
    """The bills that a link can be paid for by now."""
    found = links.standing(desk.unit, owner.actor, owner.person.id)
    return frozenset(records.by_id(desk.unit, link.invoice_id).reference for link in found)


def _pay(desk: Desk, pen: Pen, owner: Owner, reference: str, provider: str) -> None:
    try:
        link = links.ask(desk.unit, owner.actor, reference, provider)
    except NotOwedError:
        pen.tell(Say.NOTHING_OWED, patient=owner.person.name)
        return
    number = records.by_id(desk.unit, link.invoice_id).number or reference
    if link.status == OPEN and link.url is not None:
        until = desk.hospital.local(link.expires_at)
        pen.tell(Say.PAY_LINK, number=number, amount=link.amount, url=link.url, until=until)
    elif link_news.conversation_of(link) == desk.conversation_id:
        pen.tell(Say.PAY_LINK_COMES, number=number, amount=link.amount)
    else:
        # whoever asked for it elsewhere gets it there
        pen.tell(Say.PAY_LINK_SOON, number=number, amount=link.amount)
        return
    pen.happened("payment.link_sent", invoice_id=number, amount=_plain(link))


def _plain(link: Link) -> str:
    return f"{rounded(link.amount, link.currency):f}"


def method(desk: Desk, pen: Pen) -> None:
    """How bills are paid here, as far as it is known."""
    if desk.pays_by is not None and desk.message.channel != "voice":
        pen.tell(Say.PAY_ONLINE)
    pen.tell(Say.PAY_AT_DESK, phone=desk.hospital.phone or "")
