"""Reports that other systems send: a laboratory's values, a radiology's files, for an order that stands here.

A message is known by who sends it and the number that the sender gave it: told twice it is one report, told anew the
report says something else from then on. It is taken for the patient and the order that it names, where both fit each
other; what does not fit is looked at by a person and never guessed at. How a message looks outside is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Row, select, update

from db.models import DocumentRow, ReportRow, TaskRow
from hospital import access, audit, documents, people, request_keys, seals, tampering, task_steps, tasks
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.documents import Document
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.orders import records as orders
from hospital.orders.records import ACTIVE, COMPLETED, ON_HOLD, Order
from hospital.reports import records, registering, results, sealing, writing
from hospital.reports.errors import ReportError, TamperedReportError
from hospital.reports.records import ISSUED, UNWRITTEN, Report
from hospital.reports.registering import NewReport
from hospital.reports.results import Result
from hospital.reports.writing import Content
from hospital.tasks import NewTask
from hospital.uploads import Stored, shown_name

LONGEST = 64
"""Of what a sender numbers its messages and us by, in characters."""


@dataclass(frozen=True)
class Incoming:
    """A message. `number` is the sender's own of the report; `order` and `patient_number` are ours, as it has them."""

    number: str
    order: str
    patient_number: str
    results: Sequence[Result] = ()
    document: Stored | None = None
    """The report as a file, which was examined."""
    title: str = ""
    """Of the file."""


@dataclass(frozen=True)
class Taken:
    """What became of a message: the report that has it, or the task of whoever looks why it fits nothing."""

    report: str | None = None
    task: str | None = None


def receive(unit: Unit, hospital: Hospital, actor: Actor, message: Incoming) -> Taken:
    """Take a message of another system in. What it says of a report that is not final yet a doctor makes final; what it
    says otherwise of a final one is an amended report at once, by the sender, which a doctor reviews and releases anew.
    A message that was taken once says nothing new whenever it is repeated, also after its correction.

    Raises ForbiddenError, and ReportError for a message that says nothing or values that make no sense.
    """
    access.require(unit, actor, "report.receive")
    _check(message)
    key = f"{actor.signature} {message.number}"
    order = _order_of(unit, message)
    before = _told_before(unit, key)
    if order is None or (before is not None and before.order_id != order.id):
        return _not_matched(unit, hospital, actor, message, key)
    people.lock(unit, order.patient_id)
    before = _told_before(unit, key)
    if before is not None and before.status not in (*UNWRITTEN, *ISSUED):
        return _not_matched(unit, hospital, actor, message, key)  # withdrawn here: a person must know
    if before is None:
        new = NewReport(order=order.reference)
        before = registering.register(unit, hospital, actor, new, key=key)
    if not _is_sound(unit, hospital, before):
        return _not_matched(unit, hospital, actor, message, key)  # it cannot be written: a person must know
    _settle(unit, key)
    if not _is_repeated(unit, key, message):
        _write(unit, hospital, actor, before, message)
    return Taken(report=before.reference)


def _check(message: Incoming) -> None:
    if not message.number.strip() or len(message.number) > LONGEST:
        raise ReportError("number")
    if not message.results and message.document is None:
        raise ReportError("content")


def _order_of(unit: Unit, message: Incoming) -> Order | None:
    """The order that a message names, where it is the named patient's and may be reported on."""
    try:
        order = orders.get(unit, message.order)
    except NotFoundError:
        return None
    is_theirs = order.patient_number == message.patient_number
    return order if is_theirs and order.status in (ACTIVE, ON_HOLD, COMPLETED) else None


def _told_before(unit: Unit, key: str) -> Report | None:
    reference = unit.connection.scalar(select(ReportRow.reference).where(ReportRow.request_key == key))
    return records.get(unit, reference) if reference is not None else None


def _is_sound(unit: Unit, hospital: Hospital, report: Report) -> bool:
    """Whether a report says what was sealed; where it does not, the clinic is told."""
    if report.status not in ISSUED:
        return True
    try:
        sealing.check(unit, report, report.content)
    except TamperedReportError:
        tampering.tell(unit, hospital, "clinic", report.reference, report.patient_id)
        return False
    return True


