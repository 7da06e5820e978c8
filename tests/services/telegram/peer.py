"""A small Bot API server of our own: polling, webhook with secret, messages, keyboards, files.

It refuses what the vendor refuses, and everything that comes or goes is held against the vendor's own description.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2

from tests.services.telegram.description import NotAsDescribedError, api, check, check_request

TOKEN = "7000000001:AAtest-token_of-a-bot"
BOT = {"id": 7000000001, "is_bot": True, "first_name": "Alder Road", "username": "alder_road_bot"}
TEXT_LIMIT, DATA_BYTES = 4096, 64
DATE = 1_780_000_000


class ApiError(Exception):
    """What the vendor answers instead."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


@dataclass
class Request:
    """A request as it came."""

    method: str
    given: dict[str, Any]
    at: float = field(default_factory=time.monotonic)


class BotApi:
    """The server. Its state is this object's, in the process of the test."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.requests: list[Request] = []
        self.wrong: list[str] = []
        """What came that the vendor's description does not allow. Tests want it empty."""
        self.messages: dict[int, dict[int, dict[str, Any]]] = {}
        self.blocked: set[int] = set()
        self.webhook: dict[str, Any] = {}
        self.updates: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.slow_files: set[str] = set()
        """Files that come a byte at a time."""
        self.open_queries: set[str] = set()
        self.handed_out: list[str] = []
        self.on: dict[str, Callable[[dict[str, Any]], None]] = {}
        """What is done before a method is: raise ApiError, sleep."""
        self.connections = 0
        """How many were opened so far."""
        # one client: each of them reads the certificates of the world first
        self._http = httpx2.Client(timeout=20, limits=httpx2.Limits(max_keepalive_connections=0))
        self._numbers = iter(range(1, 1_000_000_000))
        self._polls = 0
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._http.close()

    def number(self) -> int:
        with self.changed:
            return next(self._numbers)

    def asked(self, method: str) -> list[dict[str, Any]]:
        """What a method was asked so far."""
        return [request.given for request in self.requests if request.method == method]

    def wait_until(self, is_so: Callable[[], bool], seconds: float = 20.0) -> None:
        """Wait for something to become so; an error when it does not."""
        with self.changed:
            assert self.changed.wait_for(is_so, seconds), f"not within {seconds} s; last: {self.requests[-3:]}"

    # --- updates ------------------------------------------------------------------------------

    def bring(self, content: dict[str, Any], *, is_checked: bool = True) -> int:
        """Bring an update to the bot the way it asked for; the status of the webhook's answer, 0 where it polls."""
        update = {"update_id": self.number(), **content}
        if is_checked:
            check("Update", update)
        allowed = self.webhook.get("allowed_updates")
        if not self.webhook.get("url"):
            with self.changed:
                self.updates.append(update)
                self.changed.notify_all()
            return 0
        if allowed and is_checked and not set(content) & set(allowed):
            return 200
        return self.post(update)

    def post(self, update: dict[str, Any], secret: bytes | None = None) -> int:
        """Post an update to the webhook; the answer's status."""
        shown = self.webhook.get("secret_token", "").encode() if secret is None else secret
        headers = {"X-Telegram-Bot-Api-Secret-Token": shown}
        return self._http.post(self.webhook["url"], content=json.dumps(update), headers=headers).status_code  # type: ignore[arg-type]

    # --- methods ------------------------------------------------------------------------------

    def call(self, method: str, given: dict[str, Any]) -> Any:
        with self.changed:
            self.requests.append(Request(method, given))
            self.changed.notify_all()
        try:
            check_request(method, given)
        except NotAsDescribedError as error:
            self.wrong.append(str(error))
            raise ApiError(400, f"Bad Request: {error}") from None
        if method in self.on:
            self.on[method](given)
        found = getattr(self, f"_{re.sub('([A-Z])', lambda m: '_' + m[1].lower(), method)}")(given)
        with self.changed:
            self.changed.notify_all()
        return found

    def _get_me(self, given: dict[str, Any]) -> Any:
        return BOT

    def _set_webhook(self, given: dict[str, Any]) -> Any:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", given.get("secret_token", "x")):
            raise ApiError(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = given
        return True

    def _delete_webhook(self, given: dict[str, Any]) -> Any:
        self.webhook = {}
        return True

    def _get_webhook_info(self, given: dict[str, Any]) -> Any:
        told = {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": 0}
        if self.webhook.get("url"):
            told |= {"last_error_date": DATE, "last_error_message": "Wrong response from the webhook: 503"}
        check("WebhookInfo", told)
        return told

    def _get_updates(self, given: dict[str, Any]) -> Any:
        if self.webhook.get("url"):
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook")
        with self.changed:
            self._polls += 1
            mine = self._polls
            self.changed.notify_all()
            first = given.get("offset", 0)
            self.updates = [update for update in self.updates if update["update_id"] >= first]
            self.changed.wait_for(lambda: self.updates or self._polls != mine, given.get("timeout", 0))
            if self._polls != mine:
                raise ApiError(409, "Conflict: terminated by other getUpdates request")
            return self.updates[: given.get("limit", 100)]

    def _set_my_commands(self, given: dict[str, Any]) -> Any:
        for command in given["commands"]:
            assert re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]), command
            assert 1 <= len(command["description"]) <= 256
        return True

    def _send_message(self, given: dict[str, Any]) -> Any:
        chat = self._chat(given)
        return self._put(chat, given["text"], given.get("reply_markup"))

    def _send_document(self, given: dict[str, Any]) -> Any:
        return self._put(self._chat(given), f"[{given['document']}]", given.get("reply_markup"))

    def _edit_message_text(self, given: dict[str, Any]) -> Any:
        kept = self._own(given)
        now = _shown(kept | {"text": given["text"]}, given.get("reply_markup"))
        return self._rewritten(kept, now)

    def _edit_message_reply_markup(self, given: dict[str, Any]) -> Any:
        kept = self._own(given)
        return self._rewritten(kept, _shown(kept, given.get("reply_markup")))

    def _answer_callback_query(self, given: dict[str, Any]) -> Any:
        if given["callback_query_id"] not in self.open_queries:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.open_queries.discard(given["callback_query_id"])
        return True

    def _send_chat_action(self, given: dict[str, Any]) -> Any:
        self._chat(given)
        assert given["action"] == "typing"
        return True

    def _get_file(self, given: dict[str, Any]) -> Any:
        name = given["file_id"]
        if name not in self.files:
            raise ApiError(400, "Bad Request: invalid file_id")
        if len(self.files[name]) > 20 * 1024 * 1024:
            raise ApiError(400, "Bad Request: file is too big")
        told = {"file_id": name, "file_unique_id": f"u{name}", "file_path": f"photos/{name}.bin"}
        check("File", told)
        return told

    # --- chats --------------------------------------------------------------------------------

    def _chat(self, given: dict[str, Any]) -> int:
        try:
            chat = int(given["chat_id"])
        except ValueError:
            raise ApiError(400, "Bad Request: chat not found") from None
        if chat not in self.messages:
            raise ApiError(400, "Bad Request: chat not found")
        if chat in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def _own(self, given: dict[str, Any]) -> dict[str, Any]:
        kept = self.messages[self._chat(given)].get(given["message_id"])
        if kept is None:
            raise ApiError(400, "Bad Request: message to edit not found")
        if kept["from"] != BOT:
            raise ApiError(400, "Bad Request: message can't be edited")
        return kept

    def _put(self, chat: int, text: str, markup: dict[str, Any] | None) -> dict[str, Any]:
        kind = {"id": chat, "type": "private" if chat > 0 else "group"}
        if chat < 0:
            kind["title"] = "Neighbours"
        told = _shown({"message_id": self.number(), "date": DATE, "chat": kind, "from": BOT, "text": text}, markup)
        with self.changed:
            self.messages[chat][told["message_id"]] = told
        return told

    def _rewritten(self, kept: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
        if (now["text"], now.get("reply_markup")) == (kept["text"], kept.get("reply_markup")):
            raise ApiError(400, "Bad Request: message is not modified: specified new message content is the same")
        with self.changed:
            self.messages[kept["chat"]["id"]][kept["message_id"]] = now
        return now


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A desk that is killed cuts its connections: that is not worth a word."""


def _shown(message: dict[str, Any], markup: dict[str, Any] | None) -> dict[str, Any]:
    """The message as people see it; raises ApiError where the vendor does not take it."""
    length = len(message["text"].encode("utf-16-le")) // 2
    if not message["text"].strip():
        raise ApiError(400, "Bad Request: message text is empty")
    if length > TEXT_LIMIT:
        raise ApiError(400, "Bad Request: message is too long")
    told = {name: value for name, value in message.items() if name != "reply_markup"}
    for row in (markup or {}).get("inline_keyboard", ()):
        for button in row:
            if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA_BYTES:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
            if not button["text"].strip():
                raise ApiError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    if markup and markup.get("inline_keyboard"):
        told["reply_markup"] = markup
    check("Message", told)
    return told


def _handler(peer: BotApi) -> type[BaseHTTPRequestHandler]:  # noqa: C901
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            with peer.changed:
                peer.connections += 1

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            raw = self.rfile.read(length)
            if len(raw) < length:  # cut off under way: no server takes half a request for one
                self.close_connection = True
                return None
            given_parts = _parts(self.headers["Content-Type"] or "", raw)
            body = raw.decode() if given_parts is None else ""
            token, _, method = urlsplit(self.path).path.removeprefix("/bot").partition("/")
            if token != TOKEN:
                return self._answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
            told = given_parts or parse_qsl(body, keep_blank_values=True)
            given = {name: _decoded(method, name, text) for name, text in told}
            try:
                return self._answer(200, {"ok": True, "result": peer.call(method, given)})
            except ApiError as error:
                refusal = {"ok": False, "error_code": error.status, "description": error.description}
                if error.parameters:
                    refusal["parameters"] = error.parameters
                return self._answer(error.status, refusal)

        def do_GET(self) -> None:
            path = self.path.removeprefix(f"/file/bot{TOKEN}/photos/")
            name = path.removesuffix(".bin")
            if path == self.path or name not in peer.files:
                return self._answer(404, {"ok": False})
            peer.handed_out.append(name)
            if name in peer.slow_files:
                return self._drip(peer.files[name])
            return self._send(200, peer.files[name], "application/octet-stream")

        def _drip(self, body: bytes) -> None:
            try:
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    time.sleep(0.02)
            except OSError:
                self.close_connection = True

        def _answer(self, status: int, told: dict[str, Any]) -> None:
            self._send(status, json.dumps(told).encode(), "application/json")

        def _send(self, status: int, body: bytes, kind: str) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # whoever asked has gone

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def _parts(kind: str, raw: bytes) -> list[tuple[str, str]] | None:
    """The parameters of a request with a file, which is told by its name and size; None for others."""
    if not kind.startswith("multipart/form-data"):
        return None
    whole = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw)
    found, files = {}, {}
    for part in whole.walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        if (file := part.get_filename()) is not None:
            files[name] = f"{file}, {len(content)} bytes"
        else:
            found[name] = content.decode()
    # a parameter names the part that holds its file
    told = {name: files.pop(text.removeprefix("attach://"), text) for name, text in found.items()}
    return list({**told, **files}.items())


def _decoded(method: str, name: str, text: str) -> Any:
    """A parameter as it was meant: texts stand as they are, all else is JSON."""
    kinds = api()["methods"].get(method, {}).get(name, "").rstrip("*").split("|")
    if "String" in kinds:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
