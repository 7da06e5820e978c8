"""Doctors of the roster in a message: by full name, surname, first name, a slip of the keyboard or the sound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from conversation.extractors.births import MONTHS
from conversation.extractors.corrections import CORRECTIONS
from conversation.extractors.described import MAN, sex_of
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
from conversation.extractors.entities import Complaint, Context, DoctorMention, Roster, Span, SpecialityMention
from conversation.extractors.language import is_small_word
from conversation.extractors.negation import is_rejected
from conversation.extractors.sound import sounds_short
from conversation.extractors.spelling import is_plain, is_usual, is_word, slip_cost
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of

_INTRODUCES = frozenset(
    "see with visit for want con ver by of to and or del al meet choose prefer called named is isnt sea vea "
    "atienda trate ni nor neither not except avoid menos salvo excepto".split()
)
_ADDRESS = re.compile(r"[^\s@]{1,64}@\S+|https?://\S+|www\.\S+")
_MOST_TITLES = 3
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
    return tuple(_superseded(words, mentions))


def narrow(
    mentions: Sequence[DoctorMention],
    specialities: Sequence[SpecialityMention],
    roster: Roster,
    complaint: Complaint | None = None,
) -> tuple[DoctorMention, ...]:
    """Doctors of one name narrowed by the speciality or the trouble said beside it ("Sharma for my heart")."""
    wanted = {mention.code for mention in specialities if not mention.rejected}
    if not wanted and complaint:
        wanted = {code for code, _ in complaint.specialities[:1]}
    by_code = {doctor.code: doctor for doctor in roster.doctors}
    narrowed = []
    for mention in mentions:
        fit = tuple(code for code in mention.codes if by_code[code].speciality in wanted)
        narrowed.append(replace(mention, codes=fit) if fit and len(mention.codes) > 1 else mention)
    return tuple(narrowed)


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
        or len(word) < _LEAST_ALONE
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
    titled = _title_end(words, at)
    start = titled or at
    if start >= len(words.tokens) or (titled and not _goes_with(words, titled)):
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
    if run and titled and run[0] == start + 1 and _is_in_passing(words, titled, start):
        return None
    found = _run_at(words, at, start, run, index, context, titled=titled is not None) if run else None
    if found:
        return found
    similar = _nearly_whole(words, start, index) or _similar(
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
    named = stranger is None and (_is_courteous(words, start) or _is_meant(words, start, end, numbers, index, context))
    return (at, end, _mention(words, at, end, numbers, index, similar=False)) if named else None


def _is_courteous(words: Words, start: int) -> bool:
    """Whether a name follows "Mr", "Mrs" or "se\u00f1ora": patients and doctors alike are called so."""
    before = words.tokens[start - 1].text if start else ""
    return before in listed("courtesies") and (words.is_capital(start) or not is_ordinary(words.tokens[start].text))


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
    shortly = titled and words.tokens[start - 1].text in _SHORT_TITLES and not is_plain(letters)
    return (end, numbers) if alone or (titled and capitals) or shortly else None


def _somebody_else(words: Words, at: int, start: int, titled: int) -> tuple[int, int, DoctorMention] | None:
    """A doctor whom the hospital does not have: a title and a name that is nobody's here."""
    while start < len(words.tokens) - 1 and words.tokens[start].text in BEFORE_SURNAMES:
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


def _is_in_passing(words: Words, titled: int, at: int) -> bool:
    """Whether the word at `at` after a title only goes on with the sentence ("the doctor will see me")."""
    word = words.tokens[at].text
    if word in MONTHS and _is_over_behind(words, titled, at):
        return False  # "Dr May in April"
    if words.tokens[titled - 1].text in _SHORT_TITLES:
        return word in _VERBS and not words.is_capital(at)
    return word in _CALENDAR or (is_small_word(word) and not words.is_capital(at))


def _is_over_behind(words: Words, titled: int, at: int) -> bool:
    """Whether a name is over behind a month, so that a title makes a doctor of it: not "the doctor may see me".

    "A doctor May 5" and "any doctor in May" mean the month.
    """
    if words.tokens[titled - 1].text not in _SHORT_TITLES and words.read[max(0, titled - 2)] in _ANY_DOCTOR:
        return False
    if words.closes(at + 1):
        return True
    text = words.tokens[at + 1].text
    return text in _BEHIND_NAMES or text in _CALENDAR


_ANY_DOCTOR = frozenset("a any some another un una algun alguna otro otra".split())
_BEHIND_NAMES = frozenset(
    "in on at for to and or but instead about again is has can who the this next please en el la los para de del con "
    "a y o por que esta tiene puede".split()
)


