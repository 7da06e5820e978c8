"""Giving out what was prescribed: prepared off the shelf, ready for pickup, handed over and charged.

What expires first goes first and nothing out of date goes at all. What is not there is owed: the prescription still
leaves it to be given. Where a dispense is prepared, its pieces are the patient's until the day by which they are to be
collected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import insert, select

from db.models import DispenseItemRow, DispenseRow, PrescriptionRow
from hospital import access, audit, charges, people, references, request_keys
from hospital.access import Actor
from hospital.charges import NewCharge
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.pharmacy import announcing, dispenses, ledger, owing, places, products
from hospital.pharmacy.dispenses import COMPLETED, IN_PROGRESS, ON_HOLD, PREPARATION, Dispense, DispenseItem
from hospital.pharmacy.errors import (
    ExpiredError,
    OutOfStockError,
    PharmacyError,
    RetiredError,
    TooMuchError,
    WrongProductError,
)
from hospital.pharmacy.ledger import Line, Shelf
from hospital.pharmacy.places import Place
from hospital.pharmacy.products import Product
from hospital.pharmacy.substitution import is_substitution
from hospital.prescriptions import checking, moving, records
from hospital.prescriptions.records import Item, Prescription

KEPT = timedelta(days=14)
"""So long what was prepared waits for its patient."""
MOST_LINES = 40


@dataclass(frozen=True)
class Wish:
    """What is to be given for one medicine: everything that is left of it where no `quantity` is said. `sku` is for
    free text, and for something equal in the place of what was prescribed, with the `reason` why.
    """

    item_id: int
    quantity: int | None = None
    sku: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class _Part:
    """A wish with what it comes to."""

    item: Item
    product: Product
    wanted: int
    substituted_id: int | None
    reason: str | None


def prepare(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    prescription: str,
    *,
    place: str,
    key: str,
    wishes: Sequence[Wish] = (),
) -> Dispense:
    """Take what is to be given off the shelves of a place: everything that is left on the prescription where no wishes
    are said. The same `key` again is the same dispense.

    Raises KeyUsedError for the key of another request, ForbiddenError, NotFoundError, what
    `checking.dispensable` raises, PiecesError, TooMuchError, WrongProductError, RetiredError, SubstitutionError;
    OutOfStockError where nothing at all is there.
    """
    found = records.get(unit, prescription)
    access.require(unit, actor, "dispense.work", found.patient_id)
    people.lock(unit, found.patient_id)
    where = places.get(unit, place)
    request_keys.is_again(unit, "dispense.prepare", key, prescription=prescription, place=place, wishes=wishes)
    if (there := dispenses.of_key(unit, key)) is not None:
        return there
    items = _due(unit, hospital, actor, found)
    parts = _parts(unit, actor, found, items, wishes)
    taken = _off_the_shelf(unit, hospital, where, parts)
    made = _written(unit, hospital, found, where, key, parts, taken)
    owing.note(unit, hospital, made)
    owing.follow_patient(unit, hospital, made.patient_id)
    return made


def _due(unit: Unit, hospital: Hospital, actor: Actor, prescription: Prescription) -> dict[int, tuple[Item, int]]:
    """Every item of a prescription with how much of it may be prepared now."""
    # what was signed stays as it was; what is left of it is read under the patient's lock
    left = {item.id: int(item.left) for item in checking.dispensable(unit, hospital, actor, prescription.reference)}
    taken = dispenses.being_prepared(unit, prescription.id)
    return {item.id: (item, left.get(item.id, 0) - taken.get(item.id, 0)) for item in prescription.items}


def _parts(
    unit: Unit,
    actor: Actor,
    prescription: Prescription,
    due: Mapping[int, tuple[Item, int]],
    wishes: Sequence[Wish],
) -> list[_Part]:
    wanted = list(wishes) or [Wish(item.id) for item, left in due.values() if left > 0]
    if not wanted:
        raise TooMuchError(0)
    if len(wanted) > MOST_LINES:
        raise PharmacyError("wishes")
    chosen = _chosen(unit, due, wanted)
    left = {item_id: amount for item_id, (_, amount) in due.items()}
    parts = []
    for wish, (prescribed, given) in zip(wanted, chosen, strict=True):
        item = due[wish.item_id][0]
        if not given.is_active:
            raise RetiredError(given.sku)
        is_other = is_substitution(item, prescribed, given, wish.reason)
        if is_other:
            access.require(unit, actor, "dispense.substitute", prescription.patient_id)
        amount = left[item.id] if wish.quantity is None else ledger.pieces(wish.quantity)
        if amount > left[item.id] or amount <= 0:
            raise TooMuchError(max(left[item.id], 0))
        left[item.id] -= amount
        other = prescribed.id if is_other and prescribed is not None else None
        parts.append(_Part(item, given, amount, other, wish.reason.strip()[:200] if is_other else None))
    return parts


def _chosen(
    unit: Unit, due: Mapping[int, tuple[Item, int]], wishes: Sequence[Wish]
) -> list[tuple[Product | None, Product]]:
    """For each wish what was prescribed (None: free text) and what is given, their products locked."""
    pairs = []
    for wish in wishes:
        if wish.item_id not in due:
            raise NotFoundError(str(wish.item_id))
        prescribed_id = due[wish.item_id][0].product_id
        given_id = prescribed_id if wish.sku is None else products.get(unit, wish.sku).id
        if given_id is None:
            raise WrongProductError(due[wish.item_id][0].medication)
        pairs.append((prescribed_id, given_id))
    ids = [each for pair in pairs for each in pair if each is not None]
    ledger.lock(unit, ids)
    known = products.by_id(unit, ids)
    return [(None if prescribed is None else known[prescribed], known[given]) for prescribed, given in pairs]


def _off_the_shelf(unit: Unit, hospital: Hospital, place: Place, parts: Sequence[_Part]) -> list[list[Shelf]]:
    """From which batches each part is taken. Raises OutOfStockError where nothing at all is there."""
    today = hospital.local(unit.now).date()
    there = {part.product.id: ledger.shelves(unit, part.product.id, place.id) for part in parts}
    taken = []
    for part in parts:
        mine = ledger.first_expired(there[part.product.id], part.wanted, today)
        gone = {shelf.batch.id: shelf.quantity for shelf in mine}
        there[part.product.id] = [
            Shelf(shelf.place_id, shelf.batch, shelf.quantity - gone.get(shelf.batch.id, 0))
            for shelf in there[part.product.id]
            if shelf.quantity > gone.get(shelf.batch.id, 0)
        ]
        taken.append(mine)
    if not any(taken):
        raise OutOfStockError(sorted({part.product.sku for part in parts}))
    return taken


def _written(
    unit: Unit,
    hospital: Hospital,
    prescription: Prescription,
    place: Place,
    key: str,
    parts: Sequence[_Part],
    taken: Sequence[Sequence[Shelf]],
) -> Dispense:
    reference = references.new(references.DISPENSE, 8)
    values = {
        "reference": reference,
        "request_key": key,
        "patient_id": prescription.patient_id,
        "prescription_id": prescription.id,
        "place_id": place.id,
        "status": PREPARATION,
        "prepared_at": unit.now,
        "prepared_by": unit.actor,
        "collect_by": hospital.local(unit.now).date() + KEPT,
    }
    made = unit.connection.execute(insert(DispenseRow), values).inserted_primary_key
    assert made is not None
    for position, (part, shelves) in enumerate(zip(parts, taken, strict=True), 1):
        _write_item(unit, made[0], position, part, shelves, f"dispense {reference} item {position}")
    facts = {"prescription": prescription.reference, "items": len(parts)}
    audit.append(unit, audit.Entry("dispense.prepare", reference, facts), chain_of=prescription.patient_id)
    return dispenses.get(unit, reference)


def _write_item(unit: Unit, dispense_id: int, position: int, part: _Part, shelves: Sequence[Shelf], cause: str) -> None:
    given = sum(shelf.quantity for shelf in shelves)
    values = {
        "dispense_id": dispense_id,
        "position": position,
        "prescription_item_id": part.item.id,
        "product_id": part.product.id,
        "quantity": given,
        "owed": part.wanted - given,
        "returned": 0,
        "substituted_product_id": part.substituted_id,
        "substitution_reason": part.reason,
    }
    made = unit.connection.execute(insert(DispenseItemRow), values).inserted_primary_key
    assert made is not None
    lines = [Line(ledger.DISPENSED, each.place_id, each.batch, -each.quantity, made[0]) for each in shelves]
    ledger.post(unit, cause, lines)


# --- handing over ---------------------------------------------------------------------------------


def set_ready(unit: Unit, actor: Actor, reference: str) -> Dispense:
    """It is ready to collect, or is so again; its patient is told once. Raises ForbiddenError, NotFoundError,
    StatusError.
    """
    before = dispenses.locked(unit, actor, reference)
    if before.status == IN_PROGRESS:
        return before
    announcing.note(unit, before)
    return dispenses.go(unit, before, IN_PROGRESS)


def hold(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Dispense:
    """Keep it for now. Raises ForbiddenError, NotFoundError, StatusError, PharmacyError without a reason."""
    before = dispenses.locked(unit, actor, reference)
    if before.status == ON_HOLD:
        return before
    if not reason.strip():
        raise PharmacyError("reason")
    return dispenses.go(unit, before, ON_HOLD, reason)


def hand_over(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Dispense:
    """The patient has it: it counts on the prescription and is charged. Handing over again changes nothing.

    Raises ForbiddenError, NotFoundError, StatusError, what `checking.dispensable` raises where the prescription was
    stopped meanwhile, TooMuchError, and ExpiredError for what went out of date while it waited.
    """
    before = dispenses.locked(unit, actor, reference)
    if before.status == COMPLETED:
        return before
    dispenses.check_arrow(before, COMPLETED)
    left = {each.id: each.left for each in checking.dispensable(unit, hospital, actor, before.prescription)}
    given = [item for item in before.items if item.quantity]
    for item in given:
        left[item.prescription_item_id] = left.get(item.prescription_item_id, Decimal(0)) - item.quantity
        if left[item.prescription_item_id] < 0:
            raise TooMuchError(int(left[item.prescription_item_id]) + item.quantity)
        _check_good(unit, hospital, item)
    done = dispenses.go(unit, before, COMPLETED, handed_over_at=unit.now, handed_over_by=unit.actor)
    for item in given:
        moving.note_dispensed(unit, item.prescription_item_id, Decimal(item.quantity))
        _charge(unit, hospital, before, item)
    owing.follow_patient(unit, hospital, before.patient_id)
    return done


def _check_good(unit: Unit, hospital: Hospital, item: DispenseItem) -> None:
    today = hospital.local(unit.now).date()
    for batch, _ in ledger.given_out(unit, item.id):
        if not batch.is_good_on(today):
            raise ExpiredError(batch.lot)


def _charge(unit: Unit, hospital: Hospital, dispense: Dispense, item: DispenseItem) -> None:
    product = products.by_id(unit, [item.product_id])[item.product_id]
    seen = select(PrescriptionRow.encounter_id).where(PrescriptionRow.id == dispense.prescription_id)
    new = NewCharge(
        charge_of(dispense.reference, item.position),
        dispense.patient_id,
        "product",
        product.name,
        product.price,
        Decimal(item.quantity),
        code=product.sku,
        encounter_id=unit.connection.scalar(seen),
        location_id=places.by_id(unit, dispense.place_id).location_id,
    )
    charges.add(unit, hospital, new)


def charge_of(reference: str, position: int) -> str:
    """What an item of a dispense is charged under."""
    return f"dispense {reference} item {position}"
