"""Giving out what was prescribed: the right thing, from the right batch, once, and charged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from db.models import ChargeItemRow, DispenseItemRow, DispenseRow, StockMovementRow, TaskRow
from hospital.access import ForbiddenError, ProofNeededError
from hospital.errors import HospitalError, KeyUsedError, NotFoundError
from hospital.pharmacy import dispenses, dispensing, products, taking_back
from hospital.pharmacy.dispenses import TRANSITIONS, Dispense
from hospital.pharmacy.dispensing import Wish
from hospital.pharmacy.errors import (
    ExpiredError,
    OutOfStockError,
    PharmacyError,
    PiecesError,
    RetiredError,
    ReturnedError,
    StatusError,
    SubstitutionError,
    SubstitutionProblem,
    TooMuchError,
    WrongProductError,
)
from hospital.pharmacy.stock import Arrival, receive
from hospital.pharmacy.taking_back import Condition
from hospital.prescriptions import moving, records
from hospital.prescriptions.errors import PrescriptionStatusError
from hospital.prescriptions.quantities import Dosage
from hospital.prescriptions.writing import NewItem
from tests.hospital.clinic import HUGO, IRIS, NOW, when
from tests.hospital.house import ADLER, NURSE, PHARMACIST, House
from tests.hospital.pharmacy.counter import (
    ATORVASTATIN,
    ENOXAPARIN,
    STATIN,
    TRAMADOL,
    add,
    change,
    hand_over,
    lines,
    prepare,
    prescribed,
    there,
)

GENERIC = replace(ATORVASTATIN, sku="ATORV-G", name="Atorva generic 20 mg", price=Decimal("0.20"))
UNTOUCHED = Condition(is_sealed=True, left_house=False, reason="sent back by the ward")
FROM_HOME = Condition(is_sealed=True, left_house=True, reason="side effects")
# what moves stock under locks is raced in test_last_pieces
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def stocked(house: House, sku: str, quantity: int, lot: str = "G1") -> None:
    arrival = Arrival(sku, lot, NOW.date() + timedelta(days=200), quantity)
    house.as_(
        PHARMACIST,
        lambda unit, actor: receive(
            unit, house.hospital, actor, arrival, place="pharmacy", reason="opening", key=f"{sku} {lot}"
        ),
    )


def charges(house: House) -> list[tuple[str, Decimal, Decimal, str]]:
    return [
        (row.source, row.quantity, row.amount, row.status) for row in house.rows(ChargeItemRow) if row.kind == "product"
    ]


def left(house: House, reference: str) -> list[int]:
    return [int(item.left) for item in house.read(lambda unit: records.get(unit, reference)).items]


def status(house: House, reference: str) -> str:
    return house.read(lambda unit: records.get(unit, reference)).status


# --- giving out -----------------------------------------------------------------------------------


def test_what_expires_first_goes_first_and_is_charged_when_it_is_handed_over(house: House) -> None:
    first = prescribed(house, replace(STATIN, dosage=Dosage("tablet", Decimal(1), Decimal(2), 60)))
    made = prepare(house, first)
    assert (made.status, made.items[0].quantity, made.items[0].owed) == ("preparation", 120, 0)
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 280}
    assert charges(house) == [] and left(house, first.reference) == [120]
    done = hand_over(house, made)
    assert (done.status, done.handed_over_at) == ("completed", NOW)
    assert charges(house) == [(f"dispense {made.reference} item 1", Decimal(120), Decimal("54.00"), "billable")]
    assert (left(house, first.reference), status(house, first.reference)) == ([0], "completed")


def test_an_expired_batch_is_never_given(house: House) -> None:
    first = prescribed(house)
    later = when("2026-10-01 09:00")
    prepare(house, first, now=later)
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 210, ("pharmacy", "A78"): 100}


def test_a_batch_is_good_to_the_end_of_its_last_day(house: House) -> None:
    prepare(house, prescribed(house), now=when("2026-09-30 23:30"))
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 300, ("pharmacy", "A78"): 10}


def test_what_went_out_of_date_while_it_waited_is_not_handed_over(house: House) -> None:
    made = prepare(house, prescribed(house), now=when("2026-09-25 10:00"))
    with house.refused(ExpiredError) as refused:
        hand_over(house, made, now=when("2026-10-01 10:00"))
    assert refused.value.lot == "A78"
    assert charges(house) == []


def test_it_is_given_in_parts_and_never_more_than_was_prescribed(house: House) -> None:
    first = prescribed(house)
    item = first.items[0].id
    hand_over(house, prepare(house, first, Wish(item, 30)))
    with house.refused(TooMuchError) as refused:
        prepare(house, first, Wish(item, 61), key="second")
    assert refused.value.left == 60
    second = prepare(house, first, key="second")
    assert second.items[0].quantity == 60
    with house.refused(TooMuchError):
        prepare(house, first, key="third")
    hand_over(house, second)
    with house.refused(PrescriptionStatusError):
        prepare(house, first, key="third")
    assert [amount for _, _, amount, _ in charges(house)] == [Decimal("13.50"), Decimal("27.00")]


def test_a_repeated_request_changes_nothing(house: House) -> None:
    first = prescribed(house)
    made = prepare(house, first, Wish(first.items[0].id, 10))
    assert prepare(house, first, Wish(first.items[0].id, 10)) == made
    done = hand_over(house, made)
    assert hand_over(house, made, now=NOW + timedelta(hours=1)) == done
    assert lines(house, "dispensed") == [("dispensed", -10)]
    assert len(charges(house)) == 1


def test_what_is_not_there_is_owed_and_given_when_it_comes(house: House) -> None:
    stocked(house, "ENOX-40", 4)
    first = prescribed(house, ENOXAPARIN, STATIN)
    made = prepare(house, first)
    assert [(item.sku, item.quantity, item.owed) for item in made.items] == [("ENOX-40", 4, 6), ("ATORV-20", 90, 0)]
    hand_over(house, made)
    assert left(house, first.reference) == [6, 0]
    stocked(house, "ENOX-40", 20, "G2")
    rest = prepare(house, first, key="rest")
    assert [(item.sku, item.quantity, item.owed) for item in rest.items] == [("ENOX-40", 6, 0)]


def test_nothing_of_what_is_out_of_stock_alone_is_told(house: House) -> None:
    first = prescribed(house, ENOXAPARIN)
    with house.refused(OutOfStockError) as refused:
        prepare(house, first)
    assert refused.value.skus == ["ENOX-40"]
    assert house.rows(DispenseRow) == []


def test_one_product_on_two_lines_is_not_taken_twice(house: House) -> None:
    first = prescribed(house, TRAMADOL, replace(TRAMADOL, dosage=Dosage("capsule", Decimal(2), Decimal(6), 5)))
    made = prepare(house, first)
    assert [(item.quantity, item.owed) for item in made.items] == [(10, 0), (50, 10)]
    assert there(house, "TRAM-50") == {}


def test_a_stopped_prescription_is_not_handed_over(house: House) -> None:
    first = prescribed(house)
    made = prepare(house, first)
    house.as_(ADLER, lambda unit, actor: moving.stop(unit, actor, first.reference, reason="rash"))
    with house.refused(PrescriptionStatusError):
        hand_over(house, made)
    house.as_(
        PHARMACIST,
        lambda unit, actor: taking_back.cancel(unit, house.hospital, actor, made.reference, reason="stopped"),
    )
    assert sum(there(house, "ATORV-20").values()) == 400


@pytest.mark.parametrize("quantity", [0, -5, 10**9, True])
def test_an_impossible_number_of_pieces_is_refused(house: House, quantity: int) -> None:
    first = prescribed(house)
    with pytest.raises((PiecesError, TooMuchError)):
        prepare(house, first, Wish(first.items[0].id, quantity))
    assert (house.rows(DispenseRow), sum(there(house, "ATORV-20").values())) == ([], 400)


def test_half_a_piece_is_refused(house: House) -> None:
    first = prescribed(house)
    with house.refused(PiecesError):
        prepare(house, first, Wish(first.items[0].id, Decimal("0.5")))  # type: ignore[arg-type]


def test_an_item_of_another_prescription_is_not_found(house: House) -> None:
    first, other = prescribed(house), prescribed(house, number=HUGO, at="2026-06-08 10:00", key="his")
    with house.refused(NotFoundError):
        prepare(house, first, Wish(other.items[0].id))


def test_a_retired_product_is_not_given(house: House) -> None:
    first = prescribed(house)
    house.as_(PHARMACIST, lambda unit, actor: products.retire(unit, actor, "ATORV-20"))
    with house.refused(RetiredError):
        prepare(house, first)


def test_only_pharmacists_give_out_and_patients_see_their_own(house: House) -> None:
    first = prescribed(house)
    with house.refused(ForbiddenError):
        house.as_(
            NURSE,
            lambda unit, actor: dispensing.prepare(
                unit, house.hospital, actor, first.reference, place="pharmacy", key="n"
            ),
        )
    made, iris = prepare(house, first), house.patient(IRIS)
    seen = house.write(lambda unit: dispenses.of_patient(unit, house.himself(IRIS, 2), iris))
    assert [each.reference for each in seen] == [made.reference]
    with house.refused(ProofNeededError):
        house.write(lambda unit: dispenses.of_patient(unit, house.himself(IRIS, 1), iris))
    with house.refused(ForbiddenError):
        house.write(lambda unit: dispenses.read(unit, house.himself(HUGO), made.reference))


# --- something equal ------------------------------------------------------------------------------


def swap(house: House, *, item: NewItem = STATIN, given: str = "ATORV-G", reason: str = "out of stock") -> Dispense:
    first = prescribed(house, item)
    return prepare(house, first, Wish(first.items[0].id, 30, given, reason))


def test_something_equal_is_given_with_a_reason_and_charged_at_its_own_price(house: House) -> None:
    change(house, ATORVASTATIN)
    add(house, GENERIC)
    stocked(house, "ATORV-G", 100)
    made = swap(house)
    item = made.items[0]
    assert (item.sku, item.substituted, item.substitution_reason) == ("ATORV-G", "ATORV-20", "out of stock")
    hand_over(house, made)
    assert [amount for _, _, amount, _ in charges(house)] == [Decimal("6.00")]
    assert left(house, made.prescription) == [60]


@pytest.mark.parametrize(
    ("given", "item", "reason", "problem"),
    [
        (GENERIC, STATIN, " ", SubstitutionProblem.NO_REASON),
        (GENERIC, replace(STATIN, may_substitute=False), "out", SubstitutionProblem.NOT_ALLOWED),
        (replace(GENERIC, strength="40 mg"), STATIN, "out", SubstitutionProblem.NOT_EQUAL),
        (replace(GENERIC, strength="2 0 mg", ingredient="Rosuvastatin"), STATIN, "out", SubstitutionProblem.NOT_EQUAL),
        (replace(GENERIC, strength=None), STATIN, "out", SubstitutionProblem.NOT_EQUAL),
        (replace(GENERIC, ingredient=None), STATIN, "out", SubstitutionProblem.NOT_EQUAL),
        (replace(GENERIC, is_controlled=True), STATIN, "out", SubstitutionProblem.NOT_EQUAL),
    ],
)
def test_what_is_not_equal_or_not_allowed_is_not_given_instead(
    house: House, given: products.NewProduct, item: NewItem, reason: str, problem: SubstitutionProblem
) -> None:
    change(house, ATORVASTATIN)
    add(house, given)
    stocked(house, "ATORV-G", 100)
    with pytest.raises(SubstitutionError) as refused:
        swap(house, item=item, reason=reason)
    assert refused.value.problem == problem
    assert there(house, "ATORV-G") == {("pharmacy", "G1"): 100}


@pytest.mark.parametrize("sku", ["TRAM-50", "AMOX-SYR"])
def test_a_wrong_product_is_refused(house: House, sku: str) -> None:
    first = prescribed(house)
    with pytest.raises((WrongProductError, SubstitutionError)):
        prepare(house, first, Wish(first.items[0].id, 1, sku, "nothing else there"))


def test_a_box_is_not_a_tablet(house: House) -> None:
    change(house, ATORVASTATIN)
    add(house, replace(GENERIC, unit="box"))
    stocked(house, "ATORV-G", 100)
    with pytest.raises(WrongProductError):
        swap(house)


@pytest.mark.parametrize(
    ("written", "is_given"),
    [
        ("Paracetamol 500 mg", True),
        ("PARACETAMOL 500 mg tablets", True),
        ("Paracetamol 1000 mg", False),
        ("Paracetamol", False),
        ("Ibuprofen 500 mg", False),
        ("Paracetamol 500 µg", False),
        ("Paracetamol 500", False),
        ("Paracetamol 500 mg or 1000 mg", False),
        ("20 tablets of paracetamol 500mg", True),
    ],
)
def test_free_text_is_given_as_the_product_that_it_names_in_its_strength(
    house: House, written: str, is_given: bool
) -> None:
    first = prescribed(house, NewItem(Dosage("tablet", Decimal(1), Decimal(2), 5), medication=written))
    item = first.items[0].id
    with house.refused(WrongProductError):
        prepare(house, first)
    if is_given:
        assert prepare(house, first, Wish(item, sku="PARA-500")).items[0].quantity == 10
        return
    with house.refused(WrongProductError):
        prepare(house, first, Wish(item, sku="PARA-500"))


# --- statuses and coming back ---------------------------------------------------------------------


def do(house: House, what: str, reference: str) -> None:
    acts = {
        "ready": lambda u, a: dispensing.set_ready(u, a, reference),
        "hold": lambda u, a: dispensing.hold(u, a, reference, reason="asked the doctor"),
        "hand over": lambda u, a: dispensing.hand_over(u, house.hospital, a, reference),
        "cancel": lambda u, a: taking_back.cancel(u, house.hospital, a, reference, reason="gone"),
        "decline": lambda u, a: taking_back.decline(u, house.hospital, a, reference, reason="too high"),
        "withdraw": lambda u, a: taking_back.withdraw(u, house.hospital, a, reference, reason="mistake"),
    }
    house.as_(PHARMACIST, acts[what])


LEADS_TO = {
    "ready": "in-progress",
    "hold": "on-hold",
    "hand over": "completed",
    "cancel": "cancelled",
    "decline": "declined",
    "withdraw": "entered-in-error",
}


@pytest.mark.parametrize("begin", ["preparation", "in-progress", "on-hold", "completed", "cancelled", "declined"])
@pytest.mark.parametrize("what", LEADS_TO)
def test_a_dispense_moves_along_its_arrows_and_nowhere_else(house: House, begin: str, what: str) -> None:
    made = prepare(house, prescribed(house)).reference
    for step in (each for each, status in LEADS_TO.items() if status == begin):
        do(house, step, made)
    may = LEADS_TO[what] in TRANSITIONS[begin] or LEADS_TO[what] == begin
    try:
        do(house, what, made)
    except StatusError:
        assert not may
    else:
        assert may
    is_on_shelf = house.rows(DispenseRow)[0].status in ("cancelled", "declined", "entered-in-error")
    assert sum(there(house, "ATORV-20").values()) == (400 if is_on_shelf else 310)


def test_the_key_of_one_patients_dispense_gives_nobody_else_theirs(house: House) -> None:
    stocked(house, ATORVASTATIN.sku, 100)
    theirs = prescribed(house)
    others = prescribed(house, number=HUGO, at="2026-06-08 10:00", key="rx of Hugo")
    prepare(house, theirs)
    with house.refused(KeyUsedError):
        prepare(house, others)
    assert prepare(house, others, key="another").prescription == others.reference


def test_what_is_not_collected_in_time_goes_back_and_can_be_given_again(house: House) -> None:
    from hospital.access import SYSTEM

    first = prescribed(house)
    made = prepare(house, first)

    def sweep(days: int) -> list[str]:
        moment = NOW + timedelta(days=days)
        due = house.write(lambda unit: dispenses.lapsed(unit, house.hospital, SYSTEM), moment)
        for reference in (made.reference, *due):
            house.write(lambda unit, r=reference: taking_back.lapse(unit, house.hospital, SYSTEM, r), moment)  # type: ignore[misc]
        return list(due)

    assert sweep(14) == []
    assert sum(there(house, "ATORV-20").values()) == 310
    assert sweep(15) == [made.reference]
    assert sweep(15) == []
    assert sum(there(house, "ATORV-20").values()) == 400
    assert prepare(house, first, key="again").items[0].quantity == 90


def test_what_was_recorded_in_error_leaves_everything_as_it_was(house: House) -> None:
    first = prescribed(house)
    made = hand_over(house, prepare(house, first))
    for _ in range(2):
        do(house, "withdraw", made.reference)
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 300, ("pharmacy", "A78"): 100}
    assert (left(house, first.reference), status(house, first.reference)) == ([90], "active")
    assert [row[3] for row in charges(house)] == ["entered-in-error"]
    hand_over(house, prepare(house, first, key="right"))


def test_what_is_on_an_invoice_is_not_withdrawn(house: House) -> None:
    made = hand_over(house, prepare(house, prescribed(house)))
    house.write(lambda unit: unit.connection.execute(update(ChargeItemRow).values(status="billed")))
    with house.refused(HospitalError):
        do(house, "withdraw", made.reference)
    assert house.rows(DispenseRow)[0].status == "completed"
    assert sum(there(house, "ATORV-20").values()) == 310


def bring_back(house: House, reference: str, quantity: int, condition: Condition, key: str = "b") -> int:
    return house.as_(
        PHARMACIST,
        lambda unit, actor: taking_back.take_back(
            unit, house.hospital, actor, reference, 1, quantity, condition=condition, key=key
        ),
    )


def test_what_was_at_home_is_destroyed_and_stays_charged(house: House) -> None:
    first = prescribed(house)
    made = hand_over(house, prepare(house, first))
    for _ in range(2):
        assert bring_back(house, made.reference, 20, FROM_HOME) == 0
    for quantity, condition in ((10, FROM_HOME), (20, UNTOUCHED)):
        with house.refused(KeyUsedError):
            bring_back(house, made.reference, quantity, condition)
    assert lines(house, "returned", "wasted") == [("returned", 20), ("wasted", -20)]
    assert sum(there(house, "ATORV-20").values()) == 310
    assert (left(house, first.reference), charges(house)[0][3]) == ([0], "billable")


def test_all_of_it_untouched_goes_back_to_its_batch_and_is_not_paid_for(house: House) -> None:
    first = prescribed(house)
    made = hand_over(house, prepare(house, first))
    for _ in range(2):
        assert bring_back(house, made.reference, 90, UNTOUCHED) == 90
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 300, ("pharmacy", "A78"): 100}
    assert (left(house, first.reference), charges(house)[0][3]) == ([90], "entered-in-error")
    assert house.rows(TaskRow) == []


def test_part_of_it_is_credited_by_those_who_bill(house: House) -> None:
    made = hand_over(house, prepare(house, prescribed(house)))
    assert bring_back(house, made.reference, 30, UNTOUCHED) == 30
    assert [(row.queue, row.kind) for row in house.rows(TaskRow)] == [("billing", "credit")]
    assert charges(house)[0][3] == "billable"


@pytest.mark.parametrize(
    ("condition", "days"),
    [(replace(UNTOUCHED, is_sealed=False), 0), (replace(UNTOUCHED, left_house=True), 0)],
)
def test_what_may_be_spoilt_never_goes_back_on_the_shelf(house: House, condition: Condition, days: int) -> None:
    made = hand_over(house, prepare(house, prescribed(house)))
    assert bring_back(house, made.reference, 5, condition) == 0
    assert sum(there(house, "ATORV-20").values()) == 310


def test_a_controlled_substance_never_goes_back_on_the_shelf(house: House) -> None:
    made = hand_over(house, prepare(house, prescribed(house, TRAMADOL)))
    assert bring_back(house, made.reference, 10, UNTOUCHED) == 0
    assert there(house, "TRAM-50") == {("pharmacy", "OPENING"): 50}


def test_no_more_comes_back_than_was_given(house: House) -> None:
    made = hand_over(house, prepare(house, prescribed(house)))
    bring_back(house, made.reference, 80, FROM_HOME)
    for quantity in (11, 0, -1):
        with pytest.raises((TooMuchError, PiecesError)):
            bring_back(house, made.reference, quantity, FROM_HOME, key="more")
    with house.refused(ReturnedError):
        do(house, "withdraw", made.reference)
    with house.refused(PharmacyError):
        bring_back(house, made.reference, 1, replace(FROM_HOME, reason=" "), key="more")
    assert house.rows(DispenseItemRow)[0].returned == 80


def test_what_was_not_handed_over_cannot_be_brought_back(house: House) -> None:
    made = prepare(house, prescribed(house))
    with house.refused(StatusError):
        bring_back(house, made.reference, 1, UNTOUCHED)
    assert len(house.rows(StockMovementRow, StockMovementRow.kind == "returned")) == 0
