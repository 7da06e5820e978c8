"""`load` and `demo`: a hospital into the database."""

from __future__ import annotations

import sys
from pathlib import Path

from doors.settings import Settings, SettingsError
from doors.wiring import open_records
from hospital.directory import Directory, Hospital
from hospital.errors import BusyError, HospitalFileError, NoHospitalError
from hospital.office import Office


def load(settings: Settings, file: Path) -> int:
    """Load a hospital file. The exit status; what changed goes to stdout, problems to stderr."""
    from hospital import hospital_file, loading

    try:
        content = file.read_bytes()
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from None
    try:
        parsed = hospital_file.parse(content)
    except HospitalFileError as error:
        for problem in error.problems:
            sys.stderr.write(f"{file}:{problem.line}: {problem.text}\n")
        count = len(error.problems)
        sys.stderr.write(f"frontdesk: {file} has {count} mistake{'s' if count > 1 else ''}; nothing was loaded\n")
        return 1
    office = open_records(settings)
    try:
        loaded = office.write(lambda unit: loading.load(unit, parsed))
    except BusyError:
        raise SettingsError("the database is busy; try again") from None
    sys.stdout.write(f"{loaded}\n")
    return 0


def hospital_of(office: Office, directory: Directory) -> Hospital:
    """The hospital in the database. Raises SettingsError when there is none."""
    try:
        with office.read() as unit:
            return directory.current(unit)
    except NoHospitalError:
        raise SettingsError(
            "the database has no hospital yet: `run.py load FILE` loads yours, `run.py demo` one to play with"
        ) from None


def demo(settings: Settings, *, reset: bool) -> int:
    """Load the demo hospital and its history. The exit status."""
    from hospital.demo import NotDemoError, load_demo

    try:
        report = load_demo(open_records(settings), reset=reset)
    except NotDemoError:
        raise SettingsError(
            "the database holds a hospital that is not the demo: point database.url or data_dir elsewhere"
        ) from None
    except BusyError:
        raise SettingsError("the database is busy; try again") from None
    sys.stdout.write(f"{report}\n")
    return 0


def load_demo_if_empty(office: Office) -> None:
    """Give an empty database the demo hospital; any other is left as it is."""
    try:
        with office.read() as unit:
            Directory().current(unit)
    except NoHospitalError:
        from hospital.demo import load_demo

        load_demo(office)
