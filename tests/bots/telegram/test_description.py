"""Our description of the vendor's API, by which requests and updates are judged."""

import json
import os
from pathlib import Path

import pytest

from tests.services.telegram.description import NotAsDescribedError, api, check, check_request, derived

FULL = "FRONTDESK_TELEGRAM_API"


def buttons(**does):
    return {"inline_keyboard": [[{"text": "a", **does}]]}


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
        ("sendMessage", {"chat_id": 1, "text": ""}),
        ("sendMessage", {"chat_id": 1, "text": "x" * 4097}),
        ("sendMessage", {"chat_id": 1, "text": "👋" * 2049}),
        ("sendMessage", {"chat_id": 1, "text": 5}),
        ("sendMessage", {"chat_id": 2**52, "text": "x"}),
        ("sendMessage", {"chat_id": 1, "text": "x", "disable_notification": 1}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": buttons(callback_data="")}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": buttons(callback_data="x" * 65)}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": buttons(callback_data="é" * 33)}),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": buttons()}),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": buttons(callback_data="x", url="https://a.example")},
        ),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": {"remove_keyboard": 1}}),
        ("editMessageText", {"chat_id": 1, "message_id": 1, "text": "x" * 4097}),
        ("editMessageReplyMarkup", {"chat_id": 1, "message_id": 1, "reply_markup": buttons(callback_data="x" * 65)}),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}),
        ("sendPhoto", {"chat_id": 1, "photo": "f", "caption": "x" * 1025}),
        ("sendDocument", {"chat_id": 1, "document": "f", "caption": "👋" * 513}),
        ("getUpdates", {"limit": 101}),
        ("setWebhook", {"url": "https://a.example", "max_connections": 0}),
        ("setWebhook", {"url": "https://a.example", "secret_token": "x" * 257}),
        ("setMyCommands", {"commands": [{"command": "x" * 33, "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "x", "description": "x" * 257}]}),
        ("setMyCommands", {"commands": [{"command": "x", "description": "x"}] * 101}),
    ],
)
def test_a_request_that_the_vendor_would_refuse_is_seen(method, given):
    with pytest.raises(NotAsDescribedError):
        check_request(method, given)


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("sendMessage", {"chat_id": 1, "text": "x" * 4096, "reply_markup": buttons(callback_data="x" * 64)}),
        ("sendMessage", {"chat_id": -(2**52) + 1, "text": "👋" * 2048}),
        ("sendPhoto", {"chat_id": 1, "photo": "f", "caption": "x" * 1024}),
        ("getUpdates", {"limit": 100, "timeout": 0}),
        ("setMyCommands", {"commands": [{"command": "x" * 32, "description": "x" * 256}] * 100}),
    ],
)
def test_a_request_that_just_fits_is_fine(method, given):
    check_request(method, given)


def test_an_update_that_lacks_something_is_seen():
    with pytest.raises(NotAsDescribedError):
        check("Update", {"update_id": 1, "callback_query": {"id": "1", "data": "x"}})
