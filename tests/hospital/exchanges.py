"""Visits that change their times all at once: exchanged, given to the other doctor, cancelled and booked again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any

from sqlalchemy import insert

from db.models import AppointmentRow, PatientRow
from hospital import appointment_changes, appointments
from hospital.appointments import OPEN, Appointment, Request
from hospital.directory import Doctor
from hospital.errors import HospitalError, OverlapError, SlotTakenError, TooManyAppointmentsError, TransitionError
from hospital.office import Unit
from tests.hospital.clinic import MONDAY, NOW, when
from tests.hospital.house import House
from tests.races import oracle

CLIENTS, HOURS = 50, 14
BOOKED = "booked"
KINDS = ("swap", "reassign", "cancel", "book")
MAY_BE_TOLD = (SlotTakenError, OverlapError, TransitionError, TooManyAppointmentsError)
"""What somebody else was quicker at, or the rules; anything else is a mistake of ours."""


def _hour(n: int) -> datetime:
    """The full hours of two days, which both doctors work: three more places than there are visits at first."""
    return when("2026-06-09 09:00") + timedelta(days=n // 7, hours=n % 7)


Place = tuple[int, datetime]
"""A doctor and a time."""


@dataclass(frozen=True)
class Wish:
    """What a client wants: a visit of a patient's moved to a place, cancelled (no place), or booked anew (no visit)."""

    kind: str
    patient: int
    visit: str
    place: Place | None
    work: Callable[[Unit], Any]


@dataclass(frozen=True)
class Told:
    """What a client was answered: the visit that it came to, or the error; and in how many seconds."""

    wish: Wish
    visit: str
    error: str
    is_mistake: bool
    seconds: float


