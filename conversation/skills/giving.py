"""Handing something over in the chat: as files where the channel carries them, else by links that expire."""

from __future__ import annotations

from conversation.papers import Way
from conversation.pen import Pen
from conversation.phrases.say import Say
from hospital import file_links


def give(pen: Pen, name: str, links: tuple[str, ...], way: Way) -> None:
    """Hand over what links open, under a name."""
    if way == "file":
        pen.hand(Say.REPORT_FILES, links, name=name)
        return
    minutes = int(file_links.LASTS.total_seconds()) // 60
    pen.tell(Say.REPORT_LINKS, name=name, links=pen.voice.lines(links), minutes=minutes)
