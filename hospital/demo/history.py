"""Writes the demo hospital's visits: weeks of them behind, days well filled ahead, the same for the same seed.

Visits are written in bulk and not booked one by one, so what booking would have kept is kept here: a busy slot and
its guards for every visit that is not cancelled, one place at a time for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select, update

from db.models import AppointmentEventRow, AppointmentRow, SlotGuardRow, SlotRow
from hospital import references, slots
from hospital.directory import Doctor, Hospital
from hospital.file_merge import AnyRow, add, chunks, ids
from hospital.office import Unit

DAYS_BEHIND, DAYS_AHEAD = 10, 28
AGO = 2
"""Those whose visit is told of were here so many days ago, or longer."""
MOST_OPEN = 3
"""Fewer coming visits than a patient may have, so that a visitor of the demo can book for anybody."""
CHANNELS = ("webchat", "webchat", "whatsapp", "whatsapp", "telegram", "voice", "sms")
SOON, WAITING_ROOM = timedelta(minutes=25), 0.6

FULL, FULL_DAYS = frozenset({"nakamura"}), 14
"""Doctors with no free time for so many days: what the waiting list is for."""

REASONS: Mapping[str, Sequence[str]] = {
    "general-medicine": ("Sore throat", "Blood pressure check", "Tired for weeks", "Back pain", "Travel vaccines"),
    "cardiology": ("Palpitations", "High blood pressure", "Check-up after stent"),
    "dermatology": ("Mole check", "Eczema", "Acne", "Rash on the arms"),
    "orthopaedics": ("Knee pain", "Shoulder after a fall", "Wrist fracture, control"),
    "neurology": ("Migraine", "Numb fingers", "Dizziness"),
    "gastroenterology": ("Heartburn", "Stomach pain after meals", "Results of endoscopy"),
    "ent": ("Blocked ear", "Sinus trouble", "Hearing loss"),
    "ophthalmology": ("Blurred vision", "Glaucoma check", "Dry eyes"),
    "pulmonology": ("Asthma review", "Cough for a month", "Sleep apnoea"),
    "paediatrics": ("Fever", "Vaccination", "Growth check", "Cough"),
    "gynaecology": ("Yearly check", "Irregular periods", "Pregnancy check"),
    "psychiatry": ("Sleep trouble", "Follow-up", "Anxiety"),
    "endocrinology": ("Thyroid control", "Diabetes review"),
    "urology": ("Kidney stone", "Prostate check"),
}


@dataclass(frozen=True)
class Pools:
    """Row ids of the patients whom each kind of doctor sees; `wanted` are to get a coming visit of a speciality, `seen`
    to have been with a doctor.
    """

    adults: Sequence[int]
    women: Sequence[int]
    children: Sequence[int]
    wanted: Mapping[str, Sequence[int]]
    seen: Mapping[str, Sequence[int]]

    def of(self, doctor: Doctor) -> Sequence[int]:
        """Who may come to this doctor."""
        special = {"paediatrics": self.children, "gynaecology": self.women}
        return special.get(doctor.speciality.code, self.adults)


@dataclass
class _Planner:
    """Decides who comes when, and what became of it."""

    rng: Random
    now: datetime
    today: date
    pools: Pools
    open_visits: dict[int, int] = field(default_factory=dict)
    days: set[tuple[int, date]] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.wanted = {code: list(people) for code, people in self.pools.wanted.items()}

    def keep_for_seen(self, rows: Sequence[AnyRow], hospital: Hospital) -> dict[int, int]:
        """The first times long enough ago for those who are to have been seen: by slot, who comes."""
        kept: dict[int, int] = {}
        to_see = {code: list(people) for code, people in self.pools.seen.items()}
        for row in rows:
            people = to_see.get(hospital.doctors_by_id[row.doctor_id].code)
            if people and (row.date - self.today).days <= -AGO and (people[0], row.date) not in self.days:
                kept[row.id] = self._take(people.pop(0), row.date)
        return kept

    def patient_for(self, doctor: Doctor, day: date) -> int | None:
        """Somebody for a free time: a visit a day at most, and not too many to come."""
        offset = (day - self.today).days
        wanted = self.wanted.get(doctor.speciality.code)
        if offset >= 2 and wanted and (wanted[0], day) not in self.days:
            return self._take(wanted.pop(0), day)
        if self.rng.random() >= (1 if doctor.code in FULL and offset <= FULL_DAYS else _fill(offset)):
            return None
        for _ in range(6):
            person = self.rng.choice(self.pools.of(doctor))
            if (person, day) not in self.days and (offset < 0 or self.open_visits.get(person, 0) < MOST_OPEN):
                return self._take(person, day)
        return None

    def _take(self, person: int, day: date) -> int:
        self.days.add((person, day))
        if day >= self.today:
            self.open_visits[person] = self.open_visits.get(person, 0) + 1
        return person

    def status_of(self, person: int, doctor: Doctor, starts_at: datetime, ends_at: datetime, day: date) -> str:
        """What became of a visit by now."""
        if ends_at <= self.now and person in self.pools.seen.get(doctor.code, ()):
            return "fulfilled"
        chance = self.rng.random()
        if ends_at <= self.now:
            if day == self.today and chance < 0.06:
                return "booked"  # nobody has said yet whether the patient came
            return "noshow" if chance < 0.05 else "cancelled" if chance < 0.13 else "fulfilled"
        if starts_at <= self.now:
            return "checked-in"
        if starts_at - self.now <= SOON:
            return "arrived" if chance < WAITING_ROOM else "booked"
        return "cancelled" if chance < 0.05 else "booked"

    def reference(self) -> str:
        """A reference that this history has not used."""
        while True:
            letters = "".join(self.rng.choice(references.ALPHABET) for _ in range(6))
            made = f"{references.APPOINTMENT}-{letters}"
            if made not in self.used:
                self.used.add(made)
                return made


def _fill(offset: int) -> float:
    """How full a day is: most of the past, a good half of today and tomorrow, less and less after that."""
    return 0.62 if offset <= 0 else max(0.05, 0.55 * 0.9**offset)


def write_history(unit: Unit, hospital: Hospital, rng: Random, pools: Pools) -> None:
    """Fill the days around now."""
    today = hospital.local(unit.now).date()
    first, end = today - timedelta(days=DAYS_BEHIND), today + timedelta(days=DAYS_AHEAD + 1)
    doctors = [doctor for doctor in hospital.doctors.values() if doctor.is_active]
    slots.ensure(unit, hospital, doctors, first, end)
    planner = _Planner(rng, unit.now, today, pools)
    visits, events = [], []
    rows = _free_slots(unit, first, end)
    kept = planner.keep_for_seen(rows, hospital)
    for row in rows:
        doctor = hospital.doctors_by_id[row.doctor_id]
        patient_id = kept.get(row.id) or planner.patient_for(doctor, row.date)
        if patient_id is not None:
            visit, steps = _visit(planner, hospital, row, doctor, patient_id)
            visits.append(visit)
            events.append(steps)
    _write(unit, visits, events)


def _free_slots(unit: Unit, first: date, end: date) -> Sequence[AnyRow]:
    query = (
        select(SlotRow.id, SlotRow.doctor_id, SlotRow.location_id, SlotRow.starts_at, SlotRow.minutes, SlotRow.date)
        .where(SlotRow.date >= first, SlotRow.date < end, SlotRow.status == slots.FREE)
        .order_by(SlotRow.starts_at, SlotRow.doctor_id)
    )
    return unit.connection.execute(query).all()


def _visit(
    planner: _Planner, hospital: Hospital, row: AnyRow, doctor: Doctor, patient_id: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    rng, ends_at = planner.rng, row.starts_at + timedelta(minutes=row.minutes)
    status = planner.status_of(patient_id, doctor, row.starts_at, ends_at, row.date)
    lead = timedelta(days=rng.randint(1, 18), minutes=5 * rng.randint(0, 90))
    booked_at = min(row.starts_at - lead, planner.now - timedelta(minutes=rng.randint(45, 4000)))
    steps = list(_steps(planner, row.starts_at, ends_at, booked_at, status))
    reference = planner.reference()
    notice = timedelta(hours=hospital.booking.cancellation_notice_hours)
    visit = {
        "reference": reference,
        "request_key": f"demo-{reference}",
        "patient_id": patient_id,
        "doctor_id": doctor.id,
        "slot_id": row.id,
        "location_id": row.location_id,
        "starts_at": row.starts_at,
        "ends_at": ends_at,
        "status": status,
        "reason": rng.choice(REASONS[doctor.speciality.code]) if rng.random() < 0.7 else None,
        "fee": doctor.fee,
        "channel": rng.choice(CHANNELS),
        "is_contact_verified": True,
        "is_late_cancelled": status == "cancelled" and row.starts_at - steps[-1]["happened_at"] < notice,
        "created_at": booked_at,
        "updated_at": steps[-1]["happened_at"],
    }
    return visit, [{"doctor_id": doctor.id, "starts_at": row.starts_at, "note": None, **step} for step in steps]


def _steps(
    planner: _Planner, starts_at: datetime, ends_at: datetime, booked_at: datetime, status: str
) -> Iterator[dict[str, Any]]:
    rng, now = planner.rng, planner.now
    yield _step(booked_at, "patient", None, "booked")
    if status == "cancelled":
        cancelled_at = booked_at + (min(starts_at, now) - booked_at) * rng.uniform(0.1, 0.98)
        yield _step(cancelled_at, "patient", "booked", "cancelled")
    elif status == "noshow":
        yield _step(min(ends_at + timedelta(minutes=10), now), "desk", "booked", "noshow")
    elif status != "booked":
        arrived_at = min(starts_at - timedelta(minutes=rng.randint(3, 20)), now)
        yield _step(max(arrived_at, booked_at), "desk", "booked", "arrived")
    if status in ("checked-in", "fulfilled"):
        yield _step(max(starts_at, booked_at), "desk", "arrived", "checked-in")
    if status == "fulfilled":
        yield _step(ends_at, "doctor", "checked-in", "fulfilled")


def _step(happened_at: datetime, actor: str, from_status: str | None, to_status: str) -> dict[str, Any]:
    return {"happened_at": happened_at, "actor": actor, "from_status": from_status, "to_status": to_status}


def _write(unit: Unit, visits: Sequence[dict[str, Any]], events: Sequence[list[dict[str, Any]]]) -> None:
    add(unit, AppointmentRow, visits)
    row_ids = ids(unit, AppointmentRow, "reference", [visit["reference"] for visit in visits])
    numbered = zip(visits, events, strict=True)
    history = [{"appointment_id": row_ids[v["reference"]], **step} for v, steps in numbered for step in steps]
    add(unit, AppointmentEventRow, history)
    kept = [visit for visit in visits if visit["status"] != "cancelled"]
    for chunk in chunks([visit["slot_id"] for visit in kept]):
        unit.connection.execute(update(SlotRow).where(SlotRow.id.in_(chunk)).values(status=slots.BUSY))
    guards = [
        {"doctor_id": visit["doctor_id"], "cell": cell, "slot_id": visit["slot_id"]}
        for visit in kept
        for cell in slots.cells(visit["starts_at"], (visit["ends_at"] - visit["starts_at"]).seconds // 60)
    ]
    add(unit, SlotGuardRow, guards)
