"""In which language somebody writes: English or Spanish, by the small words that nobody can write without.

Only this module chooses between the desk's languages; `foreign` finds writing in none of them, and `spanish` makes the
forms of verbs for the lexicons and detects nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from sys import intern
from typing import Any

from conversation.extractors.entities import Context, Span
from conversation.extractors.lexicons import load
from conversation.extractors.text import Message, Token

SURE = 3
"""Words that must speak for a language before a conversation changes to it."""

_ENGLISH = frozenset(
    "the a an i you he she it we they my your his her our their is are was were be been am i'm it's don't can't "
    "do does did to of in on at for with from by and or but not this that these those what when where which who "
    "why how have has had will would can could should please thanks thank yes hello hi need want like see book "
    "appointment doctor tomorrow today morning afternoon evening monday tuesday wednesday thursday friday "
    "saturday sunday cancel next any there if so then just me get make about after before english good great okay "
    "i'd i'll i've some out up week day time".split()
)
_SPANISH = frozenset(
    "el la los las un una unos unas yo tu usted ella nosotros ellos mi mis su sus es son soy eres estoy esta "
    "estan estaba era de del al en con por para y o pero no que quien como cuando donde cual porque si muy mas "
    "menos este ese eso esto estos hay tengo tiene quiero quisiera necesito puedo puede podria me te se le lo les "
    "nos ya hola gracias favor cita doctora medico manana hoy tarde noche lunes martes miercoles jueves viernes "
    "sabado domingo cancelar otra otro vale claro buenos buenas dias espanol tambien cuanto dolor duele desde "
    "hace ser ir a proxima proximo semana cuales citas visita visitas hora horas medicos despues siempre alguien "
    "algo veces ahora ayer aqui alli entonces hasta nuestro nuestra esa esos esas tienen tenemos quieres quiere "
    "puedes podrian fui fue llamo gusta gustaria ninguno cada muchos muchas ustedes vosotros vos sido mejor".split()
)
SMALL_WORDS = _ENGLISH | _SPANISH
"""The words that tell a language."""
_SHARED = _ENGLISH & _SPANISH | {
    "no",
    "a",
    "me",
    "doctor",
    "he",
    "hospital",
    "normal",
    "son",
    "of",
    "once",
    "am",
    "mar",
}
_RATHER = (
    r"\b(?:prefer|rather have|i only (?:speak|know|understand)|only|prefiero|mejor|solo (?:hablo|entiendo|se)|solo)"
    r"(?: el| in| en)?"
)
_NOT_SPOKEN = re.compile(
    r"\b(?:don'?t|do not|can'?t|cannot|can not|no)(?: \w+)? (?:speak|understand|read|know|hablo|entiendo|leo|se|domino)"
    r"(?: (?:much|any|good|very good|hablar|leer|casi|mucho|muy bien|bien))?(?: el)? (?:english|spanish|ingles"
    r"|espanol|castellano)\b"
    r"|\b(?:my|mi) (?:english|spanish|ingles|espanol|castellano) (?:is|isn'?t|is not|es|no es) (?:\w+ )?"
    r"(?:bad|poor|terrible|weak|limited|good|great|mal[oa]|bueno|pobre|limitado)\b"
)
"""A language that whoever writes does not speak: another is wished for, without being named."""
_ASKED = (
    (
        re.compile(
            r"\b(?:in|speak|to|into|use) english\b|\b(?:en|hablo) ingles\b"
            r"|^\W*(?:english|ingles)(?: please| por favor)?\W*$"
            rf"|{_RATHER} (?:english|ingles)\b"
        ),
        "en",
    ),
    (
        re.compile(
            r"\b(?:in|speak|to|into|use) (?:spanish|castellano|espanol)\b|\b(?:en|hablo) (?:espanol|castellano)\b"
            r"|^\W*(?:spanish|espanol|castellano)(?: please| por favor)?\W*$"
            rf"|{_RATHER} (?:spanish|espanol|castellano)\b"
        ),
        "es",
    ),
)
_OTHERS_SPEAK = re.compile(
    r"\b(?:doctors?|doctora?e?s?|dra?|medic[oa]s?|nurses?|staff|who|anyone|anybody|someone|somebody|he|she|they|alguien|quien"
    r"(?:es)?|\w+(?:ist|ician|ologo|ologa|iatra)s?)\b[^!?\n]{0,60}\b(?:speaks?|speaking|talks?|habl(?:a|e|an|en)|understands?)\b"
    r"|\b(?:english|spanish|espanol|castellano|ingles)[ -]speaking\b|__[^!?\n]{0,60}\b(?:speaks?|hablan?)\b"
    r"|\bhablan?\b[^!?\n]{0,30}(?:__|\b(?:la|el|los|las|alg[uú]n\w*) \w+)"
    r"|\b(?:my|our|his|her|their|mi|mis|nuestr[oa]s?|the|la|el) (?:(?!i |we |yo |nosotros )[a-z'-]+ ){1,3}?"
    r"(?:(?:can'?t|cannot|can not|don'?t|doesn'?t|do not|does not|can|only|no|solo) )?"
    r"(?:speaks?|understands?|reads?|knows?|habla|entiende|lee|sabe)n?\b"
)
"""Somebody else's languages: "a doctor who speaks Spanish" is no wish to be written to in it."""
_MARKS = re.compile("[\u00bf\u00a1]")
"""Marks that only Spanish opens a sentence with."""
_ACCENTED = re.compile("[\u00f1\u00e1\u00e9\u00ed\u00f3\u00fa]", re.IGNORECASE)
_SPANISH_END = re.compile(
    r"\w(?:cion(?:es)?|[ai]ron|[aie]ndo|mente|idad(?:es)?|olog[oa]s?|[ae]mos|aba[ns]?|adora?|ques?|[ij]as"
    r"|i[ao]s?|an[oa]s?|er[oa]s?|c?it[oa]s?|ill[oa]s?|[aeiou]j[oae]s?)$"
)
_ENGLISH_END = re.compile(r"\w(?:ing|tion|ly|ness|ght|ck|sh|th|ful|less|ould|ee[dklnpst]?|oo[dklmnpst]|w|[^aeiou]y)$")
_LEAST_TO_LEAN = 4  # letters of a word whose ending says anything


