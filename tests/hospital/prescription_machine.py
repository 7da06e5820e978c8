"""Prescriptions written, signed, held, stopped, given out and asked for again in any order and by anybody, beside a
plain model of what may be done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import delete

from db.models import (
    ChargeItemRow,
    DispenseItemRow,
    DispenseRow,
    PrescriptionItemRow,
    PrescriptionRow,
    ProductBatchRow,
    RefillRequestRow,
    StockMovementRow,
    StockRow,
    TaskRow,
)
from hospital.access import Actor
from hospital.errors import HospitalError
from hospital.office import Unit
from hospital.pharmacy import dispensing, stock, taking_back
from hospital.pharmacy.dispensing import Wish
from hospital.pharmacy.stock import Arrival
from hospital.prescriptions import moving, records, refills, sealing, writing
from hospital.prescriptions.quantities import Dosage
from hospital.prescriptions.records import ACTIVE, CANCELLED, COMPLETED, DRAFT, ERROR, ON_HOLD, STOPPED, Prescription
from hospital.prescriptions.writing import NewItem
from tests.hospital.clinic import IRIS, NOW
from tests.hospital.house import ADLER, BRANDT, NURSE, PHARMACIST, RYAN, House

USED_UP = NOW + timedelta(days=120)
"""When nothing of two courses is left, and the prescription still holds."""
TREATING, SKU = (ADLER, BRANDT), "ATORV-20"
PATIENT = "the patient"
anybody = st.sampled_from((ADLER, ADLER, ADLER, BRANDT, RYAN, NURSE, PHARMACIST, PATIENT))
which, days, repeats = st.integers(0, 3), st.sampled_from([7, 28]), st.integers(0, 1)
TABLES = (
    *(StockMovementRow, StockRow, DispenseItemRow, DispenseRow, ProductBatchRow, ChargeItemRow),
    *(RefillRequestRow, PrescriptionItemRow, PrescriptionRow, TaskRow),
)


@dataclass
class Sheet:
    """A prescription of one medicine as the model has it. `signed`: what was signed, with its hash and its seal."""

    by: str
    days: int
    repeats: int
    status: str = DRAFT
    fills: int = 1
    dispensed: int = 0
    signed: tuple[Any, ...] = ()
    given: list[tuple[str, int]] = field(default_factory=list)
    granted: str = ""
    """The last request that a repeat was granted to."""
    request: str = ""
    """What waits for a doctor."""

    @property
    def left(self) -> int:
        return self.days * self.fills - self.dispensed


class Prescribing(RuleBasedStateMachine):
    """One step after the other, each a unit that is refused as a whole exactly where the model says so."""

    house: ClassVar[House]
    encounter: ClassVar[str]
    actors: ClassVar[dict[str, Actor]]
    keys: ClassVar[Any] = count(1)

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, Sheet] = {}
        self.seen: dict[str, str] = {}
        for table in TABLES:
            self.house.write(lambda unit, table=table: unit.connection.execute(delete(table)))  # type: ignore[misc]
        arrival = Arrival(SKU, "L1", date(2027, 6, 1), 2000)
        self.do(
            PHARMACIST,
            lambda unit, actor: stock.receive(
                unit, self.house.hospital, actor, arrival, place="pharmacy", reason="gift", key=self.key()
            ),
            is_due=True,
        )

    def do(self, who: str, work: Callable[[Unit, Actor], Any], *, is_due: bool, now: datetime = NOW) -> Any:
        """What a unit answers; None where it was refused. Fails where that was not due."""
        actor = self.actors[who]
        if not is_due:
            with pytest.raises(HospitalError):
                self.house.office.write(lambda unit: work(unit, actor), now=now, actor=actor.signature)
            return None
        return self.house.office.write(lambda unit: work(unit, actor), now=now, actor=actor.signature)

    def key(self) -> str:
        """A request key of its own."""
        return f"sheet-{next(self.keys)}"

    def pick(self, n: int) -> tuple[str, Sheet]:
        """One of the last prescriptions."""
        reference = list(self.sheets)[-1 - n % len(self.sheets)]
        return reference, self.sheets[reference]

    def item_of(self, reference: str) -> int:
        """The row of a prescription's medicine."""
        return self.house.read(lambda unit: records.get(unit, reference)).items[0].id

    def keep(self, reference: str, sheet: Sheet) -> None:
        """Remember what a signature covers."""
        sheet.status, sheet.signed = ACTIVE, _content(self.house.read(lambda unit: records.get(unit, reference)))

    # --- writing ------------------------------------------------------------------------------------

    @initialize(lasting=days, again=repeats)
    def begin(self, lasting: int, again: int) -> None:
        """Something was prescribed and signed."""
        self.draft(ADLER, lasting, again)
        self.sign(ADLER, 0, True, True)

    @rule(who=anybody, lasting=days, again=repeats)
    def draft(self, who: str, lasting: int, again: int) -> None:
        """Somebody writes a draft, told twice: there is one."""
        key, is_due, items = self.key(), who in TREATING, [_medicine(lasting, again)]
        for _ in range(2):
            made = self.do(
                who, lambda unit, actor: writing.draft(unit, actor, self.encounter, items, key=key), is_due=is_due
            )
        if is_due:
            self.sheets[made.reference] = Sheet(who, lasting, again)

    @rule(who=anybody, n=which, lasting=days, again=repeats)
    def redraft(self, who: str, n: int, lasting: int, again: int) -> None:
        """Somebody writes it anew."""
        reference, sheet = self.pick(n)
        is_due, items = who == sheet.by and sheet.status == DRAFT, [_medicine(lasting, again)]
        self.do(who, lambda unit, actor: writing.redraft(unit, actor, reference, items), is_due=is_due)
        if is_due:
            sheet.days, sheet.repeats = lasting, again

    @rule(who=anybody, n=which, is_trusted=st.booleans(), saw_allergies=st.booleans())
    def sign(self, who: str, n: int, is_trusted: bool, saw_allergies: bool) -> None:
        """Somebody signs it, perhaps again."""
        reference, sheet = self.pick(n)
        is_due = who == sheet.by and (
            sheet.status == ACTIVE or (sheet.status == DRAFT and is_trusted and saw_allergies)
        )
        allergies = ["penicillin"] if saw_allergies else []

        def work(unit: Unit, actor: Actor) -> Prescription:
            trusted = replace(actor, second_factor_at=NOW if is_trusted else None)
            return writing.sign(unit, self.house.hospital, trusted, reference, allergies_seen=allergies)

        self.do(who, work, is_due=is_due)
        if is_due and sheet.status == DRAFT:
            self.keep(reference, sheet)

    @rule(who=anybody, n=which)
    def discard(self, who: str, n: int) -> None:
        """Somebody gives a draft up."""
        reference, sheet = self.pick(n)
        is_due = who == sheet.by and sheet.status == DRAFT
        self.do(who, lambda unit, actor: writing.discard(unit, actor, reference), is_due=is_due)
        sheet.status = CANCELLED if is_due else sheet.status

    # --- what becomes of it -------------------------------------------------------------------------

    @rule(
        who=anybody, n=which, to=st.sampled_from([ON_HOLD, ACTIVE, STOPPED, ERROR]), reason=st.sampled_from(["so", " "])
    )
    def go(self, who: str, n: int, to: str, reason: str) -> None:
        """Somebody holds it, takes it up, stops it or says that it was written in error."""
        reference, sheet = self.pick(n)
        begins = {ON_HOLD: {ACTIVE}, ACTIVE: {ON_HOLD}, STOPPED: {ACTIVE, ON_HOLD}, ERROR: set(records.TRANSITIONS)}[to]
        is_told = reason == "so" or to == ACTIVE
        is_due = who in TREATING and (sheet.status == to or (sheet.status in begins - {DRAFT} and is_told))
        self.do(who, lambda unit, actor: _go(unit, actor, reference, to, reason), is_due=is_due)
        sheet.status = to if is_due else sheet.status

    @rule(
        who=st.sampled_from([PHARMACIST, PHARMACIST, NURSE, ADLER, PATIENT]), n=which, part=st.sampled_from([7, 14, 21])
    )
    def give(self, who: str, n: int, part: int) -> None:
        """Some of it is given out, more than is left at times; nothing is left on what is completed."""
        reference, sheet = self.pick(n)
        wish, key = Wish(self.item_of(reference), part), self.key()
        is_due = who == PHARMACIST and sheet.status == ACTIVE and part <= sheet.left

        def work(unit: Unit, actor: Actor) -> str:
            made = dispensing.prepare(
                unit, self.house.hospital, actor, reference, place="pharmacy", key=key, wishes=[wish]
            )
            return dispensing.hand_over(unit, self.house.hospital, actor, made.reference).reference

        given = self.do(who, work, is_due=is_due)
        if is_due:
            sheet.given.append((given, part))
            sheet.dispensed += part
            sheet.status = COMPLETED if not sheet.left and sheet.fills > sheet.repeats else ACTIVE

    @rule(n=which)
    def give_in_error(self, n: int) -> None:
        """What was given last was not given at all."""
        _, sheet = self.pick(n)
        if sheet.given:
            given, part = sheet.given.pop()
            self.do(
                PHARMACIST,
                lambda unit, actor: taking_back.withdraw(unit, self.house.hospital, actor, given, reason="error"),
                is_due=True,
            )
            sheet.dispensed -= part
            sheet.status = ACTIVE if sheet.status == COMPLETED else sheet.status

    # --- again --------------------------------------------------------------------------------------

    @rule(who=st.sampled_from([PATIENT, PATIENT, PATIENT, NURSE, ADLER, PHARMACIST]), n=which)
    def ask_again(self, who: str, n: int) -> None:
        """Somebody wants more when all had is used up: a repeat where one is left, else the doctor decides; what still
        lies there is collected first.
        """
        reference, sheet = self.pick(n)
        item, key = self.item_of(reference), self.key()
        granted = sheet.granted if sheet.left >= sheet.days else ""
        lies_there = sheet.status == ACTIVE and sheet.left > 0 and not granted
        is_asked_for = sheet.status in (ACTIVE, COMPLETED) and not lies_there
        is_due = who == PATIENT and (bool(sheet.request) or is_asked_for)
        told = self.do(
            who,
            lambda unit, actor: refills.ask(unit, self.house.hospital, actor, item, key=key),
            is_due=is_due,
            now=USED_UP,
        )
        if not is_due:
            return
        if standing := sheet.request or granted:
            assert told.reference == standing
        elif sheet.fills <= sheet.repeats and sheet.status == ACTIVE:
            sheet.fills, sheet.granted = sheet.fills + 1, told.reference
            assert told.status == refills.APPROVED
        else:
            sheet.request = told.reference
            assert told.status == refills.REQUESTED

    @rule(who=anybody, n=which, is_trusted=st.booleans())
    def approve(self, who: str, n: int, is_trusted: bool) -> None:
        """Somebody prescribes it again: a prescription of their own, signed."""
        _, sheet = self.pick(n)
        if not (request := sheet.request):
            return
        is_due = who in TREATING and is_trusted and sheet.status in (ACTIVE, COMPLETED)

        def work(unit: Unit, actor: Actor) -> str:
            trusted, seen = replace(actor, second_factor_at=NOW if is_trusted else None), ["penicillin"]
            done = refills.approve(unit, self.house.hospital, trusted, request, allergies_seen=seen)
            (mine,) = (
                each for each in records.of_patient(unit, actor, done.patient_id) if each.id == done.prescription_id
            )
            return mine.reference

        made = self.do(who, work, is_due=is_due)
        if is_due:
            sheet.request, self.sheets[made] = "", Sheet(who, sheet.days, 0)
            self.keep(made, self.sheets[made])

    # --- what always holds --------------------------------------------------------------------------

    @invariant()
    def what_was_signed_stands_and_statuses_move_along_their_arrows(self) -> None:
        """Each prescription is as the model has it; nothing of what was signed ever changes, seal and hash included."""
        assert {row.reference for row in self.house.rows(PrescriptionRow)} == set(self.sheets)
        for reference, sheet in self.sheets.items():
            now = self.house.read(lambda unit, reference=reference: records.get(unit, reference))  # type: ignore[misc]
            (item,) = now.items
            assert now.status == sheet.status
            assert (item.days, item.repeats) == (sheet.days, sheet.repeats)
            assert (item.fills, int(item.dispensed)) == (sheet.fills, sheet.dispensed)
            if sheet.signed:
                assert _content(now) == sheet.signed
                assert self.house.read(lambda unit, now=now: sealing.is_intact(unit, now))  # type: ignore[misc]
            before = self.seen.get(reference, DRAFT)
            assert now.status in _reached(before), f"{before} to {now.status}"
            self.seen[reference] = now.status


