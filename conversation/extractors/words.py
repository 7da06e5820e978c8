"""A message as a row of words: sentences, clauses and small slips of the keyboard set right."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from conversation.extractors.entities import Span
from conversation.extractors.spelling import correct_row
from conversation.extractors.text import Message, Token

_HARD = re.compile(r"[!?;\n\u00a1\u00bf\u3002\u061f\u2026]|[.:]\s|\.\.")
_SOFT = re.compile(r"[,()\u060c]|/ | -+ |--|[.:]")
_SHORTENED = frozenset("dr dra drs prof mr mrs ms st no nr num sr sra tel".split())
"""Words whose full stop ends no sentence."""
COMPOUNDS = {
    ("x", "ray"): "xray", ("x", "rays"): "xrays", ("follow", "up"): "followup", ("follow", "ups"): "followups",
    ("check", "up"): "checkup", ("check", "ups"): "checkups", ("no", "show"): "noshow", ("walk", "in"): "walkin",
    ("wi", "fi"): "wifi", ("opt", "out"): "optout", ("opt", "in"): "optin", ("top", "up"): "topup",
    ("carry", "on"): "carryon", ("pre", "eclampsia"): "preeclampsia", ("self", "harm"): "selfharm",
    ("pre", "authorisation"): "preauthorisation", ("pre", "authorization"): "preauthorization",
    ("co", "pay"): "copay", ("c", "section"): "csection", ("x", "rayed"): "xrayed", ("un", "conscious"): "unconscious",
}  # fmt: skip
"""Words that people write as one, as two or with a hyphen; they are read as one."""
_HYPHEN_ONLY = frozenset((("no", "show"), ("carry", "on")))
_BETWEEN_LETTERS = frozenset((".", " ", ". ", "-"))
_FILLERS = frozenset(
    "ok okay oh um uh uhm er hmm well so and then also please hi hello hey sorry actually but just now alright "
    "right yes yeah yep yup no nope sure great thanks good fine perfect i'm im bueno pues vale hola y entonces "
    "por favor perdona perdon oye mire mira ah si no gracias pero".split()
)
_TAILS = frozenset(
    "please thanks thank you then now doctor sir madam maam ma'am mate dear too so very much again though por "
    "favor gracias entonces ya ahora muchas pls plz bye anyway".split()
)


_ASKING = frozenset(
    "is are was were do does did can could will would should may might have has what whats who whos when where "
    "wheres why how hows which whose am que quien cuando donde cual cuanto cuantos es son puedo puede hay tiene "
    "tienen".split()
)


_COMMANDED = ((), ("it",), ("that",), ("so",), ("this",))
"""What follows "do" where it tells rather than asks."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a message. `read` holds each as it is understood (slips corrected), `tokens` as written."""

    message: Message
    tokens: tuple[Token, ...]
    read: tuple[str, ...]
    sentence: tuple[int, ...]
    """Number of the sentence of each word."""
    sentence_start: tuple[int, ...]
    """Index of the first word of each word's sentence."""
    sentence_end: tuple[int, ...]
    """Index after the last word of each word's sentence."""
    clause: tuple[int, ...]
    """Number of the clause (commas part them too)."""
    begins: tuple[bool, ...]
    """Whether a word begins a clause, fillers apart."""
    spelled: tuple[int, ...]
    """Index after the row of single letters that begins at each word ("j. l. ruiz"); its own where none does."""
    places: Mapping[str, Sequence[int]]
    """Where each word stands, as it is read."""

    def closes(self, at: int) -> bool:
        """Whether nothing but politeness follows before the clause ends (`at` is the word after a phrase)."""
        while at < len(self.read):
            if self.clause[at] != self.clause[at - 1]:
                return True
            if self.read[at] not in _TAILS:
                return False
            at += 1
        return True

    def is_question(self, at: int) -> bool:
        """Whether the sentence of word `at` asks something: by its first word or its question mark."""
        end = self.sentence_end[at]
        stop = self.tokens[end].start if end < len(self.tokens) else len(self.message.folded)
        if "?" in self.message.folded[self.tokens[end - 1].end : stop]:
            return True
        first = next((i for i in range(self.sentence_start[at], end) if self.read[i] not in _FILLERS), at)
        commanded = self.read[first] == "do" and self.read[first + 1 : min(first + 2, end)] in _COMMANDED
        return self.read[first] in _ASKING and not commanded

    def is_capital(self, at: int) -> bool:
        """Whether a word was written with a capital, in a message that is not all in capitals."""
        return not self.message.is_shouted and self.message.raw[self.message.origin[self.tokens[at].start]].isupper()

    def span(self, first: int, end: int, certainty: float = 1.0) -> Span:
        """The place of some words in the message."""
        start, stop = self.tokens[first].start, self.tokens[end - 1].end
        return Span(start, stop, self.message.words(start, stop), certainty)

    def around(self, start: int, stop: int) -> tuple[int, int]:
        """The words that lie in `folded[start:stop]`, as first and end index."""
        first = bisect_left(self.tokens, start, key=lambda token: token.start)
        end = bisect_right(self.tokens, stop, key=lambda token: token.end)
        return (first, end) if first < end else (0, 0)


