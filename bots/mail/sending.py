"""Sending e-mail: one message to one mailbox, the same at every try."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import make_msgid

from bots.mail.addresses import mailbox
from bots.mail.composing import House, Mailboxes, compose
from bots.mail.server import Server
from conversation.messages import Letter, RefusedError


@dataclass(frozen=True)
class MailSender:
    """Our mailbox."""

    server: Server
    by: Mailboxes
    house: Callable[[], House]
    """Who writes, as it is now."""
    salt: str = ""
    """What makes our messages' ids differ from another desk's."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def send(self, letter: Letter) -> str:
        """Send a message; its Message-ID. Raises SendError."""
        to = mailbox(letter.address)
        if to is None:
            raise RefusedError("no address")
        message_id = self._id(letter)
        made = compose(letter, to, self.by, self.house(), message_id, self.now())
        self.server.deliver(self.by.sender, to, made.as_bytes(), letter.goes_on)
        return message_id

    def _id(self, letter: Letter) -> str:
        """The same for every try of a message, so that whoever gets it twice can tell."""
        if not letter.id:
            return make_msgid(domain=self.by.domain)
        digest = hashlib.sha256(f"{self.salt}/{letter.id}".encode()).hexdigest()[:24]
        return f"<{letter.id}.{digest}@{self.by.domain}>"
