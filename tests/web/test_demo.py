"""The living demo in a real browser: every thing to try happens in the hospital's rows, and the page shows them."""

import dataclasses
import re
import sqlite3
import string
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import httpx2
import pytest
from playwright.sync_api import expect as playwright_expect

from tests.web.desk import ServedDesk
from web.words import DEMO_WORDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import FrameLocator, Page

BOOK, VANISH, PAIN, PERSON, WAIT, SPANISH, BILL, AGAIN = range(8)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    """A desk with the demo hospital."""
    served = ServedDesk(tmp_path_factory.mktemp("demo"), "--demo").start()
    yield served
    served.kill()


@pytest.fixture
def page(browser: "Chromium", demo: ServedDesk) -> Iterator["Page"]:
    """The demo's page in a window on a desk; it fails the test when the page logs an error."""
    yield from _open(browser, demo, viewport={"width": 1440, "height": 900}, locale="en-GB")


@pytest.fixture
def small(browser: "Chromium", demo: ServedDesk) -> Iterator["Page"]:
    """The demo's page on a phone, in Spanish."""
    yield from _open(browser, demo, viewport={"width": 390, "height": 844}, has_touch=True, locale="es-ES")


def _open(browser: "Chromium", demo: ServedDesk, **options: Any) -> Iterator["Page"]:
    context = browser.new_context(reduced_motion="reduce", **options)
    context.set_default_timeout(20_000)
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"{demo.address}/demo")
    page.wait_for_selector("#tasks [data-task]", state="attached")
    phone(page).locator(".choices button").first.wait_for(state="attached")
    yield page
    context.close()
    assert trouble == []


def phone(page: "Page", number: int = 1) -> "FrameLocator":
    return page.frame_locator(f'[data-phone="{number}"]')


def attempt(page: "Page", thing: int) -> str:
    """Click a thing to try; what the narrator says once it is done."""
    page.click(f'[data-thing="{thing}"]')
    page.wait_for_selector(f'[data-thing="{thing}"][aria-disabled="false"]')
    told = page.text_content("#narrator")
    assert page.locator(".narrator.trouble").count() == 0, told
    assert page.get_attribute(f'[data-thing="{thing}"]', "data-state") == "done", told
    return told or ""


def rows(demo: ServedDesk, query: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(demo.directory / "data/frontdesk.sqlite3")) as database:
        return database.execute(query, values).fetchall()


def booked_by_visitors(demo: ServedDesk) -> list[Any]:
    return rows(
        demo,
        "SELECT p.name, d.name, a.status FROM appointments a JOIN patients p ON p.id = a.patient_id"
        " JOIN doctors d ON d.id = a.doctor_id WHERE a.request_key NOT LIKE 'demo-%' ORDER BY a.id",
    )


# --- things to try --------------------------------------------------------------------------------


def test_one_sentence_books_a_visit_that_the_clinics_day_shows(page, demo):
    before = booked_by_visitors(demo)
    told = attempt(page, BOOK)
    (patient, doctor, status) = booked_by_visitors(demo)[len(before)]
    assert status == "booked"
    assert "One transaction" in told
    assert f"for {patient}" in (phone(page).locator(".desk").last.text_content() or "")
    shown = page.locator(".board .is-mine, #others li", has_text=patient).first
    assert shown.count() == 1
    assert patient in (page.text_content("#news") or "")
    if shown.evaluate("node => node.matches('.board *')"):
        row = page.locator(".board .track", has=page.locator(f".is-mine:has-text('{patient}')"))
        assert row.get_attribute("aria-label") == doctor


def test_of_two_patients_who_want_one_time_one_gets_it_and_the_other_the_nearest_ones(page, demo):
    before = booked_by_visitors(demo)
    attempt(page, VANISH)
    assert len(booked_by_visitors(demo)) == len(before) + 1
    taken = phone(page, 1).locator(".person").last.text_content()
    assert phone(page, 2).locator(".person").last.text_content() == taken
    assert "Booked" in (phone(page, 1).locator(".desk").last.text_content() or "")
    assert "taken" in (phone(page, 2).locator(".desk").last.text_content() or "")
    nearest = phone(page, 2).locator(".choices button").all_text_contents()
    assert len(nearest) >= 2 and taken not in nearest
    double = "SELECT 1 FROM appointments WHERE status = 'booked' GROUP BY doctor_id, starts_at HAVING COUNT(*) > 1"
    assert rows(demo, double) == []


