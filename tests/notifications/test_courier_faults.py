"""What goes wrong beside a channel: outcomes that cannot be written down, clocks, limits, dead letters sent again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bots.whatsapp import client
from conversation.messages import Letter, OutsideWindowError, RefusedError, Reply, TryLaterError, UncertainError
from db.models import OutboxRow
from hospital import deliveries, outbox, sending, threads
from hospital.deliveries import Lost
from hospital.office import Office, Unit
from hospital.outbox import DEAD, EMERGENCY, FAILED, PENDING, SENT, Outgoing
from notifications.courier import AGAIN_S, FIRST_WAIT_S, Courier
from tests.notifications.sending import statuses, take, write

HELP = "Call 112 now."


# --- emergencies ----------------------------------------------------------------------------------


def test_help_in_an_emergency_waits_for_nothing_before_it(office, clock, channel, courier):
    conversation = write(office, "+1", "your visit is booked")
    channel.failures = [UncertainError("HTTP 500")] * 6
    for n in range(6):
        courier.carry(conversation)
        clock.pass_by(FIRST_WAIT_S * 2**n)
    channel.failures = [UncertainError("HTTP 500")]
    courier.carry(conversation)
    write(office, "+1", HELP, kind=EMERGENCY)
    assert courier.carry(conversation) == 1 and channel.taken == [("+1", HELP)]
    clock.pass_by(3600)
    assert courier.carry(conversation) == 1, "what was before it still comes"


def test_the_job_finds_help_behind_what_waits(office, channel, courier):
    conversation = write(office, "+1", "your visit is booked")
    channel.failures = [UncertainError("HTTP 500")]
    courier.carry(conversation)
    write(office, "+1", HELP, kind=EMERGENCY)
    assert courier.run(lambda: False) == 1 and channel.taken == [("+1", HELP)]


def test_help_goes_beside_a_message_that_hangs_in_its_conversation(office, channel):
    on_its_way, go_on = threading.Event(), threading.Event()

    class Hanging:
        """Hangs with everything but help."""

        def send(self, letter: Letter) -> str:
            if letter.kind != EMERGENCY:
                on_its_way.set()
                go_on.wait(20)
            return str(channel.send(letter))

    courier = Courier(office, {"sms": Hanging()}, "process-1")
    conversation = write(office, "+1", "your visit is booked")
    other = threading.Thread(target=lambda: courier.carry(conversation))
    other.start()
    assert on_its_way.wait(20)
    write(office, "+1", HELP, kind=EMERGENCY)
    assert courier.hurry(conversation) == 1 and channel.taken == [("+1", HELP)]
    go_on.set()
    other.join(20)
    assert [text for _, text in channel.taken] == [HELP, "your visit is booked"]


def test_help_is_tried_every_half_minute_while_its_channel_is_left_alone(office, clock, channel, courier):
    channel.failures = [TryLaterError("63038", 3600, is_channel=True)]
    courier.carry(write(office, "+1", "hello"))
    urgent = write(office, "+2", HELP, kind=EMERGENCY)
    channel.failures = [TryLaterError("63038", 3600, is_channel=True)]
    assert courier.carry(urgent) == 0 and channel.tried == 2
    clock.pass_by(AGAIN_S - 1)
    assert courier.carry(urgent) == 0 and channel.tried == 2
    clock.pass_by(1)
    assert courier.carry(urgent) == 1


def test_the_job_tries_help_while_its_channel_is_left_alone_and_nothing_else(office, clock, channel, courier):
    channel.failures = [TryLaterError("63038", 3600, is_channel=True)]
    courier.carry(write(office, "+1", "hello"))
    write(office, "+3", "good morning")
    write(office, "+2", HELP, kind=EMERGENCY)
    channel.failures = [TryLaterError("63038", 3600, is_channel=True)]
    assert courier.run(lambda: False) == 0 and channel.tried == 2
    assert courier.run(lambda: False) == 0 and channel.tried == 2, "not before half a minute is over"
    clock.pass_by(AGAIN_S * 2)
    assert courier.run(lambda: False) == 1 and channel.taken == [("+2", HELP)]


# --- outcomes that cannot be written down ---------------------------------------------------------


def away() -> Exception:
    return OperationalError("UPDATE", {}, ConnectionRefusedError(), connection_invalidated=True)


def failing(courier: Courier, monkeypatch: pytest.MonkeyPatch, error: Callable[[], Exception], times: int) -> None:
    """Have this courier's next outcomes not be written down."""
    real, left = courier._office.write, [times]

    def write_down(work: Callable[[Unit], object], **more: Any) -> object:
        if more.get("actor") == "courier" and left[0]:
            left[0] -= 1
            raise error()
        return real(work, **more)

    monkeypatch.setattr(courier._office, "write", write_down)


