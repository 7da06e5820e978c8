"""Dangerous values: a task for the doctor who ordered at once, then for a colleague, then for all who are on call,
until somebody says that they know.
"""

from __future__ import annotations

from db.models import ReportRow
from hospital import access, people, tasks
from hospital.access import Actor
from hospital.covering import is_away
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Office, Unit
from hospital.reports import by_the_clock, covering, moving, records, rules
from hospital.reports.records import ISSUED, UNWRITTEN, Report
from hospital.steps import Steps
from hospital.tasks import NewTask


def tell(unit: Unit, hospital: Hospital, report: Report) -> Report:
    """A dangerous value has come: whoever ordered it gets a task now, or who covers for them while they are away."""
    since = {"critical_at": unit.now, "acknowledged_at": None, "acknowledged_by": None}
    told = moving.note(unit, report, "report.critical", {"version": report.version}, **since)
    return _alert(unit, hospital, told)


def _alert(unit: Unit, hospital: Hospital, report: Report) -> Report:
    assert report.critical_at is not None
    step = (unit.now - report.critical_at) // rules.ESCALATE_AFTER
    whom = report.reviewer_id if step == 0 and not is_away(hospital, report.reviewer_id, unit.now) else None
    cover = report.covering_id
    if whom is None and step <= 1:
        whom = cover = covering.colleague_of(unit, hospital, report)
    number = report.alerts + 1
    new = NewTask(
        _key(report, number),
        tasks.ON_CALL,
        tasks.CRITICAL,
        f"{report.reference}: {report.title}",
        patient_id=report.patient_id,
        due_at=unit.now + rules.ESCALATE_AFTER,
        for_doctor_id=whom,
    )
    task = tasks.create(unit, hospital, new)
    facts = {"alerts": number, "covering_id": cover, "escalate_at": unit.now + rules.ESCALATE_AFTER}
    return moving.note(unit, report, "report.alert", {"task": task.reference, "step": step}, **facts)


def acknowledge(unit: Unit, actor: Actor, reference: str) -> Report:
    """Say that one knows of a dangerous value and sees to it; again changes nothing.

    Raises ForbiddenError, NotFoundError, also where nothing is dangerous.
    """
    before = moving.locked(unit, actor, reference, "report.acknowledge")
    if before.critical_at is None:
        raise NotFoundError(reference)
    return acknowledged(unit, actor, before) if before.is_unacknowledged else before


def acknowledged(unit: Unit, actor: Actor, report: Report) -> Report:
    """Note that somebody knows, for the hospital room, which has locked the patient."""
    close_tasks(unit, actor, report)
    facts = {"acknowledged_at": unit.now, "acknowledged_by": actor.signature, "escalate_at": None}
    return moving.note(unit, report, "report.acknowledge", {"by": actor.signature}, **facts)


def close_tasks(unit: Unit, actor: Actor, report: Report) -> None:
    """End the tasks that a report's values made, as done by whoever acts."""
    for number in range(1, report.alerts + 1):
        covering.close_task(unit, actor, _key(report, number))


def escalate_due(office: Office, hospital: Hospital, steps: Steps) -> int:
    """What nobody acknowledged in time goes to the next; how many. For the clock, each in a transaction of its own."""
    return by_the_clock.each_due(
        office, ReportRow.escalate_at, lambda unit, actor, at: escalate(unit, hospital, actor, at), steps
    )


def escalate(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> bool:
    """Tell the next of a dangerous value, if it is time; whether it was. Raises ForbiddenError, NotFoundError."""
    access.require(unit, actor, "clock.sweep")
    found = records.get(unit, reference)
    people.lock(unit, found.patient_id)
    found = records.get(unit, reference)
    is_live = found.status in (*UNWRITTEN, *ISSUED) and found.is_unacknowledged
    if not is_live or found.escalate_at is None or found.escalate_at > unit.now:
        return False
    _alert(unit, hospital, found)
    return True


def _key(report: Report, number: int) -> str:
    return f"critical {report.reference} {number}"
