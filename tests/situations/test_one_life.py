"""The life of one patient, its first part: from the first message to the last tablet, with every number by hand.

Una Keane writes on WhatsApp and is nobody yet. Laya Simple pays 80 % of everything. Dr Adler's visit costs 120.00, a
chest X-ray 75.00, a tablet of atorvastatin 0.45.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from db.models import PatientRow
from hospital import access, audit, care_plans, diagnoses, insured_invoices, visits
from hospital.access import Actor
from hospital.billing import desk as counter
from hospital.billing import records as invoices
from hospital.billing import statements
from hospital.billing.records import Invoice
from hospital.billing.statements import Statement
from hospital.diagnoses import Finding
from hospital.insurance import answers, claim_records, claiming, coverages, estimates, ledger, recording
from hospital.insurance.answers import LineAnswer, Response
from hospital.insurance.estimates import Estimate, Kind, Wanted
from hospital.insurance.recording import NewCoverage
from hospital.office import Unit
from hospital.orders import ordering, performing
from hospital.orders import records as orders
from hospital.orders.ordering import NewOrder
from hospital.pharmacy.dispenses import Dispense
from hospital.pharmacy.dispensing import Wish
from hospital.prescriptions import records as prescriptions
from hospital.prescriptions import refills, writing
from hospital.prescriptions.quantities import Dosage
from hospital.prescriptions.records import Prescription
from hospital.prescriptions.refills import Refill
from hospital.prescriptions.writing import NewItem
from hospital.reports import registering, reviewing
from hospital.reports import writing as reporting
from hospital.reports.registering import NewReport
from tests.hospital.clinic import ZONE
from tests.hospital.counter import till
from tests.hospital.house import ADLER, BILLING, DESK, House
from tests.hospital.pharmacy.counter import hand_over, prepare, there
from tests.situations.conftest import OpenDesk
from tests.situations.desk import MONDAY, Chat, Frontdesk
from tests.situations.purse import Provider

RECORDS = Path(__file__).parents[1] / "hospitals" / "records.yaml"
UNA, BORN = "+353861239999", "3 March 1980"
TUESDAY = datetime(2026, 6, 9, 10, tzinfo=ZONE)
NEXT_DAY, IN_JULY = TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=30)
STATIN = NewItem(Dosage("tablet", Decimal(1), Decimal(2), 30), sku="ATORV-20")
EUR = Decimal


@pytest.fixture
def desk(open_hospital: OpenDesk) -> Frontdesk:
    return open_hospital(RECORDS.read_text())


@pytest.fixture
def house(desk: Frontdesk) -> Iterator[House]:
    yield House.at(desk.parts.office)


def her_chat(desk: Frontdesk, now: datetime) -> Chat:
    """Her one conversation, gone on with at a moment."""
    return desk.chat(UNA, name="una", now=now.replace(tzinfo=None))


def books(desk: Frontdesk) -> None:
    """Who she is, and when, in her own words."""
    chat = her_chat(desk, MONDAY)
    chat.say("Hello, I'd like to see Dr Adler tomorrow at ten")
    chat.say("Una Keane, 3 March 1980")
    chat.agree()
    assert [str(visit) for visit in desk.visits("booked", patient="Una Keane")] == ["adler 2026-06-09 10:00 booked"]


def insured(house: House, desk: Frontdesk, number: str) -> None:
    """Her policy is written down; what the visit will cost is known before it."""
    new = NewCoverage(house.patient(number), "laya", "simple", "LY-555")
    house.as_(DESK, lambda unit, actor: recording.record(unit, house.hospital, actor, new, key="policy"))
    wanted = [Wanted(Kind.VISIT, "adler"), Wanted(Kind.SERVICE, "xray-chest")]

    def estimate(unit: Unit, actor: Actor) -> Estimate:
        return estimates.estimate_of(unit, house.hospital, actor, house.patient(number), wanted, TUESDAY.date())

    told = house.as_(DESK, estimate)
    assert (told.total, told.insurer, told.patient) == (EUR(195), EUR(156), EUR(39))  # 120 + 75, of which 80 % and 20 %
    assert "€24.00" in her_chat(desk, MONDAY).say("what will I have to pay for the visit with Dr Adler?").text


def seen(house: House, number: str, visit: str) -> Prescription:
    """Dr Adler finds something, plans, prescribes for thirty days, and wants a picture."""
    begun = house.as_(DESK, lambda unit, actor: visits.call_in(unit, house.hospital, actor, visit), now=TUESDAY)

    def work(unit: Unit, actor: Actor) -> Prescription:
        doctor = replace(actor, second_factor_at=TUESDAY)
        finding = Finding("Hypercholesterolaemia", verification_status="confirmed")
        found = diagnoses.record(unit, doctor, begun.reference, finding, key="diagnosis")
        plan = care_plans.NewPlan(
            house.patient(number), "Lower cholesterol",
            goals=[care_plans.NewGoal("Cholesterol", "below 5.0 mmol/l")],
            steps=[care_plans.NewStep("Blood test again", due=date(2026, 9, 8), goal=0)],
            diagnosis=found.reference,
        )  # fmt: skip
        care_plans.write(unit, doctor, plan, key="plan")
        drafted = writing.draft(unit, doctor, begun.reference, [STATIN], key="prescription")
        signed = writing.sign(unit, house.hospital, doctor, drafted.reference, allergies_seen=None)
        ordering.order(unit, house.hospital, doctor, begun.reference, NewOrder("xray-chest"), key="order")
        visits.complete(unit, house.hospital, doctor, visit)
        return signed

    signed = house.as_(ADLER, work, now=TUESDAY)
    assert (signed.status, signed.items[0].quantity, signed.items[0].left) == ("active", Decimal(60), Decimal(60))
    return signed


def pictured(house: House) -> str:
    """The X-ray is taken, read, reviewed and given to her; the report's reference."""

    def take(unit: Unit, actor: Actor) -> str:
        (order,) = orders.to_perform(unit, actor)
        performing.complete(unit, house.hospital, actor, order.reference)
        report = registering.register(unit, house.hospital, actor, NewReport(order=order.reference), key="report")
        return report.reference

    report = house.as_(DESK, take, now=TUESDAY)

    def write(unit: Unit, actor: Actor) -> None:
        reporting.conclude(unit, actor, report, "Heart and lungs without findings.")
        reporting.finalise(unit, house.hospital, actor, report)

    house.as_(ADLER, write, now=TUESDAY)
    house.as_(ADLER, lambda unit, actor: reviewing.review(unit, actor, report, message="All is well."), now=NEXT_DAY)
    return report


