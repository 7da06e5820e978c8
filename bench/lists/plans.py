"""How a database finds what it is asked for: which statements walk a whole table that grows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event

from db.models import Base

OF_THE_HOUSE = frozenset(
    "hospital holidays locations specialities information_topics wards services insurers insurance_plans doctors staff"
    " schedules time_off".split()
)
"""As large as the house, however many come."""
OF_THE_STORES = frozenset(
    "products product_batches stock stock_places stock_alerts purchase_orders purchase_lines stock_count_lines".split()
)
"""As large as what is kept in store: a batch is one row, whoever gets its pieces."""
OF_THE_DAYS = frozenset("tills schedule_days stock_counts".split())
"""A few rows a day, or fewer."""
OF_THE_MOMENT = frozenset("slot_openings rests delivery_reports refused_claims taken_up audit_heads".split())
"""Taken away again when it is over, or one row a chain."""
MAY_BE_WALKED = OF_THE_HOUSE | OF_THE_STORES | OF_THE_DAYS | OF_THE_MOMENT
"""Tables that do not grow with the number of patients. All others do."""

_MANY = re.compile(r"\((?:(?:\?|%s|%\(\w+\)s)(?:, )?){2,}\)")
_NAMED = re.compile(r"(?:FROM|JOIN|UPDATE|,)\s+`?(\w+)`?(?:\s+AS\s+`?(\w+)`?)?", re.IGNORECASE)
_SQLITE_SCAN = re.compile(r"^SCAN (?:TABLE )?(\w+)|^SEARCH (?:TABLE )?(\w+) USING AUTOMATIC")
"""An automatic index is made for the one statement, out of every row."""
_PLANNED = ("SELECT", "UPDATE", "DELETE", "WITH")
TRIED = 3
"""So many sets of values a statement is explained with: what is best may hang on them."""


@dataclass(frozen=True)
class Plan:
    """How one statement is done. `scans`: the growing tables of which it reads every row, or a whole index."""

    statement: str
    scans: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass
class Watch:
    """Notes what an engine is asked, each statement once, however many values a list in it has."""

    engine: Engine
    asked: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Note what is said meanwhile."""
        event.listen(self.engine, "before_cursor_execute", self._note)
        try:
            yield
        finally:
            event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, is_many: bool) -> None:
        told = statement.lstrip()
        is_copied = told.startswith("INSERT") and "SELECT" in told
        if is_many or not (told.startswith(_PLANNED) or is_copied):
            return
        kept = self.asked.setdefault(_MANY.sub("(...)", told), [])
        if len(kept) < TRIED:
            kept.append((statement, values))

    def plans(self) -> list[Plan]:
        """How each statement is done, by the database's own word."""
        with self.engine.connect() as connection:
            return [_worst([explain(connection, *each) for each in asked]) for asked in self.asked.values()]


def explain(connection: Connection, statement: str, values: Any) -> Plan:
    """The plan of a statement with its values."""
    tables = _tables(statement)
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        steps = tuple(str(row[3]) for row in rows)
        walked = [(found.group(1) or found.group(2), step) for step in steps if (found := _SQLITE_SCAN.match(step))]
    else:
        told = connection.exec_driver_sql(f"EXPLAIN {statement}", values).mappings()
        read = [(str(row["table"]), str(row["type"]), f"{row['key'] or '-'} {row['rows']}") for row in told]
        steps = tuple(f"{table}: {how} {which}" for table, how, which in read)
        walked = [(table, f"{table}: {how} {which}") for table, how, which in read if how in ("ALL", "index")]
    growing = [step for alias, step in walked if tables.get(alias, "") not in {"", *MAY_BE_WALKED}]
    return Plan(" ".join(statement.split()), tuple(growing), steps)


def _tables(statement: str) -> dict[str, str]:
    """The tables of a statement by what it calls them."""
    known = Base.metadata.tables
    return {alias or name: name for name, alias in _NAMED.findall(statement) if name in known}


def _worst(plans: list[Plan]) -> Plan:
    return max(plans, key=lambda plan: len(plan.scans))
