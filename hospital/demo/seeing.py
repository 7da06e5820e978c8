"""What a visit of the history leaves behind when it is over: that the patient was seen, and what that costs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from hospital import encounters, visits
from hospital.directory import Hospital
from hospital.encounters import Encounter
from hospital.office import Unit


def at_visit(unit: Unit, hospital: Hospital, visit: Row[Any]) -> Encounter:
    """The patient was seen, as visits of the history were by their status: what it cost is charged."""
    begun = replace(unit, now=visit.starts_at)
    encounter = encounters.begin(begun, visit.patient_id, visit.doctor_id, appointment_id=visit.id)
    if visit.status != "fulfilled":
        return encounter
    over = replace(unit, now=visit.ends_at)
    visits.charge(over, hospital, visit, encounter)
    return encounters.change(over, encounter.reference, "completed")
