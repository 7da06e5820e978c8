"""What is frozen when a prescription is signed, and how a pharmacy tells that a paper is ours and unchanged."""

from __future__ import annotations

import hmac
from typing import Any

from hospital import seals
from hospital.office import Unit
from hospital.prescriptions.records import Prescription

MARK = "FDRX1"
"""What our codes begin with."""
_SHOWN = 16
"""So much of the seal stands in the code on paper: 64 bits."""


def content_of(prescription: Prescription) -> dict[str, Any]:
    """Everything that a signature covers; what is given on it later is not in it."""
    return {
        "reference": prescription.reference,
        "patient": prescription.patient_id,
        "prescriber": prescription.prescriber_id,
        "note": prescription.note,
        "valid_until": prescription.valid_until.isoformat() if prescription.valid_until else None,
        "signed_at": prescription.signed_at.isoformat() if prescription.signed_at else None,
        "allergies": None if prescription.allergies is None else list(prescription.allergies),
        "items": [
            {
                "product": item.product_id,
                "medication": item.medication,
                "form": item.form,
                "controlled": item.is_controlled,
                "dose": f"{item.dose.normalize():f}",
                "dose_unit": item.dose_unit,
                "route": item.route,
                "times_a_day": f"{item.times_a_day.normalize():f}",
                "as_needed": item.as_needed,
                "days": item.days,
                "pack": None if item.pack is None else f"{item.pack.normalize():f}",
                "instructions": item.instructions,
                "quantity": f"{item.quantity.normalize():f}",
                "quantity_unit": item.quantity_unit,
                "repeats": item.repeats,
                "may_substitute": item.may_substitute,
            }
            for item in prescription.items
        ],
    }


def hash_of(prescription: Prescription) -> str:
    """SHA-256 of the content, in hexadecimal."""
    return seals.digest(content_of(prescription))


def seal_of(unit: Unit, reference: str, content_hash: str) -> str:
    """The code that only this hospital can make for a content: its key is not in the database."""
    return seals.code(unit, "prescription", reference, content_hash)


def is_intact(unit: Unit, prescription: Prescription) -> bool:
    """Whether a signed prescription says what was signed."""
    if prescription.content_hash is None or prescription.seal is None:
        return False
    seal = seal_of(unit, prescription.reference, hash_of(prescription))
    return hmac.compare_digest(seal, prescription.seal)


def code_of(prescription: Prescription) -> str:
    """What the QR code on the paper says; it names nobody."""
    return f"{MARK}:{prescription.reference}:{(prescription.seal or '')[:_SHOWN]}"


def read_code(code: str) -> tuple[str, str] | None:
    """The reference and the piece of the seal that a code says; None for what is no code of ours."""
    mark, _, rest = code.strip().partition(":")
    reference, _, piece = rest.partition(":")
    return (reference, piece) if mark == MARK and reference and len(piece) == _SHOWN else None
