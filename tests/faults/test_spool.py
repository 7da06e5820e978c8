"""Messages kept on disk while the database is away are neither lost nor in the way of others."""

from __future__ import annotations

import json
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bots.switchboard import Switchboard
from conversation import put_aside
from conversation.escalating import tell_the_desk
from conversation.messages import InboundMessage
from conversation.spool import AwayError, Spool
from hospital import inbox, tasks
from tests.races.house import inbound, line, open_house
from tests.web.desk import run


def message(number: int) -> InboundMessage:
    return inbound(line("spooled", f"m{number}", f"words {number}", 1))


def test_a_message_kept_while_another_process_drains_the_file_is_not_lost(tmp_path: Path):
    owner, other = Spool(tmp_path, "owner"), Spool(tmp_path, "other")
    owner.append(message(1))
    handled: list[str] = []
    late = threading.Thread(target=owner.append, args=(message(2),))

    def handle(each: InboundMessage) -> None:
        handled.append(each.text)
        if not late.ident:
            late.start()
            late.join(0.3)

    other.drain_left(handle)
    late.join(5)
    other.drain_left(handle)
    assert handled == ["words 1", "words 2"]


def test_half_a_line_left_by_a_crash_does_not_keep_the_others(tmp_path: Path):
    (tmp_path / "dead.spool").write_bytes(message(1).model_dump_json().encode()[:50])
    Spool(tmp_path, "later").append(message(2))
    handled: list[str] = []
    for _ in range(2):
        Spool(tmp_path, "new").drain_left(lambda each: handled.append(each.text))
    assert handled == ["words 2"]


def test_a_kept_message_that_no_turn_can_take_does_not_shut_the_desk(database_url: str, tmp_path: Path):
    from dataclasses import replace
    from typing import Any

    from conversation.engine import Engine

    desk = open_house(database_url, tmp_path / "data", patients=3)
    parts = desk.engine._parts

    def stumble(state: Any, given: Any) -> Any:
        if given.message.text == "words 1":
            raise ZeroDivisionError
        return parts.run_turn(state, given)

    spool = Spool(tmp_path / "spool", "mine")
    spool.append(message(1))
    switchboard = Switchboard(Engine(replace(parts, run_turn=stumble)), spool)
    with capture_logs():
        said = [switchboard.put_through(inbound(line(f"c{n}", "1", "hello", 2))) for n in range(3)]
    assert said[-1].state, said[-1].replies
    desk.database.dispose()


def test_nobody_who_writes_a_message_down_waits_for_the_database(tmp_path: Path):
    spool = Spool(tmp_path, "mine")
    spool.append(message(1))
    hangs, goes_on = threading.Event(), threading.Event()
    handled: list[str] = []

    def handle(each: InboundMessage) -> None:
        hangs.set()
        goes_on.wait(20)
        handled.append(each.text)

    for drain in (spool.drain, Spool(tmp_path, "other").drain_left):
        hangs.clear()
        goes_on.clear()
        number = len(handled) + 2
        draining = threading.Thread(target=drain, args=(handle,))
        draining.start()
        assert hangs.wait(5)
        begun = time.monotonic()
        spool.append(message(number))
        with pytest.raises(AwayError):
            spool.drain(handle, wait=0.1)
        assert time.monotonic() - begun < 2
        goes_on.set()
        draining.join(5)
        spool.append(message(number + 1))
    spool.drain(handle)
    assert handled == [f"words {n + 1}" for n in range(len(handled))] and len(handled) >= 4
    assert (spool.is_waiting, list(tmp_path.iterdir())) == (False, [])


def test_a_whole_line_that_this_version_cannot_read_is_kept_for_a_person(tmp_path: Path):
    (tmp_path / "dead.000000.spool").write_bytes(
        b'{"from": "another version"}\n' + message(2).model_dump_json().encode()
    )
    handled: list[str] = []
    with capture_logs():
        Spool(tmp_path, "new").drain_left(lambda each: handled.append(each.text))
    assert handled == ["words 2"]
    assert "another version" in (tmp_path / "dead.000000.unread").read_text()


