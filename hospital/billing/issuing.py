"""Issuing an invoice, and cancelling one by a credit note. What is issued never changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import insert

from db.models import CreditNoteRow
from hospital import acting, audit, charges
from hospital.access import Actor
from hospital.billing import allocating, link_records, records, sealing, series, shifting
from hospital.billing.drafting import parties_of
from hospital.billing.errors import BillingError, BillingStatusError, InsurerPaidError, SharesChangedError
from hospital.billing.records import BALANCED, CANCELLED, DRAFT, ISSUED, NUMBERED, STANDING, CreditNote, Invoice
from hospital.billing.sharing import Sharing, patient_owes_all, shares_of
from hospital.directory import Hospital
from hospital.office import Unit


def issue(
    unit: Unit, hospital: Hospital, actor: Actor, reference: str, *, share: Sharing = patient_owes_all
) -> Invoice:
    """Issue a draft: numbered, frozen, sealed. Issuing again is the same issue.

    `share` is what it was drafted with. Raises ForbiddenError, NotFoundError, BillingStatusError, SharesChangedError
    where it tells something else today, ShareError.
    """
    before = acting.locked(unit, actor, "invoice.issue", records.get, reference)
    if before.status in NUMBERED:
        return before
    if before.status != DRAFT:
        raise BillingStatusError(before.status, ISSUED)
    _check_shares(unit, hospital, before, share)
    number = series.take(unit, hospital, series.INVOICES)
    parties = parties_of(unit, hospital, before.patient_id)
    frozen = replace(before, number=number, parties=parties, issued_at=unit.now)
    content_hash = sealing.hash_of(sealing.content_of(frozen))
    is_clear = not before.total
    issued = records.go(
        unit,
        before,
        BALANCED if is_clear else ISSUED,
        number=number,
        parties=parties,
        issued_at=unit.now,
        issued_by=actor.signature,
        balanced_at=unit.now if is_clear else None,
        content_hash=content_hash,
        seal=sealing.seal_of(unit, number, content_hash),
    )
    entry = audit.Entry("invoice.issue", reference, {"number": number, "sha256": content_hash})
    audit.append(unit, entry, chain_of=before.patient_id)
    return issued


def _check_shares(unit: Unit, hospital: Hospital, before: Invoice, share: Sharing) -> None:
    on_it = charges.of_invoice(unit, before.id)
    shares = shares_of(unit, hospital, before.patient_id, on_it, share)
    drafted = {line.charge_item_id: (line.insurer_share, line.patient_share) for line in before.lines}
    if {id_: (one.insurer, one.patient) for id_, one in shares.items() if id_ in drafted} != drafted:
        raise SharesChangedError


def cancel(unit: Unit, hospital: Hospital, actor: Actor, reference: str, *, reason: str) -> Invoice:
    """Cancel an issued invoice by a credit note of the same amounts. What was paid on it becomes a credit, what was
    charged on it may be billed again. Cancelling again is the same credit note.

    Raises ForbiddenError, NotFoundError, BillingStatusError for a draft, BillingError without a reason,
    InsurerPaidError, TamperedBillError.
    """
    before = acting.locked(unit, actor, "invoice.cancel", records.get, reference)
    if before.status == CANCELLED:
        return before
    if before.status not in STANDING:
        raise BillingStatusError(before.status, CANCELLED)
    if not reason.strip():
        raise BillingError("reason")
    if before.insurer_paid:
        raise InsurerPaidError
    sealing.check(unit, before)
    # a credit note is of what was issued
    before = shifting.bring_to(
        unit, hospital, before, Decimal(0), Decimal(0), by=actor.signature, source=before.number or before.reference
    )
    freed = allocating.release_all(unit, hospital, before, actor.signature)
    link_records.end_open(unit, before.id)
    charges.take_off(unit, before.id)
    _credit(unit, hospital, actor, freed, reason.strip()[:200])
    return records.go(unit, freed, CANCELLED, balanced_at=None, status_reason=reason.strip()[:200])


def _credit(unit: Unit, hospital: Hospital, actor: Actor, invoice: Invoice, reason: str) -> None:
    number = series.take(unit, hospital, series.CREDIT_NOTES)
    note = CreditNote(
        number=number,
        reason=reason,
        total=invoice.total,
        insurer_due=invoice.insurer_due,
        patient_due=invoice.patient_due,
        currency=invoice.currency,
        issued_at=unit.now,
        issued_by=actor.signature,
        content_hash="",
        seal="",
    )
    content_hash = sealing.hash_of(sealing.content_of_note(invoice, note))
    values = {
        **note.__dict__,
        "invoice_id": invoice.id,
        "patient_id": invoice.patient_id,
        "content_hash": content_hash,
        "seal": sealing.seal_of(unit, number, content_hash),
    }
    unit.connection.execute(insert(CreditNoteRow), values)
    facts = {"invoice": invoice.number, "total": str(note.total), "sha256": content_hash}
    audit.append(unit, audit.Entry("invoice.credit", number, facts), chain_of=invoice.patient_id)
