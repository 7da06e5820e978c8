"""The town that lists are measured in is whole, and every list can be taken there; what finds them is an index."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from bench.lists import measuring, plans
from bench.town import filling
from bench.town.house import KEY, NOW
from db.engine import connect
from db.models import InvoiceRow, PatientRow, PrescriptionRow, ReportRow
from hospital import audit
from hospital.billing import records as invoices
from hospital.billing import sealing as bill_seals
from hospital.insurance import ledger as insurance
from hospital.office import Unit
from hospital.pharmacy import ledger as pharmacy
from hospital.prescriptions import records as prescriptions
from hospital.prescriptions import sealing as prescription_seals
from hospital.reports import records as reports
from hospital.reports import sealing as report_seals

PATIENTS = 60


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()


def test_a_small_town_has_some_of_everything_and_all_of_it_adds_up(engine: Engine, database_url: str) -> None:
    counts = filling.fill(database_url, PATIENTS)
    assert counts["patients"] == PATIENTS and set(filling.FILLED) == set(counts)
    with engine.connect() as connection:
        unit = Unit(connection, NOW, audit_key=KEY)
        assert audit.verify(unit) is None
        assert not pharmacy.mismatches(unit) and not insurance.differences(unit)
        for reference in connection.scalars(select(InvoiceRow.reference)).all():
            bill_seals.check(unit, invoices.get(unit, reference))
        signed = select(PrescriptionRow.reference).where(PrescriptionRow.seal.is_not(None))
        for reference in connection.scalars(signed).all():
            assert prescription_seals.is_intact(unit, prescriptions.get(unit, reference))
        for reference in connection.scalars(select(ReportRow.reference)).all():
            report = reports.get(unit, reference)
            assert report_seals.is_intact(unit, report, report.content)
    with pytest.raises(filling.NotEmptyError):
        filling.fill(database_url, PATIENTS)

    taken = {each.name: each for each in measuring.take_all(database_url, rounds=1, warm=1)}
    assert len(taken) == len(measuring.LOOKS), "each list has a name of its own"
    assert all(each.plans for each in taken.values())
    told = ("people: by number", "orders: nobody's yet", "tasks: all that are open", "clock: alerts that nobody heard")
    assert all(taken[name].rows for name in told)
    if engine.dialect.name == "sqlite":
        # it plans by its indexes alone; MariaDB walks a table of a few rows, and is right
        assert {name: each.scans for name, each in taken.items() if each.scans} == {}


def test_a_walk_through_a_table_that_grows_is_told_of(engine: Engine) -> None:
    with engine.connect() as connection:
        compiled = str(select(PatientRow.id).where(PatientRow.language.is_(None)).compile(engine))
        assert "patients" in plans.explain(connection, compiled, ()).scans[0]
        assert not plans.explain(connection, "SELECT name FROM patients WHERE number = 'LQ-1'", ()).scans
        assert not plans.explain(connection, "SELECT name FROM doctors", ()).scans, "doctors do not grow with patients"
        walked = plans.explain(connection, "SELECT p.name FROM doctors JOIN patients AS p ON p.name = doctors.name", ())
        assert len(walked.scans) == 1, "under another name too, and where SQLite makes an index of all rows for once"
