"""Moving a visit along its day."""

from __future__ import annotations

from hospital import visit_resets, visits
from tests.hospital.acts.act import Act
from tests.hospital.clinic import IRIS
from tests.hospital.house import DESK, House


def _booked(house: House) -> str:
    house.ensure()
    return house.book(IRIS, "adler", "2026-06-08 10:00").reference


def _arrived(house: House) -> str:
    reference = _booked(house)
    house.as_(DESK, lambda unit, actor: visits.arrive(unit, house.hospital, actor, reference))
    return reference


ACTS = {
    "hospital.visit_resets.reset_status": Act(
        "visit.reset_status",
        _arrived,
        lambda unit, house, actor, made: visit_resets.reset_status(
            unit, house.hospital, actor, made, "booked", reason="another patient"
        ),
    ),
    "hospital.visits.arrive": Act(
        "visit.progress", _booked, lambda unit, house, actor, made: visits.arrive(unit, house.hospital, actor, made)
    ),
    "hospital.visits.call_in": Act(
        "visit.progress", _booked, lambda unit, house, actor, made: visits.call_in(unit, house.hospital, actor, made)
    ),
    "hospital.visits.complete": Act(
        "visit.progress", _booked, lambda unit, house, actor, made: visits.complete(unit, house.hospital, actor, made)
    ),
    "hospital.visits.miss": Act(
        "visit.progress", _booked, lambda unit, house, actor, made: visits.miss(unit, house.hospital, actor, made)
    ),
}
