"""What all that fills the town shares: its rows, its house, its chance, its people, and the seals under its records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from bench.town.house import House
from bench.town.rows import Rows, Shares, code
from bench.town.trail import Trail
from db.models import ConversationRow, TaskRow
from hospital import tasks
from hospital.directory import Doctor
from hospital.office import Unit


@dataclass(frozen=True)
class Patient:
    """Somebody of the town. `conversation_id` is where they write."""

    id: int
    number: str
    name: str
    born: date
    phone: str | None
    address: str | None
    conversation_id: int
    coverage: tuple[int, int] | None
    """Their policy, and what it pays in percent."""


@dataclass(frozen=True)
class Visit:
    """A patient who was seen."""

    patient: Patient
    doctor: Doctor
    encounter_id: int
    reference: str
    """The appointment's."""
    at: datetime
    ended_at: datetime
    age: timedelta
    """How long ago."""


@dataclass
class Town:
    """The town as it comes to be. `unit` lends the key that seals."""

    rows: Rows
    house: House
    rng: Random
    unit: Unit
    trail: Trail
    shares: Shares = field(default_factory=Shares)
    people: list[Patient] = field(default_factory=list)
    office_id: int = 0
    """The conversation in which staff are alerted."""
    _codes: Counter[str] = field(default_factory=Counter)

    @property
    def now(self) -> datetime:
        """The town's present."""
        return self.unit.now

    def code(self, kind: str, length: int = 8) -> str:
        """A new reference of a kind."""
        self._codes[kind] += 1
        return code(kind, self._codes[kind], length)

    def task(
        self,
        queue: str,
        kind: str,
        at: datetime,
        *,
        is_open: bool,
        summary: str = "",
        doctor_id: int | None = None,
        **facts: Any,
    ) -> str:
        """Something to be done, open or done; its reference."""
        reference = self.code("H", 6)
        done_at = None if is_open else at + timedelta(minutes=self.rng.randint(5, 300))
        taken: dict[str, Any] = {"status": tasks.REQUESTED, "waiting_since": at}
        if not is_open:
            role = tasks.LEADS[queue]
            taken = {"status": tasks.COMPLETED, "closed_at": done_at, "accepted_at": at}
            if role == "doctor":
                taken["owner_doctor_id"] = doctor_id or self.house.doctors[0].id
            else:
                people = self.house.staff[role]
                taken["owner_staff_id"] = people[self._codes["H"] % len(people)][0]
        self.rows.add(
            TaskRow,
            reference=reference,
            request_key=f"town {reference}",
            queue=queue,
            kind=kind,
            due_at=at + timedelta(minutes=tasks.DUE_MINUTES.get(kind, 60)),
            summary=summary or kind,
            created_at=at,
            lead_role=tasks.LEADS[queue],
            for_doctor_id=doctor_id,
            **taken,
            **facts,
        )
        return reference

    def conversation(self, channel: str, address: str, phone: str | None, at: datetime) -> int:
        """A conversation that has rested since."""
        state = '{"errands": [], "language": "en", "said": "%s"}' % ("x" * 400)
        values = {"version": 5, "state": state, "owner": "bot", "created_at": at, "updated_at": at, "phone": phone}
        return self.rows.add(ConversationRow, channel=channel, address=address, **values)
