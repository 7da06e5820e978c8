"""Visits as they stand, and their booking: each once, with its history. What becomes of one: `appointment_changes`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from db.models import AppointmentEventRow, AppointmentRow, PatientRow
from hospital import audit, consent, ordered, references, slots
from hospital.directory import Doctor, Hospital, Location
from hospital.errors import (
    BusyError,
    HospitalError,
    NotFoundError,
    OverlapError,
    TooManyAppointmentsError,
    TransitionError,
)
from hospital.mailboxes import CHANNEL as MAIL
from hospital.office import Unit
from hospital.ordered import Due

UNVERIFIED_LIMIT = 1
"""Open visits that a patient can have through channels that vouch for nobody."""
OPEN = ("proposed", "pending", "booked", "arrived", "checked-in")
"""Statuses of visits that are still to come or going on."""
TRANSITIONS: dict[str, frozenset[str]] = {
    "proposed": frozenset({"pending", "booked", "cancelled", "entered-in-error"}),
    "pending": frozenset({"booked", "cancelled", "entered-in-error"}),
    "waitlist": frozenset({"booked", "cancelled", "entered-in-error"}),
    "booked": frozenset({"arrived", "checked-in", "fulfilled", "noshow", "cancelled", "entered-in-error"}),
    "arrived": frozenset({"checked-in", "fulfilled", "cancelled", "entered-in-error"}),
    "checked-in": frozenset({"fulfilled", "cancelled", "entered-in-error"}),
    "fulfilled": frozenset({"entered-in-error"}),
    "noshow": frozenset({"entered-in-error"}),
    "cancelled": frozenset({"entered-in-error"}),
    "entered-in-error": frozenset(),
}
"""FHIR's appointment statuses and where each may go; resetting one is a right of its own."""


@dataclass(frozen=True)
class Appointment:
    """A visit. `patient_id` stays inside the hospital room; people are told `reference`."""

    reference: str
    patient_id: int
    patient: str
    patient_number: str
    doctor: Doctor
    starts_at: datetime
    ends_at: datetime
    status: str
    reason: str | None
    fee: Decimal | None
    location: Location | None
    conversation_id: int | None
    is_contact_verified: bool
    order_id: int | None = None
    """The doctor's order that is carried out at it."""


@dataclass(frozen=True)
class Request:
    """What is to be booked. `request_key` names the request: the same one again finds the same visit."""

    request_key: str
    patient_id: int
    doctor: Doctor
    starts_at: datetime
    channel: str
    is_contact_verified: bool
    """Whether a channel vouches for whoever books; where none does, a patient gets one open visit that way."""
    conversation_id: int | None = None
    reason: str | None = None
    holder: int | None = None
    """The conversation that holds the time."""
    is_offered: bool = False
    """Whether the waiting list offered it: that place was theirs before the one visit, so it comes on top of it."""


# --- reading --------------------------------------------------------------------------------------


def _select() -> Select[Any]:
    return select(AppointmentRow.__table__, PatientRow.name.label("patient_name"), PatientRow.number).join(
        PatientRow, PatientRow.id == AppointmentRow.patient_id
    )


_BY_REFERENCE = _select().where(AppointmentRow.reference == bindparam("r"))
_BY_REQUEST = _select().where(AppointmentRow.request_key == bindparam("k"))
_OPEN_OF = (
    _select()
    .where(
        AppointmentRow.patient_id.in_(bindparam("p", expanding=True)),
        AppointmentRow.status.in_(OPEN),
        AppointmentRow.ends_at > bindparam("now"),
    )
    .order_by(AppointmentRow.starts_at)
)
_PAST_OF = (
    _select()
    .where(
        AppointmentRow.patient_id.in_(bindparam("p", expanding=True)),
        AppointmentRow.status.in_(("fulfilled", "arrived", "checked-in", "booked")),
        AppointmentRow.starts_at <= bindparam("now"),
    )
    .order_by(AppointmentRow.starts_at.desc())
    .limit(20)
)


def upcoming(unit: Unit, hospital: Hospital, patient_ids: Sequence[int]) -> list[Appointment]:
    """The open visits of these patients, soonest first."""
    rows = unit.connection.execute(_OPEN_OF, {"p": list(patient_ids), "now": unit.now})
    return [_appointment(hospital, row) for row in rows]


def past(unit: Unit, hospital: Hospital, patient_ids: Sequence[int]) -> list[Appointment]:
    """The last visits that took place, newest first: kept, or over without anybody marking that they were missed."""
    rows = unit.connection.execute(_PAST_OF, {"p": list(patient_ids), "now": unit.now})
    return [_appointment(hospital, row) for row in rows]


def by_references(unit: Unit, hospital: Hospital, wanted: Sequence[str]) -> list[Appointment]:
    """The visits with these references, whatever their status."""
    rows = unit.connection.execute(_select().where(AppointmentRow.reference.in_(wanted)))
    return [_appointment(hospital, row) for row in rows]


