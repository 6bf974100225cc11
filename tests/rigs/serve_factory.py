"""Starts `kawaraban serve` for a test, on a free port, over a data directory of its own.

with Served.started(make_paper(tmp_path)) as served:
    assert served.get("/healthz").status == 200
"""

import contextlib
import http.client
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from tests.rigs.made_once import made_once
from tests.rigs.postgres.new_papers import new_paper_database
from tests.rigs.tables import Database, address_of, ask, changing, chosen, lay_into_postgresql

from kawaraban.config.sqlite.trying import trouble_with_writing
from kawaraban.config.template_database import TEMPLATE, unpack
from kawaraban.kit.enciphering import opened
from kawaraban.kit.signing import derived_key
from kawaraban.press.store.store import Store

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60.0
T = TypeVar("T")


def environment(data: Path) -> dict[str, str]:
    """What a process over this data directory is started with."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN", "DJANGO"))}
    return kept | {
        "KAWARABAN_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "tests.rigs.serve_settings",
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }


def _write_keys(data: Path) -> None:
    (data / "keys").mkdir(parents=True)
    for name in ("secret", "ledger"):
        (data / "keys" / f"{name}.key").write_text(f"{name} key of a served paper " + "0" * 32)


def _migrate(data: Path) -> None:
    _write_keys(data)
    if TEMPLATE.exists():
        unpack(data / "paper.sqlite3")
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0"], check=True, env=environment(data)
    )
    with contextlib.closing(sqlite3.connect(data / "paper.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def make_paper(folder: Path, *, database: Database | None = None) -> Path:
    """A data directory with keys and a migrated, empty database, of the kind of this run where none is named."""
    _write_keys(folder)
    if chosen(database) == "postgresql":
        lay_into_postgresql(folder, new_paper_database("served"))
    else:
        shutil.copy(made_once("served", _migrate) / "paper.sqlite3", folder)
    return folder


def wait_until(
    condition: Callable[[], T | Literal[False] | None],
    what: str = "the condition",
    seconds: float = PATIENCE_SECONDS,
) -> T:
    """The first true answer of `condition`. Fails when there is none in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.005)
    raise AssertionError(f"{what} did not come true within {seconds} s")


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class UnderWay:
    """A request that was sent."""

    connection: http.client.HTTPConnection

    def answer(self) -> Got:
        """Waits for it, to its end."""
        try:
            answer = self.connection.getresponse()
            return Got(
                answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read()
            )
        finally:
            self.connection.close()


