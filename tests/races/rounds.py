"""The races themselves, each a round that can be run again and again in the same hospital."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from db.models import AppointmentRow, ConversationRow, InboxRow, OutboxRow, SlotRow
from doors.wiring import Desk
from hospital.appointments import OPEN
from hospital.slots import FREE
from tests.races import oracle
from tests.races.crew import Crew, Told
from tests.races.house import Line, ask, line, offered, value_of

RUNNERS = 64
MOVERS = range(16)
"""Patients who have a visit and move it; the others book."""
ANY_DOCTOR = range(16, 32)
"""Patients who asked for a speciality and leave the doctor open."""
SAYERS = range(32, 40)
"""Patients who say doctor, day and hour in one sentence instead of choosing from a list."""


@dataclass
class Report:
    """What a race was like."""

    rounds: int = 0
    mistakes: list[str] = field(default_factory=list)
    won_by: dict[str, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    def check(self, is_right: object, mistake: str) -> None:
        """Note a mistake unless all is right."""
        if not is_right:
            self.mistakes.append(f"round {self.rounds}: {mistake}")


def open_visits(desk: Desk, *where: Any) -> int:
    """The number of active appointments."""
    query = select(func.count()).select_from(AppointmentRow).where(AppointmentRow.status.in_(OPEN), *where)
    with desk.office.read() as unit:
        return unit.connection.scalar(query) or 0


def free_times(desk: Desk, shown: list[dict[str, Any]]) -> int:
    """How many of the offered times really are free."""
    with desk.office.read() as unit:
        rows = unit.connection.execute(select(SlotRow.starts_at).where(SlotRow.status == FREE))
        free = {row.starts_at.astimezone().isoformat() for row in rows}
    from datetime import datetime

    return len({o["value"] for o in shown if datetime.fromisoformat(o["starts_at"]).astimezone().isoformat() in free})


def kind_of(patient: int) -> str:
    """What a runner tries."""
    if patient in MOVERS:
        return "moving"
    return "any doctor" if patient in ANY_DOCTOR else "saying" if patient in SAYERS else "choosing"


MONDAYS = ("Monday 9 March", "Monday 16 March", "Monday 23 March", "Monday 30 March")
TIMES_A_DAY = 40
"""Rounds after which the next Monday is raced for: before the last of Dr Patel's times of a day is gone."""


