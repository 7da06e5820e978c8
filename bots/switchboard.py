"""The one door for every channel: a message in, its answer out, and a sentence instead of an error.

While the database is away, messages are kept in the spool; the person is told that they were received, and gets the
answer when they ask again or look at the conversation later.
"""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable

import structlog

from conversation.breaker import Breaker
from conversation.engine import Engine
from conversation.messages import Answer, InboundMessage
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from conversation.receiving import NoAnswerError
from conversation.spool import AwayError, Spool, SpoolFullError
from hospital.inbox import Received

log = structlog.get_logger("switchboard")
AWAY_SECONDS = 2.0
"""How long the database is left alone after it could not be reached; then one message tries it."""
PATIENCE_SECONDS = 3.0
"""So long, while it is left alone, somebody on the phone is kept waiting before they are turned away."""


class UnansweredError(Exception):
    """Somebody who waits on the line gets no answer now. `words` are an emergency's, to be said all the same."""

    def __init__(self, words: str | None) -> None:
        super().__init__("no answer now")
        self.words = words


class Switchboard:
    """Hands messages to the engine. Whatever goes wrong inside, the person gets a sentence and a reference."""

    def __init__(self, engine: Engine, spool: Spool | None = None) -> None:
        self._engine = engine
        self._spool = spool
        self._breaker = Breaker(AWAY_SECONDS)
        self._written_at = -math.inf
        self.on_late: Callable[[int], None] = lambda conversation_id: None
        """Told of the conversation of each message that was kept for a while and is written down at last."""

    def put_through(self, message: InboundMessage, language: str = "en") -> Answer:
        """The answer to a message; an apology with a reference when there is none."""
        if not self._breaker.lets_through():
            return self._keep(message, language)
        try:
            answer = self._answer(message)
        except NoAnswerError:
            log.warning("turn_takes_long", channel=message.channel)
            urgent = self._engine.urgent_words(message, language)
            answer = _say(urgent or Voice(language).say(Say.KEPT_FOR_LATER), is_kept=True)
        except AwayError:
            self._breaker.trip()
            log.warning("database_away", channel=message.channel)
            return self._keep(message, language)
        except Exception as error:
            answer = self._apologise(message, language, error)
        self._breaker.reset()
        return answer

    def answer_now(self, message: InboundMessage, language: str = "en") -> Answer:
        """The answer for somebody who waits on the line: nothing is kept for later. Raises UnansweredError."""
        words = self._engine.urgent_words(message, language)
        # a call is lost when it is turned away: a moment's trouble is waited out, unless help cannot wait
        if not self._lets_through(0.0 if words else PATIENCE_SECONDS):
            raise UnansweredError(words)
        try:
            answer = self._answer(message)
        except (NoAnswerError, AwayError) as error:
            if isinstance(error, AwayError):
                self._breaker.trip()
            log.warning("call_unanswered", reason=type(error).__name__)
            raise UnansweredError(words) from error
        except Exception as error:
            answer = self._apologise(message, language, error)
        self._breaker.reset()
        return answer

    def _lets_through(self, seconds: float) -> bool:
        give_up_at = time.monotonic() + seconds
        while not (may := self._breaker.lets_through()) and time.monotonic() < give_up_at:
            time.sleep(0.05)
        return may

    def hold(self, message: InboundMessage) -> bool:
        """Write a message down whose turn is to wait for the rest of it; False when that cannot be done now."""
        if not self._breaker.lets_through() or (self._spool is not None and self._spool.is_waiting):
            return False
        try:
            self._engine.hold(message)
        except AwayError:
            self._breaker.trip()
            return False
        except Exception as error:
            # the ordinary way finds out, and says so
            log.error("hold_failed", channel=message.channel, exc_info=error)
            return False
        self._breaker.reset()
        return True

    # --- push channels: the answer goes its own way ----------------------------------------------

    def may_note(self) -> bool:
        """Whether to try writing down; whoever is told so says what came of it, by `note` or `is_away`."""
        return self._breaker.lets_through()

    def is_away(self) -> None:
        """The database did not take a message in time: leave it alone for a while."""
        self._breaker.trip()

    def is_getting_through(self, seconds: float) -> bool:
        """Whether a message was written down in the last so many seconds."""
        return time.monotonic() - self._written_at < seconds

    def note(self, message: InboundMessage, *, is_held: bool = False) -> Received:
        """Write a message down, after those that waited for the database. Raises AwayError.

        `is_held`: its turn waits for more that belongs to it.
        """
        self._drain_own()
        received = self._engine.hold(message) if is_held else self._engine.note(message)
        self._is_written()
        return received

    def keep(self, *messages: InboundMessage) -> bool:
        """Keep messages until they can be written down; False when that cannot be done."""
        try:
            if self._spool is None:
                raise SpoolFullError
            self._spool.append(*messages)
        except SpoolFullError as error:
            log.error("messages_not_kept", count=len(messages), channel=messages[0].channel, exc_info=error)
            return False
        return True

    def urgent_words(self, message: InboundMessage) -> str | None:
        """What to say to an emergency at once while nothing can be written down."""
        return self._engine.urgent_words(message, message.language or "en")

    def _answer(self, message: InboundMessage) -> Answer:
        self._drain_own()
        return self._engine.handle(message)

    def _drain_own(self) -> None:
        if self._spool is not None and self._spool.is_waiting:
            self._spool.drain(self._note_late)

    def _note_late(self, message: InboundMessage) -> None:
        received = self._engine.note(message)
        self._is_written()
        self.on_late(received.conversation_id)

    def _is_written(self) -> None:
        self._written_at = time.monotonic()
        self._breaker.reset()

    def drain(self) -> int:
        """Write down what was kept while the database was away, also by processes that are gone; how many messages."""
        if self._spool is None or not self._breaker.lets_through():
            return 0
        try:
            done = self._spool.drain_left(self._note_late)
        except AwayError:
            self._breaker.trip()
            return 0
        self._breaker.reset()
        return done

    def has_all_written_down(self) -> bool:
        """Whether every message that was taken is in the records, so that these tell what came with it."""
        return self._spool is None or self._spool.is_empty()

    def _keep(self, message: InboundMessage, language: str) -> Answer:
        urgent = self._engine.urgent_words(message, language)
        try:
            if self._spool is None:
                raise SpoolFullError
            self._spool.append(message)
        except SpoolFullError as error:
            return _say(urgent) if urgent else self._apologise(message, language, error)
        return _say(urgent or Voice(language).say(Say.KEPT_FOR_LATER), is_kept=True)

    def _apologise(self, message: InboundMessage, language: str, error: Exception) -> Answer:
        urgent = self._engine.urgent_words(message, language)
        reference = secrets.token_hex(4).upper()
        log.error("turn_failed", reference=reference, channel=message.channel, exc_info=error)
        voice = Voice(language, is_spoken=message.channel == "voice")
        return _say(urgent or voice.say(Say.APOLOGY, {"reference": reference}))


def _say(words: str, *, is_kept: bool = False) -> Answer:
    return Answer([{"text": words, "choices": [], "attachments": []}], state={}, events=[], is_kept=is_kept)
