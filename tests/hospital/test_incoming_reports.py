"""What other systems report: once for each of their numbers, for the order and the patient named, never on a guess."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import update

from db.models import DocumentRow, ReportRow, ReportVersionRow, TaskRow
from hospital import access, acting
from hospital.access import ForbiddenError
from hospital.orders.records import Order
from hospital.reports import incoming, records, registering, reviewing, writing
from hospital.reports.errors import ReportError
from hospital.reports.incoming import Incoming, Taken
from hospital.reports.records import Report
from hospital.uploads import Stored
from tests.hospital.acts.of_orders import done
from tests.hospital.acts.of_reports import CALM, DANGEROUS, RAISED
from tests.hospital.clinic import HUGO, IRIS, NOW
from tests.hospital.house import ADLER, DESK, House

LAB, PACS = access.of_device("lab"), access.of_device("pacs")
_names = count(1)


def paper(content: str = "a report") -> Stored:
    """A file as it lies in the uploads directory, under a name of its own each time."""
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return Stored(f"{next(_names):032x}.pdf", "application/pdf", len(content), sha256)


def send(house: House, message: Incoming, sender: access.Actor = LAB) -> Taken:
    return acting.as_actor(
        house.office, sender, lambda unit, actor: incoming.receive(unit, house.hospital, actor, message)
    )


@pytest.fixture
def order(house: House) -> Order:
    house.seen(IRIS)
    return done(house)


@pytest.fixture
def message(order: Order) -> Incoming:
    return Incoming("L-1", order.reference, order.patient_number, (CALM,), paper(), "Lipids.pdf")


def now_of(house: House, taken: Taken) -> Report:
    assert taken.report is not None and taken.task is None
    return house.read(lambda unit: records.get(unit, taken.report or ""))


def finished(house: House, taken: Taken) -> Report:
    return house.as_(ADLER, lambda unit, actor: writing.finalise(unit, house.hospital, actor, taken.report or ""))


def tasks(house: House) -> list[tuple[str, str]]:
    return [(row.queue, row.status) for row in house.rows(TaskRow, TaskRow.kind == "unmatched_report")]


def test_a_message_told_twice_is_one_report_with_its_values_and_its_file(house: House, message: Incoming) -> None:
    first = send(house, message)
    again = send(house, replace(message, document=paper()))
    made = now_of(house, first)
    assert again == first and len(house.rows(ReportRow)) == 1 and len(house.rows(DocumentRow)) == 1
    assert (made.status, [value.value for value in made.content.results]) == ("preliminary", ["4.1"])
    assert [file.title for file in made.content.files] == ["Lipids.pdf"] and tasks(house) == []


def test_numbers_are_each_senders_own(house: House, message: Incoming) -> None:
    assert send(house, message).report != send(house, replace(message, document=paper()), PACS).report


def test_what_is_corrected_before_a_doctor_made_it_final_says_the_new_values(house: House, message: Incoming) -> None:
    taken = send(house, message)
    send(house, replace(message, results=(RAISED,)))
    made = now_of(house, taken)
    assert (made.version, [value.value for value in made.content.results]) == (1, ["6.3"])


def test_what_is_corrected_afterwards_is_a_new_version_that_is_reviewed_again(house: House, message: Incoming) -> None:
    taken = send(house, message)
    finished(house, taken)
    house.as_(ADLER, lambda unit, actor: reviewing.review(unit, actor, taken.report or "", message="All is well."))
    send(house, message)
    assert now_of(house, taken).version == 1
    send(house, replace(message, results=(RAISED,), document=paper("another")))
    made = now_of(house, taken)
    assert (made.status, made.version, made.reviewed_at, made.released_at) == ("amended", 2, None, None)
    assert len(made.content.files) == 2


@pytest.mark.parametrize("is_final", [False, True])
def test_a_repeat_of_what_was_corrected_since_brings_nothing_back(
    house: House, message: Incoming, is_final: bool
) -> None:
    taken = send(house, message)
    if is_final:
        finished(house, taken)
    send(house, replace(message, results=(RAISED,)))
    corrected = now_of(house, taken)
    assert send(house, replace(message, document=paper())) == taken
    assert now_of(house, taken) == corrected and [value.value for value in corrected.content.results] == ["6.3"]


def test_a_report_that_was_altered_behind_our_back_takes_no_correction_and_people_are_told(
    house: House, message: Incoming
) -> None:
    taken = send(house, message)
    finished(house, taken)
    altered = update(ReportVersionRow).values(conclusion="All is well")
    house.write(lambda unit: unit.connection.execute(altered))
    correction = replace(message, results=(RAISED,))
    first = send(house, correction)
    assert first.task is not None and send(house, correction) == first
    assert tasks(house) == [("desk", "requested")]
    assert [row.queue for row in house.rows(TaskRow, TaskRow.kind == "tampered")] == ["clinic"]


def test_a_dangerous_value_from_outside_is_told_at_once(house: House, message: Incoming) -> None:
    send(house, replace(message, results=(DANGEROUS,)))
    assert len(house.rows(TaskRow, TaskRow.kind == "critical")) == 1


@pytest.mark.parametrize("wrong", ["order", "patient", "nothing"])
def test_what_fits_no_order_of_that_patient_is_one_task_of_the_desk_with_the_file(
    house: House, message: Incoming, wrong: str
) -> None:
    changed = {
        "order": replace(message, order="O-NONE"),
        "patient": replace(message, patient_number=HUGO),
        "nothing": replace(message, order=""),
    }[wrong]
    first = send(house, changed)
    assert send(house, changed) == first and first.report is None
    (document,) = house.rows(DocumentRow)
    (task,) = house.rows(TaskRow, TaskRow.kind == "unmatched_report")
    assert (task.queue, task.status, document.patient_id) == ("desk", "requested", None)
    assert document.reference in task.summary and house.rows(ReportRow) == []
    assert send(house, message).report is not None and tasks(house) == [("desk", "completed")]
    assert [row.patient_id for row in house.rows(DocumentRow)] == [house.patient(IRIS)]


def test_what_fits_nothing_still_after_its_task_was_closed_is_a_task_anew(house: House, message: Incoming) -> None:
    astray = replace(message, order="O-NONE", document=None)
    first, other = send(house, astray), send(house, replace(astray, number="L-1 1"))
    close = update(TaskRow).where(TaskRow.reference == first.task).values(status="completed", closed_at=NOW)
    house.write(lambda unit: unit.connection.execute(close))
    second = send(house, replace(astray, results=(RAISED,)))
    assert second.task not in (first.task, other.task, None) and send(house, astray) == second
    assert tasks(house) == [("desk", "completed"), ("desk", "requested"), ("desk", "requested")]


def test_what_was_withdrawn_here_is_not_written_again_behind_its_doctors_back(house: House, message: Incoming) -> None:
    taken = send(house, message)
    house.as_(
        ADLER,
        lambda unit, actor: registering.withdraw(unit, house.hospital, actor, taken.report or "", reason="other tube"),
    )
    again = replace(message, results=(RAISED,), document=paper("another"))
    assert send(house, again).report is None and tasks(house) == [("desk", "requested")]


def test_what_says_nothing_is_refused_and_only_other_systems_send(house: House, message: Incoming) -> None:
    with pytest.raises(ReportError):
        send(house, replace(message, results=(), document=None))
    with pytest.raises(ForbiddenError):
        house.as_(DESK, lambda unit, actor: incoming.receive(unit, house.hospital, actor, message))
