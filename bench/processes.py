"""What the programs cost as processes: processor time to say `--help`, time to be ready, memory while serving."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.report import Report
from bench.stage import Stage
from tests.races.web import Browser
from tests.web.desk import ServedDesk

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 3
BROWSERS, AT_ONCE = 48, 8
WORDS = ("hello", "I need a dermatologist on Tuesday", "what have you got so far?", "thanks", "my tooth hurts")


def measure(stage: Stage, report: Report) -> None:
    """`--help`, a start on embedded defaults with the demo hospital, and memory after people have chatted."""
    report.section("Processes")
    bare = statistics.median(_processor_seconds([sys.executable, "-c", "pass"]) for _ in range(REPEATS))
    helped = statistics.median(_processor_seconds([sys.executable, "run.py", "--help"]) for _ in range(REPEATS))
    note = f"Python alone {bare:.2f} s"
    report.figure("processor time of run.py --help", helped, " s", goal=0.5, note=note)
    server = ServedDesk(stage.home / "served", "--demo")
    server.launch_apart().wait_until_ready()  # makes the database and loads the demo hospital
    server.end()
    starts = []
    for _ in range(REPEATS - 1):
        starts.append(_seconds_to_start(server))
        server.end()
    starts.append(_seconds_to_start(server))
    try:
        idle = _resident_mib(server)
        with ThreadPoolExecutor(AT_ONCE) as people:
            list(people.map(lambda _: _chat(server), range(BROWSERS)))
        busy = _resident_mib(server)
    finally:
        server.end()
    report.figure(
        "start of serve until ready", statistics.median(starts), " s", note="embedded, with the demo hospital"
    )
    note = f"after {BROWSERS * len(WORDS)} turns, {AT_ONCE} at once; {idle:.0f} before"
    report.figure("resident memory of serve", busy, " MiB", goal=150, note=note)


def _seconds_to_start(server: ServedDesk) -> float:
    begun = time.perf_counter()
    server.launch_apart().wait_until_ready()
    return time.perf_counter() - begun


def _chat(server: ServedDesk) -> None:
    browser = Browser(server.address)
    browser.open()
    for words in WORDS:
        assert browser.say(words)


def _processor_seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _resident_mib(server: ServedDesk) -> float:
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024
    command = ["ps", "-o", "rss=", "-p", str(server.process.pid)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1024
