"""Our description of the vendor's API, by which requests and updates are judged."""

import json
import os
from pathlib import Path

import pytest

from tests.services.telegram.description import NotAsDescribedError, api, check, check_request, derived

FULL = "FRONTDESK_TELEGRAM_API"


if FULL in os.environ:

    def test_it_is_what_the_whole_description_says():
        assert derived(json.loads(Path(os.environ[FULL]).read_text())) == api()


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("sendMessage", {"chat_id": 1}),
        ("sendMessage", {"chat_id": 1, "text": "x", "colour": "red"}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [{"text": "a"}]}}),
        ("sendPigeon", {}),
        ("getMe", {"x": 1}),
    ],
)
def test_a_request_that_the_vendor_would_refuse_is_seen(method, given):
    with pytest.raises(NotAsDescribedError):
        check_request(method, given)


def test_an_update_that_lacks_something_is_seen():
    with pytest.raises(NotAsDescribedError):
        check("Update", {"update_id": 1, "callback_query": {"id": "1", "data": "x"}})
