"""Times of day as people say them, in English."""

from datetime import datetime

import pytest

from conversation.extractors.entities import Context, Intent
from conversation.extractors.pipeline import understand
from tests.conversation.extractors.offering import offering
from tests.conversation.extractors.when_reading import MONDAY, brief, meant, whens

OFFERED = offering(Context(now=MONDAY))
"""Tuesday the 9th at 9:00 and Thursday the 11th at 10:20 are on offer."""


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("10am", "10:00"),
        ("at 10:30", "10:30"),
        ("2.30 pm", "14:30"),
        ("10h30", "10:30"),
        ("14h", "14:00"),
        ("340pm", "15:40"),
        ("half past 4", "16:30"),
        ("at half four", "16:30"),
        ("a quarter to five", "16:45"),
        ("twenty past three", "15:20"),
        ("five to nine", "08:55"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("eleven fifteen a m", "11:15"),
        ("two oh five p.m.", "14:05"),
        ("evening 6", "18:00"),
        ("5 in the evening", "17:00"),
        ("morning 11:15", "11:15"),
        ("7 in the morning", "07:00"),
        ("8 at night", "20:00"),
        ("3 o'clock", "15:00"),
        ("17:45", "17:45"),
        ("12 am", "00:00"),
        ("12:15 in the afternoon", "12:15"),
        ("twenty after four", "16:20"),
        ("quarter to noon", "11:45"),
        ("12 noon", "12:00"),
        ("half four", "16:30"),
        ("at 3 15", "15:15"),
        ("11 30 am", "11:30"),
        ("eleven-thirty am", "11:30"),
        ("around 1030", "10:30"),
        ("at 730 in the evening", "19:30"),
        ("0900 hours", "09:00"),
        ("9 tomorrow morning", "2026-06-09 09:00"),
        ("12.30 tomorrow", "2026-06-09 12:30"),
        ("4 on Friday", "2026-06-12 16:00"),
        ("10 on the 30th", "2026-06-30 10:00"),
        ("friday@10", "2026-06-12 10:00"),
        ("in an hour and a half", "2026-06-08 10:30"),
        ("in three quarters of an hour", "2026-06-08 09:45"),
        ("in 24 hours", "2026-06-09 09:00"),
        ("at \u0661\u0660:\u0663\u0660", "10:30"),
        ("at \uff11\uff10:\uff13\uff10", "10:30"),
        ("at \u0967\u0966:\u0969\u0966", "10:30"),
        ("how about 4?", "16:00"),
    ],
)
def test_a_time_is_understood(said: str, time: str) -> None:
    assert brief(meant(said)) == time


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("between 2 and 4", "14:00-16:00"),
        ("from 9 to 11", "09:00-11:00"),
        ("2-4pm", "14:00-16:00"),
        ("between 11 and 1", "11:00-13:00"),
        ("11am to 1", "11:00-13:00"),
        ("10:30 till noon", "10:30-12:00"),
        ("after 2 but before 4", "14:00-16:00"),
        ("2 till 4pm", "14:00-16:00"),
        ("730-930am", "07:30-09:30"),
        ("9a to 11a", "09:00-11:00"),
        ("10 to 11 at night", "22:00-23:00"),
        ("tomorrow lunch", "2026-06-09 11:00-13:00"),
        ("early tomorrow", "2026-06-09 08:00-10:00"),
        ("late on Friday", "2026-06-12 16:00-18:00"),
        ("last thing on Friday", "2026-06-12 16:00-18:00"),
        ("first thing on Friday", "2026-06-12 08:00-10:00"),
        ("the middle of the day", "10:00-14:00"),
        ("later today", "2026-06-08 12:00-00:00"),
        ("after 3", "15:00-"),
        ("before noon", "-12:00"),
        ("by 5pm", "-17:00"),
        ("from 3 on", "15:00-"),
        ("4pm or later", "16:00-"),
        ("not before 10", "10:00-"),
        ("no later than 11", "-11:00"),
        ("in the morning", "08:00-12:00"),
        ("this evening", "2026-06-08 16:00-20:00"),
        ("late afternoon", "14:00-16:00"),
        ("lunchtime", "11:00-13:00"),
        ("first thing", "08:00-10:00"),
    ],
)
def test_a_stretch_of_the_day_is_understood(said: str, hours: str) -> None:
    assert brief(meant(said)) == hours


@pytest.mark.parametrize(
    ("said", "part", "hours"),
    [
        ("after work", "after_work", "17:00-"),
        ("before the school run", "before_school", "-08:30"),
        ("Friday morning", "morning", "2026-06-12 08:00-12:00"),
        ("tomorrow night", "night", "2026-06-09 20:00-00:00"),
    ],
)
def test_a_part_of_day_keeps_its_name(said: str, part: str, hours: str) -> None:
    when = meant(said)
    assert when.times is not None
    assert (when.times.part, brief(when)) == (part, hours)


