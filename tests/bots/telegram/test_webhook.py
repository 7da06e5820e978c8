"""Who may post updates, and what becomes of updates of every kind."""

import json
import socket

import httpx2
import pytest
from telegram import Update

from bots.telegram.updates import Beyond, Commanded, Said, read
from bots.telegram.webhook import HEADER, PATH
from bots.telegram.words import Word
from tests.services.telegram.description import check
from tests.services.telegram.peer import BOT, DATE, BotApi
from tests.services.telegram.person import Person

BOT_ID = str(BOT["id"])


# --- who may post ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shown",
    [
        None,
        b"",
        b"wrong",
        b"x" * 256,
        b"x" * 257,
        "contraseña".encode(),
        "contraseña".encode("latin-1"),
        b"\xff\xfe\x80",
    ],
)
def test_07_without_the_secret_nothing_is_taken(desk, peer, ines, shown):
    headers = {} if shown is None else {HEADER.encode(): shown}
    update = {"update_id": peer.number(), "message": ines.message(text="where can I park?")}
    answer = httpx2.post(desk.address + PATH, json=update, headers=headers)
    assert answer.status_code == 403
    assert answer.content == b""


def test_07_the_secret_does_for_this_bot_alone(desk, peer, ines):
    secret = peer.webhook["secret_token"].encode()
    assert peer.post({"update_id": 1}, secret + b"x") == 403
    assert peer.post({"update_id": 1}, secret[:-1]) == 403
    assert peer.post({"update_id": 1}, secret.upper()) in (403, 200)
    other = httpx2.post(f"{desk.address}{PATH}/7000000002", json={}, headers={HEADER.encode(): secret})
    assert other.status_code == 404
    assert peer.post({"update_id": 1}, secret) == 200
    time_of = (desk.directory / "data/telegram.webhook_secret.secret").stat()
    assert time_of.st_mode & 0o077 == 0
    assert peer.webhook["secret_token"] not in desk.log


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b"7", b'"text"', b"[" * 100_000, b"\xff\xfe", b'{"a": NaN'])
def test_a_body_that_is_no_update_is_refused(desk, peer, body):
    headers = {HEADER: peer.webhook["secret_token"]}
    assert httpx2.post(desk.address + PATH, content=body, headers=headers).status_code == 400


def test_a_body_longer_than_any_update_is_not_read_to_its_end(desk, peer):
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{HEADER}: {peer.webhook['secret_token']}\r\n"
    with socket.create_connection(("127.0.0.1", desk.port)) as connection:
        connection.sendall(f"{head}Content-Length: 1000000000\r\n\r\n".encode() + b"x" * 1_200_000)
        connection.settimeout(5)
        assert b" 413 " in connection.recv(200).split(b"\r\n")[0]


# --- what becomes of updates ----------------------------------------------------------------------

WHO = {"id": 5, "is_bot": False, "first_name": "Ada", "language_code": "en"}
CHAT = {"id": 5, "type": "private", "first_name": "Ada"}
FILE = {"file_id": "f", "file_unique_id": "u"}
GROUP = {"id": -5, "type": "group", "title": "g"}


def message(**content: object) -> dict:
    return {"message": {"message_id": 9, "date": DATE, "chat": CHAT, "from": WHO, **content}}


def anonymous(**content: object) -> dict:
    told = message(**content)
    del told["message"]["from"]
    return told


