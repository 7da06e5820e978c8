"""The web chat in a real browser: what somebody with a phone can rely on."""

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect as playwright_expect

from tests.web.desk import Browser, ServedDesk

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

BOOKED = re.compile(r"Reference A-[A-Z0-9]{6}")


def say(page: "Page", text: str) -> None:
    page.fill("#field", text)
    page.press("#field", "Enter")


def expect(page: "Page", text: str) -> None:
    page.wait_for_selector(f".desk p:has-text({text!r})")


def identify(page: "Page", name: str, phone: str) -> None:
    expect(page, "full name")
    say(page, name)
    expect(page, "date of birth")
    say(page, "5 May 1990")
    expect(page, "phone number")
    say(page, phone)


def desk_lines(page: "Page") -> list[str]:
    return [text.removeprefix("Desk: ") for text in page.locator(".desk p").all_text_contents()]


def person_lines(page: "Page") -> list[str]:
    return [text.removeprefix("You: ") for text in page.locator(".person p").all_text_contents()]


def id_of(route: "Route") -> str:
    """The id of a message on its way."""
    return str(json.loads(route.request.post_data or "{}")["id"])


def cookies_of(page: "Page", desk: ServedDesk) -> Browser:
    """The same browser's conversation, read by the API."""
    other = Browser(desk.address)
    for cookie in page.context.cookies():
        other.http.cookies.set(cookie["name"], cookie["value"], domain="127.0.0.1", path=cookie["path"])
    return other


def test_a_visit_is_booked_by_typing(phone, desk):
    phone.goto(f"{desk.address}/chat")
    say(phone, "I need a cardiologist tomorrow")
    expect(phone, "Dr Petra Lind")
    say(phone, "the first one")
    identify(phone, "Ada Fenn", "+353860001001")
    expect(phone, "Booked: Dr Petra Lind")
    assert BOOKED.search(desk_lines(phone)[-1])


def test_a_visit_is_booked_with_buttons_where_there_are_any(phone, desk):
    phone.goto(f"{desk.address}/chat")
    phone.tap(".choices button >> nth=0")
    expect(phone, "Dr Petra Lind")
    time = phone.locator(".choices button").nth(1).text_content()
    phone.tap(".choices button >> nth=1")
    identify(phone, "Bo Fenn", "+353860001002")
    expect(phone, "Booked: Dr Petra Lind")
    assert time in person_lines(phone)
    assert time.split()[-1] in desk_lines(phone)[-1]


def test_whom_the_desk_knows_books_with_buttons_only(phone, desk):
    phone.goto(f"{desk.address}/chat")
    phone.wait_for_selector(".choices button")
    before = cookies_of(phone, desk)
    for text in ("I need a cardiologist tomorrow", "the first one", "Di Fenn", "5 May 1990", "+353860001009"):
        before.say(text)
    before.say("cancel my appointment")
    before.close()
    phone.reload()
    for label in ("Yes, cancel it", "Book another time"):  # with the doctor, for the patient of the visit
        phone.tap(f".choices button:has-text({label!r})")
    phone.wait_for_selector(".desk:last-of-type p:has-text('next free times')")
    time = phone.locator(".choices button").nth(2).text_content()
    phone.tap(".choices button >> nth=2")
    phone.wait_for_selector(".desk:last-of-type p:has-text('Booked: Dr Petra Lind')")
    assert time.split()[-1] in desk_lines(phone)[-1]
    assert "for Di Fenn" in desk_lines(phone)[-1]


def test_buttons_go_away_once_something_was_said(phone, desk):
    phone.goto(f"{desk.address}/chat")
    say(phone, "I need a cardiologist tomorrow")
    phone.wait_for_selector("text=Other times")
    say(phone, "hello")
    phone.wait_for_selector(".person:not(.waiting) p:has-text('hello')")
    phone.wait_for_selector(".desk >> nth=2")
    heard = [line for line in cookies_of(phone, desk).history() if line["from"] == "desk"]
    labels = [choice["label"] for choice in heard[-1]["choices"]]
    assert phone.locator(".choices button").all_text_contents() == labels, "those of the last answer alone are left"


