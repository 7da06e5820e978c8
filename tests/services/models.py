"""A stand-in for a language model's server: aimock, told what to answer and asked what it was sent."""

import json
import urllib.request
from typing import Any

SECONDS = 10

_BY_CHANCE = frozenset({"host", "content-length", "x-request-id", "x-stainless-read-timeout"})
"""Headers with ports, lengths, ids and times in them."""


class StandIn:
    """One server of a worker; each test begins with an empty one."""

    def __init__(self, server_url: str) -> None:
        self._server = server_url
        self.url = f"{server_url}/v1"
        """What to set `llm.base_url` to."""
        self._call("POST", "reset")
        self._call("DELETE", "chaos")

    def says(self, answer: object, to: str | None = None) -> None:
        """Answer with this from now on: a text as it stands, anything else as JSON; `to` messages with these words."""
        content = answer if isinstance(answer, str) else json.dumps(answer)
        self._add({"content": content}, to)

    def fails(self, status: int, kind: str = "server_error") -> None:
        """Answer with an error from now on."""
        self._add({"error": {"message": "no", "type": kind}, "status": status}, None)

    def errs(self, **rates: float) -> None:
        """Go wrong: `rateLimitRate`, `malformedRate`, `disconnectRate`, `dropRate` from 0 to 1, or `latencyMs`."""
        self._call("POST", "chaos", rates)

    def _add(self, response: dict[str, Any], to: str | None) -> None:
        self._call("POST", "reset/fixtures")
        match = {"userMessage": to if to is not None else "message"}
        self._call("POST", "fixtures", {"fixtures": [{"match": match, "response": response}]})

    @property
    def heard(self) -> list[dict[str, Any]]:
        """The bodies of all questions so far, oldest first."""
        entries = self._call("GET", "journal?limit=1000")
        bodies = [entry.get("body") for entry in entries if str(entry.get("path", "")).endswith("/chat/completions")]
        return [body for body in bodies if body]

    @property
    def journal(self) -> str:
        """Everything that it was sent, as text; without numbers that chance draws, which may be anybody's."""
        sent = [
            {
                "path": entry.get("path"),
                "body": entry.get("body"),
                "headers": {n: value for n, value in entry.get("headers", {}).items() if n not in _BY_CHANCE},
            }
            for entry in self._call("GET", "journal?limit=1000")
        ]
        return json.dumps(sent, ensure_ascii=False)

    def _call(self, method: str, path: str, body: object = None) -> Any:
        request = urllib.request.Request(
            f"{self._server}/__aimock/{path}",
            json.dumps(body).encode() if body is not None else None,
            {"content-type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.loads(answer.read() or b"null")