def _stranger_end(words: Words, start: int, end: int, numbers: frozenset[int], index: Index) -> int | None:
    """Where the name of somebody else ends that only shares a word with these doctors' ("Ana Ruiz", not Ana García)."""
    before = start - 1
    if start and words.clause[before] == words.clause[start] and _is_surname(words, before):
        return end
    told = {plain(words.tokens[i].text) for i in range(start, end)}
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
    word = plain(words.tokens[at].text)
    known = word in listed("titles") or word in listed("honours") or word in _CALENDAR or is_word(words.read[at])
    return len(word) > 2 and word.isalpha() and not known and not is_word(word) and not is_small_word(word)


def _goes_with(words: Words, after: int) -> bool:
    """Whether the word after a title belongs to it: a full stop parts them, save after "Dr."."""
    return words.sentence[after] == words.sentence[after - 1] or words.tokens[after - 1].text in _SHORT_TITLES


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
    if end - start <= 2 and start and words.read[start - 1] in _PLACES:
        return None
    numbers = frozenset(number for number, stop in best.items() if stop == end)
    name = index.names[min(numbers)]
    if len(name.row) == 1 and (len(name.row[0]) < 2 or is_ordinary(name.row[0])):
        return None
    return end, numbers


def _title_end(words: Words, at: int) -> int | None:
    """Index after a title at `at` ("Dr", "Dra.", "Professor", "Dr Prof")."""
    end = at
    while end < min(len(words.tokens), at + _MOST_TITLES) and plain(words.tokens[end].text) in listed("titles"):
        end += 1
    return end if end > at else None


_ANSWERS = frozenset(
    "no si ok me he we it us at do is by hi am as an if or so go on in to up my ya yo tu de en la el es un al".split()
)
"""Letters that say something else."""


def _word_at(words: Words, at: int, index: Index) -> tuple[int, frozenset[int]] | None:
    """The word of a name at `at` and where it ends: also one that others write in one piece ("o kafor", "mei-ling")."""
    first = plain(words.tokens[at].text)
    if first in OPENS or (at + 1 < len(words.tokens) and _gap(words, at + 1) in ("-", "'")):
        for end in range(min(len(words.tokens), at + _MOST_TITLES), at + 1, -1):
            joined = "".join(plain(token.text) for token in words.tokens[at:end])
            if joined in index.by_word and words.clause[end - 1] == words.clause[at]:
                return end, index.by_word[joined]
    spelled = _letters_end(words, at) if len(first) == 1 else at
    if spelled - at >= _LEAST_ALONE:
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
    if end - start >= _LEAST_ALONE and all(len(word) == 1 for word in read):
        return True  # spelled
    told = [word for word in read if len(word) > 1 and word not in listed("honours")]
    if (start and words.read[start - 1] in _PLACES) or not told or _names_a_place(words, start, end):
        return False
    if len(told) == 1 and is_plain(told[0]) and not _is_set_off(words, start, end, context):
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
        if is_set_off and _is_all_there_is(words, start, end) and not _says_else(told[0]):
            return True
        beside = {*words.read[max(0, start - 1) : start], *words.read[end : end + 1]}
        alone = context.question == "doctor" and len(words.read) <= 3 and not _has_digit(words)
        alone = alone and _ARTICLES.isdisjoint(beside)
        return alone or (
            words.is_capital(start)
            and not words.begins[start]
            and _introduced(words, start)
            and told[0] not in _CALENDAR
            and told[0] not in _VERBS
        )
    return len(numbers) <= _MOST and len(odd[0]) >= 2


def _is_all_there_is(words: Words, start: int, end: int) -> bool:
    """Whether a message is a name and, at most, a "please" behind it."""
    return start == 0 and all(word in _POLITE for word in words.read[end:])


def _says_else(word: str) -> bool:
    """Whether an ordinary word is an answer or a time by itself: "May", "Good", "No"."""
    return word in _CALENDAR or word in _VERBS or is_small_word(word) or word in listed("answers")


_POLITE = frozenset("please pls plz thanks thank you por favor gracias porfa".split())


def _names_a_place(words: Words, start: int, end: int) -> bool:
    """Whether a name is that of a street or a house: "Connell Street", "calle Serrano"."""
    return bool(_STREETS & {*words.read[end : end + 1], *words.read[max(0, start - 1) : start]})


def _is_set_off(words: Words, start: int, end: int, context: Context) -> bool:
    """Whether a single word that may be any in small letters stands as a name does: "with patel", "patel, please"."""
    if words.is_capital(start) or words.begins[start] or context.question == "doctor" or len(words.read) <= _FEW:
        return True
    return _introduced(words, start) or words.tokens[start].text.endswith("'s")


_STREETS = frozenset("street road avenue lane square hill calle avenida paseo plaza".split())


def _has_digit(words: Words) -> bool:
    return any(token.text[0].isdigit() for token in words.tokens)