@dataclass
class Served:
    """A running `kawaraban serve`."""

    data: Path
    process: "subprocess.Popen[str]"
    port: int = 0
    log_file: Path | None = None
    # The thread of the paper that readers write to, where somebody has made one.
    thread: str = ""

    @classmethod
    @contextlib.contextmanager
    def started(
        cls,
        data: Path,
        *options: str,
        code: str = "",
        log_to: Path | None = None,
        knobs: dict[str, str] | None = None,
        prefix: Sequence[str] = (),
    ) -> Iterator["Served"]:
        """Start, wait until it is healthy, and stop at the end whatever happened."""
        served = cls.start(data, *options, code=code, log_to=log_to, knobs=knobs, prefix=prefix)
        try:
            served.wait_until_healthy()
            yield served
        finally:
            served.stop()

    @classmethod
    def start(
        cls,
        data: Path,
        *options: str,
        code: str = "",
        log_to: Path | None = None,
        knobs: dict[str, str] | None = None,
        prefix: Sequence[str] = (),
    ) -> "Served":
        """Start, and wait until it says where the paper is. `log_to`: where its log lies, if not in its folder.

        `prefix` is a command that runs it, such as one that takes rights away.
        """
        process = serve_process(
            data, "--port", "0", *options, code=code, log_to=log_to, knobs=knobs, prefix=prefix
        )
        served = cls(data, process, log_file=log_to)
        assert served.process.stdout is not None
        line = served.process.stdout.readline()
        assert "The paper is on http://" in line, line
        served.port = urlsplit(line.split()[4]).port or 0
        return served

    def stop(self) -> int:
        """SIGTERM, and the exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(timeout=PATIENCE_SECONDS)
        finally:
            self.process.kill()
            assert self.process.stdout is not None
            self.process.stdout.close()

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Got:
        """One request on a connection of its own."""
        return self.begin(path, method=method, body=body, **headers).answer()

    def begin(
        self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> "UnderWay":
        """Send a request and do not wait for its answer. It is with the system, and the front may not have read it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(
                method, path, body, {name.replace("_", "-"): text for name, text in headers.items()}
            )
        except BaseException:
            connection.close()
            raise
        return UnderWay(connection)

    def wait_until_read(self) -> None:
        """Until the front has read, and handed on, all that was begun: it answers somebody who came behind."""
        self.health()

    def health(self) -> dict[str, object]:
        return dict(json.loads(self.ask("/healthz").body))

    def wait_until_healthy(self) -> None:
        wait_until(lambda: self.health()["status"] == "ok", "health")

    def pid(self, name: str) -> int:
        """The process of this role: front, app-1, worker or serve."""
        return int((self.data / "run" / f"{name}.pid").read_text())

    def children(self) -> dict[str, int]:
        """The processes by their role, as the log of the supervisor and the system know them."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {role: int(pid) for pid in listed if is_running(int(pid)) and (role := _role_of(int(pid)))}

    def pid_of(self, name: str) -> int:
        """The process of this role, also where it could write no file with its number; 0 for none."""
        return self.children().get(name, 0)

    def kill(self, name: str) -> None:
        os.kill(self.pid_of(name), signal.SIGKILL)

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send the role's process a signal. One that was told to stand still does so afterwards."""
        pid = self.pid(name)
        os.kill(pid, number)
        if number == signal.SIGSTOP:
            wait_until(lambda: state_of(pid) == "T", "standing still")

    def hold_worker(self) -> None:
        """Let the worker stand still, and not in the middle of writing: others want the database meanwhile."""

        def stands_without_the_lock() -> bool:
            self.signal("worker", signal.SIGSTOP)
            if (
                address_of(self.data)
                or trouble_with_writing(self.data / "paper.sqlite3", really=False) is None
            ):
                return True
            self.signal("worker", signal.SIGCONT)
            return False

        wait_until(stands_without_the_lock, "a worker that stands still without the lock")

    @property
    def store(self) -> Store:
        return Store(self.data / "press" / "store")

    def query(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Ask the paper's database, or change it."""
        return ask(self.data, sql, *values)

    def opened(self, seal: object) -> str:
        """The token that a column holds under the key of the paper."""
        secret = (self.data / "keys" / "secret.key").read_text(encoding="ascii").strip()
        return opened(str(seal), derived_key(secret, "kept token"))

    def change_story(self, number: int, *, reads: int) -> int:
        """Change what the story's page shows and order its reprint, in one transaction: as an approval does."""
        now = datetime.now(UTC).replace(tzinfo=None)
        hour = now.replace(minute=0, second=0, microsecond=0)
        with changing(self.data) as change:
            change("DELETE FROM reads_hourtally WHERE story_key = ?", f"story-{number}")
            change(
                "INSERT INTO reads_hourtally"
                " (story_key, hour_at, reads_count, robots_count, repeats_count, staff_count)"
                " VALUES (?, ?, ?, 0, 0, 0)",
                f"story-{number}",
                str(hour),
                reads,
            )
            [[order]] = change(
                "INSERT INTO press_reprintorder (keys, addresses, reason, ordered_at)"
                " VALUES (?, '[]', 'test', ?) RETURNING id",
                json.dumps([f"story-{number}"]),
                str(now),
            )
            return int(str(order))


def serve_process(
    data: Path,
    *options: str,
    code: str = "",
    log_to: Path | None = None,
    knobs: dict[str, str] | None = None,
    prefix: Sequence[str] = (),
) -> "subprocess.Popen[str]":
    """`kawaraban serve` as a process of its own, or other code that serves."""
    return subprocess.Popen(
        [*prefix, sys.executable, "-u", *(["-c", code] if code else ["-m", "kawaraban", "serve"]), *options],
        env=environment(data) | {f"KAWARABAN_{name.upper()}": value for name, value in (knobs or {}).items()},
        stdout=subprocess.PIPE,
        stderr=(log_to or data / "serve.err").open("a"),
        text=True,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,
    )


def hear_ctrl_c() -> None:
    """In a child: a shell that runs the tests in the background has made them deaf to Ctrl-C, and it is inherited."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _role_of(pid: int) -> str:
    """What the process calls itself: "paper app 1" is app-1."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip().removeprefix("paper ").replace(" ", "-")
    except OSError:
        return ""


def is_running(pid: int) -> bool:
    """Whether the process lives; one that has ended and only waits to be noticed does not."""
    return state_of(pid) not in {"", "Z"}


def state_of(pid: int) -> str:
    """The letter by which the system calls the state of a process; empty when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""