def test_a_reload_in_the_middle_shows_what_was_said_and_goes_on(phone, desk):
    phone.goto(f"{desk.address}/chat")
    say(phone, "I need a cardiologist tomorrow")
    phone.wait_for_selector(".choices button:has-text('Other times')")
    offered = phone.locator(".choices button").all_text_contents()
    before = desk_lines(phone)[1:]
    phone.reload()
    phone.wait_for_selector(".choices button:has-text('Other times')")
    assert person_lines(phone) == ["I need a cardiologist tomorrow"]
    assert desk_lines(phone) == before
    assert phone.locator(".choices button").all_text_contents() == offered
    phone.tap(".choices button >> nth=0")
    expect(phone, "full name")
    phone.reload()
    expect(phone, "full name")
    assert person_lines(phone) == ["I need a cardiologist tomorrow", offered[0]]


def test_what_is_written_offline_is_sent_once_when_the_connection_is_back(phone, desk):
    phone.goto(f"{desk.address}/chat")
    phone.wait_for_selector(".choices button")
    phone.context.set_offline(True)
    phone.wait_for_selector("#state:has-text('No connection')")
    say(phone, "Where can I park?")
    phone.wait_for_selector(".person.waiting")
    say(phone, "I need a cardiologist tomorrow")
    phone.context.set_offline(False)
    expect(phone, "forty places")
    expect(phone, "Dr Petra Lind")
    phone.wait_for_selector("#state:empty", state="attached")
    assert phone.locator(".person.waiting").count() == 0
    heard = [line["text"] for line in cookies_of(phone, desk).history() if line["from"] == "person"]
    assert heard == ["Where can I park?", "I need a cardiologist tomorrow"]


def test_an_answer_lost_on_its_way_is_asked_for_again_and_nothing_is_booked_twice(phone, desk):
    phone.goto(f"{desk.address}/chat")
    say(phone, "I need a cardiologist tomorrow")
    expect(phone, "Dr Petra Lind")
    say(phone, "the second one")
    expect(phone, "full name")
    say(phone, "Cai Fenn")
    expect(phone, "date of birth")
    say(phone, "5 May 1990")
    expect(phone, "phone number")
    lost: list[dict] = []

    def lose_once(route: "Route") -> None:
        response = route.fetch()
        if lost:
            route.fulfill(response=response)
        else:
            lost.append(response.json())
            route.abort()

    phone.route("**/chat/messages", lose_once)
    say(phone, "+353860001003")
    expect(phone, "Booked: Dr Petra Lind")
    reference = BOOKED.search(lost[0]["replies"][-1]["text"])
    assert reference and reference[0] in desk_lines(phone)[-1]
    assert person_lines(phone)[-1] == "+353860001003"
    say(phone, "my appointments")
    phone.wait_for_selector(".person:not(.waiting) p:has-text('my appointments')")
    assert sum(line["text"].startswith("Booked:") for line in cookies_of(phone, desk).history()) == 1


def test_a_message_cut_off_on_a_bad_line_is_sent_again(phone, desk):
    phone.goto(f"{desk.address}/chat")
    phone.wait_for_selector(".choices button")
    sent: list[str] = []

    def cut_off_twice(route: "Route") -> None:
        sent.append(id_of(route))
        if len(sent) <= 2:
            route.fulfill(status=408, json={"error": "It did not arrive in one piece."})
        else:
            route.continue_()

    phone.route("**/chat/messages", cut_off_twice)
    say(phone, "I have chest pain and my left arm feels numb")
    expect(phone, "Call 112 now")
    assert len(sent) == 3 and len(set(sent)) == 1
    assert phone.locator(".failed").count() == 0
    phone.wait_for_selector("#state:empty", state="attached")