def test_chest_pain_is_answered_at_once_and_alerts_the_desk(page, demo):
    attempt(page, PAIN)
    assert "Call 999 now" in (phone(page).locator(".desk").last.text_content() or "")
    (reference,) = rows(demo, "SELECT reference FROM tasks WHERE kind = 'emergency' ORDER BY id DESC LIMIT 1")[0]
    assert page.locator(f"#tasks .urgent[data-task='{reference}']").count() == 1


def test_a_hand_over_is_taken_answered_in_the_phone_and_closed(page, demo):
    attempt(page, PERSON)
    (reference,) = rows(demo, "SELECT reference FROM tasks WHERE kind = 'handoff' ORDER BY id DESC LIMIT 1")[0]
    task = page.locator(f"[data-task='{reference}']")
    task.locator("[data-do='take']").click()
    task.locator("input").fill("Good morning, how can I help?")
    (owner,) = rows(
        demo, "SELECT s.name FROM tasks t JOIN staff s ON s.id = t.owner_staff_id WHERE t.reference = ?", reference
    )[0]
    assert owner in (task.text_content() or "")
    task.locator("form button").click()
    phone(page).locator(".desk:has-text('Good morning, how can I help?')").wait_for()
    task.locator(".said p:has-text('Good morning, how can I help?')").wait_for()
    task.locator("[data-do='close']").click()
    task.wait_for(state="detached")
    assert rows(demo, "SELECT status FROM tasks WHERE reference = ?", reference) == [("completed",)]


def test_the_patient_hears_at_once_that_the_assistant_is_back(demo):
    with httpx2.Client(base_url=demo.address) as browser:
        browser.get("/demo/phone/1")
        browser.post("/demo/phone/1/messages", json={"id": "p1", "text": "I'd like to talk to a person, please"})
        (reference,) = rows(demo, "SELECT reference FROM tasks WHERE kind = 'handoff' ORDER BY id DESC LIMIT 1")[0]
        for do in ("take", "close"):
            assert browser.post("/demo/task", json={"reference": reference, "do": do}).status_code == 200
        leaving = browser.get("/demo/state").json()["leaving"]
        assert not any("assistant again" in each["text"] for each in leaving), (
            "a page fetches it: it leaves for nowhere"
        )
        (told,) = browser.get("/demo/phone/1/updates").json()["messages"]
        assert "assistant again" in told["text"]


def test_whoever_asks_for_a_person_is_found_among_the_tasks_however_many_wait(page, demo):
    for number in range(12):
        with httpx2.Client(base_url=demo.address) as browser:
            browser.get("/demo/phone/1")
            sent = {"id": f"many{number}", "text": "I'd like to talk to a person, please"}
            assert browser.post("/demo/phone/1/messages", json=sent).status_code == 200
    attempt(page, PERSON)
    (reference,) = rows(demo, "SELECT reference FROM tasks WHERE kind = 'handoff' ORDER BY id DESC LIMIT 1")[0]
    page.locator(f"[data-task='{reference}'] [data-do='take']").wait_for()
    assert "more are open" in (page.text_content("#more") or "")


def test_the_waiting_hand_over_has_a_conversation_behind_it(page):
    task = page.locator("#tasks li", has_text="wheelchair taxi").first
    task.locator("summary").click()
    said = task.locator(".said p").all_text_contents()
    assert len(said) >= 4
    assert "Patient: Hello, my father" in said[0]


def test_a_time_that_one_gives_back_is_offered_to_the_one_who_waits(page, demo):
    before = booked_by_visitors(demo)
    attempt(page, WAIT)
    (*_, (first, doctor, status)) = booked_by_visitors(demo)
    assert (len(before) + 1, status) == (len(booked_by_visitors(demo)), "cancelled")
    offered = phone(page, 2).locator(".desk").last.text_content() or ""
    assert doctor in offered
    phone(page, 2).locator(".choices button").first.click()
    phone(page, 2).locator(".desk:has-text('Booked')").wait_for()
    (*_, (second, same, status)) = booked_by_visitors(demo)
    assert (same, status) == (doctor, "booked")
    assert second != first


def test_the_desk_answers_in_spanish(page, demo):
    before = booked_by_visitors(demo)
    attempt(page, SPANISH)
    assert "Reservado" in (phone(page).locator(".desk").last.text_content() or "")
    assert len(booked_by_visitors(demo)) == len(before) + 1


