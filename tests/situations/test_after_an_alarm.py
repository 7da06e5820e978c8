"""After an alarm the emergency comes first, until it is over or something else is plainly asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from conversation.extractors.alarm_over import find_over
from conversation.extractors.text import Message
from db.models import TaskRow
from tests.situations.desk import MONDAY, Chat, Frontdesk, phrases

pytestmark = pytest.mark.words

WALTER = "+13035550201"
NIGHT = datetime(2026, 6, 8, 23, 15)
PERSON = (["Talk to a person"], ["Hablar con una persona"])
NOT_BREATHING, NO_RESPIRA = "my baby is not breathing", "mi bebé no respira"


def tasks(desk: Frontdesk) -> list[Any]:
    rows = desk._read(lambda unit: unit.connection.execute(select(TaskRow.__table__).order_by(TaskRow.id)).all())
    return list(rows)


def alarmed(desk: Frontdesk, words: str = NOT_BREATHING, **more: Any) -> Chat:
    """A conversation in the middle of a booking, with an alarm."""
    chat = desk.chat(**more)
    chat.say("I need Dr Hansen on Wednesday" if "baby" in words else "quiero hora con el Dr Hansen el miércoles")
    chat.tap(0)
    chat.say(words)
    return chat


@phrases(
    ("alarm", "words"),
    [
        (NOT_BREATHING, "hello are you there"),
        (NOT_BREATHING, "please help"),
        (NOT_BREATHING, "what do i do"),
        (NOT_BREATHING, "hello"),
        (NOT_BREATHING, "hurry up"),
        (NOT_BREATHING, "yes"),
        (NOT_BREATHING, "ok"),
        (NOT_BREATHING, "nobody is coming"),
        (NOT_BREATHING, "it started this morning"),
        (NOT_BREATHING, "bye"),
        (NO_RESPIRA, "hola"),
        (NO_RESPIRA, "aló señorita"),
        (NO_RESPIRA, "ayúdeme por favor"),
        (NO_RESPIRA, "qué hago"),
        (NO_RESPIRA, "sí"),
        (NO_RESPIRA, "no"),
        (NO_RESPIRA, "apúrese por favor"),
    ],
)
def test_whatever_is_no_errand_gets_the_number_again_and_no_menu(copper: Frontdesk, alarm: str, words: str) -> None:
    chat = alarmed(copper, alarm)
    for _ in range(2):
        answer = chat.say(words)
        assert "911" in answer.text and ("left an alert" in answer.text or "dejado un aviso" in answer.text)
        assert answer.labels in PERSON and "?" not in answer.text
    assert copper.booked() == [] and set(copper.tasks()) == {"emergency"}


@phrases("channel", ["webchat", "telegram", "sms", "whatsapp", "voice"])
def test_it_is_so_on_every_channel(copper: Frontdesk, channel: str) -> None:
    chat = copper.chat(WALTER, channel=channel)
    chat.say(NOT_BREATHING)
    answer = chat.say("hello?")
    assert "911" in answer.text and answer.labels in PERSON and "appointment" not in answer.text


@phrases(
    ("alarm", "over", "then"),
    [
        (NOT_BREATHING, "he is breathing again, false alarm", "Wednesday at 10"),
        (NOT_BREATHING, "the ambulance is here", "Wednesday at 10"),
        (NO_RESPIRA, "ya pasó, está bien", "el miércoles a las 10"),
    ],
)
def test_when_they_say_that_it_is_over_the_booking_goes_on(copper: Frontdesk, alarm: str, over: str, then: str) -> None:
    chat = copper.chat(WALTER)
    chat.say("I need Dr Hansen on Wednesday", alarm)
    assert "911" in chat.say(over).text
    chat.say(then)
    chat.agree()
    assert copper.booked() == ["hansen 2026-06-10 10:00"]


@phrases("words", ["the ambulance is coming can i still book", "quiero seguir con la hora"])
def test_a_plain_errand_is_served_and_the_number_said_before_it(copper: Frontdesk, words: str) -> None:
    chat = alarmed(copper, NOT_BREATHING if "still" in words else NO_RESPIRA)
    answer = chat.say(words)
    assert "911" in answer.text and answer.question is not None
    assert "911" not in chat.say("hello").words


@phrases("words", ["what is your address?", "¿cuál es la dirección?"])
def test_a_question_of_the_hospital_is_answered_behind_the_number(copper: Frontdesk, words: str) -> None:
    chat = alarmed(copper, NOT_BREATHING if "what" in words else NO_RESPIRA)
    answer = chat.say(words)
    assert "911" in answer.text.splitlines()[0] and "?" not in answer.text and len(answer.text.splitlines()) > 1
    assert "911" in chat.say("hello?").text


def test_after_half_an_hour_a_hello_is_a_hello(copper: Frontdesk) -> None:
    chat = alarmed(copper)
    assert "911" not in chat.wait(31).say("hello").text


@pytest.mark.parametrize("words", ["it's not better", "is she ok?", "no está mejor", "if it's over", "¿ya está bien?"])
def test_what_denies_or_asks_it_says_of_no_end(words: str) -> None:
    assert not find_over(Message.read(words))


@phrases(
    ("alarm", "words"),
    [
        ("I want to kill myself", "it's over for me"),
        ("I want to kill myself", "everything is over"),
        ("I want to kill myself", "I'd feel better dead"),
        ("I want to kill myself", "I'm better off that way"),
        ("I want to kill myself", "I'm not going to make it"),
        ("I want to kill myself", "I'm better but it came back"),
        ("quiero matarme", "ya todo pasó"),
        ("quiero matarme", "me siento mejor pero volvió"),
        (NOT_BREATHING, "it passed and came back worse"),
        (NO_RESPIRA, "ya se le pasó pero le volvió peor"),
    ],
)
def test_words_of_an_end_that_is_none_end_no_alarm(copper: Frontdesk, alarm: str, words: str) -> None:
    chat = copper.chat(WALTER)
    chat.say(alarm)
    number = "911" if "breath" in alarm or "respira" in alarm else "988"
    for more in (words, "hello"):
        answer = chat.say(more)
        assert number in answer.text and answer.labels in PERSON


def test_who_wanted_to_die_and_then_tells_of_pain_is_still_told_of_the_line(copper: Frontdesk) -> None:
    chat = copper.chat(WALTER)
    chat.say("I want to kill myself", "I have crushing chest pain")
    assert "988" in chat.say("it's over").text


@phrases(
    ("alarm", "words"),
    [
        ("I want to kill myself", "I'm safe now, my sister is here"),
        ("I want to kill myself", "I'm not going to do it"),
        ("quiero matarme", "ya estoy mejor, gracias"),
        ("quiero matarme", "no voy a hacerlo"),
    ],
)
def test_who_says_that_they_are_safe_is_believed(copper: Frontdesk, alarm: str, words: str) -> None:
    chat = copper.chat(WALTER)
    chat.say(alarm)
    assert "988" in chat.say(words).text
    assert "988" not in chat.say("what is your address?" if "I" in words else "¿cuál es la dirección?").text


@phrases(
    ("alarm", "words"),
    [
        (NOT_BREATHING, "0"),
        (NOT_BREATHING, "I want to talk to a person"),
        (NO_RESPIRA, "quiero hablar con alguien"),
    ],
)
@pytest.mark.parametrize("now", [MONDAY, NIGHT], ids=["by day", "at night"])
def test_a_person_comes_from_those_on_call_at_once(copper: Frontdesk, alarm: str, words: str, now: datetime) -> None:
    chat = copper.chat(WALTER, now=now)
    chat.say(alarm)
    answer = chat.say(words)
    assert "911" in answer.text.splitlines()[0]
    assert "opens" not in answer.text and "a partir" not in answer.text and "can't wait" not in answer.text
    task = tasks(copper)[-1]
    assert (task.kind, task.queue, task.lead_role) == ("handoff", "oncall", "doctor")
    assert "EMERGENCY" in task.summary and alarm.split(" ")[-1] in task.summary
    assert (task.due_at - task.created_at).total_seconds() <= 60
    for more in ("hello?", "por favor ayuda"):
        assert "911" in chat.say(more).text, "never silence"


@phrases(
    ("alarm", "asked", "given"),
    [
        (NOT_BREATHING, "please call me", "it's 303 555 0199"),
        (NO_RESPIRA, "llámenme por favor", "3035550199"),
    ],
)
def test_without_a_number_it_is_asked_for_and_taken(copper: Frontdesk, alarm: str, asked: str, given: str) -> None:
    chat = copper.chat(channel="webchat")
    chat.say(alarm)
    assert "911" in chat.say(asked).text and chat.last.question == "callback"
    assert "911" in chat.say(given).text
    task = tasks(copper)[-1]
    assert (task.kind, task.queue, task.phone) == ("callback", "oncall", "+13035550199")


@phrases("words", ["please call me", "llámenme por favor"])
def test_a_call_back_is_for_those_on_call_and_at_once(copper: Frontdesk, words: str) -> None:
    chat = copper.chat(WALTER, now=NIGHT)
    chat.say(NOT_BREATHING if "please" in words else NO_RESPIRA)
    answer = chat.say(words)
    assert "911" in answer.text.splitlines()[0] and "303" in answer.text
    task = tasks(copper)[-1]
    assert (task.kind, task.queue, task.phone) == ("callback", "oncall", WALTER)
    assert "EMERGENCY" in task.summary and (task.due_at - task.created_at).total_seconds() <= 60


def test_a_number_that_comes_after_the_alarm_goes_to_those_who_were_alerted(copper: Frontdesk) -> None:
    chat = copper.chat(channel="webchat")
    chat.say(NOT_BREATHING)
    assert "911" in chat.say("my number is 303 555 0199").text
    (task,) = tasks(copper)
    assert task.phone == "+13035550199" and "+13035550199" in task.summary


def test_who_was_handed_over_before_the_alarm_has_it_on_their_task(copper: Frontdesk) -> None:
    chat = copper.chat(WALTER)
    chat.say("0", "I have chest pain and my left arm is numb")
    handed_over = next(task for task in tasks(copper) if task.kind == "handoff")
    assert "EMERGENCY" in handed_over.summary and "chest pain" in handed_over.summary


@phrases(
    ("alarm", "no", "yes"),
    [
        ("I want to end it all", "no", "yes"),
        ("i don't want to live any more", "bye", "yes please"),
        ("ya no quiero vivir más", "no", "sí"),
        ("no quiero seguir viviendo", "adiós", "sí, por favor"),
    ],
)
def test_whoever_wants_to_die_is_offered_a_person_and_never_sent_off(
    copper: Frontdesk, alarm: str, no: str, yes: str
) -> None:
    chat = copper.chat(WALTER)
    chat.say(alarm)
    for _ in range(2):
        answer = chat.say(no)
        assert "988" in answer.text and "oodbye" not in answer.text and "Adiós" not in answer.text
        assert answer.labels in PERSON
    answer = chat.say(yes)
    assert answer.happened == ["handoff.requested"] and "988" in answer.text
    task = tasks(copper)[-1]
    assert (task.kind, task.queue) == ("handoff", "oncall") and "harm themselves" in task.summary


def test_help_by_sms_after_an_alarm_is_the_number(copper: Frontdesk) -> None:
    chat = copper.chat(WALTER, channel="sms")
    chat.say(NOT_BREATHING)
    assert "Call 911 now" in chat.say("help").text
    assert "911" not in chat.say("stop").text and "Call 911 now" in chat.say("please help").text
