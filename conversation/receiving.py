"""Receiving: a message is written to the inbox before anything is done about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from conversation.messages import InboundMessage
from conversation.parts import Parts
from conversation.recalling import Memory
from conversation.spool import AwayError
from hospital import inbox, threads
from hospital.errors import BusyError
from hospital.inbox import Received
from hospital.office import Unit, is_unreachable
from hospital.threads import Thread


class NoAnswerError(TimeoutError):
    """The turn did not end in time; the message is kept and will be answered."""


class NotOursError(Exception):
    """What waits in a conversation is for other threads."""


class Reception:
    """Writes messages down, and takes the right to run their turns where it is free."""

    def __init__(self, parts: Parts, memory: Memory) -> None:
        self._office, self._owner, self._memory = parts.office, parts.owner, memory
        self._keys = threads.Keys()

    def receive(self, message: InboundMessage) -> tuple[Received, Thread | None]:
        """Write the message down; the conversation too, as it then stands, when this process may run its turn."""
        known = self._known(message)
        hot = self._memory.hot(known) if known is not None else None

        def work(unit: Unit) -> tuple[Received, Thread | None]:
            received = self._write_down(unit, message)
            conversation_id = received.conversation_id
            if received.is_new and self._leased(unit, conversation_id):
                return received, threads.read(unit, conversation_id, hot=hot)
            return received, None

        try:
            received, thread = self._office.write(work, now=message.clock, hurries=True)
        except BusyError as error:
            if not self._office.locks_rows:
                raise AwayError from error
            # a process that stands still has the conversation's row: the message is written down all the same
            received, thread = self.note(message), None
            if received.answer is None:
                raise NoAnswerError from error
        self._keys.put(message.channel, inbox.key(message.conversation), received.conversation_id)
        return received, thread

    def note(self, message: InboundMessage) -> Received:
        """Write a message down and leave its turn to whoever catches up, or to the next one. Raises AwayError."""
        return self._noted(message, lambda unit: self._write_down(unit, message))

    def hold(self, message: InboundMessage) -> Received:
        """Write a message down of which more is to come. Raises AwayError.

        Nobody else runs its turn while the lease lasts, so that the rest can be taken with it.
        """

        def work(unit: Unit) -> Received:
            received = self._write_down(unit, message)
            if received.is_new:
                self._leased(unit, received.conversation_id)
            return received

        return self._noted(message, work)

    def lease(self, conversation_id: int) -> bool:
        """Take the right to run a conversation's turns; False while another process has it."""
        return self._office.write(lambda unit: self._leased(unit, conversation_id))

    def begin(self, conversation_id: int, is_ours: Callable[[Thread], bool]) -> Thread | None:
        """The conversation with what waits in it, and the right to run its turns.

        None where nothing waits, or another process has it. Raises NotOursError, with nothing taken, where `is_ours`
        says that what waits is for others.
        """
        hot = self._memory.hot(conversation_id)

        def work(unit: Unit) -> Thread | None:
            if not self._leased(unit, conversation_id):
                return None
            thread = threads.read(unit, conversation_id, hot=hot)
            if thread is None or not thread.waiting:
                threads.give_back(unit, conversation_id, self._owner)
                return None
            if not is_ours(thread):
                raise NotOursError
            return thread

        return self._office.write(work)

    def _leased(self, unit: Unit, conversation_id: int) -> bool:
        # leases run by the machine's clock, whatever clock a message brings
        return threads.lease(unit, conversation_id, self._owner, datetime.now(UTC))

    def _noted(self, message: InboundMessage, work: Callable[[Unit], Received]) -> Received:
        try:
            return self._office.write(work, now=message.clock, hurries=True)
        except Exception as error:
            if is_unreachable(error) or isinstance(error, BusyError):
                raise AwayError from error
            raise

    def _known(self, message: InboundMessage) -> int | None:
        return self._keys.get(message.channel, inbox.key(message.conversation))

    def _write_down(self, unit: Unit, message: InboundMessage) -> Received:
        address = inbox.key(message.conversation)
        return inbox.record(
            unit,
            channel=message.channel,
            external_id=inbox.key(message.external_id),
            conversation_id=self._known(message) or threads.find_or_open(unit, message.channel, address),
            payload=message.model_dump_json(),
            received_at=message.received_at,
        )
