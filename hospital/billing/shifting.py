"""What of an insurer's part of an invoice the patient or the hospital bears after all. What was issued stays."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import func, insert, select, update

from db.models import InvoiceRow, InvoiceShiftRow
from hospital import audit
from hospital.billing import allocating, link_records, records
from hospital.billing.payments import INSURER, PATIENT
from hospital.billing.records import BALANCED, ISSUED, Invoice
from hospital.directory import Hospital
from hospital.office import Unit


def bring_to(
    unit: Unit,
    hospital: Hospital,
    invoice: Invoice,
    to_patient: Decimal,
    written_off: Decimal,
    *,
    by: str,
    source: str,
) -> Invoice:
    """Have an issued invoice say that so much of the insurer's part is the patient's, and so much the hospital's; what
    it says already is not moved again. For the hospital room, under the patient's lock.

    Money that is more than either owes then is taken off the invoice: a credit, which billing is told of.
    """
    before = moved(unit, invoice.id)
    more, lost = to_patient - before[0], written_off - before[1]
    if not more and not lost:
        return invoice
    insurer_due, patient_due = invoice.insurer_due - more - lost, invoice.patient_due + more
    for payer, due in ((INSURER, insurer_due), (PATIENT, patient_due)):
        allocating.release_above(unit, hospital, invoice.id, payer, due, by, source)
    values = {
        "invoice_id": invoice.id,
        "patient_id": invoice.patient_id,
        "source": source,
        "to_patient": more,
        "written_off": lost,
        "made_at": unit.now,
        "made_by": by,
    }
    unit.connection.execute(insert(InvoiceShiftRow), values)
    facts = {"to_patient": str(more), "written_off": str(lost), "source": source}
    audit.append(unit, audit.Entry("invoice.shift", invoice.reference, facts), chain_of=invoice.patient_id)
    link_records.end_open(unit, invoice.id)
    return _due(unit, records.by_id(unit, invoice.id), insurer_due, patient_due)


def moved(unit: Unit, invoice_id: int) -> tuple[Decimal, Decimal]:
    """What of an invoice's part of the insurer is the patient's now, and what the hospital's."""
    shift = InvoiceShiftRow
    sums = select(func.sum(shift.to_patient), func.sum(shift.written_off)).where(shift.invoice_id == invoice_id)
    to_patient, written_off = unit.connection.execute(sums).one()
    return to_patient or Decimal(0), written_off or Decimal(0)


def _due(unit: Unit, invoice: Invoice, insurer_due: Decimal, patient_due: Decimal) -> Invoice:
    total = insurer_due + patient_due
    due = {"insurer_due": insurer_due, "patient_due": patient_due, "total": total}
    is_clear = invoice.patient_paid + invoice.insurer_paid == total
    status = BALANCED if is_clear else ISSUED
    if status != invoice.status:
        return records.go(unit, invoice, status, balanced_at=unit.now if is_clear else None, **due)
    unit.connection.execute(update(InvoiceRow).where(InvoiceRow.id == invoice.id).values(**due))
    return records.by_id(unit, invoice.id)
