"""A front desk as its patients meet it: the line protocol in, and what it left in the database.

`Frontdesk` is a hospital with its desk open; `Chat` one conversation with it on one channel, with a clock that the
test moves on.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from itertools import count, product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from bots.switchboard import Switchboard
from conversation.engine import Engine
from conversation.graph import RunTurn
from conversation.model.asking import Model
from conversation.papers import Papers
from db.models import (
    AppointmentRow,
    ConversationRow,
    DoctorRow,
    OutboxRow,
    PatientRow,
    SlotGuardRow,
    SlotRow,
    TaskRow,
    WaitlistEntryRow,
)
from doors import jsonl
from doors.settings import Address, Database, Secret, Settings
from doors.wiring import open_desk
from hospital import appointment_changes, appointments, hospital_file, loading, slots
from hospital.directory import Hospital
from hospital.office import Unit
from tests.services.rules import STATE

SITUATIONS = Path(__file__).parents[1] / "hospitals" / "situations.yaml"
MONDAY = datetime(2026, 6, 8, 9)
"""The moment of all situations, on the hospital's clock."""

RAVI, NORA, TOM, ELENA = "+353861110001", "+353861110002", "+353861110003", "+353861110004"
"""Numbers of patients on file."""
NUMBERS = {RAVI: "EP-000001", NORA: "EP-000002", TOM: "EP-000003", ELENA: "EP-000004"}


def phrases(names: str | tuple[str, ...], cases: Sequence[Any]) -> pytest.MarkDecorator:
    """The same behaviour in several wordings: the first on each kind of database and state, the others on one.

    What words mean does not depend on the database; what comes of them might. A run that asks for one kind of state
    has every wording on it.
    """
    names = (names,) if isinstance(names, str) else names
    wrapped = [case if len(names) > 1 else (case,) for case in cases]
    home = "redis" if os.environ.get(STATE) == "redis" else "embedded"
    rows = [(*wrapped[0], *kind) for kind in product(("sqlite", "mariadb"), ("embedded", "redis"))]
    rows += [(*case, "sqlite", home) for case in wrapped[1:]]
    labels = [f"{row[-2]}-{row[-1]}-{row[0]}"[:70] for row in rows]
    fixtures = ("database_url", "state_url")
    return pytest.mark.parametrize((*names, *fixtures), rows, ids=labels, indirect=fixtures)


@cache
def house_settings() -> Settings:
    """What all desks have in common, read once."""
    return Settings(audit=Secret(key="kept in a safe"))


@cache
def parsed(text: str) -> hospital_file.HospitalFile:
    """The hospital of a file, read once."""
    return hospital_file.parse(text.encode(), MONDAY.date())


@dataclass(frozen=True)
class Visit:
    """An appointment as the database has it; `at` on the hospital's clock as `2026-06-11 10:00`."""

    doctor: str
    at: str
    status: str
    patient: str
    reference: str

    def __str__(self) -> str:
        return f"{self.doctor} {self.at} {self.status}"


@dataclass(frozen=True)
class Answer:
    """The desk's answer to one line."""

    said: str
    raw: dict[str, Any]

    @property
    def text(self) -> str:
        """All that was said, without the labels."""
        return "\n".join(reply["text"] for reply in self.raw["replies"])

    @property
    def labels(self) -> list[str]:
        """What may be tapped, as it is shown."""
        return [choice["label"] for reply in self.raw["replies"] for choice in reply["choices"]]

    @property
    def told(self) -> str:
        """Everything that the patient gets to read."""
        return "\n".join([self.text, *self.labels])

    @property
    def state(self) -> dict[str, Any]:
        """The state after it."""
        state: dict[str, Any] = self.raw["state"]
        return state

    @property
    def events(self) -> list[dict[str, Any]]:
        """What it made happen."""
        events: list[dict[str, Any]] = self.raw["events"]
        return events

    @property
    def happened(self) -> list[str]:
        """The names of the events."""
        return [event["name"] for event in self.events]

    @property
    def offered(self) -> list[str]:
        """The times offered for choosing, as `2026-06-11 10:00` on the hospital's clock."""
        return [plain(option["starts_at"]) for option in self.state["offered"] if option["kind"] == "slot"]

    @property
    def offered_days(self) -> set[str]:
        """The days of the times offered."""
        return {at[:10] for at in self.offered}

    @property
    def doctors_offered(self) -> list[str]:
        """The doctors offered for choosing, by code."""
        return [option["doctor"] for option in self.state["offered"] if option["kind"] == "doctor"]

    @property
    def question(self) -> str | None:
        """What is open."""
        question: str | None = self.state["question"]
        return question

    @property
    def words(self) -> str:
        """What was said in this turn, without the introduction of a first contact."""
        words: str = self.state["next_prompt"]
        return words

    def names_day(self, day: date) -> bool:
        """Whether the patient reads this day as a date."""
        months = {6: "June|Jun|junio|jun", 7: "July|Jul|julio|jul", 8: "August|Aug|agosto|ago", 5: "May|mayo|may"}
        either = rf"\b{day.day}(st|nd|rd|th)? (de )?({months[day.month]})\b|\b({months[day.month]})\.? {day.day}\b"
        return re.search(either, self.told) is not None

    def __str__(self) -> str:
        happened = " ".join(self.happened)
        return f"> {self.said}\n< {self.text} {self.labels}\n  [{self.raw['state'].get('question')}] {happened}"


