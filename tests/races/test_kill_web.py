"""The program as people meet it, killed while they book in their browsers."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.models import AppointmentRow, InboxRow
from tests.races import oracle
from tests.races.house import open_house
from tests.races.web import Browser
from tests.web.desk import ServedDesk

pytestmark = pytest.mark.timeout(300)
BROWSERS = 8
SURNAMES = ("Adams", "Brennan", "Casey", "Dempsey", "Egan", "Farrell", "Grogan", "Healy")
KILLS = 1


def book_and_take_back(browser: Browser, number: int, end: threading.Event) -> None:
    """A newcomer books with all that it takes, takes it back, and again."""
    browser.open()
    day = ("Monday", "Tuesday", "Wednesday", "Thursday")[number % 4]
    while not end.is_set():
        replies = browser.say(f"I want to see Dr Quinn on {day}")
        for _ in range(6):
            text = replies[-1]["text"].lower() if replies else ""
            if "full name" in text:
                replies = browser.say(f"Nora {SURNAMES[number]}")
            elif "birth" in text:
                replies = browser.say("2 May 1985")
            elif "phone" in text or "number" in text:
                replies = browser.say(f"+35387{number:07}")
            elif replies and replies[-1]["choices"]:
                replies = browser.say(replies[-1]["choices"][0]["value"], tap=True)
        browser.say("take it back")


def test_killed_while_browsers_book_the_program_keeps_every_word_it_gave(database_url: str, tmp_path: Path):
    desk = open_house(database_url, tmp_path / "data", patients=1)
    server = ServedDesk(tmp_path, DATABASE__URL=database_url, AUDIT__KEY="the same in every process")
    server.start()
    browsers, end = [Browser(server.address) for _ in range(BROWSERS)], threading.Event()
    threads = [
        threading.Thread(target=book_and_take_back, args=(browser, number, end), daemon=True)
        for number, browser in enumerate(browsers)
    ]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        enough = sum(browser.sent for browser in browsers) + random.randint(20, 40)
        while sum(browser.sent for browser in browsers) < enough:
            time.sleep(0.01)
        server.kill()
        server.start()
    end.set()
    for thread in threads:
        thread.join(90)
    assert not any(thread.is_alive() for thread in threads), "somebody never got an answer"
    server.end()
    told = set().union(*(browser.booked for browser in browsers))
    with desk.office.read() as unit:
        there = set(unit.connection.scalars(select(AppointmentRow.reference)))
        received = unit.connection.scalar(select(func.count()).select_from(InboxRow))
    assert [mistake for browser in browsers for mistake in browser.mistakes] == []
    assert oracle.problems(desk.office, claimed=told) == []
    assert there == told, "a visit that nobody was told of, or the reverse"
    assert received == sum(browser.sent for browser in browsers)
    assert len(told) >= BROWSERS // 2 and sum(browser.interrupted for browser in browsers) >= 1
    desk.database.dispose()
