"""Bills of a served desk's patients, made beside it in its database, and the secret that it makes links with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from db.models import PatientRow
from hospital import charges
from hospital.access import Actor, Role
from hospital.billing import drafting, issuing
from hospital.billing.records import Invoice
from hospital.charges import NewCharge
from hospital.directory_rows import Directory
from hospital.office import Office, Unit, open_office
from tests.web.desk import ServedDesk

MAX = Actor("staff:max@clinic.example", Role.BILLING)


def secret(desk: ServedDesk, name: str) -> bytes:
    """A secret that the desk made for itself."""
    return (Path(desk.directory) / "data" / f"{name}.secret").read_bytes().strip()


@contextmanager
def beside(desk: ServedDesk) -> Iterator[Office]:
    """The desk's records, opened beside it."""
    data = Path(desk.directory) / "data"
    office = open_office(f"sqlite:///{data}/frontdesk.sqlite3", None, secret(desk, "audit.key"))
    yield office
    office.engine.dispose()


def bill(desk: ServedDesk, phone: str, key: str) -> Invoice:
    """An X-ray on an invoice of the patient with a number."""

    def work(unit: Unit) -> Invoice:
        hospital = Directory().current(unit)
        patient = unit.connection.scalars(select(PatientRow.id).where(PatientRow.phone == phone).limit(1)).one()
        charges.add(unit, hospital, NewCharge(key, patient, "service", "Chest X-ray", Decimal("75.00")))
        drafted = drafting.draft(unit, hospital, MAX, patient, key=key)
        return issuing.issue(unit, hospital, MAX, drafted.reference)

    with beside(desk) as office:
        return office.write(work)
