"""Long words in the parts that a channel carries."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.splitting import may_cut, split

FAMILY, FLAG, HINDI = "👩‍👩‍👧‍👦", "🇮🇪", "क्षत्रिय"
PIECES = st.sampled_from(["word ", "a", "é", "e\u0301", FAMILY, FLAG, "👍🏽", HINDI, "مرحبا ", "\n", "x" * 30, " "])


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def bare(part: str) -> str:
    return re.sub(r"^\(\d+/\d+\) ", "", part)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=120).map("".join), st.integers(40, 120))
def test_nothing_is_lost_or_too_long_or_cut_within_a_character(text, limit):
    parts = split(text, limit)
    assert all(units(part) <= limit for part in parts)
    told = [bare(part) for part in parts] if len(parts) > 1 else parts
    assert "".join("".join(told).split()) == "".join(text.split())
    for part in told[1:]:
        first = part[:1]
        assert not unicodedata.category(first).startswith("M") and first != "\u200d"
        assert not "\U0001f3fb" <= first <= "\U0001f3ff"


def test_words_stay_whole_and_parts_are_numbered():
    parts = split("one two three four five six seven eight nine ten " * 4, 60)
    assert parts[0].startswith(f"(1/{len(parts)}) ") and parts[-1].startswith(f"({len(parts)}/{len(parts)}) ")
    words = " ".join(bare(part) for part in parts).split()
    assert words == ("one two three four five six seven eight nine ten " * 4).split()


@pytest.mark.parametrize("seen", [FAMILY, FLAG, "👍🏽", "e\u0301", "क्ष"])
def test_what_is_seen_as_one_character_is_not_cut(seen):
    for part in split(seen * 300, 100):
        told = bare(part)
        assert told == seen * (len(told) // len(seen))


def test_what_fits_is_left_as_it_is():
    assert split("  a short one\n", 100) == ["a short one"]
    assert split("👍" * 2048, 4096) == ["👍" * 2048]
    assert len(split("👍" * 2049, 4096)) == 2


def test_a_line_stays_whole_before_a_word_does():
    assert split("nine o'clock\nten or eleven", 22) == ["(1/2) nine o'clock", "(2/2) ten or eleven"]


def test_more_parts_than_a_digit_counts_fit_too():
    parts = split("x" * 1000, 40)
    assert len(parts) > 9 and all(len(part) <= 40 for part in parts)


@pytest.mark.parametrize("whole", ["e\u0301", "👍🏽", "🇮🇪", "क्ष", "☎\ufe0f"])
def test_nothing_is_cut_within(whole):
    assert not any(may_cut(f"a{whole}b", at) for at in range(2, 1 + len(whole)))
