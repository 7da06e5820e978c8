"""Papers handed over at the front desk, to whoever has shown there who they are: what is released, signed or issued.

The desks have no right to read what stands in a report or a prescription: they see what there is, and hand it over as
it is printed. Each hand-over is audited, with what was shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from db.models import PatientRow, PrescriptionRow, ReportRow
from hospital import access, audit, people, tampering
from hospital.access import Actor
from hospital.billing import paper as bills
from hospital.billing import payments, records
from hospital.billing.errors import TamperedBillError
from hospital.billing.records import NUMBERED
from hospital.directory import Hospital
from hospital.errors import NotAllowedError, NotFoundError
from hospital.examinations import known_as
from hospital.handed_papers import CLINICAL, Kind
from hospital.office import Unit
from hospital.papers import Paper
from hospital.prescriptions import paper as prescriptions
from hospital.prescriptions import records as prescribed
from hospital.prescriptions.errors import TamperedError
from hospital.reports import paper as reports
from hospital.reports import records as reported
from hospital.reports.errors import TamperedReportError
from hospital.reports.records import ISSUED

MOST_LISTED = 100
"""Of each kind; the latest are listed."""


class NoGuardianError(NotAllowedError):
    """The patient has no guardian who may be given it: they are of age, or nobody is on file as one."""


class Shown(StrEnum):
    """What whoever stands at the desk has shown: their own photo id, that of a guardian of a minor, or their own with
    the patient's written authority.
    """

    PHOTO_ID = "photo-id"
    GUARDIAN_ID = "guardian-id"
    AUTHORITY = "authority"


@dataclass(frozen=True)
class Handing:
    """How a paper is handed over. `language` is None for the patient's own."""

    shown: Shown
    language: str | None = None


@dataclass(frozen=True)
class Ready:
    """Something that may be handed over, without a word of what stands in it. `name` is what was examined, or empty."""

    kind: Kind
    reference: str
    name: str
    day: date


def ready(unit: Unit, hospital: Hospital, actor: Actor, number: str) -> Sequence[Ready]:
    """What there is to hand over to the patient of a number: reports, prescriptions, bills, receipts, the latest first.

    Raises ForbiddenError, NotFoundError.
    """
    patient = people.by_number(unit, number)
    if patient is None:
        raise NotFoundError(number)
    access.require(unit, actor, "report.hand_over", patient.id)
    audit.append(unit, audit.Entry("paper.list", f"patient {patient.id}", {"by": actor.signature}), chain_of=patient.id)
    found = [*_reports(unit, hospital, patient.id), *_prescriptions(unit, hospital, patient.id)]
    found += _of_account(unit, hospital, actor, patient.id)
    return sorted(found, key=lambda each: each.day, reverse=True)


def report(unit: Unit, hospital: Hospital, actor: Actor, reference: str, over: Handing) -> Paper | None:
    """The paper of a released report; None for one that was altered, which a doctor is told of.

    Raises ForbiddenError, NoGuardianError, NotFoundError also for what its patient may not see yet.
    """
    found = reported.get(unit, reference)
    access.require(unit, actor, "report.hand_over", found.patient_id)
    language = _language(unit, hospital, found.patient_id, over)
    made = _Made(Kind.REPORT, found.reference, found.patient_id)
    return _handed(unit, hospital, actor, made, over, lambda: reports.paper_of(unit, hospital, found, language))


def prescription(unit: Unit, hospital: Hospital, actor: Actor, reference: str, over: Handing) -> Paper | None:
    """The paper of a prescription that is signed; None as for a report.

    Raises ForbiddenError, NoGuardianError, NotFoundError also for a draft and for one that was withdrawn.
    """
    found = prescribed.get(unit, reference)
    access.require(unit, actor, "prescription.hand_over", found.patient_id)
    if found.status not in prescriptions.PRINTED:
        raise NotFoundError(reference)
    language = _language(unit, hospital, found.patient_id, over)

    def print_it() -> Paper:
        prescriptions.check(unit, found)
        return prescriptions.paper_of(hospital, found, language)

    return _handed(unit, hospital, actor, _Made(Kind.PRESCRIPTION, found.reference, found.patient_id), over, print_it)


def bill(unit: Unit, hospital: Hospital, actor: Actor, kind: Kind, reference: str, over: Handing) -> Paper | None:
    """An issued invoice, its credit note, or the receipt of a payment; None for what was altered, as billing is told.

    Raises ForbiddenError, NoGuardianError, NotFoundError.
    """
    if kind is Kind.RECEIPT:
        patient_id = payments.get(unit, reference).patient_id
    else:
        invoice = records.get(unit, reference)
        patient_id = invoice.patient_id
    access.require(unit, actor, "invoice.hand_over", patient_id)
    if kind is not Kind.RECEIPT and invoice.status not in NUMBERED:
        raise NotFoundError(reference)
    language, work = _language(unit, hospital, patient_id, over), _OF_ACCOUNT[kind]
    made = _Made(kind, reference, patient_id)
    return _handed(unit, hospital, actor, made, over, lambda: work(unit, hospital, actor, reference, language))


