"""What patients must not be given: recorded by whoever treats them, changed with a reason, never deleted.

Statuses are those of FHIR's AllergyIntolerance. "Asked, none is known" is a statement of its own, without a substance;
whoever has neither that nor an allergy was not asked yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select, update

from db.models import AllergyRow, AllergyVersionRow
from hospital import access, acting, audit, people, references
from hospital.access import Actor
from hospital.errors import ConflictError, InvalidError, KeyUsedError, NotAllowedError, NotFoundError
from hospital.names import fold_name
from hospital.office import Unit

ACTIVE, INACTIVE, RESOLVED = "active", "inactive", "resolved"
CLINICAL = frozenset({ACTIVE, INACTIVE, RESOLVED})
REFUTED, ERROR = "refuted", "entered-in-error"
CERTAINTY = frozenset({"unconfirmed", "presumed", "confirmed", REFUTED, ERROR})
CRITICALITY = frozenset({"low", "high", "unable-to-assess"})
VOID = frozenset({REFUTED, ERROR})
PEOPLE = "people"
LONGEST, LONGEST_REACTION = 200, 1000
MOST_VERSIONS = 500


@dataclass
class AllergyError(InvalidError):
    """What is to be recorded makes no sense; `field` says where."""

    field: str


@dataclass
class AlreadyRecordedError(ConflictError):
    """It stands in the record: `reference` says where. What differs is changed there."""

    reference: str


class WithdrawnAllergyError(NotAllowedError):
    """It was recorded in error: what follows is a new one."""


@dataclass(frozen=True)
class Statement:
    """What is known. `substance` None says that none is known; `reaction` tells what happened, `criticality` how
    dangerous the next time may be.
    """

    substance: str | None
    clinical_status: str = ACTIVE
    verification_status: str = "confirmed"
    criticality: str | None = None
    reaction: str | None = None


NONE_KNOWN = Statement(None)


@dataclass(frozen=True)
class Allergy:
    """A statement as it stands now."""

    id: int
    reference: str
    patient_id: int
    statement: Statement
    origin: str
    """`people`, or the hospital `file`."""
    recorded_at: datetime
    recorded_by: str
    version: int

    @property
    def is_valid(self) -> bool:
        """Whether it counts: neither refuted nor recorded in error."""
        return self.statement.verification_status not in VOID


@dataclass(frozen=True)
class Version:
    """A statement as it stood after one change: the first is how it was recorded."""

    version: int
    changed_at: datetime
    changed_by: str
    statement: Statement
    reason: str | None


def record(unit: Unit, actor: Actor, patient_id: int, statement: Statement, *, key: str) -> Allergy:
    """Write down what somebody does not tolerate; the same `key` again is the same entry.

    Raises ForbiddenError, KeyUsedError for the key of another patient's, AllergyError, AlreadyRecordedError.
    """
    access.require(unit, actor, "allergy.record", patient_id)
    _check(statement)
    people.lock(unit, patient_id)
    there = _of_key(unit, patient_id, key)
    if there is not None:
        return there
    mine = _all(unit, patient_id)
    _check_new(statement, mine)
    made = _insert(unit, patient_id, statement, key)
    _no_longer_none(unit, made, mine)
    return get(unit, made.reference)


def none_known(unit: Unit, actor: Actor, patient_id: int, *, key: str) -> Allergy:
    """The patient was asked, and none is known: an entry of its own each time that they were asked.

    Raises ForbiddenError, KeyUsedError, AlreadyRecordedError where something is on file that they do not tolerate.
    """
    access.require(unit, actor, "allergy.record", patient_id)
    people.lock(unit, patient_id)
    there = _of_key(unit, patient_id, key)
    if there is not None:
        return there
    for each in _all(unit, patient_id):
        if each.is_valid and each.statement.substance is not None and each.statement.clinical_status == ACTIVE:
            raise AlreadyRecordedError(each.reference)
    return _insert(unit, patient_id, NONE_KNOWN, key)


def change(unit: Unit, actor: Actor, reference: str, statement: Statement, *, reason: str) -> Allergy:
    """What is known now instead; a reason is needed. Nothing happens where nothing differs.

    Raises ForbiddenError, NotFoundError, AllergyError, AlreadyRecordedError, WithdrawnAllergyError.
    """
    before = _locked(unit, actor, reference)
    _check(statement)
    if before.statement.substance is None:
        raise AllergyError("substance")
    return _changed(unit, before, statement, reason)


def withdraw(unit: Unit, actor: Actor, reference: str, *, reason: str) -> Allergy:
    """It was recorded in error: it stays in the history, and in nobody's list. Raises as `change` does."""
    before = _locked(unit, actor, reference)
    return _changed(unit, before, replace(before.statement, verification_status=ERROR), reason)


def of_patient(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Allergy]:
    """What stands in somebody's record, without what was recorded in error, the latest first; nothing where nobody
    asked. Raises ForbiddenError, ProofNeededError.
    """
    access.require(unit, actor, "allergy.read", patient_id)
    return [each for each in _all(unit, patient_id) if each.statement.verification_status != ERROR]


