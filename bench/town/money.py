"""Money that came in, at the desk or by link, and what little of it went back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bench.town.place import Town, Visit
from db.models import PaymentAllocationRow, PaymentLinkRow, PaymentRow, RefundRow, TillRow
from hospital.billing.link_news import BY_CONVERSATION

DESKS = ("main", "annexe")
FLOAT, TOO_MUCH, ZERO = Decimal(100), Decimal(10), Decimal(0)


@dataclass(frozen=True)
class Owed:
    """What a patient owes on an invoice, and when it is paid where not at once."""

    invoice_id: int
    amount: Decimal
    paid_at: datetime


@dataclass
class _Till:
    id: int
    cash: Decimal = ZERO
    card: Decimal = ZERO


class Money:
    """Takes payments; each desk has a till a day."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._tills: dict[str, _Till] = {}
        self._opened = 0

    def settle(self, visit: Visit, owed: Owed, *, is_paid: bool) -> None:
        """An invoice is paid, or waits for it; some of those have a link to pay by."""
        if not owed.amount:
            return
        if not is_paid:
            if self._town.shares.falls("link", 0.2):
                self._link(visit, owed, is_paid=False)
            return
        at_desk = self._town.shares.falls("at the desk", 0.6)
        method = self._town.shares.one_of("desk", {"card": 0.7, "cash": 0.3}) if at_desk else "link"
        is_too_much = self._town.shares.falls("too much", 0.01)
        paid = owed.amount + (TOO_MUCH if is_too_much else ZERO)
        facts = self._at_desk(method, paid) if at_desk else self._by_link(visit, owed)
        received_at = visit.ended_at if at_desk else min(owed.paid_at, self._town.now)
        payment_id = self._payment(visit, owed, paid, method, received_at, TOO_MUCH if is_too_much else ZERO, facts)
        if is_too_much:
            self._refund(visit, payment_id, received_at)

    def end_day(self, day: date) -> None:
        """Count the tills; of today's each stands open."""
        town = self._town
        is_today = day == town.house.hospital.local(town.now).date()
        opened_at = datetime(day.year, day.month, day.day, 7, tzinfo=town.now.tzinfo)
        for desk, till in sorted(self._tills.items(), key=lambda each: each[1].id):
            closed = {"counted": FLOAT + till.cash, "difference": ZERO, "closed_at": opened_at + timedelta(hours=11)}
            reference = town.code("TL", 6)
            number = town.rows.add(
                TillRow,
                reference=reference,
                request_key=f"town {reference}",
                desk=desk,
                open_desk=desk if is_today else None,
                status="open" if is_today else "closed",
                currency=town.house.hospital.currency,
                float_amount=FLOAT,
                cash_in=till.cash,
                cash_out=ZERO,
                card_in=till.card,
                opened_at=opened_at,
                opened_by=town.house.signature("outpatient_admin"),
                **({} if is_today else closed),
            )
            assert number == till.id
        self._tills.clear()

    def _till(self) -> _Till:
        desk = self._town.shares.one_of("desk of", {DESKS[0]: 0.6, DESKS[1]: 0.4})
        if desk not in self._tills:
            self._opened += 1
            self._tills[desk] = _Till(self._opened)
        return self._tills[desk]

    def _at_desk(self, method: str, amount: Decimal) -> dict[str, Any]:
        till = self._till()
        if method == "cash":
            till.cash += amount
            return {"till_id": till.id, "tendered": amount}
        till.card += amount
        return {"till_id": till.id, "card_reference": self._town.code("CARD")}

    def _by_link(self, visit: Visit, owed: Owed) -> dict[str, Any]:
        link_id, external_id = self._link(visit, owed, is_paid=True)
        return {"link_id": link_id, "provider": "fake", "external_id": f"paid-{external_id}"}

    def _link(self, visit: Visit, owed: Owed, *, is_paid: bool) -> tuple[int, str]:
        reference, at = self._town.code("PL", 10), visit.ended_at
        is_open = not is_paid and at > self._town.now - timedelta(hours=48)
        status = "paid" if is_paid else "open" if is_open else "expired"
        external_id = f"link-{reference}"
        row_id = self._town.rows.add(
            PaymentLinkRow,
            reference=reference,
            invoice_id=owed.invoice_id,
            open_invoice_id=owed.invoice_id if is_open else None,
            patient_id=visit.patient.id,
            status=status,
            provider="fake",
            external_id=external_id,
            url=f"https://pay.example/{reference}",
            amount=owed.amount,
            currency=self._town.house.hospital.currency,
            requested_at=at,
            requested_by=f"{BY_CONVERSATION}{visit.patient.conversation_id}",
            expires_at=at + timedelta(hours=48),
            closed_at=None if is_open else at + timedelta(hours=48),
        )
        return row_id, external_id

    def _payment(
        self,
        visit: Visit,
        owed: Owed,
        paid: Decimal,
        method: str,
        at: datetime,
        refunded: Decimal,
        facts: dict[str, Any],
    ) -> int:
        reference = self._town.code("PY")
        payment_id = self._town.rows.add(
            PaymentRow,
            reference=reference,
            request_key=f"town {reference}",
            patient_id=visit.patient.id,
            payer="patient",
            method=method,
            amount=paid,
            currency=self._town.house.hospital.currency,
            applied=owed.amount,
            refunded=refunded,
            invoice_id=owed.invoice_id,
            received_at=at,
            received_by=self._town.house.signature("outpatient_admin"),
            **facts,
        )
        put = {"amount": owed.amount, "made_at": at, "made_by": "system"}
        self._town.rows.add(PaymentAllocationRow, payment_id=payment_id, invoice_id=owed.invoice_id, **put)
        return payment_id

    def _refund(self, visit: Visit, payment_id: int, at: datetime) -> None:
        by, reference = self._town.house.signature("billing"), self._town.code("RD")
        self._town.rows.add(
            RefundRow,
            reference=reference,
            request_key=f"town {reference}",
            patient_id=visit.patient.id,
            payment_id=payment_id,
            status="completed",
            amount=TOO_MUCH,
            currency=self._town.house.hospital.currency,
            reason="Paid too much",
            needs_second=False,
            requested_at=at,
            requested_by=by,
            approved_at=at,
            approved_by=by,
            proof=reference,
            completed_at=at,
            completed_by=by,
        )
