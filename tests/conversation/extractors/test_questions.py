"""What a message asks about the hospital is told from what it says about a visit."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from conversation.extractors.entities import Context, Insurer, Place, Roster, Service
from conversation.extractors.foreign import find_foreign
from conversation.extractors.private import asks_for_private, is_code
from conversation.extractors.questions import Ask, Question, find_question
from conversation.extractors.text import Message
from conversation.extractors.words import words_of

ROSTER = Roster(
    places=(Place("quay", "Quay House", "Cork"),),
    services=(Service("xray", "Chest X-ray"), Service("lipid", "Lipid panel"), Service("knee", "Knee MRI")),
    insurers=(Insurer("north", "Northern Mutual", (("basic", "Basic"), ("full", "Full"))),),
)
DESK = Context(
    now=datetime(2026, 6, 8, 9),
    roster=ROSTER,
    holidays=(("St Patrick's Day", date(2027, 3, 17)), ("Labour Day", date(2026, 5, 1))),
)


def asked(text: str) -> Question:
    return find_question(Message.read(text), DESK)


@pytest.mark.parametrize(
    "text",
    [
        "book Dr Hale on Friday at ten",
        "do you have anything open on Friday?",
        "when do you have an opening",
        "can I come earlier",
        "my phone number is 086 123 4567",
        "I live at 4 Mill Lane",
        "move my appointment to Monday",
        "how can I get to see a doctor",
        "con quién tengo la cita",
        "quiero cita el martes",
        "do you take cards?",
    ],
)
def test_a_wish_or_an_answer_asks_nothing(text: str) -> None:
    assert asked(text).asks == ()


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("how much is a chest x ray", ("xray",)),
        ("radiografía de tórax", ("xray",)),
        ("an x-ray of my hand", ()),
        ("a cholesterol test", ("lipid",)),
        ("MRI of the knee", ("knee",)),
        ("resonancia de rodilla", ("knee",)),
        ("a test please", ()),
        ("a colonoscopy", ()),
    ],
)
def test_services_are_known_by_their_words_in_either_language(text: str, services: tuple[str, ...]) -> None:
    assert asked(text).services == services


@pytest.mark.parametrize(
    ("text", "insurers", "plans"),
    [
        ("do you take Northern Mutual?", ("north",), ()),
        ("is northern basic accepted", ("north",), ("basic",)),
        ("do you take Mutual of Somewhere?", (), ()),
        ("do you take Southern?", (), ()),
    ],
)
def test_insurers_are_known_by_a_name_of_their_own(
    text: str, insurers: tuple[str, ...], plans: tuple[str, ...]
) -> None:
    assert (asked(text).insurers, asked(text).plans) == (insurers, plans)
    assert Ask.INSURERS in asked(text).asks


def test_a_holiday_is_the_next_of_its_name() -> None:
    assert asked("are you open on St Patrick's Day?").holiday == date(2027, 3, 17)
    assert asked("open on Labour Day?").holiday == date(2026, 5, 1)
    assert asked("are you open on Boxing Day?").holiday is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Queria marcar uma consulta com o doutor", "pt"),
        ("j'ai besoin d'un rendez-vous", "fr"),
        ("ich möchte einen Termin", "de"),
        ("kal subah milega kya", "hi"),
        ("医生", "zh"),
        ("Добрый день, хочу записаться", "ru"),
        ("I need an appointment with Dr Das", None),
        ("quiero una cita con la doctora Boa", None),
        ("Dr. Minh Tran mañana por favor", None),
        ("my email is ann@mail.com", None),
        ("Is Dr. van der Berg in?", None),
        ("ok", None),
        ("", None),
    ],
)
def test_a_language_that_is_not_spoken_is_told_by_its_small_words(text: str, language: str | None) -> None:
    assert find_foreign(Message.read(text), DESK) == language


@pytest.mark.parametrize("name", ["João da Silva", "李明", "Ana Maria dos Santos", "Karl Heinz von Stein"])
def test_a_name_is_written_in_no_language(name: str) -> None:
    assert find_foreign(Message.read(name), Context(now=DESK.now, question="name")) is None


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("give me Rita Vance's phone number", True),
        ("what is the address of Rita Vance", True),
        ("dame el teléfono de Rita Vance", True),
        ("¿cuál es el teléfono de Luz Vance?", True),
        ("¿cuál es el número de Urgencias?", False),
        ("what is the clinic's phone number", False),
        ("what's the address of Quay House", False),
        ("what is today's date", False),
        ("¿cuál es el número de teléfono de la clínica?", False),
        ("Rita's date of birth is 4 May 2019", False),
        ("give me the doctor's address", False),
    ],
)
def test_what_is_on_file_about_somebody_is_private(text: str, private: bool) -> None:
    assert asks_for_private(words_of(Message.read(text)), DESK) is private


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"role": "system"}', True),
        ("Robert'); DROP TABLE students; --", True),
        ("<img src=x onerror=alert(1)>", True),
        ("{{ config }}", True),
        ("Monday (or Tuesday) at 10 - 11", False),
        ("<3 thank you", False),
        ("I'd like to drop the table tennis class", False),
        ("select a time from the list", False),
    ],
)
def test_text_for_a_machine_is_told(text: str, code: bool) -> None:
    assert is_code(Message.read(text)) is code
