"""Bookable times: made for the days asked about, found without locks, taken under the locks that keep them single.

Every path that makes a slot active goes through `take`: the day's row first, then the slot, re-read inside the
lock, then one guard row per five-minute cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError

from db.models import ScheduleDayRow, SlotGuardRow, SlotRow
from hospital.directory import Doctor, Hospital
from hospital.errors import BeyondHorizonError, SlotTakenError, TooSoonError
from hospital.office import Unit
from hospital.schedule import PlannedSlot, day_bounds, plan_day

FREE, HELD, BUSY, CLOSED = "free", "busy-tentative", "busy", "busy-unavailable"
CELL_SECONDS = 300
ENSURE_DAYS = 28
"""How many days at least are made at once."""


class NotEnsuredError(Exception):
    """The slots of some days asked about do not exist yet: make them with `ensure`, then ask again."""

    def __init__(self, doctors: Sequence[Doctor], first: date, end: date) -> None:
        super().__init__()
        self.doctors, self.first, self.end = doctors, first, end


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of a doctor. `starts_at` is an instant; `id` stays inside the hospital room."""

    id: int
    doctor: Doctor
    starts_at: datetime
    minutes: int
    location_id: int | None

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


# --- making ---------------------------------------------------------------------------------------


def ensure(unit: Unit, hospital: Hospital, doctors: Iterable[Doctor], first: date, end: date) -> None:
    """Make the slots of these days (`end` not included) where they are missing or older than the hospital's data."""
    doctors = list(doctors)
    by_doctor: dict[int, list[date]] = {}
    for doctor_id, day in missing(unit, hospital, doctors, first, end):
        by_doctor.setdefault(doctor_id, []).append(day)
    for doctor in sorted(doctors, key=lambda d: d.id):
        made = _lock_days(unit, [(doctor.id, day) for day in by_doctor.get(doctor.id, ())])
        # of those that somebody made meanwhile, also by newer data, nothing is left to do
        days = [day for (_, day), revision in made.items() if revision < hospital.revision]
        if days:
            _make_days(unit, hospital, doctor, days)
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


def _make_days(unit: Unit, hospital: Hospital, doctor: Doctor, days: list[date]) -> None:
    """Bring the free times of locked days to the doctor's hours, around those that are taken."""
    existing = _slots_of_days(unit, hospital, doctor, days)
    taken = _taken_cells(unit, doctor, days, hospital)
    new: list[dict[str, Any]] = []
    changed: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    kept: set[datetime] = set()
    for day in days:
        for plan in _plan(hospital, doctor, day):
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


def _set_revision(unit: Unit, hospital: Hospital, doctor: Doctor, days: list[date]) -> None:
    unit.connection.execute(
        update(ScheduleDayRow)
        .where(ScheduleDayRow.doctor_id == doctor.id, ScheduleDayRow.date.in_(days))
        .values(revision=hospital.revision)
    )


_REMADE = ("status", "minutes", "location_id", "speciality_id", "date", "minute_of_day")
"""What a present time takes over from the plan when the doctor's hours, site or speciality, or the zone, changed."""


def _is_planned(hospital: Hospital, slot: Slot) -> bool:
    """Whether the doctor's hours have this very time."""
    planned = _plan(hospital, slot.doctor, hospital.local(slot.starts_at).date())
    return any((plan.starts_at, plan.minutes) == (slot.starts_at, slot.minutes) for plan in planned)


def _plan(hospital: Hospital, doctor: Doctor, day: date) -> list[PlannedSlot]:
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
            SlotGuardRow.doctor_id == doctor.id, SlotGuardRow.cell.between(_cell(begin), _cell(end))
        )
    )
    return set(rows)


def _lock_days(unit: Unit, keys: Iterable[tuple[int, date]]) -> dict[tuple[int, date], int]:
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


def cells(starts_at: datetime, minutes: int) -> range:
    """The five-minute cells that a time covers, the last begun one included."""
    first = _cell(starts_at)
    last = int(starts_at.timestamp() + minutes * 60 - 1) // CELL_SECONDS
    return range(first, last + 1)


