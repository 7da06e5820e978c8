"""Files that a channel keeps for us, fetched and stored before the turn that takes their message."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import structlog

from conversation import files
from conversation.messages import Attachment, InboundMessage, Media
from hospital.errors import UploadProblem
from hospital.uploads import Uploads

log = structlog.get_logger("media")

SECONDS = 20.0
"""How long the files of one message may take together."""
MOST = 10
"""Files of one message; an album has no more."""
RENEWED_SECONDS = 2.0
"""How often, while a file comes in, the conversation is kept in hand."""


class FetchError(Exception):
    """A channel does not hand a file out. `reason` is a word or two for its operators."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Keeper(Protocol):
    """A channel that keeps files for us."""

    def fetch(self, media: Media) -> Iterator[bytes]:
        """A file, piece by piece. Raises FetchError."""


class Hearer(Protocol):
    """Whoever writes down what is spoken."""

    def hear(self, path: str, content_type: str, language: str | None) -> str | None:
        """The words of a stored recording; None where they cannot be made out."""


class MediaRoom:
    """Fetches what comes with messages, and has heard what was spoken."""

    def __init__(self, uploads: Uploads, keepers: Mapping[str, Keeper], hearer: Hearer | None = None) -> None:
        self._uploads, self._keepers, self._hearer = uploads, keepers, hearer

    def bring_in(self, message: InboundMessage, goes_on: Callable[[], bool]) -> InboundMessage:
        """The message with its files stored, or refused with a reason."""
        until = time.monotonic() + SECONDS
        stored = [self._store(message.channel, media, goes_on, until) for media in message.media[:MOST]]
        stored += [files.refused(media.name, UploadProblem.TOO_MANY) for media in message.media[MOST:]]
        return message.model_copy(update={"attachments": (*message.attachments, *stored), "media": ()})

    def _store(self, channel: str, media: Media, goes_on: Callable[[], bool], until: float) -> Attachment:
        if media.size is not None and media.size > files.LIMIT:
            return files.too_large(media.name)
        keeper = self._keepers.get(channel)
        if keeper is None:
            return files.refused(media.name, UploadProblem.MISSING)
        arrival, renewed = files.Arrival(self._uploads, media.name), time.monotonic()
        try:
            for piece in keeper.fetch(media):
                now = time.monotonic()
                if now > until:
                    raise FetchError("took too long")
                if now - renewed > RENEWED_SECONDS:
                    renewed = now
                    goes_on()
                arrival.write(piece)
            return arrival.end()
        except FetchError as error:
            log.warning("media_not_fetched", channel=channel, reason=error.reason)
            return files.refused(media.name, UploadProblem.MISSING)
        finally:
            arrival.drop()
