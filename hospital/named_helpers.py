"""Adults who may book and move for another adult, with that adult's consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from db.models import HelperRow
from hospital.office import Unit


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who may book or move for an adult."""

    name: str
    phone: str


def add(unit: Unit, patient_id: int, helper: Helper, may: Sequence[str]) -> None:
    """Let somebody act for a patient; who may already gets these rights."""
    which = (HelperRow.patient_id == patient_id) & (HelperRow.phone == helper.phone)
    values = {"name": helper.name, "may": list(may), "expires_at": None}
    if unit.connection.execute(update(HelperRow).where(which).values(values)).rowcount == 0:
        unit.connection.execute(insert(HelperRow), {"patient_id": patient_id, "phone": helper.phone, **values})


def of(unit: Unit, patient_ids: Sequence[int]) -> list[tuple[int, Helper]]:
    """Who may act for these patients, each with the patient's row id."""
    query = select(HelperRow.patient_id, HelperRow.name, HelperRow.phone).where(HelperRow.patient_id.in_(patient_ids))
    rows = unit.connection.execute(query.order_by(HelperRow.id))
    return [(row.patient_id, Helper(row.name, row.phone)) for row in rows]


def remove(unit: Unit, patient_id: int, phone: str) -> None:
    """Somebody may act for a patient no more; that they once could stays in the consents."""
    unit.connection.execute(delete(HelperRow).where(HelperRow.patient_id == patient_id, HelperRow.phone == phone))
