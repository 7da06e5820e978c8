"""The audit trail holds as long as nobody touches it, and tells where somebody did."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, select, update

from db.models import AuditHeadRow, AuditRow
from hospital import appointment_changes, appointments, audit
from hospital.audit import CHAINS, Broken, Entry
from hospital.errors import OverlapError
from hospital.office import Office, Unit, open_office
from tests.hospital.clinic import AUDIT_KEY, HUGO, IRIS, MONDAY, NOW, Clinic
from tests.hospital.tampering import (
    CHAIN,
    LONG,
    TAMPERINGS,
    begin,
    delete_a_whole_chain,
    delete_the_last_ten,
    edit,
    wipe,
)


@pytest.fixture
def trail(clinic: Clinic) -> Clinic:
    """The hospital with five entries in one chain and a few in others."""
    clinic.write(begin)
    return clinic


def verify(clinic: Clinic) -> Broken | None:
    return clinic.read(audit.verify)


def chain_of(clinic: Clinic, chain: int = CHAIN) -> list[Any]:
    return clinic.rows(AuditRow, AuditRow.chain == chain)


def test_a_trail_that_nobody_touched_holds(trail: Clinic) -> None:
    assert verify(trail) is None
    assert [row.sequence for row in chain_of(trail)] == [1, 2, 3, 4, 5]
    assert len({row.mac for row in trail.rows(AuditRow)}) == len(trail.rows(AuditRow))


def test_where_nothing_was_loaded_an_empty_trail_holds(database_url: str) -> None:
    office = open_office(database_url)
    with office.read() as unit:
        assert (audit.verify(unit), audit.is_begun(unit)) == (None, False)
    office.engine.dispose()


def test_a_trail_that_was_taken_away_as_a_whole_is_missed_also_once_it_goes_on(trail: Clinic) -> None:
    trail.write(wipe)
    for _ in range(2):
        assert verify(trail) == Broken(0, 1, is_begun_anew=True)
        trail.write(lambda unit: audit.append(unit, Entry("a", "x", {})))
    trail.load(("Vera Adler", "Vera Adler-Kahn"))
    assert verify(trail) == Broken(0, 1, is_begun_anew=True)


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
    trail.write(delete_the_last_ten)
    assert verify(trail) == Broken(LONG, 3)
    trail.write(delete_a_whole_chain)
    for _ in range(2):  # what is written afterwards begins it anew in vain
        assert verify(trail) == Broken(CHAIN, 1)
        trail.write(lambda unit: audit.append(unit, Entry("a", "x", {}), chain_of=CHAIN))


def test_a_trail_that_an_earlier_version_began_holds_on(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.write(wipe)
    with monkeypatch.context() as earlier:
        earlier.setattr(audit, "start_of", lambda key, chain: "0" * 64)
        clinic.write(lambda unit: audit.append(unit, Entry(*audit.FIRST_LOAD, {})))
        clinic.write(lambda unit: audit.append(unit, Entry("a", "x", {}), chain_of=CHAIN))
    others = delete(AuditHeadRow).where(AuditHeadRow.chain.not_in((0, CHAIN)))  # they were made when they began
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