def test_the_clock_goes_forward_and_the_phone_follows_it(page, demo):
    was = page.text_content("#date")
    page.click("[data-clock='morning']")
    page.wait_for_selector(f"#date:not(:text-is('{was}'))")
    assert (page.text_content("#time") or "").startswith("08:3")
    playwright_expect(page.locator("#narrator")).to_contain_text("08:30")
    ((offset,),) = rows_of(demo)
    tomorrow = datetime.now(ZoneInfo("Europe/London")) + timedelta(seconds=offset, days=1)
    phone(page).locator("#field").fill("Can Dr Hughes see me tomorrow?")
    phone(page).locator("#field").press("Enter")
    phone(page).locator(f".desk:has-text('{tomorrow.day} {tomorrow:%B}')").wait_for()


def test_a_bill_is_paid_on_the_trial_page_and_the_thanks_come_back(page, demo):
    told = attempt(page, BILL)
    assert "no money moves" in told
    link = phone(page).locator(".desk a[href*='/demo/pay/']").last
    (before,) = rows(demo, "SELECT COUNT(*) FROM payments WHERE method = 'link'")[0]
    with page.context.expect_page() as opened:
        link.click()
    paying = opened.value
    paying.locator("form button").click()
    paying.locator("text=paid").first.wait_for()
    (after,) = rows(demo, "SELECT COUNT(*) FROM payments WHERE method = 'link'")[0]
    assert after == before + 1
    page.bring_to_front()
    phone(page).locator(".desk:has-text('Thank you')").last.wait_for()


def test_a_refill_is_the_pharmacys_task_at_once(page, demo):
    attempt(page, AGAIN)
    assert "Atorvastatin" in (phone(page).locator(".desk").last.text_content() or "")
    (reference,) = rows(demo, "SELECT reference FROM tasks WHERE kind = 'refill_ready' ORDER BY id DESC LIMIT 1")[0]
    assert page.locator(f"#tasks [data-task='{reference}']").count() == 1


def test_the_next_day_is_not_told_as_if_it_had_just_happened(page, demo):
    attempt(page, BOOK)
    assert page.text_content("#news")
    page.click("[data-clock='morning']")
    page.locator("#narrator:has-text('08:30')").wait_for()
    assert page.text_content("#news") == ""
    assert page.locator("#board .fresh, #others .fresh").count() == 0


def test_what_has_become_due_is_seen_as_soon_as_the_clock_is_put_forward(demo):
    with httpx2.Client(base_url=demo.address, timeout=60) as browser:
        browser.post("/demo/reset", json={})  # to mid-morning of a working day
        browser.get("/demo/phone/1")
        browser.post("/demo/phone/1/messages", json={"id": "due", "text": "I'd like to talk to a person, please"})
        (reference,) = rows(demo, "SELECT reference FROM tasks WHERE kind = 'handoff' ORDER BY id DESC LIMIT 1")[0]
        browser.post("/demo/clock", json={"to": "quarter"})
        (told, *_) = browser.get("/demo/phone/1/updates").json()["messages"]
        assert reference in told["text"]
        (alert,) = [each for each in browser.get("/demo/state").json()["leaving"] if reference in each["text"]]
        assert "@" in alert["to"]


def test_beginning_again_asks_first_and_makes_the_hospital_anew(page, demo):
    attempt(page, BOOK)
    page.click("#reset")
    page.click("#sure [value='no']")
    assert booked_by_visitors(demo)
    page.click("#reset")
    page.click("#sure [value='yes']")
    page.wait_for_selector("#narrator:has-text('A fresh hospital')", timeout=60_000)
    assert booked_by_visitors(demo) == []
    assert (page.text_content("#time") or "").startswith("10:2")
    assert page.locator("[data-state='done']").count() == 0
    attempt(page, BOOK)
    assert len(booked_by_visitors(demo)) == 1


def make_anew(page: "Page") -> None:
    """A fresh hospital, so that there is time enough today, whatever was tried before."""
    page.click("#reset")
    page.click("#sure [value='yes']")
    page.wait_for_selector("#resetting", state="hidden", timeout=60_000)
    phone(page).locator(".choices button").first.wait_for(state="attached")


def test_a_thing_is_ticked_only_when_it_has_happened(page, demo):
    page.route("**/demo/phone/1/messages", lambda route: route.fulfill(json={
        "id": "x", "replies": [{"text": "Shall I book it?", "choices": []}], "language": "en", "is_new": False,
    }))  # fmt: skip
    page.click(f'[data-thing="{BOOK}"]')
    page.wait_for_selector(f'[data-thing="{BOOK}"][aria-disabled="true"]')
    page.wait_for_selector(f'[data-thing="{BOOK}"][aria-disabled="false"]')
    assert page.get_attribute(f'[data-thing="{BOOK}"]', "data-state") == ""
    assert "asks what it still needs" in (page.text_content("#narrator") or "")


