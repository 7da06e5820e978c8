"""Files in the web chat, in a real browser: by button, by drop, by paste; cut off, cancelled, refused."""

import base64
from typing import TYPE_CHECKING, Any

import pytest

from tests.services import files
from tests.web.test_chat_page import cookies_of, desk_lines, expect, person_lines, say

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

PHOTO: Any = {"name": "lab report.jpg", "mimeType": "image/jpeg", "buffer": files.picture()}
LETTER: Any = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": files.PDF}


def pick(page: "Page", *chosen: Any) -> None:
    """Choose files as the button's dialog would."""
    with page.expect_file_chooser() as dialog:
        page.click("#attach")
    dialog.value.set_files(list(chosen))


def hand_over(page: "Page", event: str, target: str, *chosen: Any) -> None:
    """Drop or paste files onto the page."""
    given = [{**each, "buffer": base64.b64encode(each["buffer"]).decode()} for each in chosen]
    page.evaluate(
        """([event, target, given]) => {
          const data = new DataTransfer();
          for (const { name, mimeType, buffer } of given)
            data.items.add(new File([Uint8Array.from(atob(buffer), (c) => c.charCodeAt(0))], name, { type: mimeType }));
          const node = document.querySelector(target);
          const facts = { bubbles: true, cancelable: true };
          if (event === "paste") node.dispatchEvent(new ClipboardEvent("paste", { ...facts, clipboardData: data }));
          else for (const each of ["dragenter", "dragover", "drop"])
            node.dispatchEvent(new DragEvent(each, { ...facts, dataTransfer: data }));
        }""",
        [event, target, given],
    )


def open_chat(page: "Page", desk) -> "Page":
    page.goto(f"{desk.address}/chat")
    page.wait_for_selector(".choices button")
    return page


def test_a_photo_is_sent_with_the_button_and_acknowledged_with_a_reference(phone, desk):
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    pick(open_chat(phone, desk), PHOTO)
    phone.wait_for_selector(".desk p:has-text('kept your file') .code:has-text('D-')")
    # addresses are written into logs on the way, and files are called after people
    assert not any("report" in url for url in asked)
    assert person_lines(phone) == ["lab report.jpg"]
    assert phone.locator(".sending").count() == 0
    phone.reload()
    phone.wait_for_selector(".file p:has-text('lab report.jpg')")
    expect(phone, "kept your file")
    (sent, _) = cookies_of(phone, desk).history()
    assert sent["files"] == ["lab report.jpg"]


@pytest.mark.parametrize(("event", "target"), [("drop", "#log"), ("drop", "#field"), ("paste", "#field")])
def test_files_that_are_dropped_or_pasted_are_sent_one_after_another(desktop, desk, event, target):
    hand_over(open_chat(desktop, desk), event, target, PHOTO, LETTER)
    desktop.wait_for_selector(".desk p:has-text('kept your file') >> nth=1")
    assert person_lines(desktop) == ["lab report.jpg", "letter.pdf"]
    assert not desktop.locator("#drop").is_visible()


def test_the_page_shows_where_files_may_be_dropped(desktop, desk):
    open_chat(desktop, desk)
    desktop.evaluate(
        """() => { const data = new DataTransfer(); data.items.add(new File(["x"], "x"));
        document.body.dispatchEvent(new DragEvent("dragenter", { bubbles: true, dataTransfer: data })); }"""
    )
    assert desktop.locator("#drop").is_visible()
    assert "Drop photos" in desktop.locator("#drop").text_content()


def test_a_file_in_the_middle_of_a_booking_asks_the_open_question_again(phone, desk):
    open_chat(phone, desk)
    say(phone, "I need a cardiologist tomorrow")
    phone.wait_for_selector(".choices button:has-text('Other times')")
    pick(phone, PHOTO)
    expect(phone, "kept your file")
    phone.tap(".choices button >> nth=0")
    expect(phone, "full name")


