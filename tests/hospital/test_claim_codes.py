"""A claim says why: the codes of what was found at the encounters that it charges for, and not a word more."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hospital import charges, diagnoses, visits
from hospital.access import ForbiddenError
from hospital.charges import Charge
from hospital.diagnoses import Finding
from hospital.insurance import claim_codes, claiming
from hospital.insurance.claim_records import Claim
from tests.hospital.clinic import HUGO
from tests.hospital.house import ADLER, BILLING, DESK, House
from tests.hospital.insured import charge, issue


def certain(condition: str, code: str | None = None) -> Finding:
    return Finding(condition, code, verification_status="confirmed")


def seen_for(house: House, at: str, *found: Finding) -> str:
    """A visit that is over, and what was found at it; its reference."""
    reference, encounter = house.seen(HUGO, at=at)
    for each in found:
        house.as_(
            ADLER,
            lambda unit, actor, each=each: diagnoses.record(  # type: ignore[misc]
                unit, actor, encounter.reference, each, key=f"{reference} {each.condition}"
            ),
        )
    house.as_(DESK, lambda unit, actor: visits.complete(unit, house.hospital, actor, reference))
    return reference


def charged(house: House, visit: str) -> Charge:
    found = house.read(lambda unit: charges.of_source(unit, f"visit {visit}"))
    assert found is not None
    return found


def codes(house: House, claim: Claim, by: str = BILLING) -> Sequence[str]:
    return house.as_(by, lambda unit, actor: claim_codes.codes(unit, actor, claim.reference))


def test_a_claim_carries_the_codes_of_what_it_charges_for_alone(house: House) -> None:
    asthma, doubt = certain("Asthma", "J45"), Finding("Perhaps gout", "M10")
    first = seen_for(house, "2026-06-08 09:30", asthma, doubt, certain("Without a code"))
    seen_for(house, "2026-06-08 10:00", certain("Ankle sprain", "S93.4"))
    claim = issue(house, "I-1", charged(house, first))[0]
    assert codes(house, claim) == ["J45"]
    other = issue(house, "I-2", charge(house, HUGO, "50.00", source="order O-9"))[0]
    assert codes(house, other) == []


def test_what_went_to_the_insurer_stays_what_went(house: House) -> None:
    visit = seen_for(house, "2026-06-08 09:30", certain("Asthma", "J45"))
    claim = issue(house, "I-1", charged(house, visit))[0]
    house.as_(BILLING, lambda unit, actor: claiming.send(unit, actor, claim.reference))
    hugo = house.patient(HUGO)
    found = house.as_(ADLER, lambda unit, actor: diagnoses.of_patient(unit, actor, hugo))[0]
    house.as_(ADLER, lambda unit, actor: diagnoses.withdraw(unit, actor, found.reference, reason="another patient"))
    assert codes(house, claim) == ["J45"]
    assert house.as_(BILLING, lambda unit, actor: diagnoses.codes(unit, actor, hugo)) == []


def test_the_desk_reads_claims_and_no_codes(house: House) -> None:
    visit = seen_for(house, "2026-06-08 09:30", certain("Asthma", "J45"))
    claim = issue(house, "I-1", charged(house, visit))[0]
    with pytest.raises(ForbiddenError):
        codes(house, claim, DESK)