OF_MESSAGES: dict[str, tuple[dict, object]] = {
    "sticker": (
        message(sticker={**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}),
        Word.CANNOT_READ,
    ),
    "location": (message(location={"latitude": 1.0, "longitude": 2.0}), Word.CANNOT_READ),
    "venue": (
        message(
            location={"latitude": 1.0, "longitude": 2.0},
            venue={"location": {"latitude": 1.0, "longitude": 2.0}, "title": "t", "address": "a"},
        ),
        Word.CANNOT_READ,
    ),
    "dice": (message(dice={"emoji": "🎲", "value": 3}), Word.CANNOT_READ),
    "audio": (message(audio={**FILE, "duration": 3}), Word.CANNOT_READ),
    "video": (message(video={**FILE, "width": 1, "height": 1, "duration": 3}), Word.CANNOT_READ),
    "video note": (message(video_note={**FILE, "length": 1, "duration": 3}), Word.CANNOT_READ),
    "animation": (
        message(
            animation={**FILE, "width": 1, "height": 1, "duration": 3},
            document={**FILE, "file_name": "a.mp4", "mime_type": "video/mp4"},
        ),
        Word.CANNOT_READ,
    ),
    "video with words": (
        message(video={**FILE, "width": 1, "height": 1, "duration": 3}, caption="my knee hurts"),
        "my knee hurts",
    ),
    "contact of another": (
        message(contact={"phone_number": "+353861", "first_name": "B", "user_id": 6}),
        Word.NOT_YOUR_NUMBER,
    ),
    "contact without an account": (
        message(contact={"phone_number": "353860002001", "first_name": "B"}),
        Word.NOT_YOUR_NUMBER,
    ),
    "contact with a card": (
        message(contact={"phone_number": "353860002001", "first_name": "B", "vcard": "BEGIN:VCARD"}),
        Word.NOT_YOUR_NUMBER,
    ),
    "own contact, forwarded": (
        message(
            contact={"phone_number": "353860002001", "first_name": "A", "user_id": 5},
            forward_origin={"type": "user", "date": DATE, "sender_user": WHO},
        ),
        Word.NOT_YOUR_NUMBER,
    ),
    "own contact, no number": (
        message(contact={"phone_number": "call me", "first_name": "A", "user_id": 5}),
        Word.NOT_YOUR_NUMBER,
    ),
    "own contact": (
        message(contact={"phone_number": "+353 86 000-2001", "first_name": "A", "user_id": 5}),
        "+353860002001",
    ),
    "edited": ({"edited_message": message(text="at ten")["message"] | {"edit_date": DATE}}, Word.EDITED),
    "live location moves": (
        {"edited_message": message(location={"latitude": 1.0, "longitude": 2.0})["message"] | {"edit_date": DATE}},
        None,
    ),
    "pinned": (message(pinned_message={"message_id": 1, "date": 0, "chat": CHAT}), None),
    "new photo of the chat": (message(delete_chat_photo=True), None),
    "timer": (message(group_chat_created=True), None),
    "nobody": (anonymous(text="hello"), None),
    "a bot": (message(text="hello", **{"from": {**WHO, "is_bot": True}}), None),
    "an empty one": (message(), None),
    "words": (message(text="hello"), "hello"),
    "a voice note": (message(voice={**FILE, "duration": 3}), ""),
    "a photo": (message(photo=[{**FILE, "width": 1, "height": 1}]), ""),
    "a file": (message(document=FILE), ""),
    "a command": (message(text="/book", entities=[{"type": "bot_command", "offset": 0, "length": 5}]), Commanded),
    "a command within": (
        message(text="say /book", entities=[{"type": "bot_command", "offset": 4, "length": 5}]),
        "say /book",
    ),
    "talk in a group": (message(text="hello", chat=GROUP), None),
    "an answer to us in a group": (
        message(
            text="hello",
            chat=GROUP,
            reply_to_message={"message_id": 1, "date": DATE, "chat": GROUP, "from": BOT, "text": "hi"},
        ),
        Word.IN_PRIVATE,
    ),
    "somebody joins a group": (message(chat=GROUP, new_chat_members=[WHO]), None),
}
BESIDE_MESSAGES: dict[str, dict] = {
    "channel post": {
        "channel_post": {"message_id": 1, "date": DATE, "chat": {"id": -9, "type": "channel", "title": "c"}}
    },
    "reaction": {
        "message_reaction": {
            "chat": CHAT,
            "message_id": 1,
            "user": WHO,
            "date": DATE,
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
    },
    "blocked by somebody": {
        "my_chat_member": {
            "chat": CHAT,
            "from": WHO,
            "date": DATE,
            "old_chat_member": {"status": "member", "user": BOT},
            "new_chat_member": {"status": "kicked", "user": BOT, "until_date": 0},
        }
    },
}
UNKNOWN: dict[str, dict] = {
    "a kind that came after us": {"wormhole": {"from": WHO}},
    "a message with something new": message(hologram={"depth": 3}),
    "a message of a shape that we cannot read": {"message": {"hello": 1}},
    "a chat of a new kind": message(text="hello", chat={"id": 5, "type": "dream"}),
    "no words where words should be": {"message": None},
    "a press that lacks what it needs": {"callback_query": {"id": "1"}},
    "a list": {"message": [1, 2]},
}


@pytest.mark.parametrize("name", OF_MESSAGES)
def test_14_what_a_message_is_to_the_desk(name):
    content, expected = OF_MESSAGES[name]
    update = {"update_id": 1, **content}
    check("Update", update)
    found = read(Update.de_json(update, None), bot_id=BOT_ID, username="alder_road_bot")
    match found:
        case Said():
            assert found.text == expected
            assert bool(found.media) is (name in ("a voice note", "a photo", "a file"))
            assert (found.own_contact is not None) is (name == "own contact")
        case Beyond():
            assert found.word is expected
        case Commanded():
            assert expected is Commanded
        case _:
            assert found is None and expected is None


def test_14_every_kind_of_update_is_taken_and_none_ends_as_a_dead_letter(desk, peer: BotApi):
    ada = Person(peer)
    whose = {"chat": ada.chat, "from": ada.user}
    contents = [*(content for content, _ in OF_MESSAGES.values()), *BESIDE_MESSAGES.values(), *UNKNOWN.values()]
    for content in contents:
        told = json.loads(json.dumps(content))
        for part in told.values():
            if isinstance(part, dict) and (part.get("chat") or {}).get("id") == 5:
                part.update(whose if "from" in part else {"chat": ada.chat}, message_id=peer.number())
        assert peer.post({"update_id": peer.number(), **told}) == 200, content
    assert len(contents) >= 40
    assert "hello" not in desk.log
    ada.wait()
    peer.wait_until(lambda: any("my knee" not in each["text"] for each in ada.shown))
    assert "forty places" in ada.ask("where can I park?") or ada.wait()
    assert '"dead_letter"' not in desk.log and "turn_failed" not in desk.log


def test_a_word_of_our_own_comes_once_however_much_is_sent(ines):
    sticker = {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
    for _ in range(4):
        ines.send(sticker={**FILE, **sticker})
    assert "in words" in ines.wait()
    assert "forty places" in ines.ask("where can I park?")
    assert len(ines.shown) == 2