class Exchanges:
    """Rounds of it in one hospital: 25 visits with two doctors, each wanted by two clients in different ways."""

    def __init__(self, house: House) -> None:
        self.house, self._keys = house, count(1)
        house.ensure(MONDAY, 7)
        self.doctors = [house.doctor("adler"), house.doctor("brandt")]
        self.patients = house.write(self._people)
        self.visits: list[str] = []
        self._before = 0

    def _people(self, unit: Unit) -> list[int]:
        plain = {"allergies": [], "insurance": {}, "is_contact_verified": False, "created_at": NOW}
        made = []
        for n in range(CLIENTS // 2):
            row = {**plain, "number": f"SWAP-{n}", "name": f"Swap {n}", "name_folded": f"swap {n}"}
            key = unit.connection.execute(insert(PatientRow), row).inserted_primary_key
            assert key is not None
            made.append(int(key[0]))
        return made

    def _place(self, n: int) -> tuple[Doctor, int]:
        return self.doctors[n % 2], n // 2

    def _book(self, patient: int, n: int) -> str:
        doctor, at = self._place(n)
        return self.house.write(lambda unit: self._anew(unit, patient, doctor, at)).reference

    def _anew(self, unit: Unit, patient: int, doctor: Doctor, at: int) -> Appointment:
        request = Request(f"swap {next(self._keys)}", patient, doctor, _hour(at), "webchat", is_contact_verified=True)
        return appointments.book(unit, self.house.hospital, request)

    def run(self, chance: random.Random) -> list[Told]:
        """One round: neighbours change places, go to the other doctor, or cancel while another patient books."""
        self._begin()
        gate, wishes = Barrier(CLIENTS), [self._wish(n, chance) for n in range(CLIENTS)]
        with ThreadPoolExecutor(CLIENTS) as pool:
            told = [pool.submit(self._client, gate, wish) for wish in wishes]
            return [each.result() for each in told]

    def _begin(self) -> None:
        """Everybody has one visit again, each at a place of its own."""
        for row in self.house.rows(AppointmentRow, AppointmentRow.status.in_(OPEN)):
            self.house.cancel(row.reference)
        self._before = max((row.id for row in self.house.rows(AppointmentRow)), default=0)
        self.visits = [self._book(patient, n) for n, patient in enumerate(self.patients)]

    def _wish(self, n: int, chance: random.Random) -> Wish:
        hospital, mine, whose = self.house.hospital, self.visits[n // 2], self.patients[n // 2]
        kind = chance.choice(("swap", *KINDS))
        doctor, at = self._place(chance.randrange(2 * HOURS))
        if kind == "reassign":
            doctor = self.doctors[1 - n // 2 % 2]
        place = (doctor.id, _hour(at))
        if kind in ("swap", "reassign"):
            to = _hour(at)
            return Wish(
                kind, whose, mine, place, lambda u: appointment_changes.reschedule(u, hospital, mine, doctor, to)
            )
        if kind == "cancel":
            return Wish(kind, whose, mine, None, lambda u: appointment_changes.cancel(u, hospital, mine)[0])
        patient = chance.choice(self.patients)
        return Wish(kind, patient, "", place, lambda u: self._anew(u, patient, doctor, at))

    def _client(self, gate: Barrier, wish: Wish) -> Told:
        gate.wait()
        begun, visit, error, is_mistake = time.perf_counter(), "", "", False
        try:
            visit = self.house.write(wish.work).reference
        except HospitalError as refused:
            error, is_mistake = type(refused).__name__, not isinstance(refused, MAY_BE_TOLD)
        except Exception as broken:
            error, is_mistake = f"{type(broken).__name__}: {broken}"[:200], True
        return Told(wish, visit, error, is_mistake, time.perf_counter() - begun)

    def problems(self, told: list[Told]) -> list[str]:
        """Everything that is not as it must be after a round."""
        found = [each.error for each in told if each.is_mistake] + oracle.problems(self.house.office)
        return [*found, *self._visits_that_differ(told), *self._untrue_refusals(told)]

    def _visits_that_differ(self, told: list[Told]) -> Iterator[str]:
        """Every visit, and no other, is where somebody who succeeded wanted it, or else where it was."""
        rows = {row.reference: row for row in self.house.rows(AppointmentRow, AppointmentRow.id > self._before)}
        done = [each for each in told if not each.error]
        due = {visit: self._due(n, [t.wish for t in done if t.wish.visit == visit]) for n, visit in self._numbered()}
        due |= {each.visit: (each.wish.patient, BOOKED, {each.wish.place}) for each in done if each.wish.kind == "book"}
        yield from (
            f"{each.visit} is not {each.wish.visit}" for each in done if each.wish.visit not in ("", each.visit)
        )
        yield from (f"{reference} is nobody's wish" for reference in rows.keys() - due.keys())
        for reference, (patient, status, places) in due.items():
            row = rows.get(reference)
            if row is None or (row.patient_id, row.status) != (patient, status):
                yield f"{reference} should be {status} for patient {patient}: {row and (row.patient_id, row.status)}"
            elif (row.doctor_id, row.starts_at) not in places:
                yield f"{reference} is at {(row.doctor_id, row.starts_at)} and not at one of {places}"

    def _due(self, n: int, done: list[Wish]) -> tuple[int, str, set[Place | None]]:
        """What became of the first visit of a patient: whose it is, its status, and where it may be."""
        moved: set[Place | None] = {wish.place for wish in done if wish.place}
        is_cancelled = any(wish.kind == "cancel" for wish in done)
        return self.patients[n], "cancelled" if is_cancelled else BOOKED, moved or {self._first(n)}

    def _untrue_refusals(self, told: list[Told]) -> Iterator[str]:
        """Nobody is refused a place that nobody had, or for another visit, a limit or a change that there never was."""
        done = [each.wish for each in told if not each.error]
        taken = {wish.place for wish in done} | {self._first(n) for n, _ in self._numbered()}
        cancelled = {wish.visit for wish in done if wish.kind == "cancel"}
        limit = self.house.hospital.booking.max_open_appointments
        for wish, error in ((each.wish, each.error) for each in told):
            others = self._others(wish, done)
            is_true = {
                "": True,
                SlotTakenError.__name__: wish.place in taken,
                OverlapError.__name__: wish.place is not None and wish.place[1] in [at for _, at in others],
                TransitionError.__name__: wish.visit in cancelled,
                TooManyAppointmentsError.__name__: wish.kind == "book" and len(others) >= limit,
            }
            if not is_true.get(error, False):
                yield f"{error} was told and is not so: {wish.kind} of patient {wish.patient} to {wish.place}"

    def _others(self, wish: Wish, done: list[Wish]) -> list[Place]:
        """Where the patient's other visits were at some time of the round."""
        first = [self._first(n) for n, _ in self._numbered() if self.patients[n] == wish.patient and not wish.visit]
        theirs = [
            each for each in done if each.patient == wish.patient and not (wish.visit and each.visit == wish.visit)
        ]
        return first + [each.place for each in theirs if each.place is not None]

    def _numbered(self) -> Iterable[tuple[int, str]]:
        return enumerate(self.visits)

    def _first(self, n: int) -> Place:
        doctor, at = self._place(n)
        return doctor.id, _hour(at)
