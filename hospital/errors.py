"""What can go wrong with a request, as facts. Words for people are made where people are spoken to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HospitalError(Exception):
    """A request that the hospital's rules turn down."""


class NotFoundError(HospitalError):
    """What was asked for does not exist, or not for this person: callers cannot tell which."""


class ConflictError(HospitalError):
    """Somebody or something else stands in the way."""


class NotAllowedError(HospitalError):
    """A rule forbids it."""


class InvalidError(HospitalError):
    """The request itself makes no sense."""


class KeyUsedError(ConflictError):
    """The request's key stands for another request: nothing is told of that one."""


class SlotTakenError(ConflictError):
    """The time is no longer free."""


@dataclass
class OverlapError(ConflictError):
    """The patient has another visit at that time."""

    reference: str
    doctor: str
    starts_at: datetime


@dataclass
class TooManyAppointmentsError(NotAllowedError):
    """The patient has as many open appointments as one person may have."""

    limit: int
    is_unproven: bool = False
    """Whether more would be booked if it were proven who books."""


class OneWaitOnlyError(NotAllowedError):
    """Where nobody vouches for whoever joins, a patient waits for one thing at a time."""


@dataclass
class TransitionError(NotAllowedError):
    """An appointment cannot go from one status to the other."""

    from_status: str
    to_status: str


class TooSoonError(NotAllowedError):
    """The time is nearer than the hospital's minimum notice, or over."""


class BeyondHorizonError(NotAllowedError):
    """The time is further ahead than patients may book."""


@dataclass(frozen=True)
class FileProblem:
    """One thing wrong in a hospital file. `line` counts from 1."""

    line: int
    text: str


@dataclass
class HospitalFileError(InvalidError):
    """A hospital file that cannot be loaded, with everything that is wrong in it."""

    problems: Sequence[FileProblem]


class UploadProblem(StrEnum):
    """Why a file that somebody sent is not kept."""

    MISSING = "missing"
    """It did not arrive, or not whole."""
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    UNKNOWN_KIND = "unknown_kind"
    BROKEN = "broken"
    """It says what it is, and no reader gets through it."""
    LOCKED = "locked"
    """It wants a password."""
    TOO_MANY_PAGES = "too_many_pages"
    TOO_HEAVY = "too_heavy"
    """To open it would take more memory or time than a file may."""
    TOO_MANY = "too_many"
    """Enough for one conversation and day."""
    NO_ROOM = "no_room"
    UNHEARD = "unheard"
    """Spoken, and there is nobody here who listens."""
    UNCLEAR = "unclear"
    """Spoken, and not to be made out."""


@dataclass
class UploadRefusedError(InvalidError):
    """A file that is not kept."""

    problem: UploadProblem


class NoHospitalError(NotFoundError):
    """The database holds no hospital yet."""


class BusyError(ConflictError):
    """The database could not finish the work just now, after several tries."""


@dataclass
class UnusableDatabaseError(HospitalError):
    """The database answers with an error before any work was done. `reason` is what it said."""

    reason: str
