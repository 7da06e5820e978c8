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
_CORRECTED = (Tag.WEEKDAY, Tag.MONTH, Tag.DAY, Tag.PART, Tag.WEEKEND, Tag.ORDINAL, Tag.NUMBER, Tag.FIXED_TIME, Tag.LOOSE_PART)
# Everyday words that stand one letter away from a word of time.
_ORDINARY = frozenset(
    "mourning match marsh martin mardi money sundry monsoon sunny frilly toady warning earning learning evenings augusta "
    "manzana mantenga mandara mantana semanal partes artes martha marta marten lunas tardes tarda tardo parte puntes coche "
    "leche salado abrir marcha marco jugo julia juan julio junior julian juno apriltag eighty sight tight fight light right "
    "might weight height severn sever sevens tern tents thirsty thirty forth forty first fifty sixty nice nine minutes party "
    "mortar quarters todays nueva nuevo nueves once doce seria series tres tren viene vienes viernes trace tracer cinta "
    "cuatros segunda quinta quinto sexta cuarta cuarto octava octavo septima decima mediana maana hermana semana ventana "
    "morning manana mayor mayo enero entero dinero marzo mazo barco agosta agotado abril abrid february domingos ponche "
    "noches broche reaching eventing meaning event evenly sunlight monday friday fried frida sunda sundays noon moon soon "
    "hours today toda todo todos todas tonights lightly nightly night eight seven seventh eleventh eleven three there threw "
    "these those where tenth teeth fourth four fours fiver fifth sixths sixth tells jeans june july jul jule julie ninth "
    "second seconds reckon third thirds thread twelve twelfth shelve weekday weekdays weekends".split()
)


class Lexicon:
    """What each word of a language can mean, and the phrases that begin with it, longest first."""

    def __init__(self, entries: Mapping[str, Tags]) -> None:
        self.words: dict[str, Tags] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], Tags]]] = {}
        for text, tags in entries.items():
            first, *rest = text.split()
            if rest:
                self.phrases.setdefault(first, []).append((tuple(rest), tags))
            else:
                self.words[first] = tags
        for found in self.phrases.values():
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
        for rest, tags in self.phrases.get(words[at], ()):
            end = at + 1 + len(rest)
            if end <= len(words) and tuple(words[at + 1 : end]) == rest:
                return end - at, tags
        return None

    def _correct(self, word: str) -> Tags:
        if word.endswith("ish") and Tag.NUMBER in self.words.get(word[:-3], _NO_TAGS):
            return {**self.words[word[:-3]], Tag.ISH: 1}
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
    own, other = (lexicon_es, lexicon_en) if language == "es" else (lexicon_en, lexicon_es)
    entries = {text: tags for text, tags in _entries(other.WORDS).items() if _travels(text, tags, other.AT_HOME)}
    entries.update(_entries(own.WORDS))
    return Lexicon(entries)


_TRAVELLING = frozenset(
    (Tag.WEEKDAY, Tag.MONTH, Tag.DAY, Tag.PAST_DAY, Tag.NUMBER, Tag.UNIT, Tag.WEEKEND, Tag.PART, Tag.FIXED_TIME,
     Tag.SOONEST, Tag.NEXT, Tag.COMING, Tag.IGNORE, Tag.BORN, Tag.SAME_TIME, Tag.CURRENCY, Tag.SYMPTOM, Tag.MERIDIEM)
)  # fmt: skip


def _travels(text: str, tags: Tags, at_home: frozenset[str]) -> bool:
    return text not in at_home and Tag.WEAK not in tags and any(tag in _TRAVELLING for tag in tags)


@cache
def _cached_entries(which: str) -> dict[str, dict[Tag, int]]:
    words = lexicon_es.WORDS if which == "es" else lexicon_en.WORDS
    entries: dict[str, dict[Tag, int]] = {}
    for tag, text in words.items():
        for entry in text.split(","):
            phrase, _, value = entry.partition("=")
            entries.setdefault(phrase.strip(), {})[tag] = int(value or 1)
    for phrase, tags in entries.items():
        if which == "es" and phrase.endswith((" las", " la")):  # an article before an hour: "antes de las 5"
            tags.setdefault(Tag.AT, 1)
    return entries


def _entries(words: Mapping[Tag, str]) -> dict[str, dict[Tag, int]]:
    return _cached_entries("es" if words is lexicon_es.WORDS else "en")


def _deletions(words: Mapping[str, Tags]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for word, tags in words.items():
        if len(word) >= _SHORTEST_SLIP + 1 and any(tag in _CORRECTED for tag in tags):
            for form in {word, *_without_one(word)}:
                index.setdefault(form, []).append(word)
    return index


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))
