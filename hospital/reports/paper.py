"""A report on paper: what its released version says, who went through it, and the doctor's sentence to the patient."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from db.models import DoctorRow, PatientRow, ReportRow
from hospital import access
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.examinations import known_as
from hospital.office import Unit
from hospital.papers import Paper, words
from hospital.reports import reading, records, rules, sealing
from hospital.reports.records import AMENDED, Report
from hospital.reports.results import Result

KIND = "report"


def of_report(unit: Unit, hospital: Hospital, actor: Actor, reference: str, language: str) -> Paper:
    """The paper of a report that whoever it is about may have in chat.

    Raises ForbiddenError, ProofNeededError, NotFoundError also for what its patient may not see yet, and
    TamperedReportError for one that does not say what was final.
    """
    found = records.get(unit, reference)
    access.require(unit, actor, "report.open_in_chat", found.patient_id)
    return paper_of(unit, hospital, found, language)


def paper_of(unit: Unit, hospital: Hospital, report: Report, language: str) -> Paper:
    """The paper of a report for whoever may have it, made of the version that counts.

    Raises NotFoundError as long as its patient may not see it, TamperedReportError.
    """
    if not reading.is_released(report):
        raise NotFoundError(report.reference)
    sealing.check(unit, report, report.content)
    told = words(KIND, language)
    about = _about(unit, report)
    content = report.content
    facts = {
        "title": told["letter_title"] if report.kind == rules.LETTER else told["title"],
        "reference": report.reference,
        "status": told["amended"].format(version=report.version) if report.status == AMENDED else "",
        "patient": report.patient,
        "number": report.patient_number,
        "born": _day(about.date_of_birth),
        "name": known_as(report.title, language),
        "order": report.order or "",
        "registered": _moment(hospital, report.registered_at),
        "issued": _moment(hospital, report.issued_at),
        "doctor": report.reviewer,
        "reviewed": _moment(hospital, report.reviewed_at),
        "reviewed_by": about.reviewed_by or "",
        "results": [_line(result, told) for result in content.results],
        "conclusion": _paragraphs(content.conclusion),
        "message": report.message or "",
        "files": told["files"].format(count=len(content.files)) if content.files else "",
        "hash": (content.content_hash or "")[:24],
    }
    return Paper(KIND, language, facts)


def _about(unit: Unit, report: Report) -> Row[Any]:
    """When the patient was born, and who went through the report."""
    columns: list[Any] = [PatientRow.date_of_birth, DoctorRow.name.label("reviewed_by")]
    asked = select(*columns).select_from(ReportRow).join(PatientRow, PatientRow.id == ReportRow.patient_id)
    whole = asked.outerjoin(DoctorRow, DoctorRow.id == ReportRow.reviewed_by).where(ReportRow.id == report.id)
    return unit.connection.execute(whole).one()


def _line(result: Result, told: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": result.name,
        "value": result.value,
        "unit": result.unit or "",
        "range": _range(result, told),
        "flag": told[f"flag_{result.flag}"] if result.flag else "",
        "is_abnormal": result.is_abnormal,
    }


def _range(result: Result, told: Mapping[str, str]) -> str:
    """What is usual, digit for digit as it was told."""
    if result.low is not None and result.high is not None:
        return f"{result.low} – {result.high}"
    if result.low is not None:
        return told["from"].format(low=result.low)
    return told["up_to"].format(high=result.high) if result.high is not None else ""


def _paragraphs(conclusion: str | None) -> list[str]:
    return [line.strip() for line in (conclusion or "").splitlines() if line.strip()]


def _moment(hospital: Hospital, moment: datetime | None) -> str:
    return _day(hospital.local(moment).date()) if moment is not None else ""


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day is not None else ""
