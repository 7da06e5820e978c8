"""Several phrases of one message: what belongs together, what replaces what, what is a choice."""

import pytest

from tests.conversation.extractors.when_reading import THURSDAY, brief, meant, whens


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


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("Please move my visit from Monday 9 to Wednesday 11 March", "2026-03-09", "2026-03-11"),
        ("change my 10 o'clock to 11", "10:00", "11:00"),
        ("change my 10am to 11am", "10:00", "11:00"),
        ("I'd like to change my 9:30 to 11:15", "09:30", "11:15"),
        ("I'd like to change my Monday 10am to Tuesday 2pm", "2026-03-09 10:00", "2026-03-10 14:00"),
        ("can we change it from Monday to Friday", "2026-03-09", "2026-03-06"),
        ("could we change it from the 9th to the 12th", "2026-03-09", "2026-03-12"),
        ("change the time from 2 to 3", "14:00", "15:00"),
        ("push my 11 o'clock with Dr Chen back to 12", "11:00", "12:00"),
        ("swap my Monday 10 o'clock for Tuesday", "2026-03-09 10:00", "2026-03-10"),
        ("swap Monday for Wednesday", "2026-03-09", "2026-03-11"),
        ("move my appointment on the 9th at 10 to the 11th at 3", "2026-03-09 10:00", "2026-03-11 15:00"),
        ("cambia mi cita del lunes 9 al miércoles 11", "2026-03-09", "2026-03-11"),
        ("pásame la de las 10 a las 11", "10:00", "11:00"),
        ("cambia mi cita de las 10 a las 11", "10:00", "11:00"),
        ("¿me la puede cambiar del martes al viernes?", "2026-03-10", "2026-03-06"),
        ("mueve mi cita del 9 al 12 de marzo", "2026-03-09", "2026-03-12"),
        ("cambiar el lunes por el martes", "2026-03-09", "2026-03-10"),
        ("move my Friday visit to 4pm", "2026-03-06", "2026-03-06 16:00"),
        ("move my Friday visit to 4pm or Monday at 9", "2026-03-06", "2026-03-06 16:00"),
        ("move my Monday visit to 10 with Dr Chen on Tuesday", "2026-03-09", "2026-03-10 10:00"),
        ("change Monday to 3pm", "2026-03-09", "2026-03-09 15:00"),
        ("move my visit on Friday from 2 to 4", "2026-03-06", "2026-03-06 16:00"),
        ("change my visit on Friday to 3", "2026-03-06", "2026-03-06 15:00"),
        ("change tomorrow's visit to the afternoon", "2026-03-06", "2026-03-06 12:00-16:00"),
        ("mueve la visita del viernes de las 2 a las 4", "2026-03-06", "2026-03-06 16:00"),
        ("cambia la visita del lunes a por la tarde", "2026-03-09", "2026-03-09 12:00-20:00"),
        ("cambia la del 9 por la del 11", "2026-03-09", "2026-03-11"),
        ("pasa la del 9 al 11", "2026-03-09", "2026-03-11"),
        ("mueve la cita del 9 de julio al 12", "2026-07-09", "2026-07-12"),
        ("move my visit from July 30 to the 2nd", "2026-07-30", "2026-08-02"),
        ("move my visit from 20 July to the 12th", "2026-07-20", "2026-07-12"),
    ],
)
def test_with_a_verb_of_moving_two_times_are_the_old_one_and_the_new(said: str, old: str, new: str) -> None:
    found = whens(said, now=THURSDAY)
    assert [(brief(when), when.rejected) for when in found] == [(old, True), (new, False)]


@pytest.mark.parametrize(
    ("said", "new"),
    [
        ("move my visit on the 9th to 4", "2026-03-09 16:00"),
        ("move the 9 to 11", "2026-03-09 11:00"),
        ("move the one on the 9th to half 4", "2026-03-09 16:30"),
        ("move my July 9 appointment to 4", "2026-07-09 16:00"),
        ("move my appointment on the 9th from 3 to 4", "2026-03-09 16:00"),
        ("my appointment is on the 9th, can you change it to 4?", "2026-03-09 16:00"),
        ("move it to 4", "16:00"),
        ("cambia la del 9 a las 4", "2026-03-09 16:00"),
        ("cambia la del 9 a 4", "2026-03-09 16:00"),
        ("cambia la cita del 9 para las 4", "2026-03-09 16:00"),
        # an article, an ordinal, "from", or more than a clock has hours: a day
        ("move the 9th to the 4th", "2026-04-04"),
        ("move the 9th to the 11th at 4", "2026-03-11 16:00"),
        ("move it from the 9th to 12", "2026-03-12"),
        ("move the 9th to 20", "2026-03-20"),
        ("cambia la del 9 al 4", "2026-04-04"),
        ("cambia del 9 a 11", "2026-03-11"),
        ("cambia la del 9 para el 11", "2026-03-11"),
        ("cámbiala para el 9", "2026-03-09"),
    ],
)
def test_a_mere_number_that_a_visit_is_moved_to_is_an_hour_unless_it_must_be_a_day(said: str, new: str) -> None:
    assert brief(meant(said, now=THURSDAY)) == new


