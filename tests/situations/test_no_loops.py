"""Nobody is asked the same over and over: after two answers that do not help a person looks for it."""

from __future__ import annotations

import pytest

from tests.situations.desk import Frontdesk, phrases

pytestmark = pytest.mark.words

UNKNOWN = "+353861118888"


@phrases(
    "words",
    [
        ("cancel my appointment", "Ravi Kumar", "1 December 1962", "Thursday", "2 December 1962"),
        ("move my appointment", "Ravi Kumar", "1 December 1962", "Thursday", "2 December 1962", "Thursday"),
        ("quiero cancelar mi cita", "Ravi Kumar", "1 de diciembre de 1962", "el jueves", "2 de diciembre de 1962"),
        ("cancel my appointment", "1 December 1962", "2 December 1962"),
        ("quiero cancelar mi cita", "1 de diciembre de 1962", "2 de diciembre de 1962"),
    ],
)
def test_dates_that_do_not_fit_lead_to_a_person(desk: Frontdesk, words: tuple[str, ...]) -> None:
    chat = desk.chat(channel="voice", sender=UNKNOWN)
    chat.say(*words)
    assert chat.last.question == "offer_human" and chat.last.labels in (
        ["Talk to a person"],
        ["Hablar con una persona"],
    )
    assert desk.visits("cancelled") == []
    chat.tap(0)
    (briefing,) = desk.briefings()
    assert desk.tasks() == ["handoff"] and ("Ravi Kumar" in briefing) == ("Ravi Kumar" in words)


@phrases(
    "words",
    [
        ("cancel the appointment of Ravi Kumar", "14 March 1990", "Friday"),
        ("cancelar la hora de Ravi Kumar", "14 de marzo de 1990", "el viernes"),
        ("anular el turno de Ravi Kumar", "14 de marzo de 1990", "el viernes"),
    ],
)
def test_a_full_name_said_at_first_is_not_asked_for_again(desk: Frontdesk, words: tuple[str, ...]) -> None:
    desk.give("Ravi Kumar", "chen", "2026-06-12 10:00")
    chat = desk.chat(channel="voice", sender=UNKNOWN)
    assert chat.say(words[0]).question == "date_of_birth"
    chat.say(*words[1:])
    assert chat.last.question == "confirm_cancel"


def test_a_birth_date_put_right_finds_the_visit_without_the_rest_asked_again(desk: Frontdesk) -> None:
    desk.give("Ravi Kumar", "chen", "2026-06-12 10:00")
    chat = desk.chat(channel="voice", sender=UNKNOWN)
    chat.say("cancel my appointment", "Ravi Kumar", "13 March 1990", "Friday")
    assert chat.last.question == "name"
    assert chat.say("14 March 1990").question == "confirm_cancel"


@phrases(
    "words",
    [
        ("I need Dr Chen on Thursday at 10", "hmm well", "1 December 1962"),
        ("I need Dr Chen on Thursday at 10", "1 December 1962", "2 December 1962"),
        ("I need Dr Chen on Thursday at 10", "2 December 1962", "hmm well"),
        ("quiero hora con el Dr Chen el jueves a las 10", "1 de diciembre de 1962", "2 de diciembre de 1962"),
    ],
)
def test_a_name_asked_for_in_vain_with_other_facts_between_leads_to_a_person(
    desk: Frontdesk, words: tuple[str, ...]
) -> None:
    chat = desk.chat(channel="voice", sender=UNKNOWN)
    assert chat.say(words[0]).question == "name" and chat.last.labels == []
    chat.say(words[1])
    assert chat.say(words[2]).labels in (["Talk to a person"], ["Hablar con una persona"])
    chat.tap(0)
    assert desk.tasks() == ["handoff"]


def test_who_tells_the_name_after_all_is_booked(desk: Frontdesk) -> None:
    chat = desk.chat(channel="voice", sender=UNKNOWN)
    chat.say("I need Dr Chen on Thursday at 10", "1 December 1962", "2 December 1962", "Ravi Kumar")
    assert chat.say("yes").happened[-1:] == ["appointment.booked"]


# --- a read-back ----------------------------------------------------------------------------------


@phrases(
    ("booking", "aside", "reads"),
    [
        ("Dr Chen on Thursday at 10, I'm Zelda Quirk, born 3 March 1971", "wait a moment, who is it with", "Chen"),
        ("Dr Chen on Thursday at 10, I'm Zelda Quirk, born 3 March 1971", "which appointments do I have", "Chen"),
        ("Dr Chen on Thursday at 10, I'm Zelda Quirk, born 3 March 1971", "one moment please", "Chen"),
        ("Dr Chen on Thursday at 10, I'm Zelda Quirk, born 3 March 1971", "blorp zint", "Chen"),
        ("Dr Chen el jueves a las 10, soy Zelda Quirk, nacida el 3 de marzo de 1971", "espere qué día es", "jueves"),
        ("Dr Chen el jueves a las 10, soy Zelda Quirk, nacida el 3 de marzo de 1971", "qué citas tengo", "jueves"),
    ],
)
def test_an_interrupted_read_back_is_read_again_with_its_own_keys(
    desk: Frontdesk, booking: str, aside: str, reads: str
) -> None:
    chat = desk.chat(channel="voice", sender=UNKNOWN)
    chat.say(booking)
    assert chat.last.question == "confirm", chat
    answer = chat.say(aside)
    assert answer.question == "confirm" and answer.labels in (["Yes", "No"], ["Sí", "No"])
    assert reads in answer.text and "Zelda Quirk" in answer.text and answer.text.rstrip().endswith("?")
    assert desk.booked() == []
    chat.tap(0)
    assert desk.booked() == ["chen 2026-06-11 10:00"]
