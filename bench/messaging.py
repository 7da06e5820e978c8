"""WhatsApp and SMS: how soon webhooks are acknowledged, and that each message counts once, however it comes."""

from __future__ import annotations

import json
import random
import sqlite3
import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import pairwise
from typing import Any

import httpx2

from bench.report import Report
from bench.stage import Stage
from tests.bots.whatsapp.patients import MESSAGES, PUBLIC, SMS, TEMPLATES, WHATSAPP, form, sign
from tests.bots.whatsapp.peer import ACCOUNT, TOKEN, Peer
from tests.web.desk import HOSPITAL, ServedDesk, run

TEXTS = ("I need a cardiologist tomorrow", "Where can I park?", "what does it cost?", "hello", "thank you")
AT_ONCE, TIMES = 200, 5
PER_SECOND, SECONDS = 50, 20
BURST, BURST_SECONDS, BURST_PEOPLE = 2000, 5, 100
CONTACTS = 100


def measure(stage: Stage, report: Report) -> None:
    """Two processes on SQLite, with a peer in Twilio's place."""
    report.section("WhatsApp and SMS (2 processes, SQLite)")
    with closing(Peer()) as peer:
        settings = {
            "PUBLIC_URL": PUBLIC,
            "AUDIT__KEY": "a" * 32,
            "SESSION__SECRET": "b" * 32,
            "TWILIO__ACCOUNT_SID": ACCOUNT,
            "TWILIO__AUTH_TOKEN": TOKEN,
            "TWILIO__BASE_URL": peer.url,
            "TWILIO__WHATSAPP_FROM": WHATSAPP,
            "TWILIO__SMS_FROM": SMS,
            "TWILIO__TEMPLATES": json.dumps(TEMPLATES),
        }
        home = stage.home / "messaging"
        home.mkdir()
        run("load", str(HOSPITAL), directory=home, **settings)
        desk = ServedDesk(home, "--workers", "2", **settings).start()
        try:
            bench = _Bench(desk, peer, report)
            bench.same_message_at_once()
            bench.new_contacts()
            bench.steady()
            bench.burst()
        finally:
            desk.end()


