"""The waiting list as patients meet it: joined in words, a time offered as soon as one comes free, taken, turned down
or too late."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from db.models import (
    OutboxRow,
    PatientRow,
    SlotOpeningRow,
    SlotRow,
    WaitlistEntryRow,
    WaitlistOfferRow,
)
from hospital import loading, slots
from hospital import offers as hospital_offers
from tests.situations.conftest import OpenDesk
from tests.situations.desk import ELENA, MONDAY, NORA, RAVI, SITUATIONS, TOM, Answer, Chat, Frontdesk, parsed, phrases

THURSDAY = "2026-06-11 10:00"
"""When the visit is that others give up."""


def rows(desk: Frontdesk, model: Any) -> list[Any]:
    return list(desk._read(lambda unit: unit.connection.execute(select(model.__table__)).all()))


def entries(desk: Frontdesk) -> list[Any]:
    return rows(desk, WaitlistEntryRow)


def bounds(desk: Frontdesk) -> tuple[str, str, int | None, int | None, list[int] | None]:
    """The bounds of the one entry: first and last moment on the hospital's clock, hours, days that do not suit."""
    (entry,) = entries(desk)
    earliest, latest = desk.local(entry.earliest), desk.local(entry.latest)
    return earliest, latest, entry.from_minute, entry.to_minute, entry.not_weekdays


def offers(desk: Frontdesk) -> list[tuple[str, str, str]]:
    """Every offer made: to whom, of which time, and what became of it."""
    query = (
        select(PatientRow.name, SlotRow.starts_at, WaitlistOfferRow.status)
        .join(WaitlistEntryRow, WaitlistEntryRow.id == WaitlistOfferRow.entry_id)
        .join(PatientRow, PatientRow.id == WaitlistEntryRow.patient_id)
        .join(SlotRow, SlotRow.id == WaitlistOfferRow.slot_id)
        .order_by(WaitlistOfferRow.id)
    )
    found = desk._read(lambda unit: unit.connection.execute(query).all())
    return [(name, desk.local(at), status) for name, at, status in found]


def unasked(desk: Frontdesk) -> list[tuple[str, str]]:
    """What the desk wrote by itself: how it stands, and the words."""
    sent = [row for row in rows(desk, OutboxRow) if row.inbox_id is None]
    return [(row.status, json.loads(row.payload)["text"]) for row in sent]


def wait_for_thursday(desk: Frontdesk, sender: str, words: str = "") -> Chat:
    """Somebody on the list for Thursday morning with Dr Chen, in a browser that fetches what is written to it."""
    chat = desk.chat(sender, channel="webchat")
    chat.say(words or "put me on the waiting list for Dr Chen, Thursday the 11th in the morning")
    assert "waitlist.joined" in chat.last.happened
    chat.tap("Prefiero" if chat.state["language"] == "es" else "rather wait")
    return chat


def give_up(desk: Frontdesk, sender: str = RAVI, minutes: int = 0) -> Chat:
    """The visit on Thursday is cancelled."""
    chat = desk.chat(sender, now=MONDAY + timedelta(minutes=minutes))
    chat.say("cancel my appointment on Thursday", "yes")
    assert "appointment.cancelled" in chat.last.happened
    return chat


@pytest.fixture
def freed(desk: Frontdesk) -> Frontdesk:
    """Ravi has Thursday at ten with Dr Chen."""
    desk.give(RAVI, "chen", THURSDAY)
    return desk


# --- joining --------------------------------------------------------------------------------------