_PLACES = frozenset("in near around within en".split())
_ARTICLES = frozenset("the a an any one ones very too so more un una el la".split())
"""Beside one of these an ordinary word is not a name: "the young one"."""
_SHORT_TITLES = ("dr", "drs", "dra", "prof")
_VERBS = frozenset("will may can has is was would could should might does did".split())
_CALENDAR = frozenset(MONTHS) | frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun "
    "lunes martes miercoles jueves viernes sabado domingo today tomorrow tonight hoy manana day week month".split()
)
"""Words of the calendar, which are doctors' names too."""


def _similar(
    words: Words, start: int, index: Index, *, titled: bool, context: Context
) -> tuple[int, frozenset[int]] | None:
    """Doctors whose name is near the word at `start` in letters or sound, where a name is to be expected."""
    word, end = _spoken(words, start, index)
    if titled and (heard := _heard(words, start, index)):
        return heard
    if len(word) < 3 or not word.isalpha() or ((is_word(word) or word in _CALENDAR) and not titled):
        return None
    if titled and is_word(word) and not words.is_capital(start):
        return None
    if not titled and ((start and words.read[start - 1] in _PLACES) or _names_a_place(words, start, end)):
        return None
    expected = titled or _is_expected(words, start, index, context)
    if not expected and not _is_nothing_else(words, start, word):
        return None
    numbers = near(word, index, strictly=not expected and len(words.read) > _FEW, titled=titled)
    if not numbers:
        return _by_surname(words, start, end, index) if titled else None
    if end < len(words.tokens):
        after = plain(words.tokens[end].text)
        also = index.by_word.get(after) or near(after, index, titled=titled)
        if also & numbers and words.clause[end] == words.clause[start]:
            return end + 1, numbers & also
    return end, numbers


def _heard(words: Words, start: int, index: Index) -> tuple[int, frozenset[int]] | None:
    """A name after a title that was written as it sounds: in pieces ("venka tara man"), or a short one ("Lee", Li)."""
    first = plain(words.tokens[start].text)
    if not first.isalpha() or is_small_word(first):
        return None
    for end in range(min(len(words.tokens), start + _PIECES), start + 1, -1):
        row = [plain(token.text) for token in words.tokens[start:end]]
        joined = "".join(row)
        if words.clause[end - 1] == words.clause[start] and len(joined) > _LEAST_JOINED and all(map(str.isalpha, row)):
            numbers = index.by_word.get(joined) or near(joined, index, titled=True)
            if numbers and not any(word in index.by_word for word in row):
                return end, numbers
    numbers = frozenset(n for name in index.short if sounds_short(first, name) for n in index.by_word[name])
    return (start + 1, numbers) if numbers else None


_PIECES = 4  # words that a name may come in
_LEAST_JOINED = 6  # letters of a name that comes in pieces


def _by_surname(words: Words, start: int, end: int, index: Index) -> tuple[int, frozenset[int]] | None:
    """Doctors of a family name said after a first name that they only go by: "doctora Lupita Ruiz"."""
    if end >= len(words.tokens) or words.clause[end] != words.clause[start] or not _is_unknown(words, start):
        return None
    word = plain(words.tokens[end].text)
    numbers = index.by_word.get(word) or (near(word, index) if words.is_capital(end) else None)
    return (end + 1, numbers) if numbers and not is_ordinary(word) else None


def _spoken(words: Words, start: int, index: Index) -> tuple[str, int]:
    """The word at `start` and where it ends: with the next where it only opens a name ("mac donald")."""
    word = plain(words.tokens[start].text)
    after = start + 1
    if (
        word in OPENS - {"el", "la", "di", "d"}
        and after < len(words.tokens)
        and words.clause[after] == words.clause[start]
        and not (word == "o" and plain(words.tokens[after].text) in index.by_word)
    ):
        return word + plain(words.tokens[after].text), after + 1
    return word, after


def _is_expected(words: Words, start: int, index: Index, context: Context) -> bool:
    """Whether a doctor's name is to be expected at `start`: asked for, after "see" or "with", or beside part of one."""
    if context.question == "doctor" and len(words.read) <= 4:
        return True
    seen = start > 0 and words.read[start - 1] in ("see", "with", "visit", "con", "ver", "to")
    if seen and words.is_capital(start) and len(words.tokens[start].text) >= 4:
        return True
    after = plain(words.tokens[start + 1].text) if start + 1 < len(words.tokens) else ""
    return after in index.by_word and not is_ordinary(after)


def _is_nothing_else(words: Words, start: int, word: str) -> bool:
    """Whether a word is none of either language nor a slip of one, so that it can only be a name."""
    return len(word) > _LEAST_ALONE and not is_plain(word) and words.read[start] == word


_LEAST_ALONE = 4  # letters
_FEW = 4  # words of a message that may be no more than a name


