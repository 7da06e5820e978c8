"""Doctors of the roster in a message: by full name, surname, first name, a slip of the keyboard or the sound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversation.extractors.choices import MONTHS
from conversation.extractors.entities import Context, Doctor, DoctorMention, Roster, Span, SpecialityMention
from conversation.extractors.language import is_small_word
from conversation.extractors.lexicons import load
from conversation.extractors.negation import is_rejected
from conversation.extractors.sound import sounds_like
from conversation.extractors.spelling import is_word
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words, words_of

_CORRECTIONS = frozenset(
    "sorry no actually mean meant rather wait perdon perdona mejor digo oops scratch correction instead".split()
)
_INTRODUCES = frozenset(
    "see with visit for want con ver by of to and or del al meet choose prefer called named is".split()
)
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_MOST_TITLES = 3
_MOST = 12  # candidates beyond which a name says nothing


@dataclass(frozen=True, slots=True)
class _Name:
    """A doctor's name in words, without titles and degrees; `initials` are its single letters."""

    doctor: Doctor
    row: tuple[str, ...]
    """Every word and initial, in order."""
    words: tuple[str, ...]
    initials: frozenset[str]
    practice: bool
    """Whether it names a practice rather than a person, so that one word of it says little."""


@dataclass(frozen=True, slots=True)
class _Index:
    names: tuple[_Name, ...]
    by_first: dict[str, tuple[int, ...]]
    by_word: dict[str, frozenset[int]]
    known: tuple[str, ...]


def find_doctors(message: Message, context: Context, taken: Sequence[Span] = ()) -> tuple[DoctorMention, ...]:
    """Doctors named in the message, in order. `taken` are places already explained (the patient's own name)."""
    words = words_of(message)
    index = _index(context.roster)
    mentions: list[tuple[int, int, DoctorMention]] = []
    at = 0
    addresses = [Span(match.start(), match.end()) for match in _ADDRESS.finditer(message.folded)]
    while at < len(words.read):
        found = None if _is_taken(words, at, (*taken, *addresses)) else _name_at(words, at, index, context)
        if found is None:
            at += 1
            continue
        mentions.append(found)
        at = found[1]
    return tuple(_superseded(words, mentions))


def narrow(
    mentions: Sequence[DoctorMention], specialities: Sequence[SpecialityMention], roster: Roster
) -> tuple[DoctorMention, ...]:
    """Doctors of one name narrowed by the speciality said beside it ("Sharma cardiology")."""
    wanted = {mention.code for mention in specialities if not mention.rejected}
    by_code = {doctor.code: doctor for doctor in roster.doctors}
    narrowed = []
    for mention in mentions:
        fit = tuple(code for code in mention.codes if by_code[code].speciality in wanted)
        narrowed.append(replace(mention, codes=fit) if fit and len(mention.codes) > 1 else mention)
    return tuple(narrowed)


def _is_taken(words: Words, at: int, taken: Sequence[Span]) -> bool:
    token = words.tokens[at]
    return any(span.start <= token.start and token.end <= span.end for span in taken)


def _name_at(words: Words, at: int, index: _Index, context: Context) -> tuple[int, int, DoctorMention] | None:
    """The doctor named from word `at` on: first and end word with the mention."""
    titled = _title_end(words, at)
    start = titled or at
    if start >= len(words.tokens) or (titled and not _goes_with(words, titled)):
        return None
    whole = _whole(words, start, index)
    if whole:
        return at, whole[0], _mention(words, at, whole[0], whole[1], index, similar=False)
    run = _run(words, start, index)
    if run and titled and _is_in_passing(words, titled):
        return None
    if run:
        end, numbers = run
        stranger = _stranger_end(words, start, end, numbers, index)
        if titled:
            # "Dr John Adams" where there is a Dr John Smith: asked, never taken
            end, is_similar = stranger or end, stranger is not None
            return at, end, _mention(words, at, end, numbers, index, similar=is_similar)
        if stranger is None and _is_meant(words, start, end, numbers, index, context):
            return at, end, _mention(words, at, end, numbers, index, similar=False)
    similar = _similar(words, start, index, titled=titled is not None, context=context)
    if similar:
        end, numbers = similar
        return at, end, _mention(words, at, end, numbers, index, similar=True)
    return _somebody_else(words, at, start, titled) if titled else None