def shown(unit: Unit, actor: Actor, patient_id: int) -> Sequence[str] | None:
    """What whoever prescribes or dispenses has to see: as `on_file`. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "allergy.read", patient_id)
    return on_file(unit, patient_id)


def history(unit: Unit, actor: Actor, reference: str) -> Sequence[Version]:
    """How a statement came to what it is, the first version first. Raises ForbiddenError, NotFoundError."""
    entry = get(unit, reference)
    access.require(unit, actor, "allergy.read_history", entry.patient_id)
    row = AllergyVersionRow
    mine = select(row.__table__).where(row.allergy_id == entry.id).order_by(row.version).limit(MOST_VERSIONS)
    return [
        Version(each.version, each.changed_at, each.changed_by, _statement(each), each.reason)
        for each in unit.connection.execute(mine)
    ]


def on_file(unit: Unit, patient_id: int) -> Sequence[str] | None:
    """What a patient must not be given now, for the hospital room: None where nobody asked, nothing where none is
    known any more.
    """
    valid = [each.statement for each in _all(unit, patient_id) if each.is_valid]
    if not valid:
        return None
    now = [each.substance for each in valid if each.substance is not None and each.clinical_status == ACTIVE]
    return sorted(dict.fromkeys(now))


def get(unit: Unit, reference: str) -> Allergy:
    """The entry of a reference, for the hospital room. Raises NotFoundError."""
    row = unit.connection.execute(_select().where(AllergyRow.reference == reference)).one_or_none()
    if row is None:
        raise NotFoundError(reference)
    return _allergy(row)


def _locked(unit: Unit, actor: Actor, reference: str) -> Allergy:
    entry = acting.locked(unit, actor, "allergy.record", get, reference)
    if entry.statement.verification_status == ERROR:
        raise WithdrawnAllergyError
    return entry


def _changed(unit: Unit, before: Allergy, statement: Statement, reason: str) -> Allergy:
    if before.statement == statement:
        return before
    if not reason.strip():
        raise AllergyError("reason")
    others = [each for each in _all(unit, before.patient_id) if each.id != before.id]
    if statement.substance is not None and statement.verification_status not in VOID:
        _check_new(statement, others)
    after = _write(unit, before, statement, reason.strip())
    _no_longer_none(unit, after, others)
    return get(unit, before.reference)


def _no_longer_none(unit: Unit, new: Allergy, others: Sequence[Allergy]) -> None:
    """Something is known now: that nothing was is true no more."""
    if new.statement.substance is None or not new.is_valid:
        return
    for each in others:
        if each.statement.substance is None and each.is_valid:
            _write(unit, each, replace(each.statement, verification_status=REFUTED), new.reference)


def _insert(unit: Unit, patient_id: int, statement: Statement, key: str) -> Allergy:
    reference = references.new(references.ALLERGY, 8)
    values = {
        **asdict(statement),
        "reference": reference,
        "request_key": key,
        "patient_id": patient_id,
        "origin": PEOPLE,
        "recorded_at": unit.now,
        "recorded_by": unit.actor,
        "version": 1,
    }
    number = unit.connection.execute(insert(AllergyRow), values).inserted_primary_key
    assert number is not None
    _remember(unit, number[0], 1, statement, None)
    audit.append(unit, audit.Entry("allergy.record", reference, {"version": 1}), chain_of=patient_id)
    return get(unit, reference)


def _write(unit: Unit, before: Allergy, statement: Statement, reason: str) -> Allergy:
    version = before.version + 1
    changed = update(AllergyRow).where(AllergyRow.id == before.id)
    unit.connection.execute(changed.values(**asdict(statement), version=version))
    _remember(unit, before.id, version, statement, reason[:200])
    entry = audit.Entry("allergy.change", before.reference, {"version": version})
    audit.append(unit, entry, chain_of=before.patient_id)
    return get(unit, before.reference)


def _remember(unit: Unit, allergy_id: int, version: int, statement: Statement, reason: str | None) -> None:
    values = {
        **asdict(statement),
        "allergy_id": allergy_id,
        "version": version,
        "changed_at": unit.now,
        "changed_by": unit.actor,
        "reason": reason,
    }
    unit.connection.execute(insert(AllergyVersionRow), values)


def _check(statement: Statement) -> None:
    if not statement.substance or not statement.substance.strip() or len(statement.substance) > LONGEST:
        raise AllergyError("substance")
    if statement.clinical_status not in CLINICAL:
        raise AllergyError("clinical_status")
    if statement.verification_status not in CERTAINTY - {ERROR}:
        raise AllergyError("verification_status")
    if statement.criticality is not None and statement.criticality not in CRITICALITY:
        raise AllergyError("criticality")
    if statement.reaction is not None and len(statement.reaction) > LONGEST_REACTION:
        raise AllergyError("reaction")


def _check_new(statement: Statement, others: Sequence[Allergy]) -> None:
    wanted = fold_name(statement.substance or "")
    for each in others:
        if each.is_valid and fold_name(each.statement.substance or "") == wanted:
            raise AlreadyRecordedError(each.reference)


def _of_key(unit: Unit, patient_id: int, key: str) -> Allergy | None:
    there = unit.connection.execute(_select().where(AllergyRow.request_key == key)).one_or_none()
    if there is not None and there.patient_id != patient_id:
        raise KeyUsedError
    return None if there is None else _allergy(there)


def _all(unit: Unit, patient_id: int) -> list[Allergy]:
    mine = _select().where(AllergyRow.patient_id == patient_id)
    ordered = mine.order_by(AllergyRow.recorded_at.desc(), AllergyRow.id.desc())
    return [_allergy(row) for row in unit.connection.execute(ordered)]


def _select() -> Select[Any]:
    return select(AllergyRow.__table__)


def _allergy(row: Row[Any]) -> Allergy:
    told = row.reference, row.patient_id, _statement(row), row.origin, row.recorded_at, row.recorded_by
    return Allergy(row.id, *told, row.version)


def _statement(row: Row[Any]) -> Statement:
    return Statement(row.substance, row.clinical_status, row.verification_status, row.criticality, row.reaction)
