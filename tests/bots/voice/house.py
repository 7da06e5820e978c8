"""A desk whose phone is on, on a real port, with a clock that the test sets."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from starlette.applications import Starlette
from uvicorn import Config, Server

from doors import voice
from doors.pools import Pool
from doors.settings import Settings
from doors.wiring import open_desk
from hospital import hospital_file, loading
from tests.bots.voice.vendor import ACCOUNT, DESK, TOKEN, Caller
from tests.services.servers import free_port

FILE = Path(__file__).parents[2] / "hospitals" / "situations.yaml"
MONDAY = datetime(2026, 6, 8, 8, tzinfo=UTC)
"""Nine in the morning on the hospital's clock."""


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = MONDAY

    def now(self) -> datetime:
        return self.at


class PhoneDesk:
    """The desk of one hospital, reached by calls."""

    def __init__(self, directory: Path, url: str, way: str = "gather", *, sms: str = "") -> None:
        self.clock, self.port = SetClock(), free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        given: dict[str, Any] = {
            "data_dir": directory,
            "database": {"url": url},
            "audit": {"key": "kept in a safe"},
            "public_url": self.address,
            "twilio": {"account_sid": ACCOUNT, "auth_token": TOKEN, "voice": way, "sms_from": sms},
        }
        self.desk = open_desk(Settings(**given), clock=self.clock)
        file = FILE.read_text().replace('crisis_number: "116 123"', f'handoff_phone: "{DESK}"')
        parsed = hospital_file.parse(file.encode(), MONDAY.date())
        self.desk.office.write(lambda unit: loading.load(unit, parsed))
        with self.desk.office.read() as unit:
            self.desk.directory.current(unit)
        self._pools = Pool("turns", 4, 50), Pool("lookups", 2, 50)
        app = Starlette(routes=voice.routes(self.desk, *self._pools))
        config = Config(app, port=self.port, ws="websockets-sansio", ws_max_size=65536, log_config=None, lifespan="off")
        self._server = Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve()), daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)

    def close(self) -> None:
        """End it."""
        self._server.should_exit = True
        self._thread.join(5)
        self.desk.database.dispose()

    def caller(self, **facts: Any) -> Caller:
        """Somebody with a telephone."""
        return Caller(self.address, **facts)

    def at(self, moment: datetime) -> None:
        """Set the clock."""
        self.clock.at = moment

    def later(self, minutes: int) -> None:
        """Let time pass."""
        self.clock.at += timedelta(minutes=minutes)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database holds."""
        with self.desk.database.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def visits(self) -> list[tuple[str, str, str, str]]:
        """Doctor, status, patient and channel of every appointment."""
        return self.rows(
            "select d.code, a.status, p.name, a.channel from appointments a join doctors d on d.id = a.doctor_id "
            "join patients p on p.id = a.patient_id order by a.id"
        )