def test_the_answer_to_a_kept_message_comes_to_the_open_page_by_itself(phone, desk):
    phone.goto(f"{desk.address}/chat")
    phone.wait_for_selector(".choices button")
    kept = {"text": "I answer as soon as I can.", "choices": [], "attachments": []}

    def keep(route: "Route") -> None:
        route.fetch()  # the desk has it, and answers later
        answer = {"id": id_of(route), "replies": [kept], "language": "en", "is_new": False}
        route.fulfill(json={**answer, "kept": True})

    phone.route("**/chat/messages", keep)
    phone.route("**/chat/updates**", lambda route: route.fulfill(status=503, json={}))
    say(phone, "Where can I park?")
    expect(phone, "as soon as I can")
    phone.unroute("**/chat/updates**")
    expect(phone, "forty places")
    assert sum("forty places" in line for line in desk_lines(phone)) == 1
    with phone.expect_request("**/chat/updates**") as asked:
        pass
    assert "kept" not in asked.value.url, "once it is there, nothing is asked for any more"


def test_what_was_promised_an_answer_is_still_waited_for_after_a_reload(phone, desk):
    phone.goto(f"{desk.address}/chat")
    phone.wait_for_selector(".choices button")
    phone.evaluate('sessionStorage.setItem(\'frontdesk-promised/chat\', \'[{"id": "p1", "label": "My words"}]\')')
    phone.reload()
    phone.wait_for_selector(".person p:has-text('My words')")
    cookies_of(phone, desk).say("Where can I park?", message_id="p1")
    expect(phone, "forty places")


def test_a_tab_closed_before_the_answer_sends_the_message_again_with_its_id(phone, desk):
    phone.goto(f"{desk.address}/chat")
    phone.wait_for_selector(".choices button")
    phone.route("**/chat/messages", lambda route: route.abort())
    say(phone, "Where can I park?")
    phone.wait_for_selector(".person.waiting")
    phone.unroute("**/chat/messages")
    phone.reload()
    expect(phone, "forty places")
    assert person_lines(phone) == ["Where can I park?"]


def test_nothing_scrolls_sideways_on_a_narrow_phone(phone, desk):
    phone.set_viewport_size({"width": 320, "height": 640})
    for path in ("/", "/chat", "/portal", "/admin", "/nowhere"):
        phone.goto(f"{desk.address}{path}")
        if path == "/chat":
            say(phone, "w" * 300)
            phone.wait_for_selector(".person:not(.waiting) p:has-text('www')")
            assert phone.evaluate(
                "document.getElementById('log').scrollWidth <= document.getElementById('log').clientWidth"
            )
        assert phone.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_the_keyboard_alone_is_enough(desktop, desk):
    desktop.goto(f"{desk.address}/chat")
    desktop.wait_for_selector(".choices button")
    assert desktop.evaluate("document.activeElement.id") == "field"
    desktop.keyboard.type("I need a cardiologist tomorrow")
    desktop.keyboard.press("Enter")
    desktop.wait_for_selector("text=Other times")
    for _ in range(40):
        desktop.keyboard.press("Shift+Tab")
        if desktop.evaluate("document.activeElement.textContent") == "Other times":
            break
    desktop.keyboard.press("Enter")
    desktop.wait_for_selector(".person p:has-text('Other times')")
    desktop.wait_for_selector(".choices button")
    desktop.keyboard.press("Tab")
    assert desktop.evaluate("document.activeElement.closest('.choices') !== null"), "the next Tab finds the new choices"


def test_whoever_types_after_a_click_types_into_the_field(desktop, desk):
    desktop.goto(f"{desk.address}/chat")
    desktop.wait_for_selector(".choices button")
    say(desktop, "I need a cardiologist tomorrow")
    desktop.wait_for_selector(".choices button:has-text('Other times')")
    desktop.click(".choices button >> nth=0")
    expect(desktop, "full name")
    desktop.keyboard.type("Fay Fenn")
    desktop.keyboard.press("Enter")
    expect(desktop, "date of birth")
    assert person_lines(desktop)[-1] == "Fay Fenn"


