"""The desk's bot at a Bot API server that somebody else wrote, unmodified: words, buttons, a photo."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services.files import picture
from tests.services.telemelya.server import TOKEN, Beside, Telemelya
from tests.web.desk import ServedDesk

SECRET = "a-secret_of-the-desk"
CHAT = 77


@pytest.fixture
def another_peer(tmp_path: Path, redis_url: str) -> Iterator[Telemelya]:
    beside = Beside(SECRET).start()
    server = Telemelya(tmp_path / "telemelya", redis_url, beside.address).start()
    settings = {"TELEGRAM__TOKEN": TOKEN, "TELEGRAM__BASE_URL": server.url, "TELEGRAM__MODE": "webhook"}
    desk = ServedDesk(
        tmp_path, PUBLIC_URL=f"http://{beside.address}", TELEGRAM__WEBHOOK_SECRET=SECRET, **settings
    ).load()
    beside.desk = desk.address
    try:
        desk.start()
        give_up_at = time.monotonic() + 20
        while not server.has_webhook() and time.monotonic() < give_up_at:
            time.sleep(0.05)
        yield server
    finally:
        desk.kill()
        server.close()
        beside.close()


def wait_for(peer: Telemelya, words: str, count: int = 1) -> dict[str, Any]:
    give_up_at = time.monotonic() + 20
    while time.monotonic() < give_up_at:
        found = [each for each in peer.said() if words in (each.get("text") or "")]
        if len(found) >= count:
            return found[-1]
        time.sleep(0.05)
    raise AssertionError(f"{words!r} was not said: {peer.said()}")


def test_words_buttons_and_a_photo_come_and_go(another_peer):
    assert another_peer.send(CHAT, command="start") == 200
    told = wait_for(another_peer, "automatic assistant")
    first = told["reply_markup"]["inline_keyboard"][0][0]
    assert another_peer.send(CHAT, callback_data=first["callback_data"], callback_message_id=told["message_id"]) == 200
    wait_for(another_peer, "What is the visit for?")
    assert "answerCallbackQuery" in [each["method"] for each in another_peer.said()]
    photo = another_peer.control("POST", "upload_media", files={"file": ("knee.jpg", picture(), "image/jpeg")})
    assert another_peer.send(CHAT, photo_file_id=photo["file_id"], photo_caption="my knee") == 200
    assert "D-" in wait_for(another_peer, "D-")["text"]
