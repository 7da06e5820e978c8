"""Putting what patients sent on a chart: whose it is and what it is, so that a doctor who may open it looks at it.

The desk sees that something came and from whom, and files it without opening it. The doctor whom the patient sees next,
or saw last, gets a task, or the colleague who covers for them; where there is none, whichever doctor takes it. What is
of an insurance is a task of billing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select, update

from db.models import AppointmentRow, DocumentRow, EncounterRow, TaskRow
from hospital import access, audit, covering, documents, encounters, people, task_steps, tasks
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import ConflictError, NotFoundError
from hospital.office import Unit
from hospital.tasks import NewTask

_TO_COME = ("pending", "booked", "arrived", "checked-in")
LONGEST_REASON = 200


class Content(StrEnum):
    """What a document is."""

    LABORATORY = "laboratory"
    RADIOLOGY = "radiology"
    LETTER = "letter"
    """A doctor's from elsewhere: a referral, a discharge."""
    PRESCRIPTION = "prescription"
    PHOTO = "photo"
    """Of what troubles the patient."""
    INSURANCE = "insurance"
    OTHER = "other"


class FiledElsewhereError(ConflictError):
    """It is on the chart of somebody else already."""


@dataclass(frozen=True)
class Filed:
    """A document on a chart. `task` is the doctor's, `doctor` their name, None where any of its `queue` may take it."""

    reference: str
    patient: str
    patient_number: str
    content: Content
    task: str
    queue: str
    doctor: str | None


def file_document(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    reference: str,
    number: str,
    content: Content,
    *,
    moved_because: str = "",
) -> Filed:
    """Put a document that came from outside on the chart of the patient of a number, and have a doctor look at it.

    One that is there already only gets its kind of content; again makes no second task. `moved_because` is the reason
    for which it is taken from the chart of somebody else, whose task of it ends. Raises ForbiddenError, NotFoundError,
    FiledElsewhereError where it is on another chart and no reason is given.
    """
    patient = people.by_number(unit, number)
    if patient is None:
        raise NotFoundError(number)
    access.require(unit, actor, "document.file", patient.id)
    before = _before(unit, actor, reference, patient.id, moved_because.strip())
    filed = update(DocumentRow).where(DocumentRow.reference == reference)
    unit.connection.execute(filed.values(patient_id=patient.id, content=str(content)))
    facts = {"patient": patient.id, "content": str(content), "was_known": before is not None}
    if before not in (None, patient.id):
        moved = {"from": before, "to": patient.id, "reason": moved_because.strip()[:LONGEST_REASON]}
        audit.append(unit, audit.Entry("document.move", reference, moved), chain_of=before or 0)
        facts["was_patient"] = before
    audit.append(unit, audit.Entry("document.file", reference, facts), chain_of=patient.id)
    queue = "billing" if content is Content.INSURANCE else "clinic"
    doctor_id = _whom_to_ask(unit, hospital, patient.id) if queue == "clinic" else None
    new = NewTask(
        f"{documents.KIND} {reference}",
        queue,
        documents.KIND,
        f"{reference}: {content}, {patient.name} ({patient.number})",
        patient_id=patient.id,
        for_doctor_id=doctor_id,
    )
    task = _task(unit, hospital, new)
    doctor = next((each.name for each in hospital.doctors.values() if each.id == doctor_id), None)
    return Filed(reference, patient.name, patient.number, content, task, queue, doctor)


def _before(unit: Unit, actor: Actor, reference: str, patient_id: int, reason: str) -> int | None:
    """On whose chart a document is, with it and both patients locked."""
    mine = select(DocumentRow.patient_id).where(DocumentRow.reference == reference, DocumentRow.kept_by.is_(None))
    there = unit.connection.scalar(mine)
    if there not in (None, patient_id) and reason:
        access.require(unit, actor, "document.file", there)
    for each in sorted({patient_id} if there is None else {patient_id, there}):
        people.lock(unit, each)
    row = unit.connection.execute(mine.with_for_update()).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    if row.patient_id not in (None, patient_id) and (not reason or row.patient_id != there):
        raise FiledElsewhereError
    found: int | None = row.patient_id
    return found


def _task(unit: Unit, hospital: Hospital, new: NewTask) -> str:
    """The last task of a document where it is of this patient and queue, else a new one; what was open before ends."""
    key = new.request_key
    of_it = or_(TaskRow.request_key == key, (TaskRow.request_key > f"{key} ") & (TaskRow.request_key < f"{key}!"))
    made = unit.connection.execute(select(TaskRow.__table__).where(of_it).order_by(TaskRow.id.desc())).all()
    if made and (made[0].patient_id, made[0].queue) == (new.patient_id, new.queue):
        reference: str = made[0].reference
        return reference
    for each in made:
        if each.status in tasks.OPEN:
            task_steps.close(unit, task_steps.locked(unit, each.reference), tasks.CANCELLED)
    new = replace(new, request_key=f"{key} {len(made) + 1}") if made else new
    return tasks.create(unit, hospital, new).reference


def _whom_to_ask(unit: Unit, hospital: Hospital, patient_id: int) -> int | None:
    theirs = _doctor_of(unit, patient_id)
    return None if theirs is None else covering.whom_to_ask(unit, hospital, theirs)


def _doctor_of(unit: Unit, patient_id: int) -> int | None:
    """The doctor whom a patient sees next, else the one they saw last."""
    visit, seen = AppointmentRow, EncounterRow
    to_come = select(visit.doctor_id).where(
        visit.patient_id == patient_id, visit.status.in_(_TO_COME), visit.ends_at > unit.now
    )
    following = unit.connection.scalar(to_come.order_by(visit.starts_at, visit.id).limit(1))
    if following is not None:
        return following
    last = [
        select(seen.started_at, seen.doctor_id)
        .where(seen.patient_id == patient_id, seen.status.not_in(encounters.UNSEEN))
        .order_by(seen.started_at.desc(), seen.id.desc()),
        select(visit.starts_at, visit.doctor_id)
        .where(visit.patient_id == patient_id, visit.status == "fulfilled")
        .order_by(visit.starts_at.desc(), visit.id.desc()),
    ]
    found: list[tuple[datetime, int]] = []
    for each in last:
        row = unit.connection.execute(each.limit(1)).first()
        if row is not None:
            found.append((row[0], row[1]))
    return max(found)[1] if found else None
