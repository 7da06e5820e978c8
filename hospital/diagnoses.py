"""What doctors find: recorded at an encounter, changed with a reason, never deleted, read by the patient once released.

Statuses are those of FHIR's Condition. A change adds a version; the history tells who knew what when.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, insert, select, update

from db.models import DiagnosisRow, DiagnosisVersionRow, DoctorRow, EncounterRow, HospitalRow
from hospital import access, acting, audit, encounters, people, references
from hospital.access import Actor, Role
from hospital.errors import InvalidError, KeyUsedError, NotAllowedError, NotFoundError
from hospital.office import Unit

CLINICAL = frozenset({"active", "recurrence", "relapse", "inactive", "remission", "resolved"})
ONGOING = frozenset({"active", "recurrence", "relapse"})
CERTAINTY = frozenset({"unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"})
ERROR = "entered-in-error"
SEVERITY = frozenset({"mild", "moderate", "severe"})
OUTSIDERS = frozenset({Role.PATIENT, Role.PROXY})
MOST_VERSIONS = 500
LONGEST_CODE = 64


@dataclass
class FindingError(InvalidError):
    """What is to be recorded makes no sense; `field` says where."""

    field: str


class WithdrawnError(NotAllowedError):
    """It was recorded in error: what follows is a new one."""


@dataclass(frozen=True)
class Finding:
    """What a doctor found. `code` is of the classification that the hospital uses; `verification` how certain it is."""

    condition: str
    code: str | None = None
    clinical_status: str = "active"
    verification_status: str = "provisional"
    severity: str | None = None
    onset: date | None = None
    abatement: date | None = None


@dataclass(frozen=True)
class Diagnosis:
    """A finding as it stands now."""

    id: int
    reference: str
    patient_id: int
    encounter: str
    doctor: str
    """The code of whoever recorded it."""
    finding: Finding
    note: str | None
    """For colleagues; patients never read it."""
    recorded_at: datetime
    released_at: datetime | None
    version: int


@dataclass(frozen=True)
class Version:
    """A finding as it stood after one change: the first is how it was recorded."""

    version: int
    changed_at: datetime
    changed_by: str
    finding: Finding
    reason: str | None


def record(unit: Unit, actor: Actor, encounter: str, finding: Finding, *, key: str, note: str = "") -> Diagnosis:
    """Write down what was found at an encounter; the same `key` again is the same entry.

    Raises KeyUsedError for the key of another encounter's, ForbiddenError, NotFoundError, FindingError,
    encounters.EncounterStatusError where the encounter is void.
    """
    seen = encounters.get(unit, encounter)
    access.require(unit, actor, "diagnosis.record", seen.patient_id)
    if not encounters.is_seen(seen.status):
        raise encounters.EncounterStatusError(seen.status, "in-progress")
    _check(unit, finding)
    people.lock(unit, seen.patient_id)
    there = unit.connection.execute(_select().where(DiagnosisRow.request_key == key)).one_or_none()
    if there is not None:
        if there.encounter_id != seen.id:
            raise KeyUsedError
        return _diagnosis(there)
    reference = references.new(references.DIAGNOSIS, 8)
    values = {
        **asdict(finding),
        "reference": reference,
        "request_key": key,
        "patient_id": seen.patient_id,
        "encounter_id": seen.id,
        "note": note[:2000] or None,
        "recorded_by": actor.doctor_id,
        "recorded_at": unit.now,
        "version": 1,
    }
    number = unit.connection.execute(insert(DiagnosisRow), values).inserted_primary_key
    assert number is not None
    _remember(unit, number[0], 1, finding, None)
    audit.append(unit, audit.Entry("diagnosis.record", reference, {"version": 1}), chain_of=seen.patient_id)
    return get(unit, reference)


def change(unit: Unit, actor: Actor, reference: str, finding: Finding, *, reason: str) -> Diagnosis:
    """What is known now instead; a reason is needed. Nothing happens where nothing differs.

    The patient reads it when it is released anew. Raises ForbiddenError, NotFoundError, FindingError, WithdrawnError.
    """
    return _changed(unit, _locked(unit, actor, reference, "diagnosis.record"), finding, reason)


def _changed(unit: Unit, before: Diagnosis, finding: Finding, reason: str) -> Diagnosis:
    if before.finding == finding:
        return before
    if not reason.strip():
        raise FindingError("reason")
    _check(unit, finding)
    version = before.version + 1
    values = {**asdict(finding), "version": version, "released_at": None}
    unit.connection.execute(update(DiagnosisRow).where(DiagnosisRow.id == before.id).values(**values))
    _remember(unit, before.id, version, finding, reason.strip()[:200])
    entry = audit.Entry("diagnosis.change", before.reference, {"version": version})
    audit.append(unit, entry, chain_of=before.patient_id)
    return get(unit, before.reference)


def withdraw(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Diagnosis:
    """It was recorded in error: it stays in the history, and in nobody's list. Raises as `change` does."""
    before = _locked(unit, actor, reference, "diagnosis.record")
    return _changed(unit, before, replace(before.finding, verification_status=ERROR), reason)


