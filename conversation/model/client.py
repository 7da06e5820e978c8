"""One question to an OpenAI-compatible server, and the text of its answer. Nothing of the answer is believed here.

Every call has a connection of its own, so that whoever stops waiting can cut it without harming others.
"""

from __future__ import annotations

import json
import logging
import ssl
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
VENDOR = "https://api.openai.com/v1"
"""Where OpenAI itself answers; named here, so that no variable of the environment sends messages elsewhere."""
MOST_BYTES = 256_000


class ModelError(Exception):
    """No answer: `reason` is `late`, `unreachable`, `limited`, `denied`, `broken` or `garbled`."""

    def __init__(self, reason: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
        """For operators; never a patient's words."""
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Said:
    """What a model said; None where it refused to."""

    text: str | None


class Call(Protocol):
    """One question under way."""

    def ask(self, messages: tuple[dict[str, str], ...], schema: Mapping[str, Any]) -> Said:
        """The answer. Raises ModelError."""

    def cut(self) -> None:
        """Hang up, from whatever thread."""


class Client(Protocol):
    """Opens calls."""

    def open(self, seconds: float) -> Call:
        """A call that no step of may take longer."""


class OpenAIClient:
    """A server that speaks OpenAI's chat completions."""

    def __init__(self, base_url: str, api_key: str, model: str) -> None:
        # heavy, so only who asks a model pays for it; here, so that the first question does not
        import openai

        # its own log, which a variable of the environment turns on, tells what was asked
        logging.getLogger("openai").setLevel(logging.WARNING)
        self._openai = openai
        self.base_url = base_url or VENDOR
        self.model = model
        self._api_key = api_key or "none"
        self._tls = ssl.create_default_context() if self.base_url.startswith("https:") else False

    def open(self, seconds: float) -> OpenAICall:
        """A call that no step of may take longer."""
        import httpx2

        http = httpx2.Client(
            timeout=seconds, verify=self._tls, follow_redirects=False, event_hooks={"response": [_check_status]}
        )
        api = self._openai.OpenAI(
            api_key=self._api_key,
            base_url=self.base_url,
            max_retries=0,
            timeout=seconds,
            http_client=http,
            # what is small when packed may have no end unpacked
            default_headers={"accept-encoding": "identity"},
        )
        return OpenAICall(api, self.model)


class OpenAICall:
    """One question to it."""

    def __init__(self, api: Any, model: str) -> None:
        self._api = api
        self._model = model

    def cut(self) -> None:
        """Hang up."""
        self._api.close()

    def ask(self, messages: tuple[dict[str, str], ...], schema: Mapping[str, Any]) -> Said:
        """The answer. Raises ModelError."""
        form = {"type": "json_schema", "json_schema": {"name": "message", "strict": True, "schema": dict(schema)}}
        create = self._api.chat.completions.with_streaming_response.create
        return _said(self._body(create, model=self._model, messages=list(messages), response_format=form))

    def models(self) -> list[str]:
        """The names of the models that the server has. Raises ModelError."""
        answer = _json(self._body(self._api.models.with_streaming_response.list))
        listed = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(listed, list):
            raise ModelError("garbled")
        return [str(each["id"]) for each in listed if isinstance(each, dict) and "id" in each]

    def _body(self, request: Any, **arguments: Any) -> bytes:
        """What the server answers, as far as it is short enough to be an answer."""
        import httpx2
        import openai

        try:
            with request(**arguments) as response:
                body = b""
                for piece in response.http_response.iter_raw():
                    body += piece
                    if len(body) > MOST_BYTES:
                        raise ModelError("garbled", "the answer has no end")
        except openai.APITimeoutError:
            raise ModelError("late") from None
        except openai.APIConnectionError as error:
            cause = error.__cause__
            raise (cause if isinstance(cause, ModelError) else ModelError("unreachable", _cause(error))) from None
        except httpx2.TimeoutException:
            raise ModelError("late") from None
        except (openai.OpenAIError, httpx2.HTTPError, OSError, ValueError, RuntimeError) as error:
            # also what a connection raises that was cut from outside
            raise ModelError("unreachable", _cause(error)) from None
        finally:
            self._api.close()
        return body


def _check_status(response: Any) -> None:
    """Raise ModelError for any answer but a good one, before anything of it is read: it may have no end."""
    status = response.status_code
    if status == 429:
        raise ModelError("limited", retry_after=_seconds(response.headers.get("retry-after")))
    if status != 200:
        raise ModelError("denied" if status in (401, 403) else "broken", f"HTTP {status}")


def _cause(error: Exception) -> str:
    return type(error.__cause__ or error).__name__


def _seconds(value: str | None) -> float | None:
    try:
        seconds = float(value or "")
    except ValueError:
        return None
    return seconds if seconds >= 0 else None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise ModelError("garbled", "no JSON") from None


def _said(body: bytes) -> Said:
    answer = _json(body)
    try:
        message = answer["choices"][0]["message"]
        refusal, content = message.get("refusal"), message.get("content")
    except (KeyError, IndexError, TypeError, AttributeError):
        raise ModelError("garbled", "no chat completion") from None
    if refusal or content is None:
        return Said(None)
    if not isinstance(content, str):
        raise ModelError("garbled", "no chat completion")
    return Said(content)


def within(call: OpenAICall, work: Callable[[OpenAICall], T], seconds: float) -> T:
    """What the work with a call gives, or nothing by the deadline, whatever drips in. Raises ModelError."""
    done = Future[T]()

    def run() -> None:
        try:
            done.set_result(work(call))
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, name="model-once", daemon=True).start()
    try:
        return done.result(seconds)
    except TimeoutError:
        call.cut()
        raise ModelError("late") from None
