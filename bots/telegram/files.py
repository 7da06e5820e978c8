"""Files that people send, fetched from the vendor: they stay with it until the turn that takes their message."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import httpx2
from telegram.error import TelegramError

from bots.telegram.line import Line
from conversation.media import FetchError
from conversation.messages import Media

LIMIT_BYTES = 20 * 1024 * 1024
"""What the vendor hands out to bots."""
CONNECT_SECONDS, SECONDS = 5.0, 20.0
PIECE = 256 * 1024


class Files:
    """The keeper of the channel. Used on the threads of turns."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def fetch(self, media: Media) -> Iterator[bytes]:
        """A file, piece by piece. Raises FetchError, whose reason never has the address: the token is part of it."""
        if media.size is not None and media.size > LIMIT_BYTES:
            raise FetchError("too large")
        address = self._address(media.source)
        timeout = httpx2.Timeout(SECONDS, connect=CONNECT_SECONDS)
        total = 0
        try:
            with httpx2.stream("GET", address, timeout=timeout, follow_redirects=False) as answer:
                if answer.status_code != 200:
                    raise FetchError(f"answered {answer.status_code}")
                for piece in answer.iter_bytes(PIECE):
                    total += len(piece)
                    if total > LIMIT_BYTES:
                        raise FetchError("too large")
                    yield piece
        except httpx2.HTTPError as error:
            raise FetchError(type(error).__name__) from None

    def _address(self, file_id: str) -> str:
        """Where the vendor hands a file out: always below its own address, whatever its answer says."""
        try:
            file = self._line.ask(lambda bot: bot.get_file(file_id))
        except (TelegramError, TimeoutError) as error:
            raise FetchError(type(error).__name__) from None
        below = f"{self._line.files_url}/"
        path = (file.file_path or "").removeprefix(below)
        if not path or "://" in path or path.startswith("/") or ".." in path.split("/"):
            raise FetchError("is elsewhere")
        return below + quote(path, safe="/%")