def release(unit: Unit, actor: Actor, reference: str) -> Diagnosis:
    """The patient has been told and may read it from now on.

    Raises ForbiddenError, NotFoundError, WithdrawnError.
    """
    before = _locked(unit, actor, reference, "diagnosis.release")
    if before.released_at is None:
        changed = update(DiagnosisRow).where(DiagnosisRow.id == before.id)
        unit.connection.execute(changed.values(released_at=unit.now))
        audit.append(unit, audit.Entry("diagnosis.release", reference, {}), chain_of=before.patient_id)
    return get(unit, reference)


def of_patient(unit: Unit, actor: Actor, patient_id: int, *, everything: bool = True) -> Sequence[Diagnosis]:
    """What was found, the latest first; `everything` False for what goes on now. Patients see what is released, without
    the notes, which are for colleagues.

    Raises ForbiddenError, ProofNeededError.
    """
    access.require(unit, actor, "diagnosis.read", patient_id)
    mine = _select().where(DiagnosisRow.patient_id == patient_id, DiagnosisRow.verification_status != ERROR)
    if actor.role in OUTSIDERS:
        mine = mine.where(DiagnosisRow.released_at.is_not(None))
    if not everything:
        mine = _going_on(mine)
    found = _all(unit, mine)
    return [replace(each, note=None) for each in found] if actor.role in OUTSIDERS else found


def active(unit: Unit, actor: Actor, patient_id: int) -> Sequence[str]:
    """What a pharmacist must know before dispensing: the names of what goes on now. Raises ForbiddenError."""
    access.require(unit, actor, "diagnosis.read_active", patient_id)
    mine = _select().where(DiagnosisRow.patient_id == patient_id, DiagnosisRow.verification_status != ERROR)
    return [each.finding.condition for each in _all(unit, _going_on(mine))]


def codes(unit: Unit, actor: Actor, patient_id: int) -> Sequence[str]:
    """The codes of all that is certain, without a word more. Raises ForbiddenError."""
    access.require(unit, actor, "diagnosis.read_codes", patient_id)
    return _codes(unit, _certain(patient_id))


def codes_at(unit: Unit, patient_id: int, encounter_ids: Collection[int]) -> list[str]:
    """The same of what was found at some encounters, for the hospital room."""
    return _codes(unit, _certain(patient_id).where(DiagnosisRow.encounter_id.in_(encounter_ids)))


def _codes(unit: Unit, mine: Select[Any]) -> list[str]:
    return list(dict.fromkeys(each.finding.code for each in _all(unit, mine) if each.finding.code))


def _certain(patient_id: int) -> Select[Any]:
    return _select().where(
        DiagnosisRow.patient_id == patient_id,
        DiagnosisRow.verification_status == "confirmed",
        DiagnosisRow.code.is_not(None),
    )


