"""A pharmacy where stock comes, goes, is given out, comes back and is counted in any order, beside a plain model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
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
)
from hospital.access import Actor
from hospital.errors import HospitalError
from hospital.office import Unit
from hospital.pharmacy import counts, dispenses, dispensing, ledger, stock, taking_back
from hospital.pharmacy.dispenses import COMPLETED, OPEN
from hospital.pharmacy.dispensing import Wish
from hospital.pharmacy.stock import Arrival
from hospital.pharmacy.taking_back import Condition
from hospital.prescriptions.records import Prescription
from tests.hospital.clinic import NOW
from tests.hospital.house import House

SKU, PRESCRIBED = "ATORV-20", 30
LOTS = {"L1": 10, "L2": 40, "L3": 400}
"""Lots with the days for which they are good."""
PLACES = ("pharmacy", "a1")
pieces, a_lot, a_place = st.integers(1, 14), st.sampled_from(sorted(LOTS)), st.sampled_from(PLACES)
which = st.integers(0, 3)


class Shelves(RuleBasedStateMachine):
    """One step after the other, each a unit that commits or is refused as a whole."""

    house: ClassVar[House]
    prescription: ClassVar[Prescription]
    pharmacists: ClassVar[tuple[Actor, Actor]]
    keys: ClassVar[Any] = count(1)

    def __init__(self) -> None:
        super().__init__()
        self.now, self.there, self.given = NOW, 0, 0
        self.made: list[str] = []
        self.house.write(_clear)

    def do(self, work: Callable[[Unit, Actor], Any], who: int = 0) -> Any:
        """What a unit answers; None where it was refused, with nothing left of it."""
        actor = self.pharmacists[who]
        try:
            return self.house.office.write(lambda unit: work(unit, actor), now=self.now, actor=actor.signature)
        except HospitalError:
            return None

    def key(self) -> str:
        """A request key of its own."""
        return f"key-{next(self.keys)}"

    # --- the steps ----------------------------------------------------------------------------------

    @rule(days=st.sampled_from([1, 12]))
    def later(self, days: int) -> None:
        """Time goes by, and batches go out of date."""
        self.now = min(self.now + timedelta(days=days), NOW + timedelta(days=120))

    @rule(lot=a_lot, quantity=pieces, place=a_place, twice=st.booleans())
    def receive(self, lot: str, quantity: int, place: str, twice: bool) -> None:
        """Something comes in, perhaps told twice."""
        key, good_to = self.key(), NOW.date() + timedelta(days=LOTS[lot])
        arrival = Arrival(SKU, lot, good_to, quantity)
        is_good = good_to >= self.house.hospital.local(self.now).date()
        for _ in range(1 + twice):
            self.do(
                lambda unit, actor: stock.receive(
                    unit, self.house.hospital, actor, arrival, place=place, reason="gift", key=key
                )
            )
        self.there += quantity * is_good

    @rule(quantity=pieces, start=a_place)
    def move(self, quantity: int, start: str) -> None:
        """Something goes from one place to the other."""
        end, key = PLACES[start == PLACES[0]], self.key()
        self.do(
            lambda unit, actor: stock.move(
                unit, self.house.hospital, actor, SKU, quantity, from_place=start, to_place=end, key=key
            )
        )

    @rule(lot=a_lot, quantity=pieces, place=a_place)
    def waste(self, lot: str, quantity: int, place: str) -> None:
        """Something is thrown away, more than there is at times."""
        before, key = self.of(place, lot), self.key()
        self.do(lambda unit, actor: stock.waste(unit, actor, SKU, lot, quantity, place=place, reason="broken", key=key))
        self.there -= quantity if quantity <= before else 0

    @rule(quantity=pieces, place=a_place, twice=st.booleans())
    def prepare(self, quantity: int, place: str, twice: bool) -> None:
        """Something is taken off the shelf for a patient, perhaps asked for twice."""
        key, wish = self.key(), Wish(self.prescription.items[0].id, quantity)
        for _ in range(1 + twice):
            made = self.do(
                lambda unit, actor: dispensing.prepare(
                    unit,
                    self.house.hospital,
                    actor,
                    self.prescription.reference,
                    place=place,
                    key=key,
                    wishes=[wish],
                )
            )
        if made is not None:
            self.there -= made.items[0].quantity
            self.made.append(made.reference)

    @rule(n=which)
    def hand_over(self, n: int) -> None:
        """A patient comes for it."""
        if (reference := self.pick(n)) is not None:
            before = self.house.read(lambda unit: dispenses.get(unit, reference))
            done = self.do(lambda unit, actor: dispensing.hand_over(unit, self.house.hospital, actor, reference))
            if done is not None and before.status != COMPLETED:
                self.given += done.items[0].quantity

    @rule(n=which, how=st.sampled_from([taking_back.cancel, taking_back.decline, taking_back.withdraw]))
    def undo(self, n: int, how: Callable[..., Any]) -> None:
        """It is given up, or was recorded in error."""
        if (reference := self.pick(n)) is not None:
            before = self.house.read(lambda unit: dispenses.get(unit, reference))
            done = self.do(lambda unit, actor: how(unit, actor, reference, reason="so"))
            if done is not None and before.status in (*OPEN, COMPLETED):
                self.there += before.items[0].quantity
                self.given -= before.items[0].quantity if before.status == COMPLETED else 0

    @rule(n=which, quantity=pieces, untouched=st.booleans(), twice=st.booleans())
    def take_back(self, n: int, quantity: int, untouched: bool, twice: bool) -> None:
        """A patient brings some of it back, perhaps told twice."""
        if (reference := self.pick(n)) is not None:
            condition, key = Condition(untouched, not untouched, "not needed"), self.key()
            for _ in range(1 + twice):
                kept = self.do(
                    lambda unit, actor: taking_back.take_back(
                        unit, self.house.hospital, actor, reference, 1, quantity, condition=condition, key=key
                    )
                )
            self.there += kept or 0
            self.given -= kept or 0

    @rule(place=a_place, off=st.integers(-3, 3), by=st.sampled_from([0, 1]))
    def count_shelf(self, place: str, off: int, by: int) -> None:
        """A place is counted, one batch of it differently from the ledger; whoever counted never approves."""
        key = self.key()
        begun = self.do(lambda unit, actor: counts.begin(unit, actor, place, key=key, skus=[SKU]))
        found = {(line.sku, line.lot): self.of(place, line.lot) for line in begun.lines}
        if not found:
            return
        first = min(found)
        found[first] = max(0, found[first] + off)
        difference = found[first] - self.of(place, first[1])
        self.do(lambda unit, actor: counts.enter(unit, actor, begun.reference, found))
        done = self.do(lambda unit, actor: counts.approve(unit, actor, begun.reference, reason="counted"), by)
        assert (done is None) == (by == 0)
        self.there += difference if by else 0

    # --- what always holds --------------------------------------------------------------------------

    @invariant()
    def it_adds_up(self) -> None:
        """The ledger is the stock, line by line, and never below nothing; what is there is what came and did not go."""
        assert self.house.read(ledger.mismatches) == []
        running: dict[tuple[int, int], int] = {}
        for row in self.house.rows(StockMovementRow, StockMovementRow.product_id == self.product_id()):
            shelf = (row.place_id, row.batch_id)
            running[shelf] = running.get(shelf, 0) + row.quantity
            assert running[shelf] == row.balance >= 0
        assert sum(running.values()) == self.there
        item = self.house.rows(PrescriptionItemRow)[0]
        assert 0 <= item.dispensed == self.given <= PRESCRIBED

    def of(self, place: str, lot: str) -> int:
        """How much there is of a lot at a place."""
        seen = self.house.write(lambda unit: stock.at_place(unit, self.pharmacists[0], place))
        return sum(each.quantity for each in seen if (each.sku, each.lot) == (SKU, lot))

    def pick(self, n: int) -> str | None:
        """One of the last dispenses."""
        return self.made[-1 - n % len(self.made)] if self.made else None

    def product_id(self) -> int:
        """The row of the product."""
        found = self.house.read(lambda unit: unit.connection.scalar(select(ProductRow.id).filter_by(sku=SKU)))
        assert found is not None
        return found


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
    ):
        unit.connection.execute(delete(model))
    unit.connection.execute(update(PrescriptionItemRow).values(dispensed=0))
    unit.connection.execute(update(PrescriptionRow).values(status="active"))
