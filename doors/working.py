"""`worker`: the background work in a process of its own. Any number of them may run side by side."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable

import structlog

from conversation import notices, ready_news, refill_news, results
from conversation.escalating import tell_the_desk
from conversation.handing_over import keep_promises
from doors import logs
from doors.loading import hospital_of
from doors.messaging import catch_up_on_reports
from doors.parts import JOBS_NOT_YET
from doors.settings import Settings
from doors.wiring import Desk, open_desk
from hospital import documents
from hospital.demo import going_on
from hospital.previews.ahead import Ahead
from notifications.timetable import Job, Timetable, standard_jobs

SENDING_SECONDS, END_SECONDS = 3.0, 6.0
"""How long messages on their way, and then a job under way, may take after SIGTERM."""
DRAIN_SECONDS, SEND_SECONDS, PROMISES_SECONDS, DEMO_SECONDS, SWEEP_SECONDS = 5.0, 2.0, 20.0, 30.0, 600.0
REPORTS_SECONDS, TELL_SECONDS, REFILLS_SECONDS = 15.0, 30.0, 30.0
RESULTS_SECONDS, PICTURES_SECONDS = 10.0, 30.0
PAYMENTS_SECONDS = 2.0

log = structlog.get_logger("worker")


def work(settings: Settings, concurrency: int) -> int:
    """Do what is due until SIGTERM or Ctrl-C. The exit status. Raises SettingsError."""
    logs.configure()
    end = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: end.set())
    desk = open_desk(settings)
    hospital = hospital_of(desk.office, desk.directory)
    if settings.jobs.url:
        sys.stderr.write(f"frontdesk: {JOBS_NOT_YET}\n")
    timetable = timetable_of(desk)
    names = ", ".join(job.name.replace("_", " ") for job in timetable.jobs)
    sys.stderr.write(f"frontdesk: working for {hospital.name}: {names}; Ctrl-C ends it\n")
    timetable.start(concurrency)
    log.info("working", pid=os.getpid(), concurrency=concurrency)
    while not end.wait(1.0):
        if not timetable.is_alive():
            log.error("timetable_gone")
            return 1
    # what does not end in time is as a crash: its transaction is undone, and another worker does it
    has_sent = desk.courier.close(SENDING_SECONDS)
    log.info("ended", pid=os.getpid(), in_good_order=timetable.stop(END_SECONDS) and has_sent)
    desk.database.dispose()
    return 0


def timetable_of(
    desk: Desk,
    on_run: Callable[[str, bool], None] = lambda job, is_done: None,
    on_picture: Callable[[str], None] = lambda outcome: None,
) -> Timetable:
    """Everything that is done by the clock."""
    drain = Job("drain_spool", DRAIN_SECONDS, lambda stop: desk.switchboard.drain())
    promises = Job(
        "keep_promises",
        PROMISES_SECONDS,
        lambda stop: keep_promises(desk.office, desk.directory, desk.courier.channels),
    )
    demo = Job("demo_day", DEMO_SECONDS, lambda stop: desk.office.write(going_on.go_on, actor="demo"))
    sweep = Job("sweep_uploads", SWEEP_SECONDS, lambda stop: sweep_uploads(desk))
    tell = Job(
        "tell_the_desk", TELL_SECONDS, lambda stop: tell_the_desk(desk.office, desk.directory, desk.settings.spool_dir)
    )
    courier = Job("send", SEND_SECONDS, lambda stop: desk.courier.run(stop.is_set))
    reports = Job(
        "apply_reports",
        REPORTS_SECONDS,
        lambda stop: catch_up_on_reports(desk.office, desk.courier.channels, desk.directory),
    )
    refills = Job("tell_of_refills", REFILLS_SECONDS, lambda stop: refill_news.tell(desk.office, desk.directory))
    ready = Job(
        "tell_of_ready",
        REFILLS_SECONDS,
        lambda stop: notices.tell(desk.office, desk.directory, ready_news.NOTES, stop.is_set),
    )
    pay = Job("see_to_payments", PAYMENTS_SECONDS, lambda stop: desk.online.run())
    told = Job(
        "tell_results",
        RESULTS_SECONDS,
        lambda stop: notices.tell(desk.office, desk.directory, results.NOTES, stop.is_set),
    )
    ahead = Ahead(desk.office, desk.uploads, desk.previews, on_picture)
    pictures = Job("draw_files", PICTURES_SECONDS, lambda stop: ahead.run(stop.is_set))
    engine = desk.engine
    jobs = standard_jobs(
        desk.office, desk.directory, engine.catch_up, engine.offers.run, engine.offers.review, desk.online
    )
    ours = [drain, courier, reports, promises, refills, ready, tell, told, sweep, pictures, demo, pay]
    return Timetable([*ours, *jobs], on_run=on_run)


def sweep_uploads(desk: Desk) -> int:
    """Remove files that came in and that no message is about; how many. Messages may still wait outside the records."""
    return documents.sweep(desk.office, desk.uploads) if desk.switchboard.has_all_written_down() else 0
