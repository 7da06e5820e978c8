"""Reports and orders of which something is due by the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from hospital import access, acting
from hospital.access import Actor
from hospital.office import Office, Unit
from hospital.steps import Steps

AT_A_TIME = 200
_Act = Callable[[Unit, Actor, str], bool]


def each_due(
    office: Office,
    due_at: InstrumentedAttribute[datetime | None],
    act: _Act,
    steps: Steps,
) -> int:
    """Do something about each report, or order, whose instant in a column has come, each in a transaction of its own;
    how often it was done.
    """
    now = office.clock.now()
    due = select(due_at.class_.reference).where(due_at <= now).order_by(due_at)
    with office.read(now) as unit:
        found = list(unit.connection.scalars(due.limit(AT_A_TIME)))
    return steps.each(
        due_at.key,
        found,
        lambda each: acting.as_actor(office, access.SYSTEM, lambda unit, actor: act(unit, actor, each)),
    )
