"""A status that was set wrongly is taken back the same day, with a reason, while nothing hangs on it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.models import AppointmentEventRow
from hospital import access, diagnoses, encounters, visit_resets, visits
from hospital.diagnoses import Finding
from hospital.errors import TransitionError
from hospital.visit_resets import NoReasonError, SeenAlreadyError
from tests.hospital.clinic import IRIS, NOW
from tests.hospital.house import ADLER, DESK, NURSE, House

EVENING = NOW + timedelta(hours=8)


def reset(house: House, reference: str, to_status: str, reason: str = "another patient", *, days: int = 0) -> None:
    house.as_(
        DESK,
        lambda unit, actor: visit_resets.reset_status(unit, house.hospital, actor, reference, to_status, reason=reason),
        now=EVENING + timedelta(days=days),
    )


def status(house: House, reference: str) -> str:
    return house.read(lambda unit: visits.status(unit, reference))


def missed(house: House) -> str:
    house.ensure()
    reference = house.book(IRIS, "adler", "2026-06-08 09:30").reference
    house.as_(DESK, lambda unit, actor: visits.miss(unit, house.hospital, actor, reference), now=EVENING)
    return reference


def test_somebody_said_not_to_have_come_is_booked_again_and_the_history_says_why(house: House) -> None:
    reference = missed(house)
    reset(house, reference, "booked", "she sat in the other waiting room")
    assert status(house, reference) == "booked"
    last = house.rows(AppointmentEventRow)[-1]
    assert (last.from_status, last.to_status, last.note, last.actor) == (
        "noshow",
        "booked",
        "she sat in the other waiting room",
        "staff:tadhg.moran@rosehill.example",
    )


def test_somebody_called_in_by_mistake_waits_again_and_is_nobodys_to_read_until_called_in(house: House) -> None:
    reference, encounter = house.seen(IRIS)
    reset(house, reference, "arrived")
    nurse, iris = house.actor(NURSE), house.patient(IRIS)
    assert not house.read(lambda unit: access.may(unit, nurse, "diagnosis.read", iris))
    later = EVENING + timedelta(minutes=5)
    again = house.as_(DESK, lambda unit, actor: visits.call_in(unit, house.hospital, actor, reference), now=later)
    assert (again.id, again.status, again.started_at) == (encounter.id, "in-progress", later)


def test_a_visit_at_which_something_was_found_does_not_go_back(house: House) -> None:
    reference, encounter = house.seen(IRIS)
    finding = Finding("Asthma")
    house.as_(ADLER, lambda unit, actor: diagnoses.record(unit, actor, encounter.reference, finding, key="k"))
    with pytest.raises(SeenAlreadyError):
        reset(house, reference, "booked")
    assert status(house, reference) == "checked-in"
    assert house.read(lambda unit: encounters.get(unit, encounter.reference)).status == "in-progress"


def test_what_is_over_cancelled_or_of_another_day_does_not_go_back(house: House) -> None:
    reference = missed(house)
    for wrong in ("fulfilled", "cancelled", "proposed"):
        with pytest.raises(TransitionError):
            reset(house, reference, wrong)
    with pytest.raises(TransitionError):
        reset(house, reference, "booked", days=1)
    over, _ = house.seen(IRIS, at="2026-06-08 10:00")
    house.as_(DESK, lambda unit, actor: visits.complete(unit, house.hospital, actor, over))
    with pytest.raises(TransitionError):
        reset(house, over, "arrived")


def test_it_needs_a_reason(house: House) -> None:
    reference = missed(house)
    with pytest.raises(NoReasonError):
        reset(house, reference, "booked", "  ")
    assert status(house, reference) == "noshow"
