"""What is on a bill, and what is not right about it: that goes to billing as a question, and promises nothing."""

from __future__ import annotations

import re

from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.to_billing import offer_billing
from conversation.skills.which_bill import which_bill
from conversation.skills.whose import Owner, asked_words
from conversation.turn import Desk
from hospital.billing import questions, records
from hospital.billing.records import Invoice, Line
from hospital.examinations import known_as
from hospital.names import fold_name

SHOWN, SHOWN_ALOUD = 12, 3


def itemise(desk: Desk, pen: Pen, owner: Owner) -> None:
    """Tell the lines of a bill, with who pays what."""
    reference = which_bill(desk, pen, owner)
    if reference is not None:
        _tell_lines(desk, pen, records.read(desk.unit, owner.actor, reference))


def dispute(desk: Desk, pen: Pen, owner: Owner) -> None:
    """Tell what is on the bill and hand the matter to billing, once while it is open."""
    reference = which_bill(desk, pen, owner)
    if reference is None:
        if not any(outcome.question for outcome in pen.outcomes):
            offer_billing(desk, pen, Say.BILL_FOR_A_PERSON)
        return
    bill = records.read(desk.unit, owner.actor, reference)
    _tell_lines(desk, pen, bill)
    words = asked_words(pen)
    position = _position(bill, words)
    task = questions.ask(desk.unit, desk.hospital, owner.actor, reference, words, position=position)
    pen.tell(Say.BILL_ASKED_ABOUT, reference=task.reference)


def _tell_lines(desk: Desk, pen: Pen, bill: Invoice) -> None:
    shown = SHOWN_ALOUD if desk.message.channel == "voice" else SHOWN
    lines = [_line(pen, each) for each in bill.lines[:shown]]
    if len(bill.lines) > shown:
        lines.append(pen.voice.say(Say.BILL_LINES_MORE, {"count": len(bill.lines) - shown}))
    issued = desk.hospital.local(bill.issued_at).date() if bill.issued_at is not None else desk.now.date()
    pen.tell(Say.BILL_LINES, number=bill.number or bill.reference, day=issued, lines=pen.voice.lines(lines))
    sums = {"total": bill.total, "insurer": bill.insurer_due, "due": bill.patient_due, "owed": bill.owed}
    pen.tell(Say.BILL_SUMS_INSURED if bill.insurer_due else Say.BILL_SUMS, **sums)
    pen.happened("records.shown", kind="invoices")


def _line(pen: Pen, line: Line) -> str:
    what = known_as(line.description, pen.language)
    if line.kind == "fee":
        what = pen.voice.say(Say.BILL_LATE_CANCEL, {"what": line.description})
    facts = {"what": what if line.quantity == 1 else f"{line.quantity.normalize():f} × {what}", "amount": line.amount}
    if line.insurer_share:
        return pen.voice.say(Say.BILL_ITEM_INSURED, {**facts, "due": line.patient_share})
    return pen.voice.say(Say.BILL_ITEM, facts)


_SMALL = 3  # letters


def _position(bill: Invoice, words: str) -> int | None:
    """The one line that the words name; None where they name none, or several."""
    said = _words(words)
    named = [line.position for line in bill.lines if said & _words(_names(line.description))]
    return named[0] if len(named) == 1 else None


def _names(what: str) -> str:
    return f"{what} {known_as(what, 'en')} {known_as(what, 'es')}"


def _words(text: str) -> set[str]:
    joined = re.sub(r"(?<=\w)-(?=\w)", "", text)  # an x-ray is an xray
    return {word for word in fold_name(joined).split() if len(word) > _SMALL}
