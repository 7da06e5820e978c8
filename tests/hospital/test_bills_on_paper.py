"""Invoices, credit notes, receipts and statements on paper say what stands in the records, in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import yaml
from sqlalchemy import update

from db.models import InvoiceLineRow, PatientRow
from hospital import papers
from hospital.billing import paper
from hospital.billing.errors import TamperedBillError
from hospital.errors import NotFoundError
from hospital.papers import Paper
from hospital.papers.amounts import amount_text, number_text
from tests.hospital import counter
from tests.hospital.clinic import IRIS, MONDAY, NOW
from tests.hospital.house import BILLING, House
from tests.hospital.printed import Printed
from tests.hospital.test_invoices import seventy

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LONG = "María de los Ángeles Fernández-Villaverde y Castellón de la Santísima Trinidad Ó Súilleabháin " * 2


def assert_ends_with_its_sums(printed: Printed) -> None:
    """The sums stand once, one below the other, on the last page."""
    last = "".join(printed.pages[-1].split())
    at = [last.index("".join(f"{name} {amount}".split())) for name, amount, _ in printed.paper.facts["sums"]]
    assert at == sorted(at)


def of(house: House, work: Any, *given: Any) -> Paper:
    """A paper as somebody of billing has it made."""
    made: Paper = house.as_(BILLING, lambda unit, actor: work(unit, house.hospital, actor, *given))
    return made


@pytest.mark.parametrize(
    ("amount", "currency", "language", "told"),
    [
        ("1234.5", "EUR", "en", "1,234.50"),
        ("1234.5", "EUR", "es", "1.234,50"),
        ("-1234567.5", "EUR", "es-MX", "-1.234.567,50"),
        ("1234", "JPY", "en", "1,234"),
        ("0.5", "KWD", "es", "0,500"),
        ("1234.5", "EUR", "fi", "1,234.50"),
    ],
)
def test_an_amount_is_written_as_its_language_and_currency_have_it(
    amount: str, currency: str, language: str, told: str, database_url: str
) -> None:
    assert amount_text(Decimal(amount), currency, language) == told
    assert (number_text(Decimal("2.500"), "es"), number_text(Decimal("100.000"), "en")) == ("2,5", "100")


def test_an_invoice_says_who_owes_what_was_paid_and_what_is_left(house: House) -> None:
    invoice = counter.issued(house, "1075.00", "32.50", share=seventy)
    payment = counter.pay(house, invoice, "20.00", tendered=Decimal(50))
    facts = of(house, paper.of_invoice, invoice.reference, "es").facts
    assert (facts["title"], facts["number"], facts["status"]) == ("Factura", "INV-2026-000001", "")
    assert [(row["amount"], row["insurer"], row["patient"], row["running"]) for row in facts["rows"]] == [
        ("1.075,00", "752,50", "322,50", "1.075,00"),
        ("32,50", "22,75", "9,75", "1.107,50"),
    ]
    assert facts["sums"] == [
        ["Total", "1.107,50", False],
        ["A cargo de su seguro", "775,25", False],
        ["A su cargo", "332,25", True],
        ["Ha pagado", "20,00", False],
        ["A pagar antes del", "2026-07-08", False],
        ["Queda por pagar", "312,25", True],
    ]
    assert [(each["method"], each["amount"]) for each in facts["payments"]] == [("efectivo (paciente)", "20,00")]
    receipt = of(house, paper.of_payment, payment.reference, "en").facts
    assert (receipt["method"], receipt["invoices"]) == ("Cash", [["INV-2026-000001", "20.00"]])
    assert receipt["sums"] == [["Amount", "20.00", True], ["Handed over", "50.00", False], ["Change", "30.00", False]]


def test_a_credit_note_shows_the_amounts_the_other_way_and_both_papers_name_each_other(house: House) -> None:
    invoice = counter.issued(house, "75.00")
    payment = counter.pay(house, invoice, "75.00")
    with pytest.raises(NotFoundError):
        of(house, paper.of_credit_note, invoice.reference, "en")
    counter.cancel(house, invoice)
    note = of(house, paper.of_credit_note, invoice.reference, "en").facts
    assert (note["title"], note["number"], note["about"]) == ("Credit note", "CN-2026-000001", "INV-2026-000001")
    assert (note["rows"][0]["amount"], note["sums"], note["note"]) == (
        "-75.00",
        [["Total", "-75.00", True]],
        "Billed twice",
    )
    assert (note["rows"][0]["quantity"], note["rows"][0]["price"]) == ("-1", "75.00"), "they make the amount"
    cancelled = of(house, paper.of_invoice, invoice.reference, "en").facts
    assert (cancelled["status"], cancelled["about"]) == ("cancelled", "CN-2026-000001")
    counter.pay_out(house, counter.refund(house, counter.payment_now(house, payment), "60.00"))
    receipt = of(house, paper.of_payment, payment.reference, "en").facts
    assert receipt["sums"][1:] == [["Given back", "60.00", False], ["Not yet on an invoice", "15.00", False]]


def test_a_statement_says_what_was_billed_and_paid_and_whose_the_rest_is(house: House) -> None:
    payment = counter.transfer(house, counter.issued(house, "75.00"), "100.00")
    counter.charge(house, "12.00")
    days = (MONDAY - timedelta(days=1), MONDAY)
    facts = of(house, paper.of_account, house.patient(IRIS), *days, "es").facts
    assert [(row["kind"], row["reference"], row["more"], row["less"], row["running"]) for row in facts["rows"]] == [
        ("Factura", "INV-2026-000001", "75,00", "", "75,00"),
        ("Pago · transferencia", payment.reference, "", "100,00", "-25,00"),
    ]
    # what was charged at this very moment of the day is unbilled
    assert (facts["sums"], facts["unbilled"]) == ([["Saldo a su favor", "25,00", True]], "12,00")


def test_a_changed_invoice_is_not_printed(house: House) -> None:
    invoice = counter.issued(house)
    house.write(lambda unit: unit.connection.execute(update(InvoiceLineRow).values(description="Something else")))
    with pytest.raises(TamperedBillError):
        of(house, paper.of_invoice, invoice.reference, "en")


def test_sixty_lines_and_long_names_run_over_pages_in_every_language(house: House) -> None:
    house.write(lambda unit: unit.connection.execute(update(PatientRow).values(name=LONG[:200])))
    for n in range(60):
        counter.charge(house, f"{1000 + n}.25", occurred_at=NOW - timedelta(days=60 - n))
    invoice = counter.issued(house, "1.00", share=seventy)
    for language in ("en", "es"):
        made = of(house, paper.of_invoice, invoice.reference, language)
        assert made.facts["rows"][-1]["running"] == amount_text(invoice.total, "EUR", language)
        printed = Printed(house.hospital, made)
        assert (printed.lacking(), printed.misplaced()) == ([], [])
        assert [printed.how_often(row["patient"] + row["amount"]) for row in made.facts["rows"]] == [1] * 61
        assert_ends_with_its_sums(printed)
        assert len(printed.pages) == len(papers.pictures(house.hospital, made)) == 2


def test_receipts_credit_notes_and_statements_say_every_fact_in_both_languages(house: House) -> None:
    house.write(lambda unit: unit.connection.execute(update(PatientRow).values(name=LONG[:200])))
    invoice = counter.issued(house)
    payment = counter.pay(house, invoice, "75.00", method="card", card_reference="slip 1")
    counter.cancel(house, invoice)
    for language in ("en", "es"):
        for made in (
            of(house, paper.of_payment, payment.reference, language),
            of(house, paper.of_credit_note, invoice.reference, language),
            of(house, paper.of_account, house.patient(IRIS), MONDAY, MONDAY, language),
        ):
            printed = Printed(house.hospital, made)
            # a receipt needs no date of birth, and a bill of nobody's insurer no column for it
            unneeded = ("born",) if made.kind == paper.RECEIPT else ("insurer",)
            assert (printed.lacking(*unneeded), printed.misplaced()) == ([], [])
            assert printed.how_often(papers.words(made.kind, language)["patient"]) >= 1
            assert_ends_with_its_sums(printed)


def test_papers_are_mute_in_no_language(database_url: str) -> None:
    told = yaml.safe_load((papers.HERE / "words.yaml").read_text("utf-8"))
    lacking = [(kind, name) for kind in told for name, each in told[kind].items() if set(each) != {"en", "es"}]
    assert lacking == []


# --- looked at as paper ---------------------------------------------------------------------------


def test_the_totals_never_stand_on_a_page_alone(house: House) -> None:
    invoice = of(house, paper.of_invoice, counter.issued(house, "75.00", share=seventy).reference, "en")
    account = of(house, paper.of_account, house.patient(IRIS), MONDAY, MONDAY, "en")
    for made, total, counts in ((invoice, "Left to pay", range(28, 40)), (account, "You owe", range(30, 38))):
        seen = set()
        for count in counts:
            (row,) = made.facts["rows"]
            rows = [row | {"date": f"line {number}"} for number in range(count)]
            pages = Printed(house.hospital, replace(made, facts={**made.facts, "rows": rows})).pages
            assert total in pages[-1] and f"line {count - 1}" in pages[-1] and f"line {count - 3}" in pages[-1]
            seen.add(len(pages))
        assert seen == {1, 2}  # some fit on one page and some do not


def test_each_page_says_whose_paper_it_is_however_long_the_name(house: House) -> None:
    house.write(lambda unit: unit.connection.execute(update(PatientRow).values(name=LONG[:200])))
    invoice = counter.issued(house, "75.00", share=seventy)
    counter.cancel(house, invoice)
    made = of(house, paper.of_credit_note, invoice.reference, "es")
    (row,) = made.facts["rows"]
    pages = Printed(house.hospital, replace(made, facts={**made.facts, "rows": [row] * 80})).pages
    assert len(pages) == 3 and all("María de los Ángeles" in page for page in pages)
    assert all("Factura rectificativa CN-2026-000001" in page for page in pages[1:])
    assert "A su cargo" in pages[-1] and "Motivo: Billed twice" in pages[-1]


def test_every_payment_is_on_the_paper_however_many_there_are(house: House) -> None:
    invoice = counter.issued(house, "75.00")
    counter.pay(house, invoice, "1.00")
    made = of(house, paper.of_invoice, invoice.reference, "en")
    (payment,) = made.facts["payments"]
    many = [payment | {"reference": f"PY-{number}."} for number in range(120)]
    printed = Printed(house.hospital, replace(made, facts={**made.facts, "payments": many}))
    assert [number for number in range(120) if printed.how_often(f"PY-{number}.") != 1] == []
    assert (printed.lacking("insurer", "patient"), printed.misplaced()) == ([], [])


def test_a_name_without_a_space_is_broken_where_its_column_ends(house: House) -> None:
    name = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschafers"
    house.write(lambda unit: unit.connection.execute(update(PatientRow).values(name=name)))
    told = "".join(Printed(house.hospital, of(house, paper.of_invoice, counter.issued(house).reference, "es")).pages)
    whole = "".join(told.replace("\u200b", "").split())
    assert name in whole and not any(name in line for line in told.splitlines())
