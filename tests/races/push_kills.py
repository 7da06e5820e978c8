"""People who write on a push channel while the desk that serves it is killed again and again.

Each writes one message that does something (a task for the desk) and is answered once. The vendor posts a message until
somebody takes it. What arrived is counted where it arrives, at the vendor's stand-in.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import httpx2
from sqlalchemy import Engine, func, select, update

from db.engine import connect
from db.models import ConversationRow, InboxRow, OutboxRow, TaskRow
from tests.bots.whatsapp.patients import MESSAGES, PUBLIC, WHATSAPP, form, sign
from tests.bots.whatsapp.peer import ACCOUNT, Peer
from tests.bots.whatsapp.peer import TOKEN as TWILIO_TOKEN
from tests.services.telegram.peer import TOKEN, BotApi
from tests.services.telegram.person import Person
from tests.web.desk import HOSPITAL, ServedDesk, run

WORDS = "I want to talk to a person"
SENDING_S = 0.04
"""How long the vendor takes to answer, after it has taken a message: long enough for a kill to fall into."""
EVERY_S, AT_ONCE = 0.1, 6
"""How soon somebody new comes, and how many wait for their answer at most: what is slow is not flooded."""
UNSENT = ("pending", "leased")


class Vendor(Protocol):
    """A channel's stand-in."""

    def settings(self, desk: ServedDesk) -> dict[str, str]:
        """What turns the channel on."""

    def newcomer(self, words: str = WORDS) -> tuple[str, Callable[[], int]]:
        """Somebody new: the address of their conversation, and what posts their message and tells the status."""

    def arrived(self, address: str) -> int:
        """How many messages they were sent."""

    def close(self) -> None:
        """End it."""


class Telegram:
    """The Bot API, by webhook."""

    channel = "telegram"

    def __init__(self) -> None:
        self._peer = BotApi()
        self._peer.on["sendMessage"] = lambda given: time.sleep(SENDING_S)
        self._people: dict[str, Person] = {}

    def settings(self, desk: ServedDesk) -> dict[str, str]:
        own = {"TELEGRAM__TOKEN": TOKEN, "TELEGRAM__BASE_URL": self._peer.url, "TELEGRAM__MODE": "webhook"}
        return {**own, "PUBLIC_URL": desk.address}

    def newcomer(self, words: str = WORDS) -> tuple[str, Callable[[], int]]:
        person = Person(self._peer)
        self._people[str(person.id)] = person
        told = {"update_id": self._peer.number(), "message": person.message(text=words)}
        return str(person.id), lambda: self._peer.post(told) if self._peer.webhook.get("url") else 0

    def arrived(self, address: str) -> int:
        return len(self._people[address].shown)

    def close(self) -> None:
        self._peer.close()


class WhatsApp:
    """Twilio."""

    channel = "whatsapp"

    def __init__(self) -> None:
        self._peer = Peer()
        self._peer.fails.extend([SENDING_S] * 100_000)
        self._count = 0
        self._http: httpx2.Client | None = None

    def settings(self, desk: ServedDesk) -> dict[str, str]:
        self._http = httpx2.Client(base_url=desk.address, timeout=20, limits=httpx2.Limits(max_keepalive_connections=0))
        own = {"TWILIO__ACCOUNT_SID": ACCOUNT, "TWILIO__AUTH_TOKEN": TWILIO_TOKEN, "TWILIO__BASE_URL": self._peer.url}
        return {**own, "TWILIO__WHATSAPP_FROM": WHATSAPP, "PUBLIC_URL": PUBLIC}

    def newcomer(self, words: str = WORDS) -> tuple[str, Callable[[], int]]:
        self._count += 1
        number = f"+35388{self._count:07}"
        told = form("whatsapp", number, words)

        def post() -> int:
            assert self._http is not None
            headers = {"X-Twilio-Signature": sign(MESSAGES, told)}
            return self._http.post(MESSAGES, data=told, headers=headers).status_code

        return number, post

    def arrived(self, address: str) -> int:
        return len(self._peer.to(address))

    def close(self) -> None:
        self._peer.close()


VENDORS: dict[str, Callable[[], Vendor]] = {"telegram": Telegram, "whatsapp": WhatsApp}


def repost(post: Callable[[], int]) -> int:
    """Post as the vendor does, until somebody takes it; how often nobody did."""
    for times in count():
        with suppress(httpx2.HTTPError):
            if post() == 200:
                return times
        time.sleep(0.3)
    raise AssertionError


@dataclass
class Outcome:
    """What came of it all."""

    kills: int = 0
    people: int = 0
    between: int = 0
    """Kills after which an answer stood in the records that had not been noted as sent."""
    in_flight: int = 0
    """Messages that were on their way when their desk was killed: nobody can know whether they arrived."""
    reposted: int = 0
    """Posts of messages that nobody took at first."""
    unanswered: int = 0
    not_once_recorded: int = 0
    not_once_done: int = 0
    duplicates: int = 0
    """Messages that arrived more than once."""
    unsettled: list[str] = field(default_factory=list)

    @property
    def mistakes(self) -> int:
        """What must be nothing: answers that never came, messages recorded or effects done other than once."""
        return self.unanswered + self.not_once_recorded + self.not_once_done + len(self.unsettled)


