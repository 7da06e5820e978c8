"""Making the bookable times of days: those asked about, and those whose doctor's hours changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, insert, select, tuple_, update

from db.models import ScheduleDayRow, SlotGuardRow, SlotRow
from hospital.directory import Doctor, Hospital
from hospital.office import Unit
from hospital.schedule import PlannedSlot, day_bounds, plan_day
from hospital.slots.openings import note_new
from hospital.slots.times import CLOSED, FREE, Slot, cell, cells

ENSURE_DAYS = 28
"""How many days at least are made at once."""


def ensure(unit: Unit, hospital: Hospital, doctors: Iterable[Doctor], first: date, end: date) -> None:
    """Make the slots of these days (`end` not included) where they are missing or older than the hospital's data."""
    doctors = list(doctors)
    by_doctor: dict[int, list[date]] = {}
    for doctor_id, day in missing(unit, hospital, doctors, first, end):
        by_doctor.setdefault(doctor_id, []).append(day)
    for doctor in sorted(doctors, key=lambda d: d.id):
        made = lock_days(unit, [(doctor.id, day) for day in by_doctor.get(doctor.id, ())])
        # of those that somebody made meanwhile, also by newer data, nothing is left to do
        days = [day for (_, day), revision in made.items() if revision < hospital.revision]
        if days:
            came = make_days(unit, hospital, doctor, days)
            # what a day has that is made for the first time was always to be had
            again = {day for day in days if made[doctor.id, day] > 0}
            note_new(unit, doctor, [at for at in came if hospital.local(at).date() in again])
            _set_revision(unit, hospital, doctor, days)


def missing(
    unit: Unit, hospital: Hospital, doctors: Iterable[Doctor], first: date, end: date
) -> list[tuple[int, date]]:
    """The (doctor, day) pairs whose slots must be made, in order."""
    doctors = list(doctors)
    days = [first + timedelta(days=n) for n in range((end - first).days)]
    wanted = {(doctor.id, day) for doctor in doctors for day in days} - hospital.ensured
    if not wanted:
        return []
    rows = unit.connection.execute(
        select(ScheduleDayRow.doctor_id, ScheduleDayRow.date).where(
            ScheduleDayRow.doctor_id.in_({doctor_id for doctor_id, _ in wanted}),
            ScheduleDayRow.date >= first,
            ScheduleDayRow.date < end,
            ScheduleDayRow.revision == hospital.revision,
        )
    )
    made = {(row.doctor_id, row.date) for row in rows}
    hospital.ensured.update(made)
    return sorted(wanted - made)


def make_days(unit: Unit, hospital: Hospital, doctor: Doctor, days: list[date]) -> list[datetime]:
    """Bring the free times of locked days to the doctor's hours, around those taken; the times that came new."""
    existing = _slots_of_days(unit, hospital, doctor, days)
    taken = _taken_cells(unit, doctor, days, hospital)
    new: list[dict[str, Any]] = []
    changed: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    kept: set[datetime] = set()
    for day in days:
        for plan in planned(hospital, doctor, day):
            if taken.intersection(cells(plan.starts_at, plan.minutes)):
                continue
            row = existing.get(plan.starts_at)
            values = _slot_values(doctor, day, plan)
            if row is None:
                new.append(values)
            elif row.status in (FREE, CLOSED):
                kept.add(plan.starts_at)
                difference = tuple((name, values[name]) for name in _REMADE if getattr(row, name) != values[name])
                if difference:
                    changed.setdefault(difference, []).append(row.id)
    gone = [row.id for at, row in existing.items() if row.status == FREE and at not in kept]
    if new:
        unit.connection.execute(insert(SlotRow).prefix_with(unit.insert_ignore()), new)
    if gone:
        changed[(("status", CLOSED),)] = gone
    for difference, ids in changed.items():
        unit.connection.execute(update(SlotRow).where(SlotRow.id.in_(ids)).values(dict(difference)))
    return [*(row["starts_at"] for row in new), *(at for at in kept if existing[at].status == CLOSED)]


