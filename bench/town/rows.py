"""Rows on their way into the tables: numbered here, kept until there are many, written parents first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, Table, func, insert, select

from db.models import Base
from hospital.references import ALPHABET

AT_ONCE = 20_000
"""Rows that are kept at most, about, before they are written."""
CHUNK = 1_000
"""Rows that one statement carries."""
_STEP = 2_862_933_555
"""Has no divisor in common with the alphabet's length: every number gets a code of its own, and neighbours differ."""


class Rows:
    """Collects rows for a database; whoever adds one is told its id."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._blank: dict[Table, dict[str, Any]] = {}
        self._order = {table: place for place, table in enumerate(Base.metadata.sorted_tables)}
        self.counts: Counter[str] = Counter()
        self._waiting = 0

    def go_on(self, *models: type[Base]) -> None:
        """Number rows of these tables after those that are there."""
        with self._engine.connect() as connection:
            for model in models:
                table: Any = model.__table__
                self.counts[table.name] = connection.scalar(select(func.max(table.c.id))) or 0

    def add(self, model: type[Base], **values: Any) -> int:
        """Keep a row, the rest of it empty or as its table says; its id, where it has one."""
        table: Any = model.__table__
        blank = self._blank.get(table)
        if blank is None:
            blank = self._blank[table] = {column.name: _default(column) for column in table.columns}
        row = {**blank, **values}
        self.counts[table.name] += 1
        number = self.counts[table.name]
        if row.get("id", 0) is None:
            row["id"] = number
        self._kept[table].append(row)
        self._waiting += 1
        return number

    def rest(self) -> None:
        """A good moment to write: nothing that is kept points to what is still to come."""
        if self._waiting >= AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write everything that is kept."""
        with self._engine.connect() as plain, plain.execution_options(writes=True).begin():
            for table in sorted(self._kept, key=self._order.__getitem__):
                rows = self._kept[table]
                for first in range(0, len(rows), CHUNK):
                    plain.execute(insert(table), rows[first : first + CHUNK])
        self._kept.clear()
        self._waiting = 0


def _default(column: Any) -> Any:
    return column.default.arg if column.default is not None and column.default.is_scalar else None


class Shares:
    """Lets things happen in a share of all cases, evenly, and the first time always: a small town has some of each."""

    def __init__(self) -> None:
        self._due: dict[str, float] = defaultdict(lambda: 1.0)

    def falls(self, name: str, share: float) -> bool:
        """Whether it happens now."""
        due = self._due[name]
        happens = due >= 1
        self._due[name] = due + share - (1 if happens else 0)
        return happens

    def one_of(self, name: str, weights: Mapping[str, float]) -> str:
        """One of several, in these shares of all cases; each comes early once."""
        left, last = sum(weights.values()), ""
        for each, share in weights.items():
            last = each
            if share >= left or self.falls(f"{name} {each}", share / left):
                return each
            left -= share
        return last


def code(kind: str, number: int, length: int = 6) -> str:
    """A reference that looks like the house's own, of a number."""
    left, base = number * _STEP % len(ALPHABET) ** length, len(ALPHABET)
    letters = []
    for _ in range(length):
        left, letter = divmod(left, base)
        letters.append(ALPHABET[letter])
    return f"{kind}-{''.join(letters)}"
