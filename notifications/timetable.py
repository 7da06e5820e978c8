"""What is done by the clock. Every job may run in any number of processes side by side: doing it twice changes nothing.

A job that fails is logged, tried again later and later, and does not keep the others from running.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

import structlog

from hospital import codes, inbox, slots
from hospital.access import SYSTEM
from hospital.clocks import machine_now
from hospital.directory import Doctor, Hospital
from hospital.directory_rows import Directory
from hospital.office import Office, Unit
from hospital.pharmacy import alerts, dispenses, owing
from hospital.reports import critical, missing, reviewing
from hospital.steps import Steps

log = structlog.get_logger("timetable")

FIRST_BACK_OFF, LONGEST_BACK_OFF = 5.0, 30.0
"""Seconds until what failed is tried again: doubled each time, up to the longest."""
BREATH_SECONDS = 0.02
"""Between the transactions of a long job, so that patients' turns come in between."""


class Stop:
    """Tells a job to come to an end, and lets it pause until then."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """End everything that listens."""
        self._event.set()

    def is_set(self) -> bool:
        """Whether to end."""
        return self._event.is_set()

    def pause(self, seconds: float) -> bool:
        """Wait; whether it is time to end."""
        return self._event.wait(seconds)


@dataclass
class Job:
    """Something to be done every `every` seconds, the first time at once."""

    name: str
    every: float
    run: Callable[[Stop], object]
    due_at: float = field(default=0.0, init=False)
    failures: int = field(default=0, init=False)
    is_running: bool = field(default=False, init=False)
    has_run: bool = field(default=False, init=False)


class Timetable:
    """Runs jobs when they are due, in as many threads as `start` is told."""

    def __init__(
        self,
        jobs: Sequence[Job],
        *,
        clock: Callable[[], float] = time.monotonic,
        on_run: Callable[[str, bool], None] = lambda job, is_done: None,
    ) -> None:
        self.jobs = list(jobs)
        self._clock = clock
        self._on_run = on_run
        self._stop = Stop()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def start(self, threads: int = 1) -> None:
        """Begin, in the background."""
        for n in range(threads):
            thread = threading.Thread(target=self._work, name=f"timetable-{n}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self, seconds: float) -> bool:
        """Let running jobs come to an end; whether they did in time."""
        self._stop.set()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not self.is_alive()

    def is_alive(self) -> bool:
        """Whether a thread still works."""
        return any(thread.is_alive() for thread in self._threads)

    def has_run(self, name: str) -> bool:
        """Whether a job has come to an end at least once, well or not."""
        return all(job.has_run for job in self.jobs if job.name == name)

    def run_due(self) -> float:
        """Run the job that has been due longest, if any; the seconds until the next one is due."""
        job = self._take()
        if job is not None:
            self._run(job)
        with self._lock:
            idle = [each.due_at for each in self.jobs if not each.is_running]
        return max(0.0, min(idle, default=self._clock() + 1.0) - self._clock())

    def _work(self) -> None:
        while not self._stop.is_set():
            self._stop.pause(min(self.run_due(), 1.0))

    def _take(self) -> Job | None:
        now = self._clock()
        with self._lock:
            due = [job for job in self.jobs if not job.is_running and job.due_at <= now]
            if not due:
                return None
            job = min(due, key=lambda each: each.due_at)
            job.is_running = True
            return job

    def _run(self, job: Job) -> None:
        try:
            job.run(self._stop)
        except Exception as error:
            # one job's trouble must not become the others'
            job.failures += 1
            log.error("job_failed", job=job.name, failures=job.failures, exc_info=error)
        else:
            job.failures = 0
        with self._lock:
            job.due_at = self._clock() + (back_off(job.failures) if job.failures else job.every)
            job.has_run, job.is_running = True, False
        self._on_run(job.name, job.failures == 0)


def back_off(failures: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2.0 ** min(failures - 1, 10))


# --- the jobs -------------------------------------------------------------------------------------


Work = Callable[[Callable[[], bool]], object]
"""Something to do that asks now and then whether to end."""


class PaysOnline(Protocol):
    """A provider of payment links, as far as the clock has to ask it something."""

    def end_links(self) -> int:
        """Close what nobody should pay by any more."""

    def follow_refunds(self) -> int:
        """Ask again for refunds that have no end yet."""


def standard_jobs(
    office: Office,
    directory: Directory,
    catch_up: Callable[[int], object],
    offer: Work,
    review: Work,
    online: PaysOnline | None = None,
) -> list[Job]:
    """Everything the desk does by the clock.

    `catch_up` runs the turn that a conversation is owed; `offer` offers what came free to those who wait, `review`
    makes the times that they wait for. `online` is the provider of payment links, where there is one.
    """
    return [
        *(paying(online) if online is not None else ()),
        Job("catch_up", 5.0, CatchUp(office, catch_up).run),
        Job("release_holds", 20.0, lambda stop: release_holds(office, directory, stop)),
        Job("offer_times", 3.0, lambda stop: offer(stop.is_set)),
        Job("review_waiting_list", 300.0, lambda stop: review(stop.is_set)),
        Job("withdraw_codes", 60.0, lambda stop: office.write(codes.withdraw_expired)),
        Job("follow_results", 20.0, lambda stop: follow_results(office, directory, stop)),
        Job("make_slots", 3600.0, lambda stop: make_slots(office, directory, stop)),
        Job("see_to_pharmacy", 900.0, lambda stop: see_to_pharmacy(office, directory, stop)),
        Job("ask_after_claims", 900.0, lambda stop: ask_after_claims(office, directory, stop)),
        Job("see_to_billing", 3600.0, lambda stop: see_to_billing(office, directory, stop)),
    ]


def paying(online: PaysOnline) -> list[Job]:
    """What is asked of a payment provider by the clock."""
    return [
        Job("end_links", 60.0, lambda stop: online.end_links()),
        Job("follow_refunds", 900.0, lambda stop: online.follow_refunds()),
    ]


class CatchUp:
    """Gives the messages that a dead process left behind their answers."""

    def __init__(
        self, office: Office, catch_up: Callable[[int], object], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._office, self._catch_up, self._clock = office, catch_up, clock
        self._failed: dict[int, tuple[int, float]] = {}
        """By conversation: how often its turn failed, and when to try again."""

    def run(self, stop: Stop) -> int:
        """Run every turn that is owed and that nobody runs; how many came to an end."""
        with self._office.read(machine_now(self._office.clock)) as unit:  # leases go by the machine's clock
            owed = inbox.left_over(unit)
        self._failed = {each: failed for each, failed in self._failed.items() if each in owed}
        done = 0
        for conversation_id in owed:
            if stop.is_set():
                break
            if self._failed.get(conversation_id, (0, 0.0))[1] <= self._clock():
                done += self._try(conversation_id)
        if done:
            log.info("caught_up", conversations=done)
        return done

    def _try(self, conversation_id: int) -> bool:
        try:
            self._catch_up(conversation_id)
        except Exception as error:
            # one conversation's trouble must not keep the others waiting
            failures = self._failed.get(conversation_id, (0, 0.0))[0] + 1
            self._failed[conversation_id] = failures, self._clock() + back_off(failures)
            log.error("catch_up_failed", conversation=conversation_id, failures=failures, exc_info=error)
            return False
        return True


def release_holds(office: Office, directory: Directory, stop: Stop) -> int:
    """Free the times whose holds ran out; how many there were."""

    def release(unit: Unit) -> int:
        hospital = directory.standing(unit)
        return slots.release_lapsed(unit, hospital) if hospital is not None else 0

    freed = 0
    while not stop.is_set():
        now = office.write(release)
        freed += now
        if not now:
            break
        stop.pause(BREATH_SECONDS)
    return freed


def follow_results(office: Office, directory: Directory, stop: Stop) -> int:
    """Tell the next of dangerous values that nobody acknowledged, of reports that nobody reviewed, and of results that
    do not come; how many.
    """
    with office.read() as unit:
        hospital = directory.standing(unit)
    if hospital is None:
        return 0
    with Steps(office, "follow_results", is_ended=stop.is_set) as steps:
        told = critical.escalate_due(office, hospital, steps) + reviewing.hand_on_due(office, hospital, steps)
        return told + missing.ask_after_due(office, hospital, steps)


def make_slots(office: Office, directory: Directory, stop: Stop) -> None:
    """Make the bookable times of the whole horizon, doctor by doctor, in short transactions."""
    with office.read() as unit:
        hospital = directory.standing(unit)
    if hospital is None:
        return
    doctors = [doctor for doctor in sorted(hospital.schedules, key=lambda each: each.id) if doctor.is_active]
    with Steps(office, "make_slots", is_ended=stop.is_set) as steps:
        steps.each(
            "make", doctors, lambda doctor: _make_slots_of(office, hospital, doctor, stop), lambda doctor: doctor.id
        )


def _make_slots_of(office: Office, hospital: Hospital, doctor: Doctor, stop: Stop) -> None:
    first = hospital.local(office.clock.now()).date()
    end = first + timedelta(days=hospital.booking.horizon_days + 1)
    while first < end and not stop.is_set():
        upto = min(end, first + timedelta(days=slots.ENSURE_DAYS))
        begin = first
        with office.read() as unit:
            lacking = slots.missing(unit, hospital, [doctor], begin, upto)
        if lacking:
            office.write(lambda unit, begin=begin, upto=upto: slots.ensure(unit, hospital, [doctor], begin, upto))  # type: ignore[misc]
            stop.pause(BREATH_SECONDS)
        first = upto


def see_to_pharmacy(office: Office, directory: Directory, stop: Stop) -> None:
    """Put back what nobody came for, make tasks of what runs low, goes out of date, or is owed and has come in."""
    with office.read() as unit:
        hospital = directory.standing(unit)
    if hospital is None:
        return
    with office.read() as unit:
        left = dispenses.lapsed(unit, hospital, SYSTEM)
        cases = alerts.cases(unit, hospital, SYSTEM)

    def lapse(reference: str) -> None:
        from hospital.pharmacy import taking_back

        office.write(lambda unit: taking_back.lapse(unit, hospital, SYSTEM, reference))
        stop.pause(BREATH_SECONDS)

    def see_to(case: alerts.Case) -> None:
        office.write(lambda unit: alerts.see_to(unit, hospital, SYSTEM, case))
        stop.pause(BREATH_SECONDS)

    def change(wanted: owing.Change) -> None:
        office.write(lambda unit: owing.change(unit, hospital, SYSTEM, wanted))
        stop.pause(BREATH_SECONDS)

    with Steps(office, "see_to_pharmacy", is_ended=stop.is_set) as steps:
        steps.each("lapse", left, lapse)
        steps.each("alert", cases, see_to, lambda case: case.id)
        with office.read() as unit:
            owed = owing.changes(unit, hospital, SYSTEM)
        steps.each("owing", owed, change, lambda wanted: wanted.task)


def see_to_billing(office: Office, directory: Directory, stop: Stop) -> int:
    """Make tasks of days that nobody billed and of invoices that nobody pays, and end those that are done; how many
    were made.
    """
    with office.read() as unit:
        hospital = directory.standing(unit)
    if hospital is None:
        return 0
    from hospital.billing import overdue

    with office.read() as unit:
        standing = overdue.standing(unit, SYSTEM)
        days, invoices = overdue.unbilled_days(unit, hospital, SYSTEM), overdue.overdue(unit, SYSTEM)

    def settle(matter: overdue.Matter) -> None:
        office.write(lambda unit: overdue.settle(unit, hospital, SYSTEM, matter))
        stop.pause(BREATH_SECONDS)

    def tell_of_day(day: date) -> bool:
        told = office.write(lambda unit: overdue.tell_of_day(unit, hospital=hospital, actor=SYSTEM, day=day))
        stop.pause(BREATH_SECONDS)
        return told

    def tell_of_invoice(reference: str) -> bool:
        told = office.write(
            lambda unit: overdue.tell_of_invoice(unit, hospital=hospital, actor=SYSTEM, reference=reference)
        )
        stop.pause(BREATH_SECONDS)
        return told

    with Steps(office, "see_to_billing", is_ended=stop.is_set) as steps:
        steps.each("settle", standing, settle, lambda matter: f"{matter.kind} {matter.about}")
        made = steps.each("day", days, tell_of_day, str)
        return made + steps.each("invoice", invoices, tell_of_invoice)


def ask_after_claims(office: Office, directory: Directory, stop: Stop) -> int:
    """Make tasks of claims that their insurers do not answer; how many."""
    with office.read() as unit:
        hospital = directory.standing(unit)
    if hospital is None:
        return 0
    from hospital.insurance import claiming

    with office.read() as unit:
        late = claiming.unanswered(unit, hospital, SYSTEM)

    def ask_after(reference: str) -> bool:
        office.write(lambda unit: claiming.ask_after(unit, hospital, SYSTEM, reference))
        stop.pause(BREATH_SECONDS)
        return True

    with Steps(office, "ask_after_claims", is_ended=stop.is_set) as steps:
        return steps.each("ask", late, ask_after)
