"""Situations 31 to 43: days and times as people say them, and times that are not to be had."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from hospital.schedule import WorkingHours, day_bounds, plan_day
from tests.situations.desk import NORA, Answer, Chat, Frontdesk, phrases

pytestmark = pytest.mark.words

OpenDesk = Callable[[str], Frontdesk]
TODAY = date(2026, 6, 8)


def june(day: int) -> date:
    """A day of the month of the situations."""
    return date(2026, 6, day)


# --- 31 and 32: relative days -----------------------------------------------------------------------


@phrases(
    ("words", "first", "last"),
    [
        ("tomorrow", 9, 9),
        ("the day after tomorrow", 10, 10),
        ("in two weeks", 22, 22),
        ("a week from today", 15, 15),
        ("Friday week", 19, 19),
        ("the last Friday in June", 26, 26),
        ("at the end of the month", 21, 30),
        ("end of this week", 10, 12),
        ("this Friday", 12, 12),
        ("mañana", 9, 9),
        ("pasado mañana", 10, 10),
        ("dentro de dos semanas", 22, 22),
        ("a finales de mes", 21, 30),
    ],
)
def test_31_a_relative_day_becomes_a_date_that_is_told(desk: Frontdesk, words: str, first: int, last: int) -> None:
    doctor = "con la doctora Chen" if words.startswith(("mañana", "pasado", "dentro", "a fin")) else "Dr Chen"
    answer = desk.chat(NORA).say(f"{doctor} {words}")
    days = {date.fromisoformat(day) for day in answer.offered_days}
    assert days and all(june(first) <= day <= june(last) for day in days)
    assert any(answer.names_day(day) for day in days)
    assert desk.booked() == []


@phrases(
    "words",
    [
        "next Saturday, not this one coming, the one after",
        "a week on Saturday",
        "Saturday week",
        "el sábado que viene no, el siguiente",
    ],
)
def test_32_the_saturday_after_next_is_read_back_as_a_date(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(f"Dr Haddad {words}")
    assert answer.offered_days == {"2026-06-20"}
    assert answer.names_day(june(20)) and desk.booked() == []


# --- holidays by name ---------------------------------------------------------------------------------


@phrases("words", ["Dr Chen on the August holiday at 10", "con la doctora Chen el August Holiday a las 10"])
def test_a_holiday_by_its_name_is_closed(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert "August Holiday" in answer.text and desk.booked() == []
    assert answer.offered and "2026-08-03" not in answer.offered_days


@phrases(
    ("words", "day"),
    [("the day after the August holiday", "2026-08-04"), ("the Friday before the August holiday", "2026-07-31")],
)
def test_days_are_counted_from_a_holiday(desk: Frontdesk, words: str, day: str) -> None:
    assert desk.chat(NORA).say(f"Dr Chen {words}").offered_days == {day}


# --- earlier, and elsewhere -----------------------------------------------------------------------------


@phrases("words", ["¿no hay nada más temprano?", "no tiene nada más pronto?", "¿no hay nada antes?"])
def test_nothing_earlier_asks_for_something_earlier(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    shown = chat.say("con la doctora Chen el viernes").offered
    assert max(chat.say(words).offered) < min(shown)


@phrases(
    "words", ["I'm in New York, Dr Chen tomorrow at 3pm", "Estoy en Tokyo, con la doctora Chen mañana a las 15:00"]
)
def test_an_hour_from_where_clocks_differ_is_read_back_by_the_hospitals_clock(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert answer.question == "confirm" and "Europe/Dublin" in answer.text and desk.booked() == []
    chat.say("yes")
    assert desk.booked() == ["chen 2026-06-09 15:00"]


@phrases("words", ["I'm in Dublin, Dr Chen tomorrow at 3pm", "I'm in London, Dr Chen tomorrow at 3pm"])
def test_an_hour_from_where_clocks_agree_is_taken_as_said(desk: Frontdesk, words: str) -> None:
    desk.chat(NORA).say(words)
    assert desk.booked() == ["chen 2026-06-09 15:00"]


# --- weekdays and numbers, weekdays and weekends, the end of a day --------------------------------------


@phrases("words", ["Dr Chen on Tuesday the 12th at 2pm", "con la doctora Chen el martes 12 a las 14:00"])
def test_a_weekday_that_is_not_on_that_date_is_told_and_nothing_booked(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert desk.booked() == [] and answer.question == "confirm"
    assert answer.names_day(june(12))
    chat.say("yes" if words.startswith("Dr") else "sí")
    assert desk.booked() == ["chen 2026-06-12 14:00"]


@phrases("words", ["Dr Okafor on weekdays after 6 pm", "Dr Okafor, weekday evenings", "Dr Okafor entre semana"])
def test_weekdays_leave_the_weekend_out(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say(words)
    for _ in range(6):
        assert all(date.fromisoformat(day).weekday() < 5 for day in chat.last.offered_days) and chat.last.offered
        chat.say("more times")


def test_weekends_are_those_of_every_week(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    days = chat.say("Dr Haddad, weekends please").offered_days | chat.say("more").offered_days
    assert days == {"2026-06-13", "2026-06-20"}


@phrases(
    "words",
    [
        "the last appointment on Wednesday",
        "late Wednesday",
        "Wednesday as late as possible",
        "la última cita del miércoles",
    ],
)
def test_the_end_of_a_day_offers_its_last_times(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Tuesday")
    assert max(chat.say(words).offered) == "2026-06-10 16:30" and desk.booked() == []


def test_an_hour_beside_a_day_that_no_calendar_has_is_kept(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    assert "31st of June" in chat.say("Dr Chen on the 31st of June at 10").text
    chat.say("the 30th")
    chat.agree()
    assert desk.booked() == ["chen 2026-06-30 10:00"]


# --- 33: numbers with two readings -------------------------------------------------------------------


def test_33_a_numeric_date_whose_readings_have_both_passed_is_asked_about(desk: Frontdesk) -> None:
    answer = desk.chat(NORA).say("Dr Chen on 05/06 at 10")
    assert desk.booked() == [] and desk.held() == [] and answer.question is not None
    assert answer.names_day(june(5)) or answer.names_day(date(2026, 5, 6))
    assert all(datetime.fromisoformat(at).date() >= TODAY for at in answer.offered)


def test_33_of_two_readings_with_one_in_the_past_the_other_is_confirmed(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    answer = chat.say("Dr Chen on 05/08 at 10")
    assert desk.booked() == [] and answer.question == "confirm"
    assert answer.names_day(date(2026, 8, 5))
    chat.say("yes")
    assert desk.booked() == ["chen 2026-08-05 10:00"]


def test_33_two_possible_readings_are_confirmed_by_name(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    answer = chat.say("Dr Chen on 08/07 at 10")
    assert desk.booked() == [] and answer.question is not None
    assert answer.names_day(date(2026, 7, 8)), "the day comes first here"
    chat.say("no, I meant the 7th of August")
    chat.agree()
    assert desk.booked() == ["chen 2026-08-07 10:00"]


def test_33_a_numeric_date_with_one_reading_needs_no_question(desk: Frontdesk) -> None:
    desk.chat(NORA).say("Dr Chen on 18/06/2026 at 10:00")
    assert desk.booked() == ["chen 2026-06-18 10:00"]


# --- 34 to 38: days and times that do not fit ---------------------------------------------------------


@phrases(
    "words", ["on 1 June", "on the 1st of June at 10", "last Monday", "yesterday", "el 1 de junio", "ayer a las 10"]
)
def test_34_a_day_that_has_passed_is_called_so_and_later_ones_offered(desk: Frontdesk, words: str) -> None:
    spanish = words.startswith(("el", "ayer"))
    answer = desk.chat(NORA).say(f"{'Con la doctora Chen' if spanish else 'Dr Chen'} {words}")
    assert desk.booked() == [] and answer.question == "slot"
    assert answer.offered and all(at > "2026-06-08 09:00" for at in answer.offered)
    passed = june(7) if words.startswith(("yes", "ayer")) else june(1)
    assert answer.names_day(passed), "which day is meant is told"


def test_34_an_hour_of_today_that_has_passed_is_not_offered(desk: Frontdesk) -> None:
    chat = desk.chat(NORA, now=datetime(2026, 6, 8, 13, 20))
    answer = chat.say("Dr Chen today at 10 am")
    assert desk.booked() == [] and answer.offered
    assert all(at >= "2026-06-08 13:50" for at in answer.offered)


@phrases("words", ["Dr Haddad on Sunday", "Dr Haddad this Sunday at 10", "con el doctor Haddad el domingo"])
def test_35_on_a_closed_day_the_days_around_it_are_offered(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert desk.booked() == [] and "2026-06-14" not in answer.offered_days
    assert answer.offered_days & {"2026-06-13", "2026-06-15"}
    assert answer.names_day(june(14)), "which day is closed"
    assert "closed" in answer.text or "cerrad" in answer.text


def test_35_a_holiday_is_closed_too(desk: Frontdesk) -> None:
    answer = desk.chat(NORA).say("Dr Haddad on 3 August at 10")
    assert desk.booked() == [] and "2026-08-03" not in answer.offered_days
    assert "August Holiday" in answer.text or "closed" in answer.text


def test_35_a_day_on_which_this_doctor_does_not_work_is_not_claimed(desk: Frontdesk) -> None:
    answer = desk.chat(NORA).say("Dr Chen on Saturday at 10")
    assert desk.booked() == [] and "2026-06-13" not in answer.offered_days and answer.offered


def test_36_times_between_the_listed_ones_are_never_promised(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Haddad on Tuesday")
    for probe in ("9:15?", "what about 9:45?", "10:30?", "and 10:05"):
        answer = chat.say(probe)
        assert desk.booked() == [] and desk.held() == []
        assert answer.offered and all(at.endswith(":00") for at in answer.offered)
        assert "2026-06-09" in answer.offered_days, "it is still Tuesday that is talked about"
        assert answer.state["selected_slot"] is None
    chat.say("ok, 10:00 then")
    chat.agree()
    assert desk.booked() == ["haddad 2026-06-09 10:00"]


@phrases("words", ["Dr Chen tomorrow at 8", "con la doctora Chen mañana a las 8"])
def test_37_an_hour_outside_the_doctors_day_is_asked_about(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert desk.booked() == [] and answer.question == "slot" and answer.state["selected_slot"] is None
    assert all("09:00" <= at[11:] < "17:00" for at in answer.offered)
    assert "20:00" not in answer.told and "8 pm" not in answer.told


def test_37_an_hour_that_fits_only_the_evening_is_the_evenings(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    answer = chat.say("Dr Okafor tomorrow at 6")
    assert "18:00" in answer.told
    chat.agree()
    assert desk.booked() == ["okafor 2026-06-09 18:00"]


@phrases(
    ("words", "first", "end"),
    [
        ("tomorrow after work", "17:00", "19:00"),
        ("tomorrow morning", "08:00", "12:00"),
        ("tomorrow before the school run", "08:00", "09:30"),
        ("tomorrow around lunchtime", "11:30", "14:30"),
        ("tomorrow afternoon", "12:00", "18:00"),
        ("tomorrow evening", "17:00", "19:00"),
        ("tomorrow after 3 pm", "15:00", "19:00"),
        ("tomorrow before noon", "08:00", "12:00"),
        ("tomorrow, first thing", "08:00", "10:00"),
        ("tomorrow before work", "08:00", "09:30"),
        ("tomorrow when the kids are at school", "08:00", "15:00"),
        ("tomorrow between 2 and 4", "14:00", "16:00"),
        ("mañana por la tarde", "12:00", "19:00"),
        ("mañana por la mañana", "08:00", "12:00"),
        ("mañana después del trabajo", "17:00", "19:00"),
    ],
)
def test_38_a_part_of_the_day_narrows_the_times(desk: Frontdesk, words: str, first: str, end: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(f"{'Con la doctora' if 'mañana' in words else 'Dr'} Okafor {words}")
    assert answer.offered_days == {"2026-06-09"}
    assert all(first <= at[11:] < end for at in answer.offered)
    more = chat.tap("More" if "More" in "".join(answer.labels) else answer.labels[-1])
    assert all(at[11:] < end or at[:10] > "2026-06-09" for at in more.offered), "more of the same window"


@phrases(
    "words",
    [
        "friday 9.30",
        "friday at 9:30",
        "9.30 on friday",
        "Fri 0930",
        "viernes a las 9.30",
        "friday half nine... sorry, 9.30",
    ],
)
def test_38_a_day_and_a_time_written_with_a_dot_are_no_date(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("do you have anything on wednesday or friday morning with Dr Arjun Sharma?", words)
    chat.agree()
    assert desk.booked() == ["arjun 2026-06-12 09:30"]


@phrases(
    ("words", "first", "last"),
    [("next week", 15, 19)],
)
def test_38_a_stretch_of_days_said_while_choosing_narrows_them(
    desk: Frontdesk, words: str, first: int, last: int
) -> None:
    answer = desk.chat(NORA).say("Dr Chen", words)
    days = {date.fromisoformat(day) for day in answer.offered_days}
    assert days and all(june(first) <= day <= june(last) for day in days)


def further(chat: Chat, until: date) -> Answer:
    """The first list of other times that goes beyond a day."""
    for _ in range(12):
        answer = chat.say("other times")
        if any(at[:10] > until.isoformat() for at in answer.offered):
            return answer
    raise AssertionError("no other day ever comes")


@phrases(
    ("words", "first", "end"),
    [
        ("tomorrow before the school run", "08:00", "09:00"),
        ("tomorrow after work", "17:00", "19:00"),
        ("tomorrow between 2 and 3", "14:00", "15:00"),
        ("tomorrow after 6 pm", "18:00", "19:00"),
    ],
)
def test_38_when_a_day_is_used_up_the_same_hours_of_the_next_days_follow(
    desk: Frontdesk, words: str, first: str, end: str
) -> None:
    chat = desk.chat(NORA)
    chat.say(f"Dr Okafor {words}")
    answer = further(chat, june(9))
    assert min(answer.offered_days) == "2026-06-10" and all(first <= at[11:] < end for at in answer.offered)
    assert "no more" in answer.words and answer.names_day(june(9)), "that the day has no more is said"
    assert all(first <= at[11:] < end for at in chat.say("other times").offered), "and the hours stay"


def test_38_when_a_day_without_hours_is_used_up_the_next_days_follow(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Haddad tomorrow")
    answer = further(chat, june(9))
    assert answer.offered[0] == "2026-06-10 09:00" and "no more times on Tuesday 9 June" in answer.words


def test_38_when_a_stretch_of_days_is_used_up_its_hours_go_on_behind_it(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Romano this week before 11")
    answer = further(chat, june(14))
    assert answer.offered_days <= {"2026-06-15", "2026-06-16", "2026-06-17"}
    assert all(at[11:] in ("10:00", "10:30") for at in answer.offered)


def test_42_when_every_time_was_shown_it_is_not_said_that_none_is_free(open_hospital: OpenDesk) -> None:
    desk = open_hospital(NIGHT_CLINIC.replace("horizon_days: 365", "horizon_days: 10"))
    chat = desk.chat(NORA, now=datetime(2026, 6, 8, 9))
    chat.say("Dr Moon", "other times")
    answer = chat.say("other times")
    assert answer.offered == [] and answer.question == "offer_waitlist"
    assert "all the free times" in answer.words and "nothing free" not in answer.words


def test_43_a_list_turned_down_with_a_new_wish_gets_that_wish(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen tomorrow morning", "none of these, how about Thursday at 10?")
    chat.agree()
    assert desk.booked() == ["chen 2026-06-11 10:00"]


@phrases(
    "words",
    [
        "Dr Chen tomorrow at 10:10 or Thursday afternoon",
        "con la doctora Chen mañana a las 10:10 o el jueves por la tarde",
    ],
)
def test_38_of_a_time_and_a_stretch_the_stretch_is_offered_not_booked(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert desk.booked() == [] and desk.held() == []
    assert answer.offered_days == {"2026-06-11"} and all("12:00" <= at[11:] < "20:00" for at in answer.offered)


def test_38_two_days_in_one_wish_both_get_their_place_and_go_on(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    seen = chat.say("Dr Chen on Tuesday or Thursday").offered
    for _ in range(5):
        assert {at[:10] for at in seen} == {"2026-06-09", "2026-06-11"}
        seen += chat.say("other times").offered
    assert len(seen) == len(set(seen)), "nothing is offered twice"


def test_38_of_two_exact_times_that_are_both_free_the_patient_chooses(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    answer = chat.say("Dr Chen on Tuesday at 10 or Thursday at 11")
    assert desk.booked() == [] and answer.offered == ["2026-06-09 10:00", "2026-06-11 11:00"]
    chat.say("the second one")
    chat.agree()
    assert desk.booked() == ["chen 2026-06-11 11:00"]


def test_34_a_time_within_the_minimum_notice_is_called_too_soon(desk: Frontdesk) -> None:
    chat = desk.chat(NORA, now=datetime(2026, 6, 8, 9, 45))
    answer = chat.say("Dr Chen today at 10")
    assert desk.booked() == [] and "too soon" in answer.words and "10:15" in answer.words


def test_34_a_day_beyond_the_horizon_is_named(desk: Frontdesk) -> None:
    answer = desk.chat(NORA).say("Dr Chen on 24 December at 10")
    assert "24 December" in answer.words and "90 days" in answer.words and desk.booked() == []


@phrases(
    "words",
    [
        "con la doctora Chen el martes 16 por la mañana",
        "con la doctora Chen el 16 por la mañana",
        "Dr Chen Tuesday 16 in the morning",
        "Dr Chen Tuesday 16th, morning",
    ],
)
def test_38_a_number_behind_a_weekday_with_a_part_of_the_day_is_a_date(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert desk.booked() == [] and answer.offered_days == {"2026-06-16"}
    assert all("09:00" <= at[11:] < "12:00" for at in answer.offered)


@phrases(
    ("words", "named"),
    [
        ("Dr Chen on Tuesday 11 at 10am", "11 August"),
        ("Dr Chen, Tuesday the 11th at 10am", "11 August"),
        ("con la doctora Chen el martes 11 a las diez de la mañana", "11 de agosto"),
        ("Dr Chen on Monday 12 at 3pm", "Friday 12 June"),
        ("con la doctora Chen el lunes 12 a las 3 de la tarde", "viernes 12 de junio"),
    ],
)
def test_38_a_weekday_that_does_not_fit_its_number_is_asked_about(desk: Frontdesk, words: str, named: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert desk.booked() == [] and answer.question == "confirm" and named in answer.words


@phrases("words", ["the friday then", "the Friday at 10:00 then", "el viernes a las 10:00 entonces"])
def test_38_a_weekday_is_the_one_on_offer(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    assert chat.say("Dr Chen in 3 weeks on a Friday").offered_days == {"2026-07-03"}
    answer = chat.say(words)
    assert answer.offered_days == {"2026-07-03"} or desk.booked() == ["chen 2026-07-03 10:00"]


@phrases("words", ["friday's no good now", "Friday's out", "el viernes ya no me viene bien"])
def test_38_a_day_that_suits_no_longer_is_left(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Friday")
    answer = chat.say(words)
    assert answer.offered and "2026-06-12" not in answer.offered_days


@phrases(
    "words",
    [
        "change my 10 o'clock to 11",
        "can you change my 10am to 11am",
        "please move my visit from Friday at 10 to Friday at 11",
        "pásame la de las 10 a las 11",
    ],
)
def test_38_from_one_time_to_another_moves_the_visit(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Friday at 10:00")
    chat.wait(30).say(words)
    if chat.last.question == "confirm":
        chat.say("yes")
    assert desk.booked() == ["chen 2026-06-12 11:00"]


@phrases(
    "words",
    ["my appointment was at 9 this morning but I overslept", "mi cita era a las 9 de esta mañana pero me dormí"],
)
def test_38_a_visit_of_the_past_begins_no_booking(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert desk.booked() == [] and desk.held() == [] and answer.offered == []


@phrases(
    "words",
    [
        "con la doctora Chen entre el 16 y el 18 por las tardes",
        "con la doctora Chen entre el martes 16 y el jueves 18 por la tarde",
        "Dr Chen between the 16th and the 18th, afternoons",
        "Dr Chen from Tuesday the 16th to Thursday the 18th in the afternoon",
    ],
)
def test_38_a_part_of_the_day_narrows_a_run_of_days(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    first = chat.say(words)
    assert desk.booked() == [] and desk.held() == []
    for answer in (first, chat.say("more"), chat.say("more")):
        assert answer.offered_days <= {"2026-06-16", "2026-06-17", "2026-06-18"}
        assert all("12:00" <= at[11:] < "20:00" for at in answer.offered)


@phrases(
    "words",
    [
        "Dr Haddad any day but Tuesday",
        "Dr Haddad, I can't do Tuesday",
        "con el doctor Haddad cualquier día menos el martes",
    ],
)
def test_35_a_day_that_does_not_suit_is_not_offered(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    seen = chat.say(words).offered
    for _ in range(10):
        seen += chat.say("more").offered
    assert "2026-06-10 09:00" in seen and len(seen) == len(set(seen)) and max(seen) > "2026-06-16"
    assert not any(at[:10] in ("2026-06-09", "2026-06-16", "2026-06-23") for at in seen)


def test_35_a_time_behind_the_day_that_does_not_suit_still_counts(desk: Frontdesk) -> None:
    answer = desk.chat(NORA).say("Dr Haddad any day except Tuesday, after 3pm")
    assert "2026-06-09" not in answer.offered_days and all(at[11:] >= "15:00" for at in answer.offered)


@phrases(
    "words",
    [
        "Dr Chen on Thursday at 10... no wait, make it Friday",
        "Dr Chen on the 11th at 10, I mean the 12th",
        "con la doctora Chen el jueves a las 10, perdón, el viernes",
    ],
)
def test_03_a_day_corrected_keeps_its_hour_and_is_read_back(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert desk.booked() == [] and answer.question == "confirm" and answer.names_day(june(12))
    chat.say("yes")
    assert desk.booked() == ["chen 2026-06-12 10:00"]


def test_03_the_day_after_counts_from_the_day_it_corrects(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday at 10, no, the day after")
    chat.agree()
    assert desk.booked() == ["chen 2026-06-12 10:00"]


def test_33_a_reading_that_is_over_gives_way_to_the_one_to_come(open_hospital: OpenDesk) -> None:
    desk = open_hospital(NIGHT_CLINIC.replace("currency: EUR", "currency: USD").replace("sun", "mon, sat, thu"))
    answer = desk.chat(NORA, now=datetime(2026, 11, 2, 9)).say("Dr Moon on 10/12 at 1:30 am")
    assert desk.booked() == [] and answer.question == "confirm" and "10 December" in answer.words


@phrases("words", ["Dr Chen tomorrow at 10 Irish time", "Dr Chen tomorrow at 10 am IST", "Dr Chen tomorrow at 10"])
def test_40_the_hospitals_own_zone_is_no_other_one(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say(words)
    chat.agree()
    assert desk.booked() == ["chen 2026-06-09 10:00"]


def test_40_the_day_said_with_an_hour_of_another_zone_is_kept(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday, 10 am New York time")
    chat.say("3 pm there then")
    chat.agree()
    assert desk.booked() == ["chen 2026-06-11 15:00"]


@phrases(
    ("words", "day"),
    [
        ("Dr Chen the day after Thursday at 10", 12),
        ("Dr Chen the day before Friday at 10", 11),
        ("Dr Chen two days after the 15th at 10", 17),
        ("con la doctora Chen el día siguiente al jueves a las 10", 12),
        ("con la doctora Chen el día antes del viernes a las 10", 11),
    ],
)
def test_31_a_day_beside_another_is_not_that_other_one(desk: Frontdesk, words: str, day: int) -> None:
    chat = desk.chat(NORA)
    chat.say(words)
    chat.agree()
    assert desk.booked() == [f"chen 2026-06-{day} 10:00"]


@phrases("words", ["what about the day after?", "and the following day?", "the next day?"])
def test_31_the_day_after_follows_the_day_talked_about(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Wednesday afternoon")
    answer = chat.say(words)
    assert answer.offered_days == {"2026-06-11"} and all(at[11:] >= "12:00" for at in answer.offered)


@phrases(
    ("words", "said"),
    [
        ("Dr Chen tomorrow at 25:00", "25:00"),
        ("Dr Chen tomorrow at 10:75", "10:75"),
        ("con la doctora Chen mañana a las 25:00", "25:00"),
    ],
)
def test_34_an_hour_that_no_clock_shows_is_called_so(desk: Frontdesk, words: str, said: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert desk.booked() == [] and said in answer.words and answer.offered_days == {"2026-06-09"}


@phrases(
    "words",
    [
        "Dr Chen on Thursday at 10, no wait, make it 11",
        "Dr Chen on Thursday at 10, sorry, 11",
        "con la doctora Chen el jueves a las 10, perdón, a las 11",
    ],
)
def test_03_a_word_of_correction_asks_for_nothing_more(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert desk.booked() == ["chen 2026-06-11 11:00"] and answer.question == "reminders"
    assert answer.words.count("\n") == 1, "more than the confirmation and the question about reminders"


@phrases(
    "words", ["Dr Chen tomorrow at 3pm Sydney time", "Dr Chen tomorrow at 10 AEST", "Dr Chen tomorrow 9am Tokyo time"]
)
def test_40_any_place_that_names_a_time_zone_is_another_one(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert desk.booked() == [] and "Dublin" in answer.words


@phrases(
    "words",
    [
        "Dr Chen, anything earlier than Friday?",
        "con la doctora Chen antes del viernes",
        "con la doctora Chen, ¿hay algo antes del viernes?",
    ],
)
def test_42_what_is_free_earlier_is_offered_before_any_waiting_list(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert answer.offered and max(answer.offered) < "2026-06-12" and desk.waiting() == []


@phrases("words", ["¿hay algo antes?", "¿algo antes?", "¿tiene algo más temprano?"])
def test_42_earlier_than_the_list_on_offer_is_no_waiting_list(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("con la doctora Chen el viernes")
    answer = chat.say(words)
    assert answer.offered and max(answer.offered) < "2026-06-12 09:00" and desk.waiting() == []


def test_42_where_nothing_is_free_earlier_the_waiting_list_is_offered(desk: Frontdesk) -> None:
    chat = desk.chat(NORA, now=datetime(2026, 6, 20, 9))
    answer = chat.say("Dr Anita Sharma, anything earlier than the 29th?")
    assert answer.offered == [] and answer.question == "offer_waitlist"
    assert chat.say("yes").happened == ["waitlist.joined"]


# --- 39 and 40: relative to other times ---------------------------------------------------------------


@phrases(
    "words", ["same time next week", "actually the same time next week please", "a la misma hora la semana que viene"]
)
def test_39_the_same_time_next_week_follows_the_time_chosen(careful_desk: Frontdesk, words: str) -> None:
    desk = careful_desk
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday at 10:30")
    chat.say(words)
    assert desk.held() == ["chen 2026-06-18 10:30"]
    chat.say("yes")
    assert desk.booked() == ["chen 2026-06-18 10:30"]


def test_39_the_same_time_next_week_follows_the_last_visit(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-04 11:30", status="fulfilled")
    chat = desk.chat(NORA)
    answer = chat.say("Dr Chen, same time as last time, next week please")
    times = answer.offered or [answer.state["selected_slot"][:16].replace("T", " ")]
    assert times and all(at[11:] == "11:30" and "2026-06-15" <= at[:10] <= "2026-06-19" for at in times)


@phrases(
    "words",
    [
        "Dr Chen tomorrow, 3pm my time",
        "Dr Chen tomorrow at 3 pm New York time",
        "I'm in another timezone, Dr Chen at 3pm for me tomorrow",
        "Dr Chen tomorrow at 15:00 UTC",
        "I'm writing from Tokyo, Dr Chen tomorrow at 3pm my time please",
        "con la doctora Chen mañana a las 15:00 hora mía",
    ],
)
def test_40_a_time_of_another_zone_is_never_taken_for_the_hospitals(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert desk.booked() == [] and "chen 2026-06-09 15:00" not in desk.held()
    assert answer.question is not None
    assert any(word in answer.text for word in ("Dublin", "hospital", "time zone", "zona"))


# --- 41: clocks that change -----------------------------------------------------------------------------

DUBLIN = ZoneInfo("Europe/Dublin")
NIGHT = [WorkingHours(6, datetime(1, 1, 1, 0, 0).time(), datetime(1, 1, 1, 4, 0).time(), 30)]


def test_41_a_wall_clock_time_that_the_day_lacks_makes_no_slot() -> None:
    plan = plan_day(NIGHT, date(2026, 3, 29), DUBLIN)
    assert [slot.starts_at.astimezone(DUBLIN).strftime("%H:%M") for slot in plan] == [
        "00:00", "00:30", "02:00", "02:30", "03:00", "03:30",
    ]  # fmt: skip
    assert all(b.starts_at - a.starts_at >= timedelta(minutes=30) for a, b in pairwise(plan))


def test_41_a_wall_clock_time_that_comes_twice_makes_one_slot() -> None:
    plan = plan_day(NIGHT, date(2026, 10, 25), DUBLIN)
    walls = [slot.starts_at.astimezone(DUBLIN).strftime("%H:%M") for slot in plan]
    assert len(walls) == len(set(walls)) == 8
    assert all(b.starts_at - a.starts_at >= timedelta(minutes=30) for a, b in pairwise(plan))
    begin, end = day_bounds(date(2026, 10, 25), DUBLIN)
    assert (end - begin) == timedelta(hours=25) and begin <= plan[0].starts_at < end


NIGHT_CLINIC = """\
hospital:
  name: Night Clinic
  timezone: Europe/Dublin
  currency: EUR
  languages: [en]
  emergency_number: "112"
  booking: {horizon_days: 365}
