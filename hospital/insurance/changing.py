"""What becomes of a policy: changed, ended, cancelled, taken back. What it was before stays in its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, update

from db.models import CoverageRow, CoverageVersionRow
from hospital import acting, audit
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.insurance import coverages, recording
from hospital.insurance.coverages import ACTIVE, CANCELLED, DRAFT, ERROR, Coverage
from hospital.insurance.errors import InsuranceError, InsuranceStatusError
from hospital.insurance.recording import Holder
from hospital.insurance.terms import OwnTerms, stored
from hospital.office import Unit


@dataclass(frozen=True)
class Change:
    """What a policy is to be from now on; None for what stays. Another plan is another policy."""

    member_number: str | None = None
    holder: Holder | None = None
    position: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    terms: OwnTerms | None = None


def amend(unit: Unit, hospital: Hospital, actor: Actor, reference: str, change: Change, *, reason: str) -> Coverage:
    """Change a policy. What invoices used of it stays used.

    Raises ForbiddenError, NotFoundError, InsuranceStatusError for one that is over, InsuranceError, and what
    `recording.record` raises.
    """
    terms = None if change.terms is None else stored(change.terms, hospital)
    before = _locked(unit, actor, reference, reason)
    if before.status not in (DRAFT, ACTIVE):
        raise InsuranceStatusError(before.status, before.status)
    recording.lock_plan(unit, before.insurer_code, before.plan_code)
    values = recording.order_of(before)
    for name in ("position", "starts_on", "ends_on"):
        if (told := getattr(change, name)) is not None:
            values[name] = told
    if change.member_number is not None:
        values["member_number"] = recording.checked_number(change.member_number)
    if change.holder is not None:
        values |= recording.holder_values(unit, before.patient_id, change.holder)
    recording.check_period(values["position"], values["starts_on"], values["ends_on"])
    recording.check_owner(unit, values, but=before.id)
    if before.status == ACTIVE:
        recording.check_order(unit, values, but=before.id)
    return keep(unit, before, {**values, **({} if terms is None else {"terms": terms})}, reason)


def end(unit: Unit, actor: Actor, reference: str, last_day: date, *, reason: str) -> Coverage:
    """A policy covers nothing after a day. Raises ForbiddenError, NotFoundError, InsuranceError."""
    before = _locked(unit, actor, reference, reason)
    recording.check_period(before.position, before.starts_on, last_day)
    if before.ends_on is not None and before.ends_on < last_day:
        raise InsuranceError("ends_on")
    return before if before.ends_on == last_day else keep(unit, before, {"ends_on": last_day}, reason)


def cancel(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Coverage:
    """A policy was called off and covers nothing any more.

    Raises ForbiddenError, NotFoundError, InsuranceStatusError, InsuranceError without a reason.
    """
    return _move(unit, actor, reference, CANCELLED, reason)


def withdraw(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Coverage:
    """A policy was written down by mistake. Raises as `cancel` does."""
    return _move(unit, actor, reference, ERROR, reason)


def _move(unit: Unit, actor: Actor, reference: str, to_status: str, reason: str) -> Coverage:
    before = _locked(unit, actor, reference, reason)
    if before.status == to_status:
        return before
    if to_status not in coverages.TRANSITIONS[before.status]:
        raise InsuranceStatusError(before.status, to_status)
    return keep(unit, before, {"status": to_status, "status_reason": reason.strip()[:200]}, reason)


def _locked(unit: Unit, actor: Actor, reference: str, reason: str) -> Coverage:
    found = acting.locked(unit, actor, "coverage.write", coverages.get, reference)
    if not reason.strip():
        raise InsuranceError("reason")
    return found


def keep(unit: Unit, before: Coverage, values: dict[str, Any], reason: str) -> Coverage:
    """Write a policy's change and what it was; for this package, under the patient's lock."""
    version = {
        "coverage_id": before.id,
        "version": before.version,
        "facts": _facts(before),
        "changed_at": unit.now,
        "changed_by": unit.actor,
        "reason": reason.strip()[:200],
    }
    unit.connection.execute(insert(CoverageVersionRow), version)
    changed = update(CoverageRow).where(CoverageRow.id == before.id)
    unit.connection.execute(changed.values(**values, version=before.version + 1))
    told = sorted(name for name, value in values.items() if value != _of(before, name))
    audit.append(unit, audit.Entry("coverage.change", before.reference, {"changed": told}), chain_of=before.patient_id)
    return coverages.get(unit, before.reference)


def _of(coverage: Coverage, name: str) -> Any:
    return coverage.own_terms if name == "terms" else getattr(coverage, name)


def _facts(coverage: Coverage) -> dict[str, Any]:
    names = ("plan_code", "insurer_code", "member_number", "relationship", "subscriber", "position", "status")
    facts: dict[str, Any] = {name: getattr(coverage, name) for name in names}
    days = {name: getattr(coverage, name) for name in ("starts_on", "ends_on")}
    facts |= {name: day.isoformat() if day is not None else None for name, day in days.items()}
    return {**facts, "terms": dict(coverage.own_terms)}
