"""An insured patient's invoice: shared, used up and claimed when it is issued, given back when it is credited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from db.models import AuditRow, TaskRow
from hospital import audit, insured_invoices
from hospital.access import Actor
from hospital.billing import link_records, paper, paying_out, sealing, statements
from hospital.billing.records import NUMBERED, Invoice
from hospital.insurance import answers, claim_records, claiming, ledger
from hospital.insurance.answers import Decision, LineAnswer, Response, To
from hospital.insurance.claim_records import Claim
from hospital.insurance.errors import TooMuchError
from hospital.office import Unit
from tests.hospital import counter
from tests.hospital.clinic import HUGO, IRIS, MONDAY, NOW
from tests.hospital.house import BILLING, House
from tests.hospital.insured import charge, euros, policy, seen
from tests.hospital.test_payments import at_once

on_file = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def drafted(house: House, key: str = "bill", number: str = HUGO) -> Invoice:
    patient = house.patient(number)
    return house.as_(BILLING, lambda unit, actor: insured_invoices.draft(unit, house.hospital, actor, patient, key=key))


def issued(house: House, invoice: Invoice) -> Invoice:
    return house.as_(
        BILLING, lambda unit, actor: insured_invoices.issue(unit, house.hospital, actor, invoice.reference)
    )


def claims(house: House, invoice: Invoice) -> Sequence[Claim]:
    number = invoice.number
    assert number is not None
    return house.read(lambda unit: claim_records.of_invoice(unit, number))


def used(house: House) -> object:
    return house.read(lambda unit: ledger.used(unit, (policy(house, HUGO).id, 2026)).paid)


@on_file
def test_hugos_plan_pays_80_of_100_and_40_of_50_and_he_owes_30(house: House) -> None:
    charge(house, HUGO, "100.00")
    charge(house, HUGO, "50.00", source="order O-2")
    invoice = issued(house, drafted(house))
    assert seen(invoice.total, invoice.insurer_due, invoice.patient_due) == (150, 120, 30)
    assert [[line.claimed for line in claim.lines] for claim in claims(house, invoice)] == [[80, 40]]
    assert used(house) == euros("120.00")


@on_file
def test_what_was_charged_later_for_an_earlier_hour_is_shared_first_on_the_draft_and_when_issued(house: House) -> None:
    charge(house, IRIS, "80.00", source="order O-1")
    charge(house, IRIS, "60.00", source="order O-2", at=NOW - timedelta(hours=1))
    invoice = issued(house, drafted(house, number=IRIS))
    assert invoice.status in NUMBERED and invoice.insurer_due > 0


@on_file
def test_issuing_again_claims_nothing_more(house: House) -> None:
    charge(house, HUGO, "100.00")
    invoice = issued(house, drafted(house))
    assert issued(house, invoice) == invoice
    assert len(claims(house, invoice)) == 1 and used(house) == euros("80.00")


@on_file
def test_a_credit_note_gives_the_year_back_and_calls_the_claim_off(house: House) -> None:
    charge(house, HUGO, "100.00")
    invoice = issued(house, drafted(house))

    def cancel() -> Invoice:
        return house.as_(
            BILLING,
            lambda unit, actor: insured_invoices.cancel(
                unit, house.hospital, actor, invoice.reference, reason="wrong patient"
            ),
        )

    assert cancel() == cancel()
    assert used(house) == euros("0.00")
    assert [claim.status for claim in claims(house, invoice)] == [claim_records.CANCELLED]
    again = issued(house, drafted(house, "bill anew"))
    assert seen(again.insurer_due, used(house)) == (80, 80)


# --- what insurers turn down ----------------------------------------------------------------------


def turned_down(house: House, *approved: str) -> tuple[Invoice, Claim]:
    """Hugo's invoice over 99.99 and 50.00, of which the insurer owes 79.99 and 40.00, and what it answered."""
    charge(house, HUGO, "99.99")
    charge(house, HUGO, "50.00", source="order O-2")
    invoice = issued(house, drafted(house))
    (claim,) = claims(house, invoice)
    told = response(claim, *approved)

    def answer(unit: Unit, actor: Actor) -> Claim:
        claiming.send(unit, actor, claim.reference)
        return answers.answer(unit, house.hospital, actor, claim.reference, told)

    return invoice, house.as_(BILLING, answer)


