"""The words of time of a language, with the phrases of more than one word and the usual slips of the keyboard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from conversation.extractors.dates import lexicon_en, lexicon_es
from conversation.extractors.dates.tags import Tag

Tags = Mapping[Tag, int]

_NO_TAGS: Tags = {}
_SHORTEST_SLIP = 5
_LONGEST_WORD = 16
# Tags whose words are worth correcting: content words, not the small change of the grammar.
_CORRECTED = (
    Tag.WEEKDAY,
    Tag.MONTH,
    Tag.DAY,
    Tag.PART,
    Tag.WEEKEND,
    Tag.ORDINAL,
    Tag.NUMBER,
    Tag.FIXED_TIME,
    Tag.LOOSE_PART,
)
# Everyday words that stand one letter away from a word of time.
_ORDINARY = frozenset(
    (
        "abrid abril abrir agosta agotado apriltag artes augusta barco broche cinta coche cuarta cuarto cuatros "
        "decima dinero doce domingos earning eight eighty eleven eleventh enero entero evenings evenly event eventing "
        "february fifth fifty fight first fiver forth forty four fours fourth frida friday fried frilly height "
        "hermana hours jeans juan jugo jul jule julia julian julie julio july june junior juno learning leche light "
        "lightly lunas maana manana mandara mantana mantenga manzana marcha marco mardi marsh marta marten martha "
        "martin marzo match mayo mayor mazo meaning mediana might minutes monday money monsoon moon morning mortar "
        "mourning nice night nightly nine ninth noches noon nueva nueves nuevo octava octavo once parte partes party "
        "ponche puntes quarters quinta quinto reaching reckon right salado second seconds segunda semana semanal "
        "septima seria series seven sevens seventh sever severn sexta shelve sight sixth sixths sixty soon sunda "
        "sundays sundry sunlight sunny tarda tardes tardo teeth tells tenth tents tern there these third thirds "
        "thirsty thirty those thread three threw tight toady toda todas today todays todo todos tonights trace tracer "
        "tren tres twelfth twelve ventana viene vienes viernes warning weekday weekdays weekends weight where"
    ).split()
)


class Lexicon:
    """What each word of a language can mean, and the phrases that begin with it, longest first."""

    def __init__(self, entries: Mapping[str, Tags]) -> None:
        self.words: dict[str, Tags] = {}
        self.phrases: dict[str, dict[str, list[tuple[tuple[str, ...], Tags]]]] = {}
        """By their first word and their second, longest first."""
        for text, tags in entries.items():
            first, *rest = text.split()
            if rest:
                self.phrases.setdefault(first, {}).setdefault(rest[0], []).append((tuple(rest), tags))
            else:
                self.words[first] = tags
        self.known = frozenset(word for text in entries for word in text.split())
        """Every word of its phrases."""
        for behind in self.phrases.values():
            for found in behind.values():
                found.sort(key=lambda entry: -len(entry[0]))
        self._deletions = _deletions(self.words)
        self.correct = lru_cache(maxsize=8192)(self._correct)

    def tags(self, word: str) -> Tags:
        """The meanings of a word as written or, failing that, of the word it is one slip away from."""
        known = self.words.get(word)
        if known is not None:
            return known
        if word in self.phrases or not _SHORTEST_SLIP <= len(word) <= _LONGEST_WORD:
            return _NO_TAGS
        return self.correct(word)

    def phrase(self, words: Sequence[str], at: int) -> tuple[int, Tags] | None:
        """The longest phrase of at least two words that begins at `at`: how many words, and its meanings."""
        behind = self.phrases.get(words[at])
        if behind is None or at + 1 >= len(words):
            return None
        for rest, tags in behind.get(words[at + 1], ()):
            end = at + 1 + len(rest)
            if end <= len(words) and tuple(words[at + 1 : end]) == rest:
                return end - at, tags
        return None

    def _correct(self, word: str) -> Tags:
        stem = self.words.get(word[:-3], _NO_TAGS) if word.endswith("ish") else _NO_TAGS
        if Tag.NUMBER in stem or Tag.FIXED_TIME in stem or Tag.PART in stem:
            return {**stem, Tag.ISH: 1}
        if word in _ORDINARY or not word.isalpha():
            return _NO_TAGS
        for form in (word, *_without_one(word)):
            for target in self._deletions.get(form, ()):
                if target[0] == word[0] and one_slip(word, target):
                    return {tag: value for tag, value in self.words[target].items() if tag in _CORRECTED}
        return _NO_TAGS


def one_slip(left: str, right: str) -> bool:
    """Whether two different words are one wrong, missing, added or swapped letter apart."""
    if abs(len(left) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    a, b = left[start:], right[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a == b[1:] if len(a) < len(b) else b == a[1:]


@cache
def lexicon_of(language: str) -> Lexicon:
    """The lexicon for a message in `language` ("en" or "es"); the other language's plain words of time count too."""
    other, at_home = ("en", lexicon_en.AT_HOME) if language == "es" else ("es", lexicon_es.AT_HOME)
    entries = {text: tags for text, tags in _entries(other).items() if _travels(text, tags, at_home)}
    entries.update(_entries(language))
    return Lexicon(entries)


_TRAVELLING = frozenset(
    (Tag.WEEKDAY, Tag.MONTH, Tag.DAY, Tag.PAST_DAY, Tag.NUMBER, Tag.UNIT, Tag.WEEKEND, Tag.PART, Tag.FIXED_TIME,
     Tag.SOONEST, Tag.NEXT, Tag.COMING, Tag.IGNORE, Tag.BORN, Tag.SAME_TIME, Tag.CURRENCY, Tag.SYMPTOM, Tag.MERIDIEM)
)  # fmt: skip


def _travels(text: str, tags: Tags, at_home: frozenset[str]) -> bool:
    return text not in at_home and Tag.WEAK not in tags and any(tag in _TRAVELLING for tag in tags)


@cache
def _entries(language: str) -> dict[str, dict[Tag, int]]:
    words = lexicon_es.WORDS if language == "es" else lexicon_en.WORDS
    entries: dict[str, dict[Tag, int]] = {}
    for tag, texts in words.items():
        for value, text in texts.items() if isinstance(texts, Mapping) else ((1, texts),):
            for phrase in text.split(","):
                entries.setdefault(phrase, {})[tag] = int(value)
    for phrase in [phrase for phrase, tags in entries.items() if Tag.PART in tags]:
        if phrase.startswith(("after ", "before ")):  # "any time after lunch"
            entries.update({f"{lead} {phrase}": entries[phrase] for lead in ("any time", "anytime", "sometime")})
    for phrase, tags in entries.items():
        if language == "es" and phrase.endswith((" las", " la")):  # an article before an hour: "antes de las 5"
            tags.setdefault(Tag.AT, 1)
    return entries


def _deletions(words: Mapping[str, Tags]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for word, tags in words.items():
        if len(word) >= _SHORTEST_SLIP + 1 and any(tag in _CORRECTED for tag in tags):
            for form in {word, *_without_one(word)}:
                index.setdefault(form, []).append(word)
    return index


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))
