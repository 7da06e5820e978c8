"""Which of somebody's bills is meant: the one chosen, named by its number, the last, the only one, or all; else it is
asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from conversation.extractors.bill_wishes import wants_all
from conversation.extractors.text import Message
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.whose import Owner, asked_words
from conversation.turn import Desk
from hospital.billing import records
from hospital.billing.records import CANCELLED, Amount

MOST = 5
"""Bills to choose from."""
_LAST = re.compile(r"\b(?:last|latest|(?:most )?recent|newest|[uú]ltim[ao]|reciente)\b", re.IGNORECASE)


def which_bill(desk: Desk, pen: Pen, owner: Owner) -> str | None:
    """The reference of the bill that is meant; None where there is none, which is told, or where it was asked."""
    found = records.amounts(desk.unit, owner.actor, owner.person.id)
    found = [each for each in found if each.status != CANCELLED]
    if not found:
        pen.tell(Say.NO_BILLS, patient=owner.person.name)
        return None
    meant = _meant(desk, pen, found)
    if meant is None:
        _ask(pen, found)
        return None
    pen.keep(bill_told=meant.reference)
    return meant.reference


def which_to_pay(desk: Desk, pen: Pen, owner: Owner, preferred: Collection[str] = ()) -> Sequence[Amount]:
    """The bills that are to be paid; none where nothing is owed, which is told, or where it was asked.

    `preferred` are those, by reference, that are meant where nothing is said of which.
    """
    found = records.amounts(desk.unit, owner.actor, owner.person.id, owed_only=True)
    if not found:
        pen.tell(Say.NOTHING_OWED, patient=owner.person.name)
        return ()
    is_all = desk.message.choice is None and pen.heard.picked is not None and wants_all(desk.understanding.message)
    meant = _meant(desk, pen, found) if not is_all else None
    if meant is not None:
        pen.keep(bill_told=meant.reference)
        return (meant,)
    if is_all or any(wants_all(Message.read(words)) for words in (asked_words(pen), pen.state.user_input)):
        pen.keep(bill_told=None)
        return found
    if preferred:
        return [each for each in found if each.reference in preferred] or found
    _ask(pen, found)
    return ()


def _ask(pen: Pen, found: Sequence[Amount]) -> None:
    options = tuple(pen.option(_label(pen, each), "record", record=each.reference) for each in found[:MOST])
    pen.ask("which_record", Say.WHICH_BILL, options)


def _meant(desk: Desk, pen: Pen, found: Sequence[Amount]) -> Amount | None:
    picked = pen.heard.picked
    if picked is not None and picked.kind == "record":
        return next((each for each in found if each.reference == picked.record), None)
    words = " ".join(dict.fromkeys((asked_words(pen), pen.state.user_input)))
    said = "".join(words.upper().split())  # its number answers which one as well
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


def _label(pen: Pen, bill: Amount) -> str:
    return f"{bill.number} · {pen.voice.money(bill.owed or bill.patient_due)}"
