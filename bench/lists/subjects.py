"""Whom lists are asked about: patients with what is on file for them, those who come most often included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from sqlalchemy import Connection, func, select

from db.models import (
    AppointmentRow,
    Base,
    ChargeItemRow,
    ClaimRow,
    ConversationRow,
    CoverageRow,
    DiagnosisRow,
    DispenseRow,
    EncounterRow,
    InvoiceRow,
    OrderRow,
    PatientRow,
    PaymentRow,
    PrescriptionRow,
    ReportRow,
    SlotRow,
)
from hospital import access, colleagues
from hospital.access import SYSTEM, Actor
from hospital.directory import Hospital
from hospital.office import Office, Unit

FREQUENT = 10
"""The first patients of a town come most often."""
_KEPT: Mapping[str, Any] = {
    "visit": AppointmentRow,
    "diagnosis": DiagnosisRow,
    "prescription": PrescriptionRow,
    "order": OrderRow,
    "report": ReportRow,
    "invoice": InvoiceRow,
    "payment": PaymentRow,
    "coverage": CoverageRow,
    "claim": ClaimRow,
    "dispense": DispenseRow,
}


@dataclass(frozen=True)
class Subject:
    """A patient, a doctor who treats them, and references of what is on file, by kind."""

    id: int
    number: str
    name: str
    born: date
    phone: str
    mail: str
    doctor_id: int
    kept: Mapping[str, str]
    ids: Mapping[str, int]
    conversation_id: int
    channel: str
    address: str


@dataclass(frozen=True)
class Place:
    """The house in which it is asked, and who may ask."""

    office: Office
    hospital: Hospital
    staff: Mapping[str, Actor]
    """One of each role, by role."""
    free_slots: Sequence[int]
    products: Sequence[str]
    controlled: str

    def actor(self, who: str, subject: Subject) -> Actor:
        """Whoever asks: the subject, the doctor who treats them, the clock, or one of a role."""
        if who == "patient":
            return access.of_patient(subject.id, level=3)
        if who == "doctor":
            return Actor("staff:doctor", access.Role.DOCTOR, doctor_id=subject.doctor_id)
        return SYSTEM if who == "system" else self.staff[who]


def place(office: Office, hospital: Hospital, unit: Unit, products: Sequence[Any]) -> Place:
    """The house as it is now."""
    emails = unit.connection.exec_driver_sql("SELECT role, MIN(email) FROM staff GROUP BY role").all()
    staff = {role: access.of_colleague(colleagues.colleague(unit, email)) for role, email in emails}
    free = select(SlotRow.id).where(SlotRow.status == "free", SlotRow.starts_at > unit.now).limit(500)
    controlled = next(each.sku for each in products if each.is_controlled)
    slots = list(unit.connection.scalars(free))
    return Place(office, hospital, staff, slots, [each.sku for each in products], controlled)


def draw(unit: Unit, rng: Random, count: int) -> list[Subject]:
    """So many subjects: whoever is met at visits drawn by lot, and those who come most often."""
    last = unit.connection.scalar(select(func.max(EncounterRow.id))) or 0
    lots = [rng.randint(1, last) for _ in range(count * 4)]
    seen = select(EncounterRow.patient_id, EncounterRow.doctor_id, EncounterRow.id)
    often = unit.connection.execute(seen.where(EncounterRow.patient_id <= FREQUENT).limit(FREQUENT * 20)).all()
    drawn = unit.connection.execute(seen.where(EncounterRow.id.in_(lots)).order_by(EncounterRow.id)).all()
    rng.shuffle(drawn := list(drawn))
    found: dict[int, Subject] = {}
    for row in [*often, *drawn]:
        if len(found) < count and row.patient_id not in found:
            subject = _subject(unit.connection, row)
            if subject is not None:
                found[row.patient_id] = subject
    chosen = list(found.values())
    rng.shuffle(chosen)
    return chosen


def _subject(connection: Connection, row: Any) -> Subject | None:
    """Somebody who can be asked everything about: an adult who writes."""
    who = connection.execute(select(PatientRow.__table__).where(PatientRow.id == row.patient_id)).one()
    if who.phone is None:
        return None
    # the rows of a town are numbered in order: what somebody has last was written last
    talk = connection.execute(
        select(ConversationRow.id, ConversationRow.channel, ConversationRow.address)
        .join(AppointmentRow, AppointmentRow.conversation_id == ConversationRow.id)
        .where(AppointmentRow.patient_id == who.id)
        .limit(1)
    ).first()
    if talk is None:
        return None
    kept, ids = {}, {"encounter": row.id}
    for kind, model in _KEPT.items():
        last = _last(connection, model, who.id)
        if last is not None:
            kept[kind], ids[kind] = last.reference, last.id
    charge = connection.scalar(select(func.max(ChargeItemRow.id)).where(ChargeItemRow.patient_id == who.id))
    ids["charge"] = charge or 0
    mail = who.email or "nobody@mail.example"
    facts = (who.id, who.number, who.name, who.date_of_birth, who.phone, mail, row.doctor_id)
    return Subject(*facts, kept, ids, talk.id, talk.channel, talk.address)


def _last(connection: Connection, model: type[Base], patient_id: int) -> Any:
    table: Any = model.__table__
    mine = select(table.c.id, table.c.reference).where(table.c.patient_id == patient_id)
    if model is InvoiceRow:
        mine = mine.where(table.c.number.is_not(None))
    return connection.execute(mine.order_by(table.c.id.desc()).limit(1)).first()
