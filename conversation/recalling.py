"""A conversation as it stands: from the hot copy where that is current, else from the records."""

from __future__ import annotations

import structlog
from pydantic import ValidationError

from conversation.parts import Parts
from conversation.state import BookingState
from hospital import threads
from hospital.directory import Hospital
from hospital.threads import Thread

log = structlog.get_logger("engine")


class Memory:
    """Reads conversations, their states and the hospital they speak of."""

    def __init__(self, parts: Parts) -> None:
        self._office, self._directory, self._store = parts.office, parts.directory, parts.store

    def hot(self, conversation_id: int) -> tuple[int, str] | None:
        """The copy kept of a conversation's state, and of which version it is."""
        last = self._directory.last
        return self._store.get(last.key, conversation_id) if last is not None else None

    def keep(self, hospital: Hospital, thread: Thread, state: str) -> None:
        """Keep a copy of the state that a turn over `thread` has written."""
        self._store.put(hospital.key, thread.id, thread.version + 1, state)

    def thread(self, conversation_id: int) -> Thread | None:
        """The conversation with what waits in it."""
        with self._office.read() as unit:
            return threads.read(unit, conversation_id, hot=self.hot(conversation_id))

    def state(self, thread: Thread) -> BookingState:
        """The state as kept. What a cache garbled is read from the database again; what cannot be read, begins anew."""
        try:
            return _parsed(thread.state)
        except ValidationError:
            with self._office.read() as unit:
                again = threads.read(unit, thread.id)
        try:
            return _parsed(again.state if again else None)
        except ValidationError:
            log.error("state_unreadable", conversation=thread.id)
            return BookingState()

    def hospital(self, thread: Thread) -> Hospital:
        """The hospital as it was when the conversation was read."""
        last = self._directory.last
        if last is not None and last.revision == thread.revision:
            return last
        with self._office.read() as unit:
            return self._directory.current(unit)


def _parsed(state: str | None) -> BookingState:
    return BookingState.model_validate_json(state) if state else BookingState()
