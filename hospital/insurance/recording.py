"""A patient's policy is written down and checked: which plan, whose it is, when it holds, and what it pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from db.models import CoverageRow, InsurancePlanRow, InsurerRow, PatientRow
from hospital import access, acting, audit, people, references, request_keys
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.insurance import coverages
from hospital.insurance.coverages import ACTIVE, DRAFT, RELATIONSHIPS, Coverage
from hospital.insurance.errors import (
    InsuranceError,
    InsuranceStatusError,
    OverlappingCoverError,
    SomebodyElsesPolicyError,
)
from hospital.insurance.terms import OwnTerms, stored
from hospital.office import Unit

MOST_POSITIONS = 9


@dataclass(frozen=True)
class Holder:
    """Who took the policy out: the patient (`self`), another patient of the house, or somebody known by name alone."""

    relationship: str = "self"
    patient_id: int | None = None
    name: str | None = None


@dataclass(frozen=True)
class NewCoverage:
    """A policy to write down. `position` 1 is asked first; a `draft` was only told and covers nothing yet."""

    patient_id: int
    insurer: str
    plan: str
    member_number: str
    holder: Holder = Holder()
    position: int = 1
    starts_on: date | None = None
    ends_on: date | None = None
    terms: OwnTerms | None = None
    is_checked: bool = True


def record(unit: Unit, hospital: Hospital, actor: Actor, new: NewCoverage, *, key: str) -> Coverage:
    """Write a policy down; the same `key` again is the same policy.

    Raises ForbiddenError, NotFoundError for an unknown plan or patient, InsuranceError, CurrencyError,
    money.AmountError, OverlappingCoverError, SomebodyElsesPolicyError, KeyUsedError.
    """
    access.require(unit, actor, "coverage.write", new.patient_id)
    terms = {} if new.terms is None else stored(new.terms, hospital)
    people.lock(unit, new.patient_id)
    request_keys.is_again(unit, "coverage.record", key, new=new)
    made = select(CoverageRow.reference).where(CoverageRow.request_key == key, CoverageRow.patient_id == new.patient_id)
    if (there := unit.connection.scalar(made)) is not None:
        return coverages.get(unit, there)
    plan_id = lock_plan(unit, new.insurer, new.plan)
    values = {
        "patient_id": new.patient_id,
        "plan_id": plan_id,
        "member_number": checked_number(new.member_number),
        "position": new.position,
        "starts_on": new.starts_on,
        "ends_on": new.ends_on,
        **holder_values(unit, new.patient_id, new.holder),
    }
    check_period(new.position, new.starts_on, new.ends_on)
    check_owner(unit, values)
    if new.is_checked:
        check_order(unit, values)
    return _insert(unit, {**values, "terms": terms, "status": ACTIVE if new.is_checked else DRAFT}, key)


def _insert(unit: Unit, values: dict[str, Any], key: str) -> Coverage:
    reference = references.new(references.COVERAGE, 8)
    facts = {
        "reference": reference,
        "request_key": key,
        "origin": "people",
        "version": 1,
        "recorded_at": unit.now,
        "recorded_by": unit.actor,
    }
    unit.connection.execute(insert(CoverageRow), {**values, **facts})
    entry = audit.Entry("coverage.record", reference, {"position": values["position"], "status": values["status"]})
    audit.append(unit, entry, chain_of=values["patient_id"])
    return coverages.get(unit, reference)


def confirm(unit: Unit, actor: Actor, reference: str) -> Coverage:
    """A policy that was only told is checked and counts from now on; confirming again changes nothing.

    Raises ForbiddenError, NotFoundError, InsuranceStatusError, OverlappingCoverError.
    """
    before = acting.locked(unit, actor, "coverage.write", coverages.get, reference)
    if before.status == ACTIVE:
        return before
    if ACTIVE not in coverages.TRANSITIONS[before.status]:
        raise InsuranceStatusError(before.status, ACTIVE)
    check_order(unit, order_of(before), but=before.id)
    unit.connection.execute(update(CoverageRow).where(CoverageRow.id == before.id).values(status=ACTIVE))
    audit.append(unit, audit.Entry("coverage.confirm", reference, {}), chain_of=before.patient_id)
    return coverages.get(unit, reference)


# --- what a policy must keep to -------------------------------------------------------------------


def lock_plan(unit: Unit, insurer: str, plan: str) -> int:
    """The row of a plan; its insurer is locked, so that one member number is not given twice at once.

    Raises NotFoundError.
    """
    insurer_id = unit.connection.scalar(select(InsurerRow.id).where(InsurerRow.code == insurer).with_for_update())
    of_it = select(InsurancePlanRow.id).where(InsurancePlanRow.insurer_id == insurer_id, InsurancePlanRow.code == plan)
    found = unit.connection.scalar(of_it)
    if found is None:
        raise NotFoundError(f"{insurer} {plan}")
    return found


def checked_number(number: str) -> str:
    """A member number without spaces around it. Raises InsuranceError."""
    told = number.strip()
    if not 1 <= len(told) <= 64 or not told.isprintable():
        raise InsuranceError("member_number")
    return told


def check_period(position: int, starts_on: date | None, ends_on: date | None) -> None:
    """Raise InsuranceError for days the wrong way round, or a place that no policy has."""
    if not 1 <= position <= MOST_POSITIONS:
        raise InsuranceError("position")
    if starts_on is not None and ends_on is not None and starts_on > ends_on:
        raise InsuranceError("ends_on")


def holder_values(unit: Unit, patient_id: int, holder: Holder) -> dict[str, Any]:
    """The columns of who took it out. Raises InsuranceError, NotFoundError for a patient who is not there."""
    is_self = holder.relationship == "self"
    if holder.relationship not in RELATIONSHIPS or holder.patient_id == patient_id:
        raise InsuranceError("relationship")
    name = (holder.name or "").strip()[:200] or None
    if is_self != (holder.patient_id is None and name is None):
        raise InsuranceError("subscriber")
    if holder.patient_id is not None:
        name = unit.connection.scalar(select(PatientRow.name).where(PatientRow.id == holder.patient_id))
        if name is None:
            raise NotFoundError("subscriber")
    return {"relationship": holder.relationship, "subscriber_id": holder.patient_id, "subscriber": name}


def check_owner(unit: Unit, values: dict[str, Any], but: int | None = None) -> None:
    """Raise SomebodyElsesPolicyError where the insurer's member number is that of a patient of another family."""
    insurer_of = select(InsurancePlanRow.insurer_id).where(InsurancePlanRow.id == values["plan_id"]).scalar_subquery()
    same = (
        select(CoverageRow.patient_id, CoverageRow.subscriber_id)
        .join(InsurancePlanRow, InsurancePlanRow.id == CoverageRow.plan_id)
        .where(
            InsurancePlanRow.insurer_id == insurer_of,
            CoverageRow.member_number == values["member_number"],
            CoverageRow.patient_id != values["patient_id"],
            CoverageRow.status.in_((ACTIVE, DRAFT)),
            CoverageRow.id != (but or 0),
        )
    )
    mine = values["subscriber_id"] or values["patient_id"]
    for row in unit.connection.execute(same):
        if (row.subscriber_id or row.patient_id) != mine:
            raise SomebodyElsesPolicyError


def check_order(unit: Unit, values: dict[str, Any], but: int | None = None) -> None:
    """Raise OverlappingCoverError where an active policy has the same place on one of the days."""
    first, last = values["starts_on"] or date.min, values["ends_on"] or date.max
    for other in coverages.all_of(unit, values["patient_id"]):
        if other.status != ACTIVE or other.id == but or other.position != values["position"]:
            continue
        if (other.starts_on or date.min) <= last and first <= (other.ends_on or date.max):
            raise OverlappingCoverError(other.reference, other.position)


def order_of(coverage: Coverage) -> dict[str, Any]:
    """What decides on a policy's place in the order, by column."""
    names = ("patient_id", "plan_id", "member_number", "position", "starts_on", "ends_on", "subscriber_id")
    return {name: getattr(coverage, name) for name in names}
