"""Paying on the trial provider's page, which moves no money, and the door where a provider tells what happened."""

import json
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select

from conversation.online_payments import OnlineDesk
from db.models import InvoiceRow, OutboxRow, PatientRow, PaymentRow
from doors.paying import Payments
from doors.settings import Settings
from hospital import access, charges, threads
from hospital.access import Actor, Role
from hospital.billing import drafting, issuing, links
from hospital.billing.link_records import Link
from hospital.charges import NewCharge
from hospital.directory_rows import Directory
from hospital.office import Office, Unit, open_office
from tests.web.desk import ServedDesk
from web.paying import SIGNATURE, event_of, signature

MAX = Actor("staff:max@clinic.example", Role.BILLING)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    """A desk whose bills are paid on the trial provider's pages."""
    desk = (
        ServedDesk(
            tmp_path_factory.mktemp("paying"), PAYMENTS__PROVIDER="fake", PAYMENTS__WEBHOOK_SECRET="told to both"
        )
        .load()
        .start()
    )
    yield desk
    desk.kill()


@pytest.fixture
def office(served: ServedDesk) -> Iterator[Office]:
    data = Path(served.directory) / "data"
    opened = open_office(f"sqlite:///{data}/frontdesk.sqlite3", None, (data / "audit.key.secret").read_bytes().strip())
    yield opened
    opened.engine.dispose()


def link_for_a_bill(office: Office, served: ServedDesk, key: str) -> Link:
    """A bill whose patient asked in a conversation for a link, which is open."""
    directory = Directory()

    def ask(unit: Unit) -> Link:
        hospital = directory.current(unit)
        patient = unit.connection.scalars(select(PatientRow.id).limit(1)).one()
        charges.add(unit, hospital, NewCharge(key, patient, "service", "Chest X-ray", Decimal("75.00")))
        drafted = drafting.draft(unit, hospital, MAX, patient, key=key)
        bill = issuing.issue(unit, hospital, MAX, drafted.reference)
        conversation = threads.find_or_open(unit, "webchat", key)
        asker = access.of_patient(patient, level=2, signature=f"conversation:{conversation}")
        return links.ask(unit, asker, bill.reference, "fake")

    asked = office.write(ask)
    settings = Settings.model_validate({"payments": {"provider": "fake", "base_url": served.address}})
    OnlineDesk(office, directory, Payments(settings).gateway).run()
    return asked


def standing(office: Office, link: Link) -> tuple[str, int, list[str]]:
    """The bill's status, how many payments there are for it, and what its conversation was told."""
    with office.read() as unit:
        connection = unit.connection
        status = connection.scalars(select(InvoiceRow.status).where(InvoiceRow.id == link.invoice_id)).one()
        payments = connection.scalars(select(PaymentRow.id).where(PaymentRow.link_id == link.id)).all()
        mine = OutboxRow.conversation_id == int(link.requested_by.partition(":")[2])
        told = connection.scalars(select(OutboxRow.payload).where(mine).order_by(OutboxRow.id)).all()
    return status, len(payments), [json.loads(each)["text"] for each in told]


def test_a_bill_is_paid_on_a_page_that_says_it_is_a_trial_and_twice_changes_nothing(
    served: ServedDesk, office: Office
) -> None:
    link = link_for_a_bill(office, served, "page")
    _, _, [sent] = standing(office, link)
    address = sent[sent.index("http") :]
    assert address == f"{served.address}/demo/pay/{link.reference}"
    with closing(httpx2.Client(headers={"Accept": "text/html"})) as browser:
        page = browser.get(address)
        assert page.status_code == 200 and "no money moves" in page.text and "75.00" in page.text
        assert "no se mueve dinero" in browser.get(address, headers={"Accept-Language": "es"}).text
        for _ in range(2):
            assert browser.post(address).status_code == 303
        assert "<form" not in browser.get(address).text
        assert browser.get(f"{served.address}/demo/pay/PL-2222222222").status_code == 404
    status, payments, told = standing(office, link)
    assert (status, payments, len(told)) == ("balanced", 1, 2) and "thank you" in told[1]


def test_only_what_is_signed_is_taken_from_a_provider_and_once(served: ServedDesk, office: Office) -> None:
    link = link_for_a_bill(office, served, "event")
    event = {
        "told": "paid",
        "reference": link.reference,
        "payment_id": "p1",
        "amount": "75.00",
        "currency": link.currency,
    }
    body = json.dumps(event).encode()
    door = f"{served.address}/webhooks/payments/fake"
    with closing(httpx2.Client()) as provider:
        assert provider.post(door, content=body, headers={SIGNATURE: signature(b"guessed", body)}).status_code == 403
        assert provider.post(door, content=body).status_code == 403
        assert standing(office, link)[:2] == ("issued", 0)
        signed = {SIGNATURE: signature(b"told to both", body)}
        taken = [provider.post(door, content=body, headers=signed).json()["received"] for _ in range(2)]
        assert (
            provider.post(f"{served.address}/webhooks/payments/acme", content=body, headers=signed).status_code == 404
        )
    assert taken == ["recorded", "known"] and standing(office, link)[:2] == ("balanced", 1)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"told": "paid", "amount": "NaN"}',
        b'{"told": "paid", "reference": 3}',
        b'{"told": {}}',
        b'{"told": "paid", "reference": "\\ud800"}',
    ],
)
def test_what_is_no_event_is_none(body: bytes) -> None:
    assert event_of("fake", body) is None
