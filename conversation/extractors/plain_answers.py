"""Whether a yes, no or maybe answers, or only stands in a sentence."""

from __future__ import annotations

from conversation.extractors.entities import Intent
from conversation.extractors.intent_lexicon import Meaning
from conversation.extractors.lexicon import Hit
from conversation.extractors.negation import CANNOT, NOT, NOT_DOING
from conversation.extractors.spelling import is_word
from conversation.extractors.words import Words

ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.MAYBE})


def is_answer(words: Words, hit: Hit[Meaning]) -> bool:
    """Whether a yes, no or maybe is one: it opens a clause, or stands in a short sentence that asks nothing."""
    if hit.value.intent not in ANSWERS:
        return True
    first, following = words.read[hit.first], words.read[hit.end : hit.end + 1]
    if hit.value.intent == Intent.YES and hit.first and words.read[hit.first - 1] in _DENYING | _NEGATED:
        return False  # "that one doesn't suit me", whose verb alone is a yes
    if hit.value.intent == Intent.YES and _leads_on(words, hit):
        return False
    if words.read[hit.end : hit.end + 2] in (("or", "no"), ("o", "no")):
        return False  # "yes or no?" asks for an answer
    if hit.value.intent == Intent.YES and _NEGATED & set(words.read[hit.first + 1 : hit.end]) and first != "why":
        return "wrong" in words.read[hit.first : hit.end]
    if first in _PLAIN and hit.end - hit.first <= _PLAINLY:
        alone = not following or words.clause[hit.end] != words.clause[hit.end - 1] or hit.end - hit.first > 1
        names = hit.value.intent == Intent.NO and not alone and not _may_follow_no(following[0])
        return words.begins[hit.first] and not names
    if words.is_question(hit.first):
        return _stands_before(words, hit) or _is_turn_of_speech(words, hit)
    length = sum(number == words.sentence[hit.first] for number in words.sentence)
    return words.begins[hit.first] or length <= _SHORT


def _leads_on(words: Words, hit: Hit[Meaning]) -> bool:
    """Whether "si" is an if and "ya" an already, which lead on to a clause: "si alguien falla", "ya veré"."""
    if hit.end - hit.first > 1 or words.closes(hit.end):
        return False
    if words.read[hit.first] == "ya":
        return True
    end = words.sentence_end[hit.first]
    follows = sum(number == words.clause[hit.first] for number in words.clause[hit.end : end])
    token = words.tokens[hit.first]
    return words.message.words(token.start, token.end).lower() == "si" and follows >= _CONDITION


_CONDITION = 3  # words; fewer are more of the yes ("si por favor")


def _stands_before(words: Words, hit: Hit[Meaning]) -> bool:
    """Whether an answer is a clause of its own before what is asked: "that's great, where is it?", but not "ok"."""
    if hit.end - hit.first < 2:
        return False
    end = words.sentence_end[hit.first]
    return words.begins[hit.first] and words.closes(hit.end) and words.clause[hit.end - 1] != words.clause[end - 1]


def _is_turn_of_speech(words: Words, hit: Hit[Meaning]) -> bool:
    """Whether a whole answer only begins like a question: "puede ser", "could be", but not with a question mark."""
    opens = hit.first == 0 or words.sentence[hit.first - 1] != words.sentence[hit.first]
    return opens and "?" not in words.message.raw and words.closes(hit.end) and hit.end - hit.first > 1


_DENYING = frozenset("ninguno ninguna nada ni si".split())
"""Before a phrase of consent they take it back, or only suppose it."""
_NEGATED = (NOT | NOT_DOING | CANNOT) - {"sin"}


def _may_follow_no(word: str) -> bool:
    """Whether a word may go on after an answer ("no thanks", "no cancel it"), so that "no" names no thing it lacks."""
    return word not in _AFTER_NO and is_word(word)


_AFTER_NO = frozenset(
    "preference problem problems worries rush hurry idea matter doubt preferencia problema prisa changes change "
    "allergies allergy insurance pain fever symptoms questions cambios alergias dolor fiebre one reason need con "
    "el la los las en with the on at to un una".split()
)
_PLAIN = frozenset("yes yeah yep yup no nope nah ok okay sure si claro vale".split())
_SHORT = 10  # words
_PLAINLY = 2  # words; what has more is a saying of its own ("ese no me va bien"), wherever it stands
