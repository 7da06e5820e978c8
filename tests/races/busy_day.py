"""A busy day: people join, cancel, move, take and turn down offers, ask for a person and go on, all at once."""

from __future__ import annotations

import random
import threading
from contextlib import suppress
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from conversation import handing_over
from db.models import AppointmentRow, ConversationRow, PatientRow, WaitlistEntryRow, WaitlistOfferRow
from doors.wiring import Desk
from hospital import appointments, slots, task_work, tasks
from hospital.errors import HospitalError
from hospital.schedule import day_bounds
from tests.races import oracle
from tests.races.crew import Crew
from tests.races.house import DESK_PERSON, NOW, ZONE, Line, line
from tests.races.rounds import Report

PEOPLE = range(24)
DAY = "2026-04-09"
"""A Thursday of Dr Okafor's that is full."""
AT_ONCE = 28


class BusyDay:
    """Waves of messages at one instant, two a patient now and then, beside a sweeper and somebody of the staff."""

    def __init__(self, desk: Desk, crew: Crew, seed: int) -> None:
        self.desk, self.crew, self.report = desk, crew, Report()
        self.chance, self._ids, self.now = random.Random(seed), count(1), NOW.replace(tzinfo=ZONE)
        self.shown: dict[str, list[str]] = {}

    def run(self, waves: int) -> None:
        """So many waves, with a look at the records after each."""
        self._fill_day()
        for _ in range(waves):
            self.report.rounds += 1
            said = [self._line(self.chance.choice(PEOPLE)) for _ in range(AT_ONCE)]
            self._beside_the_clock(said)
            for problem in oracle.problems(self.desk.office):
                self.report.check(False, problem)
            self.now += timedelta(minutes=4)

    def _fill_day(self) -> None:
        office, day = self.desk.office, date.fromisoformat(DAY)
        with office.read() as unit:
            self.hospital = self.desk.directory.current(unit)
            people = dict(unit.connection.execute(select(PatientRow.number, PatientRow.id)).all())
        doctor = self.hospital.doctor("okafor")
        office.write(lambda u: slots.ensure(u, self.hospital, [doctor], day, day + timedelta(days=1)), now=self.now)
        with office.read(self.now) as unit:
            begin, end = day_bounds(day, ZONE)
            free = slots.find(unit, self.hospital, slots.Search((doctor,), begin, end), 500)
        for patient, slot in enumerate(free):
            key = f"busy-{DAY}-{patient}"
            request = appointments.Request(
                key, people[f"R-{patient}"], doctor, slot.starts_at, "whatsapp", is_contact_verified=True
            )
            office.write(lambda u, r=request: appointments.book(u, self.hospital, r), now=self.now)  # type: ignore[misc]

    def _line(self, patient: int) -> Line:
        """What somebody writes next, at random."""
        name, visits, offered = f"busy-{patient}", self._visits(patient), self._offers(patient)
        day = f"{date.fromisoformat(DAY):%A %-d %B %Y}"
        said = [f"put me on the waiting list for Dr Okafor on {day}", "waiting list for dermatology please", "yes"]
        said += ["take me off the waiting list", "I want to talk to a person", "let me go on with the assistant", "no"]
        said += [f"cancel {visit}" for visit in visits] * 2
        said += [f"move {visit} to {day} at {self.chance.randrange(8, 19)}:20" for visit in visits]
        taps = [f"offer:{offer}.{answer}" for offer in offered for answer in ("yes", "yes", "no")] * 4
        choice = self.chance.choice([*said, *taps, *self.shown.get(name, ())])
        is_tap = choice not in said
        return line(
            name, str(next(self._ids)), choice, patient, tap=is_tap, now=self.now.replace(tzinfo=None).isoformat()
        )

    def _visits(self, patient: int) -> list[str]:
        mine = AppointmentRow.patient_id == PatientRow.id
        query = select(AppointmentRow.reference).join(PatientRow, mine)
        return self._all(query.where(PatientRow.number == f"R-{patient}", AppointmentRow.status == "booked"))

    def _offers(self, patient: int) -> list[int]:
        query = (
            select(WaitlistOfferRow.id)
            .join(WaitlistEntryRow, WaitlistEntryRow.id == WaitlistOfferRow.entry_id)
            .join(ConversationRow, ConversationRow.id == WaitlistEntryRow.conversation_id)
        )
        return self._all(query.where(ConversationRow.address == f"busy-{patient}"))[-2:]

    def _all(self, query: Any) -> list[Any]:
        with self.desk.office.read() as unit:
            return list(unit.connection.scalars(query))

    # --- beside it ----------------------------------------------------------------------------------

    def _beside_the_clock(self, said: list[Line]) -> None:
        end = threading.Event()
        beside = [threading.Thread(target=self._until, args=(end, work)) for work in (self._sweep, self._work)]
        for thread in beside:
            thread.start()
        try:
            told = self.crew.at_once(said)
        finally:
            end.set()
            for thread in beside:
                thread.join()
        for request, each in zip(said, told, strict=True):
            self.report.check(each.error is None, f"{each.error}: {request}")
            if each.error is None:
                self.shown[request["conversation"]] = [option["value"] for option in each.state["offered"]]
                for event in each.answer["events"]:
                    self.report.won_by[event["name"]] = self.report.won_by.get(event["name"], 0) + 1

    def _until(self, end: threading.Event, work: Any) -> None:
        try:
            while not end.is_set():
                work()
        except Exception as error:
            self.report.check(False, f"{work.__name__}: {error!r}")

    def _sweep(self) -> None:
        self.desk.office.write(lambda unit: slots.release_lapsed(unit, self.hospital), now=self.now)
        self.desk.engine.offers.look(self.now)
        self.desk.engine.offers.review(now=self.now)

    def _work(self) -> None:
        """Somebody of the staff takes a task, writes, gives it back or closes it; the clock sees to it."""
        with self.desk.office.read() as unit:
            open_tasks = tasks.open_tasks(unit)
        for task in open_tasks:
            steps = (
                lambda u, ref=task.reference: task_work.claim(u, ref, DESK_PERSON),
                lambda u, ref=task.reference: task_work.answer(u, ref, DESK_PERSON, "Hello, this is Tom."),
                lambda u, ref=task.reference: handing_over.release(u, self.hospital, ref, DESK_PERSON),
                lambda u, ref=task.reference: handing_over.release(u, self.hospital, ref, DESK_PERSON, done=True),
                lambda u, ref=task.reference: handing_over.tell_what_is_due(u, self.hospital, ref),
            )
            with suppress(HospitalError):
                self.desk.office.write(random.choice(steps), now=self.now)
