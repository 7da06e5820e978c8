"""The language is told from small words, and a conversation changes it only when enough speaks for it."""

from __future__ import annotations

from datetime import datetime

import pytest

from conversation.extractors.entities import Context
from conversation.extractors.language import find_language
from conversation.extractors.text import Message

NOW = datetime(2026, 6, 8, 9)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Quiero una cita mañana con el cardiólogo", "es"), ("necesito ver a un médico por la tarde", "es"),
        ("I want the doctor to look at this", "en"),
        ("can you move my visit to Friday", "en"), ("¿Dónde está la farmacia?", "es"),
        ("me duele la cabeza desde ayer", "es"),
    ],
)  # fmt: skip
def test_a_whole_sentence_is_sure(text: str, code: str) -> None:
    for spoken in ("en", "es"):
        found = find_language(Message.read(text), Context(now=NOW, language=spoken))
        assert (found.code, found.sure) == (code, True)


@pytest.mark.parametrize("text", ["ok", "no", "Chen", "10:20", "", "👍", "Dr Sharma", "FD-7K3QX2"])
def test_what_speaks_for_no_language_keeps_the_conversations(text: str) -> None:
    for spoken in ("en", "es"):
        found = find_language(Message.read(text), Context(now=NOW, language=spoken))
        assert (found.code, found.sure) == (spoken, False)


@pytest.mark.parametrize("text", ["hola", "gracias", "mañana"])
def test_one_word_tells_the_language_without_certainty(text: str) -> None:
    found = find_language(Message.read(text), Context(now=NOW))
    assert (found.code, found.sure) == ("es", False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("in English please", "en"),
        ("en español", "es"),
        ("English", "en"),
        ("español por favor", "es"),
        ("can we speak Spanish", "es"),
    ],
)
def test_a_language_asked_for_is_sure(text: str, code: str) -> None:
    assert find_language(Message.read(text), Context(now=NOW)).sure
    assert find_language(Message.read(text), Context(now=NOW)).code == code


def test_a_language_that_the_hospital_does_not_speak_is_not_told() -> None:
    found = find_language(Message.read("Quiero una cita mañana con el médico"), Context(now=NOW, languages=("en",)))
    assert found.code == "en"
