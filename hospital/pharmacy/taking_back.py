"""What was taken off the shelf comes back: not collected, given up, recorded in error, or returned.

What has not left the pharmacy goes back on its shelf. What was handed over goes back only where nobody can have spoilt
it: sealed, never out of the house, in date, not controlled. Everything else that comes back is destroyed. That is
stricter than what wholesalers are asked (EU Guidelines on Good Distribution Practice, 2013/C 343/01, 6.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import update

from db.models import DispenseItemRow
from hospital import access, audit, charges, people, request_keys, tasks
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.pharmacy import dispenses, ledger, owing, products
from hospital.pharmacy.dispenses import CANCELLED, COMPLETED, DECLINED, ERROR, OPEN, Dispense, DispenseItem
from hospital.pharmacy.dispensing import charge_of
from hospital.pharmacy.errors import PharmacyError, ReturnedError, StatusError, TooMuchError
from hospital.pharmacy.ledger import Batch, Line
from hospital.pharmacy.products import Product
from hospital.prescriptions import moving
from hospital.tasks import NewTask

CREDIT = "credit"
"""The task of those who bill: something that was charged came back."""
NOT_COLLECTED = "not collected"


def cancel(unit: Unit, hospital: Hospital, actor: Actor, reference: str, *, reason: str) -> Dispense:
    """It will not be collected: everything goes back on its shelf, and the prescription still leaves it to be given.

    Raises ForbiddenError, NotFoundError, StatusError, PharmacyError without a reason.
    """
    return _give_up(unit, hospital, actor, reference, CANCELLED, reason)


def decline(unit: Unit, hospital: Hospital, actor: Actor, reference: str, *, reason: str) -> Dispense:
    """The pharmacist does not give it. Raises as `cancel` does."""
    return _give_up(unit, hospital, actor, reference, DECLINED, reason)


def _give_up(unit: Unit, hospital: Hospital, actor: Actor, reference: str, to_status: str, reason: str) -> Dispense:
    before = dispenses.locked(unit, actor, reference)
    if before.status == to_status:
        return before
    if not reason.strip():
        raise PharmacyError("reason")
    dispenses.check_arrow(before, to_status)
    _put_back(unit, before, reason)
    after = dispenses.go(unit, before, to_status, reason)
    owing.again(unit, hospital, before.prescription_id)
    return after


def lapse(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Dispense:
    """Put back what waited for too long; anything else stays. One in each unit of work: its patient is locked.

    Raises ForbiddenError, NotFoundError.
    """
    access.require(unit, actor, "clock.sweep")
    people.lock(unit, dispenses.get(unit, reference).patient_id)
    before = dispenses.get(unit, reference)
    if before.status not in OPEN or before.collect_by >= hospital.local(unit.now).date():
        return before
    _put_back(unit, before, NOT_COLLECTED)
    after = dispenses.go(unit, before, CANCELLED, NOT_COLLECTED)
    owing.again(unit, hospital, before.prescription_id)
    return after


def withdraw(unit: Unit, hospital: Hospital, actor: Actor, reference: str, *, reason: str) -> Dispense:
    """It was recorded in error and nothing left the pharmacy: the stock, the prescription and what was charged are as
    they were before.

    Raises ForbiddenError, NotFoundError, StatusError, PharmacyError without a reason, ReturnedError, and
    charges.BilledError while it is on an invoice.
    """
    before = dispenses.locked(unit, actor, reference)
    if before.status == ERROR:
        return before
    if not reason.strip():
        raise PharmacyError("reason")
    dispenses.check_arrow(before, ERROR)
    if any(item.returned for item in before.items):
        raise ReturnedError
    if before.status == COMPLETED:
        for item in before.items:
            if item.quantity:
                charges.void(unit, charge_of(reference, item.position))
                moving.note_dispensed(unit, item.prescription_item_id, Decimal(-item.quantity))
    _put_back(unit, before, reason)
    after = dispenses.go(unit, before, ERROR, reason)
    owing.again(unit, hospital, before.prescription_id)
    return after


def _put_back(unit: Unit, dispense: Dispense, reason: str) -> None:
    """Everything of a dispense that is not on its shelf."""
    ledger.lock(unit, [item.product_id for item in dispense.items])
    for item in dispense.items:
        lines = [
            Line(ledger.RETURNED, dispense.place_id, batch, amount, item.id)
            for batch, amount in ledger.given_out(unit, item.id)
        ]
        ledger.post(unit, f"undo {dispense.reference} item {item.position}", lines, reason=reason)


# --- brought back ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Condition:
    """How something comes back: in its sealed pack, and whether it was out of the house."""

    is_sealed: bool
    left_house: bool
    reason: str


def goes_back(product: Product, batch: Batch, condition: Condition, today: date) -> bool:
    """Whether something that was handed over may be given to somebody else."""
    is_untouched = condition.is_sealed and not condition.left_house
    return is_untouched and not product.is_controlled and batch.is_good_on(today)


def take_back(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    reference: str,
    position: int,
    quantity: int,
    *,
    condition: Condition,
    key: str,
) -> int:
    """Something that was handed over is brought back; how much of it goes back on the shelf, the rest is destroyed. The
    same `key` again changes nothing.

    What goes back may be given again on its prescription and is not paid for: all of an item is taken off what is
    charged at once, part of one or what is on an invoice is a task of those who bill.

    Raises ForbiddenError, NotFoundError, PiecesError, PharmacyError without a reason, StatusError, TooMuchError,
    KeyUsedError.
    """
    dispense = dispenses.locked(unit, actor, reference)
    amount, cause = ledger.pieces(quantity), f"return {key}"
    item = next((each for each in dispense.items if each.position == position), None)
    if item is None:
        raise NotFoundError(f"{reference} {position}")
    if not condition.reason.strip():
        raise PharmacyError("reason")
    ledger.lock(unit, [item.product_id])
    told = {"dispense": reference, "position": position, "quantity": amount, "condition": condition}
    request_keys.is_again(unit, "dispense.take_back", key, **told)
    if ledger.is_told(unit, cause):
        return ledger.total(unit, cause)
    if dispense.status != COMPLETED:
        raise StatusError(dispense.status, "returned")
    if amount > item.quantity - item.returned:
        raise TooMuchError(item.quantity - item.returned)
    lines, kept = _lines_back(unit, hospital, dispense, item, amount, condition)
    ledger.post(unit, cause, lines, reason=condition.reason)
    changed = update(DispenseItemRow).where(DispenseItemRow.id == item.id)
    unit.connection.execute(changed.values(returned=DispenseItemRow.returned + amount))
    facts = {"item": position, "pieces": amount, "kept": kept}
    audit.append(unit, audit.Entry("dispense.take_back", reference, facts), chain_of=dispense.patient_id)
    if kept:
        moving.note_dispensed(unit, item.prescription_item_id, Decimal(-kept))
        _credit(unit, hospital, dispense, item, kept, key)
    return kept


def _lines_back(
    unit: Unit, hospital: Hospital, dispense: Dispense, item: DispenseItem, amount: int, condition: Condition
) -> tuple[list[Line], int]:
    """The lines of a return, and how much stays on the shelf."""
    product, today = products.by_id(unit, [item.product_id])[item.product_id], hospital.local(unit.now).date()
    lines, kept, left = [], 0, amount
    for batch, out in ledger.given_out(unit, item.id):
        part = min(left, out)
        if not part:
            break
        left -= part
        lines.append(Line(ledger.RETURNED, dispense.place_id, batch, part, item.id))
        if goes_back(product, batch, condition, today):
            kept += part
        else:
            lines.append(Line(ledger.WASTED, dispense.place_id, batch, -part))
    return lines, kept


def _credit(unit: Unit, hospital: Hospital, dispense: Dispense, item: DispenseItem, kept: int, key: str) -> None:
    source = charge_of(dispense.reference, item.position)
    if kept == item.quantity:
        charge = charges.of_source(unit, source)
        if charge is not None and charge.status == charges.BILLABLE:
            charges.void(unit, source)
            return
    summary = f"{dispense.reference} {item.position}: {item.sku} x {kept}"
    new = NewTask(f"credit {key}", "billing", CREDIT, summary, patient_id=dispense.patient_id)
    tasks.create(unit, hospital, new)
