"""The audit trail holds as long as nobody touches it, and tells where somebody did."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, insert, select, update

from db.models import AuditHeadRow, AuditRow
from hospital import appointment_changes, appointments, audit
from hospital.audit import CHAINS, Broken, Entry
from hospital.errors import OverlapError
from hospital.office import Office, Unit
from tests.hospital.clinic import AUDIT_KEY, HUGO, IRIS, MONDAY, NOW, Clinic

CHAIN, LONG = 3, 7


@pytest.fixture
def trail(clinic: Clinic) -> Clinic:
    """The hospital with five entries in one chain and a few in others."""
    for number in range(5):
        entry = Entry("appointment.book", f"A-{number}", {"doctor": "adler", "né": [number, None, "José"]})
        clinic.write(lambda unit, entry=entry: audit.append(unit, entry, chain_of=CHAIN))  # type: ignore[misc]
    clinic.write(lambda unit: audit.append(unit, Entry("a", "x", {}), Entry("b", "x", {}), chain_of=CHAIN + 1))
    return clinic


def verify(clinic: Clinic) -> Broken | None:
    return clinic.read(audit.verify)


def chain_of(clinic: Clinic, chain: int = CHAIN) -> list[Any]:
    return clinic.rows(AuditRow, AuditRow.chain == chain)


def test_a_trail_that_nobody_touched_holds(trail: Clinic) -> None:
    assert verify(trail) is None
    assert [row.sequence for row in chain_of(trail)] == [1, 2, 3, 4, 5]
    assert len({row.mac for row in trail.rows(AuditRow)}) == len(trail.rows(AuditRow))


def test_an_empty_trail_holds(clinic: Clinic) -> None:
    clinic.write(lambda unit: unit.connection.execute(delete(AuditRow)))
    clinic.write(lambda unit: unit.connection.execute(delete(AuditHeadRow)))
    assert verify(clinic) is None


def test_an_entry_says_who_did_what_to_what_and_when(clinic: Clinic) -> None:
    moment = NOW + timedelta(minutes=7, microseconds=123456)
    entry = Entry("records.read", "A-1", {"kind": "appointments"})
    clinic.write(lambda unit: audit.append(unit, entry, chain_of=CHAIN), now=moment, actor="staff:7")
    row = chain_of(clinic)[0]
    assert (row.happened_at, row.actor, row.action, row.subject, row.facts) == (
        moment,
        "staff:7",
        "records.read",
        "A-1",
        {"kind": "appointments"},
    )
    assert verify(clinic) is None


def test_conversations_share_a_few_chains(clinic: Clinic) -> None:
    for conversation in (1, 1 + CHAINS, 2):
        entry = Entry("a", str(conversation), {})
        clinic.write(lambda unit, c=conversation, e=entry: audit.append(unit, e, chain_of=c))  # type: ignore[misc]
    assert [row.subject for row in chain_of(clinic, 1)] == ["1", str(1 + CHAINS)]
    assert [row.subject for row in chain_of(clinic, 2)] == ["2"]


# --- tampering ------------------------------------------------------------------------------------


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


TAMPERINGS = [
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


class UndoError(Exception):
    """Takes a tampering back."""


def test_whoever_touches_the_trail_without_the_key_is_found(trail: Clinic) -> None:
    found: dict[str, Broken | None] = {}

    def work(unit: Unit, tamper: Callable[[Unit], None]) -> None:
        tamper(unit)
        found[tamper.__name__] = audit.verify(unit)
        raise UndoError

    for tamper, _ in TAMPERINGS:
        with pytest.raises(UndoError):
            trail.write(lambda unit, tamper=tamper: work(unit, tamper))  # type: ignore[misc]
    assert found == {tamper.__name__: Broken(CHAIN, first) for tamper, first in TAMPERINGS}
    assert verify(trail) is None


def test_a_chain_whose_end_or_all_of_which_was_cut_off_is_broken_for_good(trail: Clinic) -> None:
    for number in range(12):
        trail.write(lambda unit, n=number: audit.append(unit, Entry("a", f"{n}", {}), chain_of=LONG))  # type: ignore[misc]
    assert verify(trail) is None
    trail.write(delete_the_last_ten)
    assert verify(trail) == Broken(LONG, 3)
    trail.write(delete_a_whole_chain)
    for _ in range(2):  # what is written afterwards begins it anew in vain
        assert verify(trail) == Broken(CHAIN, 1)
        trail.write(lambda unit: audit.append(unit, Entry("a", "x", {}), chain_of=CHAIN))


def test_a_trail_that_an_earlier_version_began_holds_on(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.write(lambda unit: unit.connection.execute(delete(AuditRow)))
    clinic.write(lambda unit: unit.connection.execute(delete(AuditHeadRow)))
    with monkeypatch.context() as earlier:
        earlier.setattr(audit, "start_of", lambda key, chain: "0" * 64)
        clinic.write(lambda unit: audit.append(unit, Entry("a", "x", {}), chain_of=CHAIN))
    others = delete(AuditHeadRow).where(AuditHeadRow.chain != CHAIN)  # they were made when they began
    clinic.write(lambda unit: unit.connection.execute(others))
    for chain in (LONG, CHAIN):
        clinic.write(lambda unit, c=chain: audit.append(unit, Entry("a", "x", {}), chain_of=c))  # type: ignore[misc]
        assert verify(clinic) is None
    clinic.write(lambda unit: unit.connection.execute(update(AuditRow).values(subject="y")))
    assert verify(clinic) is not None


def test_a_trail_read_with_another_key_does_not_hold(trail: Clinic) -> None:
    with Office(trail.engine, audit_key=b"another key").read() as unit:
        assert audit.verify(unit) is not None


def test_a_damaged_entry_breaks_its_own_chain_alone_and_the_next_entries_do_not_heal_it(trail: Clinic) -> None:
    trail.write(edit)
    trail.write(lambda unit: audit.append(unit, Entry("a", "x", {}), chain_of=CHAIN))
    assert verify(trail) == Broken(CHAIN, 3)


# --- one transaction ------------------------------------------------------------------------------


def test_what_did_not_happen_left_no_entry(trail: Clinic) -> None:
    before = trail.rows(AuditRow), trail.rows(AuditHeadRow)

    def fails(unit: Unit) -> None:
        audit.append(unit, Entry("appointment.book", "A-9", {}), chain_of=CHAIN)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        trail.write(fails)
    assert (trail.rows(AuditRow), trail.rows(AuditHeadRow)) == before
    trail.write(lambda unit: audit.append(unit, Entry("a", "x", {}), chain_of=CHAIN))
    assert verify(trail) is None


def test_every_effect_has_its_entry_in_its_own_transaction(clinic: Clinic) -> None:
    clinic.ensure(MONDAY, 2, "adler")
    visit = clinic.book(IRIS, "adler", "2026-06-09 09:00", conversation_id=CHAIN)
    assert [(row.action, row.subject) for row in chain_of(clinic)] == [("appointment.book", visit.reference)]
    request = clinic.request(HUGO, "adler", "2026-06-09 09:30", conversation_id=CHAIN)

    def fails(unit: Unit) -> None:
        appointments.book(unit, clinic.hospital, request)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        clinic.write(fails)
    assert len(chain_of(clinic)) == 1


def test_two_who_begin_a_chain_at_the_same_moment_both_get_their_entry(clinic: Clinic) -> None:
    # on MariaDB both are under way before either adds to it; SQLite has one writer at a time
    meet = threading.Barrier(2, timeout=5)
    tries: list[str] = []
    failed: list[BaseException] = []

    def work(unit: Unit, who: str) -> None:
        tries.append(who)
        if unit.connection.dialect.name != "sqlite" and tries.count(who) == 1:
            unit.connection.execute(select(AuditHeadRow)).all()
            meet.wait()
        audit.append(unit, Entry("a", who, {}), chain_of=CHAIN)

    def run(who: str) -> None:
        try:
            Office(clinic.engine, audit_key=AUDIT_KEY).write(lambda unit: work(unit, who), now=NOW)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(who,)) for who in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert failed == []
    assert sorted(row.subject for row in chain_of(clinic)) == ["one", "two"]
    assert verify(clinic) is None


def test_a_trail_holds_while_it_is_walked_and_appended_to(trail: Clinic) -> None:
    done = threading.Event()

    def append() -> None:
        while not done.is_set():
            trail.write(lambda unit: audit.append(unit, Entry("a", "x", {}), chain_of=CHAIN))

    writer = threading.Thread(target=append)
    writer.start()
    try:
        assert [verify(trail) for _ in range(20)] == [None] * 20
    finally:
        done.set()
        writer.join()


# --- the last lock --------------------------------------------------------------------------------


def test_the_trail_is_written_when_all_other_work_is_done(clinic: Clinic) -> None:
    clinic.ensure(MONDAY, 3, "adler")
    visit = clinic.book(IRIS, "adler", "2026-06-09 09:30", conversation_id=3)
    request = clinic.request(HUGO, "adler", "2026-06-09 09:30", conversation_id=18)
    heard: list[str] = []

    def hear(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        heard.append(statement)

    event.listen(clinic.engine, "before_cursor_execute", hear)
    try:
        clinic.write(lambda unit: appointment_changes.give_to(unit, clinic.hospital, visit.reference, request))
    finally:
        event.remove(clinic.engine, "before_cursor_execute", hear)
    is_audit = ["audit" in statement for statement in heard if "SAVEPOINT" not in statement]
    assert True in is_audit and all(is_audit[is_audit.index(True) :])
    chains = [
        row.chain for row in clinic.rows(AuditRow, AuditRow.action.in_(("appointment.cancel", "appointment.book")))
    ]
    assert chains[-2:] == sorted(chains[-2:]) and verify(clinic) is None


def test_what_was_undone_within_a_unit_is_not_in_the_trail(clinic: Clinic) -> None:
    clinic.ensure(MONDAY, 3, "adler", "brandt")
    visit = clinic.book(IRIS, "adler", "2026-06-09 10:00")
    clinic.book(HUGO, "brandt", "2026-06-09 10:00")
    request = clinic.request(HUGO, "adler", "2026-06-09 10:00")

    def work(unit: Unit) -> None:
        with pytest.raises(OverlapError):
            appointment_changes.give_to(unit, clinic.hospital, visit.reference, request)
        audit.append(unit, Entry("a", "goes on", {}), chain_of=CHAIN)

    clinic.write(work)
    told = [row.action for row in clinic.rows(AuditRow)]
    assert "appointment.cancel" not in told and told[-1] == "a" and verify(clinic) is None
