"""Handing a report out in chat: the files of the version that counts, each by a link that expires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from db.models import DocumentRow
from hospital import access, audit, file_links
from hospital.access import Actor
from hospital.errors import NotFoundError
from hospital.files import File
from hospital.office import Unit
from hospital.reports import reading, records, sealing
from hospital.reports.records import Report

LINK = "report"
"""The kind of a link to one of a report's files."""


@dataclass(frozen=True)
class Handed:
    """What of a report is handed out: the plain sentence of whoever reviewed it, and the files of what counts."""

    reference: str
    title: str
    version: int
    doctor: str
    message: str | None
    files: Sequence[File]


def handed(unit: Unit, actor: Actor, reference: str) -> Handed:
    """A report as a chat may carry it; audited as a read.

    Raises ForbiddenError, ProofNeededError, NotFoundError also for what its patient may not see yet, and
    TamperedReportError for one that does not say what was final.
    """
    found = records.get(unit, reference)
    access.require(unit, actor, "report.open_in_chat", found.patient_id)
    if not reading.is_shown_to(actor, found):
        raise NotFoundError(reference)
    sealing.check(unit, found, found.content)
    files = _files(unit, [each.id for each in found.content.files])
    return Handed(found.reference, found.title, found.version, found.reviewer, found.message, files)


def link(unit: Unit, key: bytes, report: Handed, document: str) -> str:
    """What opens one of a report's files, for a while and as long as that version counts."""
    return file_links.made(unit, key, LINK, report.reference, report.version, document)


def opened(unit: Unit, key: bytes, token: str) -> File:
    """The file that a link opens; audited as a read. Raises NotFoundError for every other token."""
    kind, about = file_links.read(unit, key, token)
    if kind != LINK:
        raise NotFoundError(token)
    reference, version, document = about
    found = records.get(unit, reference)
    file = next((each for each in found.content.files if each.reference == document), None)
    if file is None or found.version != version or not _stands(unit, found):
        raise NotFoundError(document)
    entry = audit.Entry("report.open_link", f"patient {found.patient_id}", {"report": reference, "file": document})
    audit.append(unit, entry, chain_of=found.patient_id)
    return _files(unit, [file.id])[0]


def _stands(unit: Unit, report: Report) -> bool:
    return reading.is_released(report) and sealing.is_intact(unit, report, report.content)


def _files(unit: Unit, ids: Sequence[int]) -> list[File]:
    columns: list[Any] = [getattr(DocumentRow, name) for name in File.__dataclass_fields__]
    rows = unit.connection.execute(select(*columns).where(DocumentRow.id.in_(ids)).order_by(DocumentRow.id))
    return [File(**row._mapping) for row in rows]
