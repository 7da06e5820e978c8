"""The port to a payment provider: what billing asks of it, and what it tells.

Adapters check the provider's signature before they hand an event in. None of these calls is made inside a transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from hospital.errors import HospitalError


class GatewayError(HospitalError):
    """The provider could not be reached, or did not do it: nothing is known to have happened."""


class Told(StrEnum):
    """What a provider tells of a link or a refund."""

    OPEN = "open"
    PAID = "paid"
    EXPIRED = "expired"
    REFUND_PENDING = "refund_pending"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"


@dataclass(frozen=True)
class LinkOrder:
    """A page on which an amount can be paid once. `reference` is ours: the same one again is the same page."""

    reference: str
    amount: Decimal
    currency: str
    expires_at: datetime
    description: str


@dataclass(frozen=True)
class RefundOrder:
    """An amount of a payment to give back. `reference` is ours: the same one again is the same refund."""

    reference: str
    payment_id: str
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class OpenedLink:
    """Where the patient pays."""

    external_id: str
    url: str


@dataclass(frozen=True)
class GatewayEvent:
    """How a link or a refund stands, as an event or as an answer. `reference` is ours, of the link or of the refund;
    `payment_id` is the provider's, of money that it took.
    """

    provider: str
    told: Told
    reference: str
    payment_id: str = ""
    amount: Decimal = Decimal(0)
    currency: str = ""


class PaymentGateway(Protocol):
    """A payment provider. Every call raises GatewayError, and may be made again."""

    @property
    def name(self) -> str:
        """What its payments are filed under."""

    def create(self, order: LinkOrder) -> OpenedLink:
        """Open a page."""

    def status(self, external_id: str) -> GatewayEvent:
        """How a page stands."""

    def expire(self, external_id: str) -> GatewayEvent:
        """Close a page; the answer says whether it was paid before."""

    def refund(self, order: RefundOrder) -> GatewayEvent:
        """Give money back; the answer may be that it takes its time."""
