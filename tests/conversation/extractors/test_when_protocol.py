"""The `when` object of the `extract` command, and that no text can hold up its reader."""

from typing import Any

import pytest

from conversation.extractors.dates.protocol import as_protocol
from conversation.extractors.entities import Context
from conversation.extractors.text import Message
from conversation.extractors.when import find_whens
from tests.conversation.extractors.when_reading import MONDAY, whens


def answer(said: str) -> dict[str, Any]:
    found = as_protocol(whens(said), MONDAY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("said", "start", "end", "side", "grain"),
    [
        ("Friday at 2pm", "2026-06-12T14:00:00", None, None, "minute"),
        ("Friday", "2026-06-12", None, None, "day"),
        ("at 2pm", "14:00", None, None, "minute"),
        ("between 2 and 4pm", "14:00", "16:00", None, "minute"),
        ("tomorrow morning", "2026-06-09T08:00:00", "2026-06-09T12:00:00", None, "hour"),
        ("tonight", "2026-06-08T20:00:00", "2026-06-09T00:00:00", None, "hour"),
        ("next week", "2026-06-15", "2026-06-22", None, "week"),
        ("after 8 pm", "20:00", None, "end", "minute"),
        ("before noon", None, "12:00", "start", "minute"),
        ("tomorrow before noon", None, "2026-06-09T12:00:00", "start", "minute"),
        ("before the 20th", None, "2026-06-20", "start", "day"),
        ("asap", "2026-06-08T09:00:00", None, "end", "minute"),
    ],
)
def test_bounds_and_grain(said: str, start: str | None, end: str | None, side: str | None, grain: str) -> None:
    found = answer(said)
    assert (found["start"], found["end"], found["open"], found["grain"]) == (start, end, side, grain)


def test_the_other_reading_is_told() -> None:
    found = answer("around 06/07")
    assert (found["start"], found["approximate"]) == ("2026-07-06", True)
    assert [reading["start"] for reading in found["alternatives"]] == ["2027-06-07"]


@pytest.mark.parametrize("said", ["hello", "not on Friday", "something earlier"])
def test_null_where_no_time_is_meant(said: str) -> None:
    assert as_protocol(whens(said), MONDAY) is None


@pytest.mark.parametrize(
    "piece",
    [
        "at 3 ",
        "next ",
        "1 ",
        "1-",
        "1:",
        "1/",
        "from 3 to ",
        "Monday or ",
        "the ",
        "a@",
        "+1 (2) ",
        "half past ",
        "20 ",
        "twenty ",
    ],
)
def test_hostile_text_stays_cheap(piece: str) -> None:
    """Work is counted, not clocked: a second is far beyond what any machine needs for the bounded reading."""
    import time

    message = Message.read(piece * (100_000 // len(piece)))
    find_whens(message, Context(now=MONDAY))
    begun = time.process_time()
    find_whens(message, Context(now=MONDAY, question="time"))
    assert time.process_time() - begun < 1


def test_reading_twice_gives_the_same() -> None:
    said = "Friday at 10... no, at 11, or Saturday morning"
    assert whens(said) == whens(said)
