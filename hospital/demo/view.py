"""What the demo's page shows of the hospital: the clinic's day, who is around, the desk's tasks, what would leave."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select

from db.models import (
    AppointmentRow,
    AuditRow,
    HospitalRow,
    InboxRow,
    InvoiceRow,
    OutboxRow,
    PatientRow,
    ProductRow,
    SlotRow,
    StockRow,
    WaitlistEntryRow,
)
from hospital import inbox, outbox, slots, tasks
from hospital.billing.records import ISSUED
from hospital.demo import stories
from hospital.demo.names import MEN, SURNAMES, WOMEN
from hospital.directory import Doctor, Hospital
from hospital.noted import HOUSE
from hospital.office import Unit
from hospital.schedule import day_bounds
from hospital.slots.openings import WAITING

DAYS_LOOKED_AT = 7
ENOUGH_FREE = 4
STAGE = 6
"""So many doctors of the day are shown whatever happens, and besides them those whom visitors booked."""
TOUCHED, OTHER_DAYS, AROUND, LEAVING, LINES, OPEN_TASKS, NEWEST_TASKS = 3, 4, 6, 8, 8, 9, 4
LEAVING_ROWS = 60
STAYING = ("webchat", "terminal", HOUSE)
"""Channels whose messages are fetched by whoever they are for, or are notes of the house: they leave for nowhere."""
SOON = timedelta(hours=1)
NOT_FOR_EVERYBODY = frozenset({"paediatrics", "gynaecology", "psychiatry"})
FIRST_VISITOR, VISITORS = 447700900700, 300
"""Telephone numbers kept for fiction that nobody of the demo has."""
_HERE = ("arrived", "checked-in")


@dataclass(frozen=True)
class Visit:
    """A visit as the clinic's list has it; `starts_at` on the hospital's clock. `is_visitors`: made by who tries it."""

    id: int
    starts_at: datetime
    minutes: int
    doctor: Doctor
    patient: str
    status: str
    is_visitors: bool


@dataclass(frozen=True)
class FreeTime:
    """A time that patients can still take; `starts_at` on the hospital's clock."""

    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class DoctorsDay:
    """One doctor's day: visits, and the times that patients can still take."""

    doctor: Doctor
    visits: Sequence[Visit]
    free: Sequence[FreeTime]


@dataclass(frozen=True)
class Leaving:
    """A message that waits to be sent, as far as it may be shown; `to` are all who get the same. `id`: the latest's."""

    id: int
    channel: str
    to: Sequence[str]
    words: str


@dataclass(frozen=True)
class Errand:
    """An open task with the last lines of its conversation: who said it, and what."""

    task: tasks.TaskView
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Visitor:
    """An invented person to try the demo as."""

    name: str
    born: date
    phone: str


@dataclass(frozen=True)
class Scene:
    """Everything that the page shows at one moment; instants are on the hospital's clock."""

    now: datetime
    day: date
    """Whose visits are shown: today, unless nobody works today."""
    day_to_try: date
    """The first one with times to spare."""
    days: Sequence[DoctorsDay]
    other_days: Sequence[Visit]
    around: Sequence[Visit]
    errands: Sequence[Errand]
    tasks: int
    """How many are open, of which `errands` are a few."""
    leaving: Sequence[Leaving]
    out_of_stock: Sequence[str]
    waiting: int
    quiet_until: datetime | None
    """Until when nothing is written to people unasked; None while it may be."""
    visitors: Sequence[Visitor]
    owing: Visitor | None
    """Somebody on file who has a bill to pay."""
    repeating: Visitor | None
    """Somebody on file who may have a medicine again."""
    free_doctors: Sequence[DoctorsDay]
    """Two doctors with times to spare on `day_to_try`; fewer where there are not two."""