def statement(
    unit: Unit, hospital: Hospital, actor: Actor, number: str, first: date, last: date, over: Handing
) -> Paper | None:
    """The statement of some days of the patient of a number.

    Raises ForbiddenError, NoGuardianError, NotFoundError, BillingError for days in the wrong order, TooManyLinesError.
    """
    patient = people.by_number(unit, number)
    if patient is None:
        raise NotFoundError(number)
    access.require(unit, actor, "invoice.hand_over", patient.id)
    language = _language(unit, hospital, patient.id, over)
    made = _Made(Kind.STATEMENT, f"{first.isoformat()}/{last.isoformat()}", patient.id)
    return _handed(
        unit,
        hospital,
        actor,
        made,
        over,
        lambda: bills.of_account(unit, hospital, actor, patient.id, first, last, language),
    )


_OF_ACCOUNT: dict[Kind, Callable[[Unit, Hospital, Actor, str, str], Paper]] = {
    Kind.INVOICE: bills.of_invoice,
    Kind.CREDIT_NOTE: bills.of_credit_note,
    Kind.RECEIPT: bills.of_payment,
}


@dataclass(frozen=True)
class _Made:
    kind: Kind
    reference: str
    patient_id: int


def _handed(
    unit: Unit, hospital: Hospital, actor: Actor, made: _Made, over: Handing, work: Callable[[], Paper]
) -> Paper | None:
    """Make a paper and write down that it was handed over; what was altered becomes a task instead."""
    if over.shown is Shown.GUARDIAN_ID and not _has_guardian(unit, hospital, made.patient_id):
        raise NoGuardianError
    try:
        paper = work()
    except (TamperedReportError, TamperedError, TamperedBillError):
        queue = "clinic" if made.kind in CLINICAL else "billing"
        tampering.tell(unit, hospital, queue, made.reference, made.patient_id)
        return None
    facts = {"of": made.reference, "shown": str(over.shown), "by": actor.signature}
    entry = audit.Entry(f"{made.kind}.hand_over", f"patient {made.patient_id}", facts)
    audit.append(unit, entry, chain_of=made.patient_id)
    return paper


def _has_guardian(unit: Unit, hospital: Hospital, patient_id: int) -> bool:
    """Whether a patient is known to be a minor with a guardian on file."""
    born = unit.connection.scalar(select(PatientRow.date_of_birth).where(PatientRow.id == patient_id))
    if born is None or people.age_on(born, hospital.local(unit.now).date()) >= hospital.booking.guardian_until_age:
        return False
    return bool(people.guardians(unit, patient_id))


def _language(unit: Unit, hospital: Hospital, patient_id: int, over: Handing) -> str:
    theirs = over.language or unit.connection.scalar(select(PatientRow.language).where(PatientRow.id == patient_id))
    return theirs or hospital.languages[0]


def _reports(unit: Unit, hospital: Hospital, patient_id: int) -> list[Ready]:
    mine = select(ReportRow.reference, ReportRow.title, ReportRow.released_at).where(
        ReportRow.patient_id == patient_id, ReportRow.status.in_(ISSUED), ReportRow.released_at.is_not(None)
    )
    rows = unit.connection.execute(mine.order_by(ReportRow.released_at.desc(), ReportRow.id.desc()).limit(MOST_LISTED))
    language = hospital.languages[0]
    return [
        Ready(Kind.REPORT, row.reference, known_as(row.title, language), hospital.local(row.released_at).date())
        for row in rows
    ]


def _prescriptions(unit: Unit, hospital: Hospital, patient_id: int) -> list[Ready]:
    mine = select(PrescriptionRow.reference, PrescriptionRow.signed_at).where(
        PrescriptionRow.patient_id == patient_id,
        PrescriptionRow.status.in_(prescriptions.PRINTED),
        PrescriptionRow.signed_at.is_not(None),
    )
    last = mine.order_by(PrescriptionRow.signed_at.desc(), PrescriptionRow.id.desc()).limit(MOST_LISTED)
    return [
        Ready(Kind.PRESCRIPTION, row.reference, "", hospital.local(row.signed_at).date())
        for row in unit.connection.execute(last)
    ]


def _of_account(unit: Unit, hospital: Hospital, actor: Actor, patient_id: int) -> list[Ready]:
    billed = records.amounts(unit, actor, patient_id)[:MOST_LISTED]
    paid = [each for each in payments.of_patient(unit, actor, patient_id) if each.payer == payments.PATIENT]
    return [
        *(Ready(Kind.INVOICE, each.number, "", hospital.local(each.issued_at).date()) for each in billed),
        *(
            Ready(Kind.RECEIPT, each.reference, "", hospital.local(each.received_at).date())
            for each in paid[:MOST_LISTED]
        ),
    ]
