"""The one door for every channel: a message in, its answer out, and a sentence instead of an error."""

from __future__ import annotations

import secrets

import structlog

from conversation.engine import Engine
from conversation.messages import Answer, InboundMessage
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice

log = structlog.get_logger("switchboard")


class Switchboard:
    """Hands messages to the engine. Whatever goes wrong inside, the person gets a sentence and a reference."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put_through(self, message: InboundMessage, language: str = "en") -> Answer:
        """The answer to a message; an apology with a reference when there is none."""
        try:
            return self._engine.handle(message)
        except Exception as error:
            reference = secrets.token_hex(4).upper()
            # the type alone: an exception's text may quote what somebody wrote
            log.error(
                "turn_failed", reference=reference, channel=message.channel, error=type(error).__name__, exc_info=True
            )
            words = Voice(language).say(Say.APOLOGY, {"reference": reference})
            return Answer(replies=[{"text": words, "choices": [], "attachments": []}], state={}, events=[])
