"""Pages without barriers: axe finds nothing serious, and a thumb finds every button."""

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.test_chat_page import expect, say
from tests.web.test_uploads import PHOTO, pick

if TYPE_CHECKING:
    from playwright.sync_api import Page


def serious(page: "Page") -> list[str]:
    """What axe calls serious or worse, each with the first place where it is."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:150]}" for each in found if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious(browser, desk, scheme, width):
    context = browser.new_context(
        color_scheme=scheme, locale="en-IE", viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(desk.address)
    assert serious(page) == []
    page.goto(f"{desk.address}/chat")
    page.wait_for_selector(".choices button")
    assert serious(page) == []
    say(page, "I need a cardiologist tomorrow")
    page.wait_for_selector(".choices button:has-text('Other times')")
    assert serious(page) == []
    held: list = []
    page.route("**/chat/files?*", lambda route: held.append(route))
    pick(page, PHOTO)
    page.wait_for_selector("progress")
    assert serious(page) == []
    held[0].continue_()
    expect(page, "kept your file")
    assert serious(page) == []
    page.click("#new")
    assert serious(page) == []
    context.close()


def test_every_button_is_as_large_as_a_thumb(phone, desk):
    phone.goto(f"{desk.address}/chat")
    say(phone, "I need a cardiologist tomorrow")
    phone.wait_for_selector(".choices button:has-text('Other times')")
    small = phone.evaluate(
        """() => [...document.querySelectorAll("button, .bar a, .emergency a, textarea")]
          .filter((node) => node.offsetParent && !node.closest("dialog"))
          .map((node) => [node.id || node.className || node.textContent, node.getBoundingClientRect()])
          .filter(([, box]) => box.width < 44 || box.height < 44)
          .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_the_language_can_be_changed_at_any_time_and_the_desk_is_told(phone, desk):
    phone.goto(f"{desk.address}/chat")
    phone.click(".language")
    phone.wait_for_selector(".choices button:has-text('cardiólogo')")
    assert phone.evaluate("document.documentElement.lang") == "es"
    phone.click(".language")
    phone.wait_for_selector(".choices button:has-text('cardiologist')")
    say(phone, "I need a cardiologist tomorrow")
    phone.wait_for_selector(".choices button:has-text('Other times')")
    phone.click(".language")
    phone.wait_for_selector(".desk p:has-text('español')")
    phone.wait_for_selector(".person:not(.waiting) p:has-text('En español, por favor.')")
    assert phone.evaluate("document.documentElement.lang") == "es"
    phone.reload()
    assert phone.evaluate("document.documentElement.lang") == "es", "the browser keeps it"
    phone.goto(f"{desk.address}/")
    assert phone.evaluate("document.documentElement.lang") == "es"


def test_what_is_being_written_survives_a_reload(phone, desk):
    phone.goto(f"{desk.address}/chat")
    phone.wait_for_selector(".choices button")
    phone.locator("#field").press_sequentially("My name is")
    phone.reload()
    phone.wait_for_selector(".choices button")
    assert phone.locator("#field").input_value() == "My name is"
