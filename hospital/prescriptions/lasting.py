"""How long a medicine that somebody has still lasts, and from which day it may be asked for again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from db.models import DispenseItemRow, DispenseRow
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.prescriptions.records import Item, Prescription

LEAD = timedelta(days=7)
"""So long before it runs out it may be asked for: the doctor's answer, a delivery to the pharmacy and a weekend take
that.
"""
LEAD_SHARE = 4
"""Of a short course no more than this part is asked for ahead, so that no course is had twice at once."""
_HANDED_OVER = "completed"


def asked_from(unit: Unit, hospital: Hospital, prescription: Prescription, item: Item) -> date | None:
    """The day from which something may be asked for again, by what was had of it; None where nothing was.

    A fill lasts the days of its course, a part of one that part; what was had before its time is added to what was
    still there. At the latest it is the last day of the prescription, which nothing is repeated after.
    """
    runs_out: date | None = None
    for moment, share in _had(unit, prescription, item):
        day = hospital.local(moment).date()
        runs_out = max(runs_out or day, day) + timedelta(days=int(item.days * share))
    if runs_out is None:
        return None
    first = runs_out - min(LEAD, timedelta(days=item.days // LEAD_SHARE))
    return first if prescription.valid_until is None else min(first, prescription.valid_until)


def _had(unit: Unit, prescription: Prescription, item: Item) -> Sequence[tuple[datetime, float]]:
    """When what part of a fill was handed over and not brought back, the first time first."""
    given, had = DispenseItemRow, DispenseRow
    rows = unit.connection.execute(
        select(had.handed_over_at, given.quantity - given.returned)
        .join(had, had.id == given.dispense_id)
        .where(had.prescription_id == prescription.id, given.prescription_item_id == item.id)
        .where(had.status == _HANDED_OVER, given.quantity > given.returned)
        .order_by(had.handed_over_at, given.id)
    ).all()
    return [(moment, float(pieces / item.quantity)) for moment, pieces in rows if moment is not None]


def is_to_collect(item: Item) -> bool:
    """Whether something of it is still to be given at the pharmacy: all of it, or what it owes.

    What is none of the pharmacy's products and was never given may have been had elsewhere: nothing is known of it, the
    doctor decides; a repeat of it comes after a first time all the same.
    """
    return item.left > 0 and (item.product_id is not None or item.dispensed > 0 or item.repeats_left > 0)
