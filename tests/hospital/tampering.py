"""A trail, and what somebody with the database in hand but without the key may do to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from db.models import AuditHeadRow, AuditRow
from hospital import audit
from hospital.audit import Entry
from hospital.office import Unit
from tests.hospital.clinic import NOW

CHAIN, LONG = 3, 7


def begin(unit: Unit) -> None:
    """Five entries in one chain, twelve in another and a few in a third."""
    for number in range(5):
        entry = Entry("appointment.book", f"A-{number}", {"doctor": "adler", "né": [number, None, "José"]})
        audit.append(unit, entry, chain_of=CHAIN)
    audit.append(unit, Entry("a", "x", {}), Entry("b", "x", {}), chain_of=CHAIN + 1)
    audit.append(unit, *(Entry("a", f"{number}", {}) for number in range(12)), chain_of=LONG)


def wipe(unit: Unit) -> None:
    for table in (AuditRow, AuditHeadRow):
        unit.connection.execute(delete(table))


def at(sequence: int) -> tuple[Any, ...]:
    return AuditRow.chain == CHAIN, AuditRow.sequence == sequence


def edit(unit: Unit) -> None:
    unit.connection.execute(update(AuditRow).where(*at(3)).values(facts={"doctor": "brandt"}))


def edit_the_actor(unit: Unit) -> None:
    unit.connection.execute(update(AuditRow).where(*at(3)).values(actor="somebody else"))


def edit_the_moment(unit: Unit) -> None:
    unit.connection.execute(update(AuditRow).where(*at(3)).values(happened_at=NOW + timedelta(microseconds=1)))


def delete_one(unit: Unit) -> None:
    unit.connection.execute(delete(AuditRow).where(*at(3)))


def delete_one_and_close_the_gap(unit: Unit) -> None:
    delete_one(unit)
    for sequence in (4, 5):
        unit.connection.execute(update(AuditRow).where(*at(sequence)).values(sequence=sequence - 1))
    unit.connection.execute(update(AuditHeadRow).where(AuditHeadRow.chain == CHAIN).values(sequence=4))


def delete_the_last(unit: Unit) -> None:
    unit.connection.execute(delete(AuditRow).where(*at(5)))


def delete_the_last_and_set_the_head_back(unit: Unit) -> None:
    before = unit.connection.scalar(select(AuditRow.mac).where(*at(4)))
    delete_the_last(unit)
    unit.connection.execute(update(AuditHeadRow).where(AuditHeadRow.chain == CHAIN).values(sequence=4, mac=before))


def delete_the_last_ten(unit: Unit) -> None:
    last = unit.connection.scalar(select(AuditRow.sequence).where(AuditRow.chain == LONG).order_by(AuditRow.id.desc()))
    assert last == 12
    mac = unit.connection.scalar(select(AuditRow.mac).where(AuditRow.chain == LONG, AuditRow.sequence == 2))
    unit.connection.execute(delete(AuditRow).where(AuditRow.chain == LONG, AuditRow.sequence > 2))
    unit.connection.execute(update(AuditHeadRow).where(AuditHeadRow.chain == LONG).values(sequence=2, mac=mac))


def delete_a_whole_chain(unit: Unit) -> None:
    unit.connection.execute(delete(AuditRow).where(AuditRow.chain == CHAIN))
    unit.connection.execute(delete(AuditHeadRow).where(AuditHeadRow.chain == CHAIN))


def empty_a_chain_and_set_the_head_to_nothing(unit: Unit) -> None:
    unit.connection.execute(delete(AuditRow).where(AuditRow.chain == CHAIN))
    other = unit.connection.scalar(select(AuditHeadRow.mac).where(AuditHeadRow.chain == CHAIN + 5))
    assert other is not None
    unit.connection.execute(update(AuditHeadRow).where(AuditHeadRow.chain == CHAIN).values(sequence=0, mac=other))


def swap(unit: Unit) -> None:
    for old, new in ((3, 99), (4, 3), (99, 4)):
        unit.connection.execute(update(AuditRow).where(*at(old)).values(sequence=new))


def insert_one(unit: Unit) -> None:
    row = dict(unit.connection.execute(select(AuditRow.__table__).where(*at(5))).one()._mapping)
    del row["id"]
    unit.connection.execute(insert(AuditRow), {**row, "sequence": 6, "subject": "A-9"})


def insert_between(unit: Unit) -> None:
    row = dict(unit.connection.execute(select(AuditRow.__table__).where(*at(3))).one()._mapping)
    del row["id"]
    for old in (5, 4, 3):
        unit.connection.execute(update(AuditRow).where(*at(old)).values(sequence=old + 1))
    unit.connection.execute(insert(AuditRow), {**row, "sequence": 3, "subject": "A-9"})
    unit.connection.execute(update(AuditHeadRow).where(AuditHeadRow.chain == CHAIN).values(sequence=6))


def edit_and_seal_without_the_key(unit: Unit) -> None:
    edit(unit)
    mac = unit.connection.scalar(select(AuditRow.mac).where(*at(2)))
    assert mac is not None
    for sequence in (3, 4, 5):
        row = unit.connection.execute(select(AuditRow.__table__).where(*at(sequence))).one()
        mac = audit.seal(b"", mac, dict(row._mapping))
        unit.connection.execute(update(AuditRow).where(*at(sequence)).values(mac=mac))
    unit.connection.execute(update(AuditHeadRow).where(AuditHeadRow.chain == CHAIN).values(mac=mac))


TAMPERINGS: list[tuple[Callable[[Unit], None], int]] = [
    (edit, 3),
    (edit_the_actor, 3),
    (edit_the_moment, 3),
    (delete_one, 3),
    (delete_one_and_close_the_gap, 3),
    (delete_the_last, 5),
    (delete_a_whole_chain, 1),
    (empty_a_chain_and_set_the_head_to_nothing, 1),
    (delete_the_last_and_set_the_head_back, 5),
    (swap, 3),
    (insert_one, 6),
    (insert_between, 3),
    (edit_and_seal_without_the_key, 3),
]
"""Each with the first row of the chain that does not hold after it."""