class SlotRace:
    """64 patients in as many conversations want one and the same time of Dr Patel on Mondays."""

    def __init__(self, desk: Desk, crew: Crew, report: Report | None = None) -> None:
        self.desk, self.crew = desk, crew
        self.report = report or Report()
        for patient in MOVERS:
            self._give_visit(patient)

    def _give_visit(self, patient: int) -> None:
        told = ask(self.desk, line(f"own-{patient}", "1", "Dr Walsh on Tuesday", patient))
        ask(self.desk, line(f"own-{patient}", "2", offered(told.state)[0]["value"], patient, tap=True))

    def run(self) -> None:
        """One round: everybody is shown the same times, then everybody takes the first of them."""
        self.report.rounds += 1
        name = f"r{self.report.rounds}"
        asked = self.crew.at_once([self._wish(name, patient) for patient in range(RUNNERS)])
        self._check_errors(asked)
        target = min(option["starts_at"] for option in offered(asked[-1].state))
        before = open_visits(self.desk)
        told = self.crew.at_once([self._take(name, p, asked[p].state, target) for p in range(RUNNERS)])
        self._check_errors(told)
        self._check(told, target, before)
        self.report.seconds.append(max(each.seconds for each in told))

    def _wish(self, name: str, patient: int) -> Line:
        day = MONDAYS[(self.report.rounds - 1) // TIMES_A_DAY % len(MONDAYS)]
        words = {
            "moving": f"I'd like to move my appointment to {day} with Dr Patel",
            "any doctor": f"I need a cardiologist on {day}, any doctor",
        }.get(kind_of(patient), f"Dr Patel on {day}")
        return line(f"{name}-{patient}", "1", words, patient)

    def _take(self, name: str, patient: int, state: dict[str, Any], target: str) -> Line:
        if kind_of(patient) == "saying":
            return line(f"{name}-{patient}", "2", f"at {target[11:16]} please", patient)
        return line(f"{name}-{patient}", "2", value_of(state, target, "patel"), patient, tap=True)

    def _check_errors(self, told: list[Told]) -> None:
        for patient, each in enumerate(told):
            self.report.check(each.error is None, f"patient {patient} ({kind_of(patient)}) met {each.error}")
            self.report.check(each.answer["replies"], f"patient {patient} ({kind_of(patient)}) got no reply")

    def _check(self, told: list[Told], target: str, before: int) -> None:
        winners = [p for p, each in enumerate(told) if each.events("appointment.booked")]
        winners += [p for p, each in enumerate(told) if each.events("appointment.rescheduled")]
        check = self.report.check
        check(len(winners) == 1, f"{len(winners)} patients were told that {target} is theirs: {winners}")
        for winner in winners:
            kind = kind_of(winner)
            self.report.won_by[kind] = self.report.won_by.get(kind, 0) + 1
        booked = sum(len(told[p].events("appointment.booked")) for p in winners)
        check(open_visits(self.desk) == before + booked, "the number of visits did not change by the winner's")
        for patient, each in enumerate(told):
            if patient not in winners and each.error is None:
                shown = [o for o in offered(each.state) if o["starts_at"] != target]
                free = free_times(self.desk, shown)
                check(
                    free >= 2,
                    f"loser {patient} ({kind_of(patient)}) was offered {free} free times: {each.answer['replies']}",
                )
        for problem in oracle.problems(self.desk.office):
            check(False, problem)


class TwoDoctorsRace:
    """One patient takes the same time with two doctors at once, in two conversations."""

    PATIENT = 63
    DAYS = tuple(
        f"{day} {number} {month}"
        for day, month, numbers in (
            ("Wednesday", "March", (11, 18, 25)),
            ("Thursday", "March", (12, 19, 26)),
            ("Wednesday", "April", (1, 8)),
            ("Thursday", "April", (2, 9)),
        )
        for number in numbers
    )
    """On none of them anybody runs another race."""

    def __init__(self, desk: Desk, crew: Crew, report: Report | None = None) -> None:
        self.desk, self.crew, self.report = desk, crew, report or Report()

    def run(self) -> None:
        """One round on the next hour that both doctors have."""
        self.report.rounds += 1
        hour = f"{8 + (self.report.rounds - 1) % 10:02}:00"
        day = self.DAYS[(self.report.rounds - 1) // 10 % len(self.DAYS)]
        wishes = [("okafor", "Dr Okafor"), ("quinn", "Dr Quinn")] * 2
        names = [f"two-{self.report.rounds}-{n}" for n in range(len(wishes))]
        lines = [
            line(name, "1", f"{doctor} on {day} 2026 at {hour}", self.PATIENT)
            for name, (_, doctor) in zip(names, wishes, strict=True)
        ]
        before = self._visits()
        told = self.crew.at_once(lines)
        check = self.report.check
        for each in told:
            check(each.error is None, f"met {each.error}")
            choices = [choice for reply in each.answer["replies"] for choice in reply["choices"]]
            is_served = choices or each.events("appointment.booked")
            check(is_served, f"neither booked nor offered anything: {each.answer['replies']}")
        booked = sum(len(each.events("appointment.booked")) for each in told)
        check(booked == 1, f"{booked} visits were said to be booked")
        check(self._visits() == before + 1, f"the patient has {self._visits() - before} new visits")
        for problem in oracle.problems(self.desk.office):
            check(False, problem)
        self.report.seconds.append(max(each.seconds for each in told))

    def _visits(self) -> int:
        from db.models import PatientRow

        mine = select(PatientRow.id).where(PatientRow.number == f"R-{self.PATIENT}").scalar_subquery()
        return open_visits(self.desk, AppointmentRow.patient_id == mine)


class EchoRace:
    """One message arrives five times at once."""

    DAYS = ("Tuesday 10 March", "Tuesday 17 March", "Tuesday 24 March", "Tuesday 31 March")

    def __init__(self, desk: Desk, crew: Crew, report: Report | None = None) -> None:
        self.desk, self.crew, self.report = desk, crew, report or Report()

    def run(self) -> None:
        """One round: a first message, then a tap that books."""
        self.report.rounds += 1
        name, patient = f"echo-{self.report.rounds}", 40 + self.report.rounds % 20  # whose other visits are on Mondays
        day = self.DAYS[(self.report.rounds - 1) // 30 % len(self.DAYS)]
        first = self._echo(line(name, "1", f"Dr Okafor on {day}", patient), versions=1)
        if first is not None:
            value = offered(first.state)[0]["value"]
            second = self._echo(line(name, "2", value, patient, tap=True), versions=2)
            booked = second is not None and len(second.events("appointment.booked")) == 1
            self.report.check(booked, "the tap booked nothing")
        for problem in oracle.problems(self.desk.office):
            self.report.check(False, problem)

    def _echo(self, given: Line, versions: int) -> Told | None:
        told = self.crew.at_once([given] * 5)
        check = self.report.check
        for each in told:
            check(each.error is None, f"met {each.error}")
        answers = {repr(each.answer) for each in told if each.error is None}
        check(len(answers) == 1, f"five copies got {len(answers)} different answers")
        with self.desk.office.read() as unit:
            thread = unit.connection.execute(
                select(ConversationRow.id, ConversationRow.version).where(
                    ConversationRow.address == given["conversation"]
                )
            ).one()
            got = unit.connection.scalar(
                select(func.count()).select_from(InboxRow).where(InboxRow.conversation_id == thread.id)
            )
            sent = unit.connection.scalar(
                select(func.count()).select_from(OutboxRow).where(OutboxRow.conversation_id == thread.id)
            )
        check(
            (thread.version, got, sent) == (versions, versions, versions),
            f"{thread.version} turns, {got} in, {sent} out",
        )
        self.report.seconds.append(max(each.seconds for each in told))
        return next((each for each in told if each.error is None), None)
