"""What the pharmacy owes: asked for, prescribed, and not there. A task each, made once, until the patient has it.

When enough has come in the task says so, whoever waits longest first; then it is prepared like anything else, and its
patient is told that it is ready. It is kept for them as long as their prescription can be given on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from db.models import DispenseItemRow, DispenseRow, ProductBatchRow, StockRow, TaskRow
from hospital import access, audit, task_steps, tasks
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.pharmacy import dispenses
from hospital.pharmacy.dispenses import CANCELLED, DECLINED, ERROR, Dispense, DispenseItem
from hospital.prescriptions import moving, records
from hospital.tasks import NewTask

OWED, OWED_HERE = "owed", "owed_here"
"""The kinds of its task: what is owed has to come; it is there, to be prepared."""
_GONE = (CANCELLED, DECLINED, ERROR)


@dataclass(frozen=True)
class Owing:
    """What is owed of one medicine. `dispense` names the slip, `is_here` that there is enough to prepare it now."""

    task: str
    dispense: str
    patient_id: int
    sku: str
    product: str
    pieces: int
    is_here: bool


def waiting(unit: Unit, actor: Actor) -> Sequence[Owing]:
    """All that is owed, whoever waits longest first; whose it is was read, which is in the audit trail of each of them.

    Raises ForbiddenError.
    """
    access.require(unit, actor, "dispense.work")
    found = []
    for task in unit.connection.execute(_open()):
        dispense = dispenses.get(unit, _dispense_of(task.request_key))
        for item, pieces in _still_owed(unit, dispense):
            whose = task.reference, dispense.reference, dispense.patient_id
            found.append(Owing(*whose, item.sku, item.product, pieces, task.kind == OWED_HERE))
    for patient_id in sorted({each.patient_id for each in found}):
        entry = audit.Entry("dispense.read_waiting", f"patient {patient_id}", {"by": actor.signature})
        audit.append(unit, entry, chain_of=patient_id)
    return found


def note(unit: Unit, hospital: Hospital, dispense: Dispense) -> None:
    """Make the task of what a dispense leaves owed, for the hospital room; a dispense has one open."""
    owed = [f"{item.product} x {pieces}" for item, pieces in _still_owed(unit, dispense)]
    made = select(TaskRow.status).where(TaskRow.request_key.like(f"owed {dispense.reference} %"))
    before = list(unit.connection.scalars(made))
    if owed and not any(status in tasks.OPEN for status in before):
        key, summary = f"owed {dispense.reference} {len(before) + 1}", f"{dispense.reference}: {', '.join(owed)}"
        new = NewTask(key, "pharmacy", OWED, summary, patient_id=dispense.patient_id)
        tasks.create(unit, hospital, new)


def again(unit: Unit, hospital: Hospital, prescription_id: int) -> None:
    """Something prepared or given goes back on its shelf: what was owed on its prescription is so again."""
    owing = (
        select(DispenseRow.reference)
        .join(DispenseItemRow, DispenseItemRow.dispense_id == DispenseRow.id)
        .where(DispenseRow.prescription_id == prescription_id, DispenseItemRow.owed > 0)
        .distinct()
    )
    for reference in sorted(unit.connection.scalars(owing)):
        note(unit, hospital, dispenses.get(unit, reference))


@dataclass(frozen=True)
class Change:
    """What is to become of a task: the kind that it is to have from now on, None where it is at its end."""

    task: str
    dispense: str
    kind: str | None


def changes(unit: Unit, hospital: Hospital, actor: Actor) -> Sequence[Change]:
    """What has come in and what is owed no more, to be written one by one. Raises ForbiddenError."""
    access.require(unit, actor, "clock.sweep")
    return _changes(unit, hospital, _open())


def change(unit: Unit, hospital: Hospital, actor: Actor, wanted: Change) -> None:
    """Write a change by the clock. Raises ForbiddenError."""
    access.require(unit, actor, "clock.sweep")
    _write(unit, hospital, wanted)


def follow_stock(unit: Unit, hospital: Hospital, product_ids: Collection[int]) -> None:
    """The same for the hospital room, after some of these products came in or went elsewhere."""
    owed = (
        select(DispenseItemRow.id)
        .join(DispenseRow, DispenseRow.id == DispenseItemRow.dispense_id)
        .where(DispenseRow.patient_id == TaskRow.patient_id)
        .where(DispenseItemRow.product_id.in_(product_ids), DispenseItemRow.owed > 0)
    )
    for wanted in _changes(unit, hospital, _open().where(owed.exists()), frozenset(product_ids)):
        _write(unit, hospital, wanted)


def follow_patient(unit: Unit, hospital: Hospital, patient_id: int) -> None:
    """The same for the hospital room, after something of a patient's was prepared or given: what ends by that."""
    for wanted in _changes(unit, hospital, _open().where(TaskRow.patient_id == patient_id), frozenset()):
        _write(unit, hospital, wanted)


