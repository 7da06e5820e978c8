"""Two desks on one database, of which one may stand still while the other goes on; a model that keeps one waiting."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sqlalchemy import func, select

from db.models import ConversationRow, InboxRow
from hospital.office import Office
from tests.races.crowd import is_kept
from tests.races.serving import LineServer

LOOK_EVERY_S = 0.1
ANSWERED_WITHIN_S = 60.0


class Pair:
    """Two desks behind one door. Whoever asks one that stands still asks the other the same."""

    def __init__(self, one: LineServer, other: LineServer, seed: int) -> None:
        self.servers = (one, other)
        self._chance = random.Random(seed)
        self._pool = ThreadPoolExecutor(256)
        self._late: list[tuple[dict[str, Any], Future[dict[str, Any]]]] = []

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer to a request."""
        first, second = self._chance.sample(self.servers, 2)
        asked = self._pool.submit(first.ask, request)
        while not asked.done() and not first.is_standing:
            threading.Event().wait(LOOK_EVERY_S / 20)
        if asked.done():
            return asked.result()
        said = second.ask(request)
        if not is_kept(said):
            self._late.append((said, asked))
        return said

    @property
    def taken_over(self) -> int:
        """How often one answered what the other had been asked first."""
        return len(self._late)

    def differences(self) -> list[str]:
        """Where the one that had stood still answered otherwise than the other."""
        found = []
        for said, asked in self._late:
            late = asked.result(ANSWERED_WITHIN_S)
            if not is_kept(late) and (late["replies"], late["state"]) != (said["replies"], said["state"]):
                found.append(f"{said['conversation']} {said['id']}: {said['replies']} and {late['replies']}")
        return found

    def close(self) -> None:
        """Let both finish, then end."""
        for server in self.servers:
            server.stop()
        self._pool.shutdown()


def stale_writes(office: Office) -> int:
    """How many turns were written down beyond one for each message, in conversations that took one at a time."""
    with office.read() as unit:
        versions = dict(unit.connection.execute(select(ConversationRow.id, ConversationRow.version)).all())
        tally = select(InboxRow.conversation_id, func.count()).group_by(InboxRow.conversation_id)
        messages = Counter(dict(unit.connection.execute(tally).all()))
    return sum(max(0, version - messages[conversation]) for conversation, version in versions.items())


class SlowModel:
    """An OpenAI-compatible server that answers the first question when it is let, and the others at once."""

    def __init__(self, first: dict[str, Any], others: dict[str, Any]) -> None:
        self.is_asked, self.may_answer = threading.Event(), threading.Event()
        self._answers = (first, others)
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                is_first = not model.is_asked.is_set()
                model.is_asked.set()
                if is_first:
                    model.may_answer.wait(60)
                body = json.dumps(_completion(model._answers[0 if is_first else 1])).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(OSError):  # whoever asked has given up
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """End it."""
        self.may_answer.set()
        self._server.shutdown()
        self._server.server_close()


def _completion(answer: dict[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": json.dumps(answer)}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
