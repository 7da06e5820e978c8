"""What insurers answer to claims, and what people decide about the part that was turned down.

Nothing of it goes to the patient by itself: a rejected part waits, as a task of the billing queue, until a person has
it paid by the patient, borne by the hospital, or claimed again. Doors decide, correct and take back by
`hospital.insured_invoices`, so that the invoice says it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import update

from db.models import ClaimLineRow, ClaimRow
from hospital import audit, money, request_keys
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.insurance import claim_records, claiming, ledger, work
from hospital.insurance.claim_records import ACTIVE, ANSWERED, CANCELLED, PAID, PARTLY_PAID, REJECTED, Claim, ClaimLine
from hospital.insurance.errors import InsuranceError, InsuranceStatusError, TooMuchError
from hospital.insurance.shares import ZERO
from hospital.insurance.terms import check_currency
from hospital.money import checked
from hospital.office import Unit


class To(StrEnum):
    """Who bears what an insurer turned down."""

    PATIENT = "to_patient"
    HOSPITAL = "written_off"


@dataclass(frozen=True)
class LineAnswer:
    """What an insurer pays of one line; a `reason` where it is not all."""

    line_id: int
    approved: Decimal
    reason: str = ""


@dataclass(frozen=True)
class Response:
    """An insurer's answer to a claim: every line once, in the hospital's currency."""

    lines: Sequence[LineAnswer]
    currency: str
    insurer_reference: str | None = None


@dataclass(frozen=True)
class Decision:
    """Who bears an amount of a line that was turned down."""

    line_id: int
    to: To
    amount: Decimal


def answer(unit: Unit, hospital: Hospital, actor: Actor, reference: str, response: Response) -> Claim:
    """Write an insurer's answer down; the same answer again changes nothing.

    Raises ForbiddenError, NotFoundError, InsuranceStatusError for a claim that was not sent or has another answer,
    InsuranceError where a line is lacking, twice or without its reason, TooMuchError for more than was claimed,
    CurrencyError, money.AmountError.
    """
    before = claiming.locked(unit, actor, reference)
    told = _checked(hospital, before, response)
    if before.status in ANSWERED and all(line.approved == told[line.id].approved for line in before.lines):
        return before
    status = _status(before, sum((each.approved for each in told.values()), ZERO))
    if before.status != ACTIVE:
        raise InsuranceStatusError(before.status, status)
    for line in before.lines:
        mine = told[line.id]
        changed = update(ClaimLineRow).where(ClaimLineRow.id == line.id)
        unit.connection.execute(changed.values(approved=mine.approved, reason=mine.reason.strip()[:200] or None))
    task = None
    if status != PAID:
        short = before.claimed - sum((each.approved for each in told.values()), ZERO)
        about = f"{before.insurer}, {before.invoice}: {money.told(short, hospital.currency)}"
        task = work.give(unit, hospital, work.REJECTED, reference, about, before.patient_id)
    work.finish(unit, before.task, actor)
    facts = {"answered_at": unit.now, "answered_by": unit.actor, "task": task}
    return claiming.move(unit, before, status, insurer_reference=response.insurer_reference, **facts)


def _checked(hospital: Hospital, claim: Claim, response: Response) -> dict[int, LineAnswer]:
    check_currency(hospital, response.currency)
    told = {each.line_id: each for each in response.lines}
    if len(told) < len(response.lines) or told.keys() != {line.id for line in claim.lines}:
        raise InsuranceError("lines")
    for line in claim.lines:
        approved = checked(told[line.id].approved, hospital.currency)
        if approved > line.claimed:
            raise TooMuchError(line.claimed)
        if approved < line.claimed and not told[line.id].reason.strip():
            raise InsuranceError("reason")
    return told


def _status(claim: Claim, approved: Decimal) -> str:
    if approved == claim.claimed:
        return PAID
    return PARTLY_PAID if approved else REJECTED


def correct(
    unit: Unit, hospital: Hospital, actor: Actor, reference: str, response: Response, *, reason: str, key: str
) -> Claim:
    """An insurer's answer was written down wrong, or it has changed its mind; the same `key` again changes nothing.

    What people decided about lines of which another amount is paid now is taken back: it waits for a person again.
    Raises what `answer` does, InsuranceStatusError for a claim without an answer, InsuranceError without a reason,
    TooMuchError for what was claimed again or for an invoice that is cancelled, KeyUsedError.
    """
    before = claiming.locked(unit, actor, reference)
    told = _checked(hospital, before, response)
    content = {"claim": reference, "response": response, "reason": reason}
    if request_keys.is_again(unit, "claim.correct", key, **content):
        return before
    if not reason.strip():
        raise InsuranceError("reason")
    paid = sum((each.approved for each in told.values()), ZERO)
    if before.status not in ANSWERED:
        raise InsuranceStatusError(before.status, _status(before, paid))
    for line in before.lines:
        mine = told[line.id]
        if mine.approved != line.approved:
            if mine.approved > line.claimed - line.resubmitted:
                raise TooMuchError(line.claimed - line.resubmitted)
            _undo(unit, before, line)
        changed = update(ClaimLineRow).where(ClaimLineRow.id == line.id)
        unit.connection.execute(changed.values(approved=mine.approved, reason=mine.reason.strip()[:200] or None))
    facts = {"from": str(before.approved), "to": str(paid), "reason": reason.strip()[:200]}
    audit.append(unit, audit.Entry("claim.correct", reference, facts), chain_of=before.patient_id)
    if (status := _status(before, paid)) != before.status:
        claiming.move(unit, before, status)
    answered = {"answered_at": unit.now, "answered_by": unit.actor, "insurer_reference": response.insurer_reference}
    unit.connection.execute(update(ClaimRow).where(ClaimRow.id == before.id).values(**answered))
    return _waiting_again(unit, hospital, actor, reference)


def take_back(unit: Unit, hospital: Hospital, actor: Actor, reference: str, *, reason: str, key: str) -> Claim:
    """Everything that people decided about what was turned down waits for a person again; the same `key` again changes
    nothing.

    Raises ForbiddenError, NotFoundError, InsuranceStatusError, InsuranceError without a reason, TooMuchError for an
    invoice that is cancelled, KeyUsedError.
    """
    before = _decidable(unit, actor, reference)
    if request_keys.is_again(unit, "claim.take_back", key, claim=reference, reason=reason):
        return before
    if not reason.strip():
        raise InsuranceError("reason")
    for line in before.lines:
        _undo(unit, before, line)
    entry = audit.Entry("claim.take_back", reference, {"reason": reason.strip()[:200]})
    audit.append(unit, entry, chain_of=before.patient_id)
    return _waiting_again(unit, hospital, actor, reference)


def _undo(unit: Unit, claim: Claim, line: ClaimLine) -> None:
    """What was decided about a line is not any more."""
    if not ledger.stands(unit, claim.invoice, claim.coverage_id, line.charge_id):
        raise TooMuchError(ZERO)
    decided = line.to_patient + line.written_off
    if decided:
        nothing = update(ClaimLineRow).where(ClaimLineRow.id == line.id)
        unit.connection.execute(nothing.values(to_patient=ZERO, written_off=ZERO))
        ledger.use_again(unit, claim.invoice, claim.coverage_id, line.charge_id, decided)


def _waiting_again(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Claim:
    """The claim as it is now, with a task while something of it waits for a person."""
    after = claim_records.get(unit, reference)
    if after.undecided and not work.is_open(unit, after.task):
        about = f"{after.insurer}, {after.invoice}: {money.told(after.undecided, hospital.currency)}"
        task = work.give_again(unit, hospital, work.REJECTED, reference, about, after.patient_id)
        unit.connection.execute(update(ClaimRow).where(ClaimRow.id == after.id).values(task=task))
    return _settled(unit, actor, reference)


def decide(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    reference: str,
    decisions: Sequence[Decision],
    *,
    reason: str,
    key: str,
) -> Claim:
    """A person says who bears what was turned down; it counts towards the policy's limit no more. The same `key` again
    decides nothing more.

    Raises ForbiddenError, NotFoundError, InsuranceStatusError, TooMuchError for more than waits or for an invoice that
    is cancelled, InsuranceError, money.AmountError, KeyUsedError.
    """
    before = _decidable(unit, actor, reference)
    content = {"claim": reference, "decisions": decisions, "reason": reason}
    if request_keys.is_again(unit, "claim.decide", key, **content):
        return before
    if not reason.strip() or not decisions:
        raise InsuranceError("reason" if decisions else "decisions")
    for each in decisions:
        line = _line(claim_records.get(unit, reference), each.line_id)
        if not 0 < checked(each.amount, hospital.currency) <= line.undecided:
            raise TooMuchError(line.undecided)
        sums = {str(each.to): getattr(line, each.to) + each.amount}
        unit.connection.execute(update(ClaimLineRow).where(ClaimLineRow.id == line.id).values(**sums))
        ledger.give_back_part(unit, before.invoice, before.coverage_id, line.charge_id, each.amount)
        facts = {"to": str(each.to), "amount": str(each.amount), "reason": reason.strip()[:200]}
        audit.append(unit, audit.Entry("claim.decide", reference, facts), chain_of=before.patient_id)
    return _settled(unit, actor, reference)


def resubmit(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Claim:
    """Ask again for all that was turned down and nobody decided about: a new draft that replaces the claim.

    Asking again is the same draft. Raises ForbiddenError, NotFoundError, InsuranceStatusError, TooMuchError where
    nothing waits, or the invoice is cancelled.
    """
    before = _decidable(unit, actor, reference)
    lines = [line for line in before.lines if line.undecided]
    made_before = _replacing(unit, before)
    if not lines and made_before:
        return made_before[-1]
    if not lines:
        raise TooMuchError(ZERO)
    for line in lines:
        left = ledger.standing(unit, before.invoice, before.coverage_id, line.charge_id)
        if line.undecided > left:
            raise TooMuchError(left)
        again = update(ClaimLineRow).where(ClaimLineRow.id == line.id)
        unit.connection.execute(again.values(resubmitted=line.resubmitted + line.undecided))
    rows = [
        {
            "charge_id": line.charge_id,
            "description": line.description,
            "category": line.category,
            "claimed": line.undecided,
        }
        for line in lines
    ]
    made = claiming.insert_claim(
        unit,
        hospital,
        before.patient_id,
        before.coverage_id,
        before.invoice,
        rows,
        key=f"again {reference} {len(made_before)}",
        replaces_id=before.id,
    )
    _settled(unit, actor, reference)
    return made


def _replacing(unit: Unit, claim: Claim) -> Sequence[Claim]:
    return [each for each in claim_records.of_invoice(unit, claim.invoice) if each.replaces_id == claim.id]


def _decidable(unit: Unit, actor: Actor, reference: str) -> Claim:
    before = claiming.locked(unit, actor, reference)
    if before.status not in (*ANSWERED, CANCELLED):
        raise InsuranceStatusError(before.status, before.status)
    return before


def _line(claim: Claim, line_id: int) -> ClaimLine:
    found = [line for line in claim.lines if line.id == line_id]
    if not found:
        raise InsuranceError("lines")
    return found[0]


def _settled(unit: Unit, actor: Actor, reference: str) -> Claim:
    """The claim as it is now; its task is done when nothing waits any more."""
    after = claim_records.get(unit, reference)
    if not after.undecided and after.task is not None:
        work.finish(unit, after.task, actor)
        unit.connection.execute(update(ClaimRow).where(ClaimRow.id == after.id).values(task=None))
        return claim_records.get(unit, reference)
    return after
