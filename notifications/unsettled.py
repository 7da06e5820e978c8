"""What became of messages, written down; kept until that can be done, so that nobody sends them again meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

from hospital.errors import BusyError
from hospital.office import Unit, is_unreachable
from hospital.sending import Due

Work = Callable[[Unit], None]

log = structlog.get_logger("courier")


class Unsettled:
    """Outcomes of this process. `write` runs a unit of work in a transaction."""

    def __init__(self, write: Callable[[Work], None]) -> None:
        self._write = write
        self._left: dict[int, tuple[int, Work]] = {}
        """By message: its conversation, and what is still to be written down."""
        self._lock = threading.Lock()

    def settle(self, due: Due, work: Work, plainly: Work) -> None:
        """Write down what became of a message. Raises what keeps the database away; then it is kept for later.

        `plainly` is the same without whatever else is to be done about it: where that fails by itself, time after
        time, the message must not leave once more.
        """
        try:
            self._write(work)
            return
        except Exception as error:
            if _is_away(error):
                self._keep(due, work)
                raise
            log.error("settling_failed", channel=due.channel, outbox=due.id, exc_info=error)
        self._keep(due, plainly)
        self.catch_up(due.conversation_id)

    def catch_up(self, conversation_id: int | None = None) -> bool:
        """Write down what could not be before, of one conversation or of all; whether nothing of it is left.

        Raises what keeps the database away.
        """
        with self._lock:
            left = [(outbox, work) for outbox, (whose, work) in self._left.items() if conversation_id in (None, whose)]
        is_done = True
        for outbox_id, work in left:
            try:
                self._write(work)
            except Exception as error:
                if _is_away(error):
                    raise
                log.error("still_unsettled", outbox=outbox_id, exc_info=error)
                is_done = False
            else:
                with self._lock:
                    self._left.pop(outbox_id, None)
        return is_done

    def _keep(self, due: Due, work: Work) -> None:
        with self._lock:
            self._left[due.id] = due.conversation_id, work


def _is_away(error: Exception) -> bool:
    return is_unreachable(error) or isinstance(error, BusyError)
