"""Asking an insurer beforehand: asked for by the house, granted with a number, an end and an amount, or refused.

Who asks the insurer is a person: every request is a task of the billing queue until its answer is written down. A grant
without an amount pays for one charge; one with an amount for as many as it lasts for (`grants`, `ledger`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, insert, select, update

from db.models import AuthorisationRow, CoverageRow
from hospital import access, acting, audit, people, references, request_keys
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.insurance import coverages, work
from hospital.insurance.coverages import ACTIVE
from hospital.insurance.errors import InsuranceError, InsuranceStatusError, SomebodyElsesPolicyError
from hospital.insurance.shares import ZERO
from hospital.insurance.terms import check_currency
from hospital.money import checked
from hospital.office import Unit

REQUESTED, GRANTED, REFUSED, CANCELLED = "requested", "granted", "refused", "cancelled"
TRANSITIONS: dict[str, frozenset[str]] = {
    REQUESTED: frozenset({GRANTED, REFUSED, CANCELLED}),
    GRANTED: frozenset({CANCELLED}),
    REFUSED: frozenset(),
    CANCELLED: frozenset(),
}
"""Where each status may go. A grant that was used cannot be cancelled."""


@dataclass(frozen=True)
class Wanted:
    """What is to be authorised: a category, or the one service of a `code`; `description` is for who asks."""

    patient_id: int
    coverage: str
    category: str
    description: str
    code: str | None = None


@dataclass(frozen=True)
class Answer:
    """What an insurer granted: its own number, the last day, and the most that it pays (None: one charge)."""

    number: str
    valid_until: date
    amount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True)
class Authorisation:
    """A request to an insurer, with its answer. `used` is what was paid on it, `uses` for how many charges."""

    id: int
    reference: str
    patient_id: int
    coverage_id: int
    coverage: str
    category: str
    code: str | None
    description: str
    status: str
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str | None
    number: str | None
    valid_until: date | None
    amount: Decimal | None
    used: Decimal
    uses: int
    reason: str | None
    task: str | None


def ask(unit: Unit, hospital: Hospital, actor: Actor, wanted: Wanted, *, key: str) -> Authorisation:
    """Have the insurer asked; what is asked for already, and the same `key` again, is the same request.

    Raises ForbiddenError, NotFoundError, SomebodyElsesPolicyError, InsuranceStatusError for a policy that is not
    active, InsuranceError, KeyUsedError.
    """
    access.require(unit, actor, "authorisation.ask", wanted.patient_id)
    people.lock(unit, wanted.patient_id)
    request_keys.is_again(unit, "authorisation.ask", key, wanted=wanted)
    policy = coverages.get(unit, wanted.coverage)
    if policy.patient_id != wanted.patient_id:
        raise SomebodyElsesPolicyError
    if (there := _standing(unit, policy.id, wanted, key)) is not None:
        return there
    if policy.status != ACTIVE:
        raise InsuranceStatusError(policy.status, ACTIVE)
    category, about = wanted.category.strip(), wanted.description.strip()[:200]
    if not 1 <= len(category) <= 32:
        raise InsuranceError("category")
    if not about:
        raise InsuranceError("description")
    reference = references.new(references.AUTHORISATION, 8)
    summary = f"{policy.insurer}, {policy.plan}, {policy.member_number}: {about}"
    values = {
        "reference": reference,
        "request_key": key,
        "patient_id": wanted.patient_id,
        "coverage_id": policy.id,
        "category": category,
        "code": wanted.code,
        "description": about,
        "status": REQUESTED,
        "asked_at": unit.now,
        "asked_by": unit.actor,
        "used": ZERO,
        "uses": 0,
        "task": work.give(unit, hospital, work.AUTHORISATION, reference, summary, wanted.patient_id),
    }
    unit.connection.execute(insert(AuthorisationRow), values)
    entry = audit.Entry("authorisation.ask", reference, {"coverage": policy.reference, "category": category})
    audit.append(unit, entry, chain_of=wanted.patient_id)
    return get(unit, reference)


def _standing(unit: Unit, coverage_id: int, wanted: Wanted, key: str) -> Authorisation | None:
    a = AuthorisationRow
    same = (a.coverage_id == coverage_id) & (a.status == REQUESTED) & (a.category == wanted.category.strip())
    alike = same & (a.code.is_(None) if wanted.code is None else a.code == wanted.code)
    mine = _select().where((a.patient_id == wanted.patient_id) & ((a.request_key == key) | alike))
    row = unit.connection.execute(mine.order_by((a.request_key == key).desc(), a.id.desc()).limit(1)).one_or_none()
    return None if row is None else Authorisation(**row._mapping)


def grant(unit: Unit, hospital: Hospital, actor: Actor, reference: str, answer: Answer) -> Authorisation:
    """Write down that the insurer granted it; the same answer again changes nothing.

    Raises ForbiddenError, NotFoundError, InsuranceStatusError, InsuranceError for a number that another request has or
    a day that is over, CurrencyError, money.AmountError.
    """
    before = _locked(unit, actor, reference)
    number = answer.number.strip()
    if answer.amount is not None:
        check_currency(hospital, answer.currency or "")
        checked(answer.amount, hospital.currency)
    told = (number, answer.valid_until, answer.amount)
    if before.status == GRANTED and told == (before.number, before.valid_until, before.amount):
        return before
    if not 1 <= len(number) <= 64 or _is_taken(unit, before, number):
        raise InsuranceError("number")
    if answer.valid_until < hospital.local(unit.now).date():
        raise InsuranceError("valid_until")
    if answer.amount == 0:
        raise InsuranceError("amount")
    facts = {"number": number, "valid_until": answer.valid_until, "amount": answer.amount}
    return _decide(unit, actor, before, GRANTED, **facts)


def refuse(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Authorisation:
    """Write down that the insurer does not pay for it, and why. Raises as `grant` does."""
    before = _locked(unit, actor, reference)
    if before.status == REFUSED:
        return before
    if not reason.strip():
        raise InsuranceError("reason")
    return _decide(unit, actor, before, REFUSED, reason=reason.strip()[:200])


def call_off(unit: Unit, actor: Actor, reference: str) -> Authorisation:
    """It is not needed any more; what was used cannot be called off. Raises as `grant` does."""
    before = _locked(unit, actor, reference)
    if before.status == CANCELLED:
        return before
    if before.uses:
        raise InsuranceStatusError(before.status, CANCELLED)
    return _decide(unit, actor, before, CANCELLED)


def of_patient(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Authorisation]:
    """What was asked for a patient, the latest first. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "authorisation.read", patient_id)
    mine = _select().where(AuthorisationRow.patient_id == patient_id)
    ordered = mine.order_by(AuthorisationRow.asked_at.desc(), AuthorisationRow.id.desc())
    return [Authorisation(**row._mapping) for row in unit.connection.execute(ordered)]


