"""Claims are made with their invoice, sent by a person, and called off with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, literal, select, update

from db.models import ClaimLineRow, ClaimRow, TaskRow
from hospital import access, acting, audit, money, references
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.insurance import claim_codes, claim_records, coverages, work
from hospital.insurance.claim_records import ACTIVE, CANCELLED, DRAFT, TRANSITIONS, Claim
from hospital.insurance.errors import InsuranceError, InsuranceStatusError
from hospital.insurance.shares import ZERO, Line, Share
from hospital.office import Unit


def make(unit: Unit, hospital: Hospital, share: Share, invoice: str) -> Sequence[Claim]:
    """A draft for each policy that pays a part of an invoice, and the task to send it; for this package.

    An invoice's claims are made once.
    """
    by_policy: dict[int, list[tuple[Line, Decimal]]] = {}
    for line in share.lines:
        for part in line.parts:
            if part.pays:
                by_policy.setdefault(part.coverage_id, []).append((line, part.pays))
    for coverage_id, lines in sorted(by_policy.items()):
        rows = [
            {
                "charge_id": line.item.charge_id,
                "description": line.item.description,
                "category": line.item.category,
                "claimed": pays,
            }
            for line, pays in lines
        ]
        key = f"invoice {invoice} policy {coverage_id}"
        insert_claim(unit, hospital, share.patient_id, coverage_id, invoice, rows, key=key)
    return claim_records.of_invoice(unit, invoice)


def insert_claim(
    unit: Unit,
    hospital: Hospital,
    patient_id: int,
    coverage_id: int,
    invoice: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    key: str,
    replaces_id: int | None = None,
) -> Claim:
    """A draft with its lines; for this package, under the patient's lock. The same `key` again is the same draft."""
    there = unit.connection.scalar(select(ClaimRow.reference).where(ClaimRow.request_key == key))
    if there is not None:
        return claim_records.get(unit, there)
    reference = references.new(references.CLAIM, 8)
    total: Decimal = sum((row["claimed"] for row in rows), ZERO)
    policy = coverages.of_id(unit, coverage_id)
    about = f"{policy.insurer}, {policy.member_number}: {invoice}"
    values = {
        "reference": reference,
        "request_key": key,
        "patient_id": patient_id,
        "coverage_id": coverage_id,
        "invoice": invoice,
        "replaces_id": replaces_id,
        "status": DRAFT,
        "claimed": total,
        "made_at": unit.now,
        "task": work.give(unit, hospital, work.SEND, reference, about, patient_id),
    }
    made = unit.connection.execute(insert(ClaimRow), values).inserted_primary_key
    assert made is not None
    nothing = {"to_patient": ZERO, "written_off": ZERO, "resubmitted": ZERO, "claim_id": made[0]}
    unit.connection.execute(insert(ClaimLineRow), [{**row, **nothing} for row in rows])
    entry = audit.Entry("claim.make", reference, {"invoice": invoice, "claimed": str(total)})
    audit.append(unit, entry, chain_of=patient_id)
    return claim_records.get(unit, reference)


def send(unit: Unit, actor: Actor, reference: str) -> Claim:
    """A claim went to the insurer, with the codes of what was found as they stand now; sending again is the same.

    Raises ForbiddenError, NotFoundError, InsuranceStatusError.
    """
    before = locked(unit, actor, reference)
    if before.status == ACTIVE:
        return before
    after = move(unit, before, ACTIVE, sent_at=unit.now, diagnosis_codes=claim_codes.of_now(unit, before))
    work.finish(unit, before.task, actor)
    return after


def cancel(unit: Unit, hospital: Hospital, actor: Actor, reference: str, *, reason: str) -> Claim:
    """Do not ask the insurer (any more); a person must decide who bears it, so there is a task.

    Raises ForbiddenError, NotFoundError, InsuranceStatusError once it is answered, InsuranceError without a reason.
    """
    before = locked(unit, actor, reference)
    if before.status == CANCELLED:
        return before
    if not reason.strip():
        raise InsuranceError("reason")
    nothing = update(ClaimLineRow).where(ClaimLineRow.claim_id == before.id)
    unit.connection.execute(nothing.values(approved=ZERO, reason=reason.strip()[:200]))
    work.finish(unit, before.task, None)
    task = work.give(
        unit,
        hospital,
        work.REJECTED,
        reference,
        f"{before.insurer}: {money.told(before.claimed, hospital.currency)}",
        before.patient_id,
    )
    return move(unit, before, CANCELLED, reason=reason.strip()[:200], task=task)


