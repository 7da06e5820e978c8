"""What is frozen when an invoice or a credit note is issued, and how to tell that it still says the same."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hospital import seals
from hospital.billing import shifting
from hospital.billing.errors import TamperedBillError
from hospital.billing.records import CreditNote, Invoice
from hospital.office import Unit


def content_of(invoice: Invoice) -> dict[str, Any]:
    """Everything that was issued; its status, what is paid, and who bears what an insurer turned down, move on."""
    insurer, patient = invoice.issued_shares
    return {
        "number": invoice.number,
        "patient": invoice.patient_id,
        "parties": dict(invoice.parties),
        "currency": invoice.currency,
        "total": _plain(insurer + patient),
        "insurer_due": _plain(insurer),
        "patient_due": _plain(patient),
        "issued_at": _moment(invoice.issued_at),
        "lines": [
            {
                "position": line.position,
                "charge": line.charge_item_id,
                "kind": line.kind,
                "code": line.code,
                "description": line.description,
                "occurred_at": _moment(line.occurred_at),
                "quantity": _plain(line.quantity),
                "unit_price": _plain(line.unit_price),
                "amount": _plain(line.amount),
                "insurer_share": _plain(line.insurer_share),
                "patient_share": _plain(line.patient_share),
                "share_reason": dict(line.share_reason),
            }
            for line in invoice.lines
        ],
    }


def content_of_note(invoice: Invoice, note: CreditNote) -> dict[str, Any]:
    """Everything that a credit note says; it hangs on what the invoice said."""
    return {
        "number": note.number,
        "invoice": invoice.number,
        "sha256": invoice.content_hash,
        "reason": note.reason,
        "currency": note.currency,
        "total": _plain(note.total),
        "insurer_due": _plain(note.insurer_due),
        "patient_due": _plain(note.patient_due),
        "issued_at": _moment(note.issued_at),
    }


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of a content, in hexadecimal."""
    return seals.digest(content)


def seal_of(unit: Unit, number: str, content_hash: str) -> str:
    """The code that only this hospital can make for a content: its key is not in the database."""
    return seals.code(unit, "bill", number, content_hash)


def check(unit: Unit, invoice: Invoice) -> None:
    """Raises TamperedBillError for an issued invoice, or its credit note, that is not as it was issued."""
    if invoice.number is not None:
        if (invoice.passed_on, invoice.written_off) != shifting.moved(unit, invoice.id):
            raise TamperedBillError
        _check(unit, invoice.number, content_of(invoice), invoice.seal)
    if (note := invoice.credit_note) is not None:
        _check(unit, note.number, content_of_note(invoice, note), note.seal)


def _check(unit: Unit, number: str, content: dict[str, Any], seal: str | None) -> None:
    if not hmac.compare_digest(seal_of(unit, number, hash_of(content)), seal or ""):
        raise TamperedBillError


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment is not None else None
