"""Paying a bill by a link of the payment provider. The turn only asks for it: no provider is called in a transaction.

`conversation/online_payments.py` has the link opened once the turn is committed, and sends it.
"""

from __future__ import annotations

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.which_bill import which_bill
from conversation.skills.whose import Owner
from conversation.turn import Desk
from hospital.billing import links, records
from hospital.billing.errors import NotOwedError
from hospital.billing.link_records import OPEN, Link
from hospital.money import rounded


def pay(desk: Desk, pen: Pen, owner: Owner) -> None:
    """Have a link made for what is owed on a bill, or tell the one that is open."""
    assert desk.pays_by is not None, "asked only where bills can be paid online"
    reference = which_bill(desk, pen, owner, owed_only=True)
    if reference is None:
        return
    try:
        link = links.ask(desk.unit, owner.actor, reference, desk.pays_by)
    except NotOwedError:
        pen.tell(Say.NOTHING_OWED, patient=owner.person.name)
        return
    number = records.by_id(desk.unit, link.invoice_id).number or reference
    if link.status == OPEN and link.url is not None:
        until = desk.hospital.local(link.expires_at)
        pen.tell(Say.PAY_LINK, number=number, amount=link.amount, url=link.url, until=until)
    else:
        pen.tell(Say.PAY_LINK_COMES, number=number, amount=link.amount)
    pen.happened("payment.link_sent", invoice_id=number, amount=_plain(link))


def _plain(link: Link) -> str:
    return f"{rounded(link.amount, link.currency):f}"


def method(desk: Desk, pen: Pen) -> None:
    """How bills are paid here, as far as it is known."""
    if desk.pays_by is not None and desk.message.channel != "voice":
        pen.tell(Say.PAY_ONLINE)
    pen.tell(Say.PAY_AT_DESK, phone=desk.hospital.phone or "")
