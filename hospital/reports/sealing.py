"""What is frozen when a version of a report becomes final, and how we tell that it still says the same."""

from __future__ import annotations

import hmac
from typing import Any

from hospital import seals
from hospital.office import Unit
from hospital.reports.errors import TamperedReportError
from hospital.reports.records import Report, Version


def content_of(report: Report, version: Version) -> dict[str, Any]:
    """Everything that stands in a version: whose it is, the words, the values, and the files by their digests."""
    return {
        "reference": report.reference,
        "patient": report.patient_id,
        "title": report.title,
        "version": version.version,
        "conclusion": version.conclusion,
        "reason": version.reason,
        "results": [vars(result) for result in version.results],
        "files": [[file.reference, file.sha256] for file in version.files],
    }


def hash_of(report: Report, version: Version) -> str:
    """SHA-256 of the content, in hexadecimal."""
    return seals.digest(content_of(report, version))


def seal_of(unit: Unit, report: Report, content_hash: str) -> str:
    """The code that only this hospital can make for a content: its key is not in the database."""
    return seals.code(unit, "report", report.reference, content_hash)


def is_intact(unit: Unit, report: Report, version: Version) -> bool:
    """Whether a sealed version says what was sealed."""
    if version.seal is None:
        return False
    return hmac.compare_digest(seal_of(unit, report, hash_of(report, version)), version.seal)


def check(unit: Unit, report: Report, version: Version) -> None:
    """Raises TamperedReportError unless a sealed version says what was sealed."""
    if not is_intact(unit, report, version):
        raise TamperedReportError
