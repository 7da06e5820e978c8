"""Placeholders for whoever and whatever could tell a patient: names, numbers, birth dates, addresses.

What leaves the house is the message with placeholders; what comes back is put into the sender's own words again.
A word that no list knows is taken for a name, unless the word before it points at a thing ("my", "the old"); so is one
that is a name as well, by its capital or its company. Only a word that is both and stands alone is shown.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter

from conversation.extractors.births import MONTHS
from conversation.extractors.cardinals import ONES_EN, ONES_ES, ORDINALS_EN, ORDINALS_ES, TENS_EN, TENS_ES
from conversation.extractors.entities import Context, Roster
from conversation.extractors.language import SMALL_WORDS
from conversation.extractors.lexicons import load, load_words
from conversation.extractors.name_words import is_given_name
from conversation.extractors.persons import find_person
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.spelling import correct, is_plain, is_word, slip_cost
from conversation.extractors.text import Message, fold

_Place = tuple[int, int, str]
"""Where something stands in the folded message, and what it is."""

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_MULTIPLES = "oh hundred thousand double triple cien mil doble".split()
_COUNTED = "|".join((*ONES_EN, *TENS_EN, *ORDINALS_EN, *ONES_ES, *TENS_ES, *ORDINALS_ES, *_MULTIPLES))
_FIGURE = rf"(?:\d+(?:st|nd|rd|th)?|{_COUNTED}|{_MONTH})"
_BETWEEN = r"(?:[\s,./'()+-]|(?:of|the|de|del|and|y)\s)+"
_ROADS = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|close|court|crescent|terrace|park|square|place|row|grove|gardens|hill|"
    "way|boulevard|blvd|quay|mews"
)
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("MAIL", re.compile(r"[\w.+'-]{1,64} ?(?:@| at ) ?[\w-]{1,64}(?:\.[\w-]{1,64})+")),
    ("LINK", re.compile(r"(?:https?://|www\.)\S+")),
    ("HANDLE", re.compile(r"(?<!\w)@\w+")),
    # a day, a birth date, a number: several figures in a row, in digits or words; an age is one figure
    ("NUMBER", re.compile(rf"(?<!\w)\+?\(?{_FIGURE}(?:{_BETWEEN}{_FIGURE})+(?!\w)")),
    ("NUMBER", re.compile(r"(?<!\w)\+?\d(?:[().-]?\d){2,}(?!\w)")),
    ("CODE", re.compile(r"(?<!\w)(?:(?=[a-z][a-z-]{0,40}\d)|(?=\d[\d-]{0,40}[a-z]))[a-z0-9]+(?:-[a-z0-9]+)+(?!\w)")),
    ("CODE", re.compile(r"(?<!\w)(?=[a-z]*\d[a-z]*\d|\d+[a-z]+\d|[a-z]+\d)(?=\d*[a-z])[a-z0-9]{4,}(?!\w)")),
    # spelled out, one letter or figure at a time
    ("CODE", re.compile(rf"(?<!\w)(?:[a-z]|{_FIGURE})(?:[\s,.-]+(?:[a-z]|{_FIGURE}|dash|guion)){{3,}}(?!\w)")),
    ("ADDRESS", re.compile(rf"\b\d+[a-z]?,? (?:[a-z']+ ){{1,3}}(?:{_ROADS})\b\.?")),
    ("ADDRESS", re.compile(r"\b(?:calle|avenida|avda|plaza|paseo|camino) (?:[a-z']+ ){0,3}[a-z']+,? ?\d*")),
    ("ADDRESS", re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b|\b[acdefhknprtvwxy]\d{2} ?[a-z0-9]{4}\b")),
)  # fmt: skip
_BORN = re.compile(r"\b(?:born|birthday|birthdate|dob|d\.o\.b|nacid[oa]|naci|nacimiento|cumpleanos)\b[^!?\n]{0,40}")
_WHOLE = re.compile(r"\[[A-Z]+_\d+\]")


class Pseudonyms:
    """The placeholders of one message, and the way back."""

    def __init__(self, message: Message, names: Iterable[str], context: Context) -> None:
        self._message = message
        self._shown: dict[str, str] = {}
        """What stands behind each placeholder, in the sender's words."""
        self._known: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}
        self._places = _apart([*_named(message, names), *_taken(message, context), *_formed(message),
                               *_introduced(message, context.roster), *_bare_names(message, context.roster),
                               *_capitals(message, context.roster)])  # fmt: skip

    def hidden(self) -> str:
        """The message as it may be shown outside."""
        pieces: list[str] = []
        message, at = self._message, 0
        for start, end, kind in self._places:
            first, last = message.origin[start], message.origin[end - 1] + 1
            pieces += [message.raw[at:first], self._placeholder(kind, message.raw[first:last])]
            at = last
        return _without_invisible("".join([*pieces, message.raw[at:]]))

    @property
    def leaves_words(self) -> bool:
        """Whether anything but placeholders is left to understand."""
        return any(word not in _SMALL for word in re.findall(r"[^\W\d_]{3,}", fold(_WHOLE.sub(" ", self.hidden()))))

    def revealed(self, text: str) -> str:
        """Words from outside with the sender's own in place of the placeholders."""
        return _WHOLE.sub(lambda match: self._shown.get(match.group(), match.group()), text)

    def _placeholder(self, kind: str, words: str) -> str:
        key = (kind, " ".join(fold(words).split()))
        if key not in self._known:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._known[key] = f"[{kind}_{self._counts[kind]}]"
            self._shown[self._known[key]] = words
        return self._known[key]


