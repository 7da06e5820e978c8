"""Policies that the hospital file tells of become patients' policies; what people wrote down goes before the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from db.models import CoverageRow, InsurancePlanRow, InsurerRow, PatientRow
from hospital import references
from hospital.file_merge import chunks, rows_in
from hospital.insurance import changing, coverages
from hospital.insurance.coverages import ACTIVE, CANCELLED
from hospital.office import Unit

ORIGIN = "file"


@dataclass(frozen=True)
class _Told:
    plan_id: int
    number: str


def take_over(unit: Unit, today: date) -> int:
    """Bring the policies of the file to what it says, the first of each patient; how many were made.

    Another plan or number is another policy from `today` on (on the hospital's clock); the one before ends the day
    before. Patients with a policy that people wrote down for the first place keep theirs. The load is
    audited as a whole, so what it adds has no entries of its own.
    """
    told = _told(unit)
    if not told:
        return 0
    standing = _standing(unit, sorted(told), today)
    new = {patient_id: each for patient_id, each in told.items() if not _is_kept(each, standing.get(patient_id, ()))}
    if not new:
        return 0
    for some in chunks(sorted(new)):
        unit.connection.execute(select(PatientRow.id).where(PatientRow.id.in_(some)).with_for_update()).all()
    standing = _standing(unit, sorted(new), today)  # what is read after the lock stands
    rows = []
    for patient_id, each in sorted(new.items()):
        before = standing.get(patient_id, ())
        if not _is_kept(each, before):
            for row in before:
                _end(unit, row, today)
            rows.append(_row(unit, patient_id, each, starts_on=today if before else None))
    for some_rows in chunks(rows):
        unit.connection.execute(insert(CoverageRow), list(some_rows))
    return len(rows)


def _told(unit: Unit) -> dict[int, _Told]:
    plans = {
        (row.insurer, row.code): row.id
        for row in unit.connection.execute(
            select(InsurancePlanRow.id, InsurancePlanRow.code, InsurerRow.code.label("insurer")).join(
                InsurerRow, InsurerRow.id == InsurancePlanRow.insurer_id
            )
        )
    }
    found = {}
    for row in unit.connection.execute(select(PatientRow.id, PatientRow.insurance)):
        told: Any = row.insurance
        plan_id = plans.get((told.get("insurer"), told.get("plan"))) if isinstance(told, Mapping) else None
        if plan_id is not None:
            found[row.id] = _Told(plan_id, str(told["member_id"]))
    return found


def _standing(unit: Unit, patient_ids: Sequence[int], today: date) -> dict[int, list[Any]]:
    """The policies of the first place that hold today or later."""
    c = CoverageRow
    columns = (c.id, c.patient_id, c.plan_id, c.member_number, c.origin, c.starts_on)
    later = c.ends_on.is_(None) | (c.ends_on >= today)
    query = select(*columns).where(c.status == ACTIVE, c.position == 1, later)
    found: dict[int, list[Any]] = {}
    for row in rows_in(unit, query, c.patient_id, patient_ids):
        found.setdefault(row.patient_id, []).append(row)
    return found


def _is_kept(told: _Told, standing: Sequence[Any]) -> bool:
    return any(
        row.origin != ORIGIN or (row.plan_id, row.member_number) == (told.plan_id, told.number) for row in standing
    )


def _end(unit: Unit, row: Any, today: date) -> None:
    began_before = row.starts_on is None or row.starts_on < today
    values: dict[str, Any] = {"ends_on": today - timedelta(days=1)} if began_before else {"status": CANCELLED}
    changing.keep(unit, coverages.of_id(unit, row.id), values, "hospital file")


def _row(unit: Unit, patient_id: int, told: _Told, *, starts_on: date | None) -> dict[str, Any]:
    reference = references.new(references.COVERAGE, 8)
    return {
        "reference": reference,
        "request_key": f"file {reference}",
        "patient_id": patient_id,
        "plan_id": told.plan_id,
        "member_number": told.number,
        "relationship": "self",
        "position": 1,
        "status": ACTIVE,
        "starts_on": starts_on,
        "terms": {},
        "origin": ORIGIN,
        "version": 1,
        "recorded_at": unit.now,
        "recorded_by": unit.actor,
    }
