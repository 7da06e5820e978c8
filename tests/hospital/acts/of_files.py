"""Putting files on a record, and opening them."""

from __future__ import annotations

from hospital import files
from hospital.documents import Document
from hospital.uploads import PDF, Stored
from tests.hospital.acts.act import Act, nothing
from tests.hospital.clinic import IRIS
from tests.hospital.house import ADLER, House

STORED = Stored("0123456789abcdef", PDF, 1000, "ab" * 32)


def put(house: House) -> Document:
    iris = house.patient(IRIS)
    return house.as_(ADLER, lambda unit, actor: files.put(unit, actor, iris, STORED, title="scan.pdf"))


ACTS = {
    "hospital.files.put": Act(
        "document.add",
        nothing,
        lambda unit, house, actor, made: files.put(unit, actor, house.patient(IRIS), STORED, title="scan.pdf"),
    ),
    "hospital.files.of_patient": Act(
        "document.open", put, lambda unit, house, actor, made: files.of_patient(unit, actor, house.patient(IRIS))
    ),
    "hospital.files.opened": Act(
        "document.open", put, lambda unit, house, actor, made: files.opened(unit, actor, made.reference)
    ),
}
