"""Twilio and a speech server on loopback, as far as the desk uses them: all is recorded, and they fail as told."""

from __future__ import annotations

import base64
import json
import re
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bots.splitting import units
from tests.bots.voice.vendor import ACCOUNT as ACCOUNT
from tests.bots.voice.vendor import TOKEN as TOKEN

BASIC = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
OGG = b"OggS" + bytes(range(200))


@dataclass
class Sent:
    """A message that the desk sent."""

    form: dict[str, str]
    headers: Message
    sid: str
    at: float = field(default_factory=time.monotonic)

    @property
    def body(self) -> str:
        """Its words, those that fill a template included."""
        return self.form.get("Body") or json.loads(self.form["ContentVariables"])["1"]

    @property
    def variables(self) -> dict[str, str]:
        """What fills its template."""
        filled: dict[str, str] = json.loads(self.form["ContentVariables"])
        return filled


class Peer:
    """A server of a test's own. `fails` is what it answers next: (status, code, headers), or seconds to hang."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.tokens: list[str | None] = []
        """What each request was known by, those refused included."""
        self.fails: deque[tuple[int, int, dict[str, str]] | float] = deque()
        self.files: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.held: dict[str, threading.Event] = {}
        """Paths of files that are handed out only once they may be."""
        self.troubles: dict[str, int] = {}
        """Paths of files that are answered with this status once."""
        self.fetched: list[tuple[str, str | None]] = []
        """Paths of files that were asked for, with the credentials that came along."""
        self.speech: deque[tuple[int, Any]] = deque()
        self.heard: list[bytes] = []
        self.contents: list[dict[str, Any]] = []
        self.numbers = [f"+1500555{n:04}" for n in range(7)]
        self.senders: list[str] | None = ["+15005550100"]
        """None: the account may not look them up."""
        self._lock = threading.Lock()
        peer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 1 << 16  # head and body in one piece

            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path.endswith("/audio/transcriptions"):
                    peer.heard.append(body)
                    status, answer = peer.speech.popleft() if peer.speech else (200, {"text": ""})
                    return self._answer(status, answer)
                return self._answer(*peer._take(self.path, self.headers, body))

            def do_GET(self) -> None:
                if self.path in peer.files:
                    return self._raw(*peer._hand_out(self.path, self.headers))
                return self._answer(*peer._tell(self.path, self.headers))

            def _answer(self, status: int, answer: Any, headers: dict[str, str] | None = None) -> None:
                self._raw(status, {"Content-Type": "application/json", **(headers or {})}, json.dumps(answer).encode())

            def _raw(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()

    def _take(self, path: str, headers: Message, body: bytes) -> tuple[int, Any, dict[str, str]]:
        if headers["Authorization"] == BASIC and path == "/v1/Content":
            self.contents.append({**json.loads(body), "sid": f"HX{len(self.contents):032x}"})
            return 201, self.contents[-1], {}
        if headers["Authorization"] != BASIC or path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
            return 401, {"code": 20003, "message": "Authenticate", "status": 401}, {}
        form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        with self._lock:
            self.tokens.append(headers["I-Twilio-Idempotency-Token"])
            fault = self.fails.popleft() if self.fails else None
            if isinstance(fault, tuple):
                status, code, more = fault
                return status, {"code": code, "message": "no", "status": status}, more
            code = problem(form, headers["I-Twilio-Idempotency-Token"])
            if code:
                return 400, {"code": code, "message": "no", "status": 400}, {}
            sid = f"SM{len(self.sent) + 1:032x}"
            self.sent.append(Sent(form, headers, sid))
        if fault is not None:
            time.sleep(fault)
        answer = {
            "sid": sid,
            "status": "queued",
            "account_sid": ACCOUNT,
            "to": form["To"],
            "body": form.get("Body", ""),
        }
        return 201, answer, {}

    def _hand_out(self, path: str, headers: Message) -> tuple[int, dict[str, str], bytes]:
        self.fetched.append((path, headers["Authorization"]))
        if path in self.held:
            self.held[path].wait(20)
        return (self.troubles.pop(path), {}, b"") if path in self.troubles else self.files[path]

    def _tell(self, path: str, headers: Message) -> tuple[int, Any]:
        if path.endswith("/models"):
            return 200, {"object": "list", "data": [{"id": "whisper-1", "object": "model"}]}
        if headers["Authorization"] != BASIC:
            return 401, {"code": 20003, "message": "Authenticate", "status": 401}
        if path == f"/2010-04-01/Accounts/{ACCOUNT}.json":
            return 200, {"sid": ACCOUNT, "friendly_name": "Alder Road", "status": "active"}
        if path.startswith("/v1/Content"):
            return 200, {"contents": self.contents, "meta": {"key": "contents", "next_page_url": None}}
        url = urlsplit(path)
        if url.path.endswith("/IncomingPhoneNumbers.json"):
            asked = parse_qs(url.query).get("PhoneNumber", self.numbers)
            numbers = [{"phone_number": each} for each in self.numbers if each in asked]
            return 200, {"incoming_phone_numbers": numbers, "page_size": 50}
        if url.path == "/v2/Channels/Senders" and self.senders is not None:
            senders = [{"sid": "XE" + "0" * 32, "sender_id": f"whatsapp:{each}"} for each in self.senders]
            return 200, {"senders": senders, "meta": {"key": "senders", "next_page_url": None}}
        return 404, {"code": 20404, "message": "no", "status": 404}

    # --- what a test asks -----------------------------------------------------------------------------

    def to(self, number: str) -> list[Sent]:
        """What was sent to a number, on whatever channel."""
        return [each for each in self.sent if each.form["To"].removeprefix("whatsapp:") == number]

    def wait(self, number: str, count: int, seconds: float = 8.0) -> list[Sent]:
        """The messages to a number, once there are so many."""
        give_up_at = time.monotonic() + seconds
        while len(self.to(number)) < count and time.monotonic() < give_up_at:
            time.sleep(0.01)
        found = self.to(number)
        assert len(found) >= count, f"{len(found)} of {count} messages came: {[each.body for each in found]}"
        return found


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A desk that is killed cuts its connections: that is not worth a word."""


