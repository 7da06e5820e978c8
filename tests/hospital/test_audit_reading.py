"""An auditor reads who did what in whose record, page by page, and is in the trail with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from db.models import AuditRow
from hospital import allergies, audit, audit_reading, diagnoses
from hospital.access import ForbiddenError
from hospital.audit_reading import Noted, Page, Wanted
from hospital.diagnoses import Finding
from hospital.errors import NotFoundError
from tests.hospital.clinic import HUGO, IRIS, NOW
from tests.hospital.house import ADLER, ADMIN, AUDITOR, House

LATER = NOW + timedelta(hours=1)


def read(house: House, wanted: Wanted, *, before: int | None = None, limit: int = 100) -> Page:
    return house.as_(
        AUDITOR, lambda unit, actor: audit_reading.page(unit, actor, wanted, before=before, limit=limit), now=LATER
    )


def acts(entries: object) -> list[str]:
    assert isinstance(entries, list)
    return [each.action for each in entries if isinstance(each, Noted)]


def found(house: House, number: str, at: str) -> str:
    _, encounter = house.seen(number, at=at)
    finding = Finding("Raised blood pressure", code="I10")
    return house.as_(
        ADLER, lambda unit, actor: diagnoses.record(unit, actor, encounter.reference, finding, key=number)
    ).reference


def test_what_was_done_in_a_record_is_found_by_the_patient_under_every_reference(house: House) -> None:
    hers, his = found(house, IRIS, "2026-06-08 09:30"), found(house, HUGO, "2026-06-08 10:00")
    iris = house.patient(IRIS)
    house.as_(ADLER, lambda unit, actor: allergies.of_patient(unit, actor, iris))
    entries = read(house, Wanted(patient=IRIS)).entries
    subjects = {each.subject for each in entries}
    assert hers in subjects and f"patient {iris}" in subjects and his not in subjects
    assert {"appointment.book", "encounter.begin", "diagnosis.record", "allergy.read"} <= set(acts(entries))


def test_it_is_found_by_subject_by_who_did_it_and_by_time(house: House) -> None:
    hers = found(house, IRIS, "2026-06-08 09:30")
    assert acts(read(house, Wanted(subject=hers)).entries) == ["diagnosis.record"]
    by_her = read(house, Wanted(actor="staff:vera.adler@rosehill.example")).entries
    assert acts(by_her) == ["diagnosis.record"]
    house.as_(ADLER, lambda unit, actor: diagnoses.release(unit, actor, hers), now=LATER)
    assert acts(read(house, Wanted(subject=hers, since=LATER)).entries) == ["diagnosis.release"]
    assert acts(read(house, Wanted(subject=hers, until=LATER)).entries) == ["diagnosis.record"]


def test_pages_follow_each_other_without_a_gap_also_while_the_trail_grows(house: House) -> None:
    found(house, IRIS, "2026-06-08 09:30")
    wanted = Wanted(until=LATER)
    whole = [each.id for each in read(house, wanted, limit=500).entries]
    assert len(whole) > 3 and whole == sorted(whole, reverse=True)
    met: list[int] = []
    before: int | None = None
    while True:
        page = read(house, wanted, before=before, limit=2)  # which itself is written down each time
        met += [each.id for each in page.entries]
        before = page.before
        if before is None:
            break
    assert met == whole


@pytest.mark.parametrize("names", [1, 500])
def test_a_patients_pages_follow_each_other_however_much_their_record_holds(
    house: House, names: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_reading, "NAMES_AT_A_TIME", names)
    found(house, IRIS, "2026-06-08 09:30")
    found(house, HUGO, "2026-06-08 10:00")
    wanted = Wanted(patient=IRIS, until=LATER)
    whole = [each.id for each in read(house, wanted, limit=500).entries]
    met: list[int] = []
    before: int | None = None
    while len(met) < len(whole):
        page = read(house, wanted, before=before, limit=2)
        met, before = met + [each.id for each in page.entries], page.before
    assert met == whole and len(set(whole)) == len(whole) > 3 and before is None


def test_who_read_the_trail_and_what_they_looked_for_is_in_it(house: House) -> None:
    house.seen(IRIS)
    iris = house.patient(IRIS)
    read(house, Wanted(patient=IRIS, since=NOW))
    last = house.rows(AuditRow)[-1]
    assert (last.actor, last.action, last.subject) == (
        "staff:paul.oduya@rosehill.example",
        "audit.read",
        f"patient {iris}",
    )
    assert last.facts["since"] == str(NOW)


def test_nobody_reads_it_without_the_right_and_of_nobody_there_is_nothing(house: House) -> None:
    with pytest.raises(ForbiddenError):
        house.as_(ADLER, lambda unit, actor: audit_reading.page(unit, actor, Wanted()))
    with pytest.raises(NotFoundError):
        read(house, Wanted(patient="RH-999999"))


def test_those_who_may_verify_it_learn_where_it_was_touched(house: House) -> None:
    house.seen(IRIS)
    assert house.as_(ADMIN, audit_reading.verify) is None
    first = house.rows(AuditRow)[0]
    house.write(
        lambda unit: unit.connection.execute(update(AuditRow).where(AuditRow.id == first.id).values(actor="nobody"))
    )
    assert house.as_(ADMIN, audit_reading.verify) == audit.Broken(first.chain, first.sequence)
