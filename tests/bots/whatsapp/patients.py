"""People who write on WhatsApp and by SMS: what Twilio would post of it, signed as the vendor signs."""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any

import httpx2
from twilio.request_validator import RequestValidator

from tests.bots.whatsapp.peer import ACCOUNT, TOKEN, Peer, Sent

WHATSAPP, SMS = "+14155238886", "+15005550006"
PUBLIC = "https://front.example.org"
MESSAGES, STATUS = "/webhooks/twilio/messages", "/webhooks/twilio/status"


def sid() -> str:
    """A new message's id."""
    return f"SM{uuid.uuid4().hex}"


def form(channel: str, number: str, text: str, **more: str) -> dict[str, str]:
    """What is posted of a message."""
    prefix, to = ("whatsapp:", WHATSAPP) if channel == "whatsapp" else ("", SMS)
    own = more.pop("MessageSid", None) or sid()
    facts = {"MessageSid": own, "SmsSid": own, "SmsMessageSid": own, "AccountSid": ACCOUNT, "ApiVersion": "2010-04-01"}
    facts |= {"From": f"{prefix}{number}", "To": f"{prefix}{to}", "Body": text, "NumMedia": "0", "NumSegments": "1"}
    facts |= {"SmsStatus": "received"}
    if channel == "whatsapp":
        facts |= {"ProfileName": "Somebody", "WaId": number.removeprefix("+"), "MessageType": "text"}
    return {**facts, **more}


def sign(path: str, params: dict[str, str], token: str = TOKEN, public: str = PUBLIC) -> str:
    """The signature of a request."""
    signature: str = RequestValidator(token).compute_signature(public + path, params)
    return signature


@cache
def _client(address: str) -> httpx2.Client:
    """The vendor's connections to a desk; each of its own would read the certificates again."""
    return httpx2.Client(base_url=address, timeout=20)


class Patient:
    """Somebody with a phone."""

    def __init__(self, address: str, peer: Peer, channel: str, number: str, public: str = PUBLIC) -> None:
        self.http, self.public = _client(address), public
        self.peer, self.channel, self.number = peer, channel, number
        self._seen = 0

    def post(self, text: str = "", **more: str) -> httpx2.Response:
        """Send something."""
        return self.deliver(form(self.channel, self.number, text, **more))

    def deliver(self, params: dict[str, str], path: str = MESSAGES) -> httpx2.Response:
        """Have Twilio post this."""
        return self.http.post(path, data=params, headers={"X-Twilio-Signature": sign(path, params, public=self.public)})

    def say(self, text: str = "", **more: str) -> list[Sent]:
        """Send something; what comes back."""
        response = self.post(text, **more)
        assert response.status_code == 200, response.text
        return self.answers(1)

    def answers(self, count: int = 1) -> list[Sent]:
        """The next messages."""
        found = self.peer.wait(self.number, self._seen + count)[self._seen :]
        self._seen += len(found)
        return found

    def tap(self, shown: Sent, words: str) -> list[Sent]:
        """Tap the button, or the row of a list, with these words."""
        filled = list(shown.variables.values())[1:]
        step = 3 if _is_list(shown) else 2
        for n in range(0, len(filled), step):
            if words.casefold() in filled[n].casefold():
                key = "ListId" if step == 3 else "ButtonPayload"
                title = "ListTitle" if step == 3 else "ButtonText"
                more: dict[str, Any] = {key: filled[n + 1], title: filled[n], "OriginalRepliedMessageSid": shown.sid}
                return self.say(filled[n], MessageType="interactive" if step == 3 else "button", **more)
        raise AssertionError(f"no {words!r} among {filled}")


LIST_DIGIT = "2"


def template(kind: str, count: int) -> str:
    """A Content SID: of buttons or of a list with so many choices."""
    digit = LIST_DIGIT if kind == "list" else "1"
    return f"HX{digit}{count:031x}"


def _is_list(shown: Sent) -> bool:
    return shown.form["ContentSid"][2] == LIST_DIGIT


TEMPLATES = {f"buttons_{n}": template("buttons", n) for n in (1, 2, 3)} | {
    f"list_{n}": template("list", n) for n in range(1, 11)
}
