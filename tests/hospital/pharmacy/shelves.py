"""A pharmacy where stock comes, goes, is given out, comes back and is counted in any order, beside a plain model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, product
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import delete, select, update

from db.models import (
    ChargeItemRow,
    DispenseItemRow,
    DispenseRow,
    PrescriptionItemRow,
    PrescriptionRow,
    ProductBatchRow,
    ProductRow,
    StockCountLineRow,
    StockCountRow,
    StockMovementRow,
    StockRow,
    TaskRow,
)
from hospital.access import Actor
from hospital.errors import HospitalError
from hospital.office import Unit
from hospital.pharmacy import counts, dispensing, ledger, stock, taking_back
from hospital.pharmacy.dispensing import Wish
from hospital.pharmacy.stock import Arrival
from hospital.pharmacy.taking_back import Condition
from hospital.prescriptions.records import Prescription
from tests.hospital.clinic import NOW
from tests.hospital.house import House

SKU, PRESCRIBED = "ATORV-20", 30
LOTS = {"L1": 10, "L2": 40, "L3": 400}
"""Lots, the first to expire first, with the days for which they are good."""
PLACES = ("pharmacy", "a1")
WAITS, GIVEN = "waits", "given"
pieces, a_lot, a_place = st.integers(1, 14), st.sampled_from(sorted(LOTS)), st.sampled_from(PLACES)
which = st.integers(0, 3)


@dataclass
class Package:
    """Something taken off the shelves of a place for the patient: how it stands and what of each lot is still out."""

    place: str
    out: dict[str, int]
    status: str = WAITS
    has_come_back: bool = False

    @property
    def pieces(self) -> int:
        return sum(self.out.values())


class Shelves(RuleBasedStateMachine):
    """One step after the other, each a unit that is refused as a whole exactly where the model says so."""

    house: ClassVar[House]
    prescription: ClassVar[Prescription]
    pharmacists: ClassVar[tuple[Actor, Actor]]
    keys: ClassVar[Any] = count(1)

    def __init__(self) -> None:
        super().__init__()
        self.now, self.given = NOW, 0
        self.there: dict[tuple[str, str], int] = dict.fromkeys(product(PLACES, LOTS), 0)
        self.packages: dict[str, Package] = {}
        self.house.write(_clear)

    def do(self, work: Callable[[Unit, Actor], Any], *, is_due: bool, who: int = 0) -> Any:
        """What a unit answers; None where it was refused, with nothing left of it. Fails where that was not due."""
        actor = self.pharmacists[who]
        if not is_due:
            with pytest.raises(HospitalError):
                self.house.office.write(lambda unit: work(unit, actor), now=self.now, actor=actor.signature)
            return None
        return self.house.office.write(lambda unit: work(unit, actor), now=self.now, actor=actor.signature)

    def key(self) -> str:
        """A request key of its own."""
        return f"key-{next(self.keys)}"

    def is_good(self, lot: str) -> bool:
        """Whether a lot may be given today."""
        return _good_to(lot) >= self.house.hospital.local(self.now).date()

    def first_of(self, place: str, wanted: int) -> dict[str, int]:
        """What is taken of each lot where so much is wanted: what expires first of what is good, as far as it goes."""
        taken: dict[str, int] = {}
        for lot in filter(self.is_good, LOTS):
            taken[lot] = min(self.there[place, lot], wanted - sum(taken.values()))
        return {lot: amount for lot, amount in taken.items() if amount}

    def shift(self, place: str, of_lots: dict[str, int], sign: int = 1) -> None:
        """Put something on a shelf, or take it off."""
        for lot, amount in of_lots.items():
            self.there[place, lot] += sign * amount

    # --- the steps ----------------------------------------------------------------------------------

    @initialize(lot=a_lot)
    def begin(self, lot: str) -> None:
        """There is something at first, and some of it is taken."""
        self.receive(lot, 14, PLACES[0], False)
        self.prepare(5, PLACES[0], False)

    @rule(days=st.sampled_from([1, 12]))
    def later(self, days: int) -> None:
        """Time goes by, and batches go out of date."""
        self.now = min(self.now + timedelta(days=days), NOW + timedelta(days=120))

    @rule(lot=a_lot, quantity=pieces, place=a_place, twice=st.booleans())
    def receive(self, lot: str, quantity: int, place: str, twice: bool) -> None:
        """Something comes in, perhaps told twice."""
        key, arrival, is_due = self.key(), Arrival(SKU, lot, _good_to(lot), quantity), self.is_good(lot)
        for _ in range(1 + twice):
            self.do(
                lambda unit, actor: stock.receive(
                    unit, self.house.hospital, actor, arrival, place=place, reason="gift", key=key
                ),
                is_due=is_due,
            )
        self.shift(place, {lot: quantity * is_due})

    @rule(quantity=pieces, start=a_place)
    def move(self, quantity: int, start: str) -> None:
        """Something goes from one place to the other."""
        end, key, taken = PLACES[start == PLACES[0]], self.key(), self.first_of(start, quantity)
        is_due = sum(taken.values()) == quantity
        self.do(
            lambda unit, actor: stock.move(
                unit, self.house.hospital, actor, SKU, quantity, from_place=start, to_place=end, key=key
            ),
            is_due=is_due,
        )
        if is_due:
            self.shift(start, taken, -1)
            self.shift(end, taken)

    @rule(lot=a_lot, quantity=pieces, place=a_place)
    def waste(self, lot: str, quantity: int, place: str) -> None:
        """Something is thrown away, more than there is at times."""
        key, is_due = self.key(), quantity <= self.there[place, lot]
        self.do(
            lambda unit, actor: stock.waste(unit, actor, SKU, lot, quantity, place=place, reason="broken", key=key),
            is_due=is_due,
        )
        self.shift(place, {lot: quantity * is_due}, -1)

    @rule(quantity=pieces, place=a_place, twice=st.booleans())
    def prepare(self, quantity: int, place: str, twice: bool) -> None:
        """Something is taken off the shelf for a patient, perhaps asked for twice; what is not there is owed."""
        key, wish = self.key(), Wish(self.prescription.items[0].id, quantity)
        waiting = sum(each.pieces for each in self.packages.values() if each.status == WAITS)
        taken = self.first_of(place, quantity)
        is_due = bool(taken) and quantity <= PRESCRIBED - self.given - waiting
        answers = [
            self.do(
                lambda unit, actor: dispensing.prepare(
                    unit, self.house.hospital, actor, self.prescription.reference, place=place, key=key, wishes=[wish]
                ),
                is_due=is_due,
            )
            for _ in range(1 + twice)
        ]
        if is_due:
            (reference,) = {each.reference for each in answers}
            amount = sum(taken.values())
            assert (answers[0].items[0].quantity, answers[0].items[0].owed) == (amount, quantity - amount)
            self.shift(place, taken, -1)
            self.packages[reference] = Package(place, taken)

    @rule(n=which)
    def hand_over(self, n: int) -> None:
        """A patient comes for it, perhaps for what they have, or what went out of date while it waited."""
        reference, package = self.pick(n)
        is_due = package.status == GIVEN or (package.status == WAITS and all(map(self.is_good, package.out)))
        self.do(
            lambda unit, actor: dispensing.hand_over(unit, self.house.hospital, actor, reference),
            is_due=is_due,
        )
        if is_due and package.status == WAITS:
            package.status = GIVEN
            self.given += package.pieces

    @rule(n=which, how=st.sampled_from([taking_back.cancel, taking_back.decline, taking_back.withdraw]))
    def undo(self, n: int, how: Callable[..., Any]) -> None:
        """It is given up, or was recorded in error; what was handed over only as long as nothing of it came back."""
        reference, package = self.pick(n)
        is_an_error = how is taking_back.withdraw and package.status == GIVEN and not package.has_come_back
        is_due = package.status in (WAITS, how.__name__) or is_an_error
        self.do(lambda unit, actor: how(unit, self.house.hospital, actor, reference, reason="so"), is_due=is_due)
        if is_due and package.status != how.__name__:
            self.given -= package.pieces if package.status == GIVEN else 0
            self.shift(package.place, package.out)
            package.status, package.out = how.__name__, {}

    @rule(n=which, quantity=pieces, untouched=st.booleans(), twice=st.booleans())
    def take_back(self, n: int, quantity: int, untouched: bool, twice: bool) -> None:
        """A patient brings some of it back, perhaps told twice: what is good and was not touched can be given again."""
        reference, package = self.pick(n)
        condition, key = Condition(untouched, not untouched, "not needed"), self.key()
        is_due = package.status == GIVEN and quantity <= package.pieces
        back = _last_of(package.out, quantity) if is_due else {}
        kept = {lot: amount for lot, amount in back.items() if untouched and self.is_good(lot)}
        for _ in range(1 + twice):
            told = self.do(
                lambda unit, actor: taking_back.take_back(
                    unit, self.house.hospital, actor, reference, 1, quantity, condition=condition, key=key
                ),
                is_due=is_due,
            )
            assert told == (sum(kept.values()) if is_due else None)
        package.has_come_back |= is_due
        package.out = {lot: amount - back.get(lot, 0) for lot, amount in package.out.items()}
        self.shift(package.place, kept)
        self.given -= sum(kept.values())

    @rule(place=a_place, off=st.integers(-3, 3), by=st.sampled_from([0, 1]))
    def count_shelf(self, place: str, off: int, by: int) -> None:
        """A place is counted, one batch of it differently from the ledger; whoever counted never approves."""
        key = self.key()
        begun = self.do(lambda unit, actor: counts.begin(unit, actor, place, key=key, skus=[SKU]), is_due=True)
        found = {(SKU, lot): self.there[place, lot] for lot in LOTS if self.there[place, lot]}
        assert {(line.sku, line.lot) for line in begun.lines} == set(found)
        if not found:
            return
        first = min(found)
        found[first] = max(0, found[first] + off)
        self.do(lambda unit, actor: counts.enter(unit, actor, begun.reference, found), is_due=True)
        self.do(
            lambda unit, actor: counts.approve(unit, actor, begun.reference, reason="counted"), is_due=by == 1, who=by
        )
        if by:
            self.there[place, first[1]] = found[first]

    # --- what always holds --------------------------------------------------------------------------

    @invariant()
    def it_adds_up(self) -> None:
        """The ledger is the stock, line by line, and never below nothing; each shelf and the prescription are as the
        model has them.
        """
        assert self.house.read(ledger.mismatches) == []
        running: dict[tuple[int, int], int] = {}
        for row in self.house.rows(StockMovementRow, StockMovementRow.product_id == self.product_id()):
            shelf = (row.place_id, row.batch_id)
            running[shelf] = running.get(shelf, 0) + row.quantity
            assert running[shelf] == row.balance >= 0
        assert self.on_shelves() == {shelf: amount for shelf, amount in self.there.items() if amount}
        item, paper = self.house.rows(PrescriptionItemRow)[0], self.house.rows(PrescriptionRow)[0]
        assert 0 <= item.dispensed == self.given <= PRESCRIBED
        assert paper.status == ("completed" if self.given == PRESCRIBED else "active")

    def on_shelves(self) -> dict[tuple[str, str], int]:
        """How much there is of each lot at each place that has any."""
        seen = self.house.write(lambda unit: [stock.at_place(unit, self.pharmacists[0], place) for place in PLACES])
        return {(each.place, each.lot): each.quantity for shelf in seen for each in shelf if each.sku == SKU}

    def pick(self, n: int) -> tuple[str, Package]:
        """One of the last packages."""
        reference = list(self.packages)[-1 - n % len(self.packages)]
        return reference, self.packages[reference]

    def product_id(self) -> int:
        """The row of the product."""
        found = self.house.read(lambda unit: unit.connection.scalar(select(ProductRow.id).filter_by(sku=SKU)))
        assert found is not None
        return found


def _good_to(lot: str) -> date:
    return NOW.date() + timedelta(days=LOTS[lot])


def _last_of(out: dict[str, int], quantity: int) -> dict[str, int]:
    """Which lots come back where so much does: the last to expire first."""
    back: dict[str, int] = {}
    for lot in sorted(out, reverse=True):
        back[lot] = min(out[lot], quantity - sum(back.values()))
    return back


def _clear(unit: Unit) -> None:
    for model in (
        StockMovementRow,
        StockRow,
        StockCountLineRow,
        StockCountRow,
        DispenseItemRow,
        DispenseRow,
        ProductBatchRow,
        ChargeItemRow,
        TaskRow,
    ):
        unit.connection.execute(delete(model))
    unit.connection.execute(update(PrescriptionItemRow).values(dispensed=0))
    unit.connection.execute(update(PrescriptionRow).values(status="active"))
