"""Channels, and single addresses on them, that asked to be left alone: every process keeps to it.

Times go by the machine's clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, delete, func, insert, select, update

from db.models import OutboxRow, RestRow
from hospital.office import Unit

LONGEST = timedelta(hours=1)
"""No longer is anybody left alone at a stretch; where a row says more than twice as much, a clock has been set."""
_ALL = ""
"""In place of an address: the whole channel."""


def put(unit: Unit, channel: str, address: str | None, until: datetime, now: datetime) -> None:
    """Leave an address alone until then, or with None the whole channel. A rest that ends later stays."""
    whom = {"channel": channel, "address": _ALL if address is None else address}
    unit.connection.execute(delete(RestRow).where((RestRow.until < now) | (RestRow.until > now + 2 * LONGEST)))
    made = unit.connection.execute(insert(RestRow).prefix_with(unit.insert_ignore()), {**whom, "until": until})
    if made.rowcount != 1:
        unit.connection.execute(update(RestRow).filter_by(**whom).where(RestRow.until < until).values(until=until))


def until(now: datetime) -> ScalarSelect[datetime]:
    """Until when a message of the outbox has its channel or its address left alone: a column for queries over it."""
    whose = RestRow.channel == OutboxRow.channel, RestRow.address.in_([_ALL, OutboxRow.address])
    still = RestRow.until > now, RestRow.until <= now + 2 * LONGEST
    return select(func.max(RestRow.until)).where(*whose, *still).correlate(OutboxRow).scalar_subquery()
