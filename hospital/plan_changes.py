"""What comes to a plan after it was written: another goal, another step, other words or another day for a step.

Nothing that was planned is lost: a step in other words is another one, and the one before stays, given up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, update

from db.models import CarePlanGoalRow, CarePlanStepRow
from hospital import acting, audit, care_plans
from hospital.access import Actor
from hospital.care_plans import MOST, STEP, NewGoal, NewStep, Plan, PlanError, PlanStatusError, Step
from hospital.errors import NotFoundError
from hospital.office import Unit

OPEN = frozenset({"draft", "active", "on-hold"})
"""What is added to and changed."""
_GIVEN_UP = frozenset({"cancelled", "stopped"})


def add_goal(unit: Unit, actor: Actor, reference: str, goal: NewGoal) -> Plan:
    """One more thing to reach; what the plan has already, and has not given up, is not added again.

    Raises ForbiddenError, NotFoundError, PlanError, PlanStatusError where the plan is over.
    """
    plan = _locked(unit, actor, reference)
    care_plans.check_parts([goal], [])
    wanted = goal.description.strip(), goal.target, goal.due
    if wanted in [(each.description, each.target, each.due) for each in plan.goals if each.status != "cancelled"]:
        return plan
    if len(plan.goals) >= MOST:
        raise PlanError("size")
    values = dict(zip(("description", "target", "due"), wanted, strict=True))
    unit.connection.execute(insert(CarePlanGoalRow), {**values, "plan_id": plan.id, "status": "active"})
    return _noted(unit, plan, "plan.add_goal", {"goals": len(plan.goals) + 1})


def add_step(unit: Unit, actor: Actor, reference: str, step: NewStep, *, goal_id: int | None = None) -> Plan:
    """One more thing to do, towards the goal of `goal_id` (a new step's `goal` counts only while a plan is written);
    what the plan has already, and has not given up, is not added again.

    Raises as `add_goal` does, NotFoundError also for a goal of another plan.
    """
    plan = _locked(unit, actor, reference)
    care_plans.check_parts([], [step])
    _check_goal(plan, goal_id)
    if _has(plan.steps, step, goal_id):
        return plan
    _insert_step(unit, plan, step, goal_id)
    return _noted(unit, plan, "plan.add_step", {"steps": len(plan.steps) + 1})


def change_step(
    unit: Unit, actor: Actor, reference: str, step_id: int, step: NewStep, *, goal_id: int | None = None
) -> Plan:
    """Another day or goal for a step; in other words it is given up, and a new one stands for it, or the one that the
    plan has already. The same change again is nothing new.

    Raises as `add_step` does, PlanStatusError also where the step is done or given up.
    """
    plan = _locked(unit, actor, reference)
    care_plans.check_parts([], [step])
    _check_goal(plan, goal_id)
    before = next((each for each in plan.steps if each.id == step_id), None)
    if before is None:
        raise NotFoundError(str(step_id))
    if (before.description, before.due, before.goal_id) == (step.description.strip(), step.due, goal_id):
        return plan
    others = [each for each in plan.steps if each.id != step_id]
    is_there = _has(others, step, goal_id)
    if is_there and before.status in _GIVEN_UP:
        return plan
    if not STEP[before.status]:
        raise PlanStatusError(before.status, "changed")
    values: dict[str, Any] = {"due": step.due, "goal_id": goal_id}
    if is_there or before.description != step.description.strip():
        values = {"status": "stopped" if before.status == "in-progress" else "cancelled"}
        if not is_there:
            _insert_step(unit, plan, step, goal_id)
    unit.connection.execute(update(CarePlanStepRow).where(CarePlanStepRow.id == step_id).values(**values))
    was_due = None if before.due is None else before.due.isoformat()
    told = {"step": step_id, "was_due": was_due, "was_goal": before.goal_id}
    return _noted(unit, plan, "plan.change_step", told)


def _locked(unit: Unit, actor: Actor, reference: str) -> Plan:
    plan = acting.locked(unit, actor, "plan.write", care_plans.get, reference)
    if plan.status not in OPEN:
        raise PlanStatusError(plan.status, "changed")
    return plan


def _check_goal(plan: Plan, goal_id: int | None) -> None:
    if goal_id is not None and goal_id not in {goal.id for goal in plan.goals}:
        raise NotFoundError(str(goal_id))


def _has(steps: Sequence[Step], step: NewStep, goal_id: int | None) -> bool:
    wanted = step.description.strip(), step.due, goal_id
    return wanted in [(each.description, each.due, each.goal_id) for each in steps if each.status not in _GIVEN_UP]


def _insert_step(unit: Unit, plan: Plan, step: NewStep, goal_id: int | None) -> None:
    if len(plan.steps) >= MOST:
        raise PlanError("size")
    values = {
        "plan_id": plan.id,
        "goal_id": goal_id,
        "description": step.description.strip(),
        "due": step.due,
        "status": "not-started",
    }
    unit.connection.execute(insert(CarePlanStepRow), values)


def _noted(unit: Unit, plan: Plan, action: str, facts: dict[str, Any]) -> Plan:
    audit.append(unit, audit.Entry(action, plan.reference, facts), chain_of=plan.patient_id)
    return care_plans.get(unit, plan.reference)
