"""Reports as they stand, for the hospital room; `reading` lets people read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from db.models import (
    DoctorRow,
    DocumentRow,
    OrderRow,
    PatientRow,
    ReportFileRow,
    ReportResultRow,
    ReportRow,
    ReportVersionRow,
)
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.reports.results import Result

REGISTERED, PRELIMINARY, FINAL, AMENDED = "registered", "preliminary", "final", "amended"
CANCELLED, ERROR = "cancelled", "entered-in-error"
TRANSITIONS: dict[str, frozenset[str]] = {
    REGISTERED: frozenset({PRELIMINARY, FINAL, CANCELLED}),
    PRELIMINARY: frozenset({FINAL, CANCELLED}),
    FINAL: frozenset({AMENDED, ERROR}),
    AMENDED: frozenset({AMENDED, ERROR}),
    CANCELLED: frozenset(),
    ERROR: frozenset(),
}
"""FHIR's diagnostic report statuses and where each may go; an amended report may be amended again."""
ISSUED = (FINAL, AMENDED)
"""What says something that stands."""
UNWRITTEN = (REGISTERED, PRELIMINARY)


@dataclass(frozen=True)
class File:
    """A file of a report. `reference` is its document's."""

    id: int
    reference: str
    kind: str
    content_type: str
    title: str | None
    sha256: str


@dataclass(frozen=True)
class Version:
    """What a report says in one of its versions. `sealed_at` is None while it is being written."""

    version: int
    conclusion: str | None
    reason: str | None
    written_at: datetime
    written_by: str
    sealed_at: datetime | None
    content_hash: str | None
    seal: str | None
    results: Sequence[Result]
    files: Sequence[File]


@dataclass(frozen=True)
class Report:
    """A report as it stands, with the version that counts. Ids stay inside the hospital room."""

    id: int
    reference: str
    patient_id: int
    patient: str
    patient_number: str
    order_id: int | None
    order: str | None
    kind: str
    title: str
    status: str
    status_reason: str | None
    version: int
    reviewer_id: int
    reviewer: str
    covering_id: int | None
    release_rule: str
    registered_at: datetime
    issued_at: datetime | None
    cover_at: datetime | None
    covers: int
    reviewed_at: datetime | None
    message: str | None
    discussed_at: datetime | None
    released_at: datetime | None
    critical_at: datetime | None
    alerts: int
    escalate_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    content: Version

    @property
    def is_unacknowledged(self) -> bool:
        """Whether a dangerous value waits for somebody to say that they know."""
        return self.critical_at is not None and self.acknowledged_at is None


def get(unit: Unit, reference: str) -> Report:
    """The report of a reference, for the hospital room. Raises NotFoundError."""
    row = unit.connection.execute(select_reports().where(ReportRow.reference == reference)).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return reports(unit, [row])[0]


def reports(unit: Unit, rows: Sequence[Row[Any]]) -> list[Report]:
    """Reports of their rows, each with its content."""
    told = versions_of(unit, [row.id for row in rows])
    return [Report(**{name: row._mapping[name] for name in _FIELDS}, content=told[row.id, row.version]) for row in rows]


def versions_of(unit: Unit, ids: Sequence[int]) -> dict[tuple[int, int], Version]:
    """Everything that some reports ever said, by report and version, the oldest first."""
    if not ids:
        return {}
    of_results = select(ReportResultRow.__table__).where(ReportResultRow.report_id.in_(ids))
    results: dict[tuple[int, int], list[Result]] = {}
    for row in unit.connection.execute(of_results.order_by(ReportResultRow.position)):
        told = Result(**{name: row._mapping[name] for name in Result.__dataclass_fields__})
        results.setdefault((row.report_id, row.version), []).append(told)
    of_files = (
        select(ReportFileRow.report_id, ReportFileRow.version, *(getattr(DocumentRow, name) for name in _FILE_FIELDS))
        .join(DocumentRow, DocumentRow.id == ReportFileRow.document_id)
        .where(ReportFileRow.report_id.in_(ids))
    )
    files: dict[tuple[int, int], list[File]] = {}
    for row in unit.connection.execute(of_files.order_by(DocumentRow.id)):
        file = File(**{name: row._mapping[name] for name in _FILE_FIELDS})
        files.setdefault((row.report_id, row.version), []).append(file)
    table = ReportVersionRow.__table__
    found = {}
    for row in unit.connection.execute(select(table).where(table.c.report_id.in_(ids)).order_by(table.c.version)):
        key = row.report_id, row.version
        facts = {name: row._mapping[name] for name in _VERSION_FIELDS}
        found[key] = Version(**facts, results=results.get(key, []), files=files.get(key, []))
    return found


def select_reports() -> Select[*tuple[Any, ...]]:
    """What a report's row tells, to be narrowed; for the hospital room."""
    return (
        select(
            ReportRow.__table__,
            PatientRow.name.label("patient"),
            PatientRow.number.label("patient_number"),
            OrderRow.reference.label("order"),
            DoctorRow.name.label("reviewer"),
        )
        # both are there; joined like this no database begins at the few doctors and reads all reports
        .outerjoin(PatientRow, PatientRow.id == ReportRow.patient_id)
        .outerjoin(DoctorRow, DoctorRow.id == ReportRow.reviewer_id)
        .outerjoin(OrderRow, OrderRow.id == ReportRow.order_id)
    )


_FIELDS = tuple(name for name in Report.__dataclass_fields__ if name != "content")
_VERSION_FIELDS = tuple(name for name in Version.__dataclass_fields__ if name not in ("results", "files"))
_FILE_FIELDS = tuple(File.__dataclass_fields__)
