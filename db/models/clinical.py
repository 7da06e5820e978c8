"""What happens to a patient in the house: encounters, and what is found and planned in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Base, Code, Key, Word


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
