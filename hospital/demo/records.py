"""Writes the demo's records: what its stories tell, through the acts of those who would do it, at the time of each.

Nothing here goes past a rule of the house: whoever signs has the right to, what is given comes off a shelf, and a bill
has what was done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from db.models import AppointmentRow, DependantRow, DoctorRow, PatientRow
from hospital import access, allergies, colleagues, diagnoses
from hospital.access import Actor
from hospital.demo.seeing import at_visit
from hospital.demo.stories import STORIES, Exam, Far, Story
from hospital.diagnoses import Finding
from hospital.directory import Hospital
from hospital.encounters import Encounter
from hospital.office import Unit
from hospital.orders import ordering, performing
from hospital.orders.ordering import NewOrder
from hospital.pharmacy import dispensing, places
from hospital.pharmacy.dispensing import Wish
from hospital.prescriptions import refills, writing
from hospital.prescriptions.records import Prescription
from hospital.reports import registering, reviewing
from hospital.reports import writing as reporting
from hospital.reports.registering import NewReport

DESK, PHARMACIST = "tom.ashdown@lanternquay.example", "priya.menon@lanternquay.example"
_SAMPLE, _GIVEN, _WRITTEN = timedelta(minutes=8), timedelta(minutes=12), timedelta(hours=20)
_READ = timedelta(hours=22)
"""How long after a visit each is done."""
_FINAL, _ASKED = timedelta(hours=3), timedelta(minutes=25)
"""How long ago a report became final that its doctor has not read, and something was asked for again."""


def people_seen(unit: Unit) -> Mapping[str, Sequence[int]]:
    """Whom each doctor is to have seen, by the doctor's code."""
    seen = defaultdict(list)
    for story in STORIES:
        seen[story.doctor].append(patient_of(unit, story))
    return seen


def patient_of(unit: Unit, story: Story) -> int:
    """Whose story it is, by row id."""
    number = PatientRow.number == story.number
    if not story.of_child:
        return int(unit.connection.execute(select(PatientRow.id).where(number)).scalar_one())
    guardian = select(DependantRow.patient_id).join(PatientRow, PatientRow.id == DependantRow.guardian_id).where(number)
    return int(unit.connection.execute(guardian.order_by(DependantRow.id).limit(1)).scalar_one())


def write_stories(unit: Unit, hospital: Hospital) -> None:
    """Tell every story, each at the visit that the history has for it."""
    for story in STORIES:
        _Telling.of(unit, hospital, story).tell()


def somebody(unit: Unit, email: str) -> Actor:
    """A colleague who has just signed in with a second factor."""
    return access.of_colleague(colleagues.colleague(unit, email), second_factor_at=unit.now - timedelta(minutes=1))


@dataclass(frozen=True)
class _Telling:
    """A story being told, around the end of its visit."""

    unit: Unit
    hospital: Hospital
    story: Story
    visit: Row[Any]

    @classmethod
    def of(cls, unit: Unit, hospital: Hospital, story: Story) -> _Telling:
        mine = select(AppointmentRow.__table__).where(
            AppointmentRow.patient_id == patient_of(unit, story),
            AppointmentRow.doctor_id == hospital.doctors[story.doctor].id,
            AppointmentRow.status == "fulfilled",
        )
        visit = unit.connection.execute(mine.order_by(AppointmentRow.starts_at).limit(1)).one()
        return cls(unit, hospital, story, visit)

    def tell(self) -> None:
        """From what was found to what was asked for afterwards."""
        encounter = at_visit(self.unit, self.hospital, self.visit)
        unit, doctor = self._as_doctor(self.visit.ends_at)
        finding = Finding(self.story.condition, self.story.code, verification_status="confirmed")
        diagnoses.record(unit, doctor, encounter.reference, finding, key=self._key("diagnosis"))
        if self.story.medicines:
            self._prescribe(encounter)
        for exam in self.story.exams:
            self._examine(encounter, exam)

    def _prescribe(self, encounter: Encounter) -> None:
        unit, doctor = self._as_doctor(self.visit.ends_at)
        items = [medicine.item for medicine in self.story.medicines]
        draft = writing.draft(unit, doctor, encounter.reference, items, key=self._key("prescription"))
        seen = allergies.shown(unit, doctor, self.visit.patient_id)
        if seen is None:
            allergies.none_known(unit, doctor, self.visit.patient_id, key=self._key("allergies"))
            seen = []
        signed = writing.sign(unit, self.hospital, doctor, draft.reference, allergies_seen=seen)
        self._give(signed)
        if self.story.asks_again:
            asking = replace(unit, now=self.unit.now - _ASKED)
            herself = access.of_patient(self.visit.patient_id, level=2)
            refills.ask(asking, self.hospital, herself, signed.items[0].id, key=self._key("refill"))

    def _give(self, signed: Prescription) -> None:
        """Over the pharmacy's counter, right after the visit."""
        unit, pharmacist = self._as(PHARMACIST, self._after(_GIVEN))
        for item, medicine in zip(signed.items, self.story.medicines, strict=True):
            if not medicine.given and not medicine.is_ready:
                continue
            wishes = [Wish(item.id, medicine.given or None)]
            key = self._key(f"dispense {item.id}")
            prepared = dispensing.prepare(
                unit, self.hospital, pharmacist, signed.reference, place=places.MAIN, key=key, wishes=wishes
            )
            ready = dispensing.set_ready(unit, pharmacist, prepared.reference)
            if medicine.given:
                dispensing.hand_over(unit, self.hospital, pharmacist, ready.reference)

    def _examine(self, encounter: Encounter, exam: Exam) -> None:
        unit, doctor = self._as_doctor(self.visit.ends_at)
        key = self._key(f"order {exam.service}")
        order = ordering.order(unit, self.hospital, doctor, encounter.reference, NewOrder(exam.service), key=key)
        if exam.far == Far.ORDERED:
            return
        unit, desk = self._as(DESK, self._after(_SAMPLE))
        performing.complete(unit, self.hospital, desk, order.reference)
        new = NewReport(order=order.reference)
        report = registering.register(unit, self.hospital, desk, new, key=self._key(f"report {exam.service}")).reference
        if exam.far >= Far.WITH_DOCTOR:
            self._write(report, exam)

    def _write(self, report: str, exam: Exam) -> None:
        is_read = exam.far == Far.READY
        unit, doctor = self._as_doctor(self._after(_WRITTEN) if is_read else self.unit.now - _FINAL)
        if exam.results:
            reporting.enter(unit, self.hospital, doctor, report, exam.results)
        if exam.conclusion:
            reporting.conclude(unit, doctor, report, exam.conclusion)
        reporting.finalise(unit, self.hospital, doctor, report)
        if is_read:
            unit, doctor = self._as_doctor(self._after(_READ))
            reviewing.review(unit, doctor, report, message=exam.message)

    def _key(self, what: str) -> str:
        return f"demo {what} {self.visit.reference}"

    def _after(self, lapse: timedelta) -> datetime:
        done: datetime = self.visit.ends_at + lapse
        return min(done, self.unit.now)

    def _as_doctor(self, moment: datetime) -> tuple[Unit, Actor]:
        email = select(DoctorRow.email).where(DoctorRow.id == self.visit.doctor_id)
        return self._as(str(self.unit.connection.scalar(email)), moment)

    def _as(self, email: str, moment: datetime) -> tuple[Unit, Actor]:
        """The same transaction at another moment, and who acts then."""
        unit = replace(self.unit, now=moment)
        actor = somebody(unit, email)
        return replace(unit, actor=actor.signature), actor
