"""What stands is changed as it was said: never the past, never at a cost that was not named, by tap as by word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from db.models import AppointmentRow, ChargeItemRow, TaskRow
from tests.situations.conftest import OpenDesk
from tests.situations.desk import MONDAY, NORA, RAVI, SITUATIONS, Frontdesk, phrases

pytestmark = pytest.mark.words


def late(desk: Frontdesk) -> list[tuple[str, bool]]:
    """Every visit that was cancelled, and whether as a late one."""
    query = select(AppointmentRow.reference, AppointmentRow.is_late_cancelled).where(
        AppointmentRow.status == "cancelled"
    )
    return [tuple(row) for row in desk._read(lambda unit: unit.connection.execute(query).all())]


@phrases("words", ["take it back", "deshazlo"])
def test_a_visit_that_took_place_is_not_taken_back_to_another_day(desk: Frontdesk, words: str) -> None:
    desk.give(RAVI, "chen", "2026-06-25 10:00")
    chat = desk.chat(RAVI)
    chat.say("move my appointment to Tuesday 9 June at 10:00")
    chat.agree()
    assert desk.booked() == ["chen 2026-06-09 10:00"]
    answer = chat.wait(2 * 24 * 60).say(words)
    assert answer.happened == [] and desk.booked() == ["chen 2026-06-09 10:00"]


def test_a_visit_that_is_going_on_is_not_cancelled(desk: Frontdesk) -> None:
    desk.give(RAVI, "chen", "2026-06-08 10:00")
    chat = desk.chat(RAVI)
    chat.say("cancel my appointment")
    answer = chat.wait(65).say("yes")
    answer = chat.say("yes") if answer.question == "confirm_cancel" else answer
    assert desk.booked() == ["chen 2026-06-08 10:00"] and "appointment.cancelled" not in chat.events


def test_taking_back_at_once_and_giving_to_another_cost_nothing(desk: Frontdesk) -> None:
    chat = desk.chat(RAVI)
    chat.say("Dr Chen today at 11:00", "take it back")
    assert chat.last.events[0]["name"] == "appointment.cancelled" and chat.last.events[0]["late"] is False
    assert [is_late for _, is_late in late(desk)] == [False]


def test_an_old_booking_given_to_another_is_as_old_as_before(desk: Frontdesk) -> None:
    chat = desk.chat(RAVI)
    chat.say("Dr Chen today at 11:00")
    chat.wait(30).say("the visit is for Nora Byrne, not for me", "2 May 1984")
    assert [is_late for _, is_late in late(desk)] == [False]
    answer = chat.say("take it back")
    assert answer.question == "confirm_cancel" and "€" in answer.text, "what it costs is said before"


def test_book_another_time_keeps_doctor_and_patient_by_tap_as_by_word(desk: Frontdesk) -> None:
    answers = []
    for way in ("tap", "word"):
        desk.give(NORA, "chen", "2026-06-11 10:00")
        chat = desk.chat(NORA)
        chat.say("cancel my appointment", "yes")
        answers.append(chat.tap("Book another") if way == "tap" else chat.say("yes"))
    tapped, said = answers
    assert tapped.question == said.question == "slot" and tapped.offered == said.offered
    assert tapped.state["selected_doctor"] == "chen" and tapped.state["patient_id"] == "EP-000002"


@pytest.mark.parametrize("day", ["Friday 12 June", "12 June"])
def test_a_cancellation_said_again_whole_with_another_day_is_taken_at_its_word(desk: Frontdesk, day: str) -> None:
    desk.give(NORA, "chen", "2026-06-12 10:00")
    chat = desk.chat()
    chat.say("cancel my appointment on Thursday, I'm Nora Byrne, born 2 May 1984")
    assert chat.last.question == "name"
    answer = chat.say(f"I'm Nora Byrne, born 2 May 1984, cancel my appointment on {day}")
    assert answer.question == "confirm_cancel" and "Friday 12 June at 10:00" in answer.text
    chat.say("yes")
    assert desk.booked() == []


def test_after_an_emergency_the_person_who_lies_there_is_nobody_asked_for(desk: Frontdesk) -> None:
    chat = desk.chat(RAVI)
    chat.say("I have crushing chest pain")
    assert chat.say("the person lying here is qwzx frmbl").happened == []
    assert desk.tasks() == ["emergency"]


@phrases("words", ["I want a person", "quiero una persona", "a person please"])
def test_after_an_emergency_a_person_is_one_word_away(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(RAVI)
    chat.say("me duele mucho el pecho" if "una" in words else "I have crushing chest pain")
    answer = chat.say(words)
    assert answer.happened == ["handoff.requested"] and sorted(desk.tasks()) == ["emergency", "handoff"]


def test_after_an_emergency_whatever_is_said_a_person_is_offered(desk: Frontdesk) -> None:
    chat = desk.chat(RAVI)
    chat.say("I have crushing chest pain")
    answer = chat.say("qwzx frmbl")
    assert answer.labels == ["Talk to a person"]
    chat.tap("person")
    assert "handoff.requested" in chat.events


def test_after_an_emergency_in_an_errand_the_open_question_stays_beside_the_person(desk: Frontdesk) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 10", "Ann Doyle", "I have crushing chest pain")
    answer = chat.say("qwzx frmbl")
    assert answer.question == "date_of_birth" and answer.labels == ["Talk to a person"]


def test_a_call_back_asked_for_twice_in_long_sentences_is_one_task_with_the_number_to_call(desk: Frontdesk) -> None:
    chat = desk.chat(channel="webchat")
    story = "and I have been trying to explain this to everybody for a very long time now, really " * 6
    chat.say(f"my little boy has had a rash on both arms since the weekend {story}, Dr Chen on Thursday please")
    chat.say(f"could somebody call me back on +353 86 777 0000 please, {story}")
    chat.say(f"please call me back on +353 86 777 0000, {story}")
    tasks: list[Any] = desk._read(lambda unit: unit.connection.execute(select(TaskRow.__table__)).all())
    (task,) = [row for row in tasks if row.kind == "callback"]
    assert task.phone == "+353867770000" and task.summary.startswith("+353867770000 · ")
    assert MONDAY.replace(tzinfo=desk.zone) == task.created_at


@phrases(
    "words",
    ["what's my reference number?", "what was the reference again", "¿cuál es mi número de referencia?", "when is it?"],
)
def test_the_reference_is_told_to_whoever_has_just_booked(desk: Frontdesk, words: str) -> None:
    chat = desk.chat(RAVI)
    chat.say("Dr Chen on Thursday at 10", "no")
    (visit,) = desk.visits("booked")
    assert visit.reference in chat.say(words).text


@phrases("words", ["where is it?", "¿dónde es?", "where do I have to go?"])
def test_the_place_is_told_to_whoever_has_just_booked(open_hospital: OpenDesk, words: str) -> None:
    copper = open_hospital((Path(__file__).parent / "copper.yaml").read_text())
    chat = copper.chat("+13035550201")
    chat.say("Dr Whitlock on Thursday at 10", "no")
    assert "410 Mill Avenue" in chat.say(words).text


@phrases("words", ["sorry, I meant Thursday at 10", "no, on Thursday at 10", "perdón, el jueves a las 10"])
@pytest.mark.parametrize("asked", ["name", "date_of_birth"])
def test_another_hour_counts_whatever_is_being_asked(desk: Frontdesk, asked: str, words: str) -> None:
    chat = desk.chat()
    chat.say("Dr Chen on Thursday at 11")
    if asked == "date_of_birth":
        chat.say("Ana Moran")
    assert chat.last.question == asked
    chat.say(words)
    assert chat.last.question == asked and chat.state["selected_slot"].startswith("2026-06-11T10:00")


def fees(desk: Frontdesk) -> list[tuple[str, str, str]]:
    query = select(ChargeItemRow.kind, ChargeItemRow.amount, ChargeItemRow.status)
    return [
        (row.kind, f"{row.amount:.2f}", row.status) for row in desk._read(lambda u: u.connection.execute(query).all())
    ]


@phrases("words", ["take it back", "deshazlo"])
def test_the_fee_agreed_to_is_charged_once_with_the_cancellation_and_taken_back_with_it(
    desk: Frontdesk, words: str
) -> None:
    desk.give(RAVI, "chen", "2026-06-08 15:00")
    chat = desk.chat(RAVI)
    assert "25" in chat.say("please cancel my appointment today").text and fees(desk) == []
    chat.say("yes, cancel it")
    assert fees(desk) == [("fee", "25.00", "billable")]
    answer = chat.say(words)
    assert desk.booked() == ["chen 2026-06-08 15:00"] and fees(desk) == [("fee", "25.00", "entered-in-error")]
    assert "taken back" in answer.text or "sin efecto" in answer.text


@pytest.mark.parametrize(
    ("said", "told", "untrue"),
    [
        (("please cancel my appointment today", "yes, cancel it", "take it back"), "billing", "taken back"),
        (("quiero anular mi cita de hoy", "sí, anúlala", "deshazlo"), "facturación", "sin efecto"),
    ],
    ids=["en", "es"],
)
def test_a_fee_that_is_on_a_bill_already_is_said_to_be_looked_at_by_billing(
    desk: Frontdesk, said: tuple[str, str, str], told: str, untrue: str
) -> None:
    desk.give(RAVI, "chen", "2026-06-08 15:00")
    chat = desk.chat(RAVI)
    chat.say(*said[:2])
    desk.parts.office.write(lambda unit: unit.connection.execute(update(ChargeItemRow).values(status="billed")))
    answer = chat.say(said[2])
    assert desk.booked() == ["chen 2026-06-08 15:00"] and fees(desk) == [("fee", "25.00", "billed")]
    assert told in answer.text and untrue not in answer.text
    query = select(TaskRow.queue, TaskRow.kind, TaskRow.status)
    assert [tuple(row) for row in desk._read(lambda unit: unit.connection.execute(query).all())] == [
        ("billing", "question", "requested")
    ]


def test_cancelling_in_time_or_for_nothing_is_charged_to_nobody(desk: Frontdesk) -> None:
    desk.give(RAVI, "chen", "2026-06-25 10:00")
    chat = desk.chat(RAVI)
    chat.say("cancel my appointment", "yes")
    chat.say("Dr Chen today at 11:00", "take it back")
    assert len(late(desk)) == 2 and fees(desk) == []


@pytest.mark.parametrize(
    ("pay", "in_english", "in_spanish"),
    [
        ("at_desk", "paid at our desk", "a pagar en recepción"),
        ("before", "paid before the visit", "a pagar antes de la visita"),
        ("after", "the bill comes afterwards", "la factura llega después"),
    ],
)
def test_a_confirmation_and_a_price_say_when_it_is_paid(
    open_hospital: OpenDesk, pay: str, in_english: str, in_spanish: str
) -> None:
    desk = open_hospital(SITUATIONS.read_text().replace("  booking:\n", f"  billing: {{pay: {pay}}}\n  booking:\n", 1))
    chat = desk.chat(RAVI)
    assert in_english in chat.say("how much is a visit to Dr Chen?").text
    assert in_english in chat.say("book Dr Chen on Thursday at 10:00").text
    other = desk.chat(NORA)
    assert in_spanish in other.say("¿cuánto cuesta una consulta con el Dr. Chen?").text
