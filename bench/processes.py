"""What the programs cost as processes: processor time to say `--help`, time to be ready, memory while serving."""

from __future__ import annotations

import http.cookiejar
import json
import os
import resource
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.report import Report
from bench.stage import Stage
from tests.services.servers import free_port

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 3
BROWSERS = 12
WORDS = ("hello", "I need a dermatologist on Tuesday", "what have you got so far?", "thanks", "my tooth hurts")


def measure(stage: Stage, report: Report) -> None:
    """`--help`, a start on embedded defaults with the demo hospital, and memory after people have chatted."""
    report.section("Processes")
    bare = statistics.median(_processor_seconds([sys.executable, "-c", "pass"]) for _ in range(REPEATS))
    helped = statistics.median(_processor_seconds([sys.executable, "run.py", "--help"]) for _ in range(REPEATS))
    report.figure("processor time of run.py --help", helped, " s", goal=0.5, note=f"Python alone {bare:.2f} s")
    environment = {**os.environ, "FRONTDESK__DATA_DIR": str(stage.home / "served")}
    starts, memory = [], []
    for number in range(REPEATS + 1):
        with _served(environment) as (port, process, seconds):
            if number:  # the first one loads the demo hospital
                starts.append(seconds)
            if number == REPEATS:
                idle = _resident_mib(process.pid)
                for _ in range(BROWSERS):
                    _chat(port)
                memory.append(_resident_mib(process.pid))
    report.figure(
        "start of serve until ready", statistics.median(starts), " s", note="embedded, demo hospital, a made database"
    )
    report.figure(
        "resident memory of serve",
        memory[0],
        " MiB",
        goal=150,
        note=f"after {BROWSERS * len(WORDS)} turns; {idle:.0f} before",
    )


def _processor_seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes], float]]:
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "run.py", "serve", "--demo", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _is_ready(port):
            if process.poll() is not None or time.perf_counter() - begun > 90:
                raise RuntimeError("serve did not become ready")
            time.sleep(0.02)
        yield port, process, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(20)


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _chat(port: int) -> None:
    """One browser's conversation."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    browser.open(f"http://127.0.0.1:{port}/chat", timeout=20).read()
    for number, words in enumerate(WORDS):
        data = json.dumps({"id": f"{number}", "text": words}).encode()
        headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}"}
        request = urllib.request.Request(f"http://127.0.0.1:{port}/chat/messages", data, headers)
        answer = json.load(browser.open(request, timeout=20))
        assert answer["replies"], answer


def _resident_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(said.stdout) / 1024
