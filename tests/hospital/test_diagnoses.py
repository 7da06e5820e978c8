"""What doctors find stays on record with its history, and reaches the patient when released."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hospital import access, care_plans, diagnoses, encounters
from hospital.access import ForbiddenError, ProofNeededError
from hospital.care_plans import NewGoal, NewPlan, NewStep, PlanError, PlanStatusError
from hospital.diagnoses import Diagnosis, Finding, FindingError, WithdrawnError
from hospital.errors import KeyUsedError, NotFoundError
from tests.hospital.clinic import HUGO, IRIS
from tests.hospital.house import ADLER, BILLING, BRANDT, DESK, NURSE, PHARMACIST, House

PRESSURE = Finding("Raised blood pressure", code="I10", onset=date(2026, 5, 1))


def found(house: House, finding: Finding = PRESSURE, key: str = "first") -> Diagnosis:
    _, encounter = house.seen(IRIS)
    return house.as_(ADLER, lambda unit, actor: diagnoses.record(unit, actor, encounter.reference, finding, key=key))


def changed(house: House, reference: str, finding: Finding, reason: str = "measured again") -> Diagnosis:
    return house.as_(ADLER, lambda unit, actor: diagnoses.change(unit, actor, reference, finding, reason=reason))


def test_a_diagnosis_belongs_to_its_visit_and_doctor_and_is_recorded_once(house: House) -> None:
    _, encounter = house.seen(IRIS)
    both = [
        house.as_(ADLER, lambda u, actor: diagnoses.record(u, actor, encounter.reference, PRESSURE, key="k"))
        for _ in range(2)
    ]
    assert both[0] == both[1]
    assert (both[0].encounter, both[0].doctor, both[0].finding) == (encounter.reference, "adler", PRESSURE)
    assert len(house.as_(ADLER, lambda u, actor: diagnoses.of_patient(u, actor, house.patient(IRIS)))) == 1


def test_every_change_is_kept_with_who_made_it_and_why(house: House) -> None:
    first = found(house)
    surer = replace(PRESSURE, verification_status="confirmed", severity="moderate")
    changed(house, first.reference, surer, "24 hours of readings")
    over = replace(surer, clinical_status="resolved", abatement=date(2026, 6, 8))
    changed(house, first.reference, over, "normal since")
    told = house.as_(NURSE, lambda unit, actor: diagnoses.history(unit, actor, first.reference))
    assert [(each.version, each.finding, each.reason) for each in told] == [
        (1, PRESSURE, None),
        (2, surer, "24 hours of readings"),
        (3, over, "normal since"),
    ]
    assert {each.changed_by for each in told} == {"staff:vera.adler@rosehill.example"}


def test_a_change_without_a_reason_or_without_a_difference_is_none(house: House) -> None:
    first = found(house)
    with pytest.raises(FindingError):
        changed(house, first.reference, replace(PRESSURE, severity="mild"), " ")
    assert changed(house, first.reference, PRESSURE, "") == first


@pytest.mark.parametrize(
    "wrong",
    [
        Finding(" "),
        Finding("x" * 201),
        replace(PRESSURE, code="I" * 65),
        replace(PRESSURE, code=" "),
        replace(PRESSURE, clinical_status="gone"),
        replace(PRESSURE, verification_status="sure"),
        replace(PRESSURE, severity="fatal"),
        replace(PRESSURE, onset=date(2026, 6, 9)),
        replace(PRESSURE, abatement=date(2026, 4, 1)),
    ],
)
def test_a_finding_that_makes_no_sense_is_refused_and_nothing_is_kept(house: House, wrong: Finding) -> None:
    with pytest.raises(FindingError):
        found(house, wrong)
    assert house.as_(ADLER, lambda u, actor: diagnoses.of_patient(u, actor, house.patient(IRIS))) == []


def test_what_was_recorded_in_error_is_in_no_list_and_stays_in_the_history(house: House) -> None:
    first = found(house)
    house.as_(ADLER, lambda unit, actor: diagnoses.withdraw(unit, actor, first.reference, reason="another patient's"))
    assert house.as_(ADLER, lambda u, actor: diagnoses.of_patient(u, actor, house.patient(IRIS))) == []
    told = house.as_(ADLER, lambda unit, actor: diagnoses.history(unit, actor, first.reference))
    assert [each.finding.verification_status for each in told] == ["provisional", "entered-in-error"]
    with pytest.raises(WithdrawnError):
        changed(house, first.reference, PRESSURE)
    with pytest.raises(WithdrawnError):
        house.as_(ADLER, lambda unit, actor: diagnoses.release(unit, actor, first.reference))


def test_a_patient_reads_their_diagnosis_only_once_it_is_released_and_only_signed_in(house: House) -> None:
    first, iris = found(house), house.patient(IRIS)
    mine = access.of_patient(iris, level=3)
    assert house.write(lambda unit: diagnoses.of_patient(unit, mine, iris)) == []
    house.as_(ADLER, lambda unit, actor: diagnoses.release(unit, actor, first.reference))
    assert [each.reference for each in house.write(lambda u: diagnoses.of_patient(u, mine, iris))] == [first.reference]
    with pytest.raises(ProofNeededError):
        house.write(lambda unit: diagnoses.of_patient(unit, access.of_patient(iris, level=2), iris))
    with pytest.raises(ForbiddenError):
        house.write(lambda unit: diagnoses.of_patient(unit, house.himself(HUGO), iris))


def test_what_became_of_a_diagnosis_is_released_anew_before_the_patient_reads_it(house: House) -> None:
    first, iris = found(house, Finding("Cough")), house.patient(IRIS)

    def read() -> list[str]:
        told = house.write(lambda unit: diagnoses.of_patient(unit, house.himself(IRIS), iris))
        return [each.finding.condition for each in told]

    house.as_(ADLER, lambda unit, actor: diagnoses.release(unit, actor, first.reference))
    assert read() == ["Cough"]
    changed(house, first.reference, Finding("Lung cancer", verification_status="confirmed"), "CT and biopsy")
    assert read() == []
    house.as_(ADLER, lambda unit, actor: diagnoses.release(unit, actor, first.reference))
    assert read() == ["Lung cancer"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_today_is_the_hospitals_day(house: House) -> None:
    _, encounter = house.seen(IRIS)
    # half past midnight of the 9th in Dublin
    late = datetime(2026, 6, 8, 23, 30, tzinfo=UTC)

    def record(onset: date) -> Diagnosis:
        new = Finding("Fever", onset=onset)
        return house.as_(
            ADLER, lambda u, actor: diagnoses.record(u, actor, encounter.reference, new, key=f"{onset}"), now=late
        )

    assert record(date(2026, 6, 9)).finding.onset == date(2026, 6, 9)
    with pytest.raises(FindingError):
        record(date(2026, 6, 10))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_key_gives_nobody_what_was_found_or_planned_for_somebody_else(house: House) -> None:
    planned(house)
    _, hugos = house.seen(HUGO, at="2026-06-08 11:00")
    with pytest.raises(KeyUsedError):
        house.as_(ADLER, lambda u, actor: diagnoses.record(u, actor, hugos.reference, PRESSURE, key="first"))
    new = NewPlan(house.patient(HUGO), "Rest")
    with pytest.raises(KeyUsedError):
        house.as_(ADLER, lambda unit, actor: care_plans.write(unit, actor, new, key="plan"))


def test_a_pharmacist_sees_what_goes_on_and_the_bill_gets_codes_alone(house: House) -> None:
    first, iris = found(house), house.patient(IRIS)
    assert house.as_(PHARMACIST, lambda unit, actor: diagnoses.active(unit, actor, iris)) == ["Raised blood pressure"]
    assert house.as_(BILLING, lambda unit, actor: diagnoses.codes(unit, actor, iris)) == []
    changed(house, first.reference, replace(PRESSURE, verification_status="confirmed"))
    assert house.as_(BILLING, lambda unit, actor: diagnoses.codes(unit, actor, iris)) == ["I10"]
    changed(house, first.reference, replace(PRESSURE, verification_status="refuted"))
    assert house.as_(PHARMACIST, lambda unit, actor: diagnoses.active(unit, actor, iris)) == []


def test_a_doctor_who_does_not_treat_the_patient_records_and_reads_nothing(house: House) -> None:
    _, encounter = house.seen(IRIS)
    with pytest.raises(ForbiddenError):
        house.as_(BRANDT, lambda unit, actor: diagnoses.record(unit, actor, encounter.reference, PRESSURE, key="k"))
    with pytest.raises(ForbiddenError):
        house.as_(BRANDT, lambda unit, actor: diagnoses.of_patient(unit, actor, house.patient(IRIS)))


def test_nothing_is_found_at_an_encounter_that_was_none(house: House) -> None:
    _, encounter = house.seen(IRIS)
    house.write(lambda unit: encounters.change(unit, encounter.reference, "entered-in-error"))
    with pytest.raises(encounters.EncounterStatusError):
        house.as_(ADLER, lambda unit, actor: diagnoses.record(unit, actor, encounter.reference, PRESSURE, key="k"))


def test_a_note_is_for_colleagues_and_never_released_with_the_diagnosis(house: House) -> None:
    _, encounter = house.seen(IRIS)
    made = house.as_(
        ADLER,
        lambda u, actor: diagnoses.record(u, actor, encounter.reference, PRESSURE, key="k", note="does not take it"),
    )
    house.as_(ADLER, lambda unit, actor: diagnoses.release(unit, actor, made.reference))
    iris = house.patient(IRIS)
    for herself in (house.himself(IRIS), access.of_patient(iris, level=3, is_proxy=True)):
        read = house.write(lambda unit, actor=herself: diagnoses.of_patient(unit, actor, iris))  # type: ignore[misc]
        assert [(each.finding, each.note) for each in read] == [(PRESSURE, None)]
    for colleague in (ADLER, NURSE):
        read = house.as_(colleague, lambda unit, actor: diagnoses.of_patient(unit, actor, iris))
        assert [each.note for each in read] == ["does not take it"]


# --- plans ----------------------------------------------------------------------------------------


def planned(house: House, **more: object) -> care_plans.Plan:
    diagnosis = found(house)
    new = NewPlan(
        house.patient(IRIS),
        "Lower the pressure",
        (NewGoal("Blood pressure", "below 140/90", date(2026, 9, 1)), NewGoal("Weight")),
        (NewStep("Walk half an hour a day", goal=1), NewStep("Measure every morning", date(2026, 6, 22), goal=0)),
        diagnosis.reference,
    )
    return house.as_(ADLER, lambda unit, actor: care_plans.write(unit, actor, replace(new, **more), key="plan"))  # type: ignore[arg-type]


def test_a_plan_has_its_goals_and_steps_and_they_move_along(house: House) -> None:
    plan = planned(house)
    assert [goal.description for goal in plan.goals] == ["Blood pressure", "Weight"]
    assert [step.goal_id for step in plan.steps] == [plan.goals[1].id, plan.goals[0].id]
    step, goal = plan.steps[0].id, plan.goals[0].id
    house.as_(NURSE, lambda unit, actor: care_plans.move_step(unit, actor, plan.reference, step, "in-progress"))
    house.as_(NURSE, lambda unit, actor: care_plans.move_step(unit, actor, plan.reference, step, "completed"))
    house.as_(ADLER, lambda unit, actor: care_plans.move_goal(unit, actor, plan.reference, goal, "completed"))
    now = house.read(lambda unit: care_plans.get(unit, plan.reference))
    assert (now.steps[0].status, now.goals[0].status, now.status) == ("completed", "completed", "active")
    with pytest.raises(PlanStatusError):
        house.as_(NURSE, lambda unit, actor: care_plans.move_step(unit, actor, plan.reference, step, "in-progress"))


def test_goals_and_steps_of_a_revoked_plan_stand_still(house: House) -> None:
    plan = planned(house)
    house.as_(ADLER, lambda unit, actor: care_plans.move(unit, actor, plan.reference, "revoked"))
    with pytest.raises(PlanStatusError):
        house.as_(
            NURSE,
            lambda unit, actor: care_plans.move_step(unit, actor, plan.reference, plan.steps[0].id, "completed"),
        )
    with pytest.raises(PlanStatusError):
        house.as_(ADLER, lambda u, actor: care_plans.move_goal(u, actor, plan.reference, plan.goals[0].id, "completed"))
    with pytest.raises(PlanStatusError):
        house.as_(ADLER, lambda unit, actor: care_plans.move(unit, actor, plan.reference, "active"))


def test_a_patient_sees_a_plan_once_it_is_released(house: House) -> None:
    plan, iris = planned(house), house.patient(IRIS)
    mine = house.himself(IRIS)
    assert house.write(lambda unit: care_plans.of_patient(unit, mine, iris)) == []
    house.as_(ADLER, lambda unit, actor: care_plans.release(unit, actor, plan.reference))
    assert [each.title for each in house.write(lambda u: care_plans.of_patient(u, mine, iris))] == [
        "Lower the pressure"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"goals": (NewGoal(""),)},
        {"goals": (NewGoal("Weight", "x" * 201),)},
        {"steps": (NewStep("Walk", goal=2),)},
        {"steps": (NewStep("Walk"),) * 51},
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(house: House, wrong: dict[str, object]) -> None:
    with pytest.raises(PlanError):
        planned(house, **wrong)


def test_a_plan_for_another_patients_diagnosis_is_refused(house: House) -> None:
    diagnosis = found(house)
    house.book(HUGO, "adler", "2026-06-08 11:00")
    new = NewPlan(house.patient(HUGO), "Rest", diagnosis=diagnosis.reference)
    with pytest.raises(NotFoundError):
        house.as_(ADLER, lambda unit, actor: care_plans.write(unit, actor, new, key="k"))


def test_the_desk_reads_neither_diagnoses_nor_plans(house: House) -> None:
    found(house)
    for read in (diagnoses.of_patient, care_plans.of_patient):
        with pytest.raises(ForbiddenError):
            house.as_(DESK, lambda unit, actor, read=read: read(unit, actor, house.patient(IRIS)))  # type: ignore[misc]