def _somebody_else(words: Words, at: int, start: int, titled: int) -> tuple[int, int, DoctorMention] | None:
    """A doctor whom the hospital does not have: a title and a name that is nobody's here."""
    while start < len(words.tokens) - 1 and words.tokens[start].text in _BEFORE_SURNAMES:
        start += 1
    if not _is_a_name(words, start, titled):
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


def _is_in_passing(words: Words, at: int) -> bool:
    """Whether the word after a title only goes on with the sentence: "the doctor will see me", "a doctor Monday"."""
    word = words.tokens[at].text
    if words.tokens[at - 1].text in _SHORT_TITLES:
        return word in _VERBS and not words.is_capital(at)
    return word in _CALENDAR or (is_small_word(word) and not words.is_capital(at))


def _stranger_end(words: Words, start: int, end: int, numbers: frozenset[int], index: _Index) -> int | None:
    """Where the name of somebody else ends that only shares a word with these doctors' ("Ana Ruiz", not Ana García)."""
    before = start - 1
    if start and words.clause[before] == words.clause[start] and _is_surname(words, before):
        return end
    told = {_plain(words.tokens[i].text) for i in range(start, end)}
    has_surname = any(index.names[n].words[-1:] and index.names[n].words[-1] in told for n in numbers)
    last = end
    while last < len(words.tokens) and words.clause[last] == words.clause[start] and last < end + _MOST_TITLES:
        if not (_is_surname(words, last) or (not has_surname and last == end and _is_unknown(words, last))):
            break
        last += 1
    return last if last > end else None


def _is_surname(words: Words, at: int) -> bool:
    return words.is_capital(at) and _is_unknown(words, at)


def _is_unknown(words: Words, at: int) -> bool:
    """Whether a word is none of the language, so that it can be a name."""
    word = _plain(words.tokens[at].text)
    known = word in _titles() or word in _honours() or word in _CALENDAR or is_word(words.read[at])
    return len(word) > 2 and word.isalpha() and not known and not is_word(word) and not is_small_word(word)


def _goes_with(words: Words, after: int) -> bool:
    """Whether the word after a title belongs to it: a full stop parts them, save after "Dr."."""
    return words.sentence[after] == words.sentence[after - 1] or words.tokens[after - 1].text in _SHORT_TITLES


def _whole(words: Words, start: int, index: _Index) -> tuple[int, frozenset[int]] | None:
    """The longest whole name that begins at `start`, degrees and small words between apart."""
    best: dict[int, int] = {}
    for number in index.by_first.get(_plain(words.tokens[start].text), ()):
        row, at, step = index.names[number].row, start, 0
        while step < len(row) and at < len(words.tokens):
            word = _plain(words.tokens[at].text)
            if word == row[step]:
                step += 1
            elif word not in _honours() and word not in _titles():
                break
            at += 1
        if step == len(row):
            best[number] = at
    if not best:
        return None
    end = max(best.values())
    if end - start <= 2 and start and words.read[start - 1] in _PLACES:
        return None
    numbers = frozenset(number for number, stop in best.items() if stop == end)
    name = index.names[min(numbers)]
    if len(name.row) == 1 and (len(name.row[0]) < 2 or _is_ordinary(name.row[0])):
        return None
    return end, numbers


def _title_end(words: Words, at: int) -> int | None:
    """Index after a title at `at` ("Dr", "Dra.", "Professor", "Dr Prof")."""
    end = at
    while end < min(len(words.tokens), at + _MOST_TITLES) and _plain(words.tokens[end].text) in _titles():
        end += 1
    return end if end > at else None


def _run(words: Words, start: int, index: _Index) -> tuple[int, frozenset[int]] | None:
    """The longest row of words from `start` that all belong to the same doctor's name."""
    numbers = index.by_word.get(_plain(words.tokens[start].text))
    initial = None
    if numbers is None:
        initial = words.tokens[start].text if len(words.tokens[start].text) == 1 else None
        if initial is None or start + 1 >= len(words.tokens):
            return None
        following = index.by_word.get(_plain(words.tokens[start + 1].text), frozenset())
        numbers = frozenset(
            n for n in following if initial in {w[0] for w in index.names[n].words} | index.names[n].initials
        )
        if not numbers:
            return None
    end = start + (2 if initial else 1)
    while end < len(words.tokens):
        word = _plain(words.tokens[end].text)
        also = index.by_word.get(word)
        if also is not None and numbers & also:
            numbers &= also
        elif not (len(word) == 1 and any(word in index.names[n].initials for n in numbers)) and not (
            word in _honours() and any(_goes_on(words, end, n, index) for n in numbers)
        ):
            break
        end += 1
    return end, numbers


