"""Who may run a conversation's turn: one process at a time, and only from the state as it stands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from db.models import ConversationRow, InboxRow
from hospital import inbox, threads
from hospital.office import Unit
from hospital.threads import LEASE, Keys, StaleTurnError, Thread
from tests.hospital.clinic import NOW, Clinic

ONE, TWO = "process-1", "process-2"


@pytest.fixture
def conversation(clinic: Clinic) -> int:
    """A conversation in which nothing was said yet."""
    return clinic.write(lambda unit: threads.find_or_open(unit, "webchat", "browser-1"))


def receive(clinic: Clinic, conversation: int, text: str) -> inbox.Received:
    def work(unit: Unit) -> inbox.Received:
        return inbox.record(
            unit, channel="webchat", external_id=text, conversation_id=conversation, payload=text, received_at=NOW
        )

    return clinic.write(work)


def lease(clinic: Clinic, conversation: int, owner: str, seconds: float = 0) -> bool:
    now = NOW + timedelta(seconds=seconds)
    return clinic.write(lambda unit: threads.lease(unit, conversation, owner, now))


def read(clinic: Clinic, conversation: int, hot: tuple[int, str] | None = None) -> Thread:
    found = clinic.read(lambda unit: threads.read(unit, conversation, hot=hot))
    assert found is not None
    return found


def run(clinic: Clinic, thread: Thread, owner: str, state: str) -> None:
    def work(unit: Unit) -> None:
        threads.lock(unit, thread, owner)
        threads.write(unit, thread, state)

    clinic.write(work)


def row(clinic: Clinic) -> Any:
    return clinic.rows(ConversationRow)[0]


def test_a_conversation_is_opened_once_and_found_again_on_its_own_channel(clinic: Clinic, conversation: int) -> None:
    assert clinic.write(lambda unit: threads.find_or_open(unit, "webchat", "browser-1")) == conversation
    assert clinic.write(lambda unit: threads.find_or_open(unit, "sms", "browser-1")) != conversation
    assert clinic.write(lambda unit: threads.find_or_open(unit, "webchat", "BROWSER-1")) != conversation
    assert [(r.channel, r.version, r.owner, r.state) for r in clinic.rows(ConversationRow)] == [
        ("webchat", 0, "bot", None),
        ("sms", 0, "bot", None),
        ("webchat", 0, "bot", None),
    ]


def test_one_process_at_a_time_has_the_right_to_run_turns(clinic: Clinic, conversation: int) -> None:
    assert lease(clinic, conversation, ONE)
    assert not lease(clinic, conversation, TWO)
    assert lease(clinic, conversation, ONE)
    assert lease(clinic, conversation, ONE, 5)
    assert not lease(clinic, conversation, TWO, LEASE.total_seconds() + 1)
    assert not lease(clinic, 10**6, ONE)


def test_the_right_of_a_process_that_is_gone_passes_on_when_it_ran_out(clinic: Clinic, conversation: int) -> None:
    assert lease(clinic, conversation, ONE)
    assert not lease(clinic, conversation, TWO, LEASE.total_seconds())
    assert lease(clinic, conversation, TWO, LEASE.total_seconds() + 0.001)


def test_a_turn_sees_its_messages_in_the_order_received(clinic: Clinic, conversation: int) -> None:
    first, second = receive(clinic, conversation, "one"), receive(clinic, conversation, "two")
    thread = read(clinic, conversation)
    assert [(w.inbox_id, w.payload) for w in thread.waiting] == [(first.id, "one"), (second.id, "two")]
    assert (thread.version, thread.state, thread.owner, thread.revision) == (0, None, "bot", 1)
    clinic.write(lambda unit: inbox.finish(unit, [(first.id, "{}")]))
    assert [w.payload for w in read(clinic, conversation).waiting] == ["two"]


def test_a_conversation_in_which_nothing_waits_is_still_found_and_an_unknown_one_not(
    clinic: Clinic, conversation: int
) -> None:
    assert read(clinic, conversation).waiting == ()
    assert clinic.read(lambda unit: threads.read(unit, 10**6)) is None


def test_a_turn_keeps_its_state_and_gives_the_right_back(clinic: Clinic, conversation: int) -> None:
    lease(clinic, conversation, ONE)
    run(clinic, read(clinic, conversation), ONE, "first state")
    assert (row(clinic).version, row(clinic).state, row(clinic).lease_owner) == (1, "first state", None)
    assert lease(clinic, conversation, TWO)
    assert read(clinic, conversation).state == "first state"


def test_a_turn_that_began_from_an_older_state_is_refused(clinic: Clinic, conversation: int) -> None:
    lease(clinic, conversation, ONE)
    old = read(clinic, conversation)
    run(clinic, old, ONE, "first state")
    lease(clinic, conversation, ONE)
    with pytest.raises(StaleTurnError):
        run(clinic, old, ONE, "another state")
    assert row(clinic).state == "first state"


def test_a_process_that_lost_its_right_is_refused(clinic: Clinic, conversation: int) -> None:
    lease(clinic, conversation, ONE)
    thread = read(clinic, conversation)
    lease(clinic, conversation, TWO, LEASE.total_seconds() + 1)
    with pytest.raises(StaleTurnError):
        run(clinic, thread, ONE, "too late")
    assert (row(clinic).version, row(clinic).state, row(clinic).lease_owner) == (0, None, TWO)
    run(clinic, thread, TWO, "in time")
    assert row(clinic).state == "in time"


def test_a_right_taken_before_the_clock_was_set_back_runs_out_all_the_same(clinic: Clinic, conversation: int) -> None:
    assert lease(clinic, conversation, ONE, 3600)
    assert lease(clinic, conversation, TWO, 0)


def test_clocks_of_two_machines_may_differ_a_little(clinic: Clinic, conversation: int) -> None:
    assert lease(clinic, conversation, ONE, 3)
    assert not lease(clinic, conversation, TWO, 0)


def test_a_process_gives_back_only_what_it_has(clinic: Clinic, conversation: int) -> None:
    lease(clinic, conversation, ONE)
    clinic.write(lambda unit: threads.give_back(unit, conversation, TWO))
    assert not lease(clinic, conversation, TWO)
    clinic.write(lambda unit: threads.give_back(unit, conversation, ONE))
    assert lease(clinic, conversation, TWO)


def test_a_copy_of_the_state_is_believed_only_at_the_version_of_the_row(clinic: Clinic, conversation: int) -> None:
    lease(clinic, conversation, ONE)
    run(clinic, read(clinic, conversation), ONE, "kept")
    receive(clinic, conversation, "one")
    assert read(clinic, conversation, hot=(1, "copy")).state == "copy"
    for stale in (0, 2):
        thread = read(clinic, conversation, hot=(stale, "stale"))
        assert (thread.version, thread.state, [w.payload for w in thread.waiting]) == (1, "kept", ["one"])


def test_what_the_hospital_is_at_comes_with_every_turn(clinic: Clinic, conversation: int) -> None:
    clinic.load(("Rosehill Hospital", "Rosehill Clinic"))
    assert read(clinic, conversation).revision == clinic.hospital.revision == 2


def test_messages_settled_meanwhile_wait_no_longer(clinic: Clinic, conversation: int) -> None:
    receive(clinic, conversation, "one")
    clinic.write(lambda unit: unit.connection.execute(update(InboxRow).values(status="dead")))
    assert read(clinic, conversation).waiting == ()


def test_remembered_rows_are_forgotten_oldest_first() -> None:
    keys = Keys(size=2)
    for number in range(3):
        keys.put("webchat", str(number), number)
    assert [keys.get("webchat", str(number)) for number in range(3)] == [None, 1, 2]
    assert keys.get("sms", "2") is None
