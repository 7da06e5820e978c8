"""Many sentences, written by authors who had not read the rules: every red flag is told, and nothing else is.

A file has a sentence a line with its language, whether it is an emergency, and its class. Rules and weights were made
after the other files; no sentence of `unlearned_emergencies.jsonl` or `unlearned_desk.jsonl` was ever learnt, so that
they tell what to expect of people whom nobody has met. Keep it so.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

import pytest

from conversation.extractors.emergency import find_emergency
from conversation.extractors.text import Message
from tests.conversation.extractors.sentence_sets import sentences

SENTENCES = sentences("emergencies")
URGENT = [each["text"] for each in SENTENCES if each["fires"]]
HARMLESS = [each["text"] for each in SENTENCES if not each["fires"]]


def told(text: str) -> bool:
    return find_emergency(Message.read(text, None)) is not None


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def with_a_slip(text: str) -> str:
    """The text with two letters swapped, or one dropped or doubled, inside a word."""
    chance = random.Random(text)
    inside = [i for i in range(1, len(text) - 1) if text[i - 1 : i + 2].isalpha()]
    at = chance.choice(inside)
    return chance.choice(
        (
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
        )
    )


def test_there_are_enough_of_both_kinds_and_languages() -> None:
    assert len(URGENT) >= 200
    assert len(HARMLESS) >= 200
    assert {each["language"] for each in SENTENCES} == {"en", "es"}


def test_nearly_every_emergency_is_told() -> None:
    missed = [text for text in URGENT if not told(text)]
    assert len(missed) <= len(URGENT) * 0.01, missed


def test_no_harmless_sentence_raises_an_alarm() -> None:
    assert [text for text in HARMLESS if told(text)] == []


@pytest.mark.parametrize("written", [str.upper, without_accents, with_a_slip])
def test_an_emergency_is_told_however_it_is_written(written: Callable[[str], str]) -> None:
    missed = [written(text) for text in URGENT if not told(written(text))]
    assert len(missed) <= len(URGENT) * 0.03, missed


@pytest.mark.parametrize(
    ("name", "language", "caught", "quiet"),
    [
        ("more_emergencies", "en", 0.99, 0.94),
        ("more_emergencies", "es", 0.99, 0.88),
        ("unlearned_emergencies", "en", 0.96, 0.92),
        ("unlearned_emergencies", "es", 0.97, 0.9),
    ],
)
def test_emergencies_of_other_authors_are_told_and_hardly_anything_else(
    name: str, language: str, caught: float, quiet: float
) -> None:
    cases = [case for case in sentences(name) if case["language"] == language]
    urgent = [case["text"] for case in cases if case["fires"]]
    harmless = [case["text"] for case in cases if not case["fires"]]
    missed, false = [text for text in urgent if not told(text)], [text for text in harmless if told(text)]
    assert len(missed) <= (1 - caught) * len(urgent), missed
    assert len(false) <= (1 - quiet) * len(harmless), false


def test_no_talk_of_the_desk_that_was_learnt_raises_an_alarm() -> None:
    assert [case["text"] for case in sentences("harmless") if case["class"] == "desk" and told(case["text"])] == []


@pytest.mark.parametrize(("language", "quiet"), [("en", 0.85), ("es", 0.9)])
def test_hardly_any_talk_of_the_desk_that_was_not_learnt_raises_an_alarm(language: str, quiet: float) -> None:
    texts = [case["text"] for case in sentences("unlearned_desk") if case["language"] == language]
    assert sum(not told(text) for text in texts) >= quiet * len(texts)


MATTERS = (
    "book me for Monday, also {}", "can I move my appointment to Friday please? {}",
    "{}, can I see a cardiologist tomorrow at nine", "please cancel my appointment on Tuesday with Dr Chen because {}",
    "I'd like a check up for my mother next week, {}, and what does it cost",
    "quiero una cita el martes a las diez, {}", "my insurance is Aetna and I want the bill from March, oh and {}",
    "{} but first tell me when you open and where to park", "{}, is Dr Chen free today", "hi, {}, can you help me",
    "Good morning, I hope you are well. My visit is on the 14th of March, reference A-4821. What is "
    "the price, and does my insurance cover it? {}. Could you send me the address and where to park? Thank you",
)  # fmt: skip
PLAIN = (
    "I can't breathe", "my chest hurts", "he's unconscious", "my son swallowed bleach", "my face is drooping",
    "the bleeding won't stop", "my baby isn't breathing", "my throat is closing up", "I think it's a stroke",
    "no puedo respirar", "me duele el pecho", "mi hijo se desmayó", "está convulsionando", "no para de sangrar",
)  # fmt: skip


@pytest.mark.parametrize("matter", MATTERS)
def test_an_emergency_is_told_beside_whatever_else_is_asked_for(matter: str) -> None:
    assert [text for text in PLAIN if not told(matter.format(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "my husband has gone to work and my son won't be up before ten, so nothing early please",
        "he has gone home already, so could you send the letter to his house and not to mine",
        "my car has gone missing in your car park and now I'm standing outside in the rain with the kids",
        "se me fue el autobús y ya no llego, está lloviendo y los niños no quieren caminar, ¿me dan otra hora?",
    ],
)
def test_a_story_without_danger_is_no_emergency_however_it_is_told(text: str) -> None:
    assert not told(text)


COMPLAINTS = [case["text"] for case in sentences("complaints")]


def among_complaints(text: str, chance: random.Random) -> str:
    """An emergency as people write it who tell everything else that ails them first."""
    return ". ".join((*chance.sample(COMPLAINTS, 3), text, *chance.sample(COMPLAINTS, 3)))


def test_an_emergency_is_told_among_other_complaints() -> None:
    chance = random.Random(1)
    urgent = [case["text"] for case in sentences("unlearned_emergencies") if case["fires"]]
    missed = [text for text in urgent if not told(among_complaints(text, chance))]
    assert len(missed) <= len(urgent) * 0.1, missed


def test_a_long_letter_of_complaints_is_no_emergency() -> None:
    chance = random.Random(1)
    harmless = [text for text in COMPLAINTS if not told(text)]
    letters = [". ".join(chance.sample(harmless, 8)) for _ in range(100)]
    assert len([letter for letter in letters if told(letter)]) <= 12
