"""What stands in a report: values and a conclusion while it is written; sealed when final, amended in versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from db.models import DocumentRow, ReportFileRow, ReportResultRow, ReportRow, ReportVersionRow
from hospital import audit
from hospital.access import Actor
from hospital.desk_hours import after_working_days
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.reports import critical, missing, moving, records, results, rules, sealing
from hospital.reports.errors import ReportError, ReportStatusError
from hospital.reports.records import AMENDED, FINAL, ISSUED, PRELIMINARY, REGISTERED, UNWRITTEN, Report
from hospital.reports.results import Result

MOST_WORDS = 10_000
"""Of a conclusion, in characters."""
MOST_FILES = 50


@dataclass(frozen=True)
class Content:
    """What an amended report says instead; what is None stays as it was. `files` are documents by reference."""

    conclusion: str | None = None
    results: Sequence[Result] | None = None
    files: Sequence[str] | None = None


def enter(unit: Unit, hospital: Hospital, actor: Actor, reference: str, values: Sequence[Result]) -> Report:
    """Enter a report's values instead of those it has; a dangerous one is told to its doctor at once.

    Raises ForbiddenError, NotFoundError, ReportStatusError once it is final, ReportError.
    """
    before = _unwritten(unit, actor, reference, "report.enter")
    checked = results.checked(values)
    _put_results(unit, before, before.version, checked)
    after = _written(unit, actor, before, {"results": len(checked)})
    return _tell(unit, hospital, after, before.content.results)


def conclude(unit: Unit, actor: Actor, reference: str, conclusion: str) -> Report:
    """Write a report's conclusion anew. Raises ForbiddenError, NotFoundError, ReportStatusError, ReportError."""
    before = _unwritten(unit, actor, reference, "report.write")
    _update_version(unit, before, conclusion=_words(conclusion))
    return _written(unit, actor, before, {"conclusion": True})


def attach(unit: Unit, actor: Actor, reference: str, document: str) -> Report:
    """Put a file of the patient's to a report; again changes nothing.

    Raises ForbiddenError, NotFoundError, also for a file that is not this patient's, ReportStatusError, ReportError.
    """
    before = _unwritten(unit, actor, reference, "report.enter")
    files = [file.reference for file in before.content.files]
    if document in files:
        return before
    _put_files(unit, before, before.version, _documents(unit, before.patient_id, [*files, document]))
    return _written(unit, actor, before, {"file": document})