def _set_revision(unit: Unit, hospital: Hospital, doctor: Doctor, days: list[date]) -> None:
    unit.connection.execute(
        update(ScheduleDayRow)
        .where(ScheduleDayRow.doctor_id == doctor.id, ScheduleDayRow.date.in_(days))
        .values(revision=hospital.revision)
    )


_REMADE = ("status", "minutes", "location_id", "speciality_id", "date", "minute_of_day")
"""What a present time takes over from the plan when the doctor's hours, site or speciality, or the zone, changed."""


def is_planned(hospital: Hospital, slot: Slot) -> bool:
    """Whether the doctor's hours have this very time."""
    day = planned(hospital, slot.doctor, hospital.local(slot.starts_at).date())
    return any((plan.starts_at, plan.minutes) == (slot.starts_at, slot.minutes) for plan in day)


def planned(hospital: Hospital, doctor: Doctor, day: date) -> list[PlannedSlot]:
    """The times that the doctor's hours have on a day."""
    return plan_day(
        doctor.hours, day, hospital.zone, doctor.absences, closed=not doctor.is_active or day in hospital.holidays
    )


def _slot_values(doctor: Doctor, day: date, plan: PlannedSlot) -> dict[str, Any]:
    return {
        "doctor_id": doctor.id,
        "speciality_id": doctor.speciality.id,
        "location_id": plan.location_id,
        "starts_at": plan.starts_at,
        "minutes": plan.minutes,
        "date": day,
        "minute_of_day": plan.minute_of_day,
        "status": FREE,
    }


def _slots_of_days(
    unit: Unit, hospital: Hospital, doctor: Doctor, days: list[date]
) -> dict[datetime, Row[*tuple[Any, ...]]]:
    begin, end = day_bounds(days[0], hospital.zone)[0], day_bounds(days[-1], hospital.zone)[1]
    columns = [SlotRow.id, SlotRow.starts_at, *(getattr(SlotRow, name) for name in _REMADE)]
    rows = unit.connection.execute(
        select(*columns).where(SlotRow.doctor_id == doctor.id, SlotRow.starts_at >= begin, SlotRow.starts_at < end)
    )
    wanted = set(days)
    return {row.starts_at: row for row in rows if hospital.local(row.starts_at).date() in wanted}


def _taken_cells(unit: Unit, doctor: Doctor, days: list[date], hospital: Hospital) -> set[int]:
    begin, end = day_bounds(days[0], hospital.zone)[0], day_bounds(days[-1], hospital.zone)[1]
    rows = unit.connection.scalars(
        select(SlotGuardRow.cell).where(
            SlotGuardRow.doctor_id == doctor.id, SlotGuardRow.cell.between(cell(begin), cell(end))
        )
    )
    return set(rows)


def lock_days(unit: Unit, keys: Iterable[tuple[int, date]]) -> dict[tuple[int, date], int]:
    """Lock days of doctors, in an order that is the same for everyone; rows that lack are made. Their revisions."""
    ordered = sorted(set(keys))
    if not ordered:
        return {}
    locked = _locked_days(unit, ordered)
    if len(locked) < len(ordered):
        rows = [{"doctor_id": doctor_id, "date": day, "revision": 0} for doctor_id, day in ordered]
        unit.connection.execute(insert(ScheduleDayRow).prefix_with(unit.insert_ignore()), rows)
        locked = _locked_days(unit, ordered)
    return locked


def _locked_days(unit: Unit, keys: Sequence[tuple[int, date]]) -> dict[tuple[int, date], int]:
    if len(keys) == 1:
        chosen = and_(ScheduleDayRow.doctor_id == keys[0][0], ScheduleDayRow.date == keys[0][1])
    else:
        chosen = tuple_(ScheduleDayRow.doctor_id, ScheduleDayRow.date).in_(keys)
    query = (
        select(ScheduleDayRow.doctor_id, ScheduleDayRow.date, ScheduleDayRow.revision)
        .where(chosen)
        .order_by(ScheduleDayRow.doctor_id, ScheduleDayRow.date)
        .with_for_update()
    )
    return {(row.doctor_id, row.date): row.revision for row in unit.connection.execute(query)}
