"""A database that errs in the middle of a turn costs time at most: whatever statement it is, the turn is whole."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pymysql
import pytest
from sqlalchemy import Engine, event
from structlog.testing import capture_logs

from bots.switchboard import Switchboard
from conversation.messages import Answer
from doors.wiring import Desk
from hospital import audit
from hospital.office import Unit
from tests.races import oracle
from tests.races.house import ask, inbound, line, offered, open_house

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    opened = open_house(database_url, tmp_path / "data", patients=64)
    for chain in range(audit.CHAINS):
        opened.office.write(partial(_begin_chain, chain))
    yield opened
    opened.database.dispose()


def _begin_chain(chain: int, unit: Unit) -> None:
    audit.append(unit, audit.Entry("test.begin", "-", {}), chain_of=chain)


def passing_error(engine: Engine) -> Exception:
    """What the database says when a whole transaction should be done again."""
    if engine.dialect.name == "sqlite":
        return sqlite3.OperationalError("database is locked")
    return pymysql.err.OperationalError(1213, "Deadlock found when trying to get lock; try restarting transaction")


class Counter:
    """Counts statements, and raises an error at one of them."""

    def __init__(self, fail_at: int | None, error: Exception | None) -> None:
        self.seen, self.fail_at, self.error, self.failed = 0, fail_at, error, 0

    def __call__(self, *_: Any) -> None:
        self.seen += 1
        if self.seen == self.fail_at and self.error is not None:
            self.failed += 1
            raise self.error


@contextmanager
def failing(engine: Engine, fail_at: int | None, error: Exception | None = None) -> Iterator[Counter]:
    """Let the n-th statement from now on fail with an error of the driver."""
    counter = Counter(fail_at, error)
    names = ("do_execute", "do_executemany", "do_execute_no_params")
    for name in names:
        event.listen(engine, name, counter)
    try:
        yield counter
    finally:
        for name in names:
            event.remove(engine, name, counter)


def errand(desk: Desk, name: str, patient: int, around: Callable[[int], Any], last: int = 5) -> list[Answer]:
    """Look, book, move, cancel, up to the turn `last`; `around` gives the context in which a turn runs."""
    said: list[Answer] = []
    for turn in range(last + 1):
        slots = offered(said[-1].state) if said else []
        words = ("Dr Okafor on Tuesday", None, "move it to Wednesday", None, "cancel my appointment", "yes")[turn]
        is_tap = words is None
        with around(turn):
            given = line(name, f"m{turn}", words or slots[0]["value"], patient, tap=is_tap)
            said.append(ask(desk, given))
    return said


EVENTS = [[], ["appointment.booked"], [], ["appointment.rescheduled"], [], ["appointment.cancelled"]]


def test_a_turn_is_done_again_whole_wherever_the_database_asks_for_it(desk):
    counts: list[int] = []

    @contextmanager
    def count(_turn: int) -> Iterator[None]:
        with failing(desk.database, None) as counter:
            yield
        counts.append(counter.seen)

    for name in ("first", "counted"):  # the first one makes times and other things that are made once
        counts.clear()
        errand(desk, name, 1, count)
    cases = [(turn, at) for turn, seen in enumerate(counts) for at in range(1, seen + 1)]
    for number, (turn, at) in enumerate(cases):
        failed: list[int] = []

        @contextmanager
        def fail(now: int, turn: int = turn, at: int = at, failed: list[int] = failed) -> Iterator[None]:
            with failing(desk.database, at if now == turn else None, passing_error(desk.database)) as counter:
                yield
            failed.append(counter.failed)

        said = errand(desk, f"failed-{turn}-{at}", 2 + number % 60, fail, last=turn)
        assert sum(failed) == 1, f"there is no statement {at} of turn {turn}"
        happened = [[event["name"] for event in answer.events] for answer in said]
        assert happened == EVENTS[: turn + 1], f"statement {at} of turn {turn}"
    assert oracle.problems(desk.office) == []


def test_connections_that_the_server_closed_are_not_noticed(desk, database_url):
    if desk.database.dialect.name == "sqlite":
        for connection in range(2):
            ask(desk, line(f"c{connection}", "1", "hello", 1))
            desk.database.dispose()
        return

    def talk(number: int) -> None:
        said.append(ask(desk, line(f"c{number}", f"m{len(said)}", "hello", number)))

    said: list[Answer] = []
    for _ in range(2):
        threads = [threading.Thread(target=talk, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with desk.database.connect() as own:
            mine = own.exec_driver_sql("SELECT CONNECTION_ID()").scalar()
            others = own.exec_driver_sql(
                "SELECT id FROM information_schema.processlist WHERE db = DATABASE()"
            ).scalars()
            for other in [number for number in others if number != mine]:
                own.exec_driver_sql(f"KILL {other}")
    assert len(said) == 16 and all(answer.replies for answer in said)


def test_times_that_could_not_be_made_are_made_when_asked_for_again(database_url, tmp_path: Path):
    desk = open_house(database_url, tmp_path / "data", patients=4)
    ask(desk, line("a", "1", "hello", 1))
    commits = iter((False, True, False))

    def fail(_connection: Any) -> None:
        if next(commits, False):
            raise passing_error(desk.database)

    event.listen(desk.database, "commit", fail)  # of receiving, of making times, of the turn
    with capture_logs():
        Switchboard(desk.engine).put_through(inbound(line("a", "2", "Dr Okafor on Tuesday", 1)))
    event.remove(desk.database, "commit", fail)
    shown = ask(desk, line("b", "1", "Dr Okafor on Tuesday", 1))
    assert [option["starts_at"][:10] for option in offered(shown.state)] == ["2026-03-10"] * 5, shown.replies
    desk.database.dispose()


def test_a_message_that_no_turn_can_take_does_not_end_its_conversation(desk):
    """Whatever is wrong with a message, the ones after it are answered before long."""
    from dataclasses import replace

    from conversation.engine import Engine

    parts = desk.engine._parts
    run_turn = parts.run_turn

    def stumble(state: Any, given: Any) -> Any:
        if "poison" in given.message.text:
            raise ZeroDivisionError
        return run_turn(state, given)

    switchboard = Switchboard(Engine(replace(parts, run_turn=stumble)))
    assert switchboard.put_through(inbound(line("p", "1", "hello", 1))).state
    with capture_logs():
        for attempt in range(6):
            said = switchboard.put_through(inbound(line("p", "2", "poison", 1)))
            assert said.replies, attempt
        after = [switchboard.put_through(inbound(line("p", f"3-{n}", "Dr Okafor on Tuesday", 1))) for n in range(3)]
    assert after[-1].state and offered(after[-1].state)


@pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)  # SQLite locks no rows
def test_a_conversation_that_a_standing_process_has_locked_keeps_its_messages_and_delays_no_other(desk, database_url):
    ask(desk, line("mine", "1", "hello", 1))
    said: list[Answer] = []
    with desk.database.connect() as standing:
        standing.exec_driver_sql("SELECT id FROM conversations WHERE id = 1 FOR UPDATE")
        seconds = standing.exec_driver_sql("SELECT @@SESSION.wait_timeout").scalar()
        mine = inbound(line("mine", "2", "Dr Okafor on Tuesday", 1))
        talking = threading.Thread(target=lambda: said.append(desk.switchboard.put_through(mine)))
        talking.start()
        begun = time.monotonic()
        assert desk.switchboard.put_through(inbound(line("other", "1", "Dr Quinn on Tuesday", 2))).state
        assert time.monotonic() - begun < 2.5
        talking.join(20)
    assert said[0].replies and not said[0].state
    assert seconds <= 60, "the server ends a connection that stands still"
    desk.engine.catch_up(1)
    assert offered(desk.switchboard.put_through(mine).state)
    assert desk.switchboard.drain() == 0