@phrases(
    ("words", "expected"),
    [
        (
            "put me on the waiting list for Dr Chen before the 20th",
            ("2026-06-08 09:30", "2026-06-20 00:00", None, None),
        ),
        ("put me on the list for Dr Chen, mornings only", ("2026-06-08 09:30", "2026-09-07 00:00", None, 720)),
        ("let me know if something opens up with Dr Chen next week after 4", (None, None, 960, None)),
        ("Dr Chen: text me if anything frees up before the 20th", (None, "2026-06-20 00:00", None, None)),
        ("avísame si se libera algo con la doctora Chen antes del viernes", (None, "2026-06-12 00:00", None, None)),
        ("apúntame en la lista de espera de la doctora Chen por las tardes", (None, "2026-09-07 00:00", 720, None)),
    ],
)
def test_59_joining_in_words_keeps_the_bounds_that_were_said(
    desk: Frontdesk, words: str, expected: tuple[Any, ...]
) -> None:
    answer = desk.chat(NORA).say(words)
    assert answer.happened == ["waitlist.joined"]
    event = answer.events[0]
    assert event["doctor"] == "chen" and desk.waiting() == [("Nora Byrne", "active")]
    earliest, latest, from_minute, to_minute, _ = bounds(desk)
    assert (event["from"][:16].replace("T", " "), event["to"][:16].replace("T", " ")) == (earliest, latest)
    for told, wanted in zip((earliest, latest, from_minute, to_minute), expected, strict=True):
        assert wanted is None or told == wanted or (isinstance(wanted, int) and told is not None)
    assert "Nora Byrne" in answer.text and "Chen" in answer.text


