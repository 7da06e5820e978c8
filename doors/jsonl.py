"""`chat --jsonl`: one request a line in, one answer a line out, in order. Any bytes are taken."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TextIO
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from bots.characters import storable
from bots.switchboard import Switchboard
from conversation import files
from conversation.messages import Attachment, InboundMessage, Kind
from doors.lines import parse
from hospital.errors import UploadProblem
from hospital.uploads import Uploads

EARLIEST, LATEST = datetime(1971, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
"""Clocks outside of these leave the calendar or its time zones."""

FILES_A_MESSAGE = 20


def _message_id(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise PydanticCustomError("id_type", "must be a text or a whole number")
    if storable(str(value)) != str(value).replace("\x00", "\ufffd"):
        raise PydanticCustomError("id_text", "must be a text without halves of characters")
    return str(value)


class GivenFile(BaseModel):
    """A file of this machine that comes with a message."""

    path: Annotated[str, Field(min_length=1, max_length=4096)]
    content_type: Annotated[str, Field(max_length=200)] = ""


class Request(BaseModel):
    """A line of the protocol."""

    model_config = ConfigDict(extra="ignore")

    conversation: Annotated[str, Field(min_length=1, max_length=1000)]
    text: str | None = None
    id: Annotated[str, BeforeValidator(_message_id), Field(max_length=10_000)] | None = None
    action: str | None = None
    sender: Annotated[str, Field(pattern=r"^\+[1-9][0-9]{5,14}$")] | None = None
    attachments: Annotated[list[GivenFile], Field(max_length=FILES_A_MESSAGE)] = []
    now: datetime | None = None
    channel: Literal["webchat", "telegram", "whatsapp", "sms", "voice"] = "webchat"


def run(
    lines: Iterable[bytes], out: TextIO, switchboard: Switchboard, zone: ZoneInfo, uploads: Uploads | None = None
) -> None:
    """Answer every line until there are no more. Files are copied to `uploads`; without it none are taken."""
    for line in lines:
        if line.strip():
            out.write(json.dumps(answer(line, switchboard, zone, uploads), ensure_ascii=True) + "\n")
            out.flush()


def answer(line: bytes, switchboard: Switchboard, zone: ZoneInfo, uploads: Uploads | None = None) -> dict[str, Any]:
    """The answer to one line; an error for a line that is not valid."""
    begun = time.perf_counter()
    try:
        given = parse(line)
    except ValueError as error:
        return {"error": str(error), "id": None}
    given_id = _plain(given.get("id"))
    try:
        # null is how some programs write what they leave out
        request = Request.model_validate({name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return {"error": f"{where}: {first['msg']}", "id": given_id}
    if request.text is None and request.action is None and not request.attachments:
        return {"error": "text: is required", "id": given_id}
    given_clock = _clock(request, zone)
    if given_clock is not None and not EARLIEST <= given_clock < LATEST:
        return {"error": f"now: must lie between {EARLIEST:%Y} and {LATEST:%Y}", "id": given_id}
    said = switchboard.put_through(message(request, zone, uploads))
    return {
        "conversation": request.conversation,
        "id": given_id,
        "replies": [_as_promised(reply) for reply in said.replies],
        "state": said.state,
        "events": said.events,
        "ms": round((time.perf_counter() - begun) * 1000, 2),
    }


_OF_CHANNELS = frozenset({"wants", "replaces", "spoken"})


def _as_promised(reply: dict[str, Any]) -> dict[str, Any]:
    """A reply as the protocol has it, without what only some channels can use."""
    choices = [{"label": choice["label"], "value": choice["value"]} for choice in reply["choices"]]
    return {name: reply[name] for name in reply if name not in _OF_CHANNELS} | {"choices": choices}


def _plain(value: object) -> str | int | None:
    return value if isinstance(value, str | int) else None


def message(request: Request, zone: ZoneInfo, uploads: Uploads | None = None) -> InboundMessage:
    """The request as the desk takes it; a time without an offset is the hospital's."""
    external_id = request.id if request.id is not None else uuid.uuid4().hex
    return InboundMessage(
        channel=request.channel,
        conversation=request.conversation,
        external_id=f"{request.conversation}\x1f{external_id}",
        kind=_kind(request),
        text=storable(request.text or ""),
        choice=storable(request.action) if request.action is not None else None,
        sender=request.sender,
        is_vouched=request.sender is not None and request.channel != "voice",
        attachments=tuple(_taken(file, uploads) for file in request.attachments),
        received_at=datetime.now(UTC),
        clock=_clock(request, zone),
    )


def _kind(request: Request) -> Kind:
    if request.action is not None:
        return Kind.CHOICE
    return Kind.ATTACHMENT if request.attachments and not (request.text or "").strip() else Kind.TEXT


def _taken(file: GivenFile, uploads: Uploads | None) -> Attachment:
    if uploads is None:
        return files.refused(file.path, UploadProblem.NO_ROOM)
    return files.take(uploads, storable(file.path), file.content_type)


def _clock(request: Request, zone: ZoneInfo) -> datetime | None:
    if request.now is None or request.now.tzinfo is not None:
        return request.now
    return request.now.replace(tzinfo=zone)
