"""A paper as its operator has it: made by `kawaraban init`, worked on by the program's own commands and processes.

paper = RealPaper.founded(tmp_path / "paper")
paper.kawaraban("backup", str(tmp_path / "copy"))
"""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.rigs.made_once import made_once
from tests.rigs.postgres.new_papers import new_paper_database
from tests.rigs.postgres.server import shared_server
from tests.rigs.serve_factory import ROOT, Got, Served
from tests.rigs.tables import Database, address_of, ask, chosen, lay_into_postgresql

STORY = "/city/port-reopens/"
_FOUNDS = """
from tests.makers import stories as made
from kawaraban.people.models import User
from kawaraban.stories.models import FrontPage
User.objects.create_user("mika", password="a long password", role="publisher")
made.publish(made.make_story(made.make_section(FrontPage.objects.get())))
from kawaraban.comments.models import Thread
Thread.objects.create(locator="story-1", url="/a/", title="A", language="en")
"""
_APPROVES = """
from kawaraban.comments.actions.acts import APPROVE
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
comment = Comment.objects.get(public_id={public_id!r})
decide(APPROVE, Judged(comment.pk, 1), moderator=User.objects.get(username="mika"), now=utc_now())
"""
_SENDS = """
from tests.makers.comments import submission
from kawaraban.comments.actions.receive import receive
from kawaraban.kit.clock import utc_now
for number in range({count}):
    now = utc_now()
    receive([submission("story-1", {text!r} + str(number), now=now)], now=now)
"""


def environment(**changes: str) -> dict[str, str]:
    """Nothing that the tests themselves are configured by; no limit for who sends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KAWARABAN", "DJANGO"))}
    limits = {"KAWARABAN_COMMENTS_PER_MINUTE": "0", "KAWARABAN_COMMENTS_PER_HOUR": "0"}
    return kept | limits | {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))} | changes


@dataclass(frozen=True, slots=True)
class RealPaper:
    """One data directory."""

    root: Path

    @classmethod
    def founded(cls, root: Path, *, database: Database | None = None) -> "RealPaper":
        """With a story, a thread and mika; made once in a test run, then copied."""
        kind = chosen(database)
        shutil.copytree(made_once(f"real-{kind}", partial(_found, database=kind)), root)
        root.chmod(0o711)
        if kind == "postgresql":
            template = address_of(root).rpartition("/")[2]
            name = f"real_{uuid.uuid4().hex[:12]}"
            lay_into_postgresql(root, shared_server().new_database(name, template=template))
        return cls(root)

    def kawaraban(
        self, *words: str, hurt: Callable[[], None] | None = None, **changes: str
    ) -> "subprocess.CompletedProcess[str]":
        """One command over this paper. `hurt` is called in its process before it begins."""
        return subprocess.run(
            [sys.executable, "-m", "kawaraban", *words],
            env=environment(KAWARABAN_DATA=str(self.root), **changes),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            preexec_fn=hurt,
        )

    def run(self, program: str, *, profile: str = "newspaper") -> str:
        """The output of a program over this paper that must succeed."""
        start = (
            "import os\n"
            f"os.environ['DJANGO_SETTINGS_MODULE'] = 'kawaraban.config.settings.{profile}'\n"
            "import django; django.setup()\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", start + program],
            env=environment(KAWARABAN_DATA=str(self.root)),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def send(self, count: int, text: str = "Number ", *, profile: str = "newspaper") -> None:
        """So many comments, each with an entry and a head."""
        self.run(_SENDS.format(count=count, text=text), profile=profile)

    def approve(self, public_id: str) -> None:
        self.run(_APPROVES.format(public_id=public_id))

    def query(self, sql: str) -> list[tuple[object, ...]]:
        return ask(self.root, sql)

    def verify(self) -> "subprocess.CompletedProcess[str]":
        return self.kawaraban("records", "verify")

    @contextmanager
    def served(self, *options: str, **changes: str) -> Iterator[Served]:
        """The product's own processes; ended whatever happened."""
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "kawaraban", "serve", "--port", "0", *options],
            env=environment(KAWARABAN_DATA=str(self.root), **changes),
            stdout=subprocess.PIPE,
            stderr=(self.root / "serve.err").open("a"),
            text=True,
            start_new_session=True,
        )
        served = Served(self.root, process)
        try:
            assert process.stdout is not None
            line = next((line for line in process.stdout if "The paper is on http://" in line), "")
            assert line, (self.root / "serve.err").read_text()
            served.port = urlsplit(line.split()[4]).port or 0
            served.wait_until_healthy()
            yield served
        finally:
            served.stop()


def hand_in(served: Served, thread: str, text: str) -> Got:
    """A reader's form."""
    form = {"thread": thread, "parent": "", "name": "Ada", "text": text, "language": "en"}
    return served.ask(
        "/comments/",
        method="POST",
        body=urlencode(form).encode(),
        content_type="application/x-www-form-urlencoded",
        sec_fetch_site="same-origin",
        accept="application/json",
    )


def _found(root: Path, database: Database) -> None:
    if database == "postgresql":
        lay_into_postgresql(root, new_paper_database("founded"))
    paper = RealPaper(root)
    done = paper.kawaraban("init", str(root))
    assert done.returncode == 0, done.stdout + done.stderr
    paper.run(_FOUNDS)
