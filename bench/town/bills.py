"""What visits cost: charges, invoices, what insurers bear of them, and what was paid."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bench.town.house import Product
from bench.town.insurers import Insurers
from bench.town.money import Money, Owed
from bench.town.place import Town, Visit
from db.models import ChargeItemRow, CreditNoteRow, InvoiceLineRow, InvoiceRow, InvoiceSeriesRow
from hospital import papers
from hospital.billing import sealing
from hospital.billing.records import CreditNote, Invoice, Line

BILLED, CANCELLED = 0.65, 0.01
ZERO, PENNY = Decimal(0), Decimal("0.01")


@dataclass(frozen=True)
class Charge:
    """Something that costs money, and what of it an insurer bears."""

    id: int
    kind: str
    category: str
    code: str
    description: str
    quantity: Decimal
    price: Decimal
    amount: Decimal
    insurer: Decimal


class Bills:
    """Bills visits, day after day, so that numbers have no gaps."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._insurers = Insurers(town)
        self._money = Money(town)
        self._numbers: Counter[str] = Counter()
        self._head = papers.head(town.house.hospital)

    def bill(self, visit: Visit, service: int | None, order: str, given: list[tuple[str, Product, int]]) -> None:
        """Everything that a visit cost; most of it is on an invoice."""
        town = self._town
        percent = visit.patient.coverage[1] if visit.patient.coverage else 0
        is_billed = town.shares.falls("billed", BILLED)
        invoice_id = town.rows.counts["invoices"] + 1 if is_billed else None
        charges = []
        fee = visit.doctor.fee or Decimal(50)
        charges.append(self._charge(visit, invoice_id, percent, f"visit {visit.reference}", "visit", fee))
        if service is not None:
            what = town.house.services[service]
            told: dict[str, Any] = {"category": what.kind, "code": what.code, "description": what.name}
            charges.append(self._charge(visit, invoice_id, percent, f"order {order}", "service", what.price, **told))
        for cause, product, pieces in given:
            told = {"code": product.sku, "description": product.name, "quantity": Decimal(pieces)}
            charges.append(self._charge(visit, invoice_id, 0, cause, "product", product.price, **told))
        if is_billed:
            self._invoice(visit, charges)

    def end_day(self, day: date) -> None:
        """Close the day's tills."""
        self._money.end_day(day)

    def close(self) -> None:
        """Where series and policies have come to."""
        for code, number in self._numbers.items():
            self._town.rows.add(InvoiceSeriesRow, code=code, last_number=number)
        self._insurers.close()

    def _charge(
        self,
        visit: Visit,
        invoice_id: int | None,
        percent: int,
        source: str,
        kind: str,
        price: Decimal,
        *,
        category: str = "",
        code: str = "",
        description: str = "",
        quantity: Decimal = Decimal(1),
    ) -> Charge:
        amount = price * quantity
        code, description = code or visit.doctor.code, description or visit.doctor.name
        row_id = self._town.rows.add(
            ChargeItemRow,
            source=source,
            patient_id=visit.patient.id,
            encounter_id=visit.encounter_id,
            kind=kind,
            category=category or None,
            quantity=quantity,
            unit_price=price,
            amount=amount,
            status="billed" if invoice_id is not None else "billable",
            occurred_at=visit.at,
            invoice_id=invoice_id,
            code=code,
            description=description,
        )
        insurer = (amount * percent / 100).quantize(PENNY)
        return Charge(row_id, kind, category or kind, code, description, quantity, price, amount, insurer)

    def _invoice(self, visit: Visit, charges: list[Charge]) -> None:
        town, patient = self._town, visit.patient
        status = self._status(visit)
        insurer = sum((each.insurer for each in charges), ZERO)
        due = sum((each.amount for each in charges), ZERO) - insurer
        if status == "issued" and visit.age > timedelta(days=60) and not town.shares.falls("never paid", 0.05):
            status = "balanced"
        is_numbered = status != "draft"
        number = self._number("INV", visit.ended_at) if is_numbered else None
        paid = status == "balanced"
        reference = town.code("B")
        values: dict[str, Any] = {
            "reference": reference,
            "patient_id": patient.id,
            "status": status,
            "currency": town.house.hospital.currency,
            "total": insurer + due,
            "insurer_due": insurer,
            "patient_due": due,
            "patient_paid": due if paid else ZERO,
            "insurer_paid": insurer if paid else ZERO,
            "parties": self._parties(visit),
            "drafted_at": visit.ended_at,
            "drafted_by": town.house.signature("billing"),
            "number": number,
            "issued_at": visit.ended_at if is_numbered else None,
            "issued_by": town.house.signature("billing") if is_numbered else None,
            "balanced_at": visit.ended_at if paid else None,
            "status_reason": "Mistake" if status == "cancelled" else None,
        }
        lines = [_line(charge, place, visit.at) for place, charge in enumerate(charges, 1)]
        invoice = Invoice(id=0, content_hash=None, seal=None, lines=lines, credit_note=None, **values)
        content_hash = sealing.hash_of(sealing.content_of(invoice)) if is_numbered else None
        seal = sealing.seal_of(town.unit, number or "", content_hash or "") if is_numbered else None
        frozen = {"content_hash": content_hash, "seal": seal, "request_key": f"town {reference}"}
        row_id = town.rows.add(InvoiceRow, **values, **frozen)
        for line in lines:
            town.rows.add(InvoiceLineRow, invoice_id=row_id, **vars(line))
        if number is None:
            return
        if status == "cancelled":
            self._credit(invoice, row_id, content_hash, visit.ended_at)
            return
        owed = Owed(row_id, due, visit.ended_at + timedelta(days=20 if insurer else 0))
        self._money.settle(visit, owed, is_paid=paid)
        if insurer and patient.coverage:
            shares = [(c.id, c.description, c.category, c.insurer) for c in charges if c.insurer]
            self._insurers.claim(visit, row_id, number, shares, is_paid=paid)

    def _status(self, visit: Visit) -> str:
        if visit.age < timedelta(days=1):
            return self._town.shares.one_of("bill today", {"draft": 0.5, "issued": 0.3, "balanced": 0.2})
        weights = {"balanced": 0.8, "issued": 1 - 0.8 - CANCELLED, "cancelled": CANCELLED}
        return self._town.shares.one_of("bill", weights)

    def _number(self, kind: str, at: datetime) -> str:
        series = f"{kind}-{at.year}"
        self._numbers[series] += 1
        return f"{series}-{self._numbers[series]:06d}"

    def _parties(self, visit: Visit) -> dict[str, Any]:
        who = visit.patient
        return {"hospital": self._head, "patient": {"name": who.name, "number": who.number, "born": str(who.born)}}

    def _credit(self, invoice: Invoice, invoice_id: int, content_hash: str | None, at: datetime) -> None:
        told: dict[str, Any] = {
            "number": self._number("CN", at),
            "reason": "Mistake",
            **{name: getattr(invoice, name) for name in ("total", "insurer_due", "patient_due", "currency")},
            "issued_at": at,
            "issued_by": self._town.house.signature("billing"),
        }
        note = CreditNote(content_hash="", seal="", **told)
        sealed = Invoice(**{**vars(invoice), "content_hash": content_hash})
        said = sealing.hash_of(sealing.content_of_note(sealed, note))
        seal = sealing.seal_of(self._town.unit, note.number, said)
        where = {"invoice_id": invoice_id, "patient_id": invoice.patient_id}
        self._town.rows.add(CreditNoteRow, content_hash=said, seal=seal, **where, **told)


def _line(charge: Charge, position: int, at: datetime) -> Line:
    return Line(
        position,
        charge.id,
        charge.kind,
        charge.code,
        charge.description,
        at,
        charge.quantity,
        charge.price,
        charge.amount,
        charge.insurer,
        charge.amount - charge.insurer,
        {"why": "plan"} if charge.insurer else {},
    )