@pytest.mark.parametrize("kind", ["reply", "code", "payment_link"])
def test_what_was_sent_is_not_sent_again_only_because_that_could_not_be_written_down(
    office, clock, channel, courier, monkeypatch, kind
):
    conversation = write(office, "+1", "one", "two", kind=kind)
    failing(courier, monkeypatch, away, 3)
    for _ in range(3):
        with pytest.raises(OperationalError):
            courier.carry(conversation)
        clock.pass_by(31)
    assert channel.taken == [("+1", "one")]
    assert courier.carry(conversation) == 1
    assert (channel.taken, statuses(office)) == ([("+1", "one"), ("+1", "two")], [SENT, SENT])


def test_the_job_writes_down_what_could_not_be_before(office, channel, courier, monkeypatch):
    conversation = write(office, "+1", "one")
    failing(courier, monkeypatch, away, 1)
    with pytest.raises(OperationalError):
        courier.carry(conversation)
    assert courier.run(lambda: False) == 0 and (statuses(office), channel.tried) == ([SENT], 1)


def test_what_else_is_to_be_done_about_a_message_may_fail_and_sends_it_no_second_time(office, clock, channel):
    def broken(unit: Unit, lost: Lost) -> None:
        raise KeyError("a fault of ours")

    courier = Courier(office, {"sms": channel}, "process-1", on_lost=broken)
    office.write(lambda unit: deliveries.report(unit, "sms", "SM1", "failed", "30003"))
    conversation = write(office, "+1", "one")
    for _ in range(3):
        courier.carry(conversation)
        clock.pass_by(31)
    assert (channel.tried, statuses(office)) == (1, [SENT])


def test_a_message_whose_senders_always_die_is_given_up(office, clock):
    conversation = write(office, "+1", "one")
    for n in range(sending.TRIES):
        take(office, clock, conversation, f"process-{n}")
        clock.pass_by(31)
    assert office.write(lambda unit: sending.take(unit, conversation, ["sms"], "last", clock.now())) is None
    assert statuses(office) == [DEAD]


def test_a_lease_of_a_machine_whose_clock_was_a_day_ahead_holds_nothing_up(office, clock, channel, courier):
    conversation = write(office, "+1", "one", "two")
    ahead = clock.now() + timedelta(days=1)
    office.write(lambda unit: sending.take(unit, conversation, ["sms"], "process-0", ahead))
    assert courier.run(lambda: False) == 2
    assert channel.taken == [("+1", "one"), ("+1", "two")]


def test_whoever_lost_a_message_sends_it_no_other_way(office, clock):
    conversation = write(office, "+1", "one", channel="whatsapp")

    def takes(owner: str) -> Any:
        return office.write(lambda unit: sending.take(unit, conversation, ["whatsapp"], owner, clock.now()))

    courier = Courier(office, {}, "process-1")
    before = takes("process-1")
    clock.pass_by(31)
    takes("process-2")
    assert not courier._otherwise(before, OutsideWindowError("63016").reason)
    assert statuses(office) == [outbox.LEASED]


# --- limits ---------------------------------------------------------------------------------------


def test_o11_what_an_account_may_send_in_a_day_is_asked_for_by_the_hour(office, clock, channel):
    conversation = write(office, "+1", "one")
    tries = []
    for n in range(4 * 60):
        channel.failures = [client._of_status(429, 63038)]
        # a process of its own each time: none remembers anything
        Courier(office, {"sms": channel}, f"process-{n}", chance=lambda: 0.0).carry(conversation)
        tries.append(channel.tried)
        clock.pass_by(60)
    assert tries[-1] == 4 and statuses(office) == [PENDING]


def test_o11_a_message_put_off_again_and_again_is_tried_at_most_every_half_minute(office, clock, channel):
    conversation = write(office, "+1", "one")
    for n in range(120):
        channel.failures = [TryLaterError("429", seconds=1)]
        Courier(office, {"sms": channel}, f"process-{n}", chance=lambda: 0.0).carry(conversation)
        clock.pass_by(1)
    assert channel.tried <= 2 + 120 // 30


