"""What a patient must not be given."""

from __future__ import annotations

from hospital import allergies
from hospital.allergies import Allergy, Statement
from tests.hospital.acts.act import Act, nothing
from tests.hospital.clinic import IRIS
from tests.hospital.house import ADLER, House

LATEX = Statement("latex")


def recorded(house: House) -> Allergy:
    iris = house.patient(IRIS)
    return house.as_(ADLER, lambda unit, actor: allergies.record(unit, actor, iris, LATEX, key="k"))


ACTS = {
    "hospital.allergies.record": Act(
        "allergy.record",
        nothing,
        lambda unit, house, actor, made: allergies.record(unit, actor, house.patient(IRIS), LATEX, key="another"),
    ),
    "hospital.allergies.none_known": Act(
        "allergy.record",
        nothing,
        lambda unit, house, actor, made: allergies.none_known(unit, actor, house.patient(IRIS), key="another"),
    ),
    "hospital.allergies.change": Act(
        "allergy.record",
        recorded,
        lambda unit, house, actor, made: allergies.change(
            unit, actor, made.reference, Statement("latex", "resolved"), reason="tested"
        ),
    ),
    "hospital.allergies.withdraw": Act(
        "allergy.record",
        recorded,
        lambda unit, house, actor, made: allergies.withdraw(unit, actor, made.reference, reason="wrong patient"),
    ),
    "hospital.allergies.of_patient": Act(
        "allergy.read",
        nothing,
        lambda unit, house, actor, made: allergies.of_patient(unit, actor, house.patient(IRIS)),
    ),
    "hospital.allergies.shown": Act(
        "allergy.read", nothing, lambda unit, house, actor, made: allergies.shown(unit, actor, house.patient(IRIS))
    ),
    "hospital.allergies.history": Act(
        "allergy.read_history",
        recorded,
        lambda unit, house, actor, made: allergies.history(unit, actor, made.reference),
    ),
}
