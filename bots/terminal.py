"""The desk in a terminal: typed lines in, words and numbered choices out. Plain lines when it is not a terminal."""

from __future__ import annotations

import contextlib
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bots.characters import harmless, storable
from conversation.messages import Answer, Attachment, InboundMessage, Kind

CHANNEL = "terminal"
FILE = "/file"
QUIT = frozenset({"/quit", "/exit", "/q"})
HELP = frozenset({"/help", "/h", "/?"})
HELP_TEXT = """\
Write as you would to a receptionist, in English or Spanish:
  I need a skin doctor on Friday afternoon
  move my visit to Monday
  what does it cost to cancel?
A number takes a choice of the list shown last. 0 asks for a person; their answers are shown before the next line, and
Enter alone looks for them. /file PATH sends a picture or a PDF. /quit ends."""
FILE_TEXT = "Name the picture or PDF to send: /file PATH"


class Terminal:
    """One conversation, from the start of the program to its end.

    `put_through` answers a message; `fetch` brings what was written unasked since, by the conversation's name;
    `sender` is the E.164 phone of whoever writes, where it is known; `take` takes in a file by its path. Where nothing
    carries messages away, `leaving` tells what was written to phones and mailboxes since the last call, a line each.
    """

    def __init__(
        self,
        put_through: Callable[[InboundMessage], Answer],
        hospital: str,
        sender: str | None,
        fetch: Callable[[str], Sequence[dict[str, Any]]] = lambda conversation: (),
        take: Callable[[str, str], Attachment] | None = None,
        leaving: Callable[[], Sequence[str]] = lambda: (),
    ) -> None:
        self._put_through, self._fetch, self._take, self._leaving = put_through, fetch, take, leaving
        self._hospital, self._sender = hospital, sender
        self._conversation = uuid.uuid4().hex
        self._offered: list[dict[str, str]] = []
        self._is_typed = sys.stdin.isatty()
        self._is_rich = self._is_typed and sys.stdout.isatty()
        self._console = Console(highlight=False)

    def run(self) -> int:
        """Talk until the input ends. The exit status."""
        if self._is_typed:
            self._greet()
        with contextlib.suppress(KeyboardInterrupt):
            for line in self._lines():
                if line.lower() in QUIT:
                    break
                if line.lower() in HELP:
                    self._write(HELP_TEXT)
                elif line.lower() == FILE and self._take is not None:
                    self._write(FILE_TEXT)
                elif line:
                    self._answer(line)
        if self._is_typed:
            sys.stderr.write("\nGoodbye.\n")
        return 0

    def _greet(self) -> None:
        who = f", as {self._sender}" if self._sender else ""
        told = "Say what you need; a number takes a choice; /help tells more; /quit ends"
        if self._is_rich:
            self._console.print(Text.assemble("\n", (self._hospital, "bold green"), f"{who}\n", (told, "dim"), "\n"))
        else:
            sys.stderr.write(f"{self._hospital}{who}. {told}.\n")

    def _lines(self) -> Iterator[str]:
        if self._is_typed:
            # editing and history of the line, where this Python has it
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401
        while True:
            self._show_news()
            try:
                line = input("> ") if self._is_rich else sys.stdin.readline()
            except EOFError:
                return
            if not line and not self._is_rich:
                return
            yield storable(line).strip()

    def _answer(self, line: str) -> None:
        message = self._message(line)
        with self._console.status("", spinner="dots") if self._is_rich else contextlib.nullcontext():
            answer = self._put_through(message)
        if answer.replies:
            self._offered = []
        elif self._is_rich:
            self._console.print(Text("    (a person answers here; Enter looks for their words)", style="dim"))
        for reply in answer.replies:
            self._show(reply)
        sys.stdout.flush()
        for line in self._leaving():
            self._aside(harmless(line))

    def _show_news(self) -> None:
        """Show what came unasked: a colleague's answer, an offer."""
        news = self._fetch(self._conversation)
        if any(each["choices"] for each in news):
            self._offered = []
        for each in news:
            self._show(each)
        if news:
            sys.stdout.flush()

    def _aside(self, text: str) -> None:
        if self._is_rich:
            self._console.print(Padding(Text(text, style="dim italic"), (0, 4, 1, 2)))
        else:
            sys.stderr.write(f"({text})\n")
            sys.stderr.flush()

    def _write(self, text: str) -> None:
        if self._is_rich:
            self._console.print(Padding(Text(text, style="dim"), (1, 4, 1, 2)))
        else:
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()

    def _message(self, line: str) -> InboundMessage:
        choice = self._tapped(line)
        attached = self._attached(line)
        return InboundMessage(
            channel=CHANNEL,
            conversation=self._conversation,
            external_id=uuid.uuid4().hex,
            kind=Kind.ATTACHMENT if attached else Kind.TEXT if choice is None else Kind.CHOICE,
            text=line if choice is None and not attached else "",
            choice=choice,
            attachments=attached,
            sender=self._sender,
            is_vouched=self._sender is not None,
            received_at=datetime.now(UTC),
        )

    def _attached(self, line: str) -> tuple[Attachment, ...]:
        """The file that `/file PATH` sends."""
        command, _, path = line.partition(" ")
        if command.lower() != FILE or not path.strip() or self._take is None:
            return ()
        return (self._take(str(Path(path.strip().strip("\"'")).expanduser()), ""),)

    def _tapped(self, line: str) -> str | None:
        """The choice that a number stands for; None for any other words."""
        if not (line.isascii() and line.isdigit() and 1 <= int(line[:4]) <= len(self._offered)):
            return None
        return self._offered[int(line[:4]) - 1]["value"]

    def _show(self, reply: dict[str, Any]) -> None:
        first = len(self._offered) + 1
        self._offered += reply["choices"]
        # a colleague's words are not ours
        author = f"{harmless(reply['author'])}: " if reply.get("author") else ""
        text = harmless(reply["text"], kept="\n")
        labels = [harmless(choice["label"]) for choice in reply["choices"]]
        if not self._is_rich:
            sys.stdout.write(f"{author}{text}\n")
            for number, label in enumerate(labels, first):
                sys.stdout.write(f"  {number}. {label}\n")
            return
        self._console.print(Padding(Text.assemble((author, "bold magenta"), text), (1, 4, 0, 2)))
        for number, label in enumerate(labels, first):
            self._console.print(Text.assemble("    ", (f"{number:>2} ", "bold cyan"), label))
        self._console.print()
