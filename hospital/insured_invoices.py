"""Invoices of insured patients: who owes what is worked out from their policies, used up and claimed with the invoice.

Billing knows no insurances and insurance no invoices; this is where they meet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from hospital import charges, people
from hospital.access import Actor
from hospital.billing import drafting, issuing, records
from hospital.billing.records import CANCELLED, NUMBERED, Invoice
from hospital.billing.sharing import LineShare
from hospital.charges import Charge
from hospital.directory import Hospital
from hospital.insurance import settling, sharing
from hospital.insurance.shares import Line
from hospital.office import Unit


def draft(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    patient_id: int,
    *,
    key: str,
    sources: Sequence[str] | None = None,
    until: datetime | None = None,
) -> Invoice:
    """As `billing.drafting.draft`, with what the patient's policies pay. Raises what that raises."""
    return drafting.draft(unit, hospital, actor, patient_id, key=key, sources=sources, until=until, share=share)


def issue(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Invoice:
    """As `billing.issuing.issue`: the insurers' parts are used up and become draft claims in the same transaction.

    Raises what that raises.
    """
    before = _locked(unit, reference)
    issued = issuing.issue(unit, hospital, actor, reference, share=share)
    if before.status not in NUMBERED and issued.number is not None:
        told = sharing.share_of(unit, hospital, issued.patient_id, charges.of_invoice(unit, issued.id))
        settling.issued(unit, hospital, told, issued.number)
    return issued


def cancel(unit: Unit, hospital: Hospital, actor: Actor, reference: str, *, reason: str) -> Invoice:
    """As `billing.issuing.cancel`: what it used of policies is given back and its claims are called off.

    Raises what that raises.
    """
    before = _locked(unit, reference)
    cancelled = issuing.cancel(unit, hospital, actor, reference, reason=reason)
    if before.status != CANCELLED and cancelled.number is not None:
        settling.credited(unit, hospital, cancelled.number)
    return cancelled


def _locked(unit: Unit, reference: str) -> Invoice:
    """The invoice as it stands under its patient's lock: whoever comes second finds it issued."""
    people.lock(unit, records.get(unit, reference).patient_id)
    return records.get(unit, reference)


def share(
    unit: Unit, hospital: Hospital, patient_id: int, wanted: Sequence[Charge], on: date
) -> Mapping[int, LineShare]:
    """The port of `billing.sharing`. Each charge's own day counts, not the one on which it is billed."""
    told = sharing.share_of(unit, hospital, patient_id, wanted)
    return {line.item.charge_id: _of(line) for line in told.lines if line.item.charge_id is not None}


def _of(line: Line) -> LineShare:
    policies = [
        {"coverage": part.coverage, "insurer": part.insurer, "pays": str(part.pays)} for part in line.parts if part.pays
    ]
    why = [{"why": str(reason.why), "amount": str(reason.amount)} for reason in line.reasons]
    return LineShare(line.insurer, line.patient, {"policies": policies, "why": why})
