"""What stands in records: findings, medicines, examinations, money, and what the pharmacy has."""

from __future__ import annotations

from datetime import timedelta

from bench.lists.looks import Ask, Look
from bench.town.house import NOW
from hospital import care_plans, charges, diagnoses, files
from hospital.billing import allocating, charging, links, payments, refunds, statements, tills
from hospital.billing import records as invoices
from hospital.insurance import authorisations, claim_records, coverages, estimates, ledger
from hospital.orders import records as orders
from hospital.pharmacy import counts, dispenses, lookup, products, purchases, stock
from hospital.prescriptions import checking, refills, sealing
from hospital.prescriptions import records as prescriptions
from hospital.reports import covering, reading, reviewing
from hospital.reports import records as reports

TODAY = NOW.date()
YEAR = timedelta(days=365)


def _scan(ask: Ask) -> object:
    code = sealing.code_of(prescriptions.get(ask.unit, ask.subject.kept["prescription"]))
    return checking.scan(ask.unit, ask.actor, code)


def _under_way(ask: Ask) -> object:
    return dispenses.being_prepared(ask.unit, ask.subject.ids["prescription"])


def _cover(ask: Ask) -> object:
    report = reports.get(ask.unit, ask.subject.kept["report"])
    return covering.colleague_of(ask.unit, ask.place.hospital, report)


def _sku(ask: Ask) -> str:
    return ask.place.products[ask.subject.id % len(ask.place.products)]


def _looked_up(ask: Ask) -> object:
    name = products.get(ask.unit, _sku(ask)).name
    return lookup.look_up(ask.unit, ask.place.hospital, ask.actor, f"do you have {name.split()[0]}", "en")


def _statement(ask: Ask) -> object:
    hospital, first = ask.place.hospital, TODAY - YEAR
    return statements.read(ask.unit, hospital, ask.actor, ask.subject.id, first, TODAY).entries


def _estimate(ask: Ask) -> object:
    doctor = ask.place.hospital.doctors_by_id[ask.subject.doctor_id].code
    wanted = [estimates.Wanted(estimates.Kind.VISIT, doctor), estimates.Wanted(estimates.Kind.PRODUCT, _sku(ask))]
    return estimates.estimate_of(ask.unit, ask.place.hospital, ask.actor, ask.subject.id, wanted, TODAY)


def _number(ask: Ask) -> str:
    return invoices.by_id(ask.unit, ask.subject.ids["invoice"]).number or ask.subject.kept["invoice"]