@pytest.mark.parametrize("said", ["change my address to 4 Park Street", "rebook it to 4 people", "move it to room 4"])
def test_a_number_of_something_else_is_no_hour(said: str) -> None:
    assert whens(said) == ()


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("I'd like to change my visit, I'm free from 10 to 12", "10:00-12:00"),
        ("can I move it to Monday from 10 to 12", "2026-03-09 10:00-12:00"),
        ("change my visit to any day from Monday to Wednesday", "2026-03-09/2026-03-12"),
        ("move it to between 9 and 11 on Friday", "2026-03-06 09:00-11:00"),
        ("I need to reschedule. Monday to Wednesday suits me", "2026-03-09/2026-03-12"),
        ("reschedule me for 10 to 12 on Monday", "2026-03-09 10:00-12:00"),
        ("my shift is from 9 to 5 on Monday", "2026-03-09 09:00-17:00"),
        ("from Monday to Friday", "2026-03-09/2026-03-14"),
        ("cambiar la cita para el lunes de 10 a 12", "2026-03-09 10:00-12:00"),
        ("de lunes a viernes de 9 a 11", "2026-03-09/2026-03-14 09:00-11:00"),
    ],
)
def test_where_a_visit_is_moved_to_may_be_a_stretch(said: str, wish: str) -> None:
    assert brief(meant(said, now=THURSDAY)) == wish


@pytest.mark.parametrize(
    ("said", "language", "wish"),
    [
        ("I finish work at 5, can you do Thursday after that?", "en", "2026-03-05 17:00-"),
        ("I work until 5 so anything after that on Thursday", "en", "2026-03-05 17:00-"),
        ("I'm at work until 4, anything after that on Friday?", "en", "2026-03-06 16:00-"),
        ("school is out at 3 so after that please", "en", "15:00-"),
        ("I've a meeting on Monday at 10, could you do me after that", "en", "2026-03-09 10:00-"),
        ("I have to be out by 11, can I come before that", "en", "-11:00"),
        ("I'm away until the 10th, any day after that", "en", "2026-03-11/"),
        ("I'm on holiday next week so after that", "en", "2026-03-16/"),
        ("my exam is on the 12th, Friday after that would suit", "en", "2026-03-13"),
        ("my wedding is on the 21st, it has to be before then", "en", "/2026-03-21"),
        ("salgo de trabajar a las 5, ¿puede ser el jueves después de eso?", "es", "2026-03-05 17:00-"),
        ("tengo clase hasta las 3, cualquier cosa después de eso", "es", "15:00-"),
    ],
)
def test_after_that_opens_the_time_said_before(said: str, language: str, wish: str) -> None:
    when = meant(said, now=THURSDAY, language=language)
    assert (brief(when), when.times is not None and when.times.exact) == (wish, False)


@pytest.mark.parametrize(
    "said",
    [
        "book me Monday at 10am and a blood test after that",
        "Monday at 10am, after that I need a scan",
        "I'd like Monday at 10am please, and the dentist after that",
        "el lunes a las diez de la mañana y una analítica después de eso",
    ],
)
def test_what_comes_after_that_takes_nothing_from_the_wish(said: str) -> None:
    when = meant(said, now=THURSDAY)
    assert (brief(when), when.times is not None and when.times.exact) == ("2026-03-09 10:00", True)


@pytest.mark.parametrize(
    ("said", "language", "wish"),
    [
        ("I have work at 9 on Monday, so Tuesday", "en", "2026-03-10"),
        ("trabajo a las 9 el lunes, así que el martes", "es", "2026-03-10"),
        ("at 3 on the 12th, so Thursday", "en", "2026-03-12 15:00"),
        ("tomorrow at 3, that's Friday", "en", "2026-03-06 15:00"),
        ("can you make it a 3:45 slot later today", "en", "2026-03-05 15:45"),
    ],
)
def test_a_day_behind_a_time_says_it_again_or_draws_a_conclusion(said: str, language: str, wish: str) -> None:
    assert brief(meant(said, now=THURSDAY, language=language)) == wish


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
