"""Schedules, slots and their guards, appointments, the waiting list."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Numeric, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Address, Base, Code, Key, Name, Word


class ScheduleRow(Base):
    """Weekly working hours of a doctor on one weekday (Monday is 0), in the hospital's wall-clock time."""

    __tablename__ = "schedules"

    id: Mapped[Key]
    doctor_id: Mapped[int] = mapped_column(BIG, ForeignKey("doctors.id"), index=True)
    weekday: Mapped[int] = mapped_column(SmallInteger)
    from_time: Mapped[time]
    to_time: Mapped[time]
    """Not included; 23:59:59 where they last until midnight."""
    slot_minutes: Mapped[int] = mapped_column(SmallInteger)
    location_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("locations.id"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    """Included."""


class TimeOffRow(Base):
    """A stretch in which a doctor does not work: `starts_at` up to, not including, `ends_at`."""

    __tablename__ = "time_off"

    id: Mapped[Key]
    doctor_id: Mapped[int] = mapped_column(BIG, ForeignKey("doctors.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[Name | None]
    is_from_file: Mapped[bool] = mapped_column(default=False)
    """Loading a hospital file replaces what came from one, and nothing that people entered."""


class ScheduleDayRow(Base):
    """One day of one doctor: the row that whoever takes or makes slots of that day locks first.

    `revision` is the hospital's revision at which the day's slots were made.
    """

    __tablename__ = "schedule_days"

    doctor_id: Mapped[int] = mapped_column(BIG, ForeignKey("doctors.id"), primary_key=True, autoincrement=False)
    date: Mapped[date] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)


class SlotRow(Base):
    """A bookable time of a doctor or a service (FHIR Slot).

    `free`, `busy-tentative` (held), `busy` or `busy-unavailable`.
    """

    __tablename__ = "slots"
    __table_args__ = (
        UniqueConstraint("doctor_id", "starts_at"),
        Index(None, "doctor_id", "status", "starts_at"),
        Index(None, "speciality_id", "status", "starts_at", "doctor_id"),
        Index(None, "hold_until"),
        Index(None, "freed_at"),
    )

    id: Mapped[Key]
    doctor_id: Mapped[int] = mapped_column(BIG, ForeignKey("doctors.id"))
    speciality_id: Mapped[int] = mapped_column(BIG)
    """0 for a service's: it is found by its own row alone."""
    location_id: Mapped[int | None] = mapped_column(BIG)
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(SmallInteger)
    date: Mapped[date]
    """The hospital's calendar day."""
    minute_of_day: Mapped[int] = mapped_column(SmallInteger)
    """Minutes after midnight on the hospital's clock."""
    status: Mapped[Word]
    hold_conversation_id: Mapped[int | None] = mapped_column(BIG)
    hold_until: Mapped[datetime | None]
    freed_at: Mapped[datetime | None]
    """When it last came free again; None while it never was anybody's."""


class SlotGuardRow(Base):
    """A five-minute cell of a doctor's time that a held or booked slot covers: the last word against overlap."""

    __tablename__ = "slot_guards"

    doctor_id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    cell: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """Five-minute steps since 1970-01-01 UTC."""
    slot_id: Mapped[int] = mapped_column(BIG, index=True)


class AppointmentRow(Base):
    """A visit (FHIR Appointment). It keeps its identity when it moves; what happened to it is its history."""

    __tablename__ = "appointments"
    __table_args__ = (Index(None, "patient_id", "status", "starts_at"), Index(None, "doctor_id", "starts_at"))

    id: Mapped[Key]
    reference: Mapped[Word] = mapped_column(unique=True)
    """What people are told; also `appointment_id` outside the hospital room."""
    request_key: Mapped[Address] = mapped_column(unique=True)
    """Names the request that made it: the same request again finds this row."""
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    doctor_id: Mapped[int] = mapped_column(BIG, ForeignKey("doctors.id"))
    slot_id: Mapped[int] = mapped_column(BIG, ForeignKey("slots.id"), index=True)
    location_id: Mapped[int | None] = mapped_column(BIG)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[Word]
    reason: Mapped[str | None] = mapped_column(String(500))
    fee: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    channel: Mapped[Word]
    conversation_id: Mapped[int | None] = mapped_column(BIG, index=True)
    is_contact_verified: Mapped[bool] = mapped_column(default=True)
    """False where nothing vouched for whoever booked it."""
    is_late_cancelled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    order_id: Mapped[int | None] = mapped_column(BIG, index=True)
    """The doctor's order that is carried out at it."""


class AppointmentEventRow(Base):
    """One step in an appointment's history: a change of status, of time, or both."""

    __tablename__ = "appointment_history"

    id: Mapped[Key]
    appointment_id: Mapped[int] = mapped_column(BIG, ForeignKey("appointments.id"), index=True)
    happened_at: Mapped[datetime]
    actor: Mapped[Address]
    from_status: Mapped[Word | None]
    to_status: Mapped[Word]
    doctor_id: Mapped[int] = mapped_column(BIG)
    starts_at: Mapped[datetime]
    note: Mapped[Name | None]


class WaitlistEntryRow(Base):
    """Somebody waiting for a time with a doctor or of a speciality, within bounds."""

    __tablename__ = "waitlist_entries"
    __table_args__ = (
        Index(None, "speciality_id", "status"),
        Index(None, "doctor_id", "status"),
        Index(None, "status", "latest"),
        CheckConstraint("status IN ('active', 'offered', 'fulfilled', 'cancelled', 'expired')", name="status"),
    )

    id: Mapped[Key]
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"), index=True)
    doctor_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("doctors.id"))
    speciality_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("specialities.id"))
    appointment_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("appointments.id"), index=True)
    """The visit that an earlier time would replace."""
    earliest: Mapped[datetime]
    latest: Mapped[datetime]
    """Not included."""
    status: Mapped[Word]
    """`active`, `offered`, `fulfilled`, `cancelled`, `expired`."""
    conversation_id: Mapped[int] = mapped_column(BIG, index=True)
    created_at: Mapped[datetime]
    from_minute: Mapped[int | None] = mapped_column(SmallInteger)
    to_minute: Mapped[int | None] = mapped_column(SmallInteger)
    """Minutes after midnight on the hospital's clock between which it should begin; `to_minute` not included."""
    not_weekdays: Mapped[list[Any] | None]
    """Days of the week that do not suit (Monday is 0)."""
    location_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("locations.id"))
    language: Mapped[Word | None]
    """What they spoke when they joined."""


