"""Updates of every kind: such as the vendor describes, such as it never described, and broken ones."""

from __future__ import annotations

from bots.telegram.updates import Commanded
from bots.telegram.words import Word
from tests.services.telegram.peer import BOT, DATE

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


def command(text: str, **more: object) -> dict:
    """A message that begins with a command."""
    length = len(text.split(maxsplit=1)[0])
    return message(text=text, entities=[{"type": "bot_command", "offset": 0, "length": length}], **more)


def to_us(text: str, **more: object) -> dict:
    """A message in a group that begins with the bot's name."""
    return message(text=text, entities=[{"type": "mention", "offset": 0, "length": 15}], chat=GROUP, **more)


def edited(**content: object) -> dict:
    return {"edited_message": message(**content)["message"] | {"edit_date": DATE}}


URGENT = "my father has crushing chest pain and he can't breathe"
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
    "edited": (edited(text="at ten"), Word.EDITED),
    "live location moves": (
        edited(location={"latitude": 1.0, "longitude": 2.0}),
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
    "a command": (command("/book"), Commanded),
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
    "our name in a group": (to_us("@alder_road_bot hello"), Word.IN_PRIVATE),
    "our name under a picture in a group": (
        message(
            photo=[{**FILE, "width": 1, "height": 1}],
            caption="@alder_road_bot look",
            caption_entities=[{"type": "mention", "offset": 0, "length": 15}],
            chat=GROUP,
        ),
        Word.IN_PRIVATE,
    ),
    "a command of the menu in a group": (command("/book", chat=GROUP), Word.IN_PRIVATE),
    "a command of ours in a group": (command("/book@alder_road_bot", chat=GROUP), Word.IN_PRIVATE),
    "another bot's command in a group": (command("/book@another_bot", chat=GROUP), None),
    "a command of nobody's in a group": (command("/weather", chat=GROUP), None),
    "an emergency behind a command": (command(f"/help {URGENT}"), f"/help {URGENT}"),
    "an emergency behind a command with words": (command(f"/book {URGENT}"), f"/book {URGENT}"),
    "an emergency told by an edit": (edited(text=URGENT), URGENT),
    "an emergency told under a picture, by an edit": (
        edited(photo=[{**FILE, "width": 1, "height": 1}], caption=URGENT),
        URGENT,
    ),
    "an emergency in a group": (to_us(f"@alder_road_bot {URGENT}"), Word.EMERGENCY),
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


def pressed(data: object) -> dict:
    """A press on a button with such data behind it."""
    return {"callback_query": {"id": "q", "from": WHO, "chat_instance": "1", "data": data, **message(text="Which?")}}


def file(**about: object) -> dict:
    """A document."""
    return message(document={**FILE, "file_name": "a.pdf", "mime_type": "application/pdf", **about})


BROKEN: dict[str, dict] = {
    "a number for words": message(text=5),
    "a list for words": message(text=["a"]),
    "a number under a picture": message(photo=[{**FILE, "width": 1, "height": 1}], caption=5),
    "words beside a command of no length": message(text="/x", entities=[{"type": "bot_command"}]),
    "a name of a file that is a number": file(file_name=7),
    "a size in words": file(file_size="abc"),
    "a chat with a name for a number": message(text="hello", chat={"id": "x" * 3000, "type": "private"}),
    "a language that is a number": message(text="hello", **{"from": {**WHO, "language_code": 7}}),
    "a number behind a button": pressed(5),
    "more behind a button than one carries": pressed("=" + "x" * 5000),
}
"""Nothing that the desk could take: each is passed over."""