def unanswered(unit: Unit, hospital: Hospital, actor: Actor) -> Sequence[str]:
    """Claims whose insurers take longer than agreed to answer, and that billing was not told of; by reference, the
    longest waiting first. Raises ForbiddenError.
    """
    access.require(unit, actor, "clock.sweep")
    told = select(TaskRow.id).where(TaskRow.request_key == literal(f"{work.UNANSWERED} ") + ClaimRow.reference)
    late = select(ClaimRow.reference).where(
        ClaimRow.status == ACTIVE, ClaimRow.sent_at <= _sent_before(unit, hospital), ~told.exists()
    )
    return list(unit.connection.scalars(late.order_by(ClaimRow.sent_at, ClaimRow.id)))


def ask_after(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Claim:
    """An insurer does not answer: a task of billing, once. One claim in each unit of work: its patient is locked.

    Raises ForbiddenError, NotFoundError.
    """
    access.require(unit, actor, "clock.sweep")
    claim = acting.relocked(unit, claim_records.get, reference)
    if claim.status != ACTIVE or claim.sent_at is None or claim.sent_at > _sent_before(unit, hospital):
        return claim
    claimed, sent_on = money.told(claim.claimed, hospital.currency), hospital.local(claim.sent_at).date()
    about = f"{claim.insurer}, {claim.invoice}: {claimed}, sent {sent_on}"
    task = work.give(unit, hospital, work.UNANSWERED, reference, about, claim.patient_id)
    unit.connection.execute(update(ClaimRow).where(ClaimRow.id == claim.id).values(task=task))
    return claim_records.get(unit, reference)


def _sent_before(unit: Unit, hospital: Hospital) -> datetime:
    return unit.now - timedelta(days=hospital.billing.claim_answer_days)


def cancel_with_invoice(unit: Unit, hospital: Hospital, invoice: str) -> None:
    """An invoice is cancelled: what is not answered is called off, what was paid becomes a task; for this package."""
    for claim in claim_records.of_invoice(unit, invoice):
        work.finish(unit, claim.task, None)
        if claim.status in (DRAFT, ACTIVE):
            move(unit, claim, CANCELLED, reason=f"{invoice} cancelled")
        elif claim.approved:
            about = f"{claim.insurer}: {money.told(claim.approved, hospital.currency)}, {invoice}"
            work.give(unit, hospital, work.REPAY, claim.reference, about, claim.patient_id)


def sort_out(unit: Unit, hospital: Hospital, invoice: str, charge_ids: Collection[int]) -> None:
    """Charges of an invoice were credited: a task for each claim that asks for them; for this package."""
    for claim in claim_records.of_invoice(unit, invoice):
        lines = [line for line in claim.lines if line.charge_id in charge_ids]
        if lines and claim.status != CANCELLED:
            asked = sum((line.claimed for line in lines), ZERO)
            about = f"{claim.insurer}: {money.told(asked, hospital.currency)}, {invoice}"
            occasion = f"of line {lines[0].id}"
            work.give(unit, hospital, work.REPAY, claim.reference, about, claim.patient_id, occasion)


def locked(unit: Unit, actor: Actor, reference: str) -> Claim:
    """A claim under its patient's lock, for those who may write claims; for this package."""
    return acting.locked(unit, actor, "claim.write", claim_records.get, reference)


def move(unit: Unit, before: Claim, status: str, **facts: Any) -> Claim:
    """Move a claim along its arrows; for this package. Raises InsuranceStatusError."""
    if status not in TRANSITIONS[before.status]:
        raise InsuranceStatusError(before.status, status)
    changed = update(ClaimRow).where(ClaimRow.id == before.id)
    unit.connection.execute(changed.values(status=status, **facts))
    entry = audit.Entry("claim.move", before.reference, {"from": before.status, "to": status})
    audit.append(unit, entry, chain_of=before.patient_id)
    return claim_records.get(unit, before.reference)
