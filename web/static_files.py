"""The pages' own few files: read once, and kept by browsers until they change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class StaticFile:
    """A file with the mark of its content."""

    content: bytes
    content_type: str
    mark: str


class StaticFiles:
    """The files of one directory."""

    def __init__(self, directory: Path) -> None:
        self._files = {path.name: _read(path) for path in sorted(directory.iterdir()) if path.suffix in TYPES}

    def url(self, name: str) -> str:
        """A file's address, which changes with its content. Raises KeyError."""
        return f"/static/{name}?v={self._files[name].mark}"

    def content(self, name: str) -> bytes:
        """What is in a file. Raises KeyError."""
        return self._files[name].content

    async def endpoint(self, request: Request) -> Response:
        """Serve one file."""
        file = self._files.get(request.path_params["name"])
        if file is None:
            return Response(status_code=404)
        is_marked = request.query_params.get("v") == file.mark
        caching = "public, max-age=31536000, immutable" if is_marked else "no-cache"
        headers = {"Cache-Control": caching, "ETag": f'"{file.mark}"'}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(file.content, media_type=file.content_type, headers=headers)


def _read(path: Path) -> StaticFile:
    content = path.read_bytes()
    return StaticFile(content, TYPES[path.suffix], hashlib.sha256(content).hexdigest()[:16])
