"""7.15: what troubles a served paper, really brought about, is told by the command and on *Health*, and then is over.

A disk that is really full is that of `test_4_03_a_full_disk.py`.
"""

import html
import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.rigs.mail_server import MailServer, mail_server
from tests.rigs.people_over_http import Moderator
from tests.rigs.real_paper import RealPaper
from tests.rigs.rewriting_balancer import Balancer, balancer
from tests.rigs.serve_factory import Served, wait_until
from tests.rigs.tables import address_of, ask

from kawaraban.alerts.health.reports import LookKind
from kawaraban.alerts.health.words import WORDS
from kawaraban.config.env import DataDir
from kawaraban.config.processes.duty import heartbeat_file

pytestmark = [pytest.mark.serve, pytest.mark.once("works on a paper of its own")]

TROUBLING_KNOBS = """
trusted_proxies = ["0.0.0.0/0"]
backup_to = "/nowhere"
backup_hours = 24
"""
# Three days without a copy, and a comment from a clock of the future.
TROUBLING_ROWS = """
from datetime import timedelta
from kawaraban.comments.models import Comment
from kawaraban.kit.clock import utc_now
from kawaraban.press.backup_targets import take_target, tell_finished
now = utc_now()
take_target("/nowhere", node="one", now=now)
tell_finished("/nowhere", name="a", files_count=1, size=1, now=now - timedelta(days=3))
Comment.objects.update(sent_at=now + timedelta(days=400))
"""
MENDING_ROWS = """
from kawaraban.comments.models import Comment
from kawaraban.kit.clock import utc_now
from kawaraban.press.models import BackupTarget
BackupTarget.objects.all().delete()
Comment.objects.update(sent_at=utc_now())
"""
# What the command says of each; the page has its words.
TROUBLES = {
    "files": "secret.key can be read or changed by others: chmod 600",
    "proxies": "trusted_proxies holds 0.0.0.0/0",
    "backup": "The newest copy is from",
    "host_rewritten": "the server in front rewrites Host",
    "mail_server": "The mail server does not take mail from the paper’s address",
    "misdated": "Comments dated in the future: 1.",
}


@dataclass(frozen=True)
class Troubled:
    """A served paper, with what stands around it."""

    paper: RealPaper
    served: Served
    mails: MailServer
    front: Balancer
    changes: dict[str, str]
    publisher: Moderator

    def check(self) -> tuple[int, str]:
        """The command's exit code, and what it says."""
        done = self.paper.kawaraban("check", hurt=None, **self.changes)
        return done.returncode, done.stderr + done.stdout

    def page(self) -> str:
        """*Health*, after every node has looked again."""
        self.publisher.post("/desk/health/look")
        wait_until(lambda: not self._is_asked(), "another look")
        return self.page_as_it_is()

    def page_as_it_is(self) -> str:
        return html.unescape(self.publisher.ask("/desk/health/").body.decode())

    def is_looked_at(self) -> bool:
        """Whether each kind of look was made once; the first is some seconds after the start."""
        return len(self.paper.query("SELECT 1 FROM alerts_healthreport")) == len(LookKind)

    def _is_asked(self) -> bool:
        rows = self.paper.query("SELECT 1 FROM alerts_healthreport WHERE asked_at > looked_at")
        return bool(rows)

    def set_knobs(self, lines: str) -> None:
        """Below where the tables lie."""
        file = self.paper.root / "kawaraban.toml"
        address = address_of(self.paper.root)
        file.write_text((f'database_url = "{address}"\n' if address else "") + lines)
        file.chmod(0o600)


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Troubled]:
    """One for the whole file."""
    paper = RealPaper.founded(tmp_path_factory.mktemp("troubled") / "paper")
    paper.send(1)
    with ExitStack() as open_:
        mails, front = open_.enter_context(mail_server()), open_.enter_context(balancer())
        changes = {"KAWARABAN_SITE_URL": front.site_url, "KAWARABAN_MAIL_URL": mails.url}
        served = open_.enter_context(paper.served(**changes))
        front.leads_to = served.port
        found = Troubled(paper, served, mails, front, changes, Moderator.signed_in(served))
        found.set_knobs("")
        wait_until(found.is_looked_at, "the first look")
        yield found


@contextmanager
def put_aside(file: Path) -> Iterator[None]:
    kept = file.with_suffix(".aside")
    file.rename(kept)
    try:
        yield
    finally:
        kept.rename(file)


def test_7_15_every_trouble_is_told_at_both_places_and_is_over_when_it_is_mended(troubled: Troubled) -> None:
    key = troubled.paper.root / "keys" / "secret.key"
    key.chmod(0o644)
    troubled.set_knobs(TROUBLING_KNOBS)
    troubled.paper.run(TROUBLING_ROWS)
    troubled.mails.says["MAIL"] = "554 not from there"

    code, said = troubled.check()
    page = troubled.page()

    assert code == 1
    for name, line in TROUBLES.items():
        assert line in said, f"{name}: {said}"
        for words in WORDS[name]:
            assert str(words) in page, name
    assert "Traceback" not in said

    key.chmod(0o600)
    troubled.set_knobs("")
    troubled.paper.run(MENDING_ROWS)
    troubled.mails.says.clear()
    troubled.front.rewrites_host = False
    code, said = troubled.check()

    assert (code, "Everything is in order" in said) == (0, True), said
    assert "All is well." in troubled.page()


def test_7_15_a_key_that_is_gone_is_told_while_the_paper_goes_on(troubled: Troubled) -> None:
    key = troubled.paper.root / "keys" / "ledger.key"
    with put_aside(key):
        code, said = troubled.check()
        page = troubled.page()

    assert code == 1
    assert "ledger.key" in said
    assert "Traceback" not in said
    assert str(WORDS["keys"].what) in page
    assert str(WORDS["keys"].do) in page
    assert str(WORDS["keys"].what) not in troubled.page()


def test_7_15_a_worker_that_stands_still_is_told(troubled: Troubled) -> None:
    troubled.served.hold_worker()
    try:
        # As after some minutes of it.
        os.utime(heartbeat_file(DataDir(troubled.paper.root)), (0, 0))
        code, said = troubled.check()
        ask(troubled.paper.root, "UPDATE alerts_healthreport SET looked_at = ?", "2026-01-01 00:00:00+00:00")
        page = troubled.page_as_it_is()
    finally:
        troubled.served.signal("worker", signal.SIGCONT)

    assert code == 1
    assert "The worker gives no sign of life" in said
    assert str(WORDS["worker"].what) in page
    assert str(WORDS["worker"].do) in page
