"""Fifty clients at once want the last pieces of a product: two for each patient; whoever got some asks once more."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from threading import Barrier

from sqlalchemy import func, insert, select

from db.models import ChargeItemRow, EncounterRow, PatientRow, PrescriptionItemRow, StockMovementRow, StockRow
from hospital import acting
from hospital.access import Actor
from hospital.errors import BusyError, HospitalError
from hospital.office import Unit
from hospital.pharmacy import dispensing, ledger, stock
from hospital.pharmacy.stock import Arrival
from hospital.prescriptions import writing
from hospital.prescriptions.quantities import Dosage
from hospital.prescriptions.writing import NewItem
from tests.hospital.clinic import NOW
from tests.hospital.house import ADLER, PHARMACIST, House

CLIENTS, EACH = 50, 2
SKU, PRICE = "ENOX-40", Decimal("7.75")
_WANTED = NewItem(Dosage("injection", Decimal(1), Decimal(1), EACH), sku=SKU)


@dataclass(frozen=True)
class Told:
    """What a client was answered: the pieces handed over, or why there were none; and in how many seconds."""

    given: int
    refused: str
    seconds: float


class Rush:
    """Rounds of it in one hospital, each with new prescriptions and new batches."""

    def __init__(self, house: House) -> None:
        self.house, self.round, self.pharmacist = house, 0, house.actor(PHARMACIST)
        self.encounters = house.write(self._patients)

    def _patients(self, unit: Unit) -> list[str]:
        """Everybody, each seen by Dr Adler: the encounters by reference."""
        references, adler = [], self.house.doctor("adler").id
        plain = {"allergies": [], "insurance": [], "is_contact_verified": False, "created_at": NOW}
        for n in range(CLIENTS // EACH):
            row = {**plain, "number": f"RUSH-{n}", "name": f"Rush {n}", "name_folded": f"rush {n}"}
            made = unit.connection.execute(insert(PatientRow), row).inserted_primary_key
            assert made is not None
            visit = {"reference": f"E-RUSH-{n}", "patient_id": made[0], "doctor_id": adler, "status": "completed"}
            unit.connection.execute(insert(EncounterRow), {**visit, "encounter_class": "AMB", "started_at": unit.now})
            references.append(visit["reference"])
        return references

    def run(self, pieces: int) -> list[Told]:
        """One round over so many pieces, in two batches."""
        self.round += 1
        wanted = self.house.as_(ADLER, self._prescribe)
        for lot, amount in (("A", pieces // 3), ("B", pieces - pieces // 3)):
            arrival = Arrival(SKU, f"{lot}{self.round}", date(2027, 1, 1 + (lot == "B")), amount)
            self.house.as_(PHARMACIST, lambda unit, actor, arrival=arrival: self._stock(unit, actor, arrival))  # type: ignore[misc]
        gate = Barrier(CLIENTS)
        with ThreadPoolExecutor(CLIENTS) as pool:
            told = [pool.submit(self._client, gate, n, wanted[n // EACH]) for n in range(CLIENTS)]
            return [each.result() for each in told]

    def _prescribe(self, unit: Unit, actor: Actor) -> list[str]:
        trusted, made = replace(actor, second_factor_at=NOW), []
        for encounter in self.encounters:
            draft = writing.draft(unit, trusted, encounter, [_WANTED], key=f"rush {self.round} {encounter}")
            writing.sign(unit, self.house.hospital, trusted, draft.reference, allergies_seen=None)
            made.append(draft.reference)
        return made

    def _stock(self, unit: Unit, actor: Actor, arrival: Arrival) -> None:
        key = f"rush {arrival.lot}"
        stock.receive(unit, self.house.hospital, actor, arrival, place="pharmacy", reason="delivery", key=key)

    def _client(self, gate: Barrier, n: int, prescription: str) -> Told:
        def take(unit: Unit, actor: Actor) -> str:
            key = f"client {self.round} {n}"
            hospital = self.house.hospital
            return dispensing.prepare(unit, hospital, actor, prescription, place="pharmacy", key=key).reference

        def give() -> int:
            made = acting.as_actor(self.house.office, self.pharmacist, take, now=NOW)
            done = acting.as_actor(
                self.house.office,
                self.pharmacist,
                lambda unit, actor: dispensing.hand_over(unit, self.house.hospital, actor, made),
                now=NOW,
            )
            return sum(item.quantity for item in done.items)

        gate.wait()
        begun, given, refused = time.perf_counter(), 0, ""
        try:
            given = give()
            given = give()
        except BusyError:
            refused = "busy"
        except HospitalError as error:
            refused = type(error).__name__
        return Told(given, refused, time.perf_counter() - begun)

    def problems(self, told: list[Told], pieces: int) -> list[str]:
        """Everything that is not as it must be after a round that sold all pieces."""
        found = []
        if (given := sum(each.given for each in told)) != pieces:
            found.append(f"{given} of {pieces} pieces given")
        if any(each.refused == "busy" for each in told):
            found.append("somebody was told to come back")
        if any(each.given and each.refused for each in told):
            found.append("somebody was given it and refused it")
        with self.house.office.read(NOW) as unit:
            return found + self._in_the_records(unit)

    def _in_the_records(self, unit: Unit) -> list[str]:
        over = PrescriptionItemRow.dispensed > PrescriptionItemRow.quantity
        wrong = {
            "below nothing": StockRow.quantity < 0,
            "left over": (StockRow.quantity > 0) & (StockRow.product_id == _PRODUCT),
            "more than prescribed": over,
        }
        counted = {name: unit.connection.scalar(select(func.count()).where(where)) for name, where in wrong.items()}
        found = [str(each) for each in ledger.mismatches(unit)] + [name for name, number in counted.items() if number]
        out = StockMovementRow.kind == ledger.DISPENSED
        sold = -int(unit.connection.scalar(select(func.sum(StockMovementRow.quantity)).where(out)) or 0)
        columns = select(ChargeItemRow.quantity, ChargeItemRow.amount).where(ChargeItemRow.code == SKU)
        charged = unit.connection.execute(columns).all()
        if sum(row.quantity for row in charged) != sold or sum(row.amount for row in charged) != sold * PRICE:
            found.append("not charged for what was sold")
        return found


_PRODUCT = select(StockMovementRow.product_id).order_by(StockMovementRow.id.desc()).limit(1).scalar_subquery()
