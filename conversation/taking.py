"""What waits in a conversation, as the one message that its next turn takes."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from conversation.apologies import is_urgent
from conversation.messages import InboundMessage, Kind, Media
from hospital.threads import Thread, Waiting


def together(waiting: Sequence[Waiting]) -> tuple[InboundMessage, Sequence[Waiting]]:
    """The messages to take as one: texts that came while a turn ran are one thought; a tap stands alone.

    So does whatever was in a turn that failed: of several, one is to blame.
    """
    messages = [InboundMessage.model_validate_json(each.payload) for each in waiting]
    first = messages[0]
    if first.kind is not Kind.TEXT or waiting[0].tries:
        return first, waiting[:1]
    count = 1
    while count < len(messages) and not waiting[count].tries and _belongs(first, messages[count]):
        count += 1
    taken = messages[:count]
    text = "\n".join(message.text for message in taken)
    attachments = tuple(attachment for message in taken for attachment in message.attachments)
    media = tuple(each for message in taken for each in message.media)
    return taken[-1].model_copy(update={"text": text, "attachments": attachments, "media": media}), waiting[:count]


def urgent_first(waiting: Sequence[Waiting]) -> tuple[InboundMessage, Sequence[Waiting]]:
    """The messages to take as one, as `together`; but what tells of an emergency waits for none before it."""
    message, taken = together(waiting)
    if len(taken) == len(waiting) or is_urgent(message):
        return message, taken
    for later in waiting[len(taken) :]:
        if is_urgent_payload(later.payload):
            return InboundMessage.model_validate_json(later.payload), [later]
    return message, taken


def is_urgent_payload(payload: str) -> bool:
    """Whether a message, as the inbox keeps it, is words that tell of an emergency."""
    if not is_readable(payload):
        return False
    message = InboundMessage.model_validate_json(payload)
    return message.kind is Kind.TEXT and is_urgent(message)


def only_files(message: InboundMessage, media: Sequence[Media]) -> InboundMessage:
    """What is left of a message whose words were answered before its files had come in: a message of its own."""
    left = {"text": "", "media": tuple(media), "attachments": (), "external_id": f"{message.external_id}:files"}
    return message.model_copy(update=left)


def _belongs(first: InboundMessage, later: InboundMessage) -> bool:
    """Whether a later message goes on with the first: the same person's words, at the same clock."""
    return later.kind is Kind.TEXT and (later.clock, later.sender, later.is_vouched) == (
        first.clock,
        first.sender,
        first.is_vouched,
    )


def unreadable(waiting: Sequence[Waiting]) -> list[Waiting]:
    """Messages that another version wrote and this one cannot read."""
    return [each for each in waiting if not is_readable(each.payload)]


def clocked(thread: Thread) -> InboundMessage | None:
    """The first message, if it may bring a clock of its own: most are told without reading them."""
    payload = thread.waiting[0].payload
    if '"clock":null' in payload or not is_readable(payload):
        return None
    return InboundMessage.model_validate_json(payload)


def is_readable(payload: str) -> bool:
    """Whether this version can read a message."""
    try:
        InboundMessage.model_validate_json(payload)
    except ValidationError:
        return False
    return True
