"""A paper over a server of its own, with a story that takes comments and somebody who decides on them.

paper = StaffedPaper.founded(tmp_path / "paper", address)
other = paper.another_node(tmp_path / "other")        # another machine of the same paper
"""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.rigs.postgres.paper import PostgresPaper, environment
from tests.rigs.serve_factory import ROOT

_FOUNDS = """
import django
django.setup()
from tests.makers import stories as made
from kawaraban.comments.models import Thread
from kawaraban.people.models import User
from kawaraban.stories.models import FrontPage
User.objects.create_user("mika", password="a long password", role="publisher")
made.publish(made.make_story(made.make_section(FrontPage.objects.get())))
thread = Thread.objects.get()
print(thread.locator, thread.url)
"""
_NO_LIMITS = {"KAWARABAN_COMMENTS_PER_MINUTE": "0", "KAWARABAN_COMMENTS_PER_HOUR": "0"}


@dataclass(frozen=True, slots=True)
class StaffedPaper(PostgresPaper):
    """`thread` takes comments, and `story` shows them."""

    thread: str = ""
    story: str = ""

    @classmethod
    def founded(cls, root: Path, address: str = "") -> "StaffedPaper":
        """In this database, which has the tables of a paper."""
        paper = cls(root, address)
        done = paper.kawaraban("init", str(root))
        assert done.returncode == 0, done.stdout + done.stderr
        thread, story = paper.run(_FOUNDS).split()
        return cls(root, address, thread, story)

    def another_node(self, root: Path) -> "StaffedPaper":
        """With the same keys."""
        shutil.copytree(self.root / "keys", root / "keys")
        node = StaffedPaper(root, self.address, self.thread, self.story)
        done = node.kawaraban("init", str(root))
        assert done.returncode == 0, done.stdout + done.stderr
        return node

    def at(self, address: str) -> "StaffedPaper":
        """The same machine, which finds its database at another address."""
        return StaffedPaper(self.root, address, self.thread, self.story)

    def run(self, program: str) -> str:
        """The output of a program over this paper, which must succeed."""
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environment(
                self.root,
                self.address,
                DJANGO_SETTINGS_MODULE="kawaraban.config.settings.newspaper",
                PYTHONPATH=f"{ROOT / 'src'}:{ROOT}",
            ),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout
