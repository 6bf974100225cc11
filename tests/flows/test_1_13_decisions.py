"""1.13 A decision is one transaction; undo in time; two never both win. (The screens: test_1_13_desk.py.)"""

import subprocess
from datetime import datetime, timedelta

import pytest
from django.core import mail
from tests.makers.comments import approved, rejected, sent
from tests.rigs.file_paper import FilePaper, file_paper

from kawaraban.comments.actions.decide import undo
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.tracking import track
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, OutboxMessage, Statement
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.outbox import send_due
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

__all__ = ["file_paper"]

ROUNDS = 50
UNDO = timedelta(seconds=10)
# Each line that comes in is one comment to act upon; each line that goes out is how it ended.
DECIDE = """
me = User.objects.get(username={name!r})
print("ready")
for line in sys.stdin:
    pk = int(line)
    try:
        {act}
        print("won")
    except AlreadyDecided as told:
        print("told", told.decision.moderator.username + " " + told.decision.verdict if told.decision else "")
    except NotPossibleNow:
        print("told")
"""
APPROVE = "approve(comment_id=pk, revision_number=1, moderator=me, now=NOON)"
REJECT = "reject(comment_id=pk, revision_number=1, ground=Ground.INSULT, note='', moderator=me, now=NOON)"
REVISE = "revise(tracking_token=Comment.objects.get(pk=pk).tracking_token, text='Other words.', now=NOON)"
WITHDRAW = "withdraw(tracking_token=Comment.objects.get(pk=pk).tracking_token, now=NOON)"


def race(paper: FilePaper, first: str, second: str) -> list[tuple[str, str]]:
    """Let two processes act on the same comments at the same moment, one comment after the other."""
    pks = paper.run(
        f"receive([submission('story-1', f'Number {{n}}.') for n in range({ROUNDS})], now=NOON)\n"
        "print(*Comment.objects.values_list('pk', flat=True))"
    ).split()
    programs = [DECIDE.format(name="mika", act=first), DECIDE.format(name="ines", act=second)]
    racers = [paper.start(program) for program in programs]
    try:
        assert [answer(racer) for racer in racers] == ["ready", "ready"]
        ends = []
        for pk in pks:
            for racer in racers:
                say(racer, pk)
            ends.append((answer(racers[0]), answer(racers[1])))
        return ends
    finally:
        for racer in racers:
            racer.communicate(timeout=30)


def say(racer: "subprocess.Popen[str]", word: str) -> None:
    assert racer.stdin
    racer.stdin.write(word + "\n")
    racer.stdin.flush()


def answer(racer: "subprocess.Popen[str]") -> str:
    assert racer.stdout
    return racer.stdout.readline().strip()


def test_1_13_of_two_moderators_at_once_one_wins_and_the_other_is_told(file_paper: FilePaper) -> None:
    ends = race(file_paper, APPROVE, REJECT)

    assert set(ends) <= {("won", "told mika approved"), ("told ines rejected", "won")}
    assert len(ends) == ROUNDS
    assert file_paper.query("SELECT count(*), count(DISTINCT subject) FROM law_decision") == [
        (ROUNDS, ROUNDS)
    ]
    assert file_paper.run("print(verify().problems)") == "[]"


def test_1_13_of_a_decision_and_an_edit_at_once_one_wins(file_paper: FilePaper) -> None:
    ends = race(file_paper, APPROVE, REVISE)

    assert set(ends) <= {("won", "told"), ("told", "won")}
    approved_words = file_paper.query(
        "SELECT DISTINCT revision_number FROM comments_comment WHERE status = 'approved'"
    )
    assert approved_words in ([], [(1,)])
    assert file_paper.run("print(verify().problems)") == "[]"


def test_1_13_a_comment_sent_twice_at_once_is_stored_once(file_paper: FilePaper) -> None:
    send = """
print("ready")
for line in sys.stdin:
    [receipt] = receive([submission("story-1", "Twice " + line, sender_address="")], now=NOON)
    print(receipt.public_id, receipt.is_repeat)
"""
    racers = [file_paper.start(send), file_paper.start(send)]
    try:
        assert [answer(racer) for racer in racers] == ["ready", "ready"]
        for number in range(20):
            for racer in racers:
                say(racer, str(number))
            (one, one_repeats), (two, two_repeats) = (answer(racer).split() for racer in racers)
            assert one == two
            assert {one_repeats, two_repeats} == {"False", "True"}
    finally:
        for racer in racers:
            racer.communicate(timeout=30)

    assert file_paper.query("SELECT count(*) FROM comments_comment") == [(20,)]


@pytest.mark.django_db
def test_1_13_a_decision_takes_effect_at_once_and_its_message_waits_ten_seconds(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, email="ada@example.org")

    rejected(comment, moderator, ground=Ground.VULGAR, note="The third word.")

    comment.refresh_from_db()
    assert comment.status == Status.REJECTED
    assert Statement.objects.filter(decision__subject=comment.subject).exists()
    assert LedgerEntry.objects.filter(subject=comment.subject, kind="comment_rejected").exists()
    assert send_due(now=noon + UNDO - timedelta(milliseconds=1)) == 0
    assert send_due(now=noon + UNDO) == 1
    assert "The third word." in mail.outbox[0].body


@pytest.mark.django_db
def test_1_13_an_undo_in_time_means_that_nothing_is_sent_and_all_is_recorded(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, email="ada@example.org")
    decision = approved(comment, moderator)

    undo(decision_id=str(decision.pk), moderator=moderator, now=noon + UNDO / 2)

    assert send_due(now=noon + timedelta(days=1)) == 0
    assert Comment.objects.get().status == Status.PENDING
    assert Decision.objects.count() == 2
    assert track(comment.tracking_token, noon + UNDO).status == Status.PENDING
    assert ReprintOrder.objects.count() == 2


@pytest.mark.django_db
def test_1_13_the_author_reads_it_in_the_language_of_the_page(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    rejected(sent(thread, "Merhaba", language="tr", email="ada@example.org"), moderator)

    assert Statement.objects.get().language == OutboxMessage.objects.get().language == "tr"
