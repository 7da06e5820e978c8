"""Payments as they stand, and how they are read and written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.exc import IntegrityError

from db.models import PaymentRow
from hospital import access, audit, references
from hospital.access import Actor
from hospital.billing.errors import NotedBeforeError
from hospital.errors import NotFoundError
from hospital.office import Unit

PATIENT, INSURER = "patient", "insurer"
CASH, CARD, LINK, TRANSFER = "cash", "card", "link", "transfer"


@dataclass(frozen=True)
class Payment:
    """Money that came in. `tendered` is what was handed over in cash. Ids stay inside the hospital room."""

    id: int
    reference: str
    request_key: str
    patient_id: int
    payer: str
    method: str
    amount: Decimal
    currency: str
    applied: Decimal
    refunded: Decimal
    invoice_id: int
    till_id: int | None
    tendered: Decimal | None
    card_reference: str | None
    link_id: int | None
    provider: str | None
    external_id: str | None
    received_at: datetime
    received_by: str

    @property
    def credit(self) -> Decimal:
        """What no invoice needs and nobody gave back."""
        return self.amount - self.applied - self.refunded

    @property
    def change(self) -> Decimal:
        """What was given back over the counter at once."""
        return self.tendered - self.amount if self.tendered is not None else Decimal(0)


def of_patient(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Payment]:
    """What was paid for a patient, the latest first. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "payment.read", patient_id)
    mine = select(PaymentRow.__table__).where(PaymentRow.patient_id == patient_id)
    rows = unit.connection.execute(mine.order_by(PaymentRow.received_at.desc(), PaymentRow.id.desc()))
    return [_payment(row) for row in rows]


def read(unit: Unit, actor: Actor, reference: str) -> Payment:
    """One payment. Raises ForbiddenError, ProofNeededError, NotFoundError."""
    found = get(unit, reference)
    access.require(unit, actor, "payment.read", found.patient_id)
    return found


def get(unit: Unit, reference: str) -> Payment:
    """The payment of a reference, for the hospital room. Raises NotFoundError."""
    found = _one(unit, PaymentRow.reference == reference)
    if found is None:
        raise NotFoundError(reference)
    return found


def by_id(unit: Unit, payment_id: int) -> Payment:
    """The payment of a row, for the hospital room. Raises NotFoundError."""
    found = _one(unit, PaymentRow.id == payment_id)
    if found is None:
        raise NotFoundError(str(payment_id))
    return found


def of_key(unit: Unit, key: str) -> Payment | None:
    """What a request recorded before."""
    return _one(unit, PaymentRow.request_key == key)


def of_provider(unit: Unit, provider: str, external_id: str) -> Payment | None:
    """What was recorded of a provider's payment."""
    return _one(unit, PaymentRow.provider == provider, PaymentRow.external_id == external_id)


def insert_one(unit: Unit, values: dict[str, Any]) -> Payment:
    """Write a payment down, on no invoice yet; for billing. Raises NotedBeforeError for a slip that is down already."""
    plain = {
        **dict.fromkeys(("till_id", "tendered", "card_reference", "link_id", "provider", "external_id")),
        "reference": references.new(references.PAYMENT, 8),
        "applied": Decimal(0),
        "refunded": Decimal(0),
        "received_at": unit.now,
    }
    check_slip(unit, values.get("slip_hash"))
    try:
        made = unit.connection.execute(insert(PaymentRow), {**plain, **values}).inserted_primary_key
    except IntegrityError:
        # somebody at another patient's bill was quicker
        check_slip(unit, values.get("slip_hash"))
        raise
    assert made is not None
    payment = by_id(unit, int(made[0]))
    facts = {"method": payment.method, "amount": str(payment.amount), "currency": payment.currency}
    audit.append(unit, audit.Entry("payment.receive", payment.reference, facts), chain_of=payment.patient_id)
    return payment


def check_slip(unit: Unit, slip_hash: str | None) -> None:
    """Raises NotedBeforeError for a slip or a transfer that is written down; for billing."""
    if slip_hash is not None and (there := _one(unit, PaymentRow.slip_hash == slip_hash)) is not None:
        raise NotedBeforeError(there.reference)


def _one(unit: Unit, *where: Any) -> Payment | None:
    row = unit.connection.execute(select(PaymentRow.__table__).where(*where)).one_or_none()
    return None if row is None else _payment(row)


_FIELDS = tuple(Payment.__dataclass_fields__)


def _payment(row: Row[Any]) -> Payment:
    return Payment(**{name: row._mapping[name] for name in _FIELDS})