def _goes_on(words: Words, at: int, number: int, index: _Index) -> bool:
    """Whether the word after an "and" or "of" still belongs to the name."""
    return at + 1 < len(words.tokens) and _plain(words.tokens[at + 1].text) in index.names[number].words


def _is_meant(words: Words, start: int, end: int, numbers: frozenset[int], index: _Index, context: Context) -> bool:
    """Whether words that equal a name mean the doctor: never a single ordinary word in passing ("may", "will")."""
    read = [_plain(words.tokens[i].text) for i in range(start, end)]
    told = [word for word in read if len(word) > 1 and word not in _honours()]
    if (start and words.read[start - 1] in _PLACES) or not told:
        return False
    if all(index.names[n].practice for n in numbers):
        return len(told) > 1 and any(
            2 * len(set(told) & set(index.names[n].words)) > len(index.names[n].words) for n in numbers
        )
    if any(set(told) >= set(index.names[n].words) for n in numbers) and (len(told) > 1 or not _is_ordinary(told[0])):
        return True
    odd = [word for word in told if not _is_ordinary(word)]
    if len(told) > 1 and (odd or context.question == "doctor" or all(words.is_capital(i) for i in range(start, end))):
        return len(numbers) <= _MOST
    if not odd:
        alone = context.question == "doctor" and len(words.read) <= 3 and not _has_digit(words)
        return alone or (
            words.is_capital(start)
            and not words.begins[start]
            and _introduced(words, start)
            and told[0] not in _CALENDAR
            and told[0] not in _VERBS
        )
    return len(numbers) <= _MOST and len(odd[0]) >= 2


def _has_digit(words: Words) -> bool:
    return any(token.text[0].isdigit() for token in words.tokens)


_PLACES = frozenset("in near around within en".split())
_SHORT_TITLES = ("dr", "drs", "dra", "prof")
_VERBS = frozenset("will may can has is was would could should might does did".split())
_CALENDAR = frozenset(MONTHS) | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun "
    "lunes martes miercoles jueves viernes sabado domingo today tomorrow tonight hoy manana day week month".split()
)
"""Words of the calendar, which are doctors' names too."""
_BEFORE_SURNAMES = frozenset("de del la las los van von der den ter al bin ibn bint da dos di".split())
_PARTICLES = frozenset("de del la las el los y and of the der van von".split())


def _similar(
    words: Words, start: int, index: _Index, *, titled: bool, context: Context
) -> tuple[int, frozenset[int]] | None:
    """Doctors whose name is near the word at `start` in letters or sound, where a name is to be expected."""
    word = _plain(words.tokens[start].text)
    if len(word) < 3 or not word.isalpha() or (is_word(word) and not titled):
        return None
    asked = context.question == "doctor" and len(words.read) <= 4
    introduced = (
        start > 0 and words.read[start - 1] in ("see", "with", "visit", "con", "ver", "to") and words.is_capital(start)
    )
    beside = (
        start + 1 < len(words.tokens)
        and _plain(words.tokens[start + 1].text) in index.by_word
        and not _is_ordinary(_plain(words.tokens[start + 1].text))
    )
    if not (titled or asked or beside or (introduced and len(word) >= 4)):
        return None
    if titled and is_word(word) and not words.is_capital(start):
        return None
    numbers = _near(word, index)
    if not numbers:
        return None
    end = start + 1
    if end < len(words.tokens):
        also = index.by_word.get(_plain(words.tokens[end].text)) or _near(_plain(words.tokens[end].text), index)
        if also & numbers and words.clause[end] == words.clause[start]:
            return end + 1, numbers & also
    return end, numbers


def _near(word: str, index: _Index) -> frozenset[int]:
    if len(word) < 3:
        return frozenset()
    allowed = 1 if len(word) <= 5 else 2
    near = process.extract(word, index.known, scorer=OSA.distance, score_cutoff=allowed, limit=8)
    best = min((distance for _, distance, _ in near), default=None)
    names = {name for name, distance, _ in near if distance == best}
    if not names:
        names = {name for name in index.known if name[0] == word[0] and sounds_like(name, word)}
    return frozenset(n for name in names for n in index.by_word[name])


