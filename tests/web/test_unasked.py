"""What the desk writes unasked (an offer, a colleague's words) reaches an open page by itself, each tab the same."""

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from db.models import OutboxRow
from hospital import inbox, outbox
from hospital.office import Office, open_office
from tests.web.desk import Browser, ServedDesk
from tests.web.test_chat_page import desk_lines, expect, say

if TYPE_CHECKING:
    from playwright.sync_api import Page

numbers = count(1)


@pytest.fixture
def office(desk: ServedDesk) -> Iterator[Office]:
    """The records of the running desk."""
    opened = open_office(f"sqlite:///{desk.directory}/data/frontdesk.sqlite3")
    yield opened
    opened.engine.dispose()


def address_of(somebody: "Page | Browser") -> str:
    if isinstance(somebody, Browser):
        return str(next(c.value for c in somebody.http.cookies.jar if c.name == "frontdesk_chat")).partition(".")[0]
    found = [c["value"] for c in somebody.context.cookies() if c["name"] == "frontdesk_chat"]
    return found[0].partition(".")[0]


def write(office: Office, to: "Page | Browser", text: str, **more) -> int:
    """Let the desk write something unasked into somebody's conversation; the row."""
    asks = more.pop("asks", None)
    address, key = address_of(to), f"unasked-{next(numbers)}"
    payload = json.dumps({"text": text, "choices": [], "attachments": [], **more})

    def work(unit):
        conversation_id = inbox.conversation_of(unit, "webchat", address)
        assert conversation_id is not None
        message = outbox.Outgoing(key, conversation_id, "webchat", address, "note", payload, asks)
        outbox.put(unit, [message], handed_over=False)
        return unit.connection.scalar(select(OutboxRow.id).where(OutboxRow.dedupe_key == key))

    return int(office.write(work))


def conversation_of(unit, row: int) -> int:
    return int(unit.connection.scalar(select(OutboxRow.conversation_id).where(OutboxRow.id == row)))


def status_of(office: Office, row: int) -> str:
    with office.read() as unit:
        return str(unit.connection.scalar(select(OutboxRow.status).where(OutboxRow.id == row)))


def begin(page: "Page", desk: ServedDesk) -> None:
    page.goto(f"{desk.address}/chat")
    page.wait_for_selector(".choices button")
    say(page, "Where can I park?")
    expect(page, "forty places")


def test_a_colleagues_words_arrive_without_a_reload_under_their_name(phone, desk, office):
    begin(phone, desk)
    row = write(office, phone, "Your referral is here, thank you.", author="Nuala Byrne")
    phone.wait_for_selector("[role=log] .desk p:has-text('Your referral is here')")
    assert phone.locator(".author").text_content() == "Nuala Byrne: "
    assert status_of(office, row) == "sent"
    phone.reload()
    phone.wait_for_selector(".author:has-text('Nuala Byrne')")
    assert desk_lines(phone)[-1] == "Nuala Byrne: Your referral is here, thank you."


def test_two_tabs_show_the_same_each_once(desktop, desk, office):
    begin(desktop, desk)
    other = desktop.context.new_page()
    other.goto(f"{desk.address}/chat")
    expect(other, "forty places")
    write(office, desktop, "The doctor is twenty minutes late.")
    desktop.bring_to_front()
    expect(desktop, "twenty minutes late")
    other.bring_to_front()
    expect(other, "twenty minutes late")
    say(other, "thank you")
    other.wait_for_selector(".person:not(.waiting) p:has-text('thank you')")
    desktop.reload()
    expect(desktop, "twenty minutes late")
    other.reload()
    expect(other, "twenty minutes late")
    assert desk_lines(desktop) == desk_lines(other)
    assert sum("twenty minutes" in line for line in desk_lines(other)) == 1


def test_what_it_asks_stays_to_be_tapped_while_other_things_are_said(phone, desk, office):
    begin(phone, desk)
    choices = [{"label": "Yes, take it", "value": "offer:1.yes"}, {"label": "No", "value": "offer:1.no"}]
    write(office, phone, "A time came free on Monday. Would you like it?", choices=choices, asks="offer:1")
    phone.wait_for_selector(".choices button:has-text('Yes, take it')")
    say(phone, "Where can I park?")
    phone.wait_for_selector(".desk p:has-text('forty places') >> nth=1")
    assert phone.locator(".choices button:has-text('Yes, take it')").is_visible()
    phone.tap(".choices button:has-text('Yes, take it')")
    phone.wait_for_selector(".person:not(.waiting) p:has-text('Yes, take it')")
    assert phone.locator(".choices button:has-text('Yes, take it')").count() == 0


def test_buttons_go_once_their_question_is_answered_elsewhere_or_has_lapsed(phone, desk, office):
    begin(phone, desk)
    choices = [{"label": "Yes, take it", "value": "offer:7.yes"}]
    row = write(office, phone, "A time came free on Friday. Would you like it?", choices=choices, asks="offer:7")
    phone.wait_for_selector(".choices button:has-text('Yes, take it')")
    office.write(lambda unit: outbox.settle(unit, conversation_of(unit, row), "offer:7"))
    phone.wait_for_selector(".choices button:has-text('Yes, take it')", state="detached")
    assert phone.locator(".desk:has-text('came free on Friday')").is_visible()


