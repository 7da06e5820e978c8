"""What something costs: one's own part of it, a product of the pharmacy, a service or a visit."""

from __future__ import annotations

from conversation.extractors.own_cover import asks_for_oneself
from conversation.pen import Pen
from conversation.skills import costs, cover, pharmacy
from conversation.turn import Desk


def price(desk: Desk, pen: Pen) -> None:
    """The price of what is asked about, with who would pay it where that is asked for."""
    if cover.is_wanted(desk, pen, for_oneself=asks_for_oneself(desk.understanding.message)):
        cover.estimate(desk, pen)
    elif not desk.inquiry.services and pharmacy.is_about_products(desk, pen):
        pharmacy.tell_products(desk, pen)
    else:
        costs.price(desk, pen)
