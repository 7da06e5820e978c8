"""The server of telemelya, and what it needs beside it: a place for files, and a front that shows the secret."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import httpx2

from tests.services import telemelya
from tests.services.servers import Server

KEY = "k1"
TOKEN = "7000000001:AAtelemelya"


class Telemelya(Server):
    """telemelya on a Redis of ours."""

    def __init__(self, directory: Path, redis_url: str, files: str) -> None:
        super().__init__(directory)
        self._set = {
            "MOCK_SERVER_HOST": "127.0.0.1",
            "MOCK_SERVER_PORT": str(self.port),
            "REDIS_URL": redis_url,
            "MINIO_ENDPOINT": files,
            "AUTH_KEYS": KEY,
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return ["env", *(f"{name}={value}" for name, value in self._set.items()), str(telemelya.program())]

    def answers(self, connection: socket.socket) -> bool:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        return connection.recv(8).startswith(b"HTTP/")

    def control(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        """Tell it something, as a test does."""
        headers = {"Authorization": f"Bearer {KEY}"}
        answer = httpx2.request(method, f"{self.url}/api/v1/test/{path}", headers=headers, timeout=20, **more)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def has_webhook(self) -> bool:
        """Whether the bot told where to post updates."""
        told = httpx2.post(f"{self.url}/bot{TOKEN}/getWebhookInfo", timeout=20).json()
        return bool(told["result"]["url"])

    def send(self, chat: int, **what: Any) -> int:
        """Have somebody send or press something; the status of the webhook's answer."""
        body = {"chat_id": chat, **what}
        told = self.control("POST", "send_update", params={"bot_token": TOKEN}, json=body)
        return int(told["delivery"]["status_code"])

    def said(self) -> list[dict[str, Any]]:
        """What the bot asked for so far."""
        told: list[dict[str, Any]] = self.control("GET", "responses")["responses"]
        return told


class Beside:
    """A small HTTP server: keeps files as S3 does, and hands webhooks on with the secret that telemelya leaves out."""

    def __init__(self, secret: str) -> None:
        self.secret, self.desk = secret, ""
        self.kept: dict[str, bytes] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(beside: Beside) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(200)

        def do_PUT(self) -> None:
            beside.kept[self.path] = self._body()
            self._answer(200)

        def do_GET(self) -> None:
            found = beside.kept.get(self.path)
            self._answer(404 if found is None else 200, found or b"")

        def do_POST(self) -> None:
            headers = {"X-Telegram-Bot-Api-Secret-Token": beside.secret}
            answer = httpx2.post(beside.desk + self.path, content=self._body(), headers=headers, timeout=20)
            self._answer(answer.status_code, answer.content)

        def _body(self) -> bytes:
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))

        def _answer(self, status: int, body: bytes = b"") -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