def span_of(message: Message, start: int, end: int) -> Span:
    """The place `folded[start:end]` of a message, with the sender's words."""
    return Span(start, end, message.words(start, end))


@lru_cache(maxsize=16)
def words_of(message: Message) -> Words:
    """The words of a message (kept for the extractors that read the same message one after another)."""
    tokens = _joined(message)
    read = correct_row([token.text for token in tokens])
    sentence: list[int] = []
    clause: list[int] = []
    begins: list[bool] = []
    at_sentence = at_clause = 0
    before = 0
    for index, token in enumerate(tokens):
        gap = message.folded[before : token.start]
        if gap == " ":  # as most are
            gap = ""
        stopped = index and gap and _HARD.search(gap) and not (gap == ". " and tokens[index - 1].text in _SHORTENED)
        if stopped:
            at_sentence += 1
            at_clause += 1
        elif index and gap and _SOFT.search(gap):
            at_clause += 1
        sentence.append(at_sentence)
        fresh = index == 0 or clause[-1] != at_clause
        begins.append(fresh or (begins[-1] and read[index - 1] in _FILLERS))
        clause.append(at_clause)
        before = token.end
    return Words(
        message,
        tokens,
        read,
        tuple(sentence),
        _starts(sentence),
        _ends(sentence),
        tuple(clause),
        tuple(begins),
        _spelled(message, tokens),
        places_of(read),
    )


def places_of(read: Sequence[str]) -> dict[str, list[int]]:
    """Each word with where it stands in a row of words."""
    places: dict[str, list[int]] = {}
    for index, word in enumerate(read):
        places.setdefault(word, []).append(index)
    return places


def _joined(message: Message) -> tuple[Token, ...]:
    """The words, compounds as one."""
    joined: list[Token] = []
    for token in message.tokens:
        last = joined[-1] if joined else None
        whole = COMPOUNDS.get((last.text, token.text)) if last else None
        if last and whole:
            gap = message.folded[last.end : token.start]
            if gap == "-" or (gap == " " and (last.text, token.text) not in _HYPHEN_ONLY):
                joined[-1] = Token(whole, last.start, token.end)
                continue
        joined.append(token)
    return tuple(joined)


def _spelled(message: Message, tokens: Sequence[Token]) -> tuple[int, ...]:
    ends = list(range(len(tokens)))
    for at in range(len(tokens) - 1, -1, -1):
        if len(tokens[at].text) == 1 and tokens[at].text.isalpha():
            following = tokens[at + 1].start if at + 1 < len(tokens) else tokens[at].end
            goes_on = message.folded[tokens[at].end : following] in _BETWEEN_LETTERS
            ends[at] = max(at + 1, ends[at + 1]) if goes_on else at + 1
    return tuple(ends)


def _starts(groups: list[int]) -> tuple[int, ...]:
    starts = list(range(len(groups)))
    for index in range(1, len(groups)):
        if groups[index] == groups[index - 1]:
            starts[index] = starts[index - 1]
    return tuple(starts)


def _ends(groups: list[int]) -> tuple[int, ...]:
    ends = [len(groups)] * len(groups)
    for index in range(len(groups) - 2, -1, -1):
        ends[index] = ends[index + 1] if groups[index] == groups[index + 1] else index + 1
    return tuple(ends)
