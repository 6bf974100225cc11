"""3.7: a worker that is killed repeats no digest, two at once send one, and a link pressed twice decides once."""

import signal

from tests.rigs.file_paper import FilePaper, file_paper

__all__ = ["file_paper"]

SEED = """
from zoneinfo import ZoneInfo
from kawaraban.alerts.digests import send_digests
from kawaraban.alerts.links import make_link
from kawaraban.alerts.models import DecisionLink, Digest
from kawaraban.alerts.wishes import keep_wish
from kawaraban.comments.models import Status
from kawaraban.alerts.deciding_by_link import LinkClosed, decide_by_link
from kawaraban.comments.actions.acts import APPROVE
from kawaraban.law.policy.reasons import NO_REASONS
from kawaraban.law.models import Decision, OutboxMessage
now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
def seed():
    user = User.objects.get(username="mika")
    user.email = "mika@example.org"
    user.save()
    [receipt] = receive([submission(Thread.objects.get(), "Who pays?", name="Leyla", now=now)], now=now)
    comment = Comment.objects.get(public_id=receipt.public_id)
    keep_wish(user=user, times=["12:00"], more_than=None, longer_than_hours=None, now=now - timedelta(days=1))
    return make_link(user, comment, now=now)
def send():
    return send_digests(now=now, zone=ZoneInfo("UTC"))
"""
DIES_AT_THE_MAIL = """
import os, signal
from django.db import connection
seed()
def dies(execute, sql, *rest):
    if sql.startswith("INSERT") and "law_outboxmessage" in sql:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, *rest)
with connection.execute_wrapper(dies):
    send()
"""
SENDS_TWICE = """
print(send(), send(), *(model.objects.count() for model in (Digest, OutboxMessage, DecisionLink)))
"""
RACES = """
print("ready")
sys.stdin.readline()
print(send())
try:
    decide_by_link(link_id=1, act=APPROVE, reasons=NO_REASONS, now=now)
    print("decided")
except (LinkClosed, AlreadyDecided) as refused:
    print(type(refused).__name__)
"""


def test_3_07_a_worker_that_is_killed_repeats_no_digest(file_paper: FilePaper) -> None:
    dying = file_paper.start(SEED + DIES_AT_THE_MAIL)
    dying.communicate(timeout=120)

    assert dying.returncode == -signal.SIGKILL
    # One link was made by the seed, the other belongs to the one mail.
    assert file_paper.run(SEED + SENDS_TWICE) == "1 0 1 1 2"


def test_3_07_two_workers_send_one_digest_and_two_presses_decide_once(file_paper: FilePaper) -> None:
    file_paper.run(SEED + "seed()")
    racers = [file_paper.start(SEED + RACES) for _ in range(2)]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()

    said = [racer.communicate(timeout=120)[0].split() for racer in racers]

    assert [racer.returncode for racer in racers] == [0, 0]
    assert sorted(sent for sent, _decided in said) == ["0", "1"]
    assert sorted(decided for _sent, decided in said) == ["LinkClosed", "decided"]
    assert file_paper.query("SELECT COUNT(*) FROM law_decision") == [(1,)]
    assert file_paper.query("SELECT COUNT(*) FROM law_outboxmessage") == [(1,)]