def get(unit: Unit, reference: str) -> Authorisation:
    """The request of a reference, for the hospital room. Raises NotFoundError."""
    row = unit.connection.execute(_select().where(AuthorisationRow.reference == reference)).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return Authorisation(**row._mapping)


def _locked(unit: Unit, actor: Actor, reference: str) -> Authorisation:
    return acting.locked(unit, actor, "authorisation.decide", get, reference)


def _is_taken(unit: Unit, mine: Authorisation, number: str) -> bool:
    a = AuthorisationRow
    others = select(a.id).where(a.coverage_id == mine.coverage_id, a.number == number, a.id != mine.id)
    return unit.connection.scalar(others) is not None


def _decide(unit: Unit, actor: Actor, before: Authorisation, status: str, **facts: Any) -> Authorisation:
    if status not in TRANSITIONS[before.status]:
        raise InsuranceStatusError(before.status, status)
    values = {"status": status, "decided_at": unit.now, "decided_by": unit.actor, **facts}
    unit.connection.execute(update(AuthorisationRow).where(AuthorisationRow.id == before.id).values(**values))
    audit.append(
        unit, audit.Entry("authorisation.decide", before.reference, {"status": status}), chain_of=before.patient_id
    )
    work.finish(unit, before.task, None if status == CANCELLED else actor)
    return get(unit, before.reference)


_COLUMNS = tuple(name for name in Authorisation.__dataclass_fields__ if name != "coverage")


def _select() -> Select[Any]:
    columns = (getattr(AuthorisationRow, name) for name in _COLUMNS)
    return select(*columns, CoverageRow.reference.label("coverage")).join(
        CoverageRow, CoverageRow.id == AuthorisationRow.coverage_id
    )
