"""Having a medicine again: at once where a repeat is left on its prescription, else as the doctor decides; and what no
rule lets pass without a visit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import aliased

from db.models import DoctorRow, EncounterRow, PrescriptionItemRow, ProductRow, RefillRequestRow, TaskRow
from hospital import access, acting, audit, covering, encounters, people, references, task_steps, tasks
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import ConflictError, KeyUsedError, NotFoundError
from hospital.office import Unit
from hospital.prescriptions import lasting, records, sealing, writing
from hospital.prescriptions.errors import PrescriptionError, RefillStop, RefillStoppedError, TamperedError
from hospital.prescriptions.interactions import InteractionSource
from hospital.prescriptions.moving import is_valid_on
from hospital.prescriptions.quantities import Dosage
from hospital.prescriptions.records import COMPLETED, Item, Prescription
from hospital.prescriptions.writing import NewItem
from hospital.tasks import NewTask

REQUESTED, APPROVED, REFUSED, CANCELLED = "requested", "approved", "refused", "cancelled"
RECENT = timedelta(days=365)
"""A doctor of the prescriber's speciality must have seen the patient within this time."""
_GOING_ON = (records.ACTIVE, COMPLETED)
DECIDE, PREPARE = tasks.REFILL, "refill_ready"
"""The tasks that a request makes: for the doctor, and for the pharmacy."""


class DecidedError(ConflictError):
    """Somebody decided it before."""


@dataclass(frozen=True)
class Refill:
    """A request to have something again. `prescription` is what it is given on, once that is decided."""

    id: int
    reference: str
    patient_id: int
    item_id: int
    medication: str
    prescriber_id: int
    prescriber: str
    decides: str
    """Who is asked: the prescriber, or who covers for them."""
    conversation_id: int | None
    status: str
    asked_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None
    prescription_id: int | None
    task: str | None


def stop_of(unit: Unit, hospital: Hospital, prescription: Prescription, item: Item) -> RefillStop | None:
    """Why something is not given again for the asking; None where it may be asked for.

    A doctor may prescribe it at any time all the same.
    """
    if item.is_controlled or _is_controlled_now(unit, item):
        return RefillStop.CONTROLLED
    if prescription.status not in _GOING_ON:
        return RefillStop.STOPPED
    today = hospital.local(unit.now).date()
    if prescription.valid_until is None or prescription.valid_until < today:
        return RefillStop.EXPIRED
    if lasting.is_to_collect(item) and is_valid_on(prescription, today):
        # of a repeat that was granted its request is told again
        return None if _uncollected(unit, prescription, item) is not None else RefillStop.TO_COLLECT
    if not _was_seen(unit, prescription):
        return RefillStop.NO_RECENT_VISIT
    first = lasting.asked_from(unit, hospital, prescription, item)
    return RefillStop.TOO_SOON if first is not None and today < first else None


def _is_controlled_now(unit: Unit, item: Item) -> bool:
    is_so = select(ProductRow.is_controlled).where(ProductRow.id == item.product_id)
    return item.product_id is not None and bool(unit.connection.scalar(is_so))


def _was_seen(unit: Unit, prescription: Prescription) -> bool:
    field = select(DoctorRow.speciality_id).where(DoctorRow.id == prescription.prescriber_id).scalar_subquery()
    seen = (
        select(EncounterRow.id)
        .join(DoctorRow, DoctorRow.id == EncounterRow.doctor_id)
        .where(
            EncounterRow.patient_id == prescription.patient_id,
            EncounterRow.status.not_in(encounters.UNSEEN),
            EncounterRow.started_at > unit.now - RECENT,
            DoctorRow.speciality_id == field,
            DoctorRow.service_id.is_(None),
        )
    )
    return unit.connection.scalar(seen.limit(1)) is not None


def ask(
    unit: Unit, hospital: Hospital, actor: Actor, item_id: int, *, key: str, conversation_id: int | None = None
) -> Refill:
    """A patient asks to have a medicine again; one request at a time for each, the same `key` again is the same.

    While a whole repeat waits to be collected, that one is told again: repeats are not drawn ahead of what is there,
    nor of what still lasts.

    Raises KeyUsedError for the key of another medicine's, ForbiddenError, ProofNeededError, NotFoundError,
    RefillStoppedError, TamperedError where it does not say what was signed.
    """
    prescription = records.of_item(unit, item_id)
    access.require(unit, actor, "refill.request", prescription.patient_id)
    people.lock(unit, prescription.patient_id)
    prescription = records.of_item(unit, item_id)
    if (there := _standing(unit, item_id, key)) is not None:
        return there
    if not sealing.is_intact(unit, prescription):
        raise TamperedError
    item = next(each for each in prescription.items if each.id == item_id)
    if (stop := stop_of(unit, hospital, prescription, item)) is not None:
        is_early = stop is RefillStop.TOO_SOON
        raise RefillStoppedError(stop, lasting.asked_from(unit, hospital, prescription, item) if is_early else None)
    if (waiting := _uncollected(unit, prescription, item)) is not None:
        return waiting
    refill = _insert(unit, prescription, item, key, conversation_id)
    if item.repeats_left and is_valid_on(prescription, hospital.local(unit.now).date()):
        more = update(PrescriptionItemRow).where(PrescriptionItemRow.id == item.id)
        unit.connection.execute(more.values(fills=PrescriptionItemRow.fills + 1))
        return _decide(unit, hospital, refill, APPROVED, prescription_id=prescription.id)
    return _give_to_doctor(unit, hospital, refill)


