"""A message whose turn always fails is tried a few times and given up with an apology; those after it are answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from conversation.graph import RunTurn
from conversation.setting_aside import FIRST_WAIT_S, TRIES
from conversation.state import BookingState
from conversation.turn import Desk, Turn
from db.models import AppointmentRow, InboxRow, OutboxRow, TaskRow
from hospital import given_up, inbox, sending, tasks
from hospital.office import Unit
from tests.conversation.talk import IRIS_PHONE, Talk, message
from tests.hospital.clinic import NOW, Clinic
from tests.races import oracle

PARKING, KNOWS_NOT = "where can I park?", "our front desk does"


class Clock:
    """Stands where it is put."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


class Failing:
    """Turns that fail over every message with the word in it, while it is broken."""

    def __init__(self, run_turn: RunTurn, word: str = "poison") -> None:
        self.run_turn, self.word, self.is_broken = run_turn, word, True
        self.tried: list[str] = []

    def __call__(self, state: BookingState, desk: Desk) -> Turn:
        self.tried.append(desk.message.text)
        if self.is_broken and self.word in desk.message.text:
            raise ZeroDivisionError(self.word)
        return self.run_turn(state, desk)


class Line:
    """Somebody's conversation on a push channel, and the process that serves it."""

    def __init__(self, clinic: Clinic, turns: Failing) -> None:
        self.clinic, self.turns = clinic, turns
        self.clock = clinic.office.clock = Clock(NOW)
        self.talk = Talk(clinic, turns)
        self.begun = len(clinic.rows(InboxRow))

    def receive(self, *texts: str, **more: Any) -> int:
        """Messages come in; their conversation."""
        noted = [self.talk.engine.note(message(text, channel="telegram", clock=None, **more)) for text in texts]
        return noted[-1].conversation_id

    def serve(self, conversation: int, seconds: float = 120.0) -> list[float]:
        """Serve it as the backlog does until nothing is put off, or for so long; the waits that it asked for."""
        waits: list[float] = []
        until = self.clock.moment + timedelta(seconds=seconds)
        with capture_logs():
            while (wait := self.talk.engine.catch_up(conversation)) is not None:
                waits.append(wait)
                if self.clock.moment + timedelta(seconds=wait) > until:
                    break
                self.clock.moment += timedelta(seconds=wait)
        return waits

    def take_again(self, *ids: int) -> int:
        """Have given-up messages taken up again, as an operator does; how many are."""
        return self.clinic.write(lambda unit: given_up.take_again(unit, self.clock.moment, ids or None))

    def why_not(self) -> dict[int, str]:
        return self.clinic.read(lambda unit: given_up.why_not_again(unit, self.clock.moment))

    def said(self) -> list[str]:
        """What is to be sent, in its order."""
        return [json.loads(row.payload)["text"] for row in self.clinic.rows(OutboxRow) if row.channel == "telegram"]

    def statuses(self) -> list[str]:
        return [row.status for row in self.clinic.rows(InboxRow)]

    def dead(self) -> list[Any]:
        return [row for row in self.clinic.rows(InboxRow) if row.status == inbox.DEAD]


@pytest.fixture
def line(clinic: Clinic, run_turn: RunTurn) -> Iterator[Line]:
    was = clinic.office.clock
    yield Line(clinic, Failing(run_turn))
    clinic.office.clock = was


def test_it_is_tried_five_times_later_and_later_then_apologised_for_and_handed_to_the_desk(line: Line) -> None:
    conversation = line.receive("poison")
    assert line.serve(conversation) == [FIRST_WAIT_S * 2**n for n in range(TRIES - 1)]
    assert line.turns.tried == ["poison"] * TRIES
    (row,) = line.clinic.rows(InboxRow)
    assert (row.status, row.tries, row.failure, row.try_at) == (inbox.DEAD, TRIES, "ZeroDivisionError", None)
    (task,) = line.clinic.rows(TaskRow)
    (words,) = line.said()
    reference = words.rpartition(" ")[2].rstrip(".")
    assert words.startswith("Sorry, something went wrong") and reference in task.summary
    assert (task.queue, task.kind, task.conversation_id) == ("desk", tasks.UNANSWERED, conversation)
    assert line.talk.conversation().lease_owner is None and line.clinic.rows(OutboxRow)[0].kind == "reply"


