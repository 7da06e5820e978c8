"""The chat in the hospital's own site: one script tag, allowed origins alone, nothing leaks in or out."""

import json
from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import expect
from starlette.responses import Response

from bots.webchat.browsers import Browsers
from tests.services.servers import free_port
from tests.web.desk import ServedDesk
from tests.web.host_site import host_site


@pytest.fixture(scope="module")
def site_and_desk(tmp_path_factory) -> Iterator[tuple[str, ServedDesk]]:
    """A desk that allows one site, and that site."""
    desk = ServedDesk(tmp_path_factory.mktemp("embedded")).load()
    with host_site(desk.address) as site:
        desk.settings["CHANNELS__WEBCHAT__ORIGINS"] = json.dumps([site])
        desk.start()
        yield site, desk
        desk.kill()


@pytest.fixture
def visitor(browser, request):
    """A visitor of the site; what their browser complains of is collected in `trouble`."""
    context = browser.new_context(
        locale="en-IE", reduced_motion="reduce", viewport=getattr(request, "param", {"width": 1280, "height": 800})
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.trouble = trouble
    yield page
    context.close()


def chat_of(page):
    return page.frame_locator("frontdesk-chat iframe")


def test_one_script_tag_brings_the_chat_into_a_strict_page(visitor, site_and_desk):
    site, _ = site_and_desk
    visitor.goto(site)
    visitor.click("frontdesk-chat button")
    chat = chat_of(visitor)
    chat.locator("#field").fill("Where can I park?")
    chat.locator("#field").press("Enter")
    chat.locator(".desk p:has-text('forty places')").wait_for()
    assert visitor.trouble == []
    visitor.reload()
    visitor.click("frontdesk-chat button")
    chat_of(visitor).locator(".person p:has-text('Where can I park?')").wait_for()


def test_styles_of_the_page_do_not_reach_the_chat_nor_ours_the_page(visitor, site_and_desk):
    site, _ = site_and_desk
    visitor.goto(site)
    button = visitor.locator("frontdesk-chat button")
    button.wait_for()
    assert button.evaluate("node => getComputedStyle(node).fontSize") == "16px"
    assert button.evaluate("node => getComputedStyle(node).color") == "rgb(255, 255, 255)"
    button.click()
    chat_of(visitor).locator("#field").wait_for()
    assert visitor.locator("h1").evaluate("node => getComputedStyle(node).fontSize") == "20px"
    assert visitor.evaluate("document.styleSheets.length") == 1
    assert visitor.evaluate("document.adoptedStyleSheets.length") == 0
    assert visitor.evaluate("document.querySelectorAll('[style]').length") == 0


def test_the_keyboard_goes_into_the_panel_and_back(visitor, site_and_desk):
    site, _ = site_and_desk
    visitor.goto(site)
    button = visitor.locator("frontdesk-chat button")
    button.focus()
    visitor.keyboard.press("Enter")
    chat_of(visitor).locator("#field:focus").wait_for()
    assert button.get_attribute("aria-expanded") == "true"
    visitor.keyboard.type("hello")
    visitor.keyboard.press("Escape")
    expect(visitor.locator("frontdesk-chat button.open")).to_be_focused()
    assert not visitor.locator("frontdesk-chat iframe").is_visible()
    visitor.keyboard.press("Enter")
    chat_of(visitor).locator("#field:focus").wait_for()
    assert chat_of(visitor).locator("#field").input_value() == "hello", "what was being written is still there"


@pytest.mark.parametrize("visitor", [{"width": 360, "height": 740}], indirect=True)
def test_on_a_phone_the_chat_fills_the_screen_and_can_be_closed(visitor, site_and_desk):
    site, _ = site_and_desk
    visitor.goto(site)
    visitor.click("frontdesk-chat button")
    chat_of(visitor).locator(".choices button").first.wait_for()
    assert visitor.locator("frontdesk-chat iframe").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
    assert not visitor.locator("frontdesk-chat button.open").is_visible()
    chat_of(visitor).locator("#close").click()
    visitor.locator("frontdesk-chat button.open").wait_for()
    assert not visitor.locator("frontdesk-chat iframe").is_visible()


def test_another_site_cannot_show_the_chat(visitor, site_and_desk):
    _, desk = site_and_desk
    with host_site(desk.address) as stranger:
        visitor.goto(stranger)
        with visitor.expect_console_message(lambda said: "frame-ancestors" in said.text):
            visitor.click("frontdesk-chat button")
        assert chat_of(visitor).locator("#field").count() == 0


@pytest.mark.parametrize(
    "tag", ['<script src="{desk}/embed.js"></script>', '<script type="module" src="{desk}/embed.js"></script>']
)
def test_the_tag_works_without_defer_and_as_a_module(visitor, site_and_desk, tag):
    _, desk = site_and_desk
    with host_site(desk.address, tag=tag) as site:
        visitor.goto(site)
        visitor.locator("frontdesk-chat button").wait_for()
        assert visitor.trouble == []


def test_a_chat_that_did_not_load_is_tried_again_when_it_is_opened_again(visitor, site_and_desk):
    site, _ = site_and_desk
    visitor.goto(site)
    visitor.route("**/chat?embed**", lambda route: route.abort())
    visitor.click("frontdesk-chat button")
    visitor.locator("frontdesk-chat iframe").wait_for()
    visitor.unroute("**/chat?embed**")
    visitor.click("frontdesk-chat button")
    visitor.click("frontdesk-chat button")
    chat_of(visitor).locator("#field:focus").wait_for()


@pytest.mark.parametrize("visitor", [{"width": 360, "height": 740}], indirect=True)
def test_what_the_chat_covers_cannot_be_reached_by_a_keyboard_until_it_is_closed(visitor, site_and_desk):
    site, _ = site_and_desk
    visitor.goto(site)
    visitor.click("frontdesk-chat button")
    chat_of(visitor).locator(".choices button").first.wait_for()
    link, panel = visitor.locator("p:has(#link)"), visitor.locator("frontdesk-chat .panel")
    assert link.evaluate("node => node.inert") and panel.get_attribute("aria-modal") == "true"
    visitor.set_viewport_size({"width": 1280, "height": 800})
    expect(panel).to_have_attribute("aria-modal", "false")
    assert not link.evaluate("node => node.inert"), "beside the panel the page goes on"
    visitor.set_viewport_size({"width": 360, "height": 740})
    expect(panel).to_have_attribute("aria-modal", "true")
    chat_of(visitor).locator("#close").click()
    visitor.locator("frontdesk-chat button.open").wait_for()
    assert not link.evaluate("node => node.inert")


def test_options_on_the_tag_choose_language_colour_side_and_label(visitor, site_and_desk):
    _, desk = site_and_desk
    options = 'data-language="es" data-colour="#ffcc00" data-position="left" data-label="¿Hablamos? <b>"'
    with host_site(desk.address, options) as stranger:
        visitor.goto(stranger)
        button = visitor.locator("frontdesk-chat button")
        button.wait_for()
        assert button.text_content() == "¿Hablamos? <b>"
        assert button.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(255, 204, 0)"
        assert button.evaluate("node => getComputedStyle(node).color") == "rgb(0, 0, 0)", "readable on any colour"
        assert button.bounding_box()["x"] < 100


def test_only_the_chat_may_be_framed_and_only_by_the_sites_that_are_named(site_and_desk):
    site, desk = site_and_desk
    chat = httpx2.get(f"{desk.address}/chat").headers
    assert f"frame-ancestors {site}" in chat["content-security-policy"]
    assert "x-frame-options" not in chat
    for path in ("/", "/portal", "/chat/history", "/admin", "/nowhere"):
        headers = httpx2.get(desk.address + path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["x-frame-options"] == "DENY", path


def test_without_origins_nobody_may_frame_the_chat(desk):
    headers = httpx2.get(f"{desk.address}/chat").headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


def test_the_script_may_be_fetched_by_any_site_and_is_kept_for_a_while(desk):
    script = httpx2.get(f"{desk.address}/embed.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "Escr\\u00edbanos" in script.text
    again = httpx2.get(f"{desk.address}/embed.js", headers={"If-None-Match": script.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("is_https", "is_framed", "rules"),
    [
        (True, True, {"SameSite=none", "Secure", "Partitioned"}),
        (True, False, {"SameSite=lax", "Secure"}),
        (False, True, {"SameSite=lax"}),
        (False, False, {"SameSite=lax"}),
    ],
)
def test_the_cookie_works_in_a_frame_on_https_and_is_as_strict_as_can_be_elsewhere(is_https, is_framed, rules):
    response = Response()
    Browsers(b"secret", is_https=is_https, is_framed=is_framed).remember(response, "a" * 32)
    told = set(response.headers["set-cookie"].split("; ")[1:])
    assert told == {"HttpOnly", "Max-Age=7776000", "Path=/chat", *rules}


@pytest.mark.parametrize(
    "origins",
    [
        "https://a.example", '["a.example"]', '["https://a.example/path"]', '["http://a.example"]', '["*"]',
        '["https://a.example; script-src *"]', '["https://*"]', '["javascript:x"]', '["https://u@a.example"]', "[5]",
    ],
)  # fmt: skip
def test_an_origin_that_is_none_is_refused_with_a_sentence(tmp_path, origins):
    desk = ServedDesk(tmp_path, CHANNELS__WEBCHAT__ORIGINS=origins)
    desk.port = free_port()
    desk.launch()
    assert desk.process is not None and desk.process.wait(30) == 1
    assert "channels" in desk.log and "Traceback" not in desk.log
