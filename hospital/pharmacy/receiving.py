"""What suppliers deliver: checked against its order, into batches on the shelves of the place that ordered."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update

from db.models import PurchaseLineRow
from hospital import access, request_keys
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.pharmacy import ledger, owing, purchases
from hospital.pharmacy.errors import PharmacyError, StatusError, TooMuchError, WrongProductError
from hospital.pharmacy.ledger import Line
from hospital.pharmacy.purchases import COMING, PARTLY_RECEIVED, RECEIVED, PurchaseOrder
from hospital.pharmacy.stock import Arrival


def receive(
    unit: Unit, hospital: Hospital, actor: Actor, reference: str, arrivals: Sequence[Arrival], *, key: str
) -> PurchaseOrder:
    """Take in a delivery, all of it or nothing; the same `key` again changes nothing.

    Raises ForbiddenError, NotFoundError, PiecesError, PharmacyError, StatusError, WrongProductError for what was not
    ordered, TooMuchError for more than was, ExpiredError, LotError, KeyUsedError.
    """
    access.require(unit, actor, "purchase.receive")
    before, cause = purchases.locked(unit, reference), f"delivery {key}"
    request_keys.is_again(unit, "purchase.receive", key, order=reference, arrivals=arrivals)
    if ledger.is_told(unit, cause):
        return before
    if before.status not in COMING:
        raise StatusError(before.status, RECEIVED)
    if not arrivals:
        raise PharmacyError("arrivals")
    came = _checked(before, arrivals)
    ordered = {line.sku: line for line in before.lines}
    ledger.lock(unit, [ordered[sku].product_id for sku in came])
    today = hospital.local(unit.now).date()
    lines = []
    for arrival in arrivals:
        product_id = ordered[arrival.sku].product_id
        batch = ledger.batch_that_came(unit, product_id, arrival.lot, arrival.expires_on, today)
        lines.append(Line(ledger.RECEIVED, before.place_id, batch, arrival.quantity))
    ledger.post(unit, cause, lines, reason=reference)
    owing.follow_stock(unit, hospital, [ordered[sku].product_id for sku in came])
    for sku, amount in came.items():
        changed = update(PurchaseLineRow).where(PurchaseLineRow.id == ordered[sku].id)
        unit.connection.execute(changed.values(received=PurchaseLineRow.received + amount))
    is_whole = all(line.received == line.quantity for line in purchases.get(unit, reference).lines)
    return purchases.go(unit, before, RECEIVED if is_whole else PARTLY_RECEIVED)


def _checked(order: PurchaseOrder, arrivals: Sequence[Arrival]) -> dict[str, int]:
    """How much of each product came."""
    left = {line.sku: line.quantity - line.received for line in order.lines}
    came: dict[str, int] = {}
    for arrival in arrivals:
        if arrival.sku not in left:
            raise WrongProductError(arrival.sku)
        came[arrival.sku] = came.get(arrival.sku, 0) + ledger.pieces(arrival.quantity)
        if came[arrival.sku] > left[arrival.sku]:
            raise TooMuchError(left[arrival.sku])
    return came
