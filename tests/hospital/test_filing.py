"""What patients send reaches a doctor who may open it: the desk puts it on a chart, and the doctor gets a task."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from db.models import AppointmentRow, AuditRow, DocumentRow, EncounterRow, TaskRow
from hospital import documents, files, filing, task_work
from hospital.access import ForbiddenError
from hospital.errors import NotFoundError
from hospital.filing import Content, Filed, FiledElsewhereError
from hospital.uploads import PDF, Stored
from tests.hospital.acts.of_files import sent
from tests.hospital.acts.of_papers import number
from tests.hospital.clinic import HUGO, IRIS
from tests.hospital.house import ADLER, BRANDT, DESK, House
from tests.hospital.test_refills import goes_away

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def file(house: House, reference: str, whose: str, content: Content = Content.LETTER, moved_because: str = "") -> Filed:
    filed: Filed = house.as_(
        DESK,
        lambda unit, actor: filing.file_document(
            unit, house.hospital, actor, reference, whose, content, moved_because=moved_because
        ),
    )
    return filed


def opened(house: House, who: str, reference: str) -> files.File:
    found: files.File = house.as_(who, lambda unit, actor: files.opened(unit, actor, reference))
    return found


def test_once_filed_the_doctor_who_sees_the_patient_has_a_task_and_opens_it_and_the_desk_does_not(house: House) -> None:
    house.seen(IRIS)
    reference, iris = sent(house), number(house)
    with pytest.raises(NotFoundError):
        opened(house, ADLER, reference)
    filed = file(house, reference, iris)
    (row,) = house.rows(DocumentRow)
    assert (row.patient_id, row.content, filed.doctor) == (house.patient(IRIS), "letter", "Dr Vera Adler")
    (task,) = house.rows(TaskRow)
    assert (task.kind, task.queue, task.reference) == ("document", "clinic", filed.task)
    assert task.for_doctor_id == house.actor(ADLER).doctor_id and reference in task.summary and iris in task.summary
    assert opened(house, ADLER, reference).reference == reference
    with pytest.raises(ForbiddenError):
        opened(house, DESK, reference)


def test_while_the_doctor_is_away_the_colleague_who_covers_has_the_task(house: House) -> None:
    house.seen(IRIS)
    goes_away(house, "adler", "2026-06-08 08:00", "2026-06-22 00:00")
    assert file(house, sent(house), number(house)).doctor == house.doctor("brandt").name


def test_a_doctor_who_did_not_see_the_patient_after_all_is_not_asked(house: House) -> None:
    house.seen(IRIS)
    for table, status in ((AppointmentRow, "cancelled"), (EncounterRow, "cancelled")):
        house.write(lambda unit, t=table, s=status: unit.connection.execute(update(t).values(status=s)))  # type: ignore[misc]
    assert file(house, sent(house), number(house)).doctor is None


def test_what_is_of_an_insurance_is_looked_at_by_billing(house: House) -> None:
    house.seen(IRIS)
    filed = file(house, sent(house), number(house), Content.INSURANCE)
    (task,) = house.rows(TaskRow)
    assert (filed.doctor, task.queue, task.for_doctor_id) == (None, "billing", None)


def test_filed_again_it_gets_another_kind_and_no_second_task(house: House) -> None:
    house.seen(IRIS)
    reference, iris = sent(house), number(house)
    assert file(house, reference, iris).task == file(house, reference, iris, Content.LABORATORY).task
    (row,) = house.rows(DocumentRow)
    assert row.content == "laboratory" and len(house.rows(TaskRow)) == 1


def test_what_is_on_one_chart_is_not_moved_to_anothers(house: House) -> None:
    house.seen(IRIS)
    stored = Stored("00aa00aa00aa00aa", PDF, 1000, "cd" * 32)
    hugo = house.patient(HUGO)
    made = house.write(lambda unit: documents.record(unit, 1, stored, patient_id=hugo)).reference
    with pytest.raises(FiledElsewhereError):
        file(house, made, number(house))
    with pytest.raises(NotFoundError):
        file(house, "D-NOBODY", number(house))
    assert [row.patient_id for row in house.rows(DocumentRow)] == [hugo] and house.rows(TaskRow) == []


def test_what_was_filed_wrongly_is_moved_with_a_reason_and_its_task_ends(house: House) -> None:
    house.seen(IRIS)
    house.seen(HUGO, at="2026-06-08 10:00")
    iris, hugo = house.patient(IRIS), house.patient(HUGO)
    reference = sent(house)
    file(house, reference, HUGO)
    with pytest.raises(FiledElsewhereError):
        file(house, reference, IRIS, moved_because=" ")
    for _ in range(2):
        file(house, reference, IRIS, moved_because="the other Farrell")
    assert [row.patient_id for row in house.rows(DocumentRow)] == [iris]
    told = [(row.patient_id, row.status) for row in house.rows(TaskRow)]
    assert told == [(hugo, "cancelled"), (iris, "requested")]
    (moved,) = [row.facts for row in house.rows(AuditRow) if row.action == "document.move"]
    assert moved == {"from": hugo, "to": iris, "reason": "the other Farrell"}
    file(house, reference, HUGO, moved_because="his after all")
    assert [row.status for row in house.rows(TaskRow)] == ["cancelled", "cancelled", "requested"]


def test_where_no_doctor_has_seen_the_patient_the_one_who_takes_the_task_opens_it(house: House) -> None:
    reference = sent(house)
    filed = file(house, reference, number(house))
    assert filed.doctor is None
    with pytest.raises(ForbiddenError):
        opened(house, BRANDT, reference)
    email = house.actor(BRANDT).signature.removeprefix("staff:")
    house.write(lambda unit: task_work.claim(unit, filed.task, email))
    assert opened(house, BRANDT, reference).reference == reference
    house.write(lambda unit: task_work.release(unit, filed.task, email, done=True))
    with pytest.raises(ForbiddenError):
        opened(house, BRANDT, reference)
