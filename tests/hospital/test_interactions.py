"""A source of interactions, where a hospital has one: what it warns of is confirmed before the signature."""

from __future__ import annotations

import pytest

from db.models import AuditRow
from hospital import diagnoses
from hospital.diagnoses import Finding
from hospital.prescriptions import interactions, records, sealing, writing
from hospital.prescriptions.errors import WarningsUnseenError
from hospital.prescriptions.interactions import InteractionSource, Medication
from hospital.prescriptions.records import Prescription
from tests.hospital.acts.of_prescriptions import STATIN, Knowing, trusted
from tests.hospital.clinic import IRIS
from tests.hospital.house import ADLER, House
from tests.hospital.test_prescriptions import SYRUP, drafted


def sign(house: House, draft: Prescription, source: InteractionSource | None, *seen: str) -> Prescription:
    return house.as_(
        ADLER,
        lambda unit, actor: writing.sign(
            unit,
            house.hospital,
            trusted(actor),
            draft.reference,
            allergies_seen=["penicillin"],
            interactions=source,
            warnings_seen=seen,
        ),
    )


def test_a_prescription_that_a_source_warns_of_is_signed_when_every_warning_was_seen(house: House) -> None:
    source, draft = Knowing(), drafted(house, STATIN, SYRUP)
    shown = house.as_(ADLER, lambda unit, actor: interactions.warnings(unit, actor, draft.reference, source))
    assert [(each.code, each.text) for each in shown] == [("I-7", "Muscle pain is more frequent.")]
    for seen in ((), ("I-7", "I-8"), ("I-8",)):
        with pytest.raises(WarningsUnseenError) as refused:
            sign(house, draft, source, *seen)
        assert refused.value.warnings == [("I-7", "Muscle pain is more frequent.")]
    assert house.read(lambda unit: records.get(unit, draft.reference)).status == "draft"
    signed = sign(house, draft, source, "I-7")
    assert signed.status == "active" and house.read(lambda unit: sealing.is_intact(unit, signed))
    told = [row.facts.get("warnings") for row in house.rows(AuditRow) if row.action == "prescription.sign"]
    assert told == [["I-7"]]


def test_a_source_is_told_what_is_taken_already_what_is_not_tolerated_and_what_goes_on(house: House) -> None:
    source, first = Knowing(), drafted(house, STATIN)
    sign(house, first, source)
    encounter = _encounter(house)
    found = Finding("Asthma", code="J45")
    house.as_(ADLER, lambda unit, actor: diagnoses.record(unit, actor, encounter, found, key="k"))
    second = house.as_(ADLER, lambda unit, actor: writing.draft(unit, actor, encounter, [SYRUP], key="second"))
    with pytest.raises(WarningsUnseenError):
        sign(house, second, source)
    statin, syrup = "Atorvastatin 20 mg tablets", "Amoxicillin 250 mg/5 ml syrup"
    assert source.asked[-1] == (
        [Medication(syrup, "AMOX-SYR", is_new=True), Medication(statin, "ATORV-20", is_new=False)],
        ["penicillin"],
        ["J45"],
    )


def test_without_a_source_nothing_is_asked_for(house: House) -> None:
    assert sign(house, drafted(house, STATIN, SYRUP), None).status == "active"


def _encounter(house: House) -> str:
    from hospital import encounters

    return house.read(lambda unit: encounters.of_patient(unit, house.patient(IRIS)))[0].reference