def plain(moment: str) -> str:
    """An ISO moment without seconds and offset."""
    return moment[:16].replace("T", " ")


@dataclass
class Chat:
    """One conversation."""

    desk: Frontdesk
    name: str
    channel: str
    sender: str | None
    now: datetime
    answers: list[Answer] = field(default_factory=list)

    def say(self, *texts: str, **line: Any) -> Answer:
        """Send messages one after the other; the answer to the last."""
        for text in texts:
            answer = self.send(text, {"text": text, **line})
        return answer

    def tap(self, label: str | int) -> Answer:
        """Tap the choice whose label contains these words, or by its place from 0, in the last answer."""
        choices = [choice for reply in self.last.raw["replies"] for choice in reply["choices"]]
        if isinstance(label, int):
            chosen = choices[label]
        else:
            fitting = [choice for choice in choices if label.casefold() in choice["label"].casefold()]
            assert fitting, f"no choice {label!r} in\n{self}"
            chosen = fitting[0]
        return self.send(f"[{chosen['label']}]", {"action": chosen["value"]})

    def agree(self) -> Answer:
        """Say yes where a booking was read back; the last answer otherwise."""
        return self.say("yes") if self.last.question == "confirm" else self.last

    def wait(self, minutes: int) -> Chat:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)
        return self

    def send(self, said: str, line: dict[str, Any]) -> Answer:
        """Send a line of the protocol as it stands; `said` is for the transcript."""
        full = {"conversation": self.name, "channel": self.channel, "now": self.now.isoformat(), **line}
        if self.sender is not None:
            full["sender"] = self.sender
        answer = self.desk.ask(said, full)
        self.answers.append(answer)
        return answer

    @property
    def last(self) -> Answer:
        """The last answer."""
        return self.answers[-1]

    @property
    def state(self) -> dict[str, Any]:
        """The state after the last answer."""
        return self.last.state

    @property
    def events(self) -> list[str]:
        """The names of all events of this conversation, in order."""
        return [name for answer in self.answers for name in answer.happened]

    def __str__(self) -> str:
        return "\n".join(str(answer) for answer in self.answers)

    __repr__ = __str__


