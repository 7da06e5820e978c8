"""The front desk hands papers over that it may not read, to whoever has shown who they are; and it is written down."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, update

from db.models import AuditRow, DependantRow, PatientRow, PrescriptionItemRow, ReportResultRow, TaskRow
from hospital import desk_papers, task_work
from hospital.desk_papers import Handing, NoGuardianError, Ready, Shown
from hospital.errors import NotFoundError
from hospital.handed_papers import Kind
from hospital.papers import Paper
from tests.hospital import counter
from tests.hospital.acts.of_papers import number
from tests.hospital.acts.of_prescriptions import drafted, signed
from tests.hospital.acts.of_reports import RAISED, final, reviewed
from tests.hospital.clinic import HUGO, IRIS
from tests.hospital.house import BRANDT, DESK, WARDS, House

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OVER = Handing(Shown.PHOTO_ID)


@pytest.fixture
def seen(house: House) -> House:
    """The house, where Iris is being seen."""
    house.seen(IRIS)
    return house


def handed(house: House, work: Any, reference: str, over: Handing = OVER) -> Paper | None:
    """What somebody of the front desk is given to hand over."""
    made: Paper | None = house.as_(DESK, lambda unit, actor: work(unit, house.hospital, actor, reference, over))
    return made


@pytest.mark.parametrize("who", [DESK, WARDS])
def test_a_released_report_is_handed_over_with_the_doctors_sentence_and_written_down(seen: House, who: str) -> None:
    made = reviewed(seen, RAISED)
    paper = seen.as_(who, lambda unit, actor: desk_papers.report(unit, seen.hospital, actor, made.reference, OVER))
    assert paper is not None
    assert (paper.facts["message"], paper.facts["results"][0]["value"]) == ("All is well.", "6.3")
    row = max(seen.rows(AuditRow), key=lambda each: each.id)
    assert (row.action, row.subject) == ("report.hand_over", f"patient {made.patient_id}")
    assert row.actor == row.facts["by"] and row.actor.startswith("staff:")
    assert (row.facts["of"], row.facts["shown"]) == (made.reference, "photo-id")


def test_what_is_not_released_or_not_signed_is_not_there_for_the_desk(seen: House) -> None:
    waiting, draft = final(seen).reference, drafted(seen).reference
    for work, reference in ((desk_papers.report, waiting), (desk_papers.prescription, draft)):
        with pytest.raises(NotFoundError):
            handed(seen, work, reference)
    assert [row.action for row in seen.rows(AuditRow) if row.action.endswith("hand_over")] == []


def test_what_was_altered_is_handed_to_nobody_and_a_doctor_is_told(seen: House) -> None:
    report, prescription = reviewed(seen, RAISED).reference, signed(seen).reference
    seen.write(lambda unit: unit.connection.execute(update(ReportResultRow).values(value="4.1")))
    seen.write(lambda unit: unit.connection.execute(update(PrescriptionItemRow).values(medication="Morphine")))
    for work, reference in ((desk_papers.report, report), (desk_papers.prescription, prescription)):
        assert handed(seen, work, reference) is None
    told = {(row.queue, row.summary) for row in seen.rows(TaskRow) if row.kind == "tampered"}
    assert told == {("clinic", report), ("clinic", prescription)}
    assert [row.action for row in seen.rows(AuditRow) if row.action.endswith("hand_over")] == []


def test_what_was_altered_is_told_once_and_again_after_somebody_looked_at_it(seen: House) -> None:
    report = reviewed(seen, RAISED).reference
    seen.write(lambda unit: unit.connection.execute(update(ReportResultRow).values(value="4.1")))

    def met() -> tuple[list[str], int]:
        handed(seen, desk_papers.report, report)
        told = [row.status for row in seen.rows(TaskRow, TaskRow.kind == "tampered")]
        return told, len([row for row in seen.rows(AuditRow) if row.action == "record.tampered"])

    assert [met(), met()] == [(["requested"], 1)] * 2
    (task,) = seen.rows(TaskRow, TaskRow.kind == "tampered")
    email = f"{BRANDT}@rosehill.example"
    seen.write(lambda unit: task_work.claim(unit, task.reference, email))
    seen.write(lambda unit: task_work.release(unit, task.reference, email, done=True))
    assert [met(), met()] == [(["completed", "requested"], 2)] * 2


@pytest.mark.parametrize("born", [date(2010, 6, 8), None])
def test_a_guardian_is_handed_what_is_of_a_minor_in_their_care_and_nothing_of_anybody_else(
    seen: House, born: date | None
) -> None:
    made, guarding = reviewed(seen).reference, Handing(Shown.GUARDIAN_ID)
    link = {"guardian_id": seen.patient(HUGO), "patient_id": seen.patient(IRIS), "relation": "daughter"}
    is_iris = PatientRow.number == IRIS

    def born_on(day: date | None) -> None:
        seen.write(lambda unit: unit.connection.execute(update(PatientRow).where(is_iris).values(date_of_birth=day)))

    born_on(date(2010, 6, 9))
    with pytest.raises(NoGuardianError):  # a minor, of whom nobody is on file as guardian
        handed(seen, desk_papers.report, made, guarding)
    seen.write(lambda unit: unit.connection.execute(insert(DependantRow), link))
    assert handed(seen, desk_papers.report, made, guarding) is not None
    born_on(born)
    with pytest.raises(NoGuardianError):
        handed(seen, desk_papers.report, made, guarding)
    assert len([row for row in seen.rows(AuditRow) if row.action == "report.hand_over"]) == 1


def test_what_there_is_is_listed_without_a_word_of_what_stands_in_it(seen: House) -> None:
    report, prescription = reviewed(seen, RAISED), signed(seen)
    invoice = counter.issued(seen, "75.00")
    payment = counter.pay(seen, invoice, "75.00")
    iris = number(seen)
    found = seen.as_(DESK, lambda unit, actor: desk_papers.ready(unit, seen.hospital, actor, iris))
    assert {(each.kind, each.reference) for each in found} == {
        (Kind.REPORT, report.reference),
        (Kind.PRESCRIPTION, prescription.reference),
        (Kind.INVOICE, invoice.number),
        (Kind.RECEIPT, payment.reference),
    }
    assert {each.name for each in found} == {"Lipid panel", ""}
    assert all(set(vars(each)) == set(Ready.__dataclass_fields__) for each in found)


def test_it_is_printed_in_the_patients_own_language_unless_another_is_asked_for(seen: House) -> None:
    made = reviewed(seen).reference
    seen.write(lambda unit: unit.connection.execute(update(PatientRow).values(language="es")))
    for over, title in ((OVER, "Informe"), (Handing(Shown.AUTHORITY, "en"), "Report")):
        paper = handed(seen, desk_papers.report, made, over)
        assert paper is not None and paper.facts["title"] == title