def history(unit: Unit, actor: Actor, reference: str) -> Sequence[Version]:
    """How it came to what it is, the first version first. Raises ForbiddenError, NotFoundError."""
    entry = get(unit, reference)
    access.require(unit, actor, "diagnosis.read_history", entry.patient_id)
    row = DiagnosisVersionRow
    mine = select(row.__table__).where(row.diagnosis_id == entry.id).order_by(row.version).limit(MOST_VERSIONS)
    return [
        Version(each.version, each.changed_at, each.changed_by, _finding(each), each.reason)
        for each in unit.connection.execute(mine)
    ]


def get(unit: Unit, reference: str) -> Diagnosis:
    """The entry of a reference, for the hospital room. Raises NotFoundError."""
    row = unit.connection.execute(_select().where(DiagnosisRow.reference == reference)).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return _diagnosis(row)


def _locked(unit: Unit, actor: Actor, reference: str, permission: str) -> Diagnosis:
    entry = acting.locked(unit, actor, permission, get, reference)
    if entry.finding.verification_status == ERROR:
        raise WithdrawnError
    return entry


def _check(unit: Unit, finding: Finding) -> None:
    if not finding.condition.strip() or len(finding.condition) > 200:
        raise FindingError("condition")
    if finding.code is not None and not 1 <= len(finding.code.strip()) <= LONGEST_CODE:
        raise FindingError("code")
    for field, allowed in (("clinical_status", CLINICAL), ("verification_status", CERTAINTY)):
        if getattr(finding, field) not in allowed:
            raise FindingError(field)
    if finding.severity is not None and finding.severity not in SEVERITY:
        raise FindingError("severity")
    today = unit.now.astimezone(_zone(unit)).date()
    if finding.onset is not None and finding.onset > today:
        raise FindingError("onset")
    if finding.abatement is not None and (finding.abatement > today or finding.abatement < (finding.onset or date.min)):
        raise FindingError("abatement")


def _zone(unit: Unit) -> ZoneInfo:
    """Where it is today for the hospital's people."""
    return ZoneInfo(unit.connection.scalars(select(HospitalRow.timezone)).one())


def _remember(unit: Unit, diagnosis_id: int, version: int, finding: Finding, reason: str | None) -> None:
    values = {
        **asdict(finding),
        "diagnosis_id": diagnosis_id,
        "version": version,
        "changed_at": unit.now,
        "changed_by": unit.actor,
        "reason": reason,
    }
    unit.connection.execute(insert(DiagnosisVersionRow), values)


def _going_on(mine: Select[Any]) -> Select[Any]:
    return mine.where(DiagnosisRow.clinical_status.in_(ONGOING), DiagnosisRow.verification_status != "refuted")


def _all(unit: Unit, mine: Select[Any]) -> list[Diagnosis]:
    ordered = mine.order_by(DiagnosisRow.recorded_at.desc(), DiagnosisRow.id.desc())
    return [_diagnosis(row) for row in unit.connection.execute(ordered)]


def _select() -> Select[Any]:
    return (
        select(
            DiagnosisRow.__table__,
            EncounterRow.reference.label("encounter"),
            DoctorRow.code.label("doctor"),
        )
        .join(EncounterRow, EncounterRow.id == DiagnosisRow.encounter_id)
        .join(DoctorRow, DoctorRow.id == DiagnosisRow.recorded_by)
    )


def _diagnosis(row: Row[Any]) -> Diagnosis:
    return Diagnosis(
        row.id,
        row.reference,
        row.patient_id,
        row.encounter,
        row.doctor,
        _finding(row),
        row.note,
        row.recorded_at,
        row.released_at,
        row.version,
    )


def _finding(row: Row[Any]) -> Finding:
    return Finding(
        row.condition,
        row.code,
        row.clinical_status,
        row.verification_status,
        row.severity,
        row.onset,
        row.abatement,
    )
