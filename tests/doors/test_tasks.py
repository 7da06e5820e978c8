"""`tasks`: what people have to do, seen and done in the terminal."""

import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from tests.web.desk import ROOT, environment, give_clinic, run

MOIRA, OTTO = "moira.kent@alderroad.example", "otto.brandt@alderroad.example"


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return give_clinic(tmp_path)


def say(clinic: Path, *texts: str, conversation: str = "c1", now: str | None = None) -> list[dict]:
    """Write in a browser's conversation; the answers."""
    clock = {} if now is None else {"now": now}
    lines = [json.dumps({"conversation": conversation, "text": text, **clock}) for text in texts]
    said = run("chat", "--jsonl", directory=clinic, stdin="\n".join(lines))
    return [json.loads(line) for line in said.stdout.splitlines()]


@pytest.fixture
def reference(clinic: Path) -> str:
    """A hand-over that waits for somebody."""
    said = say(clinic, "I need a cardiologist tomorrow", "let me talk to a person")
    return str(said[-1]["events"][0]["reference"])


def tasks(clinic: Path, *arguments: str) -> str:
    """What the command says, when it succeeds."""
    done = run("tasks", *arguments, directory=clinic)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def refused(clinic: Path, *arguments: str) -> str:
    """The one sentence with which the command fails."""
    done = run("tasks", *arguments, directory=clinic)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("frontdesk: ") and done.stderr.count("\n") == 1
    return done.stderr


def test_with_nothing_to_do_it_says_so(clinic):
    assert tasks(clinic) == "nothing to do: no task is open\n"
    assert json.loads(tasks(clinic, "list", "--json")) == []
    assert "billing" in tasks(clinic, "list", "--queue", "billing")


def test_alone_it_lists_what_is_open(clinic, reference):
    listed = tasks(clinic)
    heading, row = listed.splitlines()
    assert heading.split("\t") == ["reference", "queue", "kind", "age", "due", "owner", "about"]
    assert row.split("\t")[:4] == [reference, "desk", "handoff", "0 min"]
    assert "nobody yet" in row and "cardiologist" in row
    assert tasks(clinic, "list") == listed
    assert reference not in tasks(clinic, "list", "--queue", "billing")


def test_nothing_that_a_patient_writes_commands_the_terminal_of_whoever_reads_it(clinic):
    said = say(clinic, "delete my data \x1b[2J\x1b]0;owned\x07 \x9b31m \u202eabc", "0")
    (first, *_) = json.loads(tasks(clinic, "list", "--json"))
    told = tasks(clinic) + tasks(clinic, "show", first["reference"]) + tasks(clinic, "show", refer(said))
    told += tasks(clinic, "claim", first["reference"], "--as", MOIRA)
    assert "owned" in told and not set("\x1b\x07\x9b\u202e") & set(told)


def refer(said: list[dict]) -> str:
    return str(said[-1]["events"][-1]["reference"])


def test_what_is_late_is_marked(clinic):
    say(clinic, "0", now="2026-01-05T09:00:00")
    assert "OVERDUE" in tasks(clinic)
    (task,) = json.loads(tasks(clinic, "list", "--json"))
    assert task["overdue"] is True and task["due_at"] == "2026-01-05T09:10:00+00:00"
    assert datetime.fromisoformat(task["created_at"]).utcoffset() is not None


def test_a_task_from_end_to_end(clinic, reference):
    assert "Moira Kent" in tasks(clinic, "claim", reference, "--as", MOIRA)
    assert "Moira Kent" in tasks(clinic)
    tasks(clinic, "answer", reference, "Hello, Moira here.", "--as", MOIRA)
    assert "Moira Kent: Hello, Moira here.  (not delivered yet)" in tasks(clinic, "show", reference)
    (answer,) = say(clinic, "hello?")
    assert [(reply["text"], reply["author"]) for reply in answer["replies"]] == [("Hello, Moira here.", "Moira Kent")]
    assert "done" in tasks(clinic, "release", reference, "--done", "--as", MOIRA)
    assert tasks(clinic).startswith("nothing to do")
    (back,) = say(clinic, "thank you")
    assert "automatic assistant" in back["replies"][0]["text"] and len(back["replies"]) == 2


def test_showing_a_task_tells_what_was_understood_and_the_last_lines(clinic, reference):
    shown = tasks(clinic, "show", reference.lower())
    for told in (
        reference,
        "queue desk, requested",
        "cardiology (“I need a cardiologist tomorrow”)",
        "asked: “let me talk to a person”",
        "conversation on webchat",
        "patient: let me talk to a person",
        "assistant: I've asked our front desk",
    ):
        assert told in shown
    with closing(sqlite3.connect(clinic / "data/frontdesk.sqlite3")) as database:
        read = database.execute("SELECT actor, subject FROM audit WHERE action = 'task.read'").fetchall()
    assert read == [("console", reference)], "who reads what a patient wrote is written down"


def test_given_back_it_waits_in_its_queue(clinic, reference):
    tasks(clinic, "claim", reference, "--as", MOIRA)
    assert "queue desk again" in tasks(clinic, "release", reference, "--as", MOIRA)
    assert "nobody yet" in tasks(clinic)


def test_what_cannot_be_done_is_said_in_a_sentence(clinic, reference):
    assert "there is no task H-ZZZZZZ" in refused(clinic, "show", "H-ZZZZZZ")
    assert "nobody who works here" in refused(clinic, "claim", reference, "--as", "x@y.example")
    assert "billing does not take" in refused(clinic, "claim", reference, "--as", OTTO)
    assert "is not yours" in refused(clinic, "answer", reference, "Hi", "--as", MOIRA)
    assert "between 1 and" in refused(clinic, "answer", reference, "  ", "--as", MOIRA)
    tasks(clinic, "claim", reference, "--as", MOIRA)
    tasks(clinic, "release", reference, "--done", "--as", MOIRA)
    assert "is completed" in refused(clinic, "claim", reference, "--as", MOIRA)


def test_wrong_usage_is_told_apart(clinic):
    assert run("tasks", "list", "--queue", "kitchen", directory=clinic).returncode == 2
    assert run("tasks", "claim", "H-7K3QX2", directory=clinic).returncode == 2
    assert run("tasks", "answer", "H-7K3QX2", "--as", MOIRA, directory=clinic).returncode == 2


def test_without_a_hospital_it_says_what_to_do(tmp_path):
    assert "run.py load" in refused(tmp_path)


def test_help_shows_how_it_goes():
    told = run("tasks", "--help", directory=Path("/nowhere")).stdout
    for word in ("list", "show", "claim", "answer", "release", "--queue", "--json"):
        assert word in told


def test_on_a_terminal_it_is_a_table(clinic, reference):
    handle, theirs = pty.openpty()
    listing = subprocess.Popen(
        [sys.executable, "run.py", "tasks"],
        cwd=ROOT,
        env={**environment(clinic), "TERM": "xterm", "COLUMNS": "160"},
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(handle, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    assert listing.wait(30) == 0
    os.close(handle)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode())
    assert reference in plain and "\t" not in plain and "reference" in plain