# --- what the vendor would not take ---------------------------------------------------------------
# Limits and codes: twilio.com/docs/messaging/api/message-resource, /docs/api/errors, /docs/content

BODY_LIMIT, TEMPLATE_LIMIT, VARIABLES_LIMIT = 1600, 1024, 100
ADDRESS = re.compile(r"(whatsapp:)?\+[1-9][0-9]{6,14}")
KNOWN = frozenset(
    {"To", "From", "Body", "MediaUrl", "ContentSid", "ContentVariables", "StatusCallback", "SmartEncoded"}
)
"""What the desk sends: anything else is a slip of the pen, which the vendor would pass over."""
BAD_REQUEST = 20001


def problem(form: dict[str, str], token: str | None) -> int:
    """Twilio's code for what it would not take; 0 where it would."""
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", token or "") or form.keys() - KNOWN:
        return BAD_REQUEST  # which is our own rule: no request goes without its token
    return _of_addresses(form) or _of_callback(form.get("StatusCallback")) or _of_words(form)


def _of_addresses(form: dict[str, str]) -> int:
    to, sender = ADDRESS.fullmatch(form.get("To", "")), ADDRESS.fullmatch(form.get("From", ""))
    if to is None:
        return 21211 if form.get("To") else 21604
    if sender is None:
        return 21212 if form.get("From") else 21603
    return 0 if to[1] == sender[1] else 21910


def _of_callback(url: str | None) -> int:
    if url is None:
        return 0
    parts = urlsplit(url)
    return 0 if parts.scheme in ("http", "https") and parts.hostname and " " not in url else 21609


def _of_words(form: dict[str, str]) -> int:
    if "ContentSid" in form:
        return _of_template(form)
    if "MediaUrl" in form:
        return 0 if urlsplit(form["MediaUrl"]).scheme == "https" else 21620
    if not form.get("Body"):
        return 21619
    return 21617 if units(form["Body"]) > BODY_LIMIT else 0


def _of_template(form: dict[str, str]) -> int:
    if not re.fullmatch(r"HX[0-9a-fA-F]{32}", form["ContentSid"]):
        return 21655
    try:
        filled = json.loads(form["ContentVariables"])
    except (KeyError, ValueError):
        return 21656
    if not isinstance(filled, dict) or not filled or len(filled) > VARIABLES_LIMIT:
        return 21656
    # a template's variables are numbered from 1 without a gap, and none may be empty
    if list(filled) != [str(n) for n in range(1, len(filled) + 1)]:
        return 21656
    if not all(isinstance(value, str) and value.strip() for value in filled.values()):
        return 21656
    return 63021 if units(filled["1"]) > TEMPLATE_LIMIT else 0
