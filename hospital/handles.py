"""Handles as rows: a number that was used, and whom it is linked with. Who is behind one is asked of `people`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from db.models import HandlePatientRow, HandleRow
from hospital import audit
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


# --- who wants nothing from us --------------------------------------------------------------------


def is_opted_out(unit: Unit, channel: str, address: str) -> bool:
    """Whether whoever has this address wants nothing from us there."""
    found = select(HandleRow.is_opted_out).where(HandleRow.channel == channel, HandleRow.address == address)
    return bool(unit.connection.scalar(found))


def opt_out(unit: Unit, channel: str, address: str, *, said: str, is_out: bool = True) -> bool:
    """Keep that somebody wants nothing more from us at this address, or does again; False when it was so already.

    `said` is the word that they used, or what told us; it is audited.
    """
    if is_opted_out(unit, channel, address) == is_out:
        return False
    handle_id = _handle_id(unit, channel, address, None)
    unit.connection.execute(update(HandleRow).where(HandleRow.id == handle_id).values(is_opted_out=is_out))
    action = "handle.opt_out" if is_out else "handle.opt_in"
    audit.append(unit, audit.Entry(action, f"handle:{handle_id}", {"channel": channel, "said": said[:32]}))
    return True


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
