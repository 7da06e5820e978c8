"""A web server on loopback that answers as it was told to, well or badly, one byte at a time if need be."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

Behaviour = Callable[[socket.socket], object]
DRIP_S = 0.05


def answer(body: bytes, head: str = "HTTP/1.1 200 OK", kind: str = "application/json", more: str = "") -> bytes:
    """A whole answer; `more` are further lines of its head."""
    lines = f"content-type: {kind}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n{more}"
    return f"{head}\r\n{lines}\r\n".encode() + body


def completion(**message: object) -> bytes:
    """A chat completion as a server sends it."""
    return json.dumps({"choices": [{"index": 0, "message": {"role": "assistant", **message}}]}).encode()


def send(whole: bytes) -> Behaviour:
    """Answer with this."""
    return lambda connection: connection.sendall(whole)


def drip(whole: bytes, at_once: int = 0) -> Behaviour:
    """Answer with this, so slowly that no single wait is long and the whole takes minutes; a first part at once."""

    def slowly(connection: socket.socket) -> None:
        connection.sendall(whole[:at_once])
        for at in range(at_once, len(whole)):
            connection.sendall(whole[at : at + 1])
            time.sleep(DRIP_S)

    return slowly


def flood_with(head: str) -> Behaviour:
    """Answer without an end."""

    def endlessly(connection: socket.socket) -> None:
        connection.sendall(f"{head}\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n[".encode())
        while True:
            connection.sendall(b'"very much",' * 5000)

    return endlessly


flood = flood_with("HTTP/1.1 200 OK")


def hang(connection: socket.socket) -> None:
    """Answer nothing."""
    with suppress(OSError):
        connection.recv(1)


class Rude:
    """The server; it hears each question out before it answers."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.questions = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            heard = b""
            while b"\r\n\r\n" not in heard or len(heard.partition(b"\r\n\r\n")[2]) < _length(heard):
                piece = connection.recv(65536)
                if not piece:
                    return
                heard += piece
            self.questions += 1
            self.behaviour(connection)


def _length(heard: bytes) -> int:
    for line in heard.partition(b"\r\n\r\n")[0].lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
