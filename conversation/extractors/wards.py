"""Whoever writes as somebody's mother, husband or carer: "I'm Sarah Reed, Tom's mum", "soy la madre de Luis"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from conversation.extractors.entities import Span
from conversation.extractors.lexicons import load_words
from conversation.extractors.name_words import is_given_name, name_from, name_to
from conversation.extractors.names import HERE, INTRODUCES
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.words import Words

_PARENTS = frozenset("parent guardian tutor tutora".split())
_CARERS = frozenset("carer caregiver cuidador cuidadora".split())
_OF = frozenset("of to de".split())
_MOST = 10  # relatives and introductions of a message that are looked at
_THEIR = frozenset("his her their su the la el".split())
_BETWEEN = re.compile(r"[\s,(-]*(?:(?:here|speaking|aqui|al habla|and|y|i am|i'm|im|soy|the|la|el)[\s,]+)*")
"""What may stand between the name of whoever writes and whose mother they are."""
_BEHIND = re.compile(r"[\s,(-]+(?:(?:my name is|me llamo|i am|i'm|soy) )?")
"""And before that name, where it comes behind."""


class Ward(NamedTuple):
    """The patient of somebody who writes for them."""

    relation: str
    """What the patient is to whoever writes."""
    name: Span | None
    """None where the patient is only "her" or "him"."""
    sender: Span | None
    role: Span
    """The words that say so: "Tom's mum"."""


def find_ward(words: Words) -> Ward | None:
    """For whom somebody writes who introduces themselves by what they are to the patient."""
    heads = None
    for name, role in islice(_roles(words), _MOST):
        heads = heads or {match.end() for match in INTRODUCES.finditer(words.message.folded)}
        sender, is_introduced = _sender(words, role, heads)
        if is_introduced:
            return Ward(_turned(words, role), name, sender, role)
    return None


def _roles(words: Words) -> Iterator[tuple[Span | None, Span]]:
    """Names with the words that say what somebody is to them: "Tom's mum", "la madre de Luis", "her dad"."""
    for at, word in enumerate(words.read):
        if word not in RELATIONS and word not in _PARENTS | _CARERS:
            continue
        if at and (name := _owner(words, at - 1)):
            yield name, words.span(words.around(name.start, words.tokens[at - 1].end)[0], at + 1)
        elif at + 2 < len(words.read) and words.read[at + 1] in _OF and (name := _named(words, at + 2)):
            yield name, words.span(at, words.around(name.start, name.end)[1])
        elif at and words.read[at - 1] in _THEIR and _relation_to(word) == "child":
            yield None, words.span(at - 1, at + 1)


def _owner(words: Words, at: int) -> Span | None:
    """Whose somebody is by the word before: "Leo Reed's", and in small letters "toms"."""
    text = words.tokens[at].text
    if text.endswith("'s") and (name := name_to(words, at)):
        return name
    bare = text.removesuffix("s").removesuffix("'")
    if bare == text or words.is_capital(at) or not is_given_name(bare):
        return None
    span = words.span(at, at + 1)
    return Span(span.start, span.start + len(bare), span.words[: len(bare)])


def _named(words: Words, at: int) -> Span | None:
    """The name that begins at a word; beside what somebody is to the patient one that is a word too: "Mark"."""
    if at >= len(words.tokens):
        return None
    is_first_name = words.is_capital(at) and words.tokens[at].text in load_words("given_names")
    return name_from(words, words.tokens[at].start, strict=True, surely=True) or (
        words.span(at, at + 1) if is_first_name else None
    )


def _named_from(words: Words, start: int) -> Span | None:
    at = bisect_left(words.tokens, start, key=attrgetter("start"))
    return _named(words, at) if at < len(words.tokens) and words.tokens[at].start <= start + 2 else None


def _sender(words: Words, role: Span, heads: Collection[int]) -> tuple[Span | None, bool]:
    """Who writes, and whether the role is theirs: it stands beside their introduction."""
    folded = words.message.folded
    begins = {role.start, _article(folded, role.start)}
    own = [
        name
        for head in sorted(heads)[:_MOST]
        if (name := _named_from(words, head)) and not role.start <= name.start < role.end
    ]
    if not begins.isdisjoint(heads) or HERE.match(folded, role.end):
        behind = _BEHIND.match(folded, role.end)
        after = _named_from(words, behind.end()) if behind else None
        return (own[0] if own else after), True
    first = _named(words, 0)
    for name in (*own, *((first,) if first else ())):
        between = _BETWEEN.match(folded, name.end)
        if between and between.end() in begins:
            return name, True
    return None, False


def _article(folded: str, start: int) -> int:
    """Where words begin with the article before them."""
    before = _ARTICLE.search(folded, max(0, start - 5), start)
    return before.start() if before else start


_ARTICLE = re.compile(r"\b(?:the|la|el|a|una?) $")


def _turned(words: Words, role: Span) -> str:
    """What the patient is to somebody who is their mother, husband, friend."""
    said = words.read[slice(*words.around(role.start, role.end))]
    return next(_relation_to(word) for word in said if word in RELATIONS or word in _PARENTS | _CARERS)


def _relation_to(role: str) -> str:
    """What somebody is to their mother, husband, friend."""
    if role in _PARENTS or RELATIONS.get(role) in ("mother", "father"):
        return "child"
    return "partner" if RELATIONS.get(role) in ("wife", "husband", "partner") else "other"
