"""Ordering examinations, and performing them."""

from __future__ import annotations

from hospital import encounters
from hospital.directory import Service
from hospital.orders import booking, moving, ordering, performing, records
from hospital.orders.ordering import NewOrder
from hospital.orders.records import Order
from tests.hospital.acts.act import Act, nothing
from tests.hospital.clinic import IRIS
from tests.hospital.house import ADLER, House

LIPID, XRAY = NewOrder("lipid"), NewOrder("xray-chest")
RYANS = "sile.ryan@rosehill.example"


def encounter(house: House) -> str:
    return house.read(lambda unit: encounters.of_patient(unit, house.patient(IRIS)))[0].reference


def ordered(house: House, new: NewOrder = LIPID, key: str = "k", *, is_draft: bool = False) -> Order:
    at = encounter(house)
    return house.as_(
        ADLER, lambda unit, actor: ordering.order(unit, house.hospital, actor, at, new, key=key, is_draft=is_draft)
    )


def lipid(house: House) -> Service:
    return house.hospital.services["lipid"]


def drafted(house: House) -> Order:
    return ordered(house, is_draft=True)


def done(house: House, new: NewOrder = LIPID, key: str = "k") -> Order:
    made = ordered(house, new, key)
    return house.as_(ADLER, lambda unit, actor: performing.complete(unit, house.hospital, actor, made.reference))


ACTS = {
    "hospital.orders.ordering.order": Act(
        "order.request",
        encounter,
        lambda unit, house, actor, made: ordering.order(unit, house.hospital, actor, made, LIPID, key="another"),
    ),
    "hospital.orders.ordering.redraft": Act(
        "order.request",
        drafted,
        lambda unit, house, actor, made: ordering.redraft(unit, house.hospital, actor, made.reference, XRAY),
    ),
    "hospital.orders.ordering.activate": Act(
        "order.request",
        drafted,
        lambda unit, house, actor, made: ordering.activate(unit, house.hospital, actor, made.reference),
    ),
    "hospital.orders.moving.hold": Act(
        "order.revoke",
        ordered,
        lambda unit, house, actor, made: moving.hold(unit, actor, made.reference, reason="fever"),
    ),
    "hospital.orders.moving.take_up": Act(
        "order.revoke", ordered, lambda unit, house, actor, made: moving.take_up(unit, actor, made.reference)
    ),
    "hospital.orders.moving.revoke": Act(
        "order.revoke",
        ordered,
        lambda unit, house, actor, made: moving.revoke(unit, actor, made.reference, reason="not needed"),
    ),
    "hospital.orders.moving.withdraw": Act(
        "order.revoke",
        ordered,
        lambda unit, house, actor, made: moving.withdraw(unit, actor, made.reference, reason="wrong patient"),
    ),
    "hospital.orders.performing.assign": Act(
        "order.perform",
        ordered,
        lambda unit, house, actor, made: performing.assign(unit, actor, made.reference, RYANS),
    ),
    "hospital.orders.performing.complete": Act(
        "order.perform",
        ordered,
        lambda unit, house, actor, made: performing.complete(unit, house.hospital, actor, made.reference),
    ),
    "hospital.orders.records.of_patient": Act(
        "order.read", nothing, lambda unit, house, actor, made: records.of_patient(unit, actor, house.patient(IRIS))
    ),
    "hospital.orders.records.read": Act(
        "order.read", ordered, lambda unit, house, actor, made: records.read(unit, actor, made.reference)
    ),
    "hospital.orders.booking.may_book": Act(
        "order.read",
        ordered,
        lambda unit, house, actor, made: booking.may_book(unit, actor, made.patient_id, lipid(house)),
    ),
    "hospital.orders.booking.booked": Act(
        "visit.read",
        ordered,
        lambda unit, house, actor, made: booking.booked(unit, house.hospital, actor, made.patient_id, lipid(house)),
    ),
    "hospital.orders.records.to_perform": Act(
        "order.read_waiting", ordered, lambda unit, house, actor, made: records.to_perform(unit, actor)
    ),
}
