"""The phone, from its settings: on where Twilio's credentials and a public address are there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from doors.settings import Settings, Twilio
from hospital import phones
from hospital.directory import Hospital

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from bots.voice.attendant import Attendant
    from bots.voice.house import House
    from conversation.messages import Answer, InboundMessage
    from doors.pools import Pool
    from doors.wiring import Desk

T = TypeVar("T")

NAME = "phone"
BUSY_SECONDS, BUSY_TRIES = 0.2, 30
LOOKUP_SECONDS = 3.0


def is_on(settings: Settings) -> bool:
    """Whether calls are taken."""
    return why_off(settings) is None


def is_by_relay(settings: Settings) -> bool:
    """Whether calls come over a websocket."""
    return is_on(settings) and settings.twilio.voice == "relay"


def why_off(settings: Settings) -> str | None:
    """What is missing for calls to be taken."""
    given: Twilio = settings.twilio
    for key, value in (
        ("twilio.account_sid", given.account_sid),
        ("twilio.auth_token", given.auth_token),
        ("public_url", settings.public_url),
    ):
        if not value:
            return f"{key} is not set: no call is taken"
    return None


def described(settings: Settings, hospital: Hospital | None) -> str:
    """How calls are taken, for an operator."""
    way = "ConversationRelay" if settings.twilio.voice == "relay" else "Gather"
    told = f"{way}, voice webhook {settings.public_url.rstrip('/')}/webhooks/twilio/voice"
    if hospital is None:
        return told
    number = desk_phone(hospital)
    person = f"0 rings {phones.shown(number)}" if number else "0 notes a call back: the hospital has no handoff_phone"
    return f"{told}; {person}"


def desk_phone(hospital: Hospital) -> str | None:
    """Whom callers are put through to: never the number that they called to get here."""
    return hospital.handoff_phone


def routes(desk: Desk, turns: Pool, lookups: Pool) -> list[BaseRoute]:
    """The webhooks of calls; none where the phone is off."""
    if not is_on(desk.settings):
        return []
    from bots.voice.relay import Relay
    from bots.voice.webhooks import Credentials, Phone

    given = desk.settings.twilio
    credentials = Credentials(given.account_sid, given.auth_token, desk.settings.public_url)
    answering = _attendant(desk, turns, lookups)
    by_relay = is_by_relay(desk.settings)
    phone = Phone(answering, credentials, by_relay=by_relay)
    return [*phone.routes(), *([Relay(answering, credentials).route()] if by_relay else [])]


def _attendant(desk: Desk, turns: Pool, lookups: Pool) -> Attendant:
    from bots.voice.attendant import Attendant

    pools = _Pools(desk, turns, lookups)
    return Attendant(
        ask=pools.ask,
        answers_to=pools.answer_to,
        urgent_words=desk.switchboard.urgent_words,
        house=Houses(desk).now,
        has_sms=bool(desk.settings.twilio.sms_from),
    )


@dataclass(frozen=True)
class _Pools:
    """The desk, off the event loop."""

    desk: Desk
    turns: Pool
    lookups: Pool

    async def ask(self, message: InboundMessage) -> Answer:
        """The answer to a message. Raises UnansweredError."""
        from bots.switchboard import UnansweredError

        language = message.language or "en"
        running = await _patiently(self.turns, lambda: self.desk.switchboard.answer_now(message, language))
        if running is None:
            raise UnansweredError(self.desk.switchboard.urgent_words(message))
        return await running

    async def answer_to(self, external_id: str) -> Answer | None:
        """The answer that a message got. Raises UnansweredError while the records are away."""
        from bots.switchboard import UnansweredError

        running = await _patiently(self.lookups, lambda: self._look_up(external_id))
        if running is None:
            raise UnansweredError(None)
        try:
            return await asyncio.wait_for(running, LOOKUP_SECONDS)
        except Exception as error:
            raise UnansweredError(None) from error

    def _look_up(self, external_id: str) -> Answer | None:
        import json

        from conversation.messages import Answer
        from hospital import inbox

        with self.desk.office.read() as unit:
            found = inbox.answers_to(unit, "voice", [inbox.key(external_id)])
        return next((Answer(**json.loads(answer)) for answer in found.values()), None)


async def _patiently(pool: Pool, work: Callable[[], T]) -> Awaitable[T] | None:
    """Work that is under way, however many wait; None when the pool stays full."""
    for _ in range(BUSY_TRIES):
        running = pool.submit(work)
        if running is not None:
            return running
        await asyncio.sleep(BUSY_SECONDS)
    return None


class Houses:
    """The hospital as callers meet it, made anew when its data change."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: tuple[int, int, House] | None = None

    def now(self) -> House:
        """The hospital as last read."""
        from bots.voice.house import NOBODY

        hospital = self._desk.directory.last
        if hospital is None:
            return NOBODY
        now = self._desk.office.clock.now()
        minute = int(now.timestamp() // 60)
        if self._made is None or self._made[:2] != (hospital.revision, minute):
            self._made = (hospital.revision, minute, house_of(hospital, now))
        return self._made[2]


def house_of(hospital: Hospital, now: Any) -> House:
    """The hospital as callers meet it."""
    from bots.voice.house import House

    doctors = [doctor for doctor in hospital.doctors.values() if doctor.is_active]
    fields = {doctor.speciality.code: doctor.speciality for doctor in doctors}.values()
    named = [field.named(language) for language in hospital.languages for field in fields]
    titles = [field.practitioner for field in fields if field.practitioner]
    places = [site.name for site in hospital.locations.values()]
    return House(
        name=hospital.name,
        languages=hospital.languages,
        emergency_number=hospital.emergency_number,
        phone=hospital.phone,
        desk_phone=desk_phone(hospital),
        is_open=hospital.is_desk_open(now),
        today=hospital.local(now).date(),
        is_day_first=hospital.currency != "USD",
        region=phones.region_of(hospital) or "",
        currency=hospital.currency,
        hints=tuple(dict.fromkeys([*(doctor.name for doctor in doctors), *titles, *named, *places])),
    )
