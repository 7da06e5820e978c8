"""An insured patient's invoice: shared, used up and claimed when it is issued, given back when it is credited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from hospital import insured_invoices
from hospital.billing.records import NUMBERED, Invoice
from hospital.insurance import claim_records, ledger
from hospital.insurance.claim_records import Claim
from tests.hospital.clinic import HUGO, IRIS, NOW
from tests.hospital.house import BILLING, House
from tests.hospital.insured import charge, euros, policy, seen

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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


def test_hugos_plan_pays_80_of_100_and_40_of_50_and_he_owes_30(house: House) -> None:
    charge(house, HUGO, "100.00")
    charge(house, HUGO, "50.00", source="order O-2")
    invoice = issued(house, drafted(house))
    assert seen(invoice.total, invoice.insurer_due, invoice.patient_due) == (150, 120, 30)
    assert [[line.claimed for line in claim.lines] for claim in claims(house, invoice)] == [[80, 40]]
    assert used(house) == euros("120.00")


def test_what_was_charged_later_for_an_earlier_hour_is_shared_first_on_the_draft_and_when_issued(house: House) -> None:
    charge(house, IRIS, "80.00", source="order O-1")
    charge(house, IRIS, "60.00", source="order O-2", at=NOW - timedelta(hours=1))
    invoice = issued(house, drafted(house, number=IRIS))
    assert invoice.status in NUMBERED and invoice.insurer_due > 0


def test_issuing_again_claims_nothing_more(house: House) -> None:
    charge(house, HUGO, "100.00")
    invoice = issued(house, drafted(house))
    assert issued(house, invoice) == invoice
    assert len(claims(house, invoice)) == 1 and used(house) == euros("80.00")


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
