"""Finding free times, without locks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, union_all

from db.models import SlotRow
from hospital.directory import Doctor, Hospital
from hospital.errors import BeyondHorizonError, TooSoonError
from hospital.office import Unit
from hospital.schedule import day_bounds
from hospital.slots.making import ENSURE_DAYS, missing
from hospital.slots.times import FREE, HELD, NotEnsuredError, Slot, slot_of


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


def get(unit: Unit, hospital: Hospital, slot_id: int) -> Slot | None:
    """The time of a row; None where there is none, or its doctor is gone."""
    row = unit.connection.execute(select(SlotRow.__table__).where(SlotRow.id == slot_id)).first()
    return slot_of(hospital, row) if row is not None and row.doctor_id in hospital.doctors_by_id else None


def is_free(unit: Unit, slot: Slot) -> bool:
    """Whether anybody could take a time now; its row is locked, so that nobody frees or takes it meanwhile."""
    is_open = or_(SlotRow.status == FREE, (SlotRow.status == HELD) & (SlotRow.hold_until <= unit.now))
    found = select(SlotRow.id).where(SlotRow.id == slot.id, SlotRow.starts_at > unit.now, is_open)
    unit.connection.execute(select(SlotRow.id).where(SlotRow.id == slot.id).with_for_update())
    return unit.connection.scalar(found) is not None


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
    return [slot_of(hospital, row) for row in rows]


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
