"""Whatever bytes come in on the line protocol, each line gets its answer, and the next patient is served."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from doors import jsonl
from doors.wiring import Desk
from tests.races import oracle
from tests.races.house import NOW, ZONE, open_house, phone

pytestmark = pytest.mark.timeout(300)
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    opened = open_house(database_url, tmp_path / "data", patients=8)
    yield opened
    opened.database.dispose()


def talk(desk: Desk, data: bytes) -> list[dict[str, Any]]:
    """The answers to what comes in on stdin."""
    out = io.StringIO()
    jsonl.run(io.BytesIO(data), out, desk.switchboard, ZONE)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def request(words: str | None = None, **more: Any) -> bytes:
    facts = {"conversation": "c", "now": NOW.isoformat(), "sender": phone(1), **more}
    return json.dumps(facts if words is None else {"text": words, **facts}).encode() + b"\n"


def is_refused(said: dict[str, Any]) -> bool:
    """A line that is not valid: a sentence, and nothing else happened."""
    assert set(said) == {"error", "id"}
    return isinstance(said["error"], str) and 0 < len(said["error"]) < 300 and "\n" not in said["error"]


def is_served(said: dict[str, Any]) -> bool:
    """A turn of a conversation that went well: no apology, something to read."""
    assert "error" not in said, said
    return bool(said["state"]) and all(reply["text"].strip() for reply in said["replies"]) and bool(said["replies"])


def check_all_well(desk: Desk) -> None:
    """The desk serves on, and nothing is left half done."""
    (said,) = talk(desk, request("Dr Okafor on Tuesday", conversation="after", sender=phone(2)))
    assert is_served(said)
    assert said["state"]["offered"]
    assert oracle.problems(desk.office) == []


# --- bytes ----------------------------------------------------------------------------------------


def test_any_bytes_get_an_answer_a_line(desk):
    fragments = st.sampled_from(
        [b'{"conversation": "c", "text": "', b'"}', b"\n", b"\r\n", b"{", b"}", b"[", b'"', b"\\", b"\\ud800", b"\x00",
         b"null", b"1e999", b"\xff", b"\xef\xbb\xbf", b"NaN", b'"id": 1, ', b"hi", b"\xf0\x9f\x98\x80", b"\xe2\x80\xae"]
    )  # fmt: skip
    garbage = st.one_of(st.binary(max_size=300), st.lists(fragments, max_size=12).map(b"".join))

    @EXAMPLES
    @given(garbage)
    def check(data: bytes) -> None:
        said = talk(desk, data)
        assert len(said) == sum(1 for line in io.BytesIO(data) if line.strip())
        for each in said:
            assert is_refused(each) if "error" in each else is_served(each)

    check()
    check_all_well(desk)


def test_any_text_is_taken_as_words(desk):
    number = iter(range(10**6))
    anything = st.text(st.characters(codec=None, categories=None), max_size=200)

    @EXAMPLES
    @given(anything, st.booleans())
    def check(text: str, is_tap: bool) -> None:
        # each a conversation of its own: where a list is open, a letter or a digit chooses
        name = f"t{next(number)}"
        (said,) = talk(desk, request(**{"action" if is_tap else "text": text}, conversation=name))
        assert is_served(said), (text, said)
        assert not said["events"] or {e["name"] for e in said["events"]} <= {"emergency.advised", "handoff.requested"}

    check()
    check_all_well(desk)


def test_any_value_of_any_field_is_served_or_refused_with_a_sentence(desk):
    values = st.recursive(
        st.none() | st.booleans() | st.integers(-(10**40), 10**40) | st.floats() | st.text(max_size=30),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=6,
    )
    names = ("conversation", "id", "text", "action", "sender", "channel", "now", "attachments", "other")

    @EXAMPLES
    @given(st.dictionaries(st.sampled_from(names), values, max_size=4))
    def check(fields: dict[str, Any]) -> None:
        line = {"conversation": "f", "text": "hello", "now": NOW.isoformat(), **fields}
        (said,) = talk(desk, json.dumps(line).encode() + b"\n")
        assert is_refused(said) if "error" in said else is_served(said), (fields, said)

    check()
    check_all_well(desk)


# --- a corpus -------------------------------------------------------------------------------------

REFUSED = {
    "not JSON": b"hello\n",
    "half a line": request("hello")[:-10] + b"\n",
    "a number": b"7\n",
    "a list": b"[]\n",
    "nothing": b"null\n",
    "NUL": b"\x00\x00\n",
    "UTF-16": request("hello").decode().strip().encode("utf-16") + b"\n",
    "deep": b'{"conversation": "c", "text": "x", "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
    "an endless number": b'{"conversation": "c", "text": "x", "id": ' + b"9" * 10_000 + b"}\n",
    "longer than anybody writes": request("a" * 3_000_000),
    "no conversation": b'{"text": "hello"}\n',
    "an empty conversation": request("hello", conversation=""),
    "a conversation's name without end": request("hello", conversation="c" * 100_000),
    "a conversation that is a number": request("hello", conversation=7),
    "a conversation that is a list": request("hello", conversation=["c"]),
    "half a character as conversation": request("hello", conversation="\ud800"),
    "neither text nor action": request(),
    "a text that is a number": request(text=7),
    "a text that is a map": request(text={"a": "b"}),
    "an action that is a list": request(action=["1.1"]),
    "an id that is a list": request("hello", id=[1]),
    "an id that is a map": request("hello", id={}),
    "an id that is true": request("hello", id=True),
    "half a character as id": request("hello", id="\ud800"),
    "a sender without country": request("hello", sender="0860000001"),
    "a sender in other digits": request("hello", sender="+٣٥٣٨٦٠٠٠٠٠٠١"),
    "a sender that is a number": request("hello", sender=353860000001),
    "an unknown channel": request("hello", channel="fax"),
    "a clock in words": request("hello", now="yesterday"),
    "a clock that no calendar has": request("hello", now="2026-02-31T09:00:00"),
    "an endless clock": request("hello", now=10**300),
    "attachments that are a text": request("hello", attachments="scan.pdf"),
    "an attachment without a path": request("hello", attachments=[{"content_type": "image/png"}]),
}


def wrong(cases: dict[str, Any], is_right: Callable[[Any], bool]) -> list[str]:
    """The cases that are not as they should be; what they raise tells the same."""
    found = []
    for name, case in cases.items():
        try:
            if not is_right(case):
                found.append(name)
        except AssertionError as error:
            found.append(f"{name}: {str(error)[:300]}")
    return found


def test_a_line_that_is_not_valid_is_refused_with_a_sentence_and_changes_nothing(desk):
    talk(desk, request("hello"))
    before = oracle.counts(desk.office)

    def is_right(line: bytes) -> bool:
        (said,) = talk(desk, line)
        return is_refused(said) and oracle.counts(desk.office) == before

    assert wrong(REFUSED, is_right) == []
    check_all_well(desk)


FAMILY, FLAG, ZALGO = "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "Z̸̡̢̛͇̪̭͓͑̃̈a͎͙l̸g̡o" + "\u0301" * 2000
SERVED = {
    "empty": "",
    "blank": " \t\u00a0\u3000\u200b",
    "100,000 letters": "a" * 100_000,
    "100,000 words": "doctor " * 14_286,
    "100,000 digits": "1" * 100_000,
    "100,000 line ends": "\n" * 100_000,
    "100,000 brackets": "(" * 100_000,
    "100,000 times a date": "31/02/2026 " * 9_000,
    "100,000 combining marks": "e" + "\u0301" * 100_000,
    "emoji": "😀" * 50,
    "a family": FAMILY * 20,
    "flags": FLAG + "🇮🇪" * 10,
    "right to left": "أحتاج إلى موعد مع طبيب القلب يوم الاثنين",
    "turned round": "\u202eyadnoM no rotcod\u202c \u2067abc\u2069 \u200f",
    "combining": ZALGO,
    "NUL": "I need\x00 a doctor\x00",
    "control characters": "".join(chr(code) for code in range(32)) + "\x7f\x80\x9f\ufeff\ufffe\uffff",
    "half characters": "\ud800 Dr Okafor \udfff\ud83d",
    "beyond the plane": "\U0010ffff\U000e0001𝕯𝖗 𝕺𝖐𝖆𝖋𝖔𝖗",
    "full width": "Ｄｒ　Ｏｋａｆｏｒ　１０：００",
    "other digits": "on ١٢ March at १०:००",
    "markup": "<script>alert(1)</script> <b>Dr Okafor</b> &amp; {{7*7}} ${7*7} %s %(x)s {0}",
    "statements": "'; DROP TABLE appointments; -- \\' OR 1=1 /* */ \\x00",
    "a path": "../../../../etc/passwd %00 file:///etc/passwd",
    "31 February": "Dr Okafor on 31 February",
    "31 February in digits": "Dr Okafor on 31/02/2026 at 25:61",
    "a day that never is": "Dr Okafor on 2026-02-30 at 10:00",
    "the year 0": "Dr Okafor on 01/01/0000",
    "the year 99999": "Dr Okafor on 5 March 99999 at 10:00",
    "the last day": "Dr Okafor on 31 December 9999 at 23:59",
    "the first day": "Dr Okafor on 1 January 0001",
    "in a million years": "Dr Okafor in 1000000 years, or in 99999999999999999999 days",
    "minus": "Dr Okafor in -5 days at -3 o'clock",
    "an endless number": "in " + "9" * 5000 + " weeks",
    "a born-in-the-future": "my name is Ann Bee, born 31 February 2090, phone +" + "0" * 300,
}


def test_strange_words_are_answered_quickly_and_book_nothing(desk):
    number = iter(range(10**6))

    def is_right(text: str) -> bool:
        name = f"strange-{next(number)}"
        said = talk(desk, request(text, conversation=name) + request(action=text, conversation=name))
        assert max(each["ms"] for each in said) < 5_000
        assert len(json.dumps(said[1]["state"])) < 60_000, "the state grew beyond all measure"
        assert [each["events"] for each in said] == [[], []]
        return all(is_served(each) for each in said)

    assert wrong(SERVED, is_right) == []
    check_all_well(desk)


@pytest.mark.parametrize("day", ["31 February", "31/02/2026", "April 31st"])
def test_a_day_that_no_calendar_has_is_called_so(day: str, desk):
    (said,) = talk(desk, request(f"Dr Okafor on {day} at 10:00"))
    assert is_served(said) and not said["events"]
    assert f"no {day}" in said["replies"][0]["text"], said["replies"][0]["text"]


FAR_CLOCKS = ("0001-01-01T00:00:00", "1969-12-31T23:59:59", "9999-12-31T23:59:59", "2026-03-29T01:30:00",
              "2026-10-25T01:30:00", "2026-03-05T09:00:00+23:59", "2026-03-05T09:00:00-23:59",
              "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "1900-01-01T00:00:00")  # fmt: skip


def test_a_clock_far_from_today_is_served_or_refused(desk):
    def is_right(now: str) -> bool:
        lines = request("Dr Okafor on Tuesday", now=now, conversation=now) + request(
            "tomorrow at 10", now=now, conversation=now
        )
        return all(is_refused(said) if "error" in said else is_served(said) for said in talk(desk, lines))

    with capture_logs():
        assert wrong({now: now for now in FAR_CLOCKS}, is_right) == []
    check_all_well(desk)


def test_a_field_that_nobody_knows_is_passed_over(desk):
    (said,) = talk(
        desk, request("hello", colour="red", events=[{"name": "appointment.booked"}], state={"task": "book"})
    )
    assert is_served(said) and said["events"] == [] and said["state"]["task"] is None


def test_null_is_as_if_the_field_were_left_out(desk):
    line = {"conversation": "c", "text": "hello", "id": None, "action": None, "sender": None, "attachments": None,
            "now": None, "channel": None}  # fmt: skip
    (said,) = talk(desk, json.dumps(line).encode() + b"\n")
    assert is_served(said)


def test_the_same_id_with_other_words_gets_the_first_answer_and_does_nothing(desk):
    first, second = talk(desk, request("hello", id="x") + request("Dr Okafor on Tuesday", id="x"))
    assert {**first, "ms": 0} == {**second, "ms": 0}


def test_ids_that_look_alike_are_different_messages(desk):
    ids = ["1", "01", " 1", "1 ", "１", "É", "E\u0301", "e", "E", "x" * 500, "x" * 501]
    said = talk(desk, b"".join(request(f"hello {n}", id=each) for n, each in enumerate(ids)))
    assert [each["state"]["user_input"] for each in said] == [f"hello {n}" for n in range(len(ids))]


def test_the_program_takes_any_bytes_on_stdin_and_ends_well(tmp_path: Path):
    data_dir = tmp_path / "data"
    desk = open_house(f"sqlite:///{tmp_path / 'x.sqlite3'}", data_dir, patients=3)
    desk.database.dispose()
    lines = [*REFUSED.values(), *(request(text, conversation=name) for name, text in SERVED.items())]
    environment = {
        "PATH": "/usr/bin:/bin",
        "FRONTDESK__DATABASE__URL": f"sqlite:///{tmp_path / 'x.sqlite3'}",
        "FRONTDESK__DATA_DIR": str(data_dir),
        "FRONTDESK__AUDIT__KEY": "the same in every process",
    }
    done = subprocess.run(
        [sys.executable, "run.py", "chat", "--jsonl"],
        cwd=ROOT,
        env=environment,
        input=b"".join(lines) + b'{"conversation": "end", "text": "cut o',
        capture_output=True,
        check=False,
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert done.stderr == b""
    assert len(said) == sum(1 for line in io.BytesIO(b"".join(lines)) if line.strip()) + 1
    assert sum("error" not in each for each in said) == len(SERVED)
