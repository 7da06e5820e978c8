"""Patients being seen: begun when somebody is called in, ended when they leave. Everything clinical hangs on one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from db.models import EncounterRow
from hospital import audit, references
from hospital.errors import NotAllowedError, NotFoundError
from hospital.office import Unit

VISIT, STAY = "AMB", "IMP"
TRANSITIONS: dict[str, frozenset[str]] = {
    "planned": frozenset({"in-progress", "cancelled", "entered-in-error"}),
    "in-progress": frozenset({"on-hold", "discharged", "completed", "discontinued", "entered-in-error"}),
    "on-hold": frozenset({"in-progress", "discharged", "completed", "discontinued", "entered-in-error"}),
    "discharged": frozenset({"completed", "entered-in-error"}),
    "completed": frozenset({"entered-in-error"}),
    "cancelled": frozenset({"entered-in-error"}),
    "discontinued": frozenset({"entered-in-error"}),
    "entered-in-error": frozenset(),
}
"""FHIR's encounter statuses and where each may go."""
OVER = frozenset({"discharged", "completed", "cancelled", "discontinued", "entered-in-error"})


UNSEEN = frozenset({"planned", "cancelled", "entered-in-error"})
"""With these nobody was seen."""


@dataclass
class EncounterStatusError(NotAllowedError):
    """An encounter cannot go from one status to the other."""

    from_status: str
    to_status: str


@dataclass(frozen=True)
class Encounter:
    """A patient being seen. Ids stay inside the hospital room; people are told `reference`."""

    id: int
    reference: str
    patient_id: int
    doctor_id: int
    appointment_id: int | None
    encounter_class: str
    status: str
    started_at: datetime
    ended_at: datetime | None


def begin(
    unit: Unit, patient_id: int, doctor_id: int, *, appointment_id: int | None = None, encounter_class: str = VISIT
) -> Encounter:
    """A new encounter, in progress from now; that of a visit is made once, however often it is asked for."""
    if appointment_id is not None and (there := of_appointment(unit, appointment_id)) is not None:
        return _begun_again(unit, there) if there.status == "planned" else there
    reference = references.new(references.ENCOUNTER, 8)
    values = {
        "reference": reference,
        "patient_id": patient_id,
        "doctor_id": doctor_id,
        "appointment_id": appointment_id,
        "encounter_class": encounter_class,
        "status": "in-progress",
        "started_at": unit.now,
    }
    unit.connection.execute(insert(EncounterRow), values)
    audit.append(unit, audit.Entry("encounter.begin", reference, {"class": encounter_class}), chain_of=patient_id)
    return get(unit, reference)


def call_off(unit: Unit, encounter: Encounter) -> None:
    """Nobody was seen after all: it waits to begin. For whoever knows that nothing hangs on it.

    Raises EncounterStatusError where it goes on no more.
    """
    if encounter.status == "planned":
        return
    if encounter.status != "in-progress":
        raise EncounterStatusError(encounter.status, "planned")
    unit.connection.execute(update(EncounterRow).where(EncounterRow.id == encounter.id).values(status="planned"))
    entry = audit.Entry("encounter.call_off", encounter.reference, {"from": encounter.status})
    audit.append(unit, entry, chain_of=encounter.patient_id)


def _begun_again(unit: Unit, encounter: Encounter) -> Encounter:
    begun = change(unit, encounter.reference, "in-progress")
    unit.connection.execute(update(EncounterRow).where(EncounterRow.id == begun.id).values(started_at=unit.now))
    return get(unit, encounter.reference)


def change(unit: Unit, reference: str, to_status: str) -> Encounter:
    """Move an encounter along its arrows. Raises NotFoundError, EncounterStatusError."""
    before = unit.connection.execute(_BY_REFERENCE.with_for_update(), {"r": reference}).one_or_none()
    if before is None:
        raise NotFoundError(reference)
    if before.status == to_status:
        return Encounter(*before)
    if to_status not in TRANSITIONS[before.status]:
        raise EncounterStatusError(before.status, to_status)
    ended = before.ended_at or (unit.now if to_status in OVER else None)
    changed = update(EncounterRow).where(EncounterRow.id == before.id).values(status=to_status, ended_at=ended)
    unit.connection.execute(changed)
    facts = {"from": before.status, "to": to_status}
    audit.append(unit, audit.Entry("encounter.change", reference, facts), chain_of=before.patient_id)
    return get(unit, reference)


def get(unit: Unit, reference: str) -> Encounter:
    """The encounter of a reference. Raises NotFoundError."""
    row = unit.connection.execute(_BY_REFERENCE, {"r": reference}).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return Encounter(*row)


def is_seen(status: str) -> bool:
    """Whether the patient is or was really seen: only then is something found, ordered or prescribed."""
    return status not in UNSEEN


def of_appointment(unit: Unit, appointment_id: int) -> Encounter | None:
    """The encounter that a visit led to, if it has begun."""
    row = unit.connection.execute(_COLUMNS.where(EncounterRow.appointment_id == appointment_id)).one_or_none()
    return None if row is None else Encounter(*row)


def of_patient(unit: Unit, patient_id: int) -> list[Encounter]:
    """Everything that a patient was seen for, the latest first."""
    mine = _COLUMNS.where(EncounterRow.patient_id == patient_id, EncounterRow.status != "entered-in-error")
    return [Encounter(*row) for row in unit.connection.execute(mine.order_by(EncounterRow.started_at.desc()))]


_COLUMNS = select(
    EncounterRow.id,
    EncounterRow.reference,
    EncounterRow.patient_id,
    EncounterRow.doctor_id,
    EncounterRow.appointment_id,
    EncounterRow.encounter_class,
    EncounterRow.status,
    EncounterRow.started_at,
    EncounterRow.ended_at,
)
_BY_REFERENCE = _COLUMNS.where(EncounterRow.reference == bindparam("r"))
