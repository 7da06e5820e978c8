"""Codes that people read out: short, told apart by eye, and recognised again when written."""

from __future__ import annotations

import pytest

from hospital import references

CONFUSED = ("0O", "1IL", "5S", "8B")


@pytest.mark.parametrize("kind", [references.APPOINTMENT, references.TASK])
def test_a_reference_is_short_and_recognised_within_a_sentence(kind: str) -> None:
    made = references.new(kind)
    assert len(made) == 8
    assert references.PATTERN.findall(f"It is {made}, please.") == [made]


def test_of_characters_that_look_alike_one_at_most_is_used() -> None:
    for alike in CONFUSED:
        assert sum(character in references.ALPHABET for character in alike) <= 1
    assert references.ALPHABET.isupper()


def test_references_do_not_repeat_soon() -> None:
    assert len({references.new(references.APPOINTMENT) for _ in range(5000)}) >= 4990
    assert len({references.new(references.PATIENT, 8) for _ in range(5000)}) == 5000


def test_a_patients_number_is_not_taken_for_a_reference() -> None:
    assert references.PATTERN.search(references.new(references.PATIENT, 8)) is None
    assert references.PATTERN.search("A-12345") is None
