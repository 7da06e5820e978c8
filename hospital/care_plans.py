"""How something is to be treated: a plan with goals and steps, written by a doctor, moved along by whoever does a step.

Statuses are those of FHIR's CarePlan, Goal and CarePlan.activity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from db.models import CarePlanGoalRow, CarePlanRow, CarePlanStepRow
from hospital import access, acting, audit, diagnoses, people, references
from hospital.access import Actor, Role
from hospital.errors import InvalidError, KeyUsedError, NotAllowedError, NotFoundError
from hospital.office import Unit

PLAN: dict[str, frozenset[str]] = {
    "draft": frozenset({"active", "entered-in-error"}),
    "active": frozenset({"on-hold", "revoked", "completed", "entered-in-error"}),
    "on-hold": frozenset({"active", "revoked", "completed", "entered-in-error"}),
    "revoked": frozenset({"entered-in-error"}),
    "completed": frozenset({"entered-in-error"}),
    "entered-in-error": frozenset(),
}
STEP: dict[str, frozenset[str]] = {
    "not-started": frozenset({"scheduled", "in-progress", "on-hold", "completed", "cancelled"}),
    "scheduled": frozenset({"not-started", "in-progress", "on-hold", "completed", "cancelled"}),
    "in-progress": frozenset({"on-hold", "completed", "stopped"}),
    "on-hold": frozenset({"in-progress", "completed", "cancelled", "stopped"}),
    "completed": frozenset(),
    "cancelled": frozenset(),
    "stopped": frozenset(),
}
GOAL: dict[str, frozenset[str]] = {
    "active": frozenset({"on-hold", "completed", "cancelled"}),
    "on-hold": frozenset({"active", "completed", "cancelled"}),
    "completed": frozenset({"active"}),
    "cancelled": frozenset({"active"}),
}
"""Where each status may go."""
MOST = 50
"""Goals, or steps, of one plan."""


@dataclass
class PlanError(InvalidError):
    """A plan that makes no sense; `field` says where."""

    field: str


@dataclass
class PlanStatusError(NotAllowedError):
    """A plan, a goal or a step cannot go from one status to the other."""

    from_status: str
    to_status: str


@dataclass(frozen=True)
class NewGoal:
    """Something to reach; `target` is what shows that it is reached."""

    description: str
    target: str | None = None
    due: date | None = None


@dataclass(frozen=True)
class NewStep:
    """Something to do; `goal` is the place of its goal in the plan, from 0."""

    description: str
    due: date | None = None
    goal: int | None = None


@dataclass(frozen=True)
class NewPlan:
    """A plan to be written for a patient, for a diagnosis where there is one (its reference)."""

    patient_id: int
    title: str
    goals: Sequence[NewGoal] = field(default=())
    steps: Sequence[NewStep] = field(default=())
    diagnosis: str | None = None


@dataclass(frozen=True)
class Goal:
    """A goal as it stands."""

    id: int
    description: str
    target: str | None
    due: date | None
    status: str


@dataclass(frozen=True)
class Step:
    """A step as it stands."""

    id: int
    goal_id: int | None
    description: str
    due: date | None
    status: str
    done_at: datetime | None


@dataclass(frozen=True)
class Plan:
    """A plan as it stands."""

    id: int
    reference: str
    patient_id: int
    title: str
    status: str
    written_at: datetime
    released_at: datetime | None
    goals: Sequence[Goal]
    steps: Sequence[Step]


def write(unit: Unit, actor: Actor, new: NewPlan, *, key: str, is_draft: bool = False) -> Plan:
    """Write a plan, active at once or, as a draft, once it is moved there; the same `key` again is the same plan.

    Raises KeyUsedError for the key of another patient's, ForbiddenError, PlanError, NotFoundError for a diagnosis that
    is not this patient's.
    """
    access.require(unit, actor, "plan.write", new.patient_id)
    _check(new)
    people.lock(unit, new.patient_id)
    there = unit.connection.scalar(select(CarePlanRow.reference).where(CarePlanRow.request_key == key))
    if there is not None:
        before = get(unit, there)
        if before.patient_id != new.patient_id:
            raise KeyUsedError
        return before
    reference = references.new(references.PLAN, 8)
    made = unit.connection.execute(
        insert(CarePlanRow),
        {
            "reference": reference,
            "request_key": key,
            "patient_id": new.patient_id,
            "diagnosis_id": _diagnosis(unit, new),
            "title": new.title.strip(),
            "status": "draft" if is_draft else "active",
            "written_by": actor.doctor_id,
            "written_at": unit.now,
        },
    ).inserted_primary_key
    assert made is not None
    _add(unit, made[0], new)
    facts = {"goals": len(new.goals), "steps": len(new.steps)}
    audit.append(unit, audit.Entry("plan.write", reference, facts), chain_of=new.patient_id)
    return get(unit, reference)


def move(unit: Unit, actor: Actor, reference: str, to_status: str) -> Plan:
    """Hold, take up, revoke or complete a plan. Raises ForbiddenError, NotFoundError, PlanStatusError."""
    plan = _locked(unit, actor, reference, "plan.write")
    if plan.status != to_status:
        _go(PLAN, plan.status, to_status)
        unit.connection.execute(update(CarePlanRow).where(CarePlanRow.id == plan.id).values(status=to_status))
        facts = {"from": plan.status, "to": to_status}
        audit.append(unit, audit.Entry("plan.move", reference, facts), chain_of=plan.patient_id)
    return get(unit, reference)


def release(unit: Unit, actor: Actor, reference: str) -> Plan:
    """The patient may read it from now on. Raises ForbiddenError, NotFoundError, PlanStatusError for a draft."""
    plan = _locked(unit, actor, reference, "plan.write")
    if plan.status == "draft":
        raise PlanStatusError(plan.status, "released")
    if plan.released_at is None:
        unit.connection.execute(update(CarePlanRow).where(CarePlanRow.id == plan.id).values(released_at=unit.now))
        audit.append(unit, audit.Entry("plan.release", reference, {}), chain_of=plan.patient_id)
    return get(unit, reference)


def move_step(unit: Unit, actor: Actor, reference: str, step_id: int, to_status: str) -> Plan:
    """Take a step along, as a doctor or a nurse does it.

    Raises ForbiddenError, NotFoundError, PlanStatusError, also where the plan itself is not active.
    """
    plan = _locked(unit, actor, reference, "plan.progress")
    step = next((each for each in plan.steps if each.id == step_id), None)
    if step is None:
        raise NotFoundError(str(step_id))
    if step.status == to_status:
        return plan
    if plan.status != "active":
        raise PlanStatusError(plan.status, to_status)
    _go(STEP, step.status, to_status)
    values: dict[str, Any] = {"status": to_status}
    if to_status == "completed":
        values |= {"done_at": unit.now, "done_by": unit.actor}
    unit.connection.execute(update(CarePlanStepRow).where(CarePlanStepRow.id == step_id).values(**values))
    facts = {"step": step_id, "from": step.status, "to": to_status}
    audit.append(unit, audit.Entry("plan.step", reference, facts), chain_of=plan.patient_id)
    return get(unit, reference)


def move_goal(unit: Unit, actor: Actor, reference: str, goal_id: int, to_status: str) -> Plan:
    """A goal is reached, or given up, or taken up again.

    Raises ForbiddenError, NotFoundError, PlanStatusError, also where the plan itself is not active.
    """
    plan = _locked(unit, actor, reference, "plan.write")
    goal = next((each for each in plan.goals if each.id == goal_id), None)
    if goal is None:
        raise NotFoundError(str(goal_id))
    if goal.status != to_status:
        if plan.status != "active":
            raise PlanStatusError(plan.status, to_status)
        _go(GOAL, goal.status, to_status)
        changed = update(CarePlanGoalRow).where(CarePlanGoalRow.id == goal_id)
        unit.connection.execute(changed.values(status=to_status))
        facts = {"goal": goal_id, "from": goal.status, "to": to_status}
        audit.append(unit, audit.Entry("plan.goal", reference, facts), chain_of=plan.patient_id)
    return get(unit, reference)


def of_patient(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Plan]:
    """A patient's plans, the latest first; patients see what is released. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "plan.read", patient_id)
    mine = select(CarePlanRow.reference).where(
        CarePlanRow.patient_id == patient_id, CarePlanRow.status != "entered-in-error"
    )
    if actor.role in (Role.PATIENT, Role.PROXY):
        mine = mine.where(CarePlanRow.released_at.is_not(None))
    ordered = mine.order_by(CarePlanRow.written_at.desc(), CarePlanRow.id.desc())
    return [get(unit, reference) for reference in unit.connection.scalars(ordered).all()]


