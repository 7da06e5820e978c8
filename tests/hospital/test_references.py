"""Codes that people read out: short, told apart by eye, and recognised again when written."""

from __future__ import annotations

import pytest

from hospital import references

CONFUSED = ("0O", "1IL", "5S", "8B")


@pytest.mark.parametrize("kind", [references.APPOINTMENT, references.TASK])
def test_a_reference_is_short_and_tells_its_kind(kind: str) -> None:
    made = references.new(kind)
    assert len(made) == 8 and made.startswith(f"{kind}-") and set(made[2:]) <= set(references.ALPHABET)


def test_of_characters_that_look_alike_one_at_most_is_used() -> None:
    for alike in CONFUSED:
        assert sum(character in references.ALPHABET for character in alike) <= 1
    assert references.ALPHABET.isupper()


def test_references_do_not_repeat_soon() -> None:
    assert len({references.new(references.APPOINTMENT) for _ in range(5000)}) >= 4990
    assert len({references.new(references.PATIENT, 8) for _ in range(5000)}) == 5000
