"""Steps of a job that do not depend on each other: the trouble of one is told in the end and stops none of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from hospital.office import is_unreachable

log = structlog.get_logger("steps")


class Steps:
    """Steps that do not depend on each other: one's trouble is logged and told in the end, and stops no other."""

    def __init__(self) -> None:
        self._error: Exception | None = None

    @contextmanager
    def one(self, name: str, of: int | str) -> Iterator[None]:
        """Do one step. Raises only where the database is away, which ends them all."""
        try:
            yield
        except Exception as error:
            if is_unreachable(error):
                raise
            log.error("step_failed", step=name, of=of, exc_info=error)
            self._error = self._error or error

    def raise_first(self) -> None:
        """Raise the first error that there was."""
        if self._error is not None:
            raise self._error
