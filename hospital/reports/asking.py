"""A patient's question about results, which a doctor alone answers: one task for whoever reports, and a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from db.models import OrderRow, ReportRow, TaskRow
from hospital import access, people, task_work, tasks
from hospital.access import Actor
from hospital.covering import whom_to_ask
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.reports.records import CANCELLED, ERROR
from hospital.tasks import NewTask


@dataclass(frozen=True)
class Question:
    """What a patient asks. `key` names the message that asks it; `phone` is where they can be called."""

    key: str
    patient_id: int
    conversation_id: int
    summary: str
    phone: str | None = None
    report: str | None = None
    """The report or order that it is about, by reference; None: their latest."""


@dataclass(frozen=True)
class Asked:
    """The task that it became. `due_at` is when the call comes at the latest, `doctor` whose it is, if one's."""

    reference: str
    due_at: datetime
    doctor: str | None
    is_new: bool


def ask(unit: Unit, hospital: Hospital, actor: Actor, question: Question) -> Asked:
    """Pass a question on to the doctor who reports or ordered, or who covers while they are away.

    As long as that task is open the same patient's questions are added to it. Raises ForbiddenError, ProofNeededError.
    """
    access.require(unit, actor, "report.ask", question.patient_id)
    people.lock(unit, question.patient_id)
    open_one = unit.connection.execute(
        select(TaskRow.reference, TaskRow.due_at, TaskRow.for_doctor_id)
        .where(TaskRow.patient_id == question.patient_id, TaskRow.kind == tasks.PATIENT_ASKS)
        .where(TaskRow.status.in_(tasks.OPEN))
        .order_by(TaskRow.id)
    ).first()
    if open_one is not None:
        if not tasks.is_made(unit, question.key):
            task_work.add_note(unit, open_one.reference, question.summary)
        return Asked(open_one.reference, open_one.due_at, _name(hospital, open_one.for_doctor_id), is_new=False)
    doctor_id = _doctor_of(unit, question)
    if doctor_id is not None:
        doctor_id = whom_to_ask(unit, hospital, doctor_id)
    new = NewTask(
        question.key,
        "clinic",
        tasks.PATIENT_ASKS,
        question.summary,
        conversation_id=question.conversation_id,
        patient_id=question.patient_id,
        phone=question.phone,
        for_doctor_id=doctor_id,
    )
    task = tasks.create(unit, hospital, new)
    return Asked(task.reference, task.due_at, _name(hospital, doctor_id), is_new=True)


def _doctor_of(unit: Unit, question: Question) -> int | None:
    """Who answers for the report asked about, or for the patient's latest."""
    reports = select(ReportRow.reviewer_id).where(
        ReportRow.patient_id == question.patient_id, ReportRow.status.not_in((CANCELLED, ERROR))
    )
    orders = select(OrderRow.requester_id).where(
        OrderRow.patient_id == question.patient_id, OrderRow.status.in_(("active", "on-hold", "completed"))
    )
    if question.report is not None:
        asked = unit.connection.scalar(reports.where(ReportRow.reference == question.report))
        asked = asked or unit.connection.scalar(orders.where(OrderRow.reference == question.report))
        if asked is not None:
            return asked
    latest = reports.order_by(ReportRow.registered_at.desc(), ReportRow.id.desc()).limit(1)
    return unit.connection.scalar(latest) or unit.connection.scalar(
        orders.order_by(OrderRow.ordered_at.desc(), OrderRow.id.desc()).limit(1)
    )


def _name(hospital: Hospital, doctor_id: int | None) -> str | None:
    doctor = hospital.doctors_by_id.get(doctor_id) if doctor_id is not None else None
    return doctor.name if doctor is not None else None
