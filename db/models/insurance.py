"""Who is insured with whom, what of it was used, what insurers were asked and what they answered."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Address, Base, Code, Exact, Key, Name, Word


class CoverageRow(Base):
    """A patient's policy (FHIR Coverage). `terms` holds only what differs from its plan."""

    __tablename__ = "coverages"
    __table_args__ = (
        Index(None, "patient_id", "status"),
        Index(None, "plan_id", "member_number"),
        CheckConstraint("status IN ('draft', 'active', 'cancelled', 'entered-in-error')", name="status"),
        CheckConstraint("relationship IN ('self', 'spouse', 'child', 'parent', 'other')", name="relationship"),
        CheckConstraint("position >= 1 AND position <= 9", name="position"),
        CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name="period"),
        CheckConstraint("origin IN ('people', 'file')", name="origin"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    plan_id: Mapped[int] = mapped_column(BIG, ForeignKey("insurance_plans.id"))
    member_number: Mapped[Code]
    relationship: Mapped[Word]
    """Of the patient to the subscriber; `self` where they are the same."""
    subscriber_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("patients.id"), index=True)
    """Where the subscriber is another patient of the house."""
    subscriber: Mapped[Name | None]
    position: Mapped[int] = mapped_column(SmallInteger)
    """1 is asked first, 2 for what is left, and so on."""
    status: Mapped[Word]
    status_reason: Mapped[Name | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    """The last day on which it covers something."""
    terms: Mapped[dict[str, Any]]
    origin: Mapped[Word]
    version: Mapped[int] = mapped_column(SmallInteger)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[Address]


class CoverageVersionRow(Base):
    """What a policy was until it was changed."""

    __tablename__ = "coverage_history"
    __table_args__ = (UniqueConstraint("coverage_id", "version"),)

    id: Mapped[Key]
    coverage_id: Mapped[int] = mapped_column(BIG, ForeignKey("coverages.id"))
    version: Mapped[int] = mapped_column(SmallInteger)
    facts: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    changed_by: Mapped[Address]
    reason: Mapped[Name]


class CoverageYearRow(Base):
    """What of a policy's deductible and limit is used in a year: the sum of its uses, and the row that is locked."""

    __tablename__ = "coverage_years"
    __table_args__ = (
        UniqueConstraint("coverage_id", "year"),
        CheckConstraint("deductible_used >= 0 AND paid >= 0", name="sign"),
    )

    id: Mapped[Key]
    coverage_id: Mapped[int] = mapped_column(BIG, ForeignKey("coverages.id"))
    year: Mapped[int] = mapped_column(SmallInteger)
    deductible_used: Mapped[Decimal] = mapped_column(Exact())
    paid: Mapped[Decimal] = mapped_column(Exact())
    """The insurer's parts, which count towards the limit."""


class CoverageUseRow(Base):
    """One line of that ledger: a charge of an invoice used something, or gave it back (negative)."""

    __tablename__ = "coverage_uses"
    __table_args__ = (
        Index(None, "source"),
        Index(None, "coverage_id", "year"),
        CheckConstraint(
            "(kind = 'use' AND deductible >= 0 AND paid >= 0) OR (kind = 'return' AND deductible <= 0 AND paid <= 0)",
            name="sign",
        ),
    )

    id: Mapped[Key]
    coverage_id: Mapped[int] = mapped_column(BIG, ForeignKey("coverages.id"))
    year: Mapped[int] = mapped_column(SmallInteger)
    charge_id: Mapped[int] = mapped_column(BIG, ForeignKey("charge_items.id"), index=True)
    source: Mapped[Address]
    """The invoice."""
    kind: Mapped[Word]
    deductible: Mapped[Decimal] = mapped_column(Exact())
    paid: Mapped[Decimal] = mapped_column(Exact())
    authorisation_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("authorisations.id"), index=True)
    open_key: Mapped[Address | None] = mapped_column(unique=True)
    """Charge and policy while the use stands: no charge uses a policy twice."""
    noted_at: Mapped[datetime]