def test_the_keyboard_stays_where_it_was_when_the_desk_is_drawn_anew(page, demo):
    task = page.locator("#tasks li", has_text="wheelchair taxi").first
    task.locator("summary").focus()
    with httpx2.Client(base_url=demo.address) as browser:
        sent = {"id": "focus", "text": "I have chest pain and my left arm feels numb"}
        assert browser.post("/demo/phone/1/messages", json=sent).status_code == 200
    (reference,) = rows(demo, "SELECT reference FROM tasks WHERE kind = 'emergency' ORDER BY id DESC LIMIT 1")[0]
    page.locator(f"#tasks [data-task='{reference}']").wait_for()
    playwright_expect(task.locator("summary")).to_be_focused()
    page.locator(f"[data-task='{reference}'] [data-do='take']").focus()
    page.keyboard.press("Enter")
    page.locator(f"[data-task='{reference}'] [data-do='close']").focus()
    page.keyboard.press("Enter")
    page.locator(f"[data-task='{reference}']").wait_for(state="detached")
    playwright_expect(page.locator("#tasks")).to_be_focused()


def test_a_fault_of_the_page_is_not_told_as_a_hospital_that_is_away(browser, demo):
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.route("**/demo/state**", lambda route: route.fulfill(json={"mark": "x", "now": "10:20"}))
    with page.expect_event("pageerror"):
        page.goto(f"{demo.address}/demo")
    playwright_expect(page.locator("#narrator")).to_have_text("That did not work. Please try again.")
    context.close()


def test_an_emergency_number_stands_in_the_phones_too(demo):
    assert 'href="tel:999"' in httpx2.get(f"{demo.address}/demo/phone/1").text


# --- words ----------------------------------------------------------------------------------------


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", sorted(DEMO_WORDS))
def test_the_demo_is_mute_in_no_language(language):
    said, model = dataclasses.asdict(DEMO_WORDS[language]), dataclasses.asdict(DEMO_WORDS["en"])
    for field, value in said.items():
        if isinstance(value, dict):
            assert value.keys() == model[field].keys(), field
            assert all(value.values()), field
            assert all(names_in(value[key]) == names_in(model[field][key]) for key in value), field
        elif isinstance(value, str):
            assert value and names_in(value) == names_in(model[field]), field
        else:
            assert len(value) == len(model[field]) and all(all(pair) for pair in value), field


# --- on a phone, by keyboard, for everybody -------------------------------------------------------


def test_on_a_phone_the_halves_are_tabs_and_nothing_is_wider_than_the_screen(small):
    attempt(small, BOOK)
    assert small.is_visible("iframe[data-phone='1']") and not small.is_visible("#board")
    small.tap("[data-show='hospital']")
    assert small.is_visible("#board") and not small.is_visible("iframe[data-phone='1']")
    assert small.get_attribute("[data-show='hospital']", "aria-pressed") == "true"
    assert "Tareas de la recepción" in (small.text_content("main") or "")
    assert small.evaluate("document.documentElement.scrollWidth") <= 390
    slim = small.evaluate(
        """() => [...document.querySelectorAll("button, .tasks summary, .tasks input")]
          .filter((node) => node.offsetParent && !node.closest("dialog") && node.getBoundingClientRect().height < 44)
          .map((node) => node.outerHTML.slice(0, 80))"""
    )
    assert slim == [], "smaller than a thumb"


def test_on_a_phone_what_happens_is_told_in_sight_of_where_it_happens(small):
    attempt(small, VANISH)
    small.wait_for_timeout(300)
    for place in ("#narrator", "[data-phone='1']", "[data-phone='2']"):
        box = small.locator(place).bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 844, place


def test_what_was_booked_comes_into_sight_where_the_day_is_wider_than_the_screen(small, demo):
    make_anew(small)
    attempt(small, BOOK)
    small.tap("[data-show='hospital']")
    (visit,) = rows(demo, "SELECT MAX(id) FROM appointments")[0]
    booked = small.locator(f"#board [data-visit='{visit}']").bounding_box()
    frame = small.locator(".scroller").bounding_box()
    assert frame and booked and frame["x"] <= booked["x"] <= frame["x"] + frame["width"]


