"""Doctors of the roster in a message: by full name, surname, first name, a slip of the keyboard or the sound."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversation.extractors.described import MAN, sex_of
from conversation.extractors.doctor_mentions import without_superseded
from conversation.extractors.doctor_names import (
    BEFORE_SURNAMES,
    OPENS,
    Index,
    Name,
    index_of,
    is_ordinary,
    listed,
    near,
    plain,
)
from conversation.extractors.doctor_signs import (
    ARTICLES,
    CALENDAR,
    LEAST_ALONE,
    MOST_TITLES,
    PLACES,
    SHORT_TITLES,
    VERBS,
    goes_with,
    has_digit,
    introduced,
    is_a_name,
    is_all_there_is,
    is_courteous,
    is_in_passing,
    is_surname,
    is_unknown,
    names_a_place,
    says_else,
    stands_as_name,
    title_end,
)
from conversation.extractors.doctor_slips import find_nearly_whole, find_similar
from conversation.extractors.entities import Context, DoctorMention, Span
from conversation.extractors.negation import is_rejected
from conversation.extractors.spelling import is_plain, is_word
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of

_ADDRESS = re.compile(r"[^\s@]{1,64}@\S+|https?://\S+|www\.\S+")
_MOST_LETTERS = 12
_MOST = 12  # candidates beyond which a name says nothing


def find_doctors(message: Message, context: Context, taken: Sequence[Span] = ()) -> tuple[DoctorMention, ...]:
    """Doctors named in the message, in order. `taken` are places already explained (the patient's own name)."""
    words = words_of(message)
    index = index_of(context.roster)
    mentions: list[tuple[int, int, DoctorMention]] = []
    at = 0
    addresses = [Span(match.start(), match.end()) for match in _ADDRESS.finditer(message.folded)]
    spared = _inside(words, (*taken, *addresses))
    while at < len(words.read):
        found = None
        if at not in spared and _may_begin(words, at, index):
            found = _name_at(words, at, index, context)
        if found is None:
            at += 1
            continue
        mentions.append(found)
        at = found[1]
    return tuple(without_superseded(words, mentions))


def _may_begin(words: Words, at: int, index: Index) -> bool:
    """Whether a name may begin at a word; spares the plain words of a message the grammar."""
    word = plain(words.tokens[at].text)
    if word in listed("titles"):
        return True
    if not index.names:
        return False
    after = plain(words.tokens[at + 1].text) if at + 1 < len(words.tokens) else ""
    return (
        word in index.by_word
        or word in index.by_first
        or after in index.by_second
        or word in OPENS
        or len(word) < LEAST_ALONE
        or not is_word(word)
    )


def _inside(words: Words, places: Sequence[Span]) -> set[int]:
    """The words that lie in one of some places."""
    inside: set[int] = set()
    ahead = sorted(((place.start, place.end) for place in places), reverse=True)
    reach = 0
    for at, token in enumerate(words.tokens if ahead else ()):
        while ahead and ahead[-1][0] <= token.start:
            reach = max(reach, ahead.pop()[1])
        if token.end <= reach:
            inside.add(at)
    return inside


def _name_at(words: Words, at: int, index: Index, context: Context) -> tuple[int, int, DoctorMention] | None:
    """The doctor named from word `at` on: first and end word with the mention."""
    titled = title_end(words, at)
    start = titled or at
    if start >= len(words.tokens) or (titled and not goes_with(words, titled)):
        return None
    whole = _whole(words, start, index)
    if whole:
        return at, whole[0], _mention(words, at, whole[0], whole[1], index, similar=False)
    letters = _by_initials(words, start, index, titled=titled is not None, context=context)
    if letters:
        return at, letters[0], _mention(words, at, letters[0], letters[1], index, similar=False)
    if titled:
        start = _after_particles(words, start, index)
    run = _run(words, start, index)
    if run and titled and run[0] == start + 1 and is_in_passing(words, titled, start):
        return None
    found = _run_at(words, at, start, run, index, context, titled=titled is not None) if run else None
    if found:
        return found
    similar = find_nearly_whole(words, start, index) or find_similar(
        words, start, index, titled=titled is not None, context=context
    )
    if similar:
        end, numbers = similar
        return at, end, _mention(words, at, end, numbers, index, similar=True)
    return _somebody_else(words, at, start, titled) if titled else None


def _run_at(
    words: Words, at: int, start: int, run: tuple[int, frozenset[int]], index: Index, context: Context, *, titled: bool
) -> tuple[int, int, DoctorMention] | None:
    """The doctor whom a row of words of a name means, if it means one."""
    end, numbers = run
    stranger = _stranger_end(words, start, end, numbers, index)
    if stranger is not None and stranger > end and (meant := numbers & near(plain(words.tokens[end].text), index)):
        return at, end + 1, _mention(words, at, end + 1, meant, index, similar=True)  # "Ngozi Okafr"
    if titled:
        # "Dr John Adams" where there is a Dr John Smith: asked, never taken
        end, is_similar = stranger or end, stranger is not None
        return at, end, _mention(words, at, end, numbers, index, similar=is_similar)
    named = stranger is None and (is_courteous(words, start) or _is_meant(words, start, end, numbers, index, context))
    return (at, end, _mention(words, at, end, numbers, index, similar=False)) if named else None


def _after_particles(words: Words, start: int, index: Index) -> int:
    """The word after "de la" or "van den", which names nobody by itself."""
    after = start
    while after < len(words.tokens) - 1 and words.tokens[after].text in BEFORE_SURNAMES:
        if _word_at(words, after, index):
            return after
        after += 1
    word = plain(words.tokens[after].text)
    return after if after > start and (word in index.by_word or near(word, index)) else start


def _by_initials(
    words: Words, start: int, index: Index, *, titled: bool, context: Context
) -> tuple[int, frozenset[int]] | None:
    """Doctors called by their letters: "Dr AP", "Dr N.O."; without a title only as an answer."""
    end = _letters_end(words, start)
    letters = "".join(token.text for token in words.tokens[start:end]) or words.tokens[start].text
    end = max(end, start + 1)
    numbers = index.by_initials.get(letters)
    if not numbers:
        return None
    is_followed = end < len(words.tokens) and words.clause[end] == words.clause[start] and _word_at(words, end, index)
    if is_followed or letters in index.by_word or (letters in _ANSWERS and end == start + 1):
        return None
    alone = context.question == "doctor" and end - start == len(words.tokens)
    capitals = all(words.is_capital(i) for i in range(start, end)) and words.span(start, end).words.isupper()
    shortly = titled and words.tokens[start - 1].text in SHORT_TITLES and not is_plain(letters)
    return (end, numbers) if alone or (titled and capitals) or shortly else None


def _somebody_else(words: Words, at: int, start: int, titled: int) -> tuple[int, int, DoctorMention] | None:
    """A doctor whom the hospital does not have: a title and a name that is nobody's here."""
    while start < len(words.tokens) - 1 and words.tokens[start].text in BEFORE_SURNAMES:
        start += 1
    if not is_a_name(words, start, titled):
        return None
    end = start + 1
    while (
        end < len(words.tokens)
        and end < start + 2
        and words.is_capital(end)
        and words.clause[end] == words.clause[start]
    ):
        end += 1
    return at, end, DoctorMention(words.span(at, end), (), rejected=is_rejected(words, at, end))


def _stranger_end(words: Words, start: int, end: int, numbers: frozenset[int], index: Index) -> int | None:
    """Where the name of somebody else ends that only shares a word with these doctors' ("Ana Ruiz", not Ana García)."""
    before = start - 1
    if start and words.clause[before] == words.clause[start] and is_surname(words, before):
        return end
    told = {plain(words.tokens[i].text) for i in range(start, end)}
    has_surname = any(index.names[n].words[-1:] and index.names[n].words[-1] in told for n in numbers)
    last = end
    while last < len(words.tokens) and words.clause[last] == words.clause[start] and last < end + MOST_TITLES:
        if not (is_surname(words, last) or (not has_surname and last == end and is_unknown(words, last))):
            break
        last += 1
    return last if last > end else None


def _whole(words: Words, start: int, index: Index) -> tuple[int, frozenset[int]] | None:
    """The longest whole name that begins at `start`, degrees and small words between apart."""
    best: dict[int, int] = {}
    for number in index.by_first.get(plain(words.tokens[start].text), ()):
        row, at, step = index.names[number].row, start, 0
        while step < len(row) and at < len(words.tokens):
            word = plain(words.tokens[at].text)
            if word == row[step]:
                step += 1
            elif word not in listed("honours") and word not in listed("titles"):
                break
            at += 1
        if step == len(row):
            best[number] = at
    if not best:
        return None
    end = max(best.values())
    if end - start <= 2 and start and words.read[start - 1] in PLACES:
        return None
    numbers = frozenset(number for number, stop in best.items() if stop == end)
    name = index.names[min(numbers)]
    if len(name.row) == 1 and (len(name.row[0]) < 2 or is_ordinary(name.row[0])):
        return None
    return end, numbers


_ANSWERS = frozenset(
    "no si ok me he we it us at do is by hi am as an if or so go on in to up my ya yo tu de en la el es un al".split()
)
"""Letters that say something else."""


def _word_at(words: Words, at: int, index: Index) -> tuple[int, frozenset[int]] | None:
    """The word of a name at `at` and where it ends: also one that others write in one piece ("o kafor", "mei-ling")."""
    first = plain(words.tokens[at].text)
    if first in OPENS or (at + 1 < len(words.tokens) and _gap(words, at + 1) in ("-", "'")):
        for end in range(min(len(words.tokens), at + MOST_TITLES), at + 1, -1):
            joined = "".join(plain(token.text) for token in words.tokens[at:end])
            if joined in index.by_word and words.clause[end - 1] == words.clause[at]:
                return end, index.by_word[joined]
    spelled = _letters_end(words, at) if len(first) == 1 else at
    if spelled - at >= LEAST_ALONE:
        letters = "".join(token.text for token in words.tokens[at:spelled])
        return (spelled, index.by_word[letters]) if letters in index.by_word else None
    numbers = index.by_word.get(first)
    return (at + 1, numbers) if numbers else None


def _gap(words: Words, at: int) -> str:
    return words.message.folded[words.tokens[at - 1].end : words.tokens[at].start]


def _run(words: Words, start: int, index: Index) -> tuple[int, frozenset[int]] | None:
    """The longest row of words from `start` that all belong to the same doctor's name."""
    found = _word_at(words, start, index) or _after_initial(words, start, index)
    if found is None:
        return None
    end, numbers = found
    while end < len(words.tokens):
        also = _word_at(words, end, index)
        if also and numbers & also[1]:
            end, numbers = also[0], numbers & also[1]
            continue
        word = plain(words.tokens[end].text)
        letters = frozenset(n for n in numbers if _is_initial(words, end, word, index.names[n]))
        linked = (word in listed("honours") or word in BEFORE_SURNAMES) and any(
            _goes_on(words, end, n, index) for n in numbers
        )
        if not letters and not linked:
            break
        numbers = letters or numbers
        end += 1
    return end, numbers


def _after_initial(words: Words, start: int, index: Index) -> tuple[int, frozenset[int]] | None:
    """A surname after the letters of the first names: "A. Patel", "J.L. Ruiz"."""
    end = _letters_end(words, start)
    following = _word_at(words, end, index) if start < end < len(words.tokens) else None
    if following is None:
        return None
    letters = {words.tokens[i].text for i in range(start, end)}
    numbers = frozenset(n for n in following[1] if letters <= _letters(index.names[n]))
    return (following[0], numbers) if numbers else None


def _letters_end(words: Words, start: int) -> int:
    """Where a row of single letters ends."""
    return min(words.spelled[start], start + _MOST_LETTERS)


def _letters(name: Name) -> set[str]:
    return {word[0] for word in name.row}


def _is_initial(words: Words, at: int, word: str, name: Name) -> bool:
    """Whether a letter after a surname is one of the doctor's: "Patel, A.", "Patel N"; "a" alone may be an article."""
    if len(word) != 1 or word not in _letters(name):
        return False
    last = at + 1 == len(words.tokens) or words.clause[at + 1] != words.clause[at]
    return word in name.initials or words.is_capital(at) or (last and word != "y")


def _goes_on(words: Words, at: int, number: int, index: Index) -> bool:
    """Whether the word after an "and", "of" or "de la" still belongs to the name."""
    after = at + 1
    while after < len(words.tokens) - 1 and words.tokens[after].text in BEFORE_SURNAMES:
        after += 1
    return after < len(words.tokens) and plain(words.tokens[after].text) in index.names[number].words


def _is_meant(words: Words, start: int, end: int, numbers: frozenset[int], index: Index, context: Context) -> bool:
    """Whether words that equal a name mean the doctor: never a single ordinary word in passing ("may", "will")."""
    read = [plain(words.tokens[i].text) for i in range(start, end)]
    if end - start >= LEAST_ALONE and all(len(word) == 1 for word in read):
        return True  # spelled
    told = [word for word in read if len(word) > 1 and word not in listed("honours")]
    if (start and words.read[start - 1] in PLACES) or not told or names_a_place(words, start, end):
        return False
    if len(told) == 1 and is_plain(told[0]) and not stands_as_name(words, start, end, context):
        return False
    if all(index.names[n].practice for n in numbers):
        return len(told) > 1 and any(
            2 * len(set(told) & set(index.names[n].words)) > len(index.names[n].words) for n in numbers
        )
    if any(set(told) >= set(index.names[n].words) for n in numbers) and (len(told) > 1 or not is_ordinary(told[0])):
        return True
    odd = [word for word in told if not is_ordinary(word)]
    if len(told) > 1 and (odd or context.question == "doctor" or all(words.is_capital(i) for i in range(start, end))):
        return len(numbers) <= _MOST
    if not odd:
        is_set_off = words.is_capital(start) or len(words.tokens) > end - start
        if is_set_off and is_all_there_is(words, start, end) and not says_else(told[0]):
            return True
        beside = {*words.read[max(0, start - 1) : start], *words.read[end : end + 1]}
        alone = context.question == "doctor" and len(words.read) <= 3 and not has_digit(words)
        alone = alone and ARTICLES.isdisjoint(beside)
        return alone or (
            words.is_capital(start)
            and not words.begins[start]
            and introduced(words, start)
            and told[0] not in CALENDAR
            and told[0] not in VERBS
        )
    return len(numbers) <= _MOST and len(odd[0]) >= 2


def _mention(words: Words, at: int, end: int, numbers: frozenset[int], index: Index, *, similar: bool) -> DoctorMention:
    told = _told(words, at, end, index)
    ranked = sorted(numbers, key=lambda n: (-len(told & set(index.names[n].words)), len(index.names[n].words), n))
    if told & {"dra", "doctora"}:
        women = [n for n in ranked if sex_of(index.names[n].doctor) != MAN]
        ranked = women or ranked
    exact = [n for n in ranked if told >= set(index.names[n].words)]
    if exact and len(exact) < len(ranked):
        ranked = exact  # the whole name said, where others only share a part of it
    codes = tuple(index.names[n].doctor.code for n in ranked)
    certainty = 0.6 if similar else 1.0
    return DoctorMention(words.span(at, end, certainty), codes, similar, is_rejected(words, at, end))


def _told(words: Words, at: int, end: int, index: Index) -> set[str]:
    """The words of a name that were said, those written in one piece taken apart."""
    told = {plain(words.tokens[i].text) for i in range(at, end)}
    for first in range(at, end):
        if found := _word_at(words, first, index):
            joined = "".join(plain(token.text) for token in words.tokens[first : found[0]])
            told |= index.joined.get(joined, frozenset())
    return told
