"""A database that refuses one kind of reply, so that the turn which writes it fails every time."""

from __future__ import annotations

from sqlalchemy import Engine

QUESTION, ANSWER = "where can I park?", "forty places"
_TRIGGERS = {
    "sqlite": "CREATE TRIGGER poison BEFORE INSERT ON outbox WHEN NEW.payload LIKE '%forty places%' "
    "BEGIN SELECT RAISE(ABORT, 'poison'); END",
    "mysql": "CREATE TRIGGER poison BEFORE INSERT ON outbox FOR EACH ROW IF NEW.payload LIKE '%%forty places%%' "
    "THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'poison'; END IF",
}


def refuse(engine: Engine) -> None:
    """Let no reply about parking be written down from now on."""
    with engine.begin() as connection:
        connection.exec_driver_sql(_TRIGGERS[engine.dialect.name])


def refuse_no_more(engine: Engine) -> None:
    """Let it be written down again."""
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER poison")
