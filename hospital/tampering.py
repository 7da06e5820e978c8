"""A record that does not say any more what was signed or issued: nobody is told its words, and a person looks at it."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from db.models import TaskRow
from hospital import audit, people, tasks
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.tasks import TAMPERED, NewTask


def tell(unit: Unit, hospital: Hospital, queue: str, reference: str, patient_id: int) -> None:
    """Have somebody of a queue look at the record of a reference; while nobody has done so, meeting it again is nothing
    new.
    """
    people.lock(unit, patient_id)
    key = f"{TAMPERED} {reference}"
    told = or_(TaskRow.request_key == key, (TaskRow.request_key > f"{key} ") & (TaskRow.request_key < f"{key}!"))
    is_open = select(TaskRow.id).where(told, TaskRow.status.in_(tasks.OPEN)).limit(1)
    if unit.connection.scalar(is_open) is not None:
        return
    before = unit.connection.scalar(select(func.count()).select_from(TaskRow).where(told)) or 0
    new = NewTask(f"{key} {before + 1}", queue, TAMPERED, reference, patient_id=patient_id)
    tasks.create(unit, hospital, new)
    audit.append(
        unit, audit.Entry("record.tampered", f"patient {patient_id}", {"record": reference}), chain_of=patient_id
    )