def finalise(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Report:
    """A doctor says that it is complete: from now on it stands as it is, and waits to be reviewed.

    What goes out at once and is of its own reviewer's hand, as letters are, waits for nobody.
    Raises ForbiddenError, NotFoundError, ReportStatusError, ReportError for one that says nothing.
    """
    before = moving.locked(unit, actor, reference, "report.write")
    if before.status in ISSUED:
        return before
    if before.status not in UNWRITTEN:
        raise ReportStatusError(before.status, FINAL)
    content = before.content
    if not (content.conclusion or content.results or content.files):
        raise ReportError("content")
    _seal(unit, before)
    facts = {**_waiting(unit, hospital), "final_due_at": None}
    missing.close_task(unit, actor, before)
    is_their_word = before.release_rule == rules.AT_ONCE and actor.doctor_id == before.reviewer_id
    if is_their_word and not before.is_unacknowledged:  # a letter: whoever wrote it knows it
        facts |= {"cover_at": None, "reviewed_at": unit.now, "reviewed_by": actor.doctor_id}
    return moving.go(unit, before, FINAL, **facts)


def amend(unit: Unit, hospital: Hospital, actor: Actor, reference: str, new: Content, *, reason: str) -> Report:
    """Say something else in a new version; it is reviewed and released anew, and the old one stays for the staff.

    Raises ForbiddenError, NotFoundError, ReportStatusError for one that is not final, ReportError, TamperedReportError:
    what was changed behind our back gets no new seal.
    """
    before = moving.locked(unit, actor, reference, "report.amend")
    if before.status not in ISSUED:
        raise ReportStatusError(before.status, AMENDED)
    if not reason.strip():
        raise ReportError("reason")
    old = before.content
    sealing.check(unit, before, old)
    values = list(old.results) if new.results is None else results.checked(new.results)
    conclusion = old.conclusion if new.conclusion is None else _words(new.conclusion)
    names = [file.reference for file in old.files] if new.files is None else new.files
    documents = _documents(unit, before.patient_id, names)
    if (conclusion, values, list(names)) == (old.conclusion, list(old.results), [f.reference for f in old.files]):
        raise ReportError("content")
    version = before.version + 1
    row = {"report_id": before.id, "version": version, "conclusion": conclusion, "reason": reason.strip()[:200]}
    unit.connection.execute(insert(ReportVersionRow), {**row, "written_at": unit.now, "written_by": actor.signature})
    _put_results(unit, before, version, values)
    _put_files(unit, before, version, documents)
    unit.connection.execute(update(ReportRow).where(ReportRow.id == before.id).values(version=version))
    written = records.get(unit, reference)
    _seal(unit, written)
    anew = {"reviewed_at": None, "reviewed_by": None, "message": None, "discussed_at": None, "released_at": None}
    after = moving.go(unit, written, AMENDED, **anew, **_waiting(unit, hospital))
    return _tell(unit, hospital, after, old.results)


def _waiting(unit: Unit, hospital: Hospital) -> dict[str, Any]:
    """From when a report waits for its doctor, and until when."""
    return {"issued_at": unit.now, "cover_at": after_working_days(hospital, unit.now, rules.COVER_AFTER_DAYS)}


def _tell(unit: Unit, hospital: Hospital, report: Report, before: Sequence[Result]) -> Report:
    if results.fresh_critical(before, report.content.results):
        return critical.tell(unit, hospital, report)
    return report


def _unwritten(unit: Unit, actor: Actor, reference: str, permission: str) -> Report:
    before = moving.locked(unit, actor, reference, permission)
    if before.status not in UNWRITTEN:
        raise ReportStatusError(before.status, PRELIMINARY)
    return before


def _written(unit: Unit, actor: Actor, before: Report, told: dict[str, Any]) -> Report:
    _update_version(unit, before, written_at=unit.now, written_by=actor.signature)
    audit.append(unit, audit.Entry("report.write", before.reference, told), chain_of=before.patient_id)
    if before.status == REGISTERED:
        return moving.go(unit, before, PRELIMINARY)
    return records.get(unit, before.reference)


def _update_version(unit: Unit, report: Report, **facts: Any) -> None:
    table = ReportVersionRow
    mine = update(table).where(table.report_id == report.id, table.version == report.version, table.sealed_at.is_(None))
    unit.connection.execute(mine.values(**facts))


def _seal(unit: Unit, report: Report) -> None:
    content_hash = sealing.hash_of(report, report.content)
    seal = sealing.seal_of(unit, report, content_hash)
    _update_version(unit, report, sealed_at=unit.now, content_hash=content_hash, seal=seal)
    facts = {"version": report.version, "sha256": content_hash}
    audit.append(unit, audit.Entry("report.seal", report.reference, facts), chain_of=report.patient_id)


def _words(conclusion: str) -> str | None:
    words = conclusion.strip()
    if len(words) > MOST_WORDS:
        raise ReportError("conclusion")
    return words or None


def _put_results(unit: Unit, report: Report, version: int, values: Sequence[Result]) -> None:
    table = ReportResultRow
    unit.connection.execute(delete(table).where(table.report_id == report.id, table.version == version))
    if values:
        unit.connection.execute(insert(table), results.rows(values, report.id, version))


def _put_files(unit: Unit, report: Report, version: int, documents: Sequence[int]) -> None:
    table = ReportFileRow
    unit.connection.execute(delete(table).where(table.report_id == report.id, table.version == version))
    rows = [{"report_id": report.id, "version": version, "document_id": each} for each in documents]
    if rows:
        unit.connection.execute(insert(table), rows)


def _documents(unit: Unit, patient_id: int, names: Sequence[str]) -> list[int]:
    if len(names) > MOST_FILES:
        raise ReportError("files")
    mine = select(DocumentRow.reference, DocumentRow.id).where(
        DocumentRow.reference.in_(names), DocumentRow.patient_id == patient_id
    )
    found = {row.reference: row.id for row in unit.connection.execute(mine)}
    for name in names:
        if name not in found:
            raise NotFoundError(name)
    return [found[name] for name in names]
