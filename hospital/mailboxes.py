"""The e-mail addresses on file for patients. Those of a hospital's file alone: nobody's typed word makes one."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists, select

from db.models import DependantRow, PatientRow
from hospital.office import Unit

CHANNEL = "mail"


def on_file(unit: Unit, patient_id: int) -> list[str]:
    """Where a patient can be written to: their own address, else those of their guardians."""
    own = unit.connection.scalar(select(PatientRow.email).where(PatientRow.id == patient_id))
    if own:
        return [own]
    guardians = (
        select(PatientRow.email)
        .join(DependantRow, DependantRow.guardian_id == PatientRow.id)
        .where(DependantRow.patient_id == patient_id, DependantRow.is_vouched, PatientRow.email.is_not(None))
        .order_by(PatientRow.id)
    )
    return list(dict.fromkeys(each for each in unit.connection.scalars(guardians) if each))


def of(unit: Unit, patient_ids: Collection[int]) -> set[str]:
    """The addresses of these patients themselves."""
    rows = unit.connection.scalars(select(PatientRow.email).where(PatientRow.id.in_(patient_ids)))
    return {each for each in rows if each}


def is_on_file(unit: Unit, address: str) -> bool:
    """Whether an address is still anybody's."""
    return bool(unit.connection.scalar(select(exists().where(PatientRow.email == address))))
