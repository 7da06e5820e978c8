"""Taking times under the locks that keep them single, holding them, and giving them back.

Every path that makes a slot active goes through `take`: the day's row first, then the slot, re-read inside the
lock, then one guard row per five-minute cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from db.models import SlotGuardRow, SlotRow
from hospital.directory import Doctor, Hospital
from hospital.errors import SlotTakenError
from hospital.office import Unit
from hospital.slots.finding import check_bookable
from hospital.slots.making import is_planned, lock_days, make_days, planned
from hospital.slots.openings import note_free, note_new
from hospital.slots.times import BUSY, CLOSED, FREE, HELD, NotEnsuredError, Slot, cells, slot_of

_LOCK_SLOT = (
    select(SlotRow.__table__)
    .where(SlotRow.doctor_id == bindparam("d"), SlotRow.starts_at == bindparam("s"))
    .with_for_update()
)


def lock_days_of(unit: Unit, hospital: Hospital, times: Sequence[tuple[Doctor, datetime]]) -> None:
    """Lock the days of several times at once, in everybody's order: before taking one and letting go of another.

    Raises NotEnsuredError when they were made from newer data than the caller's: what is free cannot be told by these.
    """
    days = [(doctor, hospital.local(starts_at).date()) for doctor, starts_at in times]
    made = lock_days(unit, [(doctor.id, day) for doctor, day in days])
    for doctor, day in days:
        if made[doctor.id, day] > hospital.revision:
            raise NotEnsuredError([doctor], day, day + timedelta(days=1))


def take(unit: Unit, hospital: Hospital, doctor: Doctor, starts_at: datetime, holder: int | None = None) -> Slot:
    """Make a free time nobody else's: guarded, its status still to be set.

    What is held for the conversation `holder` is free to it.
    Raises SlotTakenError, TooSoonError, BeyondHorizonError, NotEnsuredError.
    """
    return _take(unit, hospital, doctor, starts_at, holder)[0]


def _take(
    unit: Unit, hospital: Hospital, doctor: Doctor, starts_at: datetime, holder: int | None
) -> tuple[Slot, datetime | None]:
    """The time taken, and until when the holder has had it."""
    check_bookable(unit, hospital, starts_at)
    key = {"d": doctor.id, "s": starts_at}
    day = hospital.local(starts_at).date()
    if lock_days(unit, [(doctor.id, day)])[doctor.id, day] != hospital.revision:
        # made before the hospital's data changed, or after: the time may be none
        hospital.ensured.discard((doctor.id, day))
        raise NotEnsuredError([doctor], day, day + timedelta(days=1))
    row = unit.connection.execute(_LOCK_SLOT, key).first()
    if row is None or row.status not in (FREE, HELD):
        raise SlotTakenError
    slot = slot_of(hospital, row)
    is_own = row.status == HELD and holder is not None and row.hold_conversation_id == holder
    if is_own and is_planned(hospital, slot):
        return slot, row.hold_until
    # one's own that is no longer planned was held before the doctor's hours changed: there is no such time any more
    if row.status == HELD and (is_own or row.hold_until > unit.now):
        raise SlotTakenError
    if row.status == HELD:
        unit.connection.execute(delete(SlotGuardRow).where(SlotGuardRow.slot_id == slot.id))
    _guard(unit, hospital, slot)
    return slot, None


def _guard(unit: Unit, hospital: Hospital, slot: Slot) -> None:
    rows = [
        {"doctor_id": slot.doctor.id, "cell": cell, "slot_id": slot.id} for cell in cells(slot.starts_at, slot.minutes)
    ]
    try:
        unit.connection.execute(insert(SlotGuardRow).values(rows))
    except IntegrityError:
        # both databases undo the one statement and keep the transaction
        _drop_lapsed_holds(unit, hospital, slot)
        try:
            unit.connection.execute(insert(SlotGuardRow).values(rows))
        except IntegrityError:
            raise SlotTakenError from None


def _drop_lapsed_holds(unit: Unit, hospital: Hospital, slot: Slot) -> None:
    """Free what stands in a slot's cells only by a hold that ran out (times of other lengths, changed schedules)."""
    covered = list(cells(slot.starts_at, slot.minutes))
    rows = unit.connection.execute(
        select(SlotRow.__table__)
        .join(SlotGuardRow, SlotGuardRow.slot_id == SlotRow.id)
        .where(
            SlotGuardRow.doctor_id == slot.doctor.id,
            SlotGuardRow.cell.in_(covered),
            SlotRow.status == HELD,
            SlotRow.hold_until <= unit.now,
        )
        .with_for_update()
    ).all()
    for row in {row.id: row for row in rows}.values():
        let_go(unit, hospital, slot_of(hospital, row))


