"""Handles as rows: a number that was used, and whom it is linked with. Who is behind one is asked of `people`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from db.models import HandlePatientRow, HandleRow
from hospital.office import Unit
from hospital.people import Handle, Person, ids


def keep(unit: Unit, channel: str, phone: str, handle: Handle, language: str | None) -> None:
    """Write down that a handle was used, and whom it is linked with; at most once a day, unless somebody is new."""
    speaks_else = handle.id is not None and handle.language != language
    if not (handle.is_due or handle.unlinked or speaks_else):
        return
    handle_id = handle.id or _handle_id(unit, channel, phone, language)
    if handle.id is not None and (handle.is_due or speaks_else):
        used = update(HandleRow).where(HandleRow.id == handle_id).values(last_used_at=unit.now, language=language)
        unit.connection.execute(used)
    linked = [person.id for person in handle.people if person not in handle.unlinked]
    if linked and handle.is_due:
        which = (HandlePatientRow.handle_id == handle_id) & HandlePatientRow.patient_id.in_(linked)
        unit.connection.execute(update(HandlePatientRow).where(which).values(last_used_at=unit.now))
    _link(unit, handle_id, handle.unlinked, "channel")


def renew(unit: Unit, channel: str, phone: str, people: Sequence[Person], proof: str) -> None:
    """Whoever proved who they are is behind the handle again, from now on. `proof` tells how."""
    handle_id = _handle_id(unit, channel, phone, None)
    which = (HandlePatientRow.handle_id == handle_id) & HandlePatientRow.patient_id.in_(ids(people))
    unit.connection.execute(update(HandlePatientRow).where(which).values(last_used_at=unit.now, proof=proof))
    _link(unit, handle_id, people, proof)


def _handle_id(unit: Unit, channel: str, phone: str, language: str | None) -> int:
    row = {
        "channel": channel,
        "address": phone,
        "language": language,
        "is_opted_out": False,
        "created_at": unit.now,
        "last_used_at": unit.now,
    }
    unit.connection.execute(insert(HandleRow).prefix_with(unit.insert_ignore()), row)
    found = select(HandleRow.id).where(HandleRow.channel == channel, HandleRow.address == phone)
    return int(unit.connection.execute(found).scalar_one())


def _link(unit: Unit, handle_id: int, people: Sequence[Person], proof: str) -> None:
    rows = [
        {
            "handle_id": handle_id,
            "patient_id": person.id,
            "relation": person.relation,
            "proof": proof,
            "linked_at": unit.now,
            "last_used_at": unit.now,
        }
        for person in people
    ]
    if rows:
        link = insert(HandlePatientRow).prefix_with(unit.insert_ignore())
        unit.connection.execute(link, rows if len(rows) > 1 else rows[0])
