"""The commands. Each imports what it needs when it runs, so that `--help` is instant."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from doors import desk_commands, streams
from doors.desk_commands import Config
from doors.errors import SettingsError

if TYPE_CHECKING:
    from doors.settings import Settings
    from doors.tasks import Tasks

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Frontdesk: a hospital's front desk by chat. Start with `run.py demo`, then `run.py chat`.",
)
queue = typer.Typer(no_args_is_help=True, help="What waits to be answered and to be sent.")
audit = typer.Typer(no_args_is_help=True, help="The audit trail.")
tasks = typer.Typer(
    invoke_without_command=True,
    help="What people have to do: hand-overs, calls to make, complaints. Alone it lists what is open.",
    epilog="A hand-over from end to end: `run.py tasks`, `tasks show H-7K3QX2`, `tasks claim H-7K3QX2 --as tom@…`, "
    "`tasks answer H-7K3QX2 'Hello, Tom here' --as tom@…`, `tasks release H-7K3QX2 --done --as tom@…`.",
)
app.add_typer(queue, name="queue")
app.add_typer(audit, name="audit")
app.add_typer(tasks, name="tasks")

SPAN = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


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
    """Talk to the desk in the terminal.

    Words go in as to a receptionist, a number takes a choice, /help tells more, /quit ends. What a colleague or the
    desk writes meanwhile is shown before the next prompt.

    Examples: `run.py chat --demo`; `run.py chat --as +353860000001` as somebody whose number is on file;
    `run.py chat --jsonl < lines.jsonl` for other programs.
    """
    from doors import terminal

    _run(lambda settings: terminal.chat(settings, as_, jsonl=jsonl, demo=demo), config)


@app.command()
def extract(
    llm: Annotated[bool, typer.Option("--llm", help="Let the configured model help.")] = False, config: Config = None
) -> None:
    """Understand messages: JSON lines in, JSON lines out; no database."""
    from doors import extract as door

    if llm:
        _run(lambda settings: door.run_with_model(sys.stdin.buffer, sys.stdout, settings), config)
    else:
        _guarded(lambda: door.run(sys.stdin.buffer, sys.stdout))


@app.command()
def explain(
    sentence: Annotated[str, typer.Argument(help="What a patient writes.")],
    hospital: Annotated[
        Path | None, typer.Option("--hospital", help="The hospital file (default: the demo's).")
    ] = None,
    now: Annotated[
        datetime | None, typer.Option(formats=MOMENT, help="The moment, on the hospital's clock (default: now).")
    ] = None,
    asked: Annotated[str | None, typer.Option(help="What the desk asked just before: slot, name, doctor, ...")] = None,
) -> None:
    """Show how one sentence is understood, step by step; no database.

    Example: `run.py explain "my knee hurts, Tuesday or Wednesday after 3?" --hospital hospital.yaml`
    """
    from doors import explaining

    _guarded(lambda: explaining.run(sentence, hospital, now, asked))


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="The hospital file (YAML).")],
    instead_of_demo: Annotated[
        bool, typer.Option("--instead-of-demo", help="Take the demo hospital away first, with all that is in it.")
    ] = False,
    config: Config = None,
) -> None:
    """Load a hospital file into the database: all or nothing, every error with its line."""
    from doors import loading

    _run(lambda settings: loading.load(settings, file, instead_of_demo=instead_of_demo), config)


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


@app.command("whatsapp-templates")
def whatsapp_templates(config: Config = None) -> None:
    """Have Twilio make what WhatsApp's buttons and lists need, and write the settings; again it makes no more."""
    from doors import messaging

    _run(messaging.make_templates, config)


@queue.command("status")
def queue_status(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False, config: Config = None
) -> None:
    """Inbox and outbox: pending, dead, oldest age in seconds."""
    from doors import checking

    _run(lambda settings: checking.queue_status(settings, as_json=as_json), config)


@queue.command("dead")
def queue_dead(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False, config: Config = None
) -> None:
    """Messages that were given up: since when, how often they were tried, and why."""
    from doors import dead_letters

    _run(lambda settings: dead_letters.show(settings, as_json=as_json), config)


