"""The same person on each channel: what they write, say, tap or key in, and what they get to read or hear of it."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.bots.everywhere.house import WholeDesk
from tests.bots.voice.relay_line import RelayCaller
from tests.bots.voice.vendor import Caller
from tests.bots.whatsapp.patients import Patient
from tests.services.telegram.person import Person, buttons
from tests.web.desk import Browser


@dataclass(frozen=True)
class Heard:
    """What came back: the words, and what can be chosen."""

    text: str
    choices: list[str] = field(default_factory=list)


class Someone(Protocol):
    """Somebody on a channel."""

    channel: str

    def say(self, words: str) -> Heard:
        """Write or say something; what comes back."""

    def choose(self, words: str) -> Heard:
        """Take the choice with these words in the way of the channel: a tap, a row of a list, a number, a key."""

    def state(self) -> dict[str, Any]:
        """The state of the conversation."""

    def close(self) -> None:
        """Leave."""


class OnTelegram:
    """Writes to the bot; nobody tells their number."""

    channel = "telegram"

    def __init__(self, desk: WholeDesk, number: str, language: str) -> None:
        self.desk, self.number = desk, number
        self.person = Person(desk.telegram, language)
        self._seen = 0

    def say(self, words: str) -> Heard:
        assert self.person.say(words) == 200
        return self.answer()

    def choose(self, words: str) -> Heard:
        shown = next(each for each in reversed(self.person.shown) if any(_has(b["text"], words) for b in buttons(each)))
        label = next(button["text"] for button in buttons(shown) if _has(button["text"], words))
        assert self.person.press(label, shown) == 200
        return self.answer()

    def answer(self) -> Heard:
        """What the bot wrote since."""
        self.desk.settle()
        new = self.person.shown[self._seen :]
        self._seen += len(new)
        labels = [button["text"] for message in new for button in buttons(message)]
        return Heard("\n".join(message["text"] for message in new), labels)

    def share_number(self) -> Heard:
        """Hand over the own number by the channel's button."""
        contact = {"phone_number": self.number.removeprefix("+"), "first_name": "X", "user_id": self.person.id}
        assert self.person.send(contact=contact) == 200
        return self.answer()

    def state(self) -> dict[str, Any]:
        return self.desk.state(self.channel, str(self.person.id))

    def close(self) -> None:
        assert not self.desk.telegram.open_queries, "a press was never answered"


class OnTwilio:
    """Writes from a number that the channel vouches for: on WhatsApp, or by SMS, where numbers choose."""

    def __init__(self, desk: WholeDesk, channel: str, number: str) -> None:
        self.desk, self.channel, self.number = desk, channel, number
        self.patient = Patient(desk.address, desk.twilio, channel, number, desk.address)
        self._choices: list[str] = []
        self._seen = len(self._sent())

    def say(self, words: str = "", **more: str) -> Heard:
        assert self.patient.post(words, **more).status_code == 200
        return self.answer()

    def choose(self, words: str) -> Heard:
        shown = self._sent()[-1]
        if "ContentSid" not in shown.form:
            return self.say(str(next(n for n, label in enumerate(self._choices, 1) if _has(label, words))))
        self.patient.tap(shown, words)
        return self.answer()

    def answer(self) -> Heard:
        """What was sent here since."""
        self.desk.settle()
        new = self._sent()[self._seen :]
        self._seen += len(new)
        self.patient._seen = len(self.desk.twilio.to(self.number))
        if new:
            self._choices = [label for sent in new for label in _choices_of(sent)]
        return Heard("\n".join(sent.body for sent in new), list(self._choices) if new else [])

    def _sent(self) -> list[Any]:
        is_whatsapp = self.channel == "whatsapp"
        sent = self.desk.twilio.to(self.number)
        return [each for each in sent if each.form["To"].startswith("whatsapp:") == is_whatsapp]

    def state(self) -> dict[str, Any]:
        return self.desk.state(self.channel, self.number)

    def close(self) -> None: ...


