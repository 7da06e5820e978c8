"""Invoices of insured patients: who owes what is worked out from their policies, used up and claimed with the invoice;
what people decide about an insurer's answer reaches what the patient owes.

Billing knows no insurances and insurance no invoices; this is where they meet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from hospital import charges, people
from hospital.access import Actor
from hospital.billing import drafting, issuing, records, shifting
from hospital.billing.records import CANCELLED, NUMBERED, STANDING, Invoice
from hospital.billing.sharing import LineShare
from hospital.charges import Charge
from hospital.directory import Hospital
from hospital.insurance import answers, claim_records, settling, sharing
from hospital.insurance.answers import Decision, Response
from hospital.insurance.claim_records import Claim
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


def decide(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    claim: str,
    decisions: Sequence[Decision],
    *,
    reason: str,
    key: str,
) -> Claim:
    """As `insurance.answers.decide`: the patient owes their part of it from now on, what the hospital bears nobody.

    Raises what that raises.
    """
    return _settled(
        unit, hospital, actor, answers.decide(unit, hospital, actor, claim, decisions, reason=reason, key=key)
    )


def correct(
    unit: Unit, hospital: Hospital, actor: Actor, claim: str, response: Response, *, reason: str, key: str
) -> Claim:
    """As `insurance.answers.correct`: the patient owes no more what is taken back, and has a credit of what they paid.

    Raises what that raises.
    """
    return _settled(
        unit, hospital, actor, answers.correct(unit, hospital, actor, claim, response, reason=reason, key=key)
    )


def take_back(unit: Unit, hospital: Hospital, actor: Actor, claim: str, *, reason: str, key: str) -> Claim:
    """As `insurance.answers.take_back`, with the same effect on what the patient owes. Raises what that raises."""
    return _settled(unit, hospital, actor, answers.take_back(unit, hospital, actor, claim, reason=reason, key=key))


def _settled(unit: Unit, hospital: Hospital, actor: Actor, claim: Claim) -> Claim:
    """The invoice of a claim says what was decided about all its claims. They are under their patient's lock."""
    invoice = records.get(unit, claim.invoice)
    if invoice.status in STANDING:
        to_patient = sum(claim_records.passed_on(unit, claim.invoice).values(), Decimal(0))
        written_off = sum(claim_records.written_off(unit, claim.invoice).values(), Decimal(0))
        shifting.bring_to(unit, hospital, invoice, to_patient, written_off, by=actor.signature, source=claim.reference)
    return claim


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