class WaitlistOfferRow(Base):
    """A time offered to somebody who waits. One row an offer, whatever becomes of it."""

    __tablename__ = "waitlist_offers"
    __table_args__ = (
        Index(None, "status", "expires_at"),
        CheckConstraint("status IN ('open', 'accepted', 'declined', 'expired')", name="status"),
    )

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(BIG, ForeignKey("waitlist_entries.id"), index=True)
    slot_id: Mapped[int] = mapped_column(BIG, ForeignKey("slots.id"), index=True)
    status: Mapped[Word]
    """`open`, `accepted`, `declined`, `expired`."""
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class SlotOpeningRow(Base):
    """A time that came free and that nobody on the waiting list has been asked about yet."""

    __tablename__ = "slot_openings"

    slot_id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    opened_at: Mapped[datetime]


class TaskRow(Base):
    """Something a person must do: it always has a queue, somebody who answers for it, and a time by which it is due."""

    __tablename__ = "tasks"
    __table_args__ = (
        Index(None, "queue", "status", "due_at"),
        Index(None, "status", "due_at"),
        Index(None, "handed_back_at"),
        CheckConstraint("status IN ('requested', 'accepted', 'completed', 'cancelled')", name="status"),
        CheckConstraint("queue IN ('desk', 'billing', 'pharmacy', 'ward', 'oncall', 'clinic')", name="queue"),
        CheckConstraint(
            "status <> 'accepted' OR owner_staff_id IS NOT NULL OR owner_doctor_id IS NOT NULL", name="owner"
        ),
        CheckConstraint("(status IN ('completed', 'cancelled')) = (closed_at IS NOT NULL)", name="closed"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    queue: Mapped[Word]
    """`desk`, `billing`, `pharmacy`, `ward`, `oncall`, `clinic`."""
    kind: Mapped[Word]
    status: Mapped[Word]
    """`requested`, `accepted`, `completed`, `cancelled` (FHIR Task)."""
    patient_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("patients.id"))
    conversation_id: Mapped[int | None] = mapped_column(BIG, index=True)
    owner_staff_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("staff.id"))
    due_at: Mapped[datetime]
    summary: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    lead_role: Mapped[Word]
    """Whose people answer for it until one of them takes it: a role of the access matrix."""
    accepted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    """When whoever took it last wrote to the patient."""
    alerted_at: Mapped[datetime | None]
    """When its lead was alerted that nobody took it in time."""
    ways_offered_at: Mapped[datetime | None]
    """When the patient, still without an answer, was last offered other ways."""
    owner_doctor_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("doctors.id"))
    """The doctor who took it, where it was not one of the staff."""
    waiting_since: Mapped[datetime | None]
    """Since when the patient waits for a word; None once they had one."""
    handed_back_at: Mapped[datetime | None]
    """When whoever took it gave its conversation back to the bot."""
    phone: Mapped[Word | None]
    """The number to call, where there is one."""
    for_doctor_id: Mapped[int | None] = mapped_column(BIG)
    """The doctor whom it waits for, in the clinic's queue."""
