"""WhatsApp and SMS: how soon webhooks are acknowledged, and that each message counts once, however it comes."""

from __future__ import annotations

import json
import random
import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx2
from sqlalchemy import func, select

from bench.crowd import KINDS, NAMED, House, served
from bench.report import Report
from bench.stage import Stage
from db.models import ConversationRow, InboxRow
from tests.bots.whatsapp.patients import MESSAGES, TEMPLATES, form, sign

TEXTS = ("I need a cardiologist tomorrow", "Where can I park?", "what does it cost?", "hello", "thank you")
AT_ONCE, TIMES = 200, 5
PER_SECOND, SECONDS = 50, 20
BURST, BURST_SECONDS, BURST_PEOPLE = 2000, 5, 100
CONTACTS = 100


def measure(stage: Stage, report: Report) -> None:
    """Two processes, on SQLite and on MariaDB with Redis, with a peer in Twilio's place."""
    for kind in KINDS:
        report.section(f"WhatsApp and SMS, two processes: {NAMED[kind]}")
        settings = {"TWILIO__TEMPLATES": json.dumps(TEMPLATES)}
        with served(stage, f"messaging-{kind}", kind, "--workers", "2", **settings) as house:
            bench = _Bench(house, report)
            bench.same_message_at_once()
            bench.new_contacts()
            bench.steady()
            bench.burst()


class _Bench:
    def __init__(self, house: House, report: Report) -> None:
        self._house, self._peer, self._report = house, house.whatsapp, report
        limits = httpx2.Limits(max_connections=40)
        self._http = httpx2.Client(base_url=house.desk.address, timeout=20, limits=limits)
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

    def drained(self) -> float:
        """Seconds until nothing waits any more."""
        begun = time.monotonic()
        self._house.settle()
        return time.monotonic() - begun

    def received(self) -> int:
        """How many messages are written down."""
        return int(self._house.rows(select(func.count(InboxRow.id)))[0][0])

    def same_message_at_once(self) -> None:
        """O01: every message five times at once, to two processes."""
        many = [form("whatsapp", number, "where can I park?") for number in self.people(AT_ONCE)]
        tries = many * TIMES
        random.Random(1).shuffle(tries)
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(self.post, tries))
        self.drained()
        ids = [each["MessageSid"] for each in many]
        stored = self._house.rows(select(func.count(InboxRow.id)).where(InboxRow.external_id.in_(ids)))
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
        query = select(func.count(ConversationRow.id)).where(ConversationRow.address.in_(numbers))
        found = self._house.rows(query)[0][0]
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
        numbers, before = self.people(BURST_PEOPLE), self.received()
        took = self._at_rate(BURST // BURST_SECONDS, BURST, numbers)
        self._acknowledged(f"{BURST} in {BURST_SECONDS} s", took)
        self._report.figure("  drained after", self.drained(), " s")
        lost = BURST - (self.received() - before)
        self._report.figure("  lost", lost, goal=0)
        self._report.figure("  answers out of order", self._house.sent_out_of_order(numbers), goal=0)

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