class _Bench:
    def __init__(self, desk: ServedDesk, peer: Peer, report: Report) -> None:
        self._desk, self._peer, self._report = desk, peer, report
        self._http = httpx2.Client(base_url=desk.address, timeout=20, limits=httpx2.Limits(max_connections=40))
        self._person = 0

    def people(self, count: int) -> list[str]:
        """Numbers that nobody used yet."""
        self._person += count
        return [f"+35387{n:07}" for n in range(self._person - count, self._person)]

    def post(self, params: dict[str, str]) -> tuple[int, float]:
        """The status of a webhook's answer, and how long it took."""
        headers = {"X-Twilio-Signature": sign(MESSAGES, params)}
        begun = time.perf_counter()
        answer = self._http.post(MESSAGES, data=params, headers=headers)
        return answer.status_code, time.perf_counter() - begun

    def rows(self, query: str, *values: Any) -> list[Any]:
        """What the database holds."""
        with closing(sqlite3.connect(self._desk.directory / "data/frontdesk.sqlite3", timeout=20)) as database:
            return database.execute(query, values).fetchall()

    def drained(self, seconds: float = 180.0) -> float:
        """Seconds until nothing waits any more."""
        begun = time.monotonic()
        waits = "SELECT (SELECT count(*) FROM inbox WHERE status = 'pending') + "
        waits += "(SELECT count(*) FROM outbox WHERE status IN ('pending', 'leased'))"
        spool = self._desk.directory / "data/spool"
        while (any(spool.glob("*.spool")) or self.rows(waits)[0][0]) and time.monotonic() - begun < seconds:
            time.sleep(0.1)
        return time.monotonic() - begun

    def same_message_at_once(self) -> None:
        """O01: every message five times at once, to two processes."""
        many = [form("whatsapp", number, "where can I park?") for number in self.people(AT_ONCE)]
        tries = many * TIMES
        random.Random(1).shuffle(tries)
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(self.post, tries))
        self.drained()
        ids = [each["MessageSid"] for each in many]
        stored = self.rows(f"SELECT count(*) FROM inbox WHERE external_id IN ({','.join('?' * len(ids))})", *ids)
        said = sum(len(self._peer.to(each["From"].removeprefix("whatsapp:"))) for each in many)
        told = f"{AT_ONCE} messages, each sent {TIMES} times at once"
        self._report.figure("O01 messages stored too often or not", abs(AT_ONCE - stored[0][0]), goal=0, note=told)
        self._report.figure("O01 answers too many or too few", abs(AT_ONCE - said), goal=0)
        self._report.figure("O01 webhooks not answered with 200", sum(s != 200 for s, _ in answers), goal=0)

    def new_contacts(self) -> None:
        """O03: two messages of somebody new, 100 to 250 ms apart."""
        numbers, chance = self.people(CONTACTS), random.Random(3)

        def write(number: str, wait: float) -> int:
            first, _ = self.post(form("whatsapp", number, "hello"))
            time.sleep(wait)
            second, _ = self.post(form("whatsapp", number, "I need a cardiologist"))
            return (first != 200) + (second != 200)

        with ThreadPoolExecutor(10) as pool:
            refused = sum(pool.map(write, numbers, [chance.uniform(0.1, 0.25) for _ in numbers]))
        self.drained()
        places = ",".join("?" * len(numbers))
        found = self.rows(f"SELECT count(*) FROM conversations WHERE address IN ({places})", *numbers)[0][0]
        self._report.figure("O03 webhooks not answered with 200", refused, goal=0)
        told = f"{CONTACTS} new contacts, two messages each"
        self._report.figure("O03 conversations too many or too few", abs(CONTACTS - found), goal=0, note=told)

    def steady(self) -> None:
        """D01: acknowledgement at a steady rate."""
        took = self._at_rate(PER_SECOND, PER_SECOND * SECONDS, self.people(200))
        self._acknowledged(f"at {PER_SECOND} a second for {SECONDS} s", took)
        self._report.figure("  drained after", self.drained(), " s")

    def burst(self) -> None:
        """D03: 2,000 messages in five seconds: none lost, order kept."""
        numbers, before = self.people(BURST_PEOPLE), self.rows("SELECT count(*) FROM inbox")[0][0]
        took = self._at_rate(BURST // BURST_SECONDS, BURST, numbers)
        self._acknowledged(f"{BURST} in {BURST_SECONDS} s", took)
        self._report.figure("  drained after", self.drained(), " s")
        lost = BURST - (self.rows("SELECT count(*) FROM inbox")[0][0] - before)
        self._report.figure("  lost", lost, goal=0)
        wrong = sum(_is_out_of_order([each.at for each in self._peer.to(n)]) for n in numbers)
        self._report.figure("  conversations answered out of order", wrong, goal=0)

    def _at_rate(self, rate: int, count: int, numbers: Sequence[str]) -> list[float]:
        took: list[float] = []
        lock = threading.Lock()
        begun = time.monotonic()

        def send(n: int) -> None:
            time.sleep(max(0.0, begun + n / rate - time.monotonic()))
            channel = "sms" if n % 2 else "whatsapp"
            status, seconds = self.post(form(channel, numbers[n % len(numbers)], TEXTS[n % len(TEXTS)]))
            with lock:
                took.append(seconds if status == 200 else 99.0)

        with ThreadPoolExecutor(40) as pool:
            list(pool.map(send, range(count)))
        return took

    def _acknowledged(self, name: str, took: list[float]) -> None:
        parts = statistics.quantiles(took, n=100)
        note = f"p50 {parts[49] * 1000:.0f} ms, most {max(took) * 1000:.0f} ms"
        self._report.figure(f"acknowledged, {name}: p99", parts[98] * 1000, " ms", goal=1000, note=note)


def _is_out_of_order(moments: Sequence[float]) -> bool:
    return any(earlier > later for earlier, later in pairwise(moments))
