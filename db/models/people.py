"""Doctors, staff, patients, and how channels reach them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Numeric, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Address, Base, Code, Key, Name, Word


class DoctorRow(Base):
    """A doctor who can be booked (FHIR Practitioner); with `service_id` the timetable of a service, which is nobody."""

    __tablename__ = "doctors"
    __table_args__ = (Index(None, "service_id", unique=True),)

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    speciality_id: Mapped[int] = mapped_column(BIG, ForeignKey("specialities.id"))
    """Of a service's timetable any of the house: a row has one, and nothing goes by it."""
    location_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("locations.id"))
    languages: Mapped[list[Any]]
    gender: Mapped[Word | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    fee: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    room: Mapped[Word | None]
    email: Mapped[Address | None]
    slack_user_id: Mapped[Word | None]
    service_id: Mapped[int | None] = mapped_column(BIG)
    """The service that is booked by this row, in place of a doctor."""


class StaffRow(Base):
    """Everyone who works here and is not a doctor. `role` is one of the roles of the access matrix."""

    __tablename__ = "staff"

    id: Mapped[Key]
    email: Mapped[Address] = mapped_column(unique=True)
    name: Mapped[Name]
    role: Mapped[Word]
    slack_user_id: Mapped[Word | None]
    ward: Mapped[Code | None]
    qualifications: Mapped[list[Any]]
    shifts: Mapped[list[Any]]
    is_active: Mapped[bool] = mapped_column(default=True)


class PatientRow(Base):
    """A person who is or may become a patient (FHIR Patient). Phone and mail are never unique: families share."""

    __tablename__ = "patients"
    __table_args__ = (
        Index(None, "name_folded", "date_of_birth"),
        Index(None, "phone"),
        Index(None, "email"),
        Index(None, "registration_key", unique=True),
    )

    id: Mapped[Key]
    number: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    name_folded: Mapped[Name]
    """Lower-case without accents and punctuation, for matching."""
    date_of_birth: Mapped[date | None]
    phone: Mapped[Word | None]
    email: Mapped[Address | None]
    language: Mapped[Word | None]
    allergies: Mapped[Any] = mapped_column(JSON, nullable=False)
    """What the hospital file said last: a list, or JSON's null where it said nothing; the record is `allergies`."""
    insurance: Mapped[dict[str, Any]]
    is_contact_verified: Mapped[bool] = mapped_column(default=True)
    """False where no channel vouched for the phone number."""
    created_at: Mapped[datetime]
    registration_key: Mapped[str | None] = mapped_column(String(64))
    """Of name, birth date and phone (or guardian) of whoever registered by chat: twice at once makes one row."""


class DependantRow(Base):
    """A minor for whom a guardian may book; both are patients."""

    __tablename__ = "dependants"
    __table_args__ = (UniqueConstraint("guardian_id", "patient_id"),)

    id: Mapped[Key]
    guardian_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"), index=True)
    relation: Mapped[Word]
    is_vouched: Mapped[bool] = mapped_column(default=True)
    """False where somebody only typed the guardian's name and number."""


class HelperRow(Base):
    """Somebody who may book or move for an adult, with that adult's recorded consent; sees no records."""

    __tablename__ = "helpers"
    __table_args__ = (UniqueConstraint("patient_id", "phone"), Index(None, "phone"))

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    name: Mapped[Name]
    phone: Mapped[Word]
    may: Mapped[list[Any]]
    expires_at: Mapped[datetime | None]


class HandleRow(Base):
    """A way in which somebody reaches the desk: a WhatsApp number, a Telegram account, a phone, a browser."""

    __tablename__ = "handles"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[Key]
    channel: Mapped[Word]
    address: Mapped[Address]
    language: Mapped[Word | None]
    is_opted_out: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]


class AccountRow(Base):
    """An account of a channel that knows no numbers, and the number that its owner has proven to be reached by.

    From then on its messages come from that number's handle, as long as it is that patient's and the link is used.
    """

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("channel", "account"),)

    id: Mapped[Key]
    channel: Mapped[Word]
    account: Mapped[Address]
    """What the channel calls the conversation with it."""
    phone: Mapped[Word]
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"), index=True)
    """Whose number it was when it was proven."""
    linked_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    """To the day."""


class HandlePatientRow(Base):
    """A handle linked to a person; both sides may have many. `proof` tells how the link was made."""

    __tablename__ = "handle_patients"
    __table_args__ = (UniqueConstraint("handle_id", "patient_id"),)

    id: Mapped[Key]
    handle_id: Mapped[int] = mapped_column(BIG, ForeignKey("handles.id"))
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"), index=True)
    relation: Mapped[Word]
    proof: Mapped[Word]
    linked_at: Mapped[datetime]
    last_used_at: Mapped[datetime]


class ConsentRow(Base):
    """What a person agreed to or refused: the wording shown, for what purpose, where and when. Rows are only added."""

    __tablename__ = "consents"

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"), index=True)
    purpose: Mapped[Word]
    wording: Mapped[str] = mapped_column(String(500))
    is_given: Mapped[bool]
    channel: Mapped[Word]
    address: Mapped[Address | None] = mapped_column(index=True)
    decided_at: Mapped[datetime]


class OneTimeCodeRow(Base):
    """A code sent to the number on file, to be said back once. Only its keyed digest is kept."""

    __tablename__ = "one_time_codes"
    __table_args__ = (
        Index(None, "conversation_id", "created_at"),
        Index(None, "patient_id", "created_at"),
        Index(None, "expires_at"),
    )

    id: Mapped[Key]
    conversation_id: Mapped[int] = mapped_column(BIG)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    digest: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    """Wrong answers so far."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RefusedClaimRow(Base):
    """That somebody claimed to be a patient and could not prove it. Of whom, only a keyed digest tells."""

    __tablename__ = "refused_claims"
    __table_args__ = (Index(None, "digest", "refused_at"), Index(None, "refused_at"))

    id: Mapped[Key]
    digest: Mapped[str] = mapped_column(String(64))
    refused_at: Mapped[datetime]


class DocumentRow(Base):
    """A file that somebody sent (FHIR DocumentReference); its bytes lie under `data_dir`.

    What stands in it is never an order to us.
    """

    __tablename__ = "documents"

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    conversation_id: Mapped[int | None] = mapped_column(BIG, index=True)
    """None for what the staff put on file."""
    patient_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("patients.id"), index=True)
    kind: Mapped[Word]
    """`photo`, `pdf`, `dicom`."""
    content_type: Mapped[Word]
    title: Mapped[Name | None]
    """The file's name as its sender gave it, made harmless; shown, never used as a path."""
    size: Mapped[int] = mapped_column(BIG)
    """In bytes."""
    sha256: Mapped[str] = mapped_column(String(64))
    path: Mapped[Address] = mapped_column(unique=True)
    """Under the uploads directory; a random name."""
    received_at: Mapped[datetime]
    kept_by: Mapped[Address | None]
    """The colleague who put it on file; None for what came from outside."""
    content: Mapped[Word | None]
    """What it is, as whoever filed it says: `laboratory`, `letter`...; None until somebody has."""
