"""Payment links: one for what is owed on an invoice, until it expires. What a provider tells stands in `receiving`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import insert, or_, select, update

from db.models import PaymentLinkRow
from hospital import access, acting, audit, people, references
from hospital.access import Actor
from hospital.billing import link_records, records
from hospital.billing.errors import BillingStatusError, NotOwedError
from hospital.billing.gateway import OpenedLink
from hospital.billing.link_records import ENDING, LIVE, OPEN, REQUESTED, Link
from hospital.billing.records import BALANCED, DRAFT, ERROR
from hospital.errors import NotFoundError
from hospital.office import Unit

LASTS = timedelta(hours=48)
"""How long a link can be paid by."""
AT_ONCE = 100
"""So many links are closed in one sweep at most."""


def ask(unit: Unit, actor: Actor, invoice: str, provider: str) -> Link:
    """A link for everything that is owed on an invoice: the one that stands, or a new one, still to be opened there.

    Raises ForbiddenError, ProofNeededError, NotFoundError, BillingStatusError for a draft, NotOwedError.
    """
    found = acting.locked(unit, actor, "payment.pay", records.get, invoice)
    if found.status in (DRAFT, ERROR):
        raise BillingStatusError(found.status, BALANCED)
    if not found.owed:
        raise NotOwedError(Decimal(0))
    there = link_records.find(unit, PaymentLinkRow.open_invoice_id == found.id)
    if there is not None and there.expires_at > unit.now and there.provider == provider:
        return there
    link_records.end_open(unit, found.id)
    reference = references.new(references.PAYMENT_LINK, 10)
    values = {
        "reference": reference,
        "invoice_id": found.id,
        "open_invoice_id": found.id,
        "patient_id": found.patient_id,
        "status": REQUESTED,
        "provider": provider,
        "amount": found.owed,
        "currency": found.currency,
        "requested_at": unit.now,
        "requested_by": actor.signature,
        "expires_at": unit.now + LASTS,
    }
    unit.connection.execute(insert(PaymentLinkRow), values)
    entry = audit.Entry("link.ask", reference, {"invoice": found.reference, "amount": str(found.owed)})
    audit.append(unit, entry, chain_of=found.patient_id)
    return link_records.get(unit, reference)


def note_opened(unit: Unit, reference: str, opened: OpenedLink) -> Link:
    """The provider has opened it; also where it is of no use any more, so that it can be closed there."""
    link = link_records.get(unit, reference)
    people.lock(unit, link.patient_id)
    link = link_records.get(unit, reference)
    where = {"external_id": opened.external_id, "url": opened.url}
    if link.status == REQUESTED:
        return link_records.go(unit, link, OPEN, **where)
    unit.connection.execute(update(PaymentLinkRow).where(PaymentLinkRow.id == link.id).values(**where))
    return link_records.get(unit, reference)


def to_end(unit: Unit, provider: str) -> Sequence[Link]:
    """Links of a provider that nobody should pay by any more, to be closed there."""
    over = PaymentLinkRow.status.in_(LIVE) & (PaymentLinkRow.expires_at <= unit.now)
    due = select(PaymentLinkRow.__table__).where(
        PaymentLinkRow.provider == provider, or_(PaymentLinkRow.status == ENDING, over)
    )
    rows = unit.connection.execute(due.order_by(PaymentLinkRow.expires_at, PaymentLinkRow.id).limit(AT_ONCE))
    return [link_records.of_row(row) for row in rows]


def standing(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Link]:
    """A patient's links that can be paid by now or soon, the latest first. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "payment.read", patient_id)
    live = select(PaymentLinkRow.__table__).where(
        PaymentLinkRow.patient_id == patient_id,
        PaymentLinkRow.status.in_(LIVE),
        PaymentLinkRow.expires_at > unit.now,
    )
    return [link_records.of_row(row) for row in unit.connection.execute(live.order_by(PaymentLinkRow.id.desc()))]


def of_invoice(unit: Unit, actor: Actor, invoice: str) -> Sequence[Link]:
    """The links of an invoice, the latest first. Raises ForbiddenError, ProofNeededError, NotFoundError."""
    found = records.get(unit, invoice)
    access.require(unit, actor, "payment.read", found.patient_id)
    if found.number is None:
        raise NotFoundError(invoice)
    mine = select(PaymentLinkRow.__table__).where(PaymentLinkRow.invoice_id == found.id)
    return [link_records.of_row(row) for row in unit.connection.execute(mine.order_by(PaymentLinkRow.id.desc()))]
