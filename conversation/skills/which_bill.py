"""Which of somebody's bills is meant: the one chosen, named by its number, the last, the only one; else it is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.whose import Owner, asked_words
from conversation.turn import Desk
from hospital.billing import records
from hospital.billing.records import CANCELLED, Amount

MOST = 5
"""Bills to choose from."""
_LAST = re.compile(r"\b(?:last|latest|(?:most )?recent|newest|[uú]ltim[ao]|reciente)\b", re.IGNORECASE)


def which_bill(desk: Desk, pen: Pen, owner: Owner, *, owed_only: bool = False) -> str | None:
    """The reference of the bill that is meant; None where there is none, which is told, or where it was asked."""
    found = records.amounts(desk.unit, owner.actor, owner.person.id, owed_only=owed_only)
    found = [each for each in found if each.status != CANCELLED]
    if not found:
        pen.tell(Say.NOTHING_OWED if owed_only else Say.NO_BILLS, patient=owner.person.name)
        return None
    meant = _meant(desk, pen, found)
    if meant is not None:
        pen.keep(bill_told=meant.reference)
        return meant.reference
    options = tuple(pen.option(_label(desk, pen, each), "record", record=each.reference) for each in found[:MOST])
    pen.ask("which_record", Say.WHICH_BILL, options)
    return None


def _meant(desk: Desk, pen: Pen, found: Sequence[Amount]) -> Amount | None:
    picked = pen.heard.picked
    if picked is not None and picked.kind == "record":
        return next((each for each in found if each.reference == picked.record), None)
    words = asked_words(pen)
    said = "".join(f"{words} {pen.state.user_input}".upper().split())  # its number answers which one as well
    named = next((each for each in found if each.number in said or each.reference in said), None)
    if named is not None or len(found) == 1:
        return named or found[0]
    if _LAST.search(words):
        return found[0]
    is_lately = desk.turn_number - pen.state.bills_told <= _LATELY and _THAT.search(words) is not None
    told = pen.state.bill_told if is_lately else None
    return next((each for each in found if each.reference == told), None)


_THAT = re.compile(r"\b(?:it|that|this|esa|esta|ese|eso|(?:pag|abon|desglos|detall|liquid)\w*l[ao])\b", re.IGNORECASE)
_LATELY = 4
"""Turns for which "pay it" means the bill that was told of."""


def _label(desk: Desk, pen: Pen, bill: Amount) -> str:
    return f"{bill.number} · {pen.voice.money(bill.owed or bill.patient_due)}"
