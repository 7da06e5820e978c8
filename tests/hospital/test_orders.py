"""Orders: asked for by a doctor, performed by somebody, charged once when they are done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import ChargeItemRow, OrderRow
from hospital import access, encounters, visits
from hospital.access import ForbiddenError
from hospital.errors import HospitalError, KeyUsedError, NotFoundError
from hospital.orders import moving, ordering, performing, records
from hospital.orders.errors import NotTheirOrderError, OrderError, OrderStatusError
from hospital.orders.ordering import NewOrder
from hospital.orders.records import TRANSITIONS, Order
from tests.hospital.clinic import HUGO, IRIS, NOW
from tests.hospital.house import ADLER, BILLING, BRANDT, DESK, NURSE, PHARMACIST, RYAN, House

NURSES, RYANS = "orla.nugent@rosehill.example", "sile.ryan@rosehill.example"
XRAY = NewOrder("xray-chest", "urgent", "Cough for six weeks")


def order(house: House, new: NewOrder = XRAY, key: str = "first", *, is_draft: bool = False) -> Order:
    _, seen = house.seen(IRIS) if key == "first" else ("", None)
    at = seen.reference if seen is not None else encounter(house)
    return house.as_(
        ADLER, lambda unit, actor: ordering.order(unit, house.hospital, actor, at, new, key=key, is_draft=is_draft)
    )


def encounter(house: House) -> str:
    return house.read(lambda unit: encounters.of_patient(unit, house.patient(IRIS)))[0].reference


def complete(house: House, reference: str, by: str = DESK) -> Order:
    return house.as_(by, lambda unit, actor: performing.complete(unit, house.hospital, actor, reference))


def charges(house: House) -> list[tuple[str, str, str | None, str | None, Decimal, str]]:
    return [
        (row.source.split()[0], row.kind, row.category, row.code, row.amount, row.status)
        for row in house.rows(ChargeItemRow)
    ]


# --- what there is to order -----------------------------------------------------------------------


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_service_has_its_hours_its_minutes_its_preparation_and_a_name_in_each_language(house: House) -> None:
    lipid, knee = house.hospital.services["lipid"], house.hospital.services["mri-knee"]
    assert (lipid.kind, lipid.minutes, lipid.price, lipid.needs_order) == ("laboratory", 10, Decimal("32.50"), True)
    assert [(h.weekday, h.from_time, h.to_time, h.slot_minutes) for h in lipid.hours] == [
        (day, time(7, 30), time(10, 30), 10) for day in range(5)
    ]
    assert [lipid.named(language) for language in ("en", "es", "fr")] == [
        "Lipid panel",
        "Perfil lipídico",
        "Lipid panel",
    ]
    assert lipid.prepare["es"].startswith("No coma")
    assert (knee.hours, knee.minutes, knee.named("es")) == ((), None, "Resonancia de rodilla")


# --- from the order to the charge -----------------------------------------------------------------


def test_an_order_is_charged_once_when_it_is_done_at_the_price_of_its_ordering(house: House) -> None:
    made = order(house)
    assert charges(house) == []
    house.load(
        ('name: Chest X-ray, kind: radiology, price: "75.00"', 'name: Chest X-ray, kind: radiology, price: "99.00"')
    )
    first, again = complete(house, made.reference), complete(house, made.reference, ADLER)
    assert first == replace(again, note=None) and first.status == "completed" and first.completed_at == NOW
    assert charges(house) == [("order", "service", "radiology", "xray-chest", Decimal("75.00"), "billable")]


def test_what_is_taken_back_before_it_is_done_costs_nothing(house: House) -> None:
    made = order(house)
    with pytest.raises(OrderError):
        house.as_(ADLER, lambda unit, actor: moving.revoke(unit, actor, made.reference, reason=" "))
    house.as_(ADLER, lambda unit, actor: moving.revoke(unit, actor, made.reference, reason="done elsewhere"))
    with pytest.raises(OrderStatusError):
        complete(house, made.reference)
    assert charges(house) == []


def test_what_was_done_by_mistake_takes_its_charge_back(house: House) -> None:
    made = order(house)
    complete(house, made.reference)
    house.as_(ADLER, lambda unit, actor: moving.withdraw(unit, actor, made.reference, reason="wrong patient"))
    assert [row[-1] for row in charges(house)] == ["entered-in-error"]


def test_the_same_request_again_is_the_same_order(house: House) -> None:
    made = order(house)
    at = encounter(house)
    again = house.as_(
        ADLER, lambda u, actor: ordering.order(u, house.hospital, actor, at, NewOrder("lipid"), key="first")
    )
    assert again == made and len(house.rows(OrderRow)) == 1


def test_a_draft_is_the_doctors_own_until_it_is_ordered(house: House) -> None:
    draft = order(house, is_draft=True)
    iris, himself = house.patient(IRIS), house.himself(IRIS, 2)
    house.book(IRIS, "brandt", "2026-06-09 10:00")
    assert house.write(lambda unit: records.of_patient(unit, himself, iris)) == []
    assert house.as_(NURSE, lambda unit, actor: records.of_patient(unit, actor, iris)) == []
    with pytest.raises(NotFoundError):
        house.as_(DESK, lambda unit, actor: records.read(unit, actor, draft.reference))
    with pytest.raises(NotTheirOrderError):
        house.as_(BRANDT, lambda unit, actor: ordering.activate(unit, house.hospital, actor, draft.reference))
    with pytest.raises(OrderStatusError):
        complete(house, draft.reference)
    with pytest.raises(OrderStatusError):
        house.as_(ADLER, lambda unit, actor: moving.take_up(unit, actor, draft.reference))
    changed = house.as_(
        ADLER, lambda u, actor: ordering.redraft(u, house.hospital, actor, draft.reference, NewOrder("lipid"))
    )
    assert (changed.name, changed.price, changed.note) == ("Lipid panel", Decimal("32.50"), None)
    house.as_(ADLER, lambda unit, actor: ordering.activate(unit, house.hospital, actor, draft.reference))
    with pytest.raises(OrderStatusError):
        house.as_(ADLER, lambda u, actor: ordering.redraft(u, house.hospital, actor, draft.reference, XRAY))
    assert [each.name for each in house.write(lambda unit: records.of_patient(unit, himself, iris))] == ["Lipid panel"]


def test_what_doctors_write_to_each_other_is_for_those_who_treat(house: House) -> None:
    made, iris = order(house), house.patient(IRIS)
    himself = house.himself(IRIS, 2)
    notes = {
        "herself": house.write(lambda unit: records.of_patient(unit, himself, iris))[0].note,
        **{
            name: house.as_(name, lambda unit, actor: records.read(unit, actor, made.reference)).note
            for name in (NURSE, DESK, BILLING, ADLER)
        },
    }
    assert notes == {
        "herself": None,
        NURSE: "Cough for six weeks",
        DESK: None,
        BILLING: None,
        ADLER: "Cough for six weeks",
    }
    with pytest.raises(ForbiddenError):
        house.as_(PHARMACIST, lambda unit, actor: records.read(unit, actor, made.reference))


@pytest.mark.parametrize("database_url", ["mariadb"], indirect=True)
def test_of_many_who_say_at_once_that_it_is_done_one_makes_the_charge(house: House) -> None:
    made = order(house)
    with ThreadPoolExecutor(8) as people:
        told = list(people.map(lambda _: complete(house, made.reference), range(16)))
    assert len(set(told)) == 1
    assert [row[4:] for row in charges(house)] == [(Decimal("75.00"), "billable")]


# --- whose work it is -----------------------------------------------------------------------------


def test_whoever_performs_an_order_may_act_on_it_and_nobody_else_of_their_trade(house: House) -> None:
    reference, seen = house.seen(IRIS)
    made = house.as_(
        ADLER, lambda u, actor: ordering.order(u, house.hospital, actor, seen.reference, XRAY, key="first")
    )
    house.as_(DESK, lambda unit, actor: visits.complete(unit, house.hospital, actor, reference))  # she has left
    for who in (NURSE, RYAN):
        with pytest.raises(ForbiddenError):
            complete(house, made.reference, who)
    house.as_(DESK, lambda unit, actor: performing.assign(unit, actor, made.reference, NURSES))
    assert [each.reference for each in house.as_(NURSE, records.to_perform)] == [made.reference]
    assert house.as_(RYAN, records.to_perform) == []
    with pytest.raises(ForbiddenError):
        complete(house, made.reference, RYAN)
    assert complete(house, made.reference, NURSE).performer == "Orla Nugent"
    assert house.as_(NURSE, records.to_perform) == []


def test_the_desk_sees_what_is_nobodys_yet_the_most_urgent_first(house: House) -> None:
    order(house, NewOrder("lipid"))
    order(house, NewOrder("mri-knee", "stat"), "second")
    order(house, XRAY, "third")
    order(house, NewOrder("lipid", performer=RYANS), "fourth")
    assert [each.name for each in house.as_(DESK, records.to_perform)] == [
        "MRI of the knee",
        "Chest X-ray",
        "Lipid panel",
    ]
    assert [each.performer for each in house.as_(RYAN, records.to_perform)] == ["Dr Sile Ryan"]


def test_the_relation_of_whoever_performs_ends_with_the_work(house: House) -> None:
    made, iris = order(house, NewOrder("xray-chest", performer=RYANS)), house.patient(IRIS)
    ryan = house.actor(RYAN)

    def treats() -> bool:
        return house.read(lambda unit: access.may(unit, ryan, "report.read", iris))

    assert treats()
    house.as_(ADLER, lambda unit, actor: moving.revoke(unit, actor, made.reference, reason="not needed"))
    assert not treats()


# --- what is no order -----------------------------------------------------------------------------


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewOrder("no-such-service"), NotFoundError),
        (NewOrder("lipid", "whenever"), OrderError),
        (NewOrder("lipid", note="x" * 1001), OrderError),
        (NewOrder("lipid", performer="padma.rao@rosehill.example"), OrderError),
        (NewOrder("lipid", performer="nobody@rosehill.example"), HospitalError),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(house: House, new: NewOrder, refusal: type) -> None:
    with pytest.raises(refusal):
        order(house, new)
    assert house.rows(OrderRow) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_is_ordered_for_somebody_elses_patient(house: House) -> None:
    _, seen = house.seen(HUGO)
    with pytest.raises(ForbiddenError):
        house.as_(BRANDT, lambda u, actor: ordering.order(u, house.hospital, actor, seen.reference, XRAY, key="k"))
    assert house.rows(OrderRow) == []


# --- statuses -------------------------------------------------------------------------------------

MOVES = ("activate", "hold", "take_up", "revoke", "withdraw", "complete")


def move(house: House, name: str, reference: str) -> None:
    if name == "activate":
        house.as_(ADLER, lambda unit, actor: ordering.activate(unit, house.hospital, actor, reference))
    elif name == "take_up":
        house.as_(ADLER, lambda unit, actor: moving.take_up(unit, actor, reference))
    elif name == "complete":
        complete(house, reference)
    else:
        house.as_(ADLER, lambda unit, actor: getattr(moving, name)(unit, actor, reference, reason="so"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(MOVES), min_size=1, max_size=6))
def test_whatever_is_tried_statuses_move_along_their_arrows_and_only_what_is_done_costs(
    house: House, steps: list[str]
) -> None:
    made = order(house, key="first" if not house.rows(OrderRow) else f"k{len(house.rows(OrderRow))}", is_draft=True)
    before = made.status
    for name in steps:
        try:
            move(house, name, made.reference)
        except HospitalError:
            assert status(house, made.reference) == before
        after = status(house, made.reference)
        assert after == before or after in TRANSITIONS[before]
        before = after
    due = house.rows(ChargeItemRow, ChargeItemRow.source == f"order {made.reference}")
    assert [row.status for row in due] in {
        "completed": [["billable"]],
        "entered-in-error": [[], ["entered-in-error"]],
    }.get(before, [[]])


def status(house: House, reference: str) -> str:
    return house.read(lambda unit: records.get(unit, reference)).status


def test_whoever_performs_without_treating_is_not_told_what_doctors_write_to_each_other(house: House) -> None:
    made = order(house)
    assigned = house.as_(DESK, lambda unit, actor: performing.assign(unit, actor, made.reference, NURSES))
    assert (assigned.note, complete(house, made.reference).note, complete(house, made.reference).note) == (None,) * 3
    assert complete(house, made.reference, ADLER).note == "Cough for six weeks"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_key_gives_nobody_the_order_of_another_encounter(house: House) -> None:
    order(house)
    _, hugos = house.seen(HUGO, at="2026-06-08 10:00")
    with pytest.raises(KeyUsedError):
        house.as_(ADLER, lambda u, actor: ordering.order(u, house.hospital, actor, hugos.reference, XRAY, key="first"))
    assert len(house.rows(OrderRow)) == 1
