"""A prescription on paper: what is taken how, and a code that a pharmacy scans."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from hospital.access import Actor
from hospital.directory import Hospital
from hospital.office import Unit
from hospital.papers import Paper, words
from hospital.papers.amounts import number_text
from hospital.prescriptions import records, sealing
from hospital.prescriptions.errors import PrescriptionStatusError, TamperedError
from hospital.prescriptions.quantities import interval_of
from hospital.prescriptions.records import ACTIVE, COMPLETED, ON_HOLD, STOPPED, Item, Prescription

KIND = "prescription"
PRINTED = (ACTIVE, ON_HOLD, STOPPED, COMPLETED)
"""Signed, and not withdrawn: what there is a paper of."""


def of_prescription(unit: Unit, hospital: Hospital, actor: Actor, reference: str, language: str) -> Paper:
    """The paper of a prescription that is signed and says what was signed.

    Raises what `records.read` does, PrescriptionStatusError for a draft or a withdrawn one, TamperedError.
    """
    found = records.read(unit, actor, reference)
    check(unit, found)
    return paper_of(hospital, found, language)


def check(unit: Unit, prescription: Prescription) -> None:
    """Raises PrescriptionStatusError for a draft or a withdrawn one, TamperedError for what was altered."""
    if prescription.status not in PRINTED:
        raise PrescriptionStatusError(prescription.status, "printed")
    if not sealing.is_intact(unit, prescription):
        raise TamperedError


def paper_of(hospital: Hospital, prescription: Prescription, language: str) -> Paper:
    """The paper of a prescription that somebody may read and that was checked."""
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
        "allergies": _allergies(prescription, told),
        "note": prescription.note or "",
        "items": [_item(item, told, language) for item in prescription.items],
        "code": _picture(sealing.code_of(prescription)),
        "hash": (prescription.content_hash or "")[:24],
    }
    return Paper(KIND, language, facts)


def _allergies(prescription: Prescription, told: dict[str, str]) -> str:
    if prescription.allergies is None:
        return told["not_asked"]
    return ", ".join(prescription.allergies) or told["none_known"]


def dosage_text(item: Item, told: dict[str, str], language: str) -> str:
    """How a medicine is taken, in words: `1 tablet, twice a day, for 30 days`."""
    return (told["as_needed"] if item.as_needed else told["taken"]).format(
        dose=f"{number_text(item.dose, language)} {_unit(item.dose_unit, item.dose, told)}",
        often=_often(item, told, language),
        lasting=told["for_day"] if item.days == 1 else told["for_days"].format(days=item.days),
    )


def _often(item: Item, told: dict[str, str], language: str) -> str:
    interval = interval_of(item.times_a_day)
    if interval is not None:
        return told["once_a_week"] if interval == 7 else told["every_days"].format(days=interval)
    times = number_text(item.times_a_day, language)
    return told.get(f"times_{times}") or told["times"].format(times=times)


def _item(item: Item, told: dict[str, str], language: str) -> dict[str, str]:
    given = f"{number_text(item.quantity, language)} {_unit(item.quantity_unit, item.quantity, told)}"
    repeats = told["repeats"].format(repeats=item.repeats) if item.repeats else told["no_repeats"]
    return {
        "medication": item.medication,
        "dosage": dosage_text(item, told, language),
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


def _day(day: Any) -> str:
    return f"{day:%Y-%m-%d}" if day is not None else ""


def _picture(code: str) -> str:
    import segno

    out = io.BytesIO()
    segno.make(code, error="m", micro=False).save(out, kind="svg", scale=4, border=1, xmldecl=False, nl=False)
    return out.getvalue().decode()
