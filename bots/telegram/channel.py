"""The channel as the desk knows it: what sends, and what fetches files, on one line."""

from __future__ import annotations

from bots.telegram.files import Files
from bots.telegram.letters import Letters
from bots.telegram.line import Line
from bots.telegram.presses import Presses
from conversation.papers import OpenPaper


class Telegram:
    """One bot, in one process."""

    def __init__(self, token: str, base_url: str = "", open_paper: OpenPaper = lambda link: None) -> None:
        self.line = Line(token, base_url)
        self.presses = Presses(self.line)
        self.sender = Letters(self.line, self.presses, open_paper)
        self.keeper = Files(self.line)
