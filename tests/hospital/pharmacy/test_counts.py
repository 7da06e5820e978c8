"""A count is entered by one and approved by another; what differs becomes a line of the ledger."""

from __future__ import annotations

import pytest

from db.models import StockCountRow, StockMovementRow
from hospital.errors import KeyUsedError, NotFoundError
from hospital.pharmacy import counts, places, stock
from hospital.pharmacy.counts import Count
from hospital.pharmacy.errors import (
    NotEnoughError,
    PharmacyError,
    PiecesError,
    SamePersonError,
    StatusError,
)
from tests.hospital.house import PHARMACIST, PHARMACIST_TOO, House
from tests.hospital.pharmacy.counter import prepare, prescribed, there

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
A77, A78 = ("ATORV-20", "A77"), ("ATORV-20", "A78")


def begin(house: House, key: str = "c") -> Count:
    return house.as_(PHARMACIST, lambda unit, actor: counts.begin(unit, actor, "pharmacy", key=key, skus=["ATORV-20"]))


def enter(house: House, count: Count, found: dict[tuple[str, str], int], by: str = PHARMACIST) -> Count:
    return house.as_(by, lambda unit, actor: counts.enter(unit, actor, count.reference, found))


def approve(house: House, count: Count, by: str = PHARMACIST_TOO, reason: str = "two packs fell down") -> Count:
    return house.as_(by, lambda unit, actor: counts.approve(unit, actor, count.reference, reason=reason))


def counted(house: House) -> list[tuple[int, str | None]]:
    return [(row.quantity, row.reason) for row in house.rows(StockMovementRow, StockMovementRow.kind == "counted")]


def test_a_difference_moves_stock_once_it_is_approved_by_somebody_else(house: House) -> None:
    count = begin(house)
    assert begin(house) == count
    assert [(line.lot, line.counted) for line in count.lines] == [("A78", None), ("A77", None)]
    entered = enter(house, count, {A77: 298, A78: 101})
    assert [line.difference for line in entered.lines] == [1, -2]
    assert counted(house) == []
    with house.refused(SamePersonError):
        approve(house, count, by=PHARMACIST)
    for _ in range(2):
        done = approve(house, count)
    assert (done.status, done.entered_by, done.approved_by) == (
        "approved",
        "staff:padma.rao@rosehill.example",
        "staff:jan.vos@rosehill.example",
    )
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 298, ("pharmacy", "A78"): 101}
    assert counted(house) == [(1, "two packs fell down"), (-2, "two packs fell down")]


def test_what_moves_between_entering_and_approving_is_not_lost(house: House) -> None:
    count = begin(house)
    enter(house, count, {A77: 300, A78: 95})
    prepare(house, prescribed(house))
    approve(house, count)
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 300, ("pharmacy", "A78"): 5}


def test_what_is_missing_and_has_left_meanwhile_is_counted_again(house: House) -> None:
    count = begin(house)
    enter(house, count, {A77: 300, A78: 5})
    prepare(house, prescribed(house))
    with house.refused(NotEnoughError):
        approve(house, count)
    house.as_(PHARMACIST_TOO, lambda unit, actor: counts.reopen(unit, actor, count.reference))
    again = enter(house, count, {A77: 300, A78: 5}, by=PHARMACIST_TOO)
    assert [line.difference for line in again.lines] == [-5, 0]
    with house.refused(SamePersonError):
        approve(house, count)
    approve(house, count, by=PHARMACIST)
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 300, ("pharmacy", "A78"): 5}


def test_a_count_without_a_difference_needs_no_reason_and_one_with_it_does(house: House) -> None:
    count = begin(house)
    enter(house, count, {A77: 300, A78: 99})
    with house.refused(PharmacyError):
        approve(house, count, reason=" ")
    other = begin(house, key="d")
    enter(house, other, {A77: 300, A78: 100})
    approve(house, other, reason="")
    assert counted(house) == []


def test_what_was_found_on_another_shelf_is_entered_too_and_nothing_is_left_out(house: House) -> None:
    house.as_(
        PHARMACIST,
        lambda unit, actor: stock.waste(
            unit, actor, "ATORV-20", "A78", 100, place="pharmacy", reason="out of date", key="w"
        ),
    )
    count = begin(house)
    assert [line.lot for line in count.lines] == ["A77"]
    with house.refused(PharmacyError):
        enter(house, count, {A78: 3})
    with house.refused(NotFoundError):
        enter(house, count, {A77: 300, ("ATORV-20", "Z1"): 3})
    enter(house, count, {A77: 300, A78: 3})
    approve(house, count)
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 300, ("pharmacy", "A78"): 3}


@pytest.mark.parametrize("found", [-1, 2.5, True, 10**8])
def test_a_number_that_cannot_be_is_not_entered(house: House, found: int) -> None:
    count = begin(house)
    with house.refused(PiecesError):
        enter(house, count, {A77: 300, A78: found})
    assert house.rows(StockCountRow)[0].status == "open"


def test_a_count_moves_along_its_arrows_and_nowhere_else(house: House) -> None:
    count = begin(house)
    with house.refused(StatusError):
        approve(house, count)
    enter(house, count, {A77: 300, A78: 100})
    assert enter(house, count, {A77: 300, A78: 100}).status == "entered"
    with house.refused(StatusError):
        enter(house, count, {A77: 1, A78: 1}, by=PHARMACIST_TOO)
    approve(house, count)
    for step in (
        lambda unit, actor: counts.reopen(unit, actor, count.reference),
        lambda unit, actor: counts.cancel(unit, actor, count.reference, reason="again"),
        lambda unit, actor: counts.enter(unit, actor, count.reference, {A77: 0, A78: 0}),
    ):
        with house.refused(StatusError):
            house.as_(PHARMACIST, step)
    assert sum(there(house, "ATORV-20").values()) == 400


def test_a_count_that_is_given_up_moves_nothing(house: House) -> None:
    count = begin(house)
    enter(house, count, {A77: 1, A78: 1})
    house.as_(PHARMACIST, lambda unit, actor: counts.cancel(unit, actor, count.reference, reason="fire drill"))
    with house.refused(StatusError):
        approve(house, count)
    assert house.as_(PHARMACIST, lambda unit, actor: counts.unfinished(unit, actor)) == []
    assert sum(there(house, "ATORV-20").values()) == 400


def test_a_key_gives_nobody_the_count_of_another_place(house: House) -> None:
    begin(house)
    house.as_(PHARMACIST, lambda unit, actor: places.add(unit, actor, "a1", "Ward A1", "ward"))
    with house.refused(KeyUsedError):
        house.as_(PHARMACIST, lambda unit, actor: counts.begin(unit, actor, "a1", key="c"))
    assert len(house.rows(StockCountRow)) == 1
