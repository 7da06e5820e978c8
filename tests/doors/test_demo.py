"""The demo across processes: all of them live by its practice clock, also after it began again."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hospital.demo import practice
from hospital.office import open_office
from tests.web.desk import Browser, ServedDesk, run, words

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    made = run("demo", directory=tmp_path)
    assert made.returncode == 0, made.stderr
    return tmp_path


def offset_of(directory: Path) -> timedelta:
    with closing(sqlite3.connect(directory / "data/frontdesk.sqlite3")) as database:
        return timedelta(seconds=database.execute("SELECT practice_offset_s FROM hospital").fetchone()[0])


def told(day: datetime) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def ask_about_tomorrow(directory: Path) -> str:
    line = {"conversation": "c", "text": "Can Dr Hughes see me tomorrow?"}
    ended = run("chat", "--jsonl", directory=directory, stdin=json.dumps(line) + "\n")
    return words(json.loads(ended.stdout))


def test_it_begins_mid_morning_of_a_working_day(directory):
    practised = (datetime.now(UTC) + offset_of(directory)).astimezone(LONDON)
    assert (practised.hour, practised.minute) in {(10, 20), (10, 21)}
    assert practised.weekday() < 5


def test_another_process_lives_by_the_clock_that_was_put_forward(directory):
    before = (datetime.now(UTC) + offset_of(directory)).astimezone(LONDON)
    assert told(before + timedelta(days=1)) in ask_about_tomorrow(directory)
    office = open_office(f"sqlite:///{directory / 'data/frontdesk.sqlite3'}", None, b"key")
    moment = practice.put_forward(office, to_morning=True).astimezone(LONDON)
    office.engine.dispose()
    assert told(moment + timedelta(days=1)) in ask_about_tomorrow(directory)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedDesk]:
    desk = ServedDesk(tmp_path, "--demo").start()
    yield desk
    desk.kill()


def test_a_desk_that_serves_goes_on_when_the_demo_begins_again_beside_it(served):
    with closing(Browser(served.address)) as mine, closing(Browser(served.address)) as others:
        mine.http.get("/chat")
        assert "Beacon Street" in words(mine.say("where can I park?"))
        mine.say("I need a cardiologist")
        again = run("demo", "--reset", directory=served.directory)
        assert again.returncode == 0, again.stderr
        others.http.get("/chat")
        assert "Beacon Street" in words(others.say("where can I park?"))
        assert "Beacon Street" in words(mine.say("where can I park?"))
        assert [line["from"] for line in mine.history()] == ["person", "desk"]
        assert [line["from"] for line in others.history()] == ["person", "desk"]


def test_the_age_of_what_waits_is_told_by_the_machines_clock(served):
    run_status = run("queue", "status", "--json", directory=served.directory)
    boxes = json.loads(run_status.stdout)
    assert boxes["inbox"]["oldest_age_s"] is None
    with closing(sqlite3.connect(served.directory / "data/frontdesk.sqlite3")) as database:
        before = (datetime.now(UTC) - timedelta(seconds=90)).strftime("%Y-%m-%d %H:%M:%S.%f")
        # of a channel that nobody answers: its turn cannot be run
        database.execute(
            "INSERT INTO inbox (channel, external_id, conversation_id, payload, status, tries, received_at)"
            " VALUES ('webchat', 'x', 999999, '{}', 'pending', 0, ?)",
            (before,),
        )
        database.commit()
    boxes = json.loads(run("queue", "status", "--json", directory=served.directory).stdout)
    assert 90 <= boxes["inbox"]["oldest_age_s"] < 150
