"""Cancellations at one instant while people wait: every freed time goes to one of them at a time, the first first."""

from __future__ import annotations

import random
import threading
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from db.models import (
    AppointmentRow,
    ConversationRow,
    PatientRow,
    SlotOpeningRow,
    SlotRow,
    WaitlistEntryRow,
    WaitlistOfferRow,
)
from doors.wiring import Desk
from hospital import appointments, slots
from hospital.appointments import OPEN
from tests.races import oracle
from tests.races.crew import Crew, Told
from tests.races.house import NOW, ZONE, Line, ask, line
from tests.races.rounds import Report

GIVERS, WAITERS = range(30), range(30, 60)
OTHERS = range(60, 64)
"""Whose visits stay, so that nothing is free that day."""
BATCH = 10
"""How many cancel at one instant."""
THURSDAYS = ("2026-03-12", "2026-03-19", "2026-03-26", "2026-04-02")
ANSWERS = ("yes", "yes", "no", "")
"""What people do with an offer, at random: the empty answer is none."""


class WaitingRace:
    """30 visits are cancelled, ten at a time, while 30 people wait, two processes answer and a sweeper runs."""

    def __init__(self, desk: Desk, crew: Crew, report: Report | None = None, seed: int = 1) -> None:
        self.desk, self.crew = desk, crew
        self.report = report or Report()
        self.chance = random.Random(seed)
        self._ids = count(1)

    def run(self) -> None:
        """One round, on a Thursday of its own: everybody waits, ten cancel, all is answered, the next ten cancel."""
        self.day = THURSDAYS[self.report.rounds % len(THURSDAYS)]
        self.report.rounds += 1
        self.now = NOW
        self.told: dict[str, int] = {}
        given = self._fill_day()
        for patient in WAITERS:
            self._check_told(
                [ask_as_told(self.desk, self._line(f"w{self.report.rounds}-{patient}", self._wish(), patient))]
            )
        for begin in range(0, len(GIVERS), BATCH):
            self._cancel(given[begin : begin + BATCH])
            while self._open_offers() and self._minutes() < 20 * 60:
                self._answer_wave()
        self._check_end([slot_id for _, _, slot_id in given])

    # --- what people do -----------------------------------------------------------------------------

    def _wish(self) -> str:
        return f"put me on the waiting list for Dr Okafor on {date.fromisoformat(self.day):%A %-d %B %Y}"

    def _fill_day(self) -> list[tuple[int, str, int]]:
        """Every time of the day is somebody's: patient, reference and slot of those who will cancel."""
        office, day = self.desk.office, date.fromisoformat(self.day)
        clock = NOW.replace(tzinfo=ZONE)
        with office.read() as unit:
            hospital = self.desk.directory.current(unit)
        doctor = hospital.doctor("okafor")
        office.write(lambda u: slots.ensure(u, hospital, [doctor], day, day + timedelta(days=1)), now=clock)
        with office.read() as unit:
            times = unit.connection.execute(
                select(SlotRow.id, SlotRow.starts_at).where(SlotRow.doctor_id == doctor.id, SlotRow.date == day)
            ).all()
            people = dict(unit.connection.execute(select(PatientRow.number, PatientRow.id)).all())
        given = []
        for patient, slot in zip((*GIVERS, *OTHERS), times, strict=False):
            request = appointments.Request(
                f"day-{self.day}-{patient}",
                people[f"R-{patient}"],
                doctor,
                slot.starts_at,
                "whatsapp",
                is_contact_verified=True,
            )
            booked = office.write(lambda u, r=request: appointments.book(u, hospital, r), now=clock)  # type: ignore[misc]
            given.append((patient, booked.reference, slot.id))
        return given[: len(GIVERS)]

    def _line(self, name: str, words: str, patient: int, *, tap: bool = False) -> Line:
        return line(name, str(next(self._ids)), words, patient, tap=tap, now=self.now.isoformat())

    def _cancel(self, given: list[tuple[int, str, int]]) -> None:
        """Ten cancel at one instant; the first ten in line, and nobody else, are made an offer each."""
        names = {reference: f"g{self.report.rounds}-{patient}" for patient, reference, _ in given}
        asked = [self._line(names[ref], f"cancel {ref}", patient) for patient, ref, _ in given]
        self._check_told(self.crew.at_once(asked))
        line_up = self._waiting()
        free_before = self._openings()
        told = self._at_once_with_sweeper([self._line(names[ref], "yes", patient) for patient, ref, _ in given])
        self.report.check(
            all(each.events("appointment.cancelled") for each in told), "somebody's cancellation was not done"
        )
        offered = [entry for entry, _ in self._open_offers().values()]
        if not free_before:
            first = line_up[: len(given)]
            self.report.check(sorted(offered) == sorted(first), f"in line were {first}, asked were {sorted(offered)}")

    def _answer_wave(self) -> None:
        """Everybody who has an offer takes it, turns it down or lets it run out, at one instant."""
        self.now += timedelta(minutes=1)
        said = []
        for offer_id, (_, (name, patient)) in sorted(self._open_offers().items()):
            answer = self.chance.choice(ANSWERS)
            if answer:
                said.append(self._line(name, f"offer:{offer_id}.{answer}", patient, tap=True))
        for each in self._at_once_with_sweeper(said) if said else []:
            for event in each.events("appointment.booked"):
                self.told[event["appointment_id"]] = self.told.get(event["appointment_id"], 0) + 1
        self._check_moment()
        self.now += timedelta(minutes=16)
        self._sweep()

    def _minutes(self) -> float:
        return (self.now - NOW).total_seconds() / 60

    # --- the sweeper --------------------------------------------------------------------------------

    def _sweep(self) -> None:
        now = self.now.replace(tzinfo=ZONE)
        with self.desk.office.read() as unit:
            hospital = self.desk.directory.current(unit)
        self.desk.office.write(lambda unit: slots.release_lapsed(unit, hospital), now=now)
        self.desk.engine.offers.look(now)

    def _at_once_with_sweeper(self, requests: list[Line]) -> list[Told]:
        end = threading.Event()

        def sweep() -> None:
            while not end.is_set():
                self._sweep()

        sweeper = threading.Thread(target=sweep)
        sweeper.start()
        try:
            told = self.crew.at_once(requests)
        finally:
            end.set()
            sweeper.join()
        self._sweep()
        self._check_told(told)
        self.report.seconds.append(max(each.seconds for each in told))
        return told

    # --- what must hold -----------------------------------------------------------------------------

    def _check_told(self, told: list[Told]) -> None:
        for each in told:
            self.report.check(each.error is None and each.answer["replies"], f"{each.error}: {each.answer}")

    def _rows(self, query: Any) -> list[Any]:
        with self.desk.office.read() as unit:
            return list(unit.connection.execute(query).all())

    def _today(self) -> list[Any]:
        """The entries of this round, in line."""
        begin = datetime.fromisoformat(self.day).replace(tzinfo=ZONE)
        return self._rows(
            select(WaitlistEntryRow.__table__)
            .where(WaitlistEntryRow.latest > begin, WaitlistEntryRow.latest <= begin + timedelta(days=1))
            .order_by(WaitlistEntryRow.created_at, WaitlistEntryRow.id)
        )

    def _waiting(self) -> list[int]:
        return [row.id for row in self._today() if row.status == "active"]

    def _openings(self) -> int:
        return len(self._rows(select(SlotOpeningRow.slot_id)))

    def _open_offers(self) -> dict[int, tuple[int, tuple[str, int]]]:
        """By offer: the entry, and conversation and patient of whoever has it."""
        rows = self._rows(
            select(WaitlistOfferRow.id, WaitlistOfferRow.entry_id, ConversationRow.address, PatientRow.number)
            .join(WaitlistEntryRow, WaitlistEntryRow.id == WaitlistOfferRow.entry_id)
            .join(ConversationRow, ConversationRow.id == WaitlistEntryRow.conversation_id)
            .join(PatientRow, PatientRow.id == WaitlistEntryRow.patient_id)
            .where(WaitlistOfferRow.status == "open")
        )
        return {row.id: (row.entry_id, (row.address, int(row.number[2:]))) for row in rows}

    def _check_moment(self) -> None:
        """No time is on offer to two, nobody has two offers, and what is on offer is held."""
        rows = self._rows(
            select(WaitlistOfferRow.entry_id, WaitlistOfferRow.slot_id, SlotRow.status)
            .join(SlotRow, SlotRow.id == WaitlistOfferRow.slot_id)
            .where(WaitlistOfferRow.status == "open")
        )
        check = self.report.check
        check(len({row.slot_id for row in rows}) == len(rows), "one time is on offer to two")
        check(len({row.entry_id for row in rows}) == len(rows), "somebody has two offers at once")
        check(all(row.status == slots.HELD for row in rows), "a time on offer is not held")

    def _check_end(self, freed: list[int]) -> None:
        check = self.report.check
        entries = {row.id: row for row in self._today()}
        offers = self._rows(select(WaitlistOfferRow.__table__).where(WaitlistOfferRow.slot_id.in_(freed)))
        status = {row.id: row.status for row in self._rows(select(SlotRow.id, SlotRow.status))}
        visits = self._rows(
            select(AppointmentRow.__table__).where(AppointmentRow.slot_id.in_(freed), AppointmentRow.status.in_(OPEN))
        )
        accepted = [row for row in offers if row.status == "accepted"]
        check(not [row for row in offers if row.status == "open"], "an offer is open for ever")
        check(len({(row.entry_id, row.slot_id) for row in offers}) == len(offers), "somebody was offered a time twice")
        pairs = {(entries[row.entry_id].patient_id, row.slot_id) for row in accepted}
        check(pairs == {(row.patient_id, row.slot_id) for row in visits}, "accepted offers are not the visits made")
        check(len({patient for patient, _ in pairs}) == len(pairs), "somebody got two")
        taken = {row.slot_id for row in visits}
        ends = {slot_id: status[slot_id] for slot_id in freed}
        check(
            all(ends[each] == (slots.BUSY if each in taken else slots.FREE) for each in freed),
            f"freed times end neither booked nor free: {ends}",
        )
        served = {row.entry_id for row in accepted}
        check(
            all(row.status == ("fulfilled" if row.id in served else "active") for row in entries.values()),
            "the list does not say who was served",
        )
        check(
            {row.reference for row in visits} == set(self.told) and set(self.told.values()) <= {1},
            "what was told is not what is booked",
        )
        for problem in oracle.problems(self.desk.office):
            check(False, problem)
        self.report.won_by["accepted"] = self.report.won_by.get("accepted", 0) + len(accepted)
        self.report.won_by["offers"] = self.report.won_by.get("offers", 0) + len(offers)


def ask_as_told(desk: Desk, request: Line) -> Told:
    """Ask in this process, told as the crew tells it."""
    from dataclasses import asdict

    return Told(asdict(ask(desk, request)), None, 0.0)
