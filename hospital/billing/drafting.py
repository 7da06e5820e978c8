"""Drafts of invoices: some or all of what was charged to a patient, put together, with who owes what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select

from db.models import InvoiceLineRow, InvoiceRow, PatientRow
from hospital import access, acting, audit, charges, papers, people, references, request_keys
from hospital.access import Actor
from hospital.billing import records
from hospital.billing.errors import BillingStatusError, NothingToBillError, TooManyLinesError
from hospital.billing.records import DRAFT, ERROR, Invoice
from hospital.billing.sharing import LineShare, Sharing, patient_owes_all, shares_of
from hospital.charges import Charge
from hospital.directory import Hospital
from hospital.errors import KeyUsedError, NotFoundError
from hospital.money import checked
from hospital.office import Unit

MOST_LINES = 1_000
"""What one invoice carries: about forty pages. A stay that costs more lines is billed in parts, by `until`."""


def draft(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    patient_id: int,
    *,
    key: str,
    sources: Sequence[str] | None = None,
    until: datetime | None = None,
    share: Sharing = patient_owes_all,
) -> Invoice:
    """Draft an invoice of a patient's open charges: all, these causes', or those before an instant.

    The same `key` again is the same draft.

    Raises ForbiddenError, NotFoundError for a cause that is not open, NothingToBillError, TooManyLinesError,
    ShareError, KeyUsedError, money.AmountError for a sum that no invoice holds.
    """
    access.require(unit, actor, "invoice.draft", patient_id)
    if sources is not None and len(sources) > MOST_LINES:
        raise TooManyLinesError(MOST_LINES)
    people.lock(unit, patient_id)
    wanted = None if sources is None else sorted(sources)
    request_keys.is_again(unit, "invoice.draft", key, patient=patient_id, sources=wanted, until=until)
    there = select(InvoiceRow.id, InvoiceRow.patient_id).where(InvoiceRow.request_key == key)
    if (before := unit.connection.execute(there).one_or_none()) is not None:
        if before.patient_id != patient_id:
            raise KeyUsedError
        return records.by_id(unit, before.id)
    found = _found(unit, patient_id, sources, until)
    shares = shares_of(unit, hospital, patient_id, found, share)
    invoice_id = _insert(unit, hospital, actor, patient_id, key, found, shares)
    charges.put_on(unit, found, invoice_id)
    made = records.by_id(unit, invoice_id)
    facts = {"lines": len(found), "total": str(made.total)}
    audit.append(unit, audit.Entry("invoice.draft", made.reference, facts), chain_of=patient_id)
    return made


def discard(unit: Unit, actor: Actor, reference: str) -> Invoice:
    """Give a draft up: what was on it may be billed again. Raises ForbiddenError, NotFoundError, BillingStatusError."""
    before = acting.locked(unit, actor, "invoice.draft", records.get, reference)
    if before.status == ERROR:
        return before
    if before.status != DRAFT:
        raise BillingStatusError(before.status, ERROR)
    charges.take_off(unit, before.id)
    return records.go(unit, before, ERROR)


def parties_of(unit: Unit, hospital: Hospital, patient_id: int) -> dict[str, Any]:
    """Who bills whom, as they are called today."""
    columns = (PatientRow.name, PatientRow.number, PatientRow.date_of_birth)
    patient = unit.connection.execute(select(*columns).where(PatientRow.id == patient_id)).one()
    born = patient.date_of_birth
    billed = {"name": patient.name, "number": patient.number, "born": born.isoformat() if born is not None else None}
    return {"hospital": papers.head(hospital), "patient": billed}


def _found(unit: Unit, patient_id: int, sources: Sequence[str] | None, until: datetime | None) -> Sequence[Charge]:
    found = charges.to_bill(unit, patient_id, MOST_LINES + 1, sources=sources, until=until)
    missing = set(sources or ()) - {charge.source for charge in found}
    if missing:
        raise NotFoundError(min(missing))
    if not found:
        raise NothingToBillError
    if len(found) > MOST_LINES:
        raise TooManyLinesError(MOST_LINES)
    return found


def _insert(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    patient_id: int,
    key: str,
    found: Sequence[Charge],
    shares: Mapping[int, LineShare],
) -> int:
    insurer = sum((shares[charge.id].insurer for charge in found), Decimal(0))
    patient = sum((shares[charge.id].patient for charge in found), Decimal(0))
    made = unit.connection.execute(
        insert(InvoiceRow),
        {
            "reference": references.new(references.INVOICE, 8),
            "request_key": key,
            "patient_id": patient_id,
            "status": DRAFT,
            "currency": hospital.currency,
            "total": checked(insurer + patient, hospital.currency),
            "insurer_due": insurer,
            "patient_due": patient,
            "patient_paid": Decimal(0),
            "insurer_paid": Decimal(0),
            "parties": parties_of(unit, hospital, patient_id),
            "drafted_at": unit.now,
            "drafted_by": actor.signature,
        },
    ).inserted_primary_key
    assert made is not None
    invoice_id = int(made[0])
    lines = [_line(invoice_id, place, charge, shares[charge.id]) for place, charge in enumerate(found, 1)]
    unit.connection.execute(insert(InvoiceLineRow), lines)
    return invoice_id


def _line(invoice_id: int, position: int, charge: Charge, share: LineShare) -> dict[str, Any]:
    return {
        "invoice_id": invoice_id,
        "position": position,
        "charge_item_id": charge.id,
        "kind": charge.kind,
        "code": charge.code,
        "description": charge.description,
        "occurred_at": charge.occurred_at,
        "quantity": charge.quantity,
        "unit_price": charge.unit_price,
        "amount": charge.amount,
        "insurer_share": share.insurer,
        "patient_share": share.patient,
        "share_reason": dict(share.reason),
    }
