"""What was not there is owed: a slip says so, a task stands until it is given, and it is seen when it has come."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import pytest

from db.models import AuditRow, TaskRow
from hospital import papers
from hospital.access import SYSTEM
from hospital.errors import NotFoundError
from hospital.papers import Paper
from hospital.pharmacy import owing, owing_paper, stock, taking_back
from hospital.pharmacy.dispenses import Dispense
from hospital.pharmacy.dispensing import Wish
from hospital.pharmacy.stock import Arrival
from hospital.prescriptions import records
from hospital.prescriptions.records import Prescription
from tests.hospital.clinic import HUGO, IRIS, NOW
from tests.hospital.house import PHARMACIST, House
from tests.hospital.pharmacy.counter import ENOXAPARIN, hand_over, prepare, prescribed

TEN = 10
"""Injections of a prescription."""


def short(house: House, number: str = IRIS, at: str = "2026-06-08 09:30", key: str = "first") -> Dispense:
    """A prescription of ten, of which only part is there: what there is is handed over."""
    return hand_over(house, prepare(house, prescribed(house, ENOXAPARIN, number=number, at=at, key=key), key=key))


def arrives(house: House, pieces: int, key: str) -> None:
    came = Arrival("ENOX-40", "NEW", date(2027, 5, 31), pieces)
    house.as_(
        PHARMACIST,
        lambda u, actor: stock.receive(u, house.hospital, actor, came, place="pharmacy", reason="lent", key=key),
    )


def tasks(house: House) -> list[tuple[str, str]]:
    return [(row.kind, row.status) for row in house.rows(TaskRow) if row.kind.startswith("owed")]


def looks(house: House, now: datetime = NOW) -> None:
    """The clock looks at all that is owed."""
    for wanted in house.write(lambda unit: owing.changes(unit, house.hospital, SYSTEM), now=now):
        house.write(partial(owing.change, hospital=house.hospital, actor=SYSTEM, wanted=wanted), now=now)


def owed(house: House) -> list[tuple[str, int, bool]]:
    """The pharmacy's list: which slip, how much, whether it can be prepared."""
    found = house.as_(PHARMACIST, owing.waiting)
    return [(each.dispense, each.pieces, each.is_here) for each in found]


