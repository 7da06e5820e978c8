"""`tasks`: what people have to do, in the terminal: see it, take it, answer, give it back or close it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from bots.characters import harmless
from conversation import handing_over
from doors.errors import SettingsError
from doors.loading import hospital_of
from doors.settings import Settings
from doors.wiring import open_records
from hospital import audit, colleagues, documents, errors, inbox, outbox, references, task_work, tasks
from hospital.directory import Hospital
from hospital.directory_rows import Directory
from hospital.office import Office, Unit
from hospital.tasks import TaskView

LINES = 12
"""So many of a conversation's last lines are shown."""
CONSOLE = "console"
"""Whoever may run commands on this machine, where they give no name."""
TEXT_LIMIT = 2000
"""What a messenger carries in one message."""


class Tasks:
    """The tasks of the hospital in the database. Raises SettingsError with a sentence for whatever goes wrong."""

    def __init__(self, settings: Settings) -> None:
        self._office: Office = open_records(settings)
        self._hospital: Hospital = hospital_of(self._office, Directory())

    def list(self, queue: str | None, *, as_json: bool) -> int:
        """The open tasks on stdout. The exit status."""
        with self._office.read() as unit:
            found, now = tasks.open_tasks(unit, queue), unit.now
        if as_json:
            sys.stdout.write(json.dumps([self._as_json(task, now) for task in found], ensure_ascii=False) + "\n")
        elif not found:
            sys.stdout.write(f"nothing to do{f' in the queue {queue}' if queue else ''}: no task is open\n")
        else:
            _table(HEADINGS, [self._row(task, now) for task in found])
        return 0

    def show(self, reference: str) -> int:
        """All about one task on stdout. The exit status."""
        lines = self._do(reference, lambda: self._office.write(lambda unit: self._read(unit, reference), actor=CONSOLE))
        sys.stdout.write("\n".join(map(harmless, lines)) + "\n")
        return 0

    def _read(self, unit: Unit, reference: str) -> tuple[str, ...]:
        """A task's lines. That somebody read a patient's words is written down with it."""
        task = tasks.get(unit, _reference(reference))
        lines = tuple(self._told(unit, task))
        audit.append(unit, audit.Entry("task.read", task.reference, {}), chain_of=task.conversation_id or 0)
        return lines

    def claim(self, reference: str, email: str) -> int:
        """Take a task. The exit status."""
        task = self._write(reference, email, lambda unit: task_work.claim(unit, _reference(reference), email))
        sys.stdout.write(f"{task.reference} is yours, {task.owner}: {harmless(task.summary)}\n")
        return 0

    def answer(self, reference: str, text: str, email: str) -> int:
        """Write to the patient. The exit status."""
        words = text.strip()
        if not words or len(words) > TEXT_LIMIT:
            raise SettingsError(f"the answer must have between 1 and {TEXT_LIMIT} characters")
        self._write(reference, email, lambda unit: task_work.answer(unit, _reference(reference), email, words))
        sys.stdout.write("written; the patient gets it in their conversation\n")
        return 0

    def release(self, reference: str, email: str, *, done: bool) -> int:
        """Give a task back to its queue or close it. The exit status."""
        task: TaskView = self._write(
            reference,
            email,
            lambda unit: handing_over.release(unit, self._hospital, _reference(reference), email, done=done),
        )
        what = "is done; the assistant answers in its conversation again" if task.handed_back_at else "is done"
        sys.stdout.write(f"{task.reference} {what if done else f'waits in the queue {task.queue} again'}\n")
        return 0

    # --- doing it ---------------------------------------------------------------------------------

    def _write(self, reference: str, email: str, work: Callable[[Unit], Any]) -> Any:
        return self._do(reference, lambda: self._office.write(work, actor=f"staff:{email.strip().lower()}"), email)

    def _do(self, reference: str, work: Callable[[], Any], email: str = "") -> Any:
        try:
            return work()
        except errors.HospitalError as error:
            raise SettingsError(_sentence(error, reference, email)) from None

    # --- telling it -------------------------------------------------------------------------------

    def _at(self, moment: datetime | None) -> str:
        return f"{self._hospital.local(moment):%a %d %b %H:%M}" if moment else "-"

    def _row(self, task: TaskView, now: datetime) -> tuple[str, ...]:
        due = f"{self._at(task.due_at)}{' OVERDUE' if _is_overdue(task, now) else ''}"
        owner = task.owner or f"nobody yet ({task.lead_role} to see to it)"
        age, about = _age(now - task.created_at), harmless(task.summary)
        return task.reference, task.queue, task.kind, age, due, owner, about

    def _as_json(self, task: TaskView, now: datetime) -> dict[str, Any]:
        told = {name: self._plain(value) for name, value in vars(task).items()}
        return {**told, "overdue": _is_overdue(task, now)}

    def _plain(self, value: Any) -> Any:
        return self._hospital.local(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value

    def _told(self, unit: Unit, task: TaskView) -> Iterator[str]:
        yield f"{task.reference}  {task.kind}, queue {task.queue}, {task.status}"
        yield f"  asked       {self._at(task.created_at)}, {_age(unit.now - task.created_at)} ago"
        yield f"  due         {self._at(task.due_at)}{'  OVERDUE' if _is_overdue(task, unit.now) else ''}"
        yield f"  owner       {task.owner or f'nobody yet; {task.lead_role} sees to it'}"
        clock = {
            "taken": task.accepted_at,
            "answered": task.answered_at,
            "waits since": task.waiting_since if task.closed_at is None else None,
            "alerted": task.alerted_at,
            "closed": task.closed_at,
        }
        yield from (f"  {name:11} {self._at(moment)}" for name, moment in clock.items() if moment)
        yield "  understood"
        yield from (f"    {part}" for part in task.summary.split(" · "))
        if task.conversation_id is not None:
            yield from _documents(unit, task.conversation_id)
            yield f"  conversation on {task.channel}"
            yield from (f"    {line}" for line in _lines(unit, task.conversation_id))


HEADINGS = ("reference", "queue", "kind", "age", "due", "owner", "about")


def _table(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A table on a terminal; elsewhere plain lines, a tab between the columns, for other programs to cut."""
    if not sys.stdout.isatty():
        sys.stdout.write("".join("\t".join(row) + "\n" for row in chain([headings], rows)))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold", no_wrap=heading == "reference")
    for row in rows:
        table.add_row(*(Text(cell, style="bold red" if "OVERDUE" in cell else "") for cell in row))
    Console(highlight=False).print(table)


def _is_overdue(task: TaskView, now: datetime) -> bool:
    return task.status in tasks.OPEN and task.due_at < now and (task.owner is None or task.waiting_since is not None)


def _age(age: Any) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min" if minutes < 24 * 60 else f"{minutes // (24 * 60)} d"


def _reference(typed: str) -> str:
    """A reference as people type it: any case, with or without its letter."""
    reference = typed.strip().upper()
    return reference if reference.startswith(f"{references.TASK}-") else f"{references.TASK}-{reference}"


def _documents(unit: Unit, conversation_id: int) -> Iterator[str]:
    sent = documents.sent(unit, conversation_id)
    if sent:
        yield "  documents"
        yield from (f"    {each.reference}  {each.kind}  {each.title or ''}".rstrip() for each in sent)


def _lines(unit: Unit, conversation_id: int) -> list[str]:
    """The last lines of a conversation in the order of their rows, and what is still to be delivered."""
    lines = [_line(each) for each in outbox.dialogue(unit, conversation_id, LINES)]
    waiting = [each for each in outbox.unprompted(unit, conversation_id) if not each.is_delivered]
    lines += [f"{_line(outbox.written_line(each))}  (not delivered yet)" for each in waiting]
    return lines[-LINES:]


def _line(line: outbox.Line) -> str:
    words = " ".join(line.text.split())
    if not isinstance(line.row, inbox.Heard):
        return f"{line.author or 'assistant'}: {words}"
    if line.choice is not None:
        words = f"[{words or line.choice}]"
    return f"patient: {words or '[a file]'}"


def _sentence(error: errors.HospitalError, reference: str, email: str) -> str:
    """What went wrong and what to do, in one sentence."""
    match error:
        case tasks.UnknownTaskError():
            return f"there is no task {reference}; `run.py tasks` lists what is open"
        case colleagues.UnknownStaffError():
            return f"nobody who works here has the e-mail address {email}; --as takes that of a colleague on file"
        case tasks.NotTheirQueueError():
            return f"a {error.role.replace('_', ' ')} does not take tasks of the queue {error.queue}"
        case tasks.TakenError():
            return f"{reference} is {error.owner}'s already"
        case tasks.TaskStatusError():
            return f"{reference} is {error.from_status} and cannot become {error.to_status}"
        case tasks.NotTakenError():
            return f"{reference} is not yours: `run.py tasks claim {reference} --as {email}` takes it first"
        case tasks.NoConversationError():
            return f"{reference} came from no conversation, so there is nobody to write to"
        case errors.BusyError():
            return "the database is busy; try again"
        case _:
            return f"that cannot be done with {reference}"
