"""The script with which the hospital's own site shows the chat: `<script src=".../embed.js" defer></script>`."""

from __future__ import annotations

import hashlib
import json

from starlette.requests import Request
from starlette.responses import Response

from web.static_files import StaticFiles
from web.words import WORDS

SOURCE = "embed.js"
KEPT_SECONDS = 600
"""The address has no mark of its content, so browsers ask again soon."""


class Embedding:
    """The script with its words in every language."""

    def __init__(self, files: StaticFiles) -> None:
        words = {
            language: {"open": page.embed_open, "close": page.embed_close, "title": page.embed_title}
            for language, page in WORDS.items()
        }
        source = files.content(SOURCE).decode()
        self._script = source.replace('"{words}"', json.dumps(words, ensure_ascii=True)).encode()
        self._mark = f'"{hashlib.sha256(self._script).hexdigest()[:16]}"'

    async def endpoint(self, request: Request) -> Response:
        """Serve it to any site: who may show the chat is the chat's own rule."""
        headers = {
            "Cache-Control": f"public, max-age={KEPT_SECONDS}",
            "ETag": self._mark,
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Access-Control-Allow-Origin": "*",  # a page may take it as a module
        }
        if request.headers.get("if-none-match") == self._mark:
            return Response(status_code=304, headers=headers)
        return Response(self._script, media_type="text/javascript; charset=utf-8", headers=headers)
