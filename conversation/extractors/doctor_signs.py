"""What shows whether words of a message are a doctor's name, whatever names the roster has."""

from __future__ import annotations

from conversation.extractors.births import MONTHS
from conversation.extractors.doctor_names import is_ordinary, listed, plain
from conversation.extractors.entities import Context, DoctorMention
from conversation.extractors.language import is_small_word
from conversation.extractors.spelling import is_word
from conversation.extractors.words import Words

_INTRODUCES = frozenset(
    "see with visit for want con ver by of to and or del al meet choose prefer called named is isnt sea vea "
    "atienda trate ni nor neither not except avoid menos salvo excepto".split()
)
MOST_TITLES = 3


def is_courteous(words: Words, start: int) -> bool:
    """Whether a name follows "Mr", "Mrs" or "se\u00f1ora": patients and doctors alike are called so."""
    before = words.tokens[start - 1].text if start else ""
    return before in listed("courtesies") and (words.is_capital(start) or not is_ordinary(words.tokens[start].text))


def is_in_passing(words: Words, titled: int, at: int) -> bool:
    """Whether the word at `at` after a title only goes on with the sentence ("the doctor will see me")."""
    word = words.tokens[at].text
    if word in MONTHS and _is_over_behind(words, titled, at):
        return False  # "Dr May in April"
    if words.tokens[titled - 1].text in SHORT_TITLES:
        return word in VERBS and not words.is_capital(at)
    return word in CALENDAR or (is_small_word(word) and not words.is_capital(at))


def _is_over_behind(words: Words, titled: int, at: int) -> bool:
    """Whether a name is over behind a month, so that a title makes a doctor of it: not "the doctor may see me".

    "A doctor May 5" and "any doctor in May" mean the month.
    """
    if words.tokens[titled - 1].text not in SHORT_TITLES and words.read[max(0, titled - 2)] in _ANY_DOCTOR:
        return False
    if words.closes(at + 1):
        return True
    text = words.tokens[at + 1].text
    return text in _BEHIND_NAMES or text in CALENDAR


_ANY_DOCTOR = frozenset("a any some another un una algun alguna otro otra".split())
_BEHIND_NAMES = frozenset(
    "in on at for to and or but instead about again is has can who the this next please en el la los para de del con "
    "a y o por que esta tiene puede".split()
)


def is_surname(words: Words, at: int) -> bool:
    """Whether a word can be somebody's surname by its capital alone."""
    return words.is_capital(at) and is_unknown(words, at)


def is_unknown(words: Words, at: int) -> bool:
    """Whether a word is none of the language, so that it can be a name."""
    word = plain(words.tokens[at].text)
    known = word in listed("titles") or word in listed("honours") or word in CALENDAR or is_word(words.read[at])
    return len(word) > 2 and word.isalpha() and not known and not is_word(word) and not is_small_word(word)


def goes_with(words: Words, after: int) -> bool:
    """Whether the word after a title belongs to it: a full stop parts them, save after "Dr."."""
    return words.sentence[after] == words.sentence[after - 1] or words.tokens[after - 1].text in SHORT_TITLES


def title_end(words: Words, at: int) -> int | None:
    """Index after a title at `at` ("Dr", "Dra.", "Professor", "Dr Prof")."""
    end = at
    while end < min(len(words.tokens), at + MOST_TITLES) and plain(words.tokens[end].text) in listed("titles"):
        end += 1
    return end if end > at else None


def is_all_there_is(words: Words, start: int, end: int) -> bool:
    """Whether a message is a name and, at most, a "please" behind it."""
    return start == 0 and all(word in _POLITE for word in words.read[end:])


def says_else(word: str) -> bool:
    """Whether an ordinary word is an answer or a time by itself: "May", "Good", "No"."""
    return word in CALENDAR or word in VERBS or is_small_word(word) or word in listed("answers")


_POLITE = frozenset("please pls plz thanks thank you por favor gracias porfa".split())


