"""What went wrong with a request, in the words that the courier understands."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from conversation.messages import RefusedError, SendError, TryLaterError, UncertainError

TOKEN_SECONDS = 60.0
"""How long a bot whose token is not taken is left alone."""
_NEVER_SENT = {"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol", "ProxyError"}
"""The client's errors after which nothing can have reached the vendor."""
_NOBODY = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid", "chat_id is empty")


def send_error(error: TelegramError | TimeoutError) -> SendError:
    """What a failed request means for the message that was to be sent."""
    match error:
        case RetryAfter():
            return TryLaterError("slow down", retry_after(error))
        case Forbidden():
            return RefusedError("blocked by the person" if "blocked" in str(error).lower() else "forbidden")
        case ChatMigrated():
            return RefusedError("chat has moved")
        case InvalidToken():
            return TryLaterError("token not taken", TOKEN_SECONDS, is_channel=True, is_fault=True)
        case BadRequest():
            said = str(error).lower()
            return RefusedError("no such chat" if any(word in said for word in _NOBODY) else "not taken")
        case NetworkError() if type(error.__cause__).__name__ in _NEVER_SENT:
            return TryLaterError("not reached")
        case NetworkError():
            return UncertainError("no answer")
        case TimeoutError():
            return UncertainError("no answer in time")
        case _:
            return UncertainError(type(error).__name__)


def retry_after(error: RetryAfter) -> float:
    """The seconds that the vendor asks for."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def is_unchanged(error: TelegramError) -> bool:
    """Whether an edit changed nothing, as it had been made before."""
    return "not modified" in str(error).lower()
