"""Days as people say them, in English, on Monday 8 June 2026."""

from datetime import date, datetime, timedelta

import pytest

from conversation.extractors.entities import Choice
from tests.conversation.extractors.when_reading import THURSDAY, brief, meant, whens


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today please", "2026-06-08"),
        ("could I come tomorrow?", "2026-06-09"),
        ("the day after tomorrow", "2026-06-10"),
        ("Wednesday", "2026-06-10"),
        ("this Friday", "2026-06-12"),
        ("the coming Friday", "2026-06-12"),
        ("on Monday week", "2026-06-15"),
        ("Thursday week", "2026-06-18"),
        ("Tuesday next week", "2026-06-16"),
        ("next week on Thursday", "2026-06-18"),
        ("the Friday after next", "2026-06-19"),
        ("in 3 days", "2026-06-11"),
        ("in a fortnight", "2026-06-22"),
        ("three weeks from now", "2026-06-29"),
        ("a week from Wednesday", "2026-06-17"),
        ("2 weeks on Friday", "2026-06-26"),
        ("in a couple of months", "2026-08-08"),
        ("5 July", "2026-07-05"),
        ("July 5th", "2026-07-05"),
        ("the 5th of July 2026", "2026-07-05"),
        ("the 20th", "2026-06-20"),
        ("the 3rd of next month", "2026-07-03"),
        ("2026-07-05", "2026-07-05"),
        ("18/6", "2026-06-18"),
        ("18.6.", "2026-06-18"),
        ("18.06.2026", "2026-06-18"),
        ("Friday the 12th", "2026-06-12"),
        ("Sat 13 June", "2026-06-13"),
        ("the second Tuesday of July", "2026-07-14"),
        ("tomorrow week", "2026-06-16"),
        ("two weeks today", "2026-06-22"),
        ("a fortnight tomorrow", "2026-06-23"),
        ("in 3 days, on Friday", "2026-06-12"),
        ("the last day of the month", "2026-06-30"),
        ("the Thursday before the 30th", "2026-06-25"),
        ("any Thursday before the 30th", "2026-06-11"),
        ("a Thursday after the 15th", "2026-06-18"),
        ("not this Friday, the one after", "2026-06-19"),
        ("not tomorrow, the day after", "2026-06-10"),
        ("the last Friday of the month", "2026-06-26"),
    ],
)
def test_a_single_day_is_understood(said: str, day: str) -> None:
    assert brief(meant(said)) == day


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("this week", "2026-06-08/2026-06-15"),
        ("sometime next week", "2026-06-15/2026-06-22"),
        ("the week after next", "2026-06-22/2026-06-29"),
        ("early next week", "2026-06-15/2026-06-18"),
        ("at the end of next week", "2026-06-18/2026-06-22"),
        ("this weekend", "2026-06-13/2026-06-15"),
        ("next month", "2026-07-01/2026-08-01"),
        ("early next month", "2026-07-01/2026-07-16"),
        ("end of the month", "2026-06-21/2026-07-01"),
        ("in August", "2026-08-01/2026-09-01"),
        ("the first week of July", "2026-07-01/2026-07-06"),
        ("the week of the 22nd", "2026-06-22/2026-06-29"),
        ("in the next three days", "2026-06-09/2026-06-12"),
        ("from Tuesday to Thursday", "2026-06-09/2026-06-12"),
        ("between the 15th and the 19th", "2026-06-15/2026-06-20"),
        ("9 to 12 July", "2026-07-09/2026-07-13"),
        ("not next week, the week after", "2026-06-22/2026-06-29"),
        ("the last weekend of July", "2026-07-25/2026-07-27"),
        ("the month of July", "2026-07-01/2026-08-01"),
        ("July 13-15 2027", "2027-07-13/2027-07-16"),
        ("between 3 and 5 March 2027", "2027-03-03/2027-03-06"),
        ("for ten days from the 18th", "2026-06-18/2026-06-28"),
        ("from the 18th for 3 days", "2026-06-18/2026-06-21"),
        ("within 3 days of the 12th", "2026-06-12/2026-06-15"),
        ("after Tuesday but before Friday", "2026-06-10/2026-06-12"),
        ("by the end of next week", "/2026-06-22"),
        ("calendar week 26", "2026-06-22/2026-06-29"),
        ("in the coming days", "2026-06-09/2026-06-12"),
        ("before the 20th", "/2026-06-20"),
        ("anything earlier than the 20th", "/2026-06-20"),
        ("after the 12th", "2026-06-13/"),
        ("by Friday", "/2026-06-13"),
        ("from Wednesday on", "2026-06-10/"),
    ],
)
def test_a_run_of_days_is_understood(said: str, days: str) -> None:
    assert brief(meant(said)) == days


