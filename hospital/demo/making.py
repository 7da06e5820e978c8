"""The demo hospital: its file, and a history that lives around the present moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select, update

import db
from db.models import (
    AppointmentRow,
    Base,
    ConversationRow,
    DependantRow,
    DoctorRow,
    HolidayRow,
    HospitalRow,
    PatientRow,
    StaffRow,
    TaskRow,
    TimeOffRow,
    WaitlistEntryRow,
)
from hospital import clocks, references, tasks, threads, waitlist
from hospital.appointments import OPEN
from hospital.demo import practice
from hospital.demo.bills import write_bills
from hospital.demo.history import Pools, write_history
from hospital.demo.people import Invented, invent
from hospital.demo.records import people_seen, write_stories
from hospital.demo.talk import add_conversation
from hospital.directory import Hospital
from hospital.directory_rows import read_hospital
from hospital.errors import NotAllowedError
from hospital.file_merge import ids
from hospital.file_models import HospitalFile
from hospital.file_patients import load_patients
from hospital.hospital_file import parse
from hospital.insurance import from_file
from hospital.loading import Loaded, load
from hospital.office import Office, Unit
from hospital.schedule import day_bounds

DEMO_FILE = Path(db.__file__).parent / "demo.yaml"
SEED = 2718
PATIENTS = 600
"""Invented besides those of the file, so that the days are full."""

WANTED = {
    "cardiology": ["LQ-000101", "LQ-000104"],
    "dermatology": ["LQ-000103"],
    "gastroenterology": ["LQ-000109"],
    "general-medicine": ["LQ-000107", "LQ-000114"],
    "orthopaedics": ["LQ-000117"],
}
"""Patients of the file who have a visit coming, whatever the dice say; their first children see a paediatrician."""

WAITING = (("LQ-000106", "nakamura"), ("LQ-000109", "morales"), ("LQ-000112", "sharma-a"), ("LQ-000116", "vidal"))


class NotDemoError(NotAllowedError):
    """The database holds a real hospital: the demo must not touch it."""


def holds_demo(unit: Unit) -> bool:
    """Whether the database holds the demo hospital."""
    return bool(unit.connection.scalar(select(HospitalRow.is_demo)))


def replace_demo(unit: Unit, file: HospitalFile) -> Loaded:
    """Load a hospital in the demo's place, of which nothing stays. Raises NotDemoError where there is no demo."""
    standing = unit.connection.execute(select(HospitalRow.is_demo, HospitalRow.revision)).first()
    if standing is None or not standing.is_demo:
        raise NotDemoError
    _empty(unit)
    loaded = load(unit, file)
    revision = standing.revision + 1  # so that no process takes its old picture for the new hospital
    unit.connection.execute(update(HospitalRow).values(revision=revision))
    return replace(loaded, revision=revision)


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to try the demo as. `sign_in` is staff's e-mail address or a patient's phone."""

    role: str
    name: str
    sign_in: str
    date_of_birth: date | None = None


@dataclass(frozen=True)
class DemoReport:
    """What the demo hospital holds. `is_new` tells whether it was made just now."""

    is_new: bool
    hospital: str
    doctors: int
    patients: int
    past_visits: int
    coming_visits: int
    waiting: int
    tasks: int
    people: Sequence[DemoPerson]

    def __str__(self) -> str:
        """The hospital in a few lines, with whom to try it as."""
        state = "made just now" if self.is_new else "there already, and left as it is"
        lines = [
            f"{self.hospital}: the demo hospital, {state}.",
            f"{self.doctors} doctors, {self.patients} patients, {self.past_visits} past visits, "
            f"{self.coming_visits} to come, {self.waiting} waiting, {self.tasks} open tasks.",
            *(f"  {p.role:17} {p.name:20} {p.sign_in}{_born(p.date_of_birth)}" for p in self.people),
        ]
        return "\n".join(lines)


def _born(day: date | None) -> str:
    return f"  born {day}" if day else ""


def load_demo(office: Office, *, reset: bool = False, seed: int = SEED) -> DemoReport:
    """Make the demo hospital, unless it is there; with `reset`, make it anew.

    Its practice clock then stands mid-morning of a working day, around which everything in it happens.
    Raises NotDemoError when the database holds another hospital, and BusyError.
    """
    machine_now = clocks.machine_now(office.clock)
    file = parse(DEMO_FILE.read_bytes(), machine_now.date())
    report = office.write(lambda unit: _load(unit, file, machine_now, reset, seed), actor="demo")
    clocks.look_again(office.clock)
    return report


def _load(unit: Unit, file: HospitalFile, machine_now: datetime, reset: bool, seed: int) -> DemoReport:
    standing = unit.connection.execute(select(HospitalRow.is_demo, HospitalRow.revision)).first()
    if standing is not None and not standing.is_demo:
        raise NotDemoError
    if standing is not None and not reset:
        return _report(unit, file, is_new=False)
    if standing is not None:
        _empty(unit)
    unit = replace(unit, now=practice.first_moment(file, machine_now))
    rng = Random(seed)  # noqa: S311 - the same demo for the same seed
    load(unit, file, is_demo=True)
    if standing is not None:
        # so that no process takes its old picture for the new hospital
        unit.connection.execute(update(HospitalRow).values(revision=standing.revision + 1))
    offset = practice.offset_s(unit.now, machine_now)
    unit.connection.execute(update(HospitalRow).values(practice_offset_s=offset))
    invented = invent(rng, PATIENTS, unit.now.date())
    load_patients(unit, [person.patient for person in invented])
    _add_days_off(unit, file)
    hospital = read_hospital(unit)
    from_file.take_over(unit, hospital.local(unit.now).date())
    write_history(unit, hospital, rng, _pools(unit, file, invented))
    write_stories(unit, hospital)
    write_bills(unit, hospital, rng)
    _add_waiting(unit, hospital)
    _add_tasks(unit, rng)
    return _report(unit, file, is_new=True)


def _empty(unit: Unit) -> None:
    """Take everything away, but for the numbers of conversations: processes that serve go by them."""
    for table in reversed(Base.metadata.sorted_tables):
        if table is not ConversationRow.__table__:
            unit.connection.execute(delete(table))
    blank = {"state": None, "owner": threads.BOT, "version": ConversationRow.version + 1}
    unit.connection.execute(update(ConversationRow).values(**blank, lease_owner=None, lease_until=None))


# --- days off -------------------------------------------------------------------------------------


def _add_days_off(unit: Unit, file: HospitalFile) -> None:
    zone = ZoneInfo(file.hospital.timezone)
    today = unit.now.astimezone(zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    doctors = ids(unit, DoctorRow, "code", [doctor.code for doctor in file.doctors])
    stretches = [
        ("moreau", monday, monday + timedelta(days=4), "Annual leave"),
        ("olsen", monday + timedelta(days=7), monday + timedelta(days=18), "Annual leave"),
        ("rossi", today - timedelta(days=3), today + timedelta(days=3), "Sick leave"),
        ("okafor", monday + timedelta(days=2), monday + timedelta(days=3), "Conference"),
    ]
    rows = [
        {
            "doctor_id": doctors[code],
            "starts_at": day_bounds(first, zone)[0],
            "ends_at": day_bounds(last, zone)[1],
            "reason": reason,
        }
        for code, first, last, reason in stretches
    ]
    tomorrow = today + timedelta(days=1)
    training = [datetime.combine(tomorrow, time(hour), zone).astimezone(UTC) for hour in (14, 17)]
    rows.append(
        {"doctor_id": doctors["jimenez"], "starts_at": training[0], "ends_at": training[1], "reason": "Training"}
    )
    unit.connection.execute(insert(TimeOffRow), [{**row, "is_from_file": False} for row in rows])
    closed = monday + timedelta(days=18)
    unit.connection.execute(insert(HolidayRow), {"date": closed, "name": "Founders' Day"})


# --- people ---------------------------------------------------------------------------------------


def _pools(unit: Unit, file: HospitalFile, invented: Sequence[Invented]) -> Pools:
    invented_ids = ids(unit, PatientRow, "number", [person.patient.number for person in invented])
    named = ids(unit, PatientRow, "number", [patient.number for patient in file.patients])
    families = unit.connection.execute(
        select(DependantRow.guardian_id, DependantRow.patient_id).order_by(DependantRow.id)
    ).all()
    first_child: dict[int, int] = {}
    for row in families:
        first_child.setdefault(row.guardian_id, row.patient_id)
    wanted = {code: [named[number] for number in people] for code, people in WANTED.items()}
    wanted["paediatrics"] = [first_child[guardian] for guardian in sorted(named.values()) if guardian in first_child]
    return Pools(
        adults=sorted([*named.values(), *invented_ids.values()]),
        women=[invented_ids[person.patient.number] for person in invented if person.is_woman],
        children=[row.patient_id for row in families],
        wanted=wanted,
        seen=people_seen(unit),
    )


def _phones(unit: Unit, numbers: Sequence[str]) -> dict[str, tuple[int, str]]:
    rows = unit.connection.execute(
        select(PatientRow.number, PatientRow.id, PatientRow.phone).where(PatientRow.number.in_(numbers))
    )
    return {row.number: (row.id, row.phone) for row in rows}


# --- what waits -----------------------------------------------------------------------------------


def _add_waiting(unit: Unit, hospital: Hospital) -> None:
    people = _phones(unit, [number for number, _ in WAITING])
    for number, code in WAITING:
        patient_id, phone = people[number]
        conversation = threads.find_or_open(unit, "whatsapp", phone)
        earliest, latest = unit.now, unit.now + timedelta(days=14)
        waitlist.join(unit, waitlist.Wait(patient_id, hospital.doctor(code), None, earliest, latest, conversation))


@dataclass(frozen=True)
class _Errand:
    """A task of the demo; times in minutes from now."""

    queue: str
    kind: str
    status: str
    number: str
    summary: str
    created: int
    due: int
    owner: str | None = None
    closed: int | None = None


_TOM, _MARISOL = "tom.ashdown@lanternquay.example", "marisol.vega@lanternquay.example"
ERRANDS = (
    _Errand("desk", "handoff", "requested", "LQ-000108", "Asks for a person: where may a wheelchair taxi stop", -6, 4),
    _Errand("desk", "callback", "accepted", "LQ-000115", "Call back about two visits on one day", -55, 65, _TOM),
    _Errand("desk", "complaint", "requested", "LQ-000110", "Waited an hour past the time of the visit", -95, 145),
    _Errand("billing", "callback", "requested", "LQ-000112", "Asks why the plan did not cover all of it", -20, 100),
    _Errand("pharmacy", "callback", "requested", "LQ-000111", "Inhaler out of stock: tell when it is in", -130, 20),
    _Errand(
        "oncall", "emergency", "completed", "LQ-000117", "Chest pain, ambulance sent", -1500, -1499, _MARISOL, -1494
    ),
)


def _add_tasks(unit: Unit, rng: Random) -> None:
    people = _phones(unit, [errand.number for errand in ERRANDS])
    owners = ids(unit, StaffRow, "email", [errand.owner for errand in ERRANDS if errand.owner])
    rows = []
    for errand in ERRANDS:
        patient_id, phone = people[errand.number]
        conversation_id = threads.find_or_open(unit, "whatsapp", phone)
        created_at = unit.now + timedelta(minutes=errand.created)
        is_waiting = errand.kind == tasks.HANDOFF and errand.closed is None
        if is_waiting:
            threads.hand_to(unit, conversation_id, threads.PERSON)
            add_conversation(unit, conversation_id, "whatsapp", phone)
        reference = f"{references.TASK}-" + "".join(rng.choice(references.ALPHABET) for _ in range(6))
        rows.append(
            {
                "reference": reference,
                "request_key": f"demo-{reference}",
                "queue": errand.queue,
                "lead_role": tasks.LEADS[errand.queue],
                "kind": errand.kind,
                "status": errand.status,
                "patient_id": patient_id,
                "conversation_id": conversation_id,
                "owner_staff_id": owners.get(errand.owner),
                "due_at": unit.now + timedelta(minutes=errand.due),
                "summary": errand.summary,
                "created_at": created_at,
                "accepted_at": created_at if errand.owner else None,
                "waiting_since": created_at if is_waiting else None,
                "closed_at": None if errand.closed is None else unit.now + timedelta(minutes=errand.closed),
            }
        )
    unit.connection.execute(insert(TaskRow), rows)


# --- telling --------------------------------------------------------------------------------------


def _report(unit: Unit, file: HospitalFile, *, is_new: bool) -> DemoReport:
    def count(model: type[Base], *where: object) -> int:
        query = select(func.count()).select_from(model).where(*where)  # type: ignore[arg-type]
        return int(unit.connection.execute(query).scalar_one())

    coming = AppointmentRow.status.in_(OPEN), AppointmentRow.starts_at > unit.now
    return DemoReport(
        is_new=is_new,
        hospital=file.hospital.name,
        doctors=count(DoctorRow, DoctorRow.service_id.is_(None)),
        patients=count(PatientRow),
        past_visits=count(AppointmentRow, AppointmentRow.starts_at <= unit.now),
        coming_visits=count(AppointmentRow, *coming),
        waiting=count(WaitlistEntryRow, WaitlistEntryRow.status == "active"),
        tasks=count(TaskRow, TaskRow.status.in_(("requested", "accepted"))),
        people=_people(file),
    )


def _people(file: HospitalFile) -> list[DemoPerson]:
    """One of each role, and the first patients of the file."""
    doctor = file.doctors[0]
    people = [DemoPerson("doctor", doctor.name, doctor.email or "")]
    seen = set()
    for person in file.staff:
        if person.role not in seen:
            seen.add(person.role)
            people.append(DemoPerson(person.role, person.name, person.email))
    known = [patient for patient in file.patients if patient.phone][:4]
    return people + [DemoPerson("patient", p.name, p.phone or "", p.date_of_birth) for p in known]
