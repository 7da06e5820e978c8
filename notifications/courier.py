"""Carries what the outbox holds to its channels: at once, in order per conversation, at least once.

A channel that has trouble keeps its messages waiting, and nobody else's: each is tried again later and later, with
jitter, until it is given up as a dead letter. A channel that asks to be left alone for a while is, and one that gives
no answers; one that hangs has no more than its share of the threads.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum

import structlog

from conversation.messages import (
    InboundMessage,
    Letter,
    OptedOutError,
    RefusedError,
    Reply,
    Sender,
    SendError,
    TryLaterError,
    UncertainError,
)
from hospital import deliveries, handles, other_ways, rests, sending
from hospital.clocks import machine_now
from hospital.deliveries import Lost
from hospital.errors import BusyError
from hospital.office import Office, Unit
from hospital.other_ways import OWED
from hospital.outbox import EMERGENCY
from hospital.own_line import Lines
from hospital.sending import EDITION, ONCE, TRIES, UNCERTAIN, Due
from notifications.left_alone import LeftAlone
from notifications.rounds import Round
from notifications.unsettled import Unsettled, Work

log = structlog.get_logger("courier")

FIRST_WAIT_S, LONGEST_WAIT_S, JITTER = 30.0, 900.0, 0.25
"""Until a message is tried again: doubled each time up to the longest, and up to a quarter more."""
AGAIN_S = 30.0
"""Whoever asks for patience gets at least so much from a message that they put off before."""
AT_A_TIME = 4
"""Conversations that one round over a channel serves side by side."""
SHARE = 6
"""How many messages of one channel are on their way at once, in this process."""
SHARE_WAIT_S = 0.3
"""How long one more waits for another to arrive, rather than being left to the next round."""
PATIENCE_S = 1.0
"""How long the job waits for a round; one that takes longer goes on by itself."""

Settle = Callable[[Unit, Due, datetime, str], None]
OnOutcome = Callable[[str, str], None]
OnLost = Callable[[Unit, Lost], None]
"""What else is to be done, in the same transaction, about a message that a channel lost after it had taken it."""
OnUnreached = Callable[[Unit, int, datetime | None], None]
"""The same about help in an emergency that did not leave, by its row: when it is tried again, None where it is not."""


class _Next(Enum):
    """When the next message of a conversation may go."""

    AT_ONCE = "at once"
    LATER = "later"
    NONE = "none"
    """There is no other."""

    @classmethod
    def of(cls, may_go: bool) -> _Next:
        return cls.AT_ONCE if may_go else cls.LATER


class Courier:
    """Sends for one process; `owner` names it in leases."""

    def __init__(
        self,
        office: Office,
        senders: Mapping[str, Sender],
        owner: str,
        *,
        on_lost: OnLost = lambda unit, lost: None,
        on_unreached: OnUnreached = lambda unit, outbox_id, next_try: None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._office, self._senders, self._owner = office, senders, owner
        self._on_lost, self._on_unreached, self._chance = on_lost, on_unreached, chance
        self.on_outcome: OnOutcome = lambda channel, outcome: None
        self._unsettled = Unsettled(self._write)
        self._lines = Lines()
        self._left_alone = LeftAlone()
        self._shares = {channel: threading.BoundedSemaphore(SHARE) for channel in senders}
        self._rounds: dict[str, Round] = {}
        self._rounds_lock = threading.Lock()
        self._ending = threading.Event()

    @property
    def channels(self) -> frozenset[str]:
        """Those that it can carry to."""
        return frozenset(self._senders)

    def run(self, is_ending: Callable[[], bool]) -> int:
        """Send everything that is due and that nobody is sending, each channel by itself; how many messages so far."""
        self._unsettled.catch_up()
        begun = [self._begin_round(channel, is_ending) for channel in self._senders]
        deadline = time.monotonic() + PATIENCE_S
        rounds = [each for each in begun if each is not None]
        for each in rounds:
            each.wait(lambda: max(0.0, deadline - time.monotonic()))
        return sum(each.result() for each in rounds)

    def _begin_round(self, channel: str, is_ending: Callable[[], bool]) -> Round | None:
        """A round over what waits on a channel; None where nothing does, or one is under way.

        On one that is to be left alone it is a round over what is owed: help is tried, and an alert goes another way.
        """

        def rests() -> bool:
            return self._left_alone.seconds(channel, None) > 0

        with self._rounds_lock:
            if is_ending() or (channel in self._rounds and not self._rounds[channel].is_over):
                return None
            kinds = OWED if rests() else None
            with self._office.read() as unit:
                conversations = sending.waiting(unit, [channel], self._machine_now(), kinds=kinds)
            if not conversations:
                return None

            def is_over() -> bool:
                return is_ending() or (kinds is None and rests())

            made = Round(lambda each: self.carry(each, is_over, kinds), conversations, AT_A_TIME)
            self._rounds[channel] = made
            return made

    def carry(
        self,
        conversation_id: int,
        is_over: Callable[[], bool] = lambda: False,
        kinds: Collection[str] | None = None,
    ) -> int:
        """Send what is due in a conversation, in its order, until something must wait; how many messages.

        `kinds`: nothing else is sent.
        """
        done = self.hurry(conversation_id)
        with self._lines.of(conversation_id):
            while not (self._ending.is_set() or is_over()):
                # what was sent is never sent again only because that could not be written down
                if not self._unsettled.catch_up(conversation_id):
                    break
                due = self._take(conversation_id, kinds)
                next_ = self._send(due) if due is not None else _Next.LATER
                done += next_ is not _Next.LATER
                if next_ is not _Next.AT_ONCE:
                    break
        return done

    def hurry(self, conversation_id: int) -> int:
        """Send help in an emergency beside what is on its way in its conversation, if anything is; how many."""
        done = 0
        while self._lines.is_taken(conversation_id) and not self._ending.is_set():
            due = self._take(conversation_id, {EMERGENCY})
            if due is None or self._send(due) is _Next.LATER:
                break
            done += 1
        return done

    def close(self, seconds: float) -> bool:
        """Begin nothing more; whether what was on its way in rounds arrived in time."""
        self._ending.set()
        deadline = time.monotonic() + seconds
        with self._rounds_lock:
            rounds = list(self._rounds.values())
        return all(each.wait(lambda: max(0.0, deadline - time.monotonic())) for each in rounds)

    def _take(self, conversation_id: int, kinds: Collection[str] | None = None) -> Due | None:
        channels, now = self.channels, self._machine_now()
        return self._office.write(
            lambda unit: sending.take(unit, conversation_id, channels, self._owner, now, kinds=kinds)
        )

    def _machine_now(self) -> datetime:
        return machine_now(self._office.clock)

    def _goes_on(self, due: Due) -> bool:
        """Whether a message is still ours to send, its lease taken anew."""
        try:
            return self._office.write(lambda unit: sending.renew(unit, due, self._machine_now()))
        except BusyError:
            return True  # whether it is lost is seen when it is settled

    def _send(self, due: Due) -> _Next:
        """Send one message and write down what became of it; whether the next may go."""
        # help in an emergency is tried, now and then, whatever the others are to wait for
        is_urgent = due.kind == EMERGENCY
        wait = 0.0 if is_urgent else self._rest(due)
        if wait:
            is_fault = self._left_alone.is_faulty(due.channel)
            if self._cannot_wait(due, wait, is_fault=is_fault) and self._otherwise(due, "left alone"):
                return _Next.AT_ONCE
            self._put_off(due, wait, "left alone")
            return _Next.LATER
        share = self._shares[due.channel]
        has_share = share.acquire(timeout=0 if self._left_alone.is_in_doubt(due.channel) else SHARE_WAIT_S)
        if not has_share and not is_urgent:
            self._put_off(due, 0.0, "busy")
            return _Next.LATER
        parts: list[str] = []
        try:
            external_id = self._senders[due.channel].send(_letter(due, lambda: self._goes_on(due), parts.append))
        except SendError as error:
            return _Next.of(self._failed(due, error, parts))
        except Exception as error:
            # a sender's own fault must not lose the message, nor stop the others
            log.error("send_failed", channel=due.channel, outbox=due.id, exc_info=error)
            return _Next.of(self._failed(due, UncertainError(type(error).__name__), parts))
        finally:
            if has_share:
                share.release()
        self._left_alone.answered(due.channel)
        self.on_outcome(due.channel, "sent")
        next_ = _Next.AT_ONCE

        def work(unit: Unit) -> None:
            nonlocal next_
            self._sent(unit, due, external_id, parts)
            # whoever wrote more meanwhile found this one on its way, and left theirs to us
            next_ = _Next.AT_ONCE if sending.has_more(unit, due.conversation_id) else _Next.NONE

        self._unsettled.settle(due, work, lambda unit: sending.left(unit, due, external_id))
        return next_

    def _rest(self, due: Due) -> float:
        """Seconds for which a message's channel or address is to be left alone, as this process or all know."""
        own = self._left_alone.seconds(due.channel, due.address)
        told = (due.rests_until - self._machine_now()).total_seconds() if due.rests_until is not None else 0.0
        return max(own, told)

    def _failed(self, due: Due, error: SendError, parts: Sequence[str]) -> bool:
        if isinstance(error, RefusedError) or (isinstance(error, TryLaterError) and error.seconds > 0):
            self._left_alone.answered(due.channel)
        else:
            self._left_alone.failed(due.channel, due.conversation_id)
        if isinstance(error, OptedOutError):
            if due.kind not in OWED:
                self._unsettled.settle(
                    due,
                    lambda unit: self._opted_out(unit, due, error.reason),
                    lambda unit: sending.withdraw(unit, due, sending.OPTED_OUT),
                )
                self.on_outcome(due.channel, sending.OPTED_OUT)
                return True
            self._write(lambda unit: self._opted_out(unit, due, error.reason))
        if isinstance(error, TryLaterError) and error.is_put_off:
            return self._ask_for_patience(due, error)
        is_over = isinstance(error, RefusedError) or due.failed_tries + 1 >= TRIES
        if isinstance(error, UncertainError) and due.kind in ONCE:
            is_over, error = True, UncertainError(UNCERTAIN)
        reason = error.reason
        asked_for = error.seconds if isinstance(error, TryLaterError) else 0.0
        wait = self._jittered(max(asked_for, min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(due.failed_tries, 10))))
        if (is_over or self._cannot_wait(due, wait)) and self._otherwise(due, reason):
            return True
        if is_over:
            log.error("dead_letter", channel=due.channel, outbox=due.id, kind=due.kind, tries=due.tries, reason=reason)
            self._settle(
                due,
                lambda unit: self._give_up(unit, due, reason),
                lambda unit: sending.give_up(unit, due, reason),
                parts,
            )
            self.on_outcome(due.channel, "dead")
            return True
        log.warning("send_later", channel=due.channel, outbox=due.id, tries=due.tries, reason=reason, wait=round(wait))
        self._settle(
            due,
            lambda unit: self._later(unit, due, wait, reason, sending.try_again),
            lambda unit: sending.try_again(unit, due, unit.now + timedelta(seconds=wait), reason),
            parts,
        )
        self.on_outcome(due.channel, "later")
        return False

    def _ask_for_patience(self, due: Due, error: TryLaterError) -> bool:
        """The channel wants to be left alone, or we are set up wrongly: neither is the message's fault.

        It is tried again as long as it is of use, unless it cannot wait and has another way: whether it goes that.
        Every process leaves the channel, or the address, alone.
        """
        address = None if error.is_channel else due.address
        self._left_alone.put(due.channel, address, error.seconds)
        wait = error.seconds if due.tries == 1 else max(error.seconds, AGAIN_S)
        if due.kind == EMERGENCY:
            wait = min(wait, AGAIN_S)
        if error.is_fault:
            self._left_alone.faulty(due.channel)
            log.error("set_up_wrongly", channel=due.channel, outbox=due.id, reason=error.reason)

        def let_rest(unit: Unit) -> None:
            self._let_rest(unit, due.channel, address, error.seconds)

        if self._cannot_wait(due, wait, is_fault=error.is_fault) and self._otherwise(due, error.reason):
            self._write(let_rest)
            return True
        self._put_off(due, wait, error.reason, let_rest)
        self.on_outcome(due.channel, "later")
        return False

    def _cannot_wait(self, due: Due, seconds: float, *, is_fault: bool = False) -> bool:
        """Whether a message had better go another way than wait so long for its channel."""
        next_try = self._office.clock.now() + timedelta(seconds=seconds * (1 + JITTER))
        return other_ways.cannot_wait(due, next_try, is_fault=is_fault)

    def _let_rest(self, unit: Unit, channel: str, address: str | None, seconds: float) -> None:
        now = self._machine_now()
        rests.put(unit, channel, address, now + timedelta(seconds=seconds), now)

    def _sent(self, unit: Unit, due: Due, external_id: str | None, parts: Sequence[str]) -> None:
        lost = sending.sent(unit, due, external_id, parts)
        if lost is not None:
            self._on_lost(unit, lost)

    def _opted_out(self, unit: Unit, due: Due, reason: str) -> None:
        handles.opt_out(unit, due.channel, due.address, said=reason)
        if due.kind not in OWED:
            sending.withdraw(unit, due, sending.OPTED_OUT)

    def _give_up(self, unit: Unit, due: Due, reason: str) -> None:
        sending.give_up(unit, due, reason)
        self._tell_unreached(unit, due, None)

    def _later(self, unit: Unit, due: Due, seconds: float, reason: str, settle: Settle) -> None:
        at = unit.now + timedelta(seconds=seconds)
        settle(unit, due, at, reason)
        self._tell_unreached(unit, due, at)

    def _tell_unreached(self, unit: Unit, due: Due, next_try: datetime | None) -> None:
        if due.kind == EMERGENCY:
            self._on_unreached(unit, due.id, next_try)

    def _otherwise(self, due: Due, reason: str) -> bool:
        """Whether a message goes by another channel instead; the job sends it there."""

        def work(unit: Unit) -> str | None:
            way = other_ways.send_otherwise(unit, due.id, self.channels, reason, tries=due.tries)
            if way is not None:
                self._tell_unreached(unit, due, None)
            return way

        if due.kind not in other_ways.GOES_OTHERWISE or due.channel not in other_ways.WAYS:
            return False
        if self._office.write(work, actor="courier") is None:
            return False
        self.on_outcome(due.channel, "otherwise")
        return True

    def _put_off(self, due: Due, seconds: float, reason: str, besides: Work = lambda unit: None) -> None:
        """Have it tried after so long, without counting this time; not all at once, as others wait for the same."""
        wait = self._jittered(seconds)
        log.info("put_off", channel=due.channel, outbox=due.id, reason=reason, wait=round(wait))

        def work(unit: Unit) -> None:
            self._later(unit, due, wait, reason, sending.put_off)
            besides(unit)

        def plainly(unit: Unit) -> None:
            sending.put_off(unit, due, unit.now + timedelta(seconds=wait), reason)

        self._unsettled.settle(due, work, plainly)

    def _settle(self, due: Due, work: Work, plainly: Work, parts: Sequence[str]) -> None:
        """Write down what became of a message of which these parts have left; see `Unsettled.settle`."""

        def with_parts(unit: Unit) -> None:
            work(unit)
            deliveries.keep_parts(unit, due.id, due.channel, parts)

        self._unsettled.settle(due, with_parts, plainly)

    def _jittered(self, seconds: float) -> float:
        return seconds * (1 + JITTER * self._chance())

    def _write(self, work: Work) -> None:
        self._office.write(work, actor="courier")


def _letter(due: Due, goes_on: Callable[[], bool], part_left: Callable[[str], None]) -> Letter:
    kept = json.loads(due.payload)
    answers = InboundMessage.model_validate_json(due.answers) if due.answers else None
    return Letter(
        due.address,
        Reply.from_json(kept),
        due.kind,
        answers,
        kept.get("author"),
        id=due.id,
        language=kept.get("language"),
        heard_at=due.heard_at,
        edition=kept.get(EDITION, 0),
        goes_on=goes_on,
        part_left=part_left,
    )
