"""People who are called after months or days: April Jones, Theresa May, Julio, Domingo."""

from __future__ import annotations

from conversation.extractors.births import MONTHS
from conversation.extractors.doctor_names import listed
from conversation.extractors.language import is_small_word
from conversation.extractors.lexicons import load_words
from conversation.extractors.spelling import is_plain, is_word
from conversation.extractors.words import Words

_WHOLE_MONTHS = frozenset(month for month in MONTHS if len(month) > 3) | {"may"}
_WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes sabado "
    "domingo".split()
)
_FIRST_NAMES = frozenset("april may june august avril abril julio domingo".split())
"""Those that people are called by alone."""
_FOLLOWS = frozenset("and y e here speaking aqui calling writing".split())
"""What goes on behind a name that somebody gave as theirs."""
_NO_NAMES = frozenset(
    "please thanks thank gracias por favor appointment appt visit cita morning afternoon evening night noon bank "
    "holiday manana tarde noche weekend checkup check review followup scan test tests results surgery clinic slot "
    "booking session consultation consulta consultas revision prueba pruebas exam date dates".split()
)


def is_of_calendar(word: str) -> bool:
    """Whether a word is a whole month or weekday."""
    return word in _WHOLE_MONTHS or word in _WEEKDAYS


def is_calendar_first_name(word: str) -> bool:
    """Whether people are called so by that word alone."""
    return word in _FIRST_NAMES


def begins_name(words: Words, at: int, *, surely: bool) -> bool:
    """Whether a month or day is a first name by what follows: "April Jones", "julio perez".

    `surely` means that the words before it introduce somebody, so that the family name may be a word as well ("June
    Brown").
    """
    after = at + 1
    if after >= len(words.tokens) or words.clause[after] != words.clause[at]:
        return False
    text = words.tokens[after].text
    if not text.replace("'", "").isalpha() or text.endswith("'s") or text in _NO_NAMES or text in listed("titles"):
        return False
    if words.tokens[at].text not in _FIRST_NAMES and not words.is_capital(at):
        return False
    is_month = text in _WHOLE_MONTHS and words.tokens[at].text in _FIRST_NAMES
    if (is_of_calendar(text) and not is_month) or is_small_word(text):
        return False
    if words.is_capital(at):
        return words.is_capital(after) and (surely or not is_word(text))
    return not words.is_capital(after) and not is_word(text) and (surely or not is_plain(text))


def ends_name(words: Words, at: int) -> bool:
    """Whether a month is the family name of who was named before it: "Theresa May", "Ana Abril"."""
    given = words.tokens[at - 1].text
    is_name = given in load_words("given_names") or not is_word(given)
    return words.tokens[at].text in _WHOLE_MONTHS and is_name and closes_name(words, at + 1)


def closes_name(words: Words, after: int) -> bool:
    """Whether a name is over before the word `after`, and no date goes on there."""
    is_over = after >= len(words.tokens) or words.clause[after] != words.clause[after - 1]
    return is_over or words.tokens[after].text in _FOLLOWS
