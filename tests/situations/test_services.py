"""Tests and treatments are booked like visits; what a doctor orders only by whoever proves to have the order."""

from __future__ import annotations

from pathlib import Path

import pytest

from hospital import visits
from hospital.orders import ordering
from hospital.orders.ordering import NewOrder
from tests.hospital.house import ADLER, House
from tests.situations.conftest import OpenDesk
from tests.situations.desk import Frontdesk

RECORDS = Path(__file__).parents[1] / "hospitals" / "records.yaml"
IRIS, HUGO, OLGA = "+353861230001", "+353861230002", "+353861230003"
MORE = """
  - {code: physio, name: Physiotherapy session, kind: physiotherapy, price: "48.00", minutes: 30,
     prepare: {en: "Wear comfortable clothes.", es: "Venga con ropa cómoda."},
     schedule: [{days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00", slot_minutes: 30, location: annex}]}
  - {code: hearing, name: Hearing test, kind: audiology, price: "40.00",
     schedule: [{days: [tue, thu], from: "09:00", to: "13:00", slot_minutes: 30}]}
"""


@pytest.fixture
def house(open_hospital: OpenDesk) -> Frontdesk:
    """A hospital with tests that a doctor orders, and treatments that anybody may book."""
    text = RECORDS.read_text()
    return open_hospital(text.replace("\ninsurers:", f"{MORE}\ninsurers:"))


def ordered(desk: Frontdesk, number: str, *codes: str, at: str = "2026-06-08 09:30") -> list[str]:
    """Orders of Dr Adler's for a patient whom she has just seen."""
    house = House.at(desk.parts.office)
    visit, seen = house.seen(number, at=at)
    found = [
        house.as_(
            ADLER,
            lambda unit, actor, code=code: ordering.order(  # type: ignore[misc]
                unit, house.hospital, actor, seen.reference, NewOrder(code), key=f"{number}-{code}-{at}"
            ),
        ).reference
        for code in codes
    ]
    house.as_(ADLER, lambda unit, actor: visits.complete(unit, house.hospital, actor, visit))
    return found


def test_try(house: Frontdesk) -> None:
    ordered(house, "RH-000002", "lipid", "xray-chest")
    c = house.chat(HUGO)
    c.say("I need my blood test on Thursday morning", "23 November 1979")
    c.say("the second one"); c.agree()
    c.say("how do I prepare?")
    c.say("when are my appointments?")
    c.say("move it to Friday at 8")
    c.agree()
    c.say("cancel my blood test"); c.say("yes")
    c.say("no")
    c.say("I also need a chest x-ray tomorrow at 10"); c.agree()
    c.say("I need a chest x-ray")
    d = house.chat(OLGA)
    d.say("quiero hacerme la analítica", "15 de enero de 1951")
    d.say("necesito fisioterapia el jueves por la tarde"); d.say("la primera"); d.say("sí")
    w = house.chat()
    w.say("I need a blood test", "Hugo Farrell", "23 November 1979")
    p = house.chat()
    p.say("book physio on Thursday at 10"); p.say("Ann Cole"); p.say("3 March 1990"); p.say("+353861239999"); p.agree()
    i = house.chat(IRIS)
    i.say("I need a lipid panel for my son", "2 May 1984")
    i2 = house.chat(IRIS)
    i2.say("an appointment in radiology on Tuesday at 10")
    i3 = house.chat(IRIS)
    i3.say("how much is the x-ray?"); i3.say("I need an MRI"); i3.say("I need a scan"); i3.say("a hearing test please")
    assert 0