def test_next_weekday_is_of_next_week_and_keeps_the_nearer_reading() -> None:
    when = meant("next Friday")
    assert brief(when) == "2026-06-19"
    assert when.inferred
    assert [brief(other) for other in when.alternatives] == ["2026-06-12"]


@pytest.mark.parametrize(
    "said",
    ["next Saturday, not this one coming, the one after", "Saturday, but not this one, the one after that"],
)
def test_the_one_after_is_the_second_such_day(said: str) -> None:
    assert brief(meant(said)) == "2026-06-20"


def test_todays_weekday_is_today_with_next_week_as_the_other_reading() -> None:
    when = meant("Monday")
    assert (brief(when), when.inferred) == ("2026-06-08", True)
    assert [brief(other) for other in when.alternatives] == ["2026-06-15"]


def test_todays_weekday_at_an_hour_that_has_passed_is_next_week() -> None:
    assert brief(meant("Monday at 8:30am")) == "2026-06-15 08:30"


@pytest.mark.parametrize(
    ("day_first", "first", "other"), [(True, "2026-07-06", "2027-06-07"), (False, "2026-06-07", "2026-07-06")]
)
def test_a_numeric_date_follows_the_locale_and_keeps_the_other_reading(day_first: bool, first: str, other: str) -> None:
    when = meant("06/07", day_first=day_first)
    assert (brief(when), when.inferred) == (first, True)
    assert [brief(reading) for reading in when.alternatives] == [other]


def test_a_weekday_settles_a_numeric_date() -> None:
    when = meant("Tuesday 7/7/2026 or so")
    assert brief(when) == "2026-07-07"
    assert not when.alternatives


@pytest.mark.parametrize(
    ("said", "day", "nearest"),
    [
        ("Friday 15", "2027-01-15", ["2026-06-15", "2026-06-12"]),
        ("Sat 30th", "2027-01-30", ["2026-06-30", "2026-06-27"]),
        ("Tuesday 11 at 10am", "2026-08-11 10:00", ["2026-06-11 10:00", "2026-06-09 10:00"]),
        ("Tuesday the 11th at 10am", "2026-08-11 10:00", ["2026-06-11 10:00", "2026-06-09 10:00"]),
        ("Monday 12, 3pm", "2026-10-12 15:00", ["2026-06-12 15:00", "2026-06-15 15:00"]),
        ("on the 11th, Tuesday, at 10am", "2026-08-11 10:00", ["2026-06-11 10:00", "2026-06-09 10:00"]),
        ("Friday 23 at 4:30pm", "2026-10-23 16:30", ["2026-06-23 16:30", "2026-06-26 16:30"]),
        ("el martes 11 a las diez de la mañana", "2026-08-11 10:00", ["2026-06-11 10:00", "2026-06-09 10:00"]),
        ("el viernes 23", "2026-10-23", ["2026-06-23", "2026-06-26"]),
    ],
)
def test_a_weekday_that_does_not_fit_its_number_is_read_back_with_the_nearer_days(
    said: str, day: str, nearest: list[str]
) -> None:
    when = meant(said)
    assert (brief(when), when.inferred) == (day, True)
    assert [brief(other) for other in when.alternatives] == nearest


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Thursday 11 at 10am", "2026-06-11 10:00"),
        ("Thursday the 11th at 10am", "2026-06-11 10:00"),
        ("Friday 12, 3pm", "2026-06-12 15:00"),
        ("Tuesday 30 June", "2026-06-30"),
        ("el jueves 11 a las diez de la mañana", "2026-06-11 10:00"),
    ],
)
def test_a_weekday_that_fits_its_number_is_that_day(said: str, day: str) -> None:
    when = meant(said)
    assert (brief(when), when.inferred, when.alternatives) == (day, False, ())


