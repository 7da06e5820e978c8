"""The whole schema as MySQL DDL: `python -m db.schema > schema.sql` after a change of the models."""

from __future__ import annotations

from inspect import cleandoc
from textwrap import wrap

from sqlalchemy import Dialect
from sqlalchemy.dialects import mysql
from sqlalchemy.schema import CreateIndex, CreateTable

from db.migrate import VERSION_TABLE, revisions
from db.models import Base

HEADER = """\
-- The schema of the front desk for MySQL 8 and MariaDB, made from db/models by `python -m db.schema`.
-- The front desk makes and upgrades its tables by itself; this page is for reading, and for those whose
-- accounts may not create tables: load it into an empty database."""


def mysql_ddl() -> str:
    """Statements that make every table, and mark the database as of this version."""
    dialect: Dialect = mysql.dialect()
    statements = [HEADER]
    meanings = {mapper.local_table: cleandoc(mapper.class_.__doc__ or "") for mapper in Base.registry.mappers}
    for table in Base.metadata.sorted_tables:
        made = _tidy(str(CreateTable(table).compile(dialect=dialect)))
        statements.append(f"{_remark(meanings[table])}\n{made}")
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements.extend(_tidy(str(CreateIndex(index).compile(dialect=dialect))) for index in indexes)
    statements.append(
        f"CREATE TABLE {VERSION_TABLE} (\n  version_num VARCHAR(32) NOT NULL,\n  PRIMARY KEY (version_num)\n);"
        f"\n\nINSERT INTO {VERSION_TABLE} (version_num) VALUES ('{revisions()[-1]}');"
    )
    return "\n\n".join(statements) + "\n"


def _remark(text: str) -> str:
    return "\n".join(f"-- {line}" for line in wrap(" ".join(text.split()), 115))


def _tidy(statement: str) -> str:
    lines = [line.rstrip().replace("\t", "  ") for line in statement.strip().splitlines()]
    return "\n".join(line for line in lines if line).replace("\n)ENGINE", "\n) ENGINE") + ";"


if __name__ == "__main__":
    print(mysql_ddl(), end="")  # noqa: T201 - the page goes to stdout
