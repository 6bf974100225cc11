"""A paper in a directory of its own, worked on by processes of its own: for faults that are really caused.

def test_...(file_paper):                        # from tests.rigs.file_paper import file_paper
    done = file_paper.run("print(Comment.objects.count())")
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.rigs.made_once import made_once

ROOT = Path(__file__).parents[2]
# How long a program may take on a machine with much other work.
PATIENCE_SECONDS = 300

# What every program below starts with.
PRELUDE = """
import sys
from datetime import datetime, timedelta, UTC
import django
from django.db import connections, OperationalError
django.setup()
from kawaraban.comments.actions.acts import APPROVE, REJECT
from kawaraban.comments.actions.author import NotPossibleNow, revise, withdraw
from kawaraban.comments.actions.decide import AlreadyDecided, decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.receive import receive
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.refusals import storage_refusal
from kawaraban.law.grounds import Ground
from kawaraban.law.record.ledger import heal_heads
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User
from tests.makers.comments import NOON, submission
"""
SEED = """
from kawaraban.law.models import PolicyText, PolicyVersion
version = PolicyVersion.objects.create(number=1, effective_at=NOON - timedelta(days=9))
PolicyText.objects.create(version=version, language="en", introduction="Be kind.", responsibility="You answer.")
Thread.objects.create(locator="story-1", url="/a/", title="A", language="en")
for name in ("mika", "ines"):
    User.objects.create_user(name, password="a long password", role="moderator")
"""


@dataclass(frozen=True, slots=True)
class FilePaper:
    """One data directory."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "paper.sqlite3"

    @property
    def heads(self) -> Path:
        return self.root / "ledger.heads"

    def environment(self) -> dict[str, str]:
        """Only what the paper needs: nothing of the test's own settings."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("KAWARABAN_", "DJANGO_"))
        }
        return {
            **kept,
            "KAWARABAN_DATA": str(self.root),
            "KAWARABAN_PROFILE": "comments_only",
            "DJANGO_SETTINGS_MODULE": "kawaraban.config.settings.comments_only",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }

    def start(self, program: str) -> "subprocess.Popen[str]":
        """A process that runs `program` after the prelude; its standard input and output are pipes."""
        return subprocess.Popen(
            [sys.executable, "-u", "-c", PRELUDE + program],
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, program: str) -> str:
        """The output of a program that must succeed."""
        return output_of(self.start(program))

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """`kawaraban records ...` on this paper."""
        program = "from kawaraban.cli.records import records; records()"
        return subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """What the file itself says, read without Django."""
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def alter(self, *statements: str) -> None:
        """What somebody with the file in hand may do: first of all, drop the triggers."""
        triggers = self.query("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        connection = sqlite3.connect(self.database)
        for statement in (*(f"DROP TRIGGER {name}" for (name,) in triggers), *statements):
            connection.execute(statement)
        connection.commit()
        connection.close()


def output_of(process: "subprocess.Popen[str]") -> str:
    """What a program says that must succeed, when it has ended."""
    try:
        output, _errors = process.communicate(timeout=PATIENCE_SECONDS)
    finally:
        process.kill()
    assert process.returncode == 0, output
    return output.strip()


def kill(process: "subprocess.Popen[str]") -> None:
    """SIGKILL: no handler runs, nothing is flushed."""
    process.send_signal(signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()


def _seed(root: Path) -> None:
    """A migrated paper with a policy, an open thread and two moderators."""
    (root / "keys").mkdir()
    for name in ("secret", "ledger"):
        (root / "keys" / f"{name}.key").write_text(f"{name}-key-" + "0" * 32, encoding="ascii")
    migrate = "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
    FilePaper(root).run(migrate + SEED)


def paper_in(root: Path) -> FilePaper:
    """A copy of the template."""
    shutil.copytree(made_once("file-paper", _seed), root)
    return FilePaper(root)


@pytest.fixture
def file_paper(tmp_path: Path) -> FilePaper:
    return paper_in(tmp_path / "paper")


@pytest.fixture
def file_papers(tmp_path: Path) -> Callable[[int], list[FilePaper]]:
    """Makes so many of them."""
    return lambda count: [paper_in(tmp_path / f"paper-{number}") for number in range(count)]