def test_enter_sends_and_shift_enter_makes_a_new_line(desktop, desk):
    desktop.goto(f"{desk.address}/chat")
    desktop.wait_for_selector(".choices button")
    desktop.keyboard.type("Where can")
    desktop.keyboard.press("Shift+Enter")
    desktop.keyboard.type("I park?")
    desktop.keyboard.press("Enter")
    desktop.wait_for_selector(".person p")
    assert person_lines(desktop) == ["Where can\nI park?"]


def test_a_screen_reader_is_told_what_is_new_and_what_things_are(desktop, desk):
    desktop.goto(f"{desk.address}/chat")
    desktop.wait_for_selector(".choices button")
    log = desktop.get_by_role("log", name="Conversation")
    assert log.get_attribute("aria-live") == "polite"
    assert desktop.get_by_role("textbox", name="Your message").count() == 1
    assert desktop.get_by_role("button", name="Send").count() == 1
    assert desktop.get_by_role("list", name="Choices").count() == 1
    assert desktop.get_by_role("heading", level=1).text_content() == "Alder Road Clinic"
    assert desktop.evaluate("document.documentElement.lang") == "en"
    assert desktop.locator(".desk p").first.text_content().startswith("Desk: ")


def test_a_browser_in_spanish_gets_the_page_in_spanish(browser, desk):
    context = browser.new_context(locale="es-ES")
    page = context.new_page()
    page.goto(f"{desk.address}/chat")
    page.wait_for_selector(".choices button:has-text('cardiólogo')")
    assert page.evaluate("document.documentElement.lang") == "es"
    assert page.get_attribute("#field", "placeholder") == "Escriba un mensaje"
    context.close()


def test_a_new_chat_forgets_the_old_one_after_asking(phone, desk):
    phone.goto(f"{desk.address}/chat")
    say(phone, "Where can I park?")
    expect(phone, "forty places")
    phone.click("#new")
    phone.click("dialog button[value=no]")
    assert "Where can I park?" in person_lines(phone)
    phone.click("#new")
    phone.click("dialog button[value=yes]")
    phone.wait_for_selector(".choices button:has-text('cardiologist')")
    assert person_lines(phone) == []
    assert cookies_of(phone, desk).history() == []


def test_nothing_can_be_written_into_a_chat_that_is_about_to_go(phone, desk):
    phone.goto(f"{desk.address}/chat")
    say(phone, "Where can I park?")
    expect(phone, "forty places")
    phone.context.set_offline(True)
    phone.click("#new")
    phone.click("dialog button[value=yes]")
    playwright_expect(phone.locator("#field")).to_be_disabled()
    playwright_expect(phone.locator("#attach")).to_be_disabled()
    phone.context.set_offline(False)
    phone.wait_for_selector(".choices button:has-text('cardiologist')")
    playwright_expect(phone.locator("#field")).to_be_enabled()
    assert person_lines(phone) == []
    say(phone, "Where can I park?")
    expect(phone, "forty places")


def test_a_past_that_is_refused_is_not_shown_as_a_new_chat(phone, desk):
    phone.route("**/chat/history", lambda route: route.fulfill(status=403, json={"error": "Please write elsewhere."}))
    phone.goto(f"{desk.address}/chat")
    phone.wait_for_selector("#state:has-text('Please write elsewhere.')")
    assert phone.locator(".said").count() == 0


def test_a_long_text_is_sent_whole_and_one_too_long_stays_in_the_field(phone, desk):
    phone.goto(f"{desk.address}/chat")
    phone.wait_for_selector(".choices button")
    long, too_long = "où " * 5000, "where " * 12_000
    say(phone, too_long)
    phone.wait_for_selector("#state:has-text('shorter parts')")
    assert phone.input_value("#field") == too_long
    say(phone, long)
    phone.wait_for_selector(".person:not(.waiting)")
    (heard,) = [line["text"] for line in cookies_of(phone, desk).history() if line["from"] == "person"]
    assert heard == long.strip()
    phone.wait_for_selector("#state:empty", state="attached")