def get(unit: Unit, hospital: Hospital, reference: str) -> Appointment:
    """The visit of a reference. Raises NotFoundError."""
    row = unit.connection.execute(_BY_REFERENCE, {"r": reference}).first()
    if row is None:
        raise NotFoundError
    return _appointment(hospital, row)


def made_by(unit: Unit, hospital: Hospital, request_key: str, moved: str | None = None) -> Appointment | None:
    """The visit that a request made, or that it `moved`."""
    query = (_BY_REFERENCE, {"r": moved}) if moved is not None else (_BY_REQUEST, {"k": request_key})
    row = unit.connection.execute(*query).first()
    return _appointment(hospital, row) if row is not None else None


def is_late(hospital: Hospital, starts_at: datetime, now: datetime) -> bool:
    """Whether cancelling now would be later than the hospital asks for."""
    return starts_at - now < timedelta(hours=hospital.booking.cancellation_notice_hours)


def _appointment(hospital: Hospital, row: Row[Any]) -> Appointment:
    return Appointment(
        reference=row.reference,
        patient_id=row.patient_id,
        patient=row.patient_name,
        patient_number=row.number,
        doctor=hospital.doctors_by_id[row.doctor_id],
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        status=row.status,
        reason=row.reason,
        fee=row.fee,
        location=hospital.locations_by_id.get(row.location_id),
        conversation_id=row.conversation_id,
        is_contact_verified=row.is_contact_verified,
        order_id=row.order_id,
    )


# --- booking --------------------------------------------------------------------------------------

_LOCK_PATIENT = (
    select(
        AppointmentRow.__table__,
        PatientRow.id.label("locked_patient_id"),
        PatientRow.name.label("patient_name"),
        PatientRow.number,
        consent.wished(PatientRow.id).label("wished"),
    )
    .select_from(PatientRow)
    .outerjoin(
        AppointmentRow,
        (AppointmentRow.patient_id == PatientRow.id)
        & AppointmentRow.status.in_(OPEN)
        & (AppointmentRow.ends_at > bindparam("now")),
    )
    .where(PatientRow.id == bindparam("p"))
    .order_by(AppointmentRow.starts_at)
    .with_for_update()
)


@dataclass(frozen=True)
class _Patient:
    """A locked patient with the open visits, read under the lock."""

    name: str
    number: str
    visits: Sequence[Appointment]
    wished: str | None
    """The channel that they last decided about."""


def lock_patient(unit: Unit, hospital: Hospital, patient_id: int) -> _Patient:
    """Lock a patient, so that nobody else books for them meanwhile. Raises NotFoundError."""
    rows = unit.connection.execute(_LOCK_PATIENT, {"p": patient_id, "now": unit.now}).all()
    if not rows:
        raise NotFoundError
    visits = [_appointment(hospital, row) for row in rows if row.id is not None]
    return _Patient(rows[0].patient_name, rows[0].number, visits, rows[0].wished)


def book(unit: Unit, hospital: Hospital, request: Request) -> Appointment:
    """Book a time for a patient; a service's on the doctor's order that they have for it, if they have one.

    Raises OrderNeededError for a service that is done on an order alone, SlotTakenError, OverlapError,
    TooManyAppointmentsError, TooSoonError, BeyondHorizonError, NotFoundError.
    """
    patient = lock_patient(unit, hospital, request.patient_id)
    try:
        _check_visits(hospital, request, patient.visits)
        order = ordered.for_visit(unit, request.patient_id, request.doctor.service)
        slot = take(unit, hospital, request.doctor, request.starts_at, request.holder, patient.visits)
    except HospitalError:
        again = unit.connection.execute(_BY_REQUEST, {"k": request.request_key}).first()
        if again is None:
            raise
        return _appointment(hospital, again)
    slots.occupy(unit, slot)
    values = _values(unit, request, slot, order)
    appointment_id = _insert(unit, values)
    if appointment_id is None:
        slots.let_go(unit, hospital, slot)
        return _appointment(hospital, unit.connection.execute(_BY_REQUEST, {"k": request.request_key}).one())
    remember(unit, appointment_id, request.doctor, slot.starts_at, None, "booked")
    note_to_confirm(unit, values["reference"], patient.wished)
    facts = {"doctor": request.doctor.code, "starts_at": slot.starts_at.isoformat()}
    audit.append(
        unit,
        audit.Entry("appointment.book", values["reference"], facts),
        chain_of=request.conversation_id or 0,
    )
    return Appointment(
        reference=values["reference"],
        patient_id=request.patient_id,
        patient=patient.name,
        patient_number=patient.number,
        doctor=request.doctor,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        status="booked",
        reason=request.reason,
        fee=values["fee"],
        location=hospital.locations_by_id.get(slot.location_id or 0),
        conversation_id=request.conversation_id,
        is_contact_verified=request.is_contact_verified,
        order_id=values["order_id"],
    )


