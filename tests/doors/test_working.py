"""`worker`: the background work in processes of their own."""

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.doors.test_serving import browser_of, leave_behind
from tests.web.desk import ROOT, ServedDesk, environment, run


def start_worker(directory: Path, **settings: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "run.py", "worker", "--concurrency", "2"],
        cwd=ROOT,
        env=environment(directory, **settings),
        stderr=subprocess.PIPE,
        text=True,
    )


def pending(directory: Path) -> bool:
    with closing(sqlite3.connect(directory / "data/frontdesk.sqlite3")) as database:
        return bool(database.execute("SELECT COUNT(*) FROM inbox WHERE status = 'pending'").fetchone()[0])


def test_workers_side_by_side_answer_what_was_left_behind_once(tmp_path):
    served = ServedDesk(tmp_path).load()
    leave_behind(served, "7a" * 16, "where can I park?")
    assert pending(tmp_path)
    workers = [start_worker(tmp_path) for _ in range(2)]
    try:
        said = [worker.stderr.readline() for worker in workers if worker.stderr]
        give_up_at = time.monotonic() + 40
        while pending(tmp_path) and time.monotonic() < give_up_at:
            time.sleep(0.2)
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        for worker in workers:
            worker.communicate(timeout=15)
    finally:
        for worker in workers:
            worker.kill()
    assert [worker.returncode for worker in workers] == [0, 0]
    assert all("working for Alder Road Clinic" in each for each in said)
    served.start()
    try:
        with closing(browser_of(served, "7a" * 16)) as browser:
            lines = browser.history()
        assert [line["from"] for line in lines] == ["person", "desk"]
    finally:
        served.kill()


def test_a_job_queue_that_is_not_there_yet_is_said(tmp_path):
    ServedDesk(tmp_path).load()
    worker = start_worker(tmp_path, JOBS__URL="redis://127.0.0.1:1/0")
    time.sleep(0.1)
    try:
        assert worker.stderr is not None
        said = worker.stderr.readline()
        assert "jobs.url is set, but this version has no job queue yet" in said
        assert "side by side" in said
    finally:
        worker.kill()
        worker.communicate()


@pytest.mark.parametrize("concurrency", ["0", "65", "many"])
def test_a_concurrency_that_makes_no_sense_is_wrong_usage(tmp_path, concurrency):
    assert run("worker", "--concurrency", concurrency, directory=tmp_path).returncode == 2
