"""From a wish for a time to the free times that fit it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from conversation.pen import Pen
from conversation.state import Wanted
from hospital import slots
from hospital.directory import Doctor
from hospital.schedule import day_bounds
from hospital.slots import Search, Slot

SHOWN = 5
ABOUT_MINUTES = 45
FAR = datetime(9999, 1, 1, tzinfo=UTC)


def search_for(pen: Pen, doctors: Sequence[Doctor], wish: Wanted | None) -> Search:
    """The search that a wish stands for, at the site asked for; without a wish, anything from now on."""
    desk, zone = pen.desk, pen.desk.hospital.zone
    first, end = desk.now.astimezone(UTC), FAR
    from_minute = to_minute = None
    if wish is not None:
        if wish.first_day is not None:
            first = max(first, day_bounds(wish.first_day, zone)[0])
        if wish.end_day is not None:
            end = day_bounds(wish.end_day - timedelta(days=1), zone)[1]
        from_minute, to_minute = minutes(wish)
    site = desk.hospital.locations.get(pen.state.location or "")
    # with all their hours: the days' times are made of them
    whole = tuple(desk.hospital.doctor(each.code) for each in doctors)
    return Search(whole, first, end, from_minute, to_minute, desk.conversation_id, site.id if site else None)


def minutes(wish: Wanted) -> tuple[int | None, int | None]:
    """The stretch of the day that a wish means, in minutes; open sides are None."""
    first = wish.first_time.hour * 60 + wish.first_time.minute if wish.first_time else None
    end = wish.end_time.hour * 60 + wish.end_time.minute if wish.end_time else None
    if wish.is_exact and first is not None:
        if wish.is_approximate:
            return max(0, first - ABOUT_MINUTES), first + ABOUT_MINUTES + 1
        return first, first + 1
    if end == 0:
        end = 24 * 60
    return first, end


def within(search: Search, first: datetime, end: datetime) -> Search:
    """The same search between other instants."""
    return replace(search, first=first, end=end)


def fits(pen: Pen, wish: Wanted, at: datetime) -> bool:
    """Whether a time is one that the wish asks for."""
    search = search_for(pen, (), wish)
    minute = at.hour * 60 + at.minute
    first, end = search.from_minute, search.to_minute
    return search.first <= at < search.end and (first is None or first <= minute) and (end is None or minute < end)


def free(pen: Pen, search: Search, limit: int, wish: Wanted | None = None, *, latest: bool = False) -> list[Slot]:
    """Free times of a search, without the days that the wish leaves out."""
    found: list[Slot] = []
    while len(found) < limit:
        page = slots.find(pen.desk.unit, pen.desk.hospital, search, limit - len(found), latest=latest)
        if wish is None or not (wish.not_days or wish.not_weekdays):
            return page
        day = next((day for day in (_day(pen, slot) for slot in page) if _is_left_out(wish, day)), None)
        if day is None:
            return found + page
        found += page[: [_day(pen, slot) for slot in page].index(day)]
        begin, end = day_bounds(day, pen.desk.hospital.zone)
        search = within(search, search.first, begin) if latest else within(search, end, search.end)
    return found


def nearest(pen: Pen, search: Search, at: datetime, limit: int) -> list[Slot]:
    """The free times nearest to an instant, in order of time; on a day that was ruled out only where no other is."""
    at = at.astimezone(UTC)
    wish = ruled_out(pen)
    later = free(pen, within(search, max(search.first, at), search.end), limit, wish)
    earlier = free(pen, within(search, search.first, at), limit, wish, latest=True)
    found = sorted(later + earlier, key=lambda slot: abs(slot.starts_at - at))[:limit]
    if not found and wish is not None:
        return slots.nearest(pen.desk.unit, pen.desk.hospital, search, at, limit)
    return sorted(found, key=lambda slot: slot.starts_at)


def ruled_out(pen: Pen) -> Wanted | None:
    """Any time but on the days that the patient ruled out, if there are such days."""
    wish = pen.state.wanted
    if wish is None or not (wish.not_days or wish.not_weekdays):
        return None
    return Wanted(not_days=wish.not_days, not_weekdays=wish.not_weekdays)


def _day(pen: Pen, slot: Slot) -> date:
    return pen.desk.hospital.local(slot.starts_at).date()


def _is_left_out(wish: Wanted, day: date) -> bool:
    return day in wish.not_days or day.weekday() in wish.not_weekdays


def free_for_each(
    pen: Pen, doctors: Sequence[Doctor], wishes: Sequence[Wanted], shown: Sequence[datetime] = ()
) -> list[Slot]:
    """Free times of several wishes, each with its share of the list and behind those of its times that were shown."""
    found = []
    for wish in wishes:
        after = behind([at for at in shown if fits(pen, wish, at)] or shown) if shown else pen.desk.now
        search = search_for(pen, doctors, wish)
        found.append(free(pen, within(search, max(search.first, after), search.end), SHOWN, wish))
    shares = [0] * len(found)
    while sum(shares) < SHOWN and any(share < len(each) for share, each in zip(shares, found, strict=True)):
        for index, each in enumerate(found):
            if shares[index] < len(each) and sum(shares) < SHOWN:
                shares[index] += 1
    taken = [slot for share, each in zip(shares, found, strict=True) for slot in each[:share]]
    return list({slot.id: slot for slot in taken}.values())


def behind(shown: Sequence[datetime]) -> datetime:
    """The instant behind the last of some times."""
    return max(shown).astimezone(UTC) + timedelta(minutes=1)


def from_then_on(wishes: Sequence[Wanted]) -> Wanted:
    """What goes on when the days of a wish are used up: the same hours on the days after."""
    first = wishes[0]
    same_hours = len({minutes(wish) for wish in wishes}) == 1
    hours = first if same_hours else Wanted(not_days=first.not_days, not_weekdays=first.not_weekdays)
    return hours.model_copy(update={"first_day": first.first_day, "end_day": None, "other_day": None})


def is_time(wish: Wanted) -> bool:
    """Whether one hour of one day is meant."""
    return wish.is_exact and wish.day is not None and wish.first_time is not None


def anchor_of(pen: Pen, wish: Wanted) -> datetime:
    """The moment that comes nearest to what a wish is about."""
    day = wish.first_day or (wish.end_day - timedelta(days=1) if wish.end_day else pen.desk.now.date())
    at = wish.first_time or wish.end_time or time(9)
    return max(datetime.combine(day, at, pen.desk.hospital.zone), pen.desk.now)