specialities: [{code: general, name: General Medicine, default: true}]
doctors:
  - code: moon
    name: Dr Ada Moon
    speciality: general
    schedule: [{days: [sun], from: "00:00", to: "04:00", slot_minutes: 30}]
patients:
  - {name: Nora Byrne, phone: "+353861110002", date_of_birth: 1984-05-02}
"""


def test_41_a_time_in_the_gap_is_neither_offered_nor_booked(open_hospital: OpenDesk) -> None:
    desk = open_hospital(NIGHT_CLINIC)
    chat = desk.chat(NORA, now=datetime(2026, 3, 27, 9))
    answer = chat.say("Dr Moon on 29 March at 1:30 am")
    assert desk.booked() == [] and answer.state["selected_slot"] is None
    assert answer.offered and not any(at.startswith("2026-03-29 01") for at in answer.offered)
    seen = set(answer.offered)
    for _ in range(3):
        seen |= set(chat.say("other times").offered)
    assert not any(at.startswith("2026-03-29 01") for at in seen)
    chat.say("29 March at 2:00 am")
    chat.agree()
    assert desk.booked() == ["moon 2026-03-29 02:00"]


def test_41_a_time_of_the_repeated_hour_is_there_once_and_told_with_its_offset(open_hospital: OpenDesk) -> None:
    desk = open_hospital(NIGHT_CLINIC)
    chat, other = (desk.chat(NORA, now=datetime(2026, 10, 23, 9)) for _ in range(2))
    chat.say("Dr Moon on 25 October at 1:30 am")
    chat.agree()
    assert desk.booked() == ["moon 2026-10-25 01:30"]
    booked = next(event for answer in chat.answers for event in answer.events if event["name"] == "appointment.booked")
    assert booked["starts_at"] == "2026-10-25T01:30:00+01:00"
    seen = other.say("Dr Moon on 25 October").offered + other.say("other times").offered
    assert not any(at == "2026-10-25 01:30" for at in seen) and len(seen) == len(set(seen))


# --- 42 and 43: nothing to be had -----------------------------------------------------------------------


@phrases(
    "words",
    [
        "I need a neurologist",
        "Dr Lindqvist as soon as possible",
        "Dr Lindqvist tomorrow at 10",
        "neurología, cualquier día",
    ],
)
def test_42_where_nothing_is_free_nothing_is_invented_and_the_waiting_list_offered(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert answer.offered == [] and answer.state["selected_slot"] is None and desk.held() == []
    assert desk.booked() == [] and answer.events == []
    answer = chat.tap("espera" if answer.state["language"] == "es" else "waiting list")
    assert answer.happened == ["waitlist.joined"] and desk.waiting() == [("Nora Byrne", "active")]


@phrases(
    "refusals",
    [
        ["no", "none of those", "no", "no", "no"],
        ["none of these work for me", "neither do these", "no thanks", "no", "no"],
        ["no me va ninguna", "tampoco", "no", "no", "no"],
    ],
)
def test_43_who_refuses_everything_gets_a_polite_end_and_no_booking(desk: Frontdesk, refusals: list[str]) -> None:
    chat = desk.chat(NORA)
    chat.say("quiero ver al doctor Haddad el jueves" if "va" in refusals[0] else "Dr Haddad on Thursday")
    ended = None
    for turn, refusal in enumerate(refusals, 1):
        answer = chat.say(refusal)
        assert answer.words and desk.booked() == [] and desk.held() == []
        if answer.state["task"] is None:
            ended = turn
            break
    assert ended is not None, "the errand ends instead of going on for ever"
    assert chat.events == [] and desk.visits() == []


@phrases("words", ["not these", "too early", "I'm busy then", "what else do you have", "ninguna de esas"])
def test_43_a_list_turned_down_is_followed_by_other_times(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    before = chat.say("Dr Chen on Thursday")
    answer = chat.say(words)
    assert answer.offered != before.offered and answer.state["misses"] == 0
    assert desk.booked() == [] and desk.held() == []


# --- said of a day that was named before ----------------------------------------------------------


@phrases(
    ("first", "then", "day"),
    [
        ("Dr Chen on Tuesday", "the Tuesday after that", date(2026, 6, 16)),
        ("Dr Chen on 16 June", "and the Tuesday after that?", date(2026, 6, 23)),
        ("Dr Chen on 16 June", "what about the following Thursday", date(2026, 6, 18)),
        ("con la doctora Chen el 16 de junio", "¿y el martes siguiente?", date(2026, 6, 23)),
        ("con la doctora Chen el martes", "el martes después de ese", date(2026, 6, 16)),
        ("Dr Haddad, a Saturday in August", "the 22nd", date(2026, 8, 22)),
        ("Dr Haddad, some day in August", "17th", date(2026, 8, 17)),
        ("con el doctor Haddad, un sábado de agosto", "el 22", date(2026, 8, 22)),
        ("Dr Chen next Thursday", "the 19th", date(2026, 6, 19)),
        ("Dr Chen on 2 July", "no, the 30th", date(2026, 6, 30)),
    ],
)
def test_a_day_is_read_from_the_one_that_is_talked_about(desk: Frontdesk, first: str, then: str, day: date) -> None:
    answer = desk.chat(NORA).say(first, then)
    assert answer.state["wanted"]["first_day"] == day.isoformat() and answer.names_day(day)
