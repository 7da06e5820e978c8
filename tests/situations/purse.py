"""A hospital with prices, an insurer and a pharmacy, and the bills that tests give its patients."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

from sqlalchemy import select

from conversation.online_payments import OnlineDesk
from conversation.papers import AT_DESK, Papers
from db.models import OutboxRow, PatientRow, PaymentLinkRow
from doors.settings import Payments
from hospital import charges, insured_invoices
from hospital.access import Actor, Role
from hospital.billing import receiving
from hospital.billing.fake_gateway import FakeGateway
from hospital.billing.records import Invoice
from hospital.charges import NewCharge
from hospital.office import Unit
from tests.situations.desk import MONDAY, SITUATIONS, Frontdesk

MORE = """
services:
  - {code: xray-chest, name: Chest X-ray, kind: radiology, price: "75.00"}
  - {code: mri-knee, name: MRI of the knee, kind: radiology, price: "400.00"}
  - {code: lipid, name: Lipid panel, kind: laboratory, price: "32.50"}
insurers:
  - code: laya
    name: Laya Health
    plans: [{code: essential, name: Essential, covers_percent: 70, annual_limit: "2000.00", deductible: "100.00"}]
products:
  - {sku: PARA-500, name: Paracetamol 500 mg tablets, names: {es: Paracetamol 500 mg comprimidos}, form: tablet,
     price: "0.08", stock: 1234, reorder_at: 200, prescription_only: false}
  - {sku: AMOX-500, name: Amoxicillin 500 mg capsules, names: {es: Amoxicilina 500 mg cápsulas}, form: capsule,
     price: "0.35", stock: 77, reorder_at: 100, prescription_only: true}
  - {sku: IBU-400, name: Ibuprofen 400 mg tablets, names: {es: Ibuprofeno 400 mg comprimidos}, form: tablet,
     price: "0.12", stock: 0, reorder_at: 100, prescription_only: false}
  - {sku: ZORB-10, name: Zorbaril 10 mg tablets, form: tablet, price: "1.10", stock: 500, prescription_only: true}
patients:
"""
FILE = (
    SITUATIONS.read_text()
    .replace("\npatients:\n", MORE)
    .replace("1990-03-14}", "1990-03-14, insurance: {insurer: laya, plan: essential, member_id: LY-1}}")
)
XRAY = ("Chest X-ray", "75.00", "xray-chest", "radiology")
LIPID = ("Lipid panel", "32.50", "lipid", "laboratory")
MAX = Actor("staff:max.stein@elmpark.example", Role.BILLING)
_numbers = count(1)


def with_provider(desk: Frontdesk, provider: str = "fake") -> Frontdesk:
    """The desk with bills that can be paid online."""
    desk._settings = desk._settings.model_copy(update={"payments": Payments(provider=provider)})
    desk.close()
    desk.open()
    return desk


def bill(desk: Frontdesk, number: str, *items: tuple[str, str, str, str]) -> Invoice:
    """An invoice of these things for a patient, by their number."""
    hospital, source = desk.hospital, next(_numbers)

    def work(unit: Unit) -> Invoice:
        patient = unit.connection.scalars(select(PatientRow.id).where(PatientRow.number == number)).one()
        for n, (what, price, code, category) in enumerate(items):
            new = NewCharge(f"s{source}-{n}", patient, "service", what, Decimal(price), code=code, category=category)
            charges.add(unit, hospital, new)
        drafted = insured_invoices.draft(unit, hospital, MAX, patient, key=f"d{source}")
        return insured_invoices.issue(unit, hospital, MAX, drafted.reference)

    return desk.parts.office.write(work, now=at(desk))


def at(desk: Frontdesk, minutes: int = 0) -> datetime:
    """The situations' moment, so many minutes later."""
    return MONDAY.replace(tzinfo=desk.zone) + timedelta(minutes=minutes)


class Provider:
    """A provider with its own pages, and the job that opens links there and tells of them."""

    def __init__(self, desk: Frontdesk, papers: Papers = AT_DESK) -> None:
        self.desk, self.gateway = with_provider(desk), FakeGateway(seed=5)
        self._online = OnlineDesk(desk.parts.office, desk.parts.directory, lambda hospital: self.gateway, papers)

    def round(self, minutes: int = 0) -> int:
        """Do what is to be done; how many things."""
        return self._online.run(at(self.desk, minutes))

    def pays(self, page: str = "page-1", minutes: int = 5) -> list[str]:
        """Somebody pays on a page; what became of each event that the provider told, and it tells all twice."""
        now = at(self.desk, minutes)
        self.gateway.pay(page, now)
        office, hospital = self.desk.parts.office, self.desk.hospital
        return [
            str(office.write(lambda unit, event=event: receiving.receive(unit, hospital, event), now=now))  # type: ignore[misc]
            for event in self.gateway.deliver()
        ]


def told(desk: Frontdesk) -> list[tuple[str, str]]:
    """What was written unasked about links and payments: kinds and words."""
    kinds = OutboxRow.kind.in_(("payment_link", "payment"))
    query = select(OutboxRow.kind, OutboxRow.payload).where(kinds).order_by(OutboxRow.id)
    rows = desk._read(lambda unit: unit.connection.execute(query).all())
    return [(row.kind, json.loads(row.payload)["text"]) for row in rows]


def links(desk: Frontdesk) -> list[str]:
    """The payment links, by how they stand."""
    query = select(PaymentLinkRow.status).order_by(PaymentLinkRow.id)
    return list(desk._read(lambda unit: unit.connection.scalars(query).all()))