def _is_repeated(unit: Unit, key: str, message: Incoming) -> bool:
    """Whether this very message was taken before: its sender, number and content."""
    sha256 = message.document.sha256 if message.document is not None else None
    content = {"key": key, "results": [asdict(each) for each in results.checked(message.results)], "sha256": sha256}
    return request_keys.is_again(unit, "report.receive", seals.digest(content))


def _write(unit: Unit, hospital: Hospital, actor: Actor, before: Report, message: Incoming) -> None:
    """Bring a report to what the message says; what it says already changes nothing."""
    there = before.content
    values = results.checked(message.results)
    is_new_values = bool(values) and values != list(there.results)
    document = message.document
    is_new_file = document is not None and document.sha256 not in {file.sha256 for file in there.files}
    kept = _keep(unit, actor, message, before.patient_id) if is_new_file else None
    if before.status in UNWRITTEN:
        if is_new_values:
            writing.enter(unit, hospital, actor, before.reference, values)
        if kept is not None:
            writing.attach(unit, actor, before.reference, kept.reference)
    elif is_new_values or kept is not None:
        files = [*(file.reference for file in there.files), *([kept.reference] if kept is not None else [])]
        content = Content(results=values if is_new_values else None, files=files)
        writing.amend(unit, hospital, actor, before.reference, content, reason=f"corrected by {actor.signature}")


def _keep(unit: Unit, actor: Actor, message: Incoming, patient_id: int | None) -> Document | None:
    """The file of a message, on the patient's record where it is known whose it is."""
    stored = message.document
    if stored is None:
        return None
    path = DocumentRow.path == stored.path
    there = unit.connection.execute(select(DocumentRow.__table__).where(path)).one_or_none()
    if there is not None:
        # it fitted nothing when it came first
        if there.patient_id is None and patient_id is not None:
            unit.connection.execute(update(DocumentRow).where(path).values(patient_id=patient_id))
        return Document(there.reference, there.kind, there.content_type, there.title)
    title = shown_name(message.title)
    made = documents.keep(unit, stored, title=title, patient_id=patient_id, kept_by=actor.signature)
    facts = {"kind": made.kind, "size": stored.size, "sha256": stored.sha256}
    audit.append(unit, audit.Entry("document.add", made.reference, facts), chain_of=patient_id or 0)
    return made


# --- what fits nothing ----------------------------------------------------------------------------


def _not_matched(unit: Unit, hospital: Hospital, actor: Actor, message: Incoming, key: str) -> Taken:
    """One open task of the desk for a message, with its file; the sender may send it again when it was put right."""
    told = _told_of(unit, key)
    still = [task.reference for task in told if task.status in tasks.OPEN]
    if still:
        return Taken(task=still[0])
    request_key = f"{_unmatched(key)} {len(told) + 1}"
    kept = _keep(unit, actor, message, None)
    words = [f"{key}: order {message.order[:LONGEST]}, patient {message.patient_number[:LONGEST]}"]
    words += [kept.reference] if kept is not None else []
    new = NewTask(request_key, "desk", tasks.UNMATCHED_REPORT, " · ".join(words))
    return Taken(task=tasks.create(unit, hospital, new).reference)


def _settle(unit: Unit, key: str) -> None:
    """It fits now: nobody need look any more."""
    for task in _told_of(unit, key):
        if task.status in tasks.OPEN:
            task_steps.close(unit, task_steps.locked(unit, task.reference), tasks.COMPLETED)


def _told_of(unit: Unit, key: str) -> list[Row[str, str, str]]:
    """The tasks that were made of a message, open or closed."""
    begin = f"{_unmatched(key)} "
    # in a form for which every database takes the index; a sender's number may have spaces too
    near = (TaskRow.request_key > begin) & (TaskRow.request_key < f"{_unmatched(key)}!")
    found = unit.connection.execute(select(TaskRow.reference, TaskRow.request_key, TaskRow.status).where(near))
    return [task for task in found if task.request_key.removeprefix(begin).isdigit()]


def _unmatched(key: str) -> str:
    return f"unmatched {key}"
