"""What can stand against a prescription, as facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hospital.errors import ConflictError, InvalidError, NotAllowedError


@dataclass
class PrescriptionError(InvalidError):
    """It cannot be written like this; `field` says where."""

    field: str


@dataclass
class PrescriptionStatusError(NotAllowedError):
    """A prescription cannot go from one status to the other."""

    from_status: str
    to_status: str


class NotTheirDraftError(NotAllowedError):
    """Only whoever wrote a draft changes or signs it."""


class SecondFactorError(NotAllowedError):
    """Signing needs a second factor in this working session."""


@dataclass
class AllergiesUnseenError(ConflictError):
    """The allergies on file are not those that the prescriber confirmed to have seen.

    `allergies` are those on file, None where nobody asked the patient yet.
    """

    allergies: Sequence[str] | None


@dataclass
class WarningsUnseenError(ConflictError):
    """A source of interactions warns of other things than the prescriber confirmed to have seen.

    `warnings` are all of them, each with its code and its words.
    """

    warnings: Sequence[tuple[str, str]]


class TamperedError(NotAllowedError):
    """It does not say any more what was signed."""


class RefillStop(StrEnum):
    """Why a medicine is not given again for the asking."""

    CONTROLLED = "controlled"
    EXPIRED = "expired"
    NO_RECENT_VISIT = "no_recent_visit"
    STOPPED = "stopped"
    TO_COLLECT = "to_collect"
    """It is still there: nothing of it, or not all, was given."""
    TOO_SOON = "too_soon"
    """What was given lasts."""


@dataclass
class RefillStoppedError(NotAllowedError):
    """A refill that the house's rules turn down at once."""

    stop: RefillStop
    asked_from: date | None = None
    """For what is too soon: the day from which it may be asked for."""