@pytest.mark.parametrize(
    ("said", "language", "day"),
    [
        ("in 3 weeks on a Monday", "en", "2026-03-23"),
        ("in two weeks, ideally on a Friday", "en", "2026-03-20"),
        ("in two weeks, preferably Monday", "en", "2026-03-16"),
        ("on a Monday in 3 weeks", "en", "2026-03-23"),
        ("three weeks from now, a Tuesday", "en", "2026-03-24"),
        ("in a month on a Wednesday", "en", "2026-04-08"),
        ("two weeks from today on a Monday", "en", "2026-03-16"),
        ("back in six weeks, maybe on a Tuesday", "en", "2026-04-14"),
        ("in 3 weeks at 10am, Monday if possible", "en", "2026-03-23 10:00"),
        ("en tres semanas, un lunes", "es", "2026-03-23"),
        ("dentro de dos semanas, en viernes", "es", "2026-03-20"),
        ("en un mes, un miércoles", "es", "2026-04-08"),
        ("not in two weeks, Monday", "en", "2026-03-09"),
        ("in 3 weeks, no, on Monday", "en", "2026-03-09"),
    ],
)
def test_a_weekday_beside_a_count_of_weeks_is_of_that_week(said: str, language: str, day: str) -> None:
    assert brief(meant(said, now=THURSDAY, language=language)) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("this Thursday is no good, the Thursday after that", "2026-03-12"),
        ("not next week, the week after that", "2026-03-16/2026-03-23"),
        ("the Thursday after next", "2026-03-19"),
        ("the week after that", "2026-03-16/2026-03-23"),
    ],
)
def test_after_that_behind_a_weekday_or_week_is_the_one_behind_another(said: str, day: str) -> None:
    assert brief(meant(said, now=THURSDAY)) == day


def test_from_a_weekday_with_its_number_to_another_is_a_run_of_days() -> None:
    assert brief(meant("I am free from Monday 9 to Wednesday 11 March", now=THURSDAY)) == "2026-03-09/2026-03-12"


@pytest.mark.parametrize("said", ["the friday then", "Friday then please", "vale, el viernes"])
def test_a_weekday_is_the_one_on_offer_where_only_later_ones_are(said: str) -> None:
    later = datetime(2026, 7, 3, 9)
    offered = tuple(Choice(f"{at:%H}", f"{at}", "slot", starts_at=at) for at in (later, later + timedelta(hours=1)))
    assert brief(meant(said, question="slot", choices=offered)) == "2026-07-03"
    assert brief(meant("this Friday then", question="slot", choices=offered)) == "2026-06-12"


def test_a_weekday_that_does_not_fit_its_date_never_makes_it_a_past_one() -> None:
    when = meant("Friday 4 July")
    assert (brief(when), when.inferred) == ("2026-07-04", True)


def test_a_day_of_a_named_month_that_has_just_passed_is_past() -> None:
    when = meant("on 1 June")
    assert (brief(when), when.past) == ("2026-06-01", True)


def test_a_day_of_a_named_month_long_gone_is_next_years() -> None:
    when = meant("on 3 February")
    assert (brief(when), when.past) == ("2027-02-03", False)


