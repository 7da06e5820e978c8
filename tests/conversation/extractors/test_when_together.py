"""Several phrases of one message: what belongs together, what replaces what, what is a choice."""

import pytest

from tests.conversation.extractors.when_reading import brief, meant, whens


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("tomorrow at 3pm", "2026-06-09 15:00"),
        ("Monday week please, and around two if possible", "2026-06-15 14:00"),
        ("At 10:15, if you can. The 12th would be ideal.", "2026-06-12 10:15"),
        ("the 12th in the evening 6", "2026-06-12 18:00"),
        ("Wednesday afternoon between 1 and 3", "2026-06-10 13:00-15:00"),
        ("9 to 11am next Tuesday", "2026-06-16 09:00-11:00"),
        ("tomorrow before 5pm", "2026-06-09 -17:00"),
        ("after 6 on Thursday", "2026-06-11 18:00-"),
        ("Monday to Friday after 4pm", "2026-06-08/2026-06-13 16:00-"),
        ("sometime next week. Tuesday would be best", "2026-06-16"),
        ("at 9 or 10 on Thursday", "2026-06-11 09:00"),
        ("Friday, I finish at 3, so any time after 4", "2026-06-12 16:00-"),
        ("around 4 would be great, on Friday I mean", "2026-06-12 16:00"),
        ("not tomorrow but the day after, at 3", "2026-06-10 15:00"),
        ("I'd prefer Friday over Thursday", "2026-06-12"),
        ("the morning of the 12th", "2026-06-12 08:00-12:00"),
        ("June 15th, 2026, 3:00 PM", "2026-06-15 15:00"),
    ],
)
def test_day_and_time_are_one_wish(said: str, wish: str) -> None:
    assert brief(meant(said)) == wish


def test_a_day_and_a_time_with_a_long_story_between_them_are_one_wish() -> None:
    story = "my knee has been sore since the winter and neither rest nor ice nor any cream did the least good to it "
    assert brief(meant(f"Thursday would be lovely, {story * 3}, so maybe ten in the morning")) == "2026-06-11 10:00"


@pytest.mark.parametrize("said", ["Not the 5th, I meant the 15th", "I meant the 15th, not the 5th"])
def test_the_rejected_day_is_marked_in_either_order(said: str) -> None:
    found = whens(said)
    assert {brief(when): when.rejected for when in found} == {"2026-07-05": True, "2026-06-15": False}


def test_a_full_correction_inherits_nothing() -> None:
    found = whens("Thursday 11... actually no, Friday 2:30")
    assert [when.rejected for when in found] == [True, False]
    assert brief(found[-1]) == "2026-06-12 14:30"


def test_a_new_day_after_a_full_time_does_not_keep_the_old_hour() -> None:
    assert brief(meant("Friday at 10... no, Wednesday")) == "2026-06-10"


def test_a_new_hour_keeps_the_day() -> None:
    found = whens("Friday at 10... no, at 11")
    assert [brief(when) for when in found] == ["2026-06-12 10:00", "2026-06-12 11:00"]
    assert [when.rejected for when in found] == [True, False]


@pytest.mark.parametrize(
    ("said", "rejected"),
    [
        ("I can't do Thursday", "2026-06-11"),
        ("Thursday doesn't work for me", "2026-06-11"),
        ("anything but Friday", "2026-06-12"),
        ("I can come at 3pm tomorrow instead of Friday", "2026-06-12"),
    ],
)
def test_what_does_not_suit_is_rejected(said: str, rejected: str) -> None:
    assert rejected in [brief(when) for when in whens(said) if when.rejected]


def test_the_day_left_out_of_a_week_is_of_that_week() -> None:
    found = whens("any time next week except Wednesday")
    assert [(brief(when), when.rejected) for when in found] == [("2026-06-15/2026-06-22", False), ("2026-06-17", True)]


@pytest.mark.parametrize(
    ("said", "first", "further"),
    [
        ("Tuesday or Wednesday", "2026-06-09", ["2026-06-10"]),
        ("Friday or Saturday at 10am", "2026-06-12 10:00", ["2026-06-13 10:00"]),
        ("tomorrow at 9am or 10am", "2026-06-09 09:00", ["2026-06-09 10:00"]),
        ("Wed, Thu or Fri", "2026-06-10", ["2026-06-11", "2026-06-12"]),
        ("before 9am or after 5pm", "-09:00", ["17:00-"]),
    ],
)
def test_choices_hang_on_the_first(said: str, first: str, further: list[str]) -> None:
    when = meant(said)
    assert brief(when) == first
    assert [brief(other) for other in when.also] == further


def test_moving_a_visit_names_the_old_time_and_the_new() -> None:
    found = whens("please move it from Tuesday at 3pm to Thursday at 4pm")
    assert [(brief(when), when.rejected) for when in found] == [("2026-06-09 15:00", True), ("2026-06-11 16:00", False)]


def test_the_senders_words_are_quoted() -> None:
    when = meant("Could I come on Friday at 10?")
    assert when.span.words == "on Friday at 10"


def test_a_bookable_fact_is_found_in_a_long_story() -> None:
    story = (
        "My knee has been hurting since last autumn and it got worse on a walk two weeks ago. I took tablets for ten "
        "days, twice a day, and at night I could hardly sleep. My sister, who is 45, had the same in March last year. "
        "I tried ice and rest in the evening. Anyway, could I see somebody on Thursday morning please? "
    )
    assert [brief(when) for when in whens(story)] == ["2026-06-11 08:00-12:00"]
