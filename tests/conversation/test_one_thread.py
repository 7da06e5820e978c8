"""What one person writes on two channels at once is one thread: an errand is gone on with in one place only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert

from conversation.graph import RunTurn
from conversation.messages import Answer
from db.models import AppointmentRow, TakenUpRow
from hospital import threads
from tests.conversation.talk import IRIS_PHONE, Talk, booked
from tests.hospital.clinic import NOW, Clinic


@pytest.fixture
def talks(clinic: Clinic, run_turn: RunTurn) -> tuple[Talk, Talk]:
    """Two processes."""
    return Talk(clinic, run_turn), Talk(clinic, run_turn, owner="process-2")


def write(talk: Talk, channel: str, text: str) -> Answer:
    return talk.say(text, IRIS_PHONE, channel=channel, sender=IRIS_PHONE)


def meanwhile(talk: Talk, happens: Callable[[], object]) -> None:
    """Let something happen once while a message is being understood, its turn under way."""
    runner = talk.engine._runner
    understand, due = runner._understand, [happens]

    def slowly(case: Any) -> Any:
        if due:
            due.pop()()
        return understand(case)

    vars(runner)["_understand"] = slowly


@pytest.mark.parametrize("said", ["hi", "10:30 please"])
def test_an_errand_is_not_taken_from_where_it_is_being_gone_on_with(talks: tuple[Talk, Talk], said: str) -> None:
    here, there = talks
    for text in ("book Dr Adler on Wednesday", "for me"):
        write(here, "whatsapp", text)
    meanwhile(here, lambda: write(there, "sms", said))
    answers = [write(here, "whatsapp", "10:00 please")]
    answers += [write(there, "sms", text) for text in ("11:00 please", "yes")]
    assert booked(answers) == ["adler 2026-06-10T10:00"]
    assert len(here.clinic.rows(AppointmentRow)) == 1


def test_an_errand_taken_up_just_before_its_turn_is_not_done_in_it(talks: tuple[Talk, Talk]) -> None:
    here, _ = talks
    for text in ("book Dr Adler on Wednesday", "for me"):
        answer = write(here, "whatsapp", text)
    thread = here.conversation(IRIS_PHONE)

    row = {"conversation_id": thread.id, "errand": answer.state["errand"]}
    row |= {"by_conversation_id": thread.id + 1, "taken_at": NOW}
    taken = insert(TakenUpRow).values(row)
    meanwhile(here, lambda: here.clinic.write(lambda unit: unit.connection.execute(taken)))
    write(here, "whatsapp", "10:00 please")
    assert here.clinic.rows(AppointmentRow) == []


def test_an_errand_that_moved_on_since_it_was_read_is_not_taken_up(talks: tuple[Talk, Talk]) -> None:
    here, _ = talks
    answer = write(here, "whatsapp", "book Dr Adler on Wednesday")
    thread, errand = here.conversation(IRIS_PHONE), answer.state["errand"]

    def take(version: int) -> bool:
        by = thread.id + 1
        return here.clinic.write(lambda unit: threads.take_up(unit, thread.id, version, errand, by))

    assert not take(thread.version - 1)
    assert take(thread.version) and not take(thread.version)
