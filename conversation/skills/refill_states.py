"""How what was asked for again stands, and what lies ready at the pharmacy, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from conversation.extractors.text import fold
from conversation.output import HEARD
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.own_medicines import Medicine, meant, prescribed, told_apart
from conversation.skills.whose import Owner, asked_words
from conversation.turn import Desk
from hospital.pharmacy import dispenses
from hospital.pharmacy.dispenses import COMPLETED, IN_PROGRESS, OPEN, Dispense
from hospital.prescriptions import refills
from hospital.prescriptions.refills import APPROVED, CANCELLED, REFUSED, REQUESTED, Refill

SHOWN, SHOWN_ALOUD = 8, 4
"""Requests told in one reply, and aloud."""
_TOLD_FOR = timedelta(days=90)
"""So long after it was asked for it is told what became of a request."""

_IS_FETCHED_WITHIN = timedelta(days=14)
"""So long what was approved and not collected yet stands in the way of asking once more."""
_SAY = {
    REQUESTED: Say.REFILL_STATE_REQUESTED,
    APPROVED: Say.REFILL_STATE_APPROVED,
    REFUSED: Say.REFILL_STATE_REFUSED,
    CANCELLED: Say.REFILL_STATE_CALLED_OFF,
}


def still_on_its_way(desk: Desk, medicine: Medicine, asked: Sequence[Refill]) -> Refill | None:
    """A request for the same medicine that waits for the doctor, or was approved and is still to be collected."""
    same = [each for each in asked if fold(each.medication) == fold(medicine.item.medication)]
    return next((each for each in same if each.status == REQUESTED or _is_to_collect(desk, medicine, each)), None)


def _is_to_collect(desk: Desk, medicine: Medicine, refill: Refill) -> bool:
    if refill.status != APPROVED or refill.decided_at is None:
        return False
    is_recent = refill.decided_at > desk.unit.now - _IS_FETCHED_WITHIN
    return is_recent and refill.prescription_id == medicine.prescription.id and medicine.item.left > 0


def lines_of(desk: Desk, pen: Pen, owner: Owner, shown: Sequence[Refill]) -> list[str]:
    """A sentence for each of somebody's requests."""
    given = dispenses.of_patient(desk.unit, owner.actor, owner.person.id)
    return [_line(desk, pen, each, _given_on(given, each)) for each in shown]


def _given_on(given: Sequence[Dispense], refill: Refill) -> Dispense | None:
    """What the pharmacy made of an approval."""
    if refill.status != APPROVED or refill.decided_at is None:
        return None
    mine = [each for each in given if each.prescription_id == refill.prescription_id]
    return next((each for each in mine if each.prepared_at >= refill.decided_at), None)


def _line(desk: Desk, pen: Pen, refill: Refill, given: Dispense | None) -> str:
    local = desk.hospital.local
    facts = {
        "medication": refill.medication,
        "reference": refill.reference,
        "doctor": refill.decides,
        "asked": local(refill.asked_at).date(),
        "decided": local(refill.decided_at).date() if refill.decided_at else "",
        "reason": (refill.reason or "").rstrip("."),
    }
    say = _SAY[refill.status]
    if given is not None and given.status == IN_PROGRESS:
        say, facts["until"] = Say.REFILL_STATE_READY, given.collect_by
    elif given is not None and given.status == COMPLETED and given.handed_over_at is not None:
        say, facts["decided"] = Say.REFILL_STATE_COLLECTED, local(given.handed_over_at).date()
    return pen.voice.say(say, facts)


def asked_for(asked: Sequence[Refill], named: Sequence[Medicine], words: str) -> list[Refill]:
    """The requests for these medicines, or whose references stand in the words."""
    called = {fold(each.item.medication) for each in named}
    said = words.casefold()
    return [each for each in asked if fold(each.medication) in called or each.reference.casefold() in said]


def tell_standing(desk: Desk, pen: Pen, owner: Owner, asked: Sequence[Refill], named: Sequence[str]) -> None:
    """That something is not to be taken back: how it stands, or that it was not asked for."""
    if asked:
        pen.tell(Say.REFILL_NOT_TAKEN_BACK, states=pen.voice.lines(lines_of(desk, pen, owner, asked)))
    elif named:
        pen.tell(Say.NO_REFILL_OF, named=list(named), patient=owner.person.name)
    else:
        pen.tell(Say.NO_REFILL_ASKED, patient=owner.person.name)