def _reached(status: str) -> set[str]:
    """One step may take two arrows: a prescription that is given again and is completed with it."""
    once = {status} | records.TRANSITIONS[status]
    return once.union(*(records.TRANSITIONS[each] for each in records.TRANSITIONS[status] & {ACTIVE}))


def _content(prescription: Prescription) -> tuple[Any, ...]:
    return sealing.content_of(prescription), prescription.content_hash, prescription.seal


def _medicine(lasting: int, again: int) -> NewItem:
    return NewItem(Dosage("tablet", Decimal(1), Decimal(1), lasting), sku=SKU, repeats=again)


def _go(unit: Unit, actor: Actor, reference: str, to: str, reason: str) -> Prescription:
    if to == ACTIVE:
        return moving.take_up(unit, actor, reference)
    work = {ON_HOLD: moving.hold, STOPPED: moving.stop, ERROR: moving.withdraw}[to]
    return work(unit, actor, reference, reason=reason)


def prepare(house: House) -> type[Prescribing]:
    """The machine over a hospital where Iris was seen by Dr Adler and is to see Dr Brandt."""
    _, encounter = house.seen(IRIS)
    house.book(IRIS, "brandt", "2026-06-09 10:00")
    Prescribing.house, Prescribing.encounter = house, encounter.reference
    Prescribing.actors = {name: house.actor(name) for name in (*TREATING, RYAN, NURSE, PHARMACIST)}
    Prescribing.actors[PATIENT] = house.himself(IRIS)
    return Prescribing
