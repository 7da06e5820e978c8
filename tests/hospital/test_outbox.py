"""Messages to people are written with what caused them, and the same fact is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from db.models import OutboxRow, TaskRow
from hospital import outbox, sending, tasks
from hospital.inbox import Figures
from hospital.office import Unit
from hospital.outbox import Outgoing
from hospital.sending import Due
from tests.hospital.clinic import NOW, Clinic

REPLY = Outgoing("reply-1", 5, "whatsapp", "+353861230001", "reply", '{"text": "¡Hola! 👋"}')


def put(clinic: Clinic, *messages: Outgoing, handed_over: bool = False) -> None:
    clinic.write(lambda unit: outbox.put(unit, messages, handed_over=handed_over))


def taken(clinic: Clinic, now: datetime = NOW) -> Due:
    due = clinic.write(lambda unit: sending.take(unit, 5, ["whatsapp"], "process-1", now), now)
    assert due is not None
    return due


def test_a_reply_that_its_request_carries_back_is_sent(clinic: Clinic) -> None:
    put(clinic, REPLY, handed_over=True)
    row = clinic.rows(OutboxRow)[0]
    assert (row.status, row.sent_at, row.lease_owner, row.payload) == (outbox.SENT, NOW, None, REPLY.payload)


def test_a_message_to_be_pushed_waits_for_whoever_comes_first(clinic: Clinic) -> None:
    put(clinic, REPLY)
    row = clinic.rows(OutboxRow)[0]
    assert (row.status, row.sent_at, row.due_at, row.channel, row.address) == (
        outbox.PENDING,
        None,
        NOW,
        "whatsapp",
        "+353861230001",
    )


def test_whoever_takes_a_message_to_send_it_has_it_for_a_while(clinic: Clinic) -> None:
    put(clinic, REPLY)
    taken(clinic)
    row = clinic.rows(OutboxRow)[0]
    assert (row.status, row.lease_owner, row.lease_until) == (outbox.LEASED, "process-1", NOW + outbox.LEASE)


def test_several_messages_keep_their_order_and_none_is_nothing(clinic: Clinic) -> None:
    put(clinic)
    put(clinic, REPLY, replace(REPLY, dedupe_key="reply-2", asks="confirm"))
    assert [(row.dedupe_key, row.asks) for row in clinic.rows(OutboxRow)] == [("reply-1", None), ("reply-2", "confirm")]


def test_the_same_fact_is_not_told_twice(clinic: Clinic) -> None:
    put(clinic, REPLY)
    with pytest.raises(IntegrityError):
        put(clinic, replace(REPLY, payload="{}"))
    assert [row.payload for row in clinic.rows(OutboxRow)] == [REPLY.payload]


def test_what_did_not_happen_is_not_told(clinic: Clinic) -> None:
    def fails(unit: Unit) -> None:
        tasks.create(unit, clinic.hospital, tasks.NewTask("k", "desk", "handoff", "x"))
        outbox.put(unit, [REPLY], handed_over=False)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        clinic.write(fails)
    assert clinic.rows(OutboxRow) == []
    assert clinic.rows(TaskRow) == []


def test_what_became_of_a_message_is_kept(clinic: Clinic) -> None:
    put(clinic, REPLY, replace(REPLY, dedupe_key="reply-2"))
    later = NOW + timedelta(minutes=1)
    first = taken(clinic)
    clinic.write(lambda unit: sending.sent(unit, first, "SM1"), later)
    second = taken(clinic)
    clinic.write(lambda unit: sending.give_up(unit, second, "blocked"), later)
    assert [(row.status, row.sent_at, row.external_id, row.lease_owner) for row in clinic.rows(OutboxRow)] == [
        (outbox.SENT, later, "SM1", None),
        (outbox.DEAD, None, None, None),
    ]


def test_the_past_of_a_conversation_is_what_was_sent_in_it_oldest_first(clinic: Clinic) -> None:
    sent = [replace(REPLY, dedupe_key=f"reply-{number}", payload=str(number)) for number in range(4)]
    put(clinic, *sent, handed_over=True)
    put(clinic, replace(REPLY, dedupe_key="waits"))
    put(clinic, replace(REPLY, dedupe_key="elsewhere", conversation_id=6), handed_over=True)
    found = clinic.read(lambda unit: outbox.history(unit, 5, 3))
    assert [(each.payload, each.sent_at) for each in found] == [("1", NOW), ("2", NOW), ("3", NOW)]


def test_the_figures_tell_how_much_waits_and_since_when(clinic: Clinic) -> None:
    def figures() -> Figures:
        return clinic.read(outbox.figures, NOW + timedelta(minutes=2))

    assert figures() == Figures(0, 0, None)
    put(clinic, replace(REPLY, dedupe_key="dead"))
    dead = taken(clinic)
    clinic.write(lambda unit: sending.give_up(unit, dead, "blocked"))
    put(clinic, replace(REPLY, dedupe_key="leased"))
    taken(clinic)
    put(clinic, REPLY)
    put(clinic, replace(REPLY, dedupe_key="sent"), handed_over=True)
    assert figures() == Figures(2, 1, 120.0)


# --- what the desk writes unasked -----------------------------------------------------------------

OFFER = replace(REPLY, dedupe_key="offer-17", kind="offer", asks="offer:17")
WORDS = replace(REPLY, dedupe_key="staff-1", kind="staff")


def open_in(clinic: Clinic, conversation_id: int = 5) -> list[tuple[str, bool]]:
    found = clinic.read(lambda unit: outbox.unprompted(unit, conversation_id))
    return [(each.kind, each.is_delivered) for each in found]


def ids(clinic: Clinic) -> list[int]:
    return [row.id for row in clinic.rows(OutboxRow)]


def test_what_answers_a_message_is_never_taken_for_something_unasked(clinic: Clinic) -> None:
    put(clinic, replace(REPLY, inbox_id=3))
    assert open_in(clinic) == []


def test_words_are_open_until_they_are_fetched_and_a_question_until_it_is_answered(clinic: Clinic) -> None:
    put(clinic, OFFER, WORDS)
    assert open_in(clinic) == [("offer", False), ("staff", False)]
    assert clinic.write(lambda unit: outbox.deliver(unit, ids(clinic))) == ids(clinic)
    assert open_in(clinic) == [("offer", True)]
    clinic.write(lambda unit: outbox.settle(unit, 5, "offer:17"))
    assert open_in(clinic) == []
    assert [(row.status, row.answered_at) for row in clinic.rows(OutboxRow)] == [("sent", NOW), ("sent", None)]


def test_two_who_fetch_at_once_carry_each_message_once(clinic: Clinic) -> None:
    put(clinic, OFFER, WORDS)
    fetched = [clinic.write(lambda unit: outbox.deliver(unit, ids(clinic))) for _ in range(2)]
    assert fetched == [ids(clinic), []]


def test_a_question_settled_before_it_left_never_leaves(clinic: Clinic) -> None:
    put(clinic, OFFER)
    clinic.write(lambda unit: outbox.settle(unit, 5, "offer:17"))
    assert clinic.rows(OutboxRow)[0].status == outbox.WITHDRAWN
    assert clinic.write(lambda unit: outbox.deliver(unit, ids(clinic))) == []
    assert clinic.read(outbox.figures) == Figures(0, 0, None)


def test_settling_is_a_matter_of_one_conversation(clinic: Clinic) -> None:
    put(clinic, OFFER)
    clinic.write(lambda unit: outbox.settle(unit, 6, "offer:17"))
    assert open_in(clinic) == [("offer", False)]


def test_a_pushed_question_stays_open_when_it_is_sent_and_pushed_words_do_not(clinic: Clinic) -> None:
    put(clinic, OFFER, WORDS)
    for _ in range(2):
        due = taken(clinic)
        clinic.write(lambda unit, due=due: sending.sent(unit, due, None))  # type: ignore[misc]
    assert open_in(clinic) == [("offer", True)]
