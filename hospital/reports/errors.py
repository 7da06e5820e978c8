"""What can stand against a report, as facts."""

from __future__ import annotations

from dataclasses import dataclass

from hospital.errors import InvalidError, NotAllowedError


@dataclass
class ReportError(InvalidError):
    """It cannot be written like this; `field` says where."""

    field: str


@dataclass
class ReportStatusError(NotAllowedError):
    """A report cannot go from one status to the other."""

    from_status: str
    to_status: str


class NotReviewedError(NotAllowedError):
    """It is discussed when it has been reviewed, not before."""


class TamperedReportError(NotAllowedError):
    """It does not say any more what was final."""
