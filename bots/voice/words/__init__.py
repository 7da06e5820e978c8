"""What the phone itself says, beside the desk's replies: one file a language."""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """A sentence of the phone's."""

    OPTION = "option"
    OPTION_HASH = "option_hash"
    MORE = "more"
    NO_MORE = "no_more"
    KEY_BIRTH_DAY_FIRST = "key_birth_day_first"
    KEY_BIRTH_MONTH_FIRST = "key_birth_month_first"
    KEY_CODE = "key_code"
    KEY_NUMBER = "key_number"
    KEY_DAY_DAY_FIRST = "key_day_day_first"
    KEY_DAY_MONTH_FIRST = "key_day_month_first"
    I_HEARD = "i_heard"
    SAY_AGAIN = "say_again"
    NOT_AN_OPTION = "not_an_option"
    ANYTHING_ELSE = "anything_else"
    SLOWER = "slower"
    STILL_THERE = "still_there"
    CANNOT_HEAR = "cannot_hear"
    GOODBYE = "goodbye"
    CALL_AGAIN = "call_again"
    ONE_MOMENT = "one_moment"
    PUTTING_THROUGH = "putting_through"
    NOBODY_ANSWERED = "nobody_answered"
    AWAY = "away"
    AWAY_NO_PHONE = "away_no_phone"
    TOO_LONG = "too_long"
    THIS_LANGUAGE = "this_language"
    LANGUAGE_PLEASE = "language_please"


COMMANDS = ("repeat", "slower", "more", "later")
"""What is said to the phone and not to the desk."""
