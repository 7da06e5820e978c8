"""Payment links as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, select, update

from db.models import PaymentLinkRow
from hospital import audit
from hospital.billing.errors import BillingStatusError
from hospital.errors import NotFoundError
from hospital.office import Unit

REQUESTED, OPEN, PAID, ENDING, EXPIRED = "requested", "open", "paid", "ending", "expired"
"""Wanted of the provider, open there, paid, of no use any more but not yet closed there, closed there unpaid."""
TRANSITIONS: Mapping[str, frozenset[str]] = {
    REQUESTED: frozenset({OPEN, PAID, ENDING, EXPIRED}),
    OPEN: frozenset({PAID, ENDING, EXPIRED}),
    ENDING: frozenset({PAID, EXPIRED}),
    EXPIRED: frozenset({PAID}),
    PAID: frozenset(),
}
"""A payment may come late, after its link was closed."""
LIVE = (REQUESTED, OPEN)


@dataclass(frozen=True)
class Link:
    """A page of a provider where what is owed on one invoice can be paid. Ids stay inside the hospital room."""

    id: int
    reference: str
    invoice_id: int
    patient_id: int
    status: str
    provider: str
    external_id: str | None
    url: str | None
    amount: Decimal
    currency: str
    requested_at: datetime
    requested_by: str
    expires_at: datetime


def get(unit: Unit, reference: str) -> Link:
    """The link of a reference, for the hospital room. Raises NotFoundError."""
    found = find(unit, PaymentLinkRow.reference == reference)
    if found is None:
        raise NotFoundError(reference)
    return found


def find(unit: Unit, *where: Any) -> Link | None:
    """The one link of which this holds."""
    row = unit.connection.execute(select(PaymentLinkRow.__table__).where(*where)).one_or_none()
    return None if row is None else of_row(row)


def go(unit: Unit, before: Link, to_status: str, **values: Any) -> Link:
    """Move a link along its arrows. Raises BillingStatusError."""
    if to_status not in TRANSITIONS[before.status]:
        raise BillingStatusError(before.status, to_status)
    if to_status not in LIVE:
        values["open_invoice_id"] = None
    if to_status in (PAID, EXPIRED):
        values["closed_at"] = unit.now
    changed = update(PaymentLinkRow).where(PaymentLinkRow.id == before.id)
    unit.connection.execute(changed.values(status=to_status, **values))
    entry = audit.Entry("link.move", before.reference, {"from": before.status, "to": to_status})
    audit.append(unit, entry, chain_of=before.patient_id)
    return get(unit, before.reference)


def end_open(unit: Unit, invoice_id: int) -> None:
    """What is owed on an invoice is not what its link asks for any more: it is to be closed at the provider."""
    there = find(unit, PaymentLinkRow.open_invoice_id == invoice_id)
    if there is not None:
        go(unit, there, ENDING)


_FIELDS = tuple(Link.__dataclass_fields__)


def of_row(row: Row[Any]) -> Link:
    """A link of its row."""
    return Link(**{name: row._mapping[name] for name in _FIELDS})
