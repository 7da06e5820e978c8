"""The words by which people end a channel's messages and bring them back, as carriers take them.

They count when they are the whole message. On SMS the carrier itself takes also CANCEL, END and QUIT so: whoever
meant a visit is asked by another way.
"""

from __future__ import annotations

from enum import StrEnum

from conversation.extractors.text import fold
from conversation.messages import InboundMessage, Kind

CHANNELS = frozenset({"whatsapp", "sms"})
"""Where such words count."""
_TOLD = "told"


class Word(StrEnum):
    """What such a word does."""

    STOP = "stop"
    CANCEL = "cancel"
    """Ends the messages as well, but may have meant a visit."""
    START = "start"
    HELP = "help"


STOPS = frozenset("stop stopall unsubscribe optout revoke baja alto parar desuscribir desuscribirme".split())
CANCELS = frozenset("cancel end quit".split())
"""On SMS only."""
STARTS = frozenset("start unstop".split())
RESUMES = frozenset("yes si alta iniciar comenzar reanudar".split()) | STARTS
"""What brings messages back to somebody who wants none; said by anybody else it means what it says."""
HELPS = frozenset("help info ayuda".split())
"""On SMS only: elsewhere they are answered like anything else."""
_OF_ONE_LANGUAGE = {
    "es": frozenset("baja alto parar desuscribir desuscribirme ayuda si alta iniciar comenzar reanudar".split())
}
"""The others are known to people of any language."""
_PLATFORM = {"STOP": Word.STOP, "START": Word.START, "HELP": Word.HELP}


def plain(text: str) -> str:
    """A message as such words are looked up."""
    return fold(text).strip(" .!¡\n\"'«»").replace(" ", "").replace("-", "")


def find_word(text: str, channel: str) -> Word | None:
    """The word that a message consists of, on a channel; None for every other message."""
    if channel not in CHANNELS or len(text) > 40:
        return None
    said = plain(text)
    if said in STOPS:
        return Word.STOP
    if said in STARTS:
        return Word.START
    if channel == "sms":
        return Word.CANCEL if said in CANCELS else Word.HELP if said in HELPS else None
    return None


def language_of(text: str) -> str | None:
    """The language that such a word shows; None where it shows none."""
    said = plain(text)
    return next((code for code, words in _OF_ONE_LANGUAGE.items() if said in words), None)


def choice(text: str, channel: str, platform: str = "") -> str | None:
    """What to keep as the choice of a message that is such a word; None where it is none.

    `platform` is what the vendor says that it took the message for, and has answered already.
    """
    word = find_word(text, channel)
    taken = _PLATFORM.get(platform.upper())
    if taken is None:
        return f"opt:{word}" if word is not None else None
    if taken is Word.STOP and word is Word.CANCEL:
        taken = Word.CANCEL
    return f"opt:{taken}:{_TOLD}"


def word_of(message: InboundMessage) -> Word | None:
    """What a message says to its channel; None for every other message."""
    if message.kind is Kind.OPTOUT:
        return Word((message.choice or "opt:stop").split(":")[1])
    if message.choice is not None or message.is_heard or message.attachments:
        return None
    return find_word(message.text, message.channel)


def is_told(message: InboundMessage) -> bool:
    """Whether the vendor has answered it already."""
    return message.kind is Kind.OPTOUT and (message.choice or "").endswith(f":{_TOLD}")
