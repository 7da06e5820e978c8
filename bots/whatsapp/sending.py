"""Sending on WhatsApp and by SMS: within the window as the channel can show it, outside it by template or not."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog

from bots.whatsapp import client
from bots.whatsapp.rendering import Form, approved, media, plain, tappable
from conversation.messages import Letter, OptedOutError, OutsideWindowError, RefusedError, UncertainError

if TYPE_CHECKING:
    from twilio.rest import Client

WINDOW = timedelta(hours=24)
MARGIN = timedelta(minutes=5)
"""What is sent in its last minutes may arrive after it."""
CONFIRMATION = "opt_out"
TEMPLATE_FAULTS = frozenset({"21654", "21655", "21656", "63005", "63027", "63028", "63040", "63041", "63042"})
"""No such template, not one of ours, or not to be filled so."""
PARTS_KEPT = 2000
_NAMESPACE = uuid.UUID("6c1e1f0a-58d4-4c6e-9d3f-2f6f0d6f3f11")

log = structlog.get_logger("twilio")


@dataclass
class TwilioSender:
    """One of our numbers. `channel` is `whatsapp` or `sms`."""

    channel: str
    number: str
    api: Callable[[], Client]
    """The vendor's client, made when first needed."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """Content SIDs: `buttons_1` to `buttons_3`, `list_1` to `list_10`, and approved ones by kind of message."""
    status_url: str = ""
    salt: str = ""
    """What makes our tokens differ from another desk's."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    _sent: dict[int, list[str]] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def send(self, letter: Letter) -> str | None:
        """Send a message, part by part; the vendor's id of its last part. Raises SendError."""
        forms = self._forms(letter)
        try:
            return self._send(letter, forms)
        except RefusedError as error:
            if error.reason not in TEMPLATE_FAULTS or not self._is_open(letter):
                raise
            # a template that was deleted or differs from ours must not keep words from anybody who may have them
            log.warning("template_refused", template=forms[0].template, reason=error.reason)
        return self._send(letter, [*plain(letter), *media(letter)])

    def _send(self, letter: Letter, forms: Sequence[Form]) -> str | None:
        done = self._sent.get(letter.id, []) if letter.id else []
        begun = len(done)
        for sid in done:
            letter.part_left(sid)
        for n, form in enumerate(forms[begun:], begun):
            if n > begun and not letter.goes_on():
                raise UncertainError("taken over")
            try:
                done = [*done, self._create(letter, form, n)]
            except OptedOutError:
                if letter.kind == CONFIRMATION:
                    return None  # the platform has confirmed it itself
                raise
            if n < len(forms) - 1:
                letter.part_left(done[-1])
            self._remember(letter.id, done, is_over=n == len(forms) - 1)
        return done[-1]

    def _forms(self, letter: Letter) -> Sequence[Form]:
        """What to send. Raises OutsideWindowError where words may not be."""
        if self.channel == "sms":
            return plain(letter)
        if not self._is_open(letter):
            form = None if letter.reply.is_plain else approved(letter, self.templates)
            if form is None:
                raise OutsideWindowError("outside_window")
            return [form]
        form = None if letter.reply.is_plain else tappable(letter, self.templates)
        return [*([form] if form is not None else plain(letter)), *media(letter)]

    def _is_open(self, letter: Letter) -> bool:
        heard = letter.heard_at or (letter.answers.received_at if letter.answers else None)
        return heard is not None and self.now() - heard < WINDOW - MARGIN

    def _create(self, letter: Letter, form: Form, part: int) -> str:
        prefix = "whatsapp:" if self.channel == "whatsapp" else ""
        given: dict[str, Any] = {"to": f"{prefix}{letter.address}", "from_": f"{prefix}{self.number}"}
        if form.template:
            given |= {"content_sid": form.template, "content_variables": form.variables}
        elif form.media:
            given["media_url"] = [form.media]
        else:
            given["body"] = form.body
        if self.channel == "sms":
            # curly quotes alone would make every message two: 70 characters to a piece instead of 160
            given["smart_encoded"] = True
        if self.status_url:
            given["status_callback"] = self.status_url
        known_by = client.token.set(self._token(letter, form, part))
        try:
            sid = self.api().messages.create(**given).sid
        except Exception as error:
            # the vendor's client raises its own, its transport's and plain ones
            raise client.as_send_error(error) from None
        finally:
            client.token.reset(known_by)
        if not sid:
            raise UncertainError("garbled")
        return str(sid)

    def _token(self, letter: Letter, form: Form, part: int) -> str:
        """The same for every try of the same part in the same form, until somebody has it sent after all."""
        if letter.id:
            known_by = f"{letter.id}.{letter.edition}" if letter.edition else str(letter.id)
        elif letter.answers is not None:  # what could not be written down first
            known_by = f"to {letter.answers.external_id}"
        else:
            return str(uuid.uuid4())
        return str(
            uuid.uuid5(
                _NAMESPACE, f"{self.salt}/{known_by}/{part}/{form.template or ('file' if form.media else 'text')}"
            )
        )

    def _remember(self, letter_id: int, done: list[str], *, is_over: bool) -> None:
        """Which parts have left, so that another try goes on behind them."""
        with self._lock:
            if is_over:
                self._sent.pop(letter_id, None)
            elif letter_id:
                while len(self._sent) >= PARTS_KEPT:
                    self._sent.pop(next(iter(self._sent)))
                self._sent[letter_id] = done