class AuthorisationRow(Base):
    """An insurer is asked beforehand whether it pays for something, and what it answered."""

    __tablename__ = "authorisations"
    __table_args__ = (
        Index(None, "patient_id", "status"),
        UniqueConstraint("coverage_id", "number"),
        CheckConstraint("status IN ('requested', 'granted', 'refused', 'cancelled')", name="status"),
        CheckConstraint("status <> 'granted' OR (number IS NOT NULL AND valid_until IS NOT NULL)", name="granted"),
        CheckConstraint("used >= 0 AND uses >= 0", name="sign"),
        CheckConstraint("amount IS NULL OR used <= amount", name="amount"),
        CheckConstraint("amount IS NOT NULL OR uses <= 1", name="once"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    coverage_id: Mapped[int] = mapped_column(BIG, ForeignKey("coverages.id"))
    category: Mapped[Word]
    code: Mapped[Code | None]
    """The one service that it is for; None for any of the category."""
    description: Mapped[Name]
    status: Mapped[Word]
    asked_at: Mapped[datetime]
    asked_by: Mapped[Address]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[Address | None]
    number: Mapped[Code | None]
    """The insurer's own."""
    valid_until: Mapped[date | None]
    amount: Mapped[Decimal | None] = mapped_column(Exact())
    """The most that the insurer pays on it; None for one charge of any amount."""
    used: Mapped[Decimal] = mapped_column(Exact())
    uses: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[Name | None]
    task: Mapped[Code | None]


class ClaimRow(Base):
    """What an insurer is asked to pay of an invoice (FHIR Claim), with its answer (ClaimResponse)."""

    __tablename__ = "claims"
    __table_args__ = (
        Index(None, "patient_id", "status"),
        Index(None, "invoice"),
        Index(None, "status", "sent_at"),
        CheckConstraint("status IN ('draft', 'active', 'partly-paid', 'paid', 'rejected', 'cancelled')", name="status"),
        CheckConstraint("claimed > 0", name="sign"),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    coverage_id: Mapped[int] = mapped_column(BIG, ForeignKey("coverages.id"), index=True)
    invoice: Mapped[Code]
    replaces_id: Mapped[int | None] = mapped_column(BIG, index=True)
    """The answered claim of which it asks for the rejected part again. No foreign key: InnoDB could not empty a table
    whose rows point to each other."""
    status: Mapped[Word]
    claimed: Mapped[Decimal] = mapped_column(Exact())
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[Address | None]
    insurer_reference: Mapped[Code | None]
    reason: Mapped[Name | None]
    task: Mapped[Code | None]
    diagnosis_codes: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """What of the diagnoses went to the insurer with it; None before it was sent."""


class ClaimLineRow(Base):
    """One charge of a claim: what is asked for, and what became of it."""

    __tablename__ = "claim_lines"
    __table_args__ = (
        UniqueConstraint("claim_id", "charge_id"),
        CheckConstraint("claimed > 0", name="claimed"),
        CheckConstraint("approved IS NULL OR (approved >= 0 AND approved <= claimed)", name="approved"),
        CheckConstraint("to_patient >= 0 AND written_off >= 0 AND resubmitted >= 0", name="sign"),
        CheckConstraint(
            "to_patient + written_off + resubmitted <= CASE WHEN approved IS NULL THEN 0 ELSE claimed - approved END",
            name="rejected",
        ),
    )

    id: Mapped[Key]
    claim_id: Mapped[int] = mapped_column(BIG, ForeignKey("claims.id"))
    charge_id: Mapped[int] = mapped_column(BIG, ForeignKey("charge_items.id"), index=True)
    description: Mapped[Name]
    category: Mapped[Word]
    claimed: Mapped[Decimal] = mapped_column(Exact())
    approved: Mapped[Decimal | None] = mapped_column(Exact())
    reason: Mapped[Name | None]
    """Why the insurer does not pay all of it."""
    to_patient: Mapped[Decimal] = mapped_column(Exact())
    written_off: Mapped[Decimal] = mapped_column(Exact())
    """What the hospital bears."""
    resubmitted: Mapped[Decimal] = mapped_column(Exact())
