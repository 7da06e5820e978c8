"""What machines ask: alive, ready, figures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

OK = "ok"
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Parts = Mapping[str, str]


class Probes:
    """`parts` tells how each part stands (`ok`, or a reason), `needed` without which of them nobody can be served."""

    def __init__(
        self, parts: Callable[[], Awaitable[Parts]], needed: frozenset[str], figures: Callable[[], Awaitable[bytes]]
    ) -> None:
        self._parts, self._needed, self._figures = parts, needed, figures

    async def alive(self, request: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("ok\n")

    async def ready(self, request: Request) -> Response:
        """Whether people can be served, and how each part stands."""
        parts = await self._parts()
        is_ready = all(state == OK for part, state in parts.items() if part in self._needed)
        return JSONResponse({"ready": is_ready, "parts": dict(parts)}, 200 if is_ready else 503)

    async def metrics(self, request: Request) -> Response:
        """The figures in Prometheus' text form."""
        return Response(await self._figures(), media_type=METRICS_TYPE)
