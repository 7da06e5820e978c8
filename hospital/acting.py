"""Acts of people with rights: the one way in which a door has something done in somebody's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar

from hospital import access, audit, colleagues, people
from hospital.access import Actor, ForbiddenError
from hospital.office import Office, Unit

T = TypeVar("T")


class OfPatient(Protocol):
    """Something that stands in a patient's record."""

    @property
    def patient_id(self) -> int:
        """Whose."""


R = TypeVar("R", bound=OfPatient)


def as_colleague(
    office: Office,
    email: str,
    work: Callable[[Unit, Actor], T],
    *,
    now: datetime | None = None,
    second_factor_at: datetime | None = None,
) -> T:
    """Do a unit of work as whoever signs with an address; a refusal is written into the audit trail.

    Raises UnknownStaffError, and what the work raises.
    """
    with office.read(now) as unit:
        actor = access.of_colleague(colleagues.colleague(unit, email), second_factor_at=second_factor_at)
    return as_actor(office, actor, work, now=now)


def as_actor(office: Office, actor: Actor, work: Callable[[Unit, Actor], T], *, now: datetime | None = None) -> T:
    """Do a unit of work as somebody. Raises what the work raises; a ForbiddenError is audited first."""
    try:
        return office.write(lambda unit: work(unit, actor), now=now, actor=actor.signature)
    except ForbiddenError as refused:
        facts = {"role": str(actor.role)}
        entry = audit.Entry("access.refused", refused.permission, facts)
        office.write(lambda unit: audit.append(unit, entry), now=now, actor=actor.signature)
        raise


def locked(unit: Unit, actor: Actor, permission: str, get: Callable[[Unit, str], R], reference: str) -> R:
    """Something of a patient's record that somebody is to change: under the patient's lock, as it stands then.

    Raises ForbiddenError, and what `get` raises.
    """
    access.require(unit, actor, permission, get(unit, reference).patient_id)
    return relocked(unit, get, reference)


def relocked(unit: Unit, get: Callable[[Unit, str], R], reference: str) -> R:
    """The same for the clock and for other systems, which have no rights of their own. Raises what `get` raises."""
    people.lock(unit, get(unit, reference).patient_id)
    return get(unit, reference)
