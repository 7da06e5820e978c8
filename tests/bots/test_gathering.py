"""How long somebody in the middle of a sentence is waited for, by a clock that goes as fast as the test."""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest

from bots.gathering import LONGEST_SECONDS, QUIET_SECONDS, Gatherer
from conversation.messages import InboundMessage, Kind
from tests.services import loops


class QuickLoop(asyncio.SelectorEventLoop):
    """An event loop whose time goes by while it has nothing to do, and not otherwise."""

    def __init__(self) -> None:
        self.now = 0.0
        loop = self

        class Selector(selectors.DefaultSelector):
            def select(self, timeout: float | None = None) -> Any:
                loop.now += timeout or 0.0
                return super().select(0)

        super().__init__(Selector())

    def time(self) -> float:
        return self.now


def run(work: Coroutine[Any, Any, None]) -> None:
    loops.run(work, QuickLoop)


def message(text: str, conversation: str = "a", kind: Kind = Kind.TEXT) -> InboundMessage:
    return InboundMessage(
        channel="webchat", conversation=conversation, external_id=text, kind=kind, text=text,
        received_at=datetime(2026, 11, 24, tzinfo=UTC),
    )  # fmt: skip


def now() -> float:
    return asyncio.get_running_loop().time()


def test_pieces_are_taken_together_a_moment_after_the_last_one():
    async def work() -> None:
        gatherer = Gatherer()
        first = gatherer.add(message("I need a"))
        assert first is not None
        await asyncio.sleep(1.2)
        assert gatherer.add(message("cardiologist")) is first
        await gatherer.until_due(first)
        assert now() == pytest.approx(1.2 + QUIET_SECONDS)
        assert gatherer.add(message("tomorrow after 3 pm")) is None, "that sentence is over"

    run(work())


def test_nobody_waits_longer_than_the_longest_however_many_pieces_come():
    async def work() -> None:
        gatherer = Gatherer()
        first = gatherer.add(message("I need a"))
        assert first is not None
        waiting = asyncio.ensure_future(gatherer.until_due(first))
        for _ in range(4):
            await asyncio.sleep(1.2)
            assert gatherer.add(message("and a")) is first
        await waiting
        assert now() == pytest.approx(LONGEST_SECONDS)

    run(work())


@pytest.mark.parametrize("text", ["Where can I park?", "please help, my father has chest pain and"])
def test_whole_sentences_and_emergencies_are_answered_at_once(text):
    async def work() -> None:
        assert Gatherer().add(message(text)) is None

    run(work())


def test_a_tap_and_another_conversation_belong_to_no_sentence():
    async def work() -> None:
        gatherer = Gatherer()
        assert gatherer.add(message("I need a")) is not None
        assert gatherer.add(message("", kind=Kind.CHOICE)) is None
        assert gatherer.add(message("cardiologist", conversation="b")) is None

    run(work())


def test_two_channels_that_call_theirs_the_same_are_apart():
    async def work() -> None:
        gatherer = Gatherer()
        first = gatherer.add(message("I need a"))
        other = message("I need a").model_copy(update={"channel": "telegram"})
        assert first is not None and gatherer.add(other) not in (None, first)

    run(work())
