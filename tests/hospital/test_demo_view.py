"""What the demo's page shows of the hospital stays true while people try things, whatever day of the week it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conversation.messages import InboundMessage, Kind
from db.engine import connect
from db.migrate import upgrade
from hospital import inbox, outbox, tasks
from hospital.demo import view as demo_view
from hospital.demo.making import load_demo
from hospital.directory_rows import read_hospital
from hospital.office import Office
from tests.hospital.test_demo import FixedClock
from web.demo_scene import as_json

MONDAY = datetime(2026, 11, 23, 10, 20, tzinfo=UTC)
DAYS = ["mon", "tue", "wed", "thu", "fri"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A demo of each working day."""
    folder = tmp_path_factory.mktemp("views")
    for number, day in enumerate((DAYS[0], DAYS[4])):
        engine = connect(f"sqlite:///{folder / day}.sqlite3")
        upgrade(engine)
        load_demo(Office(engine, FixedClock(MONDAY + timedelta(days=4 * number)), audit_key=b"key"))
        engine.dispose()
    return {day: folder / f"{day}.sqlite3" for day in (DAYS[0], DAYS[4])}


def opened(source: Path, into: Path, moment: datetime) -> Office:
    with closing(sqlite3.connect(source)) as database:
        database.execute("VACUUM INTO ?", (str(into),))
    return Office(connect(f"sqlite:///{into}"), FixedClock(moment), audit_key=b"key")


@pytest.fixture(params=[DAYS[0], DAYS[4]])
def demo(request: pytest.FixtureRequest, made: dict[str, Path], tmp_path: Path) -> Iterator[Office]:
    """The demo on the first and on the last working day of a week."""
    moment = MONDAY + timedelta(days=DAYS.index(request.param))
    office = opened(made[request.param], tmp_path / "demo.sqlite3", moment)
    yield office
    office.engine.dispose()


def seen(demo: Office) -> demo_view.Scene:
    with demo.read() as unit:
        return demo_view.scene(unit, read_hospital(unit))


def test_the_day_shown_stays_today_however_much_of_it_is_booked(demo: Office) -> None:
    today = seen(demo).now.date()
    assert seen(demo).day_to_try == today

    def take_all_of_today(unit: Any) -> None:
        unit.connection.exec_driver_sql(f"UPDATE slots SET status = 'busy' WHERE date = '{today}'")

    demo.write(take_all_of_today)
    scene = seen(demo)
    assert scene.day == today and scene.days
    assert scene.day_to_try > today
    assert len(scene.free_doctors) == 2, "what is to be tried goes on, on another day"


def test_on_a_free_day_the_next_day_with_times_is_shown(made: dict[str, Path], tmp_path: Path) -> None:
    sunday = MONDAY + timedelta(days=6)
    office = opened(made[DAYS[4]], tmp_path / "demo.sqlite3", sunday)
    scene = seen(office)
    office.engine.dispose()
    assert scene.now.date() == sunday.date()
    assert scene.day == sunday.date() + timedelta(days=1)
    assert scene.days


def test_no_time_at_noon_is_proposed_as_it_may_be_read_as_after_midnight(demo: Office) -> None:
    with demo.read() as unit:
        hospital = read_hospital(unit)
        told = as_json(demo_view.scene(unit, hospital), hospital, "en")["try"]
    assert told["book"] and told["time"]
    assert not [words for words in (told["book"], told["wait"], told["spanish"]) if " 12:" in words]
    assert not told["time"].startswith("12:")


def test_taps_are_read_at_the_desk_as_what_stood_on_them(demo: Office) -> None:
    with demo.read() as unit:
        task = next(each for each in tasks.open_tasks(unit) if each.kind == "handoff")
    assert task.conversation_id is not None
    conversation, address = task.conversation_id, task.reference
    message = InboundMessage(
        channel="webchat", conversation=address, external_id="tap", kind=Kind.CHOICE, choice="go.on", received_at=MONDAY
    )
    reply = '{"text": "Anything else?", "choices": [{"label": "Go on", "value": "go.on"}], "attachments": []}'

    def talk(unit: Any) -> None:
        asked = outbox.Outgoing("asked", conversation, "webchat", address, "reply", reply)
        outbox.put(unit, [asked], handed_over=True)
        inbox.record(
            unit, channel="webchat", external_id="tap", conversation_id=conversation,
            payload=message.model_dump_json(), received_at=MONDAY,
        )  # fmt: skip

    demo.write(talk)
    (lines,) = [errand.lines for errand in seen(demo).errands if errand.task.reference == task.reference]
    assert ("desk", "Anything else?") in lines
    assert ("patient", "Go on") in lines
