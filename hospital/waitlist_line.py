"""Who waits for a time, those first in line first; and of whose wait nothing can come any more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from db.models import AppointmentRow, WaitlistEntryRow, WaitlistOfferRow
from hospital import slots
from hospital.appointments import OPEN
from hospital.directory import Doctor, Hospital
from hospital.office import Unit
from hospital.slots.openings import WAITING
from hospital.slots.times import Slot
from hospital.waitlist_entries import ACTIVE, ENTRY, IN_LINE, OFFERED, Entry, entry_of

DAY = timedelta(days=1)


def days_waited_for(unit: Unit, hospital: Hospital) -> list[tuple[Doctor, date, date]]:
    """The doctors for whom anybody waits, each with the first day and the day behind the last."""
    bookable, _ = slots.bookable(unit, hospital)
    rows = unit.connection.execute(
        select(
            WaitlistEntryRow.doctor_id,
            WaitlistEntryRow.speciality_id,
            func.min(WaitlistEntryRow.earliest).label("earliest"),
            func.max(WaitlistEntryRow.latest).label("latest"),
        )
        .where(WaitlistEntryRow.status.in_(WAITING))
        .group_by(WaitlistEntryRow.doctor_id, WaitlistEntryRow.speciality_id)
    ).all()
    return [
        (doctor, hospital.local(max(bookable, row.earliest)).date(), hospital.local(row.latest).date() + DAY)
        for row in rows
        for doctor in hospital.schedules
        if doctor.is_active and (doctor.id == row.doctor_id or doctor.speciality.id == row.speciality_id)
    ]


def fits(entry: Entry, hospital: Hospital, slot: Slot) -> bool:
    """Whether a time is what somebody waits for."""
    local = hospital.local(slot.starts_at)
    minute = local.hour * 60 + local.minute
    is_whom = slot.doctor == entry.doctor or slot.doctor.speciality == entry.speciality
    return (
        is_whom
        and entry.earliest <= slot.starts_at < entry.latest
        and (entry.from_minute is None or entry.from_minute <= minute)
        and (entry.to_minute is None or minute < entry.to_minute)
        and local.weekday() not in entry.not_weekdays
        and entry.location_id in (None, slot.location_id)
    )


def in_line(unit: Unit, hospital: Hospital, slot: Slot, *, only: int | None = None) -> list[Entry]:
    """Who waits for a time and was not offered it before, the first in line first; none who has a visit then."""
    rows = unit.connection.execute(_candidates(slot, only))
    found = (replace(entry_of(hospital, row), is_asked=bool(row.is_asked)) for row in rows)
    return [each for each in found if fits(each, hospital, slot)]


def _candidates(slot: Slot, only: int | None) -> Select[Any]:
    other = aliased(AppointmentRow)
    has_visit_then = exists().where(
        other.patient_id == WaitlistEntryRow.patient_id,
        other.status.in_(OPEN),
        other.starts_at < slot.ends_at,
        other.ends_at > slot.starts_at,
        or_(WaitlistEntryRow.appointment_id.is_(None), other.id != WaitlistEntryRow.appointment_id),
    )
    gave_it_up = exists().where(
        other.patient_id == WaitlistEntryRow.patient_id, other.slot_id == slot.id, other.status == "cancelled"
    )
    theirs = aliased(WaitlistEntryRow)
    was_offered = exists().where(
        theirs.patient_id == WaitlistEntryRow.patient_id,
        or_(theirs.id == WaitlistEntryRow.id, theirs.status.in_(WAITING)),
        WaitlistOfferRow.entry_id == theirs.id,
        WaitlistOfferRow.slot_id == slot.id,
    )
    is_asked = exists().where(theirs.patient_id == WaitlistEntryRow.patient_id, theirs.status == OFFERED)
    wanted: list[ColumnElement[bool]] = [
        WaitlistEntryRow.status.in_(WAITING),
        or_(WaitlistEntryRow.doctor_id == slot.doctor.id, WaitlistEntryRow.speciality_id == slot.doctor.speciality.id),
        WaitlistEntryRow.earliest <= slot.starts_at,
        WaitlistEntryRow.latest > slot.starts_at,
        ~was_offered,
        ~gave_it_up,
        ~has_visit_then,
        # with a visit that is over or called off there is nothing left to bring forward
        or_(
            WaitlistEntryRow.appointment_id.is_(None),
            AppointmentRow.status.in_(OPEN) & (AppointmentRow.starts_at > slot.starts_at),
        ),
    ]
    if only is not None:
        wanted.append(WaitlistEntryRow.id == only)
    return ENTRY.add_columns(is_asked.label("is_asked")).where(*wanted).order_by(*IN_LINE)


_TIME_IS_UP = WaitlistEntryRow.latest <= bindparam("now")
_VISIT_IS_GONE = or_(AppointmentRow.status.not_in(OPEN), AppointmentRow.starts_at <= bindparam("now"))
OVER = ENTRY.where(WaitlistEntryRow.status == ACTIVE, or_(_TIME_IS_UP, _VISIT_IS_GONE))
_UP = select(WaitlistEntryRow.id).where(WaitlistEntryRow.status == ACTIVE, _TIME_IS_UP)
_GONE = (
    select(WaitlistEntryRow.id)
    .join(AppointmentRow, AppointmentRow.id == WaitlistEntryRow.appointment_id)
    .where(WaitlistEntryRow.status == ACTIVE, _VISIT_IS_GONE)
)


def over(unit: Unit, hospital: Hospital, opened: Sequence[int] = (), limit: int = 200) -> list[Entry]:
    """Entries that nothing can come of any more: their time is up, or the visit that was at an `opened` time is gone.

    Asked every few seconds: both are found along an index, but SQLite, where something opened, walks all that wait.
    `without_visit` finds what this leaves.
    """
    rows = unit.connection.execute(_UP.order_by(WaitlistEntryRow.latest).limit(limit), {"now": unit.now}).all()
    if opened:
        gone = _GONE.where(AppointmentRow.slot_id.in_(list(opened))).limit(limit)
        rows = [*rows, *unit.connection.execute(gone, {"now": unit.now})]
    return _over_of(unit, hospital, {row.id for row in rows})


def without_visit(unit: Unit, hospital: Hospital, limit: int = 200) -> list[Entry]:
    """Entries whose visit, which they wanted earlier, took place or was called off. Walks all that wait."""
    return _over_of(unit, hospital, set(unit.connection.scalars(_GONE.limit(limit), {"now": unit.now})))


def _over_of(unit: Unit, hospital: Hospital, entry_ids: Collection[int]) -> list[Entry]:
    if not entry_ids:
        return []
    chosen = OVER.where(WaitlistEntryRow.id.in_(sorted(entry_ids))).order_by(WaitlistEntryRow.id)
    return [entry_of(hospital, row) for row in unit.connection.execute(chosen, {"now": unit.now})]
