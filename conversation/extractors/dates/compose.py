"""The phrases of one message taken together: what belongs to what, what replaces what, what is one of several."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from conversation.extractors.dates.almanac import weekday_from
from conversation.extractors.dates.day import Kind, merged
from conversation.extractors.dates.lexemes import is_word
from conversation.extractors.dates.mentions import Mention, with_dates
from conversation.extractors.dates.parts import settle
from conversation.extractors.dates.pieces import point
from conversation.extractors.dates.reader import Reader
from conversation.extractors.dates.refusals import refuse, trimmed
from conversation.extractors.dates.relative_days import DAY_BEHIND
from conversation.extractors.dates.tags import Tag, Unit
from conversation.extractors.entities import Dates, Span, Times, When

_LIST_GAP = 4
_SHORT = 4
_REACH = 12  # lexemes
_APART = 40  # words between two phrases of which one still corrects, narrows or lists the other
_CONCLUDING = frozenset(("so", "asi que"))
_FAREWELLS = frozenset("talk speak chat bye see call you back hasta hablamos".split())
_COUNTED = (Unit.WEEK, Unit.FORTNIGHT, Unit.MONTH, Unit.YEAR)
"""What "in three of them, on a Monday" counts in: the Monday of that week, or from that day on."""
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


def compose(r: Reader, mentions: list[Mention]) -> list[When]:
    """The wishes of a message in the order said; what was turned down or taken back is marked `rejected`."""
    refuse(r, mentions)
    mentions = [part for mention in mentions for part in _parted(r, mention)]
    mentions = _one_after(r, mentions)
    groups: list[Mention] = []
    for mention in mentions:
        if not groups or not _related(r, groups, mention):
            groups.append(mention)
    trimmed(groups)
    return [group.when for group in groups]


def _parted(r: Reader, mention: Mention) -> list[Mention]:
    """As in "not on Tuesday, after 4": only what stands before the comma is turned down, the rest is wished for."""
    comma = next((place for place in range(mention.item, mention.end) if r.text(place) == ","), None)
    if not mention.when.rejected or not (mention.dated and mention.timed) or comma is None:
        return [mention]
    day = replace(mention.when, times=None, alternatives=(), inferred=False)
    hour = When(mention.when.span, times=mention.when.times, approximate=mention.when.approximate)
    before, behind = replace(mention, end=comma), replace(mention, start=comma + 1, item=comma + 1)
    if any(r.has(place, Tag.WEEKDAY, Tag.DAY, Tag.MONTH) for place in range(comma + 1, mention.end)):
        said = point(r, comma + 1)
        if said is not None and said.clock is not None:  # "not in the morning, tomorrow at 3": the hour is wished for
            times = Times(settle(said.clock, said.part.part if said.part else None)[0], None, exact=True)
            return [replace(behind, when=replace(day, times=times, rejected=False))]
        refused = replace(before, day=None, when=replace(hour, rejected=True))  # "not in the morning, Friday"
        return [refused, replace(behind, when=replace(day, rejected=False))]
    return [replace(before, when=day), replace(behind, day=None, when=hour)]


def _one_after(r: Reader, mentions: list[Mention]) -> list[Mention]:
    """As in "next Saturday, not this one coming, the one after": the second such day, or week, from now."""
    found: list[Mention] = []
    for index, mention in enumerate(mentions):
        found.append(mention)
        end = mentions[index + 1].start if index + 1 < len(mentions) else r.size
        dates = _second(r, mention)
        place = _names_the_other(r, mention, range(mention.end, min(end, mention.end + _REACH)))
        if dates is None or place is None:
            continue
        if mention.when.rejected:
            found.append(Mention(place, place + 1, place, When(_span(r, place), dates)))
        else:
            mention.when = replace(mention.when, dates=dates, alternatives=(), inferred=False)
    return found


def _names_the_other(r: Reader, mention: Mention, places: range) -> int | None:
    """Where "the one after" stands; "el siguiente" and "the next one" say so only where the first was turned down."""
    refused = mention.when.rejected
    for place in places:
        if r.has(place, Tag.ONE_AFTER):
            return place
        named = r.has(place + 1, Tag.UNIT, Tag.WEEKDAY, Tag.MONTH, Tag.WEEKEND, Tag.PART)
        if refused and r.has(place, Tag.NEXT) and not named:
            return place
        refused |= r.has(place, Tag.CORRECTION, Tag.NOT)
    return None


def _second(r: Reader, mention: Mention) -> Dates | None:
    day = mention.day
    if day is None or day.first is None or day.end is None:
        return None
    if day.kind is Kind.WEEKDAY:
        first = weekday_from(r.today + _DAY, day.weekday) + _WEEK
        return Dates(first, first + _DAY)
    return Dates(day.first + _WEEK, day.end + _WEEK, "week") if day.grain == "week" else None


# --- how one phrase stands to the one before -------------------------------------------------------


def _related(r: Reader, groups: list[Mention], new: Mention) -> bool:
    """Join a phrase to an earlier one where they belong together; True when it is taken up."""
    old = groups[-1]
    if new.when.rejected:
        _of_that_week(r, old, new)
        return False
    if old.when.rejected:
        _day_behind(r, old, new)
        if old.dated and old.timed and new.timed and not new.dated:  # "not Thursday at 10, at 11"
            new.when = with_dates(new.when, old.when)
        elif len(groups) > 1 and not groups[-2].when.rejected:
            return _complement(r, groups[-2], new)
        return False
    gap = range(old.end, new.item)
    _day_behind(r, old, new)
    if len(gap) > _APART:
        return _is_other_half(old, new) and _complement(r, old, new)
    if any(r.has(place, Tag.CORRECTION) for place in gap) and not _both_wanted(r, gap):
        return _corrected(r, old, new)
    if new.dated and not new.timed and old.timed and new.when.dates == old.when.dates:
        old.end = new.end  # "Sunday evening, if you open on Sunday"
        return True
    if _listed(r, gap, old, new):
        _add_choice(old, new)
        return True
    return _complement(r, old, new)


def _is_other_half(old: Mention, new: Mention) -> bool:
    """A mere day and a mere time make one wish, however long the story between them."""
    return (old.dated, old.timed) == (new.timed, new.dated) and old.dated != old.timed


def _day_behind(r: Reader, old: Mention, new: Mention) -> None:
    """As in "tomorrow... no, the day after", "not next week, the week after": the one behind what was said."""
    day = old.when.dates.day if old.when.dates else None
    if day is not None and r.text(new.item) in DAY_BEHIND and new.dated:
        new.when = replace(new.when, dates=Dates(day + _DAY, day + 2 * _DAY), alternatives=(), inferred=False)
    weeks = old.day.first if old.day and old.day.grain == "week" else None
    if weeks is not None and new.day and new.day.modifier is Tag.ONE_AFTER:
        new.when = replace(new.when, dates=Dates(weeks + _WEEK, weeks + 2 * _WEEK, "week"), alternatives=())


def _of_that_week(r: Reader, old: Mention, new: Mention) -> None:
    """As in "next week except Wednesday": the Wednesday of that week."""
    if old.day and new.day and old.day.kind is Kind.SPAN and new.day.kind is Kind.WEEKDAY:
        day = merged(r, old.day, new.day)
        if day is not None and day.single:
            new.when = replace(new.when, dates=Dates(day.first, day.end), alternatives=())


def _both_wanted(r: Reader, gap: range) -> bool:
    return any(r.has(place, Tag.OR) for place in gap) and len(gap) <= 2


def _corrected(r: Reader, old: Mention, new: Mention) -> bool:
    """The new phrase takes the place of the old one; an hour alone keeps the day said before."""
    if old.dated != new.dated and not (old.timed and new.timed):
        return _complement(r, old, new)
    if not new.dated and old.dated:
        new.when = with_dates(new.when, old.when)
    new.when = replace(new.when, corrects=old.when)
    old.when = replace(old.when, rejected=True)
    return False


def _listed(r: Reader, gap: range, old: Mention, new: Mention) -> bool:
    """As in "Tuesday or Wednesday", "at 3 or 4", "Monday, Tuesday and Friday"."""
    if len(gap) > _LIST_GAP:
        return False
    if any(r.has(place, Tag.OR) or r.text(place) == "/" for place in gap):
        return True
    same_shape = old.dated == new.dated and old.timed == new.timed
    comma = 1 <= len(gap) <= _LIST_GAP - 1 and (r.text(gap[0]) == "," or r.has(gap[0], Tag.AND))
    if not comma or not same_shape:
        return False
    return not (old.day and new.day and merged(r, old.day, new.day))


def _add_choice(old: Mention, new: Mention) -> None:
    """Hang a further wish on the first; what only one of the two says holds for both."""
    when = new.when
    if when.dates is None and old.dated:
        when = with_dates(when, old.when)
    elif when.times is None and old.timed and when.dates is not None:
        when = replace(when, times=old.when.times)
    elif when.times is not None and old.timed and not old.dated:
        old.when = with_dates(old.when, when)
    elif when.times is not None and not old.timed and when.dates is not None:
        readings = tuple(replace(reading, times=when.times) for reading in old.when.alternatives)
        inferred = old.when.inferred or when.inferred
        old.when = replace(old.when, times=when.times, alternatives=readings, inferred=inferred)
    old.when = replace(old.when, also=(*old.when.also, when))
    old.end = new.end


def _complement(r: Reader, old: Mention, new: Mention) -> bool:
    """A day in one phrase and a time in another are one wish; a day inside a week said before narrows it."""
    if old.dated and not old.timed and new.timed and not new.dated:
        _unite(old, new, old.when.dates, new.when.times)
    elif old.timed and not old.dated and new.dated and not new.timed:
        _unite(new, old, new.when.dates, old.when.times)
        old.when, old.day = new.when, new.day
    elif old.stated and not old.dated and new.dated and not new.stated:  # "a 3:45 appointment later today"
        _unite(new, old, new.when.dates, _within(new.when.times, old.when))
        old.when, old.day = new.when, new.day
    elif new.timed and not new.dated and new.stated and not old.stated and old.timed:
        _unite(old, new, old.when.dates, _within(old.when.times, new.when))
    elif old.stated and new.timed and not new.dated and not new.stated:
        pass  # "at 3:30, after lunch": the hour says it already
    elif old.stated and new.dated and not new.timed and _says_again(r, old, new):
        if not _same_weekday(old, new):
            old.when = replace(with_dates(old.when, new.when), span=old.when.span)
            old.day = new.day
    elif old.dated and old.timed and new.timed and not new.dated:
        new.when = with_dates(new.when, old.when)  # "Friday, I finish at 3, so any time after 4"
        return False
    else:
        return _narrowed(r, old, new)
    old.end = new.end
    old.stated |= new.stated
    return True


def _says_again(r: Reader, old: Mention, new: Mention) -> bool:
    """As in "at 3 on the 12th, that is Friday"; "I work at 9 on Monday, so Tuesday" draws a conclusion."""
    same = not old.dated or old.when.dates == new.when.dates or _same_weekday(old, new)
    return r.has(new.start - 1, Tag.THAT_IS) and (same or r.text(new.start - 1) not in _CONCLUDING)


def _same_weekday(old: Mention, new: Mention) -> bool:
    day = old.when.dates.day if old.when.dates else None
    return day is not None and new.day is not None and day.weekday() == new.day.weekday


def _unite(dated: Mention, timed: Mention, dates: Dates | None, times: Times | None) -> None:
    """One wish out of a day and a time; each keeps its own other readings."""
    first, last = sorted((dated.when.span, timed.when.span), key=lambda span: span.start)
    span = Span(first.start, last.end, f"{first.words} \u2026 {last.words}")
    also = tuple(replace(wish, times=wish.times or times) for wish in dated.when.also)
    also += tuple(replace(wish, dates=wish.dates or dates) for wish in timed.when.also)
    alternatives = tuple(replace(reading, times=times) for reading in dated.when.alternatives if reading.dates != dates)
    alternatives += tuple(
        replace(reading, dates=dates) for reading in timed.when.alternatives if reading.times != times
    )
    dated.when = replace(
        dated.when,
        span=span,
        dates=dates,
        times=times,
        approximate=dated.when.approximate or timed.when.approximate,
        inferred=dated.when.inferred or timed.when.inferred,
        alternatives=alternatives,
        also=also,
        other_zone=dated.when.other_zone or timed.when.other_zone,
        turned=dated.when.turned or timed.when.turned,
    )


def _within(window: Times | None, when: When) -> Times | None:
    """Of two readings of an hour, the one that lies in the part of day said before."""
    readings = [when.times, *(other.times for other in when.alternatives)]
    if window is None or window.first is None:
        return when.times
    end = window.end if window.end != time(0) else None
    for reading in readings:
        if reading and reading.first and window.first <= reading.first and (end is None or reading.first < end):
            return replace(reading, part=window.part)
    return when.times


def _narrowed(r: Reader, old: Mention, new: Mention) -> bool:
    if not old.day or not new.day or new.day.kind is old.day.kind:
        return False
    counted = old.day.unit in _COUNTED and new.day.kind is Kind.WEEKDAY and new.day.modifier is None
    if old.day.kind not in (Kind.SPAN, Kind.MONTH) and not counted:
        return False
    day = merged(r, old.day, new.day)
    if day is None or not day.single:
        return False
    times = new.when.times or old.when.times
    old.when = replace(
        new.when, dates=Dates(day.first, day.end), times=times, alternatives=(), inferred=new.when.inferred
    )
    old.day, old.end, old.stated = day, new.end, old.stated or new.stated
    return True


# --- wishes without a time -------------------------------------------------------------------------


def with_wishes(r: Reader, whens: list[When], covered: set[int]) -> list[When]:
    """Add what is said relative to what is on offer: "the soonest", "a later one"."""
    soonest = _place(r, Tag.SOONEST, covered)
    live = [index for index, when in enumerate(whens) if not when.rejected]
    if soonest is not None:
        if live:
            whens[live[-1]] = replace(whens[live[-1]], soonest=True)
            return whens
        return [*whens, When(_span(r, soonest), soonest=True)]
    shifted = _shift(r, covered)
    if shifted is None:
        return whens
    place, way = shifted
    if live:
        if whens[live[-1]].times is None:
            whens[live[-1]] = replace(whens[live[-1]], shift="earlier" if way < 0 else "later")
        return whens
    return [*whens, When(_span(r, place), shift="earlier" if way < 0 else "later")]


def _span(r: Reader, place: int) -> Span:
    lexeme = r.at(place)
    return Span(lexeme.start, lexeme.end, lexeme.text)


def _place(r: Reader, tag: Tag, covered: set[int]) -> int | None:
    return next((place for place in range(r.size) if r.has(place, tag) and place not in covered), None)


def _shift(r: Reader, covered: set[int]) -> tuple[int, int] | None:
    """As in "something earlier", "a later one", "un poco mas tarde"; not "see you later".

    While times are on offer it is said in any words: "I'd prefer it later", "that's too early", "before that".
    """
    short = sum(map(is_word, r.row)) <= _SHORT
    offered = _is_offered(r)
    for place in range(r.size):
        way = r.tag(place, Tag.SHIFT)
        if way is None and offered and place not in covered:
            way = r.tag(place, Tag.BEHIND_THAT) or _TOO.get(r.text(place))
        if way is None or place in covered or r.text(place - 1) in _FAREWELLS:
            continue
        if r.has(place - 1, Tag.PRONOUN) and not (offered and r.text(place - 1) in _VISITS):
            continue
        if (
            ((short or (offered and not r.long)) and not _tells_when(r, place))
            or r.has(place, Tag.SHIFT_CUE)
            or r.has(place - 1, Tag.SHIFT_CUE)
            or (r.has(place + 1, Tag.SHIFT_CUE) and r.has(place - 1, Tag.SHIFT_CUE, Tag.THE))
        ):
            return place, way
    return None


def _is_offered(r: Reader) -> bool:
    return r.context.question in _OF_TIMES or any(choice.starts_at for choice in r.context.choices)


def _tells_when(r: Reader, place: int) -> bool:
    """As in "as you said earlier", "antes me dijo", "te aviso despues": when something was or will be done."""
    return any(r.has(each, Tag.PAST_EVENT, Tag.WAS) or r.text(each) in _TOLD for each in range(place - 4, place + 4))


_OF_TIMES = frozenset(("slot", "time", "confirm"))
_VISITS = frozenset(("it", "that", "one"))
_TOLD = frozenset(
    "said told mentioned asked saw spoke had was were called wrote i'll we'll will tell let dijo dijiste dije dicho "
    "comente pregunte tenia estaba era fue vi hable llame digo aviso confirmo llamo llamare escribo cuento hago".split()
)
_TOO = {
    words: way
    for way, said in (
        (
            1,
            "too early,is too early,are too early,too soon,is too soon,es muy temprano,muy temprano,demasiado temprano",
        ),
        (-1, "too late,is too late,are too late,es muy tarde,muy tarde,es demasiado tarde,demasiado tarde"),
    )
    for words in said.split(",")
}
"""What is said against an offer asks for the other side of it."""
