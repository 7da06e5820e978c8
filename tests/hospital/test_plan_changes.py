"""A plan grows and changes after it was written, and what was planned before stays readable."""

from __future__ import annotations

from datetime import date

import pytest

from db.models import AuditRow
from hospital import care_plans, plan_changes
from hospital.care_plans import MOST, NewGoal, NewPlan, NewStep, Plan, PlanError, PlanStatusError
from hospital.errors import NotFoundError
from tests.hospital.clinic import HUGO, IRIS
from tests.hospital.house import ADLER, House


def written(house: House, number: str = IRIS, at: str = "2026-06-08 09:30", *, is_draft: bool = False) -> Plan:
    house.seen(number, at=at)
    new = NewPlan(house.patient(number), "Lower it", (NewGoal("Below 140/90"),), (NewStep("Walk daily"),))
    return house.as_(ADLER, lambda u, actor: care_plans.write(u, actor, new, key=f"plan {number}", is_draft=is_draft))


def add_goal(house: House, plan: Plan, goal: NewGoal) -> Plan:
    return house.as_(ADLER, lambda unit, actor: plan_changes.add_goal(unit, actor, plan.reference, goal))


def add_step(house: House, plan: Plan, step: NewStep, goal_id: int | None = None) -> Plan:
    return house.as_(
        ADLER, lambda unit, actor: plan_changes.add_step(unit, actor, plan.reference, step, goal_id=goal_id)
    )


def change_step(house: House, plan: Plan, step_id: int, step: NewStep, goal_id: int | None = None) -> Plan:
    return house.as_(
        ADLER, lambda unit, actor: plan_changes.change_step(unit, actor, plan.reference, step_id, step, goal_id=goal_id)
    )


def steps(plan: Plan) -> list[tuple[str, date | None, str]]:
    return [(each.description, each.due, each.status) for each in plan.steps]


def test_a_plan_gets_a_new_goal_and_a_step_towards_it_once(house: House) -> None:
    plan, goal = written(house), NewGoal("Sleep seven hours", due=date(2026, 9, 1))
    for _ in range(2):
        plan = add_goal(house, plan, goal)
    assert [(each.description, each.due, each.status) for each in plan.goals] == [
        ("Below 140/90", None, "active"),
        ("Sleep seven hours", date(2026, 9, 1), "active"),
    ]
    new = plan.goals[1].id
    for _ in range(2):
        plan = add_step(house, plan, NewStep("No screens after ten"), new)
    assert steps(plan) == [("Walk daily", None, "not-started"), ("No screens after ten", None, "not-started")]
    assert plan.steps[1].goal_id == new


def test_a_step_gets_another_day_and_in_other_words_the_one_before_is_given_up(house: House) -> None:
    plan = written(house)
    plan = change_step(house, plan, plan.steps[0].id, NewStep("Walk daily", date(2026, 7, 1)))
    assert steps(plan) == [("Walk daily", date(2026, 7, 1), "not-started")]
    plan = change_step(house, plan, plan.steps[0].id, NewStep("Swim twice a week"))
    assert steps(plan) == [
        ("Walk daily", date(2026, 7, 1), "cancelled"),
        ("Swim twice a week", None, "not-started"),
    ]
    with pytest.raises(PlanStatusError):
        change_step(house, plan, plan.steps[0].id, NewStep("Walk twice"))


def test_the_same_change_again_is_nothing_new_and_no_step_stands_twice(house: House) -> None:
    plan = written(house)
    walk, swim = plan.steps[0].id, NewStep("Swim twice a week")
    changed = change_step(house, plan, walk, swim)
    assert steps(change_step(house, plan, walk, swim)) == steps(changed)
    plan = add_step(house, plan, NewStep("Row"))
    plan = change_step(house, plan, plan.steps[-1].id, swim)
    assert [each for each in steps(plan) if each[2] == "not-started"] == [("Swim twice a week", None, "not-started")]


def test_a_plan_does_not_grow_past_its_most_by_rewording(house: House) -> None:
    plan = written(house)
    while len(plan.steps) < MOST:
        plan = add_step(house, plan, NewStep(f"Walk {len(plan.steps)} km"))
    with pytest.raises(PlanError):
        change_step(house, plan, plan.steps[0].id, NewStep("Swim"))
    assert len(house.read(lambda unit: care_plans.get(unit, plan.reference)).steps) == MOST


def test_towards_which_goal_a_step_was_before_is_written_down(house: House) -> None:
    plan = add_goal(house, written(house), NewGoal("Sleep seven hours"))
    first, second = (goal.id for goal in plan.goals)
    walk = plan.steps[0]
    change_step(house, plan, walk.id, NewStep("Walk daily"), first)
    change_step(house, plan, walk.id, NewStep("Walk daily"), second)
    told = [row.facts["was_goal"] for row in house.rows(AuditRow) if row.action == "plan.change_step"]
    assert told == [walk.goal_id, first]


def test_what_is_over_and_what_belongs_to_another_plan_is_not_touched(house: House) -> None:
    hers, his = written(house), written(house, HUGO, "2026-06-08 10:00")
    with pytest.raises(NotFoundError):
        add_step(house, hers, NewStep("Swim"), his.goals[0].id)
    with pytest.raises(NotFoundError):
        change_step(house, hers, his.steps[0].id, NewStep("Swim"))
    with pytest.raises(PlanError):
        add_step(house, hers, NewStep(" "))
    house.as_(ADLER, lambda unit, actor: care_plans.move(unit, actor, hers.reference, "completed"))
    with pytest.raises(PlanStatusError):
        add_step(house, hers, NewStep("Swim"))
    assert steps(house.read(lambda unit: care_plans.get(unit, hers.reference))) == steps(hers)


def test_a_draft_is_worked_on_and_no_patient_reads_it_until_it_is_active_and_released(house: House) -> None:
    plan, mine, iris = written(house, is_draft=True), house.himself(IRIS), house.patient(IRIS)
    assert add_step(house, plan, NewStep("Swim")).status == "draft"
    with pytest.raises(PlanStatusError):
        house.as_(ADLER, lambda unit, actor: care_plans.release(unit, actor, plan.reference))
    house.as_(ADLER, lambda unit, actor: care_plans.move(unit, actor, plan.reference, "active"))
    assert house.write(lambda unit: care_plans.of_patient(unit, mine, iris)) == []
    house.as_(ADLER, lambda unit, actor: care_plans.release(unit, actor, plan.reference))
    assert [len(each.steps) for each in house.write(lambda unit: care_plans.of_patient(unit, mine, iris))] == [2]
