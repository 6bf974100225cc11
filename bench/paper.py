"""Our side: a paper made and served as anybody would, `kawaraban init` and `kawaraban serve`, with default knobs."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from bench.ports import free_port
from bench.refusals import NotMeasured
from bench.server import OURS, Server, started
from kawaraban.press.store.store import Store

_PATIENCE_SECONDS = 150.0
_REST_SECONDS = 5.0
_LONGEST_SETTLING_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A data directory. `port` stays the same: the address of a paper stands in its pages."""

    data: Path
    port: int
    path: str = "/"
    thread: str = ""
    # Of its database, where that is no file.
    address: str = ""

    @property
    def store(self) -> Store:
        return Store(self.data / "press" / "store")

    @property
    def log(self) -> Path:
        return self.data.with_suffix(".out")

    @contextlib.contextmanager
    def served(self) -> Iterator[Server]:
        """Served, healthy, and with every printed page at its smallest."""
        with self.serving() as server:
            server.wait("/healthz")
            server.wait(self.path)
            self.wait_for_best()
            yield server

    @contextlib.contextmanager
    def serving(self) -> Iterator[Server]:
        """From the moment that the process is started."""
        command = [
            sys.executable,
            "-m",
            "kawaraban",
            "serve",
            "--data",
            str(self.data),
            "--port",
            str(self.port),
        ]
        with started(OURS, command, port=self.port, log=self.log, environment=environment()) as server:
            yield server

    def wait_for_best(self) -> None:
        """Until the printer has nothing left to compress better, and has done nothing for some seconds.

        It would run beside the measurement. A paper that has just been started begins with a list of what is most read.
        """
        seen: dict[str, dict[str, str]] = {}
        since = time.monotonic()

        def is_at_rest() -> bool:
            nonlocal seen, since
            tags = self.store.etags()
            if tags != seen or self.store.rough_count():
                seen, since = tags, time.monotonic()
            return bool(tags) and time.monotonic() - since > _REST_SECONDS

        _wait(is_at_rest, "the printer")

    def pids_told(self) -> list[int]:
        """What the paper itself says that it runs: run/*.pid."""
        return [int(path.read_text()) for path in sorted((self.data / "run").glob("*.pid"))]

    def comments(self, status: str = "") -> int:
        """How many comments of the thread are stored, of one status or of all."""
        words = (
            "SELECT count(*) FROM comments_comment c JOIN comments_thread t ON t.id = c.thread_id"
            " WHERE t.locator = ? AND (? = '' OR c.status = ?)"
        )
        return int(str(self._ask(words, self.thread, status, status)))

    def reply_path(self) -> str:
        """The page on which some comment that readers see can be answered."""
        shown = self._ask(
            "SELECT public_id FROM comments_comment WHERE status = 'approved' ORDER BY id LIMIT 1"
        )
        return f"/c/{shown}/reply/"

    def longest_waiting(self) -> str:
        """The comment that the desk shows first; "" where none waits."""
        words = "SELECT public_id FROM comments_comment WHERE status = 'pending' ORDER BY sent_at, id LIMIT 1"
        return str(self._ask(words) or "")

    def another_node(self, data: Path) -> "Paper":
        """The same paper on another machine: its keys and its database, a folder and a port of its own."""
        told = [(self.data / "kawaraban.toml").read_text(encoding="utf-8"), 'node = "second"\n']
        data.mkdir(parents=True)
        (data / "kawaraban.toml").write_text("".join(told), encoding="utf-8")
        shutil.copytree(self.data / "keys", data / "keys")
        kawaraban("init", str(data))
        return replace(self, data=data, port=free_port())

    def settled_comments(self) -> int:
        """The same once it has stopped growing: what was under way when a load ended has been stored or not."""
        deadline, count = time.monotonic() + _LONGEST_SETTLING_SECONDS, -1
        while time.monotonic() < deadline:
            now = self.comments()
            if now == count:
                return now
            count = now
            time.sleep(0.5)
        raise NotMeasured("comments were still being stored long after the load had ended")

    def _ask(self, words: str, *values: str) -> object:
        if self.address:
            import psycopg

            with psycopg.connect(self.address) as server:
                row = server.execute(words.replace("?", "%s"), values).fetchone()
                return row[0] if row else None
        with contextlib.closing(sqlite3.connect(self.data / "paper.sqlite3", timeout=20)) as database:
            row = database.execute(words, values).fetchone()
            return row[0] if row else None

    def verify(self) -> str:
        """What `records verify` says at last. Raises NotMeasured when the record is not whole."""
        return kawaraban("records", "verify", "--data", str(self.data)).strip().splitlines()[-1]


def environment(**more: str) -> dict[str, str]:
    """Without what somebody has set for a paper of theirs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN", "DJANGO"))}
    return kept | more


def kawaraban(*words: str) -> str:
    """Run one command of the program. Raises NotMeasured with what it said."""
    return said([sys.executable, "-m", "kawaraban", *words], environment())


def story_paper(data: Path, *, address: str = "") -> Paper:
    """A fresh paper with the story and its 200 comments, in the database at this address, else in its file."""
    port = free_port()
    if address:
        data.mkdir(parents=True)
        knobs = f'database_url = "{address}"\nsite_url = "http://127.0.0.1:{port}"\n'
        (data / "kawaraban.toml").write_text(knobs, encoding="utf-8")
    kawaraban("init", str(data), "--site-url", f"http://127.0.0.1:{port}")
    told = json.loads(said([sys.executable, "-m", "bench.publishing"], environment(KAWARABAN_DATA=str(data))))
    return Paper(data, port, path=told["path"], thread=told["thread"], address=address)


def demo_paper(data: Path) -> Paper:
    """The demo paper."""
    port = free_port()
    kawaraban("init", str(data), "--site-url", f"http://127.0.0.1:{port}")
    kawaraban("demo", "--data", str(data))
    with contextlib.closing(sqlite3.connect(data / "paper.sqlite3")) as database:
        [thread, url] = database.execute(
            "SELECT locator, url FROM comments_thread WHERE closed_at IS NULL AND language = 'en' ORDER BY id LIMIT 1"
        ).fetchone()
    return Paper(data, port, path=urlsplit(url).path, thread=thread)


def said(command: list[str], env: dict[str, str]) -> str:
    """What a program printed. Raises NotMeasured with what it complained of."""
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotMeasured(f"{' '.join(command[1:5])} failed: {(done.stderr or done.stdout).strip()[-300:]}")
    return done.stdout


def _wait(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.05)
    raise NotMeasured(f"{what} did not come to rest within {_PATIENCE_SECONDS:.0f} s")
