"""What is said when a turn cannot be run."""

from __future__ import annotations

from conversation.extractors.emergency import find_emergency
from conversation.extractors.text import Message
from conversation.extractors.upset import Upset, find_upset
from conversation.messages import InboundMessage
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from hospital.directory import Hospital


def apology(language: str, reference: str) -> str:
    """That it went wrong, and under which reference it is found."""
    return Voice(language).say(Say.APOLOGY, {"reference": reference})


def is_urgent(message: InboundMessage) -> bool:
    """Whether a message tells of an emergency."""
    return find_emergency(Message.read(message.text, None)) is not None


def is_distressed(message: InboundMessage) -> bool:
    """Whether somebody suffers who writes, in no danger that the emergency rules know."""
    return find_upset(Message.read(message.text)) is Upset.DISTRESS


def urgent_words(message: InboundMessage, hospital: Hospital | None, language: str) -> str | None:
    """What to say to an emergency when nothing else can be done; None to anything else."""
    if not is_urgent(message):
        return None
    voice = Voice(language, is_spoken=message.channel == "voice")
    number = hospital.emergency_number if hospital else voice.say(Say.EMERGENCY_NUMBER)
    return voice.say(Say.EMERGENCY_ALONE, {"number": number})
