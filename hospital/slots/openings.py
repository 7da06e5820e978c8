"""Times that came free while somebody waits: each is noted in the transaction that frees it, and offered afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, Row, and_, bindparam, exists, insert, or_, select

from db.models import SlotOpeningRow, SlotRow, WaitlistEntryRow, WaitlistOfferRow
from hospital.directory import Doctor
from hospital.office import Unit
from hospital.slots.times import FREE

WAITING = ("active", "offered")
"""Statuses of those who are on the waiting list."""


@cache
def _note(prefix: str, *, several: bool) -> Insert:
    """One statement that notes free times, if there is anybody on the list whom they may suit."""
    chosen: ColumnElement[bool] = SlotRow.id == bindparam("b_slot")
    if several:
        begins = SlotRow.starts_at.in_(bindparam("b_begins", expanding=True))
        chosen = and_(SlotRow.doctor_id == bindparam("b_doctor"), begins)
    waits = (
        exists().where(WaitlistEntryRow.status.in_(WAITING), wanted == of_slot)
        for wanted, of_slot in (
            (WaitlistEntryRow.doctor_id, SlotRow.doctor_id),
            (WaitlistEntryRow.speciality_id, SlotRow.speciality_id),
        )
    )
    now = bindparam("b_now", type_=SlotOpeningRow.__table__.c.opened_at.type)
    free = select(SlotRow.id, now).where(chosen, SlotRow.status == FREE, SlotRow.starts_at > now, or_(*waits))
    return insert(SlotOpeningRow).prefix_with(prefix).from_select(["slot_id", "opened_at"], free)


def note_free(unit: Unit, slot_id: int) -> None:
    """Note that a time has come free."""
    noted = unit.connection.execute(
        _note(unit.insert_ignore(), several=False), {"b_slot": slot_id, "b_now": unit.now}
    ).rowcount
    if noted > 0:
        unit.opened.append(slot_id)


MISSED_LIMIT = 500
AT_ONCE = timedelta(seconds=10)
"""No unit of work lasts longer: whoever joined so soon after a time came free may not have seen it."""


def note_missed(unit: Unit, since: datetime) -> int:
    """Note free times that came free since an instant and of which somebody who may have waited then was not asked.

    How many that are.
    """
    rows = unit.connection.execute(
        select(SlotRow.id, SlotRow.doctor_id, SlotRow.speciality_id, SlotRow.starts_at, SlotRow.freed_at)
        .where(SlotRow.freed_at >= since, SlotRow.status == FREE, SlotRow.starts_at > unit.now)
        .order_by(SlotRow.freed_at.desc())
        .limit(MISSED_LIMIT)
    ).all()
    missed = [row.id for row in rows if _is_missed(unit, row)]
    for slot_id in missed:
        opening = {"slot_id": slot_id, "opened_at": unit.now}
        unit.connection.execute(insert(SlotOpeningRow).prefix_with(unit.insert_ignore()), opening)
    return len(missed)


def _is_missed(unit: Unit, slot: Row[*tuple[Any, ...]]) -> bool:
    """Whether anybody waits whom a time may suit, who joined before it came free or just then, and was not asked."""
    was_asked = exists().where(WaitlistOfferRow.entry_id == WaitlistEntryRow.id, WaitlistOfferRow.slot_id == slot.id)
    waits = select(WaitlistEntryRow.id).where(
        WaitlistEntryRow.status.in_(WAITING),
        or_(WaitlistEntryRow.doctor_id == slot.doctor_id, WaitlistEntryRow.speciality_id == slot.speciality_id),
        WaitlistEntryRow.earliest <= slot.starts_at,
        WaitlistEntryRow.latest > slot.starts_at,
        WaitlistEntryRow.created_at <= slot.freed_at + AT_ONCE,
        ~was_asked,
    )
    return unit.connection.scalar(waits.limit(1)) is not None


def note_new(unit: Unit, doctor: Doctor, begins: Iterable[datetime]) -> None:
    """Note times of a doctor that changed hours brought."""
    values = {"b_doctor": doctor.id, "b_begins": list(begins), "b_now": unit.now}
    if values["b_begins"]:
        unit.connection.execute(_note(unit.insert_ignore(), several=True), values)