def get(unit: Unit, reference: str) -> Plan:
    """The plan of a reference, for the hospital room. Raises NotFoundError."""
    row = unit.connection.execute(select(CarePlanRow.__table__).where(CarePlanRow.reference == reference)).first()
    if row is None:
        raise NotFoundError(reference)
    goals = select(
        CarePlanGoalRow.id,
        CarePlanGoalRow.description,
        CarePlanGoalRow.target,
        CarePlanGoalRow.due,
        CarePlanGoalRow.status,
    ).where(CarePlanGoalRow.plan_id == row.id)
    steps = select(
        CarePlanStepRow.id,
        CarePlanStepRow.goal_id,
        CarePlanStepRow.description,
        CarePlanStepRow.due,
        CarePlanStepRow.status,
        CarePlanStepRow.done_at,
    ).where(CarePlanStepRow.plan_id == row.id)
    return Plan(
        row.id,
        row.reference,
        row.patient_id,
        row.title,
        row.status,
        row.written_at,
        row.released_at,
        [Goal(*each) for each in unit.connection.execute(goals.order_by(CarePlanGoalRow.id))],
        [Step(*each) for each in unit.connection.execute(steps.order_by(CarePlanStepRow.id))],
    )


def _locked(unit: Unit, actor: Actor, reference: str, permission: str) -> Plan:
    return acting.locked(unit, actor, permission, get, reference)


