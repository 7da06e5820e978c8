"""Charges that people add and take back by hand: services of the hospital file, as the desk sees them done."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hospital import access, charges, people, request_keys
from hospital.access import Actor
from hospital.charges import Charge, NewCharge
from hospital.directory import Hospital
from hospital.errors import KeyUsedError, NotFoundError
from hospital.office import Unit


def add_service(
    unit: Unit,
    hospital: Hospital,
    actor: Actor,
    patient_id: int,
    service: str,
    *,
    key: str,
    quantity: Decimal = Decimal(1),
) -> Charge:
    """Charge a service by its code at its price; the same `key` again is the same charge.

    Raises ForbiddenError, NotFoundError, charges.QuantityError, KeyUsedError.
    """
    access.require(unit, actor, "charge.add", patient_id)
    people.lock(unit, patient_id)
    offered = hospital.services.get(service)
    if offered is None:
        raise NotFoundError(service)
    request_keys.is_again(unit, "charge.add", key, patient=patient_id, service=service, quantity=quantity)
    source = f"hand {key}"
    charge = charges.add(
        unit,
        hospital,
        NewCharge(
            source,
            patient_id,
            "service",
            offered.name,
            offered.price,
            quantity=quantity,
            code=offered.code,
            category=offered.kind,
        ),
    )
    if charge.patient_id != patient_id:
        raise KeyUsedError
    return charge


def take_back(unit: Unit, actor: Actor, source: str) -> None:
    """Take a charge back that should not be. Raises ForbiddenError, NotFoundError, charges.BilledError."""
    charge = charges.of_source(unit, source)
    if charge is None:
        raise NotFoundError(source)
    access.require(unit, actor, "charge.void", charge.patient_id)
    people.lock(unit, charge.patient_id)
    charges.void(unit, source)


def unbilled(unit: Unit, actor: Actor, patient_id: int) -> Sequence[Charge]:
    """What is on no invoice yet, the oldest first. Raises ForbiddenError, ProofNeededError."""
    access.require(unit, actor, "charge.read", patient_id)
    return charges.unbilled(unit, patient_id)
