"""The vendor's side of a relay: speaks to our websocket exactly as it is documented."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from twilio.request_validator import RequestValidator
from websockets.sync.client import ClientConnection, connect

from tests.bots.voice.vendor import ACCOUNT, CALLER, TOKEN

WAIT_S = 10.0


def opened(address: str, signature: str | None = None, path: str = "/webhooks/twilio/relay") -> ClientConnection:
    """A websocket with the vendor's signature, or another."""
    url = address.replace("http", "ws", 1) + path
    signed = RequestValidator(TOKEN).compute_signature(url, {}) if signature is None else signature
    return connect(url, legacy=True, additional_headers={"X-Twilio-Signature": signed}, open_timeout=10, max_size=None)


@dataclass
class RelayCaller:
    """A call over the relay."""

    address: str
    number: str = CALLER
    sid: str = field(default_factory=lambda: "CA" + secrets.token_hex(16))
    received: list[dict[str, Any]] = field(default_factory=list)
    signature: str | None = None
    """The vendor's where None, over the very address that is called."""

    def __post_init__(self) -> None:
        self.socket = opened(self.address, self.signature)

    def send(self, **message: Any) -> None:
        """A message as it stands."""
        self.socket.send(json.dumps(message))

    def ring(self, **more: Any) -> str:
        """Begin; what is said."""
        facts = {
            "sessionId": "VX" + secrets.token_hex(16), "accountSid": ACCOUNT, "parentCallSid": "", "callSid": self.sid,
            "from": self.number, "to": "+35315550100", "forwardedFrom": "", "callType": "PSTN", "callerName": "",
            "direction": "inbound", "callStatus": "RINGING", "customParameters": {}, **more,
        }  # fmt: skip
        self.send(type="setup", **facts)
        return self.listen()

    def say(self, words: str) -> str:
        """Speak, in pieces first; what is said then."""
        half = words[: len(words) // 2]
        self.send(type="prompt", voicePrompt=half, lang="en-US", last=False)
        self.send(type="prompt", voicePrompt=words, lang="en-US", last=True)
        return self.listen()

    def press(self, keys: str) -> str:
        """Press keys; what is said then."""
        for key in keys:
            self.send(type="dtmf", digit=key)
        return self.listen()

    def interrupt(self, heard: str) -> None:
        """Speak into what is being said."""
        self.send(type="interrupt", utteranceUntilInterrupt=heard, durationUntilInterruptMs=460)

    def listen(self) -> str:
        """What is said, to its end; `received` has every message."""
        said = ""
        while True:
            message = json.loads(self.socket.recv(timeout=WAIT_S))
            self.received.append(message)
            if message["type"] == "text":
                assert isinstance(message["token"], str) and isinstance(message["last"], bool)
                said += message["token"]
                if message["last"]:
                    return " ".join(said.split())
            elif message["type"] == "end":
                return " ".join(said.split())

    def ended(self) -> dict[str, Any]:
        """The facts with which the desk ends the session."""
        while not self.received or self.received[-1]["type"] != "end":
            self.received.append(json.loads(self.socket.recv(timeout=WAIT_S)))
        data: dict[str, Any] = json.loads(self.received[-1]["handoffData"])
        return data

    def close(self) -> None:
        """Hang up."""
        self.socket.close()
