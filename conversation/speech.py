"""Voice notes written down by an OpenAI-compatible server (`/v1/audio/transcriptions`).

What it says is believed as little as what was heard by ear: it is quoted, and everything in it is read back before
anything is done. While the server fails it is left alone, and whoever speaks is asked to type.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Any

from conversation.breaker import Breaker
from conversation.model.client import VENDOR

SECONDS = 15.0
"""How long one recording may take."""
LEFT_ALONE_SECONDS = 30.0
MOST_CHARACTERS = 4096
HEARD_KINDS = {
    "audio/ogg": "ogg", "audio/oga": "ogg", "audio/opus": "ogg", "application/ogg": "ogg", "audio/mpeg": "mp3",
    "audio/mp3": "mp3", "audio/mp4": "m4a", "audio/m4a": "m4a", "audio/x-m4a": "m4a", "audio/aac": "m4a",
    "audio/wav": "wav", "audio/x-wav": "wav", "audio/webm": "webm", "audio/flac": "flac", "audio/amr": "amr",
}  # fmt: skip
"""Recordings that such servers take, and what a file of each is called: they go by the name."""
NO_SPEECH, UNSURE = 0.6, -1.0
"""Of a stretch of sound: more likely than this no speech, and guessed below this log-probability."""
_NOISES = ("[", "(", "♪", "*")
"""How servers write down what is no speech."""


class HearingError(Exception):
    """Nobody listened. `reason` is a word or two for operators."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SpeechServer:
    """A server that writes down what is spoken."""

    def __init__(self, base_url: str, api_key: str, model: str, *, seconds: float = SECONDS) -> None:
        import openai  # heavy, so only who has a server pays for it

        self._openai = openai
        self._base_url, self._api_key, self._model = base_url or VENDOR, api_key or "none", model
        self._seconds = seconds
        self._breaker = Breaker(LEFT_ALONE_SECONDS)
        # only these say how sure they are
        self._form: Any = "verbose_json" if "whisper" in model else "json"

    def hear(self, recording: bytes, content_type: str, language: str | None) -> str | None:
        """The words of a recording; None where they cannot be made out. Raises HearingError."""
        if not recording:
            return None
        if not self._breaker.lets_through():
            raise HearingError("left alone")
        try:
            answer = self._ask(recording, content_type, language)
        except HearingError:
            self._breaker.trip()
            raise
        self._breaker.reset()
        return _words(answer)

    def _ask(self, recording: bytes, content_type: str, language: str | None) -> Any:
        """What the server answers, or nothing by the deadline, whatever drips in."""
        api = self._api()
        done = Future[Any]()
        kind = content_type.partition(";")[0].strip()

        def run() -> None:
            try:
                done.set_result(
                    api.audio.transcriptions.create(
                        model=self._model,
                        file=(f"note.{HEARD_KINDS.get(kind, 'ogg')}", recording, kind),
                        response_format=self._form,
                        language=language or self._openai.NOT_GIVEN,
                    )
                )
            except BaseException as error:
                done.set_exception(error)
            finally:
                api.close()

        threading.Thread(target=run, name="hearing", daemon=True).start()
        try:
            return done.result(self._seconds)
        except TimeoutError:
            api.close()
            raise HearingError("late") from None
        except self._openai.APIStatusError as error:
            # a recording that the server cannot read says nothing about the server
            if error.status_code in (400, 413, 415, 422):
                return None
            raise HearingError(f"HTTP {error.status_code}") from None
        except Exception as error:
            raise HearingError(type(error).__name__) from None

    def _api(self) -> Any:
        import httpx2

        http = httpx2.Client(timeout=self._seconds, follow_redirects=False)
        return self._openai.OpenAI(
            api_key=self._api_key, base_url=self._base_url, max_retries=0, timeout=self._seconds, http_client=http
        )

    def models(self) -> list[str]:
        """The names of the models that the server has, which costs nothing to ask. Raises HearingError."""
        api = self._api()
        try:
            return [each.id for each in api.models.list().data]
        except self._openai.APIStatusError as error:
            raise HearingError(f"HTTP {error.status_code}") from None
        except Exception as error:
            raise HearingError(type(error).__name__) from None
        finally:
            api.close()


def _words(answer: Any) -> str | None:
    """What was said, as far as it is clear; None where it is not."""
    text = answer if isinstance(answer, str) else getattr(answer, "text", None)
    if not isinstance(text, str):
        return None
    words = " ".join(text.replace("\x00", " ").split())[:MOST_CHARACTERS]
    is_noise = words.startswith(_NOISES) and words.endswith(("]", ")", "♪", "*"))
    if not any(c.isalnum() for c in words) or is_noise or _is_unsure(getattr(answer, "segments", None)):
        return None
    return words


def _is_unsure(segments: Any) -> bool:
    """Whether the server itself takes most of it for no speech, or for a guess."""
    if not isinstance(segments, list) or not segments:
        return False
    sure = [s for s in segments if not _is_guess(s)]
    return len(sure) * 2 < len(segments)


def _is_guess(segment: Any) -> bool:
    silence, likely = getattr(segment, "no_speech_prob", None), getattr(segment, "avg_logprob", None)
    is_silence = isinstance(silence, (int, float)) and silence > NO_SPEECH
    return is_silence or (isinstance(likely, (int, float)) and likely < UNSURE)