def _without_invisible(text: str) -> str:
    return re.sub("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]", "", text)


def _named(message: Message, names: Iterable[str]) -> Iterator[_Place]:
    """Where names known to the conversation stand, whole, in part, run together or with a slip."""
    wanted = {part for name in names for part in re.findall(r"[^\W\d_]{2,}", fold(name)) if part not in _PARTICLES}
    for token in message.tokens:
        if any(_is_of(part, wanted) for part in re.split("'", token.text)):
            yield token.start, token.end, "PERSON"


def _is_of(said: str, wanted: set[str]) -> bool:
    if said in wanted or is_word(said):
        return said in wanted
    return any(part in said or slip_cost(said, part) for part in wanted if len(part) >= _LONG)


_LONG = 4
_PARTICLES = frozenset("de del la las los y e da do van von der den al el bin ibn ter mr mrs ms dr".split())


def _taken(message: Message, context: Context) -> Iterator[_Place]:
    """What the extractors of people explain: names, birth dates, numbers; an age tells nobody."""
    found = find_person(message, context, is_plain=True)
    for span in found.taken if found is not None else ():
        if found is None or span != found.age:
            yield span.start, span.end, "PERSON"


def _formed(message: Message) -> Iterator[_Place]:
    """What is told by its form."""
    for kind, pattern in _FORMS:
        for match in pattern.finditer(message.folded):
            yield match.start(), match.end(), kind
    for match in _BORN.finditer(message.folded):
        if re.search(rf"\b{_FIGURE}\b", match.group()):
            yield match.start(), match.end(), "DATE"


_INTRODUCES = re.compile(
    r"\b(?:name'?s?(?: is)?|me llamo|mi nombre es|call(?:ed)?(?: me)?|named|this is|it'?s|i'?m|i am|soy|habla|ask for"
    r"|for|mr|mrs|ms|miss|mister|master|sr|sra|don|dona"
    rf"|(?:my|our|the|mi|nuestr[oa]|el|la) (?:{'|'.join(RELATIONS)})) "
)
"""Behind these stand names, capitals or not."""
_HERE = re.compile(r"^[^\w\n]{0,9}([^\W\d_]+(?:[' -][^\W\d_]+){0,2}) (?:here|speaking|aqui|al habla)\b")
_SMALL = frozenset(
    "for para and or but the my me his her our your has had have who from with that this what keeps keep got gets goes "
    "does did was were been not very too all con que los las una del por para pero muy esta tiene tengo".split()
)
_MOST_NAMES = 3
_SELF = frozenset(("i'm", "im", "i am", "am", "it's", "its"))
""" "I'm here" tells no name."""


def _introduced(message: Message, roster: Roster) -> Iterator[_Place]:
    """Words that somebody is introduced with and that are no ordinary ones."""
    for match in _INTRODUCES.finditer(message.folded):
        end = match.end()
        first = bisect_left(message.tokens, end, key=attrgetter("start"))
        for token in message.tokens[first : first + _MOST_NAMES]:
            if message.folded[end : token.start].strip(" -") or not _may_be_name(token.text, roster):
                break
            yield token.start, token.end, "PERSON"
            end = token.end
    here = _HERE.search(message.folded)
    if here is not None and here[1] not in _SELF:
        yield here.start(1), here.end(1), "PERSON"


def _may_be_name(said: str, roster: Roster) -> bool:
    word = _bare(said)
    if len(word) < 3 or not word.isalpha() or word in _SMALL or word.endswith(("ed", "ing")):
        return False
    return not is_word(word) and word not in _house(roster) and word not in _CALENDAR


def _bare(said: str) -> str:
    return said.removesuffix("'s").replace("'", "")


_ACTS = frozenset(
    "has had is was does did keeps needs wants feels gets got says said asked again "
    "tiene esta necesita quiere dice siente".split()
)
_DOES = _ACTS | frozenset(
    "isn't isnt wasn't wasnt can't cant won't wont doesn't doesnt hasn't hasnt came comes went goes fell will can told "
    "thinks rang called vino viene fue cayo dijo puede esta".split()
)
"""What a first name that is a word as well is followed by: "grace came"."""
_AND = frozenset("and y e n".split())
_THE = frozenset(
    "a an the this that these those some any same other no un una el la los las lo este esta ese esa algun "
    "alguna".split()
)
_WHOSE = frozenset("my me your his her their its own mi mis tu su sus".split())
_KINDLY = frozenset("old auld wee poor little viejo vieja pobre".split())
_DESCRIBES = frozenset(
    "bad sore left right gammy dodgy dicky swollen itchy stiff upper lower big small whole funny".split()
)
"""What is said of a part of the body, and not of a person."""


