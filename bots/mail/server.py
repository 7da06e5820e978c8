"""The mail server: connected to, signed in at, handed a message; and what its answers mean.

A server's words tell addresses, so only its codes are kept: the reply code, and the enhanced one of RFC 3463 behind it.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from conversation.messages import RefusedError, SendError, TryLaterError, UncertainError

T = TypeVar("T")

SECONDS = 5.0
"""For each step of a conversation with the server..."""
TAKING_SECONDS = 20.0
"""...but the last: servers look at what they are given before they take it."""
CONFIGURATION_SECONDS, MAILBOX_SECONDS = 60.0, 60.0
"""How long nobody is written to when it is we who are set up wrongly; and one mailbox when its server asks for time."""
GOODBYE_SECONDS = 1.0
Security = Literal["starttls", "tls", "none"]
_ENHANCED = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_OURS = frozenset({530, 534, 535, 538})
"""Refused because of how we signed in, wherever it is said."""


@dataclass(frozen=True)
class Server:
    """A server that takes mail for everybody."""

    host: str
    port: int
    security: Security
    username: str = ""
    password: str = field(default="", repr=False)
    own_name: str = ""
    """What we call ourselves to it."""
    seconds: float = SECONDS
    taking_seconds: float = TAKING_SECONDS

    def deliver(self, sender: str, recipient: str, message: bytes, goes_on: Callable[[], bool]) -> None:
        """Hand over a message for one mailbox; `goes_on` is asked at the last moment. Raises SendError."""
        with self.session() as smtp:
            self._check_sender(smtp, sender)
            code, said = _step(lambda: smtp.rcpt(recipient))
            if code not in (250, 251):
                raise _of_mailbox(code, said)
            if not goes_on():
                raise UncertainError("taken over")
            self._hand_over(smtp, message)

    def try_out(self, sender: str) -> None:
        """Sign in and ask whether we may send as `sender`; nothing is sent. Raises SendError."""
        with self.session() as smtp:
            self._check_sender(smtp, sender)
            _step(smtp.rset)

    @contextmanager
    def session(self) -> Iterator[smtplib.SMTP]:
        """A connection on which we are signed in. Raises SendError."""
        smtp = self._connect()
        try:
            self._secure(smtp)
            self._sign_in(smtp)
            yield smtp
        finally:
            # what was taken is taken, however the goodbye goes
            with suppress(OSError, smtplib.SMTPException):
                if smtp.sock is not None:
                    smtp.sock.settimeout(GOODBYE_SECONDS)
                smtp.quit()
            smtp.close()

    def _connect(self) -> smtplib.SMTP:
        own = self.own_name or None
        try:
            if self.security == "tls":
                context = ssl.create_default_context()
                return smtplib.SMTP_SSL(self.host, self.port, own, timeout=self.seconds, context=context)
            return smtplib.SMTP(self.host, self.port, own, timeout=self.seconds)
        except smtplib.SMTPConnectError as error:
            raise TryLaterError(_reason(error.smtp_code, error.smtp_error)) from None
        except ssl.SSLError as error:
            raise _misconfigured(_of_tls(error)) from None
        except (OSError, smtplib.SMTPException):
            raise TryLaterError("unreachable") from None

    def _secure(self, smtp: smtplib.SMTP) -> None:
        _step(smtp.ehlo_or_helo_if_needed)
        if self.security != "starttls":
            return
        if not smtp.has_extn("starttls"):
            raise _misconfigured("no starttls")
        try:
            _step(lambda: smtp.starttls(context=ssl.create_default_context()))
            _step(smtp.ehlo)
        except ssl.SSLError as error:
            raise _misconfigured(_of_tls(error)) from None

    def _sign_in(self, smtp: smtplib.SMTP) -> None:
        if not self.username:
            return
        try:
            _step(lambda: smtp.login(self.username, self.password))
        except smtplib.SMTPAuthenticationError as error:
            raise _of_us(error.smtp_code, error.smtp_error) from None

    def _check_sender(self, smtp: smtplib.SMTP, sender: str) -> None:
        code, said = _step(lambda: smtp.mail(sender))
        if code != 250:
            raise _of_us(code, said)

    def _hand_over(self, smtp: smtplib.SMTP, message: bytes) -> None:
        if smtp.sock is not None:
            smtp.sock.settimeout(self.taking_seconds)
        try:
            code, said = smtp.data(message)
        except smtplib.SMTPDataError as error:
            raise _of_message(error.smtp_code, error.smtp_error) from None
        except (OSError, smtplib.SMTPException):
            # cut while its answer was awaited: it may be on its way
            raise UncertainError("cut off") from None
        if code != 250:
            raise _of_message(code, said)


def _step(do: Callable[[], T]) -> T:
    """One step before the message is handed over: whatever cuts it, nothing has left."""
    try:
        return do()
    except (ssl.SSLError, smtplib.SMTPAuthenticationError):
        raise
    except smtplib.SMTPNotSupportedError:
        raise _misconfigured("no sign-in") from None
    except smtplib.SMTPResponseException as error:
        raise _of_us(error.smtp_code, error.smtp_error) from None
    except (OSError, smtplib.SMTPException):
        raise TryLaterError("cut off") from None


# --- what answers mean ----------------------------------------------------------------------------


def _reason(code: int, said: bytes | str) -> str:
    enhanced = _ENHANCED.match(said if isinstance(said, bytes) else said.encode(errors="replace"))
    return f"smtp {code}{' ' + enhanced[1].decode() if enhanced else ''}"


def _misconfigured(reason: str) -> TryLaterError:
    return TryLaterError(reason, CONFIGURATION_SECONDS, is_channel=True, is_fault=True)


def _of_tls(error: ssl.SSLError) -> str:
    return "certificate" if isinstance(error, ssl.SSLCertVerificationError) else "tls"


def _of_us(code: int, said: bytes | str) -> SendError:
    """Said before it knew for whom: it is busy, or will not have us."""
    reason = _reason(code, said)
    return TryLaterError(reason) if 400 <= code < 500 else _misconfigured(reason)


def _of_mailbox(code: int, said: bytes | str) -> SendError:
    """Said of one mailbox: full or asked to come back, or not there. Others are written to meanwhile."""
    if code in _OURS:
        return _of_us(code, said)
    if code >= 500:
        return RefusedError(_reason(code, said))
    if code == 421:
        return TryLaterError(_reason(code, said))
    return TryLaterError(_reason(code, said), MAILBOX_SECONDS, is_fault=True)


def _of_message(code: int, said: bytes | str) -> SendError:
    """Said of the message itself."""
    return _of_mailbox(code, said)
