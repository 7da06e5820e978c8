"""A file that a browser sends: its bytes are the body of the request, what it is called stands in a header of its own.

An address is written into the logs of whatever stands in between, and people's files are called after them.
However slow, long or cut off it comes, it holds a thread only while a piece is written, and a place only for so long.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import unquote

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from bots.characters import storable
from bots.webchat.requests import MESSAGE_ID, RefusedError, arriving
from bots.webchat.words import Word
from conversation import files
from conversation.messages import Attachment
from conversation.pools import Pool

AT_ONCE, AT_ONCE_ADDRESS, AT_ONCE_EACH = 40, 15, 3
"""How many files this process takes at the same time: of everybody, of one address, of one browser."""
GRACE_SECONDS, PACE, LONGEST_SECONDS = 15.0, 16 * 1024, 300.0
"""A file may take as long as its bytes do at this pace (bytes a second) and a grace, and never longer than the last."""
DRAINED_BYTES = 64 * 1024 * 1024
"""A body is read to its end, so that the browser reads the answer, unless it is longer than this."""
PIECE = 256 * 1024
COME_BACK_SECONDS = 3
NAME = "Frontdesk-File"
"""The header with a file's name, percent-encoded UTF-8."""

log = structlog.get_logger("webchat")


class SentFile(BaseModel):
    """What the request says of a file. `size` is the browser's word for it, in bytes."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, Field(pattern=MESSAGE_ID)]
    name: Annotated[str, Field(max_length=4096)] = ""
    size: Annotated[int, Field(ge=0)] | None = None


@dataclass(frozen=True)
class Files:
    """Where files go. `begin` takes a name; `settle` removes a stored file that no turn has kept."""

    begin: Callable[[str], files.Arrival]
    settle: Callable[[str], object]
    pool: Pool
    """Threads that write to the disk."""
    places: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def place(self, browser: str | None, address: str) -> Iterator[None]:
        """A place among those whose files come in. Raises RefusedError when all are taken."""
        theirs = {"everybody": AT_ONCE, f"address {address}": AT_ONCE_ADDRESS}
        if browser is not None:
            theirs[f"browser {browser}"] = AT_ONCE_EACH
        if any(self.places[who] >= most for who, most in theirs.items()):
            raise RefusedError(503, Word.BUSY, COME_BACK_SECONDS)
        self.places.update(theirs.keys())
        try:
            yield
        finally:
            self.places.subtract(theirs.keys())
            for who in theirs:
                if not self.places[who]:
                    del self.places[who]


def describe(request: Request) -> SentFile:
    """What is being sent. Raises RefusedError."""
    name = unquote(request.headers.get(NAME, ""), errors="replace")
    try:
        return SentFile.model_validate({**request.query_params, "name": storable(name)})
    except ValidationError:
        raise RefusedError(400, Word.NOT_UNDERSTOOD) from None


async def receive(request: Request, sent: SentFile, into: Files) -> Attachment:
    """The file in a request's body, stored or refused. Raises RefusedError for one that does not arrive."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > DRAINED_BYTES:
        raise RefusedError(413, Word.FILE_TOO_LARGE)
    arrival = await _do(into, lambda: into.begin(sent.name))
    try:
        size = await _read(request, arrival, into)
        if size == 0 and (sent.size or 0) > files.LIMIT:
            # the page spares a phone the sending of what would be refused
            return files.too_large(sent.name)
        if sent.size is not None and size != sent.size:
            raise RefusedError(400, Word.FILE_CUT_OFF)
        file: Attachment = await _do(into, arrival.end)
        return file
    finally:
        arrival.drop()


async def _read(request: Request, arrival: files.Arrival, into: Files) -> int:
    size, piece = 0, bytearray()
    clock = asyncio.get_running_loop().time
    begun = clock()
    async with arriving(GRACE_SECONDS, Word.FILE_CUT_OFF) as deadline:
        async for chunk in request.stream():
            size += len(chunk)
            deadline.reschedule(begun + min(LONGEST_SECONDS, GRACE_SECONDS + size / PACE))
            if size > DRAINED_BYTES:
                raise RefusedError(413, Word.FILE_TOO_LARGE)
            piece += chunk
            if len(piece) >= PIECE:
                await _write(into, arrival, bytes(piece))
                piece.clear()
    if piece:
        await _write(into, arrival, bytes(piece))
    return size


async def _write(into: Files, arrival: files.Arrival, piece: bytes) -> None:
    await _do(into, lambda: arrival.write(piece))


async def _do(into: Files, work: Callable[[], Any]) -> Any:
    running = into.pool.submit(work)
    if running is None:
        raise RefusedError(503, Word.BUSY, COME_BACK_SECONDS)
    return await running


def tidy(into: Files, file: Attachment, state: dict[str, Any]) -> None:
    """Have a file removed that came a second time or was one too many. A turn still to come keeps it until then."""
    if file.path and state:
        into.pool.submit(lambda: _settle(into, file.path))


def _settle(into: Files, path: str) -> None:
    try:
        into.settle(path)
    except Exception as error:
        # the records are away: the sweep finds it
        log.warning("upload_not_settled", error=type(error).__name__)