FINDINGS = (
    Look("diagnoses: of a patient", "doctor", lambda a: diagnoses.of_patient(a.unit, a.actor, a.subject.id)),
    Look("diagnoses: shown to the patient", "patient", lambda a: diagnoses.of_patient(a.unit, a.actor, a.subject.id)),
    Look("diagnoses: what goes on now", "pharmacist", lambda a: diagnoses.active(a.unit, a.actor, a.subject.id)),
    Look("diagnoses: codes for a claim", "billing", lambda a: diagnoses.codes(a.unit, a.actor, a.subject.id)),
    Look(
        "diagnoses: history of one",
        "doctor",
        lambda a: diagnoses.history(a.unit, a.actor, a.subject.kept["diagnosis"]),
        "diagnosis",
    ),
    Look("plans: of a patient", "doctor", lambda a: care_plans.of_patient(a.unit, a.actor, a.subject.id)),
    Look("orders: of a patient", "doctor", lambda a: orders.of_patient(a.unit, a.actor, a.subject.id)),
    Look("orders: waiting, of a nurse", "nurse", lambda a: orders.to_perform(a.unit, a.actor)),
    Look("orders: waiting, of a doctor", "doctor", lambda a: orders.to_perform(a.unit, a.actor)),
    Look("orders: nobody's yet", "outpatient_admin", lambda a: orders.to_perform(a.unit, a.actor)),
    Look("reports: of a patient", "doctor", lambda a: reading.of_patient(a.unit, a.actor, a.subject.id)),
    Look("reports: shown to the patient", "patient", lambda a: reading.of_patient(a.unit, a.actor, a.subject.id)),
    Look("reports: one", "doctor", lambda a: reading.read(a.unit, a.actor, a.subject.kept["report"]), "report"),
    Look(
        "reports: versions of one",
        "doctor",
        lambda a: reading.versions(a.unit, a.actor, a.subject.kept["report"]),
        "report",
    ),
    Look("reports: how far they are", "patient", lambda a: reading.stages(a.unit, a.actor, a.subject.id)),
    Look("reports: who covers for a doctor", "", _cover, "report"),
    Look("reports: a doctor's list to review", "doctor", lambda a: reviewing.waiting(a.unit, a.actor)),
    Look("files: of a record", "doctor", lambda a: files.of_patient(a.unit, a.actor, a.subject.id)),
    Look("files: shown to the patient", "patient", lambda a: files.of_patient(a.unit, a.actor, a.subject.id)),
)
MEDICINES = (
    Look("prescriptions: of a patient", "doctor", lambda a: prescriptions.of_patient(a.unit, a.actor, a.subject.id)),
    Look(
        "prescriptions: a patient's own", "patient", lambda a: prescriptions.of_patient(a.unit, a.actor, a.subject.id)
    ),
    Look(
        "prescriptions: that go on",
        "patient",
        lambda a: prescriptions.of_patient(a.unit, a.actor, a.subject.id, ongoing=True),
    ),
    Look("prescriptions: from a scanned code", "pharmacist", _scan, "prescription"),
    Look("refills: of a patient", "doctor", lambda a: refills.of_patient(a.unit, a.actor, a.subject.id)),
    Look("dispenses: of a patient", "pharmacist", lambda a: dispenses.of_patient(a.unit, a.actor, a.subject.id)),
    Look(
        "dispenses: one",
        "pharmacist",
        lambda a: dispenses.read(a.unit, a.actor, a.subject.kept["dispense"]),
        "dispense",
    ),
    Look("dispenses: under way on a prescription", "", _under_way, "prescription"),
    Look("pharmacy: a product in somebody's words", "patient", _looked_up),
    Look("pharmacy: products", "pharmacist", lambda a: products.listing(a.unit, a.actor)),
    Look("pharmacy: where a product is", "pharmacist", lambda a: stock.of_product(a.unit, a.actor, _sku(a))),
    Look("pharmacy: what is at a place", "pharmacist", lambda a: stock.at_place(a.unit, a.actor, "pharmacy")),
    Look("pharmacy: movements of a product", "pharmacist", lambda a: stock.movements(a.unit, a.actor, _sku(a))),
    Look(
        "pharmacy: register of a controlled one",
        "pharmacist",
        lambda a: stock.register(a.unit, a.actor, a.place.controlled),
    ),
    Look("pharmacy: purchases to come", "pharmacist", lambda a: purchases.unfinished(a.unit, a.actor)),
    Look("pharmacy: counts under way", "pharmacist", lambda a: counts.unfinished(a.unit, a.actor)),
)
MONEY = (
    Look("charges: on no invoice yet", "billing", lambda a: charging.unbilled(a.unit, a.actor, a.subject.id)),
    Look("charges: to put on an invoice", "system", lambda a: charges.to_bill(a.unit, a.subject.id, 100)),
    Look("charges: on an invoice", "", lambda a: charges.of_invoice(a.unit, a.subject.ids["invoice"]), "invoice"),
    Look("invoices: of a patient", "billing", lambda a: invoices.of_patient(a.unit, a.actor, a.subject.id)),
    Look("invoices: a patient's own amounts", "patient", lambda a: invoices.amounts(a.unit, a.actor, a.subject.id)),
    Look(
        "invoices: what is owed", "patient", lambda a: invoices.amounts(a.unit, a.actor, a.subject.id, owed_only=True)
    ),
    Look("invoices: one, by number", "billing", lambda a: invoices.read(a.unit, a.actor, _number(a)), "invoice"),
    Look("statement of a year", "billing", _statement),
    Look("payments: of a patient", "billing", lambda a: payments.of_patient(a.unit, a.actor, a.subject.id)),
    Look("payments: on an invoice", "", lambda a: allocating.on_invoice(a.unit, a.subject.ids["invoice"]), "invoice"),
    Look("payments: what one paid", "", lambda a: allocating.of_payment(a.unit, a.subject.ids["payment"]), "payment"),
    Look("refunds: of a patient", "billing", lambda a: refunds.of_patient(a.unit, a.actor, a.subject.id)),
    Look("links: of an invoice", "billing", lambda a: links.of_invoice(a.unit, a.actor, _number(a)), "invoice"),
    Look("tills: open at a desk", "billing", lambda a: tills.open_at(a.unit, a.actor, "main")),
    Look("tills: of a month", "billing", lambda a: tills.history(a.unit, a.actor, NOW - timedelta(days=30), NOW)),
    Look("policies: of a patient", "billing", lambda a: coverages.of_patient(a.unit, a.actor, a.subject.id)),
    Look(
        "policies: history of one",
        "billing",
        lambda a: coverages.history(a.unit, a.actor, a.subject.kept["coverage"]),
        "coverage",
    ),
    Look("policies: used in a year", "", lambda a: ledger.used(a.unit, (a.subject.ids["coverage"], 2026)), "coverage"),
    Look("authorisations: of a patient", "billing", lambda a: authorisations.of_patient(a.unit, a.actor, a.subject.id)),
    Look("claims: of a patient", "billing", lambda a: claim_records.of_patient(a.unit, a.actor, a.subject.id)),
    Look("claims: of an invoice", "", lambda a: claim_records.of_invoice(a.unit, _number(a)), "invoice"),
    Look("claims: passed on to the patient", "", lambda a: claim_records.passed_on(a.unit, _number(a)), "invoice"),
    Look("estimate of a price", "billing", _estimate),
)
