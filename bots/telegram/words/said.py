"""Names of what the channel says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Word(StrEnum):
    """A sentence or a label."""

    CANNOT_READ = "cannot_read"
    NOT_YOUR_NUMBER = "not_your_number"
    EDITED = "edited"
    IN_PRIVATE = "in_private"
    EMERGENCY = "emergency"
    """Says `{number}`."""
    EMERGENCY_NUMBER = "emergency_number"
    """What stands there while the number cannot be looked up."""
    OPEN_PRIVATE = "open_private"
    WHICH_LANGUAGE = "which_language"


class Command(StrEnum):
    """A command of the menu."""

    START = "start"
    BOOK = "book"
    APPOINTMENTS = "appointments"
    CANCEL = "cancel"
    HUMAN = "human"
    LANGUAGE = "language"
    HELP = "help"


@dataclass(frozen=True)
class Language:
    """A language: its own name, the channel's words, the menu, and what a command says to the desk."""

    name: str
    words: Mapping[Word, str]
    menu: Mapping[Command, str]
    """What each command of the menu does."""
    says: Mapping[Command, str]
    """The words that a command stands for."""
    asks_for_itself: str
    """The words that ask for this language."""
    with_doctor: str
    in_speciality: str
    """The words that a link to a doctor or a speciality stands for, with `{name}`."""