@pytest.mark.parametrize(
    ("said", "language", "hours"),
    [
        ("the afternoon one", "en", "12:00-16:00"),
        ("the morning one", "en", "08:00-12:00"),
        ("I'll take the evening one", "en", "16:00-20:00"),
        ("the late afternoon one", "en", "14:00-16:00"),
        ("the Tuesday morning one please", "en", "2026-06-09 08:00-12:00"),
        ("can I have the afternoon one on Friday", "en", "2026-06-12 12:00-16:00"),
        ("la de la tarde", "es", "12:00-20:00"),
        ("la de la mañana por favor", "es", "08:00-12:00"),
        ("tomorrow afternoon at one", "en", "2026-06-09 13:00"),
        ("tomorrow afternoon one o'clock", "en", "2026-06-09 13:00"),
        ("one in the afternoon", "en", "13:00"),
        ("la una de la tarde", "es", "13:00"),
    ],
)
def test_the_one_of_a_part_of_day_is_no_hour(said: str, language: str, hours: str) -> None:
    assert brief(meant(said, language=language)) == hours


def test_at_eight_is_the_morning_and_keeps_the_evening() -> None:
    when = meant("at 8")
    assert (brief(when), when.inferred) == ("08:00", True)
    assert [brief(other) for other in when.alternatives] == ["20:00"]


def test_at_two_is_the_afternoon() -> None:
    when = meant("at 2")
    assert (brief(when), when.inferred) == ("14:00", True)
    assert [brief(other) for other in when.alternatives] == ["02:00"]


@pytest.mark.parametrize("said", ["at 8 in the evening", "8pm", "20:00"])
def test_what_settles_the_half_of_the_day_leaves_no_other_reading(said: str) -> None:
    when = meant(said)
    assert (brief(when), when.inferred, when.alternatives) == ("20:00", False, ())


@pytest.mark.parametrize("said", ["around 10", "10ish", "about 10am", "10 or so"])
def test_about_is_kept(said: str) -> None:
    when = meant(said, question="time")
    assert (brief(when), when.approximate) == ("10:00", True)


def test_the_senders_own_zone_is_noted() -> None:
    assert meant("3pm my time").other_zone
    assert not meant("3pm").other_zone


@pytest.mark.parametrize(
    ("said", "time"),
    [("10", "10:00"), ("eleven", "11:00"), ("eleven thirty", "11:30"), ("half 4", "16:30"), ("9.30", "09:30")],
)
def test_a_bare_answer_counts_when_a_time_was_asked_for(said: str, time: str) -> None:
    assert brief(meant(said, question="time")) == time


@pytest.mark.parametrize("said", ["10", "eleven", "7"])
def test_a_bare_number_is_no_time_unasked(said: str) -> None:
    assert whens(said) == ()


def test_in_half_an_hour_is_a_moment() -> None:
    assert brief(meant("in half an hour")) == "2026-06-08 09:30"


def test_later_and_same_time_lean_on_the_visit_talked_about() -> None:
    visit = datetime(2026, 6, 11, 11)
    assert brief(meant("an hour later", current=visit)) == "2026-06-11 12:00"
    assert brief(meant("an hour later", choices=OFFERED.choices)) == "2026-06-09 10:00"
    assert brief(meant("two days earlier", current=visit)) == "2026-06-09 11:00"
    assert brief(meant("same time next week", current=visit)) == "2026-06-18 11:00"
    assert brief(meant("same time on Friday", last_visit=visit)) == "2026-06-12 11:00"
    assert brief(meant("that day at 3pm", current=visit)) == "2026-06-11 15:00"


@pytest.mark.parametrize(
    ("said", "shift"),
    [
        ("something earlier please", "earlier"),
        ("a later one", "later"),
        ("the later one", "later"),
        ("earlier?", "earlier"),
    ],
)
def test_earlier_and_later_are_relative_to_what_is_on_offer(said: str, shift: str) -> None:
    assert meant(said).shift == shift


@pytest.mark.parametrize(
    ("said", "shift"),
    [
        ("later please", "later"),
        ("no, later please", "later"),
        ("earlier would be better for me please", "earlier"),
        ("I would like it earlier if possible", "earlier"),
        ("anything before that?", "earlier"),
        ("could you do a little later than that", "later"),
        ("that's too early", "later"),
        ("too late for me", "earlier"),
        ("más tarde por favor", "later"),
        ("no, más tarde por favor", "later"),
        ("quisiera más tarde si es posible", "later"),
        ("antes de eso", "earlier"),
        ("es muy temprano para mí", "later"),
    ],
)
def test_once_times_are_on_offer_they_are_shifted_in_any_words(said: str, shift: str) -> None:
    found = understand(said, OFFERED)
    assert [when.shift for when in found.whens] == [shift]
    assert found.chosen is None
    assert {Intent.YES, Intent.MAYBE}.isdisjoint(mention.intent for mention in found.intents)


@pytest.mark.parametrize(
    "said",
    [
        "as I said earlier",
        "see you later",
        "I'll call you later",
        "I'll let you know later",
        "te aviso más tarde",
        "luego te digo",
        "ya se lo dije antes",
    ],
)
def test_what_is_put_off_or_was_said_before_shifts_nothing_on_offer(said: str) -> None:
    assert understand(said, OFFERED).whens == ()


@pytest.mark.parametrize("said", ["as soon as possible", "asap", "any doctor, soonest", "the first available slot"])
def test_the_soonest_is_understood(said: str) -> None:
    assert meant(said).soonest


def test_the_soonest_of_a_day_keeps_the_day() -> None:
    when = meant("the earliest you have on Friday")
    assert (brief(when), when.soonest) == ("2026-06-12", True)