def test_what_is_too_large_is_refused_in_words_without_being_sent(phone, desk):
    sent: list[int] = []
    open_chat(phone, desk).on("request", lambda r: sent.append(len(r.post_data_buffer or b"")))
    pick(phone, {"name": "holiday.mp4", "mimeType": "video/mp4", "buffer": bytes(11 * 1024 * 1024)})
    expect(phone, "too large")
    assert "10 MB" in desk_lines(phone)[-1]
    assert max(sent, default=0) < 1000
    say(phone, "Where can I park?")
    expect(phone, "forty places")


def test_an_upload_that_is_cut_off_is_sent_again_and_kept_once(phone, desk):
    open_chat(phone, desk)
    lost: list[int] = []

    def lose_once(route: "Route") -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)  # it arrives, and its answer does not
            route.abort()

    phone.route("**/chat/files?*", lose_once)
    pick(phone, PHOTO)
    expect(phone, "kept your file")
    assert lost == [200]
    assert [line["from"] for line in cookies_of(phone, desk).history()] == ["person", "desk"]


def test_what_is_attached_offline_is_sent_when_the_connection_is_back(phone, desk):
    open_chat(phone, desk)
    phone.context.set_offline(True)
    pick(phone, PHOTO)
    phone.wait_for_selector("#state:has-text('No connection')")
    phone.context.set_offline(False)
    expect(phone, "kept your file")
    phone.wait_for_selector("#state:empty", state="attached")


def test_a_file_that_can_no_longer_be_read_fails_and_the_next_one_goes_on(phone, desk, tmp_path):
    gone, there = tmp_path / "gone.pdf", tmp_path / "there.pdf"
    for path in (gone, there):
        path.write_bytes(files.PDF)
    open_chat(phone, desk)
    phone.context.set_offline(True)
    pick(phone, str(gone), str(there))
    phone.wait_for_selector("#state:has-text('No connection')")
    gone.unlink()
    phone.context.set_offline(False)
    phone.wait_for_selector(".failed:has-text('gone.pdf') small:has-text('cannot be read')")
    expect(phone, "kept your file")
    said = [line.get("files") for line in cookies_of(phone, desk).history() if line["from"] == "person"]
    assert said == [["there.pdf"]]


def test_an_upload_can_be_cancelled_with_the_keyboard_and_the_next_one_goes_on(desktop, desk):
    open_chat(desktop, desk)
    held: list[Route] = []
    desktop.route("**/chat/files?*", lambda route: held.append(route) if not held else route.continue_())
    pick(desktop, PHOTO, LETTER)
    cancel = desktop.get_by_role("button", name="Cancel lab report.jpg")
    assert desktop.get_by_role("progressbar", name="Sending lab report.jpg").count() == 1
    cancel.focus()
    desktop.keyboard.press("Enter")
    desktop.wait_for_selector(".failed small:has-text('cancelled')")
    expect(desktop, "kept your file")
    said = [line.get("files") for line in cookies_of(desktop, desk).history() if line["from"] == "person"]
    assert said == [["letter.pdf"]]


def test_a_file_that_the_desk_refuses_for_good_says_why(phone, desk):
    open_chat(phone, desk)
    phone.route("**/chat/files?*", lambda route: route.fulfill(status=403, json={"error": "Please write elsewhere."}))
    pick(phone, PHOTO)
    phone.wait_for_selector(".failed small:has-text('Please write elsewhere.')")


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>.jpg", "a\u202egpj.exe.jpg", "“><script>alert(1)</script>"]
)
def test_a_files_name_is_only_text(phone, desk, name):
    pick(open_chat(phone, desk), {**PHOTO, "name": name})
    expect(phone, "kept your file")
    phone.reload()
    phone.wait_for_selector(".file p")
    assert phone.locator("#log img, #log script").count() == 0
    assert "\u202e" not in phone.locator(".file p").text_content()