class OnThePhone:
    """Calls, speaks and presses keys; no recogniser is better than what it is given here."""

    channel = "voice"

    def __init__(self, desk: WholeDesk, number: str) -> None:
        self.desk, self.number = desk, number
        self.caller = Caller(desk.address, number=number)
        self.greeting = self.caller.ring()

    def say(self, words: str) -> Heard:
        return self._heard(self.caller.say(words))

    def press(self, keys: str) -> Heard:
        """Press keys."""
        return self._heard(self.caller.press(keys))

    def choose(self, words: str) -> Heard:
        heard = self._heard(self.caller.text)
        while True:
            for label in heard.choices:
                if _has(label, words):
                    return self.press(label[-1])
            assert re.search(r"\b9\.$", self.caller.text), f"no {words!r} in {self.caller.text}"
            heard = self.press("9")

    def _heard(self, text: str) -> Heard:
        return Heard(text, re.findall(r"(?:(?<=[.?!] )|^)([^.?!]*(?:press|pulse) [1-8])\.", text))

    def state(self) -> dict[str, Any]:
        return self.desk.state(self.channel, f"{self.number}/{self.caller.sid}")

    def close(self) -> None:
        self.caller.hang_up()


class OnTheRelay(OnThePhone):
    """Calls by the relay."""

    def __init__(self, desk: WholeDesk, number: str) -> None:
        self.desk, self.number = desk, number
        self.caller: Any = RelayCaller(desk.address, number=number)
        self.greeting = self._kept(self.caller.ring())

    def _kept(self, said: str) -> str:
        self.caller.text = said
        return said

    def say(self, words: str) -> Heard:
        return self._heard(self._kept(self.caller.say(words)))

    def press(self, keys: str) -> Heard:
        return self._heard(self._kept(self.caller.press(keys)))

    def close(self) -> None:
        self.caller.close()


class InABrowser:
    """Writes in the web chat; nobody tells their number."""

    channel = "webchat"

    def __init__(self, desk: WholeDesk, number: str, language: str) -> None:
        self.desk, self.number = desk, number
        self.browser = Browser(desk.address, language)
        self._last: list[dict[str, str]] = []

    def say(self, words: str) -> Heard:
        return self._heard(self.browser._answer({"id": uuid.uuid4().hex, "text": words}))

    def choose(self, words: str) -> Heard:
        return self._heard(self.browser.tap(next(each for each in self._last if _has(each["label"], words))))

    def _heard(self, answer: dict[str, Any]) -> Heard:
        self._last = [choice for reply in answer["replies"] for choice in reply["choices"]]
        self._answer = answer
        return Heard("\n".join(r["text"] for r in answer["replies"]), [choice["label"] for choice in self._last])

    def state(self) -> dict[str, Any]:
        return self.desk.state(self.channel, self.browser.http.cookies["frontdesk_chat"].partition(".")[0])

    def close(self) -> None:
        self.browser.close()


def somebody(desk: WholeDesk, channel: str, number: str, language: str = "en") -> Any:
    """Somebody on a channel with this phone number."""
    if channel == "telegram":
        return OnTelegram(desk, number, language)
    if channel == "webchat":
        return InABrowser(desk, number, language)
    if channel == "relay":
        return OnTheRelay(desk, number)
    return OnThePhone(desk, number) if channel == "voice" else OnTwilio(desk, channel, number)


def _has(label: str, words: str) -> bool:
    return words.casefold() in label.casefold()


def _choices_of(sent: Any) -> list[str]:
    if "ContentSid" in sent.form:
        step = 3 if sent.form["ContentSid"][2] == "2" else 2
        filled = list(sent.variables.values())[1:]
        return [filled[at + (2 if step == 3 else 0)] for at in range(0, len(filled), step)]
    return re.findall(r"^\d+\. (.*)$", sent.body, re.M)