def check_parts(goals: Sequence[NewGoal], steps: Sequence[NewStep]) -> None:
    """Raises PlanError where goals or steps to be written make no sense."""
    texts = [*(goal.description for goal in goals), *(step.description for step in steps)]
    if any(not text.strip() or len(text) > 200 for text in texts):
        raise PlanError("description")
    if any(goal.target is not None and len(goal.target) > 200 for goal in goals):
        raise PlanError("target")


def _check(new: NewPlan) -> None:
    if not new.title.strip() or len(new.title) > 200:
        raise PlanError("description")
    check_parts(new.goals, new.steps)
    if len(new.goals) > MOST or len(new.steps) > MOST:
        raise PlanError("size")
    if any(step.goal is not None and not 0 <= step.goal < len(new.goals) for step in new.steps):
        raise PlanError("goal")


def _diagnosis(unit: Unit, new: NewPlan) -> int | None:
    if new.diagnosis is None:
        return None
    found = diagnoses.get(unit, new.diagnosis)
    if found.patient_id != new.patient_id:
        raise NotFoundError(new.diagnosis)
    return found.id


def _add(unit: Unit, plan_id: int, new: NewPlan) -> None:
    goals: list[int] = []
    for goal in new.goals:
        values = {
            "plan_id": plan_id,
            "description": goal.description.strip(),
            "target": goal.target,
            "due": goal.due,
            "status": "active",
        }
        made = unit.connection.execute(insert(CarePlanGoalRow), values).inserted_primary_key
        assert made is not None
        goals.append(made[0])
    steps = [
        {
            "plan_id": plan_id,
            "goal_id": None if step.goal is None else goals[step.goal],
            "description": step.description.strip(),
            "due": step.due,
            "status": "not-started",
        }
        for step in new.steps
    ]
    if steps:
        unit.connection.execute(insert(CarePlanStepRow), steps)


def _go(arrows: dict[str, frozenset[str]], from_status: str, to_status: str) -> None:
    if to_status not in arrows[from_status]:
        raise PlanStatusError(from_status, to_status)
