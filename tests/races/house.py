"""The hospital that races are run in, and how its patients talk to a desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from conversation.messages import Answer, InboundMessage
from doors.jsonl import Request, message
from doors.settings import Address, Database, Secret, Settings
from doors.wiring import Desk, open_desk
from hospital import hospital_file, loading

ZONE = ZoneInfo("Europe/Dublin")
NOW = datetime(2026, 3, 5, 9)
"""The clock of every turn: a Thursday."""

_TOP = """\
hospital:
  name: Racecourse
  timezone: Europe/Dublin
  currency: EUR
  languages: [en]
  phone: "+35315550100"
  emergency_number: "112"
  booking: {horizon_days: 60, confirm: when_inferred, max_open_appointments: 1000}
specialities:
  - {code: cardiology, name: Cardiology, complaints: {en: [palpitations]}}
  - {code: dermatology, name: Dermatology}
  - {code: general, name: General Medicine, default: true}
doctors:
  - code: patel
    name: Dr Asha Patel
    speciality: cardiology
    schedule: [{days: [mon], from: "08:00", to: "19:00", slot_minutes: 15}]
  - code: walsh
    name: Dr Fergal Walsh
    speciality: cardiology
    schedule: [{days: [tue, wed], from: "08:00", to: "19:00", slot_minutes: 5}]
  - code: okafor
    name: Dr Chidi Okafor
    speciality: dermatology
    schedule: [{days: [mon, tue, wed, thu], from: "08:00", to: "19:00", slot_minutes: 20}]
  - code: quinn
    name: Dr Orla Quinn
    speciality: general
    schedule: [{days: [mon, tue, wed, thu, fri], from: "08:00", to: "19:00", slot_minutes: 30}]
staff:
  - {name: Tom Walsh, role: outpatient_admin, email: tom.walsh@racecourse.example}
patients:
"""
DESK_PERSON = "tom.walsh@racecourse.example"


def phone(number: int) -> str:
    """The phone of a patient."""
    return f"+35386{number:07}"


def hospital_text(patients: int) -> str:
    """A hospital file with that many patients, each with a phone of their own."""
    names = ("Ada", "Ben", "Cora", "Dan", "Eve", "Finn", "Gail", "Hugh")
    people = "".join(
        f'  - {{number: R-{n}, name: "{names[n % 8]} Runner{n}", phone: "{phone(n)}", date_of_birth: 1980-01-01}}\n'
        for n in range(patients)
    )
    return _TOP + people


def settings(database_url: str, data_dir: Path, state_url: str = "") -> Settings:
    """The settings that all processes of one race share."""
    return Settings(
        database=Database(url=database_url),
        state=Address(url=state_url),
        data_dir=data_dir,
        audit=Secret(key="the same in every process"),
    )


def open_house(database_url: str, data_dir: Path, *, patients: int, state_url: str = "") -> Desk:
    """A desk on that database with the hospital loaded."""
    desk = open_desk(settings(database_url, data_dir, state_url), pulled=everything)
    file = hospital_file.parse(hospital_text(patients))
    desk.office.write(lambda unit: loading.load(unit, file))
    return desk


def everything(_channel: str) -> bool:
    """Every channel's request waits for its answer here."""
    return True


Line = dict[str, Any]
"""A request of the line protocol."""


def line(conversation: str, identity: str, words: str, patient: int, *, tap: bool = False, **more: Any) -> Line:
    """What a patient writes or, with `tap`, chooses."""
    said = {"action": words} if tap else {"text": words}
    facts = {"conversation": conversation, "id": identity, "sender": phone(patient), "now": NOW.isoformat()}
    return {**facts, **said, **more}


def inbound(given: Line) -> InboundMessage:
    """The request as the desk takes it."""
    return message(Request.model_validate(given), ZONE)


def ask(desk: Desk, given: Line) -> Answer:
    """Send a request to the desk in this process. Raises whatever the engine raises."""
    return desk.engine.handle(inbound(given))


def offered(state: dict[str, Any], kind: str = "slot") -> Sequence[dict[str, Any]]:
    """What a conversation has on offer."""
    return [option for option in state["offered"] if option["kind"] == kind]


def value_of(state: dict[str, Any], starts_at: str, doctor: str) -> str:
    """The value of the choice that stands for a doctor's time."""
    fitting = [o["value"] for o in offered(state) if o["starts_at"] == starts_at and o["doctor"] == doctor]
    assert fitting, f"{doctor} at {starts_at} is not among {[(o['doctor'], o['starts_at']) for o in offered(state)]}"
    value: str = fitting[0]
    return value