def _standing(unit: Unit, item_id: int, key: str) -> Refill | None:
    same = unit.connection.execute(_select().where(RefillRequestRow.request_key == key)).one_or_none()
    if same is not None:
        if same.item_id != item_id:
            raise KeyUsedError
        return Refill(**same._mapping)
    open_one = (RefillRequestRow.item_id == item_id) & (RefillRequestRow.status == REQUESTED)
    row = unit.connection.execute(_select().where(open_one).limit(1)).one_or_none()
    return None if row is None else Refill(**row._mapping)


def _uncollected(unit: Unit, prescription: Prescription, item: Item) -> Refill | None:
    """A repeat that was granted and of which nothing has been given."""
    if item.left < item.quantity:
        return None
    of_it = (RefillRequestRow.item_id == item.id) & (RefillRequestRow.prescription_id == prescription.id)
    latest = _select().where(of_it, RefillRequestRow.status == APPROVED).order_by(RefillRequestRow.id.desc())
    row = unit.connection.execute(latest.limit(1)).one_or_none()
    return None if row is None else Refill(**row._mapping)


def _insert(unit: Unit, prescription: Prescription, item: Item, key: str, conversation_id: int | None) -> Refill:
    reference = references.new(references.REFILL)
    values = {
        "reference": reference,
        "request_key": key,
        "patient_id": prescription.patient_id,
        "item_id": item.id,
        "prescriber_id": prescription.prescriber_id,
        "conversation_id": conversation_id,
        "status": REQUESTED,
        "asked_at": unit.now,
    }
    unit.connection.execute(insert(RefillRequestRow), values)
    entry = audit.Entry("refill.request", reference, {"prescription": prescription.reference})
    audit.append(unit, entry, chain_of=prescription.patient_id)
    return get(unit, reference)


def _give_to_doctor(unit: Unit, hospital: Hospital, refill: Refill) -> Refill:
    """A task of the prescriber's, or of who covers while they are away; `task_clock` hands on what waits too long."""
    task = tasks.create(
        unit,
        hospital,
        NewTask(
            f"refill {refill.reference}",
            "clinic",
            DECIDE,
            f"{refill.reference}: {refill.medication}",
            patient_id=refill.patient_id,
            for_doctor_id=covering.whom_to_ask(unit, hospital, refill.prescriber_id),
        ),
    )
    changed = update(RefillRequestRow).where(RefillRequestRow.id == refill.id)
    unit.connection.execute(changed.values(task=task.reference))
    return get(unit, refill.reference)


def approve(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    reference: str,
    *,
    allergies_seen: Sequence[str] | None,
    interactions: InteractionSource | None = None,
    warnings_seen: Sequence[str] = (),
) -> Refill:
    """A doctor prescribes the same again, signed. Approving again is the same approval.

    Raises ForbiddenError, NotFoundError, DecidedError, RefillStoppedError where it was stopped or held meanwhile,
    TamperedError, and what `writing.sign` raises.
    """
    refill = _to_decide(unit, actor, reference)
    if refill.status == APPROVED:
        return refill
    if refill.status != REQUESTED:
        raise DecidedError
    before = records.of_item(unit, refill.item_id)
    if before.status not in _GOING_ON:
        raise RefillStoppedError(RefillStop.STOPPED)
    if not sealing.is_intact(unit, before):
        raise TamperedError
    item = next(each for each in before.items if each.id == refill.item_id)
    key = f"refill {reference}"
    made = writing.insert_draft(
        unit, writing.prescriber_of(actor), refill.patient_id, [_again(item)], key=key, note=before.note or ""
    )
    signed = writing.sign(
        unit,
        hospital,
        actor,
        made.reference,
        allergies_seen=allergies_seen,
        interactions=interactions,
        warnings_seen=warnings_seen,
    )
    return _decide(unit, hospital, refill, APPROVED, doctor_id=actor.doctor_id, prescription_id=signed.id)


