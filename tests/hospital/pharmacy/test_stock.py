"""Stock comes, moves and goes by lines of a ledger that always adds up to what is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError

from db.models import StockMovementRow, StockPlaceRow, StockRow
from hospital.access import ForbiddenError
from hospital.errors import KeyUsedError, NotFoundError
from hospital.pharmacy import ledger, places, stock
from hospital.pharmacy.errors import (
    ExistsError,
    ExpiredError,
    LotError,
    NotEnoughError,
    PharmacyError,
    PiecesError,
)
from hospital.pharmacy.stock import Arrival
from tests.hospital.clinic import NOW
from tests.hospital.house import AUDITOR, NURSE, PHARMACIST, House
from tests.hospital.pharmacy.counter import lines, there

SOON = date(2026, 12, 31)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def receive(house: House, arrival: Arrival, key: str = "r") -> None:
    house.as_(
        PHARMACIST,
        lambda unit, actor: stock.receive(
            unit, house.hospital, actor, arrival, place="pharmacy", reason="gift", key=key
        ),
    )


def move(house: House, quantity: int, lot: str | None = None, key: str = "m", to: str = "a1", now=NOW) -> None:
    house.as_(
        PHARMACIST,
        lambda unit, actor: stock.move(
            unit, house.hospital, actor, "ATORV-20", quantity, from_place="pharmacy", to_place=to, key=key, lot=lot
        ),
        now=now,
    )


def waste(house: House, quantity: int, lot: str = "A78", key: str = "w", reason: str = "broken") -> None:
    house.as_(
        PHARMACIST,
        lambda unit, actor: stock.waste(
            unit, actor, "ATORV-20", lot, quantity, place="pharmacy", reason=reason, key=key
        ),
    )


def ward(house: House) -> None:
    house.as_(PHARMACIST, lambda unit, actor: places.add(unit, actor, "a1", "Ward A1", "ward"))


def test_what_the_file_tells_is_where_the_ledger_begins(house: House) -> None:
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 300, ("pharmacy", "A78"): 100}
    assert there(house, "AMOX-SYR") == {("pharmacy", "OPENING"): 20}
    assert there(house, "ENOX-40") == {}
    receive(house, Arrival("ENOX-40", "E1", SOON, 5))
    house.load(("stock: 0, reorder_at: 10", "stock: 70, reorder_at: 10"), ("stock: 20", "stock: 90"))
    assert there(house, "ENOX-40") == {("pharmacy", "E1"): 5}
    assert there(house, "AMOX-SYR") == {("pharmacy", "OPENING"): 20}


@on_sqlite
def test_stock_moves_to_a_ward_what_expires_first_first_and_once(house: House) -> None:
    ward(house)
    for _ in range(2):
        move(house, 120)
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 280, ("a1", "A78"): 100, ("a1", "A77"): 20}
    assert sum(quantity for kind, quantity in lines(house, "moved")) == 0


@on_sqlite
def test_what_is_out_of_date_moves_only_when_its_lot_is_named(house: House) -> None:
    ward(house)
    late = NOW + timedelta(days=150)
    with house.refused(NotEnoughError) as refused:
        move(house, 301, now=late)
    assert refused.value.there == 300
    move(house, 100, lot="A78", now=late)
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 300, ("a1", "A78"): 100}


@on_sqlite
def test_more_than_is_there_never_leaves(house: House) -> None:
    ward(house)
    for attempt in (
        lambda: move(house, 401),
        lambda: move(house, 101, lot="A78"),
        lambda: waste(house, 101),
    ):
        with house.refused(NotEnoughError):
            attempt()
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 300, ("pharmacy", "A78"): 100}


@on_sqlite
@pytest.mark.parametrize("quantity", [0, -1, 10**7, 1.5, True])
def test_pieces_that_make_no_sense_are_refused(house: House, quantity: int) -> None:
    ward(house)
    for attempt in (
        lambda: move(house, quantity),
        lambda: waste(house, quantity),
        lambda: receive(house, Arrival("ENOX-40", "E1", SOON, quantity)),
    ):
        with house.refused(PiecesError):
            attempt()
    assert lines(house, "moved", "wasted") == []


@on_sqlite
def test_unknown_lots_places_and_products_are_not_found(house: House) -> None:
    for attempt in (
        lambda: waste(house, 1, lot="Z9"),
        lambda: move(house, 1, to="nowhere"),
        lambda: receive(house, Arrival("NONE", "E1", SOON, 1)),
    ):
        with house.refused(NotFoundError):
            attempt()


@on_sqlite
def test_what_comes_in_is_in_date_and_one_lot_has_one_date(house: House) -> None:
    receive(house, Arrival("ENOX-40", "E1", SOON, 5))
    receive(house, Arrival("ENOX-40", "E1", SOON, 5), key="more")
    receive(house, Arrival("ENOX-40", "E1", SOON, 5), key="more")
    with house.refused(LotError):
        receive(house, Arrival("ENOX-40", "E1", date(2027, 1, 1), 5), key="other")
    with house.refused(ExpiredError):
        receive(house, Arrival("ENOX-40", "E2", date(2026, 6, 7), 5), key="late")
    with house.refused(PharmacyError):
        receive(house, Arrival("ENOX-40", " ", SOON, 5), key="nameless")
    assert there(house, "ENOX-40") == {("pharmacy", "E1"): 10}


@on_sqlite
def test_the_key_of_one_move_moves_nothing_else(house: House) -> None:
    ward(house)
    came = Arrival("ENOX-40", "E1", SOON, 5)
    for _ in range(2):
        receive(house, came)
        move(house, 3)
        waste(house, 2)
    before = there(house, "ATORV-20"), there(house, "ENOX-40")
    for other in (
        lambda: receive(house, replace(came, quantity=6)),
        lambda: receive(house, replace(came, sku="ATORV-20")),
        lambda: move(house, 4),
        lambda: move(house, 3, lot="A78"),
        lambda: waste(house, 3),
        lambda: waste(house, 2, reason="recalled"),
    ):
        with house.refused(KeyUsedError):
            other()
    assert (there(house, "ATORV-20"), there(house, "ENOX-40")) == before


@on_sqlite
def test_what_is_thrown_away_has_a_reason(house: House) -> None:
    with house.refused(PharmacyError):
        waste(house, 5, reason=" ")
    waste(house, 5)
    row = house.rows(StockMovementRow)[-1]
    assert (row.kind, row.quantity, row.balance, row.reason) == ("wasted", -5, 95, "broken")
    assert row.moved_by == "staff:padma.rao@rosehill.example"


@on_sqlite
def test_each_line_says_what_remained_after_it(house: House) -> None:
    waste(house, 5)
    waste(house, 7, key="w2")
    seen = house.as_(NURSE, lambda unit, actor: stock.movements(unit, actor, "ATORV-20"))
    assert [(line.kind, line.lot, line.quantity, line.balance) for line in seen[:2]] == [
        ("wasted", "A78", -7, 88),
        ("wasted", "A78", -5, 95),
    ]


@on_sqlite
def test_stock_is_read_by_place_and_by_product_what_expires_first_at_the_top(house: House) -> None:
    found = house.as_(NURSE, lambda unit, actor: stock.of_product(unit, actor, "ATORV-20"))
    assert [(each.lot, each.quantity) for each in found] == [("A78", 100), ("A77", 300)]
    there = house.as_(NURSE, lambda unit, actor: stock.at_place(unit, actor, "pharmacy"))
    assert {each.sku for each in there} == {"ATORV-20", "AMOX-SYR", "TRAM-50", "PARA-500"}


@on_sqlite
def test_the_register_is_of_controlled_substances_and_for_few_eyes(house: House) -> None:
    shown = house.as_(AUDITOR, lambda unit, actor: stock.register(unit, actor, "TRAM-50"))
    assert [(line.kind, line.quantity, line.balance) for line in shown] == [("received", 60, 60)]
    with house.refused(NotFoundError):
        house.as_(AUDITOR, lambda unit, actor: stock.register(unit, actor, "PARA-500"))
    with house.refused(ForbiddenError):
        house.as_(NURSE, lambda unit, actor: stock.register(unit, actor, "TRAM-50"))


@on_sqlite
def test_a_place_is_had_once_and_is_of_a_kind(house: House) -> None:
    ward(house)
    with house.refused(ExistsError):
        ward(house)
    with house.refused(PharmacyError):
        house.as_(PHARMACIST, lambda unit, actor: places.add(unit, actor, "b", "Garden", "garden"))
    assert {row.code for row in house.rows(StockPlaceRow)} == {"pharmacy", "a1"}


def test_the_database_itself_keeps_stock_from_falling_below_nothing(house: House) -> None:
    with pytest.raises(DBAPIError):
        house.write(lambda unit: unit.connection.execute(update(StockRow).values(quantity=-1)))
    bad = {**house.rows(StockMovementRow)[0]._mapping, "id": None, "cause": "x", "kind": "wasted", "quantity": 5}
    with pytest.raises(DBAPIError):
        house.write(lambda unit: unit.connection.execute(insert(StockMovementRow), bad))


@on_sqlite
def test_stock_changed_behind_the_ledgers_back_is_noticed(house: House) -> None:
    row = house.rows(StockRow)[0]
    house.write(lambda unit: unit.connection.execute(update(StockRow).where(StockRow.id == row.id).values(quantity=7)))
    found = house.read(ledger.mismatches)
    assert [(each.batch_id, each.stock, each.ledger) for each in found] == [(row.batch_id, 7, row.quantity)]
