"""What replaces a pressed message comes after its mark, however soon the answer is there."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Any

import pytest
from telegram import Update

from bots.telegram.presses import Presses

PRESSED = {
    "update_id": 1,
    "callback_query": {
        "id": "1",
        "chat_instance": "1",
        "from": {"id": 5, "is_bot": False, "first_name": "Ines"},
        "data": "=2.1",
        "message": {
            "message_id": 9,
            "date": 1,
            "chat": {"id": 5, "type": "private"},
            "text": "Which?",
            "reply_markup": {"inline_keyboard": [[{"text": "This", "callback_data": "=2.1"}]]},
        },
    },
}


class Line:
    """Begins requests, which end when the test says so."""

    def __init__(self) -> None:
        self.begun: list[Future[None]] = []

    def begin(self, ask: Any) -> Future[None]:
        self.begun.append(Future())
        return self.begun[-1]


@pytest.mark.parametrize("is_taken", [True, False])
def test_an_answer_that_is_there_before_the_press_is_taken_waits_for_the_mark(is_taken: bool) -> None:
    async def work() -> None:
        line = Line()
        presses = Presses(line)  # type: ignore[arg-type]
        query = Update.de_json(PRESSED, None).callback_query
        assert query is not None
        with presses.marking(query) as mark:
            replacing = asyncio.ensure_future(presses.settled("5", 9))
            await asyncio.sleep(0.02)
            assert not replacing.done()
            if is_taken:
                mark()
        await asyncio.sleep(0.02)
        assert replacing.done() is not is_taken
        for each in line.begun:
            each.set_result(None)
        await asyncio.wait_for(replacing, 5)
        assert len(line.begun) == is_taken

    asyncio.run(work())
