"""`serve`: the port, and the processes that serve on it; what they serve is in `served`."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import sys
import tempfile
from multiprocessing import parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from doors.errors import SettingsError
from doors.memory import use_one_heap
from doors.served import GRACE_SECONDS, Serving
from doors.settings import Settings, read, secret

if TYPE_CHECKING:
    from types import FrameType

    from uvicorn import Config

NOT_TO_BE_STARTED = 3
"""The status of a process that uvicorn does not start again."""


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