def refuse(unit: Unit, hospital: Hospital, actor: Actor, reference: str, *, reason: str) -> Refill:
    """A doctor does not give it again; `reason` is what the patient is told.

    Raises ForbiddenError, NotFoundError, DecidedError, PrescriptionError without a reason.
    """
    refill = _to_decide(unit, actor, reference)
    if refill.status == REFUSED:
        return refill
    if refill.status != REQUESTED:
        raise DecidedError
    if not reason.strip():
        raise PrescriptionError("reason")
    return _decide(unit, hospital, refill, REFUSED, doctor_id=actor.doctor_id, reason=reason.strip()[:200])


def call_off(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Refill:
    """The patient does not need it any more. Raises ForbiddenError, NotFoundError, DecidedError."""
    refill = acting.locked(unit, actor, "refill.request", get, reference)
    if refill.status == CANCELLED:
        return refill
    if refill.status != REQUESTED:
        raise DecidedError
    return _decide(unit, hospital, refill, CANCELLED)


def of_patient(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Refill]:
    """What a patient asked for, the latest first. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "refill.read", patient_id)
    mine = _select().where(RefillRequestRow.patient_id == patient_id)
    rows = unit.connection.execute(mine.order_by(RefillRequestRow.asked_at.desc(), RefillRequestRow.id.desc()))
    return [Refill(**row._mapping) for row in rows]


def get(unit: Unit, reference: str) -> Refill:
    """The request of a reference, for the hospital room. Raises NotFoundError."""
    row = unit.connection.execute(_select().where(RefillRequestRow.reference == reference)).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return Refill(**row._mapping)


def _to_decide(unit: Unit, actor: Actor, reference: str) -> Refill:
    return acting.locked(unit, actor, "refill.decide", get, reference)


def _decide(
    unit: Unit,
    hospital: Hospital,
    refill: Refill,
    status: str,
    *,
    doctor_id: int | None = None,
    prescription_id: int | None = None,
    reason: str | None = None,
) -> Refill:
    values: dict[str, Any] = {
        "status": status,
        "decided_at": unit.now,
        "decided_by": unit.actor,
        "prescription_id": prescription_id,
        "reason": reason,
    }
    unit.connection.execute(update(RefillRequestRow).where(RefillRequestRow.id == refill.id).values(**values))
    entry = audit.Entry("refill.decide", refill.reference, {"status": status})
    audit.append(unit, entry, chain_of=refill.patient_id)
    _close(unit, refill, doctor_id)
    if status == APPROVED:
        summary = f"{refill.reference}: {refill.medication}"
        prepare = NewTask(f"prepare {refill.reference}", "pharmacy", PREPARE, summary, patient_id=refill.patient_id)
        tasks.create(unit, hospital, prepare)
    return get(unit, refill.reference)


def _close(unit: Unit, refill: Refill, doctor_id: int | None) -> None:
    """End the doctor's task: done by whoever decided, or cancelled with the request."""
    if refill.task is None:
        return
    task = task_steps.locked(unit, refill.task)
    if task.status not in tasks.OPEN:
        return
    if doctor_id is None:
        task_steps.close(unit, task, tasks.CANCELLED)
        return
    if task.status == tasks.REQUESTED:
        task_steps.move(unit, task, tasks.ACCEPTED, "task.claim", None, owner_doctor_id=doctor_id, accepted_at=unit.now)
        task = task_steps.locked(unit, refill.task)
    task_steps.close(unit, task, tasks.COMPLETED)


def _again(item: Item) -> NewItem:
    """The same medicine as it was prescribed, without repeats: those the doctor adds in a prescription of their own."""
    dosage = Dosage(item.form, item.dose, item.times_a_day, item.days, item.route, item.as_needed, item.pack)
    return NewItem(
        dosage,
        item.sku,
        item.medication,
        item.is_controlled,
        item.instructions or "",
        may_substitute=item.may_substitute,
    )


_COLUMNS = tuple(name for name in Refill.__dataclass_fields__ if name not in ("medication", "prescriber", "decides"))


def _select() -> Select[Any]:
    asked = aliased(DoctorRow)
    return (
        select(
            *(getattr(RefillRequestRow, name) for name in _COLUMNS),
            PrescriptionItemRow.medication,
            DoctorRow.name.label("prescriber"),
            func.coalesce(asked.name, DoctorRow.name).label("decides"),
        )
        .join(PrescriptionItemRow, PrescriptionItemRow.id == RefillRequestRow.item_id)
        .join(DoctorRow, DoctorRow.id == RefillRequestRow.prescriber_id)
        .outerjoin(TaskRow, TaskRow.reference == RefillRequestRow.task)
        .outerjoin(asked, asked.id == TaskRow.for_doctor_id)
    )
