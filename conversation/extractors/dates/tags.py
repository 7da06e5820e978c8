"""What a word can mean to the date grammar, and the fixed tables that those meanings index."""

from __future__ import annotations

from datetime import time
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Tag(StrEnum):
    """One meaning of a word or phrase; the number that goes with it is given in brackets."""

    WEEKDAY = "weekday"  # Monday is 0
    MONTH = "month"  # January is 1
    WEAK = "weak"  # a weekday or month that is an everyday word too ("may", "sat")
    DAY = "day"  # days from today
    PAST_DAY = "past_day"  # yesterday and its kind
    HOLIDAY = "holiday"  # "Thanksgiving": its day, counted from year one
    SAME_DAY = "same_day"  # "that day": of the visit talked about
    NUMBER = "number"  # value
    ARTICLE = "article"  # "a", "una": one, but only before a unit
    FEW = "few"  # "a couple of" (value)
    ORDINAL = "ordinal"  # value
    SUFFIX = "suffix"  # "th" behind digits
    THOUSAND = "thousand"
    UNIT = "unit"  # a Unit
    WEEKEND = "weekend"
    HALF = "half"
    QUARTER = "quarter"
    PART = "part"  # a Part
    LOOSE_PART = "loose_part"  # a Part, only beside a day or a time ("tarde", "noche")
    FIXED_TIME = "fixed_time"  # minutes since midnight: noon, midnight
    MERIDIEM = "meridiem"  # 0 am, 1 pm
    OCLOCK = "oclock"
    SHARP = "sharp"
    ISH = "ish"
    ABOUT = "about"
    AT = "at"  # what follows is an hour
    MAYBE_AT = "maybe_at"  # "las" before an hour
    ON = "on"
    OF = "of"
    IN = "in"
    THE = "the"
    FOR = "for"
    GLUE = "glue"  # says nothing itself between two parts of one phrase
    FROM = "from"
    MAYBE_FROM = "maybe_from"  # "de", "del"
    TO = "to"
    MAYBE_TO = "maybe_to"  # "a", "al"
    BETWEEN = "between"
    AND = "and"
    OR = "or"
    BEFORE = "before"
    BY = "by"  # up to and including
    AFTER = "after"
    STARTING = "starting"  # from then on
    ONWARDS = "onwards"
    OFFER = "offer"  # "how about", "make it": a number behind it may be an hour
    OR_LATER = "or_later"
    OR_EARLIER = "or_earlier"
    SINCE = "since"
    PAST = "past"  # minutes past
    TILL = "till"  # minutes to
    MINUS = "minus"  # "menos cuarto"
    THIS = "this"
    NEXT = "next"
    COMING = "coming"
    AFTER_NEXT = "after_next"
    ONE_AFTER = "one_after"
    BEHIND_THAT = "behind_that"  # 1 "after that", -1 "before that": of a time said before
    LAST = "last"
    EARLY = "early"
    MID = "mid"
    LATE = "late"
    REST = "rest"
    LATER_IN = "later_in"  # "later this week"
    WITHIN = "within"
    HENCE = "hence"  # "from now"
    AGO = "ago"
    EVERY = "every"
    TIMES = "times"  # "twice", "times"
    PER = "per"
    AGE = "age"  # "old", "de edad"
    DAYWORD = "dayword"  # "day" before or after a number of the month
    WORKING = "working"  # "business" in "business days"
    STARTING_WORD = "starting_word"  # "beginning" in "week beginning"
    NOT = "not"
    ABSENT = "absent"  # "I'll be away": those days are out
    NO_MORE = "no_more"  # turns down the day that it stands right behind or, in the plural, before
    UNWANTED = "unwanted"  # "does not work for me"
    SPOILT = "spoilt"  # turns down the day behind whose "'s" it stands
    CORRECTION = "correction"
    CLOSING = "closing"  # "that is all (for today)"
    THAT_IS = "that_is"
    WISH = "wish"  # words of asking and booking
    ERRAND = "errand"  # what has its own days: the weather, a flight
    VISIT = "visit"  # words for a visit to the desk's doctors
    ASKS_SELF = "asks_self"  # "am I", "when I'm": whether the asker has time
    LEISURE = "leisure"  # "free", "time", "room" behind it
    DIARY = "diary"  # "my calendar"
    LOOKUP = "lookup"  # "check", "what's" before it
    MOVE = "move"  # "move it from Monday to Tuesday"
    BORN = "born"
    WAS = "was"  # 1 "was", 2 "went", 3 "had": verbs of a visit gone by
    PAST_EVENT = "past_event"  # "started", "fell"
    SYMPTOM = "symptom"
    TITLE = "title"  # Dr
    PRONOUN = "pronoun"
    SHIFT = "shift"  # -1 earlier, 1 later
    SHIFT_CUE = "shift_cue"  # "something" before, "one" after a shift word
    SAME_TIME = "same_time"
    SOONEST = "soonest"
    ZONE = "zone"  # "my time"
    NOUN = "noun"  # counted things: "the second opinion", "floor"
    FOLLOWER = "follower"  # may follow a time: "please", "works"
    CURRENCY = "currency"
    IGNORE = "ignore"  # "good morning"
    ANYTIME = "anytime"


