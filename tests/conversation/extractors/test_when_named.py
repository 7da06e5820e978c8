"""Days with a name that everybody keeps, words of the street, and numbers that only a day beside them makes an hour."""

from datetime import datetime

import pytest

from tests.conversation.extractors.when_reading import brief, meant, whens


@pytest.mark.parametrize(
    ("said", "language", "wish"),
    [
        ("is there anything before Christmas Eve", "en", "/2026-12-24"),
        ("New Year's Eve in the morning", "en", "2026-12-31 08:00-12:00"),
        ("at ten on Valentine's Day", "en", "2027-02-14 10:00"),
        ("after Easter please", "en", "2027-03-29/"),
        ("antes de Nochebuena", "es", "/2026-12-24"),
        ("el viernes santo a las 9", "es", "2027-03-26 09:00"),
        ("forenoon on the 11th", "en", "2026-06-11 08:00-12:00"),
        ("the morn at 2", "en", "2026-06-09 14:00"),
        ("any time after lunch on the 12th", "en", "2026-06-12 13:00-"),
        ("ponme el 17 d junio x la tarde", "es", "2026-06-17 12:00-20:00"),
    ],
)
def test_names_and_words_of_the_street(said: str, language: str, wish: str) -> None:
    assert brief(meant(said, language=language)) == wish


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("half seven in the evening suits me fine on the 11th", "2026-06-11 19:30"),
        ("tomorrow between ten and half eleven", "2026-06-09 10:00-11:30"),
        ("1430 thurs", "2026-06-11 14:30"),
        ("Friday the 12th, four sharp", "2026-06-12 16:00"),
        ("12-08 at 16:00", "2026-08-12 16:00"),
        ("before the end of the month", "/2026-07-01"),
        ("this day next week", "2026-06-15"),
        ("Thursday evening, if you are open Thursday", "2026-06-11 16:00-20:00"),
    ],
)
def test_what_stands_beside_it_makes_it_a_time(said: str, wish: str) -> None:
    assert brief(meant(said)) == wish


@pytest.mark.parametrize(
    "said",
    [
        "I saw the second doctor on your list",
        "my sister June has a cough",
        "Julio es mi hijo",
        "they had to march her in",
        "I was treated by one of the nurses",
    ],
)
def test_names_and_ranks_are_no_days(said: str) -> None:
    assert whens(said) == ()


def test_no_reading_of_a_date_in_figures_is_of_a_day_gone_by_while_another_is_to_come() -> None:
    new_year = datetime(2024, 1, 1)
    wish = meant("12/09 at 10", now=new_year)
    assert all(
        each.dates and each.dates.first and each.dates.first >= new_year.date() for each in (wish, *wish.alternatives)
    )
    assert brief(meant("the first Monday of the month", now=datetime(2026, 6, 20))) == "2026-07-06"
    assert meant("on 1 June").past
