"""Visits that change their times all at once: exchanged, given to the other doctor, cancelled and booked again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier

from sqlalchemy import insert

from db.models import AppointmentRow, PatientRow
from hospital import appointment_changes, appointments
from hospital.appointments import OPEN, Request
from hospital.directory import Doctor
from hospital.errors import HospitalError, OverlapError, SlotTakenError, TooManyAppointmentsError, TransitionError
from hospital.office import Unit
from tests.hospital.clinic import MONDAY, NOW, when
from tests.hospital.house import House
from tests.races import oracle

CLIENTS = 50
MAY_BE_TOLD = (SlotTakenError, OverlapError, TransitionError, TooManyAppointmentsError)
"""What somebody else was quicker at, or the rules; anything else is a mistake of ours."""


def _hour(n: int) -> datetime:
    """The full hours of two days, which both doctors work."""
    return when("2026-06-09 09:00") + timedelta(days=n // 7, hours=n % 7)


@dataclass(frozen=True)
class Told:
    """What a client was answered: nothing, or the error; and in how many seconds."""

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
        return self.house.write(lambda unit: self._anew(unit, patient, doctor, at))

    def _anew(self, unit: Unit, patient: int, doctor: Doctor, at: int) -> str:
        request = Request(f"swap {next(self._keys)}", patient, doctor, _hour(at), "webchat", is_contact_verified=True)
        return appointments.book(unit, self.house.hospital, request).reference

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
        self.visits = [self._book(patient, n) for n, patient in enumerate(self.patients)]

    def _wish(self, n: int, chance: random.Random) -> Callable[[Unit], object]:
        hospital, mine = self.house.hospital, self.visits[n // 2]
        kind = chance.choice(("swap", "swap", "reassign", "cancel", "book"))
        doctor, at = self._place(chance.randrange(len(self.visits)))
        if kind == "reassign":
            doctor = self.doctors[1 - self.doctors.index(doctor)]
        if kind in ("swap", "reassign"):
            to = _hour(at)
            return lambda unit: appointment_changes.reschedule(unit, hospital, mine, doctor, to)
        if kind == "cancel":
            return lambda unit: appointment_changes.cancel(unit, hospital, mine)
        patient = chance.choice(self.patients)
        return lambda unit: self._anew(unit, patient, doctor, at)

    def _client(self, gate: Barrier, wish: Callable[[Unit], object]) -> Told:
        gate.wait()
        begun, error, is_mistake = time.perf_counter(), "", False
        try:
            self.house.write(wish)
        except HospitalError as refused:
            error, is_mistake = type(refused).__name__, not isinstance(refused, MAY_BE_TOLD)
        except Exception as broken:
            error, is_mistake = f"{type(broken).__name__}: {broken}"[:200], True
        return Told(error, is_mistake, time.perf_counter() - begun)

    def problems(self, told: list[Told]) -> list[str]:
        """Everything that is not as it must be after a round."""
        return [each.error for each in told if each.is_mistake] + oracle.problems(self.house.office)
