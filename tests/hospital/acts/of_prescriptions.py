"""Prescribing, and asking to have something again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hospital.access import Actor
from hospital.prescriptions import checking, interactions, moving, paper, records, refills, sealing, writing
from hospital.prescriptions.interactions import Interaction, Medication
from hospital.prescriptions.quantities import Dosage
from hospital.prescriptions.records import Prescription
from hospital.prescriptions.refills import Refill
from hospital.prescriptions.writing import NewItem
from tests.hospital.acts.act import Act, nothing
from tests.hospital.clinic import IRIS, NOW
from tests.hospital.house import ADLER, House

STATIN = NewItem(Dosage("tablet", Decimal(1), Decimal(1), 28), sku="ATORV-20")


class Knowing:
    """A source of interactions as a hospital may license one: it warns of a statin beside a syrup, and of latex."""

    def __init__(self) -> None:
        self.asked: list[tuple[Sequence[Medication], Sequence[str] | None, Sequence[str]]] = []

    def check(
        self, medications: Sequence[Medication], allergies: Sequence[str] | None, conditions: Sequence[str]
    ) -> Sequence[Interaction]:
        """What it warns of."""
        self.asked.append((medications, allergies, conditions))
        met = {each.sku for each in medications} >= {"ATORV-20", "AMOX-SYR"}
        found = [Interaction("I-7", "moderate", "Muscle pain is more frequent.")] if met else []
        return [*found, *(Interaction("A-1", "high", "Latex stopper.") for each in allergies or () if each == "latex")]


def trusted(actor: Actor) -> Actor:
    """The same with a second factor given just now."""
    return replace(actor, second_factor_at=NOW)


def _encounter(house: House) -> str:
    from hospital import encounters

    return house.read(lambda unit: encounters.of_patient(unit, house.patient(IRIS)))[0].reference


def drafted(house: House) -> Prescription:
    encounter = _encounter(house)
    return house.as_(ADLER, lambda unit, actor: writing.draft(unit, actor, encounter, [STATIN], key="k"))


def signed(house: House) -> Prescription:
    made = drafted(house)
    return house.as_(
        ADLER,
        lambda unit, actor: writing.sign(
            unit, house.hospital, trusted(actor), made.reference, allergies_seen=["penicillin"]
        ),
    )


def given(house: House) -> Prescription:
    """One whose first fill the patient has."""
    item = signed(house).items[0]
    return house.write(lambda unit: moving.note_dispensed(unit, item.id, item.quantity))


def asked(house: House) -> Refill:
    item = given(house).items[0].id
    iris = house.himself(IRIS)
    return house.write(lambda unit: refills.ask(unit, house.hospital, iris, item, key="again"))


ACTS = {
    "hospital.prescriptions.writing.draft": Act(
        "prescription.draft",
        _encounter,
        lambda unit, house, actor, made: writing.draft(unit, actor, made, [STATIN], key="another"),
    ),
    "hospital.prescriptions.writing.redraft": Act(
        "prescription.draft",
        drafted,
        lambda unit, house, actor, made: writing.redraft(unit, actor, made.reference, [STATIN]),
    ),
    "hospital.prescriptions.writing.discard": Act(
        "prescription.draft",
        drafted,
        lambda unit, house, actor, made: writing.discard(unit, actor, made.reference),
    ),
    "hospital.prescriptions.writing.sign": Act(
        "prescription.sign",
        drafted,
        lambda unit, house, actor, made: writing.sign(
            unit, house.hospital, trusted(actor), made.reference, allergies_seen=["penicillin"]
        ),
    ),
    "hospital.prescriptions.interactions.warnings": Act(
        "prescription.draft",
        drafted,
        lambda unit, house, actor, made: interactions.warnings(unit, actor, made.reference, Knowing()),
    ),
    "hospital.prescriptions.moving.hold": Act(
        "prescription.stop",
        signed,
        lambda unit, house, actor, made: moving.hold(unit, actor, made.reference, reason="operation"),
    ),
    "hospital.prescriptions.moving.take_up": Act(
        "prescription.stop",
        signed,
        lambda unit, house, actor, made: moving.take_up(unit, actor, made.reference),
    ),
    "hospital.prescriptions.moving.stop": Act(
        "prescription.stop",
        signed,
        lambda unit, house, actor, made: moving.stop(unit, actor, made.reference, reason="rash"),
    ),
    "hospital.prescriptions.moving.withdraw": Act(
        "prescription.stop",
        signed,
        lambda unit, house, actor, made: moving.withdraw(unit, actor, made.reference, reason="wrong patient"),
    ),
    "hospital.prescriptions.records.of_patient": Act(
        "prescription.read",
        nothing,
        lambda unit, house, actor, made: records.of_patient(unit, actor, house.patient(IRIS)),
    ),
    "hospital.prescriptions.records.read": Act(
        "prescription.read", signed, lambda unit, house, actor, made: records.read(unit, actor, made.reference)
    ),
    "hospital.prescriptions.paper.of_prescription": Act(
        "prescription.read",
        signed,
        lambda unit, house, actor, made: paper.of_prescription(unit, house.hospital, actor, made.reference, "en"),
    ),
    "hospital.prescriptions.checking.scan": Act(
        "prescription.read",
        signed,
        lambda unit, house, actor, made: checking.scan(unit, actor, sealing.code_of(made)),
    ),
    "hospital.prescriptions.checking.dispensable": Act(
        "dispense.work",
        signed,
        lambda unit, house, actor, made: checking.dispensable(unit, house.hospital, actor, made.reference),
    ),
    "hospital.prescriptions.refills.ask": Act(
        "refill.request",
        given,
        lambda unit, house, actor, made: refills.ask(unit, house.hospital, actor, made.items[0].id, key="again"),
    ),
    "hospital.prescriptions.refills.approve": Act(
        "refill.decide",
        asked,
        lambda unit, house, actor, made: refills.approve(
            unit, house.hospital, trusted(actor), made.reference, allergies_seen=["penicillin"]
        ),
    ),
    "hospital.prescriptions.refills.refuse": Act(
        "refill.decide",
        asked,
        lambda unit, house, actor, made: refills.refuse(unit, house.hospital, actor, made.reference, reason="see me"),
    ),
    "hospital.prescriptions.refills.call_off": Act(
        "refill.request",
        asked,
        lambda unit, house, actor, made: refills.call_off(unit, house.hospital, actor, made.reference),
    ),
    "hospital.prescriptions.refills.of_patient": Act(
        "refill.read", nothing, lambda unit, house, actor, made: refills.of_patient(unit, actor, house.patient(IRIS))
    ),
}
