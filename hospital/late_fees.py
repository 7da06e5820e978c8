"""What cancelling too late costs: charged with the cancellation, taken back when that is undone."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from hospital import charges
from hospital.billing import for_billing
from hospital.charges import BILLABLE, BILLED, LATE_CANCELLATION, BilledError, NewCharge
from hospital.directory import Doctor, Hospital
from hospital.office import Unit


def charge(
    unit: Unit, hospital: Hospital, reference: str, patient_id: int, doctor: Doctor, starts_at: datetime
) -> None:
    """Charge the fee of a visit's late cancellation, once, where the hospital takes one; for this room."""
    fee = hospital.booking.cancellation_fee
    if not fee:
        return
    what = f"{doctor.name}, {hospital.local(starts_at):%Y-%m-%d %H:%M}"
    charges.add(unit, hospital, NewCharge(_source(reference), patient_id, "fee", what, fee, code=LATE_CANCELLATION))


class Undone(StrEnum):
    """What becomes of a fee when its cancellation is undone: none was owed, it is off, or it is on a bill and billing
    looks at it.
    """

    NONE = "none"
    OFF = "off"
    WITH_BILLING = "with_billing"


def take_back(unit: Unit, hospital: Hospital, reference: str) -> Undone:
    """The visit is booked again after all: its fee is not owed.

    One that is on a bill already is billing's to take off it.
    """
    charged = charges.of_source(unit, _source(reference))
    if charged is None or charged.status not in (BILLABLE, BILLED):
        return Undone.NONE
    try:
        charges.void(unit, charged.source)
    except BilledError:
        summary = f"{reference}: cancelled late and booked again, its fee is on a bill"
        for_billing.tell(unit, hospital, for_billing.QUESTION, charged.source, summary, charged.patient_id)
        return Undone.WITH_BILLING
    return Undone.OFF


def _source(reference: str) -> str:
    return f"late cancellation {reference}"