@pytest.mark.parametrize("is_channel", [False, True])
def test_a_rest_that_a_channel_asked_of_one_process_holds_for_all(office, clock, channel, courier, is_channel):
    other = Courier(office, {"sms": channel}, "process-2", chance=lambda: 0.0)
    channel.failures = [TryLaterError("429", seconds=600, is_channel=is_channel)]
    courier.carry(write(office, "+1", "one"))
    write(office, "+1", "two")
    write(office, "+2", "three")
    assert other.run(lambda: False) == (0 if is_channel else 1)
    assert ("+1", "two") not in channel.taken
    clock.pass_by(601)
    other.run(lambda: False)
    assert {text for _, text in channel.taken} == {"one", "two", "three"}


# --- messages in parts ----------------------------------------------------------------------------


class InParts:
    """Takes a message in two parts."""

    def send(self, letter: Letter) -> str:
        letter.part_left("SMa")
        return "SMb"


@pytest.mark.parametrize("is_early", [False, True])
@pytest.mark.parametrize("part", ["SMa", "SMb"])
def test_a_message_of_which_any_part_is_lost_is_lost(office, part, is_early):
    told = []
    courier = Courier(office, {"sms": InParts()}, "process-1", on_lost=lambda unit, lost: told.append(lost.code))
    conversation = write(office, "+1", "one")

    def report(sid: str, *what: str) -> Any:
        return office.write(lambda unit: deliveries.report(unit, "sms", sid, *what))

    if is_early:
        report(part, "undelivered", "30008")
        courier.carry(conversation)
        assert told == ["30008"]
    else:
        courier.carry(conversation)
        report("SMa", "delivered")
        if part == "SMa":
            report("SMb", "delivered")
        lost = report(part, "undelivered", "30008")
        assert lost.code == "30008"
    assert statuses(office) == [FAILED]


# --- dead letters sent after all ------------------------------------------------------------------


def offer(office: Office, **more: Any) -> int:
    def work(unit: Unit) -> int:
        conversation = threads.find_or_open(unit, "sms", "+1")
        payload = json.dumps(Reply("Tuesday at 9?").as_json())
        asked = Outgoing("offer-17", conversation, "sms", "+1", "offer", payload, asks="offer:17", **more)
        outbox.put(unit, [asked], handed_over=False)
        return conversation

    return office.write(work)


def test_a_question_that_still_waits_is_open_again_when_it_is_sent_after_all(office, channel, courier):
    conversation = offer(office)
    channel.failures = [RefusedError("30005")]
    courier.carry(conversation)
    assert office.write(sending.replay) == 1
    courier.carry(conversation)
    with office.read() as unit:
        (asked,) = outbox.unprompted(unit, conversation)
    assert (asked.asks, asked.is_delivered) == ("offer:17", True)


@pytest.mark.parametrize("lapses", [outbox.settle, outbox.withdraw_question])
def test_a_question_that_was_answered_or_lapsed_while_it_was_dead_is_not_sent(office, channel, courier, lapses):
    conversation = offer(office)
    channel.failures = [RefusedError("30005")]
    courier.carry(conversation)
    office.write(lambda unit: lapses(unit, conversation, "offer:17"))
    assert office.write(sending.replay) == 0
    with office.read() as unit:
        (row,) = unit.connection.scalars(select(OutboxRow.id))
    assert office.write(lambda unit: sending.why_not_again(unit, [row])) == {row: sending.ANSWERED}
    assert courier.carry(conversation) == 0 and channel.taken == []


def test_what_is_of_no_use_any_more_is_said_to_be_and_is_not_sent(office, clock, channel, courier):
    conversation = offer(office, use_until=clock.now() + timedelta(hours=1))
    channel.failures = [RefusedError("30005")]
    courier.carry(conversation)
    clock.pass_by(3601)
    assert office.write(sending.replay) == 0 and statuses(office) == [DEAD]
    assert set(office.write(sending.why_not_again).values()) == {sending.EXPIRED}


def test_a_letter_sent_after_all_is_another_edition_to_its_channel(office, channel):
    editions: list[int] = []

    class Noting:
        """Notes what it is given."""

        def send(self, letter: Letter) -> str:
            editions.append(letter.edition)
            return str(channel.send(letter))

    courier = Courier(office, {"sms": Noting()}, "process-1")
    conversation = write(office, "+1", "one")
    for _ in range(3):
        channel.failures = [RefusedError("30005")]
        courier.carry(conversation)
        office.write(sending.replay)
    courier.carry(conversation)
    assert editions == [0, 1, 2, 3] and statuses(office) == [SENT]