def hold(unit: Unit, hospital: Hospital, doctor: Doctor, starts_at: datetime, holder: int, until: datetime) -> Slot:
    """Reserve a free time for a conversation until an instant; what it has for longer, for an offer say, it keeps.

    Raises as `take`.
    """
    slot, has_until = _take(unit, hospital, doctor, starts_at, holder)
    until = max(until, has_until or until)
    unit.connection.execute(_SET_SLOT, {"b_id": slot.id, "b_status": HELD, "b_holder": holder, "b_until": until})
    return slot


def occupy(unit: Unit, slot: Slot) -> None:
    """Mark a taken time as booked."""
    unit.connection.execute(_SET_SLOT, {"b_id": slot.id, "b_status": BUSY, "b_holder": None, "b_until": None})


def put_back(unit: Unit, slot: Slot) -> None:
    """Undo a `take` of this unit that led to nothing: what was free is free, and a hold stays as it was."""
    row = unit.connection.execute(_LOCK_SLOT, {"d": slot.doctor.id, "s": slot.starts_at}).one()
    if row.status == FREE:
        unit.connection.execute(delete(SlotGuardRow).where(SlotGuardRow.slot_id == slot.id))


def let_go(unit: Unit, hospital: Hospital, slot: Slot) -> None:
    """Give a time back: without guards, and free, or what the doctor's hours have in its place by now."""
    status = FREE if is_planned(hospital, slot) else CLOSED
    unit.connection.execute(_FREE_SLOT, {"b_id": slot.id, "b_status": status, "b_now": unit.now})
    unit.connection.execute(delete(SlotGuardRow).where(SlotGuardRow.slot_id == slot.id))
    if status == FREE:
        note_free(unit, slot.id)
    day = hospital.local(slot.starts_at).date()
    if status == CLOSED and planned(hospital, slot.doctor, day):
        lock_days(unit, [(slot.doctor.id, day)])
        note_new(unit, slot.doctor, make_days(unit, hospital, slot.doctor, [day]))


_SET_SLOT = (
    update(SlotRow)
    .where(SlotRow.id == bindparam("b_id"))
    .values(status=bindparam("b_status"), hold_conversation_id=bindparam("b_holder"), hold_until=bindparam("b_until"))
)

_FREE_SLOT = (
    update(SlotRow)
    .where(SlotRow.id == bindparam("b_id"))
    .values(status=bindparam("b_status"), hold_conversation_id=None, hold_until=None, freed_at=bindparam("b_now"))
)


def prolong(unit: Unit, doctor: Doctor, starts_at: datetime, holder: int, until: datetime) -> bool:
    """Keep a conversation's hold longer; False when it no longer has it."""
    row = unit.connection.execute(_LOCK_SLOT, {"d": doctor.id, "s": starts_at}).first()
    if row is None or row.status != HELD or row.hold_conversation_id != holder:
        return False
    later = max(until, row.hold_until)
    unit.connection.execute(_SET_SLOT, {"b_id": row.id, "b_status": HELD, "b_holder": holder, "b_until": later})
    return True


def pass_on(unit: Unit, hospital: Hospital, doctor: Doctor, starts_at: datetime, holder: int, to: int) -> bool:
    """Hand a conversation's hold to another conversation of the same person; False when it no longer has it.

    Raises NotEnsuredError.
    """
    lock_days_of(unit, hospital, [(doctor, starts_at)])
    row = unit.connection.execute(_LOCK_SLOT, {"d": doctor.id, "s": starts_at}).first()
    if row is None or row.status != HELD or row.hold_conversation_id != holder:
        return False
    kept = {"b_id": row.id, "b_status": HELD, "b_holder": to, "b_until": row.hold_until}
    unit.connection.execute(_SET_SLOT, kept)
    return True


def release(
    unit: Unit, hospital: Hospital, doctor: Doctor, starts_at: datetime, holder: int, until: datetime | None = None
) -> None:
    """Let go of a conversation's hold, if it still has it; with `until`, only the one that ends then."""
    row = unit.connection.execute(_LOCK_SLOT, {"d": doctor.id, "s": starts_at}).first()
    if row is None or row.status != HELD or row.hold_conversation_id != holder:
        return
    if until is None or row.hold_until == until:
        let_go(unit, hospital, slot_of(hospital, row))


def release_lapsed(unit: Unit, hospital: Hospital, limit: int = 500) -> int:
    """Free holds that ran out; how many there were."""
    lapsed = (SlotRow.status == HELD) & (SlotRow.hold_until <= unit.now)
    rows = unit.connection.execute(
        select(SlotRow.id, SlotRow.doctor_id, SlotRow.starts_at).where(lapsed).order_by(SlotRow.hold_until).limit(limit)
    ).all()
    if not rows:
        return 0
    lock_days_of(unit, hospital, [(hospital.doctors_by_id[row.doctor_id], row.starts_at) for row in rows])
    again = unit.connection.execute(
        select(SlotRow.__table__).where(SlotRow.id.in_([row.id for row in rows]), lapsed).with_for_update()
    ).all()
    for row in again:
        let_go(unit, hospital, slot_of(hospital, row))
    return len(again)
