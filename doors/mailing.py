"""E-mail, from the settings: off without a server and a sender; tried by `check`, which sends nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from doors.errors import SettingsError
from doors.settings import Settings, Smtp, is_loopback

if TYPE_CHECKING:
    from bots.mail.composing import House, Mailboxes
    from bots.mail.sending import MailSender
    from bots.mail.server import Server

NAME = "mail"
INSTEAD = "no mail is sent, and nobody is told by mail of what is left lying"


def why_off(settings: Settings) -> str | None:
    """Why no mail is sent; None when it is."""
    for name, value in (("smtp.host", settings.smtp.host), ("smtp.from", settings.smtp.sender)):
        if not value:
            return f"{name} is not set"
    return None


def build(settings: Settings, house: Callable[[], House]) -> MailSender | None:
    """What sends; None where it is off. Raises SettingsError."""
    if why_off(settings) is not None:
        return None
    from bots.mail.sending import MailSender

    by = _mailboxes(settings.smtp)
    salt = f"{settings.smtp.host}/{settings.public_url or settings.database_url}"
    return MailSender(_server(settings.smtp, by.domain), by, house, salt)


def _mailboxes(smtp: Smtp) -> Mailboxes:
    """From whom it is. Raises SettingsError."""
    from bots.mail.addresses import named
    from bots.mail.composing import Mailboxes

    sender, reply_to = named(smtp.sender), named(smtp.reply_to) if smtp.reply_to else ("", "")
    for name, given, found in (("smtp.from", smtp.sender, sender), ("smtp.reply_to", smtp.reply_to, reply_to)):
        if found is None:
            raise SettingsError(f"{name} {given!r} is not one address: write it as City Clinic <desk@clinic.example>")
    assert sender is not None and reply_to is not None
    return Mailboxes(sender[1], sender[0], reply_to[1])


def _server(smtp: Smtp, own_name: str) -> Server:
    """Whom it is handed to. Raises SettingsError."""
    from bots.mail.server import Server

    if smtp.username and smtp.way == "none" and not is_loopback(f"smtp://{smtp.host}"):
        raise SettingsError(
            "smtp.security none would send smtp.password in the clear: take starttls or tls, or no smtp.username"
        )
    return Server(smtp.host, smtp.port, smtp.way, smtp.username, smtp.password, own_name)


# --- told and tried -------------------------------------------------------------------------------


def described(settings: Settings) -> tuple[str, str]:
    """Whether it is on, and how, as `serve` says at its start."""
    off = why_off(settings)
    return ("off", f"{off}: {INSTEAD}") if off else ("on", _how(settings.smtp))


def _how(smtp: Smtp) -> str:
    by = {"starttls": "over STARTTLS", "tls": "over TLS", "none": "in the clear"}[smtp.way]
    return f"{smtp.host}:{smtp.port} {by}, from {smtp.sender}"


def tried(settings: Settings) -> tuple[bool | None, str]:
    """Whether mail can be sent (None: it is off), and what is known or to be done."""
    off = why_off(settings)
    if off is not None:
        return (None if not _given(settings.smtp) else False), f"{off}: {INSTEAD}"
    from conversation.messages import SendError

    smtp = settings.smtp
    try:
        by = _mailboxes(smtp)
        _server(smtp, by.domain).try_out(by.sender)
    except SettingsError as error:
        return False, str(error)
    except SendError as error:
        return False, _why(smtp, error.reason)
    signed_in = " takes us in and" if smtp.username else ""
    return True, f"the server{signed_in} lets us send; {_how(smtp)}"


def _given(smtp: Smtp) -> bool:
    return bool(smtp.host or smtp.username or smtp.password or smtp.sender)


_WHY = {
    "unreachable": "does not answer: look at smtp.host, smtp.port and smtp.security",
    "cut off": "cuts the connection: look at smtp.port and smtp.security (465 goes with tls, 587 with starttls)",
    "no starttls": "offers no STARTTLS: set smtp.security to tls or, on this machine, to none",
    "no sign-in": "takes no sign-in like this: look at smtp.security, or leave smtp.username empty",
    "certificate": "shows a certificate that is not trusted for this name: look at smtp.host and SSL_CERT_FILE",
    "tls": "speaks no TLS there: look at smtp.port and smtp.security (465 goes with tls, 587 with starttls)",
    "smtp 535": "does not let us in: look at smtp.username and smtp.password",
}


def _why(smtp: Smtp, reason: str) -> str:
    plain = " ".join(reason.split()[:2]) if reason.startswith("smtp") else reason
    why = _WHY.get(plain, f"answers {reason}: it may not take mail from smtp.from")
    return f"{smtp.host}:{smtp.port} {why}"
