"""`papers` and `print`: what the front desk hands over, as a list and as a file, until there are pages for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO, TypeVar

from bots.characters import harmless
from doors.errors import SettingsError
from doors.loading import hospital_of
from doors.settings import Settings
from doors.wiring import open_records
from hospital import acting, colleagues, desk_papers, errors, handed_papers, papers
from hospital.access import Actor, ForbiddenError
from hospital.billing.errors import BillingError, TooManyLinesError
from hospital.desk_papers import Handing, NoGuardianError
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.handed_papers import Kind
from hospital.office import Unit
from hospital.papers import Paper

T = TypeVar("T")
A_YEAR = timedelta(days=365)
"""What a statement covers where no days are given, up to today."""
Days = tuple[date | None, date | None]


class Printing:
    """The papers of the hospital in the database. Raises SettingsError with a sentence for whatever goes wrong."""

    def __init__(self, settings: Settings) -> None:
        self._office = open_records(settings)
        self._hospital: Hospital = hospital_of(self._office, Directory())

    def list(self, number: str, email: str) -> int:
        """What there is to hand over to a patient, on stdout: kind, reference, day, name. The exit status."""
        asked = _named(number)
        found = self._do(number, email, lambda unit, actor: desk_papers.ready(unit, self._hospital, actor, asked))
        for each in found:
            sys.stdout.write(f"{each.kind}\t{each.reference}\t{each.day}\t{harmless(each.name)}".rstrip() + "\n")
        if not found:
            sys.stderr.write(f"there is nothing to hand over to {asked} yet\n")
        return 0

    def print(self, kind: Kind, of: str, email: str, over: Handing, to: Path, days: Days = (None, None)) -> int:
        """Hand a paper over as a new PDF that only this user may read. The exit status."""
        with _new_file(to) as file:
            made = self._do(of, email, lambda unit, actor: self._made(unit, actor, kind, _named(of), over, days))
            if made is None:
                raise SettingsError(
                    f"{_named(of)} does not say any more what was signed or issued, and is handed to nobody; "
                    "a task was made of it"
                )
            file.write(papers.pdf(self._hospital, made))
        sys.stdout.write(f"{handed_papers.name_of(made)} is in {to}; that it was handed over is written down\n")
        return 0

    def _made(self, unit: Unit, actor: Actor, kind: Kind, of: str, over: Handing, days: Days) -> Paper | None:
        hospital = self._hospital
        if kind is Kind.REPORT:
            return desk_papers.report(unit, hospital, actor, of, over)
        if kind is Kind.PRESCRIPTION:
            return desk_papers.prescription(unit, hospital, actor, of, over)
        if kind is Kind.STATEMENT:
            last = days[1] or hospital.local(unit.now).date()
            return desk_papers.statement(unit, hospital, actor, of, days[0] or last - A_YEAR, last, over)
        return desk_papers.bill(unit, hospital, actor, kind, of, over)

    def _do(self, of: str, email: str, work: Callable[[Unit, Actor], T]) -> T:
        try:
            return acting.as_colleague(self._office, email, work)
        except errors.HospitalError as error:
            raise SettingsError(_sentence(error, of, email)) from None


@contextmanager
def _new_file(to: Path) -> Iterator[BinaryIO]:
    """A file that is not there yet, for this user alone; nothing is left of it where the work fails."""
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        raise SettingsError(f"{to} is there already; --to names a new file") from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
    except BaseException:
        to.unlink(missing_ok=True)
        raise


def _named(typed: str) -> str:
    """A reference or a number as people type it: in any case."""
    return typed.strip().upper()


def _sentence(error: errors.HospitalError, of: str, email: str) -> str:
    """What went wrong and what to do, in one sentence."""
    match error:
        case colleagues.UnknownStaffError():
            return f"nobody who works here has the e-mail address {email}; --as takes that of a colleague on file"
        case ForbiddenError():
            return f"{email} may not hand this over: {error.permission} is not among their rights"
        case errors.NotFoundError():
            return f"there is no {_named(of)} that may be handed over; `run.py papers PATIENT-NUMBER` lists what may be"
        case NoGuardianError():
            return "this patient is of age or has no guardian on file: it takes their own id or written authority"
        case TooManyLinesError():
            return "a statement of so many lines is too long; ask for fewer days with --since and --until"
        case BillingError():
            return "the days of a statement begin before they end: --since is later than --until"
        case errors.BusyError():
            return "the database is busy; try again"
        case _:
            return f"{_named(of)} cannot be handed over"
