"""The waiting list: who would like an earlier or a scarce time, within which bounds, and what they are offered.

Whatever changes an entry or an offer locks the patient first: what is read after that lock stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from db.models import AppointmentRow, SlotRow, WaitlistEntryRow, WaitlistOfferRow
from hospital import audit, outbox, people, slots
from hospital.directory import Doctor, Hospital, Speciality
from hospital.errors import OneWaitOnlyError
from hospital.office import Unit
from hospital.slots.openings import WAITING
from hospital.slots.times import Slot
from hospital.waitlist_entries import ACTIVE, CANCELLED, EXPIRED, FULFILLED, OFFERED, Entry, entry, waiting
from hospital.waitlist_line import OVER, fits


@dataclass(frozen=True)
class Wait:
    """Whom somebody waits for, and between which instants (`latest` not included)."""

    patient_id: int
    doctor: Doctor | None
    speciality: Speciality | None
    earliest: datetime
    latest: datetime
    conversation_id: int
    from_minute: int | None = None
    """Minutes after midnight on the hospital's clock..."""
    to_minute: int | None = None
    """...between which it should begin, this one not included."""
    not_weekdays: tuple[int, ...] = ()
    """Days of the week that do not suit (Monday is 0)."""
    location_id: int | None = None
    visit: str | None = None
    """Reference of the visit that an earlier time would replace."""
    language: str | None = None
    is_vouched: bool = True
    """Whether a channel vouches for whoever joins; where none does, a patient waits for one thing at a time."""


def join(unit: Unit, wait: Wait) -> bool:
    """Put somebody on the list; False when they waited for this already: then the bounds are these from now on.

    Raises OneWaitOnlyError.
    """
    # two conversations may put the same person on the list at once
    people.lock(unit, wait.patient_id)
    doctor_id = wait.doctor.id if wait.doctor else None
    speciality_id = wait.speciality.id if wait.speciality else None
    rows = unit.connection.execute(
        select(WaitlistEntryRow.__table__).where(
            WaitlistEntryRow.patient_id == wait.patient_id, WaitlistEntryRow.status.in_(WAITING)
        )
    ).all()
    standing = next((row for row in rows if (row.doctor_id, row.speciality_id) == (doctor_id, speciality_id)), None)
    others = [row for row in rows if row is not standing or row.conversation_id != wait.conversation_id]
    if not wait.is_vouched and others:
        raise OneWaitOnlyError
    values: dict[str, Any] = {
        "appointment_id": _visit_id(unit, wait.visit),
        "earliest": wait.earliest,
        "latest": wait.latest,
        "from_minute": wait.from_minute,
        "to_minute": wait.to_minute,
        "not_weekdays": list(wait.not_weekdays) or None,
        "location_id": wait.location_id,
        "conversation_id": wait.conversation_id,
        "language": wait.language,
    }
    if standing is not None:
        # while a time is kept for them in one conversation, the answer is expected there
        kept = {"conversation_id": standing.conversation_id} if standing.status == OFFERED else {}
        if not kept and standing.conversation_id != wait.conversation_id:
            _settle_questions(unit, standing.id, standing.conversation_id)
        _set_entry(unit, standing.id, **{**values, **kept})
        audit.append(unit, audit.Entry("waitlist.change", str(standing.id), {}), chain_of=wait.conversation_id)
        return False
    target = {"patient_id": wait.patient_id, "doctor_id": doctor_id, "speciality_id": speciality_id}
    row = {**target, **values, "status": ACTIVE, "created_at": unit.now}
    key = unit.connection.execute(insert(WaitlistEntryRow), row).inserted_primary_key
    audit.append(unit, audit.Entry("waitlist.join", str(key[0]), {}), chain_of=wait.conversation_id)  # type: ignore[index]
    return True


def _settle_questions(unit: Unit, entry_id: int, conversation_id: int) -> None:
    """No answer to the entry's offers is expected in this conversation any more."""
    made = select(WaitlistOfferRow.id).where(WaitlistOfferRow.entry_id == entry_id)
    outbox.settle(unit, conversation_id, *map(asks, unit.connection.scalars(made)))


def _visit_id(unit: Unit, reference: str | None) -> int | None:
    if reference is None:
        return None
    return unit.connection.scalar(select(AppointmentRow.id).where(AppointmentRow.reference == reference))


def leave(unit: Unit, hospital: Hospital, entry: Entry) -> bool:
    """Take somebody off the list; what was on offer goes to the next. False when they were off it already."""
    return _leave(unit, hospital, entry, CANCELLED)


def serve(unit: Unit, hospital: Hospital, patient_id: int, slot: Slot, *, only_from: int | None = None) -> list[Entry]:
    """Somebody has booked this time: what they waited for and it fits is served, or `only_from` one conversation.

    What ended with it.
    """
    fitting = [
        each
        for each in waiting(unit, hospital, [patient_id], 0)
        if only_from in (None, each.conversation_id) and fits(each, hospital, slot)
    ]
    return [each for each in fitting if _leave(unit, hospital, each, FULFILLED)]


