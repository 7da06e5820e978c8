"""The desk in a terminal: typed lines in, words and numbered choices out. Plain lines when it is not a terminal."""

from __future__ import annotations

import contextlib
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from conversation.messages import Answer, InboundMessage, Kind

CHANNEL = "terminal"
QUIT = frozenset({"/quit", "/exit", "/q"})


class Terminal:
    """One conversation, from the start of the program to its end.

    `put_through` answers a message; `sender` is the E.164 phone of whoever writes, where it is known.
    """

    def __init__(self, put_through: Callable[[InboundMessage], Answer], hospital: str, sender: str | None) -> None:
        self._put_through, self._hospital, self._sender = put_through, hospital, sender
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
                if line:
                    self._answer(line)
        if self._is_typed:
            sys.stderr.write("\nGoodbye.\n")
        return 0

    def _greet(self) -> None:
        who = f", as {self._sender}" if self._sender else ""
        told = "Say what you need; a number takes a choice; /quit ends"
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
            try:
                line = input("> ") if self._is_rich else sys.stdin.readline()
            except EOFError:
                return
            except UnicodeDecodeError:
                sys.stderr.write("frontdesk: that line is not UTF-8 text\n")
                continue
            if not line and not self._is_rich:
                return
            yield line.encode("utf-8", "replace").decode().replace("\x00", "").strip()

    def _answer(self, line: str) -> None:
        message = self._message(line)
        with self._console.status("", spinner="dots") if self._is_rich else contextlib.nullcontext():
            answer = self._put_through(message)
        self._offered = []
        for reply in answer.replies:
            self._show(reply)
        sys.stdout.flush()

    def _message(self, line: str) -> InboundMessage:
        choice = self._tapped(line)
        return InboundMessage(
            channel=CHANNEL,
            conversation=self._conversation,
            external_id=uuid.uuid4().hex,
            kind=Kind.TEXT if choice is None else Kind.CHOICE,
            text=line if choice is None else "",
            choice=choice,
            sender=self._sender,
            is_vouched=self._sender is not None,
            received_at=datetime.now(UTC),
        )

    def _tapped(self, line: str) -> str | None:
        """The choice that a number stands for; None for any other words."""
        if not (line.isascii() and line.isdigit() and 1 <= int(line[:4]) <= len(self._offered)):
            return None
        return self._offered[int(line[:4]) - 1]["value"]

    def _show(self, reply: dict[str, Any]) -> None:
        first = len(self._offered) + 1
        self._offered += reply["choices"]
        if not self._is_rich:
            sys.stdout.write(f"{reply['text']}\n")
            for number, choice in enumerate(reply["choices"], first):
                sys.stdout.write(f"  {number}. {choice['label']}\n")
            return
        self._console.print(Padding(Text(reply["text"]), (1, 4, 0, 2)))
        for number, choice in enumerate(reply["choices"], first):
            self._console.print(Text.assemble("    ", (f"{number:>2} ", "bold cyan"), choice["label"]))
        self._console.print()
