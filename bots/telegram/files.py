"""Files that people send, fetched from the vendor: they stay with it until the turn that takes their message."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import quote

import httpx2
from telegram.error import TelegramError

from bots.downloads import SECONDS, STEP_SECONDS, UNPACKED, pieces
from bots.telegram.line import Line
from conversation.media import FetchError
from conversation.messages import Media


class Files:
    """The keeper of the channel. Used on the threads of turns."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def fetch(self, media: Media) -> Iterator[bytes]:
        """A file, piece by piece. Raises FetchError, whose reason never has the address: the token is part of it."""
        until = time.monotonic() + SECONDS
        address = self._address(media.source)
        try:
            with httpx2.stream(
                "GET", address, timeout=STEP_SECONDS, follow_redirects=False, headers=UNPACKED
            ) as answer:
                if answer.status_code != 200:
                    raise FetchError(f"answered {answer.status_code}")
                yield from pieces(answer, until)
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