def test_a_reply_says_its_language_also_after_a_reload(phone, desk):
    phone.goto(f"{desk.address}/chat")
    say(phone, "Quisiera una cita con un cardiólogo mañana")
    phone.wait_for_selector(".desk p[lang=es]:has-text('Dr Petra Lind')")
    phone.reload()
    phone.wait_for_selector(".desk p[lang=es]:has-text('Dr Petra Lind')")


def test_an_example_of_the_first_page_waits_in_the_field_of_the_chat(phone, desk):
    phone.goto(desk.address)
    phone.click(".examples a >> nth=0")
    playwright_expect(phone.locator("#field")).to_have_value("I need a cardiologist on Monday")
    assert person_lines(phone) == [], "nothing is sent before the person does"


def test_addresses_in_replies_are_links_and_markup_is_only_text(phone, desk):
    phone.goto(f"{desk.address}/chat")
    say(phone, "<img src=x onerror=alert(1)> <b>hello</b>")
    phone.wait_for_selector(".desk a[href='https://alderroad.example/privacy']")
    assert person_lines(phone) == ["<img src=x onerror=alert(1)> <b>hello</b>"]
    assert phone.locator("#log img, #log b").count() == 0


def test_numbers_to_call_can_be_tapped_and_others_cannot(phone, desk):
    phone.goto(f"{desk.address}/chat")
    say(phone, "I have chest pain and my left arm feels numb")
    assert phone.get_attribute(".desk p:has-text('Call 112 now') a", "href") == "tel:112"
    lines = ["Call +353 1 555 0140 9:00 to 17:00.", "Call +353861234567, or +353 86 000 1235 (5 min)."]
    lines += ["Room 112, it costs 112 EUR. Reference A-112112", "Llame ahora al 112."]
    answer = {"id": "x", "replies": [{"text": each, "choices": []} for each in lines], "language": "en"}
    phone.route("**/chat/messages", lambda route: route.fulfill(json={**answer, "is_new": False}))
    say(phone, "hello")
    expect(phone, "Llame")
    found = phone.locator(".desk a[href^='tel:']").evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    assert found[-4:] == ["tel:112", "tel:+35315550140", "tel:+353861234567", "tel:112"]


def test_the_chat_is_small_and_asks_nobody_else(desktop, desk):
    sizes: dict[str, int] = {}
    desktop.on(
        "response", lambda answer: sizes.update({answer.url: len(answer.body())} if answer.status == 200 else {})
    )
    desktop.goto(f"{desk.address}/chat", wait_until="networkidle")
    assert len(sizes) >= 4
    assert all(url.startswith(desk.address) for url in sizes), sizes
    assert sum(sizes.values()) < 60_000, sizes


CONTRAST = """() => {
  const curve = (part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const channel = (value) => curve(value / 255);
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const color = parse(getComputedStyle(node).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const node of document.querySelectorAll("h1, h2, h3, p, a, button, li, span, textarea")) {
    if (!node.innerText?.trim() || node.closest(".hidden, dialog, noscript")) continue;
    const pair = [light(parse(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) low.push(`${node.innerText.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return low;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read_by_day_and_by_night(browser, desk, scheme):
    context = browser.new_context(color_scheme=scheme, locale="en-IE")
    page = context.new_page()
    for path in ("/", "/chat", "/portal"):
        page.goto(desk.address + path)
        if path == "/chat":
            say(page, "I need a cardiologist tomorrow")
            expect(page, "Dr Petra Lind")
            page.wait_for_selector(".person:not(.waiting)")
        assert page.evaluate(CONTRAST) == [], path
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (dark == "rgb(17, 26, 25)") == (scheme == "dark")
    context.close()
