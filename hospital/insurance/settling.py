"""What invoices call: their share is used and claimed when they are issued, and given back when they are credited.

Both belong into the invoice's own transaction; whoever calls has checked the right to do it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hospital import people
from hospital.directory import Hospital
from hospital.insurance import claiming, ledger
from hospital.insurance.claim_records import Claim
from hospital.insurance.shares import Share
from hospital.office import Unit


def issued(unit: Unit, hospital: Hospital, share: Share, invoice: str) -> Sequence[Claim]:
    """An invoice is issued with this share: it is used, and each insurer's part becomes a draft claim. Once.

    Raises StaleShareError, UsedTwiceError.
    """
    people.lock(unit, share.patient_id)
    if not ledger.is_used_by(unit, invoice):
        ledger.use(unit, share, invoice)
    return claiming.make(unit, hospital, share, invoice)


def credited(unit: Unit, hospital: Hospital, invoice: str, charge_ids: Collection[int] | None = None) -> None:
    """A credit note cancels an invoice, or some of its charges: what they used is given back.

    Claims are called off with the whole invoice; of those that were paid a person gives the insurer its money back.
    For a part of an invoice its claims stay as they are, and a person sorts each out: a task.
    """
    ledger.give_back(unit, invoice, charge_ids)
    if charge_ids is None:
        claiming.cancel_with_invoice(unit, hospital, invoice)
    else:
        claiming.sort_out(unit, hospital, invoice, charge_ids)
