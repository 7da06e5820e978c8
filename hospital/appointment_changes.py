"""What becomes of a visit that is booked: moved, cancelled, given to another patient."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from db.models import AppointmentRow
from hospital import audit, consent, late_fees, slots
from hospital.appointments import (
    Appointment,
    Request,
    book,
    check_overlap,
    check_transition,
    get,
    is_late,
    lock_patient,
    note_to_confirm,
    remember,
    take,
)
from hospital.directory import Doctor, Hospital
from hospital.errors import NotFoundError, TransitionError
from hospital.office import Unit

_LOCK = (
    select(AppointmentRow.__table__, consent.wished(AppointmentRow.patient_id).label("wished"))
    .where(AppointmentRow.reference == bindparam("r"))
    .with_for_update()
)


def reschedule(
    unit: Unit,
    hospital: Hospital,
    reference: str,
    doctor: Doctor,
    starts_at: datetime,
    *,
    holder: int | None = None,
    by_staff: bool = False,
) -> Appointment:
    """Move a visit: the new time is taken before the old one is let go. One that has begun only staff may move.

    Raises NotFoundError, TransitionError, SlotTakenError, OverlapError, TooSoonError, BeyondHorizonError.
    """
    before = get(unit, hospital, reference)
    patient = lock_patient(unit, hospital, before.patient_id)
    row = unit.connection.execute(_LOCK, {"r": reference}).one()
    if row.status not in ("booked", "pending", "proposed"):
        raise TransitionError(row.status, "booked")
    _check_to_come(unit, row, "booked", by_staff=by_staff)
    if row.doctor_id == doctor.id and row.starts_at == starts_at:
        return before
    before_with = hospital.doctors_by_id[row.doctor_id]
    if doctor.id != row.doctor_id and (doctor.service or before_with.service):
        # a scan is no visit to a doctor, nor another scan
        raise TransitionError(row.status, "booked")
    others = [visit for visit in patient.visits if visit.reference != reference]
    check_overlap(others, starts_at, None)
    slots.lock_days_of(unit, hospital, [(before_with, row.starts_at), (doctor, starts_at)])
    slot = take(unit, hospital, doctor, starts_at, holder, others)
    slots.occupy(unit, slot)
    if slot.id != row.slot_id:
        slots.let_go(unit, hospital, _slot_of(hospital, row))
    changed = {
        "doctor_id": doctor.id,
        "slot_id": slot.id,
        "location_id": slot.location_id,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "status": "booked",
        "fee": doctor.fee if row.order_id is None else row.fee,
        "updated_at": unit.now,
    }
    unit.connection.execute(update(AppointmentRow).where(AppointmentRow.id == row.id).values(changed))
    remember(unit, row.id, doctor, slot.starts_at, row.status, "booked", f"moved from {row.starts_at.isoformat()}")
    facts = {"doctor": doctor.code, "from": row.starts_at.isoformat(), "starts_at": slot.starts_at.isoformat()}
    note_to_confirm(unit, reference, patient.wished)
    audit.append(unit, audit.Entry("appointment.move", reference, facts), chain_of=row.conversation_id or 0)
    return get(unit, hospital, reference)


def cancel(
    unit: Unit,
    hospital: Hospital,
    reference: str,
    *,
    note: str | None = None,
    is_free: bool = False,
    by_staff: bool = False,
) -> tuple[Appointment, bool]:
    """Cancel a visit and free its time; also whether it was late, which one that `is_free` to cancel never is.

    A late one by its patient is charged the fee for it. One that has begun only staff may cancel.

    Raises NotFoundError, TransitionError.
    """
    row = unit.connection.execute(_LOCK, {"r": reference}).first()
    if row is None:
        raise NotFoundError
    check_transition(row.status, "cancelled")
    _check_to_come(unit, row, "cancelled", by_staff=by_staff)
    late = not is_free and is_late(hospital, row.starts_at, unit.now)
    doctor = hospital.doctors_by_id[row.doctor_id]
    slots.lock_days_of(unit, hospital, [(doctor, row.starts_at)])
    slots.let_go(unit, hospital, _slot_of(hospital, row))
    values = {"status": "cancelled", "is_late_cancelled": late, "updated_at": unit.now}
    unit.connection.execute(update(AppointmentRow).where(AppointmentRow.id == row.id).values(values))
    remember(unit, row.id, doctor, row.starts_at, row.status, "cancelled", note)
    if late and not by_staff:
        late_fees.charge(unit, hospital, reference, row.patient_id, doctor, row.starts_at)
    note_to_confirm(unit, reference, row.wished)
    entry = audit.Entry("appointment.cancel", reference, {"late": late})
    audit.append(unit, entry, chain_of=row.conversation_id or 0)
    return get(unit, hospital, reference), late


def give_to(unit: Unit, hospital: Hospital, reference: str, request: Request) -> Appointment:
    """Cancel a visit and book its time for somebody else, which costs nothing: the doctor's time is not lost.

    Raises as `cancel` and `book` do; then neither is done.
    """
    # the patient's lock comes before the day's, which cancelling takes
    lock_patient(unit, hospital, request.patient_id)
    with unit.all_or_nothing():
        cancel(unit, hospital, reference, note="for somebody else", is_free=True)
        return book(unit, hospital, request)


def _slot_of(hospital: Hospital, row: Row[Any]) -> slots.Slot:
    """The time that an appointment's row occupies."""
    minutes = int((row.ends_at - row.starts_at).total_seconds()) // 60
    return slots.Slot(row.slot_id, hospital.doctors_by_id[row.doctor_id], row.starts_at, minutes, row.location_id)


def _check_to_come(unit: Unit, row: Row[Any], to_status: str, *, by_staff: bool) -> None:
    """A visit that has begun is history, which patients do not change."""
    if row.starts_at <= unit.now and not by_staff:
        raise TransitionError(row.status, to_status)
