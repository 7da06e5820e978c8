"""The list of products, and what patients are told of it."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

import pytest

from db.models import ProductRow
from hospital import access
from hospital.access import Actor, Role
from hospital.errors import NotFoundError
from hospital.money import AmountError
from hospital.office import Unit
from hospital.pharmacy import lookup, places, products, stock
from hospital.pharmacy.errors import ExistsError, PharmacyError, ReferencedError
from hospital.pharmacy.lookup import Answer, Availability
from hospital.pharmacy.products import NewProduct, Product
from hospital.prescriptions.errors import PrescriptionError
from tests.hospital.house import ADMIN, DESK, PHARMACIST, House
from tests.hospital.pharmacy.counter import ATORVASTATIN, add, change, prescribed, there

IBUPROFEN = NewProduct(
    "IBU-400",
    "Ibuprofen 400 mg tablets",
    Decimal("0.12"),
    form="tablet",
    names={"es": "Ibuprofeno 400 mg comprimidos"},
    ingredient="ibuprofen",
    strength="400 mg",
    reorder_at=50,
)
ANYBODY = Actor("webchat", Role.PATIENT)
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def get(house: House, sku: str) -> Product:
    return house.read(lambda unit: products.get(unit, sku))


def ask(house: House, said: str, language: str = "en") -> list[Answer]:
    return list(house.write(lambda unit: lookup.look_up(unit, house.hospital, ANYBODY, said, language)))


def told(house: House, said: str) -> list[tuple[str, Availability]]:
    return [(answer.sku, answer.availability) for answer in ask(house, said)]


def test_a_product_is_added_by_a_pharmacist_or_an_administrator_and_seen_by_all(house: House) -> None:
    house.as_(ADMIN, lambda unit, actor: products.add(unit, house.hospital, actor, IBUPROFEN))
    seen = house.as_(DESK, lambda unit, actor: products.read(unit, actor, "IBU-400"))
    assert (seen.name, seen.named("es"), seen.price, seen.unit) == (
        "Ibuprofen 400 mg tablets",
        "Ibuprofeno 400 mg comprimidos",
        Decimal("0.12"),
        "tablet",
    )
    with pytest.raises(ExistsError):
        add(house, IBUPROFEN)


@pytest.mark.parametrize(("form", "unit"), [("tablet", "tablet"), ("syrup", "pack"), ("bag", "piece"), (None, "piece")])
def test_a_piece_is_what_the_form_says(house: House, form: str | None, unit: str) -> None:
    add(house, replace(IBUPROFEN, form=form))
    assert get(house, "IBU-400").unit == unit


@pytest.mark.parametrize(
    "wrong",
    [
        replace(IBUPROFEN, sku=""),
        replace(IBUPROFEN, sku="X" * 65),
        replace(IBUPROFEN, name=" Ibuprofen"),
        replace(IBUPROFEN, form=""),
        replace(IBUPROFEN, names={"es": " "}),
        replace(IBUPROFEN, reorder_at=-1),
        replace(IBUPROFEN, price=Decimal("-0.10")),
        replace(IBUPROFEN, price=Decimal("0.125")),
        replace(IBUPROFEN, price=Decimal("NaN")),
    ],
)
def test_a_product_that_makes_no_sense_is_refused(house: House, wrong: NewProduct) -> None:
    before = len(house.rows(ProductRow))
    with pytest.raises((PharmacyError, AmountError)):
        add(house, wrong)
    assert len(house.rows(ProductRow)) == before


def test_price_and_level_change_and_what_was_not_known_is_filled_in(house: House) -> None:
    change(house, replace(ATORVASTATIN, price=Decimal("0.50"), reorder_at=40))
    after = get(house, "ATORV-20")
    assert (after.price, after.reorder_at, after.ingredient) == (Decimal("0.50"), 40, "Atorvastatin")


@pytest.mark.parametrize(
    "other", [{"form": "capsule"}, {"strength": "40 mg"}, {"ingredient": "Rosuvastatin"}, {"unit": "box"}]
)
def test_what_is_in_stock_never_becomes_another_thing(house: House, other: dict[str, str]) -> None:
    change(house, ATORVASTATIN)
    with pytest.raises(ReferencedError):
        change(house, replace(ATORVASTATIN, **other))  # type: ignore[arg-type]
    assert get(house, "ATORV-20").strength == "20 mg"


def test_118_a_product_with_open_prescriptions_is_retired_and_not_removed(house: House) -> None:
    prescribed(house)
    for who in (PHARMACIST, ADMIN):
        with pytest.raises(ReferencedError):
            house.as_(who, lambda unit, actor: products.remove(unit, actor, "ATORV-20"))
    for who in (ADMIN, PHARMACIST):
        gone = house.as_(who, lambda unit, actor: products.retire(unit, actor, "ATORV-20"))
    assert not gone.is_active
    listed = house.as_(DESK, lambda unit, actor: products.listing(unit, actor))
    assert "ATORV-20" not in {product.sku for product in listed}
    every = house.as_(DESK, lambda unit, actor: products.listing(unit, actor, with_retired=True))
    assert "ATORV-20" in {product.sku for product in every}
    assert sum(there(house, "ATORV-20").values()) == 400


def test_a_retired_product_is_not_prescribed_until_it_is_taken_up_again(house: House) -> None:
    house.as_(PHARMACIST, lambda unit, actor: products.retire(unit, actor, "ATORV-20"))
    with pytest.raises(PrescriptionError):
        prescribed(house)
    house.as_(PHARMACIST, lambda unit, actor: products.take_up(unit, actor, "ATORV-20"))
    assert get(house, "ATORV-20").is_active


def test_a_product_that_nothing_points_to_can_be_removed(house: House) -> None:
    add(house, IBUPROFEN)
    house.as_(PHARMACIST, lambda unit, actor: products.remove(unit, actor, "IBU-400"))
    with pytest.raises(NotFoundError):
        get(house, "IBU-400")


# --- what patients are told -----------------------------------------------------------------------


def test_patients_hear_whether_it_is_there_and_what_it_costs_and_never_how_many(house: House) -> None:
    answer = ask(house, "PARA-500")[0]
    assert (answer.name, answer.price, answer.unit, answer.availability) == (
        "Paracetamol 500 mg tablets",
        Decimal("0.08"),
        "tablet",
        Availability.AVAILABLE,
    )
    assert not answer.needs_prescription
    assert 1200 not in [getattr(answer, each.name) for each in fields(answer)]


@pytest.mark.parametrize("said", ["atorvastatin", "Atorvastatina", "atorvastatin 20 mg", "atorvastatni", "atorv-20"])
def test_a_product_is_found_by_code_or_name_with_slips_in_either_language(house: House, said: str) -> None:
    change(house, replace(ATORVASTATIN, names={"es": "Atorvastatina 20 mg comprimidos"}))
    assert told(house, said) == [("ATORV-20", Availability.AVAILABLE)]


def test_its_name_is_said_in_the_language_of_whoever_asks(house: House) -> None:
    add(house, IBUPROFEN)
    assert [answer.name for answer in ask(house, "ibuprofen", "es")] == ["Ibuprofeno 400 mg comprimidos"]


@pytest.mark.parametrize("said", ["", "   ", "500", "mg", "tablets", "something for my head", "DROP TABLE products"])
def test_words_that_name_no_product_find_none(house: House, said: str) -> None:
    assert ask(house, said) == []


def test_the_strength_that_was_asked_for_comes_first_and_all_where_none_was(house: House) -> None:
    add(house, IBUPROFEN)
    add(house, replace(IBUPROFEN, sku="IBU-600", name="Ibuprofen 600 mg tablets", names={}, strength="600 mg"))
    assert {answer.sku for answer in ask(house, "ibuprofen")} == {"IBU-400", "IBU-600"}
    assert [answer.sku for answer in ask(house, "ibuprofen 600 mg")] == ["IBU-600"]


def test_few_and_none_are_told_as_such_and_what_is_on_a_ward_is_not_for_sale(house: House) -> None:
    assert told(house, "enoxaparin") == [("ENOX-40", Availability.OUT)]
    house.as_(
        PHARMACIST,
        lambda unit, actor: stock.waste(
            unit, actor, "PARA-500", "OPENING", 1000, place="pharmacy", reason="flooded", key="w"
        ),
    )
    assert told(house, "paracetamol") == [("PARA-500", Availability.LOW)]

    def to_ward(unit: Unit, actor: Actor) -> None:
        places.add(unit, actor, "a1", "Ward A1", "ward")
        where = {"from_place": "pharmacy", "to_place": "a1"}
        stock.move(unit, house.hospital, actor, "PARA-500", 200, key="m", **where)

    house.as_(PHARMACIST, to_ward)
    assert told(house, "paracetamol") == [("PARA-500", Availability.OUT)]


def test_a_retired_product_is_not_told_of(house: House) -> None:
    house.as_(PHARMACIST, lambda unit, actor: products.retire(unit, actor, "PARA-500"))
    assert ask(house, "paracetamol") == []


def test_somebody_unknown_may_ask_and_the_clock_may_not(house: House) -> None:
    with pytest.raises(access.ForbiddenError):
        house.write(lambda unit: lookup.look_up(unit, house.hospital, access.SYSTEM, "paracetamol", "en"))
