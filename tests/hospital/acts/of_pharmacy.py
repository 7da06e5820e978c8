"""The pharmacy: its products and places, stock, dispenses, counts, orders and alerts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import update

from db.models import DispenseItemRow
from hospital import tasks
from hospital.pharmacy import (
    alerts,
    counts,
    dispenses,
    dispensing,
    lookup,
    owing,
    owing_paper,
    places,
    products,
    purchases,
    receiving,
    stock,
    taking_back,
)
from hospital.pharmacy.counts import Count
from hospital.pharmacy.dispenses import Dispense
from hospital.pharmacy.owing import Change
from hospital.pharmacy.products import NewProduct
from hospital.pharmacy.purchases import NewLine, NewOrder, PurchaseOrder
from hospital.pharmacy.stock import Arrival
from hospital.pharmacy.taking_back import Condition
from hospital.tasks import NewTask
from tests.hospital.acts.act import Act, nothing
from tests.hospital.acts.of_prescriptions import signed
from tests.hospital.clinic import IRIS
from tests.hospital.house import PHARMACIST, House

GAUZE = NewProduct("GAUZE-10", "Gauze 10 cm", Decimal("0.30"))
SOME = Arrival("PARA-500", "P1", date(2027, 1, 31), 50)
ORDER = NewOrder("Medisur", "pharmacy", [NewLine("ENOX-40", 30, Decimal("5.10"))])
LOW = alerts.Case("low_stock", 1, None, "runs low")
SEALED = Condition(is_sealed=True, left_house=False, reason="not needed on the ward")


def prepared(house: House) -> Dispense:
    reference = signed(house).reference
    return house.as_(
        PHARMACIST,
        lambda unit, actor: dispensing.prepare(unit, house.hospital, actor, reference, place="pharmacy", key="first"),
    )


def owed(house: House) -> Dispense:
    made = prepared(house)
    house.write(lambda unit: unit.connection.execute(update(DispenseItemRow).values(owed=1)))
    return made


def waited_for(house: House) -> Change:
    made = prepared(house)
    new = NewTask(f"owed {made.reference} 1", "pharmacy", owing.OWED, "waits", patient_id=made.patient_id)
    task = house.write(lambda unit: tasks.create(unit, house.hospital, new))
    return Change(task.reference, made.reference, owing.OWED_HERE)


def handed_over(house: House) -> Dispense:
    reference = prepared(house).reference
    return house.as_(PHARMACIST, lambda unit, actor: dispensing.hand_over(unit, house.hospital, actor, reference))


def begun(house: House) -> Count:
    return house.as_(PHARMACIST, lambda unit, actor: counts.begin(unit, actor, "pharmacy", key="c", skus=["TRAM-50"]))


def entered(house: House) -> Count:
    reference, found = begun(house).reference, {("TRAM-50", "OPENING"): 60}
    return house.as_(PHARMACIST, lambda unit, actor: counts.enter(unit, actor, reference, found))


def drafted(house: House) -> PurchaseOrder:
    return house.as_(PHARMACIST, lambda unit, actor: purchases.draft(unit, house.hospital, actor, ORDER, key="po"))


def ordered(house: House) -> PurchaseOrder:
    reference = drafted(house).reference
    return house.as_(PHARMACIST, lambda unit, actor: purchases.send(unit, actor, reference))


_PRODUCTS = {
    "add": Act(
        "product.write", nothing, lambda unit, house, actor, made: products.add(unit, house.hospital, actor, GAUZE)
    ),
    "change": Act(
        "product.write",
        nothing,
        lambda unit, house, actor, made: products.change(unit, house.hospital, actor, "PARA-500", GAUZE),
    ),
    "retire": Act("product.write", nothing, lambda unit, house, actor, made: products.retire(unit, actor, "PARA-500")),
    "take_up": Act(
        "product.write", nothing, lambda unit, house, actor, made: products.take_up(unit, actor, "PARA-500")
    ),
    "remove": Act("product.write", nothing, lambda unit, house, actor, made: products.remove(unit, actor, "PARA-500")),
    "read": Act("product.read", nothing, lambda unit, house, actor, made: products.read(unit, actor, "PARA-500")),
    "listing": Act("product.read", nothing, lambda unit, house, actor, made: products.listing(unit, actor)),
}
_STOCK = {
    "of_product": Act(
        "stock.read", nothing, lambda unit, house, actor, made: stock.of_product(unit, actor, "PARA-500")
    ),
    "at_place": Act("stock.read", nothing, lambda unit, house, actor, made: stock.at_place(unit, actor, "pharmacy")),
    "movements": Act("stock.read", nothing, lambda unit, house, actor, made: stock.movements(unit, actor, "PARA-500")),
    "register": Act("register.read", nothing, lambda unit, house, actor, made: stock.register(unit, actor, "TRAM-50")),
    "receive": Act(
        "stock.move",
        nothing,
        lambda unit, house, actor, made: stock.receive(
            unit, house.hospital, actor, SOME, place="pharmacy", reason="gift", key="r"
        ),
    ),
    "move": Act(
        "stock.move",
        nothing,
        lambda unit, house, actor, made: stock.move(
            unit, house.hospital, actor, "PARA-500", 5, from_place="pharmacy", to_place="nowhere", key="m"
        ),
    ),
    "waste": Act(
        "stock.move",
        nothing,
        lambda unit, house, actor, made: stock.waste(
            unit, actor, "PARA-500", "OPENING", 5, place="pharmacy", reason="broken", key="w"
        ),
    ),
}
_DISPENSES = {
    "dispenses.read": Act(
        "dispense.read", prepared, lambda unit, house, actor, made: dispenses.read(unit, actor, made.reference)
    ),
    "dispenses.of_patient": Act(
        "dispense.read",
        nothing,
        lambda unit, house, actor, made: dispenses.of_patient(unit, actor, house.patient(IRIS)),
    ),
    "dispenses.locked": Act(
        "dispense.work", prepared, lambda unit, house, actor, made: dispenses.locked(unit, actor, made.reference)
    ),
    "dispensing.prepare": Act(
        "dispense.work",
        signed,
        lambda unit, house, actor, made: dispensing.prepare(
            unit, house.hospital, actor, made.reference, place="pharmacy", key="k"
        ),
    ),
    "dispensing.set_ready": Act(
        "dispense.work", prepared, lambda unit, house, actor, made: dispensing.set_ready(unit, actor, made.reference)
    ),
    "dispensing.hold": Act(
        "dispense.work",
        prepared,
        lambda unit, house, actor, made: dispensing.hold(unit, actor, made.reference, reason="to be asked about"),
    ),
    "dispensing.hand_over": Act(
        "dispense.work",
        prepared,
        lambda unit, house, actor, made: dispensing.hand_over(unit, house.hospital, actor, made.reference),
    ),
    "taking_back.cancel": Act(
        "dispense.work",
        prepared,
        lambda unit, house, actor, made: taking_back.cancel(
            unit, house.hospital, actor, made.reference, reason="moved away"
        ),
    ),
    "taking_back.decline": Act(
        "dispense.work",
        prepared,
        lambda unit, house, actor, made: taking_back.decline(
            unit, house.hospital, actor, made.reference, reason="ask the doctor"
        ),
    ),
    "taking_back.withdraw": Act(
        "dispense.work",
        handed_over,
        lambda unit, house, actor, made: taking_back.withdraw(
            unit, house.hospital, actor, made.reference, reason="wrong patient"
        ),
    ),
    "taking_back.take_back": Act(
        "dispense.work",
        handed_over,
        lambda unit, house, actor, made: taking_back.take_back(
            unit, house.hospital, actor, made.reference, 1, 5, condition=SEALED, key="b"
        ),
    ),
    "dispenses.lapsed": Act(
        "clock.sweep", nothing, lambda unit, house, actor, made: dispenses.lapsed(unit, house.hospital, actor)
    ),
    "taking_back.lapse": Act(
        "clock.sweep",
        prepared,
        lambda unit, house, actor, made: taking_back.lapse(unit, house.hospital, actor, made.reference),
    ),
}
_COUNTS = {
    "begin": Act(
        "stock.count", nothing, lambda unit, house, actor, made: counts.begin(unit, actor, "pharmacy", key="c")
    ),
    "enter": Act("stock.count", begun, lambda unit, house, actor, made: counts.enter(unit, actor, made.reference, {})),
    "reopen": Act("stock.count", entered, lambda unit, house, actor, made: counts.reopen(unit, actor, made.reference)),
    "approve": Act(
        "stock.approve_count",
        entered,
        lambda unit, house, actor, made: counts.approve(unit, actor, made.reference, reason="counted twice"),
    ),
    "cancel": Act(
        "stock.count",
        begun,
        lambda unit, house, actor, made: counts.cancel(unit, actor, made.reference, reason="another day"),
    ),
    "read": Act("stock.read", begun, lambda unit, house, actor, made: counts.read(unit, actor, made.reference)),
    "unfinished": Act("stock.read", nothing, lambda unit, house, actor, made: counts.unfinished(unit, actor)),
}
_PURCHASES = {
    "purchases.draft": Act(
        "purchase.write",
        nothing,
        lambda unit, house, actor, made: purchases.draft(unit, house.hospital, actor, ORDER, key="po"),
    ),
    "purchases.send": Act(
        "purchase.write", drafted, lambda unit, house, actor, made: purchases.send(unit, actor, made.reference)
    ),
    "purchases.cancel": Act(
        "purchase.write",
        ordered,
        lambda unit, house, actor, made: purchases.cancel(unit, actor, made.reference, reason="too dear"),
    ),
    "purchases.read": Act(
        "purchase.read", drafted, lambda unit, house, actor, made: purchases.read(unit, actor, made.reference)
    ),
    "purchases.unfinished": Act(
        "purchase.read", nothing, lambda unit, house, actor, made: purchases.unfinished(unit, actor)
    ),
    "receiving.receive": Act(
        "purchase.receive",
        ordered,
        lambda unit, house, actor, made: receiving.receive(
            unit, house.hospital, actor, made.reference, [Arrival("ENOX-40", "E1", date(2027, 1, 31), 30)], key="d"
        ),
    ),
}
_OTHERS = {
    "places.add": Act(
        "place.write", nothing, lambda unit, house, actor, made: places.add(unit, actor, "a1", "Ward A1", "ward")
    ),
    "places.listing": Act("stock.read", nothing, lambda unit, house, actor, made: places.listing(unit, actor)),
    "lookup.look_up": Act(
        "product.read",
        nothing,
        lambda unit, house, actor, made: lookup.look_up(unit, house.hospital, actor, "paracetamol", "en"),
    ),
    "alerts.cases": Act(
        "clock.sweep", nothing, lambda unit, house, actor, made: alerts.cases(unit, house.hospital, actor)
    ),
    "alerts.see_to": Act(
        "clock.sweep", nothing, lambda unit, house, actor, made: alerts.see_to(unit, house.hospital, actor, LOW)
    ),
    "owing.changes": Act(
        "clock.sweep", nothing, lambda unit, house, actor, made: owing.changes(unit, house.hospital, actor)
    ),
    "owing.change": Act(
        "clock.sweep",
        waited_for,
        lambda unit, house, actor, made: owing.change(unit, house.hospital, actor, made),
    ),
    "owing.waiting": Act("dispense.work", nothing, lambda unit, house, actor, made: owing.waiting(unit, actor)),
    "owing_paper.of_dispense": Act(
        "dispense.read",
        owed,
        lambda unit, house, actor, made: owing_paper.of_dispense(unit, house.hospital, actor, made.reference, "en"),
    ),
}
ACTS = {
    f"hospital.pharmacy.{name}": act
    for name, act in {
        **{f"products.{name}": act for name, act in _PRODUCTS.items()},
        **{f"stock.{name}": act for name, act in _STOCK.items()},
        **_DISPENSES,
        **{f"counts.{name}": act for name, act in _COUNTS.items()},
        **_PURCHASES,
        **_OTHERS,
    }.items()
}
