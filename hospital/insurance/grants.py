"""What insurers granted beforehand, as far as it is left: for one charge, or for an amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from db.models import AuthorisationRow
from hospital.insurance.shares import Item
from hospital.office import Unit

GRANTED = "granted"


@dataclass(frozen=True)
class Grant:
    """A granted authorisation. `code` is the one service that it is for; `amount` None: one charge of any amount."""

    id: int
    coverage_id: int
    category: str
    code: str | None
    valid_until: date
    amount: Decimal | None
    used: Decimal
    uses: int

    @property
    def left(self) -> Decimal | None:
        """The most that is still paid on it; None where its amount is open."""
        return None if self.amount is None else self.amount - self.used

    @property
    def is_spent(self) -> bool:
        """Whether nothing is paid on it any more."""
        return self.uses > 0 if self.left is None else self.left <= 0

    def drawn(self, amount: Decimal) -> Grant:
        """The same after a charge."""
        return replace(self, used=self.used + amount, uses=self.uses + 1)

    def is_for(self, item: Item) -> bool:
        """Whether it is for something, on its day."""
        return self.category == item.category and self.code in (None, item.code) and item.day <= self.valid_until


def of_policies(unit: Unit, coverage_ids: Sequence[int]) -> list[Grant]:
    """Everything granted on policies."""
    if not coverage_ids:
        return []
    columns = (getattr(AuthorisationRow, name) for name in Grant.__dataclass_fields__)
    mine = select(*columns).where(AuthorisationRow.coverage_id.in_(coverage_ids), AuthorisationRow.status == GRANTED)
    return [Grant(*row) for row in unit.connection.execute(mine.order_by(AuthorisationRow.id))]


def best(grants: Sequence[Grant], coverage_id: int, item: Item) -> Grant | None:
    """The grant to use: one for this very service before one for its category, what runs out first before others."""
    fit = [each for each in grants if each.coverage_id == coverage_id and each.is_for(item) and not each.is_spent]
    return min(fit, key=lambda each: (each.code is None, each.valid_until, each.id), default=None)
