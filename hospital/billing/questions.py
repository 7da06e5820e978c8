"""A question about a bill: a task for a person of billing, once while it is open. Nothing is promised by it."""

from __future__ import annotations

from hospital import access, people
from hospital.access import Actor
from hospital.billing import for_billing, records
from hospital.billing.errors import BillingError
from hospital.directory import Hospital
from hospital.errors import NotFoundError
from hospital.office import Unit
from hospital.tasks import Task


def ask(unit: Unit, hospital: Hospital, actor: Actor, invoice: str, text: str, *, position: int | None = None) -> Task:
    """Ask about an invoice, or about one of its lines by its position. While the question is open it is the same task.

    Raises ForbiddenError, ProofNeededError, NotFoundError for a draft or a line that is not there, BillingError without
    a text.
    """
    found = records.get(unit, invoice)
    access.require(unit, actor, "invoice.dispute", found.patient_id)
    if not text.strip():
        raise BillingError("text")
    people.lock(unit, found.patient_id)
    found = records.get(unit, invoice)
    if found.number is None:
        raise NotFoundError(invoice)
    about = found.number
    if position is not None:
        line = next((each for each in found.lines if each.position == position), None)
        if line is None:
            raise NotFoundError(f"{invoice} {position}")
        about += f", {position}. {line.description[:80]}, {line.amount.normalize():f} {found.currency}"
    matter = f"{found.reference} {position or 'all'}"
    summary = f"{about}: {text.strip()}"
    return for_billing.tell(unit, hospital, for_billing.QUESTION, matter, summary, found.patient_id)
