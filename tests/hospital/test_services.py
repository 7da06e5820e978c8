"""What a service's hours make can be booked once each, on the order that a doctor gave, and is charged once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from db.models import AppointmentRow, ChargeItemRow, DoctorRow, OrderRow, WaitlistEntryRow
from hospital import appointments, encounters, offers, threads, visits, waitlist
from hospital.access import ProofNeededError
from hospital.errors import HospitalError, SlotTakenError, TransitionError
from hospital.ordered import OrderNeededError
from hospital.orders import booking, moving, ordering, performing
from hospital.orders.errors import OrderStatusError
from hospital.orders.ordering import NewOrder
from hospital.waitlist import Wait
from tests.hospital.clinic import HUGO, IRIS, MONDAY, NOW, OLGA, when
from tests.hospital.house import ADLER, DESK, House

LIPID, XRAY = "service:lipid", "service:xray-chest"
TUESDAY = MONDAY + timedelta(days=1)
EIGHT = "2026-06-09 08:00"
LATER = NOW + timedelta(days=1)
"""Tuesday at nine."""
ON_ORDER = "minutes: 10, needs_order: true"


def order(house: House, number: str = IRIS, code: str = "lipid", *, at: str = "2026-06-08 09:30") -> str:
    """An order of Dr Adler's for a patient whom she has just seen."""
    visit, seen = house.seen(number, at=at)
    made = house.as_(
        ADLER,
        lambda u, actor: ordering.order(u, house.hospital, actor, seen.reference, NewOrder(code), key=f"{number} {at}"),
    )
    house.as_(ADLER, lambda unit, actor: visits.complete(unit, house.hospital, actor, visit))
    house.ensure(TUESDAY, 2, LIPID, XRAY)
    return made.reference


def perform(house: House, reference: str) -> None:
    house.as_(DESK, lambda unit, actor: performing.complete(unit, house.hospital, actor, reference), LATER)


def complete(house: House, reference: str) -> None:
    house.as_(DESK, lambda unit, actor: visits.complete(unit, house.hospital, actor, reference), LATER)


def status(house: House, reference: str) -> str:
    return house.read(lambda unit: visits.status(unit, reference))


def services_charged(house: House) -> list[tuple[str, str, str, Decimal]]:
    rows = house.rows(ChargeItemRow, ChargeItemRow.kind == "service")
    return [(row.source.split()[0], row.category, row.code, row.amount) for row in rows]


# --- what can be booked ---------------------------------------------------------------------------


def test_what_has_hours_can_be_booked_and_is_nobody_of_the_house(house: House) -> None:
    assert sorted(house.hospital.timetables) == [LIPID, XRAY] and house.hospital.bookable("mri-knee") is None
    assert sorted(house.hospital.doctors) == ["adler", "brandt", "ryan"]
    assert [each.code for each in house.hospital.doctors_of("radiology")] == ["ryan"]
    times = house.find(house.search(LIPID), 3)
    assert times == [
        "service:lipid 2026-06-08 09:00",
        "service:lipid 2026-06-08 09:10",
        "service:lipid 2026-06-08 09:20",
    ]
    house.load()
    assert len(house.rows(DoctorRow)) == 5 and house.hospital.revision == 1


def test_a_service_without_hours_any_more_keeps_the_visits_that_it_had(house: House) -> None:
    order(house)
    visit = house.book(IRIS, LIPID, EIGHT)
    hours = ',\n     schedule: [{days: [mon, tue, wed, thu, fri], from: "07:30", to: "10:30", slot_minutes: 10}]'
    house.load((hours, ""))
    assert house.hospital.bookable("lipid") is None and house.find(house.search(LIPID)) == []
    coming = house.read(lambda unit: appointments.upcoming(unit, house.hospital, [house.patient(IRIS)]))
    assert [(each.reference, each.doctor.name) for each in coming] == [(visit.reference, "Lipid panel")]


def test_what_takes_longer_than_its_step_has_times_as_long(house: House) -> None:
    house.load((ON_ORDER, "minutes: 25"))
    house.ensure(TUESDAY, 1, LIPID)
    assert list(house.day(LIPID, TUESDAY))[:2] == ["07:30", "07:55"]


# --- the order ------------------------------------------------------------------------------------


def test_a_visit_is_booked_on_an_active_order_and_on_each_order_once(house: House) -> None:
    made = order(house)
    for who in (HUGO, OLGA):
        with pytest.raises(OrderNeededError):
            house.book(who, LIPID, EIGHT)
    with pytest.raises(OrderNeededError):
        house.book(IRIS, XRAY, "2026-06-09 10:00")
    assert house.status(LIPID, EIGHT) == "free"
    visit = house.book(IRIS, LIPID, EIGHT)
    assert house.rows(AppointmentRow, AppointmentRow.reference == visit.reference)[0].order_id == visit.order_id
    with pytest.raises(OrderNeededError):
        house.book(IRIS, LIPID, "2026-06-10 08:00")
    moved = house.move(visit.reference, LIPID, "2026-06-10 08:00")
    assert (moved.reference, moved.order_id) == (visit.reference, visit.order_id)
    house.cancel(visit.reference)
    again = house.book(IRIS, LIPID, EIGHT)
    assert again.order_id == visit.order_id == house.rows(OrderRow, OrderRow.reference == made)[0].id


def test_whether_there_is_an_order_is_told_to_whoever_has_proven_who_they_are(house: House) -> None:
    order(house)
    iris, lipid = house.patient(IRIS), house.hospital.services["lipid"]
    proven, unproven = house.himself(IRIS, 2), house.himself(IRIS, 1)
    assert house.write(lambda unit: booking.may_book(unit, proven, iris, lipid))
    with pytest.raises(ProofNeededError):
        house.write(lambda unit: booking.may_book(unit, unproven, iris, lipid))


