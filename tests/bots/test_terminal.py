"""`chat` for people: in a terminal, and with lines piped in."""

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import bots.terminal as bots_terminal
from conversation.messages import Answer
from tests.services import commands
from tests.web.desk import ROOT, environment, give_clinic, run


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return give_clinic(tmp_path_factory.mktemp("terminal"))


class Terminal:
    """Somebody at a terminal, as the program sees it."""

    def __init__(self, directory: Path, *arguments: str) -> None:
        self._handle, theirs = pty.openpty()
        own = {**environment(directory), "TERM": "xterm", "COLUMNS": "120"}
        self.process = commands.Started(
            ["chat", *arguments], own, dict.fromkeys(commands.STREAMS, Path(os.ttyname(theirs)))
        )
        self._theirs = theirs
        self.seen = self.said = ""

    def type(self, text: str) -> None:
        os.write(self._handle, text.encode())

    def press(self, keys: str, until: str) -> None:
        """Press keys, and again where they went under: Python misses Ctrl-C in the moment before it waits for a key."""
        for _ in range(5):
            self.type(keys)
            with suppress(AssertionError):
                return self.expect(until, within=5)
        return self.expect(until, within=5)

    def expect(self, words: str, within: float = 30) -> None:
        """Wait until the words are on the screen, then forget what was before them."""
        give_up_at = time.monotonic() + within
        while words not in self._plain():
            ready, _, _ = select.select([self._handle], [], [], 0.2)
            if ready:
                try:
                    fresh = os.read(self._handle, 65536).decode("utf-8", "replace")
                    self.seen, self.said = self.seen + fresh, self.said + fresh
                except OSError:
                    break
            assert time.monotonic() < give_up_at, f"never said {words!r}: {self._plain()}"
        assert words in self._plain(), self._plain()
        self.seen = self._plain().partition(words)[2]

    def _plain(self) -> str:
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.seen).replace("\r", "")

    def end(self) -> int:
        return self.process.wait(15)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._handle)
        os.close(self._theirs)


@pytest.fixture
def terminal(clinic: Path) -> Iterator[Terminal]:
    at = Terminal(clinic)
    yield at
    at.close()


def test_a_number_takes_the_choice_and_other_words_go_as_they_are(terminal):
    terminal.expect("Alder Road Clinic")
    terminal.type("I need a cardiologist tomorrow\n")
    terminal.expect(" 2 ")
    terminal.type("2\n")
    terminal.expect("full name")
    terminal.type("Gil Ferris\n")
    terminal.expect("date of birth")
    terminal.type("5 May 1990\n")
    terminal.expect("phone number")
    terminal.type("+353860004001\n")
    terminal.expect("Booked: Dr Petra Lind")
    terminal.type("/quit\n")
    terminal.expect("Goodbye")
    assert terminal.end() == 0


@pytest.mark.parametrize("keys", ["\x04", "\x03", "/quit\n"], ids=["ctrl-d", "ctrl-c", "quit"])
def test_it_ends_politely(terminal, keys):
    terminal.expect("/quit ends")
    terminal.type("hello\n")
    terminal.expect("How can I help you?")
    terminal.expect("> ")
    terminal.press(keys, until="Goodbye")
    assert terminal.end() == 0


def test_a_colleagues_words_are_shown_under_their_name_before_the_next_line(terminal, clinic):
    terminal.expect("Alder Road Clinic")
    terminal.type("let me talk to a person\n")
    terminal.expect("Reference ")
    terminal.expect("> ")
    reference = newest_task(clinic)
    terminal.type("hello?\n")
    terminal.expect("a person answers here")
    for step in (["claim", reference], ["answer", reference, "Good morning, what can I do?"]):
        assert run("tasks", *step, "--as", "moira.kent@alderroad.example", directory=clinic).returncode == 0
    terminal.type("\n")
    terminal.expect("Moira Kent: Good morning, what can I do?")
    released = run("tasks", "release", reference, "--done", "--as", "moira.kent@alderroad.example", directory=clinic)
    assert released.returncode == 0
    terminal.type("\n")
    terminal.expect("automatic assistant again")
    terminal.type("/quit\n")
    terminal.expect("Goodbye")


