"""Patients who hold, book, move and cancel in any order, beside a plain model of what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import delete, update

from db.models import AppointmentEventRow, AppointmentRow, SlotGuardRow, SlotRow
from hospital import appointment_changes, appointments, slots
from hospital.appointments import Appointment
from hospital.directory import Doctor
from hospital.errors import HospitalError
from hospital.office import Unit
from tests.hospital.clinic import HUGO, IRIS, MONDAY, NOW, Clinic, clock, when

TUESDAY = MONDAY + timedelta(days=1)
MINUTES = {"adler": 30, "brandt": 20}
Time = tuple[str, str]
"""A doctor and a moment on the hospital's clock."""
TIMES: tuple[Time, ...] = (
    ("adler", "2026-06-09 09:30"),
    ("adler", "2026-06-09 10:00"),
    ("adler", "2026-06-09 10:30"),
    ("brandt", "2026-06-09 10:00"),
    ("brandt", "2026-06-09 10:20"),
    ("brandt", "2026-06-09 10:40"),
)
PATIENTS = (IRIS, HUGO)
CAP = 3
a_time, a_patient, a_visit = st.sampled_from(TIMES), st.sampled_from(PATIENTS), st.integers(0, 5)
a_conversation = st.sampled_from([1, 2])


@dataclass(frozen=True)
class Visit:
    """A visit as the model has it."""

    patient: str
    time: Time


