"""The peer: Isso, the comment server that people in our place use. Its own virtual environment, gunicorn, 2 workers."""

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import quote

from bench.ports import free_port
from bench.refusals import NotMeasured
from bench.server import Server, started
from bench.story import WrittenComment, WrittenStory

VENV = Path(__file__).resolve().parents[1] / ".make" / "bench" / "isso"
READ_URI = "/story/1"
POST_URI = "/story/2"
# The guard would refuse a load that comes from one address; ours stays on, and is given many addresses.
_CONFIGURATION = """
[general]
dbpath = {database}
host = http://127.0.0.1:{port}/
notify = stdout
[moderation]
enabled = {moderated}
[guard]
enabled = false
[server]
listen = http://127.0.0.1:{port}/
"""


@dataclass(frozen=True, slots=True)
class Isso:
    """A running Isso over a database of its own."""

    server: Server
    database: Path

    @property
    def thread_path(self) -> str:
        return f"/?uri={quote(READ_URI, safe='')}"

    @property
    def post_path(self) -> str:
        return f"/new?uri={quote(POST_URI, safe='')}"

    def comments(self) -> int:
        """How many comments are stored."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=20)) as database:
            return int(database.execute("SELECT count(*) FROM comments").fetchone()[0])

    def fill(self, written: WrittenStory) -> None:
        """The story's comments, each sent like a reader's. Raises NotMeasured when one is not taken."""
        ids: list[int] = []
        for comment in written.comments:
            parent = None if comment.parent is None else ids[comment.parent]
            ids.append(self.send(comment, parent, uri=READ_URI))
        shown = json.loads(self.server.ask(self.thread_path).body)
        count = sum(1 + len(reply["replies"]) for reply in shown["replies"])
        if count != len(written.comments):
            raise NotMeasured(f"Isso shows {count} of {len(written.comments)} comments")

    def send(self, comment: WrittenComment, parent: int | None, *, uri: str) -> int:
        """One comment, as Isso's own script sends it. Returns its number; raises NotMeasured."""
        body = {
            "text": comment.text,
            "author": comment.name,
            "email": "reader@example.org",
            "website": None,
            "title": "Story",
            "parent": parent,
        }
        try:
            answer = self.server.ask(
                f"/new?uri={quote(uri, safe='')}",
                method="POST",
                body=json.dumps(body).encode(),
                Content_Type="application/json",
                Origin=self.server.address,
            )
        except (OSError, HTTPException) as broken:
            raise NotMeasured(f"Isso did not answer a comment: {broken}") from broken
        if answer.status not in {201, 202}:
            raise NotMeasured(f"Isso answered {answer.status} to a comment")
        return int(json.loads(answer.body)["id"])


@contextlib.contextmanager
def isso(folder: Path, *, moderated: bool) -> Iterator[Isso]:
    """Isso over a fresh database. `moderated`: every comment waits for approval, as with us."""
    program = VENV / "bin" / "gunicorn"
    if not program.exists():
        raise NotMeasured("Isso is not installed (make bench puts it into a virtual environment of its own)")
    folder.mkdir(parents=True, exist_ok=True)
    port, database = free_port(), folder / "comments.sqlite3"
    configuration = folder / "isso.cfg"
    configuration.write_text(
        _CONFIGURATION.format(database=database, port=port, moderated=str(moderated).lower())
    )
    # Without --preload: with it a worker can be forked while Isso's purging thread holds the lock, and then hangs.
    command = [str(program), "-b", f"127.0.0.1:{port}", "isso.run:application"]
    if Path("/dev/shm").is_dir():
        command += ["--worker-tmp-dir", "/dev/shm"]
    settings = os.environ | {"ISSO_SETTINGS": str(configuration)}
    log = folder / "isso.out"
    # One worker first: two that make the database at the same time can both end of it.
    with started("Isso", [*command, "-w", "1"], port=port, log=log, environment=settings) as server:
        server.wait("/info")
    with started("Isso", [*command, "-w", "2"], port=port, log=log, environment=settings) as server:
        server.wait("/info")
        yield Isso(server, database)


def versions() -> dict[str, str]:
    """Of what is in its environment; empty where it is not installed."""
    folders = list(VENV.glob("lib/python*/site-packages"))
    found = {dist.name.lower(): dist.version for dist in distributions(path=[str(path) for path in folders])}
    return {name: found[name] for name in ("isso", "gunicorn") if name in found}
