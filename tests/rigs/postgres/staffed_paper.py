"""A paper over a server of its own, with a story that takes comments and somebody who decides on them.

paper = StaffedPaper.over(server, tmp_path / "paper")
other = paper.another_node(tmp_path / "other")        # another machine of the same paper
"""

import atexit
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.rigs.postgres.new_papers import template_of
from tests.rigs.postgres.paper import PostgresPaper, environment
from tests.rigs.postgres.server import PostgresServer, shared_server
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
NO_LIMITS = {"KAWARABAN_COMMENTS_PER_MINUTE": "0", "KAWARABAN_COMMENTS_PER_HOUR": "0"}
_TIME_LIMITS = {"statement_timeout": "20s", "lock_timeout": "10s"}


@dataclass(frozen=True, slots=True)
class StaffedPaper(PostgresPaper):
    """`thread` takes comments, and `story` shows them."""

    thread: str = ""
    story: str = ""

    @classmethod
    def over(cls, server: PostgresServer, root: Path) -> "StaffedPaper":
        """In a database of this server, which is a copy of the tests' own (`cloned_server`)."""
        first = staffed()
        address = server.new_database("paper", template=first.address.rpartition("/")[2])
        for name, limit in _TIME_LIMITS.items():
            server.execute(f"ALTER DATABASE paper SET {name} = '{limit}'")
        # The copy of a sequence says how many numbers it may still give without a word to a standby, whom the template
        # has told of them and the copy has not. After a checkpoint it tells again.
        server.execute("CHECKPOINT")
        shutil.copytree(first.root, root)
        return replace(first, root=root, address=address)

    def another_node(self, root: Path) -> "StaffedPaper":
        """With the same keys, and none of its own files of before."""
        of_its_own = shutil.ignore_patterns("press", "run", "log", "mail", "*.heads", "*.err")
        shutil.copytree(self.root, root, ignore=of_its_own)
        return replace(self, root=root)

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


@cache
def staffed() -> StaffedPaper:
    """On the tests' own server, made once in a process: a template for all others, served by nobody."""
    root = Path(mkdtemp(prefix="kawaraban-staffed-")) / "paper"
    atexit.register(shutil.rmtree, root.parent, ignore_errors=True)
    name = f"staffed_{root.parent.name[-8:]}"
    address = shared_server().new_database(name, template=template_of("newspaper"))
    paper = StaffedPaper(root, address)
    done = paper.kawaraban("init", str(root))
    assert done.returncode == 0, done.stdout + done.stderr
    thread, story = paper.run(_FOUNDS).split()
    return replace(paper, thread=thread, story=story)
