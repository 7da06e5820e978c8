"""`serve`: web chat, pages, probes and, beside them, the background work, on one HTTP server."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from multiprocessing import parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import structlog

from doors.errors import SettingsError
from doors.memory import use_one_heap
from doors.settings import Settings, read, secret
from doors.telegram_door import door_of

if TYPE_CHECKING:
    from types import FrameType

    from starlette.routing import Route
    from uvicorn import Config

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

NOT_TO_BE_STARTED = 3
"""The status of a process that uvicorn does not start again."""

log = structlog.get_logger("serve")


def serve(
    settings: Settings, host: str, port: int, workers: int | None, *, demo: bool, config: Path | None = None
) -> int:
    """Serve until SIGTERM or Ctrl-C. The exit status. Raises SettingsError."""
    from doors import logs
    from doors.announcing import announce
    from doors.loading import hospital_of, load_demo_apart, load_demo_if_empty
    from doors.paying import reached_at
    from doors.voice import is_by_relay
    from doors.wiring import open_desk

    count = settings.workers if workers is None else workers
    if count < 1:
        raise SettingsError("workers must be 1 or more")
    logs.configure()
    use_one_heap()
    listener = listen(host, port)
    if count > 1:
        _share_figures()
    if demo:
        load_demo_apart(settings, config)
    settings = reached_at(settings, host, listener.getsockname()[1])
    desk = open_desk(settings)
    secret(settings, "session.secret", settings.session.secret)
    if demo:
        load_demo_if_empty(desk.office)
    hospital = hospital_of(desk.office, desk.directory)
    if count > 1:
        Serving(desk).check()
    announce(settings, hospital, host, port, count)
    signal.signal(signal.SIGTERM, _end)
    if count > 1:
        return _serve_with(listener, count, config, websockets=is_by_relay(settings))
    _serve_alone(Serving(desk), listener)
    return 0


def application() -> Any:
    """The ASGI application of the configuration that FRONTDESK_CONFIG names, for servers that import it."""
    use_one_heap()
    from doors import logs
    from doors.wiring import open_desk

    logs.configure()
    try:
        return Serving(open_desk(read())).application()
    except SettingsError as error:
        sys.stderr.write(f"frontdesk: {error}\n")
        # to those who watch over it: it will not start the next time either
        raise SystemExit(NOT_TO_BE_STARTED if parent_process() is not None else 1) from None


# --- the port -------------------------------------------------------------------------------------


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises SettingsError with a sentence that says why it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError):
        raise SettingsError(f"--host {host}: there is no such address") from None
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        # two sockets may be bound to one port as long as none listens
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise SettingsError(_why_not(error, host, port)) from None
    listener.set_inheritable(True)
    return listener


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use already: stop the other program, or choose another port with --port"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} needs more rights than you have: choose one above 1023 with --port"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"--host {host} is not an address of this machine"
    return f"cannot listen on {host} port {port}: {error.strerror}"


# --- the server -----------------------------------------------------------------------------------


def _uvicorn_config(app: Any, workers: int = 1, *, websockets: bool = False) -> Config:
    from uvicorn import Config

    from doors.connections import MESSAGE_BYTES, Connection, most_connections

    return Config(
        app,
        workers=workers,
        loop="uvloop" if sys.platform != "win32" else "asyncio",
        http=Connection,
        limit_concurrency=most_connections(),
        ws="websockets-sansio" if websockets else "none",
        ws_max_size=MESSAGE_BYTES,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def _serve_alone(serving: Serving, listener: socket.socket) -> None:
    """Serve in this process. Raises KeyboardInterrupt after Ctrl-C, once all has ended in good order."""
    from uvicorn import Server

    from doors.voice import is_by_relay

    received: set[int] = set()

    class Noting(Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            received.add(sig)
            super().handle_exit(sig, frame)

    websockets = is_by_relay(serving.desk.settings)
    Noting(_uvicorn_config(serving.application(), websockets=websockets)).run(sockets=[listener])
    if signal.SIGINT in received:  # uvicorn raises it again, which the closing event loop may swallow
        raise KeyboardInterrupt


def _serve_with(listener: socket.socket, workers: int, config: Path | None, *, websockets: bool) -> int:
    from uvicorn.supervisors import Multiprocess

    if config is not None:
        os.environ["FRONTDESK_CONFIG"] = str(config.absolute())
    try:
        served = _uvicorn_config("run:application", workers, websockets=websockets)
        processes = Multiprocess(served, sockets=[listener])
        processes.run()
        return int(any(each.exitcode == NOT_TO_BE_STARTED for each in processes.processes))
    finally:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def _share_figures() -> None:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="frontdesk-figures-")


def _end(_signal: int, _frame: object) -> NoReturn:
    # uvicorn raises the signal again once it has ended in good order
    raise SystemExit(0)


# --- what is served -------------------------------------------------------------------------------


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
        return await self._look_up(lambda: papers.opened(desk.office, desk.uploads, desk.papers, token))

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