def test_in_the_demo_a_code_that_would_go_to_a_phone_is_shown_and_opens_what_is_behind_it(tmp_path):
    assert run("demo", directory=tmp_path).returncode == 0
    at = Terminal(tmp_path, "--as", "+447700900011")
    try:
        at.expect("Lantern Quay Hospital, as +447700900011")
        at.type("show me my prescriptions\n")
        at.expect("would go to +44 ••• 011 by sms: ")
        at.expect("valid for 10 minutes. Tell it")
        code = re.findall(r"your code is (\d{6})", at.said)[-1]
        at.type(f"{code}\n")
        at.expect("Metformin 850 mg tablets")
    finally:
        at.close()


def test_a_number_still_takes_the_way_back_after_a_silence(terminal):
    terminal.type("0\n")
    terminal.expect(" 1 Go on with the assistant")
    terminal.type("anybody?\n")
    terminal.expect("a person answers here")
    terminal.type("1\n")
    terminal.expect("we go on here")


def test_help_tells_what_one_can_do(terminal):
    terminal.expect("/help tells more")
    terminal.type("/help\n")
    terminal.expect("A number takes a choice")
    terminal.expect("> ")
    terminal.type("hello\n")
    terminal.expect("How can I help you?")


def newest_task(clinic: Path) -> str:
    """The reference of the task made last."""
    tasks = json.loads(run("tasks", "list", "--json", directory=clinic).stdout)
    return str(max(tasks, key=lambda task: task["created_at"])["reference"])


def test_piped_lines_get_plain_lines(clinic):
    said = run("chat", directory=clinic, stdin="I need a cardiologist tomorrow\n1\n\nHal Ferris\n")
    assert said.returncode == 0
    assert said.stderr == ""
    assert "\x1b" not in said.stdout and "> " not in said.stdout
    assert re.search(r"^  1\. \w{3} \d+ \w{3} \d\d:\d\d$", said.stdout, re.MULTILINE)
    assert said.stdout.splitlines()[-2:] == ["What is your full name?", "And your date of birth?"]


def test_every_start_is_a_new_conversation(clinic):
    first = run("chat", directory=clinic, stdin="I need a cardiologist tomorrow\n").stdout
    second = run("chat", directory=clinic, stdin="1\n").stdout
    assert "Dr Petra Lind" in first
    assert "full name" not in second


def test_a_number_is_only_words_when_nothing_is_on_offer(clinic):
    said = run("chat", directory=clinic, stdin="99999999999999999999\n²\n")
    assert said.returncode == 0
    assert "went wrong" not in said.stdout


def test_a_known_phone_is_taken_for_who_it_belongs_to(clinic):
    asked = "I need a cardiologist tomorrow\n1\n"
    assert "full name" in run("chat", directory=clinic, stdin=asked).stdout
    known = run("chat", "--as", "+353860000071", directory=clinic, stdin=asked).stdout
    assert "Rosa Quill" in known or "Booked" in known


@pytest.mark.parametrize("phone", ["123", "+0123456789", "0861234567", "+1 555 000", "+353860000071x"])
def test_a_phone_that_is_none_is_wrong_usage(clinic, phone):
    ended = run("chat", "--as", phone, directory=clinic)
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"frontdesk: --as {phone}: write the phone with +")


def test_bytes_that_are_no_text_are_answered_too(clinic):
    ended = subprocess.run(
        [sys.executable, "run.py", "chat"],
        cwd=ROOT,
        env=environment(clinic),
        input=b"hello \xff\xfe\nwhere can I park?\n",
        capture_output=True,
        check=True,
    )
    assert b"forty places" in ended.stdout
    assert b"Traceback" not in ended.stderr


def test_a_file_without_its_path_is_not_sent_as_words(clinic):
    said = run("chat", directory=clinic, stdin="/file\n/FILE  \n")
    assert said.stdout.splitlines() == ["Name the picture or PDF to send: /file PATH"] * 2


def test_words_that_would_command_the_terminal_are_shown_and_not_obeyed(capsys):
    wicked = "\x1b]0;owned\x07\x1b[2Jone\ntwo \u202ethree\r"
    reply = {"text": wicked, "author": "Nu\x1b[31mala", "choices": [{"label": "Yes\x08\n\x1b[A", "value": "y"}]}
    there = bots_terminal.Terminal(lambda message: Answer([reply], {}, []), "Alder Road Clinic", None)
    there._answer("hello")
    shown = capsys.readouterr().out
    assert not any(each in shown for each in "\x1b\x07\x08\r\u202e")
    assert "Nu [31mala:" in shown
    assert [line for line in shown.splitlines() if "two" in line], "a new line of theirs stays one"
    assert len(shown.splitlines()) == 3
