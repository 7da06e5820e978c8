"""People who write to a served desk, half of them on Telegram and half on WhatsApp, as the vendors bring it; and what
became of it in the records.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import httpx2
from sqlalchemy import Engine, func, select

from bench.stage import Stage
from bots.telegram.webhook import HEADER, PATH
from db.engine import connect
from db.models import AppointmentRow, ConversationRow, DoctorRow, InboxRow, OutboxRow, PatientRow
from hospital import inbox, outbox
from tests.bots.whatsapp import peer as twilio
from tests.bots.whatsapp.patients import MESSAGES, PUBLIC, SMS, WHATSAPP, form, sign
from tests.services.telegram.peer import TOKEN, BotApi
from tests.services.telegram.person import Person
from tests.web.desk import HOSPITAL, ServedDesk, run

KINDS = ("sqlite", "mariadb")
NAMED = {"sqlite": "SQLite, embedded state", "mariadb": "MariaDB and Redis"}
SECRET = "c" * 32
SETTLED_WITHIN_S = 180.0
Delivery = Callable[[], int]
"""Brings one message to the desk, however often; the status of the answer."""


class Writer(Protocol):
    """Somebody who writes on some channel."""

    channel: str
    address: str

    def writes(self, text: str) -> Delivery:
        """A message of theirs, not delivered yet."""

    def shown(self) -> list[tuple[float, str]]:
        """What they were sent: when, by the monotonic clock, and its words; in the order in which it came."""


class OnTelegram:
    """Somebody on Telegram."""

    channel = "telegram"

    def __init__(self, peer: BotApi, http: httpx2.Client) -> None:
        self._peer, self._http, self._person = peer, http, Person(peer)
        self.address = str(self._person.id)

    def writes(self, text: str) -> Delivery:
        update = {"update_id": self._peer.number(), "message": self._person.message(text=text)}
        # not where the desk asked for it: its public address is no machine's
        return lambda: self._http.post(PATH, json=update, headers={HEADER: SECRET}).status_code

    def shown(self) -> list[tuple[float, str]]:
        sent = [each for each in list(self._peer.requests) if each.method == "sendMessage"]
        return [(each.at, each.given["text"]) for each in sent if str(each.given["chat_id"]) == self.address]


class OnWhatsApp:
    """Somebody on WhatsApp."""

    channel = "whatsapp"

    def __init__(self, peer: twilio.Peer, http: httpx2.Client, number: int) -> None:
        self._peer, self._http = peer, http
        self.address = f"+35386{number:07}"

    def writes(self, text: str) -> Delivery:
        params = form("whatsapp", self.address, text)
        headers = {"X-Twilio-Signature": sign(MESSAGES, params)}
        return lambda: self._http.post(MESSAGES, data=params, headers=headers).status_code

    def shown(self) -> list[tuple[float, str]]:
        return [(each.at, each.body) for each in self._peer.to(self.address)]


class House:
    """A served desk with both vendors' peers, and its records."""

    def __init__(self, desk: ServedDesk, telegram: BotApi, whatsapp: twilio.Peer, database_url: str) -> None:
        self.desk, self.telegram, self.whatsapp = desk, telegram, whatsapp
        self._database_url = database_url
        # connections of their own: else one process behind the port would get all of somebody's messages
        limits = httpx2.Limits(max_keepalive_connections=0)
        self._http = httpx2.Client(base_url=desk.address, timeout=60, limits=limits)
        self._people = 0

    def people(self, count: int) -> list[Writer]:
        """So many who never wrote yet, on either channel in turn."""
        first, self._people = self._people, self._people + count
        return [self._person(number) for number in range(first, first + count)]

    def _person(self, number: int) -> Writer:
        if number % 2:
            return OnWhatsApp(self.whatsapp, self._http, 5_550_000 + number)
        return OnTelegram(self.telegram, self._http)

    def close(self) -> None:
        """End all of it."""
        self.desk.end()
        self._http.close()
        self.telegram.close()
        self.whatsapp.close()
        self._records.dispose()

    # --- what became of it --------------------------------------------------------------------------

    @cached_property
    def _records(self) -> Engine:
        return connect(self._database_url)

    def rows(self, query: Any) -> list[Any]:
        """What the records hold."""
        with self._records.connect() as connection:
            return list(connection.execute(query).all())

    def settle(self, pause: float = 0.1) -> bool:
        """Wait until nothing waits any more to be written down, answered or sent; whether that came."""
        give_up_at = time.monotonic() + SETTLED_WITHIN_S
        spool = self.desk.directory / "data/spool"
        heard = select(func.count()).where(InboxRow.status == inbox.PENDING)
        said = select(func.count()).where(OutboxRow.status.in_((outbox.PENDING, outbox.LEASED)))
        while time.monotonic() < give_up_at:
            if not any(spool.glob("*.spool")) and not self.rows(heard)[0][0] and not self.rows(said)[0][0]:
                return True
            time.sleep(pause)
        return False

    def visits(self) -> list[str]:
        """Every visit of everybody: patient, doctor, time, standing; by name."""
        query = (
            select(PatientRow.name, DoctorRow.code, AppointmentRow.starts_at, AppointmentRow.status)
            .join(PatientRow, PatientRow.id == AppointmentRow.patient_id)
            .join(DoctorRow, DoctorRow.id == AppointmentRow.doctor_id)
        )
        return sorted(f"{row[0]}: {row[1]} {row[2]:%d %b %H:%M} {row[3]}" for row in self.rows(query))

    def patients(self) -> list[str]:
        """Everybody who is registered."""
        query = select(PatientRow.name, PatientRow.date_of_birth, PatientRow.phone)
        return sorted(f"{name}: {born} {phone}" for name, born, phone in self.rows(query))

    def states(self) -> dict[str, dict[str, Any]]:
        """What each conversation has come to, by its address."""
        found = self.rows(select(ConversationRow.address, ConversationRow.state))
        return {address: json.loads(state or "{}") for address, state in found}

    def sent_out_of_order(self, addresses: Sequence[str]) -> int:
        """Answers that reached somebody before one that was decided before them, or before an earlier message's."""
        query = select(OutboxRow.address, OutboxRow.external_id, OutboxRow.inbox_id).order_by(OutboxRow.id)
        places = {each.sid: at for at, each in enumerate(self.whatsapp.sent)}
        told: dict[str, list[tuple[int, int]]] = {}
        for address, external_id, inbox_id in self.rows(query):
            if inbox_id is not None and external_id is not None:
                # Telegram numbers its messages as they come
                place = places[external_id] if external_id in places else int(external_id)
                told.setdefault(address, []).append((place, inbox_id))
        wrong = 0
        for address in addresses:
            mine = told.get(address, [])
            wrong += sum(b[0] < a[0] or b[1] < a[1] for a, b in pairwise(mine))
        return wrong

    def answered(self) -> Counter[str]:
        """How many messages stand how: `done` with an answer, `lost` without one, `pending`, `dead`."""
        found: Counter[str] = Counter()
        for status, answer in self.rows(select(InboxRow.status, InboxRow.answer)):
            found["lost" if status == inbox.DONE and not answer else status] += 1
        return found


