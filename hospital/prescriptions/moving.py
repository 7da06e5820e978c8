"""What becomes of a signed prescription: held, taken up, stopped, withdrawn, given out until nothing is left."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import update

from db.models import PrescriptionItemRow, PrescriptionRow
from hospital import acting, audit, people
from hospital.access import Actor
from hospital.office import Unit
from hospital.prescriptions import records
from hospital.prescriptions.errors import PrescriptionError, PrescriptionStatusError
from hospital.prescriptions.records import ACTIVE, COMPLETED, DRAFT, ERROR, ON_HOLD, STOPPED, Prescription


def hold(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Prescription:
    """Nothing is given on it until it is taken up again.

    Raises ForbiddenError, NotFoundError, PrescriptionStatusError, PrescriptionError without a reason.
    """
    return _move(unit, actor, reference, ON_HOLD, reason)


def take_up(unit: Unit, actor: Actor, reference: str) -> Prescription:
    """What was held may be given again. Raises ForbiddenError, NotFoundError, PrescriptionStatusError."""
    return _move(unit, actor, reference, ACTIVE, "", only_from=ON_HOLD)


def stop(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Prescription:
    """Nothing is given on it any more. Raises ForbiddenError, NotFoundError, PrescriptionStatusError."""
    return _move(unit, actor, reference, STOPPED, reason)


def withdraw(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Prescription:
    """It should never have been: recorded in error. Raises as `hold` does."""
    return _move(unit, actor, reference, ERROR, reason)


def note_dispensed(unit: Unit, item_id: int, quantity: Decimal) -> Prescription:
    """Something was given on an item, or came back (a negative quantity); for the pharmacy, in its transaction.

    A prescription is completed when nothing is left on it and nothing can be repeated, and active again when something
    comes back.
    """
    before = records.of_item(unit, item_id)
    people.lock(unit, before.patient_id)
    item = PrescriptionItemRow
    unit.connection.execute(update(item).where(item.id == item_id).values(dispensed=item.dispensed + quantity))
    after = records.get(unit, before.reference)
    is_over = all(not each.left and not each.repeats_left for each in after.items)
    if is_over and after.status == ACTIVE:
        return go(unit, after, COMPLETED, "")
    if not is_over and after.status == COMPLETED and quantity < 0:
        return go(unit, after, ACTIVE, "")
    return after


def _move(
    unit: Unit, actor: Actor, reference: str, to_status: str, reason: str, only_from: str | None = None
) -> Prescription:
    before = acting.locked(unit, actor, "prescription.stop", records.get, reference)
    if before.status == to_status:
        return before
    if before.status == DRAFT or (only_from is not None and before.status != only_from):
        raise PrescriptionStatusError(before.status, to_status)
    if to_status != ACTIVE and not reason.strip():
        raise PrescriptionError("reason")
    return go(unit, before, to_status, reason)


def go(unit: Unit, before: Prescription, to_status: str, reason: str) -> Prescription:
    """Move a prescription along its arrows, for the hospital room. Raises PrescriptionStatusError."""
    if to_status not in records.TRANSITIONS[before.status]:
        raise PrescriptionStatusError(before.status, to_status)
    changed = update(PrescriptionRow).where(PrescriptionRow.id == before.id)
    unit.connection.execute(changed.values(status=to_status, status_reason=reason.strip()[:200] or None))
    entry = audit.Entry("prescription.move", before.reference, {"from": before.status, "to": to_status})
    audit.append(unit, entry, chain_of=before.patient_id)
    return records.get(unit, before.reference)


def is_valid_on(prescription: Prescription, day: date) -> bool:
    """Whether something may be given on it on a day."""
    return prescription.status == ACTIVE and prescription.valid_until is not None and day <= prescription.valid_until
