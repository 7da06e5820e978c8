"""What was found at visits, planned, ordered, and reported."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bench.town.place import Town, Visit
from db.models import (
    CarePlanGoalRow,
    CarePlanRow,
    CarePlanStepRow,
    DiagnosisRow,
    DiagnosisVersionRow,
    DocumentRow,
    OrderRow,
    ReportFileRow,
    ReportResultRow,
    ReportRow,
    ReportVersionRow,
)
from hospital import seals

DIAGNOSES, PLANS, ORDERS, REPORTED = 0.35, 0.05, 0.4, 0.9
CONDITIONS = (("Hypertension", "I10"), ("Asthma", "J45"), ("Migraine", "G43"), ("Eczema", "L30"), ("Diabetes", "E11"))
RECENT = timedelta(days=3)
VALUES = ("Cholesterol", "HDL", "LDL")


def found(town: Town, visit: Visit) -> None:
    """A diagnosis for some, and a plan for a few of them."""
    if not town.shares.falls("diagnosis", DIAGNOSES):
        return
    condition, code = town.rng.choice(CONDITIONS)
    reference = town.code("C")
    said: dict[str, Any] = {
        "condition": condition,
        "code": code,
        "clinical_status": town.shares.one_of("clinical", {"active": 0.5, "resolved": 0.5}),
        "verification_status": "confirmed",
        "severity": "mild",
    }
    diagnosis_id = town.rows.add(
        DiagnosisRow,
        reference=reference,
        request_key=f"town {reference}",
        patient_id=visit.patient.id,
        encounter_id=visit.encounter_id,
        recorded_by=visit.doctor.id,
        recorded_at=visit.at,
        released_at=visit.ended_at if town.shares.falls("released", 0.8) else None,
        **said,
    )
    by = town.house.signed(visit.doctor)
    town.rows.add(DiagnosisVersionRow, diagnosis_id=diagnosis_id, version=1, changed_at=visit.at, changed_by=by, **said)
    if town.shares.falls("plan", PLANS / DIAGNOSES):
        _plan(town, visit, diagnosis_id)


def _plan(town: Town, visit: Visit, diagnosis_id: int) -> None:
    reference = town.code("CP")
    plan_id = town.rows.add(
        CarePlanRow,
        reference=reference,
        request_key=f"town {reference}",
        patient_id=visit.patient.id,
        diagnosis_id=diagnosis_id,
        title="Six months of care",
        status=town.shares.one_of("plan status", {"active": 0.4, "completed": 0.6}),
        written_by=visit.doctor.id,
        written_at=visit.at,
        released_at=visit.ended_at,
    )
    goal_id = town.rows.add(CarePlanGoalRow, plan_id=plan_id, description="Blood pressure", status="active")
    for what in ("Walk every day", "Measure at home", "Come again"):
        town.rows.add(CarePlanStepRow, plan_id=plan_id, goal_id=goal_id, description=what, status="scheduled")


def ordered(town: Town, visit: Visit) -> tuple[str, int] | None:
    """An examination for some; what was done, as its order's reference and its service's place in the list."""
    if not town.shares.falls("order", ORDERS):
        return None
    number = town.rng.randrange(len(town.house.services))
    service = town.house.services[number]
    is_done = visit.age > RECENT or town.shares.falls("done at once", 0.3)
    reference = town.code("O")
    technicians = town.house.staff["nurse"]
    status = "completed" if is_done else "active"
    if town.shares.falls("left over", 0.01):
        status = "active"
    has_performer = status == "completed" or town.shares.falls("assigned", 0.5)
    order_id = town.rows.add(
        OrderRow,
        reference=reference,
        request_key=f"town {reference}",
        patient_id=visit.patient.id,
        encounter_id=visit.encounter_id,
        requester_id=visit.doctor.id,
        service_id=service.id,
        price=service.price,
        priority=town.shares.one_of("priority", {"routine": 0.85, "urgent": 0.1, "asap": 0.04, "stat": 0.01}),
        status=status,
        ordered_at=visit.at,
        performer_staff_id=town.rng.choice(technicians)[0] if has_performer else None,
        completed_at=visit.ended_at if status == "completed" else None,
        completed_by=f"staff:{technicians[0][1]}" if status == "completed" else None,
    )
    if status != "completed":
        return None
    if town.shares.falls("reported", REPORTED):
        _report(town, visit, order_id, number)
    return reference, number


def _report(town: Town, visit: Visit, order_id: int, number: int) -> None:
    service, reference = town.house.services[number], town.code("R")
    is_amended = town.shares.falls("amended", 0.04)
    is_reviewed = visit.age > RECENT or town.shares.falls("reviewed early", 0.5)
    if town.shares.falls("review forgotten", 0.002):
        is_reviewed = False
    is_critical = town.shares.falls("critical", 0.005)
    known = is_critical and is_reviewed
    at, reviewed_at = visit.ended_at, visit.ended_at + timedelta(hours=1)
    row_id = town.rows.add(
        ReportRow,
        reference=reference,
        request_key=f"town {reference}",
        patient_id=visit.patient.id,
        order_id=order_id,
        kind=service.kind,
        title=service.name,
        status="amended" if is_amended else "final",
        version=2 if is_amended else 1,
        reviewer_id=visit.doctor.id,
        release_rule="on_review",
        registered_at=visit.at,
        registered_by=town.house.signature("nurse"),
        issued_at=at,
        cover_at=None if is_reviewed else at + timedelta(days=3),
        reviewed_at=reviewed_at if is_reviewed else None,
        reviewed_by=visit.doctor.id if is_reviewed else None,
        message="All is well." if is_reviewed else None,
        released_at=reviewed_at if is_reviewed else None,
        critical_at=at if is_critical else None,
        escalate_at=at + timedelta(hours=1) if is_critical and not known else None,
        acknowledged_at=reviewed_at if known else None,
        acknowledged_by=town.house.signed(visit.doctor) if known else None,
    )
    files = [_file(town, visit, reference)] if town.shares.falls("report file", 0.15) else []
    for version in (1, 2) if is_amended else (1,):
        _version(town, visit, (row_id, reference, service.name, service.kind), version, files, is_critical=is_critical)


def _version(
    town: Town,
    visit: Visit,
    report: tuple[int, str, str, str],
    version: int,
    files: list[tuple[int, str, str]],
    *,
    is_critical: bool,
) -> None:
    row_id, reference, title, kind = report
    results: list[dict[str, Any]] = []
    for position, name in enumerate(VALUES if kind == "laboratory" else (), 1):
        flag = "HH" if is_critical and position == 1 else town.shares.one_of("flag", {"N": 0.8, "H": 0.15, "L": 0.05})
        plain = {"value": str(town.rng.randint(30, 240)), "unit": "mg/dL", "low": "40", "high": "200"}
        result = {"name": name, **plain, "critical_low": None, "critical_high": None, "code": None, "flag": flag}
        results.append(result)
        town.rows.add(ReportResultRow, report_id=row_id, version=version, position=position, **result)
    for document_id, _, _ in files:
        town.rows.add(ReportFileRow, report_id=row_id, version=version, document_id=document_id)
    conclusion, reason = "Nothing unusual was seen.", "Corrected" if version > 1 else None
    content = {
        "reference": reference,
        "patient": visit.patient.id,
        "title": title,
        "version": version,
        "conclusion": conclusion,
        "reason": reason,
        "results": results,
        "files": [[name, sha256] for _, name, sha256 in files],
    }
    content_hash = seals.digest(content)
    town.rows.add(
        ReportVersionRow,
        report_id=row_id,
        version=version,
        conclusion=conclusion,
        reason=reason,
        written_at=visit.at,
        written_by=town.house.signed(visit.doctor),
        sealed_at=visit.ended_at,
        content_hash=content_hash,
        seal=seals.code(town.unit, "report", reference, content_hash),
    )


def _file(town: Town, visit: Visit, about: str) -> tuple[int, str, str]:
    reference = town.code("D")
    sha256 = seals.digest({"file": about})
    row_id = town.rows.add(
        DocumentRow,
        reference=reference,
        patient_id=visit.patient.id,
        kind="pdf",
        content_type="application/pdf",
        title="report.pdf",
        size=48_000,
        sha256=sha256,
        path=f"town/{reference}",
        received_at=visit.ended_at,
        kept_by=town.house.signature("nurse"),
    )
    return row_id, reference, sha256
