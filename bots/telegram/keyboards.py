"""Buttons under a message, and what stands on and behind them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from conversation.messages import Option

DATA_BYTES = 64
"""What the vendor keeps behind a button."""
VALUE, DIGEST, LANGUAGE = "=", "#", "@"
"""How the data behind a button begins: a choice's value, the digest of a longer one, a language to go on in."""
ROW_CHARACTERS, ROW_BUTTONS = 28, 3
"""Short labels stand side by side."""


def data_of(value: str) -> str:
    """What is put behind the button of a choice: its value, or where that is too long a digest of it."""
    data = VALUE + value
    return data if len(data.encode()) <= DATA_BYTES else digest_of(value)


def digest_of(value: str) -> str:
    """A digest that stands for a value; it is found again among what was sent in the conversation."""
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).digest()
    return DIGEST + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def value_of(digest: str, sent: Iterable[str]) -> str | None:
    """The value that a digest stands for, of those that were sent."""
    return next((value for value in sent if digest_of(value) == digest), None)


def of_choices(options: Sequence[Option]) -> InlineKeyboardMarkup | None:
    """The buttons of a reply; None when it offers nothing."""
    if not options:
        return None
    return _in_rows([InlineKeyboardButton(option.label, callback_data=data_of(option.value)) for option in options])


def of_languages(names: Sequence[tuple[str, str]]) -> InlineKeyboardMarkup:
    """A button for each language, given as (code, name)."""
    return _in_rows([InlineKeyboardButton(name, callback_data=LANGUAGE + code) for code, name in names])


def own_number(label: str) -> ReplyKeyboardMarkup:
    """A button by which a person hands over their own number, instead of typing it."""
    button = KeyboardButton(label, request_contact=True)
    return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)


def label_of(keyboard: InlineKeyboardMarkup | None, data: str) -> str | None:
    """What stands on the button with this data."""
    rows = keyboard.inline_keyboard if keyboard is not None else ()
    return next((button.text for row in rows for button in row if button.callback_data == data), None)


def _in_rows(buttons: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    rows: list[list[InlineKeyboardButton]] = []
    room = 0
    for button in buttons:
        if rows and len(button.text) <= room and len(rows[-1]) < ROW_BUTTONS:
            rows[-1].append(button)
            room -= len(button.text)
        else:
            rows.append([button])
            room = ROW_CHARACTERS - len(button.text)
    return InlineKeyboardMarkup(rows)
