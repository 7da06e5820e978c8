"""The commands. Each imports what it needs when it runs, so that `--help` is instant."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from doors import streams

if TYPE_CHECKING:
    from doors.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Frontdesk: a hospital's front desk by chat. Start with `run.py demo`, then `run.py chat`.",
)
queue = typer.Typer(no_args_is_help=True, help="What waits to be answered and to be sent.")
audit = typer.Typer(no_args_is_help=True, help="The audit trail.")
app.add_typer(queue, name="queue")
app.add_typer(audit, name="audit")

Config = Annotated[
    Path | None, typer.Option("--config", help="The configuration file (default: config.yaml, or $FRONTDESK_CONFIG).")
]


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[int | None, typer.Option(help="Processes that serve (default: the setting `workers`).")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Load the demo hospital when the database is empty.")] = False,
    config: Config = None,
) -> None:
    """Serve webhooks, web chat, pages, health and metrics; on embedded defaults the background jobs too."""
    from doors import serving

    _run(lambda settings: serving.serve(settings, host, port, workers, demo=demo, config=config), config)


@app.command()
def chat(
    as_: Annotated[str | None, typer.Option("--as", metavar="PHONE", help="Write as this E.164 phone.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Speak the line protocol on stdin and stdout.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Load the demo hospital when the database is empty.")] = False,
    config: Config = None,
) -> None:
    """Talk to the desk in the terminal."""
    from doors import terminal

    _run(lambda settings: terminal.chat(settings, as_, jsonl=jsonl, demo=demo), config)


@app.command()
def extract(
    llm: Annotated[bool, typer.Option("--llm", help="Let the configured model help.")] = False, config: Config = None
) -> None:
    """Understand messages: JSON lines in, JSON lines out; no database."""
    from doors import extract as door

    if llm:
        _fail("--llm: this version understands by rules alone; leave the option out")
    _guarded(lambda: door.run(sys.stdin.buffer, sys.stdout))


@app.command()
def load(file: Annotated[Path, typer.Argument(help="The hospital file (YAML).")], config: Config = None) -> None:
    """Load a hospital file into the database: all or nothing, every error with its line."""
    from doors import loading

    _run(lambda settings: loading.load(settings, file), config)


@app.command()
def worker(
    concurrency: Annotated[int, typer.Option(help="Jobs done at the same time.", min=1, max=64)] = 1,
    config: Config = None,
) -> None:
    """Do the background jobs in a process of their own."""
    from doors import working

    _run(lambda settings: working.work(settings, concurrency), config)


@app.command()
def check(config: Config = None) -> None:
    """Try every configured part, a line each; exit 1 when one fails."""
    from doors import checking

    _run(checking.check, config)


@app.command()
def demo(
    reset: Annotated[bool, typer.Option("--reset", help="Begin again with a fresh demo.")] = False,
    config: Config = None,
) -> None:
    """Load the demo hospital with a living history, and say how to log in."""
    from doors import loading

    _run(lambda settings: loading.demo(settings, reset=reset), config)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def report() -> None:
    """A management report (not built yet)."""
    _fail("management reports are not built yet; `run.py queue status` and /metrics have figures of the desk itself")


@queue.command("status")
def queue_status(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False, config: Config = None
) -> None:
    """Inbox and outbox: pending, dead, oldest age in seconds."""
    from doors import checking

    _run(lambda settings: checking.queue_status(settings, as_json=as_json), config)


@audit.command("verify")
def audit_verify(config: Config = None) -> None:
    """Walk the audit chain; exit 1 and the first broken row when it does not hold."""
    from doors import checking

    _run(checking.verify_audit, config)


def main() -> None:
    """Run what the command line asks for. Whatever happens, nobody reads a traceback."""
    streams.open_closed()
    streams.take_any_text()
    try:
        app()
    except OSError as error:
        # help that cannot be written
        sys.stderr.write(f"frontdesk: {_words_of(error)}\n")
        sys.exit(1)


def _run(command: Callable[[Settings], int | None], config: Path | None) -> None:
    from doors.settings import read

    _guarded(lambda: command(read(config)))


def _guarded(work: Callable[[], int | None]) -> None:
    """Do the work; its result is the exit status, and whatever it raises becomes a sentence."""
    from doors.settings import SettingsError

    try:
        code = work()
    except SettingsError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except BrokenPipeError:
        streams.drop_output()
        raise typer.Exit(0) from None
    except Exception as error:
        if os.environ.get("FRONTDESK_DEBUG"):
            raise
        _fail(_words_of(error))
    if code:
        raise typer.Exit(code)


def _words_of(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no details'}"


def _fail(sentence: str) -> NoReturn:
    typer.echo(f"frontdesk: {sentence}", err=True)
    raise typer.Exit(1)
