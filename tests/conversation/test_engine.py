"""A message is answered once, in its order, from one state; what a process left behind is taken up by another."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from conversation import running
from conversation.extractors import pipeline
from conversation.graph import RunTurn
from conversation.messages import Answer, Attachment, InboundMessage
from conversation.state import BookingState
from conversation.taking import together
from conversation.turn import Desk, Turn
from db.models import AppointmentRow, ConversationRow, HospitalRow, InboxRow, OutboxRow, SlotRow, TaskRow
from hospital import audit, inbox, outbox, threads
from hospital.errors import NoHospitalError
from hospital.office import Unit
from hospital.threads import Waiting
from tests.conversation.talk import IRIS_PHONE, Talk, booked, message, values, words
from tests.hospital.clinic import NOW, Clinic
from tests.schema import prepare_schema

ADLER = "Dr Adler on Tuesday at 9:30"
STRANGER = (ADLER, "Ann Doyle", "3 April 1985", "+353861239999")


# --- one turn -------------------------------------------------------------------------------------


def test_a_message_is_written_down_answered_and_remembered_at_once(talk: Talk) -> None:
    answer = talk.say("I need a cardiologist")
    (row,) = talk.clinic.rows(InboxRow)
    assert (row.status, json.loads(row.answer)["replies"]) == (inbox.DONE, answer.replies)
    conversation = talk.conversation()
    assert (conversation.version, conversation.lease_owner, conversation.channel) == (1, None, "webchat")
    assert json.loads(conversation.state) == answer.state
    assert BookingState.model_validate_json(conversation.state).speciality == "cardiology"
    assert [json.loads(sent.payload) for sent in talk.clinic.rows(OutboxRow)] == answer.replies


def test_an_answer_has_words_choices_the_whole_state_and_events(talk: Talk) -> None:
    answers = talk.all(*STRANGER)
    assert booked(answers) == ["adler 2026-06-09T09:30"]
    last = answers[-1]
    assert set(last.replies[0]) == {"text", "choices", "attachments"}
    assert (last.state["booking_stage"], last.state["selected_doctor"], last.state["selected_slot"]) == (
        "done",
        "adler",
        "2026-06-09T09:30:00+01:00",
    )
    assert [event["name"] for event in last.events] == ["patient.registered", "appointment.booked"]
    (visit,) = talk.clinic.rows(AppointmentRow)
    assert last.events[-1]["appointment_id"] == visit.reference
    assert visit.conversation_id == talk.conversation().id
    assert talk.clinic.read(audit.verify) is None


def test_times_that_a_question_needs_are_made_on_the_way(talk: Talk) -> None:
    assert talk.clinic.rows(SlotRow) == []
    answer = talk.say("a dermatologist on Wednesday afternoon")
    assert talk.clinic.rows(SlotRow)
    assert any(label.startswith("Wed 10 Jun 1") for label in values(answer))


def test_other_times_are_shown_however_they_are_chosen(talk: Talk) -> None:
    for conversation, choose in (("c1", "by number"), ("c2", "by a tap")):
        shown = [talk.say("I need a cardiologist", conversation)]
        for _ in range(2):
            labels = list(values(shown[-1]))
            number = next(n for n, label in enumerate(labels, 1) if label == "Other times")
            by_tap = choose == "by a tap"
            more = talk.tap(shown[-1], "Other times", conversation) if by_tap else talk.say(str(number), conversation)
            shown.append(more)
        times = [label for answer in shown for label in values(answer) if ":" in label]
        assert len(times) == len(set(times)) > 6, choose


def test_a_reply_goes_back_with_its_request_or_waits_to_be_pushed(talk: Talk) -> None:
    talk.say("hello")
    talk.say("hello", "+353861230001", channel="whatsapp", sender=IRIS_PHONE)
    sent = {row.channel: row for row in talk.clinic.rows(OutboxRow)}
    assert (sent["webchat"].status, sent["whatsapp"].address) == ("sent", "+353861230001")
    assert sent["whatsapp"].status != "sent"


def test_one_address_on_two_channels_is_two_conversations(talk: Talk) -> None:
    talk.say("I need a cardiologist", "x", channel="webchat")
    assert talk.say("what have you got so far?", "x", channel="telegram").state["speciality"] is None


def test_without_a_hospital_there_is_nothing_to_say_and_the_message_is_kept(talk: Talk) -> None:
    talk.clinic.write(lambda unit: unit.connection.execute(delete(HospitalRow)))
    with pytest.raises(NoHospitalError):
        talk.say("hello")
    assert [row.status for row in talk.clinic.rows(InboxRow)] == [inbox.PENDING]


def test_a_tap_on_one_of_several_visits_is_about_that_visit(talk: Talk) -> None:
    for said in ("Dr Adler on Tuesday at 10, for me", "Dr Brandt on Wednesday at 11, for me", "a dermatologist"):
        talk.say(said, sender=IRIS_PHONE)
    asked = talk.say("cancel that", sender=IRIS_PHONE)
    answer = talk.tap(asked, "Cancel Wed 10 Jun", sender=IRIS_PHONE)
    assert (answer.state["question"], answer.state["visit"]) == (
        "confirm_cancel",
        talk.clinic.rows(AppointmentRow)[1].reference,
    )
    talk.say("yes", sender=IRIS_PHONE)
    assert [row.status for row in talk.clinic.rows(AppointmentRow)] == ["booked", "cancelled"]


# --- the same message again -----------------------------------------------------------------------


def test_the_same_message_again_gets_the_first_answer_and_does_nothing(talk: Talk) -> None:
    first = message(ADLER)
    answer = talk.engine.handle(first)
    talk.all(*STRANGER[1:])
    before = [len(talk.clinic.rows(model)) for model in (AppointmentRow, OutboxRow, InboxRow)]
    assert talk.engine.handle(first) == answer
    assert [len(talk.clinic.rows(model)) for model in (AppointmentRow, OutboxRow, InboxRow)] == before
    assert talk.conversation().version == 4


def test_another_process_gives_the_same_answer(talk: Talk, run_turn: RunTurn) -> None:
    first = message(ADLER)
    answer = talk.engine.handle(first)
    assert Talk(talk.clinic, run_turn, owner="process-2").engine.handle(first) == answer


def test_a_conversation_goes_on_in_another_process(talk: Talk, run_turn: RunTurn) -> None:
    both = [talk, Talk(talk.clinic, run_turn, owner="process-2")]
    answers = [both[number % 2].say(text) for number, text in enumerate(STRANGER)]
    assert booked(answers) == ["adler 2026-06-09T09:30"]


def test_three_times_yes_is_one_visit(talk: Talk) -> None:
    asked = talk.all("Dr Adler around half past nine on Tuesday", *STRANGER[1:])
    assert asked[-1].state["question"] == "confirm"
    answers = talk.all("yes", "yes", "yes")
    assert len(talk.clinic.rows(AppointmentRow)) == 1
    assert [len(answer.events) > 0 for answer in answers] == [True, False, False]
    reference = talk.clinic.rows(AppointmentRow)[0].reference
    assert all(reference in words(answer) for answer in answers)


# --- messages that come together ------------------------------------------------------------------


class Gate:
    """Holds up the understanding of messages with a word, as a slow model would."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.reached, self.opened = threading.Event(), threading.Event()

    def __call__(self, text: str, context: Any) -> Any:
        if self.word in text and not self.opened.is_set():
            self.reached.set()
            assert self.opened.wait(20)
        return self.understand(text, context)

    understand: Callable[[str, Any], Any]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Messages that say "slowly" wait until it is opened."""
    made = Gate("slowly")
    made.understand = pipeline.understand
    monkeypatch.setattr(running, "understand", made)
    yield made
    made.opened.set()


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    """Threads, as a server has them."""
    with ThreadPoolExecutor(8) as pool:
        yield pool


def noting(taken_up: list[str], run_turn: RunTurn) -> RunTurn:
    """Notes the messages of the turns that are run."""

    def run(state: BookingState, desk: Desk) -> Turn:
        taken_up.append(desk.message.text)
        return run_turn(state, desk)

    return run


def wait_for(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def pending(talk: Talk) -> int:
    return len(talk.clinic.rows(InboxRow, InboxRow.status == inbox.PENDING))


def test_what_is_written_while_a_turn_runs_is_taken_as_one_message(
    clinic: Clinic, run_turn: RunTurn, gate: Gate, crowd: ThreadPoolExecutor
) -> None:
    taken_up: list[str] = []
    talk = Talk(clinic, noting(taken_up, run_turn))
    first = crowd.submit(talk.say, "hello, slowly")
    assert gate.reached.wait(20)
    others: list[Future[Answer]] = []
    for number, text in enumerate(("Dr Adler please", "on Tuesday", "at 9:30")):
        others.append(crowd.submit(talk.say, text))
        wait_for(lambda number=number: pending(talk) == number + 2)  # type: ignore[misc]
    gate.opened.set()
    answers = [future.result(30) for future in others]
    assert first.result(30).replies
    assert list(dict.fromkeys(taken_up)) == ["hello, slowly", "Dr Adler please\non Tuesday\nat 9:30"]
    assert [len(answer.replies) for answer in answers] == [0, 0, 1]
    assert {answer.state["selected_slot"] for answer in answers} == {"2026-06-09T09:30:00+01:00"}
    assert talk.conversation().version == 2
    assert pending(talk) == 0


def test_the_same_message_again_while_its_turn_runs_waits_for_the_one_answer(
    talk: Talk, gate: Gate, crowd: ThreadPoolExecutor
) -> None:
    same = message("hello, slowly")
    first = crowd.submit(talk.engine.handle, same)
    assert gate.reached.wait(20)
    again = [crowd.submit(talk.engine.handle, same) for _ in range(3)]
    gate.opened.set()
    assert [future.result(30) for future in again] == [first.result(30)] * 3
    assert len(talk.clinic.rows(OutboxRow)) == talk.conversation().version == 1


def test_a_slow_conversation_holds_up_no_other(talk: Talk, gate: Gate, crowd: ThreadPoolExecutor) -> None:
    slow = crowd.submit(talk.say, "slowly", "c1")
    assert gate.reached.wait(20)
    assert words(talk.say("I need a cardiologist", "c2"))
    assert not slow.done()
    gate.opened.set()
    assert slow.result(30).replies


def test_a_message_for_a_conversation_that_another_process_is_busy_with_is_answered_after_it(
    talk: Talk, run_turn: RunTurn, gate: Gate, crowd: ThreadPoolExecutor
) -> None:
    other = Talk(talk.clinic, run_turn, owner="process-2")
    first = crowd.submit(talk.say, "hello, slowly")
    assert gate.reached.wait(20)
    second = crowd.submit(other.say, "Dr Adler please")
    wait_for(lambda: pending(talk) == 2)
    gate.opened.set()
    assert first.result(30).state["selected_doctor"] is None
    assert second.result(30).state["selected_doctor"] == "adler"
    assert talk.conversation().version == 2


def test_a_turn_whose_right_ran_out_while_it_was_held_up_leaves_nothing(
    talk: Talk, run_turn: RunTurn, gate: Gate, crowd: ThreadPoolExecutor
) -> None:
    first = crowd.submit(talk.say, "a cardiologist, slowly")
    assert gate.reached.wait(20)
    talk.leave_leases_behind()
    gate.word = "never again"
    answer = Talk(talk.clinic, run_turn, owner="process-2").say("Dr Adler please")
    assert answer.state["selected_doctor"] == "adler"
    gate.opened.set()
    assert first.result(30).state == answer.state
    assert talk.conversation().version == 1
    assert len(talk.clinic.rows(OutboxRow)) == 1


# --- which messages are one -----------------------------------------------------------------------


def waiting(*messages: InboundMessage) -> list[Waiting]:
    return [Waiting(number, each.model_dump_json()) for number, each in enumerate(messages)]


def taken(*messages: InboundMessage) -> tuple[str, int]:
    one, which = together(waiting(*messages))
    return one.text, len(which)


def test_texts_are_taken_together_in_order_and_the_last_names_the_message() -> None:
    first, last = message("one"), message("two")
    assert taken(first) == ("one", 1)
    assert taken(first, last) == ("one\ntwo", 2)
    assert together(waiting(first, last))[0].external_id == last.external_id


def test_a_tap_stands_alone_and_ends_what_came_before() -> None:
    tap = message(choice="2.1")
    assert taken(tap, message("one")) == ("", 1)
    assert together(waiting(tap, message("one")))[0].choice == "2.1"
    assert taken(message("one"), message("two"), tap, message("three")) == ("one\ntwo", 2)


def test_messages_of_different_moments_are_different_turns() -> None:
    assert taken(message("one"), message("two", clock=NOW + timedelta(minutes=1))) == ("one", 1)


def test_what_two_people_wrote_is_not_one_message() -> None:
    iris, stranger = message("one", sender=IRIS_PHONE), message("two", sender=None)
    assert taken(stranger, iris) == ("two", 1)
    assert taken(iris, stranger) == ("one", 1)
    assert taken(iris, message("three", sender=IRIS_PHONE)) == ("one\nthree", 2)


def test_files_sent_with_any_of_them_are_kept() -> None:
    file = Attachment(path="a.jpg", content_type="image/jpeg")
    one, _ = together(waiting(message("look", attachments=(file,)), message("at this")))
    assert one.attachments == (file,)


# --- after a crash --------------------------------------------------------------------------------


class Crash(BaseException):
    """The end of the process, as far as its turn can tell."""


def crashing(run_turn: RunTurn, times: int = 1) -> RunTurn:
    left = [times]

    def run(state: BookingState, desk: Desk) -> Turn:
        turn = run_turn(state, desk)
        if left[0]:
            left[0] -= 1
            raise Crash
        return turn

    return run


def left_behind(clinic: Clinic, run_turn: RunTurn, text: str) -> InboundMessage:
    """A message whose process was killed in the middle of its turn."""
    lost = message(text)
    with pytest.raises(Crash):
        Talk(clinic, crashing(run_turn), owner="process-0").engine.handle(lost)
    return lost


def test_a_process_that_dies_in_a_turn_leaves_the_message_and_nothing_else(clinic: Clinic, run_turn: RunTurn) -> None:
    left_behind(clinic, run_turn, "I want to talk to a person")
    assert [row.status for row in clinic.rows(InboxRow)] == [inbox.PENDING]
    assert (clinic.rows(OutboxRow), clinic.rows(TaskRow)) == ([], [])
    assert [(row.version, row.state) for row in clinic.rows(ConversationRow)] == [(0, None)]


def note(talk: Talk, conversation: int, payload: str) -> None:
    """Let a message wait that no process has taken up."""
    facts: dict[str, Any] = {"channel": "webchat", "external_id": inbox.key(payload + " "), "received_at": NOW}
    talk.clinic.write(lambda unit: inbox.record(unit, conversation_id=conversation, payload=payload, **facts))


def test_all_that_waits_in_a_conversation_is_caught_up_with_at_once(talk: Talk, run_turn: RunTurn) -> None:
    left_behind(talk.clinic, run_turn, "hello")
    conversation = talk.conversation().id
    for number in (1, 2):
        note(talk, conversation, message(choice=f"gone-{number}").model_dump_json())
    talk.leave_leases_behind()
    talk.engine.catch_up(conversation)
    assert (pending(talk), talk.conversation().version) == (0, 3)


def test_a_state_that_nobody_can_read_begins_anew(talk: Talk) -> None:
    talk.say("I need a cardiologist")
    query = update(ConversationRow).values(state='{"task": 7, "offered": "many"}')
    talk.clinic.write(lambda unit: unit.connection.execute(query))
    assert talk.say("I need a dermatologist").state["speciality"] == "dermatology"


def test_an_apology_is_shown_again_like_any_other_answer(talk: Talk, run_turn: RunTurn) -> None:
    def stumble(state: BookingState, desk: Desk) -> Turn:
        raise ZeroDivisionError

    said = Talk(talk.clinic, stumble).say("hello")
    shown = talk.clinic.read(lambda unit: outbox.history(unit, talk.conversation().id))
    assert [json.loads(each.payload) for each in shown] == said.replies and said.replies


def test_what_a_process_left_behind_is_answered_by_another_when_its_right_has_run_out(
    talk: Talk, run_turn: RunTurn
) -> None:
    lost = left_behind(talk.clinic, run_turn, "I want to talk to a person")
    conversation = talk.conversation().id
    talk.engine.catch_up(conversation)
    assert (pending(talk), talk.clinic.rows(OutboxRow)) == (1, [])
    talk.leave_leases_behind()
    much_later = NOW + timedelta(days=999)
    assert talk.clinic.read(lambda unit: inbox.left_over(unit), much_later) == [conversation]
    talk.engine.catch_up(conversation)
    assert (pending(talk), len(talk.clinic.rows(OutboxRow)), len(talk.clinic.rows(TaskRow))) == (0, 1, 1)
    assert talk.conversation().lease_owner is None
    again = talk.engine.handle(lost)
    assert json.loads(talk.clinic.rows(OutboxRow)[0].payload) == again.replies[0]
    assert len(talk.clinic.rows(TaskRow)) == 1


def test_whoever_sends_it_again_after_the_crash_gets_the_answer(talk: Talk, run_turn: RunTurn) -> None:
    lost = left_behind(talk.clinic, run_turn, "I want to talk to a person")
    talk.leave_leases_behind()
    assert talk.engine.handle(lost).events[0]["name"] == "handoff.requested"
    assert len(talk.clinic.rows(TaskRow)) == 1


def test_the_next_message_brings_what_was_left_behind_with_it(talk: Talk, run_turn: RunTurn) -> None:
    left_behind(talk.clinic, run_turn, "Dr Adler on Tuesday")
    talk.leave_leases_behind()
    answer = talk.say("at 9:30")
    assert answer.state["selected_slot"] == "2026-06-09T09:30:00+01:00"
    assert pending(talk) == 0


def test_what_another_process_writes_down_just_as_a_turn_is_over_is_answered_at_once(
    talk: Talk, run_turn: RunTurn, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, sent = Talk(talk.clinic, run_turn, owner="process-2"), {"channel": "sms", "clock": None}
    late, read = [message("Dr Adler please", "+1", **sent)], pipeline.understand
    conversation = talk.engine.note(message("good morning", "+1", **sent)).conversation_id

    def reads_and_then_it_comes(*what: Any) -> Any:
        if late:
            other.engine.note(late.pop())
            other.engine.catch_up(conversation)  # while the first has the conversation
        return read(*what)

    monkeypatch.setattr(running, "understand", reads_and_then_it_comes)
    talk.engine.catch_up(conversation)
    assert (pending(talk), json.loads(talk.conversation("+1").state)["selected_doctor"]) == (0, "adler")


def test_catching_up_where_nothing_is_left_changes_nothing(talk: Talk) -> None:
    talk.say("hello")
    before = talk.conversation()
    talk.engine.catch_up(before.id)
    assert talk.conversation() == before


# --- turns that fail ------------------------------------------------------------------------------


def failing_on(word: str, run_turn: RunTurn) -> RunTurn:
    def run(state: BookingState, desk: Desk) -> Turn:
        if word in desk.message.text:
            raise ZeroDivisionError(word)
        return run_turn(state, desk)

    return run


def until_answered(talk: Talk, text: str, tries: int = 8) -> Answer:
    for _ in range(tries):
        try:
            return talk.say(text)
        except ZeroDivisionError:
            continue
    raise AssertionError(f"{text!r} is never answered")


def test_a_message_that_fails_every_time_does_not_end_its_conversation(clinic: Clinic, run_turn: RunTurn) -> None:
    talk = Talk(clinic, failing_on("poison", run_turn))
    talk.say("I need a cardiologist")
    before = talk.conversation().state
    until_answered(talk, "poison")
    assert json.loads(talk.conversation().state) == json.loads(before)
    assert "Cardiology" in words(until_answered(talk, "what have you got so far?"))
    statuses = [row.status for row in clinic.rows(InboxRow)]
    assert (statuses[0], inbox.DEAD in statuses) == (inbox.DONE, True)
    assert pending(talk) == 0


def keep_unreadable(talk: Talk) -> None:
    """A message waits that this version cannot read."""
    conversation = talk.conversation().id

    def keep(unit: Unit) -> None:
        inbox.record(
            unit,
            channel="webchat",
            external_id="from another version",
            conversation_id=conversation,
            payload='{"unheard": "of"}',
            received_at=NOW,
        )

    talk.clinic.write(keep)


def test_a_message_that_nobody_can_read_any_more_does_not_end_its_conversation(talk: Talk) -> None:
    talk.say("I need a cardiologist")
    keep_unreadable(talk)
    assert "Cardiology" in words(talk.say("what have you got so far?"))
    assert talk.clinic.rows(ConversationRow)[0].lease_owner is None


def test_a_message_that_cannot_be_read_is_settled_by_whoever_has_the_turn_and_by_nobody_else(talk: Talk) -> None:
    talk.say("hello")
    keep_unreadable(talk)
    row = talk.clinic.rows(ConversationRow)[0]
    with talk.clinic.office.read() as unit:
        thread = threads.read(unit, row.id)
    assert talk.engine._runner.run(row.id, thread) == {}
    assert talk.clinic.rows(InboxRow)[-1].status == inbox.PENDING


def test_an_emergency_has_words_when_all_else_is_away(talk: Talk) -> None:
    urgent = message("he is not breathing")
    assert "112" not in (talk.engine.urgent_words(urgent, "en") or "")
    assert "emergency" in (talk.engine.urgent_words(urgent, "en") or "")
    talk.say("hello")
    assert (talk.engine.urgent_words(urgent, "en") or "").startswith("Call 112 now")
    assert (talk.engine.urgent_words(urgent, "es") or "").startswith("Llame ahora al 112")
    assert talk.engine.urgent_words(message("hello"), "en") is None


# --- long conversations ---------------------------------------------------------------------------

SAID = (
    "I need a cardiologist",
    "Dr Adler on Tuesday at 9:30, or Wednesday, or Thursday in the morning",
    "no, Dr Brandt",
    "what have you got so far?",
    "it's for my son",
    "my name is Ann Doyle, born 3 April 1985",
    "where do I park?",
    "my heart races when I climb stairs " * 20,
    "never mind",
    "cancel my appointment",
    "repeat that please",
    "quiero un dermatólogo el viernes por la tarde",
    "qwerty",
    "+353861239999",
    "yes",
)


def test_a_conversation_of_300_turns_weighs_no_more_than_one_of_200(tmp_path: Path, run_turn: RunTurn) -> None:
    url = f"sqlite:///{tmp_path / 'long.sqlite3'}"
    prepare_schema(url)
    clinic = Clinic(url)
    talk = Talk(clinic, run_turn)
    sizes = []
    for number in range(300):
        talk.say(SAID[number % len(SAID)], clock=NOW + timedelta(minutes=number))
        sizes.append(len(talk.conversation().state))
    assert max(sizes[200:]) <= max(sizes[:200])
    assert max(sizes) < 12_000
    assert talk.conversation().version == 300
    clinic.close()
