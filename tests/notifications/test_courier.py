"""What the outbox holds reaches its channel: in order, at least once, and what must not repeat itself, once at most."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from conversation.messages import Letter, RefusedError, TryLaterError, UncertainError
from db.models import AuditRow, OutboxRow
from hospital import outbox, sending
from hospital.outbox import DEAD, LEASED, PENDING, SENT, WITHDRAWN
from hospital.sending import TRIES
from notifications.courier import AGAIN_S, AT_A_TIME, FIRST_WAIT_S, SHARE, Courier
from notifications.left_alone import IN_A_ROW
from tests.notifications.sending import START, statuses, take, write


def wait_until(is_so: Callable[[], bool], seconds: float = 3.0) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_what_is_written_leaves_at_once_in_its_order(office, channel, courier):
    conversation = write(office, "+1", "first", "second", "third")
    assert courier.carry(conversation) == 3
    assert channel.taken == [("+1", "first"), ("+1", "second"), ("+1", "third")]
    assert statuses(office) == [SENT] * 3
    with office.read() as unit:
        assert list(unit.connection.scalars(select(OutboxRow.external_id).order_by(OutboxRow.id))) == [
            "SM1",
            "SM2",
            "SM3",
        ]
    assert courier.carry(conversation) == 0, "what was sent is not sent again"


def test_what_fails_is_tried_later_and_later_and_keeps_only_its_own_conversation_waiting(
    office, clock, channel, courier
):
    stuck, free = write(office, "+1", "one", "two"), write(office, "+2", "hello")
    channel.failures = [TryLaterError("HTTP 500"), TryLaterError("HTTP 500")]
    assert (courier.carry(stuck), courier.carry(free)) == (0, 0)
    channel.failures = []
    assert courier.run(lambda: False) == 0, "not before its time"
    clock.pass_by(FIRST_WAIT_S)
    channel.failures = [TryLaterError("HTTP 500")]
    courier.carry(stuck)
    assert courier.run(lambda: False) == 1 and channel.taken == [("+2", "hello")]
    clock.pass_by(FIRST_WAIT_S)
    assert courier.run(lambda: False) == 0, "the second wait is twice as long"
    clock.pass_by(FIRST_WAIT_S)
    assert courier.run(lambda: False) == 2
    assert channel.taken[1:] == [("+1", "one"), ("+1", "two")]


def test_a_channel_that_says_when_to_come_back_is_left_alone_until_then(office, clock, channel, courier):
    busy, other = write(office, "+1", "one"), write(office, "+2", "two")
    channel.failures = [TryLaterError("HTTP 429", seconds=7)]
    assert courier.carry(busy) == 0
    assert courier.carry(other) == 1, "only that address asked for it"
    clock.pass_by(6.9)
    assert courier.run(lambda: False) == 0 and channel.tried == 2
    write(office, "+1", "three")
    assert courier.carry(busy) == 0 and channel.tried == 2, "nor does a new message hurry it"


def test_a_refused_message_is_a_dead_letter_and_the_next_one_goes(office, channel, courier):
    conversation = write(office, "+1", "one", "two")
    channel.failures = [RefusedError("blocked")]
    courier.carry(conversation)
    assert statuses(office) == [DEAD, SENT]
    with office.read() as unit:
        (letter,) = sending.dead_letters(unit)
        assert (letter.failure, letter.tries) == ("blocked", 1)


def test_what_never_goes_through_is_given_up_after_about_two_hours(office, clock, channel, courier):
    write(office, "+1", "one")
    channel.failures = [TryLaterError("HTTP 500")] * TRIES
    begun, previous = clock.moment, clock.moment
    while statuses(office) == [PENDING]:
        tried = channel.tried
        courier.run(lambda: False)
        if channel.tried > tried:
            assert tried == 0 or (clock.moment - previous).total_seconds() >= 30, "never twice within 30 s"
            previous = clock.moment
        clock.pass_by(15)
    assert (statuses(office), channel.tried) == ([DEAD], TRIES)
    assert timedelta(hours=1) < clock.moment - begun < timedelta(hours=3)


@pytest.mark.parametrize("is_channel", [False, True])
def test_a_channel_that_asks_for_patience_time_and_again_loses_no_message(office, clock, channel, courier, is_channel):
    conversation = write(office, "+1", "one")
    for _ in range(TRIES + 3):
        channel.failures = [TryLaterError("slow down", seconds=0.001, is_channel=is_channel)]
        courier.carry(conversation)
        clock.pass_by(AGAIN_S)
        time.sleep(0.002)
    assert (statuses(office), channel.tried) == ([PENDING], TRIES + 3)
    assert courier.carry(conversation) == 1


def test_waiting_for_a_channel_that_is_left_alone_is_no_failure(office, clock, channel, courier):
    asked, other = write(office, "+1", "one"), write(office, "+2", "two")
    channel.failures = [TryLaterError("HTTP 429", seconds=1.0, is_channel=True)]
    courier.carry(asked)
    for _ in range(TRIES + 3):
        courier.carry(other)
        clock.pass_by(1)
    assert (statuses(office), channel.tried) == ([PENDING] * 2, 1)
    time.sleep(1.0)
    channel.failures = [UncertainError("timeout")]
    assert (courier.carry(other), courier.carry(asked)) == (0, 1), "its first failure is not its last"
    assert statuses(office) == [SENT, PENDING]


def test_a_fault_of_the_set_up_rests_the_channel_and_ends_no_message(office, clock, channel, courier):
    conversation = write(office, "+1", "one")
    for _ in range(2 * TRIES):
        channel.failures = [TryLaterError("20003", seconds=0.001, is_channel=True, is_fault=True)]
        courier.carry(conversation)
        clock.pass_by(1000)
        time.sleep(0.002)
    assert statuses(office) == [PENDING]
    with office.read() as unit:
        assert sending.troubles(unit) == {"20003": 1}
    assert courier.carry(conversation) == 1, "once it is put right"


def test_a_dead_letter_can_be_sent_after_all_and_that_is_audited(office, channel, courier):
    conversation = write(office, "+1", "one")
    channel.failures = [RefusedError("blocked")]
    courier.carry(conversation)
    assert office.write(sending.replay) == 1
    assert courier.run(lambda: False) == 1
    assert channel.taken == [("+1", "one")]
    with office.read() as unit:
        assert unit.connection.scalar(select(AuditRow.action)) == "outbox.replayed"


def test_what_must_not_arrive_twice_is_sent_after_all_only_where_it_is_named(office, channel, courier):
    conversation = write(office, "+1", "one", kind="code")
    channel.failures = [UncertainError("timeout")]
    courier.carry(conversation)
    assert office.write(sending.replay) == 0 and statuses(office) == [DEAD]
    with office.read() as unit:
        (letter,) = sending.dead_letters(unit)
    assert office.write(lambda unit: sending.replay(unit, [letter.id])) == 1
    assert courier.run(lambda: False) == 1


@pytest.mark.parametrize("kind", ["code", "payment_link"])
def test_what_must_not_arrive_twice_is_not_repeated_when_nobody_knows_whether_it_did(
    office, clock, channel, courier, kind
):
    conversation = write(office, "+1", "one", kind=kind)
    channel.failures = [UncertainError("timeout")]
    courier.carry(conversation)
    clock.pass_by(3600)
    courier.run(lambda: False)
    assert (channel.tried, statuses(office)) == (1, [DEAD])


def test_an_ordinary_message_of_which_nobody_knows_is_sent_again(office, clock, channel, courier):
    conversation = write(office, "+1", "one")
    channel.failures = [UncertainError("timeout")]
    courier.carry(conversation)
    clock.pass_by(FIRST_WAIT_S)
    assert courier.run(lambda: False) == 1 and channel.taken == [("+1", "one")]


@pytest.mark.parametrize(("kind", "becomes"), [("reply", [SENT]), ("code", [DEAD])])
def test_what_a_dead_process_was_sending_is_taken_over_when_its_lease_is_over(
    office, clock, channel, courier, kind, becomes
):
    conversation = write(office, "+1", "one", kind=kind)
    take(office, clock, conversation, "process-0")
    assert courier.run(lambda: False) == 0, "it is in another's hands"
    clock.pass_by(31)
    courier.run(lambda: False)
    assert statuses(office) == becomes


def test_a_code_whose_sending_had_not_begun_is_sent_by_whoever_comes_next(office, channel, courier):
    write(office, "+1", "one", kind="code")
    assert courier.run(lambda: False) == 1 and channel.taken == [("+1", "one")]


def test_what_is_of_no_use_any_more_does_not_leave(office, clock, channel, courier):
    conversation = write(office, "+1", "reminder", "reply")
    first = select(OutboxRow.id).order_by(OutboxRow.id).limit(1)
    with office.read() as unit:
        reminder = unit.connection.scalar(first)
    until = {"use_until": START + timedelta(minutes=1)}
    office.write(lambda unit: unit.connection.execute(update(OutboxRow).where(OutboxRow.id == reminder).values(until)))
    clock.pass_by(61)
    courier.carry(conversation)
    assert channel.taken == [("+1", "reply")]
    assert statuses(office) == [WITHDRAWN, SENT]


def test_what_is_withdrawn_while_it_is_on_its_way_stays_withdrawn(office, clock, channel, courier):
    conversation = write(office, "+1", "offer")
    due = take(office, clock, conversation, "process-1")
    office.write(lambda unit: outbox.withdraw(unit, ["+1-offer"]))
    office.write(lambda unit: sending.try_again(unit, due, unit.now, "HTTP 500"))
    assert courier.run(lambda: False) == 0 and statuses(office) == [WITHDRAWN]


def test_whoever_lost_a_message_to_another_does_not_settle_it_but_for_its_having_left(office, clock):
    conversation = write(office, "+1", "one")
    before = take(office, clock, conversation, "process-1")
    clock.pass_by(31)
    now = take(office, clock, conversation, "process-2")
    office.write(lambda unit: sending.give_up(unit, before, "timeout"))
    office.write(lambda unit: sending.try_again(unit, before, unit.now, "timeout"))
    assert statuses(office) == [LEASED]
    assert not office.write(lambda unit: sending.renew(unit, before, clock.now()))
    office.write(lambda unit: sending.sent(unit, before, "SM1"))
    office.write(lambda unit: sending.try_again(unit, now, unit.now, "timeout"))
    assert statuses(office) == [SENT]


def test_a_message_of_many_parts_stays_in_its_senders_hands_however_long_they_take(office, clock, channel):
    conversation = write(office, "+1", "one")
    others = Courier(office, {"sms": channel}, "process-2")
    held: list[bool] = []

    class InParts:
        """Takes its parts slowly."""

        def send(self, letter: Letter) -> str:
            for _ in range(4):
                clock.pass_by(20)
                held.append(letter.goes_on())
                others.carry(conversation)
            return "SM1"

    assert Courier(office, {"sms": InParts()}, "process-1").carry(conversation) == 1
    assert (held, channel.tried) == ([True] * 4, 0)


def test_what_is_written_while_another_is_on_its_way_leaves_right_after_it_whoever_wrote_it(office, channel):
    conversation = write(office, "+1", "one")
    others = Courier(office, {"sms": channel}, "process-2")
    left: list[str] = []

    class Meanwhile:
        """Another process writes more while the first message is on its way."""

        def send(self, letter: Letter) -> str:
            left.append(letter.reply.text)
            if len(left) == 1:
                write(office, "+1", "two")
                assert others.carry(conversation) == 0
            return f"SM{len(left)}"

    assert Courier(office, {"sms": Meanwhile()}, "process-1").carry(conversation) == 2
    assert left == ["one", "two"]


def test_a_practice_clock_that_is_set_ahead_takes_no_message_from_whoever_sends_it(office, clock):
    conversation = write(office, "+1", "one")
    take(office, clock, conversation, "process-1")
    far = clock.now() + timedelta(days=1)
    ahead = office.write(lambda unit: sending.take(unit, conversation, ["sms"], "process-2", clock.now()), now=far)
    assert ahead is None


def test_channels_without_a_sender_keep_their_messages(office, courier):
    write(office, "7a", "for the browser", channel="webchat")
    assert courier.run(lambda: False) == 0 and statuses(office) == [PENDING]


def test_a_senders_own_fault_loses_nothing(office, clock, channel, courier):
    conversation = write(office, "+1", "one")
    channel.failures = [KeyError("a fault of ours")]
    assert courier.carry(conversation) == 0
    clock.pass_by(FIRST_WAIT_S)
    assert courier.run(lambda: False) == 1


@dataclass
class Hanging:
    """A channel that takes its time and gives no answer."""

    seconds: float
    tried: int = 0

    def send(self, letter: Letter) -> str:
        self.tried += 1
        time.sleep(self.seconds)
        raise UncertainError("timeout")


def test_o05_a_channel_that_hangs_keeps_no_other_waiting_and_is_left_alone(office, channel):
    hanging = Hanging(0.3)
    both = Courier(office, {"telegram": hanging, "sms": channel}, "process-1")
    for n in range(12):
        write(office, f"t{n}", "one", channel="telegram")
    write(office, "+1", "one")
    round_of_jobs = threading.Thread(target=lambda: both.run(lambda: False))
    round_of_jobs.start()
    wait_until(lambda: channel.taken == [("+1", "one")], seconds=0.25)
    round_of_jobs.join()
    assert hanging.tried <= AT_A_TIME + IN_A_ROW, "no more than were on their way as it was found out"
    assert statuses(office).count(PENDING) == 12 and both.run(lambda: False) == 0


def test_o05_a_channel_that_hangs_holds_no_more_than_its_share_of_the_threads(office, channel):
    hanging = Hanging(0.4)
    both = Courier(office, {"telegram": hanging, "sms": channel}, "process-1")
    with ThreadPoolExecutor(SHARE + 2) as threads:
        for n in range(SHARE + 4):
            threads.submit(both.carry, write(office, f"t{n}", "one", channel="telegram"))
        wait_until(lambda: hanging.tried == SHARE)
        assert threads.submit(both.carry, write(office, "+1", "one")).result(2.0) == 1


def test_nothing_more_leaves_once_the_process_is_told_to_end(office):
    taken: list[str] = []

    class Slow:
        """Tells the process to end with the first message."""

        def send(self, letter: Letter) -> str:
            taken.append(letter.reply.text)
            ends.set()
            return "SM1"

    ends = threading.Event()
    courier = Courier(office, {"sms": Slow()}, "process-1")
    conversation = write(office, "+1", "one", "two", "three")
    assert courier.run(ends.is_set) == 1 and taken == ["one"]
    assert courier.close(0.5) and courier.carry(conversation) == 0


def test_a_send_that_hangs_keeps_no_process_from_ending(office, monkeypatch):
    monkeypatch.setattr("notifications.courier.PATIENCE_S", 0.05)
    courier = Courier(office, {"sms": Hanging(0.4)}, "process-1")
    write(office, "+1", "one")
    courier.run(lambda: False)
    assert not courier.close(0.01)
    assert all(each.daemon for each in threading.enumerate() if each.name.startswith("courier"))


def test_two_processes_send_everything_once_and_in_order(office, channel):
    conversations = [write(office, f"+{who}", *(f"{who}-{n}" for n in range(5))) for who in range(6)]
    couriers = [Courier(office, {"sms": channel}, f"process-{n}") for n in range(2)]
    both = [threading.Thread(target=lambda each=each: each.run(lambda: False)) for each in couriers]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    wait_until(lambda: set(statuses(office)) == {SENT}, seconds=20)  # the rounds go on by themselves
    assert len(conversations) == 6 and LEASED not in statuses(office)
    assert sorted(channel.taken) == [(f"+{who}", f"{who}-{n}") for who in range(6) for n in range(5)]
    for who in range(6):
        theirs = [text for address, text in channel.taken if address == f"+{who}"]
        assert theirs == sorted(theirs), "in the order they were written"
