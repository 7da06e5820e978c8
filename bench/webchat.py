"""The web chat: how long a browser takes to show an answer, and what one who floods the desk costs the others."""

from __future__ import annotations

import json
import statistics
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from typing import TYPE_CHECKING

from bench.report import Report
from bench.stage import LackingError, Stage
from tests.races.web import Browser
from tests.services import browsers, machine
from tests.web.desk import ServedDesk

if TYPE_CHECKING:
    from playwright.sync_api import Response

WORDS = ("I need a cardiologist tomorrow", "Where can I park?", "what does it cost?", "thank you", "hello")
VISITS, TURNS = 8, 150
FLOOD_PER_SECOND = 50
ANSWERED = """async (text) => {
  const before = document.querySelectorAll(".desk").length;
  document.getElementById("field").value = text;
  const begun = performance.now();
  document.getElementById("form").requestSubmit();
  while (document.querySelectorAll(".desk").length <= before) await new Promise((next) => requestAnimationFrame(next));
  return performance.now() - begun;
}"""


def measure(stage: Stage, report: Report) -> None:
    """A phone's page and its answers in Chromium; then other people's turns, quiet and beside a flood."""
    report.section("Web chat")
    server = ServedDesk(stage.home / "webchat", "--demo")
    server.start()
    try:
        _page(server, report)
        _flood(server, report)
    finally:
        server.end()


def _page(server: ServedDesk, report: Report) -> None:
    program = machine.CHROMIUM.find()
    if program is None:
        raise LackingError(machine.CHROMIUM.advice)
    sizes: dict[str, int] = {}
    paints: list[float] = []
    firsts: list[float] = []
    answers: list[float] = []
    with browsers.chromium(program) as chromium:
        for _ in range(VISITS):
            context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="en-IE")
            page = context.new_page()
            if not sizes:
                page.on("response", lambda answer: sizes.update(_weight(answer)))
            page.goto(f"{server.address}/chat", wait_until="networkidle")
            page.wait_for_selector(".choices button")
            paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            times = [page.evaluate(ANSWERED, text) for text in WORDS]
            firsts.append(times[0])
            answers += times[1:]
            context.close()
    report.figure("page, styles, script and icon", sum(sizes.values()) / 1000, " kB", goal=60, note="uncompressed")
    report.figure("first paint", statistics.median(paints), " ms", note="median")
    note = f"median of {VISITS} visits; from Enter until shown"
    report.figure("first answer in a browser", statistics.median(firsts), " ms", goal=300, note=note)
    report.figure("later answers in a browser", statistics.median(answers), " ms", goal=300)


def _weight(answer: Response) -> dict[str, int]:
    return {answer.url: len(answer.body())} if answer.status == 200 else {}


def _flood(server: ServedDesk, report: Report) -> None:
    quiet = _turns(server)
    end = threading.Event()
    refused = [0, 0]
    flood = threading.Thread(target=_write_without_end, args=(server, end, refused))
    flood.start()
    try:
        beside = _turns(server)
    finally:
        end.set()
        flood.join()
    note = f"one browser at {FLOOD_PER_SECOND} a second: {refused[1]} of {refused[0]} told to wait"
    report.figure("others' turn beside a flood, times quiet", beside / quiet, goal=1.5, note=note)


def _turns(server: ServedDesk) -> float:
    """The 99th percentile of somebody's turns, in seconds."""
    took = []
    for n in range(TURNS):
        if n % 20 == 0:
            browser = Browser(server.address)
            browser.open()
        begun = time.perf_counter()
        browser.say(WORDS[n % len(WORDS)])
        took.append(time.perf_counter() - begun)
        time.sleep(0.02)
    return statistics.quantiles(took, n=100)[98]


def _write_without_end(server: ServedDesk, end: threading.Event, refused: list[int]) -> None:
    browser = Browser(server.address)
    browser.open()
    while not end.wait(1 / FLOOD_PER_SECOND):
        refused[0] += 1
        body = json.dumps({"id": f"f{refused[0]}", "text": "hello"}).encode()
        request = urllib.request.Request(f"{server.address}/chat/messages", body, {"Content-Type": "application/json"})
        with suppress(OSError):
            try:
                browser._opener.open(request, timeout=10).read()
            except urllib.error.HTTPError as answer:
                refused[1] += answer.code == 429