def response(claim: Claim, *approved: str) -> Response:
    lines = [LineAnswer(line.id, euros(paid), "excluded") for line, paid in zip(claim.lines, approved, strict=True)]
    return Response(lines, "EUR")


def decide(house: House, claim: Claim, *shares: tuple[int, To, str], key: str = "decision") -> Claim:
    wanted = [Decision(claim.lines[line].id, to, euros(amount)) for line, to, amount in shares]
    return house.as_(
        BILLING,
        lambda unit, actor: insured_invoices.decide(
            unit, house.hospital, actor, claim.reference, wanted, reason="spoken to him", key=key
        ),
    )


def correct(house: House, claim: Claim, *approved: str) -> Claim:
    told = response(claim, *approved)
    return house.as_(
        BILLING,
        lambda unit, actor: insured_invoices.correct(
            unit, house.hospital, actor, claim.reference, told, reason="their letter", key="corrected"
        ),
    )


def owes(house: House) -> object:
    patient = house.patient(HUGO)
    return house.read(lambda unit: statements.balance_of(unit, patient))


def due(house: House, invoice: Invoice) -> tuple[object, ...]:
    """What the patient and the insurer owe on an invoice still, and what the patient owes in all."""
    now = counter.invoice_now(house, invoice)
    house.read(lambda unit: sealing.check(unit, now))
    return (now.owed, now.insurer_owes, owes(house))


def billing_tasks(house: House) -> list[str]:
    return sorted(row.kind for row in house.rows(TaskRow, TaskRow.status == "requested"))


def test_what_the_patient_pays_after_all_is_owed_once_on_the_invoice_and_in_the_statement(house: House) -> None:
    invoice, claim = turned_down(house, "49.98", "40.00")
    link = counter.linked(house, invoice, HUGO)
    assert due(house, invoice) == seen(euros("30.00"), euros("119.99"), euros("30.00"))
    for _ in range(2):
        decide(house, claim, (0, To.PATIENT, "30.00"))
    assert due(house, invoice) == seen(euros("60.00"), euros("89.99"), euros("60.00"))
    decide(house, claim, (0, To.PATIENT, "0.01"), key="the cent")
    assert due(house, invoice) == seen(euros("60.01"), euros("89.98"), euros("60.01"))
    # nobody pays the old amount by a link any more
    assert house.read(lambda unit: link_records.get(unit, link.reference)).status == "ending"
    patient = house.patient(HUGO)
    told = house.as_(BILLING, lambda unit, actor: statements.read(unit, house.hospital, actor, patient, MONDAY, MONDAY))
    assert [(str(each.kind), each.reference, each.detail, each.amount) for each in told.entries] == [
        ("invoice", invoice.number, "", euros("30.00")),
        ("passed_on", claim.reference, invoice.number, euros("30.00")),
        ("passed_on", claim.reference, invoice.number, euros("0.01")),
    ]
    steps = house.rows(AuditRow, AuditRow.action == "invoice.shift")
    assert [(row.actor.partition("@")[0], euros(row.facts["to_patient"])) for row in steps] == [
        ("staff:mark.stone", euros("30.00")),
        ("staff:mark.stone", euros("0.01")),
    ]
    assert house.read(audit.verify) is None


@on_file
def test_what_is_taken_back_is_owed_no_more_and_what_was_paid_of_it_is_the_patients(house: House) -> None:
    invoice, claim = turned_down(house, "49.98", "10.00")
    decide(house, claim, (0, To.PATIENT, "30.01"), (1, To.PATIENT, "30.00"))
    paid = counter.transfer(house, invoice, "85.00")
    assert due(house, invoice) == seen(euros("5.01"), euros("59.98"), euros("5.01"))
    # the insurer pays the second charge after all
    correct(house, claim, "49.98", "40.00")
    assert due(house, invoice) == seen(euros("0"), euros("89.98"), euros("-24.99"))
    assert (counter.payment_now(house, paid).credit, billing_tasks(house)) == (euros("24.99"), ["credit"])
    asked = counter.refund(house, paid, "24.99")
    house.as_(BILLING, lambda unit, actor: paying_out.with_proof(unit, actor, asked.reference, "bank 2"))
    counter.transfer(house, invoice, "89.98", is_insurers=True)
    assert due(house, invoice) == seen(euros("0"), euros("0"), euros("0"))
    assert counter.invoice_now(house, invoice).status == "balanced"


