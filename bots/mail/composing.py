"""A letter as an e-mail: text and HTML in its reader's language, a visit as an invitation beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bots.authors import signed
from bots.characters import harmless, storable
from conversation.messages import Letter
from conversation.phrases.say import Say
from conversation.phrases.voice import DEFAULT, WORDS, Voice

if TYPE_CHECKING:
    from jinja2 import Template

ALERT = "alert"
"""The kind of what tells colleagues that nobody sees to something."""
SUBJECT_LIMIT, NAME_LIMIT = 120, 100
FROM_RIGHT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages that are written from right to left."""


@dataclass(frozen=True)
class House:
    """Who writes."""

    name: str
    phone: str | None = None
    language: str = DEFAULT
    """In which it writes where nothing else is known."""


@dataclass(frozen=True)
class Mailboxes:
    """From whom an e-mail is, and who reads an answer to it."""

    sender: str
    name: str = ""
    """Beside the address; empty: the hospital's."""
    reply_to: str = ""

    @property
    def domain(self) -> str:
        """The sender's."""
        return self.sender.rpartition("@")[2]


def compose(letter: Letter, to: str, by: Mailboxes, house: House, message_id: str, now: datetime) -> EmailMessage:
    """The e-mail for one mailbox. `now` is aware."""
    language = next((each for each in (letter.language, house.language) if each in WORDS), None) or DEFAULT
    voice, reply = Voice(language), signed(letter)
    name = _line(by.name or house.name, NAME_LIMIT)
    subject = _line(reply.subject or _subject(letter, voice, house), SUBJECT_LIMIT)
    lines = [line for line in storable(harmless(reply.text, "\n")).split("\n") if line.strip()]
    if reply.choices:
        answers = " / ".join(_line(option.label, NAME_LIMIT) for option in reply.choices)
        lines.append(voice.say(Say.MAIL_CHOICES, {"answers": answers}))
    footer = list(_footer(letter, voice, by, house))

    made = EmailMessage(SMTP)
    made["From"] = _address(by.sender, name)
    made["To"] = _address(to)
    made["Subject"] = subject
    made["Date"] = format_datetime(now)
    made["Message-ID"] = message_id
    if by.reply_to:
        made["Reply-To"] = _address(by.reply_to)
    # RFC 3834: nobody's out-of-office answers it
    made["Auto-Submitted"] = "auto-generated"
    text = "\n\n".join(filter(None, ("\n".join(lines), "\n".join(["-- ", *footer]) if footer else "")))
    made.set_content(f"{text}\n", cte="quoted-printable")
    direction = "rtl" if language in FROM_RIGHT else "ltr"
    told = {"subject": subject, "language": language, "direction": direction, "name": name}
    html = _template().render(**told, lines=lines, footer=footer)
    made.add_alternative(html, subtype="html", cte="quoted-printable")
    if reply.visit is not None:
        # what writes calendars is loaded where there is something to write into one
        from bots.mail.invites import invite, method

        asks = method(reply.visit)
        calendar = invite(reply.visit, organiser=by.sender, name=name, attendee=to, now=now)
        made.add_alternative(calendar, subtype="calendar", cte="base64", params={"method": asks})
        # for readers that show no such part
        made.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename="invite.ics")
    # last: what is made of parts hands headers of this kind down to them
    made["Content-Language"] = language
    return made


def _subject(letter: Letter, voice: Voice, house: House) -> str:
    return voice.say(Say.MAIL_SUBJECT_ALERT if letter.kind == ALERT else Say.MAIL_SUBJECT, {"hospital": house.name})


def _footer(letter: Letter, voice: Voice, by: Mailboxes, house: House) -> Iterator[str]:
    """How to answer, and how to hear no more."""
    if letter.kind == ALERT:
        return
    yield voice.say(Say.MAIL_ANSWERED if by.reply_to else Say.MAIL_UNREAD)
    if house.phone:
        yield voice.say(Say.MAIL_CALL, {"phone": house.phone})
    yield voice.say(Say.MAIL_STOP)


def _line(text: str, limit: int) -> str:
    """Words on one line, which no header can be made of."""
    return " ".join(harmless(storable(text)).split())[:limit]


def _address(mailbox: str, name: str = "") -> Address:
    return Address(name, addr_spec=mailbox)


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent / "templates")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.get_template("mail.html")
