"""The hospital itself: its settings, sites, specialities, and what it says about itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Base, Code, Key, Name, Word


class HospitalRow(Base):
    """The one row of the hospital whose desk this is. `revision` grows with every change of its data."""

    __tablename__ = "hospital"

    id: Mapped[Key]
    cache_key: Mapped[Word]
    """Made at random when the hospital is first loaded: tells its caches from those of any other."""
    revision: Mapped[int] = mapped_column(default=1)
    name: Mapped[Name]
    timezone: Mapped[Code]
    currency: Mapped[Word]
    languages: Mapped[list[Any]]
    phone: Mapped[Word | None]
    emergency_number: Mapped[Word]
    crisis_number: Mapped[Word | None]
    handoff_phone: Mapped[Word | None]
    privacy_url: Mapped[str | None] = mapped_column(Text)
    desk_hours: Mapped[list[Any]]
    booking: Mapped[dict[str, Any]]
    reminders: Mapped[dict[str, Any]]
    digest: Mapped[dict[str, Any]]
    billing: Mapped[dict[str, Any]]
    slack: Mapped[dict[str, Any]]
    is_demo: Mapped[bool] = mapped_column(default=False)
    practice_offset_s: Mapped[int | None]
    """By how many seconds the demo's practice clock is ahead of the machine's."""


class HolidayRow(Base):
    """A day on which the hospital is closed."""

    __tablename__ = "holidays"

    date: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[Name | None]


class LocationRow(Base):
    """A site (FHIR Location)."""

    __tablename__ = "locations"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    city: Mapped[Name | None]
    address: Mapped[Name | None]


class SpecialityRow(Base):
    """A speciality with what people call it and its practitioners, by language."""

    __tablename__ = "specialities"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    practitioner: Mapped[Name | None]
    names: Mapped[dict[str, Any]]
    practitioners: Mapped[dict[str, Any]]
    complaints: Mapped[dict[str, Any]]
    is_default: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)


class TopicRow(Base):
    """Something the desk may answer in the hospital's own words, by language."""

    __tablename__ = "information_topics"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    asks: Mapped[dict[str, Any]]
    answer: Mapped[dict[str, Any]]


class WardRow(Base):
    """A ward with its beds, ratio and prices as the hospital file gives them."""

    __tablename__ = "wards"

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    location_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("locations.id"))
    details: Mapped[dict[str, Any]]
