"""Somebody with Telegram on their phone, as the small Bot API server has them."""

from __future__ import annotations

from typing import Any

from tests.services.telegram.peer import BOT, DATE, BotApi


class Person:
    """One person and their private chat with the bot."""

    def __init__(self, peer: BotApi, language: str = "en", name: str = "Ines") -> None:
        self.peer, self.id = peer, 5_000_000_000 + peer.number()
        self.user = {"id": self.id, "is_bot": False, "first_name": name, "language_code": language}
        self.chat: dict[str, Any] = {"id": self.id, "type": "private", "first_name": name}
        peer.messages[self.id] = {}
        self._seen = 0

    # --- what they do ---------------------------------------------------------------------------

    def message(self, **content: Any) -> dict[str, Any]:
        """A message of theirs, not sent yet."""
        told = {"message_id": self.peer.number(), "date": DATE, "chat": self.chat, "from": self.user, **content}
        text = told.get("text", "")
        if text.startswith("/"):
            told["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        return told

    def send(self, **content: Any) -> int:
        """Send a message; the webhook's answer."""
        told = self.message(**content)
        self.peer.messages[self.id][told["message_id"]] = told
        return self.peer.bring({"message": told})

    def say(self, text: str) -> int:
        """Write."""
        return self.send(text=text)

    def press(self, label: str, message: dict[str, Any] | None = None) -> int:
        """Press a button of the last message that has one like that, or of `message` as it was shown then."""
        pressed = message or next(each for each in reversed(self.shown) if label in labels(each))
        data = next(b["callback_data"] for b in buttons(pressed) if b["text"] == label)
        return self.press_data(pressed, data)

    def press_data(self, message: dict[str, Any], data: str) -> int:
        """Press what has this data behind it."""
        query = f"q{self.peer.number()}"
        self.peer.open_queries.add(query)
        told = {"id": query, "from": self.user, "chat_instance": "1", "message": message, "data": data}
        return self.peer.bring({"callback_query": told})

    def photo(self, content: bytes, **more: Any) -> int:
        """Send a photo, in two sizes as the vendor makes them."""
        small, large = self.keep(content[:10]), self.keep(content)
        sizes = [
            {"file_id": small, "file_unique_id": f"u{small}", "width": 4, "height": 3, "file_size": 10},
            {"file_id": large, "file_unique_id": f"u{large}", "width": 40, "height": 30, "file_size": len(content)},
        ]
        return self.send(photo=sizes, **more)

    def document(self, content: bytes, name: str, kind: str, size: int | None = None) -> int:
        """Send a file."""
        file = self.keep(content)
        about = {"file_id": file, "file_unique_id": f"u{file}", "file_name": name, "mime_type": kind}
        return self.send(document={**about, "file_size": len(content) if size is None else size})

    def voice(self, content: bytes, **more: Any) -> int:
        """Send a voice note."""
        file = self.keep(content)
        about = {"file_id": file, "file_unique_id": f"u{file}", "duration": 3, "mime_type": "audio/ogg"}
        return self.send(voice={**about, "file_size": len(content)}, **more)

    def keep(self, content: bytes) -> str:
        """Put a file with the vendor; its id."""
        name = f"f{self.peer.number()}"
        self.peer.files[name] = content
        return name

    # --- what they see --------------------------------------------------------------------------

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The bot's messages as they stand now."""
        return [message for message in list(self.peer.messages[self.id].values()) if message["from"] == BOT]

    @property
    def last(self) -> str:
        """The words of the bot's last message."""
        text: str = self.shown[-1]["text"]
        return text

    def wait(self, more: int = 1, seconds: float = 20.0) -> str:
        """Wait until the bot has sent so many messages more; the words of the last."""
        self._seen += more
        self.peer.wait_until(lambda: len(self.shown) >= self._seen, seconds)
        return self.last

    def ask(self, text: str) -> str:
        """Write, and wait for the answer."""
        assert self.say(text) in (0, 200)
        return self.wait()

    def choose(self, label: str) -> str:
        """Press a button, and wait for the answer."""
        assert self.press(label) in (0, 200)
        return self.wait()


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons under a message."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", ()) for button in row]


def labels(message: dict[str, Any]) -> list[str]:
    """What stands on them."""
    return [button["text"] for button in buttons(message)]
