"""What doctors find, and how they mean to treat it."""

from __future__ import annotations

from hospital import care_plans, diagnoses, plan_changes
from hospital.care_plans import NewGoal, NewPlan, NewStep, Plan
from hospital.diagnoses import Finding
from tests.hospital.acts.act import Act, nothing
from tests.hospital.clinic import IRIS
from tests.hospital.house import ADLER, House

FINDING = Finding("Raised blood pressure", code="I10")


def _encounter(house: House) -> str:
    from hospital import encounters

    return house.read(lambda unit: encounters.of_patient(unit, house.patient(IRIS)))[0].reference


def _found(house: House) -> str:
    encounter = _encounter(house)
    return house.as_(ADLER, lambda unit, actor: diagnoses.record(unit, actor, encounter, FINDING, key="k")).reference


def _planned(house: House) -> Plan:
    new = NewPlan(house.patient(IRIS), "Lower it", (NewGoal("Below 140/90"),), (NewStep("Walk daily"),))
    return house.as_(ADLER, lambda unit, actor: care_plans.write(unit, actor, new, key="k"))


ACTS = {
    "hospital.diagnoses.record": Act(
        "diagnosis.record",
        _encounter,
        lambda unit, house, actor, made: diagnoses.record(unit, actor, made, FINDING, key="another"),
    ),
    "hospital.diagnoses.change": Act(
        "diagnosis.record",
        _found,
        lambda unit, house, actor, made: diagnoses.change(unit, actor, made, Finding("Calm"), reason="measured"),
    ),
    "hospital.diagnoses.withdraw": Act(
        "diagnosis.record",
        _found,
        lambda unit, house, actor, made: diagnoses.withdraw(unit, actor, made, reason="wrong patient"),
    ),
    "hospital.diagnoses.release": Act(
        "diagnosis.release", _found, lambda unit, house, actor, made: diagnoses.release(unit, actor, made)
    ),
    "hospital.diagnoses.of_patient": Act(
        "diagnosis.read",
        nothing,
        lambda unit, house, actor, made: diagnoses.of_patient(unit, actor, house.patient(IRIS)),
    ),
    "hospital.diagnoses.active": Act(
        "diagnosis.read_active",
        nothing,
        lambda unit, house, actor, made: diagnoses.active(unit, actor, house.patient(IRIS)),
    ),
    "hospital.diagnoses.codes": Act(
        "diagnosis.read_codes",
        nothing,
        lambda unit, house, actor, made: diagnoses.codes(unit, actor, house.patient(IRIS)),
    ),
    "hospital.diagnoses.history": Act(
        "diagnosis.read_history", _found, lambda unit, house, actor, made: diagnoses.history(unit, actor, made)
    ),
    "hospital.care_plans.write": Act(
        "plan.write",
        nothing,
        lambda unit, house, actor, made: care_plans.write(
            unit, actor, NewPlan(house.patient(IRIS), "Rest"), key="another"
        ),
    ),
    "hospital.care_plans.move": Act(
        "plan.write", _planned, lambda unit, house, actor, made: care_plans.move(unit, actor, made.reference, "on-hold")
    ),
    "hospital.care_plans.release": Act(
        "plan.write", _planned, lambda unit, house, actor, made: care_plans.release(unit, actor, made.reference)
    ),
    "hospital.care_plans.move_step": Act(
        "plan.progress",
        _planned,
        lambda unit, house, actor, made: care_plans.move_step(
            unit, actor, made.reference, made.steps[0].id, "completed"
        ),
    ),
    "hospital.care_plans.move_goal": Act(
        "plan.write",
        _planned,
        lambda unit, house, actor, made: care_plans.move_goal(
            unit, actor, made.reference, made.goals[0].id, "completed"
        ),
    ),
    "hospital.plan_changes.add_goal": Act(
        "plan.write",
        _planned,
        lambda unit, house, actor, made: plan_changes.add_goal(unit, actor, made.reference, NewGoal("Sleep")),
    ),
    "hospital.plan_changes.add_step": Act(
        "plan.write",
        _planned,
        lambda unit, house, actor, made: plan_changes.add_step(unit, actor, made.reference, NewStep("Swim")),
    ),
    "hospital.plan_changes.change_step": Act(
        "plan.write",
        _planned,
        lambda unit, house, actor, made: plan_changes.change_step(
            unit, actor, made.reference, made.steps[0].id, NewStep("Swim")
        ),
    ),
    "hospital.care_plans.of_patient": Act(
        "plan.read", nothing, lambda unit, house, actor, made: care_plans.of_patient(unit, actor, house.patient(IRIS))
    ),
}
