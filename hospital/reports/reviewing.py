"""The doctors' list of what waits for them; reviewing, with a plain sentence to the patient, and what it releases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_

from db.models import ReportRow
from hospital import access, audit, people, tasks
from hospital.access import Actor
from hospital.desk_hours import after_working_days
from hospital.directory import Hospital
from hospital.office import Office, Unit
from hospital.reports import by_the_clock, covering, critical, moving, records, rules, sealing
from hospital.reports.errors import NotReviewedError, ReportError, ReportStatusError
from hospital.reports.records import ISSUED, UNWRITTEN, Report
from hospital.steps import Steps
from hospital.tasks import NewTask

MOST_LISTED = 200
MOST_WORDS = 1000


@dataclass(frozen=True)
class Waiting:
    """A report on a doctor's list. `waits_for` is `acknowledgement`, `review` or `discussion`; `since` when it came."""

    reference: str
    patient: str
    patient_number: str
    title: str
    status: str
    waits_for: str
    since: datetime
    is_critical: bool
    is_abnormal: bool
    reviewer: str
    """Whose report it is: a colleague's, where one covers for them."""


def waiting(unit: Unit, actor: Actor) -> Sequence[Waiting]:
    """What waits for a doctor: dangerous values first, then abnormal ones, the longest wait first.

    Raises ForbiddenError.
    """
    access.require(unit, actor, "report.read_waiting")
    mine = or_(ReportRow.reviewer_id == actor.doctor_id, ReportRow.covering_id == actor.doctor_id)
    to_review = ReportRow.status.in_(ISSUED) & ReportRow.reviewed_at.is_(None)
    to_discuss = ReportRow.status.in_(ISSUED) & ReportRow.discussed_at.is_(None)
    to_discuss &= ReportRow.release_rule == rules.AFTER_DISCUSSION
    to_acknowledge = ReportRow.status.in_((*UNWRITTEN, *ISSUED)) & ReportRow.escalate_at.is_not(None)
    listed = records.select_reports().where(mine, or_(to_review, to_discuss, to_acknowledge))
    # what is dangerous is listed however much else waits
    first = listed.order_by(ReportRow.escalate_at.is_(None), ReportRow.registered_at, ReportRow.id)
    rows = unit.connection.execute(first.limit(MOST_LISTED)).all()
    found = [_waiting(report) for report in records.reports(unit, rows)]
    for patient_id in sorted({row.patient_id for row in rows}):
        entry = audit.Entry("report.read_waiting", f"patient {patient_id}", {"by": actor.signature})
        audit.append(unit, entry, chain_of=patient_id)
    return sorted(found, key=lambda each: (not each.is_critical, not each.is_abnormal, each.since))


def _waiting(report: Report) -> Waiting:
    waits_for = "review" if report.reviewed_at is None else "discussion"
    return Waiting(
        report.reference,
        report.patient,
        report.patient_number,
        report.title,
        report.status,
        "acknowledgement" if report.is_unacknowledged else waits_for,
        report.issued_at or report.critical_at or report.registered_at,
        report.is_unacknowledged,
        any(result.is_abnormal for result in report.content.results),
        report.reviewer,
    )


def review(unit: Unit, actor: Actor, reference: str, *, message: str) -> Report:
    """A doctor has looked at a final report; `message` is a plain sentence to the patient. Again changes nothing.

    Whoever reviews knows of a dangerous value. Raises ForbiddenError, NotFoundError, ReportStatusError for one that is
    not final, ReportError without a message, TamperedReportError.
    """
    before = moving.locked(unit, actor, reference, "report.approve")
    if before.status not in ISSUED:
        raise ReportStatusError(before.status, "reviewed")
    if before.reviewed_at is not None:
        return before
    words = " ".join(message.split())
    if not words or len(words) > MOST_WORDS:
        raise ReportError("message")
    sealing.check(unit, before, before.content)
    if before.is_unacknowledged:
        before = critical.acknowledged(unit, actor, before)
    close_tasks(unit, actor, before)
    facts = {"reviewed_at": unit.now, "reviewed_by": actor.doctor_id, "message": words, "cover_at": None}
    return moving.note(unit, before, "report.review", {"version": before.version}, **facts)


def close_tasks(unit: Unit, actor: Actor, report: Report) -> None:
    """End the tasks that an unread report made, as done by whoever acts."""
    for number in range(1, report.covers + 1):
        covering.close_task(unit, actor, _key(report.reference, number))


def discuss(unit: Unit, actor: Actor, reference: str) -> Report:
    """The doctor has talked it over with the patient: what weighs most is shown from now on. Again changes nothing.

    Raises ForbiddenError, NotFoundError, ReportStatusError, NotReviewedError, TamperedReportError.
    """
    before = moving.locked(unit, actor, reference, "report.discuss")
    if before.status not in ISSUED:
        raise ReportStatusError(before.status, "discussed")
    if before.reviewed_at is None:
        raise NotReviewedError
    if before.discussed_at is not None:
        return before
    sealing.check(unit, before, before.content)
    return moving.note(unit, before, "report.discuss", {"version": before.version}, discussed_at=unit.now)


def hand_on_due(office: Office, hospital: Hospital, steps: Steps) -> int:
    """What nobody reviewed in time goes to a colleague too; how many. For the clock, each in its own transaction."""
    return by_the_clock.each_due(
        office, ReportRow.cover_at, lambda unit, actor, at: hand_on(unit, hospital, actor, at), steps
    )


def hand_on(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> bool:
    """Ask a colleague to review what waited too long, if it has; whether it had. Where there is none, all doctors are.

    Raises ForbiddenError, NotFoundError.
    """
    access.require(unit, actor, "clock.sweep")
    found = records.get(unit, reference)
    people.lock(unit, found.patient_id)
    found = records.get(unit, reference)
    if found.cover_at is None or found.cover_at > unit.now or found.reviewed_at is not None:
        return False
    colleague = covering.colleague_of(unit, hospital, found)
    number = found.covers + 1
    summary = f"{reference}: {found.title}"
    new = NewTask(
        _key(reference, number),
        "clinic",
        tasks.REVIEW,
        summary,
        patient_id=found.patient_id,
        for_doctor_id=colleague,
    )
    task = tasks.create(unit, hospital, new)
    facts = {
        "covers": number,
        "covering_id": colleague or found.covering_id,
        "cover_at": after_working_days(hospital, unit.now, rules.COVER_AFTER_DAYS),
    }
    moving.note(unit, found, "report.hand_on", {"task": task.reference}, **facts)
    return True


def _key(reference: str, number: int) -> str:
    return f"review {reference} {number}"