def test_the_messages_after_it_are_answered_in_order_and_keep_what_was_said_before(line: Line) -> None:
    conversation = line.receive("I need a cardiologist")
    line.serve(conversation)
    for text in ("poison", "what have you got so far?", PARKING):
        line.receive(text)
    line.serve(conversation)
    assert line.statuses() == [inbox.DONE, inbox.DEAD, inbox.DONE, inbox.DONE]
    _, sorry, got, park = line.said()
    assert "Sorry" in sorry and "ardiolog" in got and KNOWS_NOT in park


def test_of_several_texts_taken_together_only_the_one_to_blame_is_given_up(line: Line) -> None:
    conversation = line.receive("hello", "poison", PARKING)
    line.serve(conversation)
    assert line.turns.tried[0] == f"hello\npoison\n{PARKING}", "they are one thought until they fail"
    assert line.statuses() == [inbox.DONE, inbox.DEAD, inbox.DONE]
    assert line.dead()[0].tries == TRIES
    hello, sorry, park = line.said()
    assert "automatic assistant" in hello and "Sorry" in sorry and KNOWS_NOT in park


def test_what_fails_for_a_while_only_is_answered_as_if_nothing_had_been(line: Line) -> None:
    conversation = line.receive("poison, " + PARKING)
    line.serve(conversation, seconds=1.5)
    line.turns.is_broken = False
    line.clock.moment += timedelta(seconds=5)
    line.serve(conversation)
    assert line.statuses() == [inbox.DONE] and line.clinic.rows(TaskRow) == []
    assert len(line.said()) == 1 and "Sorry" not in line.said()[0]


def test_before_its_time_nobody_tries_it_and_nobody_passes_it_by(line: Line, run_turn: RunTurn) -> None:
    conversation = line.receive("poison")
    line.serve(conversation, seconds=0)
    line.receive(PARKING)
    other = Talk(line.clinic, line.turns, owner="process-2")
    assert other.engine.catch_up(conversation) == FIRST_WAIT_S
    assert line.turns.tried == ["poison"] and line.said() == []
    assert line.talk.conversation().lease_owner is None


def test_what_is_put_off_is_left_over_only_when_its_time_has_come(line: Line) -> None:
    conversation = line.receive("poison")
    line.serve(conversation, seconds=0)
    assert line.clinic.read(inbox.left_over, line.clock.moment) == []
    later = line.clock.moment + timedelta(seconds=FIRST_WAIT_S)
    assert line.clinic.read(inbox.left_over, later) == [conversation]


def test_an_emergency_does_not_wait_behind_it(line: Line) -> None:
    conversation = line.receive("poison")
    line.serve(conversation, seconds=0)
    line.receive("he is not breathing")
    assert line.serve(conversation, seconds=0) == [1.0], "what it overtakes keeps its tries"
    assert line.statuses() == [inbox.PENDING, inbox.DONE]
    assert "112" in line.said()[-1] and line.clinic.rows(OutboxRow)[-1].kind == "emergency"


def test_an_emergency_that_fails_itself_is_told_at_once_whom_to_call(line: Line) -> None:
    line.serve(line.receive("hello"))
    conversation = line.receive("poison: he took it and is not breathing")
    assert line.serve(conversation, seconds=0) == []
    advice = line.clinic.rows(OutboxRow, OutboxRow.channel == "telegram")[-1]
    assert line.said()[-1].startswith("Call 112 now") and advice.kind == "emergency"
    (task,) = line.clinic.rows(TaskRow)
    assert (task.queue, task.kind, task.alerted_at, task.due_at) == ("desk", tasks.EMERGENCY, NOW, NOW)
    (alert,) = line.clinic.rows(OutboxRow, OutboxRow.kind == "alert")
    assert alert.channel == "sms" and task.reference in alert.payload


def test_what_was_taken_with_an_emergency_that_fails_is_answered_by_itself(line: Line) -> None:
    conversation = line.receive(PARKING, "poison: he took it and is not breathing")
    line.serve(conversation, seconds=0)
    assert line.statuses() == [inbox.DONE, inbox.DEAD]
    first, second = line.said()
    assert first.startswith("Call 112 now") and KNOWS_NOT in second


def test_an_emergency_that_fails_at_night_is_for_those_on_call_and_they_hear_of_it_at_once(line: Line) -> None:
    line.clock.moment = night = NOW.replace(hour=23)
    line.serve(line.receive("poison: he took it and is not breathing"), seconds=0)
    (task,) = line.clinic.rows(TaskRow)
    assert (task.queue, task.kind, task.lead_role) == ("oncall", tasks.EMERGENCY, "doctor")
    assert task.alerted_at == night
    alerts = line.clinic.rows(OutboxRow, OutboxRow.kind == "alert")
    assert {row.channel for row in alerts} >= {"sms"} and all(task.reference in row.payload for row in alerts)