def _nearly_whole(words: Words, start: int, index: Index) -> tuple[int, frozenset[int]] | None:
    """A whole name of several words from `start`, with one slip of the keyboard in it."""
    tokens = words.tokens
    following = tokens[start + 1].text if start + 1 < len(tokens) else ""
    candidates = {*index.by_first.get(plain(tokens[start].text), ()), *index.by_second.get(plain(following), ())}
    ends = {n: end for n in candidates if (end := _with_one_slip(words, start, index.names[n].row))}
    if not ends:
        return None
    end = max(ends.values())
    return end, frozenset(n for n, stop in ends.items() if stop == end)


def _with_one_slip(words: Words, start: int, row: Sequence[str]) -> int | None:
    """Where a whole name ends that begins at `start` and has a slip in one of its words; None where it does not."""
    if len(row) < 2:
        return None
    at, step, slips = start, 0, 0
    while step < len(row) and at < len(words.tokens):
        word = plain(words.tokens[at].text)
        if word == row[step]:
            step += 1
        elif word not in listed("honours") and word not in listed("titles"):
            slips += 1
            is_odd = len(row) > 2 or not is_plain(word)  # "good dental" is no slip of "Wood Dental"
            if slips > 1 or len(row[step]) < _LEAST_ALONE or not is_odd or not is_usual(slip_cost(word, row[step])):
                return None
            step += 1
        at += 1
    return at if step == len(row) and slips else None


def _introduced(words: Words, at: int) -> bool:
    return at > 0 and words.read[at - 1] in _INTRODUCES


def _is_a_name(words: Words, at: int, titled: int) -> bool:
    """Whether the word after a title can be the name of somebody: "Dr Whitfield", not "doctor please"."""
    if at >= len(words.tokens):
        return False
    word = plain(words.tokens[at].text)
    if not word.isalpha() or len(word) < 3 or is_word(word) or is_ordinary(word):
        return False
    short = words.tokens[titled - 1].text in ("dr", "dra", "prof")
    return words.is_capital(at) or (short and words.sentence[at] == words.sentence[max(0, at - 1)])


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


def find_alternatives(message: Message, mentions: Sequence[DoctorMention]) -> tuple[DoctorMention, ...]:
    """The doctors named, those of "Okafor or Shah" as one mention that fits both."""
    return tuple(_alternatives(words_of(message), mentions)) if len(mentions) > 1 else tuple(mentions)


def _alternatives(words: Words, mentions: Sequence[DoctorMention]) -> Iterator[DoctorMention]:
    """Two doctors with an "or" between them are as one that fits both; the second of "not X or Y" is not meant either.

    One who is only named in case the first cannot ("Patel, otherwise Shah") leaves the first.
    """
    held: DoctorMention | None = None
    for mention in mentions:
        if held is None:
            held = mention
            continue
        link = _between(words, held, mention)
        if link & _OR and link <= _OR_MORE and held.codes and mention.codes and not mention.rejected:
            codes = held.codes if held.rejected else tuple(dict.fromkeys((*held.codes, *mention.codes)))
            held = _joined(words, held, mention, codes)
        elif link & _FALLBACKS and link <= _FALLBACK_MORE and held.codes and not held.rejected:
            held = _joined(words, held, mention, held.codes)
        else:
            yield held
            held = mention
    if held is not None:
        yield held


_OR = frozenset("or o u".split())
_OR_MORE = _OR | frozenset("else maybe perhaps possibly even either with con the la el a to see dr doctor also".split())
_FALLBACKS = frozenset("otherwise failing else not no sino".split())
_FALLBACK_MORE = _FALLBACKS | frozenset(
    "if that then and or si entonces o y caso en possible posible su defecto".split()
)


def _between(words: Words, one: DoctorMention, other: DoctorMention) -> frozenset[str]:
    places = range(len(words.tokens))
    between = (i for i in places if words.tokens[i].start >= one.span.end and words.tokens[i].end <= other.span.start)
    said = [words.read[i] for i in between]
    return frozenset(said) if said not in (["no"], ["not"]) else frozenset()


def _joined(words: Words, one: DoctorMention, other: DoctorMention, codes: tuple[str, ...]) -> DoctorMention:
    first, _ = words.around(one.span.start, one.span.end)
    _, end = words.around(other.span.start, other.span.end)
    return replace(one, span=words.span(first, end, one.span.certainty), codes=codes, similar=one.similar)


_TAKES_BACK = CORRECTIONS | {"instead"}


def _superseded(words: Words, mentions: list[tuple[int, int, DoctorMention]]) -> Iterator[DoctorMention]:
    """A doctor named before "sorry", "no" or "I mean" another one is taken back."""
    for number, (_, end, mention) in enumerate(mentions):
        later = mentions[number + 1] if number + 1 < len(mentions) else None
        if later and not later[2].rejected and not _TAKES_BACK.isdisjoint(words.read[end : later[0]]):
            mention = replace(mention, rejected=True)
        yield mention
