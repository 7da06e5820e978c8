"""Days and times that are turned down: "not Mondays", "neither Monday nor Tuesday", "los lunes no"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from conversation.extractors.dates.day import Kind
from conversation.extractors.dates.lexemes import is_word
from conversation.extractors.dates.mentions import Mention
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.tags import Tag
from conversation.extractors.entities import Dates, When

_SMALL = (Tag.THE, Tag.ON, Tag.AT, Tag.IN, Tag.FOR, Tag.ARTICLE, Tag.MAYBE_AT, Tag.THIS, Tag.TO)
_MOST_SMALL = 3
_LIST_GAP = 3  # lexemes
_CANNOT = frozenset("can't cannot cant".split())
_NOW = frozenset("ya now really just unfortunately ahora".split())
"""What may stand between a day and what turns it down: "el lunes ya no puedo"."""
_PARTING = frozenset("gracias thanks please pls por pero but porque because que y".split())
"""What may follow a "no" that turns down the day before it; "el lunes no trabajo" goes on."""
_FRIDAY = 4
_DAY = timedelta(days=1)


def refuse(r: Reader, mentions: list[Mention]) -> None:
    """Mark what is turned down, each by itself or along a list."""
    timed = sum(mention.timed for mention in mentions)
    for index, mention in enumerate(mentions):
        last = index + 1 == len(mentions)
        if _before(r, mention) and (rest := _the_rest(r, mention, len(mentions) == 1, timed == 1)):
            mention.when = rest
        elif _before(r, mention) or _behind(r, mention, last):
            mention.when = replace(mention.when, rejected=True)
    _along_lists(r, list(pairwise(mentions)))


def _along_lists(r: Reader, pairs: list[tuple[Mention, Mention]]) -> None:
    """As in "not Monday, Tuesday or Friday" and "Mondays, Tuesdays and Fridays are out"."""
    spread = False
    for index, (old, new) in enumerate(pairs):
        spread = old.when.rejected and (spread or _before(r, old))
        to_come = pairs[index + 1 : index + 2]
        listed = any(_comma(r, old, new) and _same_list(r, *following) for following in to_come)
        if spread and (listed or _goes_on(r, old, new)):
            new.when = replace(new.when, rejected=True)
    spread = False
    for old, new in reversed(pairs):
        joined = _same_list(r, old, new) or (spread and _comma(r, old, new))
        spread = new.when.rejected and not _before(r, new) and joined
        if spread:
            old.when = replace(old.when, rejected=True)


def _comma(r: Reader, old: Mention, new: Mention) -> bool:
    gap = [r.text(place) for place in range(old.end, new.item)]
    return gap[:1] == [","] and len(gap) < _LIST_GAP and old.dated == new.dated and old.timed == new.timed


def _before(r: Reader, mention: Mention) -> bool:
    """As in "not the 5th", "I can't do Thursday", "no Mondays", "que no sea los lunes"."""
    for place in range(mention.start - 1, mention.item):
        is_not = r.has(place, Tag.NOT) and not r.has(place, Tag.FROM, Tag.BY) and not _is_spoilt(r, place)
        if is_not and not _puts_right(r, place):
            return True
        if r.has(place, Tag.ABSENT) and mention.dated and not mention.timed:
            return True
    place = mention.item - 1
    for _ in range(_MOST_SMALL):
        if r.has(place, Tag.NOT):
            is_refused = not r.has(place, Tag.FROM, Tag.BY) and not _is_spoilt(r, place)
            return is_refused and not _puts_right(r, place)
        if not r.has(place, *_SMALL):
            break
        place -= 1
    if _second_best(r, mention, place):
        return True
    return r.has(place, Tag.NO_MORE) and r.text(mention.end - 1)[-1:] == "s" and not r.spanish


def _the_rest(r: Reader, mention: Mention, alone: bool, timed_alone: bool) -> When | None:
    """As in "except before ten", "I can't come until Friday", "not this week": what is left of an open side."""
    when, dates, times = mention.when, mention.when.dates, mention.when.times
    if times is not None and timed_alone and dates is None and None in (times.first, times.end) and not times.exact:
        return replace(when, times=replace(times, first=times.end, end=times.first), alternatives=(), turned=True)
    if times is not None or dates is None or dates.end is None:
        return None
    inclusive = r.has(mention.start, Tag.BY)
    if dates.first is None:
        return replace(when, dates=Dates(dates.end - _DAY * inclusive, None), alternatives=())
    current = dates.first <= r.today and dates.grain in ("week", "month")
    return replace(when, dates=Dates(dates.end, None), alternatives=()) if alone and current else None


_THAN = frozenset(("over", "than", "que", "antes que", "antes que el", "antes que los"))
_PREFERRING = frozenset(
    "rather better prefer prefers sooner preferable easier handier mejor prefiero preferiria".split()
)
_REACH = 12  # lexemes


def _second_best(r: Reader, mention: Mention, place: int) -> bool:
    """As in "I'd prefer Friday over Thursday", "mejor el 15 que el 5"."""
    if r.text(place) not in _THAN and r.text(mention.start) not in _THAN:
        return False
    before = range(mention.start - 1, mention.start - _REACH, -1)
    return mention.dated and any(r.text(each) in _PREFERRING for each in before)


def _puts_right(r: Reader, place: int) -> bool:
    """Whether a bare "no" turns down what was said before: "no mejor el jueves", "no rather Thursday"."""
    return r.text(place) in _NO and r.text(place + 1).split(" ")[0] in _INSTEAD


_NO = frozenset(("no", "nope", "nah"))
_INSTEAD = frozenset(("mejor", "prefiero", "rather", "better", "actually", "make"))


def _behind(r: Reader, mention: Mention, last: bool) -> bool:
    """As in "Thursday doesn't work", "Friday's no good", "Mondays I can't", "los lunes ya no"."""
    end = mention.end + (r.text(mention.end) in _NOW)
    after = end + (r.text(end) in (",", "?"))
    if r.has(after, Tag.UNWANTED) or _is_spoilt(r, mention.end):
        return True
    if r.text(after).split(" ")[-1] in _CANNOT and not is_word(r.at(after + 1)):
        return True
    if r.text(after + r.has(after, Tag.PRONOUN)) in _CANNOT and not is_word(r.at(after + 2)):
        return True
    if not (r.has(end, Tag.NO_MORE) or r.text(end) == "not"):
        return False
    follows = r.text(end + 1)
    return last and (not is_word(r.at(end + 1)) or follows.split(" ")[0] in _PARTING)


def _is_spoilt(r: Reader, at: int) -> bool:
    """Whether "no good" stands behind a day with its verb: "Friday's no good", "Thursday's out"."""
    return r.has(at, Tag.SPOILT) and r.text(at - 1).endswith("s")  # with or without its apostrophe


def _goes_on(r: Reader, old: Mention, new: Mention) -> bool:
    """As in "not Monday or Tuesday", "I can't do Monday and Tuesday": what is said of the first holds for the next."""
    if not _same_list(r, old, new):
        return False
    if any(r.has(place, Tag.OR) for place in range(old.end, new.item)):
        return True
    return not is_word(r.at(new.end)) or r.text(new.end) in _PARTING


def _same_list(r: Reader, old: Mention, new: Mention) -> bool:
    """Whether two phrases are joined by "and" or "or" and say the same kind of thing."""
    gap = range(old.end, new.item)
    joined = any(r.has(place, Tag.AND, Tag.OR) for place in gap) and len(gap) <= _LIST_GAP
    parted = any(r.text(place) in ("but", "pero", "sino") or not is_word(r.at(place)) for place in gap)
    return joined and not parted and old.dated == new.dated and old.timed == new.timed


def trimmed(groups: list[Mention]) -> None:
    """As in "next week but not the Friday": a day turned down at the end of a working week shortens it."""
    for kept in groups:
        dates = kept.when.dates
        if kept.when.rejected or dates is None or dates.first is None or dates.end is None or not kept.day:
            continue
        if kept.day.kind is not Kind.SPAN or kept.day.grain != "week":
            continue
        for refused in groups:
            day = refused.when.dates.day if refused.when.rejected and refused.when.dates else None
            if day is None or refused.timed or not dates.first <= day < dates.end:
                continue
            if day == dates.first:
                dates = replace(dates, first=day + _DAY, grain="day")
            elif day.weekday() == _FRIDAY:
                dates = replace(dates, end=day, grain="day")
        kept.when = replace(kept.when, dates=dates)
