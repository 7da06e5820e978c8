"""The steps that all who change a report share: locking it, moving it along its arrows, showing it to its patient."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from db.models import ReportRow
from hospital import acting, audit
from hospital.access import Actor
from hospital.office import Unit
from hospital.reports import announcing, records, rules
from hospital.reports.errors import ReportStatusError
from hospital.reports.records import ISSUED, Report


def locked(unit: Unit, actor: Actor, reference: str, permission: str) -> Report:
    """A report as it stands, its patient locked. Raises ForbiddenError, NotFoundError."""
    return acting.locked(unit, actor, permission, records.get, reference)


def go(unit: Unit, before: Report, to_status: str, **facts: Any) -> Report:
    """Move a report along its arrows. Raises ReportStatusError."""
    if to_status not in records.TRANSITIONS[before.status]:
        raise ReportStatusError(before.status, to_status)
    return note(unit, before, "report.move", {"from": before.status, "to": to_status}, status=to_status, **facts)


def note(unit: Unit, before: Report, action: str, told: dict[str, Any], **facts: Any) -> Report:
    """Write down what is known of a report from now on, and have it audited; it is shown when its rule is met."""
    unit.connection.execute(update(ReportRow).where(ReportRow.id == before.id).values(**facts))
    audit.append(unit, audit.Entry(action, before.reference, told), chain_of=before.patient_id)
    after = records.get(unit, before.reference)
    if after.released_at is not None or not _is_due(after):
        return after
    unit.connection.execute(update(ReportRow).where(ReportRow.id == before.id).values(released_at=unit.now))
    entry = audit.Entry("report.release", before.reference, {"rule": after.release_rule})
    audit.append(unit, entry, chain_of=before.patient_id)
    announcing.note(unit, after)
    return records.get(unit, before.reference)


def _is_due(report: Report) -> bool:
    """Whether a report's rule lets its patient read it. A dangerous value first waits for somebody who knows of it."""
    if report.status not in ISSUED or report.is_unacknowledged:
        return False
    if report.release_rule == rules.AT_ONCE:
        return True
    is_discussed = report.release_rule == rules.ON_REVIEW or report.discussed_at is not None
    return report.reviewed_at is not None and is_discussed
