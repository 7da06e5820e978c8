"""Telegram's webhook in two processes: one update many times at once, and newcomers who begin with an album and a voice
note a moment apart.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from bench.crowd import KINDS, NAMED, embedded, on
from bench.report import Report
from bench.stage import Stage
from db.engine import connect
from db.models import ConversationRow, InboxRow, OutboxRow
from tests.services.files import picture
from tests.services.telegram.peer import TOKEN, BotApi
from tests.services.telegram.person import Person
from tests.web.desk import HOSPITAL, ServedDesk, run

MESSAGES, TIMES = 200, 5
NEWCOMERS, PHOTOS = 100, 3
APART_S = 0.15
PROCESSES = 2
SECONDS = 120.0


def measure(stage: Stage, report: Report) -> None:
    """On SQLite, and on MariaDB with Redis, with two processes behind one port."""
    for kind in KINDS:
        report.section(f"Telegram, two processes: {NAMED[kind]}")
        _measure(stage, report, kind)


def _measure(stage: Stage, report: Report, kind: str) -> None:
    peer = BotApi()
    home = stage.home / f"telegram-{kind}"
    own = on(stage, kind)
    loaded = run("load", str(HOSPITAL), directory=home, **own)
    assert loaded.returncode == 0, loaded.stderr
    desk = ServedDesk(home, "--workers", str(PROCESSES), **own)
    desk.settings |= {
        "TELEGRAM__TOKEN": TOKEN,
        "TELEGRAM__BASE_URL": peer.url,
        "TELEGRAM__MODE": "webhook",
        "PUBLIC_URL": desk.address,
    }
    try:
        desk.start()
        peer.wait_until(lambda: len(peer.asked("setWebhook")) == PROCESSES, SECONDS)
        _same_at_once(peer, report)
        _newcomers(own.get("DATABASE__URL", embedded(home)), peer, report)
        report.figure("requests that the vendor's description does not allow", len(peer.wrong), goal=0)
    finally:
        desk.end()
        peer.close()


def _same_at_once(peer: BotApi, report: Report) -> None:
    people = [Person(peer) for _ in range(MESSAGES)]

    def posts(person: Person) -> list[int]:
        update = {"update_id": peer.number(), "message": person.message(text="where can I park?")}
        with ThreadPoolExecutor(TIMES) as pool:
            return list(pool.map(lambda _: peer.post(update), range(TIMES)))

    with ThreadPoolExecutor(8) as pool:
        answers = [status for statuses in pool.map(posts, people) for status in statuses]
    _settle(peer, people)
    told = f"{MESSAGES} updates, each {TIMES} times at once"
    report.figure("not acknowledged", sum(status != 200 for status in answers), goal=0, note=told)
    report.figure("not answered just once", sum(len(person.shown) != 1 for person in people), goal=0)
    report.figure("answered otherwise", len({person.last for person in people if person.shown}) - 1, goal=0)


def _newcomers(database_url: str, peer: BotApi, report: Report) -> None:
    people = [Person(peer) for _ in range(NEWCOMERS)]
    pictures = [picture(size=(40 + number, 30)) for number in range(PHOTOS)]

    def sends(person: Person) -> None:
        # as the vendor does, once all of an album is with it
        with ThreadPoolExecutor(PHOTOS) as pool:
            list(pool.map(lambda n: person.photo(pictures[n], media_group_id=f"g{person.id}"), range(PHOTOS)))
        time.sleep(APART_S)
        person.voice(b"OggS" + bytes(200))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(sends, people))
    _settle(peer, people)
    addresses = [str(person.id) for person in people]
    with connect(database_url).connect() as records:
        query = select(func.count()).where(ConversationRow.address.in_(addresses))
        conversations = records.scalar(query) or 0
        dead = records.scalar(select(func.count()).where(OutboxRow.status == "dead")) or 0
        dead += records.scalar(select(func.count()).where(InboxRow.status == "dead")) or 0
    whole = sum(any(each["text"].count("D-") >= PHOTOS for each in person.shown) for person in people)
    told = f"{NEWCOMERS} newcomers: {PHOTOS} photos of one album, a voice note {1000 * APART_S:.0f} ms later"
    report.figure("conversations too many or too few", abs(conversations - NEWCOMERS), goal=0, note=told)
    report.figure("albums that were not one turn", NEWCOMERS - whole, goal=0)
    report.figure("dead letters", dead, goal=0)


def _settle(peer: BotApi, people: list[Person]) -> None:
    """Wait until everybody has an answer, and for what should not come after it."""
    peer.wait_until(lambda: all(person.shown for person in people), SECONDS)
    time.sleep(3)