@queue.command("replay")
def queue_replay(
    ids: Annotated[list[str] | None, typer.Argument(help="Their numbers, as `queue dead` has them.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every one but codes and payment links.")] = False,
    config: Config = None,
) -> None:
    """Let messages that were given up be sent or answered after all. Example: `run.py queue replay 17 r18`."""
    from doors import dead_letters

    _run(lambda settings: dead_letters.replay(settings, ids or [], every=every), config)


desk_commands.add_to(app, lambda command, config: _run(command, config))


class Queue(StrEnum):
    """Whose tasks."""

    DESK = "desk"
    BILLING = "billing"
    PHARMACY = "pharmacy"
    WARD = "ward"
    ONCALL = "oncall"


OfQueue = Annotated[Queue | None, typer.Option("--queue", help="Only this queue's.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Reference = Annotated[str, typer.Argument(metavar="REF", help="The task, as H-7K3QX2.")]
Email = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who you are: a colleague's e-mail address.")]


def _tasks(work: Callable[[Tasks], int], config: Path | None) -> None:
    def opened(settings: Settings) -> int:
        from doors.tasks import Tasks

        return work(Tasks(settings))

    _run(opened, config)


@tasks.callback()
def tasks_alone(context: typer.Context, queue: OfQueue = None, as_json: AsJson = False, config: Config = None) -> None:
    if context.invoked_subcommand is None:
        _tasks(lambda door: door.list(queue and queue.value, as_json=as_json), config)


@tasks.command("list")
def tasks_list(queue: OfQueue = None, as_json: AsJson = False, config: Config = None) -> None:
    """What is open: age, when it is due, whose it is. Example: `run.py tasks list --queue billing`."""
    _tasks(lambda door: door.list(queue and queue.value, as_json=as_json), config)


@tasks.command("show")
def tasks_show(reference: Reference, config: Config = None) -> None:
    """One task: what was understood and from which words, the last lines, the clock. Example: `tasks show H-7K3QX2`."""
    _tasks(lambda door: door.show(reference), config)


@tasks.command("claim")
def tasks_claim(reference: Reference, as_: Email, config: Config = None) -> None:
    """Take a task. Example: `run.py tasks claim H-7K3QX2 --as tom@hospital.example`."""
    _tasks(lambda door: door.claim(reference, as_), config)


@tasks.command("answer")
def tasks_answer(
    reference: Reference,
    text: Annotated[str, typer.Argument(help="What to write to the patient.")],
    as_: Email,
    config: Config = None,
) -> None:
    """Write to the patient of a task that is yours. Example: `tasks answer H-7K3QX2 "Hello" --as tom@…`."""
    _tasks(lambda door: door.answer(reference, text, as_), config)


@tasks.command("release")
def tasks_release(
    reference: Reference,
    as_: Email,
    done: Annotated[bool, typer.Option("--done", help="Close it; without this it goes back to the queue.")] = False,
    config: Config = None,
) -> None:
    """Give a task back to its queue or, with --done, close it: the assistant answers there again."""
    _tasks(lambda door: door.release(reference, as_, done=done), config)


@audit.command("verify")
def audit_verify(config: Config = None) -> None:
    """Walk the audit chain; exit 1 and the first broken row when it does not hold."""
    from doors import checking

    _run(checking.verify_audit, config)


@audit.command("list")
def audit_list(
    as_: Email,
    patient: Annotated[str | None, typer.Option(help="In whose record: a patient's number.")] = None,
    about: Annotated[str | None, typer.Option(help="Of what: a reference, as the trail has it.")] = None,
    by: Annotated[str | None, typer.Option(help="Who did it, as the trail has it: staff:tom@hospital.example")] = None,
    since: Annotated[datetime | None, typer.Option(formats=SPAN, help="From then on, on the hospital's clock.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=SPAN, help="Up to then; a day is included whole.")] = None,
    before: Annotated[int | None, typer.Option(help="Where the next page begins: its last line says it.")] = None,
    limit: Annotated[int, typer.Option(help="Entries of a page.", min=1, max=500)] = 100,
    config: Config = None,
) -> None:
    """Read the trail, the latest first, as an auditor; that it was read is written into it too."""

    def listed(settings: Settings) -> int:
        from doors import auditing

        asked = auditing.Asked(patient, about, by, since, until)
        return auditing.show(settings, as_, asked, before=before, limit=limit)

    _run(listed, config)


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
