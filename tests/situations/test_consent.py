"""What people agree to: reminders, somebody who books for them; and what they ask about their data."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import insert, select

from db.models import ConsentRow, HelperRow, OutboxRow
from tests.situations.desk import ELENA, NORA, Chat, Frontdesk, phrases

pytestmark = pytest.mark.words

BOOKING = "Dr Chen on Thursday at 10:00"
JOAN = "+353861230001"


def consents(desk: Frontdesk, purpose: str = "reminders") -> list[tuple[Any, ...]]:
    query = select(ConsentRow.is_given, ConsentRow.channel, ConsentRow.address).where(ConsentRow.purpose == purpose)
    return [tuple(row) for row in desk._read(lambda unit: unit.connection.execute(query.order_by(ConsentRow.id)).all())]


def helpers(desk: Frontdesk) -> list[tuple[Any, ...]]:
    query = select(HelperRow.name, HelperRow.phone).order_by(HelperRow.id)
    return [tuple(row) for row in desk._read(lambda unit: unit.connection.execute(query).all())]


def booked(desk: Frontdesk, words: str = BOOKING, **where: Any) -> Chat:
    chat = desk.chat(NORA, **where)
    chat.say(words)
    chat.agree()
    assert len(desk.booked()) == 1
    return chat


@phrases(
    ("words", "kept"),
    [
        ("yes please", (True, "whatsapp", NORA)),
        ("By SMS", (True, "sms", NORA)),
        ("2", (True, "sms", NORA)),
        ("text me", (True, "sms", NORA)),
        ("no thanks", (False, "whatsapp", NORA)),
        ("sí, por favor", (True, "whatsapp", NORA)),
    ],
)
def test_after_the_first_booking_it_is_asked_once_whether_reminders_may_come(
    desk: Frontdesk, words: str, kept: tuple[Any, ...]
) -> None:
    chat = booked(desk)
    assert chat.last.text.index("Booked") < chat.last.text.index("reminders")
    assert chat.last.labels == ["Yes", "By SMS", "No"]
    chat.say(words)
    assert consents(desk) == [kept]
    shown = desk._read(lambda unit: unit.connection.scalar(select(ConsentRow.wording)))
    assert shown in (
        "May I send reminders here? Yes / By SMS / No",
        "¿Puedo enviarle recordatorios por aquí? Sí / Por SMS / No",
    )
    chat.say("Dr Haddad on Friday at 10:00")
    chat.agree()
    assert len(desk.booked()) == 2 and chat.last.question != "reminders"
    assert desk.chat(NORA).say("Dr Arjun Sharma on Monday at 10:00").question != "reminders"


def test_in_a_browser_only_sms_can_carry_them(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say(BOOKING, "Jo Lee, 3 April 1980", "+353861119999")
    assert chat.last.labels == ["By SMS", "No"]
    chat.tap("By SMS")
    assert consents(desk) == [(True, "sms", "+353861119999")]


@phrases("words", ["thanks", "ok", "what do you charge?", "where are you?", "Dr Haddad on Friday at 10:00"])
def test_any_other_errand_passes_over_the_question(desk: Frontdesk, words: str) -> None:
    chat = booked(desk)
    chat.say(words)
    assert consents(desk) == [] and chat.last.question != "reminders"


def test_46_a_yes_sent_three_times_at_once_agrees_to_nothing_new(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday around 10:00")
    assert chat.last.question == "confirm"
    for _ in range(3):
        answer = chat.say("yes")
        assert "10:00" in answer.text
    assert len(desk.booked()) == 1 and consents(desk) == []
    chat.wait(1).say("yes")
    assert consents(desk) == [(True, "whatsapp", NORA)]


def test_the_question_can_be_tapped_late_but_by_nobody_for_somebody_else(desk: Frontdesk) -> None:
    chat = booked(desk)
    chat.say("thanks")
    value = chat.answers[-2].raw["replies"][0]["choices"][0]["value"]
    desk.chat(ELENA).send("[forged]", {"action": value})
    assert consents(desk) == []
    chat.send("[late]", {"action": value})
    assert consents(desk) == [(True, "whatsapp", NORA)]


@phrases(
    ("words", "kept"),
    [
        ("no reminders please", (False, "whatsapp", NORA)),
        ("stop reminders", (False, "whatsapp", NORA)),
        ("remind me by SMS", (True, "sms", NORA)),
        ("please send me reminders here", (True, "whatsapp", NORA)),
        ("no quiero recordatorios", (False, "whatsapp", NORA)),
        ("quiero recordatorios por SMS", (True, "sms", NORA)),
    ],
)
def test_it_can_be_changed_at_any_time(desk: Frontdesk, words: str, kept: tuple[Any, ...]) -> None:
    chat = desk.chat(NORA)
    chat.say(words)
    assert consents(desk) == [kept]


# --- somebody who books for me --------------------------------------------------------------------


@phrases(
    "words",
    [
        f"my daughter Joan may book for me, her number is {JOAN}",
        f"let Joan book for me, {JOAN}",
        f"mi hija Joan puede pedir citas por mí, su teléfono es {JOAN}",
    ],
)
def test_a_helper_is_read_back_and_kept_with_the_consent(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    answer = chat.say(words)
    assert helpers(desk) == [] and "Joan" in answer.text and "Nora Byrne" in answer.text
    chat.say("yes")
    assert helpers(desk) == [("Joan", JOAN)] and consents(desk, "helper") == [(True, "whatsapp", JOAN)]
    theirs = desk.chat(JOAN)
    theirs.say("Dr Chen on Thursday at 10:00 for Nora")
    theirs.agree()
    assert desk.booked("Nora Byrne") == ["chen 2026-06-11 10:00"]
    assert "Chen" not in desk.chat(JOAN).say("what appointments do I have?").told
    chat.say("Joan may no longer book for me", "yes")
    assert helpers(desk) == [] and consents(desk, "helper")[-1] == (False, "whatsapp", JOAN)


def test_a_helpers_number_is_asked_for_and_a_no_changes_nothing(desk: Frontdesk) -> None:
    chat = desk.chat(NORA)
    assert chat.say("let Joan Nolan book for me").question == "helper_phone"
    assert chat.say(JOAN).question == "confirm_helper"
    chat.say("no")
    assert helpers(desk) == [] and consents(desk, "helper") == []


def test_nobody_unknown_can_name_a_helper(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say(f"let Joan book for me, {JOAN}", "yes", "Nora Byrne", "2 May 1984", "123456", "yes")
    assert helpers(desk) == []


def test_a_child_names_no_helper_not_even_with_a_guardians_code(desk: Frontdesk) -> None:
    mother = desk.chat(NORA)
    mother.say("Dr Chen on Thursday at 10:00 for my daughter", "Lily Byrne", "3 February 2016")
    mother.agree()
    chat = desk.chat()
    chat.say(f"let Joan book for me, {JOAN}", "Lily Byrne", "3 February 2016")
    query = select(OutboxRow.payload).where(OutboxRow.kind == "code")
    [payload] = desk._read(lambda unit: unit.connection.scalars(query).all())
    chat.say(re.findall(r"\b\d{6}\b", payload)[0])
    assert chat.last.happened == ["identity.confirmed"] and chat.last.question == "offer_human"
    chat.say("yes")
    assert helpers(desk) == [] and consents(desk, "helper") == []


def test_a_helper_who_may_only_book_is_told_nothing_of_what_stands_already(desk: Frontdesk) -> None:
    desk.give(NORA, "chen", "2026-06-11 10:00")
    row = {"patient_id": 2, "phone": JOAN, "name": "Joan", "may": ["book"]}
    desk.parts.office.write(lambda unit: unit.connection.execute(insert(HelperRow), row))
    answer = desk.chat(JOAN).say("Dr Haddad on Thursday at 10:00 for Nora")
    assert "Chen" not in answer.told and desk.booked() == ["chen 2026-06-11 10:00"]


@phrases("words", ["what do you know about me?", "delete my data", "borren mis datos", "¿qué saben de mí?"])
def test_questions_about_ones_data_go_to_a_person_with_a_clock(desk: Frontdesk, words: str) -> None:
    answer = desk.chat(NORA).say(words)
    assert desk.tasks() == ["privacy"] and "H-" in answer.text


@phrases("words", ["no reminders please", "no quiero recordatorios", "send me reminders by SMS"])
def test_who_only_typed_anothers_facts_has_no_say_in_their_reminders(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(NORA)
    chat.say("Dr Chen on Thursday at 10:00")
    chat.agree()
    chat.say("yes")
    kept = consents(desk, "reminders")
    stranger = desk.chat()
    stranger.say("Dr Haddad on Friday at 11:00", "Nora Byrne", "2 May 1984", NORA)
    stranger.agree()
    answer = stranger.say(words)
    assert consents(desk, "reminders") == kept and len(kept) == 1
    assert any("Find my" in label or "Buscar" in label for label in answer.labels)


@pytest.mark.parametrize("channel", ["whatsapp", "webchat"])
def test_98_a_change_of_language_keeps_what_was_said(desk: Frontdesk, channel: str) -> None:
    chat = desk.chat(NORA, channel=channel)
    chat.say("Dr Chen on Thursday")
    answer = chat.say("en español, por favor")
    assert answer.state["language"] == "es" and answer.state["selected_doctor"] == "chen"
    chat.say("a las 10:00")
    chat.agree()
    assert desk.booked() == ["chen 2026-06-11 10:00"]
