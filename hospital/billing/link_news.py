"""Payment links that conversations asked for and of which they are still to hear: opened, late, paid.

Whoever asked in a conversation signed as `conversation:ID`; the message that tells of a link is in the outbox under a
key of the link's, so that it is told once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select

from db.models import InvoiceRow, OutboxRow, PaymentLinkRow, PaymentRow
from hospital.billing import link_records
from hospital.billing.link_records import OPEN, PAID, REQUESTED, Link
from hospital.office import Unit

BY_CONVERSATION = "conversation:"
AT_ONCE = 200
"""So many links are looked at in one round."""
TOLD_WITHIN = timedelta(days=1)
"""So long after a link's end somebody still hears that it was paid."""


def opened_key(link: Link) -> str:
    """The outbox' key of the link itself."""
    return f"payment-link-{link.reference}"


def late_key(link: Link) -> str:
    """The outbox' key of the word that it takes longer."""
    return f"payment-link-late-{link.reference}"


def paid_key(link: Link) -> str:
    """The outbox' key of the thanks for its payment."""
    return f"payment-link-paid-{link.reference}"


def conversation_of(link: Link) -> int | None:
    """The conversation in which it was asked for; None where it was elsewhere."""
    number = link.requested_by.removeprefix(BY_CONVERSATION)
    return int(number) if number != link.requested_by and number.isdecimal() else None


def unopened(unit: Unit, provider: str) -> Sequence[Link]:
    """Links that are still to be opened at a provider, the oldest first."""
    return _links(unit, PaymentLinkRow.status == REQUESTED, PaymentLinkRow.provider == provider)


def untold(unit: Unit) -> Sequence[Link]:
    """Links that are open and of which the conversation that asked has not heard."""
    return _unheard(unit, _links(unit, PaymentLinkRow.status == OPEN), opened_key)


def paid_untold(unit: Unit) -> Sequence[Link]:
    """Links that were paid, for which nobody was thanked yet."""
    return _unheard(unit, _links(unit, PaymentLinkRow.status == PAID, since=TOLD_WITHIN), paid_key)


def number_of(unit: Unit, link: Link) -> str:
    """The number of the invoice that it is for."""
    number = unit.connection.scalar(select(InvoiceRow.number).where(InvoiceRow.id == link.invoice_id))
    return number or link.reference


def receipt_of(unit: Unit, link: Link) -> str | None:
    """The reference of the first payment by a link."""
    mine = select(PaymentRow.reference).where(PaymentRow.link_id == link.id)
    return unit.connection.scalar(mine.order_by(PaymentRow.id).limit(1))


def _links(unit: Unit, *where: object, since: timedelta = timedelta(0)) -> list[Link]:
    mine = PaymentLinkRow.expires_at > unit.now - since
    asked = PaymentLinkRow.requested_by.startswith(BY_CONVERSATION, autoescape=True)
    query = select(PaymentLinkRow.__table__).where(*where, mine, asked)  # type: ignore[arg-type]
    rows = unit.connection.execute(query.order_by(PaymentLinkRow.expires_at, PaymentLinkRow.id).limit(AT_ONCE))
    return [link_records.of_row(row) for row in rows]


def _unheard(unit: Unit, links: Sequence[Link], key_of: Callable[[Link], str]) -> list[Link]:
    keys = [key_of(link) for link in links]
    told = select(OutboxRow.dedupe_key).where(OutboxRow.dedupe_key.in_(keys))
    heard = set(unit.connection.scalars(told)) if keys else set()
    return [link for link, key in zip(links, keys, strict=True) if key not in heard]