def restore(
    unit: Unit, hospital: Hospital, entry_ids: Sequence[int], gave_up: tuple[Doctor, datetime] | None = None
) -> list[Entry]:
    """Put back on the list, each in its place, whom a booking that was taken back took off it; who is on it again.

    The time that they `gave_up` by moving is not offered to them again; that of a cancelled visit never is.
    """
    kept = [entry(unit, hospital, entry_id) for entry_id in entry_ids]
    return [each for each in kept if _restore(unit, hospital, each, gave_up)]


def _restore(unit: Unit, hospital: Hospital, before: Entry, gave_up: tuple[Doctor, datetime] | None) -> bool:
    people.lock(unit, before.patient_id)
    ended = entry(unit, hospital, before.id)
    others = waiting(unit, hospital, [before.patient_id], 0)
    is_in_line = any((each.doctor, each.speciality) == (ended.doctor, ended.speciality) for each in others)
    is_over = ended.latest <= unit.now or (ended.wants_earlier and ended.visit_at is None)
    if ended.status != FULFILLED or is_in_line or is_over:
        return False
    _set_entry(unit, ended.id, status=ACTIVE)
    if gave_up is not None:
        _pass_over(unit, ended, *gave_up)
    audit.append(unit, audit.Entry("waitlist.restore", str(ended.id), {}), chain_of=ended.conversation_id)
    return True


def _pass_over(unit: Unit, entry: Entry, doctor: Doctor, starts_at: datetime) -> None:
    """A time that somebody had and did not want is as good as offered to them and turned down."""
    which = (SlotRow.doctor_id == doctor.id) & (SlotRow.starts_at == starts_at)
    slot_id = unit.connection.scalar(select(SlotRow.id).where(which))
    offered = select(WaitlistOfferRow.id).where(WaitlistOfferRow.entry_id == entry.id)
    if slot_id is not None and unit.connection.scalar(offered.where(WaitlistOfferRow.slot_id == slot_id)) is None:
        told = {"offered_at": unit.now, "expires_at": unit.now, "answered_at": unit.now}
        row = {"entry_id": entry.id, "slot_id": slot_id, "status": "declined", **told}
        unit.connection.execute(insert(WaitlistOfferRow), row)


def end(unit: Unit, hospital: Hospital, entry: Entry) -> bool:
    """End an entry that nothing can come of any more; False when it was answered or changed meanwhile."""
    people.lock(unit, entry.patient_id)
    row = unit.connection.execute(OVER.where(WaitlistEntryRow.id == entry.id), {"now": unit.now}).first()
    if row is None:
        return False
    end_entry(unit, hospital, entry, EXPIRED)
    return True


def _leave(unit: Unit, hospital: Hospital, entry: Entry, status: str) -> bool:
    people.lock(unit, entry.patient_id)
    now = unit.connection.scalar(select(WaitlistEntryRow.status).where(WaitlistEntryRow.id == entry.id))
    if now not in WAITING:
        return False
    end_entry(unit, hospital, entry, status)
    return True


def end_entry(unit: Unit, hospital: Hospital, entry: Entry, status: str) -> None:
    """End an entry whose patient is locked, with all its open offers and questions."""
    offers = unit.connection.execute(
        select(WaitlistOfferRow.__table__).where(WaitlistOfferRow.entry_id == entry.id)
    ).all()
    for row in offers:
        if row.status == "open":
            end_offer(unit, hospital, entry, row, "declined")
    outbox.settle(unit, entry.conversation_id, *(asks(row.id) for row in offers))
    _set_entry(unit, entry.id, status=status)
    audit.append(unit, audit.Entry("waitlist.end", str(entry.id), {"status": status}), chain_of=entry.conversation_id)


def end_offer(unit: Unit, hospital: Hospital, entry: Entry, row: Row[Any], status: str) -> None:
    """Write down what became of an offer whose patient is locked, and let go of its time unless that was taken."""
    unit.connection.execute(
        update(WaitlistOfferRow)
        .where(WaitlistOfferRow.id == row.id)
        .values(status=status, answered_at=None if status == "expired" else unit.now)
    )
    if row.status == "open" and status != "accepted":
        slot = slots.get(unit, hospital, row.slot_id)
        if slot is not None:
            at = slot.starts_at
            slots.release(unit, hospital, slot.doctor, at, entry.conversation_id, until=row.expires_at)


def asks(offer_id: int) -> str:
    """What the message that makes an offer asks, as the outbox names it."""
    return f"offer:{offer_id}"


def set_status(unit: Unit, entry: Entry, status: str) -> None:
    """Say how an entry stands; its patient is locked."""
    _set_entry(unit, entry.id, status=status)


def _set_entry(unit: Unit, entry_id: int, **values: Any) -> None:
    unit.connection.execute(update(WaitlistEntryRow).where(WaitlistEntryRow.id == entry_id).values(**values))