def note_to_confirm(unit: Unit, reference: str, wished: str | None) -> None:
    """Have a visit confirmed by whoever opened this unit, where its patient last spoke of e-mail."""
    if wished == MAIL:
        unit.to_confirm.append(reference)


def _insert(unit: Unit, values: dict[str, Any]) -> int | None:
    """The id of the new row; None when this request made one before. A reference that is in use is drawn anew."""
    for _ in range(references.TRIES):
        values["reference"] = references.new(references.APPOINTMENT)
        try:
            key = unit.connection.execute(insert(AppointmentRow), values).inserted_primary_key
        except IntegrityError:
            # both databases undo the one statement and keep the transaction
            if unit.connection.execute(_BY_REQUEST, {"k": values["request_key"]}).first() is not None:
                return None
            continue
        return int(key[0])  # type: ignore[index]
    raise BusyError


def check_patient(unit: Unit, hospital: Hospital, request: Request) -> None:
    """Raise OverlapError or TooManyAppointmentsError when the patient's other visits rule the request out."""
    _check_visits(hospital, request, upcoming(unit, hospital, [request.patient_id]))


def _check_visits(hospital: Hospital, request: Request, others: Sequence[Appointment]) -> None:
    check_overlap(others, request.starts_at, None)
    limit = hospital.booking.max_open_appointments
    if len(others) >= limit:
        raise TooManyAppointmentsError(limit)
    if not request.is_contact_verified and not request.is_offered and _has_unverified(others):
        raise TooManyAppointmentsError(UNVERIFIED_LIMIT, is_unproven=True)


def _has_unverified(visits: Sequence[Appointment]) -> bool:
    return not all(visit.is_contact_verified for visit in visits)


def has_unverified(unit: Unit, hospital: Hospital, patient_id: int) -> bool:
    """Whether a patient has the one open visit that one gets where nobody vouches for whoever books."""
    return _has_unverified(upcoming(unit, hospital, [patient_id]))


def take(
    unit: Unit,
    hospital: Hospital,
    doctor: Doctor,
    starts_at: datetime,
    holder: int | None,
    others: Sequence[Appointment],
) -> slots.Slot:
    """Take a time, and leave it as it was when it turns out to reach into another visit of the patient's."""
    slot = slots.take(unit, hospital, doctor, starts_at, holder)
    try:
        check_overlap(others, slot.starts_at, slot.ends_at)
    except OverlapError:
        slots.put_back(unit, slot)
        raise
    return slot


def check_overlap(others: Sequence[Appointment], starts_at: datetime, ends_at: datetime | None) -> None:
    """Without an end, whatever goes on at the start counts; with one, the whole stretch does."""
    for other in others:
        if other.starts_at < (ends_at or starts_at + timedelta(seconds=1)) and starts_at < other.ends_at:
            raise OverlapError(other.reference, other.doctor.code, other.starts_at)


def _values(unit: Unit, request: Request, slot: slots.Slot, order: Due | None) -> dict[str, Any]:
    return {
        "request_key": request.request_key,
        "patient_id": request.patient_id,
        "doctor_id": request.doctor.id,
        "slot_id": slot.id,
        "location_id": slot.location_id,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "status": "booked",
        "reason": (request.reason or "")[:500] or None,
        "fee": request.doctor.fee if order is None else order.price,
        "order_id": None if order is None else order.id,
        "channel": request.channel,
        "conversation_id": request.conversation_id,
        "is_contact_verified": request.is_contact_verified,
        "created_at": unit.now,
        "updated_at": unit.now,
    }


_LOCK = select(AppointmentRow.__table__).where(AppointmentRow.reference == bindparam("r")).with_for_update()


def locked(unit: Unit, reference: str) -> Row[Any]:
    """The row of a visit under its lock. Raises NotFoundError."""
    row = unit.connection.execute(_LOCK, {"r": reference}).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return row


def check_transition(from_status: str, to_status: str) -> None:
    """Raises TransitionError where a visit cannot go from one status to the other."""
    if to_status not in TRANSITIONS.get(from_status, frozenset()):
        raise TransitionError(from_status, to_status)


def remember(
    unit: Unit,
    appointment_id: int,
    doctor: Doctor,
    starts_at: datetime,
    from_status: str | None,
    to_status: str,
    note: str | None = None,
) -> None:
    """Add a step to a visit's history."""
    unit.connection.execute(
        insert(AppointmentEventRow),
        {
            "appointment_id": appointment_id,
            "happened_at": unit.now,
            "actor": unit.actor,
            "from_status": from_status,
            "to_status": to_status,
            "doctor_id": doctor.id,
            "starts_at": starts_at,
            "note": note,
        },
    )
