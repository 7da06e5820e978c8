"""Who may do what is data, closed, and kept by every capability itself."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

import hospital
from hospital import access, visits
from hospital.access import Actor, ForbiddenError, ProofNeededError, Role, Scope, matrix
from hospital.errors import HospitalError
from hospital.office import Unit
from tests.hospital.acts import ACTS
from tests.hospital.clinic import HUGO, IRIS
from tests.hospital.house import ADLER, ADMIN, AUDITOR, BILLING, BRANDT, DESK, NURSE, PHARMACIST, WARDS, House

STAFF = (NURSE, DESK, WARDS, PHARMACIST, BILLING, AUDITOR, ADMIN)
NOT_ACTS = {
    "hospital.access.require",
    "hospital.access.may",
    "hospital.acting.as_actor",
    "hospital.handed_papers.handed",
    "hospital.orders.records.shown",
    "hospital.prescriptions.writing.prescriber_of",
    "hospital.reports.covering.close_task",
    "hospital.reports.critical.acknowledged",
    "hospital.reports.critical.close_tasks",
    "hospital.reports.moving.locked",
    "hospital.reports.reading.is_shown_to",
    "hospital.reports.reviewing.close_tasks",
}


def acts() -> Iterator[str]:
    """The name of every function of the hospital that does something in an actor's name."""
    for found in pkgutil.walk_packages(hospital.__path__, "hospital."):
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            full = f"{function.__module__}.{name}"
            takes = [p.annotation for p in inspect.signature(function).parameters.values()]
            if full == f"{found.name}.{name}" and not name.startswith("_") and "Actor" in takes:
                yield full


def test_every_act_on_the_records_is_tried_against_every_role() -> None:
    assert set(acts()) - NOT_ACTS == set(ACTS)


def test_every_act_asks_for_a_right_that_the_matrix_knows() -> None:
    assert {act.permission for act in ACTS.values()} <= set(matrix())


def expected(actor: Actor, permission: str, *, is_related: bool) -> type[Exception] | None:
    rule = matrix()[permission]
    scope = rule.scopes.get(actor.role)
    if scope is None or (scope is not Scope.ANY and not is_related):
        return ForbiddenError
    is_outsider = actor.role in (Role.PATIENT, Role.PROXY)
    return ProofNeededError if is_outsider and actor.level < rule.level else None


def everybody(house: House) -> Iterator[tuple[str, Actor, bool]]:
    """Every role, with whether the record of Iris is its business."""
    for name in STAFF:
        yield name, house.actor(name), True
    yield "her doctor", house.actor(ADLER), True
    yield "another doctor", house.actor(BRANDT), False
    iris, hugo = house.patient(IRIS), house.patient(HUGO)
    for level in range(4):
        yield f"herself at {level}", access.of_patient(iris, level=level), True
        yield f"her guardian at {level}", access.of_patient(iris, level=level, is_proxy=True), True
    yield "another patient", access.of_patient(hugo, level=3), False
    yield "another's guardian", access.of_patient(hugo, level=3, is_proxy=True), False
    yield "the clock", access.SYSTEM, True


# rights know nothing of databases
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_is_refused_to_whom_the_matrix_does_not_name(house: House, name: str) -> None:
    act = ACTS[name]
    house.seen(IRIS)
    made = act.made(house)
    met = {}
    for who, actor, _ in everybody(house):
        met[who] = house.write(lambda unit, actor=actor: attempt(unit, house, actor, name, made))  # type: ignore[misc]
    due = {who: expected(actor, act.permission, is_related=related) for who, actor, related in everybody(house)}
    assert met == due


def attempt(unit: Unit, house: House, actor: Actor, name: str, made: object) -> type[Exception] | None:
    """What an act answers, leaving nothing behind; refusals for another reason than rights are none here."""
    try:
        with unit.all_or_nothing():
            ACTS[name].do(unit, house, actor, made)
            raise _Undone
    except (ForbiddenError, ProofNeededError) as refused:
        return type(refused)
    except (_Undone, HospitalError):
        return None


class _Undone(Exception):  # noqa: N818 - no error: it takes back what an attempt did
    pass


def test_a_refusal_is_in_the_audit_trail_and_changes_nothing(house: House) -> None:
    reference, _ = house.seen(IRIS)
    with pytest.raises(ForbiddenError):
        house.as_(PHARMACIST, lambda unit, actor: visits.complete(unit, house.hospital, actor, reference))
    assert trail(house)[-1] == ("staff:padma.rao@rosehill.example", "access.refused", "visit.progress")
    assert house.read(lambda unit: visits.status(unit, reference)) == "checked-in"


def test_a_nurse_reads_the_record_of_whoever_is_being_seen_and_of_nobody_else(house: House) -> None:
    nurse, iris = house.actor(NURSE), house.patient(IRIS)
    assert not house.read(lambda unit: access.may(unit, nurse, "diagnosis.read", iris))
    reference, _ = house.seen(IRIS)
    assert house.read(lambda unit: access.may(unit, nurse, "diagnosis.read", iris))
    house.as_(DESK, lambda unit, actor: visits.complete(unit, house.hospital, actor, reference))
    assert not house.read(lambda unit: access.may(unit, nurse, "diagnosis.read", iris))


def test_reading_a_record_is_in_the_audit_trail_with_who_read_whose(house: House) -> None:
    house.seen(IRIS)
    iris = house.patient(IRIS)
    house.as_(ADLER, lambda unit, actor: access.require(unit, actor, "diagnosis.read", iris))
    assert trail(house)[-1] == ("staff:vera.adler@rosehill.example", "diagnosis.read", f"patient {iris}")


def trail(house: House) -> list[tuple[str, str, str]]:
    from db.models import AuditRow

    return [(row.actor, row.action, row.subject) for row in sorted(house.rows(AuditRow), key=lambda row: row.id)]
