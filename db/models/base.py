"""What all tables share: the declarative base, key types, and instants in UTC.

Foreign keys hold the records together. Rows that only name a conversation, and those written by the thousand (guards,
what a slot or a step of a history copies of its doctor), have none: checking one locks the row that it points to, and
turns lock conversations in an order of their own.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


MYSQL_OPTIONS = {
    f"{dialect}_{option}": value
    for dialect in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}
"""Texts compare byte by byte as on SQLite: the usual collation takes `M1` and `m1`, or `José` and `Jose`, for one."""


class Instant(TypeDecorator[datetime]):
    """A point in time: aware in Python, UTC without an offset in the database.

    Raises ValueError for a naive datetime: whoever writes one has lost its zone.
    """

    impl = DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal number with three places that stays exact: SQLite, which has none, keeps thousandths as integers.

    Sums and comparisons in SQL are right; products are made in Python. Raises ValueError for a finer number.
    """

    impl = Numeric(14, 3).with_variant(BigInteger(), "sqlite")
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | int | None:
        if value is None:
            return None
        thousandths = Decimal(value).scaleb(3)
        if thousandths != thousandths.to_integral_value():
            raise ValueError("a number with more than three places")
        return int(thousandths) if dialect.name == "sqlite" else Decimal(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(value).scaleb(-3) if dialect.name == "sqlite" else Decimal(value)


class Base(DeclarativeBase):
    """The schema of a hospital's front desk."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Instant, dict[str, Any]: JSON, list[Any]: JSON}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if isinstance(cls.__table__, Table):
            cls.__table__.dialect_kwargs.update(MYSQL_OPTIONS)


BIG = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only for INTEGER keys."""

Key = Annotated[int, mapped_column(BIG, primary_key=True, autoincrement=True)]
Code = Annotated[str, mapped_column(String(64))]
Name = Annotated[str, mapped_column(String(200))]
Word = Annotated[str, mapped_column(String(32))]
Address = Annotated[str, mapped_column(String(191))]
"""Where a channel reaches somebody, or a vendor's message id; 191 keeps composite keys within InnoDB's limit."""
LONG_TEXT = Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
