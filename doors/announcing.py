"""What `serve` says when it starts: where to click, what is on, what is off and why."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from doors import hearing, mailing, messaging, modelling, paying, telegram, voice
from doors.addresses import clickable
from doors.parts import FUTURE, JOBS_NOT_YET, listed
from doors.settings import Settings
from hospital.directory import Hospital

LOG_WIDTH = 400


def announce(settings: Settings, hospital: Hospital, host: str, port: int, workers: int) -> None:
    """Say it all on stderr."""
    is_terminal = sys.stderr.isatty()
    # in a log a line stays a line
    console = Console(stderr=True, highlight=False, width=None if is_terminal else LOG_WIDTH)
    address = settings.public_url.rstrip("/") or f"http://{clickable(host)}:{port}"
    console.print()
    console.print(Text.assemble(("  Frontdesk", "bold"), "  ", (hospital.name, "bold green")))
    if hospital.is_demo:
        console.print(f"  a made-up hospital to play with; {_leaving(settings)}", style="dim")
    console.print()
    pages = [("/chat", "the web chat"), ("/", "the first page"), ("/readyz", "how each part stands")]
    if hospital.is_demo:
        pages.insert(0, ("/demo", "the living demo: a patient's phone beside the hospital; begin here"))
    for path, what in pages:
        console.print(Text.assemble("  ", (f"{address}{path}".ljust(36), "cyan"), f" {what}"), soft_wrap=True)
    console.print()
    table = Table.grid(padding=(0, 2))
    for name, state, reason in _parts(settings, workers, hospital):
        style = {"on": "green", "off": "dim", "ignored": "bold yellow"}[state]
        table.add_row(f"  {name}", Text(state, style), Text(reason, "dim" if state == "off" else ""))
    console.print(table)
    console.print()
    console.print("  Ctrl-C ends it", style="dim")
    console.print()


def _leaving(settings: Settings) -> str:
    """What leaves this machine: the parts that are on are for real, whoever the hospital is."""
    ways = [
        (telegram.NAME, bool(settings.telegram.token)),
        *((name, messaging.why_off(settings, channel) is None) for channel, name in messaging.NAMES.items()),
        (mailing.NAME, mailing.why_off(settings) is None),
        (voice.NAME, voice.why_off(settings) is None),
        (hearing.NAME, settings.speech.is_configured),
        (modelling.NAME, settings.llm.is_configured),
    ]
    on = [name for name, is_on in ways if is_on]
    return f"what leaves this machine goes by {listed(on)}" if on else "nothing leaves this machine"


def _parts(settings: Settings, workers: int, hospital: Hospital) -> Iterator[tuple[str, str, str]]:
    backend = settings.database_url.partition(":")[0]
    where = settings.database_url.removeprefix("sqlite:///") if backend == "sqlite" else backend
    yield "database", "on", where
    kept = "hot copies on Redis" if settings.state.url else "embedded, in the database"
    yield "state", "on", kept
    processes = f"{workers} processes" if workers > 1 else "one process"
    shown_by = f", shown by {' and '.join(settings.framing_origins)}" if settings.framing_origins else ""
    yield "web chat", "on", f"{processes}{shown_by}"
    yield "background work", "on", "in this server"
    if settings.jobs.url:
        yield "job queue", "ignored", JOBS_NOT_YET
    llm = settings.llm
    if llm.is_configured:
        yield modelling.NAME, "on", modelling.described(llm)
    else:
        yield modelling.NAME, "off", modelling.OFF
    yield telegram.NAME, *telegram.described(settings)
    yield from messaging.announced(settings)
    yield mailing.NAME, *mailing.described(settings)
    heard = settings.speech.is_configured
    yield hearing.NAME, "on" if heard else "off", hearing.described(settings.speech) if heard else hearing.OFF
    off = voice.why_off(settings)
    yield voice.NAME, "off" if off else "on", off or voice.described(settings, hospital)
    yield paying.NAME, *paying.described(settings, hospital)
    for part in FUTURE:
        given = part.given(settings)
        if given:
            yield part.name, "ignored", f"{listed(given)} set, but this version has no {part.name} yet: {part.instead}"
        else:
            yield part.name, "off", f"{part.keys[0]} is not set: {part.instead}"