def _points_at_thing(before: tuple[str, str]) -> bool:
    """Whether the two words before a word make it a thing: "the", "my", "the old"; names have none of them."""
    further, word = before
    if word in _THE | _WHOSE:
        return True
    if word in _KINDLY:
        return further in _THE  # "my wee Fiadh", "poor Fiadh"
    return word in _DESCRIBES and further in _THE | _WHOSE


def _bare_names(message: Message, roster: Roster) -> Iterator[_Place]:
    """Names in small letters that nobody introduces: first names, what stands beside them, words that nobody knows."""
    texts = ["", "", *(token.text for token in message.tokens), "", ""]
    was_name = False
    for at, token in enumerate(message.tokens, 2):
        word, before = _bare(token.text), texts[at - 1]
        may_be = _may_be_name(token.text, roster)
        is_thing = _points_at_thing((texts[at - 2], before))
        acts = (texts[at + 1] in _ACTS or token.text.endswith("'s")) and not is_thing
        is_beside = (was_name and not before.endswith("'s")) or (before in _AND and is_given_name(_bare(texts[at - 2])))
        was_name = (
            is_given_name(word)
            or not word.isascii()
            or (is_beside and may_be)
            or (may_be and not is_thing and _is_strange(word))
            or (acts and word in _names_too() and word not in SMALL_WORDS)
            or (not is_thing and _is_first_name_too(texts, at))
        )
        if was_name:
            yield token.start, token.end, "PERSON"


def _is_strange(word: str) -> bool:
    """Whether a word is known to no list, and no slip of a word that matters."""
    return not is_plain(word) and correct(word) == word


def _is_first_name_too(texts: Sequence[str], at: int) -> bool:
    """Whether an ordinary word is a first name by its company: "grace and will", "me and grace", "grace came"."""
    if not _may_be_called(texts[at]):
        return False
    after, further = texts[at + 1 : at + 3]
    goes_before = after in _AND and (_may_be_called(further) or further in ("me", "i", "yo"))
    before = texts[at - 1] in _AND and (_may_be_called(texts[at - 2]) or texts[at - 2] == "me")
    return goes_before or before or (after in _DOES and texts[at] not in SMALL_WORDS)


def _may_be_called(said: str) -> bool:
    return _bare(said) in load_words("given_names") and said not in _CALENDAR


def _capitals(message: Message, roster: Roster) -> Iterator[_Place]:
    """Words written as names that are no ordinary words and nothing of the house; patients may be called as doctors."""
    letters = [character for character in message.raw if character.isalpha()]
    if letters and sum(character.isupper() for character in letters) > len(letters) / 2:
        return  # who writes in capitals throughout marks no names by them
    for token in message.tokens:
        word = _bare(token.text)
        is_contracted = len(token.text.split("'")[0]) < 2
        if not message.raw[message.origin[token.start]].isupper() or is_contracted or not word.isalpha():
            continue
        if word in _house(roster) or word in _CALENDAR:
            continue
        if not is_word(word) or (word in _names_too() and not _begins(message.folded, token.start)):
            yield token.start, token.end, "PERSON"


def _begins(folded: str, at: int) -> bool:
    """Whether a sentence begins at a place."""
    while at and not folded[at - 1].isalnum():
        if folded[at - 1] in ".!?:\n":
            return True
        at -= 1
    return at == 0


_CALENDAR = frozenset(MONTHS) | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "lunes martes miercoles jueves viernes sabado domingo".split()
)


@cache
def _names_too() -> frozenset[str]:
    """Ordinary words that are names as well: "Rose", "Grace"."""
    return frozenset(str(load("names")["ordinary"]).split())


def _house(roster: Roster) -> frozenset[str]:
    kept = roster.index.get("words_of_the_house")
    if not isinstance(kept, frozenset):
        names = (
            *(name for speciality in roster.specialities for name in (speciality.name, speciality.practitioner or "")),
            *(name for place in roster.places for name in (place.name, place.city or "")),
            *(service.name for service in roster.services),
            *(insurer.name for insurer in roster.insurers),
        )
        kept = frozenset(word for name in names for word in re.findall(r"[^\W\d_]+", fold(name)))
        roster.index["words_of_the_house"] = kept
    return kept


def _apart(places: list[_Place]) -> list[_Place]:
    """The places in order; what overlaps is one place, of the kind that stands first."""
    merged: list[_Place] = []
    for start, end, kind in sorted(places):
        if end <= start:
            continue
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
        else:
            merged.append((start, end, kind))
    return merged
