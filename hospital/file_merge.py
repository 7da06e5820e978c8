"""Rows of a hospital file against rows of the database: adds what is new, changes what differs, leaves the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Column, Row, Select, bindparam, insert, select, update

from db.models import Base
from hospital.office import Unit

CHUNK = 500
"""Rows or values that one statement carries: large enough to be quick, small enough for every server's limits."""

T = TypeVar("T")
Values = dict[str, Any]
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
Query: TypeAlias = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Counts:
    """How many things of a kind were added, changed, and found as they are."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    @property
    def touched(self) -> int:
        """How many are not as they were."""
        return self.added + self.changed

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged)


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """The items in stretches of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def columns(model: type[Base], names: Sequence[str]) -> list[Column[Any]]:
    """Columns of a table by name."""
    table: Any = model.__table__
    return [table.c[name] for name in names]


def rows_in(unit: Unit, query: Query, column: Any, values: Sequence[Any]) -> list[AnyRow]:
    """The rows of a query whose column has one of many values."""
    wanted = list(dict.fromkeys(values))
    return [row for part in chunks(wanted) for row in unit.connection.execute(query.where(column.in_(part))).all()]


def add(unit: Unit, model: type[Base], rows: Sequence[Values]) -> None:
    """Insert rows that all have the same keys."""
    for chunk in chunks(rows):
        unit.connection.execute(insert(model), list(chunk))


def change(unit: Unit, model: type[Base], key: Sequence[str], rows: Sequence[Values]) -> None:
    """Set the rows of these keys to the values given; all rows have the same names."""
    if not rows:
        return
    where = [column == bindparam(f"key_{column.name}") for column in columns(model, key)]
    names = [name for name in rows[0] if name not in key]
    statement = update(model).where(*where).values({name: bindparam(f"new_{name}") for name in names})
    bound = [{f"key_{name}" if name in key else f"new_{name}": value for name, value in row.items()} for row in rows]
    for chunk in chunks(bound):
        unit.connection.execute(statement, list(chunk))


def merge(
    unit: Unit, model: type[Base], key: Sequence[str], rows: Sequence[Values], once: Mapping[str, Any] | None = None
) -> Counts:
    """Bring the table to these rows, found by their key; `once` is what new rows have besides. Others stay."""
    if not rows:
        return Counts()
    names = list(rows[0])
    query = select(*columns(model, names))
    found = rows_in(unit, query, columns(model, key)[0], [row[key[0]] for row in rows])
    there = {tuple(getattr(row, name) for name in key): row._mapping for row in found}
    new, changed = [], []
    for row in rows:
        before = there.get(tuple(row[name] for name in key))
        if before is None:
            new.append({**row, **(once or {})})
        elif any(before[name] != row[name] for name in names):
            changed.append(row)
    add(unit, model, new)
    change(unit, model, key, changed)
    return Counts(len(new), len(changed), len(rows) - len(new) - len(changed))


def ids(unit: Unit, model: type[Base], key: str, values: Sequence[Any]) -> dict[Any, int]:
    """The row ids by the value that names each row."""
    if not values:
        return {}
    row_id, named = columns(model, ["id", key])
    return {getattr(row, key): row.id for row in rows_in(unit, select(row_id, named), named, values)}
