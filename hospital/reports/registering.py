"""Beginning a report, and ending one that should not be: cancelled before it was final, else entered in error."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert, select

from db.models import ReportRow, ReportVersionRow
from hospital import access, audit, people, references
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import KeyUsedError
from hospital.office import Unit
from hospital.orders import following
from hospital.orders import records as orders_on_file
from hospital.orders.records import ACTIVE, COMPLETED, ON_HOLD
from hospital.reports import critical, missing, moving, records, reviewing, rules
from hospital.reports.errors import ReportError
from hospital.reports.records import CANCELLED, ERROR, ISSUED, REGISTERED, Report


@dataclass(frozen=True)
class NewReport:
    """A report to begin: of an order by its reference, or of a patient with a kind, a title and a reviewer's code.

    `release` is a rule stricter than the kind's own.
    """

    order: str | None = None
    patient_id: int | None = None
    kind: str = rules.OUTSIDE
    title: str = ""
    reviewer: str | None = None
    release: str | None = None


def register(unit: Unit, hospital: Hospital, actor: Actor, new: NewReport, *, key: str) -> Report:
    """Begin a report, with nothing in it yet; the same `key` again is the same report.

    Raises KeyUsedError for the key of another order's or patient's, ForbiddenError, NotFoundError, ReportError.
    """
    values = _of_order(unit, new) if new.order is not None else _of_patient(hospital, actor, new)
    patient_id: int = values["patient_id"]
    access.require(unit, actor, "report.register", patient_id)
    rule = new.release or rules.release_of(values["kind"], values["title"])
    if not rules.is_as_strict(rule, values["kind"], values["title"]):
        raise ReportError("release")
    people.lock(unit, patient_id)
    if new.order is not None:
        values = _of_order(unit, new)  # it may have been revoked meanwhile
    there = unit.connection.scalar(select(ReportRow.reference).where(ReportRow.request_key == key))
    if there is not None:
        before = records.get(unit, there)
        if (before.patient_id, before.order_id) != (patient_id, values.get("order_id")):
            raise KeyUsedError
        return before if access.may(unit, actor, "report.read", patient_id) else _unread(before)
    reference = references.new(references.REPORT, 8)
    priority = orders_on_file.get(unit, new.order).priority if new.order is not None else "routine"
    row = {
        "reference": reference,
        "request_key": key,
        "status": REGISTERED,
        "release_rule": rule,
        "registered_at": unit.now,
        "registered_by": actor.signature,
        "final_due_at": following.report_due(hospital, unit.now, priority),
        **values,
    }
    made = unit.connection.execute(insert(ReportRow), row).inserted_primary_key
    assert made is not None
    first = {"report_id": made[0], "version": 1, "written_at": unit.now, "written_by": actor.signature}
    unit.connection.execute(insert(ReportVersionRow), first)
    if values.get("order_id") is not None:
        following.wait_no_more(unit, values["order_id"])
    facts = {"kind": values["kind"], "order": new.order}
    audit.append(unit, audit.Entry("report.register", reference, facts), chain_of=patient_id)
    return records.get(unit, reference)


def _unread(report: Report) -> Report:
    """A report for whoever registers them and does not read them: the desks."""
    return replace(report, message=None, content=replace(report.content, conclusion=None, results=(), files=()))


def _of_order(unit: Unit, new: NewReport) -> dict[str, Any]:
    ordered = orders_on_file.get(unit, new.order or "")
    if ordered.status not in (ACTIVE, ON_HOLD, COMPLETED):
        raise ReportError("order")
    return {
        "patient_id": ordered.patient_id,
        "order_id": ordered.id,
        "kind": ordered.kind,
        "title": ordered.name,
        "reviewer_id": ordered.requester_id,
    }


def _of_patient(hospital: Hospital, actor: Actor, new: NewReport) -> dict[str, Any]:
    if new.patient_id is None:
        raise ReportError("patient")
    title = " ".join(new.title.split())
    if not title or len(title) > 200:
        raise ReportError("title")
    if not new.kind or len(new.kind) > 32:
        raise ReportError("kind")
    reviewer = actor.doctor_id
    if new.reviewer is not None:
        doctor = hospital.doctors.get(new.reviewer)
        reviewer = doctor.id if doctor is not None else None
    if reviewer is None:
        raise ReportError("reviewer")
    return {"patient_id": new.patient_id, "kind": new.kind, "title": title, "reviewer_id": reviewer}


def withdraw(unit: Unit, hospital: Hospital, actor: Actor, reference: str, *, reason: str) -> Report:
    """It should not be: cancelled while it was being written, else entered in error and hidden from its patient.

    Raises ForbiddenError, NotFoundError, ReportStatusError, ReportError without a reason.
    """
    before = moving.locked(unit, actor, reference, "report.cancel")
    if before.status in (CANCELLED, ERROR):
        return before
    if not reason.strip():
        raise ReportError("reason")
    to_status = ERROR if before.status in ISSUED else CANCELLED
    over = {
        "released_at": None,
        "cover_at": None,
        "final_due_at": None,
        "escalate_at": None,
        "status_reason": reason.strip()[:200],
    }
    critical.close_tasks(unit, actor, before)
    reviewing.close_tasks(unit, actor, before)
    missing.close_task(unit, actor, before)
    after = moving.go(unit, before, to_status, **over)
    if before.order_id is not None:
        # what was done is still to be reported on
        following.wait_for_report(unit, hospital, orders_on_file.get_by_id(unit, before.order_id))
    return after
