"""What people of several Spanish-speaking countries ask for, in sentences of authors who had not seen the rules."""

from __future__ import annotations

import json

import pytest

from conversation.extractors.memory import Conversation
from tests.conversation.extractors.test_asked import NOW, ROSTER, SETS


@pytest.mark.parametrize(("name", "floor"), [("spanish", 0.97), ("further", 0.95), ("unlearned_spanish", 0.69)])
def test_most_of_what_is_asked_for_in_spanish_is_understood(name: str, floor: float) -> None:
    lines = (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["language"] == "es"]
    right = sum(_asked(row["text"]) in row["accept"] for row in rows)
    assert right >= floor * len(rows), f"{right} of {len(rows)}"


def _asked(text: str) -> str:
    return Conversation().hear(text, "", NOW, ROSTER).intent


LATE = ["llego veinte minutos tarde", "voy con retraso, estoy en un atasco", "ando atrasada, me esperan un ratito?"]


@pytest.mark.parametrize("text", LATE)
def test_who_runs_late_moves_the_visit(text: str) -> None:
    assert _asked(text) == "reschedule"


EXCUSED = ["tengo un vuelo el jueves y no voy a llegar a la cita", "ese martes no puedo ir a la consulta por una boda"]


@pytest.mark.parametrize("text", EXCUSED)
def test_an_excuse_of_another_trade_leaves_the_errand(text: str) -> None:
    assert _asked(text) in ("cancel", "reschedule")


ELSEWHERE = ["cita en el taller para el lunes", "recuérdame comprar pan mañana", "hay que vacunar a mi gato"]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_errands_of_other_trades_are_not_ours(text: str) -> None:
    assert _asked(text) == "other"


def test_a_condition_is_no_yes() -> None:
    assert _asked("si algún paciente falla me avisan") == "waitlist"
    assert _asked("ya veré") == "maybe"
    assert _asked("sí") == "yes"
    assert _asked("si por favor") == "yes"


def test_praise_out_of_nothing_is_thanks() -> None:
    assert _asked("perfecto, muchas gracias") == "thanks"
    assert _asked("sí, gracias") == "yes"


def test_the_days_on_which_a_doctor_works_are_asked_of_the_doctor() -> None:
    assert _asked("¿qué dermatólogos atienden los sábados?") == "find_doctor"
    assert _asked("quiero cita con el dermatólogo el sábado") == "book"