def test_a_mere_number_of_the_month_rolls_to_the_next_month() -> None:
    assert brief(meant("the 5th")) == "2026-07-05"


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("Monday at 8", "2026-06-15 08:00"),
        ("Monday at 10", "2026-06-08 10:00"),
        ("the second Monday of the month at 8", "2026-07-13 08:00"),
        ("the second Monday of the month at 10", "2026-06-08 10:00"),
        ("the second Monday of June at 8", "2026-06-08 08:00"),
        ("el segundo lunes del mes a las 8", "2026-07-13 08:00"),
    ],
)
def test_a_day_that_comes_again_is_the_next_one_where_todays_hour_has_gone(said: str, first: str) -> None:
    assert brief(meant(said)) == first


@pytest.mark.parametrize("said", ["31 February", "on June 45", "2026-02-30", "the 31st of June 2026", "35/14"])
def test_a_day_that_does_not_exist_gives_no_date(said: str) -> None:
    assert whens(said) == ()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("tomorow", "2026-06-09"),
        ("wendesday", "2026-06-10"),
        ("thrusday", "2026-06-11"),
        ("Augst 3", "2026-08-03"),
        ("tmrw", "2026-06-09"),
    ],
)
def test_one_typing_slip_is_forgiven(said: str, day: str) -> None:
    assert brief(meant(said)) == day


def test_a_bare_number_is_a_day_when_a_day_was_asked_for() -> None:
    assert whens("15") == ()
    assert brief(meant("15", question="day")) == "2026-06-15"
    assert brief(meant("the 15th", question="slot")) == "2026-06-15"


def test_a_rank_picks_a_choice_rather_than_a_day_while_choices_stand() -> None:
    offered = (Choice("a", "Tue 9:00"), Choice("b", "Wed 9:00"))
    assert whens("the second", question="slot", choices=offered) == ()
    assert whens("2", question="slot", choices=offered) == ()


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("move it to the day after", "2026-07-15"),
        ("the following day at 10", "2026-07-15 10:00"),
        ("the week after instead", "2026-07-20/2026-07-27"),
        ("same time the week after please", "2026-07-21 09:00"),
        ("same time the following week", "2026-07-21 09:00"),
        ("al día siguiente", "2026-07-15"),
        ("la semana siguiente a la misma hora", "2026-07-21 09:00"),
        ("next week", "2026-06-15/2026-06-22"),
        ("tomorrow", "2026-06-09"),
    ],
)
def test_the_day_and_the_week_after_count_from_the_visit_talked_about(said: str, days: str) -> None:
    assert brief(meant(said, current=datetime(2026, 7, 14, 9))) == days


HOLIDAYS = (
    ("Thanksgiving", date(2026, 11, 26)),
    ("Thanksgiving", date(2025, 11, 27)),
    ("St Patrick's Day", date(2027, 3, 17)),
    ("Labor Day", date(2026, 9, 7)),
)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("Thanksgiving at 10", "2026-11-26 10:00"),
        ("the day after Thanksgiving", "2026-11-27"),
        ("sometime after thanksgiving", "2026-11-27/"),
        ("before St. Patricks day", "/2027-03-17"),
        ("before Saint Patrick's Day", "/2027-03-17"),
        ("the Wednesday before Thanksgiving", "2026-11-25"),
        ("the Monday after thanksgiving", "2026-11-30"),
        ("the week of Thanksgiving", "2026-11-23/2026-11-30"),
        ("the week after Thanksgiving", "2026-11-30/2026-12-07"),
        ("el día después de Thanksgiving", "2026-11-27"),
        ("two weeks after Thanksgiving", "2026-12-10"),
    ],
)
def test_a_holiday_of_the_hospital_is_a_day_by_its_name(said: str, days: str) -> None:
    assert brief(meant(said, holidays=HOLIDAYS)) == days


def test_a_name_that_is_no_holiday_here_is_no_day() -> None:
    assert whens("the day of Diwali", holidays=HOLIDAYS) == ()
    assert whens("my wife is in labor", holidays=HOLIDAYS) == ()
