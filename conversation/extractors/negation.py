"""Whether words are turned down or denied: "not Friday", "no chest pain", "anyone but Dr Lee"."""

from __future__ import annotations

from conversation.extractors.words import Words

_BEFORE = frozenset("no not isnt wasnt never except besides than instead sin excepto menos salvo nunca tampoco".split())
_REACH = 4
_LINKS = frozenset(
    "the a an with dr doctor dra doctora for to of on in at my any want need like see me with by from really "
    "necessarily el la los las un una con para de del al quiero a that this one go book".split()
)


def is_rejected(words: Words, first: int, end: int) -> bool:
    """Whether the words `first`..`end` name something the sender does not want ("not X", "anyone but X", "X no")."""
    if _has_no_behind(words, end):
        return True
    at = first - 1
    while at >= 0 and first - at <= _REACH and words.clause[at] == words.clause[first]:
        word = words.read[at]
        if word in _BEFORE or (word in ("vez", "lugar") and at and words.read[at - 1] == "en"):
            return True
        if word == "but" and at and words.read[at - 1] in ("anyone", "anybody", "any", "everyone"):
            return True
        if word in ("dont", "rather") and at + 1 < first and words.read[at + 1] in ("want", "like", "need", "not"):
            return True
        if word not in _LINKS:
            return False
        at -= 1
    return False


def _has_no_behind(words: Words, end: int) -> bool:
    """Whether a "no" follows that turns down what stands before it: "la primera no, la otra"."""
    if not 0 < end < len(words.read) or words.read[end] != "no" or words.clause[end] != words.clause[end - 1]:
        return False
    behind = words.message.folded[words.tokens[end].end :].lstrip()[:1]
    return words.closes(end + 1) and behind != "?"


def is_denied(words: Words, first: int) -> bool:
    """Whether a symptom that begins at `first` is said to be absent ("no chest pain", "I don't have a fever")."""
    at = first - 1
    while at >= 0 and first - at <= _REACH + 1 and words.sentence[at] == words.sentence[first]:
        word = words.read[at]
        if word in ("but", "however", "pero", "because", "since", "and", "y", "then"):
            return False
        if word in _DENIALS:
            return not _is_answer(words, at) and _NO_DENIAL.isdisjoint(words.read[at + 1 : first])
        at -= 1
    return False


_NO_DENIAL = frozenset(
    "know sure understand stand bear only just such able sleep walk work focus eat stop stopping go going away better "
    "improve cope what why how se aguanto aguanta soporto soporta puedo puede deja dejan quita va pasa mejora cede "
    "baja para duermo solo solamente sabe entiendo".split()
)
"""Behind a "no", words that deny something else: "I don't know why my back hurts", "no aguanto la espalda"."""
_DENIALS = frozenset(
    "no not dont doesnt didnt havent hasnt isnt arent wasnt without never denies deny denied neither nor negative "
    "sin niego nunca tampoco ningun ninguna".split()
)


def _is_answer(words: Words, at: int) -> bool:
    """Whether a "no" answers a question rather than denies what follows ("no, I have chest pain")."""
    if words.read[at] != "no" or at + 1 >= len(words.read):
        return False
    return words.clause[at] != words.clause[at + 1] or words.read[at + 1] in _SUBJECTS


_SUBJECTS = frozenset("i he she it my his her we they the im ive hes shes yo mi".split())


_REJECTS = frozenset("not no never except isnt menos excepto but instead".split())


def is_refused(words: Words, at: int, end: int | None = None) -> bool:
    """Whether something pointed at is turned down ("not the former", "anything but the second", "la primera no")."""
    near = range(max(0, at - 3), at)
    return _has_no_behind(words, at + 1 if end is None else end) or any(
        words.read[i] in _REJECTS and not (words.read[i] == "no" and words.clause[i] != words.clause[at]) for i in near
    )
