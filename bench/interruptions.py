"""What breaks work off or halts it: kills between doing and saying, stops beyond a lease, turns that always fail."""

from __future__ import annotations

import random
import time
from contextlib import closing
from typing import Any

from sqlalchemy import Engine, func, select

from bench.report import Report
from bench.stage import Stage
from conversation.setting_aside import TRIES
from db.models import InboxRow, TaskRow
from hospital.inbox import DEAD
from hospital.tasks import UNANSWERED
from tests.faults.refusing import QUESTION, refuse
from tests.races.crowd import Crowd
from tests.races.house import open_house
from tests.races.push_kills import VENDORS, PushKills, repost
from tests.races.serving import LineServer
from tests.races.stopping import Pair, stale_writes

STANDS_S = 7.0
"""Longer than the lease of a turn."""
CHATS, PATIENTS = 12, 12
PEOPLE = 10
GIVEN_UP_WITHIN_S = 60.0


def measure_kills(stage: Stage, report: Report, kills: int, channel: str, database: str) -> None:
    """O07: half of the kills fall at a random moment, half where an answer is written and not yet sent."""
    report.section(f"kill -9 between doing and saying, {channel}")
    chance = random.Random(seed := random.randrange(10**6))
    url = stage.database("mariadb") if database == "mariadb" else ""
    settings = {"STATE__URL": stage.redis.url} if database == "mariadb" else {}
    with closing(PushKills(stage.home / f"kills-{channel}", channel, url, **settings)) as round_:
        round_.start()
        for number in range(kills):
            round_.kill(chance, is_aimed=number % 2 == 0)
        told = round_.finish(seconds=180)
    note = f"{told.people} people, {told.between} kills between doing and saying, {told.reposted} posts refused"
    report.figure(f"{database}: answers that never came", told.unanswered, goal=0, note=f"{note}; seed {seed}")
    report.figure(f"{database}: messages not recorded once", told.not_once_recorded, goal=0)
    report.figure(f"{database}: effects not done once", told.not_once_done, goal=0)
    report.figure(f"{database}: answers not noted as sent in the end", len(told.unsettled), goal=0)
    note = f"{kills} kills, {told.in_flight} messages on their way, {told.duplicates / max(1, kills):.2f} a kill"
    report.figure(f"{database}: messages that arrived twice", told.duplicates, goal=told.in_flight, note=note)
    for each in told.unsettled[:5]:
        report.fact("", each)


def measure_stops(stage: Stage, report: Report, stops: int) -> None:
    """O06: one of two processes stands still beyond its lease, in the middle of whatever it does."""
    report.section(f"SIGSTOP for {STANDS_S:.0f} s, then SIGCONT, two processes")
    for kind in ("mariadb", "sqlite"):
        url, data_dir, seed = stage.database(kind), stage.home / f"stops-{kind}", random.randrange(10**6)
        state_url = stage.redis.url if kind == "mariadb" else ""
        desk = open_house(url, data_dir, patients=PATIENTS, state_url=state_url)
        servers = [LineServer(url, data_dir, state_url=state_url) for _ in range(2)]
        for server in servers:
            server.start()
        pair, chance = Pair(servers[0], servers[1], seed), random.Random(seed)
        crowd = Crowd(pair, CHATS, seed)
        crowd.start()
        for _ in range(stops):
            crowd.busy_for(chance)
            standing = chance.choice(servers)
            standing.stand()
            time.sleep(STANDS_S)
            standing.go_on()
        crowd.finish(within=90)
        mistakes = crowd.mistakes(desk.office) + pair.differences()
        note = f"{stops} stops, {crowd.turns} turns, {pair.taken_over} of them taken over, {crowd.booked} bookings"
        report.figure(f"{kind}: stale writes", stale_writes(desk.office), goal=0, note=f"{note}; seed {seed}")
        report.figure(f"{kind}: mistakes, doubled answers included", len(mistakes), goal=0)
        for mistake in mistakes[:5]:
            report.fact("", mistake)
        pair.close()
        desk.database.dispose()


def measure_poison(stage: Stage, report: Report, database: str) -> None:
    """O09: messages whose turn the records refuse, on each push channel."""
    for channel in VENDORS:
        report.section(f"Messages that no turn can take, {channel}")
        url = stage.database("mariadb") if database == "mariadb" else ""
        settings = {"STATE__URL": stage.redis.url} if database == "mariadb" else {}
        with closing(PushKills(stage.home / f"poison-{channel}", channel, url, **settings)) as round_:
            round_.desk.start()
            refuse(round_.records)
            people, begun = [round_.vendor.newcomer(QUESTION) for _ in range(PEOPLE)], time.monotonic()
            for _, post in people:
                repost(post)
            took: list[float] = []
            while len(took) < PEOPLE and time.monotonic() < begun + GIVEN_UP_WITHIN_S:
                dead = _count(round_.records, InboxRow, InboxRow.status == DEAD)
                took += [time.monotonic() - begun] * (dead - len(took))
                time.sleep(0.05)
            time.sleep(2)
            tries = _scalar(round_.records, select(func.max(InboxRow.tries)))
            made = _count(round_.records, TaskRow, TaskRow.kind == UNANSWERED)
            round_.desk.end()
            sorry = sum(round_.vendor.arrived(address) == 1 for address, _ in people)
            report.figure(f"{database}: most tries", tries, goal=TRIES, note=f"{PEOPLE} people")
            report.figure(f"{database}: no dead letter", PEOPLE - len(took), goal=0)
            report.figure(f"{database}: seconds to the dead letter, most", max(took, default=99.0), " s", goal=30)
            report.figure(f"{database}: no apology, or more than one", PEOPLE - sorry, goal=0)
            report.figure(f"{database}: no task for the desk, or more than one", abs(PEOPLE - made), goal=0)


def _count(records: Engine, row: Any, *where: Any) -> int:
    return _scalar(records, select(func.count()).select_from(row).where(*where))


def _scalar(records: Engine, query: Any) -> int:
    with records.connect() as connection:
        return connection.scalar(query) or 0
