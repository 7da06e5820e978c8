"""Files that a channel keeps for us, fetched and stored before the turn that takes their message."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, wait
from typing import Protocol

import structlog

from conversation import files
from conversation.messages import Attachment, InboundMessage, Media
from conversation.speech import HEARD_KINDS, HearingError
from hospital.errors import UploadProblem
from hospital.threads import StaleTurnError
from hospital.uploads import Uploads

log = structlog.get_logger("media")

SECONDS = 20.0
"""How long the files of one message may take together."""
MOST = 10
"""Files of one message; an album has no more."""
ASKED_SECONDS = 0.4
"""How often, while files come in and are heard, it is asked whether to go on."""


class FetchError(Exception):
    """A channel does not hand a file out. `reason` is a word or two for its operators.

    `is_passing`: it may hand it out when it is asked again.
    """

    def __init__(self, reason: str, *, is_passing: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_passing = reason, is_passing


class Keeper(Protocol):
    """A channel that keeps files for us."""

    def fetch(self, media: Media, seconds: float) -> Iterator[bytes]:
        """A file, piece by piece, all of it within so long. Raises FetchError."""


class Hearer(Protocol):
    """Whoever writes down what is spoken."""

    def hear(self, recording: bytes, content_type: str, language: str | None) -> str | None:
        """The words of a recording; None where they cannot be made out. Raises HearingError."""


class MediaRoom:
    """Fetches what comes with messages, and has heard what was spoken."""

    def __init__(self, uploads: Uploads, keepers: Mapping[str, Keeper], hearer: Hearer | None = None) -> None:
        self._uploads, self._keepers, self._hearer = uploads, keepers, hearer

    def bring_in(self, message: InboundMessage, goes_on: Callable[[], bool]) -> InboundMessage:
        """The message with its files stored, or refused with a reason.

        Raises StaleTurnError once `goes_on`, which keeps the conversation in hand meanwhile, says that it is lost; and
        whatever that raises. What was under way then ends by itself.
        """
        return _in_hand(lambda is_over: self._brought_in(message, is_over), goes_on)

    def _brought_in(self, message: InboundMessage, is_over: Callable[[], bool]) -> InboundMessage:
        until = time.monotonic() + SECONDS
        taken: list[Attachment] = []
        heard: list[str] = []
        for media in message.media[:MOST]:
            if media.is_voice:
                words = self._listen(message, media, is_over, until)
                if isinstance(words, str):
                    heard.append(words)
                else:
                    taken.append(words)
            else:
                taken.append(self._store(message.channel, media, is_over, until))
        taken += [files.refused(media.name, UploadProblem.TOO_MANY) for media in message.media[MOST:]]
        changed: dict[str, object] = {"attachments": (*message.attachments, *taken), "media": ()}
        if heard:
            changed |= {"text": "\n".join(filter(None, (message.text, *heard))), "is_heard": True}
        return message.model_copy(update=changed)

    def _listen(
        self, message: InboundMessage, media: Media, is_over: Callable[[], bool], until: float
    ) -> str | Attachment:
        """What a recording says, or why that is not known. The recording itself is not kept."""
        keeper = self._keepers.get(message.channel)
        if self._hearer is None or media.content_type.partition(";")[0] not in HEARD_KINDS:
            return files.refused(media.name, UploadProblem.UNHEARD)
        if media.size is not None and media.size > files.LIMIT:
            return files.too_large(media.name)
        if keeper is None:
            return files.refused(media.name, UploadProblem.MISSING)
        recording = bytearray()
        try:
            for piece in _pieces(keeper, media, is_over, until):
                recording += piece
                if len(recording) > files.LIMIT:
                    return files.too_large(media.name)
            words = self._hearer.hear(bytes(recording), media.content_type, message.language)
        except FetchError as error:
            log.warning("media_not_fetched", channel=message.channel, reason=error.reason)
            return files.refused(media.name, UploadProblem.MISSING)
        except HearingError as error:
            log.warning("voice_note_not_heard", channel=message.channel, reason=error.reason)
            return files.refused(media.name, UploadProblem.UNHEARD)
        return words or files.refused(media.name, UploadProblem.UNCLEAR)

    def _store(self, channel: str, media: Media, is_over: Callable[[], bool], until: float) -> Attachment:
        if media.size is not None and media.size > files.LIMIT:
            return files.too_large(media.name)
        keeper = self._keepers.get(channel)
        if keeper is None:
            return files.refused(media.name, UploadProblem.MISSING)
        arrival = files.Arrival(self._uploads, media.name)
        try:
            for piece in _pieces(keeper, media, is_over, until):
                arrival.write(piece)
            return arrival.end()
        except FetchError as error:
            log.warning("media_not_fetched", channel=channel, reason=error.reason)
            return files.refused(media.name, UploadProblem.MISSING)
        finally:
            arrival.drop()


def _pieces(keeper: Keeper, media: Media, is_over: Callable[[], bool], until: float) -> Iterator[bytes]:
    """A file as it comes in, within the time, and as long as anybody wants it. Raises FetchError."""
    for piece in keeper.fetch(media, max(0.0, until - time.monotonic())):
        if time.monotonic() > until:
            raise FetchError("took too long")
        yield piece
        if is_over():
            raise FetchError("taken over")


def _in_hand(work: Callable[[Callable[[], bool]], InboundMessage], goes_on: Callable[[], bool]) -> InboundMessage:
    """Do work in a thread of its own, whose asking whether it is over ends it; its conversation is kept in hand."""
    done: Future[InboundMessage] = Future()
    is_over = threading.Event()

    def run() -> None:
        try:
            done.set_result(work(is_over.is_set))
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, name="media", daemon=True).start()
    try:
        while not wait([done], ASKED_SECONDS).done:
            if not goes_on():
                raise StaleTurnError
        return done.result()
    finally:
        is_over.set()
