"""A visit on its day: it moves along its arrows, is charged once, and leaves an encounter behind."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from hospital import charges, encounters, visits
from hospital.charges import NewCharge
from hospital.errors import NotFoundError, TransitionError
from hospital.money import AmountError, checked, rounded
from tests.hospital.clinic import HUGO, IRIS, NOW
from tests.hospital.house import ADLER, DESK, House


def booked(house: House, at: str = "2026-06-08 09:30") -> str:
    house.ensure()
    return house.book(IRIS, "adler", at).reference


def test_a_visit_goes_from_booked_to_completed_and_is_charged_its_fee_once(house: House) -> None:
    reference = booked(house)
    house.as_(DESK, lambda unit, actor: visits.arrive(unit, house.hospital, actor, reference))
    begun = house.as_(ADLER, lambda unit, actor: visits.call_in(unit, house.hospital, actor, reference))
    for _ in range(2):
        over = house.as_(ADLER, lambda unit, actor: visits.complete(unit, house.hospital, actor, reference))
    assert (over.reference, over.status, over.ended_at) == (begun.reference, "completed", NOW)
    owed = house.read(lambda unit: charges.unbilled(unit, house.patient(IRIS)))
    assert [(each.source, each.amount, each.code) for each in owed] == [(f"visit {reference}", Decimal(120), "adler")]


def test_calling_in_twice_is_one_encounter(house: House) -> None:
    reference, first = house.seen(IRIS)
    again = house.as_(DESK, lambda unit, actor: visits.call_in(unit, house.hospital, actor, reference))
    assert again == first
    assert len(house.read(lambda unit: encounters.of_patient(unit, house.patient(IRIS)))) == 1


def test_nobody_arrives_for_a_visit_of_another_day(house: House) -> None:
    reference = booked(house, "2026-06-09 10:00")
    with pytest.raises(TransitionError):
        house.as_(DESK, lambda unit, actor: visits.arrive(unit, house.hospital, actor, reference))


def test_nobody_has_missed_a_visit_that_is_still_to_come(house: House) -> None:
    reference = booked(house)
    with pytest.raises(TransitionError):
        house.as_(DESK, lambda unit, actor: visits.miss(unit, house.hospital, actor, reference))
    later = NOW + timedelta(hours=2)
    house.as_(DESK, lambda unit, actor: visits.miss(unit, house.hospital, actor, reference), now=later)
    assert house.read(lambda unit: visits.status(unit, reference)) == "noshow"
    with pytest.raises(TransitionError):
        house.as_(DESK, lambda unit, actor: visits.complete(unit, house.hospital, actor, reference), now=later)
    assert house.read(lambda unit: charges.unbilled(unit, house.patient(IRIS))) == []


def test_a_visit_that_nobody_knows_is_not_found(house: House) -> None:
    with pytest.raises(NotFoundError):
        house.as_(DESK, lambda unit, actor: visits.arrive(unit, house.hospital, actor, "A-NONE"))


def test_a_completed_encounter_does_not_begin_again(house: House) -> None:
    reference, encounter = house.seen(IRIS)
    house.as_(ADLER, lambda unit, actor: visits.complete(unit, house.hospital, actor, reference))
    with pytest.raises(encounters.EncounterStatusError):
        house.write(lambda unit: encounters.change(unit, encounter.reference, "in-progress"))


# --- amounts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["-1", "0.001", "100000000", "NaN", "Infinity"])
def test_what_is_no_amount_is_not_charged(house: House, wrong: str) -> None:
    new = NewCharge("test 1", house.patient(HUGO), "service", "X-ray", Decimal(wrong))
    with pytest.raises(AmountError):
        house.write(lambda unit: charges.add(unit, house.hospital, new))


@pytest.mark.parametrize("pieces", ["0", "-2", "NaN", "100001"])
def test_what_is_no_number_of_pieces_is_not_charged(house: House, pieces: str) -> None:
    new = NewCharge("test 1", house.patient(HUGO), "product", "Tablets", Decimal("0.45"), Decimal(pieces))
    with pytest.raises(charges.QuantityError):
        house.write(lambda unit: charges.add(unit, house.hospital, new))


def test_thirds_of_a_cent_are_rounded_once_and_kept_exactly(house: House) -> None:
    new = NewCharge("test 1", house.patient(HUGO), "product", "Syrup", Decimal("0.45"), Decimal("0.333"))
    kept = house.write(lambda unit: charges.add(unit, house.hospital, new))
    assert (kept.quantity, kept.amount) == (Decimal("0.333"), Decimal("0.15"))


def test_a_currency_has_the_decimals_that_it_has() -> None:
    assert rounded(Decimal("10.5"), "JPY") == Decimal(11)
    assert checked(Decimal("1.125"), "KWD") == Decimal("1.125")
    with pytest.raises(AmountError):
        checked(Decimal("1.125"), "EUR")


def test_what_was_charged_by_mistake_is_taken_back_and_stays_in_sight(house: House) -> None:
    new = NewCharge("test 1", house.patient(HUGO), "service", "X-ray", Decimal(75))
    house.write(lambda unit: charges.add(unit, house.hospital, new))
    house.write(lambda unit: charges.void(unit, "test 1"))
    assert house.read(lambda unit: charges.unbilled(unit, house.patient(HUGO))) == []
    there = house.read(lambda unit: charges.of_source(unit, "test 1"))
    assert there is not None
    assert there.status == "entered-in-error"
