"""That something is ready to collect: noted when it is, told to its patient afterwards, once.

What was asked for again in a conversation is told of there (`hospital.refill_news`), and here no more.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, select

from db.models import DispenseRow, OutboxRow, RefillRequestRow, StockPlaceRow
from hospital import inbox, noted, outbox
from hospital.noted import About, Taken
from hospital.office import Unit
from hospital.pharmacy.dispenses import IN_PROGRESS, Dispense
from hospital.prescriptions.refills import APPROVED

KIND = "ready"
GIVEN_WITHIN = timedelta(days=60)
"""So long after a doctor's yes what is given on it is told of in the conversation that asked."""


def note(unit: Unit, dispense: Dispense) -> None:
    """Note that a dispense is ready to collect, for the hospital room; again only where nothing was told before."""
    begin = f"ready-{dispense.reference}"
    notes = select(OutboxRow.status).where(
        OutboxRow.dedupe_key > f"{begin}-", OutboxRow.dedupe_key < f"{begin}.", OutboxRow.kind == KIND
    )
    before = unit.connection.scalars(notes).all()
    if all(status == outbox.WITHDRAWN for status in before):
        key = inbox.key(f"{begin}-{len(before) + 1}")
        noted.put(unit, key, KIND, dispense.reference, dispense.patient_id, {"dispense": dispense.reference})


def waiting(unit: Unit) -> list[int]:
    """The notes that nobody has put into words, the oldest first."""
    return noted.waiting(unit, KIND)


def take(unit: Unit, note_id: int) -> Taken | None:
    """Settle a note; None where nothing is told any more."""
    return noted.take(unit, note_id, _stands)


def where_kept(unit: Unit, about: About) -> tuple[str, date]:
    """At which place a noted dispense is kept, by name, and until the end of which day."""
    row = unit.connection.execute(
        select(StockPlaceRow.name, DispenseRow.collect_by)
        .join(DispenseRow, DispenseRow.place_id == StockPlaceRow.id)
        .where(DispenseRow.reference == about["dispense"])
    ).one()
    return row.name, row.collect_by


def _stands(unit: Unit, about: About) -> bool:
    given = DispenseRow
    is_told_there = select(RefillRequestRow.id).where(is_given_for(unit.now)).correlate(given).exists()
    waits = select(given.id).where(given.reference == about["dispense"], given.status == IN_PROGRESS, ~is_told_there)
    return unit.connection.scalar(waits) is not None


def is_given_for(now: datetime) -> ColumnElement[bool]:
    """That a dispense is what was asked for in a conversation, and is told of there when it is ready."""
    refill, given = RefillRequestRow, DispenseRow
    return and_(
        refill.patient_id == given.patient_id,
        refill.prescription_id == given.prescription_id,
        refill.conversation_id.is_not(None),
        refill.status == APPROVED,
        refill.decided_at <= given.prepared_at,
        refill.decided_at > now - GIVEN_WITHIN,
    )