@pytest.mark.parametrize("how", [perform, complete])
def test_the_visit_and_its_order_are_done_together_and_charged_once(
    house: House, how: Callable[[House, str], None]
) -> None:
    made = order(house)
    visit = house.book(IRIS, LIPID, EIGHT).reference
    with pytest.raises(TransitionError):
        house.as_(DESK, lambda unit, actor: visits.complete(unit, house.hospital, actor, visit))
    assert house.rows(OrderRow)[0].status == "active" and services_charged(house) == []
    house.as_(DESK, lambda unit, actor: visits.arrive(unit, house.hospital, actor, visit), LATER)
    house.as_(DESK, lambda unit, actor: visits.call_in(unit, house.hospital, actor, visit), LATER)
    how(house, made if how is perform else visit)
    perform(house, made)
    complete(house, visit)
    assert (status(house, visit), house.rows(OrderRow)[0].status) == ("fulfilled", "completed")
    assert services_charged(house) == [("order", "laboratory", "lipid", Decimal("32.50"))]
    seen = house.read(lambda unit: encounters.of_patient(unit, house.patient(IRIS)))
    assert {each.status for each in seen} == {"completed"}
    with pytest.raises(OrderNeededError):
        house.book(IRIS, LIPID, "2026-06-10 08:00", LATER)


def test_an_order_that_was_carried_out_before_needs_its_visit_no_more(house: House) -> None:
    made = order(house)
    visit = house.book(IRIS, LIPID, "2026-06-10 08:00").reference
    perform(house, made)
    assert (status(house, visit), house.status(LIPID, "2026-06-10 08:00")) == ("cancelled", "free")


def test_nothing_is_carried_out_that_was_taken_back_meanwhile(house: House) -> None:
    made = order(house)
    visit = house.book(IRIS, LIPID, EIGHT).reference
    house.as_(ADLER, lambda unit, actor: moving.revoke(unit, actor, made, reason="not needed"))
    with pytest.raises(OrderStatusError):
        complete(house, visit)
    assert status(house, visit) == "booked" and services_charged(house) == []


def test_a_test_is_no_visit_to_a_doctor(house: House) -> None:
    order(house)
    visit = house.book(IRIS, LIPID, EIGHT)
    with pytest.raises(TransitionError):
        house.move(visit.reference, "adler", "2026-06-09 11:00")
    with pytest.raises(TransitionError):
        house.move(visit.reference, XRAY, "2026-06-09 11:00")


def test_what_needs_no_order_is_charged_as_a_service_at_the_price_that_was_told(house: House) -> None:
    house.load((ON_ORDER, "minutes: 10"))
    house.ensure(TUESDAY, 1, LIPID)
    visit = house.book(IRIS, LIPID, EIGHT).reference
    house.load(('kind: laboratory, price: "32.50", minutes: 10, needs_order: true', 'kind: laboratory, price: "40.00"'))
    for _ in range(2):
        complete(house, visit)
    assert services_charged(house) == [("visit", "laboratory", "lipid", Decimal("32.50"))]


# --- many at once ---------------------------------------------------------------------------------


def outcomes(work: Callable[[Any], object], things: list[Any]) -> list[str]:
    def one(thing: Any) -> str:
        try:
            work(thing)
        except HospitalError as error:
            return type(error).__name__
        return "booked"

    with ThreadPoolExecutor(6) as crowd:
        return sorted(crowd.map(one, things))


def test_of_many_who_want_one_time_of_a_service_one_gets_it(house: House) -> None:
    house.load((ON_ORDER, "minutes: 10"))
    house.ensure(TUESDAY, 1, LIPID)
    wanted = [house.request(number, LIPID, EIGHT) for number in (IRIS, HUGO, OLGA)]
    told = outcomes(lambda request: house.write(lambda u: appointments.book(u, house.hospital, request)), wanted)
    assert told == [SlotTakenError.__name__] * 2 + ["booked"] and house.guarded() == house.due_guards()


def test_one_order_is_booked_once_though_it_is_booked_six_times_at_once(house: House) -> None:
    order(house)
    wanted = [house.request(IRIS, LIPID, f"2026-06-09 08:{minute}0") for minute in range(6)]
    told = outcomes(lambda request: house.write(lambda u: appointments.book(u, house.hospital, request)), wanted)
    assert told == [OrderNeededError.__name__] * 5 + ["booked"] and house.guarded() == house.due_guards()


def test_a_time_that_comes_free_goes_to_whoever_waits_for_the_service(house: House) -> None:
    house.load((ON_ORDER, "minutes: 10"))
    house.ensure(TUESDAY, 1, LIPID)
    visit = house.book(IRIS, LIPID, EIGHT)
    bounds = when("2026-06-09 00:00"), when("2026-06-10 00:00")
    talk = house.write(lambda unit: threads.find_or_open(unit, "whatsapp", "+353861230003"))
    lipid = Wait(house.patient(HUGO), house.doctor(LIPID), None, *bounds, conversation_id=talk)
    general = replace(lipid, doctor=None, speciality=house.hospital.specialities["general"])
    for each in (general, replace(lipid, patient_id=house.patient(OLGA))):
        house.write(lambda unit, each=each: waitlist.join(unit, each))  # type: ignore[misc]
    house.cancel(visit.reference)
    (opened,) = house.read(lambda unit: offers.openings(unit))
    made = house.write(lambda unit: offers.offer_next(unit, house.hospital, opened))
    assert made is not None and (made.entry.patient_id, made.slot.doctor.code) == (house.patient(OLGA), LIPID)
    assert [row.status for row in house.rows(WaitlistEntryRow)] == ["active", "offered"]
