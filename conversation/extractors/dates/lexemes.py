"""A message as a row of lexemes: words, numbers and marks with their meanings; what must not be read is blanked out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversation.extractors.births import MONTHS
from conversation.extractors.dates.lexicon import Lexicon, Tags, lexicon_of
from conversation.extractors.dates.tags import Tag
from conversation.extractors.spelling import correct_row
from conversation.extractors.text import Message

_PIECE = re.compile(r"(?P<number>[0-9]+)|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)|[^\w\s]|_")
_LONGEST_NUMBER = 8
_LONGEST_ROW = 4  # words written apart by marks inside one phrase ("day-after-tomorrow")
_LONGEST_MONTH = 12  # letters
_REACH = 6  # small words that may stand before a time
_NO_TAGS: Tags = {}
# What is certainly no time: addresses, references, phone numbers.
_BLANK = re.compile(
    r"[^\s@]{1,64}@[^\s@]{1,64}\.[a-z][^\s@]{0,32}|\b(?:https?://|www\.)\S{1,300}"
    r"|\b[a-z]{1,4}-[0-9a-z]{5,12}\b(?:-[0-9a-z]{1,12}){0,4}"
    r"|(?<![\w./])\+?\(?[0-9][0-9 ().\-]{5,24}[0-9](?!\w)"
)
_DATE_FIRST = re.compile(
    r"(?:[0-9]{4} ?[-.] ?[0-9]{1,2} ?[-.] ?[0-9]{1,2}|[0-9]{1,2} ?[-.] ?[0-9]{1,2} ?[-.] ?(?:[0-9]{4}|[0-9]{2}))"
    r"\b(?![-.]?[0-9-])"
)
_HOURS = re.compile(
    r"[0-2]?[0-9]\.[0-5][0-9] ?- ?[0-2]?[0-9]\.[0-5][0-9]|[0-2][0-9][0-5][0-9] ?- ?[0-2][0-9][0-5][0-9]"
)
_EN = frozenset(
    (
        "the i i'm i'd at on for is to my and can please next today tomorrow morning afternoon evening you of in it "
        "with would like want need be have this that do book make appointment any week day from between after "
        "before or not what how monday tuesday wednesday thursday friday saturday sunday could are we there will it's "
        "half past quarter"
    ).split()
)
_ES = frozenset(
    (
        "el la de que por para las los una un quiero puedo hoy manana proximo proxima en con mi es y o del al se lo "
        "cita mejor tarde noche semana dia hora puede tiene hay favor lunes martes miercoles jueves viernes sabado "
        "domingo desde hasta entre antes despues si este esta mes media cuarto siete ocho nueve diez cinco seis "
        "cuatro tres dos"
    ).split()
)


class Lexeme:
    """A word, number, mark or known phrase; `start` and `end` are offsets in `Message.folded`."""

    __slots__ = ("end", "glued", "number", "start", "tags", "text", "width")

    def __init__(self, text: str, start: int, end: int, glued: bool, tags: Tags = _NO_TAGS) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.glued = glued
        """No space before it."""
        self.tags = tags
        self.number = -1
        """Value of a number in digits, else -1."""
        self.width = 0
        """How many digits."""


END = Lexeme("", 0, 0, False)


def language_of(message: Message, default: str) -> str:
    """Which lexicon leads: by the small words of the message, else `default`."""
    words = message.folded.split()
    english = sum(1 for word in words if word.strip(",.;:!?") in _EN)
    spanish = sum(1 for word in words if word.strip(",.;:!?\u00bf\u00a1") in _ES)
    if english == spanish:
        return "es" if default == "es" else "en"
    return "es" if spanish > english else "en"


def read_lexemes(message: Message, language: str) -> list[Lexeme]:
    """The row of lexemes of a message."""
    return _join(_pieces(message.folded, _blanks(message.folded)), lexicon_of(language))


def _blanks(text: str) -> list[tuple[int, int]]:
    found = []
    for match in _BLANK.finditer(text):
        piece = match.group()
        if piece[0] in "+(0123456789" and "@" not in piece:
            digits = sum(character.isdigit() for character in piece)
            if digits < 7 or _DATE_FIRST.match(piece) or _HOURS.fullmatch(piece):
                continue
            if _behind_a_month(text, match.start()):
                continue
        elif "@" not in piece and "." not in piece and not any(character.isdigit() for character in piece):
            continue
        found.append(match.span())
    return found


def _behind_a_month(text: str, at: int) -> bool:
    """As in "July 13-15 2027"."""
    before = text[max(at - _LONGEST_MONTH, 0) : at].split()
    return bool(before) and before[-1].strip(".,") in MONTHS


def _pieces(text: str, blanks: Sequence[tuple[int, int]]) -> list[Lexeme]:
    row: list[Lexeme] = []
    end = -1
    blank = iter(blanks)
    skip = next(blank, None)
    for match in _PIECE.finditer(text):
        start = match.start()
        while skip and start >= skip[1]:
            skip = next(blank, None)
        word = match.group()
        lexeme = Lexeme(word, start, match.end(), start == end)
        end = match.end()
        if skip and skip[0] <= start < skip[1]:
            lexeme.text = "\ufffd"
        elif match.lastgroup == "number" and len(word) <= _LONGEST_NUMBER:
            lexeme.number, lexeme.width = int(word), len(word)
        row.append(lexeme)
    return row


def _join(pieces: Sequence[Lexeme], lexicon: Lexicon) -> list[Lexeme]:
    """Known phrases become one lexeme, and every word gets its meanings."""
    texts = correct_row([piece.text for piece in pieces], lexicon.known)
    row: list[Lexeme] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        count = 1
        if texts[at] in lexicon.phrases:
            found = lexicon.phrase(texts, at) or _hyphenated(texts, at, lexicon)
            if found and texts[at + found[0] - 1] == "la" and lexicon.phrase(texts, at + found[0] - 1):
                found = None  # "para | la manana"
            if found:
                count, tags = found
                piece = Lexeme(
                    " ".join(texts[at : at + count]), piece.start, pieces[at + count - 1].end, piece.glued, tags
                )
        if count == 1 and piece.number < 0:
            piece.text = texts[at]
            piece.tags = lexicon.tags(piece.text)
        if piece.number >= 0 and piece.glued and row and _swallows(row):
            piece.number, piece.width = -1, 0
        row.append(piece)
        at += count
    return row


def _swallows(row: Sequence[Lexeme]) -> bool:
    """Whether the word before makes digits glued to it part of a name: "vitamin D3", but not "mar4" or "10h30"."""
    word = row[-1]
    if not is_word(word) or Tag.MONTH in word.tags:
        return False
    return not (word.glued and len(row) > 1 and row[-2].text.isdigit())


def _hyphenated(texts: Sequence[str], at: int, lexicon: Lexicon) -> tuple[int, Tags] | None:
    """A phrase written with hyphens: "day-after-tomorrow"."""
    if at + 1 >= len(texts) or texts[at + 1] != "-":
        return None
    words = [texts[at]]
    places = [at]
    for place in range(at + 2, min(len(texts), at + 2 * _LONGEST_ROW), 2):
        words.append(texts[place])
        places.append(place)
        if place + 1 >= len(texts) or texts[place + 1] != "-":
            break
    found = lexicon.phrase(words, 0)
    return (places[found[0] - 1] - at + 1, found[1]) if found else None


def is_word(lexeme: Lexeme) -> bool:
    """Whether it is made of letters."""
    return lexeme.text[:1].isalpha()


def meaningless(lexeme: Lexeme) -> bool:
    """A word that the lexicon does not know."""
    return is_word(lexeme) and not lexeme.tags


def promising(row: Sequence[Lexeme]) -> list[bool]:
    """For each place, whether a time can begin there: one stands there or behind a few small words and marks.

    Spares most words the grammar, for a word that it does not know ends every phrase.
    """
    last = len(row) + _REACH
    found = [False] * len(row)
    for place in range(len(row) - 1, -1, -1):
        lexeme = row[place]
        if lexeme.number >= 0 or (lexeme.tags and not _TIMELESS.issuperset(lexeme.tags)):
            last = place
        elif not lexeme.tags and lexeme.text[:1].isalpha() and len(lexeme.text) > 1:
            last = len(row) + _REACH
        found[place] = last - place < _REACH
    return found


_TIMELESS = frozenset(
    (Tag.AT, Tag.MAYBE_AT, Tag.ON, Tag.OF, Tag.IN, Tag.THE, Tag.FOR, Tag.GLUE, Tag.FROM, Tag.MAYBE_FROM, Tag.TO,
     Tag.MAYBE_TO, Tag.AND, Tag.OR, Tag.ABOUT, Tag.ARTICLE, Tag.PRONOUN, Tag.FOLLOWER, Tag.NOUN, Tag.NOT,
     Tag.CORRECTION, Tag.TITLE, Tag.SYMPTOM, Tag.PAST_EVENT, Tag.IGNORE, Tag.BY, Tag.SINCE, Tag.PER, Tag.EVERY,
     Tag.SHIFT_CUE, Tag.MOVE, Tag.TILL, Tag.MINUS, Tag.SUFFIX, Tag.ONWARDS, Tag.STARTING, Tag.FEW, Tag.THIS,
     Tag.HENCE, Tag.TIMES, Tag.WORKING, Tag.AGE, Tag.ISH, Tag.CURRENCY, Tag.LAST, Tag.REST, Tag.UNWANTED, Tag.NO_MORE,
     Tag.DAYWORD, Tag.CLOSING, Tag.THAT_IS, Tag.WISH, Tag.OFFER, Tag.ERRAND, Tag.VISIT, Tag.ABSENT,
     Tag.ASKS_SELF, Tag.LEISURE, Tag.DIARY, Tag.LOOKUP, Tag.WAS,
     Tag.SPOILT)
)  # fmt: skip
