"""A town named in passing, for hospitals whose sites are unknown: "in San Jose", or the answer to "which city?"."""

from __future__ import annotations

from conversation.extractors.entities import Context, Span
from conversation.extractors.language import is_small_word
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of

ASKED = "location"
"""`Context.question` when the desk asked where."""
_BEFORE = frozenset("in near nearby around within en cerca try closer".split())
_ARTICLES = frozenset("los las la el san santa santo st saint el del de north south east west new port".split())
_NEVER = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december english spanish dr doctor dra ok okay yes yup yep no sure maybe perhaps "
    "probably wait also thanks thank please let's lets that's what's it's cosmetic general family my the here "
    "there google tripadvisor yelp half quarter one two three four five six seven eight nine ten eleven twelve "
    "noon midday as well also too or and today tomorrow".split()
)
_TAILS = frozenset(
    "area city please thanks thank for the is are would will be great good fine perfect ok works".split()
)
_MOST = 4


def find_town(message: Message, context: Context, *, searching: bool) -> Span | None:
    """The words that name a town; None where none is named. `searching` also reads small letters ("in san jose")."""
    words = words_of(message)
    asked = context.question == ASKED
    found: Span | None = None
    for at in range(1, len(words.tokens)):
        after_the = at > 1 and words.read[at - 1] in ("the", "to") and words.read[at - 2] in _BEFORE
        if (words.read[at - 1] in _BEFORE or after_the or words.read[max(0, at - 2) : at] == ("city", "of")) and (
            end := _end(words, at, small=asked or searching)
        ) > at:
            found = words.span(at, end)
    return found or (_answer(words) if asked else None)


def _answer(words: Words) -> Span | None:
    """The town in an answer without a preposition: a capitalised name, or a short answer in small letters."""
    short = len([word for word in words.read if word not in _TAILS and not is_small_word(word)]) <= 3
    for small in (False, short):
        for at in range(len(words.tokens)):
            if (end := _end(words, at, small=small)) > at:
                return words.span(at, end)
    return None


def _end(words: Words, at: int, *, small: bool) -> int:
    """Index after the name that begins at `at`; `at` where none does."""
    end = at
    while end < min(len(words.tokens), at + _MOST) and _may_be(words, end, first=end == at, small=small):
        if end > at and words.clause[end] != words.clause[at]:
            break
        end += 1
    named = [i for i in range(at, end) if words.tokens[i].text not in _ARTICLES]
    return end if named else at


def _may_be(words: Words, at: int, *, first: bool, small: bool) -> bool:
    token = words.tokens[at].text
    if not token.replace("'", "").isalpha() or token in _NEVER:
        return False
    capital = words.is_capital(at)
    if not (capital or small):
        return False
    if token in _ARTICLES:
        return first or capital
    if is_small_word(token) or (token in _TAILS and not capital):
        return False
    return not is_word(token) or (capital and not first)
