"""What somebody was billed and still owes, by amounts alone."""

from __future__ import annotations

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.of_somebody import of_somebody
from conversation.skills.whose import Owner
from conversation.turn import Desk
from hospital.billing import records

SHOWN = 5


def _tell(desk: Desk, pen: Pen, owner: Owner) -> None:
    owed = records.amounts(desk.unit, owner.actor, owner.person.id, owed_only=True)
    if not owed:
        pen.tell(Say.NOTHING_OWED, patient=owner.person.name)
        return
    local = desk.hospital.local
    facts = ({"number": each.number, "owed": each.owed, "at": local(each.issued_at)} for each in owed[:SHOWN])
    lines = [pen.voice.say(Say.BILL_LINE, each) for each in facts]
    pen.tell(Say.OWED, patient=owner.person.name, bills=pen.voice.lines(lines), total=sum(each.owed for each in owed))
    pen.happened("records.shown", kind="invoices")


bills = of_somebody("invoice.read_amount", _tell)
