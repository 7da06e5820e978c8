"""Papers that are handed over in the chat, or told where they are had: prescriptions, and those of an account.

A prescription is a clinical document and goes as reports do; what is of an account goes wherever a file gets to.
"""

from __future__ import annotations

from collections.abc import Sequence

from conversation.extractors.papers import PaperWish, named_paper, statement_days
from conversation.extractors.text import Message
from conversation.papers import HANDED_OVER, Papers, Way
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.giving import give
from conversation.skills.paid import own_payments
from conversation.skills.which_bill import which_bill
from conversation.skills.whose import Owner, asked_words
from conversation.turn import Desk
from hospital import handed_papers
from hospital.billing import records
from hospital.billing.errors import TooManyLinesError
from hospital.billing.payments import Payment
from hospital.billing.records import CANCELLED
from hospital.handed_papers import Asker, Kind, Wanted
from hospital.prescriptions.records import Prescription

HANDED, OTHERS = 2, 3
"""How many prescriptions are handed out at once, and how many other receipts are named."""


def hands(papers_: Papers, channel: str) -> bool:
    """Whether papers of an account are handed over on a channel."""
    return papers_.way_of_bills(channel) in HANDED_OVER


def hand_of_account(desk: Desk, pen: Pen, owner: Owner) -> None:
    """Hand over the invoice, the receipt, the statement or the credit note that is asked for."""
    words = Message.read(asked_words(pen))
    match named_paper(words):
        case PaperWish.STATEMENT:
            first, last = statement_days(words, desk.now.date())
            _hand(desk, pen, owner, Kind.STATEMENT, handed_papers.days(first, last))
        case PaperWish.RECEIPT:
            _hand_receipt(desk, pen, owner)
        case PaperWish.CREDIT_NOTE:
            _hand_credit_note(desk, pen, owner)
        case PaperWish.INVOICE:
            reference = which_bill(desk, pen, owner)
            if reference is not None:
                _hand(desk, pen, owner, Kind.INVOICE, reference)


def hand_prescriptions(desk: Desk, pen: Pen, owner: Owner, found: Sequence[Prescription]) -> bool:
    """Hand over prescriptions where this channel is set up for it; whether it is."""
    if desk.papers.way(desk.message.channel) not in HANDED_OVER:
        return False
    for each in found[:HANDED]:
        _hand(desk, pen, owner, Kind.PRESCRIPTION, each.reference)
    if len(found) > HANDED:
        pen.tell(Say.PRESCRIPTION_PAPERS_MORE, others=[each.reference for each in found[HANDED:]][:OTHERS])
    return True


def offer_prescription(desk: Desk, pen: Pen) -> None:
    """Say that a prescription just read out is to be had as a paper, where it is."""
    if desk.papers.way(desk.message.channel) in HANDED_OVER:
        pen.tell(Say.PRESCRIPTION_OFFER)


def at_desk(desk: Desk, pen: Pen) -> None:
    """Say where papers of an account are had that this channel does not carry."""
    pen.tell(Say.BILL_ON_PAPER, phone=desk.hospital.phone or "")


def _hand_receipt(desk: Desk, pen: Pen, owner: Owner) -> None:
    mine = own_payments(desk, owner)
    if not mine:
        pen.tell(Say.NO_PAYMENTS, patient=owner.person.name)
        return
    named = _named(desk, owner, asked_words(pen), mine)
    chosen = named or mine[0]
    _hand(desk, pen, owner, Kind.RECEIPT, chosen.reference)
    others = [each for each in mine if each is not chosen][:OTHERS]
    if others and named is None:
        lines = [pen.voice.say(Say.RECEIPT_LINE, _told(desk, each)) for each in others]
        pen.tell(Say.RECEIPTS_MORE, receipts=pen.voice.lines(lines))


def _named(desk: Desk, owner: Owner, words: str, mine: Sequence[Payment]) -> Payment | None:
    """The payment whose number is said, or the latest for the bill whose number is said."""
    said = "".join(words.upper().split())
    by_own = next((each for each in mine if each.reference in said), None)
    if by_own is not None or "-" not in said:
        return by_own
    bills = records.amounts(desk.unit, owner.actor, owner.person.id)
    number = next((each.number for each in bills if each.number in said), None)
    if number is None:
        return None
    return next((each for each in mine if records.by_id(desk.unit, each.invoice_id).number == number), None)


def _told(desk: Desk, payment: Payment) -> dict[str, object]:
    day = desk.hospital.local(payment.received_at).date()
    return {"reference": payment.reference, "amount": payment.amount, "day": day}


def _hand_credit_note(desk: Desk, pen: Pen, owner: Owner) -> None:
    every = records.amounts(desk.unit, owner.actor, owner.person.id)
    cancelled = [each for each in every if each.status == CANCELLED]
    if not cancelled:
        pen.tell(Say.NO_CREDIT_NOTES, patient=owner.person.name)
        return
    said = "".join(asked_words(pen).upper().split())
    chosen = next((each for each in cancelled if each.number in said), cancelled[0])
    _hand(desk, pen, owner, Kind.CREDIT_NOTE, chosen.reference)


def _hand(desk: Desk, pen: Pen, owner: Owner, kind: Kind, of: str) -> None:
    """Hand one over as it stands now; what does not say what was signed, and what is too long, is had at the desk."""
    wanted = Wanted(kind, of, pen.language)
    try:
        paper = handed_papers.handed(desk.unit, desk.hospital, owner.actor, wanted)
    except TooManyLinesError:
        paper = None
    if paper is None:
        pen.tell(Say.PAPER_AT_DESK, phone=desk.hospital.phone or "")
        return
    name = f"{handed_papers.name_of(paper)} ({owner.person.name})"
    give(pen, name, (link_to(desk, owner, wanted),), _way(desk, kind))
    if kind is not Kind.PRESCRIPTION:  # whose skill has said so
        pen.happened("records.shown", kind="invoices")


def link_to(desk: Desk, owner: Owner, wanted: Wanted) -> str:
    """Where a paper is opened by whoever asks for it."""
    guardian = owner.speaker.id if owner.speaker.number != owner.person.number else None
    return desk.papers.address(handed_papers.link(desk.unit, desk.papers.key, Asker(owner.actor, guardian), wanted))


def _way(desk: Desk, kind: Kind) -> Way:
    of_channel = desk.papers.way if kind is Kind.PRESCRIPTION else desk.papers.way_of_bills
    return of_channel(desk.message.channel)
