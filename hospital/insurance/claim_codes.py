"""What an insurer is told of why something was done: the codes of what was found, without a word more."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from db.models import ChargeItemRow, ClaimRow
from hospital import access, diagnoses
from hospital.access import Actor
from hospital.insurance import claim_records
from hospital.insurance.claim_records import Claim
from hospital.office import Unit


def codes(unit: Unit, actor: Actor, reference: str) -> Sequence[str]:
    """The codes of a claim: of the encounters that it charges for, as they went out once it is sent.

    Raises ForbiddenError, NotFoundError.
    """
    claim = claim_records.get(unit, reference)
    access.require(unit, actor, "diagnosis.read_codes", claim.patient_id)
    sent = unit.connection.scalar(select(ClaimRow.diagnosis_codes).where(ClaimRow.id == claim.id))
    return of_now(unit, claim) if sent is None else [str(code) for code in sent]


def of_now(unit: Unit, claim: Claim) -> list[str]:
    """The same as it stands in the record now; for this package."""
    charged = select(ChargeItemRow.encounter_id).where(
        ChargeItemRow.id.in_([line.charge_id for line in claim.lines]), ChargeItemRow.encounter_id.is_not(None)
    )
    found = {each for each in unit.connection.scalars(charged) if each is not None}
    return diagnoses.codes_at(unit, claim.patient_id, found)
