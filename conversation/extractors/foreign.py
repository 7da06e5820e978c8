"""Messages in a language that the desk does not speak: told by their script or by their small words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache

from conversation.extractors.entities import Context
from conversation.extractors.language import is_small_word
from conversation.extractors.lexicons import load
from conversation.extractors.text import Message

_LEAST = 2  # words that must speak for a language
_LATIN = "\u036f"
"""The last of the letters that Latin scripts use, and of their accents."""
_SCRIPTS = {
    "DEVANAGARI": "hi", "ARABIC": "ar", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
    "CYRILLIC": "ru", "HEBREW": "he", "GREEK": "el", "BENGALI": "bn", "TAMIL": "ta", "THAI": "th", "GURMUKHI": "pa",
    "GUJARATI": "gu", "TELUGU": "te", "MALAYALAM": "ml", "ETHIOPIC": "am", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip
_NAMED = frozenset({"name", "who", "date_of_birth", "phone", "reason"})
"""Questions that a name may answer, whatever it is written in."""


def find_foreign(message: Message, context: Context) -> str | None:
    """Code of the language, where a message is written in none of the hospital's; None where that is not plain."""
    script = _script(message.raw)
    if script is not None:
        return None if context.question in _NAMED else script
    words = [token.text for token in message.tokens]
    votes = Counter(language for word in words for language in _languages().get(word, ()))
    if not votes:
        return None
    language, most = votes.most_common(1)[0]
    ours = sum(is_small_word(word) and not _languages().get(word) for word in words)
    if context.question in _NAMED:
        return language if most > _LEAST and most > ours else None
    alone = len(words) <= _LEAST and most == len(words)
    return language if (most >= _LEAST and most > ours) or alone else None


def _script(raw: str) -> str | None:
    """The language of a script other than the Latin one, where most letters are of it."""
    letters = [character for character in raw[:400] if character.isalpha()]
    others = Counter(language for letter in letters if letter > _LATIN and (language := _scripted(letter)))
    language, count = others.most_common(1)[0] if others else (None, 0)
    return language if count * 2 > len(letters) else None


@lru_cache(maxsize=1000)
def _scripted(letter: str) -> str | None:
    """The language that a letter of another script is taken for."""
    name = unicodedata.name(letter, "").replace("-", " ").partition(" ")[0]
    return _SCRIPTS.get(name)


@cache
def _languages() -> Mapping[str, tuple[str, ...]]:
    """Small words that English and Spanish do without, each with the languages that have it."""
    found: dict[str, list[str]] = {}
    for language, words in load("foreign").items():
        for word in words.split():
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}
