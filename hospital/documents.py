"""Files that people sent, as rows: who sent what when, under which reference; and who of the staff looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.exc import IntegrityError

from db.models import DocumentRow
from hospital import audit, inbox, references, task_work, tasks
from hospital.directory import Hospital
from hospital.errors import BusyError, UploadProblem, UploadRefusedError
from hospital.office import Office, Unit
from hospital.tasks import NewTask
from hospital.uploads import DICOM, PDF, Stored, Uploads

KIND = tasks.DOCUMENT
"""Of the task to look at files."""
FILES_A_DAY = 30
BYTES_A_DAY = 100 * 1024 * 1024
"""What one conversation may send within 24 hours."""
ORPHANED_AFTER = timedelta(hours=1)
_BATCH = 200
_KINDS = {PDF: "pdf", DICOM: "dicom"}


@dataclass(frozen=True)
class Document:
    """A file that is kept. `reference` is what people are told of it."""

    reference: str
    kind: str
    """`photo`, `pdf` or `dicom`."""
    content_type: str
    title: str | None


def sent(unit: Unit, conversation_id: int) -> list[Document]:
    """What was sent in a conversation, in the order received."""
    columns = (DocumentRow.reference, DocumentRow.kind, DocumentRow.content_type, DocumentRow.title)
    mine = select(*columns).where(DocumentRow.conversation_id == conversation_id).order_by(DocumentRow.id)
    return [Document(*row) for row in unit.connection.execute(mine)]


def record(
    unit: Unit, conversation_id: int, stored: Stored, *, title: str = "", patient_id: int | None = None
) -> Document:
    """Write down that a stored file is kept, in the transaction of the turn that brought it.

    Raises UploadRefusedError when the conversation has sent enough for a day.
    """
    check_room(unit, DocumentRow.conversation_id == conversation_id, stored.size)
    made = keep(unit, stored, title=title, conversation_id=conversation_id, patient_id=patient_id)
    facts = {"kind": made.kind, "size": stored.size, "sha256": stored.sha256}
    audit.append(unit, audit.Entry("document.receive", made.reference, facts), chain_of=conversation_id)
    return made


def keep(
    unit: Unit,
    stored: Stored,
    *,
    title: str,
    conversation_id: int | None = None,
    patient_id: int | None = None,
    kept_by: str | None = None,
) -> Document:
    """A stored file's row, for the hospital room, which has checked who may and how much."""
    kind = _KINDS.get(stored.content_type, "photo")
    values = {
        "conversation_id": conversation_id,
        "patient_id": patient_id,
        "kind": kind,
        "content_type": stored.content_type,
        "title": title or None,
        "size": stored.size,
        "sha256": stored.sha256,
        "path": stored.path,
        "received_at": unit.now,
        "kept_by": kept_by,
    }
    return Document(_insert(unit, values), kind, stored.content_type, title or None)


def check_room(unit: Unit, whose: ColumnElement[bool], size: int) -> None:
    """Raises UploadRefusedError when so much of `whose` has come within a day that no more is taken."""
    sent = select(func.count(), func.coalesce(func.sum(DocumentRow.size), 0)).where(
        whose, DocumentRow.received_at > unit.now - timedelta(days=1)
    )
    files, total = unit.connection.execute(sent).one()
    if files >= FILES_A_DAY or total + size > BYTES_A_DAY:
        raise UploadRefusedError(UploadProblem.TOO_MANY)


def _insert(unit: Unit, values: dict[str, Any]) -> str:
    for _ in range(references.TRIES):
        reference = references.new(references.DOCUMENT)
        try:
            unit.connection.execute(insert(DocumentRow), {**values, "reference": reference})
        except IntegrityError:
            continue
        return reference
    raise BusyError


def hand_over(unit: Unit, hospital: Hospital, conversation_id: int, task: NewTask, *, further: str) -> None:
    """Have the desk look at files: one task a conversation, as long as nobody has taken it.

    `further` is what is added to one that waits already.
    """
    waiting = tasks.open_of(unit, conversation_id, KIND, (tasks.REQUESTED,))
    if waiting is None:
        tasks.create(unit, hospital, task)
    else:
        task_work.add_note(unit, waiting.reference, further)


def drop_unless_kept(office: Office, uploads: Uploads, path: str) -> None:
    """Remove a stored file that has no row, its turn being over: it came a second time, or was one too many."""
    with office.read() as unit:
        is_kept = unit.connection.scalar(select(DocumentRow.id).where(DocumentRow.path == path)) is not None
    if not is_kept:
        uploads.remove(path)


def sweep(office: Office, uploads: Uploads) -> int:
    """Remove the files that came in and never got a row, an hour after they came; how many.

    What a message brought whose turn is still to come (after a long outage, say) stays.
    """
    old = uploads.untouched(ORPHANED_AFTER.total_seconds())
    removed = 0
    for begin in range(0, len(old), _BATCH):
        names = old[begin : begin + _BATCH]
        with office.read() as unit:
            # waiting messages first: a turn that ends meanwhile has made its row by the time those are read
            waiting = inbox.waiting_payloads(unit)
            kept = set(unit.connection.scalars(select(DocumentRow.path).where(DocumentRow.path.in_(names))))
        for name in names:
            if name not in kept and not any(name in payload for payload in waiting):
                uploads.remove(name)
                removed += 1
    return removed
