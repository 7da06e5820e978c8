"""What a browser sends, read with a clock beside it: whatever does not arrive may be sent again."""

import asyncio
from typing import Any

import pytest
from starlette.requests import Request

from bots.webchat import requests
from bots.webchat.requests import BODY_LIMIT, RefusedError
from tests.services import loops
from web.pages import LONGEST_MESSAGE


def read(*received: dict[str, Any]) -> dict[str, Any]:
    """Read the body of a request that receives these, and then nothing more."""
    left = iter(received)

    async def receive() -> dict[str, Any]:
        given = next(left, None)
        if given is None:
            await asyncio.sleep(3600)
        return given or {}

    headers = [(b"content-type", b"application/json")]
    return loops.run(requests.read_object(Request({"type": "http", "method": "POST", "headers": headers}, receive)))


def test_a_body_that_drips_is_refused_in_a_way_that_is_tried_again(monkeypatch):
    monkeypatch.setattr(requests, "BODY_SECONDS", 0.1)
    with pytest.raises(RefusedError) as refused:
        read({"type": "http.request", "body": b'{"id"', "more_body": True})
    assert refused.value.status == 408


def test_so_is_one_whose_connection_broke():
    with pytest.raises(RefusedError) as refused:
        read({"type": "http.request", "body": b'{"id"', "more_body": True}, {"type": "http.disconnect"})
    assert refused.value.status == 408


def test_a_page_lets_through_no_more_than_the_desk_takes():
    assert LONGEST_MESSAGE + len('{"id": "", "text": }') + 64 < BODY_LIMIT
