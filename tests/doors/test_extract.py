"""The `extract` protocol: a line in, a line out, whatever the line."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from doors.extract import run

PATEL = {"id": "patel", "name": "Dr Asha Patel", "speciality": "Cardiology"}


def ask(*requests: Any) -> list[dict[str, Any]]:
    out = io.StringIO()
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in requests]
    run((line + b"\n" for line in lines), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_request_is_answered_in_full() -> None:
    (answer,) = ask(
        {
            "id": "1", "conversation_id": "k", "text": "Dr Patel next Monday around 2 pm please",
            "previous_bot_text": "Which day?",
            "now": "2026-03-05T09:00:00", "timezone": "Europe/Dublin", "doctors": [PATEL],
        }
    )  # fmt: skip
    ms = answer.pop("ms")
    assert ms >= 0
    assert answer == {
        "id": "1",
        "intent": "book",
        "fields": {
            "doctor_name": "Dr Asha Patel",
            "doctor_id": "patel",
            "slot_date": "2026-03-09",
            "slot_time": "14:00",
        },
        "when": {
            "start": "2026-03-09T14:00:00",
            "end": None,
            "open": None,
            "grain": "minute",
            "approximate": True,
            "alternatives": [],
        },
        "ambiguous": {},
        "specialities": [],
        "language": "en",
        "emergency": False,
    }


def test_only_id_and_text_are_needed() -> None:
    (answer,) = ask({"id": "7", "text": "my tooth hurts"})
    assert answer["id"] == "7"
    assert answer["specialities"][0] == "dentistry"
    assert answer["when"] is None


def test_conversations_are_remembered_apart() -> None:
    offer = "I have Dr Asha Patel on 9 March at 10:00."
    _, yes, other = ask(
        {"id": "1", "conversation_id": "a", "text": "hello", "now": "2026-03-05T09:00:00", "doctors": [PATEL]},
        {
            "id": "2",
            "conversation_id": "a",
            "text": "yes please",
            "previous_bot_text": offer,
            "now": "2026-03-05T09:00:00",
            "doctors": [PATEL],
        },
        {"id": "3", "conversation_id": "b", "text": "yes please", "now": "2026-03-05T09:00:00", "doctors": [PATEL]},
    )
    assert yes["fields"] == {
        "doctor_name": "Dr Asha Patel",
        "doctor_id": "patel",
        "slot_date": "2026-03-09",
        "slot_time": "10:00",
    }
    assert other["fields"] == {}


@pytest.mark.parametrize(
    "line",
    [
        b"not json", b"[]", b"1", b'"x"', b"{}", b'{"id": "9"}', b'{"id": "9", "text": 5}',
        b'{"id": "9", "text": "x", "now": "soon"}', b"\xff\xfe\x00",
        b'{"id": "9", "text": "x", "doctors": 3}', b'{"id": "9", "text": "x", "previous_bot_text": []}',
        b'{"id": "9", "text": "x", "doctors": [1]}', b"[" * 100_000,
    ],
    ids=range(13),
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_answered_with_an_error_and_the_next_goes_on(line: bytes) -> None:
    bad, good = ask(line, {"id": "2", "text": "hello"})
    assert set(bad) == {"error", "id"}
    assert bad["id"] in (None, "9")
    assert good["intent"] == "greeting"


def test_any_characters_go_in_and_come_out() -> None:
    odd = "caf\u00e9 \U0001f44d \x00 \u202e"
    (answer, lone) = ask({"id": odd, "text": odd}, b'{"id": "5", "text": "\\ud800 hi"}')
    assert answer["id"] == odd
    assert lone["id"] == "5"


def test_empty_lines_are_passed_over() -> None:
    assert len(ask(b"", {"id": "1", "text": "hi"}, b"   ")) == 1


def test_an_emergency_is_flagged() -> None:
    (answer,) = ask({"id": "1", "text": "I have chest pain right now"})
    assert answer["emergency"] is True


def test_times_with_an_offset_are_read_as_wall_clock() -> None:
    (answer,) = ask({"id": "1", "text": "tomorrow at 10", "now": "2026-03-05T09:00:00+00:00"})
    assert answer["fields"]["slot_date"] == "2026-03-06"


@pytest.mark.parametrize(
    "fields",
    [
        {"now": "9999-12-31T23:59:59"},
        {"now": "0001-01-01T00:00:00"},
        {"now": "31 February"},
        {"now": 5},
        {"timezone": "Europe/Atlantis"},
        {"timezone": []},
        {"doctors": "Dr Patel"},
        {"text": 5},
    ],
)
def test_a_field_that_cannot_be_meant_is_refused_and_the_run_goes_on(fields: dict[str, Any]) -> None:
    refused, served = ask({"id": "1", "text": "in two weeks", **fields}, {"id": "2", "text": "tomorrow"})
    assert refused["id"] == "1" and next(iter(fields)) in refused["error"]
    assert served["fields"]


def test_a_line_that_cannot_be_worked_on_costs_no_other_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def hear(*_: object) -> None:
        raise OverflowError

    with monkeypatch.context() as patch:
        patch.setattr("conversation.extractors.memory.Conversation.hear", hear)
        (refused,) = ask({"id": "1", "text": "hello"})
    assert refused["id"] == "1" and "could not be understood" in refused["error"]


def test_a_clock_of_another_zone_is_told_in_the_hospitals() -> None:
    given = {"id": "1", "text": "tomorrow", "now": "2026-03-05T23:30:00Z"}
    here, there = ask({**given, "timezone": "Europe/Dublin"}, {**given, "timezone": "Asia/Tokyo"})
    assert here["fields"] == {"slot_date": "2026-03-06"}
    assert there["fields"] == {"slot_date": "2026-03-07"}


@pytest.mark.parametrize("line", [b"[" * 100_000, b"\xff\xfe", b'{"id": ' + b"9" * 10_000 + b"}", b"null"])
def test_what_is_not_a_json_object_is_told_in_plain_words(line: bytes) -> None:
    (refused,) = ask(line)
    assert refused["error"] in ("the line is not valid JSON", "the line is not a JSON object")


def test_a_line_longer_than_any_message_is_refused_and_the_next_is_answered() -> None:
    endless = b'{"id": "1", "text": "' + b"a" * 1_000_000 + b'"}'
    refused, answered = ask(endless, {"id": "2", "text": "hello"})
    assert "longer than" in refused["error"] and answered["intent"] == "greeting"