def test_what_is_asked_again_after_a_colleague_can_be_tapped_until_something_else_is_said(phone, desk, office):
    begin(phone, desk)
    write(office, phone, "I'm here again. Which time?", choices=[{"label": "Mon 9:00", "value": "x"}])
    phone.wait_for_selector(".choices button:has-text('Mon 9:00')")
    phone.reload()
    phone.wait_for_selector(".choices button:has-text('Mon 9:00')")
    write(office, phone, "And bring your card.", author="Nuala Byrne")
    expect(phone, "bring your card")
    assert phone.locator(".choices button:has-text('Mon 9:00')").is_visible()
    say(phone, "Where can I park?")
    phone.wait_for_selector(".desk p:has-text('forty places') >> nth=1")
    assert phone.locator(".choices button:has-text('Mon 9:00')").count() == 0


def test_what_was_written_while_the_page_was_away_is_there_at_once_when_it_is_looked_at(phone, desk, office):
    begin(phone, desk)
    phone.evaluate(
        """() => { Object.defineProperty(document, "hidden", { value: true, configurable: true });
        document.dispatchEvent(new Event("visibilitychange")); }"""
    )
    row = write(office, phone, "Please come to room 12.")
    phone.evaluate("""() => { delete document.hidden; document.dispatchEvent(new Event("visibilitychange")); }""")
    expect(phone, "room 12")
    assert status_of(office, row) == "sent"


def test_a_message_that_comes_with_an_answer_is_not_shown_again(phone, desk, office):
    begin(phone, desk)
    phone.route("**/chat/updates", lambda route: route.abort())
    write(office, phone, "The lift is out of order today.")
    say(phone, "thank you")
    expect(phone, "out of order")
    phone.unroute("**/chat/updates")
    write(office, phone, "It works again.")
    expect(phone, "works again")
    assert sum("out of order" in line for line in desk_lines(phone)) == 1


def test_markup_in_what_colleagues_write_is_only_text(phone, desk, office):
    begin(phone, desk)
    bad = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    write(office, phone, bad, author=bad, choices=[{"label": bad, "value": "x"}])
    phone.wait_for_selector(".author")
    assert phone.locator("#log img, #log script").count() == 0
    assert bad in desk_lines(phone)[-1]


# --- the API --------------------------------------------------------------------------------------


def test_most_of_the_time_there_is_nothing(desk):
    with closing(Browser(desk.address)) as somebody:
        assert somebody.http.get("/chat/updates").status_code == 204
        somebody.say("hello")
        answer = somebody.http.get("/chat/updates")
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["cache-control"] == "no-store"


def test_an_answer_that_got_lost_is_given_again_and_nobody_elses(desk, office):
    with closing(Browser(desk.address)) as somebody, closing(Browser(desk.address)) as other:
        somebody.say("hello")
        other.say("hello")
        row = write(office, somebody, "Your glasses were found.")
        first, again = (somebody.http.get("/chat/updates").json() for _ in range(2))
        line = {"from": "desk", "text": "Your glasses were found.", "choices": []}
        assert first == again == {"messages": [{**line, "id": row, "author": None, "asks": False, "open": False}]}
        assert other.http.get("/chat/updates").status_code == 204
        other.http.cookies.clear()
        other.http.cookies.set("frontdesk_chat", f"{address_of(somebody)}.{'0' * 64}", path="/chat")
        assert other.http.get("/chat/updates").status_code == 204, "a forged cookie opens nothing"
        assert "glasses" in str(somebody.history())


@pytest.mark.parametrize("asked", ["", "x", "1,2,3", "9" * 400, "-1", "1;DROP", ",".join("7" * 300), "٣"])
def test_asking_about_questions_of_nobody_tells_only_that_they_are_over(desk, office, asked):
    with closing(Browser(desk.address)) as somebody, closing(Browser(desk.address)) as other:
        somebody.say("hello")
        other.say("hello")
        row = write(office, other, "Would you like it?", asks="offer:9")
        answer = somebody.http.get("/chat/updates", params={"asked": f"{row},{asked}"})
        assert answer.json()["messages"] == []
        assert row in answer.json()["over"]
        assert len(answer.json()["over"]) <= 20


def test_who_asks_without_end_is_asked_to_wait(desk):
    with closing(Browser(desk.address)) as somebody:
        somebody.say("hello")
        answers = [somebody.http.get("/chat/updates") for _ in range(60)]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert refused and all(int(answer.headers["retry-after"]) >= 1 for answer in refused)


def test_history_has_no_reader_of_another_conversation(desk, office):
    with closing(Browser(desk.address)) as somebody, closing(Browser(desk.address)) as other:
        somebody.say("hello")
        other.say("hello")
        write(office, somebody, "For one pair of eyes.")
        assert "one pair" not in str(other.history())
