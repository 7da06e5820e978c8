"""Allergies: what is recorded stays, nobody's silence counts as "none", and a file takes nothing away."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import update

from db.models import AllergyRow, AllergyVersionRow, PatientRow
from hospital import allergies, audit
from hospital.allergies import AllergyError, AlreadyRecordedError, Statement, WithdrawnAllergyError
from hospital.errors import KeyUsedError
from hospital.prescriptions import sealing, writing
from hospital.prescriptions.errors import AllergiesUnseenError
from hospital.prescriptions.paper import paper_of
from hospital.prescriptions.records import Prescription
from tests.hospital.acts.of_prescriptions import STATIN, trusted
from tests.hospital.clinic import HUGO, IRIS, OLGA
from tests.hospital.house import ADLER, NURSE, PHARMACIST, House

IRIS_ON_FILE = "allergies: [penicillin]"


def shown(house: House, number: str, by: str = PHARMACIST) -> Sequence[str] | None:
    patient = house.patient(number)
    return house.as_(by, lambda unit, actor: allergies.shown(unit, actor, patient))


def record(house: House, number: str, statement: Statement, *, key: str = "k", by: str = NURSE) -> allergies.Allergy:
    patient = house.patient(number)
    return house.as_(by, lambda unit, actor: allergies.record(unit, actor, patient, statement, key=key))


def none_known(house: House, number: str, key: str = "none") -> allergies.Allergy:
    patient = house.patient(number)
    return house.as_(NURSE, lambda unit, actor: allergies.none_known(unit, actor, patient, key=key))


# --- the record -----------------------------------------------------------------------------------


def test_nobody_asked_and_none_is_known_are_two_things(house: House) -> None:
    house.seen(HUGO)
    assert shown(house, HUGO) is None
    none_known(house, HUGO)
    assert shown(house, HUGO) == []


def test_what_is_recorded_is_read_by_those_who_treat_by_the_pharmacist_and_by_the_patient(house: House) -> None:
    house.seen(HUGO)
    statement = Statement("Latex", criticality="high", reaction="hives")
    made = record(house, HUGO, statement)
    hugo = house.patient(HUGO)
    assert (made.recorded_by, made.recorded_at) == ("staff:orla.nugent@rosehill.example", made.recorded_at)
    for by in (ADLER, NURSE, PHARMACIST):
        read = house.as_(by, lambda unit, actor: allergies.of_patient(unit, actor, hugo))
        assert [each.statement for each in read] == [statement]
    mine = house.himself(HUGO)
    assert [each.statement for each in house.write(lambda unit: allergies.of_patient(unit, mine, hugo))] == [statement]


def test_the_same_thing_is_recorded_once(house: House) -> None:
    house.seen(HUGO)
    first = record(house, HUGO, Statement("Latex"))
    assert record(house, HUGO, Statement("Latex")) == first
    with pytest.raises(AlreadyRecordedError) as known:
        record(house, HUGO, Statement(" látex"), key="another")
    assert known.value.reference == first.reference
    house.seen(IRIS, at="2026-06-08 10:00")
    with pytest.raises(KeyUsedError):
        record(house, IRIS, Statement("Latex"))


def test_what_is_found_ends_that_none_was_known_and_withdrawing_it_does_not_bring_that_back(house: House) -> None:
    house.seen(HUGO)
    none_known(house, HUGO)
    made = record(house, HUGO, Statement("latex"))
    assert shown(house, HUGO) == ["latex"]
    with pytest.raises(AlreadyRecordedError):
        none_known(house, HUGO, "again")
    house.as_(NURSE, lambda unit, actor: allergies.withdraw(unit, actor, made.reference, reason="wrong patient"))
    assert shown(house, HUGO) is None


def test_what_is_over_is_shown_no_more_and_stays_in_the_record_with_its_history(house: House) -> None:
    house.seen(IRIS)
    iris = house.patient(IRIS)
    before = house.as_(ADLER, lambda unit, actor: allergies.of_patient(unit, actor, iris))[0]
    resolved = Statement("penicillin", "resolved", "confirmed")
    house.as_(ADLER, lambda unit, actor: allergies.change(unit, actor, before.reference, resolved, reason="tested"))
    assert shown(house, IRIS) == []
    told = house.as_(ADLER, lambda unit, actor: allergies.history(unit, actor, before.reference))
    assert [(each.version, each.statement.clinical_status, each.reason) for each in told] == [
        (1, "active", None),
        (2, "resolved", "tested"),
    ]


def test_what_was_recorded_in_error_is_in_nobodys_list_and_is_changed_no_more(house: House) -> None:
    house.seen(HUGO)
    made = record(house, HUGO, Statement("latex"))
    with pytest.raises(AllergyError):
        house.as_(NURSE, lambda unit, actor: allergies.withdraw(unit, actor, made.reference, reason=" "))
    house.as_(NURSE, lambda unit, actor: allergies.withdraw(unit, actor, made.reference, reason="wrong patient"))
    hugo = house.patient(HUGO)
    assert house.as_(NURSE, lambda unit, actor: allergies.of_patient(unit, actor, hugo)) == []
    told = house.as_(NURSE, lambda unit, actor: allergies.history(unit, actor, made.reference))
    assert [each.reason for each in told] == [None, "wrong patient"]
    with pytest.raises(WithdrawnAllergyError):
        house.as_(
            NURSE, lambda unit, actor: allergies.change(unit, actor, made.reference, Statement("nuts"), reason="typo")
        )


@pytest.mark.parametrize(
    "wrong",
    [
        Statement(None),
        Statement(" "),
        Statement("x" * 201),
        Statement("latex", "perhaps"),
        Statement("latex", verification_status="entered-in-error"),
        Statement("latex", criticality="huge"),
        Statement("latex", reaction="x" * 1001),
    ],
)
def test_a_statement_that_makes_no_sense_is_refused(house: House, wrong: Statement) -> None:
    house.seen(HUGO)
    with pytest.raises(AllergyError):
        record(house, HUGO, wrong)
    assert shown(house, HUGO) is None


# --- the hospital file ----------------------------------------------------------------------------


def test_a_file_adds_what_it_says_and_takes_nothing_away(house: House) -> None:
    house.seen(IRIS)
    record(house, IRIS, Statement("latex"))
    house.load((IRIS_ON_FILE, "allergies: [Penicillin, iodine]"))
    assert shown(house, IRIS) == ["iodine", "latex", "penicillin"]
    house.load((IRIS_ON_FILE, "allergies: []"))
    assert shown(house, IRIS) == ["iodine", "latex", "penicillin"]


def test_what_staff_withdrew_does_not_come_back_with_the_file(house: House) -> None:
    house.seen(IRIS)
    iris = house.patient(IRIS)
    before = house.as_(ADLER, lambda unit, actor: allergies.of_patient(unit, actor, iris))[0]
    house.as_(ADLER, lambda unit, actor: allergies.withdraw(unit, actor, before.reference, reason="another patient's"))
    house.load()
    assert shown(house, IRIS) is None


def test_what_staff_reworded_does_not_come_back_with_the_file_which_loads_on(house: House) -> None:
    house.seen(IRIS)
    iris = house.patient(IRIS)
    before = house.as_(ADLER, lambda unit, actor: allergies.of_patient(unit, actor, iris))[0]
    for words in ("amoxicillin", "amoxicillin and its like"):
        house.as_(
            ADLER,
            lambda unit, actor, said=words: allergies.change(  # type: ignore[misc]
                unit, actor, before.reference, Statement(said), reason="more exact"
            ),
        )
        house.load((IRIS_ON_FILE, "allergies: [penicillin, Amoxicillin, iodine]"))
    assert shown(house, IRIS) == ["amoxicillin and its like", "iodine"]


def test_what_was_cut_to_fit_does_not_come_back_with_the_file(house: House) -> None:
    house.seen(IRIS)
    house.write(lambda unit: unit.connection.execute(update(AllergyRow).values(substance="peni")))
    house.write(lambda unit: unit.connection.execute(update(AllergyVersionRow).values(substance="peni")))
    house.load()
    assert shown(house, IRIS) == ["peni"]


def test_an_empty_list_that_was_on_file_before_does_not_say_that_somebody_was_asked(house: House) -> None:
    olga = "number: RH-000003"
    house.write(lambda unit: unit.connection.execute(update(PatientRow).filter_by(number=OLGA).values(allergies=[])))
    house.load((olga, f"{olga}, allergies: []"))
    assert shown(house, OLGA) is None


def test_a_file_says_that_none_is_known_and_later_that_something_is(house: House) -> None:
    olga = "number: RH-000003"
    house.load((olga, f"{olga}, allergies: []"))
    assert shown(house, OLGA) == []
    rows = len(house.rows(AllergyRow))
    house.load((olga, f"{olga}, allergies: []"))
    assert len(house.rows(AllergyRow)) == rows
    house.load((olga, f"{olga}, allergies: [nuts]"))
    assert shown(house, OLGA) == ["nuts"]
    assert house.read(audit.verify) is None


# --- prescribing ----------------------------------------------------------------------------------


def signed(house: House, number: str, seen: Sequence[str] | None) -> Prescription:
    _, encounter = house.seen(number)
    draft = house.as_(ADLER, lambda unit, actor: writing.draft(unit, actor, encounter.reference, [STATIN], key="k"))
    return house.as_(
        ADLER,
        lambda unit, actor: writing.sign(unit, house.hospital, trusted(actor), draft.reference, allergies_seen=seen),
    )


def test_for_somebody_who_was_never_asked_the_prescriber_says_so(house: House) -> None:
    with pytest.raises(AllergiesUnseenError) as refused:
        signed(house, HUGO, [])
    assert refused.value.allergies is None


def test_that_nobody_asked_is_not_said_of_somebody_who_was_asked(house: House) -> None:
    house.load(("number: RH-000003", "number: RH-000003, allergies: []"))
    with pytest.raises(AllergiesUnseenError) as refused:
        signed(house, OLGA, None)
    assert refused.value.allergies == []


@pytest.mark.parametrize(
    ("on_file", "seen", "english", "spanish"),
    [
        ("", None, "not asked yet", "sin preguntar todavía"),
        (", allergies: []", [], "none known", "ninguna conocida"),
        (", allergies: [nuts, latex]", ["nuts", "latex"], "latex, nuts", "latex, nuts"),
    ],
)
def test_the_paper_says_what_the_prescriber_saw_and_the_seal_covers_it(
    house: House, on_file: str, seen: list[str] | None, english: str, spanish: str
) -> None:
    house.load(("number: RH-000003", f"number: RH-000003{on_file}"))
    made = signed(house, OLGA, seen)
    for language, words in (("en", english), ("es", spanish)):
        paper = paper_of(house.hospital, made, language)
        assert paper.facts["allergies"] == words
    assert house.read(lambda unit: sealing.is_intact(unit, made))
