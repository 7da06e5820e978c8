"""Requests to have a medicine again: whoever is there decides them, and none lies where nobody looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from conversation import handing_over
from db.models import DispenseRow, OutboxRow, TaskRow, TimeOffRow
from hospital import encounters, task_work
from hospital.access import Actor, ForbiddenError
from hospital.directory_rows import Directory
from hospital.office import Office, Unit
from hospital.pharmacy import dispensing, taking_back
from hospital.pharmacy.dispensing import Wish
from hospital.pharmacy.places import MAIN
from hospital.pharmacy.taking_back import Condition
from hospital.prescriptions import moving, records, refills, writing
from hospital.prescriptions.errors import RefillStop, RefillStoppedError
from hospital.prescriptions.records import Prescription
from hospital.prescriptions.refills import Refill
from hospital.prescriptions.writing import NewItem
from tests.hospital.acts.of_prescriptions import STATIN, trusted
from tests.hospital.clinic import AUDIT_KEY, IRIS, NOW, when
from tests.hospital.house import ADLER, BRANDT, PHARMACIST, RYAN, House
from tests.hospital.test_critical_values import At
from tests.hospital.test_prescriptions import SYRUP, ask, collected, sign, signed

ADLERS, BRANDTS, RYANS = (f"{name}@rosehill.example" for name in (ADLER, BRANDT, RYAN))
HALF_A_DAY = timedelta(hours=4)


def goes_away(house: House, code: str, begin: str, end: str) -> None:
    off = {"doctor_id": house.doctor(code).id, "starts_at": when(begin), "ends_at": when(end), "is_from_file": False}
    house.write(lambda unit: unit.connection.execute(insert(TimeOffRow), off))
    house.hospital = house.picture()


def the_task(house: House) -> tuple[str, int | None]:
    (row,) = house.rows(TaskRow, TaskRow.kind == "refill")
    return row.status, row.for_doctor_id


def the_clock(house: House, moment: datetime) -> list[str]:
    """What the clock does about tasks then; who has been alerted by mail so far."""
    handing_over.keep_promises(Office(house.engine, At(moment.astimezone(UTC)), AUDIT_KEY), Directory())
    return [row.address for row in house.rows(OutboxRow) if row.channel == "mail"]


def approve(house: House, asked: Refill, by: str, now: datetime = NOW) -> Refill:
    return house.as_(
        by,
        lambda unit, actor: refills.approve(
            unit, house.hospital, trusted(actor), asked.reference, allergies_seen=["penicillin"]
        ),
        now=now,
    )


def test_a_colleague_is_asked_while_the_prescriber_is_away_and_decides(house: House) -> None:
    goes_away(house, "adler", "2026-06-08 10:00", "2026-06-22 00:00")
    first, later = collected(house), NOW + timedelta(hours=2)
    asked = ask(house, first.items[0], now=later)
    brandt = house.doctor("brandt")
    assert the_task(house) == ("requested", brandt.id)
    assert (asked.prescriber, asked.decides) == ("Dr Vera Adler", brandt.name)
    with pytest.raises(ForbiddenError):
        approve(house, asked, BRANDT, later)
    (task,) = house.rows(TaskRow, TaskRow.kind == "refill")
    house.write(lambda unit: task_work.claim(unit, task.reference, BRANDTS), now=later)
    read = house.as_(BRANDT, lambda unit, actor: refills.of_patient(unit, actor, house.patient(IRIS)), now=later)
    assert [each.reference for each in read] == [asked.reference]
    made = approve(house, asked, BRANDT, later)
    assert the_task(house)[0] == "completed"
    # whoever prescribed answers for it as long as it stands
    (anew,) = [
        each
        for each in house.as_(BRANDT, lambda u, actor: records.of_patient(u, actor, house.patient(IRIS)), now=later)
        if each.id == made.prescription_id
    ]
    assert anew.prescriber == brandt.name
    house.as_(BRANDT, lambda unit, actor: moving.stop(unit, actor, anew.reference, reason="rash"), now=later)
    with pytest.raises(ForbiddenError):
        house.as_(BRANDT, lambda unit, actor: records.read(unit, actor, anew.reference), now=later)


def test_a_colleague_who_took_it_may_refuse_it_and_afterwards_reads_nothing_more(house: House) -> None:
    asked = ask(house, collected(house).items[0])
    (task,) = house.rows(TaskRow, TaskRow.kind == "refill")
    house.write(lambda unit: task_work.claim(unit, task.reference, RYANS))
    house.as_(RYAN, lambda u, actor: refills.refuse(u, house.hospital, actor, asked.reference, reason="blood test"))
    with pytest.raises(ForbiddenError):
        house.as_(RYAN, lambda unit, actor: refills.of_patient(unit, actor, house.patient(IRIS)))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_nobody_decided_in_time_goes_on_to_a_colleague_who_is_told(house: House) -> None:
    adler, brandt = house.doctor("adler").id, house.doctor("brandt").id
    ask(house, collected(house).items[0])
    assert the_clock(house, NOW + HALF_A_DAY - timedelta(minutes=1)) == []
    assert the_task(house) == ("requested", adler)
    for _ in range(2):
        assert the_clock(house, NOW + HALF_A_DAY) == [BRANDTS]
    assert the_task(house) == ("requested", brandt)
    # nor did he: whoever takes it, and it does not go round among those who did not
    for times in (2, 3, 4):
        assert sorted(the_clock(house, NOW + times * HALF_A_DAY)) == sorted([BRANDTS, ADLERS, BRANDTS, RYANS])
    assert the_task(house) == ("requested", None)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_no_colleague_is_there_all_doctors_are_told_once(house: House) -> None:
    ask(house, collected(house).items[0])
    goes_away(house, "adler", "2026-06-08 10:00", "2026-06-22 00:00")
    goes_away(house, "brandt", "2026-06-08 10:00", "2026-06-22 00:00")
    for hours in (4, 8, 12):
        told = the_clock(house, NOW + timedelta(hours=hours))
    assert sorted(told) == sorted([ADLERS, BRANDTS, RYANS])
    assert the_task(house) == ("requested", None)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_a_doctor_took_and_left_lying_goes_on_once_they_are_away(house: House) -> None:
    asked = ask(house, collected(house).items[0])
    (task,) = house.rows(TaskRow, TaskRow.kind == "refill")
    house.write(lambda unit: task_work.claim(unit, task.reference, ADLERS))
    assert the_clock(house, NOW + HALF_A_DAY) == [], "she is here and has it"
    goes_away(house, "adler", "2026-06-08 14:00", "2026-06-22 00:00")
    assert the_clock(house, NOW + 2 * HALF_A_DAY) == [BRANDTS]
    assert the_task(house) == ("requested", house.doctor("brandt").id)
    house.write(lambda unit: task_work.claim(unit, task.reference, BRANDTS))
    assert approve(house, asked, BRANDT).status == "approved"


# --- not before its time --------------------------------------------------------------------------

MONTH = replace(STATIN, repeats=11)
"""One a day for four weeks, to be repeated for a year."""


def gets(house: House, made: Prescription, pieces: int | None, day: int) -> None:
    """The pharmacy hands something over, so many days from now; all that is left where no pieces are said."""
    now = NOW + timedelta(days=day)
    wishes = [Wish(made.items[0].id, pieces)]

    def work(unit: Unit, actor: Actor) -> None:
        key = f"{made.reference} {day} {pieces}"
        ready = dispensing.prepare(unit, house.hospital, actor, made.reference, place=MAIN, key=key, wishes=wishes)
        dispensing.hand_over(unit, house.hospital, actor, ready.reference)

    house.as_(PHARMACIST, work, now=now)


def stop(house: House, made: Prescription, day: int) -> tuple[RefillStop, date | None] | str:
    """What comes of asking so many days from now: the stop with its day, or how the request stands."""
    try:
        return ask(house, made.items[0], key=f"day {day}", now=NOW + timedelta(days=day)).status
    except RefillStoppedError as stopped:
        return stopped.stop, stopped.asked_from


def on(day: int) -> date:
    return NOW.date() + timedelta(days=day)


def test_nothing_is_repeated_before_it_was_collected_nor_while_it_lasts(house: House) -> None:
    made = signed(house, MONTH)
    assert stop(house, made, 0) == (RefillStop.TO_COLLECT, None)
    gets(house, made, None, 0)
    for day in (0, 20):
        assert stop(house, made, day) == (RefillStop.TOO_SOON, on(21))
    assert stop(house, made, 21) == "approved"
    gets(house, made, None, 21)
    # seven days of the first were left
    assert stop(house, made, 42) == (RefillStop.TOO_SOON, on(49))
    assert stop(house, made, 49) == "approved"
    fills = house.read(lambda unit: records.get(unit, made.reference)).items[0].fills
    assert fills == 3 and len(house.rows(TaskRow, TaskRow.kind == "refill_ready")) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_owed_is_still_to_be_collected_and_the_parts_last_together(house: House) -> None:
    made = signed(house, MONTH)
    gets(house, made, 6, 0)
    assert stop(house, made, 5) == (RefillStop.TO_COLLECT, None)
    gets(house, made, 22, 2)
    assert stop(house, made, 20) == (RefillStop.TOO_SOON, on(21))
    assert stop(house, made, 21) == "approved"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("item", "first"),
    [
        (replace(STATIN, dosage=replace(STATIN.dosage, days=7)), 6),
        (replace(STATIN, dosage=replace(STATIN.dosage, days=56, as_needed=True)), 49),
        (SYRUP, 6),
    ],
    ids=["a week", "as needed", "packs"],
)
def test_a_course_lasts_its_days_and_of_a_short_one_no_more_than_a_quarter_is_had_ahead(
    house: House, item: NewItem, first: int
) -> None:
    made = signed(house, item)
    gets(house, made, None, 0)
    assert stop(house, made, first - 1) == (RefillStop.TOO_SOON, on(first))
    assert stop(house, made, first) == "requested"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_came_back_to_the_pharmacy_lasts_nobody(house: House) -> None:
    made = signed(house, STATIN)
    gets(house, made, None, 0)
    (given,) = house.rows(DispenseRow)
    back = Condition(is_sealed=False, left_house=True, reason="rash")
    house.as_(
        PHARMACIST,
        lambda u, actor: taking_back.take_back(
            u, house.hospital, actor, given.reference, 1, 28, condition=back, key="back"
        ),
    )
    assert stop(house, made, 1) == "requested"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_doctor_prescribes_anew_at_any_time(house: House) -> None:
    made = signed(house, STATIN)
    gets(house, made, None, 0)
    assert stop(house, made, 1) == (RefillStop.TOO_SOON, on(21))
    encounter = house.read(lambda unit: encounters.of_patient(unit, house.patient(IRIS)))[0].reference
    anew = house.as_(ADLER, lambda unit, actor: writing.draft(unit, actor, encounter, [STATIN], key="lost in a bus"))
    assert sign(house, anew.reference).status == "active"
