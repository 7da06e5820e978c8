"""One turn is one transaction: receive, understand, decide and record.

A message is written to the inbox first (`receiving`). Whoever gets the conversation's lease runs the turn for
everything that waits in it (`running`); the others wait for their answer. What the turn does, says and remembers is
committed at once (`recording`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from conversation import apologies
from conversation.messages import Answer, InboundMessage
from conversation.offers import Offers
from conversation.parts import Parts
from conversation.recalling import Memory
from conversation.receiving import NoAnswerError, Reception
from conversation.running import TURN_TRIES, Runner
from conversation.spool import AwayError
from hospital import inbox
from hospital.errors import BusyError
from hospital.inbox import Received
from hospital.office import is_unreachable
from hospital.own_line import Lines
from hospital.threads import Thread

WAIT_SECONDS = 30.0


class Engine:
    """Takes messages of every channel through their turns."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        memory = Memory(parts)
        self.offers = Offers(parts.office, parts.directory)
        """What the desk offers unasked."""
        self._reception = Reception(parts, memory)
        self._runner = Runner(parts, memory, self.offers, self._reception.lease)
        self._lines = Lines()

    def handle(self, message: InboundMessage) -> Answer:
        """Receive a message and run or await its turn. Raises AwayError, NoAnswerError, NoHospitalError."""
        try:
            received, thread = self._reception.receive(message)
            answer = received.answer or self._await(received, thread)
        except Exception as error:
            if is_unreachable(error):
                raise AwayError from error
            raise
        return Answer(**json.loads(answer))

    def note(self, message: InboundMessage) -> Received:
        """Write a message down and leave its turn to whoever catches up, or to the next one. Raises AwayError."""
        return self._reception.note(message)

    def hold(self, message: InboundMessage) -> Received:
        """Write a message down of which more is to come. Raises AwayError.

        Nobody else runs its turn while the lease lasts, so that the rest can be taken with it.
        """
        return self._reception.hold(message)

    def catch_up(
        self,
        conversation_id: int,
        is_ours: Callable[[Thread], bool] = lambda thread: True,
        at_work: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> float | None:
        """Run the turns of what waits, or was left behind by a process that is gone.

        The seconds after which to come again, where something is left for later. `at_work` is entered once the
        conversation is in this thread's hands. Raises NotOursError where `is_ours` says that what waits is for others.
        """
        with self._lines.of(conversation_id), at_work():
            for _ in range(TURN_TRIES):
                thread = self._reception.begin(conversation_id, is_ours)
                if thread is None:
                    break
                self._runner.run(conversation_id, thread)
                again_in = self._runner.put_off(conversation_id)
                if again_in is not None or self._runner.has_emptied(conversation_id):
                    return again_in
            return None

    def urgent_words(self, message: InboundMessage, language: str) -> str | None:
        """What to say to an emergency when nothing else can be done, the database and all else being away."""
        return apologies.urgent_words(message, self._parts.directory.last, language)

    # --- waiting for an answer --------------------------------------------------------------------

    def _await(self, received: Received, thread: Thread | None) -> str:
        try:
            with self._lines.of(received.conversation_id) as waited:
                # whoever stood in line finds the conversation moved on
                return self._see_through(received, None if waited else thread)
        except BusyError as error:
            raise NoAnswerError from error

    def _see_through(self, received: Received, thread: Thread | None) -> str:
        """Run turns until this message has its answer."""
        deadline = time.monotonic() + WAIT_SECONDS
        pause = 0.005
        if thread is not None:
            answers = self._runner.run(received.conversation_id, thread)
            if received.id in answers:
                return answers[received.id]
        while time.monotonic() < deadline:
            with self._parts.office.read() as unit:
                answer = inbox.answer_of(unit, received.id)
            if answer is not None:
                return answer
            if self._reception.lease(received.conversation_id):
                answers = self._runner.run(received.conversation_id)
                if received.id in answers:
                    return answers[received.id]
            time.sleep(pause)
            pause = min(pause * 2, 0.2)
        raise NoAnswerError
