"""Invoices: what is issued is numbered without gaps, frozen, and cancelled only by a credit note that mirrors it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Table, select, text, update

from db.models import (
    AuditRow,
    ChargeItemRow,
    CreditNoteRow,
    InvoiceLineRow,
    InvoiceRow,
    PatientRow,
    TaskRow,
)
from hospital import charges
from hospital.billing import charging, drafting, issuing, questions, records, sealing, statements
from hospital.billing.errors import (
    BillingError,
    BillingStatusError,
    InsurerPaidError,
    NothingToBillError,
    ShareError,
    SharesChangedError,
    TamperedBillError,
    TooManyLinesError,
)
from hospital.billing.records import Invoice
from hospital.billing.sharing import LineShare
from hospital.charges import Charge
from hospital.directory import Hospital
from hospital.errors import KeyUsedError, NotFoundError
from hospital.money import AmountError, rounded
from hospital.office import Unit
from tests.hospital import counter
from tests.hospital.clinic import HUGO, IRIS, MONDAY, NOW, when
from tests.hospital.house import BILLING, DESK, House

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def issue(house: House, invoice: Invoice, **more: Any) -> Invoice:
    return house.as_(BILLING, lambda unit, actor: issuing.issue(unit, house.hospital, actor, invoice.reference, **more))


def seventy(
    unit: Unit, hospital: Hospital, patient_id: int, found: Sequence[Charge], on: date
) -> Mapping[int, LineShare]:
    """An insurer that pays seventy percent."""
    paid = {charge.id: rounded(charge.amount * 7 / 10, "EUR") for charge in found}
    return {charge.id: LineShare(paid[charge.id], charge.amount - paid[charge.id], {"percent": 70}) for charge in found}


def statuses(house: House) -> list[str]:
    return [row.status for row in house.rows(ChargeItemRow)]


# --- drafting -------------------------------------------------------------------------------------


def test_a_draft_takes_up_what_is_open_and_the_same_request_is_the_same_draft(house: House) -> None:
    draft = counter.drafted(house, "75.00", "32.50", key="k")
    assert (draft.status, draft.number, draft.total, draft.patient_due) == (
        "draft",
        None,
        Decimal("107.50"),
        draft.total,
    )
    assert statuses(house) == ["billed", "billed"]
    counter.charge(house, "10.00")
    assert counter.drafted(house, key="k") == draft
    assert len(house.rows(InvoiceRow)) == 1


def test_a_key_of_one_patient_opens_no_draft_of_another(house: House) -> None:
    counter.drafted(house, "75.00", key="k")
    with pytest.raises(KeyUsedError):
        counter.drafted(house, "10.00", number=HUGO, key="k")


def test_the_key_of_one_draft_is_no_draft_of_other_charges_nor_of_another_time(house: House) -> None:
    source = counter.charge(house)
    draft = counter.drafted(house, sources=[source], key="k")
    assert counter.drafted(house, sources=[source], key="k") == draft
    other = counter.charge(house)
    wrong: list[dict[str, Any]] = [{"sources": [other]}, {"sources": [source, other]}, {}, {"until": NOW}]
    for wanted in wrong:
        with pytest.raises(KeyUsedError):
            counter.drafted(house, key="k", **wanted)
    assert len(house.rows(InvoiceRow)) == 1


def test_a_charge_is_on_one_invoice_only(house: House) -> None:
    source = counter.charge(house)
    counter.drafted(house)
    with pytest.raises(NothingToBillError):
        counter.drafted(house)
    with pytest.raises(NotFoundError):
        counter.drafted(house, sources=[source])
    with pytest.raises(charges.BilledError):
        house.as_(BILLING, lambda unit, actor: charging.take_back(unit, actor, source))


def test_a_draft_can_be_of_some_charges_or_of_some_time(house: House) -> None:
    first = counter.charge(house, "1.00", occurred_at=when("2026-06-01 10:00"))
    counter.charge(house, "2.00", occurred_at=when("2026-06-02 10:00"))
    counter.charge(house, "4.00", occurred_at=when("2026-06-03 10:00"))
    assert counter.drafted(house, sources=[first]).total == 1
    assert counter.drafted(house, until=when("2026-06-03 00:00")).total == 2
    assert counter.drafted(house).total == 4


def test_a_discarded_draft_gives_its_charges_back_and_takes_no_number(house: House) -> None:
    draft = counter.drafted(house, "75.00")
    gone = house.as_(BILLING, lambda unit, actor: drafting.discard(unit, actor, draft.reference))
    assert (gone.status, gone.number, statuses(house)) == ("entered-in-error", None, ["billable"])
    with pytest.raises(BillingStatusError):
        issue(house, draft)
    assert counter.issued(house, "1.00").number == "INV-2026-000001"


def test_patients_see_no_draft(house: House) -> None:
    draft, iris = counter.drafted(house, "75.00"), house.himself(IRIS)
    patient = house.patient(IRIS)
    assert house.write(lambda unit: records.of_patient(unit, iris, patient)) == []
    assert house.write(lambda unit: records.amounts(unit, iris, patient)) == []
    with pytest.raises(NotFoundError):
        house.write(lambda unit: records.read(unit, iris, draft.reference))
    issue(house, draft)
    assert [each.owed for each in house.write(lambda unit: records.amounts(unit, iris, patient))] == [75]


def test_a_bill_of_a_hundred_thousand_charges_is_refused_with_bounded_memory(house: House) -> None:
    patient = house.patient(IRIS)
    many = text(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)"
        " INSERT INTO charge_items (source, patient_id, kind, description, quantity, unit_price, amount, status,"
        " occurred_at) SELECT 'many ' || i, :p, 'product', 'Gauze', 1000, 1000, 1000, 'billable',"
        " '2026-06-01 08:00:00.000000' FROM n"
    )
    house.write(lambda unit: unit.connection.execute(many, {"p": patient}))
    tracemalloc.start()
    with pytest.raises(TooManyLinesError) as refused:
        counter.drafted(house)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert refused.value.limit == drafting.MOST_LINES == 1_000
    assert house.rows(InvoiceRow) == []
    some = [f"many {n}" for n in range(1_000)]
    assert len(counter.issued(house, "5.00", sources=some).lines) == 1_000
    with pytest.raises(TooManyLinesError):
        counter.drafted(house, sources=[f"many {n}" for n in range(100_000)])


def test_a_sum_that_no_invoice_holds_is_refused(house: House) -> None:
    counter.charge(house, "99999999.00")
    with pytest.raises(AmountError):
        counter.drafted(house, "1.00")
    assert (house.rows(InvoiceRow), statuses(house)) == ([], ["billable", "billable"])


# --- who owes what --------------------------------------------------------------------------------


def test_each_line_says_what_the_insurer_and_what_the_patient_owes(house: House) -> None:
    invoice = counter.issued(house, "75.00", "32.50", share=seventy)
    assert [(line.insurer_share, line.patient_share) for line in invoice.lines] == [
        (Decimal("52.50"), Decimal("22.50")),
        (Decimal("22.75"), Decimal("9.75")),
    ]
    assert (invoice.insurer_due, invoice.patient_due, invoice.owed) == (
        Decimal("75.25"),
        Decimal("32.25"),
        Decimal("32.25"),
    )
    assert invoice.lines[0].share_reason == {"percent": 70}


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        LineShare(Decimal(70), Decimal(6)),
        LineShare(Decimal(-5), Decimal(80)),
        LineShare(Decimal(80), Decimal(-5)),
        LineShare(Decimal("74.999"), Decimal("0.001")),
    ],
)
def test_shares_that_lose_money_are_refused_and_leave_nothing(house: House, wrong: LineShare | dict[str, Any]) -> None:
    def share(*given: Any) -> Mapping[int, LineShare]:
        return {charge.id: wrong for charge in given[3]} if isinstance(wrong, LineShare) else {}

    with pytest.raises(ShareError):
        counter.drafted(house, "75.00", share=share)
    assert (house.rows(InvoiceRow), statuses(house)) == ([], ["billable"])


def test_a_draft_whose_shares_are_not_those_of_today_is_not_issued(house: House) -> None:
    draft = counter.drafted(house, "75.00", share=seventy)
    with pytest.raises(SharesChangedError):
        issue(house, draft)
    assert issue(house, draft, share=seventy).status == "issued"


def test_an_invoice_is_balanced_when_patient_and_insurer_have_paid(house: House) -> None:
    invoice = counter.issued(house, "100.00", share=seventy)
    counter.pay(house, invoice, "30.00")
    assert (counter.invoice_now(house, invoice).status, counter.invoice_now(house, invoice).owed) == (
        "issued",
        Decimal(0),
    )
    counter.transfer(house, invoice, "70.00", is_insurers=True)
    assert counter.invoice_now(house, invoice).status == "balanced"
    with pytest.raises(InsurerPaidError):
        counter.cancel(house, invoice)


# --- issuing --------------------------------------------------------------------------------------


def test_numbers_follow_each_other_whatever_goes_wrong_in_between(house: House) -> None:
    first = counter.issued(house, "1.00")
    draft = counter.drafted(house, "2.00")

    def fails(unit: Unit) -> None:
        actor = house.actor(BILLING)
        assert issuing.issue(unit, house.hospital, actor, draft.reference).number == "INV-2026-000002"
        raise OSError

    with pytest.raises(OSError):
        house.write(fails)
    assert counter.invoice_now(house, draft).number is None
    second = counter.issued(house, "3.00", number=HUGO)
    assert [first.number, second.number, issue(house, draft).number] == [f"INV-2026-00000{n}" for n in (1, 2, 3)]


def test_a_new_year_on_the_hospitals_clock_begins_a_series(house: House) -> None:
    counter.issued(house, "1.00")
    late = counter.issued(house, "1.00", now=datetime(2026, 12, 31, 23, 59, tzinfo=UTC))
    new = counter.issued(house, "1.00", now=datetime(2027, 1, 1, 0, 1, tzinfo=UTC))
    assert (late.number, new.number) == ("INV-2026-000002", "INV-2027-000001")


def test_issuing_again_is_the_same_issue(house: House) -> None:
    first = counter.issued(house, "75.00")
    assert issue(house, first) == first
    assert sum(row.action == "invoice.issue" for row in house.rows(AuditRow)) == 1


def test_what_costs_nothing_is_balanced_when_it_is_issued(house: House) -> None:
    assert counter.issued(house, "0.00").status == "balanced"


def test_an_issued_invoice_keeps_the_names_of_its_day(house: House) -> None:
    invoice = counter.issued(house)
    house.write(lambda unit: unit.connection.execute(update(PatientRow).values(name="Another Name")))
    house.load(("Rosehill Hospital", "Rosehill Clinic"))
    later = counter.invoice_now(house, invoice)
    assert (later.parties["patient"]["name"], later.parties["hospital"]["name"]) == (
        "Iris Quinlan",
        "Rosehill Hospital",
    )
    house.read(lambda unit: sealing.check(unit, later))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        (InvoiceRow, "number", "INV-2026-000009"),
        (InvoiceRow, "issued_at", NOW + timedelta(days=1)),
        (InvoiceRow, "parties", {"patient": {}}),
        (InvoiceRow, "patient_id", 2),
        (InvoiceLineRow, "description", "Something else"),
        (InvoiceLineRow, "quantity", Decimal(2)),
        (InvoiceLineRow, "share_reason", {"percent": 1}),
        (CreditNoteRow, "reason", "Another"),
    ],
)
def test_a_paper_that_does_not_say_any_more_what_was_issued_is_found_out(
    house: House, table: Any, column: str, value: Any
) -> None:
    invoice = counter.cancel(house, counter.issued(house))
    house.read(lambda unit: sealing.check(unit, invoice))
    changed: Table = table.__table__
    house.write(lambda unit: unit.connection.execute(update(changed).values({column: value})))
    with pytest.raises(TamperedBillError):
        house.read(lambda unit: sealing.check(unit, records.by_id(unit, invoice.id)))


# --- cancelling -----------------------------------------------------------------------------------


def test_a_credit_note_mirrors_its_invoice_and_frees_its_charges_to_be_billed_again(house: House) -> None:
    invoice = counter.issued(house, "75.00", "32.50", share=seventy)
    gone = counter.cancel(house, invoice)
    note = gone.credit_note
    assert note is not None
    assert (gone.status, note.number, note.reason) == ("cancelled", "CN-2026-000001", "Billed twice")
    assert (note.total, note.insurer_due, note.patient_due) == (gone.total, gone.insurer_due, gone.patient_due)
    assert (gone.lines, gone.content_hash, gone.number) == (invoice.lines, invoice.content_hash, invoice.number)
    assert statuses(house) == ["billable", "billable"]
    again = counter.issued(house, "1.00")
    assert (again.number, again.total) == ("INV-2026-000002", Decimal("108.50"))


def test_cancelling_again_is_the_same_credit_note(house: House) -> None:
    invoice = counter.issued(house)
    assert counter.cancel(house, invoice) == counter.cancel(house, invoice, "Another reason")
    assert len(house.rows(CreditNoteRow)) == 1


def test_a_draft_is_not_cancelled_and_an_invoice_not_without_a_reason(house: House) -> None:
    draft = counter.drafted(house, "75.00")
    with pytest.raises(BillingStatusError):
        counter.cancel(house, draft)
    issue(house, draft)
    with pytest.raises(BillingError):
        counter.cancel(house, draft, "  ")
    assert counter.invoice_now(house, draft).status == "issued"


def test_what_was_paid_on_a_cancelled_invoice_is_a_credit_that_billing_is_told_of(house: House) -> None:
    invoice = counter.issued(house)
    payment = counter.pay(house, invoice, "50.00")
    gone = counter.cancel(house, invoice)
    assert (gone.patient_paid, counter.payment_now(house, payment).credit) == (Decimal(0), Decimal(50))
    task = house.rows(TaskRow)[-1]
    assert (task.queue, task.kind, task.status) == ("billing", "credit", "requested")
    assert payment.reference in task.summary


# --- statements and questions ---------------------------------------------------------------------


def test_a_statement_adds_up_what_was_billed_paid_and_given_back(house: House) -> None:
    iris, hour = house.patient(IRIS), timedelta(hours=1)
    old = counter.issued(house, "40.00", now=NOW - timedelta(days=3))
    invoice = counter.issued(house, "75.00", "32.50", share=seventy)
    payment = counter.pay(house, old, "40.00")
    counter.transfer(house, invoice, "75.25", is_insurers=True)
    counter.cancel(house, old)
    counter.pay_out(house, counter.refund(house, payment, "15.00"))
    again = house.read(charges_open(iris))
    counter.drafted(house)  # patients do not see it: it is not billed yet
    told = house.write(
        lambda unit: statements.read(unit, house.hospital, house.himself(IRIS), iris, MONDAY, MONDAY), NOW + hour
    )
    assert (told.opening, told.closing, told.unbilled) == (Decimal(40), Decimal("7.25"), again)
    assert [(entry.kind, entry.amount, entry.balance) for entry in told.entries] == [
        ("invoice", Decimal("32.25"), Decimal("72.25")),
        ("credit_note", -40, Decimal("32.25")),
        ("payment", -40, Decimal("-7.75")),
        ("refund", 15, Decimal("7.25")),
    ]
    assert house.read(lambda unit: statements.balance_of(unit, iris)) == told.closing


def charges_open(patient_id: int) -> Any:
    return lambda unit: sum(charge.amount for charge in charges.unbilled(unit, patient_id))


def test_a_statement_of_days_in_the_wrong_order_is_refused(house: House) -> None:
    iris = house.himself(IRIS)
    with pytest.raises(BillingError):
        house.write(
            lambda unit: statements.read(
                unit, house.hospital, iris, house.patient(IRIS), MONDAY, MONDAY - timedelta(days=1)
            )
        )


def test_a_question_about_a_charge_is_one_task_of_billing_while_it_is_open(house: House) -> None:
    invoice, iris = counter.issued(house, "75.00", "32.50"), house.himself(IRIS, 2)

    def ask(position: int | None = 1, words: str = "I never had this X-ray") -> str:
        return house.write(
            lambda unit: questions.ask(unit, house.hospital, iris, invoice.reference, words, position=position)
        ).reference

    first = ask()
    assert ask(words="I said: I never had it") == first
    assert ask(position=2) != first
    task = house.rows(TaskRow, TaskRow.reference == first)[0]
    assert (task.queue, task.kind, task.patient_id) == ("billing", "question", house.patient(IRIS))
    assert task.summary == "INV-2026-000001, 1. Chest X-ray, 75 EUR: I never had this X-ray"
    closed = {"status": "completed", "closed_at": NOW}
    house.write(lambda unit: unit.connection.execute(update(TaskRow).values(closed)))
    assert ask() != first
    assert counter.invoice_now(house, invoice).status == "issued"


def test_a_question_about_what_is_not_there_or_without_words_is_refused(house: House) -> None:
    invoice, iris = counter.issued(house), house.himself(IRIS, 2)
    for position, words, error in ((2, "Why?", NotFoundError), (0, "Why?", NotFoundError), (1, " ", BillingError)):
        with pytest.raises(error):
            house.write(
                lambda unit, words=words, position=position: questions.ask(  # type: ignore[misc]
                    unit, house.hospital, iris, invoice.reference, words, position=position
                )
            )
    assert house.rows(TaskRow) == []


def test_a_service_charged_by_hand_is_charged_once_at_its_price(house: House) -> None:
    def add(key: str = "k", number: str = IRIS, code: str = "lipid", quantity: str = "1") -> Charge:
        patient, pieces = house.patient(number), Decimal(quantity)
        return house.as_(
            DESK,
            lambda unit, actor: charging.add_service(
                unit, house.hospital, actor, patient, code, key=key, quantity=pieces
            ),
        )

    assert add() == add()
    assert (add().amount, add().category, len(house.rows(ChargeItemRow))) == (Decimal("32.50"), "laboratory", 1)
    assert add(quantity="1.000") == add()
    for other in ({"number": HUGO}, {"code": "xray-chest"}, {"quantity": "2"}):
        with pytest.raises(KeyUsedError):
            add(**other)
    source = add("other").source
    house.as_(BILLING, lambda unit, actor: charging.take_back(unit, actor, source))
    assert house.read(lambda unit: unit.connection.scalars(select(ChargeItemRow.status)).all()) == [
        "billable",
        "entered-in-error",
    ]
