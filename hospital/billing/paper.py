"""Invoices, credit notes, receipts and statements on paper. Who gets one must be allowed to read what stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hospital import access
from hospital.access import Actor
from hospital.billing import allocating, payments, records, refunds, sealing, statements
from hospital.billing.payments import PATIENT, Payment
from hospital.billing.records import BALANCED, CANCELLED, DRAFT, ERROR, PAY_WITHIN_DAYS, Invoice, Line
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.papers import Paper, words
from hospital.papers.amounts import amount_text, number_text

INVOICE, RECEIPT, STATEMENT = "invoice", "receipt", "statement"
_NAMED = ("visit", "bed_day", "fee")
"""Kinds of charges whose description does not say by itself what they are."""


def of_invoice(unit: Unit, hospital: Hospital, actor: Actor, reference: str, language: str) -> Paper:
    """An invoice; drafts and cancelled ones say what they are. Raises what `records.read` and `sealing.check` do."""
    invoice = records.read(unit, actor, reference)
    if invoice.status == ERROR:
        raise NotFoundError(reference)
    sealing.check(unit, invoice)
    told = words(INVOICE, language)
    facts = _bill(hospital, invoice, language, told)
    facts["title"] = told["title"]
    facts["number"] = invoice.number or invoice.reference
    facts["date"] = _day(hospital, invoice.issued_at or invoice.drafted_at)
    facts["status"] = told[f"status_{invoice.status}"]
    facts["about"] = invoice.credit_note.number if invoice.credit_note is not None else ""
    facts["payments"] = [
        _paid(hospital, payment, amount, language, told) for payment, amount in allocating.on_invoice(unit, invoice.id)
    ]
    facts["sums"] = [*_totals(invoice, language, told), *_left(hospital, invoice, language, told)]
    facts["hash"] = (invoice.content_hash or "")[:24]
    return Paper(INVOICE, language, facts)


def of_credit_note(unit: Unit, hospital: Hospital, actor: Actor, reference: str, language: str) -> Paper:
    """The credit note of a cancelled invoice. Raises what `of_invoice` does, NotFoundError where there is none."""
    invoice = records.read(unit, actor, reference)
    note = invoice.credit_note
    if note is None:
        raise NotFoundError(reference)
    sealing.check(unit, invoice)
    told = words(INVOICE, language)
    facts = _bill(hospital, invoice, language, told, sign=-1)
    facts |= {
        "title": told["credit_title"],
        "number": note.number,
        "date": _day(hospital, note.issued_at),
        "status": "",
        "about": invoice.number or "",
        "note": note.reason,
        "payments": [],
        "sums": _totals(invoice, language, told, sign=-1),
        "hash": note.content_hash[:24],
    }
    return Paper(INVOICE, language, facts)


def of_payment(unit: Unit, hospital: Hospital, actor: Actor, reference: str, language: str) -> Paper:
    """The receipt of a payment. Raises what `payments.read` and, for its invoice, `sealing.check` do."""
    payment = payments.read(unit, actor, reference)
    access.require(unit, actor, "invoice.read", payment.patient_id)
    invoice = records.by_id(unit, payment.invoice_id)
    sealing.check(unit, invoice)
    told = words(RECEIPT, language)
    shown = _amounts(payment.currency, language)
    details = [(told["amount"], shown(payment.amount), True)]
    if payment.tendered is not None and payment.change:
        details += [(told["tendered"], shown(payment.tendered), False), (told["change"], shown(payment.change), False)]
    given = refunds.given_back(unit, payment.id)
    if given:
        details.append((told["refunded"], shown(given), False))
    if left := payment.amount - payment.applied - given:
        details.append((told["credit"], shown(left), False))
    facts = {
        **_people(invoice.parties),
        "number": payment.reference,
        "date": f"{hospital.local(payment.received_at):%Y-%m-%d %H:%M}",
        "currency": payment.currency,
        "method": told[f"method_{payment.method}"],
        "proof": payment.card_reference or payment.external_id or "",
        "invoices": [[number, shown(amount)] for number, amount in allocating.of_payment(unit, payment.id)],
        "sums": [list(each) for each in details],
    }
    return Paper(RECEIPT, language, facts)


def of_account(
    unit: Unit, hospital: Hospital, actor: Actor, patient_id: int, first: date, last: date, language: str
) -> Paper:
    """The statement of some days. Raises what `statements.read` does."""
    statement = statements.read(unit, hospital, actor, patient_id, first, last)
    told = words(STATEMENT, language)
    shown = _amounts(statement.currency, language)
    rows = []
    for entry in statement.entries:
        detail = told.get(f"method_{entry.detail}", entry.detail)
        kind = "passed_back" if entry.kind is statements.Kind.PASSED_ON and entry.amount < 0 else entry.kind
        rows.append(
            {
                "date": _day(hospital, entry.at),
                "kind": told[f"kind_{kind}"] + (f" · {detail}" if detail else ""),
                "reference": entry.reference,
                "more": shown(entry.amount) if entry.amount > 0 else "",
                "less": shown(-entry.amount) if entry.amount <= 0 else "",
                "running": shown(entry.balance),
            }
        )
    closing = told["yours"] if statement.closing < 0 else told["owed"]
    facts = {
        **_people(statement.parties),
        "period": f"{first:%Y-%m-%d} – {last:%Y-%m-%d}",
        "currency": statement.currency,
        "opening": shown(statement.opening),
        "rows": rows,
        "sums": [[closing, shown(abs(statement.closing)), True]],
        "unbilled": shown(statement.unbilled) if statement.unbilled else "",
    }
    return Paper(STATEMENT, language, facts)


def _bill(
    hospital: Hospital, invoice: Invoice, language: str, told: Mapping[str, str], sign: int = 1
) -> dict[str, Any]:
    shown = _amounts(invoice.currency, language)
    running, rows = Decimal(0), []
    for line in invoice.lines:
        running += sign * line.amount
        rows.append(
            {
                "position": str(line.position),
                "date": _day(hospital, line.occurred_at),
                "description": _described(line, told),
                "quantity": number_text(sign * line.quantity, language),
                "price": shown(line.unit_price),
                "insurer": shown(sign * line.insurer_share),
                "patient": shown(sign * line.patient_share),
                "amount": shown(sign * line.amount),
                "running": shown(running),
            }
        )
    return {
        **_people(invoice.parties),
        "currency": invoice.currency,
        "is_shared": any(line.insurer_share for line in invoice.lines),
        "rows": rows,
        "note": "",
    }


def _totals(invoice: Invoice, language: str, told: Mapping[str, str], sign: int = 1) -> list[list[Any]]:
    shown = _amounts(invoice.currency, language)
    insurer, patient = invoice.issued_shares
    rows = [[told["total"], shown(sign * (insurer + patient)), not insurer]]
    if insurer:
        rows.append([told["insurer_due"], shown(sign * insurer), False])
        rows.append([told["patient_due"], shown(sign * patient), True])
    return rows


def _left(hospital: Hospital, invoice: Invoice, language: str, told: Mapping[str, str]) -> list[list[Any]]:
    shown = _amounts(invoice.currency, language)
    if invoice.status in (DRAFT, CANCELLED):
        return []
    rows = [[told["passed_on"], shown(invoice.passed_on), False]] if invoice.passed_on else []
    if invoice.patient_paid:
        rows.append([told["paid"], shown(invoice.patient_paid), False])
    is_settled = invoice.status == BALANCED and not invoice.owed
    if invoice.owed and invoice.issued_at is not None:
        rows.append([told["pay_by"], _day(hospital, invoice.issued_at + timedelta(days=PAY_WITHIN_DAYS)), False])
    return [*rows, [told["owed"], shown(invoice.owed), not is_settled]]


def _paid(
    hospital: Hospital, payment: Payment, amount: Decimal, language: str, told: Mapping[str, str]
) -> dict[str, str]:
    by = told["by_patient"] if payment.payer == PATIENT else told["by_insurer"]
    return {
        "date": _day(hospital, payment.received_at),
        "method": f"{told[f'method_{payment.method}']} ({by})",
        "reference": payment.reference,
        "amount": amount_text(amount, payment.currency, language),
    }


def _people(parties: Mapping[str, Any]) -> dict[str, Any]:
    patient = parties["patient"]
    hospital = parties["hospital"]
    return {
        "hospital": hospital,
        "patient": patient["name"],
        "patient_number": patient["number"],
        "born": patient["born"] or "",
    }


def _described(line: Line, told: Mapping[str, str]) -> str:
    return f"{told[f'kind_{line.kind}']}: {line.description}" if line.kind in _NAMED else line.description


def _amounts(currency: str, language: str) -> Any:
    return lambda amount: amount_text(amount, currency, language)


def _day(hospital: Hospital, moment: datetime) -> str:
    return f"{hospital.local(moment):%Y-%m-%d}"