def slip(house: House, reference: str, language: str) -> Paper:
    return house.as_(
        PHARMACIST, lambda u, actor: owing_paper.of_dispense(u, house.hospital, actor, reference, language)
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_slip_says_what_was_given_what_is_owed_and_until_when(house: House, language: str) -> None:
    arrives(house, 4, "four")
    made = short(house)
    paper = slip(house, made.reference, language)
    assert paper.facts["items"] == [[made.items[0].product, "4", "6"]]
    # signed on 8 June, good for 180 days
    assert (paper.facts["reference"], paper.facts["until"]) == (made.reference, "2026-12-05")
    assert papers.pdf(house.hospital, paper).startswith(b"%PDF")


def test_of_what_was_all_there_is_no_slip_and_no_task(house: House) -> None:
    arrives(house, TEN, "some")
    made = short(house)
    with pytest.raises(NotFoundError):
        slip(house, made.reference, "en")
    assert tasks(house) == []


def test_what_is_owed_is_one_task_until_the_rest_is_prepared(house: House) -> None:
    arrives(house, 4, "four")
    made = short(house)
    assert tasks(house) == [("owed", "requested")] and owed(house) == [(made.reference, 6, False)]
    arrives(house, 5, "too few")
    assert tasks(house) == [("owed", "requested")]
    arrives(house, 1, "enough")
    assert tasks(house) == [("owed_here", "requested")] and owed(house) == [(made.reference, 6, True)]
    rest = prepare(house, _of(house, made), key="rest")
    assert (rest.items[0].quantity, rest.items[0].owed) == (6, 0)
    assert tasks(house) == [("owed_here", "completed")] and owed(house) == []


def _of(house: House, made: Dispense) -> Prescription:
    return house.read(lambda unit: records.get(unit, made.prescription))


def test_who_waits_longest_comes_first_and_what_goes_to_others_is_no_more_there(house: House) -> None:
    arrives(house, 4, "four")
    first = short(house)
    arrives(house, 1, "one")
    second = short(house, HUGO, "2026-06-08 10:00", "second")
    arrives(house, 9, "nine")
    assert owed(house) == [(first.reference, 6, True), (second.reference, 9, False)]
    broken = {"place": "pharmacy", "reason": "broken", "key": "w"}
    house.as_(PHARMACIST, lambda unit, actor: stock.waste(unit, actor, "ENOX-40", "NEW", 9, **broken))
    looks(house)
    assert [kind for kind, _ in tasks(house)] == ["owed", "owed"]


def test_reading_the_list_is_in_the_trail_of_whoever_is_on_it(house: House) -> None:
    arrives(house, 4, "four")
    short(house)
    read = AuditRow.action == "dispense.read_waiting"
    assert house.rows(AuditRow, read) == [] and len(owed(house)) == 1
    assert [row.subject for row in house.rows(AuditRow, read)] == [f"patient {house.patient(IRIS)}"]


def test_what_comes_in_moves_only_what_is_owed_of_it_the_clock_sees_to_the_rest(house: House) -> None:
    arrives(house, 4, "four")
    made = short(house)
    arrives(house, 6, "enough")
    broken = {"place": "pharmacy", "reason": "broken", "key": "w"}
    house.as_(PHARMACIST, lambda unit, actor: stock.waste(unit, actor, "ENOX-40", "NEW", 6, **broken))
    came, told = Arrival("ATORV-20", "NEW", date(2027, 5, 31), 5), {"place": "pharmacy", "reason": "lent", "key": "a"}
    house.as_(PHARMACIST, lambda unit, actor: stock.receive(unit, house.hospital, actor, came, **told))
    assert owed(house) == [(made.reference, 6, True)]
    looks(house)
    assert owed(house) == [(made.reference, 6, False)]


def test_what_was_prepared_and_not_fetched_is_owed_again(house: House) -> None:
    arrives(house, 4, "four")
    made = short(house)
    arrives(house, 6, "enough")
    rest = prepare(house, _of(house, made), key="rest")
    later = NOW + timedelta(days=15)
    house.write(lambda unit: taking_back.lapse(unit, house.hospital, SYSTEM, rest.reference), now=later)
    assert owed(house) == [(made.reference, 6, False)]
    looks(house, later)
    assert tasks(house) == [("owed_here", "completed"), ("owed_here", "requested")]
    # nothing is given on the prescription any more
    over = NOW + timedelta(days=181)
    looks(house, over)
    assert owed(house) == []


def test_what_was_given_in_error_is_owed_again(house: House) -> None:
    arrives(house, 4, "four")
    made = short(house)
    arrives(house, 6, "enough")
    rest = hand_over(house, prepare(house, _of(house, made), key="rest"))
    assert owed(house) == []
    house.as_(
        PHARMACIST,
        lambda unit, actor: taking_back.withdraw(unit, house.hospital, actor, rest.reference, reason="not given"),
    )
    assert owed(house) == [(made.reference, 6, False)]
    assert tasks(house) == [("owed_here", "completed"), ("owed", "requested")]


def test_what_nobody_fetched_at_all_is_owed_to_nobody(house: House) -> None:
    arrives(house, 4, "four")
    made = prepare(house, prescribed(house, ENOXAPARIN))
    why = "gone elsewhere"
    house.as_(
        PHARMACIST, lambda unit, actor: taking_back.cancel(unit, house.hospital, actor, made.reference, reason=why)
    )
    looks(house)
    assert tasks(house) == [("owed", "cancelled")]


def test_what_comes_in_parts_is_owed_on_the_latest_slip_alone(house: House) -> None:
    arrives(house, 4, "four")
    made = short(house)
    arrives(house, 2, "two")
    item = made.items[0].prescription_item_id
    second = hand_over(house, prepare(house, _of(house, made), Wish(item), key="second"))
    assert owed(house) == [(second.reference, 4, False)]
    assert tasks(house) == [("owed", "completed"), ("owed", "requested")]
