"""A released report on paper says what was sealed, in the reader's language, and who went through it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from sqlalchemy import update

from db.models import PatientRow, ReportResultRow
from hospital import access, papers
from hospital.errors import NotFoundError
from hospital.papers import Paper
from hospital.reports import paper, reviewing, writing
from hospital.reports.errors import TamperedReportError
from hospital.reports.results import Result
from hospital.reports.writing import Content
from tests.hospital.acts.of_reports import CALM, RAISED, final, reviewed
from tests.hospital.clinic import IRIS
from tests.hospital.house import ADLER, House

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LONG = "María de los Ángeles Fernández-Villaverde y Castellón de la Santísima Trinidad Ó Súilleabháin " * 2
MANY = [
    Result(f"Anti-thyroid peroxidase antibody, immunoassay, serum, number {n}", f"{n}.50", "10*9/L", "2.0", "55.00")
    for n in range(60)
]
TOLD = "The knee is calm.\n\nNothing has to be done before the next visit, ¿verdad?"


@pytest.fixture
def seen(house: House) -> House:
    """The house, where Iris is being seen."""
    house.seen(IRIS)
    return house


def of(house: House, reference: str, language: str = "en") -> Paper:
    """The paper as she may have it in chat."""
    iris = access.of_patient(house.patient(IRIS), level=2)
    made: Paper = house.write(lambda unit: paper.of_report(unit, house.hospital, iris, reference, language))
    return made


def pages_of(house: House, made: Paper) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(papers.pdf(house.hospital, made)))
    return [page.get_textpage().get_text_range() for page in document]


def amend(house: House, reference: str, **new: Any) -> None:
    content = Content(**new)
    house.as_(
        ADLER,
        lambda unit, actor: writing.amend(unit, house.hospital, actor, reference, content, reason="measured again"),
    )


def review(house: House, reference: str) -> None:
    house.as_(ADLER, lambda unit, actor: reviewing.review(unit, actor, reference, message="Come on Monday."))


def test_values_stand_as_they_were_told_with_what_is_usual_and_the_doctors_sentence(seen: House) -> None:
    negative, low = Result("Nitrite", "negative"), Result("Iron", "3.10", "µmol/L", low="9.0")
    made = reviewed(seen, RAISED, negative, low).reference
    facts = of(seen, made).facts
    assert [(row["value"], row["range"], row["flag"]) for row in facts["results"]] == [
        ("6.3", "up to 5.0", "above"),
        ("negative", "", ""),
        ("3.10", "from 9.0", "below"),
    ]
    (page,) = pages_of(seen, of(seen, made, "es"))
    for words in ("Informe", made, "Iris Quinlan", "6.3", "hasta 5.0", "por encima", "All is well.", "Revisado por"):
        assert words in page, words
    assert facts["reviewed_by"] == facts["doctor"] == "Dr Vera Adler"


def test_sixty_values_and_long_names_run_over_pages_in_every_language(seen: House) -> None:
    seen.write(lambda unit: unit.connection.execute(update(PatientRow).values(name=LONG[:200])))
    made = reviewed(seen, *MANY).reference
    amend(seen, made, conclusion=TOLD)
    review(seen, made)
    for language, corrected in (("en", "corrected, version 2"), ("es", "corregido, versión 2")):
        pages = pages_of(seen, of(seen, made, language))
        told = " ".join(" ".join(pages).split())
        assert len(pages) > 1 and all("María de los Ángeles" in page and made in page for page in pages)
        assert "¿verdad?" in pages[-1], "what ends a paper never stands on a page alone"
        assert [n for n in range(60) if f" {n}.50" not in told] == []
        assert corrected in told and "¿verdad?" in told and "Come on Monday." in told
        pictures = papers.pictures(seen.hospital, of(seen, made, language))
        assert len(pictures) == len(pages) and all(each.startswith(b"\x89PNG") for each in pictures)


@pytest.mark.parametrize("count", range(28, 40))
def test_the_end_of_a_paper_stands_with_its_last_values(seen: House, count: int) -> None:
    made = of(seen, reviewed(seen, RAISED).reference)
    (row,) = made.facts["results"]
    rows = [row | {"name": f"value {number}."} for number in range(count)]
    pages = pages_of(seen, replace(made, facts={**made.facts, "results": rows}))
    assert "Sealed when" in pages[-1] and f"value {count - 1}." in pages[-1] and len(pages) <= 2


def test_there_is_no_paper_before_the_release_nor_after_an_amendment_until_it_is_released_again(seen: House) -> None:
    made = final(seen, CALM).reference
    with pytest.raises(NotFoundError):
        of(seen, made)
    review(seen, made)
    assert [row["value"] for row in of(seen, made).facts["results"]] == ["4.1"]
    amend(seen, made, results=[RAISED])
    with pytest.raises(NotFoundError):
        of(seen, made)
    review(seen, made)
    assert [row["value"] for row in of(seen, made).facts["results"]] == ["6.3"]


def test_a_report_that_was_altered_is_printed_for_nobody(seen: House) -> None:
    made = reviewed(seen, RAISED).reference
    seen.write(lambda unit: unit.connection.execute(update(ReportResultRow).values(value="4.1")))
    with pytest.raises(TamperedReportError):
        of(seen, made)
