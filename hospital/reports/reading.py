"""Who may read what of reports: the gate between the house and the patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from db.models import DoctorRow, OrderRow, ReportRow, ServiceRow
from hospital import access
from hospital.access import Actor, Role
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.reports import records, sealing
from hospital.reports.records import CANCELLED, ERROR, ISSUED, Report, Version


@dataclass(frozen=True)
class Stage:
    """How far something is, for whoever may not read it yet.

    `stage` is `ordered`, `done`, `with_doctor` or `ready`; `since` when it came there, `doctor` who has it.
    """

    reference: str
    name: str
    kind: str
    stage: str
    since: datetime
    doctor: str


def of_patient(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Report]:
    """A patient's reports, the latest first; patients see those that are final, released and unchanged, nothing else.

    Raises ForbiddenError, ProofNeededError.
    """
    access.require(unit, actor, "report.read", patient_id)
    mine = records.select_reports().where(ReportRow.patient_id == patient_id, *_gate(actor))
    rows = unit.connection.execute(mine.order_by(ReportRow.registered_at.desc(), ReportRow.id.desc())).all()
    found = records.reports(unit, rows)
    if actor.role in (Role.PATIENT, Role.PROXY):
        return [report for report in found if sealing.is_intact(unit, report, report.content)]
    return found


def read(unit: Unit, actor: Actor, reference: str) -> Report:
    """One report. Raises ForbiddenError, ProofNeededError, NotFoundError, also for what its patient may not see yet.

    Raises TamperedReportError for one that does not say what was final.
    """
    found = records.get(unit, reference)
    access.require(unit, actor, "report.read", found.patient_id)
    if not is_shown_to(actor, found):
        raise NotFoundError(reference)
    if found.content.sealed_at is not None:
        sealing.check(unit, found, found.content)
    return found


def versions(unit: Unit, actor: Actor, reference: str) -> Sequence[Version]:
    """Everything that a report ever said, the latest first; for the staff. Raises ForbiddenError, NotFoundError."""
    found = records.get(unit, reference)
    access.require(unit, actor, "report.read_versions", found.patient_id)
    return list(reversed(records.versions_of(unit, [found.id]).values()))


def stages(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Stage]:
    """How far a patient's examinations are, the latest first, without what they showed.

    Raises ForbiddenError, ProofNeededError.
    """
    access.require(unit, actor, "report.read_status", patient_id)
    ordered = (
        select(OrderRow.reference, OrderRow.id, ServiceRow.name, ServiceRow.kind, OrderRow.status, OrderRow.ordered_at)
        .add_columns(OrderRow.completed_at, DoctorRow.name.label("doctor"))
        .join(ServiceRow, ServiceRow.id == OrderRow.service_id)
        .join(DoctorRow, DoctorRow.id == OrderRow.requester_id)
        .where(OrderRow.patient_id == patient_id, OrderRow.status.in_(("active", "on-hold", "completed")))
    )
    reported = records.select_reports().where(
        ReportRow.patient_id == patient_id, ReportRow.status.not_in((CANCELLED, ERROR))
    )
    told = [(row, _stage(row)) for row in unit.connection.execute(reported).all()]
    found = [stage for _, stage in told]
    has_report = {row.order_id for row, _ in told}
    for row in unit.connection.execute(ordered).all():
        if row.id not in has_report:
            stage, since = ("done", row.completed_at) if row.status == "completed" else ("ordered", row.ordered_at)
            found.append(Stage(row.reference, row.name, row.kind, stage, since, row.doctor))
    return sorted(found, key=lambda each: each.since, reverse=True)


def _stage(row: Row[Any]) -> Stage:
    stage, since = "done", row.registered_at
    if row.released_at is not None:
        stage, since = "ready", row.released_at
    elif row.status in ISSUED:
        stage, since = "with_doctor", row.issued_at
    return Stage(row.reference, row.title, row.kind, stage, since, row.reviewer)


def is_shown_to(actor: Actor, report: Report) -> bool:
    """Whether the gate lets a report through to whoever has the right to read their reports."""
    return actor.role not in (Role.PATIENT, Role.PROXY) or is_released(report)


def is_released(report: Report) -> bool:
    """Whether its patient may have a report."""
    return report.status in ISSUED and report.released_at is not None


def _gate(actor: Actor) -> list[ColumnElement[bool]]:
    if actor.role in (Role.PATIENT, Role.PROXY):
        return [ReportRow.status.in_(ISSUED), ReportRow.released_at.is_not(None)]
    return []
