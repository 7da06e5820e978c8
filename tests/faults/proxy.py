"""A TCP proxy on loopback that misbehaves when told to: it stands between the desk and one of its servers."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress
from typing import Self

LOOK_EVERY_S = 0.02


class Proxy:
    """Passes everything on to a port of this machine until one of its faults is switched on.

    Each fault also holds for connections that stand already.
    """

    def __init__(self, upstream: int) -> None:
        self.latency_s = 0.0
        """Waits that long before it passes a piece on, either way."""
        self.is_silent = False
        """Takes everything and answers nothing."""
        self.cut_after: int | None = None
        """Resets the connection after that many bytes of answers."""
        self.bytes_per_second: int | None = None
        """Passes answers on no faster than that."""
        self.cuts = 0
        self._upstream = upstream
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._listener.getsockname()[1])
        self._is_closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._is_closed = True
        self._listener.close()

    def heal(self) -> None:
        """Behave again."""
        self.latency_s, self.is_silent, self.cut_after, self.bytes_per_second = 0.0, False, None, None

    def _accept(self) -> None:
        while not self._is_closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._upstream), timeout=5)
            except OSError:
                _reset(client)
                continue
            server.settimeout(None)
            for source, sink, is_answer in ((client, server, False), (server, client, True)):
                threading.Thread(target=self._pump, args=(source, sink, is_answer), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:
        passed = 0
        with suppress(OSError):
            while data := source.recv(65536):
                while self.is_silent and not self._is_closed:
                    time.sleep(LOOK_EVERY_S)
                if self.latency_s:
                    time.sleep(self.latency_s)
                if is_answer and self.cut_after is not None and passed + len(data) > self.cut_after:
                    sink.sendall(data[: max(0, self.cut_after - passed)])
                    self.cuts += 1
                    _reset(source)
                    break
                self._pass_on(sink, data, is_answer)
                passed += len(data)
        _reset(sink)
        _reset(source)

    def _pass_on(self, sink: socket.socket, data: bytes, is_answer: bool) -> None:
        while is_answer and data and self.bytes_per_second:
            piece = max(1, self.bytes_per_second // 20)
            sink.sendall(data[:piece])
            data = data[piece:]
            time.sleep(0.05)
        sink.sendall(data)


def _reset(end: socket.socket) -> None:
    with suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
    end.close()