@dataclass(frozen=True, slots=True)
class Language:
    """A language (`en`, `es`), whether enough speaks for it to change to it, and whether it was asked for."""

    code: str
    sure: bool = False
    asked: bool = False


def find_language(message: Message, context: Context) -> Language:
    """The language of a message; the conversation's own where nothing speaks for another.

    The small words decide; where they leave it open, the other words do, without ever being sure.
    """
    if (asked := _asked(message, context)) is not None:
        return Language(asked, sure=True, asked=True)
    names = _OF_NAMES if context.question in _NAMES_ASKED or _is_of_names(message) else frozenset()
    words = [token.text for token in message.tokens if token.text not in names]
    english = sum(word in _ENGLISH and word not in _SHARED for word in words)
    spanish = sum(word in _SPANISH and word not in _SHARED for word in words)
    spanish += len(_MARKS.findall(message.raw[:_BEGINNING]))
    is_open = english == spanish
    code, most, least = ("es", spanish, english) if spanish > english else ("en", english, spanish)
    if is_open and (leaning := _leaning(message)) is not None:
        code = leaning
    elif is_open:
        return Language(context.language)
    if code not in context.languages:
        return Language(context.language)
    return Language(code, sure=most >= SURE and most > 2 * least)


_NAMES_ASKED = frozenset({"name", "guardian_name"})
_OF_NAMES = frozenset("de del la las los el y e o da do dos di san santa the of and".split())
"""Small words of names and streets, which speak for no language there: "María de la O", "Calle de la Paz"."""


def _is_of_names(message: Message) -> bool:
    """Whether nothing but names and numbers is written: capitals with their small words between them."""
    firsts = (message.raw[message.origin[token.start]] for token in message.tokens if token.text not in _OF_NAMES)
    return not message.is_shouted and all(first.isupper() or not first.isalpha() for first in firsts)


_BEGINNING = 400  # characters that are looked at for how they are written


def _leaning(message: Message) -> str | None:
    """The language that the words other than the small ones are rather of: by lexicon, accents and endings."""
    spanish = english = 0
    for token in message.tokens[:_BEGINNING]:
        word = token.text
        if word in _SHARED or not word.isalpha():
            continue
        if word in _own_words()[1] or (word not in _own_words()[0] and _looks_spanish(message, token)):
            spanish += 1
        elif word in _own_words()[0] or "'" in word or (len(word) >= _LEAST_TO_LEAN and _ENGLISH_END.search(word)):
            english += 1
    if spanish == english:
        return None
    return "es" if spanish > english else "en"