class PushKills:
    """A desk that is killed while people write. `start`, any number of `kill`, then `finish`."""

    def __init__(self, directory: Path, channel: str, database_url: str = "", **settings: str) -> None:
        self.vendor = VENDORS[channel]()
        own = {"AUDIT__KEY": "a" * 32, "SESSION__SECRET": "b" * 32, **settings}
        if database_url:
            own["DATABASE__URL"] = database_url
        directory.mkdir(parents=True, exist_ok=True)
        loaded = run("load", str(HOSPITAL), directory=directory, **own)
        assert loaded.returncode == 0, loaded.stderr
        self.desk = ServedDesk(directory, **own)
        self.desk.settings |= self.vendor.settings(self.desk)
        self.records: Engine = connect(database_url or f"sqlite:///{directory / 'data/frontdesk.sqlite3'}")
        self.outcome = Outcome()
        self._addresses: list[str] = []
        self._threads: list[threading.Thread] = []
        self._end = threading.Event()

    def start(self) -> None:
        """Begin to serve and to write."""
        self.desk.start()
        self._threads.append(threading.Thread(target=self._come, daemon=True))
        self._threads[0].start()

    def kill(self, chance: random.Random, *, is_aimed: bool, do_leases_run_out: bool = False) -> None:
        """Kill the desk at a random moment or, aimed, when an answer is written and not sent; start it again."""
        time.sleep(chance.uniform(0.1, 1.0))
        give_up_at = time.monotonic() + 10
        while is_aimed and not self._unsent() and time.monotonic() < give_up_at:
            time.sleep(0.002)
        self.desk.kill()
        self.outcome.kills += 1
        self.outcome.between += self._unsent() > 0
        leased = select(func.count()).select_from(OutboxRow).where(OutboxRow.status == "leased")
        self.outcome.in_flight += self._scalar(leased)
        if do_leases_run_out:
            self._let_leases_run_out()
        self.desk.start()

    def finish(self, seconds: float) -> Outcome:
        """Let all that was written be answered, and count."""
        self._end.set()
        give_up_at = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, give_up_at - time.monotonic()))
        while time.monotonic() < give_up_at and (self._unsent() or self._waiting()):
            time.sleep(0.1)
        time.sleep(0.5)  # for what should not come
        self.desk.end()
        self._count()
        return self.outcome

    def close(self) -> None:
        """End all."""
        self._end.set()
        self.desk.kill()
        self.vendor.close()
        self.records.dispose()

    # --- writing ----------------------------------------------------------------------------------

    def _come(self) -> None:
        while not self._end.wait(EVERY_S):
            if sum(not self.vendor.arrived(each) for each in self._addresses[-2 * AT_ONCE :]) >= AT_ONCE:
                continue
            address, post = self.vendor.newcomer()
            self._addresses.append(address)
            thread = threading.Thread(target=self._write, args=(post,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _write(self, post: Callable[[], int]) -> None:
        self.outcome.reposted += repost(post)

    # --- looking ----------------------------------------------------------------------------------

    def _scalar(self, query: Any) -> int:
        with self.records.connect() as records:
            return records.scalar(query) or 0

    def _unsent(self) -> int:
        answers = OutboxRow.status.in_(UNSENT) & OutboxRow.inbox_id.is_not(None)
        return self._scalar(select(func.count()).select_from(OutboxRow).where(answers))

    def _waiting(self) -> int:
        return self._scalar(select(func.count()).select_from(InboxRow).where(InboxRow.status == "pending"))

    def _let_leases_run_out(self) -> None:
        """As half a minute would: nobody serves now."""
        with self.records.begin() as records:
            for row in (OutboxRow, ConversationRow):
                past = select(func.min(InboxRow.received_at)).scalar_subquery()
                records.execute(update(row).where(row.lease_until.is_not(None)).values(lease_until=past))

    def _count(self) -> None:
        told = self.outcome
        told.people = len(self._addresses)
        received = self._by_address(InboxRow)
        tasks = self._by_address(TaskRow, TaskRow.kind == "handoff")
        sent = self._by_address(OutboxRow, OutboxRow.status == "sent")
        for address in self._addresses:
            arrived = self.vendor.arrived(address)
            told.unanswered += arrived == 0
            told.not_once_recorded += received.get(address, 0) != 1
            told.not_once_done += tasks.get(address, 0) != 1
            told.duplicates += max(0, arrived - sent.get(address, 0))
        with self.records.connect() as records:
            left = select(OutboxRow.id, OutboxRow.status, OutboxRow.failure)
            left = left.where(OutboxRow.status != "sent", OutboxRow.inbox_id.is_not(None))
            told.unsettled = [f"message {each.id} is {each.status}: {each.failure}" for each in records.execute(left)]

    def _by_address(self, row: Any, *where: Any) -> dict[str, int]:
        query = select(ConversationRow.address, func.count()).join(row, row.conversation_id == ConversationRow.id)
        with self.records.connect() as records:
            return dict(records.execute(query.where(*where).group_by(ConversationRow.address)).all())
