"""Who owes how much of each charge: told through a port by whoever knows the insurances; else the patient owes all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from hospital.billing.errors import ShareError
from hospital.charges import Charge
from hospital.directory import Hospital
from hospital.money import AmountError, checked
from hospital.office import Unit


@dataclass(frozen=True)
class LineShare:
    """What an insurer and the patient owe of one charge; together they are its amount. `reason` is kept as it is."""

    insurer: Decimal
    patient: Decimal
    reason: Mapping[str, Any] = field(default_factory=dict)


Sharing = Callable[[Unit, Hospital, int, Sequence[Charge], date], Mapping[int, LineShare]]
"""The port: unit, hospital, patient, charges, the day; answers the share of each charge by its id."""


def patient_owes_all(
    unit: Unit, hospital: Hospital, patient_id: int, charges: Sequence[Charge], on: date
) -> Mapping[int, LineShare]:
    """Where no insurance is known."""
    return {charge.id: LineShare(Decimal(0), charge.amount) for charge in charges}


def shares_of(
    unit: Unit, hospital: Hospital, patient_id: int, charges: Sequence[Charge], share: Sharing
) -> Mapping[int, LineShare]:
    """Who owes what today, checked: each charge is shared, nothing is negative or lost. Raises ShareError."""
    told = share(unit, hospital, patient_id, charges, hospital.local(unit.now).date())
    for charge in charges:
        one = told.get(charge.id)
        if one is None or one.insurer + one.patient != charge.amount:
            raise ShareError
        try:
            checked(one.insurer, hospital.currency)
            checked(one.patient, hospital.currency)
        except AmountError:
            raise ShareError from None
    return told