def _cell(moment: datetime) -> int:
    return int(moment.timestamp()) // CELL_SECONDS


# --- finding --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Search:
    """What somebody would like: instants `first` up to, not including, `end`, on whose clock minutes of the day count.

    `holder` sees the time held for that conversation as free.
    """

    doctors: tuple[Doctor, ...]
    first: datetime
    end: datetime
    from_minute: int | None = None
    to_minute: int | None = None
    """Not included."""
    holder: int | None = None
    location_id: int | None = None
    """The site to look at; None looks at all."""


def bookable(unit: Unit, hospital: Hospital) -> tuple[datetime, datetime]:
    """The stretch in which patients may book now: after the minimum notice, within the horizon."""
    rules = hospital.booking
    first = unit.now + timedelta(minutes=rules.minimum_notice_minutes)
    last_day = hospital.local(unit.now).date() + timedelta(days=rules.horizon_days)
    return first, day_bounds(last_day, hospital.zone)[1]


def check_bookable(unit: Unit, hospital: Hospital, starts_at: datetime) -> None:
    """Raise TooSoonError or BeyondHorizonError when patients may not book this time now."""
    first, end = bookable(unit, hospital)
    if starts_at < first:
        raise TooSoonError
    if starts_at >= end:
        raise BeyondHorizonError


def find(unit: Unit, hospital: Hospital, search: Search, limit: int, *, latest: bool = False) -> list[Slot]:
    """Free times, earliest first (or the latest ones with `latest`), over as many days as it takes.

    Raises NotEnsuredError when days that it came to have no slots yet.
    """
    first, end = bookable(unit, hospital)
    first, end = max(first, search.first), min(end, search.end)
    found: list[Slot] = []
    if not search.doctors:
        return found
    while first < end and len(found) < limit:
        if latest:
            begin, stop = max(first, end - timedelta(days=ENSURE_DAYS)), end
            end = begin
        else:
            begin, stop = first, min(end, first + timedelta(days=ENSURE_DAYS))
            first = stop
        _check_ensured(unit, hospital, search.doctors, begin, stop)
        found += _page(unit, hospital, search, begin, stop, limit - len(found), latest)
    return found


def _check_ensured(
    unit: Unit, hospital: Hospital, doctors: tuple[Doctor, ...], begin: datetime, stop: datetime
) -> None:
    first = hospital.local(begin).date()
    end = hospital.local(stop - timedelta(seconds=1)).date() + timedelta(days=1)
    if missing(unit, hospital, doctors, first, end):
        last = hospital.local(bookable(unit, hospital)[1] - timedelta(seconds=1)).date() + timedelta(days=1)
        raise NotEnsuredError(doctors, first, max(end, min(first + timedelta(days=ENSURE_DAYS), last)))


_COLUMNS = (SlotRow.id, SlotRow.doctor_id, SlotRow.starts_at, SlotRow.minutes, SlotRow.location_id)


def _page(
    unit: Unit, hospital: Hospital, search: Search, begin: datetime, stop: datetime, limit: int, latest: bool
) -> list[Slot]:
    whose, values = _whose(search.doctors)
    values |= {"begin": begin, "stop": stop, "now": unit.now, "holder": search.holder, "reach": limit}
    narrowing = {"from_minute": search.from_minute, "to_minute": search.to_minute, "location": search.location_id}
    given = {name: value for name, value in narrowing.items() if value is not None}
    query = _query(whose, frozenset(given), latest)
    values |= given
    rows = unit.connection.execute(query, values)
    return [_slot(hospital, row) for row in rows]


Whose = Literal["doctor", "speciality", "doctors"]


def _whose(doctors: tuple[Doctor, ...]) -> tuple[Whose, dict[str, Any]]:
    """The narrowest index that finds these doctors' times, and its keys."""
    if len(doctors) == 1:
        return "doctor", {"doctor": doctors[0].id}
    ids = [doctor.id for doctor in doctors]
    if len({doctor.speciality.id for doctor in doctors}) == 1:
        return "speciality", {"speciality": doctors[0].speciality.id, "doctors": ids}
    return "doctors", {"doctors": ids}