def _changes(
    unit: Unit, hospital: Hospital, tasks_of: Select[Any], product_ids: frozenset[int] | None = None
) -> list[Change]:
    """What is to change; looked at are only these products, where they are named."""
    taken: dict[tuple[int, int], int] = {}
    found = []
    for task in unit.connection.execute(tasks_of).all():
        dispense = dispenses.get(unit, _dispense_of(task.request_key))
        owed = _still_owed(unit, dispense)
        if not owed or not _is_given_on(unit, hospital, dispense):
            found.append(Change(task.reference, dispense.reference, None))
            continue
        looked_at = [each for each in owed if product_ids is None or each[0].product_id in product_ids]
        is_here = _is_here(unit, hospital, dispense, looked_at, taken)
        # of what was not looked at some may be there: the clock sees to that
        if (is_here or looked_at == owed) and task.kind != (kind := OWED_HERE if is_here else OWED):
            found.append(Change(task.reference, dispense.reference, kind))
    return found


def _write(unit: Unit, hospital: Hospital, wanted: Change) -> None:
    row = task_steps.locked(unit, wanted.task)
    if row.status not in tasks.OPEN:
        return
    if wanted.kind is None:
        dispense = dispenses.get(unit, wanted.dispense)
        if not _still_owed(unit, dispense) or not _is_given_on(unit, hospital, dispense):
            task_steps.close(unit, row, tasks.CANCELLED if dispense.status in _GONE else tasks.COMPLETED)
    elif row.kind != wanted.kind:
        due_at = tasks.due_by(hospital, unit.now, wanted.kind)
        task_steps.set_facts(unit, row, kind=wanted.kind, due_at=due_at, alerted_at=None)
        task_steps.record(unit, row, "task.owed", None, kind=wanted.kind)


def _dispense_of(request_key: str) -> str:
    return request_key.split()[1]


def _open() -> Select[Any]:
    mine = select(TaskRow.__table__).where(
        TaskRow.queue == "pharmacy", TaskRow.kind.in_((OWED, OWED_HERE)), TaskRow.status.in_(tasks.OPEN)
    )
    return mine.order_by(TaskRow.id)


def _is_given_on(unit: Unit, hospital: Hospital, dispense: Dispense) -> bool:
    """Whether something may still be given on its prescription, or may again once that is taken up."""
    found = records.get(unit, dispense.prescription)
    today = hospital.local(unit.now).date()
    return found.status == records.ON_HOLD or moving.is_valid_on(found, today)


def _still_owed(unit: Unit, dispense: Dispense) -> list[tuple[DispenseItem, int]]:
    """What is owed of a dispense and was neither given nor prepared since: each item, and how much of it."""
    if dispense.status in _GONE:
        return []
    left = {item.id: int(item.left) for item in records.get(unit, dispense.prescription).items}
    prepared = dispenses.being_prepared(unit, dispense.prescription_id)
    found = []
    for item in dispense.items:
        of_it = item.prescription_item_id
        pieces = min(item.owed, left.get(of_it, 0) - prepared.get(of_it, 0))
        if pieces > 0 and not _is_owed_since(unit, item):
            found.append((item, pieces))
    return found


def _is_owed_since(unit: Unit, item: DispenseItem) -> bool:
    """Whether a later dispense owes what is left of the same: then it is that one's."""
    later = (
        select(DispenseItemRow.id)
        .join(DispenseRow, DispenseRow.id == DispenseItemRow.dispense_id)
        .where(DispenseItemRow.prescription_item_id == item.prescription_item_id, DispenseItemRow.id > item.id)
        .where(DispenseItemRow.owed > 0, DispenseRow.status.not_in(_GONE))
    )
    return unit.connection.scalar(later.limit(1)) is not None


def _is_here(
    unit: Unit,
    hospital: Hospital,
    dispense: Dispense,
    owed: Sequence[tuple[DispenseItem, int]],
    taken: dict[tuple[int, int], int],
) -> bool:
    """Whether all that is owed of something is there, those who wait longer served; it is taken for this one then."""
    is_here = False
    for item, pieces in owed:
        where = item.product_id, dispense.place_id
        if pieces <= _there(unit, hospital, *where) - taken.get(where, 0):
            taken[where] = taken.get(where, 0) + pieces
            is_here = True
    return is_here


def _there(unit: Unit, hospital: Hospital, product_id: int, place_id: int) -> int:
    """How much there is of a product at a place, out of date not counted."""
    today = hospital.local(unit.now).date()
    good = (
        select(func.sum(StockRow.quantity))
        .join(ProductBatchRow, ProductBatchRow.id == StockRow.batch_id)
        .where(StockRow.product_id == product_id, StockRow.place_id == place_id)
        .where(func.coalesce(ProductBatchRow.expires_on, today) >= today)
    )
    return int(unit.connection.scalar(good) or 0)
