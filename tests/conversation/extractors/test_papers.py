"""Which paper is asked for, what only speaks of one, and of which days a statement is meant."""

from __future__ import annotations

from datetime import date

import pytest

from conversation.extractors.papers import PaperWish, find_paper, statement_days, wants_prescription
from conversation.extractors.text import Message

TODAY = date(2026, 6, 8)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("please forward me the latest invoice", PaperWish.INVOICE),
        ("¿me hacen una factura?", PaperWish.INVOICE),
        ("thanks, and the receipts too", PaperWish.RECEIPT),
        ("I need proof of payment", PaperWish.RECEIPT),
        ("el recibo, por favor", PaperWish.RECEIPT),
        ("un justificante de pago", PaperWish.RECEIPT),
        ("statement of account", PaperWish.STATEMENT),
        ("deme mi estado de cuenta", PaperWish.STATEMENT),
        ("quiero la factura rectificativa", PaperWish.CREDIT_NOTE),
        ("how high is my bill?", None),
        ("I don't need a receipt", None),
        ("I attached the receipt", None),
        ("le adjunto el comprobante", None),
        ("no recibo sus correos", None),
        ("I want to make a statement about your staff", None),
        ("I need a statement for my employer", None),
        ("necesito un comprobante de asistencia", None),
        ("quiero pagar la factura", None),
    ],
)
def test_a_paper_is_asked_for_or_only_spoken_of(words: str, wish: PaperWish | None) -> None:
    assert find_paper(Message.read(words)) is wish


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("email me the prescription", True),
        ("¿me pasa la receta?", True),
        ("a copy of my script please", True),
        ("forward the prescription to my pharmacy", False),
        ("did Dr Lee send my prescription", False),
        ("necesito otra receta", False),
        ("I want my prescription renewed", False),
    ],
)
def test_a_prescription_is_asked_for_not_sent_elsewhere_or_written_anew(words: str, wanted: bool) -> None:
    assert wants_prescription(Message.read(words)) is wanted


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("a statement", date(2025, 6, 8), TODAY),
        ("statement for 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("statement for 2024 and 2025", date(2024, 1, 1), date(2025, 12, 31)),
        ("extracto del año pasado", date(2025, 1, 1), date(2025, 12, 31)),
        ("a statement of this year", date(2026, 1, 1), TODAY),
        ("un extracto de febrero de 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("statement for September", date(2025, 9, 1), date(2025, 9, 30)),
        ("statement for June", date(2026, 6, 1), TODAY),
        ("extracto del mes pasado", date(2026, 5, 1), date(2026, 5, 31)),
        ("statement for 2031", date(2025, 6, 8), TODAY),
    ],
)
def test_a_statement_is_of_the_days_that_are_said_and_never_of_days_to_come(
    words: str, first: date, last: date
) -> None:
    assert statement_days(Message.read(words), TODAY) == (first, last)