def _introduced(words: Words, at: int) -> bool:
    return at > 0 and words.read[at - 1] in _INTRODUCES


def _is_a_name(words: Words, at: int, titled: int) -> bool:
    """Whether the word after a title can be the name of somebody: "Dr Whitfield", not "doctor please"."""
    if at >= len(words.tokens):
        return False
    word = _plain(words.tokens[at].text)
    if not word.isalpha() or len(word) < 3 or is_word(word) or _is_ordinary(word):
        return False
    short = words.tokens[titled - 1].text in ("dr", "dra", "prof")
    return words.is_capital(at) or (short and words.sentence[at] == words.sentence[max(0, at - 1)])


def _mention(
    words: Words, at: int, end: int, numbers: frozenset[int], index: _Index, *, similar: bool
) -> DoctorMention:
    told = {_plain(words.tokens[i].text) for i in range(at, end)}
    ranked = sorted(numbers, key=lambda n: (-len(told & set(index.names[n].words)), len(index.names[n].words), n))
    if told & {"dra", "doctora"}:
        women = [n for n in ranked if index.names[n].doctor.gender in (None, "female")]
        ranked = women or ranked
    exact = [n for n in ranked if told >= set(index.names[n].words)]
    if exact and len(exact) < len(ranked):
        ranked = exact  # the whole name said, where others only share a part of it
    codes = tuple(index.names[n].doctor.code for n in ranked)
    certainty = 0.6 if similar else 1.0
    return DoctorMention(words.span(at, end, certainty), codes, similar, is_rejected(words, at, end))


def _superseded(words: Words, mentions: list[tuple[int, int, DoctorMention]]) -> Iterator[DoctorMention]:
    """A doctor named before "sorry", "no" or "I mean" another one is taken back."""
    for number, (_, end, mention) in enumerate(mentions):
        later = mentions[number + 1] if number + 1 < len(mentions) else None
        if later and not later[2].rejected and _CORRECTIONS & set(words.read[end : later[0]]):
            mention = replace(mention, rejected=True)
        yield mention


def _plain(word: str) -> str:
    """A word of a message or name as names are compared: without a possessive or apostrophes."""
    return (word[:-2] if word.endswith("'s") else word).replace("'", "")


def _index(roster: Roster) -> _Index:
    kept = roster.index.get("people")
    if not isinstance(kept, _Index):
        names = tuple(_name(doctor) for doctor in roster.doctors)
        by_word: dict[str, set[int]] = {}
        for number, name in enumerate(names):
            for word in name.words:
                by_word.setdefault(word, set()).add(number)
        people = {word for name in names if not name.practice for word in name.words}
        known = tuple(
            word for word in by_word if len(word) >= 3 and word in people and word.isalpha() and not _is_ordinary(word)
        )
        first: dict[str, list[int]] = {}
        for number, name in enumerate(names):
            if name.row:
                first.setdefault(name.row[0], []).append(number)
        kept = _Index(
            names, {word: tuple(numbers) for word, numbers in first.items()},
            {word: frozenset(numbers) for word, numbers in by_word.items()}, known,
        )  # fmt: skip
        roster.index["people"] = kept
    return kept


def _name(doctor: Doctor) -> _Name:
    split = "".join(c if c.isalnum() or c == "'" else " " for c in fold(doctor.name)).split()
    told = [_plain(word) for word in split]
    row = tuple(word for word in told if word not in _titles() and word not in _honours())
    words = tuple(word for word in row if len(word) > 1 and word not in _PARTICLES)
    practice = len(words) > 4 or bool(_practices() & set(row))
    return _Name(doctor, row, words, frozenset(word for word in row if len(word) == 1), practice)


@cache
def _titles() -> frozenset[str]:
    return frozenset(load("names")["titles"].split())


@cache
def _honours() -> frozenset[str]:
    return frozenset(load("names")["honours"].split())


@cache
def _practices() -> frozenset[str]:
    return frozenset(load("names")["practices"].split())


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(load("names")["ordinary"].split())


def _is_ordinary(word: str) -> bool:
    return word in _ordinary() or is_word(word) or is_small_word(word)
