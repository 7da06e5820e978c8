"""In which language somebody writes: English or Spanish, by the small words that nobody can write without."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversation.extractors.entities import Context
from conversation.extractors.text import Message

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
    "hace ser ir a proxima proximo semana".split()
)
_SHARED = _ENGLISH & _SPANISH | {"no", "a", "me", "doctor", "he", "hospital", "normal", "son", "of", "once"}
_ASKED = (
    (
        re.compile(
            r"\b(?:in|speak|to|into|use) english\b|\ben ingles\b|^\W*(?:english|ingles)(?: please| por favor)?\W*$"
        ),
        "en",
    ),
    (
        re.compile(
            r"\b(?:in|speak|to|into|use) (?:spanish|castellano|espanol)\b|\ben (?:espanol|castellano)\b"
            r"|^\W*(?:spanish|espanol|castellano)(?: please| por favor)?\W*$"
        ),
        "es",
    ),
)
_SPANISH_SIGNS = re.compile("[\u00f1\u00d1\u00bf\u00a1]")


@dataclass(frozen=True, slots=True)
class Language:
    """A language (`en`, `es`), whether enough speaks for it to change to it, and whether it was asked for."""

    code: str
    sure: bool = False
    asked: bool = False


def find_language(message: Message, context: Context) -> Language:
    """The language of a message; the conversation's own where nothing speaks for another."""
    for pattern, code in _ASKED:
        if code in context.languages and pattern.search(message.folded):
            return Language(code, sure=True, asked=True)
    words = [token.text for token in message.tokens]
    english = sum(word in _ENGLISH and word not in _SHARED for word in words)
    spanish = sum(word in _SPANISH and word not in _SHARED for word in words)
    spanish += len(_SPANISH_SIGNS.findall(message.raw[:400]))
    code, most, least = ("es", spanish, english) if spanish > english else ("en", english, spanish)
    if most == least or code not in context.languages:
        return Language(context.language)
    return Language(code, sure=most >= SURE and most > 2 * least)


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
    return word in _ENGLISH or word in _SPANISH
