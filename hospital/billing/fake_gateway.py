"""A payment provider for the demo and for tests, in memory, with the habits of real ones: it repeats what it is asked
under the same reference, takes refunds its time, and tells of everything twice, late, and in no order.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from random import Random

from hospital.billing.gateway import GatewayError, GatewayEvent, LinkOrder, OpenedLink, RefundOrder, Told


@dataclass
class _Page:
    order: LinkOrder
    external_id: str
    told: Told = Told.OPEN
    payment_id: str = ""
    refunds: dict[str, GatewayEvent] = field(default_factory=dict)


class PageClosedError(GatewayError):
    """Nobody can pay on this page any more."""


class FakeGateway:
    """See the module. `is_away` makes every call fail, `is_slow` lets refunds wait for `finish_refunds`."""

    name = "fake"

    def __init__(self, *, seed: int = 0) -> None:
        self.is_away = self.is_slow = False
        self._random = Random(seed)  # noqa: S311 - it decides nothing but the order of events
        self._lock = threading.Lock()
        self._pages: dict[str, _Page] = {}
        self._events: list[GatewayEvent] = []

    # --- what billing asks --------------------------------------------------------------------------

    def create(self, order: LinkOrder) -> OpenedLink:
        """Open a page, or find it."""
        with self._lock:
            self._check_there()
            page = self._pages.setdefault(order.reference, _Page(order, f"page-{len(self._pages) + 1}"))
            return OpenedLink(page.external_id, f"https://pay.example/{page.external_id}")

    def status(self, external_id: str) -> GatewayEvent:
        """How a page stands."""
        with self._lock:
            self._check_there()
            return self._event(self._page(external_id))

    def expire(self, external_id: str) -> GatewayEvent:
        """Close a page that nobody paid on."""
        with self._lock:
            self._check_there()
            page = self._page(external_id)
            if page.told is Told.OPEN:
                page.told = Told.EXPIRED
                self._events.append(self._event(page))
            return self._event(page)

    def refund(self, order: RefundOrder) -> GatewayEvent:
        """Give back what was paid, and no more."""
        with self._lock:
            self._check_there()
            page = next((each for each in self._pages.values() if each.payment_id == order.payment_id), None)
            if page is None:
                raise GatewayError
            if order.reference in page.refunds:
                return page.refunds[order.reference]
            back = sum((one.amount for one in page.refunds.values() if one.told is not Told.REFUND_FAILED), Decimal(0))
            is_covered = order.currency == page.order.currency and back + order.amount <= page.order.amount
            told = Told.REFUND_PENDING if self.is_slow else Told.REFUNDED
            event = GatewayEvent(
                self.name,
                told if is_covered else Told.REFUND_FAILED,
                order.reference,
                f"refund-{order.reference}",
                order.amount,
                order.currency,
            )
            page.refunds[order.reference] = event
            if event.told is not Told.REFUND_PENDING:
                self._events.append(event)
            return event

    # --- what happens there -------------------------------------------------------------------------

    def pay(self, external_id: str, now: datetime) -> None:
        """Somebody pays on a page. Raises PageClosedError."""
        with self._lock:
            page = self._page(external_id)
            if page.told is not Told.OPEN or now >= page.order.expires_at:
                raise PageClosedError
            page.told, page.payment_id = Told.PAID, f"payment-{external_id}"
            self._events.append(self._event(page))

    def finish_refunds(self, told: Told = Told.REFUNDED) -> None:
        """What waited is given back, or fails."""
        with self._lock:
            for page in self._pages.values():
                for reference, event in page.refunds.items():
                    if event.told is Told.REFUND_PENDING:
                        page.refunds[reference] = replace(event, told=told)
                        self._events.append(page.refunds[reference])

    def deliver(self) -> Sequence[GatewayEvent]:
        """Everything that it tells now: each event twice, in no order."""
        with self._lock:
            told = [*self._events, *self._events]
            self._events.clear()
            self._random.shuffle(told)
            return told

    def _event(self, page: _Page) -> GatewayEvent:
        paid = page.order.amount if page.told is Told.PAID else Decimal(0)
        return GatewayEvent(self.name, page.told, page.order.reference, page.payment_id, paid, page.order.currency)

    def _page(self, external_id: str) -> _Page:
        found = next((page for page in self._pages.values() if page.external_id == external_id), None)
        if found is None:
            raise GatewayError
        return found

    def _check_there(self) -> None:
        if self.is_away:
            raise GatewayError
