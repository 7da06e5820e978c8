"""A record that does not say any more what was signed or issued: nobody is told its words, and a person looks at it."""

from __future__ import annotations

from hospital import audit, tasks
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.tasks import TAMPERED, NewTask


def tell(unit: Unit, hospital: Hospital, queue: str, reference: str, patient_id: int) -> None:
    """Have somebody of a queue look at the record of a reference; once, however often it is met."""
    new = NewTask(f"{TAMPERED} {reference}", queue, TAMPERED, reference, patient_id=patient_id)
    tasks.create(unit, hospital, new)
    audit.append(
        unit, audit.Entry("record.tampered", f"patient {patient_id}", {"record": reference}), chain_of=patient_id
    )
