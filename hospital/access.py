"""Who may do what: actors, roles, and the matrix of rights, which is data (`access.yaml`). What it does not name nobody
may. Capabilities ask here before any effect; doors never decide.

Sources: the roles are those of a hospital's staff, the levels those of proving who one is in chat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hospital import audit, relations
from hospital.colleagues import Colleague
from hospital.errors import NotAllowedError
from hospital.office import Unit

MATRIX = Path(__file__).with_name("access.yaml")


class Role(StrEnum):
    """Whom the matrix knows."""

    PATIENT = "patient"
    PROXY = "proxy"
    """Who speaks for a minor."""
    DOCTOR = "doctor"
    NURSE = "nurse"
    INPATIENT_ADMIN = "inpatient_admin"
    OUTPATIENT_ADMIN = "outpatient_admin"
    PHARMACIST = "pharmacist"
    BILLING = "billing"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SYSTEM = "system"
    """The clock."""
    DEVICE = "device"
    """Another system that reports to us: a laboratory, an archive of pictures."""


class Scope(StrEnum):
    """In whose records an act is allowed."""

    ANY = "any"
    RELATED = "related"
    OWN = "own"
    LINKED = "linked"


@dataclass
class ForbiddenError(NotAllowedError):
    """The matrix does not let this actor do this. `permission` says what was tried."""

    permission: str


@dataclass
class ProofNeededError(NotAllowedError):
    """A patient may do it, but must first prove who they are up to `level`."""

    permission: str
    level: int


@dataclass(frozen=True)
class Actor:
    """Whoever does something. `signature` is what the audit trail keeps; ids stay inside the hospital room."""

    signature: str
    role: Role
    staff_id: int | None = None
    doctor_id: int | None = None
    patient_id: int | None = None
    """The patient that a patient is, or whose guardian a proxy is speaking for."""
    level: int = 0
    second_factor_at: datetime | None = None
    """When one of the staff last gave a second factor in this session; None for never."""


SYSTEM = Actor("system", Role.SYSTEM)


@dataclass(frozen=True)
class Rule:
    """Who may do one act. `level` is the proof that patients and proxies need."""

    scopes: Mapping[Role, Scope] = field(default_factory=dict)
    level: int = 0


def of_colleague(colleague: Colleague, *, second_factor_at: datetime | None = None) -> Actor:
    """The actor that somebody who works here is."""
    return Actor(
        f"staff:{colleague.email}",
        Role(colleague.role),
        colleague.staff_id,
        colleague.doctor_id,
        second_factor_at=second_factor_at,
    )


def of_device(name: str) -> Actor:
    """The actor that another system is, under the name that this house gave it."""
    return Actor(f"device:{name}", Role.DEVICE)


def of_patient(patient_id: int, *, level: int, is_proxy: bool = False, signature: str = "") -> Actor:
    """A patient, or whoever speaks for a minor, as far as they have proven it."""
    role = Role.PROXY if is_proxy else Role.PATIENT
    return Actor(signature or f"{role}:{patient_id}", role, patient_id=patient_id, level=level)


@cache
def matrix() -> Mapping[str, Rule]:
    """Every act with who may do it."""
    return {name: _rule(told) for name, told in yaml.safe_load(MATRIX.read_text("utf-8")).items()}


def _rule(told: Mapping[str, Any]) -> Rule:
    return Rule({Role(role): Scope(told[role]) for role in told if role != "level"}, int(told.get("level", 0)))


def require(unit: Unit, actor: Actor, permission: str, patient_id: int | None = None) -> None:
    """Let an act pass, or not; reads of somebody's record are written into the audit trail.

    `patient_id` is whose record it touches; None for what belongs to nobody. Raises ForbiddenError, and
    ProofNeededError where only a proof is lacking.
    """
    rule = matrix()[permission]
    scope = rule.scopes.get(actor.role)
    if scope is None or not _covers(unit, scope, actor, patient_id):
        raise ForbiddenError(permission)
    if actor.role in (Role.PATIENT, Role.PROXY) and actor.level < rule.level:
        raise ProofNeededError(permission, rule.level)
    if patient_id is not None and permission.partition(".")[2].startswith(("read", "open")):
        entry = audit.Entry(permission, f"patient {patient_id}", {"role": str(actor.role), "by": actor.signature})
        audit.append(unit, entry, chain_of=patient_id)


def may(unit: Unit, actor: Actor, permission: str, patient_id: int | None = None) -> bool:
    """Whether an act would pass, for what is shown; nothing is written down."""
    rule = matrix()[permission]
    scope = rule.scopes.get(actor.role)
    if scope is None or (actor.role in (Role.PATIENT, Role.PROXY) and actor.level < rule.level):
        return False
    return _covers(unit, scope, actor, patient_id)


def _covers(unit: Unit, scope: Scope, actor: Actor, patient_id: int | None) -> bool:
    if scope is Scope.ANY:
        return True
    if patient_id is None:
        return False
    if scope in (Scope.OWN, Scope.LINKED):
        return actor.patient_id == patient_id
    return relations.treats(unit, patient_id, doctor_id=actor.doctor_id, staff_id=actor.staff_id)
