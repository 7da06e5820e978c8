"""What the log says of an error: its kinds and places, never its words, which may quote a patient."""

from __future__ import annotations

import json

from doors.logs import without_messages


def test_an_error_is_logged_by_kind_and_place_without_a_word_of_it() -> None:
    try:
        try:
            raise KeyError("my wife is pregnant")
        except KeyError as error:
            raise ValueError("cannot read: my wife is pregnant") from error
    except ValueError as error:
        logged = without_messages(None, "error", {"event": "turn_failed", "reference": "A1", "exc_info": error})
    assert (logged["event"], logged["reference"], logged["error"]) == ("turn_failed", "A1", "ValueError < KeyError")
    assert "test_logs.py" in logged["where"][-1]
    assert "pregnant" not in json.dumps(logged)
