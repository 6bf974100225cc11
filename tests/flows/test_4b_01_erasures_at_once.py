"""4b.1 Two presses, a decision, a crash and two workers: an erasure that waits is carried out once and whole."""

import pytest
from tests.rigs.file_paper import FilePaper, file_paper

__all__ = ["file_paper"]

pytestmark = pytest.mark.django_db
SEED = """
from kawaraban.comments.actions.report import give_notice
from tests.makers.law.redress import notice_words
thread = Thread.objects.get()
receive([submission(thread, "Zanzibar.", name="Q", email="q@example.org")], now=NOON)
comment = Comment.objects.get()
mika = User.objects.get(username="mika")
decide(APPROVE, Judged(comment.pk, 1), moderator=mika, now=NOON)
give_notice(notice_words(f"https://p.example/c/{comment.public_id}/"), sender_address="", now=NOON)
"""
PRESS = """
from kawaraban.comments.actions.erasing.comment import erase_own
sys.stdin.readline()
comment = Comment.objects.get()
erase_own(tracking_token=comment.tracking_token, now=NOON + timedelta(minutes=1))
print(Comment.objects.get().status)
"""
ANSWER = """
from kawaraban.comments.actions.notices import answer_in_words, DecidedOnItsComment
from kawaraban.comments.actions.acts import REMOVE
from kawaraban.law.models import Notice
sys.stdin.readline()
comment, notice = Comment.objects.get(), Notice.objects.get()
mika = User.objects.get(username="mika")
try:
    decide(REMOVE, Judged(comment.pk, 1), Reasons(ground=Ground.INSULT), moderator=mika,
           now=NOON + timedelta(minutes=1))
    print("removed")
except AlreadyDecided:
    print("too late")
"""
WORK = """
from kawaraban.comments.actions.erasing.comment import erase_due
sys.stdin.readline()
print(erase_due(now=NOON + timedelta(hours=2)))
"""
PERSON = """
from kawaraban.comments.actions.erasing.person import NothingFound, erase_person
sys.stdin.readline()
try:
    print(erase_person(email="q@example.org", reason="Asked", person=None, now=NOON).comments)
except NothingFound:
    print("nothing")
"""
CRASH = """
import os
from kawaraban.comments.actions.erasing import put_off
from kawaraban.comments.actions.erasing.comment import erase_own
put_off.record = lambda **said: os._exit(9)
erase_own(tracking_token=Comment.objects.get().tracking_token, now=NOON + timedelta(minutes=1))
"""


def at_once(paper: FilePaper, *programs: str) -> list[str]:
    """What these programs say that begin at one moment."""
    started = [paper.start(program) for program in programs]
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=120)[0].strip() for process in started]


@pytest.mark.django_db(transaction=False)
def test_4b_01_two_presses_and_a_decision_at_once(file_paper: FilePaper) -> None:
    file_paper.run(SEED)

    first, second, decided = at_once(file_paper, PRESS, PRESS, ANSWER)

    assert {first, second} <= {"withdrawn", "erased"}
    assert decided in {"removed", "too late"}
    [(status, asked_at)] = file_paper.query("SELECT status, erasure_asked_at FROM comments_comment")
    # Whoever was first: it is not on the page, and either gone or going.
    assert status == "erased" or (status == "withdrawn" and asked_at)
    kinds = [kind for (kind,) in file_paper.query("SELECT kind FROM law_ledgerentry")]
    assert kinds.count("erasure_asked") <= 1
    assert file_paper.command("verify").returncode == 0


@pytest.mark.django_db(transaction=False)
def test_4b_01_a_crash_between_leaves_nothing_half_done_and_two_workers_erase_once(
    file_paper: FilePaper,
) -> None:
    file_paper.run(SEED)
    crashed = file_paper.start(CRASH)
    crashed.communicate(timeout=120)
    assert crashed.returncode == 9
    [row] = file_paper.query("SELECT status, erasure_asked_at FROM comments_comment")
    assert row == ("approved", None)

    assert file_paper.run(PRESS.replace("sys.stdin.readline()\n", "")) == "withdrawn"
    file_paper.run(
        """
from kawaraban.comments.actions.notices import answer_in_words
from kawaraban.law.models import Notice
mika = User.objects.get(username="mika")
answer_in_words(notice_id=Notice.objects.get().pk, outcome="gone", answer="Gone.", person=mika,
                now=NOON + timedelta(hours=1))
"""
    )
    assert sorted(at_once(file_paper, WORK, WORK)) == ["0", "1"]
    assert file_paper.query("SELECT status, erasure_asked_at FROM comments_comment") == [("erased", None)]
    assert file_paper.command("verify").returncode == 0


@pytest.mark.django_db(transaction=False)
def test_4b_01_two_who_erase_one_person_at_once_are_told_the_same(file_paper: FilePaper) -> None:
    file_paper.run(
        """
thread = Thread.objects.get()
who = {"name": "Q", "email": "q@example.org"}
for at in range(0, 120, 40):
    receive([submission(thread, f"Zanzibar {n}.", **who) for n in range(at, at + 40)], now=NOON)
"""
    )

    told = at_once(file_paper, PERSON, PERSON)

    # Who came when all was over found nothing, and is told that.
    assert set(told) in ({"120"}, {"120", "nothing"})
    kinds = [kind for (kind,) in file_paper.query("SELECT kind FROM law_ledgerentry")]
    assert kinds.count("person_erased") == 1
    assert file_paper.command("verify").returncode == 0
