"""What insurers bear: authorisations, what is used of policies, claims with their answers, and what came of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bench.town.place import Town, Visit
from db.models import (
    AuthorisationRow,
    ClaimLineRow,
    ClaimRow,
    CoverageUseRow,
    CoverageYearRow,
    PaymentAllocationRow,
    PaymentRow,
)

ZERO = Decimal(0)
ASKED = 0.1
RECENT = timedelta(days=14)
Share = tuple[int, str, str, Decimal]
"""A charge, what it is called, its category, and what of it is claimed."""


class Insurers:
    """Keeps what is used of each policy in each year."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._used: dict[tuple[int, int], Decimal] = defaultdict(Decimal)

    def claim(self, visit: Visit, invoice_id: int, number: str, shares: list[Share], *, is_paid: bool) -> None:
        """Ask for an insurer's part of an invoice."""
        town, patient = self._town, visit.patient
        assert patient.coverage is not None
        coverage_id, _ = patient.coverage
        claimed = sum((amount for *_, amount in shares), ZERO)
        status = "paid" if is_paid else self._standing(visit)
        answered = status in ("paid", "rejected")
        if town.shares.falls("authorisation", ASKED):
            self._authorise(visit, coverage_id)
        reference, at = town.code("CL"), visit.ended_at
        claim_id = town.rows.add(
            ClaimRow,
            reference=reference,
            request_key=f"invoice {number} policy {coverage_id}",
            patient_id=patient.id,
            coverage_id=coverage_id,
            invoice=number,
            status=status,
            claimed=claimed,
            made_at=at,
            sent_at=None if status == "draft" else at + timedelta(hours=1),
            answered_at=at + timedelta(days=10) if answered else None,
            answered_by=town.house.signature("billing") if answered else None,
            reason="not covered" if status == "rejected" else None,
            task=town.task("billing", "claim", at, is_open=status == "draft", summary=number, patient_id=patient.id),
        )
        for charge_id, description, category, amount in shares:
            line: dict[str, Any] = {"description": description, "category": category, "claimed": amount}
            line["approved"] = (amount if status == "paid" else ZERO) if answered else None
            line |= {"to_patient": ZERO, "written_off": amount if status == "rejected" else ZERO, "resubmitted": ZERO}
            town.rows.add(ClaimLineRow, claim_id=claim_id, charge_id=charge_id, **line)
            self._use(visit, coverage_id, charge_id, number, amount)
        if is_paid:
            self._pay(visit, invoice_id, claimed)

    def close(self) -> None:
        """What is used of every policy."""
        for (coverage_id, year), paid in self._used.items():
            used = {"coverage_id": coverage_id, "year": year, "deductible_used": ZERO, "paid": paid}
            self._town.rows.add(CoverageYearRow, **used)

    def _standing(self, visit: Visit) -> str:
        if visit.age < timedelta(days=1):
            return "draft"
        if visit.age < RECENT:
            return "active"
        return self._town.shares.one_of("claim", {"rejected": 0.7, "active": 0.3})

    def _use(self, visit: Visit, coverage_id: int, charge_id: int, number: str, amount: Decimal) -> None:
        year = visit.at.year
        self._used[coverage_id, year] += amount
        line = {"kind": "use", "deductible": ZERO, "paid": amount, "noted_at": visit.ended_at}
        key = {"coverage_id": coverage_id, "year": year, "charge_id": charge_id, "source": number}
        self._town.rows.add(CoverageUseRow, open_key=f"{charge_id} {coverage_id}", **key, **line)

    def _pay(self, visit: Visit, invoice_id: int, amount: Decimal) -> None:
        town, reference = self._town, self._town.code("PY")
        at = min(visit.ended_at + timedelta(days=12), town.now)
        by = town.house.signature("billing")
        payment_id = town.rows.add(
            PaymentRow,
            reference=reference,
            request_key=f"town {reference}",
            patient_id=visit.patient.id,
            payer="insurer",
            method="transfer",
            amount=amount,
            currency=town.house.hospital.currency,
            applied=amount,
            refunded=ZERO,
            invoice_id=invoice_id,
            provider="bank",
            external_id=f"transfer-{reference}",
            received_at=at,
            received_by=by,
        )
        put = {"amount": amount, "made_at": at, "made_by": by}
        town.rows.add(PaymentAllocationRow, payment_id=payment_id, invoice_id=invoice_id, **put)

    def _authorise(self, visit: Visit, coverage_id: int) -> None:
        town, reference = self._town, self._town.code("AU")
        by = town.house.signature("billing")
        town.rows.add(
            AuthorisationRow,
            reference=reference,
            request_key=f"town {reference}",
            patient_id=visit.patient.id,
            coverage_id=coverage_id,
            category="radiology",
            description="Radiology",
            status="granted",
            asked_at=visit.at,
            asked_by=by,
            decided_at=visit.at,
            decided_by=by,
            number=f"N-{reference}",
            valid_until=(visit.at + timedelta(days=90)).date(),
            used=ZERO,
            uses=0,
        )