def test_things_are_tried_with_the_keyboard_alone(page):
    page.focus(f"[data-thing='{PAIN}']")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-thing='{PAIN}'][data-state='done']")
    assert "(done)" in (page.text_content(f"[data-thing='{PAIN}']") or "")


def test_a_draft_of_an_answer_survives_what_happens_meanwhile(page):
    task = page.locator("#tasks li", has_text="wheelchair taxi").first
    if task.locator("[data-do='take']").count():
        task.locator("[data-do='take']").click()
    task.locator("input").fill("The taxi may")
    attempt(page, PAIN)
    assert task.locator("input").input_value() == "The taxi may"
    task.locator("[data-do='back']").click()
    task.locator("[data-do='take']").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("thing", [VANISH, PERSON])
def test_nothing_keeps_anybody_out(page, thing, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    attempt(page, thing)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


# --- what it is not -------------------------------------------------------------------------------


def test_a_real_hospital_has_no_demo_and_says_so(desk):
    page = httpx2.get(f"{desk.address}/demo", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "real hospital" in page.text
    assert "/demo" not in httpx2.get(desk.address).text
    for path in ("/demo/state", "/demo/phone/1", "/demo/phone/1/history"):
        assert httpx2.get(f"{desk.address}{path}").status_code == 404, path
    for path in ("/demo/reset", "/demo/clock", "/demo/task", "/demo/phone/1/messages"):
        assert httpx2.post(f"{desk.address}{path}", json={"to": "morning"}).status_code == 404, path
    assert rows_of(desk) == [(None,)]


def rows_of(desk: ServedDesk) -> list[Any]:
    return rows(desk, "SELECT practice_offset_s FROM hospital")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://["},
    ],
)
def test_no_other_site_may_press_the_buttons(demo, headers):
    before = rows_of(demo)
    for path in ("/demo/reset", "/demo/clock", "/demo/task"):
        assert httpx2.post(f"{demo.address}{path}", json={"to": "morning"}, headers=headers).status_code == 403
    assert rows_of(demo) == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"reference": "H-NOSUCH", "do": "take"}, 409),
        ({"reference": "H-NOSUCH", "do": "dance"}, 400),
        ({"do": ["take"]}, 400),
        ([], 400),
        ({"text": "x" * 100_000}, 413),
    ],
)
def test_a_click_that_makes_no_sense_gets_a_sentence(demo, body, status):
    answer = httpx2.post(f"{demo.address}/demo/task", json=body)
    assert answer.status_code == status
    assert answer.json()["error"]


@pytest.mark.parametrize("body", [{}, {"to": "tomorrow"}, {"to": ["morning"]}, {"to": None}, [], "morning"])
def test_nonsense_does_not_move_the_clock(demo, body):
    before = rows_of(demo)
    assert httpx2.post(f"{demo.address}/demo/clock", json=body).status_code == 400
    assert rows_of(demo) == before


def test_the_phones_stand_in_our_own_pages_only(demo):
    policy = httpx2.get(f"{demo.address}/demo/phone/1").headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy and "unsafe" not in policy
    outer = httpx2.get(f"{demo.address}/demo")
    assert "frame-ancestors 'none'" in outer.headers["content-security-policy"]
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|style=", outer.text)


def test_the_two_phones_are_two_conversations(demo):
    with httpx2.Client(base_url=demo.address) as browser:
        for number in (1, 2):
            browser.get(f"/demo/phone/{number}")
        sent = browser.post("/demo/phone/1/messages", json={"id": "one", "text": "where can I park?"})
        assert sent.status_code == 200
        assert len(browser.get("/demo/phone/1/history").json()["messages"]) == 2
        assert browser.get("/demo/phone/2/history").json()["messages"] == []


def test_a_state_that_has_not_changed_is_not_sent_again(demo):
    with httpx2.Client(base_url=demo.address, headers={"Accept-Language": "en"}) as browser:
        first = browser.get("/demo/state").json()
        again = browser.get("/demo/state", params={"since": first["mark"]})
        if again.status_code == 200:  # the minute went by in between
            again = browser.get("/demo/state", params={"since": again.json()["mark"]})
        assert (again.status_code, again.content) == (204, b"")
        assert browser.get("/demo/state", params={"since": "'; DROP"}).json()["doctors"]
    assert re.fullmatch(r"\d\d:\d\d", first["now"])


def test_the_first_page_leads_to_the_demo(demo):
    assert 'href="/demo"' in httpx2.get(demo.address).text
    lines = [line for line in demo.log.splitlines() if f"http://127.0.0.1:{demo.port}/" in line]
    assert "/demo " in lines[0]
