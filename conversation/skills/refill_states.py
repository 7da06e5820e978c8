"""How what was asked for again stands, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from conversation.extractors.text import fold
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.own_medicines import Medicine
from conversation.skills.whose import Owner
from conversation.turn import Desk
from hospital.pharmacy import dispenses
from hospital.pharmacy.dispenses import COMPLETED, IN_PROGRESS, Dispense
from hospital.prescriptions.refills import APPROVED, CANCELLED, REFUSED, REQUESTED, Refill

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
