"""Payment links and refunds through a provider, from end to end: each call to it stands between two units of work, so
that a crash or a time-out in the middle is made good by doing it again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from hospital import acting
from hospital.access import Actor
from hospital.billing import link_records, links, paying_out, payments, receiving, records, refunds
from hospital.billing.gateway import GatewayError, GatewayEvent, LinkOrder, PaymentGateway, RefundOrder, Told
from hospital.billing.link_records import REQUESTED, Link
from hospital.billing.links import AT_ONCE
from hospital.billing.receiving import Received
from hospital.billing.refunds import Refund
from hospital.directory import Hospital
from hospital.office import Office, Unit
from hospital.steps import Steps

FOLLOWED_AFTER = timedelta(hours=1)
"""When a refund that was agreed to is asked for again."""


class OnlinePayments:
    """Paying and giving back through one provider. `hospital` answers with the hospital as it is now."""

    def __init__(self, office: Office, hospital: Callable[[Unit], Hospital], gateway: PaymentGateway) -> None:
        self._office = office
        self._hospital = hospital
        self._gateway = gateway

    def link_for(self, actor: Actor, invoice: str, now: datetime | None = None) -> Link:
        """A link by which an invoice can be paid, open at the provider.

        Raises what `links.ask` raises, and GatewayError: asking again goes on with the same link.
        """
        link = acting.as_actor(
            self._office, actor, lambda unit, who: links.ask(unit, who, invoice, self._gateway.name), now=now
        )
        return self._opened(link, now) if link.status == REQUESTED else link

    def refund(self, actor: Actor, reference: str, now: datetime | None = None) -> Refund:
        """Have the provider give a refund back that was agreed to; it may take its time, and tell later.

        Raises what `paying_out.order` raises, and GatewayError: asking again goes on with the same refund.
        """
        order = acting.as_actor(self._office, actor, lambda unit, who: paying_out.order(unit, who, reference), now=now)
        if order is not None:
            self._order(order, now)
        with self._office.read(now) as unit:
            return refunds.get(unit, reference)

    def settle(self, reference: str, now: datetime | None = None) -> Received:
        """Ask the provider how a link stands, where no event came. Raises NotFoundError, GatewayError."""
        with self._office.read(now) as unit:
            link = link_records.get(unit, reference)
        external_id = link.external_id or self._opened(link, now).external_id or ""
        event = self._gateway.status(external_id)
        return self._office.write(lambda unit: receiving.receive(unit, self._hospital(unit), event), now=now)

    def end_links(self, now: datetime | None = None) -> int:
        """Close at the provider the links that nobody should pay by any more; how many are closed.

        One that was paid before it could be closed is recorded as paid. A provider that is away is asked again later.
        """
        with self._office.read(now) as unit:
            due = links.to_end(unit, self._gateway.name)
        with Steps(self._office, "end_links", now) as steps:
            return steps.each("end", due, lambda link: self._end(link, now), lambda link: link.reference)

    def _end(self, link: Link, now: datetime | None) -> bool:
        try:
            event = self._ended(link, now)
        except GatewayError:
            return False
        self._office.write(lambda unit: receiving.receive(unit, self._hospital(unit), event), now=now)
        return True

    def _ended(self, link: Link, now: datetime | None) -> GatewayEvent:
        if link.external_id is None and link.expires_at <= (now or self._office.clock.now()):
            # nobody was ever told where to pay, and a provider opens no page for a time that is over
            return GatewayEvent(link.provider, Told.EXPIRED, link.reference)
        return self._gateway.expire(link.external_id or self._opened(link, now).external_id or "")

    def follow_refunds(self, now: datetime | None = None) -> int:
        """Ask again for refunds that were agreed to a while ago and of which the provider has told no end; of how many
        it knows one now. Asking for one that nobody ordered orders it.
        """
        with self._office.read(now) as unit:
            waiting = refunds.unanswered(unit, self._gateway.name, unit.now - FOLLOWED_AFTER, AT_ONCE)
            orders = [paying_out.order_of(each, payments.by_id(unit, each.payment_id)) for each in waiting]
        with Steps(self._office, "follow_refunds", now) as steps:
            return steps.each("ask", orders, lambda order: self._follow(order, now), lambda order: order.reference)

    def _follow(self, order: RefundOrder, now: datetime | None) -> bool:
        try:
            return self._order(order, now) is not Received.KNOWN
        except GatewayError:
            return False

    def _order(self, order: RefundOrder, now: datetime | None) -> Received:
        try:
            event = self._gateway.refund(order)
        except GatewayError:
            self._office.write(
                lambda unit: paying_out.note_undone(unit, self._hospital(unit), order.reference), now=now
            )
            raise
        return self._office.write(lambda unit: receiving.receive(unit, self._hospital(unit), event), now=now)

    def _opened(self, link: Link, now: datetime | None) -> Link:
        with self._office.read(now) as unit:
            number = records.by_id(unit, link.invoice_id).number or ""
        order = LinkOrder(link.reference, link.amount, link.currency, link.expires_at, number)
        opened = self._gateway.create(order)
        return self._office.write(lambda unit: links.note_opened(unit, link.reference, opened), now=now)
