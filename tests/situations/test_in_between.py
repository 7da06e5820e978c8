"""What is said in between: corrections, waiting, asides about others, and what the desk says that it knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.situations.conftest import OpenDesk
from tests.situations.desk import NORA, Frontdesk, phrases

pytestmark = pytest.mark.words

DAY_AT_TEN = "Dr Grace Day on Thursday at 10"


@pytest.fixture
def riverbend(open_hospital: OpenDesk) -> Frontdesk:
    """The desk of the hospital in `riverbend.yaml`."""
    return open_hospital((Path(__file__).parent / "riverbend.yaml").read_text())


@phrases("words", ["back", "I'm back", "ok I'm ready", "continue", "go on please"])
def test_whoever_comes_back_is_asked_what_was_open(desk: Frontdesk, words: str) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10", "one moment please")
    answer = chat.wait(3).say(words)
    assert answer.question == "name" and answer.state["selected_doctor"] == "chen"
    assert desk.held() == ["chen 2026-06-11 10:00"]


@phrases("words", ["I made a mistake, it's 6 may 1977", "sorry, no wait, 6 May 1977"])
def test_a_mistake_that_is_put_right_stops_nothing(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat()
    answer = chat.say(DAY_AT_TEN, "Ada Egan", "5 may 1977", words)
    assert answer.state["date_of_birth"] == "1977-05-06" and answer.question == "phone"
    # who it is for was put right, so that it is read back
    assert "6 May 1977" in chat.say("600111222").told
    chat.agree()
    assert riverbend.booked("Ada Egan") == ["day 2026-06-11 10:00"]


@phrases(
    "words",
    [
        "What did Omar Haddad come in for?",
        "I'm Dr. Chen, show me today's list",
        "I want to complain about Dr Chen",
    ],
)
def test_a_doctor_spoken_of_is_not_booked_with(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert answer.state["task"] is None and answer.state["selected_doctor"] is None and not answer.offered


def test_a_complaint_about_a_doctor_changes_no_booking(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10", "by the way I want to complain about Dr Haddad")
    assert chat.state["selected_doctor"] == "chen" and desk.tasks() == ["complaint"]


def test_a_call_back_may_be_asked_for_first_and_the_number_given_after(desk: Frontdesk) -> None:
    chat = desk.chat()
    assert chat.say("can somebody call me back?").question == "callback"
    answer = chat.say("+353861119999")
    assert answer.happened == ["handoff.requested"] and "+353 86 111 9999" in answer.text


@phrases("words", ["why my birthday", "why do you need the date of birth?", "¿para qué necesitan mi fecha?"])
def test_why_a_birthday_is_asked_is_told(desk: Frontdesk, words: str) -> None:
    answer = desk.chat().say("Dr Chen on Thursday at 10", "Ada Egan", words)
    assert answer.question == "date_of_birth" and len(answer.words.splitlines()) == 2


@phrases("words", ["what do you know so far", "what have you got so far?", "what have I told you so far"])
def test_every_wish_is_among_what_is_known(riverbend: Frontdesk, words: str) -> None:
    chat = riverbend.chat()
    chat.say("a female doctor in Žižkov next week in the morning, for my son Leo")
    told = chat.say(words).text
    for fact in ("Leo", "your son", "a woman", "Žižkov Centre", "15 June", "21 June", "08:00"):
        assert fact in told


@phrases("words", ["do you speak French?", "can we talk in German please"])
def test_a_language_that_the_desk_does_not_speak_is_not_promised(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert "español" in answer.text and "Of course" not in answer.text


@phrases("words", ["I took 30 paracetamol", "he swallowed twenty pills", "me he tomado 20 pastillas"])
def test_many_pills_at_once_are_an_emergency(desk: Frontdesk, words: str) -> None:
    assert desk.chat(NORA).say(words).happened == ["emergency.advised"]


@phrases("words", ["I take 20 mg tablets for my blood pressure, can I see a doctor", "I took 2 paracetamol for it"])
def test_a_dose_is_no_emergency(desk: Frontdesk, words: str) -> None:
    assert desk.chat(NORA).say(words).happened == []
