"""The waiting list: who would like an earlier or a scarce time, within which bounds, and what they are offered.

Whatever changes an entry or an offer locks the patient first: what is read after that lock stands.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from db.models import AppointmentRow, ConversationRow, PatientRow, SlotRow, WaitlistEntryRow, WaitlistOfferRow
from hospital import audit, outbox, people, slots
from hospital.appointments import OPEN
from hospital.directory import Doctor, Hospital, Speciality
from hospital.errors import OneWaitOnlyError
from hospital.office import Unit
from hospital.slots.openings import WAITING
from hospital.slots.times import Slot

DAY = timedelta(days=1)
ACTIVE, OFFERED, FULFILLED, CANCELLED, EXPIRED = "active", "offered", "fulfilled", "cancelled", "expired"


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


@dataclass(frozen=True)
class Entry:
    """Somebody on the list. `id` and `patient_id` stay inside the hospital room but for naming the entry again."""

    id: int
    patient_id: int
    patient: str
    patient_number: str
    doctor: Doctor | None
    speciality: Speciality | None
    earliest: datetime
    latest: datetime
    from_minute: int | None
    to_minute: int | None
    not_weekdays: tuple[int, ...]
    location_id: int | None
    status: str
    conversation_id: int
    channel: str | None
    address: str | None
    language: str | None
    visit: str | None
    """The visit that an earlier time would replace..."""
    visit_at: datetime | None
    """...and when it is, while it is still to come."""
    is_asked: bool = False
    """Whether its patient considers a time just now, offered for this place or another; told of those `in_line`."""

    @property
    def wants_earlier(self) -> bool:
        """Whether a visit is to be moved."""
        return self.visit is not None


# --- joining and leaving --------------------------------------------------------------------------


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
    row = unit.connection.execute(_OVER.where(WaitlistEntryRow.id == entry.id), {"now": unit.now}).first()
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


# --- reading --------------------------------------------------------------------------------------

_ENTRY = (
    select(
        WaitlistEntryRow.__table__,
        PatientRow.name.label("patient_name"),
        PatientRow.number,
        ConversationRow.channel,
        ConversationRow.address,
        AppointmentRow.reference,
        AppointmentRow.starts_at.label("visit_at"),
        AppointmentRow.status.label("visit_status"),
    )
    .join(PatientRow, PatientRow.id == WaitlistEntryRow.patient_id)
    .outerjoin(ConversationRow, ConversationRow.id == WaitlistEntryRow.conversation_id)
    .outerjoin(AppointmentRow, AppointmentRow.id == WaitlistEntryRow.appointment_id)
)
_IN_LINE = (WaitlistEntryRow.created_at, WaitlistEntryRow.id)


def entry_of(hospital: Hospital, row: Row[Any]) -> Entry:
    """The entry of a row."""
    is_to_come = row.visit_status in OPEN
    return Entry(
        id=row.id,
        patient_id=row.patient_id,
        patient=row.patient_name,
        patient_number=row.number,
        doctor=hospital.doctors_by_id[row.doctor_id] if row.doctor_id is not None else None,
        speciality=next((s for s in hospital.specialities.values() if s.id == row.speciality_id), None),
        earliest=row.earliest,
        latest=row.latest,
        from_minute=row.from_minute,
        to_minute=row.to_minute,
        not_weekdays=tuple(row.not_weekdays or ()),
        location_id=row.location_id,
        status=row.status,
        conversation_id=row.conversation_id,
        channel=row.channel,
        address=row.address,
        language=row.language,
        visit=row.reference,
        visit_at=row.visit_at if is_to_come else None,
    )


def waiting(unit: Unit, hospital: Hospital, patient_ids: Sequence[int], conversation_id: int) -> list[Entry]:
    """Who of these patients waits, and who joined in this conversation, those longest on the list first."""
    whose = or_(WaitlistEntryRow.patient_id.in_(list(patient_ids)), WaitlistEntryRow.conversation_id == conversation_id)
    rows = unit.connection.execute(_ENTRY.where(whose, WaitlistEntryRow.status.in_(WAITING)).order_by(*_IN_LINE))
    return [entry_of(hospital, row) for row in rows]


def entry(unit: Unit, hospital: Hospital, entry_id: int) -> Entry:
    """One entry."""
    return entry_of(hospital, unit.connection.execute(_ENTRY.where(WaitlistEntryRow.id == entry_id)).one())


def days_waited_for(unit: Unit, hospital: Hospital) -> list[tuple[Doctor, date, date]]:
    """The doctors for whom anybody waits, each with the first day and the day behind the last."""
    bookable, _ = slots.bookable(unit, hospital)
    rows = unit.connection.execute(
        select(
            WaitlistEntryRow.doctor_id,
            WaitlistEntryRow.speciality_id,
            func.min(WaitlistEntryRow.earliest).label("earliest"),
            func.max(WaitlistEntryRow.latest).label("latest"),
        )
        .where(WaitlistEntryRow.status.in_(WAITING))
        .group_by(WaitlistEntryRow.doctor_id, WaitlistEntryRow.speciality_id)
    ).all()
    return [
        (doctor, hospital.local(max(bookable, row.earliest)).date(), hospital.local(row.latest).date() + DAY)
        for row in rows
        for doctor in hospital.doctors.values()
        if doctor.is_active and (doctor.id == row.doctor_id or doctor.speciality.id == row.speciality_id)
    ]


def fits(entry: Entry, hospital: Hospital, slot: Slot) -> bool:
    """Whether a time is what somebody waits for."""
    local = hospital.local(slot.starts_at)
    minute = local.hour * 60 + local.minute
    is_whom = slot.doctor == entry.doctor or slot.doctor.speciality == entry.speciality
    return (
        is_whom
        and entry.earliest <= slot.starts_at < entry.latest
        and (entry.from_minute is None or entry.from_minute <= minute)
        and (entry.to_minute is None or minute < entry.to_minute)
        and local.weekday() not in entry.not_weekdays
        and entry.location_id in (None, slot.location_id)
    )


def in_line(unit: Unit, hospital: Hospital, slot: Slot, *, only: int | None = None) -> list[Entry]:
    """Who waits for a time and was not offered it before, the first in line first; none who has a visit then."""
    rows = unit.connection.execute(_candidates(slot, only))
    found = (replace(entry_of(hospital, row), is_asked=bool(row.is_asked)) for row in rows)
    return [each for each in found if fits(each, hospital, slot)]


def _candidates(slot: Slot, only: int | None) -> Select[Any]:
    other = aliased(AppointmentRow)
    has_visit_then = exists().where(
        other.patient_id == WaitlistEntryRow.patient_id,
        other.status.in_(OPEN),
        other.starts_at < slot.ends_at,
        other.ends_at > slot.starts_at,
        or_(WaitlistEntryRow.appointment_id.is_(None), other.id != WaitlistEntryRow.appointment_id),
    )
    gave_it_up = exists().where(
        other.patient_id == WaitlistEntryRow.patient_id, other.slot_id == slot.id, other.status == "cancelled"
    )
    theirs = aliased(WaitlistEntryRow)
    was_offered = exists().where(
        theirs.patient_id == WaitlistEntryRow.patient_id,
        or_(theirs.id == WaitlistEntryRow.id, theirs.status.in_(WAITING)),
        WaitlistOfferRow.entry_id == theirs.id,
        WaitlistOfferRow.slot_id == slot.id,
    )
    is_asked = exists().where(theirs.patient_id == WaitlistEntryRow.patient_id, theirs.status == OFFERED)
    wanted: list[ColumnElement[bool]] = [
        WaitlistEntryRow.status.in_(WAITING),
        or_(WaitlistEntryRow.doctor_id == slot.doctor.id, WaitlistEntryRow.speciality_id == slot.doctor.speciality.id),
        WaitlistEntryRow.earliest <= slot.starts_at,
        WaitlistEntryRow.latest > slot.starts_at,
        ~was_offered,
        ~gave_it_up,
        ~has_visit_then,
        # with a visit that is over or called off there is nothing left to bring forward
        or_(
            WaitlistEntryRow.appointment_id.is_(None),
            AppointmentRow.status.in_(OPEN) & (AppointmentRow.starts_at > slot.starts_at),
        ),
    ]
    if only is not None:
        wanted.append(WaitlistEntryRow.id == only)
    return _ENTRY.add_columns(is_asked.label("is_asked")).where(*wanted).order_by(*_IN_LINE)


_TIME_IS_UP = WaitlistEntryRow.latest <= bindparam("now")
_VISIT_IS_GONE = or_(AppointmentRow.status.not_in(OPEN), AppointmentRow.starts_at <= bindparam("now"))
_OVER = _ENTRY.where(WaitlistEntryRow.status == ACTIVE, or_(_TIME_IS_UP, _VISIT_IS_GONE))
_UP = select(WaitlistEntryRow.id).where(WaitlistEntryRow.status == ACTIVE, _TIME_IS_UP)
_GONE = (
    select(WaitlistEntryRow.id)
    .join(AppointmentRow, AppointmentRow.id == WaitlistEntryRow.appointment_id)
    .where(WaitlistEntryRow.status == ACTIVE, _VISIT_IS_GONE)
)


def over(unit: Unit, hospital: Hospital, opened: Sequence[int] = (), limit: int = 200) -> list[Entry]:
    """Entries that nothing can come of any more: their time is up, or the visit that was at an `opened` time is gone.

    Asked every few seconds: both are found along an index, but SQLite, where something opened, walks all that wait.
    `without_visit` finds what this leaves.
    """
    rows = unit.connection.execute(_UP.order_by(WaitlistEntryRow.latest).limit(limit), {"now": unit.now}).all()
    if opened:
        gone = _GONE.where(AppointmentRow.slot_id.in_(list(opened))).limit(limit)
        rows = [*rows, *unit.connection.execute(gone, {"now": unit.now})]
    return _over_of(unit, hospital, {row.id for row in rows})


def without_visit(unit: Unit, hospital: Hospital, limit: int = 200) -> list[Entry]:
    """Entries whose visit, which they wanted earlier, took place or was called off. Walks all that wait."""
    return _over_of(unit, hospital, set(unit.connection.scalars(_GONE.limit(limit), {"now": unit.now})))


def _over_of(unit: Unit, hospital: Hospital, entry_ids: Collection[int]) -> list[Entry]:
    if not entry_ids:
        return []
    chosen = _OVER.where(WaitlistEntryRow.id.in_(sorted(entry_ids))).order_by(WaitlistEntryRow.id)
    return [entry_of(hospital, row) for row in unit.connection.execute(chosen, {"now": unit.now})]
