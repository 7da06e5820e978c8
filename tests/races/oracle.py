"""What must hold in the records at every moment, whatever happened: the oracle that is asked after each fault."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select

from db.models import (
    AppointmentRow,
    Base,
    ConversationRow,
    InboxRow,
    OutboxRow,
    SlotGuardRow,
    SlotRow,
    TaskRow,
    WaitlistEntryRow,
    WaitlistOfferRow,
)
from hospital import audit
from hospital.appointments import OPEN
from hospital.office import Office, Unit
from hospital.slots import BUSY, FREE, HELD, cells


def problems(office: Office, *, claimed: Iterable[str] = ()) -> list[str]:
    """Everything that is wrong in the records, a sentence each. `claimed`: references that people were told of."""
    with office.read() as unit:
        found = [*_overlaps(unit), *_slots(unit), *_inbox(unit), *_traffic(unit), *_claims(unit, set(claimed))]
        found += [*_offers(unit), *_hand_overs(unit), *_questions(unit)]
        broken = audit.verify(unit)
    return [*found, f"the audit trail is broken at {broken}"] if broken else found


def counts(office: Office) -> dict[str, int]:
    """The number of rows of every table."""
    with office.read() as unit:
        tables = Base.metadata.sorted_tables
        return {t.name: unit.connection.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def _rows(unit: Unit, model: type[Base], *where: Any) -> Sequence[Any]:
    return unit.connection.execute(select(model.__table__).where(*where)).all()


def _active(unit: Unit) -> Sequence[Any]:
    return _rows(unit, AppointmentRow, AppointmentRow.status.in_(OPEN))


def _overlaps(unit: Unit) -> Iterable[str]:
    """No two active appointments of one doctor or of one patient overlap."""
    for whose in ("doctor_id", "patient_id"):
        spans: dict[int, list[tuple[datetime, datetime, str]]] = defaultdict(list)
        for row in _active(unit):
            spans[getattr(row, whose)].append((row.starts_at, row.ends_at, row.reference))
        for owner, theirs in spans.items():
            theirs.sort()
            for (_, end, first), (begin, _, second) in pairwise(theirs):
                if begin < end:
                    yield f"{whose} {owner}: {first} and {second} overlap"


def _slots(unit: Unit) -> Iterable[str]:
    """Each active appointment has its busy slot; taken slots have exactly their guard cells, others none."""
    guarded: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for row in _rows(unit, SlotGuardRow):
        guarded[row.slot_id].add((row.doctor_id, row.cell))
    slots = {row.id: row for row in _rows(unit, SlotRow)}
    owners: dict[int, list[str]] = defaultdict(list)
    for visit in _active(unit):
        owners[visit.slot_id].append(visit.reference)
        slot = slots.get(visit.slot_id)
        if slot is None or (slot.doctor_id, slot.starts_at) != (visit.doctor_id, visit.starts_at):
            yield f"{visit.reference} has a slot of another doctor or time"
        elif slot.status != BUSY:
            yield f"{visit.reference} is booked, its slot {slot.id} is {slot.status}"
    for slot in slots.values():
        is_taken = slot.status in (BUSY, HELD)
        due = {(slot.doctor_id, cell) for cell in cells(slot.starts_at, slot.minutes)} if is_taken else set()
        if guarded.pop(slot.id, set()) != due:
            yield f"slot {slot.id} is {slot.status} and its guards are not the cells that it covers"
        if slot.status == BUSY and len(owners[slot.id]) != 1:
            yield f"slot {slot.id} is busy for {owners[slot.id]}"
        if (slot.hold_conversation_id is not None) != (slot.status == HELD):
            yield f"slot {slot.id} is {slot.status} and held for {slot.hold_conversation_id}"
        if slot.status == FREE and owners[slot.id]:
            yield f"slot {slot.id} is free and yet {owners[slot.id]} have it"
    yield from (f"guards stand for slot {slot_id}, which does not exist" for slot_id in guarded)


def _inbox(unit: Unit) -> Iterable[str]:
    """Every message received was answered."""
    for row in _rows(unit, InboxRow, InboxRow.status != "done"):
        yield f"message {row.id} is {row.status} after {row.tries} tries"
    for row in _rows(unit, InboxRow, InboxRow.status == "done", InboxRow.answer.is_(None)):
        yield f"message {row.id} is done and has no answer"


def _traffic(unit: Unit) -> Iterable[str]:
    """No conversation is still leased, and nobody was answered in a conversation that does not exist."""
    for row in _rows(unit, ConversationRow, ConversationRow.lease_owner.is_not(None)):
        yield f"conversation {row.id} is still leased to {row.lease_owner}"
    known = {row.id for row in unit.connection.execute(select(ConversationRow.id))}
    for row in _rows(unit, OutboxRow):
        if row.conversation_id not in known:
            yield f"outbox row {row.id} is for conversation {row.conversation_id}, which does not exist"


def _offers(unit: Unit) -> Iterable[str]:
    """An open offer has its hold and its entry; an accepted one its visit; nobody considers two times at once."""
    slots = {row.id: row for row in _rows(unit, SlotRow)}
    entries = {row.id: row for row in _rows(unit, WaitlistEntryRow)}
    made_by = {row.request_key for row in _rows(unit, AppointmentRow)}
    offers = _rows(unit, WaitlistOfferRow)
    is_open = [row for row in offers if row.status == "open"]
    for row in is_open:
        slot, entry = slots[row.slot_id], entries[row.entry_id]
        held = (slot.status, slot.hold_conversation_id, slot.hold_until)
        if held != (HELD, entry.conversation_id, row.expires_at):
            yield f"offer {row.id} is open and its slot {slot.id} is {slot.status}"
    asked = Counter(entries[row.entry_id].patient_id for row in is_open)
    yield from (f"patient {patient} considers {times} times at once" for patient, times in asked.items() if times > 1)
    considering = {row.entry_id for row in is_open}
    for entry in entries.values():
        if (entry.status == "offered") != (entry.id in considering):
            yield f"entry {entry.id} is {entry.status} and {'has' if entry.id in considering else 'has no'} open offer"
    for row in (row for row in offers if row.status == "accepted"):
        entry = entries[row.entry_id]
        if entry.status != "fulfilled" or (entry.appointment_id is None and f"offer-{row.id}" not in made_by):
            yield f"offer {row.id} was accepted, its entry is {entry.status} and has no visit of it"


def _hand_overs(unit: Unit) -> Iterable[str]:
    """Whoever waits for a person is not the bot's, and a person answers only where a hand-over is open."""
    waiting: dict[int, list[Any]] = defaultdict(list)
    for task in _rows(unit, TaskRow, TaskRow.kind == "handoff", TaskRow.status.in_(("requested", "accepted"))):
        waiting[task.conversation_id].append(task)
    for row in _rows(unit, ConversationRow):
        theirs = waiting[row.id]
        if row.owner == "person" and not theirs:
            yield f"conversation {row.id} is a person's and has no hand-over"
        lost = [task.reference for task in theirs if task.status == "requested" or task.waiting_since is not None]
        if row.owner == "bot" and lost:
            yield f"conversation {row.id} is the bot's, and {lost} wait"


