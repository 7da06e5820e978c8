"""Handing papers out in chat: reports, prescriptions and those of an account, each made when it is opened.

Whoever asks for one gets a link. It is bound to the paper and to who asked, and their right to it is asked for again
when it is opened: a paper that was withdrawn, or does not say any more what was signed, opens no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hospital import access, audit, file_links, papers, people, tampering
from hospital.access import Actor, Role
from hospital.billing import paper as bills
from hospital.billing.errors import TamperedBillError, TooManyLinesError
from hospital.directory import Hospital
from hospital.errors import NotAllowedError, NotFoundError
from hospital.office import Unit
from hospital.papers import Paper
from hospital.prescriptions import paper as prescriptions
from hospital.prescriptions.errors import TamperedError
from hospital.reports import paper as reports
from hospital.reports.errors import TamperedReportError

LINK = "paper"
"""The kind of a link to a paper."""


class Kind(StrEnum):
    """What a paper is."""

    REPORT = "report"
    PRESCRIPTION = "prescription"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    RECEIPT = "receipt"
    STATEMENT = "statement"


CLINICAL = frozenset({Kind.REPORT, Kind.PRESCRIPTION})
"""Kinds that are of a patient's treatment; the others are of their account."""


@dataclass(frozen=True)
class Wanted:
    """A paper: `of` is the reference of what it is about: a credit note's is its invoice's, a statement's `days`."""

    kind: Kind
    of: str
    language: str


@dataclass(frozen=True)
class Asker:
    """Whoever is handed a paper. `guardian_id` is who speaks for a minor, where it is not the minor themselves."""

    actor: Actor
    guardian_id: int | None = None


def days(first: date, last: date) -> str:
    """What a statement is of: these days, both included."""
    return f"{first.isoformat()}/{last.isoformat()}"


def handed(unit: Unit, hospital: Hospital, actor: Actor, wanted: Wanted) -> Paper | None:
    """The paper as it would open now; None for one that says something else than what was signed, which staff are told.

    Raises ForbiddenError, ProofNeededError, NotFoundError, and what the papers themselves do for what has none.
    """
    if actor.patient_id is None:
        raise NotFoundError(wanted.of)
    try:
        return _MAKE[wanted.kind](unit, hospital, actor, wanted)
    except (TamperedReportError, TamperedError, TamperedBillError):
        queue = "clinic" if wanted.kind in CLINICAL else "billing"
        tampering.tell(unit, hospital, queue, wanted.of, actor.patient_id)
        return None


def link(unit: Unit, key: bytes, asker: Asker, wanted: Wanted) -> str:
    """What opens a paper, for a while and as long as whoever asked may have it."""
    who = asker.actor
    by = [who.patient_id, str(who.role), who.level, who.signature, asker.guardian_id]
    return file_links.made(unit, key, LINK, str(wanted.kind), wanted.of, wanted.language, *by)


def opened(unit: Unit, hospital: Hospital, key: bytes, token: str) -> Paper | None:
    """The paper that a link opens, as it stands now; audited as a read. None as for `handed`.

    Raises NotFoundError for every other token, and for what may not be had any more.
    """
    sort, about = file_links.read(unit, key, token)
    if sort != LINK:
        raise NotFoundError(token)
    kind, of, language, patient_id, role, level, signature, guardian_id = about
    if guardian_id is not None and guardian_id not in {each.id for each in people.guardians(unit, patient_id)}:
        raise NotFoundError(of)
    is_proxy = role == Role.PROXY
    actor = access.of_patient(patient_id, level=level, is_proxy=is_proxy, signature=signature)
    try:
        found = handed(unit, hospital, actor, Wanted(Kind(kind), of, language))
    except (NotAllowedError, TooManyLinesError):
        raise NotFoundError(of) from None
    if found is not None:
        entry = audit.Entry("paper.open_link", f"patient {patient_id}", {"paper": kind, "of": of})
        audit.append(unit, entry, chain_of=patient_id)
    return found


def _report(unit: Unit, hospital: Hospital, actor: Actor, wanted: Wanted) -> Paper:
    return reports.of_report(unit, hospital, actor, wanted.of, wanted.language)


def _prescription(unit: Unit, hospital: Hospital, actor: Actor, wanted: Wanted) -> Paper:
    return prescriptions.of_prescription(unit, hospital, actor, wanted.of, wanted.language)


def _invoice(unit: Unit, hospital: Hospital, actor: Actor, wanted: Wanted) -> Paper:
    return bills.of_invoice(unit, hospital, actor, wanted.of, wanted.language)


def _credit_note(unit: Unit, hospital: Hospital, actor: Actor, wanted: Wanted) -> Paper:
    return bills.of_credit_note(unit, hospital, actor, wanted.of, wanted.language)


def _receipt(unit: Unit, hospital: Hospital, actor: Actor, wanted: Wanted) -> Paper:
    return bills.of_payment(unit, hospital, actor, wanted.of, wanted.language)


def _statement(unit: Unit, hospital: Hospital, actor: Actor, wanted: Wanted) -> Paper:
    first, last = map(date.fromisoformat, wanted.of.split("/"))
    assert actor.patient_id is not None, "whose account it is"
    return bills.of_account(unit, hospital, actor, actor.patient_id, first, last, wanted.language)


_MAKE: Mapping[Kind, Callable[[Unit, Hospital, Actor, Wanted], Paper]] = {
    Kind.REPORT: _report,
    Kind.PRESCRIPTION: _prescription,
    Kind.INVOICE: _invoice,
    Kind.CREDIT_NOTE: _credit_note,
    Kind.RECEIPT: _receipt,
    Kind.STATEMENT: _statement,
}


def name_of(paper: Paper) -> str:
    """What a paper is called: what it is, and its number."""
    told = papers.words(paper.kind, paper.language)
    facts = paper.facts
    # a statement has no number of its own, and a prescription's is its reference
    number = facts.get("period") or facts.get("reference") or facts["number"]
    return f"{facts.get('title') or told['title']} {number}"
