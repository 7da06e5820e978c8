"""What the channel says itself, beside the desk's own words, in each language."""

from __future__ import annotations

from bots.telegram.words import en, es
from bots.telegram.words.said import Command, Language, Word

LANGUAGES: dict[str, Language] = {"en": en.LANGUAGE, "es": es.LANGUAGE}


def language(code: str | None) -> Language:
    """Everything in a language, in English where that one is not spoken."""
    return LANGUAGES.get(code or "en", en.LANGUAGE)


def words(word: Word, code: str | None) -> str:
    """A sentence in a language."""
    return language(code).words[word]


__all__ = ["LANGUAGES", "Command", "Language", "Word", "language", "words"]
