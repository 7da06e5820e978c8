"""Whose words a message is: a colleague's stand behind their name, on every channel alike."""

from __future__ import annotations

from dataclasses import replace

from conversation.messages import Letter, Reply


def signed(letter: Letter) -> Reply:
    """What is to be read of a letter."""
    if not letter.author:
        return letter.reply
    return replace(letter.reply, text=f"{letter.author}:\n{letter.reply.text}")
