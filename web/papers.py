"""A report's file, by a link that expires."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from conversation.papers import Paper


class Papers:
    """`open_paper` gives what a token opens; None where it opens nothing, or nothing any more."""

    def __init__(self, open_paper: Callable[[str], Awaitable[Paper | None]]) -> None:
        self._open = open_paper

    async def endpoint(self, request: Request) -> Response:
        """Hand it out; it is not kept on the way, and nothing in it runs here."""
        paper = await self._open(request.path_params["token"])
        if paper is None:
            raise HTTPException(404)
        headers = {
            "Content-Disposition": f"inline; filename*=UTF-8''{quote(paper.name, safe='')}",
            "Cache-Control": "private, no-store",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        }
        return Response(paper.content, media_type=paper.content_type, headers=headers)
