"""`load` and `demo`: a hospital into the database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from doors.errors import SettingsError
from doors.settings import Settings, data_dir, read
from doors.wiring import open_records
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.errors import BusyError, HospitalFileError
from hospital.office import Office

if TYPE_CHECKING:
    from hospital.loading import Loaded


def load(settings: Settings, file: Path, *, instead_of_demo: bool = False) -> int:
    """Load a hospital file. The exit status; what changed goes to stdout, problems to stderr.

    A database with the demo hospital takes no other beside it, only `instead_of_demo`.
    """
    from hospital import hospital_file, loading
    from hospital.demo import making as demo

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
    with office.read() as unit:
        is_demo = demo.holds_demo(unit)
    if is_demo and not instead_of_demo:
        raise SettingsError(
            "the database holds the demo hospital, and its people would mix with yours: "
            f"`run.py load {file} --instead-of-demo` takes it away first"
        )
    work = demo.replace_demo if is_demo else loading.load
    try:
        loaded = office.write(lambda unit: work(unit, parsed))
    except BusyError:
        raise SettingsError("the database is busy; try again") from None
    sys.stdout.write("\n".join(summary(loaded)) + "\n")
    return 0


def summary(loaded: Loaded) -> Iterator[str]:
    """What a load did, a line for each kind that it touched."""
    total = sum(counts.touched + counts.unchanged for counts in loaded.kinds.values())
    if not loaded.is_changed:
        yield f"nothing changed: all {total} entries of the file are in the database already"
        return
    yield f"loaded; the hospital's data is now at revision {loaded.revision}"
    yield f"  {'':16}{'added':>8}{'changed':>10}{'as before':>12}"
    for kind, counts in loaded.kinds.items():
        if counts.touched or counts.unchanged:
            name = kind.replace("_", " ")
            yield f"  {name:16}{counts.added or '-':>8}{counts.changed or '-':>10}{counts.unchanged or '-':>12}"


def hospital_of(office: Office, directory: Directory) -> Hospital:
    """The hospital in the database. Raises SettingsError when there is none."""
    hospital = _standing(office, directory)
    if hospital is None:
        raise SettingsError(
            "the database has no hospital yet: `run.py load FILE` loads yours, `run.py demo` one to play with"
        )
    return hospital


def _standing(office: Office, directory: Directory) -> Hospital | None:
    with office.read() as unit:
        return directory.standing(unit)


def demo(settings: Settings, *, reset: bool) -> int:
    """Load the demo hospital and its history. The exit status."""
    from hospital.demo.making import NotDemoError, load_demo

    office = open_records(settings)
    standing = _standing(office, Directory())
    is_made = standing is None or (standing.is_demo and reset)
    try:
        with _patience("Making the demo hospital") if is_made else nullcontext():
            report = load_demo(office, reset=reset)
    except NotDemoError:
        raise SettingsError(
            "the database holds a hospital that is not the demo: point database.url or data_dir elsewhere"
        ) from None
    except BusyError:
        raise SettingsError("the database is busy; try again") from None
    sys.stdout.write(f"{report}\n")
    again = "" if report.is_new else "`run.py demo --reset` begins again. "
    sys.stderr.write(
        f"\n{again}Talk to it: `run.py chat`, as one of the patients `run.py chat --as PHONE`, "
        "in the browser `run.py serve`.\n"
    )
    return 0


def load_demo_if_empty(office: Office, *, quiet: bool = False) -> None:
    """Give an empty database the demo hospital; any other is left as it is."""
    if _standing(office, Directory()) is not None:
        return
    from hospital.demo.making import load_demo

    with nullcontext() if quiet else _patience("Making the demo hospital"):
        load_demo(office)


def load_demo_apart(settings: Settings, config: Path | None) -> None:
    """Give a database without tables the demo hospital, in a process of its own: its memory goes with it.

    Raises SettingsError when that did not work.
    """
    from multiprocessing import get_context

    from db import migrate
    from db.engine import connect

    is_empty = False
    with suppress(Exception):  # whatever is wrong with the database is told by those who open it next
        if not settings.database.url:
            data_dir(settings)
        engine = connect(settings.database_url)
        is_empty = migrate.state(engine) == "empty"
        engine.dispose()
    if not is_empty:
        return
    with _patience("Making the demo hospital"):
        making = get_context("spawn").Process(target=_make_demo, args=(config,))
        making.start()
        making.join()
    if making.exitcode:
        raise SettingsError("the demo hospital could not be made; why stands above")


def _make_demo(config: Path | None) -> None:
    try:
        load_demo_if_empty(open_records(read(config)), quiet=True)
    except SettingsError as error:
        sys.stderr.write(f"frontdesk: {error}\n")
        sys.exit(1)


@contextmanager
def _patience(what: str) -> Iterator[None]:
    """Say on stderr that something takes a moment."""
    if not sys.stderr.isatty():
        sys.stderr.write(f"{what}...\n")
        sys.stderr.flush()
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} ..."):
        yield