@phrases(
    "words",
    [
        "put me on the waiting list for Dr Chen, but not Mondays",
        "waiting list for Dr Chen please, any day but Monday",
        "put me on the waiting list for Dr Chen, I can't do Mondays",
        "lista de espera de la doctora Chen, menos los lunes",
        "lista de espera de la doctora Chen, los lunes no",
    ],
)
def test_59_days_that_do_not_suit_are_left_out(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert answer.happened == ["waitlist.joined"] and bounds(desk)[4] == [0]
    assert "Monday" in answer.text or "lunes" in answer.text


def test_59_two_days_that_do_not_suit(desk: Frontdesk) -> None:
    desk.chat(NORA).say("put me on the waiting list for Dr Chen, not on Mondays or Tuesdays")
    assert bounds(desk)[4] == [0, 1]


def test_59_only_one_day_of_the_week_is_every_such_day(desk: Frontdesk) -> None:
    answer = desk.chat(NORA).say("waiting list for cardiology, Tuesdays only")
    assert answer.events[0]["speciality"] == "cardiology" and bounds(desk)[4] == [0, 2, 3, 4, 5, 6]
    assert "only on Tuesday" in answer.text


@phrases(
    "words", ["anything earlier than the 20th", "let me know if something earlier comes up", "¿hay algo antes del 20?"]
)
def test_59_who_has_a_visit_waits_to_have_it_earlier(desk: Frontdesk, words: str) -> None:
    desk.give(NORA, "chen", "2026-06-25 10:00")
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert answer.happened == ["waitlist.joined"] and answer.events[0]["doctor"] == "chen"
    (entry,) = entries(desk)
    assert entry.appointment_id is not None and desk.local(entry.latest) <= "2026-06-25 10:00"
    assert desk.booked() == ["chen 2026-06-25 10:00"] and answer.offered and max(answer.offered) < "2026-06-25 10:00"


@phrases("words", ["¿hay algo antes del viernes?", "anything before Friday?", "anything earlier than Friday?"])
def test_59_who_has_no_visit_is_offered_what_is_free_earlier(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(words, "Dr Chen")
    assert answer.offered and max(answer.offered) < "2026-06-12" and entries(desk) == []


def test_59_taking_one_of_the_free_times_shown_moves_the_visit_and_ends_the_wait(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-25 10:00")
    chat = desk.chat(NORA)
    chat.say("anything earlier than the 20th")
    chat.tap(0)
    assert chat.last.happened == ["appointment.rescheduled"] and desk.waiting() == [("Nora Byrne", "fulfilled")]
    assert len(desk.booked()) == 1 and desk.is_sound()


def test_59_several_visits_are_asked_about_before_one_waits(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-25 10:00")
    desk.give(NORA, "haddad", "2026-06-26 10:00")
    chat = desk.chat(NORA)
    chat.say("anything earlier than the 20th")
    assert chat.last.question == "visit" and entries(desk) == []
    answer = chat.tap("Haddad")
    assert answer.events[0]["doctor"] == "haddad" and len(entries(desk)) == 1


def test_42_where_nothing_is_free_whoever_agrees_is_on_the_list_for_the_speciality(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    answer = chat.say("I need a neurologist")
    assert answer.offered == [] and answer.question == "offer_waitlist"
    answer = chat.say("yes please")
    assert answer.happened == ["waitlist.joined"] and desk.waiting() == [("Nora Byrne", "active")]
    assert answer.question is None and answer.labels == []


def test_59_joining_again_changes_the_bounds_and_keeps_the_place(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("put me on the waiting list for Dr Chen before the 20th")
    joined = entries(desk)[0].created_at
    chat.wait(60).say("put me on the waiting list for Dr Chen, only until the 15th, after 2 pm")
    assert len(entries(desk)) == 1 and entries(desk)[0].created_at == joined
    _, latest, from_minute, _, _ = bounds(desk)
    assert latest <= "2026-06-16 00:00" and from_minute == 14 * 60


def test_59_an_unknown_browser_keeps_one_place_at_a_time(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("put me on the waiting list for Dr Chen", "Ada Stone", "3 March 1980", "+353861119999")
    assert desk.waiting() == [("Ada Stone", "active")]
    chat.tap("rather wait")
    answer = chat.say("put me on the waiting list for Dr Haddad too")
    answer = chat.last if not answer.question else chat.say("Ada Stone")
    assert len(entries(desk)) == 1 and "waitlist.joined" not in answer.happened


def test_59_a_stranger_changes_nothing_of_what_somebody_else_waits_for(desk: Frontdesk) -> None:
    desk.chat(NORA).say("put me on the waiting list for Dr Chen before the 20th")
    before = entries(desk)
    chat = desk.chat()
    chat.say("put me on the waiting list for Dr Chen before the 12th", "Nora Byrne", "2 May 1984", NORA)
    assert entries(desk) == before and "waitlist.joined" not in chat.events


# --- leaving and asking ---------------------------------------------------------------------------


@phrases("words", ["take me off the waiting list", "please remove me from the list", "quítame de la lista de espera"])
def test_59_leaving_in_words(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("put me on the waiting list for Dr Chen, Thursday the 11th", "no thanks")
    chat.say(words)
    assert desk.waiting() == [("Nora Byrne", "cancelled")] and desk.held() == []
    assert "Nora Byrne" in chat.last.text


@phrases("words", ["please don't take me off the waiting list", "no me quite de la lista de espera"])
def test_59_whoever_asks_not_to_be_taken_off_stays(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("put me on the waiting list for Dr Chen, Thursday the 11th", "no thanks")
    chat.say(words)
    assert desk.waiting() == [("Nora Byrne", "active")]


@phrases(
    "words",
    ["am I still on the waiting list?", "¿sigo en la lista de espera?", "am I on a list?", "¿estoy en alguna lista?"],
)
def test_59_whether_one_is_on_the_list_is_answered_truthfully(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    assert "Chen" not in chat.say(words).text
    chat.say("put me on the waiting list for Dr Chen before the 20th", "no thanks")
    assert "Chen" in chat.say(words).text and chat.last.happened == []
    chat.say("take me off the list")
    assert "Chen" not in chat.say(words).text and entries(desk)[0].status == "cancelled"


@phrases("words", ["how long is the waiting list for Dr Chen?", "¿hay lista de espera para la doctora Chen?"])
def test_59_asking_how_the_list_goes_joins_nobody(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert entries(desk) == [] and answer.happened == [] and "15" in answer.text
    answer = chat.tap(0)
    assert answer.happened == ["waitlist.joined"] and answer.events[0]["doctor"] == "chen"


@phrases("words", ["I'd rather wait", "no thanks", "none of those", "prefiero esperar"])
def test_59_whoever_wants_none_of_what_is_free_stays_on_the_list_and_is_not_pressed(
    desk: Frontdesk, words: str
) -> None:
    chat = desk.chat(NORA)
    chat.say("put me on the waiting list for Dr Chen before the 20th")
    answer = chat.say(words)
    assert answer.offered == [] and answer.question is None and desk.waiting() == [("Nora Byrne", "active")]


def test_59_of_several_places_the_one_meant_is_left(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("put me on the waiting list for Dr Chen", "no thanks")
    chat.say("put me on the waiting list for Dr Haddad", "no thanks")
    chat.say("take me off the waiting list")
    assert chat.last.question == "leave_list" and [each.status for each in entries(desk)] == ["active", "active"]
    chat.tap("Haddad")
    assert [each.status for each in entries(desk)] == ["active", "cancelled"]
    chat.say("and take me off the list for Dr Chen too")
    assert [each.status for each in entries(desk)] == ["cancelled", "cancelled"]


# --- an offer, and its answer ---------------------------------------------------------------------


def test_59_a_time_that_comes_free_is_held_and_offered_to_the_first_in_line(freed: Frontdesk) -> None:
    first, _ = wait_for_thursday(freed, NORA), wait_for_thursday(freed, TOM)
    give_up(freed)
    assert offers(freed) == [("Nora Byrne", THURSDAY, "open")]
    assert freed.slot("chen", THURSDAY) == ("busy-tentative", first.name, "2026-06-08 09:15")
    answer = first.wait(1).say("hello")
    offered = answer.raw["replies"][0]
    assert all(word in offered["text"] for word in ("Nora Byrne", "Chen", "Thursday 11 June at 10:00", "09:15"))
    assert "Paediatrics" not in offered["text"] and len(offered["choices"]) == 2
    assert "Tom" not in answer.told and freed.is_sound()


@phrases(
    "words",
    [
        "yes",
        "I'll take it",
        "1",
        "yes please, Thursday at 10 is perfect",
        "ok book it",
        "sí, me la quedo",
        "10 am works",
    ],
)
def test_59_an_offer_is_taken_in_words(freed: Frontdesk, words: str) -> None:
    chat = wait_for_thursday(freed, NORA)
    give_up(freed)
    chat.wait(1).say("hello")
    answer = chat.say(words)
    assert answer.happened == ["appointment.booked"] and freed.booked() == [f"chen {THURSDAY}"]
    assert freed.waiting() == [("Nora Byrne", "fulfilled")] and offers(freed)[0][2] == "accepted"
    assert freed.held() == [] and freed.is_sound()


def test_59_an_offer_is_taken_by_tap_once_however_often_it_is_tapped(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    give_up(freed)
    chat.wait(1).say("hello")
    value = chat.last.raw["replies"][0]["choices"][0]["value"]
    said = [chat.send("[yes]", {"action": value}) for _ in range(3)]
    assert [answer.happened for answer in said] == [["appointment.booked"], [], []]
    assert "is booked" in said[2].text and freed.booked() == [f"chen {THURSDAY}"] and freed.is_sound()


def test_59_a_stranger_cannot_take_the_offer_of_another(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    give_up(freed)
    chat.wait(1).say("hello")
    value = chat.last.raw["replies"][0]["choices"][0]["value"]
    answer = freed.chat(ELENA).send("[yes]", {"action": value})
    assert answer.happened == [] and freed.booked() == [] and "Chen" not in answer.text


@pytest.mark.parametrize(
    "value", ["offer:1.maybe", "offer:999.yes", f"offer:{'9' * 40}.yes", "offer:x.yes", "offer:.no"]
)
def test_59_a_tap_that_was_never_shown_answers_nothing(freed: Frontdesk, value: str) -> None:
    chat = wait_for_thursday(freed, NORA)
    give_up(freed)
    answer = chat.wait(1).send("[made up]", {"action": value})
    assert answer.happened == [] and "out of date" in answer.text and offers(freed)[0][2] == "open"


def test_59_an_offer_taken_while_a_booking_with_the_same_doctor_is_under_way_ends_that(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    give_up(freed)
    chat.wait(1).say("what does Dr Chen have on Friday 12 June?")
    answer = chat.send("[take it]", {"action": "offer:1.yes"})
    assert answer.happened == ["appointment.booked"] and answer.question == "reminders" and answer.offered == []
    assert freed.booked() == [f"chen {THURSDAY}"] and freed.is_sound()


def test_59_taking_an_earlier_time_moves_the_visit_in_one_step(freed: Frontdesk) -> None:
    freed.give(NORA, "chen", "2026-06-25 10:00")
    chat = freed.chat(NORA, channel="webchat")
    chat.say("let me know if something earlier than the 20th comes up", "I'd rather wait")
    give_up(freed)
    offered = chat.wait(1).say("hello").raw["replies"][0]["text"]
    assert "Thursday 25 June at 10:00" in offered
    answer = chat.say("yes")
    assert answer.happened == ["appointment.rescheduled"] and freed.booked() == [f"chen {THURSDAY}"]
    assert freed.is_sound()
    chat.say("take it back")
    assert freed.booked() == ["chen 2026-06-25 10:00"] and freed.is_sound()


@pytest.mark.parametrize(
    ("elsewhere", "happened", "booked"),
    [
        ("book Dr Chen on Thursday 25 June at 10:00", "appointment.rescheduled", [f"chen {THURSDAY}"]),
        (
            "book Dr Okafor on Wednesday 10 June at 10:00",
            "appointment.booked",
            ["okafor 2026-06-10 10:00", f"chen {THURSDAY}"],
        ),
    ],
)
def test_59_an_unknown_browser_that_booked_since_it_waits_gets_what_it_is_offered(
    freed: Frontdesk, elsewhere: str, happened: str, booked: list[str]
) -> None:
    chat = freed.chat()
    chat.say("put me on the waiting list for Dr Chen before the 13th", "Ada Stone", "3 March 1980", "+353861119999")
    chat.tap("rather wait")
    chat.say(elsewhere)
    assert chat.last.happened == ["appointment.booked"]
    give_up(freed)
    answer = chat.wait(1).say("hello", "yes")
    assert answer.happened == [happened] and freed.booked() == booked
    assert freed.waiting() == [("Ada Stone", "fulfilled")] and freed.is_sound()


@phrases("words", ["no thanks", "2", "no", "I can't make that", "no, gracias"])
def test_59_turned_down_it_goes_to_the_next_and_the_place_is_kept(freed: Frontdesk, words: str) -> None:
    first, second = wait_for_thursday(freed, NORA), wait_for_thursday(freed, TOM)
    give_up(freed)
    first.wait(1).say("hello", words)
    assert offers(freed) == [("Nora Byrne", THURSDAY, "declined"), ("Tom Walsh", THURSDAY, "open")]
    assert freed.waiting() == [("Nora Byrne", "active"), ("Tom Walsh", "offered")]
    second.wait(2).say("hello", "yes")
    assert freed.booked() == [f"chen {THURSDAY}"] and freed.is_sound()


def test_59_a_way_off_the_list_comes_with_a_no(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    give_up(freed)
    chat.wait(1).say("hello", "no")
    chat.tap("off the waiting list")
    assert freed.waiting() == [("Nora Byrne", "cancelled")]


def test_59_taken_back_it_goes_to_the_next(freed: Frontdesk) -> None:
    first = wait_for_thursday(freed, NORA)
    wait_for_thursday(freed, TOM)
    give_up(freed)
    first.wait(1).say("hello", "yes", "take it back")
    assert offers(freed)[-1] == ("Tom Walsh", THURSDAY, "open") and freed.booked() == [] and freed.is_sound()


def test_59_a_late_yes_still_gets_the_time_while_nobody_else_has_it(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    give_up(freed)
    chat.wait(1).say("hello")
    answer = chat.wait(60).say("yes")
    assert answer.happened == ["appointment.booked"] and freed.booked() == [f"chen {THURSDAY}"] and freed.is_sound()


def test_59_a_late_yes_after_somebody_took_it_is_an_apology_and_the_place_stays(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    give_up(freed)
    chat.wait(1).say("hello")
    freed.chat(ELENA, now=MONDAY + timedelta(minutes=20)).say("Dr Chen on Thursday 11 June at 10:00")
    assert freed.booked() == [f"chen {THURSDAY}"]
    answer = chat.wait(30).say("yes")
    assert answer.happened == [] and "sorry" in answer.text.lower() and "waiting list" in answer.text
    assert freed.waiting() == [("Nora Byrne", "active")] and offers(freed)[0][2] == "expired" and freed.is_sound()


def test_59_unanswered_it_goes_to_the_next_and_a_late_yes_hears_so(freed: Frontdesk) -> None:
    first, second = wait_for_thursday(freed, NORA), wait_for_thursday(freed, TOM)
    give_up(freed)
    first.wait(1).say("hello")
    freed.parts.engine.offers.look(freed.instant("2026-06-08 09:16"))
    assert offers(freed) == [("Nora Byrne", THURSDAY, "expired"), ("Tom Walsh", THURSDAY, "open")]
    answer = first.wait(20).say("yes")
    assert answer.happened == [] and "sorry" in answer.text.lower()
    second.wait(20).say("hello", "yes")
    assert freed.booked() == [f"chen {THURSDAY}"] and freed.visits("booked")[0].patient == "Tom Walsh"
    assert freed.waiting() == [("Nora Byrne", "active"), ("Tom Walsh", "fulfilled")] and freed.is_sound()


def test_59_without_any_job_the_next_in_line_gets_it_once_the_time_to_answer_is_over(freed: Frontdesk) -> None:
    wait_for_thursday(freed, NORA)
    second = wait_for_thursday(freed, TOM)
    give_up(freed)
    answer = second.wait(20).say("hello")
    assert "Thursday 11 June at 10:00" in answer.text and offers(freed)[-1] == ("Tom Walsh", THURSDAY, "open")


def test_59_an_offer_that_no_channel_carried_leaves_no_more_once_it_ran_out(freed: Frontdesk) -> None:
    chat = freed.chat(NORA)
    chat.say("put me on the waiting list for Dr Chen, Thursday the 11th in the morning", "no thanks")
    give_up(freed)
    assert [status for status, _ in unasked(freed)] == ["pending"]
    freed.parts.engine.offers.look(freed.instant("2026-06-08 09:16"))
    assert [status for status, _ in unasked(freed)] == ["withdrawn"] and freed.waiting() == [("Nora Byrne", "active")]
    assert freed.slot("chen", THURSDAY)[0] == "free"


def test_59_a_time_is_offered_to_nobody_twice(freed: Frontdesk) -> None:
    wait_for_thursday(freed, NORA)
    give_up(freed)
    for minute in range(16, 200, 16):
        freed.parts.engine.offers.look(MONDAY.replace(tzinfo=freed.zone) + timedelta(minutes=minute))
    assert offers(freed) == [("Nora Byrne", THURSDAY, "expired")] and rows(freed, SlotOpeningRow) == []


def test_59_who_has_a_visit_then_is_passed_over(freed: Frontdesk) -> None:
    wait_for_thursday(freed, NORA)
    wait_for_thursday(freed, TOM)
    freed.give(NORA, "haddad", THURSDAY)
    give_up(freed)
    assert offers(freed) == [("Tom Walsh", THURSDAY, "open")]


def test_59_a_yes_beside_another_visit_by_now_books_nothing_and_says_so(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    wait_for_thursday(freed, TOM)
    give_up(freed)
    freed.give(NORA, "haddad", THURSDAY)
    answer = chat.wait(1).say("hello", "yes")
    assert answer.happened == [] and "another appointment" in answer.text
    assert freed.booked() == [f"haddad {THURSDAY}"] and freed.waiting()[0] == ("Nora Byrne", "active")
    assert offers(freed)[-1] == ("Tom Walsh", THURSDAY, "open") and freed.is_sound()


def test_59_a_yes_for_a_visit_cancelled_meanwhile_moves_nothing_and_says_so(freed: Frontdesk) -> None:
    freed.give(NORA, "chen", "2026-06-25 10:00")
    chat = freed.chat(NORA, channel="webchat")
    chat.say("let me know if something earlier than the 20th comes up", "I'd rather wait")
    give_up(freed)
    freed.chat(NORA).say("cancel my appointment on the 25th", "yes")
    answer = chat.wait(1).say("hello", "yes")
    assert answer.happened == [] and "no longer stands" in answer.text
    assert freed.booked() == [] and freed.waiting() == [("Nora Byrne", "cancelled")] and freed.held() == []
    assert freed.is_sound()


def test_59_an_offer_comes_between_the_steps_of_an_errand_and_leaves_it_where_it_was(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    chat.say("Dr Okafor about half past three tomorrow")
    assert chat.last.question == "confirm" and len(freed.held()) == 1
    give_up(freed)
    chat.wait(1).say("one moment please")
    offered = [c for reply in chat.last.raw["replies"] for c in reply["choices"] if c["value"].startswith("offer:")]
    answer = chat.send("[take it]", {"action": offered[0]["value"]})
    assert answer.happened == ["appointment.booked"] and answer.question == "confirm"
    chat.say("yes")
    assert sorted(freed.booked()) == sorted([f"chen {THURSDAY}", "okafor 2026-06-09 15:30"]) and freed.is_sound()


def test_59_a_time_on_offer_may_also_be_picked_from_a_list_by_whoever_has_the_offer(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    give_up(freed)
    chat.wait(1).say("what does Dr Chen have on Thursday 11 June?")
    assert freed.booked() == [] and THURSDAY in chat.last.offered
    answer = chat.tap("Thu 11 Jun 10:00")
    assert answer.happened == ["appointment.booked"] and freed.waiting() == [("Nora Byrne", "fulfilled")]
    assert offers(freed)[0][2] == "accepted" and freed.is_sound()


def test_59_one_s_own_reservation_that_ran_out_does_not_undo_an_offer_of_the_same_time(desk: Frontdesk) -> None:
    chat = desk.chat(NORA, channel="webchat")
    chat.say("put me on the waiting list for Dr Chen, Thursday the 11th in the morning", "I'd rather wait")
    chat.say("Dr Chen on Thursday the 11th about 10")
    assert desk.held() == [f"chen {THURSDAY}"]
    later = desk.instant("2026-06-08 09:30")
    desk.parts.office.write(lambda unit: slots.release_lapsed(unit, desk.hospital), now=later)
    desk.parts.engine.offers.look(later)
    assert offers(desk) == [("Nora Byrne", THURSDAY, "open")]
    chat.wait(31).say("Dr Okafor tomorrow at 15:30 instead")
    assert desk.slot("chen", THURSDAY)[0] == "busy-tentative" and offers(desk)[0][2] == "open"


def test_59_leaving_the_list_passes_on_what_was_on_offer(freed: Frontdesk) -> None:
    first = wait_for_thursday(freed, NORA)
    wait_for_thursday(freed, TOM)
    give_up(freed)
    first.wait(1).say("hello", "take me off the waiting list")
    assert offers(freed) == [("Nora Byrne", THURSDAY, "declined"), ("Tom Walsh", THURSDAY, "open")]
    assert freed.waiting() == [("Nora Byrne", "cancelled"), ("Tom Walsh", "offered")]


# --- by the clock ---------------------------------------------------------------------------------


def test_59_nobody_is_written_to_at_night_and_the_offer_comes_in_the_morning(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    give_up(freed, minutes=12 * 60)
    assert offers(freed) == [] and len(rows(freed, SlotOpeningRow)) == 1
    chat.now = datetime(2026, 6, 9, 8, 5)
    assert "Thursday 11 June at 10:00" in chat.say("good morning").text
    assert offers(freed) == [("Nora Byrne", THURSDAY, "open")]


def test_59_a_time_before_the_night_is_over_is_offered_at_once(open_hospital: OpenDesk) -> None:
    late = SITUATIONS.read_text().replace("  holidays:", '  reminders: {quiet: "20:00-10:00"}\n  holidays:')
    desk = open_hospital(late)
    desk.give(RAVI, "chen", "2026-06-09 09:00")
    desk.give(TOM, "chen", "2026-06-09 10:30")
    chat = desk.chat(NORA, channel="webchat")
    chat.say("put me on the waiting list for Dr Chen, tomorrow morning", "I'd rather wait")
    for sender in (TOM, RAVI):
        cancelling = desk.chat(sender, now=datetime(2026, 6, 8, 21))
        cancelling.say("cancel my appointment tomorrow", "yes")
        assert "appointment.cancelled" in cancelling.last.happened
    assert offers(desk) == [("Nora Byrne", "2026-06-09 09:00", "open")]


def test_59_whoever_gave_a_time_up_is_not_offered_it_back(freed: Frontdesk) -> None:
    wait_for_thursday(freed, RAVI, "waiting list for paediatrics, Thursday the 11th in the morning")
    wait_for_thursday(freed, TOM)
    give_up(freed)
    assert [name for name, _, _ in offers(freed)] == ["Tom Walsh"]


def test_59_a_wait_that_nothing_came_of_ends_with_a_word_once(desk: Frontdesk) -> None:
    chat = desk.chat(NORA, channel="webchat")
    chat.say("put me on the waiting list for Dr Chen before the 10th", "I'd rather wait")
    engine = desk.parts.engine
    for hour in (9, 10, 11):
        engine.offers.look(desk.instant(f"2026-06-10 {hour:02}:00"))
    assert desk.waiting() == [("Nora Byrne", "expired")]
    chat.now = datetime(2026, 6, 10, 12)
    first, second = chat.say("hello"), chat.say("hello again")
    assert "no time with Dr. Mei Chen came free" in first.text and "came free" not in second.text


def test_59_times_that_changed_hours_bring_are_offered(open_hospital: OpenDesk) -> None:
    desk = open_hospital(SITUATIONS.read_text())
    chat = desk.chat(NORA, channel="webchat")
    chat.say("I need a neurologist", "yes, the waiting list please")
    assert desk.waiting() == [("Nora Byrne", "active")]
    hours = 'schedule: [{days: [wed], from: "09:00", to: "10:00", slot_minutes: 30}]'
    file = parsed(SITUATIONS.read_text().replace("schedule: []", hours))
    desk.parts.office.write(lambda unit: loading.load(unit, file))
    now = desk.instant("2026-06-08 09:05")
    desk.parts.engine.offers.review(now=now)
    desk.parts.engine.offers.look(now)
    assert offers(desk) == [("Nora Byrne", "2026-06-10 09:00", "open")]
    chat.wait(6).say("hello", "yes")
    assert desk.booked() == ["lindqvist 2026-06-10 09:00"] and desk.is_sound()


def note(desk: Frontdesk, *slot_ids: int) -> None:
    """Openings noted long ago, of times that there are not."""
    noted = [{"slot_id": each, "opened_at": desk.instant("2026-06-01 09:00")} for each in slot_ids]
    desk.parts.office.write(lambda unit: unit.connection.execute(insert(SlotOpeningRow), noted))


def test_59_trouble_with_one_time_keeps_no_other_from_being_offered(
    freed: Frontdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for_thursday(freed, NORA)
    engine, whole = freed.parts.engine, hospital_offers.offer_next
    with monkeypatch.context() as killed:
        killed.setattr(engine.offers, "look_at_opened", lambda *_: 0)
        give_up(freed)
    note(freed, 10_000)

    def offer_next(unit: Any, hospital: Any, slot_id: int) -> Any:
        if slot_id == 10_000:
            raise LookupError("this one is broken")
        return whole(unit, hospital, slot_id)

    monkeypatch.setattr(hospital_offers, "offer_next", offer_next)
    with pytest.raises(LookupError):
        engine.offers.look(freed.instant("2026-06-08 09:01"))
    assert offers(freed) == [("Nora Byrne", THURSDAY, "open")]


def test_59_whoever_cancels_does_not_wait_for_all_else_that_came_free(freed: Frontdesk) -> None:
    wait_for_thursday(freed, NORA)
    note(freed, *range(10_000, 10_100))
    give_up(freed)
    assert offers(freed) == [("Nora Byrne", THURSDAY, "open")], "what they gave up is offered first"
    assert len(rows(freed, SlotOpeningRow)) > 80
    freed.parts.engine.offers.look(freed.instant("2026-06-08 09:01"))
    assert rows(freed, SlotOpeningRow) == []


def test_59_a_crash_behind_the_cancellation_loses_no_offer(freed: Frontdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_for_thursday(freed, NORA)

    def dies(*_: object) -> int:
        raise RuntimeError("killed here")

    monkeypatch.setattr(freed.parts.engine.offers, "look", dies)
    give_up(freed)
    assert offers(freed) == [] and len(rows(freed, SlotOpeningRow)) == 1
    freed.open()
    freed.parts.engine.offers.look(freed.instant("2026-06-08 09:01"))
    assert offers(freed) == [("Nora Byrne", THURSDAY, "open")]


def _moved(answer: Answer) -> bool:
    return "appointment.rescheduled" in answer.happened


def test_59_a_visit_that_moves_away_frees_its_time_for_whoever_waits(freed: Frontdesk) -> None:
    wait_for_thursday(freed, NORA)
    chat = freed.chat(RAVI)
    chat.say("move my appointment to Friday 12 June at 11:00")
    assert _moved(chat.agree()) and offers(freed) == [("Nora Byrne", THURSDAY, "open")]


def test_60_an_offer_that_no_channel_carried_in_time_is_of_no_use(freed: Frontdesk) -> None:
    wait_for_thursday(freed, NORA)
    give_up(freed)
    (offer,) = rows(freed, WaitlistOfferRow)
    assert [row.use_until for row in rows(freed, OutboxRow) if row.asks] == [offer.expires_at]
