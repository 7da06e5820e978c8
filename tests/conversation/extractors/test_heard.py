"""Words that were heard, as their speaker would write them."""

from __future__ import annotations

import pytest

from conversation.extractors.heard import as_written


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("My name is Shane, S-H-A-Y-N-E", "My name is Shayne"),
        ("Shane O'Brien, that's S-H-A-Y-N-E", "Shayne O'Brien"),
        ("Shane spelled S H A Y N E O'Brien", "Shayne O'Brien"),
        ("Smith S M I T H E", "Smithe"),
        ("my name is Anne Kelly A N N E K E L L I", "my name is Anne Kelli"),
        ("John S. M. Y. T. H. Smith", "John Smyth Smith"),
        ("it is J for juliet O S double E", "it is Josee"),
        ("Núñez, N U Ñ E Z", "Nuñez"),
    ],
)
def test_letters_take_the_place_of_the_word_that_they_spell(heard, written):
    assert as_written(heard) == written


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("N-M-4-2", "NM42"),
        ("A, J as in Juliet, Z, 3, N as in November, P, 3", "A-JZ3NP3"),
        ("zero eight six one two three double five seven eight", "0861235578"),
        ("seis uno dos tres cuatro", "61234"),
        ("1 4 0 3 1990", "14031990"),
    ],
)
def test_letters_and_figures_told_one_by_one_stand_together(heard, written):
    assert as_written(heard) == written


@pytest.mark.parametrize(
    "said",
    [
        "I need to see a doctor on 5 May at 3",
        "Dr. Patel at 3 p.m. on 5 May",
        "at 3 p m please",
        "a las nueve y media",
        "one or two",
        "oh I see",
        "the twelfth of March 1990",
        "H-2K3QX4",
        "I am a patient",
        "",
    ],
)
def test_what_spells_nothing_stays_as_it_is(said):
    assert as_written(said) == said


def test_letters_alone_are_a_reference_where_one_was_asked_for():
    assert as_written("it is H-A-R-M-A-N-T") == "it is Harmant"
    assert as_written("it is H-A-R-M-A-N-T", is_reference=True) == "it is H-ARMANT"
