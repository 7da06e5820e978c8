"""Files that people send, fetched from the vendor: they stay with it until the turn that takes their message."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from telegram.error import BadRequest, NetworkError, TelegramError

from bots.downloads import SECONDS, asked, fetched
from bots.telegram.line import Line
from conversation.media import FetchError
from conversation.messages import Media


class Files:
    """The keeper of the channel. Used on the threads of turns."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def fetch(self, media: Media, seconds: float = SECONDS) -> Iterator[bytes]:
        """A file, piece by piece. Raises FetchError, whose reason never has the address: the token is part of it."""
        return fetched(lambda until: self._once(media, until), seconds)

    def _once(self, media: Media, until: float) -> Iterator[bytes]:
        with asked(self._address(media.source), until) as answer:
            yield from answer.pieces()

    def _address(self, file_id: str) -> str:
        """Where the vendor hands a file out: always below its own address, whatever its answer says."""
        try:
            file = self._line.ask(lambda bot: bot.get_file(file_id))
        except (TelegramError, TimeoutError) as error:
            is_passing = isinstance(error, (TimeoutError, NetworkError)) and not isinstance(error, BadRequest)
            raise FetchError(type(error).__name__, is_passing=is_passing) from None
        below = f"{self._line.files_url}/"
        path = (file.file_path or "").removeprefix(below)
        if not path or "://" in path or path.startswith("/") or ".." in path.split("/"):
            raise FetchError("is elsewhere")
        return below + quote(path, safe="/%")
