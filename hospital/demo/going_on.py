"""The demo's day goes on: as its clock does, those of the history arrive, are with their doctor and have been seen.

Only visits that the demo itself made; what visitors of the demo booked is left to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import insert, select, update

from db.models import AppointmentEventRow, AppointmentRow, HospitalRow
from hospital.demo.seeing import at_visit
from hospital.directory_rows import read_hospital
from hospital.file_merge import chunks
from hospital.office import Unit

EARLY = timedelta(minutes=25)
"""How long before their time people come."""
_STEPS = ("booked", "arrived", "checked-in", "fulfilled")
_BY = {"arrived": "desk", "checked-in": "desk", "fulfilled": "doctor"}


def go_on(unit: Unit) -> int:
    """Bring the history's visits to where they are by now; how many changed. Nothing in a real hospital."""
    if not unit.connection.scalar(select(HospitalRow.is_demo)):
        return 0
    rows = unit.connection.execute(
        select(AppointmentRow.__table__)
        .where(
            AppointmentRow.status.in_(_STEPS[:-1]),
            AppointmentRow.starts_at <= unit.now + EARLY,
            AppointmentRow.request_key.like("demo-%"),
        )
        .order_by(AppointmentRow.id)
    ).all()
    moved = [row.id for row in rows if _advance(unit, row, _status_by(row, unit.now))]
    _see(unit, moved)
    return len(moved)


def _see(unit: Unit, moved: Sequence[int]) -> None:
    """Those who are with their doctor, or were, are seen patients: what a visit cost is charged when it is over."""
    if not moved:
        return
    hospital = read_hospital(unit)
    for chunk in chunks(moved):
        here = AppointmentRow.id.in_(chunk), AppointmentRow.status.in_(("checked-in", "fulfilled"))
        for row in unit.connection.execute(select(AppointmentRow.__table__).where(*here)).all():
            at_visit(unit, hospital, row)


def _status_by(row: Any, now: datetime) -> str:
    """What has become of a visit; nobody has said yet of one in seventeen."""
    if row.status == "booked" and row.id % 17 == 0:
        return "booked"
    if row.ends_at <= now:
        return "fulfilled"
    if row.starts_at <= now:
        return "checked-in"
    return "arrived" if row.id % 5 < 3 else str(row.status)


def _advance(unit: Unit, row: Any, status: str) -> bool:
    steps = _STEPS[_STEPS.index(row.status) : _STEPS.index(status) + 1]
    if len(steps) < 2:
        return False
    events = list(_events(row, steps, unit.now))
    mine = AppointmentRow.id == row.id, AppointmentRow.status == row.status
    changed = update(AppointmentRow).where(*mine).values(status=status, updated_at=events[-1]["happened_at"])
    if unit.connection.execute(changed).rowcount != 1:
        return False  # somebody was quicker
    unit.connection.execute(insert(AppointmentEventRow), events)
    return True


def _events(row: Any, steps: Sequence[str], now: datetime) -> Iterator[dict[str, Any]]:
    at = row.updated_at
    usual = {"arrived": row.starts_at - timedelta(minutes=8), "checked-in": row.starts_at, "fulfilled": row.ends_at}
    for before, after in pairwise(steps):
        at = max(at, min(usual[after], now))
        yield {
            "appointment_id": row.id,
            "doctor_id": row.doctor_id,
            "starts_at": row.starts_at,
            "happened_at": at,
            "actor": _BY[after],
            "from_status": before,
            "to_status": after,
            "note": None,
        }
