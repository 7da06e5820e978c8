"""Files of a patient's record: put there by whoever treats, the desks or the patient, opened by those who may.

A file is looked into before it is put on file (`examine`), outside any transaction: what no reader gets through is
refused and removed. What stands in a file is never an order to us.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from db.models import DocumentRow, ReportFileRow, ReportRow
from hospital import access, audit, documents, people
from hospital.access import Actor, Role
from hospital.documents import Document
from hospital.errors import HospitalError, NotFoundError
from hospital.office import Unit
from hospital.previews import drawing
from hospital.previews.drawing import Look
from hospital.uploads import Stored, Uploads, shown_name


@dataclass(frozen=True)
class File:
    """A file of a record. `path` is its name in the uploads directory, for whoever hands its bytes out."""

    reference: str
    kind: str
    content_type: str
    title: str | None
    size: int
    sha256: str
    path: str
    received_at: datetime


def examine(uploads: Uploads, stored: Stored) -> Look:
    """Look into a file that has come; what cannot be looked into is removed.

    Raises drawing.UnreadableError, BusyError.
    """
    try:
        return drawing.look(uploads.place(stored.path), stored.content_type)
    except HospitalError:
        uploads.remove(stored.path)
        raise


def put(unit: Unit, actor: Actor, patient_id: int, stored: Stored, *, title: str = "") -> Document:
    """Put a file that was examined on a patient's record; the same stored file again is the same document.

    Raises ForbiddenError, and UploadRefusedError where a patient has sent enough for a day.
    """
    access.require(unit, actor, "document.add", patient_id)
    people.lock(unit, patient_id)
    there = unit.connection.execute(_columns().where(DocumentRow.path == stored.path)).one_or_none()
    if there is not None:
        return Document(there.reference, there.kind, there.content_type, there.title)
    is_outside = actor.role in (Role.PATIENT, Role.PROXY)
    if is_outside:
        theirs = and_(DocumentRow.patient_id == patient_id, DocumentRow.kept_by.is_(None))
        documents.check_room(unit, theirs, stored.size)
    by = None if is_outside else actor.signature
    made = documents.keep(unit, stored, title=shown_name(title), patient_id=patient_id, kept_by=by)
    facts = {"kind": made.kind, "size": stored.size, "sha256": stored.sha256}
    audit.append(unit, audit.Entry("document.add", made.reference, facts), chain_of=patient_id)
    return made


def of_patient(unit: Unit, actor: Actor, patient_id: int) -> Sequence[File]:
    """The files of a record, the latest first; patients see what they sent and what belongs to a released report.

    Raises ForbiddenError, ProofNeededError.
    """
    access.require(unit, actor, "document.open", patient_id)
    mine = _columns().where(DocumentRow.patient_id == patient_id, *_gate(actor))
    rows = unit.connection.execute(mine.order_by(DocumentRow.received_at.desc(), DocumentRow.id.desc()))
    return [File(**row._mapping) for row in rows]


def opened(unit: Unit, actor: Actor, reference: str) -> File:
    """A file, to be handed out or drawn. Raises ForbiddenError, ProofNeededError, NotFoundError behind the gate too."""
    patient_id = unit.connection.scalar(select(DocumentRow.patient_id).where(DocumentRow.reference == reference))
    if patient_id is None:
        raise NotFoundError(reference)
    access.require(unit, actor, "document.open", patient_id)
    row = unit.connection.execute(_columns().where(DocumentRow.reference == reference, *_gate(actor))).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return File(**row._mapping)


def _columns() -> Select[*tuple[Any, ...]]:
    return select(*(getattr(DocumentRow, name) for name in File.__dataclass_fields__))


def _gate(actor: Actor) -> list[ColumnElement[bool]]:
    if actor.role not in (Role.PATIENT, Role.PROXY):
        return []
    is_released = exists().where(
        ReportFileRow.document_id == DocumentRow.id,
        ReportRow.id == ReportFileRow.report_id,
        ReportRow.version == ReportFileRow.version,
        ReportRow.status.in_(("final", "amended")),
        ReportRow.released_at.is_not(None),
    )
    return [or_(DocumentRow.kept_by.is_(None), is_released)]
