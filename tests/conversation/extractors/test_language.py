"""The language is told from small words, and a conversation changes it only when enough speaks for it."""

from __future__ import annotations

import unicodedata
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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I don't speak English", "es"),
        ("no entiendo muy bien el inglés", "es"),
        ("my English is not good", "es"),
        ("no hablo español", "en"),
        ("I can't read Spanish", "en"),
        ("mi castellano es muy malo", "en"),
        ("prefiero el español", "es"),
        ("solo inglés", "en"),
    ],
)
def test_a_language_is_asked_for_also_by_what_one_does_not_speak(text: str, code: str) -> None:
    for spoken in ("en", "es"):
        found = find_language(Message.read(text), Context(now=NOW, language=spoken))
        assert (found.code, found.asked) == (code, True)


@pytest.mark.parametrize("text", ["the nurse doesn't speak English", "¿la doctora no habla inglés?", "no se nada"])
def test_what_others_do_not_speak_asks_for_no_language(text: str) -> None:
    assert not find_language(Message.read(text), Context(now=NOW)).asked


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("pediatras", "es"), ("perdí mi tarjeta", "es"), ("dolores fuertes", "es"), ("sangrando mucho", "es"),
        ("atienden sábados?", "es"), ("hasta pronto", "es"), ("radiografía", "es"), ("receptionist", "en"),
        ("swollen ankle", "en"), ("insurance question", "en"), ("bleeding heavily", "en"), ("10 am fri", "en"),
    ],
)  # fmt: skip
def test_words_of_one_language_alone_tell_it_without_certainty(text: str, code: str) -> None:
    found = find_language(Message.read(text), Context(now=NOW, language="en"))
    assert (found.code, found.sure) == (code, False)


@pytest.mark.parametrize("text", ["Necesito una cita mañana", "años después", "¿Cómo está?"])
def test_how_accents_are_keyed_changes_no_language(text: str) -> None:
    whole, parts = (
        find_language(Message.read(unicodedata.normalize(f, text)), Context(now=NOW)) for f in ("NFC", "NFD")
    )
    assert whole == parts and whole.code == "es"


@pytest.mark.parametrize(
    "text",
    [
        "my mother can't speak English", "my wife doesn't speak English", "my parents don't speak English",
        "our daughter cannot understand English", "my grandmother from Cuba can't read English",
        "the patient can't speak English", "her husband does not speak English", "mi abuela no habla inglés",
        "my dad only understands Spanish", "mi madre solo entiende español",
    ],
)  # fmt: skip
def test_what_somebody_else_speaks_is_no_wish_for_a_language(text: str) -> None:
    assert not find_language(Message.read(text), Context(now=NOW, languages=("en", "es"))).asked


@pytest.mark.parametrize(
    "text",
    [
        "I can't speak English", "my husband and I don't speak English", "I don't speak English well",
        "my mother can't speak English, can we do this in Spanish?", "no hablo inglés", "my English is bad",
    ],
)  # fmt: skip
def test_who_does_not_speak_the_language_gets_the_other(text: str) -> None:
    found = find_language(Message.read(text), Context(now=NOW, languages=("en", "es")))
    assert (found.code, found.asked) == ("es", True)
