"""What somebody owes, and their last bill, by amounts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.whose import Owner
from conversation.turn import Desk
from hospital.billing import records
from hospital.billing.records import CANCELLED, Amount

SHOWN, SHOWN_ALOUD = 5, 2
ON_THE_PHONE = "voice"


def shown_of(desk: Desk) -> int:
    """How many bills or payments are told of at once."""
    return SHOWN_ALOUD if desk.message.channel == ON_THE_PHONE else SHOWN


def tell_owed(desk: Desk, pen: Pen, owner: Owner) -> bool:
    """Tell what is owed; whether anything is."""
    owed = records.amounts(desk.unit, owner.actor, owner.person.id, owed_only=True)
    pen.happened("records.shown", kind="invoices")
    pen.keep(bill_told=owed[0].reference if len(owed) == 1 else None)
    if not owed:
        pen.tell(Say.NOTHING_OWED, patient=owner.person.name)
        return False
    shown = owed[: shown_of(desk)]
    lines = [pen.voice.say(Say.BILL_LINE, line_of(desk, each)) for each in shown]
    total = sum((each.owed for each in owed), Decimal(0))
    pen.tell(Say.OWED, patient=owner.person.name, bills=pen.voice.lines(lines), total=total)
    if len(owed) > len(shown):
        pen.tell(Say.BILLS_MORE, count=len(owed) - len(shown))
    return True


def tell_last(desk: Desk, pen: Pen, owner: Owner, *, quietly: bool = False) -> bool:
    """Tell the last bill; whether there is one. `quietly` where nobody asked: that there is none is not told then."""
    last = _standing(records.amounts(desk.unit, owner.actor, owner.person.id))
    pen.happened("records.shown", kind="invoices")
    if last is None:
        if not quietly:
            pen.tell(Say.NO_BILLS, patient=owner.person.name)
        return False
    pen.keep(bill_told=last.reference)
    facts = {**line_of(desk, last), "patient": owner.person.name, "due": last.patient_due}
    pen.tell(Say.LAST_BILL_OPEN if last.owed else Say.LAST_BILL_PAID, **facts)
    return True


def _standing(bills: Sequence[Amount]) -> Amount | None:
    return next((each for each in bills if each.status != CANCELLED), None)


def line_of(desk: Desk, bill: Amount) -> dict[str, object]:
    """A bill's number, day and what is owed on it."""
    return {"number": bill.number, "owed": bill.owed, "day": desk.hospital.local(bill.issued_at).date()}
