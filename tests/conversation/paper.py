"""A hospital on paper and messages as the extractors would have read them: for rooms that need no records."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from conversation.extractors.entities import (
    Context,
    Dates,
    DoctorMention,
    Intent,
    IntentMention,
    Person,
    Span,
    SpecialityMention,
    Times,
    Understanding,
    When,
)
from conversation.extractors.text import Message
from conversation.messages import InboundMessage, Kind
from conversation.state import Offered
from conversation.turn import Desk
from hospital.directory import BookingRules, Doctor, Hospital, Location, Speciality
from hospital.office import Unit

ZONE = ZoneInfo("Europe/Dublin")
NOW = datetime(2026, 6, 8, 9, tzinfo=ZONE)
TUESDAY = date(2026, 6, 9)

CARDIOLOGY = Speciality(1, "cardiology", "Cardiology", "cardiologist", {"es": "Cardiología"}, {}, {}, False)
DERMATOLOGY = Speciality(2, "dermatology", "Dermatology", "dermatologist", {}, {}, {}, False)
GENERAL = Speciality(3, "general", "General Medicine", "GP", {}, {}, {}, True)
MAIN = Location(1, "main", "Main Building", "Dublin", "1 Rosehill Road")


def _doctor(number: int, code: str, name: str, speciality: Speciality) -> Doctor:
    return Doctor(number, code, name, speciality, MAIN, None, (), True, Decimal(100), None, (), ())


DOCTORS = (
    _doctor(1, "adler", "Dr Vera Adler", CARDIOLOGY),
    _doctor(2, "brandt", "Dr Jonas Brandt", CARDIOLOGY),
    _doctor(3, "costa", "Dr Lia Costa", DERMATOLOGY),
    _doctor(4, "brandt-l", "Dr Lena Brandt", DERMATOLOGY),
)


def hospital(**more: Any) -> Hospital:
    """The hospital on paper."""
    facts: dict[str, Any] = {
        "revision": 1,
        "name": "Rosehill Hospital",
        "zone": ZONE,
        "currency": "EUR",
        "languages": ("en", "es"),
        "phone": "+35315550300",
        "emergency_number": "112",
        "crisis_number": "116 123",
        "handoff_phone": None,
        "privacy_url": None,
        "desk_hours": (),
        "booking": BookingRules(),
        "is_demo": False,
        "doctors": {doctor.code: doctor for doctor in DOCTORS},
        "specialities": {s.code: s for s in (CARDIOLOGY, DERMATOLOGY, GENERAL)},
        "locations": {"main": MAIN},
        "topics": {},
        "holidays": {},
    }
    return Hospital(**{**facts, **more})


def read(text: str = "", *intents: Intent | IntentMention, **facts: Any) -> Understanding:
    """A message as read: what it asks for, and facts by the names of `Understanding`."""
    mentions = tuple(each if isinstance(each, IntentMention) else IntentMention(each) for each in intents)
    return Understanding(message=Message.read(text), intents=mentions or (IntentMention(Intent.OTHER, 0.3),), **facts)


def desk(understanding: Understanding, **more: Any) -> Desk:
    """What skills and the updater work with when that message comes in; no records behind it."""
    choice = more.pop("choice", None)
    facts: dict[str, Any] = {
        "channel": "webchat",
        "conversation": "c1",
        "external_id": "m1",
        "kind": Kind.TEXT if choice is None else Kind.CHOICE,
        "text": understanding.message.raw,
        "choice": choice,
        "received_at": NOW,
        **more,
    }
    return Desk(
        unit=Unit(cast(Connection, None), NOW),
        hospital=hospital(),
        message=InboundMessage(**facts),
        understanding=understanding,
        context=Context(now=NOW.replace(tzinfo=None)),
        conversation_id=7,
        turn_number=3,
    )


# --- what a message may say -----------------------------------------------------------------------


def doctor(*codes: str, words: str = "", **more: Any) -> DoctorMention:
    """A doctor, or several whom the words fit."""
    return DoctorMention(Span(words=words), codes, **more)


def speciality(code: str, **more: Any) -> SpecialityMention:
    """A speciality."""
    return SpecialityMention(Span(words=code), code, **more)


def on(day: date | None = None, at: time | None = None, **more: Any) -> When:
    """A day, an exact time, or both."""
    dates = Dates(day, date.fromordinal(day.toordinal() + 1)) if day else None
    times = Times(at, None, exact=True) if at else None
    return When(Span(), dates, times, **more)


def person(**facts: Any) -> Person:
    """Somebody."""
    return Person(Span(), **facts)


def slot(value: str = "2.1", code: str = "adler", at: time = time(10), **more: Any) -> Offered:
    """A time on offer, on Tuesday."""
    starts_at = datetime.combine(TUESDAY, at, ZONE)
    facts = {"doctor": code, "speciality": "cardiology", "starts_at": starts_at, **more}
    return Offered(value=value, label=f"{code} {at:%H:%M}", kind="slot", **facts)


def option(value: str, kind: str, **more: Any) -> Offered:
    """Anything else on offer."""
    return Offered(value=value, label=kind, kind=kind, **more)
