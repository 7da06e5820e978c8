"""Putting files on a record, and opening them."""

from __future__ import annotations

from dataclasses import replace

from hospital import documents, files, filing
from hospital.documents import Document
from hospital.filing import Content
from hospital.uploads import PDF, Stored
from tests.hospital.acts.act import Act, nothing
from tests.hospital.acts.of_papers import number
from tests.hospital.clinic import IRIS
from tests.hospital.house import ADLER, House

STORED = Stored("0123456789abcdef", PDF, 1000, "ab" * 32)


def put(house: House) -> Document:
    iris = house.patient(IRIS)
    return house.as_(ADLER, lambda unit, actor: files.put(unit, actor, iris, STORED, title="scan.pdf"))


def sent(house: House) -> str:
    """Something that came in a conversation of somebody unproven; its reference."""
    other = replace(STORED, path="fedcba9876543210")
    return house.write(lambda unit: documents.record(unit, 1, other, title="scan.pdf")).reference


ACTS = {
    "hospital.filing.file_document": Act(
        "document.file",
        sent,
        lambda unit, house, actor, made: filing.file_document(
            unit, house.hospital, actor, made, number(house), Content.LETTER
        ),
    ),
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
