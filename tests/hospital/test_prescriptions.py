"""Prescriptions: what is signed stands, is given in the right amount, and can be asked for again within the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import select, update

from db.models import PrescriptionItemRow, PrescriptionRow, ProductRow, TaskRow
from hospital import access, allergies, papers
from hospital.access import ForbiddenError
from hospital.allergies import Statement
from hospital.errors import KeyUsedError, NotFoundError
from hospital.prescriptions import checking, moving, records, refills, sealing, writing
from hospital.prescriptions.errors import (
    AllergiesUnseenError,
    NotTheirDraftError,
    PrescriptionError,
    PrescriptionStatusError,
    RefillStop,
    RefillStoppedError,
    SecondFactorError,
    TamperedError,
)
from hospital.prescriptions.paper import of_prescription, paper_of
from hospital.prescriptions.quantities import Dosage, DosageError, quantity_of
from hospital.prescriptions.records import Item, Prescription
from hospital.prescriptions.refills import DecidedError, Refill
from hospital.prescriptions.writing import NewItem
from tests.hospital import prescription_machine
from tests.hospital.acts.of_prescriptions import STATIN, trusted
from tests.hospital.clinic import HUGO, IRIS, NOW
from tests.hospital.house import ADLER, BRANDT, NURSE, PHARMACIST, RYAN, House
from tests.hospital.printed import Printed

SYRUP = NewItem(Dosage("syrup", Decimal(5), Decimal(3), 7, pack=Decimal(100)), sku="AMOX-SYR")
TRAMADOL = NewItem(Dosage("capsule", Decimal(1), Decimal(2), 5), sku="TRAM-50")


def drafted(house: House, *items: NewItem, number: str = IRIS) -> Prescription:
    _, encounter = house.seen(number)
    wanted = list(items) or [STATIN]
    return house.as_(ADLER, lambda u, actor: writing.draft(u, actor, encounter.reference, wanted, key="first"))


def sign(
    house: House, reference: str, *, by: str = ADLER, seen: tuple[str, ...] = ("penicillin",), now: datetime = NOW
) -> Prescription:
    return house.as_(
        by,
        lambda unit, actor: writing.sign(
            unit, house.hospital, replace(actor, second_factor_at=now), reference, allergies_seen=seen
        ),
        now=now,
    )


def signed(house: House, *items: NewItem) -> Prescription:
    return sign(house, drafted(house, *items).reference)


def collected(house: House, *items: NewItem) -> Prescription:
    """A signed prescription whose first fill the patient has, nobody noted since when."""
    made = signed(house, *items)
    for item in made.items:
        made = house.write(lambda unit, item=item: moving.note_dispensed(unit, item.id, item.quantity))  # type: ignore[misc]
    return made


def ask(house: House, item: Item, key: str = "again", now: datetime = NOW) -> Refill:
    iris = house.himself(IRIS, 2)
    return house.write(lambda unit: refills.ask(unit, house.hospital, iris, item.id, key=key), now=now)


# --- how much -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dosage", "amount", "unit"),
    [
        (Dosage("tablet", Decimal(1), Decimal(2), 30), 60, "tablet"),
        (Dosage("tablet", Decimal("0.5"), Decimal(1), 7), 4, "tablet"),
        (Dosage("capsule", Decimal(2), Decimal(3), 10), 60, "capsule"),
        (Dosage("patch", Decimal(1), Decimal("0.143"), 28), 4, "patch"),
        (Dosage("tablet", Decimal(2), Decimal("0.143"), 30), 10, "tablet"),
        (Dosage("patch", Decimal(1), Decimal("0.333"), 30), 10, "patch"),
        (Dosage("tablet", Decimal(1), Decimal("0.5"), 7), 4, "tablet"),
        (Dosage("syrup", Decimal(5), Decimal(3), 7, pack=Decimal(100)), 2, "pack"),
        (Dosage("drops", Decimal(2), Decimal(4), 5, pack=Decimal(100)), 1, "pack"),
        (Dosage("cream", Decimal(1), Decimal(2), 14, pack=Decimal(30)), 1, "pack"),
        (Dosage("injection", Decimal(1), Decimal(1), 10), 10, "injection"),
        (Dosage("inhaler", Decimal(2), Decimal(2), 30, pack=Decimal(200)), 1, "pack"),
    ],
)
def test_the_quantity_is_worked_out_for_every_form(dosage: Dosage, amount: int, unit: str) -> None:
    made = quantity_of(dosage)
    assert (int(made.amount), made.unit) == (amount, unit)


@pytest.mark.parametrize(
    "wrong",
    [
        Dosage("tablet", Decimal(0), Decimal(1), 7),
        Dosage("tablet", Decimal(-1), Decimal(1), 7),
        Dosage("tablet", Decimal("NaN"), Decimal(1), 7),
        Dosage("tablet", Decimal(1), Decimal(1), 0),
        Dosage("tablet", Decimal(1), Decimal(1), 400),
        Dosage("tablet", Decimal(100), Decimal(100), 300),
        Dosage("syrup", Decimal(5), Decimal(3), 7),
        Dosage("syrup", Decimal(5), Decimal(3), 7, pack=Decimal(0)),
        Dosage("cloud", Decimal(1), Decimal(1), 7),
        Dosage("tablet", Decimal("1e30"), Decimal(1), 7),
        Dosage("tablet", Decimal("0.0001"), Decimal(1), 7),
        Dosage("syrup", Decimal(5), Decimal(3), 7, pack=Decimal("0.0005")),
        Dosage("syrup", Decimal(5), Decimal(3), 7, pack=Decimal("1e-999999")),
    ],
)
def test_a_dosage_that_makes_no_sense_is_refused(wrong: Dosage) -> None:
    with pytest.raises(DosageError):
        quantity_of(wrong)


# --- signing --------------------------------------------------------------------------------------


def test_a_draft_is_nobodys_but_the_doctors_until_it_is_signed(house: House) -> None:
    draft = drafted(house)
    mine, iris = house.himself(IRIS, 2), house.patient(IRIS)
    assert house.write(lambda unit: records.of_patient(unit, mine, iris)) == []
    assert house.as_(PHARMACIST, lambda unit, actor: records.of_patient(unit, actor, iris)) == []
    with house.refused(NotFoundError):
        house.as_(PHARMACIST, lambda unit, actor: records.read(unit, actor, draft.reference))
    sign(house, draft.reference)
    shown = house.write(lambda unit: records.of_patient(unit, mine, iris))
    assert [(each.status, [item.medication for item in each.items]) for each in shown] == [
        ("active", ["Atorvastatin 20 mg tablets"])
    ]


def test_a_signature_needs_a_second_factor_of_this_session(house: House) -> None:
    draft = drafted(house)
    for given in (None, NOW - timedelta(hours=8), NOW + timedelta(minutes=1)):
        with house.refused(SecondFactorError):
            house.as_(
                ADLER,
                lambda unit, actor, given=given: writing.sign(  # type: ignore[misc]
                    unit,
                    house.hospital,
                    replace(actor, second_factor_at=given),
                    draft.reference,
                    allergies_seen=["penicillin"],
                ),
            )
    assert house.read(lambda unit: records.get(unit, draft.reference)).status == "draft"


def test_nobody_signs_or_changes_the_draft_of_somebody_else(house: House) -> None:
    draft = drafted(house)
    house.book(IRIS, "brandt", "2026-06-09 10:00")  # so that he treats her too
    with house.refused(NotTheirDraftError):
        sign(house, draft.reference, by=BRANDT)
    with house.refused(NotTheirDraftError):
        house.as_(BRANDT, lambda unit, actor: writing.redraft(unit, actor, draft.reference, [SYRUP]))
    with house.refused(ForbiddenError):
        sign(house, draft.reference, by=NURSE)


def test_the_allergies_on_file_are_confirmed_before_the_signature(house: House) -> None:
    draft = drafted(house)
    with house.refused(AllergiesUnseenError) as refused:
        sign(house, draft.reference, seen=())
    assert refused.value.allergies == ["penicillin"]
    iris = house.patient(IRIS)
    house.as_(NURSE, lambda unit, actor: allergies.record(unit, actor, iris, Statement("latex"), key="latex"))
    with house.refused(AllergiesUnseenError):
        sign(house, draft.reference)
    assert sign(house, draft.reference, seen=("latex", "penicillin")).allergies == ["latex", "penicillin"]


def test_what_is_signed_never_changes_and_is_signed_once(house: House) -> None:
    first = signed(house)
    later = NOW + timedelta(hours=1)
    assert sign(house, first.reference, now=later) == first
    with house.refused(PrescriptionStatusError):
        house.as_(ADLER, lambda unit, actor: writing.redraft(unit, actor, first.reference, [SYRUP]))
    assert first.valid_until is not None
    assert (first.valid_until - NOW.date()).days == 180


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (PrescriptionItemRow, {"quantity": Decimal(280)}),
        (PrescriptionItemRow, {"medication": "Tramadol"}),
        (PrescriptionItemRow, {"repeats": 5}),
        (PrescriptionRow, {"allergies": []}),
        (PrescriptionRow, {"note": "take ten"}),
    ],
)
def test_what_is_changed_behind_our_back_is_noticed_at_the_pharmacy(
    house: House, table: type, change: dict[str, object]
) -> None:
    first = signed(house)
    code = sealing.code_of(first)
    assert house.as_(PHARMACIST, lambda unit, actor: checking.scan(unit, actor, code)) == first
    house.write(lambda unit: unit.connection.execute(update(table).values(**change)))
    with house.refused(TamperedError):
        house.as_(PHARMACIST, lambda unit, actor: checking.scan(unit, actor, code))
    with house.refused(TamperedError):
        house.as_(PHARMACIST, lambda u, actor: checking.dispensable(u, house.hospital, actor, first.reference))


@pytest.mark.parametrize("code", ["", "hello", "FDRX1:RX-NONE", "FDRX1:RX-NONE:0123456789abcdef", "https://x.example"])
def test_a_code_that_is_not_ours_opens_nothing(house: House, code: str) -> None:
    signed(house)
    with pytest.raises((checking.NotOurCodeError, NotFoundError)):
        house.as_(PHARMACIST, lambda unit, actor: checking.scan(unit, actor, code))


def test_a_forged_seal_opens_nothing(house: House) -> None:
    first = signed(house)
    for end in ("0" * 16, "é" * 16):
        forged = sealing.code_of(first)[:-16] + end
        with house.refused(NotFoundError):
            house.as_(PHARMACIST, lambda unit, actor, code=forged: checking.scan(unit, actor, code))  # type: ignore[misc]


def test_a_controlled_medicine_has_no_repeats_and_is_valid_for_four_weeks(house: House) -> None:
    with pytest.raises(PrescriptionError):
        drafted(house, replace(TRAMADOL, repeats=1))
    draft = house.as_(
        ADLER,
        lambda unit, actor: writing.draft(unit, actor, _encounter(house), [TRAMADOL], key="second"),
    )
    made = sign(house, draft.reference)
    assert made.items[0].is_controlled
    assert made.valid_until is not None
    assert (made.valid_until - NOW.date()).days == 28


def _encounter(house: House) -> str:
    from hospital import encounters

    return house.read(lambda unit: encounters.of_patient(unit, house.patient(IRIS)))[0].reference


@pytest.mark.parametrize(
    "items",
    [
        [],
        [STATIN] * 21,
        [replace(STATIN, repeats=12)],
        [replace(STATIN, repeats=-1)],
        [replace(STATIN, sku=None, medication=" ")],
        [replace(STATIN, dosage=Dosage("capsule", Decimal(1), Decimal(1), 7))],
    ],
)
def test_a_prescription_that_makes_no_sense_is_refused_and_nothing_is_kept(house: House, items: list[NewItem]) -> None:
    _, encounter = house.seen(IRIS)
    with house.refused(PrescriptionError):
        house.as_(ADLER, lambda unit, actor: writing.draft(unit, actor, encounter.reference, items, key="k"))
    assert house.rows(PrescriptionRow) == []


def test_nothing_is_prescribed_where_nobody_was_seen_and_a_key_gives_nobody_anothers_draft(house: House) -> None:
    from hospital import encounters

    first = drafted(house)
    _, hugos = house.seen(HUGO, at="2026-06-08 10:00")

    def write() -> Prescription:
        return house.as_(ADLER, lambda u, actor: writing.draft(u, actor, hugos.reference, [STATIN], key="first"))

    with house.refused(KeyUsedError):
        write()
    house.write(lambda unit: encounters.change(unit, hugos.reference, "entered-in-error"))
    with house.refused(PrescriptionError):
        write()
    assert [row.reference for row in house.rows(PrescriptionRow)] == [first.reference]


def test_a_product_that_the_pharmacy_does_not_have_is_not_found(house: House) -> None:
    with pytest.raises(NotFoundError):
        drafted(house, replace(STATIN, sku="NONE"))


def test_held_and_stopped_prescriptions_give_nothing(house: House) -> None:
    first = signed(house)
    house.as_(ADLER, lambda unit, actor: moving.hold(unit, actor, first.reference, reason="operation on Friday"))
    with house.refused(PrescriptionStatusError):
        house.as_(PHARMACIST, lambda u, actor: checking.dispensable(u, house.hospital, actor, first.reference))
    house.as_(ADLER, lambda unit, actor: moving.take_up(unit, actor, first.reference))
    given = house.as_(PHARMACIST, lambda u, actor: checking.dispensable(u, house.hospital, actor, first.reference))
    assert [item.left for item in given] == [28]
    with house.refused(PrescriptionError):
        house.as_(ADLER, lambda unit, actor: moving.stop(unit, actor, first.reference, reason=""))
    house.as_(ADLER, lambda unit, actor: moving.stop(unit, actor, first.reference, reason="rash"))
    with house.refused(PrescriptionStatusError):
        house.as_(ADLER, lambda unit, actor: moving.take_up(unit, actor, first.reference))


def test_a_prescription_that_ran_out_gives_nothing(house: House) -> None:
    first = signed(house)
    late = NOW + timedelta(days=181)
    with house.refused(PrescriptionStatusError):
        house.as_(
            PHARMACIST, lambda u, actor: checking.dispensable(u, house.hospital, actor, first.reference), now=late
        )


def test_what_is_given_counts_down_and_completes_it(house: House) -> None:
    first = signed(house, STATIN, SYRUP)
    statin, syrup = first.items
    house.write(lambda unit: moving.note_dispensed(unit, statin.id, Decimal(28)))
    left = house.as_(PHARMACIST, lambda u, actor: checking.dispensable(u, house.hospital, actor, first.reference))
    assert [(item.medication, item.left) for item in left] == [(syrup.medication, Decimal(2))]
    after = house.write(lambda unit: moving.note_dispensed(unit, syrup.id, Decimal(2)))
    assert after.status == "completed"


def test_more_than_was_prescribed_is_never_given(house: House) -> None:
    from sqlalchemy.exc import DBAPIError

    first = signed(house)
    with pytest.raises(DBAPIError):
        house.write(lambda unit: moving.note_dispensed(unit, first.items[0].id, Decimal(29)))
    assert house.read(lambda unit: records.get(unit, first.reference)).items[0].dispensed == 0


# --- again ----------------------------------------------------------------------------------------


def tasks(house: House) -> list[tuple[str, str, str, int | None]]:
    return [(row.queue, row.kind, row.status, row.for_doctor_id) for row in house.rows(TaskRow)]


def test_a_repeat_that_is_left_goes_to_the_pharmacy_at_once(house: House) -> None:
    first = collected(house, replace(STATIN, repeats=1))
    got = ask(house, first.items[0])
    assert (got.status, got.prescription_id) == ("approved", first.id)
    assert tasks(house) == [("pharmacy", "refill_ready", "requested", None)]
    item = house.read(lambda unit: records.get(unit, first.reference)).items[0]
    assert (int(item.left), item.repeats_left) == (28, 0)


def test_without_a_repeat_the_doctor_decides_and_prescribes_it_anew(house: House) -> None:
    first = collected(house, SYRUP)
    got = ask(house, first.items[0])
    adler = house.doctor("adler").id
    assert got.status == "requested"
    assert tasks(house) == [("clinic", "refill", "requested", adler)]
    for _ in range(2):
        done = house.as_(
            ADLER,
            lambda unit, actor: refills.approve(
                unit, house.hospital, trusted(actor), got.reference, allergies_seen=["penicillin"]
            ),
        )
    assert done.status == "approved"
    mine = house.write(lambda unit: records.of_patient(unit, house.himself(IRIS), house.patient(IRIS)))
    assert [each.items[0].quantity for each in mine] == [2, 2]
    assert {each.id for each in mine} == {first.id, done.prescription_id}
    assert [(queue, status) for queue, _, status, _ in tasks(house)] == [
        ("clinic", "completed"),
        ("pharmacy", "requested"),
    ]


def test_a_refusal_has_a_reason_and_cannot_be_undone_by_asking_the_same_again(house: House) -> None:
    first = collected(house)
    got = ask(house, first.items[0])
    with house.refused(PrescriptionError):
        house.as_(ADLER, lambda u, actor: refills.refuse(u, house.hospital, actor, got.reference, reason=" "))
    why = "blood test first"
    house.as_(ADLER, lambda u, actor: refills.refuse(u, house.hospital, actor, got.reference, reason=why))
    told = house.write(lambda unit: refills.of_patient(unit, house.himself(IRIS), house.patient(IRIS)))
    assert [(each.status, each.reason) for each in told] == [("refused", why)]
    assert ask(house, first.items[0]).reference == got.reference
    with house.refused(DecidedError):
        house.as_(
            ADLER,
            lambda unit, actor: refills.approve(
                unit, house.hospital, trusted(actor), got.reference, allergies_seen=["penicillin"]
            ),
        )


def test_asking_twice_is_one_request(house: House) -> None:
    first = collected(house)
    assert ask(house, first.items[0], "one") == ask(house, first.items[0], "two")
    assert len(tasks(house)) == 1


def test_a_patient_calls_off_what_they_asked_for(house: House) -> None:
    first = collected(house)
    got = ask(house, first.items[0])
    off = house.write(lambda unit: refills.call_off(unit, house.hospital, house.himself(IRIS), got.reference))
    assert off.status == "cancelled"
    assert [status for _, _, status, _ in tasks(house)] == ["cancelled"]


@pytest.mark.parametrize(
    ("item", "days", "status", "stop"),
    [
        (TRAMADOL, 0, "active", RefillStop.CONTROLLED),
        (STATIN, 181, "active", RefillStop.EXPIRED),
        (STATIN, 0, "stopped", RefillStop.STOPPED),
        (STATIN, 0, "on-hold", RefillStop.STOPPED),
    ],
)
def test_some_things_are_never_given_again_without_a_visit(
    house: House, item: NewItem, days: int, status: str, stop: RefillStop
) -> None:
    first = signed(house, item)
    house.write(lambda unit: unit.connection.execute(update(PrescriptionRow).values(status=status)))
    with house.refused(RefillStoppedError) as refused:
        ask(house, first.items[0], now=NOW + timedelta(days=days))
    assert refused.value.stop is stop
    assert tasks(house) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_became_controlled_is_neither_signed_as_it_was_drafted_nor_given_again(house: House) -> None:
    first = signed(house, replace(STATIN, repeats=3))
    draft = house.as_(
        ADLER,
        lambda u, actor: writing.draft(u, actor, _encounter(house), [replace(STATIN, repeats=3)], key="second"),
    )
    house.write(lambda unit: unit.connection.execute(update(ProductRow).values(is_controlled=True)))
    with house.refused(PrescriptionError):
        sign(house, draft.reference)
    with house.refused(RefillStoppedError) as refused:
        ask(house, first.items[0])
    assert refused.value.stop is RefillStop.CONTROLLED


def test_who_was_not_seen_for_a_year_needs_a_visit_first(house: House) -> None:
    from db.models import EncounterRow

    first = collected(house)
    long_ago = NOW - timedelta(days=366)
    house.write(lambda unit: unit.connection.execute(update(EncounterRow).values(started_at=long_ago)))
    with house.refused(RefillStoppedError) as refused:
        ask(house, first.items[0])
    assert refused.value.stop is RefillStop.NO_RECENT_VISIT


def test_a_visit_that_was_called_off_is_no_recent_visit(house: House) -> None:
    from db.models import EncounterRow

    first = collected(house)
    house.write(lambda unit: unit.connection.execute(update(EncounterRow).values(status="cancelled")))
    with house.refused(RefillStoppedError) as refused:
        ask(house, first.items[0])
    assert refused.value.stop is RefillStop.NO_RECENT_VISIT


def approve(house: House, asked: Refill) -> Refill:
    return house.as_(
        ADLER,
        lambda unit, actor: refills.approve(
            unit, house.hospital, trusted(actor), asked.reference, allergies_seen=["penicillin"]
        ),
    )


def test_what_was_stopped_or_changed_behind_our_back_since_it_was_asked_for_is_not_prescribed_anew(
    house: House,
) -> None:
    first = signed(house, STATIN, SYRUP)
    house.write(lambda unit: moving.note_dispensed(unit, first.items[0].id, Decimal(28)))
    asked = ask(house, first.items[0])
    house.write(lambda unit: unit.connection.execute(update(PrescriptionItemRow).values(dose=Decimal(10))))
    with house.refused(TamperedError):
        approve(house, asked)
    house.as_(ADLER, lambda unit, actor: moving.stop(unit, actor, first.reference, reason="rash"))
    with house.refused(RefillStoppedError):
        approve(house, asked)
    assert len(house.rows(PrescriptionRow)) == 1
    house.as_(ADLER, lambda unit, actor: refills.refuse(unit, house.hospital, actor, asked.reference, reason="rash"))


def test_repeats_are_not_drawn_ahead_of_what_waits_to_be_collected(house: House) -> None:
    first = collected(house, replace(STATIN, repeats=3))
    granted = ask(house, first.items[0], "one")
    assert ask(house, first.items[0], "two") == granted
    assert len(tasks(house)) == 1
    house.write(lambda unit: moving.note_dispensed(unit, first.items[0].id, Decimal(28)))
    assert ask(house, first.items[0], "three").reference != granted.reference


def test_nobody_asks_for_what_was_prescribed_to_somebody_else(house: House) -> None:
    first = signed(house)
    with house.refused(ForbiddenError):
        house.write(lambda unit: refills.ask(unit, house.hospital, house.himself(HUGO), first.items[0].id, key="k"))


# --- in any order ---------------------------------------------------------------------------------


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_signed_stands_and_statuses_move_along_their_arrows_under_any_order(house: House) -> None:
    machine = prescription_machine.prepare(house)
    run_state_machine_as_test(machine, settings=settings(max_examples=15, stateful_step_count=16))


def test_the_life_of_a_prescription_goes_as_its_statuses_say(house: House) -> None:
    life = prescription_machine.prepare(house)()
    steps: list[Callable[[], None]] = [
        partial(life.begin, 28, 1),
        partial(life.redraft, ADLER, 0, 7, 0),  # it is signed
        partial(life.discard, ADLER, 0),
        partial(life.give, PHARMACIST, 0, 14),
        partial(life.give, PHARMACIST, 0, 21),  # 14 are left
        partial(life.go, BRANDT, 0, "on-hold", " "),
        partial(life.go, BRANDT, 0, "on-hold", "so"),
        partial(life.give, PHARMACIST, 0, 14),
        partial(life.ask_again, "the patient", 0),
        partial(life.go, ADLER, 0, "active", "so"),
        partial(life.give, PHARMACIST, 0, 14),
        partial(life.ask_again, "the patient", 0),  # the repeat
        partial(life.ask_again, "the patient", 0),  # which waits
        partial(life.give, PHARMACIST, 0, 14),
        partial(life.give, PHARMACIST, 0, 14),  # and it is completed
        partial(life.go, ADLER, 0, "stopped", "so"),
        partial(life.go, ADLER, 0, "active", "so"),
        partial(life.give_in_error, 0),
        partial(life.give, PHARMACIST, 0, 14),
        partial(life.ask_again, "the patient", 0),  # for the doctor
        partial(life.approve, RYAN, 0, True),
        partial(life.approve, BRANDT, 0, False),
        partial(life.approve, BRANDT, 0, True),
        partial(life.go, BRANDT, 0, "stopped", "so"),
        partial(life.go, BRANDT, 0, "active", "so"),
        partial(life.give, PHARMACIST, 0, 7),
        partial(life.go, NURSE, 0, "entered-in-error", "so"),
        partial(life.go, BRANDT, 0, "entered-in-error", "so"),
        partial(life.draft, RYAN, 7, 0),
        partial(life.draft, BRANDT, 7, 0),
        partial(life.redraft, ADLER, 0, 28, 1),
        partial(life.redraft, BRANDT, 0, 28, 1),
        partial(life.sign, ADLER, 0, True, True),
        partial(life.sign, BRANDT, 0, False, True),
        partial(life.sign, BRANDT, 0, True, False),
        partial(life.go, BRANDT, 0, "stopped", "so"),  # a draft
        partial(life.discard, BRANDT, 0),
        partial(life.sign, BRANDT, 0, True, True),
    ]
    for step in steps:
        step()
        life.what_was_signed_stands_and_statuses_move_along_their_arrows()
    assert [sheet.status for sheet in life.sheets.values()] == ["completed", "entered-in-error", "cancelled"]


# --- on paper -------------------------------------------------------------------------------------


def test_the_paper_says_in_the_patients_language_what_is_taken_how(house: House) -> None:
    made = signed(house, replace(STATIN, instructions="With the evening meal"), replace(SYRUP, may_substitute=False))
    facts = paper_of(house.hospital, made, "es").facts
    assert [item["dosage"] for item in facts["items"]] == [
        "1 comprimido, una vez al día, durante 28 días",
        "5 ml, tres veces al día, durante 7 días",
    ]
    assert [item["quantity"] for item in facts["items"]] == ["28 comprimidos", "2 envases"]
    assert facts["items"][1]["substitution"] == "no sustituir"
    assert papers.pdf(house.hospital, paper_of(house.hospital, made, "en")).startswith(b"%PDF-1.")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_doses_stand_in_the_languages_numbers_and_weeks_are_no_fractions_of_a_day(house: House) -> None:
    weekly = NewItem(Dosage("tablet", Decimal("2.5"), Decimal("0.143"), 28), medication="Methotrexate 2.5 mg")
    often = NewItem(Dosage("patch", Decimal(1), Decimal("0.333"), 30, route="topical"), medication="Fentanyl 25")
    once = NewItem(Dosage("injection", Decimal(1), Decimal(1), 1, route="subcutaneous"), medication="Enoxaparin")
    made = signed(house, weekly, often, once)
    papers_made = [paper_of(house.hospital, made, language) for language in ("es", "en")]
    said = [[item["dosage"] for item in each.facts["items"]] for each in papers_made]
    assert said == [
        [
            "2,5 comprimidos, una vez por semana, durante 28 días",
            "1 parche, una vez cada 3 días, durante 30 días",
            "1 inyección, una vez al día, durante un día",
        ],
        [
            "2.5 tablets, once a week, for 28 days",
            "1 patch, once every 3 days, for 30 days",
            "1 injection, once a day, for one day",
        ],
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_paper_with_twenty_medicines_and_long_names_runs_over_pages_and_loses_no_word(
    house: House, language: str
) -> None:
    long = NewItem(
        Dosage("tablet", Decimal("0.5"), Decimal(4), 90, as_needed=True),
        medication="Acetylsalicylic acid and dipyridamole with modified release " * 3,
        instructions="Not together with grapefruit; stop and call when bruises appear. " * 7,
    )
    made = signed(house, *[replace(long, instructions=f"Number {n}. {long.instructions}") for n in range(20)])
    printed = Printed(house.hospital, paper_of(house.hospital, made, language))
    assert len(printed.pages) > 2
    assert (printed.lacking(), printed.misplaced()) == ([], [])
    assert [printed.how_often(item.instructions or "") for item in made.items] == [1] * 20
    assert all("Iris Quinlan" in page and made.reference in page for page in printed.pages)
    assert len(papers.pictures(house.hospital, printed.paper)) == len(printed.pages)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_what_is_signed_and_says_what_was_signed_is_printed(house: House) -> None:
    draft = drafted(house)
    herself = house.himself(IRIS, 2)

    def printed(reference: str) -> object:
        made = house.write(lambda unit: of_prescription(unit, house.hospital, herself, reference, "es"))
        return made.facts["reference"]

    with house.refused(NotFoundError):
        printed(draft.reference)
    with house.refused(PrescriptionStatusError):
        house.as_(ADLER, lambda u, actor: of_prescription(u, house.hospital, actor, draft.reference, "es"))
    sign(house, draft.reference)
    assert printed(draft.reference) == draft.reference
    house.write(lambda unit: unit.connection.execute(update(PrescriptionItemRow).values(dose=Decimal(10))))
    with house.refused(TamperedError):
        printed(draft.reference)


def test_the_code_on_paper_is_the_one_that_the_pharmacy_reads(house: House) -> None:
    made = signed(house)
    assert house.read(lambda unit: sealing.is_intact(unit, made))
    code = f"FDRX1:{made.reference}:{(made.seal or '')[:16]}"
    for language in ("en", "es"):
        printed = Printed(house.hospital, paper_of(house.hospital, made, language))
        assert printed.says_code(code)
        assert not printed.says_code(code[:-1] + ("0" if code[-1] != "0" else "1"))
    scanned = house.as_(PHARMACIST, lambda unit, actor: checking.scan(unit, actor, code))
    assert scanned.reference == made.reference


def test_access_to_a_prescription_is_audited(house: House) -> None:
    from db.models import AuditRow

    made = signed(house)
    house.write(lambda unit: records.read(unit, access.of_patient(made.patient_id, level=2), made.reference))
    reads = house.read(
        lambda unit: unit.connection.scalars(
            select(AuditRow.subject).where(AuditRow.action == "prescription.read")
        ).all()
    )
    assert reads == [f"patient {made.patient_id}"]