@on_file
def test_what_the_hospital_bears_is_owed_by_nobody_and_lets_the_invoice_balance(house: House) -> None:
    invoice, claim = turned_down(house, "0.00", "0.00")
    counter.transfer(house, invoice, "30.00")
    decide(house, claim, (0, To.HOSPITAL, "79.99"), (1, To.HOSPITAL, "39.99"))
    assert due(house, invoice) == seen(euros("0"), euros("0.01"), euros("0"))
    decide(house, claim, (1, To.HOSPITAL, "0.01"), key="the cent")
    assert due(house, invoice) == seen(euros("0"), euros("0"), euros("0"))
    assert counter.invoice_now(house, invoice).status == "balanced"
    house.as_(
        BILLING,
        lambda unit, actor: insured_invoices.take_back(
            unit, house.hospital, actor, claim.reference, reason="we claim it again", key="back"
        ),
    )
    assert (*due(house, invoice), counter.invoice_now(house, invoice).status) == (0, euros("119.99"), 0, "issued")


@on_file
def test_an_insurers_money_for_what_the_patient_pays_is_on_the_invoice_no_more(house: House) -> None:
    invoice, claim = turned_down(house, "0.00", "40.00")
    paid = counter.transfer(house, invoice, "119.99", is_insurers=True)
    decide(house, claim, (0, To.PATIENT, "79.99"))
    assert due(house, invoice) == seen(euros("109.99"), euros("0"), euros("109.99"))
    assert (counter.payment_now(house, paid).credit, billing_tasks(house)) == (euros("79.99"), ["credit"])


@on_file
def test_a_credit_note_is_of_what_was_issued_and_leaves_nothing_owed(house: House) -> None:
    invoice, claim = turned_down(house, "49.98", "40.00")
    decide(house, claim, (0, To.PATIENT, "20.00"), (0, To.HOSPITAL, "10.01"))
    printed = house.as_(
        BILLING, lambda unit, actor: paper.of_invoice(unit, house.hospital, actor, invoice.reference, "en")
    )
    assert printed.facts["sums"] == [
        ["Total", "149.99", False],
        ["Your insurer's share", "119.99", False],
        ["Your share", "30.00", True],
        ["Turned down by your insurer, yours to pay", "20.00", False],
        ["To be paid by", "2026-07-08", False],
        ["Left to pay", "50.00", True],
    ]
    gone = house.as_(
        BILLING,
        lambda unit, actor: insured_invoices.cancel(unit, house.hospital, actor, invoice.reference, reason="not his"),
    )
    note = gone.credit_note
    assert note is not None
    assert seen(note.total, note.insurer_due, note.patient_due) == (
        euros("149.99"),
        euros("119.99"),
        euros("30.00"),
    )
    assert due(house, invoice) == seen(0, 0, 0)
    account = house.as_(
        BILLING,
        lambda unit, actor: paper.of_account(unit, house.hospital, actor, invoice.patient_id, MONDAY, MONDAY, "en"),
    )
    assert [(row["kind"].partition(" · ")[0], row["more"], row["less"]) for row in account.facts["rows"]] == [
        ("Invoice", "30.00", ""),
        ("Not paid by your insurer", "20.00", ""),
        ("No longer yours to pay", "", "20.00"),
        ("Credit note", "", "30.00"),
    ]
    with pytest.raises(TooMuchError):
        correct(house, claim, "79.99", "40.00")


def test_of_two_who_decide_at_once_only_one_has_the_patient_pay(house: House) -> None:
    invoice, claim = turned_down(house, "49.98", "40.00")
    decisions: list[Callable[[], Claim]] = [
        lambda n=n: decide(house, claim, (0, To.PATIENT, "30.01"), key=f"k {n % 2}")  # type: ignore[misc]
        for n in range(6)
    ]
    met = at_once([*decisions])
    assert {type(each) for each in met} == {type(claim), TooMuchError}
    assert due(house, invoice) == seen(euros("60.01"), euros("89.98"), euros("60.01"))