def names_a_place(words: Words, start: int, end: int) -> bool:
    """Whether a name is that of a street or a house: "Connell Street", "calle Serrano"."""
    return bool(_STREETS & {*words.read[end : end + 1], *words.read[max(0, start - 1) : start]})


def stands_as_name(words: Words, start: int, end: int, context: Context) -> bool:
    """Whether a single word that may be any in small letters stands as a name does: "with patel", "patel, please"."""
    if words.is_capital(start) or words.begins[start] or context.question == "doctor" or len(words.read) <= FEW:
        return True
    return introduced(words, start) or words.tokens[start].text.endswith("'s")


_STREETS = frozenset("street road avenue lane square hill calle avenida paseo plaza".split())


def has_digit(words: Words) -> bool:
    """Whether a message has a figure in it."""
    return any(token.text[0].isdigit() for token in words.tokens)


PLACES = frozenset("in near around within en".split())
ARTICLES = frozenset("the a an any one ones very too so more un una el la".split())
"""Beside one of these an ordinary word is not a name: "the young one"."""
SHORT_TITLES = ("dr", "drs", "dra", "prof")
VERBS = frozenset("will may can has is was would could should might does did".split())
CALENDAR = frozenset(MONTHS) | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun "
    "lunes martes miercoles jueves viernes sabado domingo today tomorrow tonight hoy manana day week month".split()
)
"""Words of the calendar, which are doctors' names too."""
LEAST_ALONE = 4  # letters
FEW = 4  # words of a message that may be no more than a name


def introduced(words: Words, at: int) -> bool:
    """Whether the word before is one that a name follows."""
    return at > 0 and words.read[at - 1] in _INTRODUCES


def is_a_name(words: Words, at: int, titled: int) -> bool:
    """Whether the word after a title can be the name of somebody: "Dr Whitfield", not "doctor please"."""
    if at >= len(words.tokens):
        return False
    word = plain(words.tokens[at].text)
    if not word.isalpha() or len(word) < 3:
        return False
    if is_word(word) or is_ordinary(word):
        return _is_written_as_name(words, at, titled)
    if _stands_behind(words, titled) and words.sentence[at] == words.sentence[titled - 1]:
        return True  # recognisers write names small: "con el doctor chapatin"
    short = words.tokens[titled - 1].text in ("dr", "dra", "prof")
    return words.is_capital(at) or (short and words.sentence[at] == words.sentence[max(0, at - 1)])


def _is_written_as_name(words: Words, at: int, titled: int) -> bool:
    """Whether a word of the language is a name by its capital among small words: "with doctor House"."""
    word = words.tokens[at].text
    if not words.is_capital(at) or words.message.is_shouted or at != titled or says_else(word) or word in _NO_NAMES:
        return False
    others = [i for i in range(len(words.tokens)) if i < titled - 1 or i > at]
    return _stands_behind(words, titled) and any(not words.is_capital(i) for i in others)


def _stands_behind(words: Words, titled: int) -> bool:
    """Whether a title stands behind what leads to a person: "with doctor", "el doctor"."""
    first = titled - 1
    while first and plain(words.tokens[first - 1].text) in listed("titles"):
        first -= 1
    return first > 0 and words.read[first - 1] in _LEADS


_LEADS = frozenset("with see con el la al del".split())
_NO_NAMES = frozenset("appointment appointments visit booking please cita hora consulta favor".split())
"""Words with which a visit is asked for, be they in capitals."""


def is_called_doctor(words: Words, mention: DoctorMention) -> bool:
    """Whether somebody who is named is called a doctor or one to be seen by: "dra ximena", "con la ximena"."""
    first, end = words.around(mention.span.start, mention.span.end)
    before = words.read[max(0, first - 2) : first]
    titled = any(plain(words.tokens[at].text) in listed("titles") for at in range(max(0, first - 2), end))
    return titled or not _WITH.isdisjoint(before)


_WITH = frozenset("with see con ver".split())
