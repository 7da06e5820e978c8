"""What a doctor prescribes, decides and stops, and the pharmacy prepares, for the situations about medicines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select

from db.models import PatientRow
from hospital import acting, encounters
from hospital.access import Actor, Role
from hospital.office import Unit
from hospital.pharmacy import dispensing
from hospital.prescriptions import moving, records, refills, writing
from hospital.prescriptions.quantities import Dosage
from hospital.prescriptions.records import Prescription
from hospital.prescriptions.writing import NewItem
from tests.situations.desk import MONDAY, NUMBERS, Frontdesk

T = TypeVar("T")

PHARMACY = """
products:
  - {sku: AMLO-5, name: Amlodipine 5 mg tablets, form: tablet, price: "0.30", stock: 500, reorder_at: 50,
     prescription_only: true}
"""
AMLODIPINE, ATORVASTATIN = "Amlodipine 5 mg tablets", "Atorvastatin 20 mg tablets"
TRAMADOL = "Tramadol 50 mg capsules"
_keys = count(1)


def tablets(name: str, about: str = "", *, repeats: int = 0, **more: Any) -> NewItem:
    """One a day for four weeks."""
    form = "capsule" if "capsule" in name else "tablet"
    facts = {"instructions": about, "repeats": repeats, **more}
    return NewItem(Dosage(form, Decimal(1), Decimal(1), 28), medication=name, **facts)


TRAMADOL_ITEM = tablets(TRAMADOL, is_controlled=True)


class Clinic:
    """The doctors and the pharmacist of a desk's hospital, at a moment of the hospital's clock."""

    def __init__(self, desk: Frontdesk, now: datetime = MONDAY) -> None:
        self.desk = desk
        self.now = now.replace(tzinfo=desk.zone)

    def doctor(self, code: str) -> Actor:
        """A doctor who gave a second factor just now."""
        doctor = self.desk.hospital.doctor(code)
        return Actor(f"staff:{code}", Role.DOCTOR, doctor_id=doctor.id, second_factor_at=self.now)

    def act(self, actor: Actor, work: Callable[[Unit, Actor], T]) -> T:
        """A unit of work of somebody's."""
        return acting.as_actor(self.desk.parts.office, actor, work, now=self.now)

    def patient(self, phone: str) -> int:
        """The row of a patient on file."""
        query = select(PatientRow.id).where((PatientRow.number == NUMBERS.get(phone)) | (PatientRow.name == phone))
        return int(self.desk._read(lambda unit: unit.connection.scalar(query)))

    def see(self, phone: str, code: str = "okafor") -> str:
        """A patient is with a doctor: the encounter."""
        patient, doctor = self.patient(phone), self.desk.hospital.doctor(code)
        with_them = self.desk.parts.office.write(
            lambda unit: encounters.begin(unit, patient, doctor.id), now=self.now, actor="desk"
        )
        return with_them.reference

    def draft(self, phone: str, *items: NewItem, code: str = "okafor", note: str = "") -> Prescription:
        """A draft that nobody but its doctor sees."""
        encounter, key = self.see(phone, code), f"prescription {next(_keys)}"
        return self.act(
            self.doctor(code), lambda unit, actor: writing.draft(unit, actor, encounter, items, key=key, note=note)
        )

    def prescribe(self, phone: str, *items: NewItem, code: str = "okafor", note: str = "") -> Prescription:
        """A signed prescription."""
        draft = self.draft(phone, *items, code=code, note=note)
        return self.act(
            self.doctor(code),
            lambda unit, actor: writing.sign(unit, self.desk.hospital, actor, draft.reference, allergies_seen=None),
        )

    def took(self, prescription: Prescription) -> None:
        """The patient has the first fill, nobody noted since when."""
        for item in prescription.items:
            self.desk.parts.office.write(
                lambda unit, item=item: moving.note_dispensed(unit, item.id, item.quantity),  # type: ignore[misc]
                now=self.now,
                actor="pharmacy",
            )

    def pause(self, prescription: Prescription, code: str = "okafor") -> None:
        """Nothing is given on it for now."""
        self.act(
            self.doctor(code), lambda unit, actor: moving.hold(unit, actor, prescription.reference, reason="operation")
        )

    def approve(self, reference: str, code: str = "okafor") -> Prescription:
        """The doctor prescribes the same again; what it is given on."""

        def work(unit: Unit, actor: Actor) -> Prescription:
            done = refills.approve(unit, self.desk.hospital, actor, reference, allergies_seen=None)
            assert done.prescription_id is not None
            item = records.items_of(unit, [done.prescription_id])[done.prescription_id][0]
            return records.of_item(unit, item.id)

        return self.act(self.doctor(code), work)

    def refuse(self, reference: str, reason: str, code: str = "okafor") -> None:
        """The doctor does not give it again."""
        self.act(
            self.doctor(code),
            lambda unit, actor: refills.refuse(unit, self.desk.hospital, actor, reference, reason=reason),
        )

    def make_ready(self, prescription: Prescription) -> str:
        """The pharmacy prepares it, ready to collect; what the pharmacy calls it."""
        pharmacist = Actor("staff:pharmacist", Role.PHARMACIST)
        key = f"dispense {next(_keys)}"
        made = self.act(
            pharmacist,
            lambda unit, actor: dispensing.prepare(
                unit, self.desk.hospital, actor, prescription.reference, place="pharmacy", key=key
            ),
        )
        self.set_ready(made.reference)
        return made.reference

    def set_ready(self, dispense: str) -> None:
        """It is ready to collect, or is so again."""
        pharmacist = Actor("staff:pharmacist", Role.PHARMACIST)
        self.act(pharmacist, lambda unit, actor: dispensing.set_ready(unit, actor, dispense))

    def hold(self, dispense: str) -> None:
        """The pharmacy keeps it for now."""
        pharmacist = Actor("staff:pharmacist", Role.PHARMACIST)
        self.act(pharmacist, lambda unit, actor: dispensing.hold(unit, actor, dispense, reason="asked the doctor"))

    def hand_over(self, dispense: str) -> None:
        """The patient collects it."""
        pharmacist = Actor("staff:pharmacist", Role.PHARMACIST)
        self.act(pharmacist, lambda unit, actor: dispensing.hand_over(unit, self.desk.hospital, actor, dispense))
