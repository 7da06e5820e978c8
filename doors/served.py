"""What `serve` serves in each of its processes: the application with all its routes, and the work done beside it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from doors.settings import secret
from doors.telegram_door import door_of

if TYPE_CHECKING:
    from starlette.routing import Route

    from bots.webchat.api import Webchat
    from conversation.papers import Paper
    from doors.wiring import Desk
    from hospital.directory import Hospital
    from web.pages import Pages

T = TypeVar("T")

TURN_THREADS, TURNS_WAITING = 12, 120
LOOKUP_THREADS, LOOKUPS_WAITING = 4, 60
DISK_THREADS, DISK_WAITING = 2, 80
NOTE_THREADS, NOTES_WAITING = 4, 400
JOB_THREADS = 2
"""A long job, such as making a large hospital's times, must not keep what was left behind waiting."""
LOOKUP_SECONDS = 3.0
"""How long a probe or a page waits for the database."""
GRACE_SECONDS = 8
"""How long turns and answers under way may take after SIGTERM; the rest of the end takes at most two seconds more."""

log = structlog.get_logger("serve")


@dataclass
class Serving:
    """One process' share: its threads, its background work, its application."""

    desk: Desk

    def check(self) -> None:
        """Build all that is served, and let go of it: what cannot be is said before there are processes.

        Raises SettingsError.
        """
        self.application()
        self._close()

    def application(self) -> Any:
        """The ASGI application."""
        from starlette.routing import BaseRoute, Route

        from bots.reception import Reception
        from conversation.papers import PATH
        from doors import messaging, voice
        from doors.metrics import Metrics
        from doors.pools import Lanes, Pool
        from doors.pushing import Pushing
        from doors.working import timetable_of
        from web.app import application, static_files
        from web.languages import Languages
        from web.pages import Pages
        from web.papers import Papers
        from web.probes import Probes

        self.turns = Pool("turns", TURN_THREADS, TURNS_WAITING)
        self.lookups = Pool("lookups", LOOKUP_THREADS, LOOKUPS_WAITING)
        self.disk = Pool("disk", DISK_THREADS, DISK_WAITING)
        self.metrics = Metrics()
        if self.desk.model is not None:
            self.desk.model.on_outcome = self.metrics.model_asked
        self.desk.courier.on_outcome = self.metrics.carried
        self.notes = Lanes("notes", NOTE_THREADS, NOTES_WAITING)
        self.pushing = Pushing(self.desk, lambda: self.notes.waiting)
        self.desk.switchboard.on_late = self.pushing.backlog.add
        self.reception = Reception(
            self.desk.switchboard, self.notes, self.disk, self.pushing.backlog, self.pushing.say_now
        )
        self.pushing.telegram = self.telegram = door_of(self.desk, self.reception, self.lookups)
        self.timetable = timetable_of(self.desk, self.metrics.job_done, self.metrics.drawn)
        self.languages = Languages()
        files = static_files()
        pages = Pages(self._hospital, files, self.languages)
        probes = Probes(self._parts, frozenset({"database", "hospital", "jobs"}), self._figures)
        webchat = self._webchat()
        channels: list[BaseRoute] = [
            Route("/chat", webchat.welcome(pages.chat)),
            *webchat.routes(),
            *self._demo(pages, webchat),
            *self._paying(pages),
        ]
        channels += self.telegram.routes() if self.telegram else ()
        channels += messaging.routes(
            self.desk.settings, self.desk.office, self.desk.directory, self.reception, self.lookups
        )
        channels += voice.routes(self.desk, self.turns, self.lookups)
        if self.desk.papers.key:
            channels.append(Route(f"{PATH}{{token}}", Papers(self._open_paper).endpoint))
        frames = self.desk.settings.framing_origins
        return application(pages, probes, files, channels, self._lifespan, is_https=self._is_https, frames=frames)

    @property
    def _is_https(self) -> bool:
        return self.desk.settings.public_url.startswith("https://")

    @property
    def _key(self) -> bytes:
        return secret(self.desk.settings, "session.secret", self.desk.settings.session.secret)

    def _webchat(self) -> Webchat:
        from bots.webchat.api import Webchat
        from bots.webchat.browsers import Browsers
        from bots.webchat.receiving import Files
        from conversation.files import Arrival
        from hospital import documents
        from web.words import WORDS

        desk, settings = self.desk, self.desk.settings
        return Webchat(
            put_through=self.metrics.metered(desk.switchboard),
            hold=desk.switchboard.hold,
            turns=self.turns,
            lookups=self.lookups,
            read=desk.office.read,
            write=desk.office.write,
            files=Files(
                begin=lambda name: Arrival(desk.uploads, name),
                settle=lambda path: documents.drop_unless_kept(desk.office, desk.uploads, path),
                pool=self.disk,
            ),
            browsers=Browsers(self._key, is_https=self._is_https, is_framed=bool(settings.framing_origins)),
            language_of=self.languages.of,
            public_url=settings.public_url,
            languages=tuple(WORDS),
        )

    def _paying(self, pages: Pages) -> list[Route]:
        """Where payment providers tell what happened, and the trial one's pages."""
        from web.paying import Paying

        desk = self.desk
        payments = desk.payments
        return Paying(
            pages,
            desk.office,
            desk.directory,
            self.lookups,
            payments.provider,
            payments.webhook_secret,
            desk.online.tell,
        ).routes()

    def _demo(self, pages: Pages, webchat: Webchat) -> Iterator[Route]:
        """Where the demo and its patients' phones are reached."""
        from starlette.routing import Route

        from bots.webchat.browsers import Browsers
        from web.demo import PHONES, Demo, phone_address

        desk, hospital = self.desk, self._hospital
        demo = Demo(pages, desk.office, desk.directory, self.lookups, hospital, self.languages, webchat.button)
        yield from demo.routes()
        for number in PHONES:
            base = phone_address(number)
            # a conversation of its own: the cookie goes by the address
            phone = replace(webchat, base=base, browsers=Browsers(self._key, is_https=self._is_https, path=base))
            yield Route(base, phone.welcome(demo.phone(number)))
            yield from (Route(r.path, demo.only(r.endpoint), methods=r.methods) for r in phone.routes())

    @asynccontextmanager
    async def _lifespan(self, _app: object) -> AsyncIterator[None]:
        from conversation.extractors.warming import warm_up

        await asyncio.to_thread(warm_up)
        await self._hospital()  # so that the first answers know its languages
        self.timetable.start(JOB_THREADS)
        if self.telegram:
            await self.telegram.start()
        log.info("serving", pid=os.getpid())
        try:
            yield
        finally:
            if self.telegram:
                await self.telegram.stop()
            has_ended = await asyncio.to_thread(self._close)
            log.info("ended", pid=os.getpid(), in_good_order=has_ended)

    def _close(self) -> bool:
        """End threads, each with what it is at; whether all did in time. What did not ends as in a crash: undone."""
        has_ended = [
            self.desk.courier.close(0.6),
            self.timetable.stop(0.5),
            self.turns.close(0.4),
            self.pushing.close(0.4),
            self.notes.close(0.2),
            self.lookups.close(0.3),
            self.disk.close(0.2),
        ]
        if self.telegram:
            self.telegram.close()
        self.desk.database.dispose()
        return all(has_ended)

    async def _look_up(self, work: Callable[[], T]) -> T | None:
        """What a short read gives; None when the records are out of reach."""
        running: Awaitable[T] | None = self.lookups.submit(work)
        if running is None:
            return None
        try:
            return await asyncio.wait_for(running, LOOKUP_SECONDS)
        except Exception as error:
            # a probe and a page say so themselves
            log.warning("records_out_of_reach", error=type(error).__name__)
            return None

    async def _open_paper(self, token: str) -> Paper | None:
        from doors import papers

        desk = self.desk
        return await self._look_up(lambda: papers.opened(desk.office, desk.directory, desk.uploads, desk.papers, token))

    async def _hospital(self) -> Hospital | None:
        return await self._look_up(self._read_hospital)

    def _read_hospital(self) -> Hospital | None:
        with self.desk.office.read() as unit:
            hospital = self.desk.directory.standing(unit)
        if hospital is not None:
            self.languages.offer(hospital.languages)
        return hospital

    async def _parts(self) -> dict[str, str]:
        def records() -> dict[str, str]:
            return {"database": "ok", "hospital": "ok" if self._read_hospital() else "none loaded"}

        found = await self._look_up(records) or {"database": "does not answer", "hospital": "unknown"}
        is_caught_up = self.timetable.has_run("catch_up")
        jobs = "not running" if not self.timetable.is_alive() else "ok" if is_caught_up else "catching up"
        ways_in = {"telegram": self.telegram.standing} if self.telegram else {}
        return {**found, "jobs": jobs, "state": await self._state(), **ways_in}

    async def _state(self) -> str:
        ping = getattr(self.desk.store, "ping", None)
        if ping is None:
            return "embedded"
        is_there = await self._look_up(lambda: ping() is None)
        return "ok" if is_there else "does not answer; the database serves alone"

    async def _figures(self) -> bytes:
        from hospital import inbox, outbox
        from hospital.clocks import machine_now
        from hospital.previews import ahead

        def boxes() -> dict[str, Any]:
            office = self.desk.office
            with office.read(machine_now(office.clock)) as unit:
                received = inbox.figures(unit)
            with office.read() as unit:
                drawn = ahead.figures(unit, self.desk.previews)
                return {"inbox": received, "outbox": outbox.figures(unit), "previews": drawn}

        return self.metrics.as_text(await self._look_up(boxes))