def given(house: House, signed: Prescription, first: int) -> list[Dispense]:
    """Sixty tablets, in two parts: what expires first goes first."""
    (item,) = signed.items
    part = prepare(house, signed, Wish(item.id, first), key="part 1", now=TUESDAY)
    hand_over(house, part, now=TUESDAY)
    rest = prepare(house, signed, key="part 2", now=NEXT_DAY)
    return [part, hand_over(house, rest, now=NEXT_DAY)]


def billed(house: House, number: str, key: str, now: datetime) -> Invoice:
    patient = house.patient(number)

    def bill(unit: Unit, actor: Actor) -> Invoice:
        draft = insured_invoices.draft(unit, house.hospital, actor, patient, key=key)
        return insured_invoices.issue(unit, house.hospital, actor, draft.reference)

    return house.as_(BILLING, bill, now=now)


def paid(house: House, desk: Frontdesk, invoice: Invoice) -> None:
    """Twenty in cash at the desk, of a fifty-euro note, and what is left by a link that she asks for."""
    drawer = till(house).reference
    cash = counter.Taking(invoice.reference, drawer, EUR("20.00"), "EUR", "cash", tendered=EUR("50.00"))
    house.as_(DESK, lambda unit, actor: counter.take(unit, house.hospital, actor, cash, key="cash"), now=NEXT_DAY)
    provider = Provider(desk)
    later = NEXT_DAY + timedelta(hours=2)
    asked = her_chat(desk, later).say("I'd like to pay my bill", BORN)
    assert "€24.40" in asked.text
    minutes = int((later - MONDAY.replace(tzinfo=ZONE)).total_seconds() // 60)
    provider.round(minutes)
    assert provider.pays(minutes=minutes + 5) == ["recorded", "known"]
    assert "no unpaid bills" in her_chat(desk, later + timedelta(minutes=10)).say("do I owe anything?").text


def settled(house: House, invoice: Invoice) -> None:
    """The insurer pays all that was claimed."""
    (claim,) = house.read(lambda unit: claim_records.of_invoice(unit, invoice.number or ""))

    def settle(unit: Unit, actor: Actor) -> None:
        claiming.send(unit, actor, claim.reference)
        told = Response([LineAnswer(line.id, line.claimed) for line in claim.lines], "EUR", "LAYA-1")
        answers.answer(unit, house.hospital, actor, claim.reference, told)
        counter.note_transfer(
            unit, house.hospital, actor, invoice.reference, claim.claimed, "EUR",
            bank_reference="LAYA-1", key="laya", is_insurers=True,
        )  # fmt: skip

    house.as_(BILLING, settle, now=NEXT_DAY)


def again(house: House, desk: Frontdesk, number: str, signed: Prescription) -> Prescription:
    """A month later she asks for the same again, and Dr Adler prescribes it."""
    herself = access.of_patient(house.patient(number), level=2)
    chat = her_chat(desk, IN_JULY)
    assert "Dr Vera Adler decides" in chat.say("I need more of my atorvastatin", BORN).text
    (asked,) = house.write(lambda unit: refills.of_patient(unit, herself, house.patient(number)), now=IN_JULY)
    assert asked.status == refills.REQUESTED

    def approve(unit: Unit, actor: Actor) -> Refill:
        doctor = replace(actor, second_factor_at=IN_JULY)
        return refills.approve(unit, house.hospital, doctor, asked.reference, allergies_seen=None)

    house.as_(ADLER, approve, now=IN_JULY)
    assert "approved" in chat.say("what happened with my refill?").text
    mine = house.write(lambda unit: prescriptions.of_patient(unit, herself, herself.patient_id or 0), now=IN_JULY)
    return next(each for each in mine if each.reference != signed.reference)


def test_from_the_first_message_to_the_last_tablet(desk: Frontdesk, house: House) -> None:
    books(desk)
    (visit,) = desk.visits("booked", patient="Una Keane")
    (number,) = (row.number for row in house.rows(PatientRow, PatientRow.name == "Una Keane"))
    insured(house, desk, number)
    signed = seen(house, number, visit.reference)
    waiting = "are my X-ray results in?"
    assert "ordered" in her_chat(desk, TUESDAY + timedelta(hours=1)).say(waiting, BORN).text
    pictured(house)
    ready = her_chat(desk, NEXT_DAY + timedelta(hours=1)).say(waiting, BORN).text
    assert "ready" in ready and "Heart" not in ready
    first, second = given(house, signed, 40)
    assert [line.quantity for part in (first, second) for line in part.items] == [40, 20]

    invoice = billed(house, number, "first", NEXT_DAY)
    assert [line.amount for line in invoice.lines] == [EUR("120.00"), EUR("75.00"), EUR("18.00"), EUR("9.00")]
    # 120 + 75 + 40 * 0.45 + 20 * 0.45 = 222.00, of which 80 % are 177.60
    assert (invoice.total, invoice.insurer_due, invoice.patient_due) == (EUR(222), EUR("177.60"), EUR("44.40"))
    paid(house, desk, invoice)
    settled(house, invoice)

    refill = again(house, desk, number, signed)
    hand_over(house, prepare(house, refill, key="refill", now=IN_JULY), now=IN_JULY)
    later = billed(house, number, "second", IN_JULY)
    # 60 * 0.45 = 27.00, of which 80 % are 21.60
    assert (later.total, later.insurer_due, later.owed) == (EUR(27), EUR("21.60"), EUR("5.40"))

    patient = house.patient(number)
    stands = house.read(lambda unit: invoices.get(unit, invoice.reference))
    assert (stands.status, stands.owed, stands.insurer_owes) == ("balanced", EUR(0), EUR(0))
    # 300 of lot A77 and 100 of A78, which expires first: 40, 20, then 40 of A78 and 20 of A77
    assert there(house, "ATORV-20") == {("pharmacy", "A77"): 280}
    (policy,) = house.read(lambda unit: coverages.all_of(unit, patient))
    assert house.read(lambda unit: ledger.used(unit, (policy.id, 2026)).paid) == EUR("199.20")  # 177.60 + 21.60

    def account(unit: Unit, actor: Actor) -> Statement:
        return statements.read(unit, house.hospital, actor, patient, date(2026, 6, 1), date(2026, 7, 31))

    told = house.as_(BILLING, account, now=IN_JULY)
    steps = [(each.kind, each.amount, each.balance) for each in told.entries]
    assert steps == [
        ("invoice", EUR("44.40"), EUR("44.40")),
        ("payment", EUR("-20.00"), EUR("24.40")),
        ("payment", EUR("-24.40"), EUR("0.00")),
        ("invoice", EUR("5.40"), EUR("5.40")),
    ]
    assert (told.closing, told.unbilled) == (EUR("5.40"), EUR(0))
    assert house.read(audit.verify) is None
