"""What examinations showed: reports in versions, their values and files, and what is waited for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, Address, Base, Code, Key, Name, Word

VALUE = String(64)
"""Values and limits stand as they were told: every digit of them means something."""


class ReportRow(Base):
    """A report (FHIR DiagnosticReport), as it stands now; what it says is in its versions.

    A patient reads it from `released_at` on, which only what is final or amended can have.
    """

    __tablename__ = "reports"
    __table_args__ = (
        Index(None, "patient_id", "status", "registered_at"),
        Index(None, "reviewer_id", "status", "reviewed_at"),
        Index(None, "covering_id", "status", "reviewed_at"),
        Index(None, "final_due_at"),
        Index(None, "cover_at"),
        Index(None, "escalate_at"),
        CheckConstraint(
            "status IN ('registered', 'preliminary', 'final', 'amended', 'cancelled', 'entered-in-error')",
            name="status",
        ),
        CheckConstraint("release_rule IN ('on_review', 'at_once', 'after_discussion')", name="release_rule"),
        CheckConstraint("released_at IS NULL OR status IN ('final', 'amended')", name="released"),
        CheckConstraint("status NOT IN ('final', 'amended') OR issued_at IS NOT NULL", name="issued"),
        CheckConstraint("acknowledged_at IS NULL OR critical_at IS NOT NULL", name="acknowledged"),
        CheckConstraint(
            "escalate_at IS NULL OR (critical_at IS NOT NULL AND acknowledged_at IS NULL)", name="escalate"
        ),
    )

    id: Mapped[Key]
    reference: Mapped[Code] = mapped_column(unique=True)
    request_key: Mapped[Address] = mapped_column(unique=True)
    patient_id: Mapped[int] = mapped_column(BIG, ForeignKey("patients.id"))
    order_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("orders.id"), index=True)
    """None for a letter, or what was examined elsewhere."""
    kind: Mapped[Word]
    """The service's kind, such as `radiology` or `laboratory`; `letter`, `outside`."""
    title: Mapped[Name]
    status: Mapped[Word]
    status_reason: Mapped[Name | None]
    version: Mapped[int] = mapped_column(SmallInteger, default=1)
    """The one that counts."""
    reviewer_id: Mapped[int] = mapped_column(BIG, ForeignKey("doctors.id"))
    """The doctor whom it waits for: who ordered it."""
    covering_id: Mapped[int | None] = mapped_column(BIG, ForeignKey("doctors.id"))
    """The colleague who looks at it too, since the other did not in time."""
    release_rule: Mapped[Word]
    """`on_review`, `at_once`, `after_discussion`."""
    registered_at: Mapped[datetime]
    registered_by: Mapped[Address]
    issued_at: Mapped[datetime | None]
    """When the version that counts became final."""
    cover_at: Mapped[datetime | None]
    """When a colleague is asked to review it, unless somebody has."""
    covers: Mapped[int] = mapped_column(SmallInteger, default=0)
    """How often one was asked."""
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(BIG, ForeignKey("doctors.id"))
    message: Mapped[str | None] = mapped_column(String(1000))
    """A plain sentence to the patient, of whoever reviewed it."""
    discussed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    critical_at: Mapped[datetime | None]
    """When a critical value was last told."""
    alerts: Mapped[int] = mapped_column(SmallInteger, default=0)
    """How many tasks its critical values have made."""
    escalate_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[Address | None]
    final_due_at: Mapped[datetime | None]
    """By when it is to be final; None once it is, or its doctor was told that it is late."""


class ReportVersionRow(Base):
    """What a report says, or said before it was amended. From `sealed_at` on it never changes."""

    __tablename__ = "report_versions"
    __table_args__ = (
        CheckConstraint("(sealed_at IS NULL) = (seal IS NULL)", name="sealed"),
        CheckConstraint("version >= 1", name="version"),
    )

    report_id: Mapped[int] = mapped_column(BIG, ForeignKey("reports.id"), primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    conclusion: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[Name | None]
    """Why it was amended."""
    written_at: Mapped[datetime]
    written_by: Mapped[Address]
    sealed_at: Mapped[datetime | None]
    content_hash: Mapped[str | None] = mapped_column(String(64))
    seal: Mapped[str | None] = mapped_column(String(64))


class ReportResultRow(Base):
    """A value of a version (FHIR Observation), in its order."""

    __tablename__ = "report_results"
    __table_args__ = (CheckConstraint("flag IN ('N', 'L', 'H', 'LL', 'HH', 'A', 'AA')", name="flag"),)

    report_id: Mapped[int] = mapped_column(BIG, ForeignKey("reports.id"), primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    name: Mapped[Name]
    code: Mapped[Code | None]
    """Of the classification that the laboratory uses, such as LOINC's 2093-3."""
    value: Mapped[str] = mapped_column(VALUE)
    unit: Mapped[Word | None]
    low: Mapped[str | None] = mapped_column(VALUE)
    high: Mapped[str | None] = mapped_column(VALUE)
    """What is usual lies between them, the limits included."""
    critical_low: Mapped[str | None] = mapped_column(VALUE)
    critical_high: Mapped[str | None] = mapped_column(VALUE)
    """Beyond them it is dangerous."""
    flag: Mapped[Word | None]
    """HL7's interpretation: `N`, `L`, `H`, `A` (abnormal), `LL`, `HH`, `AA` (critical)."""


class ReportFileRow(Base):
    """A file that belongs to a version of a report."""

    __tablename__ = "report_files"

    report_id: Mapped[int] = mapped_column(BIG, ForeignKey("reports.id"), primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    document_id: Mapped[int] = mapped_column(
        BIG, ForeignKey("documents.id"), primary_key=True, autoincrement=False, index=True
    )
