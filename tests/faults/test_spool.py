"""Messages kept on disk while the database is away are neither lost nor in the way of others."""

from __future__ import annotations

import threading
from pathlib import Path

from structlog.testing import capture_logs

from bots.switchboard import Switchboard
from conversation.messages import InboundMessage
from conversation.spool import Spool
from tests.races.house import inbound, line, open_house


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

    other.drain(handle, everybody=True)
    late.join(5)
    other.drain(handle, everybody=True)
    assert handled == ["words 1", "words 2"]


def test_half_a_line_left_by_a_crash_does_not_keep_the_others(tmp_path: Path):
    (tmp_path / "dead.spool").write_bytes(message(1).model_dump_json().encode()[:50])
    Spool(tmp_path, "later").append(message(2))
    handled: list[str] = []
    for _ in range(2):
        Spool(tmp_path, "new").drain(lambda each: handled.append(each.text), everybody=True)
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
