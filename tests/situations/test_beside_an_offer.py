"""A time on offer beside whatever else goes on: a person who answers, another errand, a visit booked another way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hospital import task_work, tasks
from tests.situations.conftest import OpenDesk
from tests.situations.desk import MONDAY, NORA, RAVI, SITUATIONS, TOM, Chat, Frontdesk, phrases
from tests.situations.test_identity import sent
from tests.situations.test_waiting_list import THURSDAY, give_up, offers, wait_for_thursday

pytestmark = pytest.mark.words

TESS = "tess@elmpark.example"
STAFF = f"\nstaff:\n  - {{name: Tess Quinn, role: outpatient_admin, email: {TESS}}}\n"


@pytest.fixture
def freed(open_hospital: OpenDesk) -> Frontdesk:
    """Ravi has Thursday at ten with Dr Chen; Tess works at the desk."""
    desk = open_hospital(SITUATIONS.read_text() + STAFF)
    desk.give(RAVI, "chen", THURSDAY)
    return desk


def offered(chat: Chat) -> str:
    """The value of the choice that takes the offer just shown."""
    value: str = chat.last.raw["replies"][0]["choices"][0]["value"]
    return value


@pytest.fixture
def with_tess(freed: Frontdesk) -> Chat:
    """Nora has an offer on show, and Tess answers in her conversation and has just asked her something."""
    chat = wait_for_thursday(freed, NORA)
    chat.say("I want to talk to a human")
    office, now = freed.parts.office, MONDAY.replace(tzinfo=freed.zone)
    (task,) = freed._read(tasks.open_tasks)
    office.write(lambda unit: task_work.claim(unit, task.reference, TESS), now=now)
    give_up(freed)
    assert "Thursday 11 June at 10:00" in chat.wait(1).say("I have a question about my referral").text
    question = "Do you have your referral letter with you?"
    office.write(lambda unit: task_work.answer(unit, task.reference, TESS, question), now=now + timedelta(minutes=2))
    return chat.wait(2)


@phrases("words", ["yes", "no", "1", "yes, I'll take it with me", "sí"])
def test_what_is_said_to_a_person_answers_no_offer(freed: Frontdesk, with_tess: Chat, words: str) -> None:
    answer = with_tess.say(words)
    assert answer.happened == [] and freed.booked() == []
    assert offers(freed) == [("Nora Byrne", THURSDAY, "open")]
    assert all("referral" in reply["text"] for reply in answer.raw["replies"])


def test_a_tap_beside_a_person_takes_the_offer_and_asks_nothing(freed: Frontdesk, with_tess: Chat) -> None:
    answer = with_tess.send("[take it]", {"action": "offer:1.yes"})
    assert answer.happened == ["appointment.booked"] and freed.booked() == [f"chen {THURSDAY}"]
    assert answer.question != "reminders" and "reminders" not in answer.text


def test_a_tap_beside_a_person_turns_the_offer_down_and_asks_nothing(freed: Frontdesk, with_tess: Chat) -> None:
    answer = with_tess.send("[no]", {"action": "offer:1.no"})
    assert offers(freed) == [("Nora Byrne", THURSDAY, "declined")]
    assert answer.question != "nothing_yet" and answer.labels == []


def test_the_time_on_offer_is_ones_own_for_somebody_else_too(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    give_up(freed)
    chat.wait(1).say("hello")
    chat.say("I'd like to see Dr Haddad on Friday")
    answer = chat.say("Book Dr Chen on Thursday 11 June at 10:00 for my mother Mary Byrne, born 3 April 1950")
    assert "just taken" not in answer.text
    for _ in range(4):
        if chat.last.question in ("confirm", "reminders") or "appointment.booked" in chat.events:
            break
        given = {"phone": "+353861239999", "name": "Mary Byrne", "date_of_birth": "3 April 1950"}
        chat.say(given[chat.last.question or ""])
    chat.agree()
    assert freed.booked("Mary Byrne") == [f"chen {THURSDAY}"] and freed.is_sound()


def test_choosing_the_time_on_offer_and_then_another_keeps_the_offer(freed: Frontdesk) -> None:
    chat = freed.chat(channel="webchat")
    chat.say("put me on the waiting list for Dr Chen, Thursday the 11th in the morning")
    chat.say("Noa Lane", "3 April 1985", "+353861239999")
    assert "waitlist.joined" in chat.events
    chat.say("I'd rather wait")
    give_up(freed)
    chat.wait(1).say("hello")
    chat.say("book Dr Chen on Thursday 11 June at 10:00 for my brother")
    chat.say("no, on Friday 12 June at 11:00")
    assert freed.slot("chen", THURSDAY)[0] == "busy-tentative" and offers(freed)[0][2] == "open"


@pytest.mark.parametrize("way", ["in words", "by moving"])
def test_whoever_comes_by_what_they_wait_for_another_way_is_off_the_list(freed: Frontdesk, way: str) -> None:
    chat = wait_for_thursday(freed, NORA)
    if way == "by moving":
        freed.give(NORA, "chen", "2026-06-25 10:00")
        chat.say("move my appointment on 25 June to Thursday 11 June at 11:00")
    else:
        chat.say("Dr Chen on Thursday 11 June at 11:00")
    chat.agree()
    assert freed.booked("Nora Byrne") == ["chen 2026-06-11 11:00"]
    assert freed.waiting() == [("Nora Byrne", "fulfilled")]
    give_up(freed, minutes=5)
    assert offers(freed) == []


@phrases(
    ("booking", "undo", "off", "again"),
    [
        ("Dr Chen on Thursday 11 June at 11:00", "take it back", "off the waiting list", "on the waiting list"),
        ("doctora Chen el jueves 11 de junio a las 11:00", "deshacer", "ya no está en la lista", "vuelve a estar"),
    ],
)
def test_whoever_takes_back_what_ended_their_wait_is_told_and_waits_again(
    freed: Frontdesk, booking: str, undo: str, off: str, again: str
) -> None:
    words = "" if "Thursday" in booking else "apúntame en la lista de espera de la doctora Chen el jueves 11 de junio"
    chat = wait_for_thursday(freed, NORA, words)
    chat.say(booking)
    answer = chat.agree()
    assert off in answer.text and freed.waiting() == [("Nora Byrne", "fulfilled")]
    answer = chat.say(undo)
    assert again in answer.text and freed.waiting() == [("Nora Byrne", "active")]
    assert "Chen" in chat.say("am I on the waiting list?").text
    give_up(freed, minutes=5)
    assert offers(freed) == [("Nora Byrne", THURSDAY, "open")]


def test_whoever_takes_a_move_back_waits_again_and_is_not_offered_the_time_they_gave_up(freed: Frontdesk) -> None:
    freed.give(NORA, "chen", "2026-06-25 10:00")
    chat = wait_for_thursday(freed, NORA)
    chat.say("move my appointment on 25 June to Thursday 11 June at 11:00")
    assert "off the waiting list" in chat.agree().text
    answer = chat.say("take it back")
    assert freed.booked("Nora Byrne") == ["chen 2026-06-25 10:00"] and "on the waiting list" in answer.text
    assert freed.waiting() == [("Nora Byrne", "active")]
    give_up(freed, minutes=5)
    assert [(at, status) for _, at, status in offers(freed)] == [("2026-06-11 11:00", "declined"), (THURSDAY, "open")]


def test_whoever_takes_back_an_offer_they_took_waits_again(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    give_up(freed)
    chat.wait(1).say("hello")
    assert "off the waiting list" in chat.say("yes").text
    assert "on the waiting list" in chat.say("take it back").text
    assert freed.waiting() == [("Nora Byrne", "active")] and freed.booked() == [] and freed.is_sound()
    chat.wait(1).say("hello")
    assert len(offers(freed)) == 1


def test_a_place_taken_again_meanwhile_is_not_taken_twice(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    chat.say("Dr Chen on Thursday 11 June at 11:00")
    chat.agree()
    freed.chat(NORA).say("put me on the waiting list for Dr Chen, Friday the 12th")
    chat.say("take it back")
    assert sorted(freed.waiting()) == [("Nora Byrne", "active"), ("Nora Byrne", "fulfilled")]


def test_a_visit_outside_what_one_waits_for_ends_no_wait(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    chat.say("Dr Chen on Friday 12 June at 11:00")
    assert freed.booked("Nora Byrne") == ["chen 2026-06-12 11:00"] and freed.waiting() == [("Nora Byrne", "active")]


def test_an_offer_taken_in_the_middle_of_an_errand_asks_nothing_that_cannot_be_answered(freed: Frontdesk) -> None:
    chat = wait_for_thursday(freed, NORA)
    chat.say("what does Dr Haddad have on Friday 12 June?")
    assert chat.last.question == "slot"
    give_up(freed)
    chat.wait(1).say("hello")
    answer = chat.send("[take it]", {"action": "offer:1.yes"})
    assert answer.happened == ["appointment.booked"] and answer.question == "slot"
    assert "reminders" not in answer.text
    chat.say("the first one")
    assert len(freed.booked("Nora Byrne")) == 2 and "reminders" in chat.last.text


def test_whoever_proved_who_they_are_hears_of_their_place_on_the_list(freed: Frontdesk) -> None:
    wait_for_thursday(freed, TOM)
    chat = freed.chat(channel="webchat")
    chat.say("what are my appointments?", "Tom Walsh", "23 November 1979")
    assert chat.last.question == "prove_code"
    chat.say(sent(freed)[-1][2])
    answer = chat.say("am I on the waiting list?")
    assert "Chen" in answer.text and "Tom Walsh" in answer.text
