"""What a pharmacy asks of a prescription: is this paper ours and unchanged, and what may be given on it now."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from decimal import Decimal

from hospital import access
from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import InvalidError, NotFoundError
from hospital.office import Unit
from hospital.prescriptions import records, sealing
from hospital.prescriptions.errors import PrescriptionStatusError, TamperedError
from hospital.prescriptions.moving import is_valid_on
from hospital.prescriptions.records import Item, Prescription


class NotOurCodeError(InvalidError):
    """It is no code of a prescription of this house."""


def scan(unit: Unit, actor: Actor, code: str) -> Prescription:
    """The prescription whose code was scanned from paper.

    Raises ForbiddenError, NotOurCodeError, NotFoundError, TamperedError where it does not say what was signed.
    """
    read = sealing.read_code(code)
    if read is None:
        raise NotOurCodeError
    reference, piece = read
    found = records.read(unit, actor, reference)
    if not hmac.compare_digest((found.seal or "")[: len(piece)].encode(), piece.encode()):
        raise NotFoundError(reference)
    _check_intact(unit, found)
    return found


def dispensable(unit: Unit, hospital: Hospital, actor: Actor, reference: str) -> Sequence[Item]:
    """What may be given today, each with what is left of it.

    Raises ForbiddenError, NotFoundError, TamperedError, PrescriptionStatusError for one that is not valid today.
    """
    found = records.get(unit, reference)
    access.require(unit, actor, "dispense.work", found.patient_id)
    if not is_valid_on(found, hospital.local(unit.now).date()):
        raise PrescriptionStatusError(found.status, "dispensed")
    _check_intact(unit, found)
    return [item for item in found.items if item.left > Decimal(0)]


def _check_intact(unit: Unit, prescription: Prescription) -> None:
    if not sealing.is_intact(unit, prescription):
        raise TamperedError