class Frontdesk:
    """The desk of a hospital on a database of its own; `file` is loaded into it first, where given."""

    def __init__(self, database_url: str, directory: Path, file: str | None = None, state_url: str = "") -> None:
        facts = {"data_dir": directory, "database": Database(url=database_url), "state": Address(url=state_url)}
        self._settings = house_settings().model_copy(update=facts)
        self._chats = count(1)
        self._visits = count(1)
        self._answers: list[tuple[str, Answer]] = []
        self.open()
        if file is not None:
            hospital = parsed(file)
            self.parts.office.write(lambda unit: loading.load(unit, hospital))

    def open(self) -> None:
        """Open the desk, or open it again as another process would."""
        self.parts = open_desk(self._settings)
        self._switchboard = Switchboard(self.parts.engine)

    def beside(self) -> Frontdesk:
        """Another process at the same database: its own engine, connections and memory."""
        other = Frontdesk.__new__(Frontdesk)
        other.__dict__.update(self.__dict__)
        other.open()
        return other

    def with_turn(self, run_turn: RunTurn) -> None:
        """Let turns be run by another graph."""
        parts = replace(self.parts.engine._parts, run_turn=run_turn)
        self._switchboard = Switchboard(Engine(parts))

    def with_model(self, model: Model | None) -> None:
        """Let a language model help, or none."""
        self._switchboard = Switchboard(Engine(replace(self.parts.engine._parts, model=model)))

    def with_papers(self, papers: Papers) -> None:
        """Let reports get to patients in another way."""
        self._switchboard = Switchboard(Engine(replace(self.parts.engine._parts, papers=papers)))

    def close(self) -> None:
        """Let go of the database."""
        self.parts.database.dispose()

    @property
    def hospital(self) -> Hospital:
        """The hospital as the desk has it."""
        with self.parts.office.read() as unit:
            return self.parts.directory.current(unit)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The hospital's time zone."""
        return self.hospital.zone

    # --- talking ------------------------------------------------------------------------------------

    def chat(
        self, sender: str | None = None, *, channel: str | None = None, now: datetime = MONDAY, name: str | None = None
    ) -> Chat:
        """A new conversation: on WhatsApp with a sender, in the browser without, unless the channel is given."""
        channel = channel or ("whatsapp" if sender else "webchat")
        return Chat(self, name or f"c{next(self._chats)}", channel, sender, now)

    def ask(self, said: str, line: dict[str, Any]) -> Answer:
        """One line of the protocol and its answer."""
        raw = jsonl.answer(json.dumps(line).encode(), self._switchboard, self.zone, self.parts.uploads)
        assert "error" not in raw, raw
        answer = Answer(said, raw)
        self._answers.append((line["conversation"], answer))
        return answer

    def transcript(self) -> str:
        """Everything said so far, and the visits in the database."""
        lines = [f"({name}) {answer}" for name, answer in self._answers]
        return "\n".join([*lines, *(f"= {visit} ({visit.patient})" for visit in self.visits())])

    # --- what stands in the database -----------------------------------------------------------------

    def _read(self, work: Callable[[Unit], Any]) -> Any:
        with self.parts.office.read() as unit:
            return work(unit)

    def visits(self, *statuses: str, patient: str | None = None) -> list[Visit]:
        """All appointments (of these statuses), by time."""
        query = (
            select(
                DoctorRow.code,
                AppointmentRow.starts_at,
                AppointmentRow.status,
                PatientRow.name,
                AppointmentRow.reference,
            )
            .join(DoctorRow, DoctorRow.id == AppointmentRow.doctor_id)
            .join(PatientRow, PatientRow.id == AppointmentRow.patient_id)
            .order_by(AppointmentRow.starts_at, AppointmentRow.id)
        )
        rows = self._read(lambda unit: unit.connection.execute(query).all())
        found = [Visit(code, self.local(at), status, name, reference) for code, at, status, name, reference in rows]
        return [v for v in found if (not statuses or v.status in statuses) and patient in (None, v.patient)]

    def booked(self, patient: str | None = None) -> list[str]:
        """The booked appointments, each as `chen 2026-06-11 10:00`."""
        return [f"{visit.doctor} {visit.at}" for visit in self.visits("booked", patient=patient)]

    def local(self, at: datetime) -> str:
        """An instant on the hospital's clock."""
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")

    def slot(self, doctor: str, at: str) -> tuple[str, str | None, str | None]:
        """A slot's status, the conversation that holds it, and until when; `at` as `2026-06-11 10:00`."""
        query = (
            select(SlotRow.status, ConversationRow.address, SlotRow.hold_until)
            .join(DoctorRow, DoctorRow.id == SlotRow.doctor_id)
            .outerjoin(ConversationRow, ConversationRow.id == SlotRow.hold_conversation_id)
            .where(DoctorRow.code == doctor, SlotRow.starts_at == self.instant(at))
        )
        row = self._read(lambda unit: unit.connection.execute(query).first())
        if row is None:
            return ("none", None, None)
        return (row.status, row.address, self.local(row.hold_until) if row.hold_until else None)

    def held(self) -> list[str]:
        """All slots that are held, each as `chen 2026-06-11 10:00`."""
        return self._slots(slots.HELD)

    def taken(self) -> list[str]:
        """All slots that are booked, each as `chen 2026-06-11 10:00`."""
        return self._slots(slots.BUSY)

    def _slots(self, status: str) -> list[str]:
        query = select(DoctorRow.code, SlotRow.starts_at).join(DoctorRow, DoctorRow.id == SlotRow.doctor_id)
        query = query.where(SlotRow.status == status).order_by(SlotRow.starts_at)
        rows = self._read(lambda unit: unit.connection.execute(query).all())
        return [f"{code} {self.local(at)}" for code, at in rows]

    def waiting(self) -> list[tuple[str, str]]:
        """The waiting list: patients and statuses."""
        query = select(PatientRow.name, WaitlistEntryRow.status).join(
            PatientRow, PatientRow.id == WaitlistEntryRow.patient_id
        )
        return [tuple(row) for row in self._read(lambda unit: unit.connection.execute(query).all())]

    def tasks(self) -> list[str]:
        """What people were asked to do, by kind."""
        return list(self._read(lambda unit: unit.connection.scalars(select(TaskRow.kind)).all()))

    def briefings(self) -> list[str]:
        """What those people read of it."""
        return list(self._read(lambda unit: unit.connection.scalars(select(TaskRow.summary)).all()))

    def notices(self) -> list[tuple[str, str, str]]:
        """What waits to be told unasked: the number, how it stands, and the words."""
        query = select(OutboxRow.channel, OutboxRow.address, OutboxRow.status, OutboxRow.payload)
        rows = self._read(lambda unit: unit.connection.execute(query.where(OutboxRow.kind == "notice")).all())
        assert {row.channel for row in rows} <= {"sms"}
        return [(row.address, row.status, json.loads(row.payload)["text"]) for row in rows]

    def phone_of(self, patient: str) -> list[str]:
        """The numbers under which patients of this name are on file."""
        query = select(PatientRow.phone).where(PatientRow.name == patient).order_by(PatientRow.id)
        return list(self._read(lambda unit: unit.connection.scalars(query).all()))

    def patients(self) -> int:
        """How many patients there are."""
        query = select(func.count()).select_from(PatientRow)
        return int(self._read(lambda unit: unit.connection.scalar(query)))

    def is_sound(self) -> bool:
        """Whether slots, guards and appointments agree: nobody has two, nothing is taken for nobody."""
        booked = [f"{v.doctor} {v.at}" for v in self.visits() if v.status != "cancelled"]
        guarded = self._read(lambda unit: unit.connection.scalar(select(func.count(SlotGuardRow.slot_id.distinct()))))
        return sorted(booked) == sorted(self.taken()) and guarded == len(self.taken()) + len(self.held())

    def clear(self) -> None:
        """Cancel every visit, empty the waiting list and free every hold."""
        hospital, long_after = self.hospital, self.instant("2026-12-31 12:00")

        def cancel_all(unit: Unit, references: list[str]) -> None:
            for reference in references:
                appointment_changes.cancel(unit, hospital, reference, by_staff=True)

        # first, so that nothing which comes free is offered to somebody who waited
        stop = (
            update(WaitlistEntryRow)
            .where(WaitlistEntryRow.status.in_(("active", "offered")))
            .values(status="cancelled")
        )
        self.parts.office.write(lambda unit: unit.connection.execute(stop))
        standing = [visit.reference for visit in self.visits("booked")]
        self.parts.office.write(lambda unit: cancel_all(unit, standing))
        self.parts.office.write(lambda unit: slots.release_lapsed(unit, hospital), now=long_after)

    # --- what came before ----------------------------------------------------------------------------

    def instant(self, at: str) -> datetime:
        """The instant of a time on the hospital's clock."""
        return datetime.fromisoformat(at).replace(tzinfo=self.zone).astimezone(UTC)

    def give(self, phone: str, doctor: str, at: str, *, now: datetime = MONDAY, status: str = "booked") -> str:
        """Let a patient on file, by phone or name, have a visit already; its reference."""
        hospital, starts_at = self.hospital, self.instant(at)
        whom, day = hospital.doctor(doctor), datetime.fromisoformat(at).date()
        before = min(now, datetime.fromisoformat(at) - timedelta(days=2)).replace(tzinfo=self.zone)
        key = f"given-{next(self._visits)}"

        def work(unit: Unit) -> str:
            slots.ensure(unit, hospital, [whom], day, day + timedelta(days=1))
            named = (PatientRow.number == NUMBERS.get(phone)) | (PatientRow.name == phone)
            patient = unit.connection.scalar(select(PatientRow.id).where(named))
            assert patient is not None
            request = appointments.Request(key, patient, whom, starts_at, "desk", is_contact_verified=True)
            booked = appointments.book(unit, hospital, request)
            changed = update(AppointmentRow).where(AppointmentRow.reference == booked.reference)
            unit.connection.execute(changed.values(status=status))
            return booked.reference

        return self.parts.office.write(work, now=before)
