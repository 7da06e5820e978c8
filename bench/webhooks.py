"""Webhooks: how long a vendor waits until a message is acknowledged, and how long a burst takes until all is answered.

A language model that takes two seconds is configured; nobody's acknowledgement may wait for it.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx2
from sqlalchemy import Engine, func, select

from bench.models import asking, slow_model
from bench.report import Report
from bench.stage import Stage
from db.engine import connect
from db.models import InboxRow, OutboxRow
from hospital import inbox, outbox
from tests.services.telegram.peer import DATE, TOKEN, BotApi
from tests.web.desk import HOSPITAL, ServedDesk, run

PER_SECOND, SECONDS, PEOPLE = 50, 60, 300
BURST, BURST_SECONDS = 2_000, 5
MODEL_SECONDS = 2.0
DRAINED_WITHIN_S = 300
FIRST_PERSON = 6_000_000_000
SECRET = "a-secret-of-the-webhook"
WORDS = ("I need a cardiologist tomorrow", "where can I park?", "what does it cost?", "my hovercraft is full of eels")


def measure(stage: Stage, report: Report) -> None:
    """On SQLite and on MariaDB: a minute at 50 a second, then 2,000 in five seconds."""
    for kind in ("sqlite", "mariadb"):
        report.section(f"Webhooks, {kind}")
        with slow_model(lambda _: MODEL_SECONDS) as model, _desk(stage, kind, model) as (desk, peer):
            _steady(desk, peer, report)
            _burst(desk, peer, report)


@contextmanager
def _desk(stage: Stage, kind: str, model: str) -> Iterator[tuple[ServedDesk, BotApi]]:
    peer = BotApi()
    peer.messages |= {FIRST_PERSON + each: {} for each in range(PEOPLE)}
    home = stage.home / f"webhooks-{kind}"
    more = {} if kind == "sqlite" else {"DATABASE__URL": stage.database("mariadb")}
    home.mkdir()
    desk = ServedDesk(home, TELEGRAM__TOKEN=TOKEN, TELEGRAM__BASE_URL=peer.url, TELEGRAM__MODE="webhook", **more)
    desk.settings |= {"PUBLIC_URL": desk.address, "TELEGRAM__WEBHOOK_SECRET": SECRET, **asking(model)}
    loaded = run("load", str(HOSPITAL), directory=home, **desk.settings)
    assert loaded.returncode == 0, loaded.stderr
    desk.start()
    peer.wait_until(lambda: bool(peer.webhook.get("url")))
    try:
        yield desk, peer
    finally:
        desk.end()
        peer.close()


def _steady(desk: ServedDesk, peer: BotApi, report: Report) -> None:
    count, begun = PER_SECOND * SECONDS, time.monotonic()
    acks, wrong = asyncio.run(_send(desk, 1, count, PER_SECOND))
    drained = _until_answered(desk)
    told = f"{count} messages of {PEOPLE} people at {PER_SECOND} a second, a model of {MODEL_SECONDS:.0f} s"
    report.figure("acknowledged, median", 1000 * statistics.median(acks), " ms", note=told)
    report.figure("acknowledged, 99 of 100", 1000 * _p99(acks), " ms", goal=500)
    report.figure("acknowledged, the slowest", 1000 * max(acks), " ms")
    report.figure("lost", wrong + count - _answered(desk), goal=0)
    report.figure("until the last answer was sent", drained - begun - SECONDS, " s", note="after the last message")


def _burst(desk: ServedDesk, peer: BotApi, report: Report) -> None:
    before, begun = _answered(desk), time.monotonic()
    acks, wrong = asyncio.run(_send(desk, PER_SECOND * SECONDS + 1, BURST, BURST / BURST_SECONDS))
    drained = _until_answered(desk)
    report.figure("burst: acknowledged, 99 of 100", 1000 * _p99(acks), " ms", note=f"{BURST} in {BURST_SECONDS} s")
    report.figure("burst: lost", wrong + BURST - (_answered(desk) - before), goal=0)
    report.figure("burst: sent out of order", _inversions(desk), goal=0)
    report.figure("burst: until all was answered", drained - begun, " s")
    report.figure(
        "requests that the vendor's description does not allow",
        len(peer.wrong),
        goal=0,
        note="; ".join(sorted(set(peer.wrong))[:3]),
    )


async def _send(desk: ServedDesk, first: int, count: int, per_second: float) -> tuple[list[float], int]:
    """Post updates at a rate; how long each took to be acknowledged, and how many were not."""
    acks: list[float] = []
    wrong = 0
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    limits = httpx2.Limits(max_connections=200)
    async with httpx2.AsyncClient(base_url=desk.address, headers=headers, timeout=30, limits=limits) as client:

        async def post(number: int) -> None:
            nonlocal wrong
            begun = time.perf_counter()
            try:
                response = await client.post("/webhooks/telegram", json=_update(number))
                wrong += response.status_code != 200
            except httpx2.HTTPError:
                wrong += 1
            acks.append(time.perf_counter() - begun)

        begun, tasks = time.monotonic(), []
        for number in range(first, first + count):
            await asyncio.sleep(max(0.0, begun + (number - first) / per_second - time.monotonic()))
            tasks.append(asyncio.create_task(post(number)))
        await asyncio.gather(*tasks)
    return acks, wrong


def _update(number: int) -> dict[str, Any]:
    person = FIRST_PERSON + number % PEOPLE
    user = {"id": person, "is_bot": False, "first_name": "Ines", "language_code": "en"}
    chat = {"id": person, "type": "private", "first_name": "Ines"}
    # nobody says the same time after time: who does is taken for a program, and paused
    words = WORDS[(number + number // PEOPLE) % len(WORDS)]
    message = {"message_id": number, "date": DATE, "chat": chat, "from": user, "text": words}
    return {"update_id": number, "message": message}


def _p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99)]


# --- what became of them --------------------------------------------------------------------------


def _until_answered(desk: ServedDesk) -> float:
    """When nothing waited any more to be answered or to be sent."""
    give_up_at = time.monotonic() + DRAINED_WITHIN_S
    spool = desk.directory / "data/spool"
    while time.monotonic() < give_up_at and (any(spool.glob("*.spool")) or _count(desk, InboxRow, inbox.PENDING)):
        time.sleep(0.1)
    while time.monotonic() < give_up_at and _count(desk, OutboxRow, outbox.PENDING, outbox.LEASED):
        time.sleep(0.1)
    return time.monotonic()


def _answered(desk: ServedDesk) -> int:
    return _count(desk, InboxRow, inbox.DONE)


def _count(desk: ServedDesk, row: type[InboxRow] | type[OutboxRow], *statuses: str) -> int:
    with _records(desk).connect() as connection:
        return connection.scalar(select(func.count()).where(row.status.in_(statuses))) or 0


def _inversions(desk: ServedDesk) -> int:
    """Answers that were sent before one that stands before them in the same conversation."""
    query = select(OutboxRow.conversation_id, OutboxRow.sent_at).where(OutboxRow.status == outbox.SENT)
    last: dict[int, Any] = {}
    wrong = 0
    with _records(desk).connect() as connection:
        for row in connection.execute(query.order_by(OutboxRow.id)):
            wrong += row.conversation_id in last and row.sent_at < last[row.conversation_id]
            last[row.conversation_id] = row.sent_at
    return wrong


@cache
def _engine(url: str) -> Engine:
    return connect(url)


def _records(desk: ServedDesk) -> Engine:
    embedded = f"sqlite:///{(desk.directory / 'data/frontdesk.sqlite3').absolute()}"
    return _engine(desk.settings.get("DATABASE__URL", embedded))
