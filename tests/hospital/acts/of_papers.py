"""Handing papers over at the front desk."""

from __future__ import annotations

from hospital import desk_papers
from hospital.desk_papers import Handing, Shown
from hospital.handed_papers import Kind
from tests.hospital import counter
from tests.hospital.acts.act import Act
from tests.hospital.acts.of_prescriptions import signed
from tests.hospital.acts.of_reports import reviewed
from tests.hospital.clinic import IRIS, MONDAY
from tests.hospital.house import House

OVER = Handing(Shown.PHOTO_ID)


def number(house: House) -> str:
    """The number of Iris."""
    from hospital import people

    return house.read(lambda unit: people.of_ids(unit, [house.patient(IRIS)]))[0].number


ACTS = {
    "hospital.desk_papers.ready": Act(
        "report.hand_over",
        number,
        lambda unit, house, actor, made: desk_papers.ready(unit, house.hospital, actor, made),
    ),
    "hospital.desk_papers.report": Act(
        "report.hand_over",
        reviewed,
        lambda unit, house, actor, made: desk_papers.report(unit, house.hospital, actor, made.reference, OVER),
    ),
    "hospital.desk_papers.prescription": Act(
        "prescription.hand_over",
        signed,
        lambda unit, house, actor, made: desk_papers.prescription(unit, house.hospital, actor, made.reference, OVER),
    ),
    "hospital.desk_papers.bill": Act(
        "invoice.hand_over",
        counter.issued,
        lambda unit, house, actor, made: desk_papers.bill(
            unit, house.hospital, actor, Kind.INVOICE, made.reference, OVER
        ),
    ),
    "hospital.desk_papers.statement": Act(
        "invoice.hand_over",
        number,
        lambda unit, house, actor, made: desk_papers.statement(unit, house.hospital, actor, made, MONDAY, MONDAY, OVER),
    ),
}
