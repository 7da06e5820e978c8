"""What somebody was prescribed: read out as the doctor signed it, never explained."""

from __future__ import annotations

from collections.abc import Sequence

from conversation.extractors.papers import wants_prescription
from conversation.extractors.refill_wishes import asks_state, asks_validity, wants_paper
from conversation.extractors.text import Message
from conversation.output import HEARD
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.of_somebody import of_somebody
from conversation.skills.own_medicines import (
    Medicine,
    ask_next,
    meant,
    offer_visit,
    prescribed,
    refuse_anothers,
    signed,
)
from conversation.skills.papers import hand_prescriptions, offer_prescription
from conversation.skills.refill_states import tell_state
from conversation.skills.whose import Owner, asked_words
from conversation.turn import Desk
from hospital import papers
from hospital.prescriptions.paper import KIND, dosage_text
from hospital.prescriptions.records import ACTIVE, COMPLETED, ON_HOLD, Item, Prescription

SHOWN, SHOWN_ALOUD = 6, 2
"""Prescriptions told in one reply, and aloud."""
_SAY = {ACTIVE: Say.PRESCRIPTION, ON_HOLD: Say.PRESCRIPTION_ON_HOLD, COMPLETED: Say.PRESCRIPTION_GIVEN_OUT}
"""Those that are told, until the day by which they are valid."""


def _tell(desk: Desk, pen: Pen, owner: Owner) -> None:
    words = asked_words(pen)
    if refuse_anothers(desk, pen, words):
        return
    if asks_state(words) and tell_state(desk, pen, owner):
        return
    told_of = signed(desk, pen, owner)
    today = desk.now.date()
    standing = [each for each in told_of if each.status in _SAY and each.valid_until and each.valid_until >= today]
    pen.happened("records.shown", kind="prescriptions")
    pen.keep(unmet=None)
    if not standing:
        pen.tell(Say.NO_PRESCRIPTIONS, patient=owner.person.name)
        offer_visit(pen)
        return
    wanted = _asked_about(desk, pen, owner, prescribed(told_of), words)
    told = [each for each in standing if wanted is None or any(item.id in wanted for item in each.items)] or standing
    is_for_paper = wants_paper(words) or wants_prescription(Message.read(words))
    if is_for_paper and hand_prescriptions(desk, pen, owner, told):
        return
    shown = told[: SHOWN_ALOUD if desk.message.channel in HEARD else SHOWN]
    items = [_prescription(desk, pen, each, wanted) for each in shown]
    pen.tell(Say.PRESCRIPTIONS, patient=owner.person.name, prescriptions=pen.voice.lines(items))
    if len(told) > len(shown):
        pen.tell(Say.PRESCRIPTIONS_MORE, more=len(told) - len(shown), phone=desk.hospital.phone or "")
    if asks_validity(words):
        for each in shown:
            pen.tell(Say.PRESCRIPTION_VALID, reference=each.reference, until=each.valid_until)
    pen.tell(Say.ONLY_AS_WRITTEN)
    if is_for_paper:
        pen.tell(Say.PRESCRIPTION_ON_PAPER, phone=desk.hospital.phone or "")
    offer_prescription(desk, pen)
    pen.keep(prescriptions_told=desk.turn_number)
    ask_next(pen, Say.PRESCRIPTIONS_NEXT, pen.option(pen.voice.say(Say.LABEL_REFILL), "refill"))


def tell_one(desk: Desk, pen: Pen, owner: Owner, reference: str) -> bool:
    """Read out one prescription, or say that it no longer stands; False where it is none of theirs."""
    found = next((each for each in signed(desk, pen, owner) if each.reference == reference), None)
    if found is None:
        return False
    pen.happened("records.shown", kind="prescriptions")
    if found.status not in _SAY or not found.valid_until or found.valid_until < desk.now.date():
        pen.tell(Say.PRESCRIPTION_OVER, reference=reference)
        offer_visit(pen)
        return True
    line = _prescription(desk, pen, found, None)
    pen.tell(Say.PRESCRIPTIONS, patient=owner.person.name, prescriptions=pen.voice.lines([line]))
    pen.tell(Say.ONLY_AS_WRITTEN)
    ask_next(pen, Say.PRESCRIPTIONS_NEXT, pen.option(pen.voice.say(Say.LABEL_REFILL), "refill"))
    return True


def _asked_about(
    desk: Desk, pen: Pen, owner: Owner, medicines: Sequence[Medicine], words: str
) -> frozenset[int] | None:
    """The medicines that the question names; None where it is about all."""
    named = meant(desk, owner, medicines, words)
    if named.unknown:
        pen.tell(Say.MEDICINE_NOT_FOUND, patient=owner.person.name, named=list(named.unknown))
    return frozenset(medicines[at].item.id for at in named.sure) or None


def _prescription(desk: Desk, pen: Pen, prescription: Prescription, wanted: frozenset[int] | None) -> str:
    listed = [item for item in prescription.items if wanted is None or item.id in wanted] or prescription.items
    items = "; ".join(_item(pen, item) for item in listed)
    signed = desk.hospital.local(prescription.signed_at or prescription.written_at).date()
    facts = {"reference": prescription.reference, "doctor": prescription.prescriber, "signed": signed, "items": items}
    return pen.voice.say(_SAY[prescription.status], facts)


def _item(pen: Pen, item: Item) -> str:
    told = papers.words(KIND, pen.language)
    route = told.get(f"route_{item.route}", item.route)
    parts = [dosage_text(item, told, pen.language), route, item.instructions or ""]
    how = ", ".join(part.strip().rstrip(".") for part in parts if part.strip())
    left = Say.REPEATS_LEFT if item.repeats_left else Say.NO_REPEATS_LEFT
    facts = {"medication": item.medication, "how": how, "repeats": item.repeats_left}
    return str(pen.voice.say(left, facts))


_of_somebody = of_somebody("prescription.read", _tell)


def prescriptions(desk: Desk, pen: Pen) -> None:
    """What was prescribed to somebody and still stands."""
    if refuse_anothers(desk, pen, pen.state.user_input):
        return
    _of_somebody(desk, pen)