_MARK = select(
    select(func.max(AuditRow.id)).scalar_subquery(),
    select(func.max(OutboxRow.id)).scalar_subquery(),
    select(func.count()).where(OutboxRow.status.in_((outbox.PENDING, outbox.LEASED))).scalar_subquery(),
    select(func.max(InboxRow.id)).scalar_subquery(),
    HospitalRow.revision,
    HospitalRow.cache_key,
)


def mark(unit: Unit) -> str:
    """Changes whenever the scene may have, by one statement; every minute it does, as times run out."""
    row = unit.connection.execute(_MARK).first()
    return ".".join(str(each) for each in (*(row or ()), int(unit.now.timestamp()) // 60))


def scene(unit: Unit, hospital: Hospital) -> Scene:
    """The hospital as it is now."""
    now = hospital.local(unit.now)
    free = _free_by_day(unit, hospital, now.date())
    today = _visits(unit, hospital, *day_bounds(now.date(), hospital.zone))
    day = now.date() if today or _is_worked_on(unit, now.date()) else min(free, default=now.date())
    visits = today if day == now.date() else _visits(unit, hospital, *day_bounds(day, hospital.zone))
    free_of_day = free.get(day, {})
    day_to_try = next((day for day in sorted(free) if len(_to_try(hospital, free[day])) >= 2), day)
    to_try = _to_try(hospital, free.get(day_to_try, {}))[:2]
    shown = _stage(visits, to_try)
    quiet = hospital.quiet_until(unit.now)
    open_tasks = tasks.open_tasks(unit)
    days = {doctor.code: _doctors_day(doctor, visits, free_of_day) for doctor in [*to_try, *shown]}
    return Scene(
        now=now,
        day=day,
        day_to_try=day_to_try,
        days=list(days.values()),
        other_days=_other_days(unit, hospital, day),
        around=_around(today, now),
        errands=_errands(unit, open_tasks),
        tasks=len(open_tasks),
        leaving=leaving(unit),
        out_of_stock=_out_of_stock(unit),
        waiting=_waiting(unit),
        quiet_until=hospital.local(quiet) if quiet else None,
        visitors=_visitors(unit),
        owing=_on_file(unit, _OWING.where(PatientRow.number.in_(stories.OWING))),
        repeating=_on_file(unit, _ON_FILE.where(PatientRow.number == stories.REPEATING)),
        free_doctors=[DoctorsDay(doctor, (), free[day_to_try][doctor.id]) for doctor in to_try],
    )


# --- the clinic's day -----------------------------------------------------------------------------


def _is_worked_on(unit: Unit, day: date) -> bool:
    return unit.connection.scalar(select(SlotRow.id).where(SlotRow.date == day).limit(1)) is not None


def _free_by_day(unit: Unit, hospital: Hospital, today: date) -> dict[date, dict[int, list[FreeTime]]]:
    """The times that patients may take in the next days, by day and doctor's row id."""
    first, _ = slots.bookable(unit, hospital)
    lapsed = and_(SlotRow.status == slots.HELD, SlotRow.hold_until < unit.now)
    rows = unit.connection.execute(
        select(SlotRow.doctor_id, SlotRow.date, SlotRow.starts_at, SlotRow.minutes)
        .where(
            SlotRow.date >= today,
            SlotRow.date < today + timedelta(days=DAYS_LOOKED_AT),
            SlotRow.starts_at >= first,
            or_(SlotRow.status == slots.FREE, lapsed),
        )
        .order_by(SlotRow.starts_at)
    )
    found: dict[date, dict[int, list[FreeTime]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row.date][row.doctor_id].append(FreeTime(hospital.local(row.starts_at), row.minutes))
    return found


def _to_try(hospital: Hospital, free: Mapping[int, Sequence[FreeTime]]) -> list[Doctor]:
    """Doctors with times to spare whom a surname alone names and whom any grown-up may see."""
    surnames = Counter(doctor.name.split()[-1] for doctor in hospital.doctors.values())
    return [
        doctor
        for doctor in sorted(hospital.doctors.values(), key=lambda each: each.code)
        if len(free.get(doctor.id, ())) >= ENOUGH_FREE
        and doctor.is_active
        and surnames[doctor.name.split()[-1]] == 1
        and doctor.speciality.code not in NOT_FOR_EVERYBODY
    ]


def _visits(unit: Unit, hospital: Hospital, begin: datetime, end: datetime) -> list[Visit]:
    within = AppointmentRow.starts_at >= begin, AppointmentRow.starts_at < end
    rows = unit.connection.execute(_VISITS.where(*within).order_by(AppointmentRow.starts_at, AppointmentRow.id))
    return [_visit(hospital, row) for row in rows]


_IS_HISTORY = AppointmentRow.request_key.like("demo-%")
_VISITS = select(
    AppointmentRow.id,
    AppointmentRow.starts_at,
    AppointmentRow.ends_at,
    AppointmentRow.doctor_id,
    AppointmentRow.status,
    AppointmentRow.request_key,
    PatientRow.name,
).join(PatientRow, PatientRow.id == AppointmentRow.patient_id)


def _visit(hospital: Hospital, row: Any) -> Visit:
    minutes = round((row.ends_at - row.starts_at).total_seconds() / 60)
    doctor, is_visitors = hospital.doctors_by_id[row.doctor_id], not row.request_key.startswith("demo-")
    return Visit(row.id, hospital.local(row.starts_at), minutes, doctor, row.name, row.status, is_visitors)


def _stage(visits: Sequence[Visit], to_try: Sequence[Doctor]) -> list[Doctor]:
    """Whom visitors booked last, and the busiest; the same ones as long as the day lasts."""
    by_code = {visit.doctor.code: visit.doctor for visit in visits}
    last = sorted((visit for visit in visits if visit.is_visitors), key=lambda visit: -visit.id)
    touched = list(dict.fromkeys(visit.doctor.code for visit in last))[:TOUCHED]
    on_stage = {doctor.code for doctor in to_try}
    codes = (visit.doctor.code for visit in visits if not visit.is_visitors)
    counts = Counter(code for code in codes if code not in on_stage)
    busiest = sorted(counts, key=lambda code: (-counts[code], code))
    room = max(0, STAGE - len(to_try))
    return [by_code[code] for code in [*touched, *busiest[:room]]]


def _doctors_day(doctor: Doctor, visits: Sequence[Visit], free: Mapping[int, Sequence[FreeTime]]) -> DoctorsDay:
    return DoctorsDay(doctor, [each for each in visits if each.doctor.id == doctor.id], free.get(doctor.id, ()))


def _other_days(unit: Unit, hospital: Hospital, day: date) -> list[Visit]:
    """The last visits that visitors made for other days."""
    begin, end = day_bounds(day, hospital.zone)
    elsewhere = or_(AppointmentRow.starts_at < begin, AppointmentRow.starts_at >= end)
    query = _VISITS.where(~_IS_HISTORY, elsewhere).order_by(AppointmentRow.id.desc()).limit(OTHER_DAYS)
    return [_visit(hospital, row) for row in unit.connection.execute(query)]


def _around(visits: Sequence[Visit], now: datetime) -> list[Visit]:
    """A few of those who are here, and who comes within the hour: some of each."""
    here = {status: [each for each in visits if each.status == status] for status in _HERE}
    coming = [each for each in visits if each.status == "booked" and now <= each.starts_at <= now + SOON]
    few = [*here["checked-in"][:2], *here["arrived"][:2]]
    few += coming[: AROUND - len(few)]
    return sorted(few, key=lambda visit: (visit.starts_at, visit.id))


# --- the desk -------------------------------------------------------------------------------------


def _errands(unit: Unit, open_tasks: Sequence[tasks.TaskView]) -> list[Errand]:
    """What is due first, and always what came last: whoever has just asked for a person is to be found."""
    newest = sorted(open_tasks, key=lambda task: task.created_at)[-NEWEST_TASKS:]
    latest = {task.reference for task in newest}
    others = [task.reference for task in open_tasks if task.reference not in latest]
    shown = latest.union(others[: OPEN_TASKS - len(latest)])
    return [Errand(task, _lines(unit, task)) for task in open_tasks if task.reference in shown]


def _lines(unit: Unit, task: tasks.TaskView) -> list[tuple[str, str]]:
    """The last lines of a hand-over's conversation."""
    if task.kind != tasks.HANDOFF or task.conversation_id is None:
        return []
    lines = [
        ("patient" if isinstance(line.row, inbox.Heard) else "desk", line.text or ("…" if line.choice else ""))
        for line in outbox.dialogue(unit, task.conversation_id, LINES)
    ]
    return [line for line in lines if line[1]][-LINES:]


def _out_of_stock(unit: Unit) -> list[str]:
    there = exists().where(StockRow.product_id == ProductRow.id, StockRow.quantity > 0)
    rows = select(ProductRow.name).where(ProductRow.retired_at.is_(None), ~there)
    return list(unit.connection.scalars(rows.order_by(ProductRow.id).limit(3)))


def leaving(unit: Unit) -> list[Leaving]:
    """The messages that wait to be sent, the latest first; what goes to several is one."""
    rows = unit.connection.execute(
        select(OutboxRow.id, OutboxRow.channel, OutboxRow.address, OutboxRow.payload)
        .where(OutboxRow.status.in_((outbox.PENDING, outbox.LEASED)), OutboxRow.channel.not_in(STAYING))
        .order_by(OutboxRow.id.desc())
        .limit(LEAVING_ROWS)
    )
    same: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        same[row.channel, str(json.loads(row.payload).get("text") or "")].append(row)
    return [
        Leaving(each[0].id, channel, [masked(row.address) for row in each], words)
        for (channel, words), each in list(same.items())[:LEAVING]
    ]


def masked(address: str) -> str:
    """An address as far as it may be shown: its end, and of mail its beginning and its host."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}•••@{host}"
    return f"{address[:3]} ••• {address[-3:]}" if address.startswith("+") else f"•••{address[-4:]}"


def _waiting(unit: Unit) -> int:
    query = select(func.count()).where(WaitlistEntryRow.status.in_(WAITING))
    return int(unit.connection.scalar(query) or 0)


# --- who tries it ---------------------------------------------------------------------------------


def _visitors(unit: Unit) -> list[Visitor]:
    """The next few people whom nobody knows yet: others as soon as one of them is registered."""
    phones = [f"+{FIRST_VISITOR + number}" for number in range(VISITORS)]
    within = PatientRow.phone.between(phones[0], phones[-1])
    known = set(unit.connection.scalars(select(PatientRow.phone).where(within)))
    free = [number for number, phone in enumerate(phones) if phone not in known]
    return [_visitor(number) for number in (*free, *range(4))[:4]]


_ON_FILE = select(PatientRow.name, PatientRow.date_of_birth, PatientRow.phone).order_by(PatientRow.id).limit(1)
_OWING = _ON_FILE.join(InvoiceRow, InvoiceRow.patient_id == PatientRow.id).where(
    InvoiceRow.status == ISSUED, InvoiceRow.patient_paid < InvoiceRow.patient_due
)


def _on_file(unit: Unit, query: Select[*tuple[Any, ...]]) -> Visitor | None:
    row = unit.connection.execute(query).one_or_none()
    return None if row is None or row.date_of_birth is None else Visitor(row.name, row.date_of_birth, row.phone)


def _visitor(number: int) -> Visitor:
    first = (*WOMEN, *MEN)[number * 37 % (len(WOMEN) + len(MEN))]
    name = f"{first} {SURNAMES[number * 29 % len(SURNAMES)]}"
    born = date(1958 + number * 7 % 42, 1 + number * 5 % 12, 13 + number * 11 % 15)
    return Visitor(name, born, f"+{FIRST_VISITOR + number}")
