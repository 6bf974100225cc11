"""A PostgreSQL of the tests' own: on loopback, on a free port, in memory where there is some, thrown away at the end.

    server = shared_server()                          # one for all processes of a test run
    address = server.new_database("paper", template=EMPTY_PAPER)

    with private_server() as server:                  # one to be stopped, frozen and hurt
        server.freeze()

Run as root it is served as `postgres`, whom the Debian package makes: the server refuses root.
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
import pytest

WHY_NOT = (
    "no PostgreSQL is installed here: Debian and Ubuntu have it as postgresql, macOS as postgresql@17 of brew"
)
# The folder of one that stands already.
SERVER_VARIABLE = "KAWARABAN_TEST_SERVER"
_MEMORY = Path("/dev/shm")
_STARTS_WITHIN_SECONDS = 60
_QUICK = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}


@cache
def programs() -> Path | None:
    """The folder of `initdb` and its kin, the newest that is installed; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


# Where CI is set nothing is skipped: a machine of tests that lacks it fails.
needs_postgresql = pytest.mark.postgresql


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """One that runs. `folder` holds its data, its socket and its log."""

    folder: Path
    port: int

    def address(self, name: str = "postgres", *, port: int | None = None) -> str:
        """As `database_url` takes it."""
        return f"postgresql://postgres@127.0.0.1:{port or self.port}/{name}"

    def new_database(self, name: str, *, template: str = "template0") -> str:
        """Make a database, a copy of `template`; its address."""
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING UTF8')
        return self.address(name)

    def drop_database(self, name: str) -> None:
        """Let go of it, whoever is connected."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def execute(
        self, sql: str, parameters: Sequence[object] = (), *, name: str = "postgres"
    ) -> list[tuple[object, ...]]:
        """The rows of one statement, by itself."""
        with psycopg.connect(self.address(name), autocommit=True, connect_timeout=10) as connection:
            done = connection.execute(sql, parameters or None)
            return list(done.fetchall()) if done.description else []

    @property
    def pids(self) -> list[int]:
        """The first process of the server, and its children."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children")
        return [first, *(int(pid) for pid in children.read_text().split())]

    def freeze(self) -> None:
        """As a machine that hangs: connections stand, and nobody answers."""
        for pid in self.pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on."""
        for pid in self.pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def stop(self, mode: str = "immediate") -> None:
        """End it; its data stays. `immediate` is a crash."""
        _run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop", check=False)

    def start(self, settings: Mapping[str, str] = _QUICK) -> None:
        """Start it on its port, and wait until it answers."""
        words = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "max_connections": "200",
            **settings,
        }
        told = " ".join(f"-c {name}={value}" for name, value in words.items())
        log = str(self.folder / "log")
        _run("pg_ctl", "-D", str(self.folder / "data"), "-l", log, "-o", told, "-W", "start")
        deadline = time.monotonic() + _STARTS_WITHIN_SECONDS
        while True:
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return


@contextlib.contextmanager
def private_server(settings: Mapping[str, str] | None = None) -> Iterator[PostgresServer]:
    """One of this test's own. `settings` are added to those that make it quick."""
    server = _made(Path(tempfile.mkdtemp(prefix="kawaraban-pg-", dir=_place())))
    try:
        server.start({**_QUICK, **(settings or {})})
        yield server
    finally:
        with contextlib.suppress(OSError, ValueError):
            server.thaw()
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


@cache
def shared_server() -> PostgresServer:
    """One for all processes of this test run: made by the first that asks, ended by the last that leaves."""
    given = os.environ.get(SERVER_VARIABLE)
    if given:  # whoever started the tests ends it
        return PostgresServer(Path(given), int(Path(given, "port").read_text()))
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    folder = (_place() or Path(tempfile.gettempdir())) / f"kawaraban-pg-{run}"
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    users = os.open(folder.with_suffix(".users"), os.O_RDWR | os.O_CREAT, 0o600)
    with _alone(folder):
        server = (
            PostgresServer(folder, int((folder / "port").read_text())) if (folder / "port").exists() else None
        )
        if server is None:
            server = _made(folder)
            server.start()
            (folder / "port").write_text(str(server.port))
        fcntl.flock(users, fcntl.LOCK_SH)
    atexit.register(_leave, server, users, pid=os.getpid())
    return server


def _leave(server: PostgresServer, users: int, *, pid: int) -> None:
    if os.getpid() != pid:  # a child that was forked has the same duty, and must not do it
        return
    with _alone(server.folder):
        fcntl.flock(users, fcntl.LOCK_UN)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)
    for name in (".users", ".lock"):
        server.folder.with_suffix(name).unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _made(folder: Path) -> PostgresServer:
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    _run(
        "initdb",
        "-D",
        str(folder / "data"),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    )
    return PostgresServer(folder, free_port())


def _run(program: str, *words: str, check: bool = True) -> None:
    there = programs()
    assert there is not None, WHY_NOT
    is_root = os.getuid() == 0
    subprocess.run(
        [str(there / program), *words],
        check=check,
        user="postgres" if is_root else None,
        group="postgres" if is_root else None,
        extra_groups=[] if is_root else None,
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def free_port() -> int:
    """One on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _place() -> Path | None:
    return _MEMORY if os.access(_MEMORY, os.W_OK) else None
