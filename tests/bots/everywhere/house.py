"""A desk with all of its channels on, each behind the vendor's own wire, and a clock that the test sets."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, text, update
from uvicorn import Config, Server

from db.models import ConversationRow, InboxRow, OutboxRow
from doors.connections import MESSAGE_BYTES, Connection
from doors.served import Serving
from doors.settings import Settings
from doors.wiring import open_desk
from hospital import appointment_changes, hospital_file, loading, slots
from tests.bots.voice.house import SetClock
from tests.bots.voice.vendor import ACCOUNT, TOKEN
from tests.bots.whatsapp.patients import SMS, TEMPLATES, WHATSAPP
from tests.bots.whatsapp.peer import Peer
from tests.services.servers import free_port
from tests.services.telegram import peer as telegram

_PUSHED = ("telegram", "whatsapp", "sms")
FILES = Path(__file__).parents[2] / "hospitals"


class WholeDesk:
    """One hospital, reached by Telegram, WhatsApp, SMS, the phone and a browser. Its clock begins on a Monday."""

    def __init__(self, directory: Path, url: str, file: Path, *, voice: str = "gather", **more: Any) -> None:
        self.port, self.clock = free_port(), SetClock()
        self.address = f"http://127.0.0.1:{self.port}"
        self.twilio, self.telegram = Peer(), telegram.BotApi()
        twilio = {"account_sid": ACCOUNT, "auth_token": TOKEN, "base_url": self.twilio.url, "voice": voice}
        twilio |= {"whatsapp_from": f"whatsapp:{WHATSAPP}", "sms_from": SMS}
        given: dict[str, Any] = {
            "data_dir": directory,
            "database": {"url": url},
            "audit": {"key": "kept in a safe"},
            "session": {"secret": "kept in another"},
            "public_url": self.address,
            "twilio": {**twilio, "templates": TEMPLATES},
            "telegram": {"token": telegram.TOKEN, "base_url": self.telegram.url, "mode": "webhook"},
            "speech": {"base_url": f"{self.twilio.url}/v1"},
            **more,
        }
        self.desk = open_desk(Settings(**given), clock=self.clock)
        parsed = hospital_file.parse(file.read_bytes(), self.clock.at.date())
        self.desk.office.write(lambda unit: loading.load(unit, parsed))
        with self.desk.office.read() as unit:
            self.hospital = self.desk.directory.current(unit)
        self.zone: ZoneInfo = self.hospital.zone
        self.at("2026-06-08 09:00")
        self._serve(websockets=voice == "relay")

    def _serve(self, *, websockets: bool) -> None:
        config = Config(
            Serving(self.desk).application(),
            port=self.port,
            http=Connection,
            ws="websockets-sansio" if websockets else "none",
            ws_max_size=MESSAGE_BYTES,
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        self._server = Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve()), daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        self.telegram.wait_until(lambda: bool(self.telegram.webhook.get("url")))

    def close(self) -> None:
        """End it."""
        self._server.should_exit = True
        self._thread.join(10)
        self.twilio.close()
        self.telegram.close()
        assert not self.telegram.wrong, self.telegram.wrong

    def at(self, moment: str) -> None:
        """Set the clock, to a moment of the hospital's: `2026-06-08 09:00`."""
        self.clock.at = datetime.fromisoformat(moment).replace(tzinfo=self.zone)

    def cancel(self, reference: str) -> None:
        """Cancel a visit, as the hospital's own people do."""
        self.desk.office.write(
            lambda unit: appointment_changes.cancel(unit, self.hospital, reference, by_staff=True), actor="desk"
        )

    def clear(self) -> None:
        """Cancel every visit, free what is held, and have all conversations be of a week ago."""
        for (reference,) in self.rows("select reference from appointments where status = 'booked'"):
            self.cancel(reference)
        ago, long_after = self.clock.at - timedelta(days=7), self.clock.at + timedelta(days=90)
        self.desk.office.write(lambda unit: slots.release_lapsed(unit, self.hospital), now=long_after)
        self.desk.office.write(
            lambda unit: unit.connection.execute(update(ConversationRow).values(updated_at=ago)), actor="desk"
        )

    def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """What the database holds."""
        with self.desk.database.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def settle(self, seconds: float = 30.0) -> None:
        """Wait until everything that came in is answered and has left."""
        give_up_at = time.monotonic() + seconds
        while self._is_waiting():
            assert time.monotonic() < give_up_at, "something was never answered"
            time.sleep(0.01)

    def _is_waiting(self) -> bool:
        if not self.desk.switchboard.has_all_written_down():
            return True  # kept in the spool while the database was busy
        taken = select(InboxRow.id).where(InboxRow.status == "pending")
        unsent = OutboxRow.status.in_(("pending", "leased")) & (OutboxRow.due_at <= self.clock.at)
        left = select(OutboxRow.id).where(unsent, OutboxRow.channel.in_(_PUSHED))
        with self.desk.database.connect() as connection:
            return any(connection.scalar(query.limit(1)) is not None for query in (taken, left))

    def state(self, channel: str, address: str) -> dict[str, Any]:
        """The state of the conversation whose address begins like this, the latest of them."""
        query = "select state from conversations where channel = :c and address like :a order by id desc"
        found = self.rows(query, c=channel, a=f"{address}%")
        state: dict[str, Any] = json.loads(found[0][0]) if found and found[0][0] else {}
        return state