def test_while_the_database_is_away_one_message_tries_it_and_the_others_are_kept_at_once(tmp_path: Path):
    tried: list[str] = []

    class Away:
        def handle(self, each: InboundMessage) -> None:
            tried.append(each.external_id)
            time.sleep(0.3)
            raise AwayError

        note = handle

        def urgent_words(self, *_: object) -> None:
            return None

    switchboard = Switchboard(Away(), Spool(tmp_path, "mine"))  # type: ignore[arg-type]
    with capture_logs():
        switchboard.put_through(message(0))
        switchboard._breaker._open_until = time.monotonic() - 1
        tried.clear()
        threads = [threading.Thread(target=switchboard.put_through, args=(message(n),)) for n in range(1, 9)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(tried) == 1
    kept = b"".join(path.read_bytes() for path in sorted(tmp_path.glob("*.spool")))
    assert kept.count(b"\n") == 9


def test_what_was_kept_is_written_down_before_newer_messages_and_answered_with_them(database_url: str, tmp_path: Path):
    desk = open_house(database_url, tmp_path / "data", patients=3)
    spool = Spool(tmp_path / "spool", "mine")
    switchboard = Switchboard(desk.engine, spool)
    for number, (name, words) in enumerate((("a", "Dr Okafor please"), ("b", "Dr Quinn on Tuesday"))):
        spool.append(inbound(line(name, f"kept-{number}", words, 1 + number)))
    said = switchboard.put_through(inbound(line("a", "new", "on Tuesday", 1)))
    assert (said.state["selected_doctor"], said.state["wanted"]["first_day"]) == ("okafor", "2026-03-10")
    with desk.office.read() as unit:
        assert len(inbox.left_over(unit)) == 1
        desk.engine.catch_up(inbox.left_over(unit)[0])
    again = switchboard.put_through(inbound(line("b", "kept-1", "Dr Quinn on Tuesday", 2)))
    assert again.state["selected_doctor"] == "quinn"
    desk.database.dispose()


def test_a_message_that_cannot_be_written_down_is_put_aside_and_comes_after_all_once_that_is_mended(tmp_path: Path):
    spool, handled = Spool(tmp_path, "mine"), list[str]()
    for number in (1, 2, 3):
        spool.append(message(number))
    broken = True

    def handle(each: InboundMessage) -> None:
        if broken and each.text == "words 2":
            raise ZeroDivisionError
        handled.append(each.text)

    with capture_logs():
        spool.drain(handle)
    assert (handled, spool.is_waiting) == (["words 1", "words 3"], False)
    (kept,) = put_aside.put_aside(tmp_path)
    assert (kept.channel, kept.is_readable) == ("webchat", True)
    with capture_logs():
        Spool(tmp_path, "later").drain_left(handle)
    assert put_aside.put_aside(tmp_path) == [kept], "nobody tries it unasked"
    assert put_aside.give_back(tmp_path, ["d00000000"]) == 0 and put_aside.give_back(tmp_path, [kept.id]) == 1
    broken = False
    Spool(tmp_path, "later").drain_left(handle)
    assert handled == ["words 1", "words 3", "words 2"]
    assert list(tmp_path.iterdir()) == []


def test_what_was_put_aside_is_the_desks_to_see_and_an_operators_to_give_back(database_url: str, tmp_path: Path):
    desk = open_house(database_url, tmp_path / "data", patients=3)
    folder = desk.settings.spool_dir
    Spool(folder, "gone").append(message(1))
    office, directory = desk.office, desk.directory

    def refuse(each: InboundMessage) -> None:
        raise ZeroDivisionError

    with capture_logs():
        Spool(folder, "mine").drain_left(refuse)
    assert [tell_the_desk(office, directory, folder) for _ in range(2)] == [1, 0]
    with office.read() as unit:
        (task,) = tasks.open_tasks(unit, "desk")
    settings = {"DATABASE__URL": database_url, "AUDIT__KEY": "the same in every process"}
    shown = run("queue", "dead", "--json", directory=tmp_path, **settings)
    letter = json.loads(shown.stdout)
    assert (letter["channel"], letter["failure"]) == ("webchat", "not written down") and letter["id"] in task.summary
    status = json.loads(run("queue", "status", "--json", directory=tmp_path, **settings).stdout)
    assert status["inbox"]["dead"] == 1
    assert run("queue", "replay", letter["id"], directory=tmp_path, **settings).returncode == 0
    assert desk.switchboard.drain() == 1
    with office.read() as unit:
        assert len(inbox.left_over(unit)) == 1
    assert "no message" in run("queue", "dead", directory=tmp_path, **settings).stderr
    desk.database.dispose()


def test_what_was_put_aside_is_not_obeyed_hours_later_nor_after_its_writer_was_answered(
    database_url: str, tmp_path: Path
):
    desk = open_house(database_url, tmp_path / "data", patients=3)
    hour = timedelta(hours=1)
    old, before, new = (
        message(n).model_copy(update={"conversation": who, "received_at": message(n).received_at - ago})
        for n, who, ago in ((1, "a", 5 * hour), (2, "b", hour), (3, "c", hour))
    )
    spool = Spool(desk.settings.spool_dir, "gone")
    for each in (old, before, new):
        spool.append(each)

    def refuse(each: InboundMessage) -> None:
        raise ZeroDivisionError

    with capture_logs():
        Spool(desk.settings.spool_dir, "mine").drain_left(refuse)
    desk.switchboard.put_through(inbound(line("b", "later", "hello", 1)))
    settings = {"DATABASE__URL": database_url, "AUDIT__KEY": "the same in every process"}
    replayed = run("queue", "replay", "--all", directory=tmp_path, **settings)
    assert "it came hours ago" in replayed.stderr and "its writer wrote again and was answered" in replayed.stderr
    assert replayed.returncode == 0 and "1 will be sent or answered" in replayed.stderr
    assert [each.conversation for each in put_aside.put_aside(desk.settings.spool_dir)] == ["a", "b"]
    assert desk.switchboard.drain() == 1
    desk.database.dispose()
