"""What happens to a patient in the house: encounters, what is found and planned in them, what must not be given."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Address, Base, Code, Key, Name, Word


class EncounterRow(Base):
    """A patient being seen (FHIR Encounter): a visit from the moment they are called in, or a stay.

    `encounter_class` is HL7's ActCode: `AMB` for a visit, `IMP` for a stay, `EMER`, `VR` for video.
    """

    __tablename__ = "encounters"
    __table_args__ = (
        Index(None, "patient_id", "started_at"),
        Index(None, "doctor_id", "status"),
        CheckConstraint(
            "status IN ('planned', 'in-progress', 'on-hold', 'discharged', 'completed', 'cancelled', 'discontinued',"
            " 'entered-in-error')",
            name="status",
        ),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    doctor_id: Mapped[int] = mapped_column(BIG, ForeignKey("doctors.id"))
    appointment_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("appointments.id"), unique=True)
    encounter_class: Mapped[Word]
    status: Mapped[Word]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class DiagnosisRow(Base):
    """What a doctor found (FHIR Condition), as it stands now; how it came to that is its history."""

    __tablename__ = "diagnoses"
    __table_args__ = (
        Index(None, "patient_id", "clinical_status", "recorded_at"),
        CheckConstraint(
            "clinical_status IN ('active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved')",
            name="clinical_status",
        ),
        CheckConstraint(
            "verification_status IN ('unconfirmed', 'provisional', 'differential', 'confirmed', 'refuted',"
            " 'entered-in-error')",
            name="verification_status",
        ),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    encounter_id: Mapped[int] = mapped_column(BIG, ForeignKey("encounters.id"), index=True)
    condition: Mapped[Name]
    """In the doctor's words."""
    code: Mapped[Code | None]
    """Of the classification that the hospital uses, such as ICD-10's I10."""
    clinical_status: Mapped[Word]
    verification_status: Mapped[Word]
    """How certain it is."""
    severity: Mapped[Word | None]
    """`mild`, `moderate`, `severe`."""
    onset: Mapped[date | None]
    abatement: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(2000))
    recorded_by: Mapped[int] = mapped_column(BIG, ForeignKey("doctors.id"))
    recorded_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    """Since when the patient may read it."""
    version: Mapped[int] = mapped_column(SmallInteger, default=1)


class DiagnosisVersionRow(Base):
    """A diagnosis as it stood after one change. Rows are only added."""

    __tablename__ = "diagnosis_history"

    diagnosis_id: Mapped[int] = mapped_column(BIG, ForeignKey("diagnoses.id"), primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    changed_at: Mapped[datetime]
    changed_by: Mapped[Address]
    condition: Mapped[Name]
    code: Mapped[Code | None]
    clinical_status: Mapped[Word]
    verification_status: Mapped[Word]
    severity: Mapped[Word | None]
    onset: Mapped[date | None]
    abatement: Mapped[date | None]
    reason: Mapped[Name | None]
    """Why it was changed."""


class AllergyRow(Base):
    """What somebody must not be given (FHIR AllergyIntolerance), as it stands now. Rows are never deleted.

    One without a substance is FHIR's "no known allergies": it was asked, and none is known. Whoever has no valid row
    was not asked yet.
    """

    __tablename__ = "allergies"
    __table_args__ = (
        Index(None, "patient_id", "clinical_status"),
        CheckConstraint("clinical_status IN ('active', 'inactive', 'resolved')", name="clinical_status"),
        CheckConstraint(
            "verification_status IN ('unconfirmed', 'presumed', 'confirmed', 'refuted', 'entered-in-error')",
            name="verification_status",
        ),
        CheckConstraint("criticality IN ('low', 'high', 'unable-to-assess')", name="criticality"),
        CheckConstraint("origin IN ('people', 'file')", name="origin"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    substance: Mapped[Name | None]
    clinical_status: Mapped[Word]
    verification_status: Mapped[Word]
    """How certain it is."""
    criticality: Mapped[Word | None]
    """How dangerous the next time may be."""
    reaction: Mapped[str | None] = mapped_column(String(1000))
    """What happened, in words."""
    origin: Mapped[Word]
    """Who brought it: people who work here, or the hospital file."""
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[Address]
    version: Mapped[int] = mapped_column(SmallInteger, default=1)


class AllergyVersionRow(Base):
    """An allergy as it stood after one change. Rows are only added."""

    __tablename__ = "allergy_history"

    allergy_id: Mapped[int] = mapped_column(BIG, ForeignKey("allergies.id"), primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    changed_at: Mapped[datetime]
    changed_by: Mapped[Address]
    substance: Mapped[Name | None]
    clinical_status: Mapped[Word]
    verification_status: Mapped[Word]
    criticality: Mapped[Word | None]
    reaction: Mapped[str | None] = mapped_column(String(1000))
    reason: Mapped[Name | None]
    """Why it was changed."""


class CarePlanRow(Base):
    """How something is to be treated (FHIR CarePlan): goals, and the steps towards them."""

    __tablename__ = "care_plans"
    __table_args__ = (
        Index(None, "patient_id", "status"),
        CheckConstraint(
            "status IN ('draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error')", name="status"
        ),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    diagnosis_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("diagnoses.id"), index=True)
    title: Mapped[Name]
    status: Mapped[Word]
    written_by: Mapped[int] = mapped_column(BIG, ForeignKey("doctors.id"))
    written_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    """Since when the patient may read it."""


class CarePlanGoalRow(Base):
    """Something that a plan is to reach (FHIR Goal)."""

    __tablename__ = "care_plan_goals"
    __table_args__ = (CheckConstraint("status IN ('active', 'on-hold', 'completed', 'cancelled')", name="status"),)

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(BIG, ForeignKey("care_plans.id"), index=True)
    description: Mapped[Name]
    target: Mapped[Name | None]
    """What shows that it is reached, such as `below 140/90`."""
    due: Mapped[date | None]
    status: Mapped[Word]


class CarePlanStepRow(Base):
    """Something to do for a plan (FHIR CarePlan.activity)."""

    __tablename__ = "care_plan_steps"
    __table_args__ = (
        CheckConstraint(
            "status IN ('not-started', 'scheduled', 'in-progress', 'on-hold', 'completed', 'cancelled', 'stopped')",
            name="status",
        ),
    )

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(BIG, ForeignKey("care_plans.id"), index=True)
    goal_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("care_plan_goals.id"))
    description: Mapped[Name]
    due: Mapped[date | None]
    status: Mapped[Word]
    done_at: Mapped[datetime | None]
    done_by: Mapped[Address | None]