def _looks_spanish(message: Message, token: Token) -> bool:
    if message.is_titled:
        return False  # a name is of no language
    if len(token.text) >= _LEAST_TO_LEAN and _SPANISH_END.search(token.text):
        return True
    return not message.raw.isascii() and _ACCENTED.search(message.words(token.start, token.end)) is not None


@cache
def _own_words() -> tuple[frozenset[str], frozenset[str]]:
    """The words that only the English lexicons have, and those that only the Spanish ones have."""
    english, spanish = (
        {intern(word) for name in _LEXICONS for word in _words_in(load(f"{name}.{code}"))} for code in ("en", "es")
    )
    return frozenset(english - spanish - _SPANISH), frozenset(spanish - english - _ENGLISH)


_LEXICONS = ("intents", "complaints", "emergency", "harmless")


def _words_in(data: Any) -> Iterator[str]:
    """The whole words of a lexicon, without the keys that it is arranged by."""
    if isinstance(data, str):
        yield from (word for word in re.split("[ ,|]", data.lower()) if word.isalpha() and len(word) > 1)
    elif isinstance(data, dict):
        for value in data.values():
            yield from _words_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from _words_in(value)


def _asked(message: Message, context: Context) -> str | None:
    """The language that a message asks for, outright or by not speaking the other one."""
    if not _names_one(message):
        return None
    if (spared := _spared(message, context)) is not None:
        return spared
    for pattern, code in _ASKED:
        wish = pattern.search(message.folded) if code in context.languages else None
        if wish is not None and not _is_of_others(message, wish):
            return code
    return None


def _is_of_others(message: Message, wish: re.Match[str]) -> bool:
    """Whether somebody else's language is meant, unless another clause asks: "my mother speaks none, so in Spanish"."""
    other = _OTHERS_SPEAK.search(message.folded)
    return other is not None and not (
        other.end() <= wish.start() and _PARTED.search(message.folded, other.end(), wish.start())
    )


_PARTED = re.compile(r"[,.;!?\n]|\bso\b|\basi que\b")


def _names_one(message: Message) -> bool:
    return any(name in message.folded for name in ("english", "ingles", "spanish", "espanol", "castellano"))


def find_denied(message: Message) -> Span | None:
    """Where somebody says that they do not speak one of the desk's languages."""
    match = _NOT_SPOKEN.search(message.folded) if _names_one(message) else None
    if match is None or _OTHERS_SPEAK.search(message.folded):
        return None
    return Span(match.start(), match.end(), message.words(match.start(), match.end()))


def _spared(message: Message, context: Context) -> str | None:
    """The language left to somebody who does not speak the other one."""
    denied = find_denied(message)
    if denied is None:
        return None
    is_english = re.search("english|ingles", message.folded[denied.start : denied.end]) is not None
    code = "es" if is_english else "en"
    return code if code in context.languages else None


_ELSEWHERE = re.compile(
    r"\b(?:french|german|italian|portuguese|dutch|polish|russian|ukrainian|romanian|turkish|arabic|hebrew|hindi|urdu"
    r"|punjabi|bengali|tamil|chinese|mandarin|cantonese|japanese|korean|vietnamese|tagalog|czech|greek|swedish|irish"
    r"|catalan|frances|aleman|italiano|portugues|ruso|arabe|chino|polaco|rumano|ucraniano)\b"
)


def is_elsewhere(message: Message) -> bool:
    """Whether a message names a language that the desk does not speak."""
    return _ELSEWHERE.search(message.folded) is not None


def readings(message: Message, context: Context) -> tuple[str, ...]:
    """The languages to read a message in: its own where that is sure, else both, since people mix them."""
    found = find_language(message, context)
    if found.sure and not found.asked:
        return (found.code,)
    other = "en" if context.language == "es" else "es"
    # also one that the hospital does not speak: a "yes" is a yes
    return (context.language, other)


def is_small_word(word: str) -> bool:
    """Whether a word is one of the small ones of either language ("the", "para")."""
    return word in SMALL_WORDS
