"""Messages received are written down once and for good, and the same message again finds its answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.models import ConversationRow, InboxRow
from hospital import inbox, threads
from hospital.inbox import Received
from hospital.office import Unit
from tests.hospital.clinic import NOW, Clinic

ME = "process-1"


def receive(clinic: Clinic, message: str, conversation: str = "browser-1", minutes: float = 0) -> Received:
    def work(unit: Unit) -> Received:
        return inbox.record(
            unit,
            channel="webchat",
            external_id=message,
            conversation_id=threads.find_or_open(unit, "webchat", conversation),
            payload=f"payload of {message}",
            received_at=NOW + timedelta(minutes=minutes),
        )

    return clinic.write(work)


def finish(clinic: Clinic, received: Received, answer: str = "answered", *, dead: bool = False) -> None:
    clinic.write(lambda unit: inbox.finish(unit, [(received.id, answer)], dead=dead))


def left_over(clinic: Clinic, minutes: float) -> list[int]:
    now = NOW + timedelta(minutes=minutes)
    return clinic.read(lambda unit: inbox.left_over(unit), now)


def test_a_message_is_kept_as_it_came(clinic: Clinic) -> None:
    received = receive(clinic, "m1")
    assert (received.is_new, received.answer) == (True, None)
    row = clinic.rows(InboxRow)[0]
    assert (row.id, row.external_id, row.payload, row.status, row.received_at) == (
        received.id,
        "m1",
        "payload of m1",
        inbox.PENDING,
        NOW,
    )


def test_answers_are_told_by_the_messages_ids_once_their_turns_are_over(clinic: Clinic) -> None:
    one, other = receive(clinic, "m1"), receive(clinic, "m2", "browser-2")
    receive(clinic, "m3")
    finish(clinic, one, "first")
    finish(clinic, other, "second", dead=True)
    wanted = ["m1", "m2", "m3", "unknown"]
    assert clinic.read(lambda unit: inbox.answers_to(unit, "webchat", wanted), NOW) == {"m1": "first", "m2": "second"}
    assert clinic.read(lambda unit: inbox.answers_to(unit, "webchat", []), NOW) == {}
    assert clinic.read(lambda unit: inbox.answers_to(unit, "terminal", wanted), NOW) == {}


def test_the_same_message_again_is_the_same_row_with_its_answer_once_there_is_one(clinic: Clinic) -> None:
    first = receive(clinic, "m1")
    again = receive(clinic, "m1", minutes=3)
    assert (again.id, again.conversation_id, again.is_new, again.answer) == (
        first.id,
        first.conversation_id,
        False,
        None,
    )
    assert clinic.read(lambda unit: inbox.answer_of(unit, first.id)) is None
    finish(clinic, first)
    assert receive(clinic, "m1").answer == "answered"
    assert clinic.read(lambda unit: inbox.answer_of(unit, first.id)) == "answered"
    assert len(clinic.rows(InboxRow)) == 1


def test_a_repeated_message_leaves_the_unit_able_to_go_on(clinic: Clinic) -> None:
    receive(clinic, "m1")

    def work(unit: Unit) -> None:
        for message in ("m1", "m2"):
            inbox.record(unit, channel="webchat", external_id=message, conversation_id=1, payload="p", received_at=NOW)

    clinic.write(work)
    assert [row.external_id for row in clinic.rows(InboxRow)] == ["m1", "m2"]


def test_one_id_on_two_channels_is_two_messages_and_case_counts(clinic: Clinic) -> None:
    for channel, message in (("sms", "m1"), ("telegram", "m1"), ("sms", "M1")):

        def work(unit: Unit, channel: str = channel, message: str = message) -> Received:
            return inbox.record(
                unit, channel=channel, external_id=message, conversation_id=1, payload="p", received_at=NOW
            )

        assert clinic.write(work).is_new


def test_an_answer_once_given_stands(clinic: Clinic) -> None:
    received = receive(clinic, "m1")
    finish(clinic, received, "first")
    finish(clinic, received, "second", dead=True)
    assert [(row.status, row.answer) for row in clinic.rows(InboxRow)] == [(inbox.DONE, "first")]


def test_several_messages_are_settled_at_once_each_with_its_own_answer(clinic: Clinic) -> None:
    one, two = receive(clinic, "m1"), receive(clinic, "m2")
    clinic.write(lambda unit: inbox.finish(unit, [(one.id, "a"), (two.id, "b")]))
    assert [row.answer for row in clinic.rows(InboxRow)] == ["a", "b"]


def test_a_conversation_left_behind_is_found_once_nobody_has_its_turn(clinic: Clinic) -> None:
    mine, other = receive(clinic, "m1", "browser-1"), receive(clinic, "m2", "browser-2")
    receive(clinic, "m3", "browser-1")
    settled = receive(clinic, "m4", "browser-3")
    finish(clinic, settled)
    clinic.write(lambda unit: threads.lease(unit, other.conversation_id, ME, NOW))
    assert left_over(clinic, 0.05) == [mine.conversation_id]
    assert sorted(left_over(clinic, 1)) == [mine.conversation_id, other.conversation_id]
    assert sorted(left_over(clinic, -60)) == [mine.conversation_id, other.conversation_id], "the clock was set back"


def test_the_past_of_a_conversation_is_its_last_messages_oldest_first(clinic: Clinic) -> None:
    for number in range(4):
        receive(clinic, f"m{number}")
    receive(clinic, "elsewhere", "browser-2")
    conversation = clinic.rows(ConversationRow)[0].id
    heard = clinic.read(lambda unit: inbox.history(unit, conversation, 3))
    assert [(each.external_id, each.is_answered) for each in heard] == [("m1", False), ("m2", False), ("m3", False)]
    assert clinic.read(lambda unit: inbox.conversation_of(unit, "webchat", "browser-1")) == conversation
    assert clinic.read(lambda unit: inbox.conversation_of(unit, "webchat", "browser-9")) is None


def test_the_figures_tell_how_much_waits_and_since_when(clinic: Clinic) -> None:
    def figures() -> inbox.Figures:
        return clinic.read(inbox.figures, NOW + timedelta(minutes=10))

    assert figures() == inbox.Figures(0, 0, None)
    first, second = receive(clinic, "m1"), receive(clinic, "m2", minutes=4)
    receive(clinic, "m3", minutes=5)
    finish(clinic, first)
    finish(clinic, second, dead=True)
    assert figures() == inbox.Figures(1, 1, 300.0)


@pytest.mark.parametrize("text", ["a" * 192, "é" * 100, "chat\x1fé", "\ud800"], ids=["long", "wide", "mixed", "broken"])
def test_an_id_that_the_columns_do_not_take_becomes_one_that_they_do(clinic: Clinic, text: str) -> None:
    key = inbox.key(text)
    assert key.isascii()
    assert len(key) <= 191
    receive(clinic, key, key)
    assert not receive(clinic, inbox.key(text), inbox.key(text)).is_new


def test_plain_ids_stay_as_they_are() -> None:
    assert inbox.key("SM0123456789") == "SM0123456789"
    assert inbox.key("a" * 191) == "a" * 191


@given(st.text(max_size=400), st.text(max_size=400))
def test_different_ids_stay_different(one: str, other: str) -> None:
    assert (inbox.key(one) == inbox.key(other)) == (one == other)
