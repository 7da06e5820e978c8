"""What a browser sends, checked before anything is done with it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from starlette.requests import ClientDisconnect, Request

from bots.bodies import CutOffError, TooLongError, body_of
from bots.characters import storable
from bots.webchat.words import Word

BODY_LIMIT = 64 * 1024
BODY_SECONDS = 20.0
"""How long a message may take to arrive."""
QUESTIONS, NUMBER_DIGITS = 20, 18
"""How many things a page may ask about at once, and how long their numbers are at most."""
MESSAGE_ID = r"^[A-Za-z0-9_-]{1,64}$"


@dataclass
class RefusedError(Exception):
    """A request that is not taken: its HTTP status, and the sentence for the person."""

    status: int
    word: Word
    retry_after: int | None = None


class Message(BaseModel):
    """One message: `text`, or `action`, the value of a choice that was tapped. `id` is the browser's own."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: Annotated[str, Field(pattern=MESSAGE_ID)]
    text: Annotated[str, Field(max_length=BODY_LIMIT)] | None = None
    action: Annotated[str, Field(min_length=1, max_length=200)] | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Message:
        if (self.action is None) == (not (self.text or "").strip()):
            raise ValueError("either text or action")
        return self


def check_origin(request: Request, public_url: str) -> None:
    """Raise RefusedError when another site's page makes the browser send this."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise RefusedError(403, Word.OTHER_SITE)
        return
    origin = request.headers.get("origin")
    if origin is None:
        return  # not a browser: it has no cookie of anybody else's
    ours = {request.headers.get("host", ""), _host(public_url)} - {""}
    if _host(origin) not in ours:
        raise RefusedError(403, Word.OTHER_SITE)


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""  # no address at all


async def read_message(request: Request) -> Message:
    """The message in a request's body. Raises RefusedError."""
    given = await read_object(request)
    try:
        return Message.model_validate({name: _storable(value) for name, value in given.items()})
    except ValidationError:
        raise RefusedError(400, Word.NOT_UNDERSTOOD) from None


async def read_object(request: Request) -> dict[str, Any]:
    """The JSON object in a request's body. Raises RefusedError."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedError(415, Word.NOT_UNDERSTOOD)
    return _parse(await _body(request))


def asked_in(request: Request) -> list[int]:
    """The questions that the page shows, as its address names them; what is no number is left out."""
    given = request.query_params.get("asked", "")[:400].split(",")
    return [int(each) for each in given if each.isascii() and each.isdigit() and len(each) < NUMBER_DIGITS][:QUESTIONS]


def kept_in(request: Request) -> list[str]:
    """The messages that the page knows to be kept and still to be answered, as its address names them."""
    given = request.query_params.get("kept", "")[:2000].split(",")
    return [each for each in given if re.fullmatch(MESSAGE_ID, each)][:QUESTIONS]


@asynccontextmanager
async def arriving(seconds: float, cut_off: Word) -> AsyncIterator[asyncio.Timeout]:
    """While a body comes in. Raises RefusedError, of the kind that is tried again, when it does not in time."""
    try:
        async with asyncio.timeout(seconds) as deadline:
            yield deadline
    except (TimeoutError, ClientDisconnect):
        raise RefusedError(408, cut_off) from None


async def _body(request: Request) -> bytes:
    try:
        return await body_of(request, BODY_LIMIT, BODY_SECONDS)
    except TooLongError:
        raise RefusedError(413, Word.TOO_LONG) from None
    except CutOffError:
        raise RefusedError(408, Word.NOT_UNDERSTOOD) from None


def _parse(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise RefusedError(400, Word.NOT_UNDERSTOOD)
    return given


def _storable(value: Any) -> Any:
    return storable(value) if isinstance(value, str) else value