def _questions(unit: Unit) -> Iterable[str]:
    """What the desk asked unasked is open only while its answer would count, or it is still to be delivered."""
    entries = {row.id: row for row in _rows(unit, WaitlistEntryRow)}
    offers = {f"offer:{row.id}": row for row in _rows(unit, WaitlistOfferRow)}
    tasks = {f"ways:{row.reference}": row for row in _rows(unit, TaskRow)}
    for row in _rows(unit, OutboxRow, OutboxRow.is_open):
        if row.asks is None:
            counts = row.status in ("pending", "leased")
        elif row.asks in offers:
            offer, entry = offers[row.asks], entries[offers[row.asks].entry_id]
            counts = offer.status in ("open", "expired") and entry.status in ("active", "offered")
            counts = counts and entry.conversation_id == row.conversation_id
        else:
            counts = row.asks in tasks and tasks[row.asks].closed_at is None
        if not counts:
            yield f"message {row.id} ({row.kind}, {row.asks}) is {row.status} and still open"


def _claims(unit: Unit, claimed: set[str]) -> Iterable[str]:
    """Whoever was told of a visit has one."""
    there = {row.reference for row in unit.connection.execute(select(AppointmentRow.reference))}
    yield from (f"{reference} was said to be booked and is not in the records" for reference in sorted(claimed - there))
