"""A model's server that takes its time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def asking(url: str) -> dict[str, str]:
    """The settings of a desk that asks it."""
    return {"LLM__BASE_URL": url, "LLM__API_KEY": "any"}


@contextmanager
def slow_model(seconds: Callable[[str], float]) -> Iterator[str]:
    """A model that takes its time, told by the words of the question, and then fills nothing in; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            words = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            over.wait(seconds(words))
            choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "{}"}}
            told = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
            body = json.dumps(told).encode()
            try:
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # nobody waits any more

        def log_message(self, *_: object) -> None:
            pass

    over = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        over.set()
        server.shutdown()
        server.server_close()