class Bookings(RuleBasedStateMachine):
    """One step after the other, each a unit that commits, refused or not, as a turn does."""

    clinic: ClassVar[Clinic]

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.visits: dict[str, Visit] = {}
        self.holds: dict[Time, tuple[int, datetime]] = {}
        self.requests: list[tuple[appointments.Request, str]] = []
        self.clinic.write(_clear)

    # --- the model ----------------------------------------------------------------------------------

    def holder(self, time: Time) -> int | None:
        """The conversation that a time is held for at this moment."""
        conversation, until = self.holds.get(time, (None, self.now))
        return conversation if until > self.now else None

    def is_free(self, time: Time, conversation: int | None) -> bool:
        """Whether a time is nobody else's."""
        booked = {visit.time for visit in self.visits.values()}
        return time not in booked and self.holder(time) in (None, conversation)

    def may_come(self, patient: str, time: Time, *, but: str = "") -> bool:
        """Whether a patient's other visits leave a time to them."""
        begin, end = _span(time)
        others = [_span(v.time) for r, v in self.visits.items() if v.patient == patient and r != but]
        return not any(first < end and begin < last for first, last in others)

    def do(self, work: Callable[[Unit], Appointment | slots.Slot]) -> Appointment | slots.Slot | None:
        """The outcome of a unit; None when it was refused. Whatever it did is kept, as in a turn that tells of it."""

        def attempt(unit: Unit) -> Appointment | slots.Slot | None:
            try:
                return work(unit)
            except HospitalError:
                return None

        return self.clinic.write(attempt, self.now)

    # --- the steps ----------------------------------------------------------------------------------

    @rule(time=a_time, conversation=a_conversation, minutes=st.sampled_from([5, 20]))
    def hold(self, time: Time, conversation: int, minutes: int) -> None:
        """Somebody chooses a time, perhaps the one that they have."""
        doctor, at, until = *self._at(time), self.now + timedelta(minutes=minutes)
        done = self.do(lambda unit: slots.hold(unit, self.clinic.hospital, doctor, at, conversation, until))
        assert (done is not None) == self.is_free(time, conversation)
        if done is not None:
            had, had_until = self.holds.get(time, (None, until))
            self.holds[time] = (conversation, max(until, had_until) if had == conversation else until)

    @rule(time=a_time, conversation=a_conversation)
    def release(self, time: Time, conversation: int) -> None:
        """Somebody chooses another."""
        doctor, at = self._at(time)
        self.clinic.write(lambda unit: slots.release(unit, self.clinic.hospital, doctor, at, conversation), self.now)
        if self.holds.get(time, (None,))[0] == conversation:
            del self.holds[time]

    @rule(patient=a_patient, time=a_time, conversation=st.sampled_from([None, 1, 2]))
    def book(self, patient: str, time: Time, conversation: int | None) -> None:
        """Somebody books, with or without a hold."""
        request = self.clinic.request(patient, *time, holder=conversation)
        open_visits = sum(visit.patient == patient for visit in self.visits.values())
        is_due = open_visits < CAP and self.may_come(patient, time) and self.is_free(time, conversation)
        done = self.do(lambda unit: appointments.book(unit, self.clinic.hospital, request))
        assert (done is not None) == is_due
        if isinstance(done, Appointment):
            self.visits[done.reference] = Visit(patient, time)
            self.holds.pop(time, None)
            self.requests.append((request, done.reference))

    @rule(which=a_visit)
    def ask_again(self, which: int) -> None:
        """The same request comes again, also after its visit has moved."""
        # one that came with a hold would use up a later hold of that time
        live = [
            (request, reference)
            for request, reference in self.requests
            if reference in self.visits and (request.holder is None or self._stands(request, reference))
        ]
        if live:
            request, reference = live[which % len(live)]
            done = self.do(lambda unit: appointments.book(unit, self.clinic.hospital, request))
            assert isinstance(done, Appointment)
            assert done.reference == reference

    def _stands(self, request: appointments.Request, reference: str) -> bool:
        return self.visits[reference].time == (request.doctor.code, clock(request.starts_at))

    @rule(which=a_visit, time=a_time, conversation=st.sampled_from([None, 1]))
    def move(self, which: int, time: Time, conversation: int | None) -> None:
        """Somebody moves a visit."""
        if not self.visits:
            return
        reference = sorted(self.visits)[which % len(self.visits)]
        visit = self.visits[reference]
        doctor, at = self._at(time)
        stays = visit.time == time
        is_due = self.may_come(visit.patient, time, but=reference) and self.is_free(time, conversation)
        done = self.do(
            lambda unit: appointment_changes.reschedule(
                unit, self.clinic.hospital, reference, doctor, at, holder=conversation
            )
        )
        assert (done is not None) == (stays or is_due)
        if done is not None and not stays:
            self.visits[reference] = Visit(visit.patient, time)
            self.holds.pop(time, None)

    @rule(which=a_visit)
    def cancel(self, which: int) -> None:
        """Somebody cancels."""
        if self.visits:
            reference = sorted(self.visits)[which % len(self.visits)]
            assert (
                self.do(lambda unit: appointment_changes.cancel(unit, self.clinic.hospital, reference)[0]) is not None
            )
            del self.visits[reference]

    @rule(minutes=st.integers(1, 25))
    def wait(self, minutes: int) -> None:
        """Time passes, and with it holds."""
        self.now += timedelta(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        """What ran out is cleared away."""
        gone = [time for time, (_, until) in self.holds.items() if until <= self.now]
        assert self.clinic.write(lambda unit: slots.release_lapsed(unit, self.clinic.hospital), self.now) == len(gone)
        for time in gone:
            del self.holds[time]

    # --- what always holds --------------------------------------------------------------------------

    @invariant()
    def the_records_are_those_of_the_model(self) -> None:
        """The same visits at the same times, nobody twice at once, guards exactly where something is taken."""
        rows = self.clinic.rows(AppointmentRow, AppointmentRow.status == "booked")
        codes = {doctor.id: code for code, doctor in self.clinic.hospital.doctors.items()}
        assert {row.reference: (codes[row.doctor_id], clock(row.starts_at)) for row in rows} == {
            reference: visit.time for reference, visit in self.visits.items()
        }
        for whose in ("doctor_id", "patient_id"):
            spans = sorted((getattr(row, whose), row.starts_at, row.ends_at) for row in rows)
            assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))
        taken = self.clinic.rows(SlotRow, SlotRow.status.in_((slots.BUSY, slots.HELD)))
        standing = {(codes[row.doctor_id], clock(row.starts_at)): row.status for row in taken}
        expected = dict.fromkeys(self.holds, slots.HELD) | {v.time: slots.BUSY for v in self.visits.values()}
        assert standing == expected
        assert self.clinic.guarded() == self.clinic.due_guards()

    def _at(self, time: Time) -> tuple[Doctor, datetime]:
        return self.clinic.doctor(time[0]), _span(time)[0]


def _span(time: Time) -> tuple[datetime, datetime]:
    begin = when(time[1])
    return begin, begin + timedelta(minutes=MINUTES[time[0]])


def _clear(unit: Unit) -> None:
    for model in (AppointmentEventRow, AppointmentRow, SlotGuardRow):
        unit.connection.execute(delete(model))
    free = {"status": slots.FREE, "hold_conversation_id": None, "hold_until": None}
    unit.connection.execute(update(SlotRow).values(free))