@lru_cache(maxsize=64)
def _query(whose: Whose, given: frozenset[str], latest: bool) -> Select[*tuple[Any, ...]]:
    """Free times and, apart, held ones whose hold ran out: two short walks along an index."""
    among = SlotRow.doctor_id.in_(bindparam("doctors", expanding=True))
    conditions: dict[Whose, ColumnElement[bool]] = {
        "doctor": SlotRow.doctor_id == bindparam("doctor"),
        # the doctors too: times of one who left the speciality may still stand under it
        "speciality": (SlotRow.speciality_id == bindparam("speciality")) & among,
        "doctors": among,
    }
    where = [conditions[whose], SlotRow.starts_at >= bindparam("begin"), SlotRow.starts_at < bindparam("stop")]
    if "from_minute" in given:
        where.append(SlotRow.minute_of_day >= bindparam("from_minute"))
    if "location" in given:
        where.append(SlotRow.location_id == bindparam("location"))
    if "to_minute" in given:
        where.append(SlotRow.minute_of_day < bindparam("to_minute"))
    lapsed = or_(SlotRow.hold_until <= bindparam("now"), SlotRow.hold_conversation_id == bindparam("holder"))
    order = SlotRow.starts_at.desc() if latest else SlotRow.starts_at.asc()

    def part(*more: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
        limited = select(*_COLUMNS).where(*where, *more).order_by(order, SlotRow.doctor_id).limit(bindparam("reach"))
        return select(limited.subquery())

    both = union_all(part(SlotRow.status == FREE), part(SlotRow.status == HELD, lapsed)).subquery()
    ordered = both.c.starts_at.desc() if latest else both.c.starts_at.asc()
    return select(both).order_by(ordered, both.c.doctor_id).limit(bindparam("reach"))


def nearest(unit: Unit, hospital: Hospital, search: Search, wanted: datetime, limit: int = 3) -> list[Slot]:
    """The free times nearest to an instant, in order of time. Raises NotEnsuredError."""
    later = find(unit, hospital, _between(search, wanted, search.end), limit)
    earlier = find(unit, hospital, _between(search, search.first, wanted), limit, latest=True)
    chosen = sorted(later + earlier, key=lambda slot: abs(slot.starts_at - wanted))[:limit]
    return sorted(chosen, key=lambda slot: slot.starts_at)


def _between(search: Search, first: datetime, end: datetime) -> Search:
    return replace(search, first=first, end=end)


# --- taking ---------------------------------------------------------------------------------------

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
    made = _lock_days(unit, [(doctor.id, day) for doctor, day in days])
    for doctor, day in days:
        if made[doctor.id, day] > hospital.revision:
            raise NotEnsuredError([doctor], day, day + timedelta(days=1))


def take(unit: Unit, hospital: Hospital, doctor: Doctor, starts_at: datetime, holder: int | None = None) -> Slot:
    """Make a free time nobody else's: guarded, its status still to be set.

    With `holder`, the time is believed to be held for that conversation: then its day needs no lock.
    Raises SlotTakenError, TooSoonError, BeyondHorizonError, NotEnsuredError.
    """
    check_bookable(unit, hospital, starts_at)
    key = {"d": doctor.id, "s": starts_at}
    if holder is not None:
        row = unit.connection.execute(_LOCK_SLOT, key).first()
        if row is not None and row.status == HELD and row.hold_conversation_id == holder:
            slot = _slot(hospital, row)
            if _is_planned(hospital, slot):
                return slot
            # held before the doctor's hours changed: there is no such time any more
    day = hospital.local(starts_at).date()
    if _lock_days(unit, [(doctor.id, day)])[doctor.id, day] != hospital.revision:
        # made before the hospital's data changed, or after: the time may be none
        hospital.ensured.discard((doctor.id, day))
        raise NotEnsuredError([doctor], day, day + timedelta(days=1))
    row = unit.connection.execute(_LOCK_SLOT, key).first()
    if row is None or not (row.status == FREE or (row.status == HELD and row.hold_until <= unit.now)):
        raise SlotTakenError
    slot = _slot(hospital, row)
    if row.status == HELD:
        unit.connection.execute(delete(SlotGuardRow).where(SlotGuardRow.slot_id == slot.id))
    _guard(unit, hospital, slot)
    return slot


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
        let_go(unit, hospital, _slot(hospital, row))


def _slot(hospital: Hospital, row: Row[*tuple[Any, ...]]) -> Slot:
    return Slot(row.id, hospital.doctors_by_id[row.doctor_id], row.starts_at, row.minutes, row.location_id)


def hold(unit: Unit, hospital: Hospital, doctor: Doctor, starts_at: datetime, holder: int, until: datetime) -> Slot:
    """Reserve a free time for a conversation until an instant. Raises as `take`."""
    slot = take(unit, hospital, doctor, starts_at)
    unit.connection.execute(_SET_SLOT, {"b_id": slot.id, "b_status": HELD, "b_holder": holder, "b_until": until})
    return slot


def occupy(unit: Unit, slot: Slot) -> None:
    """Mark a taken time as booked."""
    unit.connection.execute(_SET_SLOT, {"b_id": slot.id, "b_status": BUSY, "b_holder": None, "b_until": None})


def let_go(unit: Unit, hospital: Hospital, slot: Slot) -> None:
    """Give a time back: without guards, and free, or what the doctor's hours have in its place by now."""
    status = FREE if _is_planned(hospital, slot) else CLOSED
    unit.connection.execute(_SET_SLOT, {"b_id": slot.id, "b_status": status, "b_holder": None, "b_until": None})
    unit.connection.execute(delete(SlotGuardRow).where(SlotGuardRow.slot_id == slot.id))
    day = hospital.local(slot.starts_at).date()
    if status == CLOSED and _plan(hospital, slot.doctor, day):
        _lock_days(unit, [(slot.doctor.id, day)])
        _make_days(unit, hospital, slot.doctor, [day])


_SET_SLOT = (
    update(SlotRow)
    .where(SlotRow.id == bindparam("b_id"))
    .values(status=bindparam("b_status"), hold_conversation_id=bindparam("b_holder"), hold_until=bindparam("b_until"))
)


def prolong(unit: Unit, doctor: Doctor, starts_at: datetime, holder: int, until: datetime) -> bool:
    """Keep a conversation's hold longer; False when it no longer has it."""
    row = unit.connection.execute(_LOCK_SLOT, {"d": doctor.id, "s": starts_at}).first()
    if row is None or row.status != HELD or row.hold_conversation_id != holder:
        return False
    unit.connection.execute(_SET_SLOT, {"b_id": row.id, "b_status": HELD, "b_holder": holder, "b_until": until})
    return True


def release(unit: Unit, hospital: Hospital, doctor: Doctor, starts_at: datetime, holder: int) -> None:
    """Let go of a conversation's hold, if it still has it."""
    row = unit.connection.execute(_LOCK_SLOT, {"d": doctor.id, "s": starts_at}).first()
    if row is not None and row.status == HELD and row.hold_conversation_id == holder:
        let_go(unit, hospital, _slot(hospital, row))


def release_lapsed(unit: Unit, hospital: Hospital, limit: int = 500) -> int:
    """Free holds that ran out; how many there were."""
    lapsed = (SlotRow.status == HELD) & (SlotRow.hold_until <= unit.now)
    rows = unit.connection.execute(
        select(SlotRow.id, SlotRow.doctor_id, SlotRow.starts_at).where(lapsed).order_by(SlotRow.id).limit(limit)
    ).all()
    if not rows:
        return 0
    lock_days_of(unit, hospital, [(hospital.doctors_by_id[row.doctor_id], row.starts_at) for row in rows])
    again = unit.connection.execute(
        select(SlotRow.__table__).where(SlotRow.id.in_([row.id for row in rows]), lapsed).with_for_update()
    ).all()
    for row in again:
        let_go(unit, hospital, _slot(hospital, row))
    return len(again)