class Unit(IntEnum):
    """A measure of time."""

    MINUTE = 1
    HOUR = 2
    DAY = 3
    WEEK = 4
    FORTNIGHT = 5
    MONTH = 6
    YEAR = 7
    SECOND = 8


class Part(IntEnum):
    """A part of day by name."""

    MORNING = 1
    AFTERNOON = 2
    EVENING = 3
    NIGHT = 4
    LUNCHTIME = 5
    DAYTIME = 6
    AFTER_WORK = 7
    BEFORE_WORK = 8
    BEFORE_SCHOOL = 9
    AFTER_SCHOOL = 10
    FIRST_THING = 11
    END_OF_DAY = 12
    AFTER_LUNCH = 13
    BEFORE_LUNCH = 14
    TARDE = 15
    DAWN = 16
    PM = 17
    AFTER_BREAKFAST = 18
    MIDDLE = 19
    LATER = 20


class Window(NamedTuple):
    """From when up to when a part of day goes; an open side is None."""

    name: str
    first: time | None
    end: time | None


def _window(name: str, first: str, end: str) -> Window:
    return Window(name, time.fromisoformat(first) if first else None, time.fromisoformat(end) if end else None)


WINDOWS: dict[Part, Window] = {
    Part.MORNING: _window("morning", "08:00", "12:00"),
    Part.AFTERNOON: _window("afternoon", "12:00", "16:00"),
    Part.EVENING: _window("evening", "16:00", "20:00"),
    Part.NIGHT: _window("night", "20:00", "00:00"),
    Part.LUNCHTIME: _window("lunchtime", "11:00", "13:00"),
    Part.DAYTIME: _window("daytime", "08:00", "18:00"),
    Part.AFTER_WORK: _window("after_work", "17:00", ""),
    Part.BEFORE_WORK: _window("before_work", "", "09:00"),
    Part.BEFORE_SCHOOL: _window("before_school", "", "08:30"),
    Part.AFTER_SCHOOL: _window("after_school", "15:00", ""),
    Part.FIRST_THING: _window("first_thing", "08:00", "10:00"),
    Part.END_OF_DAY: _window("end_of_day", "16:00", "18:00"),
    Part.AFTER_LUNCH: _window("after_lunch", "13:00", ""),
    Part.BEFORE_LUNCH: _window("before_lunch", "", "12:00"),
    Part.TARDE: _window("tarde", "12:00", "20:00"),
    Part.DAWN: _window("night", "00:00", "06:00"),
    Part.PM: _window("afternoon", "12:00", "20:00"),
    Part.AFTER_BREAKFAST: _window("after_breakfast", "09:00", ""),
    Part.MIDDLE: _window("midday", "10:00", "14:00"),
    Part.LATER: _window("later", "12:00", "00:00"),
}
"""The hours that parts of day stand for. `00:00` as an end is the midnight that ends the day."""
