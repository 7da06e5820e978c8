"""A payment provider on pages of our own, for the demo and for trying things out: nothing is paid, no money moves.

It keeps nothing: a page is the link of the same reference in our own records, so that any process can show it.
"""

from __future__ import annotations

from hospital.billing.gateway import GatewayEvent, LinkOrder, OpenedLink, RefundOrder, Told
from hospital.billing.link_records import Link

NAME = "fake"
PATH = "/demo/pay"
"""Where its pages are, below the address of the server."""


class TrialGateway:
    """See the module. `address` is how browsers reach this server."""

    name = NAME

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def create(self, order: LinkOrder) -> OpenedLink:
        """The page of an order."""
        return OpenedLink(order.reference, f"{self._address}{PATH}/{order.reference}")

    def status(self, external_id: str) -> GatewayEvent:
        """A page is as its link is: what was paid on it was told in that moment."""
        return GatewayEvent(NAME, Told.OPEN, external_id)

    def expire(self, external_id: str) -> GatewayEvent:
        """Close a page."""
        return GatewayEvent(NAME, Told.EXPIRED, external_id)

    def refund(self, order: RefundOrder) -> GatewayEvent:
        """Give back at once."""
        proof = f"trial-{order.reference}"
        return GatewayEvent(NAME, Told.REFUNDED, order.reference, proof, order.amount, order.currency)


def paid(link: Link) -> GatewayEvent:
    """That somebody pressed the button on a link's page; as often as they do it is the same payment."""
    return GatewayEvent(NAME, Told.PAID, link.reference, f"trial-{link.reference}", link.amount, link.currency)
