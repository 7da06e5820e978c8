"""A prescription on paper: what is taken how, and a code that a pharmacy scans."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from hospital.directory import Hospital
from hospital.papers import Paper, words
from hospital.prescriptions import sealing
from hospital.prescriptions.records import Item, Prescription

KIND = "prescription"


def paper_of(hospital: Hospital, prescription: Prescription, language: str) -> Paper:
    """The paper of a signed prescription."""
    told = words(KIND, language)
    facts: dict[str, Any] = {
        "reference": prescription.reference,
        "status": told.get(f"status_{prescription.status}", ""),
        "patient": prescription.patient,
        "number": prescription.patient_number,
        "born": _day(prescription.date_of_birth),
        "prescriber": prescription.prescriber,
        "signed": _day(hospital.local(prescription.signed_at).date()) if prescription.signed_at else "",
        "valid_until": _day(prescription.valid_until),
        "allergies": ", ".join(prescription.allergies) or told["none_known"],
        "note": prescription.note or "",
        "items": [_item(item, told) for item in prescription.items],
        "code": _picture(sealing.code_of(prescription)),
        "hash": (prescription.content_hash or "")[:24],
    }
    return Paper(KIND, language, facts)


def dosage_text(item: Item, told: dict[str, str]) -> str:
    """How a medicine is taken, in words: `1 tablet, twice a day, for 30 days`."""
    often = told.get(f"times_{_plain(item.times_a_day)}") or told["times"].format(times=_plain(item.times_a_day))
    frame = told["as_needed"] if item.as_needed else told["taken"]
    dose = f"{_plain(item.dose)} {_unit(item.dose_unit, item.dose, told)}"
    return frame.format(dose=dose, often=often, days=item.days)


def _item(item: Item, told: dict[str, str]) -> dict[str, str]:
    given = f"{_plain(item.quantity)} {_unit(item.quantity_unit, item.quantity, told)}"
    repeats = told["repeats"].format(repeats=item.repeats) if item.repeats else told["no_repeats"]
    return {
        "medication": item.medication,
        "dosage": dosage_text(item, told),
        "route": told.get(f"route_{item.route}", item.route),
        "instructions": item.instructions or "",
        "quantity": given,
        "repeats": repeats,
        "substitution": "" if item.may_substitute else told["no_substitution"],
        "controlled": told["controlled"] if item.is_controlled else "",
    }


def _unit(unit: str, amount: Decimal, told: dict[str, str]) -> str:
    one, _, several = told.get(f"unit_{unit}", unit).partition("|")
    return one if amount == 1 or not several else several


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _day(day: Any) -> str:
    return f"{day:%Y-%m-%d}" if day is not None else ""


def _picture(code: str) -> str:
    import segno

    out = io.BytesIO()
    segno.make(code, error="m", micro=False).save(out, kind="svg", scale=4, border=1, xmldecl=False, nl=False)
    return out.getvalue().decode()
