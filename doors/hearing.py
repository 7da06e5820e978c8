"""The speech server of the settings: built, told of and tried out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from doors.settings import Speech

if TYPE_CHECKING:
    from conversation.speech import SpeechServer

NAME = "speech"
OFF = "speech.base_url is not set: who sends a voice note is asked to type"


def build(speech: Speech) -> SpeechServer | None:
    """Who writes down voice notes; None where nobody does."""
    if not speech.is_configured:
        return None
    from conversation.speech import SpeechServer

    return SpeechServer(speech.base_url, speech.api_key, speech.model)


def described(speech: Speech) -> str:
    """Which model listens, and where."""
    return f"{speech.model} at {_where(speech)} writes down voice notes; what was heard is read back"


def _where(speech: Speech) -> str:
    return urlsplit(speech.base_url).netloc.rpartition("@")[2] or "OpenAI"


def tried(speech: Speech) -> tuple[bool, str]:
    """Ask the server which models it has, which costs nothing: whether it answers, and what to do where not."""
    from conversation.speech import HearingError, SpeechServer

    try:
        names = SpeechServer(speech.base_url, speech.api_key, speech.model, seconds=5.0).models()
    except HearingError as error:
        if error.reason in ("HTTP 404", "HTTP 405"):
            # not every server has a list
            return True, f"answers; {described(speech)}"
        return False, f"{_where(speech)} {_why(error.reason)}"
    known = "" if speech.model in names else f"; it does not name {speech.model} among its models"
    return True, f"answers{known}; {described(speech)}"


def _why(reason: str) -> str:
    if reason in ("HTTP 401", "HTTP 403"):
        return f"does not let us in ({reason}): look at speech.api_key"
    if reason.startswith("HTTP"):
        return f"answers {reason}: look at speech.base_url, which mostly ends in /v1"
    return "does not answer: look at speech.base_url and at the server"
