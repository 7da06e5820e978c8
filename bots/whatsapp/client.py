"""The vendor's client, with time-outs of our own, each request under a token, and another server where one is set."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from conversation.messages import RefusedError, SendError, TryLaterError, UncertainError

if TYPE_CHECKING:
    from twilio.rest import Client

SECONDS = 5.0
TOKEN_HEADER = "I-Twilio-Idempotency-Token"  # noqa: S105 - the name of a header
TOO_MANY_SECONDS, CONFIGURATION_SECONDS = 30.0, 60.0
"""How long to leave the vendor alone when it says nothing about it; and when it is we who are set up wrongly."""
SHORTEST_SECONDS, LONGEST_SECONDS = 1.0, 3600.0

token: ContextVar[str] = ContextVar("token", default="")
"""What the request of the moment is known by to the vendor."""


class LimitedError(Exception):
    """Asked too often; `seconds` until it may be asked again."""

    def __init__(self, seconds: float) -> None:
        super().__init__("limited")
        self.seconds = seconds


def build(account_sid: str, auth_token: str, base_url: str = "", *, seconds: float = SECONDS) -> Client:
    """The client of an account."""
    import logging

    from twilio.http.http_client import TwilioHttpClient
    from twilio.rest import Client

    # it tells to whom and what is written
    logging.getLogger("twilio.http_client").setLevel(logging.WARNING)

    class Http(TwilioHttpClient):  # type: ignore[misc]
        def request(self, method: str, url: str, *given: Any, **more: Any) -> Any:
            headers = dict(more.get("headers") or {})
            if token.get():
                headers[TOKEN_HEADER] = token.get()
            more["headers"] = headers
            response = super().request(method, moved(url, base_url), *given, **more)
            if response.status_code == 429:
                raise LimitedError(_seconds(response.headers))
            return response

    return Client(account_sid, auth_token, http_client=Http(timeout=seconds))


def moved(url: str, base_url: str) -> str:
    """A URL of the vendor's at the server that stands in for it, where there is one."""
    if not base_url:
        return url
    parts = urlsplit(url)
    return f"{base_url.rstrip('/')}{parts.path}{'?' + parts.query if parts.query else ''}"


def _seconds(headers: Any) -> float:
    try:
        wait = float((headers or {}).get("Retry-After", ""))
    except (TypeError, ValueError):
        return TOO_MANY_SECONDS
    return min(max(wait, SHORTEST_SECONDS), LONGEST_SECONDS) if wait == wait else TOO_MANY_SECONDS


# --- errors ---------------------------------------------------------------------------------------

OPTED_OUT = frozenset({21610})
OUTSIDE_WINDOW = frozenset({63016})
LIMITED = frozenset({20429, 14107, 30001, 63018})
SPENT = frozenset({63038})
"""All that the account may send in a day is sent: it is asked again by the hour."""
CONFIGURATION = frozenset({20003, 20005, 20006, 21606, 21659, 21660, 21661, 21703, 63007})
"""What ends by being put right on our side: credentials, a number that is not ours, a sender not set up."""


_UNBEGUN = ("NewConnectionError", "NameResolutionError")
"""What the transport's errors are called where no connection came about."""


def as_send_error(error: Exception) -> SendError:
    """What an error of the client means for the message."""
    from requests.exceptions import ConnectionError as NoConnectionError
    from requests.exceptions import ConnectTimeout, RequestException, Timeout
    from twilio.base.exceptions import TwilioException, TwilioRestException

    if isinstance(error, LimitedError):
        return TryLaterError("429", error.seconds, is_channel=True)
    if isinstance(error, TwilioRestException):
        return _of_status(error.status, int(error.code or 0))
    if isinstance(error, ConnectTimeout):
        return TryLaterError("unreachable")
    if isinstance(error, Timeout):
        return UncertainError("timeout")
    if isinstance(error, NoConnectionError):
        # refused or not found before anything was sent, or cut while the answer was awaited
        is_unbegun = any(name in repr(error) for name in _UNBEGUN)
        return TryLaterError("unreachable") if is_unbegun else UncertainError("cut off")
    if isinstance(error, (RequestException, TwilioException, ValueError, KeyError, TypeError)):
        return UncertainError("garbled")
    return UncertainError(type(error).__name__)


def _of_status(status: int, code: int) -> SendError:
    from conversation.messages import OptedOutError, OutsideWindowError

    if code in OPTED_OUT:
        return OptedOutError(str(code))
    if code in OUTSIDE_WINDOW:
        return OutsideWindowError(str(code))
    if code in LIMITED:
        return TryLaterError(str(code), TOO_MANY_SECONDS, is_channel=True)
    if code in SPENT:
        return TryLaterError(str(code), LONGEST_SECONDS, is_channel=True)
    # an error of 21000 and on is about this message, whatever its status
    if code in CONFIGURATION or (status in (401, 403) and code < 21000):
        return TryLaterError(str(code or status), CONFIGURATION_SECONDS, is_channel=True, is_fault=True)
    if status >= 500 or status < 400:
        return UncertainError(f"HTTP {status}")
    # where the vendor names no error of its own, its client repeats the status
    return RefusedError(str(code) if code not in (0, status) else f"HTTP {status}")


def code_of(told: str) -> int:
    """An error code as reports tell it; 0 where they tell none."""
    return int(told) if told.isascii() and told.isdigit() else 0
