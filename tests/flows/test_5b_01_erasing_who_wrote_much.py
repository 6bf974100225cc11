"""5b.1 Somebody who wrote much is erased while others send; whoever kills it in the middle keeps nothing from going.

On a paper that is served, with the command as the publisher types it, and killed as a machine kills.
"""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.rigs.real_paper import RealPaper, environment, hand_in
from tests.rigs.serve_factory import wait_until

pytestmark = pytest.mark.serve
COUNT = 400
WHO = "quillon@example.org"
# Every second one is shown, and its author is told so.
WRITES = f"""
from tests.makers.comments import submission
from kawaraban.comments.actions.acts import APPROVE
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.receive import receive
from kawaraban.comments.models import Comment
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
mika, now = User.objects.get(username="mika"), utc_now()
sendings = [
    submission("story-1", f"Zanzibar marmalade {{number}}.", now=now, name="Quillon", email="{WHO}")
    for number in range({COUNT})
]
for at in range(0, {COUNT}, 50):
    receive(sendings[at : at + 50], now=now)
for comment in Comment.objects.order_by("pk")[::2]:
    decide(APPROVE, Judged(comment.pk, 1), moderator=mika, now=now)
"""
ERASED = "SELECT count(*) FROM comments_comment WHERE status = 'erased'"
MAY_BE_READ = (
    "SELECT count(*) FROM comments_comment WHERE status IN ('approved', 'pending') AND name = 'Quillon'"
)
LEFT = "SELECT count(*) FROM comments_comment WHERE name = 'Quillon'"
ASKED = "SELECT comments_count, found_count FROM comments_erasure"
RECORDED = "SELECT body FROM law_ledgerpayload JOIN law_ledgerentry ON number = entry_id WHERE kind = 'person_erased'"


def count(paper: RealPaper, sql: str) -> int:
    [(number,)] = paper.query(sql)
    assert isinstance(number, int)
    return number


def begun(paper: RealPaper) -> "subprocess.Popen[str]":
    """The command, until some of the comments are gone and some are not."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "kawaraban", "records", "erase", "--email", WHO, "--reason", "Asked"],
        env=environment(KAWARABAN_DATA=str(paper.root)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Erased: ") and not line.startswith("Erased: 0 "):
            return process
    raise AssertionError("".join(lines))


def killed_in_the_middle(paper: RealPaper) -> None:
    process = begun(paper)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert 0 < count(paper, ERASED) < COUNT, "it was not killed in the middle"
    # What readers see went before the first word.
    assert count(paper, MAY_BE_READ) == 0


def nothing_is_left_but_the_record(paper: RealPaper) -> None:
    assert count(paper, LEFT) == 0
    assert count(paper, ERASED) == COUNT
    assert paper.query(ASKED) == []
    [(said,)] = paper.query(RECORDED)
    assert f'"comments":{COUNT}' in str(said)
    verified = paper.verify()
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_5b_01_it_goes_on_when_it_is_asked_for_again(tmp_path: Path) -> None:
    paper = RealPaper.founded(tmp_path / "paper")
    paper.run(WRITES)
    killed_in_the_middle(paper)
    [(gone, found)] = paper.query(ASKED)
    assert (gone, found) == (count(paper, ERASED), COUNT)

    again = paper.kawaraban("records", "erase", "--email", f" {WHO.upper()}", "--reason", "Asked again")

    assert again.returncode == 0, again.stderr
    assert f"comments {COUNT}" in again.stdout
    nothing_is_left_but_the_record(paper)
    # As it was asked for at first.
    assert '"reason":"Asked"' in str(paper.query(RECORDED))


def test_5b_01_the_worker_goes_on_by_itself_and_whoever_sends_is_taken_meanwhile(tmp_path: Path) -> None:
    paper = RealPaper.founded(tmp_path / "paper")
    paper.run(WRITES)
    with paper.served() as served:
        process = begun(paper)
        sent = [hand_in(served, "story-1", f"Meanwhile {number}.").status for number in range(5)]
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert 0 < count(paper, ERASED) < COUNT, "it was not killed in the middle"
        assert count(paper, MAY_BE_READ.replace("Quillon", "Ada")) == len(sent)
        # Whoever works on it says so for a minute: nobody waits for that here.
        paper.query("UPDATE comments_erasure SET worked_on_until = NULL")

        wait_until(lambda: paper.query(ASKED) == [], "the end of the erasure", seconds=120)

        assert all(status in {200, 201, 202, 303} for status in sent), sent
        sent_after = hand_in(served, "story-1", "After it.").status
        assert sent_after == sent[0]
    nothing_is_left_but_the_record(paper)
