"""Numbers of papers, one after the other without gaps, in a series for each kind and year.

Source: Council Directive 2006/112/EC, article 226 (2): a sequential number, based on one or more series, which uniquely
identifies the invoice.
"""

from __future__ import annotations

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import mysql

from db.models import InvoiceSeriesRow
from hospital.directory import Hospital
from hospital.office import Unit

INVOICES, CREDIT_NOTES = "INV", "CN"
_DIGITS = 6


def take(unit: Unit, hospital: Hospital, kind: str) -> str:
    """The next number, such as `INV-2026-000017`; the year is that of the hospital's clock.

    Its row stays locked until the end of the unit, which gives the number back when it is undone.
    """
    code = f"{kind}-{hospital.local(unit.now).year}"
    if _locked(unit, code) is None:
        _begin(unit, code)
    number = (_locked(unit, code) or 0) + 1
    moved = update(InvoiceSeriesRow).where(InvoiceSeriesRow.code == code)
    unit.connection.execute(moved.values(last_number=number))
    return f"{code}-{number:0{_DIGITS}d}"


def _locked(unit: Unit, code: str) -> int | None:
    row = select(InvoiceSeriesRow.last_number).where(InvoiceSeriesRow.code == code).with_for_update()
    found: int | None = unit.connection.scalar(row)
    return found


def _begin(unit: Unit, code: str) -> None:
    if unit.connection.dialect.name == "sqlite":
        unit.connection.execute(insert(InvoiceSeriesRow), {"code": code, "last_number": 0})
        return
    # INSERT IGNORE would share the lock of a row that another began meanwhile, and two would wait for each other
    begun = mysql.insert(InvoiceSeriesRow).values(code=code, last_number=0)
    unit.connection.execute(begun.on_duplicate_key_update(last_number=InvoiceSeriesRow.last_number))
