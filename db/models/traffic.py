"""Conversations, what came in, what goes out, and the audit trail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import BIG, LONG_TEXT, Address, Base, Key, Word


class ConversationRow(Base):
    """One conversation on one channel. `state` is the conversation room's own and opaque here.

    `version` grows with every turn; `lease_*` names the process that runs a turn now.
    """

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("channel", "address"), Index(None, "phone", "updated_at"))

    id: Mapped[Key]
    channel: Mapped[Word]
    address: Mapped[Address]
    version: Mapped[int] = mapped_column(default=0)
    state: Mapped[str | None] = mapped_column(LONG_TEXT)
    owner: Mapped[Word] = mapped_column(default="bot")
    """`bot` or `person`: who answers."""
    lease_owner: Mapped[Word | None]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    phone: Mapped[Word | None]
    """The number that its messages come from, or that somebody in it proved to be reached by."""


class TakenUpRow(Base):
    """An errand that was begun in one conversation and that another one of the same person goes on with."""

    __tablename__ = "taken_up"

    conversation_id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False)
    errand: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    by_conversation_id: Mapped[int] = mapped_column(BIG)
    taken_at: Mapped[datetime]


class InboxRow(Base):
    """A message received, kept for good: the same message again finds this row and its answer."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index(None, "conversation_id", "status", "id"),
        Index(None, "status", "received_at"),
    )

    id: Mapped[Key]
    channel: Mapped[Word]
    external_id: Mapped[Address]
    conversation_id: Mapped[int] = mapped_column(BIG)
    payload: Mapped[str] = mapped_column(LONG_TEXT)
    status: Mapped[Word]
    """`pending`, `done`, `dead`."""
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    """How many of its turns failed."""
    answer: Mapped[str | None] = mapped_column(LONG_TEXT)
    received_at: Mapped[datetime]
    """By the machine's clock, for its operators."""
    try_at: Mapped[datetime | None]
    """Its turn failed and is not tried again before then, by the machine's clock."""
    failure: Mapped[Word | None]
    """What kind of error ended its last turn."""


class OutboxRow(Base):
    """A message to somebody, written in the transaction that caused it."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "status", "due_at"),
        Index(None, "conversation_id", "id"),
        Index(None, "conversation_id", "is_open"),
        Index(None, "channel", "external_id"),
        Index(None, "instead_of"),
        Index(None, "kind", "status", "created_at"),
    )

    id: Mapped[Key]
    dedupe_key: Mapped[Address] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(BIG)
    channel: Mapped[Word]
    address: Mapped[Address]
    kind: Mapped[Word]
    """`reply`, `reminder`, `offer`, ...: what it is, and so whether it may be sent twice."""
    asks: Mapped[Word | None]
    """What it asks, as `offer:17`; the conversation's next turns see it until it is answered."""
    payload: Mapped[str] = mapped_column(LONG_TEXT)
    status: Mapped[Word]
    """`pending`, `leased`, `sent`, `failed`, `dead`, `withdrawn`."""
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    lease_owner: Mapped[Word | None]
    lease_until: Mapped[datetime | None]
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    external_id: Mapped[Address | None]
    inbox_id: Mapped[int | None] = mapped_column(BIG)
    """The message that it answers; None where the desk writes unasked."""
    is_open: Mapped[bool] = mapped_column(default=False)
    """Written unasked, and not yet delivered or, where it asks something, not yet answered."""
    answered_at: Mapped[datetime | None]
    """When what it asks was answered or lapsed."""
    use_until: Mapped[datetime | None]
    """From then on it is of no use any more, and does not leave; None where it always is."""
    failure: Mapped[Word | None]
    """Why the last try failed, in a word of the channel's or of ours."""
    failed_tries: Mapped[int | None] = mapped_column(SmallInteger)
    """How many tries failed of themselves: those that were put off unbegun, or by the channel, are not among them."""
    delivery: Mapped[Word | None]
    """How far the channel says that it came: `queued`, `sent`, `delivered`, `read`, `undelivered`, `failed`."""
    patient_id: Mapped[int | None] = mapped_column(BIG)
    """Whose matter it is, where that is known beforehand."""
    instead_of: Mapped[int | None] = mapped_column(BIG)
    """The message of another channel in whose place this one goes: what is taken back of that is of this as well."""
    told_at: Mapped[datetime | None]
    """When somebody else was told that this alert reached nobody; it goes on all the same."""


class DeliveryReportRow(Base):
    """What a channel reported of a message that is not on record yet: its report was quicker than our own note."""

    __tablename__ = "delivery_reports"
    __table_args__ = (UniqueConstraint("channel", "external_id"),)

    id: Mapped[Key]
    channel: Mapped[Word]
    external_id: Mapped[Address]
    delivery: Mapped[Word]
    received_at: Mapped[datetime]


class OutboxPartRow(Base):
    """A part of a message that a channel took before the last one, by what the channel calls it."""

    __tablename__ = "outbox_parts"
    __table_args__ = (UniqueConstraint("channel", "external_id"), Index(None, "outbox_id"))

    id: Mapped[Key]
    channel: Mapped[Word]
    external_id: Mapped[Address]
    outbox_id: Mapped[int] = mapped_column(BIG)


class RestRow(Base):
    """A channel, or one address on it, that is to be left alone. Short: what is over is taken away."""

    __tablename__ = "rests"

    channel: Mapped[Word] = mapped_column(primary_key=True)
    address: Mapped[Address] = mapped_column(primary_key=True)
    """Empty: the whole channel."""
    until: Mapped[datetime]
    """By the machine's clock."""


class AuditRow(Base):
    """Who did what, appended only. `mac` chains each row of a chain to the one before it."""

    __tablename__ = "audit"
    __table_args__ = (
        UniqueConstraint("chain", "sequence"),
        Index(None, "subject"),
        Index(None, "actor", "happened_at"),
        Index(None, "happened_at"),
    )

    id: Mapped[Key]
    chain: Mapped[int] = mapped_column(SmallInteger)
    sequence: Mapped[int] = mapped_column(BIG)
    happened_at: Mapped[datetime]
    actor: Mapped[Address]
    action: Mapped[Word]
    subject: Mapped[Address]
    facts: Mapped[dict[str, Any]]
    mac: Mapped[str] = mapped_column(String(64))


class AuditHeadRow(Base):
    """The last row of each audit chain; whoever appends locks it, last of all locks."""

    __tablename__ = "audit_heads"

    chain: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(BIG)
    mac: Mapped[str] = mapped_column(String(64))


class RequestRow(Base):
    """What a request with a key asked for: the same key asks for the same thing or is refused."""

    __tablename__ = "requests"

    act: Mapped[Word] = mapped_column(primary_key=True)
    request_key: Mapped[Address] = mapped_column(primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