def test_whoever_waits_on_the_line_hears_the_apology_at_once_and_the_desk_of_it(line: Line) -> None:
    with capture_logs():
        said = line.talk.say("poison", clock=None)
    assert "Sorry" in said.replies[0]["text"] and line.turns.tried == ["poison"]
    assert [(row.status, row.tries) for row in line.clinic.rows(InboxRow)] == [(inbox.DEAD, 1)]
    assert [row.kind for row in line.clinic.rows(TaskRow)] == [tasks.UNANSWERED]


def test_several_in_one_conversation_are_one_task_that_names_them_all(line: Line) -> None:
    conversation = line.receive("poison")
    line.receive("poison again")
    line.serve(conversation, seconds=300)
    (task,) = line.clinic.rows(TaskRow)
    references = [words.rpartition(" ")[2].rstrip(".") for words in line.said()]
    assert len(references) == 2 and all(reference in task.summary for reference in references)


def test_a_message_that_this_version_cannot_read_is_apologised_for_where_its_writer_sees_it(line: Line) -> None:
    conversation = line.receive("hello")
    line.serve(conversation)

    def keep(unit: Unit) -> None:
        facts: dict[str, Any] = {"channel": "telegram", "external_id": "another's", "received_at": NOW}
        inbox.record(unit, conversation_id=conversation, payload='{"unheard": "of"}', **facts)

    line.clinic.write(keep)
    line.receive(PARKING)
    line.serve(conversation)
    _, sorry, park = line.said()
    assert "Sorry" in sorry and KNOWS_NOT in park
    assert line.dead()[0].failure == "unreadable"
    assert [row.kind for row in line.clinic.rows(TaskRow)] == [tasks.UNANSWERED]


def test_once_mended_it_is_answered_after_all_when_somebody_says_so_and_only_once(line: Line) -> None:
    conversation = line.receive("poison, " + PARKING)
    line.serve(conversation)
    (letter,) = line.clinic.read(given_up.dead_letters)
    assert (letter.channel, letter.kind, letter.tries) == ("telegram", given_up.RECEIVED, TRIES)
    assert line.clinic.read(sending.dead_letters) == []
    line.turns.is_broken = False
    assert line.take_again(letter.id) == 1
    assert line.take_again() == 0
    line.serve(conversation)
    sorry, park = line.said()
    assert "Sorry" in sorry and KNOWS_NOT in park
    assert line.clinic.read(given_up.dead_letters) == []
    assert oracle.problems(line.clinic.office) == []


def test_taken_up_again_it_may_fail_again_and_is_apologised_for_again(line: Line) -> None:
    conversation = line.receive("poison")
    line.serve(conversation)
    line.take_again()
    line.serve(conversation)
    assert line.dead()[0].tries == TRIES and len(line.said()) == 2


def test_an_old_yes_is_not_obeyed_as_a_yes_to_what_was_asked_since(line: Line) -> None:
    conversation = line.receive("yes please, poison", sender=IRIS_PHONE)
    line.serve(conversation)
    for text in ("Dr Adler on Tuesday at 10, for me", "cancel my appointment"):
        line.receive(text, sender=IRIS_PHONE)
        line.serve(conversation)
    assert line.talk.conversation().state.count('"confirm_cancel"') == 1
    (visit,) = line.clinic.rows(AppointmentRow)
    line.turns.is_broken = False
    (letter,) = line.dead()
    assert line.why_not() == {letter.id: given_up.LATER} and line.take_again(letter.id) == 0 == line.take_again()
    said = line.said()
    line.serve(conversation)
    assert [row.status for row in line.clinic.rows(AppointmentRow)] == [visit.status] == ["booked"]
    assert line.said() == said and line.dead() == [letter]
    assert [row.kind for row in line.clinic.rows(TaskRow)] == [tasks.UNANSWERED], "a person sees to it"


def test_what_came_hours_ago_is_a_persons_matter_though_nothing_came_since(line: Line) -> None:
    conversation = line.receive("poison")
    line.serve(conversation)
    line.clock.moment += given_up.OLD_AFTER
    (letter,) = line.dead()
    assert line.why_not() == {letter.id: given_up.OLD} and line.take_again() == 0
    assert line.statuses() == [inbox.DEAD]


def test_a_call_that_is_over_is_not_taken_up_again(line: Line) -> None:
    with capture_logs():
        line.talk.say("poison", channel="voice", clock=None)
    assert line.take_again() == 0
    assert [letter.channel for letter in line.clinic.read(given_up.dead_letters)] == ["voice"]
