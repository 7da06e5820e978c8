"""Dates and times in a message: `find_whens` is the entry, the grammar is in `dates/`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from conversation.extractors.dates.compose import compose, with_wishes
from conversation.extractors.dates.day import VOID, day_numbered
from conversation.extractors.dates.guards import unsaid, void
from conversation.extractors.dates.holidays import name_holidays
from conversation.extractors.dates.lexemes import is_word, language_of, promising, read_lexemes
from conversation.extractors.dates.mentions import Mention, mention
from conversation.extractors.dates.moves import kept_day, moved, new_hour
from conversation.extractors.dates.numbers import cardinal, ordinal
from conversation.extractors.dates.parts import settle
from conversation.extractors.dates.pieces import Piece
from conversation.extractors.dates.pointing_back import Said, pointing_back
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import Tag
from conversation.extractors.dates.times import clock
from conversation.extractors.dates.wholes import phrase
from conversation.extractors.entities import Context, Dates, When
from conversation.extractors.text import Message

_SHORT_ANSWER = 6  # words
_ONE_ALONE = 2  # words in which "one" is an hour rather than a thing
_SORRY_REACH = 6  # lexemes
_HOUR_QUESTIONS = frozenset(("slot", "time"))
_DAY_QUESTIONS = frozenset(("day", "date"))


def find_whens(message: Message, context: Context) -> tuple[When, ...]:
    """Every date and time that a message asks for, in the order said; the last that is not rejected wins.

    Pure: the only clock is `context.now`, and times are the hospital's wall-clock time. What is no wish for a time
    (durations, ages, births, the past, the course of symptoms) is left out.
    """
    language = language_of(message, context.language)
    row = read_lexemes(message, language)
    row = name_holidays(row, context.holidays, context.now.date())
    hopes = promising(row)
    if True not in hopes and not context.choices:
        return ()
    r = Reader(row, context, language == "es")
    mentions = _mentions(r, message, hopes)
    covered = {place for found in mentions for place in range(found.start, found.end)}
    wishes = with_wishes(r, compose(r, mentions), covered)
    return tuple(_to_come(_of_the_offer(when, context), context.now) for when in wishes)


def _of_the_offer(when: When, context: Context) -> When:
    """ "The Friday then", where the Fridays on offer are all later than the coming one: the first of those."""
    named = when.dates.day if when.dates and when.weekly else None
    if named is None:
        return when
    offered = sorted({choice.starts_at.date() for choice in context.choices if choice.starts_at is not None})
    fitting = [day for day in offered if day.weekday() == named.weekday()]
    if not fitting or named in fitting:
        return when
    meant = Dates(fitting[0], fitting[0] + timedelta(days=1))
    alternatives = tuple(replace(other, dates=meant) for other in when.alternatives if other.times != when.times)
    return replace(when, dates=meant, alternatives=alternatives, inferred=when.inferred and bool(alternatives))


def _to_come(when: When, now: datetime) -> When:
    """A wish without the readings that are over: "Tuesday at half past four", at five, means the afternoon."""
    kept = tuple(other for other in when.alternatives if not _is_over(other, now))
    if when.weekly and kept and _is_over(when, now):
        return replace(when, dates=kept[0].dates, times=kept[0].times, alternatives=kept[1:])
    return when if len(kept) == len(when.alternatives) else replace(when, alternatives=kept)


def _is_over(when: When, now: datetime) -> bool:
    day, at = when.dates.day if when.dates else None, when.times.first if when.times and when.times.exact else None
    return day is not None and at is not None and datetime.combine(day, at) < now


def _mentions(r: Reader, message: Message, hopes: list[bool]) -> list[Mention]:
    found: list[Mention] = []
    said: list[Said] = []
    answering = _answering(r)
    at = 0
    while at < r.size and r.left > 0:
        lexeme = r.at(at)
        if not hopes[at] or (not lexeme.tags and lexeme.number < 0 and lexeme.text not in ("<", ">")):
            at += 1
            continue
        old, new = moved(r, at) or (None, _taken_up(r, at, found, said))
        new = new or phrase(r, at) or (_answer(r, at) if answering else None) or _corrected_hour(r, at, found)
        new = _on_that_day(r, new or new_hour(r, at, bool(said)), said)
        if new is None:
            at = void(r, at) or at + 1
            continue
        for piece in (old, new):
            if piece is None:
                continue
            said.append(Said(_without_void(piece), _counts(r, _without_void(piece))))
            if said[-1].counts:
                found.append(_marked(mention(r, message, said[-1].piece), rejected=piece is old))
        at = max(new.end, at + 1)
    return [each for each in found if each.when.dates or each.when.times]


def _on_that_day(r: Reader, new: Piece | None, said: list[Said]) -> Piece | None:
    """As in "my visit was today at 8, can I come at 11": the time that is over counts no more, its day today does."""
    gone = said[-1] if said else None
    day = gone.piece.day if gone and not gone.counts else None
    if new is None or new.day is not None or new.clock is None or day is None or day.single != r.today:
        return new
    if new.until is None and settle(new.clock, new.part.part if new.part else None)[0] <= r.now.time():
        return new  # an hour that is over today is of another day
    return replace(new, day=kept_day(r, new, day))


def _taken_up(r: Reader, at: int, found: list[Mention], said: list[Said]) -> Piece | None:
    """What points back to an earlier phrase, which then is no wish of its own."""
    back = pointing_back(r, at, said)
    if back is None:
        return None
    starts = {each.piece.start for each in back[1]}
    found[:] = [each for each in found if each.start not in starts]
    return back[0]


def _without_void(piece: Piece) -> Piece:
    """As in "31 November at 10": the day does not exist, the hour stands."""
    if piece.day is not VOID or piece.clock is None:
        return piece
    return replace(piece, day=None)


def _counts(r: Reader, piece: Piece) -> bool:
    return piece.day is not VOID and not unsaid(r, piece)


def _marked(found: Mention, *, rejected: bool) -> Mention:
    if rejected:
        found.when = replace(found.when, rejected=True)
    return found


def _corrected_hour(r: Reader, at: int, found: list[Mention]) -> Piece | None:
    """As in "Thursday at 10, sorry, 11": behind a word of correction a mere number stands for the hour before."""
    before = found[-1] if found else None
    times = before.when.times if before else None
    if before is None or times is None or not times.exact or at - before.end > _SORRY_REACH:
        return None
    if not any(r.has(place, Tag.CORRECTION) for place in range(before.end, at)):
        return None
    said = clock(r, at, bare=True)
    return Piece(at, said[1], clock=said[0]) if said and not r.counted(said[1]) else None


# --- bare answers ----------------------------------------------------------------------------------


def _answering(r: Reader) -> bool:
    """Whether a mere number answers the open question about a time or a day."""
    question = r.context.question
    if question not in _HOUR_QUESTIONS and question not in _DAY_QUESTIONS:
        return False
    return r.size <= 2 * _SHORT_ANSWER and sum(map(is_word, r.row)) <= _SHORT_ANSWER


def _answer(r: Reader, at: int) -> Piece | None:
    if r.has(at, Tag.HALF, Tag.QUARTER):
        parted = clock(r, at, bare=True)
        return Piece(at, parted[1], clock=parted[0]) if parted else None
    number = cardinal(r, at)
    rank = ordinal(r, at)
    if not number or r.counted((rank or number)[1]) or r.text(at) in ("un", "una", "a"):
        return None
    if r.text(at) in ("one", "uno") and sum(map(is_word, r.row)) > _ONE_ALONE:
        return None  # "don't book one yet"
    if not rank and _is_choice(r, number[0]):
        return None
    if rank or r.context.question in _DAY_QUESTIONS or number[0] > 24:
        value, end = rank or number
        day = day_numbered(r, value) if 1 <= value <= 31 else VOID
        return Piece(at, end, day=day) if day is not VOID else None
    found = clock(r, at, bare=True)
    return Piece(at, found[1], clock=found[0]) if found else None


def _is_choice(r: Reader, number: int) -> bool:
    """Whether the number picks one of what is on offer."""
    return 1 <= number <= len(r.context.choices) and r.context.question not in _DAY_QUESTIONS
