"""Moving a visit along its day."""

from __future__ import annotations

from hospital import visits
from tests.hospital.acts.act import Act
from tests.hospital.clinic import IRIS
from tests.hospital.house import House


def _booked(house: House) -> str:
    house.ensure()
    return house.book(IRIS, "adler", "2026-06-08 10:00").reference


ACTS = {
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
