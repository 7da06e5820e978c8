"""The owing slip: what was given, what is owed, until when it is kept, and under which reference."""

from __future__ import annotations

from hospital.access import Actor
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.papers import Paper
from hospital.pharmacy import dispenses, places
from hospital.prescriptions import records

KIND = "owing"


def of_dispense(unit: Unit, hospital: Hospital, actor: Actor, reference: str, language: str) -> Paper:
    """The slip of a dispense. Raises ForbiddenError, ProofNeededError, NotFoundError, also where nothing was owed."""
    found = dispenses.read(unit, actor, reference)
    if not found.is_partly:
        raise NotFoundError(reference)
    prescription = records.get(unit, found.prescription)
    until = prescription.valid_until
    facts = {
        "reference": reference,
        "patient": prescription.patient,
        "number": prescription.patient_number,
        "prescription": found.prescription,
        "day": f"{hospital.local(found.prepared_at):%Y-%m-%d}",
        "place": places.by_id(unit, found.place_id).name,
        "until": f"{until:%Y-%m-%d}" if until is not None else "",
        "items": [[item.product, str(item.quantity), str(item.owed)] for item in found.items],
    }
    return Paper(KIND, language, facts)
