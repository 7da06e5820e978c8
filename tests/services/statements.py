"""Compiled statements, kept for all engines of a test process.

SQLAlchemy keeps them by engine. A desk compiles its statements once and then serves for weeks; here every test opens
one, and compiling took more time than all the rest of it.
"""

from __future__ import annotations

from typing import Any

import db.engine


class Compiled(dict[Any, Any]):
    """What was compiled for one driver; engines of the same driver would compile the same."""

    def get(self, key: Any, default: Any = None) -> Any:
        """The compiled statement; the first part of a key is the engine's own dialect."""
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(key[1:], compiled)


def keep() -> None:
    """From now on, let every engine of this process use what an earlier one compiled."""
    module: Any = db.engine
    make = module.create_engine
    kept: dict[str, Compiled] = {}

    def create_engine(*arguments: Any, **options: Any) -> Any:
        engine = make(*arguments, **options)
        engine.update_execution_options(compiled_cache=kept.setdefault(engine.url.drivername, Compiled()))
        return engine

    module.create_engine = create_engine
