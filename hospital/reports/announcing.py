"""That a result may be had: noted with what shows it, told to its patient afterwards, once."""

from __future__ import annotations

from sqlalchemy import select

from db.models import ReportRow
from hospital import inbox, noted
from hospital.noted import About, Taken
from hospital.office import Unit
from hospital.reports.records import ISSUED, Report

KIND = "result"


def note(unit: Unit, report: Report) -> None:
    """Note that a report may be had from now on, for the hospital room; the same version is noted once."""
    about = {"report": report.reference, "version": report.version}
    noted.put(unit, key_of(report.reference, report.version), KIND, report.reference, report.patient_id, about)


def key_of(reference: str, version: int) -> str:
    """What names the fact that a version may be had."""
    return inbox.key(f"result-{reference}-{version}")


def waiting(unit: Unit) -> list[int]:
    """The notes that nobody has put into words, the oldest first."""
    return noted.waiting(unit, KIND)


def take(unit: Unit, note_id: int) -> Taken | None:
    """Settle a note; None where nothing is told any more."""
    return noted.take(unit, note_id, _stands)


def _stands(unit: Unit, about: About) -> bool:
    shown = select(ReportRow.id).where(
        ReportRow.reference == about["report"],
        ReportRow.version == about["version"],
        ReportRow.status.in_(ISSUED),
        ReportRow.released_at.is_not(None),
    )
    return unit.connection.scalar(shown) is not None