@contextmanager
def served(stage: Stage, name: str, kind: str, *arguments: str, **more: str) -> Iterator[House]:
    """A desk on SQLite with embedded state, or on MariaDB with Redis, on a database of its own."""
    telegram, whatsapp = BotApi(), twilio.Peer()
    home = stage.home / name
    home.mkdir()
    settings = {
        "PUBLIC_URL": PUBLIC,
        "AUDIT__KEY": "a" * 32,
        "SESSION__SECRET": "b" * 32,
        "TELEGRAM__TOKEN": TOKEN,
        "TELEGRAM__BASE_URL": telegram.url,
        "TELEGRAM__MODE": "webhook",
        "TELEGRAM__WEBHOOK_SECRET": SECRET,
        "TWILIO__ACCOUNT_SID": twilio.ACCOUNT,
        "TWILIO__AUTH_TOKEN": twilio.TOKEN,
        "TWILIO__BASE_URL": whatsapp.url,
        "TWILIO__WHATSAPP_FROM": WHATSAPP,
        "TWILIO__SMS_FROM": SMS,
    }
    settings |= on(stage, kind) | more
    loaded = run("load", str(HOSPITAL), directory=home, **settings)
    assert loaded.returncode == 0, loaded.stderr
    desk = ServedDesk(home, *arguments, **settings)
    house = House(desk, telegram, whatsapp, settings.get("DATABASE__URL", embedded(home)))
    try:
        desk.start()
        telegram.wait_until(lambda: bool(telegram.webhook.get("url")), 60)
        yield house
    finally:
        house.close()


def on(stage: Stage, kind: str) -> dict[str, str]:
    """The settings of a kind: `sqlite` is embedded throughout, `mariadb` has a database of its own, and Redis."""
    if kind == "sqlite":
        return {}
    return {"DATABASE__URL": stage.database("mariadb"), "STATE__URL": stage.redis.url}


def embedded(home: Path) -> str:
    """The database of a desk that was told of none."""
    return f"sqlite:///{(home / 'data/frontdesk.sqlite3').absolute()}"
