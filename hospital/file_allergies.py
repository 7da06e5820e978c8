"""Brings what a hospital file says that patients do not tolerate into their records: it only adds.

What was recorded is never lost to a file: a substance that the record has or ever had stays as people left it, also
where they resolved, reworded or withdrew it. An empty list says that a patient was asked and none is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select, update

from db.models import AllergyRow, AllergyVersionRow, PatientRow
from hospital import references
from hospital.allergies import NONE_KNOWN, Statement
from hospital.file_merge import Counts, add, chunks, ids, rows_in
from hospital.names import fold_name
from hospital.office import Unit

ORIGIN = "file"
_REASON = "in the hospital file"


def load(unit: Unit, told: Mapping[int, Sequence[str]]) -> Counts:
    """Add what is new of `told`, by patient. The load is audited as a whole: what it adds has no entries of its own."""
    new = _new(unit, told)
    if new:
        patients = sorted({patient_id for patient_id, _ in new})
        for some in chunks(patients):
            unit.connection.execute(select(PatientRow.id).where(PatientRow.id.in_(some)).with_for_update()).all()
        new = _new(
            unit, {patient_id: told[patient_id] for patient_id in patients}
        )  # what is read after the lock stands
    said = sum(max(1, len(each)) for each in told.values())
    _insert(unit, new)
    return Counts(len(new), 0, said - len(new))


def _new(unit: Unit, told: Mapping[int, Sequence[str]]) -> list[tuple[int, Statement]]:
    had, keys = _had(unit, list(told))
    new: list[tuple[int, Statement]] = []
    for patient_id, substances in told.items():
        known = had.get(patient_id, set())
        if not substances and not known:
            new.append((patient_id, NONE_KNOWN))
        for substance in substances:
            if (folded := fold_name(substance)) not in known and _key(patient_id, substance) not in keys:
                known.add(folded)
                new.append((patient_id, Statement(substance, verification_status="unconfirmed")))
    return new


def _had(unit: Unit, patients: Sequence[int]) -> tuple[dict[int, set[str]], set[str]]:
    """The substances that each record has or ever had, and the keys of all its entries: a name may have been cut."""
    had: dict[int, set[str]] = {}
    query = select(AllergyRow.patient_id, AllergyRow.request_key, AllergyVersionRow.substance).join(
        AllergyVersionRow, AllergyVersionRow.allergy_id == AllergyRow.id
    )
    keys = set()
    for row in rows_in(unit, query, AllergyRow.patient_id, patients):
        had.setdefault(row.patient_id, set()).add(fold_name(row.substance or ""))
        keys.add(row.request_key)
    return had, keys


def _insert(unit: Unit, new: Sequence[tuple[int, Statement]]) -> None:
    rows = [_row(unit, patient_id, statement) for patient_id, statement in new]
    add(unit, AllergyRow, rows)
    numbers = ids(unit, AllergyRow, "reference", [row["reference"] for row in rows])
    first = [
        _version(unit, numbers[row["reference"]], 1, statement, None)
        for row, (_, statement) in zip(rows, new, strict=True)
    ]
    add(unit, AllergyVersionRow, [*first, *_refuted(unit, new)])


def _refuted(unit: Unit, new: Sequence[tuple[int, Statement]]) -> list[dict[str, Any]]:
    """That none was known is true no more of those for whom something is: the versions that say so."""
    concerned = sorted({patient_id for patient_id, statement in new if statement.substance is not None})
    query = select(AllergyRow.__table__).where(
        AllergyRow.substance.is_(None), AllergyRow.verification_status == NONE_KNOWN.verification_status
    )
    versions = []
    for row in rows_in(unit, query, AllergyRow.patient_id, concerned):
        statement = Statement(None, verification_status="refuted")
        versions.append(_version(unit, row.id, row.version + 1, statement, _REASON))
        changed = update(AllergyRow).where(AllergyRow.id == row.id)
        unit.connection.execute(changed.values(**asdict(statement), version=row.version + 1))
    return versions


def _row(unit: Unit, patient_id: int, statement: Statement) -> dict[str, Any]:
    return {
        **asdict(statement),
        "reference": references.new(references.ALLERGY, 8),
        "request_key": _key(patient_id, statement.substance or ""),
        "patient_id": patient_id,
        "origin": ORIGIN,
        "recorded_at": unit.now,
        "recorded_by": unit.actor,
        "version": 1,
    }


def _key(patient_id: int, substance: str) -> str:
    return f"file {patient_id} {hashlib.sha256(substance.casefold().encode()).hexdigest()}"


def _version(unit: Unit, allergy_id: int, version: int, statement: Statement, reason: str | None) -> dict[str, Any]:
    told = {"changed_at": unit.now, "changed_by": unit.actor, "reason": reason}
    return {**asdict(statement), "allergy_id": allergy_id, "version": version, **told}