def tell_state(desk: Desk, pen: Pen, owner: Owner) -> bool:
    """What became of what was asked for lately, and what the pharmacy has for them; False where there is neither.

    A medicine that is named is told of alone, be it that nothing was asked.
    """
    words, since = asked_words(pen), desk.unit.now - _TOLD_FOR
    mine = refills.of_patient(desk.unit, owner.actor, owner.person.id)
    intact, hidden = told_apart(desk, pen, owner)
    mine = [each for each in mine if each.item_id not in hidden]
    asked = [each for each in mine if each.asked_at >= since]
    given = [each for each in dispenses.of_patient(desk.unit, owner.actor, owner.person.id) if each.status in OPEN]
    medicines = prescribed(intact)
    found = meant(desk, owner, medicines, words)
    named = [medicines[at] for at in found.sure]
    shown = asked_for(mine, named, words)
    if shown or named or found.unknown:
        called = {fold(each.item.medication) for each in named}
        given = [each for each in given if any(fold(item.medication) in called for item in each.items)]
        missing = [each.item.medication for each in named if not _is_told(each, shown, given)] + list(found.unknown)
        if missing:
            pen.tell(Say.NO_REFILL_OF, named=missing, patient=owner.person.name)
    else:
        shown = asked
    latest = {each.item_id: each for each in sorted(shown, key=lambda each: each.asked_at)}
    shown = sorted(latest.values(), key=lambda each: each.asked_at, reverse=True)
    told = lines_of(desk, pen, owner, shown[: SHOWN_ALOUD if desk.message.channel in HEARD else SHOWN])
    if told:
        pen.tell(Say.REFILL_STATES, patient=owner.person.name, states=pen.voice.lines(told))
    others = {each.prescription_id for each in shown if each.status == APPROVED}
    at_pharmacy = [_given_line(desk, pen, each) for each in given if each.prescription_id not in others]
    if at_pharmacy:
        pen.tell(Say.AT_THE_PHARMACY, patient=owner.person.name, states=pen.voice.lines(at_pharmacy))
    if not (told or at_pharmacy or named or found.unknown):
        return bool(hidden)
    pen.keep(unmet=None)
    return True


def tell_refill(desk: Desk, pen: Pen, owner: Owner, reference: str) -> bool:
    """How one request stands; False where it is none of theirs."""
    mine = refills.of_patient(desk.unit, owner.actor, owner.person.id)
    found = [each for each in mine if each.reference == reference]
    if found:
        told = pen.voice.lines(lines_of(desk, pen, owner, found))
        pen.tell(Say.REFILL_STATES, patient=owner.person.name, states=told)
        pen.keep(refills_told=desk.turn_number)
    return bool(found)


def tell_given(desk: Desk, pen: Pen, owner: Owner, reference: str) -> bool:
    """How something that the pharmacy gives stands; False where it is none of theirs."""
    mine = dispenses.of_patient(desk.unit, owner.actor, owner.person.id)
    found = next((each for each in mine if each.reference == reference and each.status in (*OPEN, COMPLETED)), None)
    if found is not None:
        states = pen.voice.lines([_given_line(desk, pen, found)])
        pen.tell(Say.AT_THE_PHARMACY, patient=owner.person.name, states=states)
    return found is not None


def _is_told(medicine: Medicine, shown: Sequence[Refill], given: Sequence[Dispense]) -> bool:
    called = fold(medicine.item.medication)
    told = [each.medication for each in shown] + [item.medication for each in given for item in each.items]
    return called in map(fold, told)


def _given_line(desk: Desk, pen: Pen, dispense: Dispense) -> str:
    says = {IN_PROGRESS: Say.GIVEN_READY, COMPLETED: Say.GIVEN_COLLECTED}
    facts: dict[str, object] = {"reference": dispense.reference, "until": dispense.collect_by}
    facts["medicines"] = [item.medication for item in dispense.items]
    facts["day"] = desk.hospital.local(dispense.handed_over_at or dispense.prepared_at).date()
    return pen.voice.say(says.get(dispense.status, Say.GIVEN_BEING_PREPARED), facts)
