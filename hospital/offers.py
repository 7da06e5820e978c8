"""Offers of times that came free to those who wait: one at a time, the first in line first, each a row.

The time is held for the entry's conversation until the offer runs out. Lock order: patient, then day and slot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, func, insert, select

from db.models import SlotOpeningRow, SlotRow, WaitlistOfferRow
from hospital import appointments, audit, outbox, people, slots, waitlist, waitlist_entries, waitlist_line
from hospital.directory import Hospital
from hospital.errors import BeyondHorizonError, SlotTakenError, TooSoonError
from hospital.office import Unit
from hospital.slots.openings import note_missed
from hospital.slots.times import Slot
from hospital.waitlist import asks, end_offer
from hospital.waitlist_entries import ACTIVE, OFFERED, Entry

LOOKED_BACK = timedelta(hours=1)
"""So long after a time came free it is looked whether somebody who waits was forgotten."""


@dataclass(frozen=True)
class Offer:
    """A time offered to somebody who waits. `status` is `open`, `accepted`, `declined` or `expired`."""

    id: int
    entry: Entry
    slot: Slot
    status: str
    expires_at: datetime

    @property
    def asks(self) -> str:
        """What its message asks."""
        return asks(self.id)


# --- offering -------------------------------------------------------------------------------------


def openings(unit: Unit, before: datetime | None = None) -> list[int]:
    """Times that came free and wait to be offered, the first to open first; only those that begin `before`."""
    query = select(SlotOpeningRow.slot_id).order_by(SlotOpeningRow.opened_at, SlotOpeningRow.slot_id).limit(500)
    if before is not None:
        begins_before = select(SlotRow.id).where(SlotRow.id == SlotOpeningRow.slot_id, SlotRow.starts_at < before)
        query = query.where(begins_before.exists())
    return list(unit.connection.scalars(query))


def offer_next(unit: Unit, hospital: Hospital, slot_id: int) -> Offer | None:
    """Offer a time that came free to the first in line; None when nobody could be asked now.

    Raises NotEnsuredError.
    """
    slot = slots.get(unit, hospital, slot_id)
    is_kept = False
    for each in waitlist_line.in_line(unit, hospital, slot) if slot is not None else ():
        assert slot is not None
        if each.is_asked or each.channel is None:
            # they consider another time: this one waits for their answer, unless somebody behind them takes it
            is_kept = is_kept or each.channel is not None
            continue
        people.lock(unit, each.patient_id)
        now = next(iter(waitlist_line.in_line(unit, hospital, slot, only=each.id)), None)
        if now is None or now.is_asked:
            is_kept = is_kept or now is not None
            continue
        try:
            made = _offer(unit, hospital, now, slot)
        except (SlotTakenError, TooSoonError, BeyondHorizonError):
            is_kept = False
            break
        _forget(unit, slot_id)
        return made
    if not is_kept or slot is None or not slots.is_free(unit, slot):
        _forget(unit, slot_id)
    return None


def _offer(unit: Unit, hospital: Hospital, entry: Entry, slot: Slot) -> Offer:
    rules = hospital.booking
    until = unit.now + timedelta(minutes=rules.waitlist_offer_minutes)
    until = min(until, slot.starts_at - timedelta(minutes=rules.minimum_notice_minutes))
    until = max(until, unit.now + timedelta(seconds=1))
    slots.hold(unit, hospital, slot.doctor, slot.starts_at, entry.conversation_id, until)
    earlier = unit.connection.scalars(select(WaitlistOfferRow.id).where(WaitlistOfferRow.entry_id == entry.id)).all()
    # the new question stands in place of those that ran out
    outbox.settle(unit, entry.conversation_id, *map(asks, earlier))
    values: dict[str, Any] = {
        "entry_id": entry.id,
        "slot_id": slot.id,
        "status": "open",
        "offered_at": unit.now,
        "expires_at": until,
    }
    key = unit.connection.execute(insert(WaitlistOfferRow), values).inserted_primary_key
    offer_id = int(key[0])  # type: ignore[index]
    waitlist.set_status(unit, entry, OFFERED)
    facts = {"doctor": slot.doctor.code, "starts_at": slot.starts_at.isoformat()}
    audit.append(unit, audit.Entry("waitlist.offer", str(offer_id), facts), chain_of=entry.conversation_id)
    return Offer(offer_id, _with_visit(unit, hospital, entry, slot), slot, "open", until)


def _with_visit(unit: Unit, hospital: Hospital, entry: Entry, slot: Slot) -> Entry:
    """The entry with the visit that the time would replace, also where they have that only since they wait.

    Where no channel vouches for a patient there is one visit at a time: a later one of the same speciality, booked in
    the conversation that waits, is what they wait to have earlier. Any other is another errand, and stays.
    """
    if entry.wants_earlier:
        return entry
    for visit in appointments.upcoming(unit, hospital, [entry.patient_id]):
        is_theirs = visit.conversation_id == entry.conversation_id and not visit.is_contact_verified
        is_later = visit.doctor.speciality == slot.doctor.speciality and visit.starts_at >= slot.starts_at
        if is_theirs and is_later:
            return replace(entry, visit=visit.reference, visit_at=visit.starts_at)
    return entry


def note_lost(unit: Unit) -> int:
    """Note times that came free of late and that somebody who waited then was never asked about; how many.

    Whoever joins while a time comes free may see it no more than the one who frees it sees them.
    """
    return note_missed(unit, unit.now - LOOKED_BACK)


def _forget(unit: Unit, slot_id: int) -> None:
    unit.connection.execute(delete(SlotOpeningRow).where(SlotOpeningRow.slot_id == slot_id))


# --- what becomes of an offer ---------------------------------------------------------------------


def _row(offer_id: int) -> Select[Any]:
    return select(WaitlistOfferRow.__table__).where(WaitlistOfferRow.id == offer_id)


def get(unit: Unit, hospital: Hospital, offer_id: int) -> Offer | None:
    """An offer as it stands."""
    row = unit.connection.execute(_row(offer_id)).first()
    return _offer_of(unit, hospital, row) if row is not None else None


def _offer_of(unit: Unit, hospital: Hospital, row: Row[Any]) -> Offer:
    slot = slots.get(unit, hospital, row.slot_id)
    assert slot is not None
    entry = _with_visit(unit, hospital, waitlist_entries.entry(unit, hospital, row.entry_id), slot)
    return Offer(row.id, entry, slot, row.status, row.expires_at)


def lock(unit: Unit, hospital: Hospital, offer_id: int) -> Offer | None:
    """An offer whose patient is locked, read after that."""
    before = get(unit, hospital, offer_id)
    if before is None:
        return None
    people.lock(unit, before.entry.patient_id)
    return get(unit, hospital, offer_id)


def accepted(unit: Unit, hospital: Hospital, offer: Offer) -> None:
    """The offered time is booked: they wait no more."""
    row = unit.connection.execute(_row(offer.id)).one()
    end_offer(unit, hospital, offer.entry, row, "accepted")
    waitlist.end_entry(unit, hospital, offer.entry, waitlist_entries.FULFILLED)


def turned_down(unit: Unit, hospital: Hospital, offer: Offer, *, status: str = "declined") -> None:
    """The offer came to nothing: its time goes to the next, and whoever had it waits on."""
    row = unit.connection.execute(_row(offer.id)).one()
    if row.status == "open":
        end_offer(unit, hospital, offer.entry, row, status)
    entry = waitlist_entries.entry(unit, hospital, offer.entry.id)
    if entry.status == OFFERED and not _has_other(unit, offer):
        waitlist.set_status(unit, entry, ACTIVE)
    outbox.settle(unit, entry.conversation_id, offer.asks)
    audit.append(
        unit, audit.Entry("waitlist.answer", str(offer.id), {"status": status}), chain_of=entry.conversation_id
    )


def _has_other(unit: Unit, offer: Offer) -> bool:
    other = select(WaitlistOfferRow.id).where(
        WaitlistOfferRow.entry_id == offer.entry.id, WaitlistOfferRow.status == "open", WaitlistOfferRow.id != offer.id
    )
    return unit.connection.scalar(other) is not None


_LAPSED = (
    select(WaitlistOfferRow.id)
    .where(WaitlistOfferRow.status == "open", WaitlistOfferRow.expires_at <= bindparam("now"))
    .order_by(WaitlistOfferRow.id)
    .limit(500)
)


def lapsed(unit: Unit) -> list[int]:
    """Offers that ran out unanswered."""
    return list(unit.connection.scalars(_LAPSED, {"now": unit.now}))


def expire(unit: Unit, hospital: Hospital, offer_id: int) -> bool:
    """End an offer that ran out; its time goes to the next. False when it was answered meanwhile.

    What reached the patient stays open: a late yes is still heard. What no channel carried leaves no more.
    """
    offer = lock(unit, hospital, offer_id)
    if offer is None or offer.status != "open" or offer.expires_at > unit.now:
        return False
    end_offer(unit, hospital, offer.entry, unit.connection.execute(_row(offer_id)).one(), "expired")
    if offer.entry.status == OFFERED and not _has_other(unit, offer):
        waitlist.set_status(unit, offer.entry, ACTIVE)
    outbox.withdraw_question(unit, offer.entry.conversation_id, offer.asks)
    audit.append(
        unit,
        audit.Entry("waitlist.answer", str(offer_id), {"status": "expired"}),
        chain_of=offer.entry.conversation_id,
    )
    return True


def next_expiry(unit: Unit) -> datetime | None:
    """When the next open offer runs out."""
    return unit.connection.scalar(
        select(func.min(WaitlistOfferRow.expires_at)).where(WaitlistOfferRow.status == "open")
    )
