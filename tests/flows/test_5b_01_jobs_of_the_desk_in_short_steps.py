"""5b.1: a job on many comments holds the writer's lock for few of them at a time, from its first step to its last."""

import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.flows.test_3_05_bulk_of_any_size import asked_for_list
from tests.makers.comments import sent
from tests.makers.desk import crowd
from tests.makers.law.demands import written
from tests.rigs.file_paper import FilePaper, file_paper, kill  # noqa: F401

from kawaraban.comments.actions.many.decide import APART_AT_ONCE
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.bulk import doing, mails
from kawaraban.doors.desk.bulk import jobs as bulk_jobs
from kawaraban.doors.desk.bulk.collecting import STEP
from kawaraban.doors.desk.bulk.steps import MOST_AT_ONCE
from kawaraban.doors.desk.models import BulkItem, BulkJob
from kawaraban.law.models import Decision, OutboxMessage
from kawaraban.law.outbox import put_off, send_due
from kawaraban.people.models import User

MANY = 3 * MOST_AT_ONCE


def transactions(queries: CaptureQueriesContext) -> Iterator[list[str]]:
    """The statements of each, as the code begins and ends them. Inside a test they are savepoints."""
    inside: list[str] = []
    depth = 0
    for query in queries.captured_queries:
        sql = query["sql"]
        depth += sql.startswith("SAVEPOINT")
        if depth:
            inside.append(sql)
        if sql.startswith(("RELEASE", "ROLLBACK TO")):
            depth -= sql.startswith("RELEASE")
            if not depth:
                yield inside
                inside = []


def work(now: datetime, *, most: int = 1_000_000) -> list[list[str]]:
    with CaptureQueriesContext(connection) as queries:
        bulk_jobs.work(now=lambda: now, most=most)
    return list(transactions(queries))


def written_to(table: str, statements: list[str]) -> bool:
    return any(f'"{table}"' in sql and not sql.startswith("SELECT") for sql in statements)


def looks_at_the_list(sql: str) -> bool:
    """Whether it asks what would become of each comment."""
    return " CASE WHEN " in sql and 'FROM "comments_comment"' in sql


@pytest.fixture
def job(desk: Client, thread: Thread) -> BulkJob:
    crowd(thread, MANY)
    Comment.objects.update(email="reader@example.org")
    return asked_for_list(desk, "reject", ground="spam")


@pytest.fixture
def bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with fewer, so that a test need not wait for as many."""
    monkeypatch.setattr(mails, "MAILS_AT_ONCE", 50)
    monkeypatch.setattr(doing, "STOPPED_AT_ONCE", 50)


def test_5b_01_each_step_decides_so_many_and_no_more(job: BulkJob) -> None:
    now = timezone.now()
    steps = [each for each in work(now) if written_to("law_decision", each)]

    decided = Decision.objects.count()
    assert decided == MANY
    assert len(steps) >= MANY / MOST_AT_ONCE
    # Of two steps one is not made of more statements than the other by the number of its comments.
    assert max(map(len, steps)) < 60


def test_5b_01_the_list_is_looked_at_before_the_lock_is_taken(job: BulkJob) -> None:
    with CaptureQueriesContext(connection) as queries:
        bulk_jobs.work(now=timezone.now, most=1)
    steps = [each for each in transactions(queries) if written_to("desk_bulkitem", each)]
    looks = [query["sql"] for query in queries.captured_queries if looks_at_the_list(query["sql"])]

    assert BulkItem.objects.count() == MANY
    assert len(steps) == MANY // STEP + 2, "the items of the list, and one comment"
    assert len(looks) == MANY // STEP + 1
    assert not any(looks_at_the_list(sql) for statements in steps for sql in statements)


@pytest.mark.usefixtures("bounds")
def test_5b_01_the_last_step_lets_the_mails_go_in_steps_when_nothing_can_be_taken_back(job: BulkJob) -> None:
    now = timezone.now()
    at_the_end = [each for each in work(now) if written_to("desk_bulkjob", each)]
    job.refresh_from_db()
    assert job.ended_at is not None
    over = job.ended_at + timedelta(seconds=10)
    steps = [each for each in work(over) if written_to("law_outboxmessage", each)]

    assert len(at_the_end) > 0
    assert not any(written_to("law_outboxmessage", each) for each in at_the_end)
    assert len(steps) == -(-MANY // 50)
    assert OutboxMessage.objects.due(over).count() == MANY
    assert not bulk_jobs.take_back_job(job, now=over - timedelta(seconds=1)), "its mails leave"


@pytest.mark.usefixtures("bounds")
def test_5b_01_stopping_a_long_job_asks_for_one_row_and_does_the_rest_in_steps(
    job: BulkJob, desk: Client
) -> None:
    now = timezone.now()
    work(now, most=3)
    with CaptureQueriesContext(connection) as queries:
        assert bulk_jobs.take_back_job(job, now=now)
    asked = [query["sql"] for query in queries.captured_queries if query["sql"].startswith("UPDATE")]
    steps = [each for each in work(now) if written_to("desk_bulkitem", each)]

    assert len(asked) == 1
    assert len(steps) == -(-(MANY - 3) // 50) + 1
    assert set(BulkItem.objects.values_list("reason", flat=True)) == {"", "stopped"}
    assert set(Comment.objects.values_list("status", flat=True)) == {Status.PENDING}
    assert OutboxMessage.objects.filter(cancelled_at=None).count() == 0


def test_5b_01_mails_that_a_killed_worker_had_begun_to_let_go_leave_when_it_is_back(
    job: BulkJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    work(now)
    over = now + timedelta(seconds=11)
    monkeypatch.setattr(mails, "MAILS_AT_ONCE", 50)
    seen: list[object] = []

    def killed(decision_ids: Sequence[UUID], *, until: datetime) -> None:
        seen.append(decision_ids)
        if len(seen) == 3:
            raise KeyboardInterrupt
        put_off(decision_ids, until=until)

    monkeypatch.setattr(mails, "put_off", killed)
    with pytest.raises(KeyboardInterrupt):
        work(over)
    monkeypatch.setattr(mails, "put_off", put_off)
    half = OutboxMessage.objects.due(over).count()
    work(over)

    assert half == 100
    assert OutboxMessage.objects.due(over).count() == MANY
    assert work(over) == []


def test_5b_01_a_mail_that_was_sent_before_the_undo_keeps_its_decision(job: BulkJob) -> None:
    now = timezone.now()
    work(now)
    OutboxMessage.objects.filter(pk=OutboxMessage.objects.order_by("pk")[0].pk).update(due_at=now)
    send_due(now=now)

    bulk_jobs.take_back_job(job, now=now)
    work(now)

    assert BulkItem.objects.filter(state=BulkItem.State.KEPT, reason="too_late").count() == 1
    assert BulkItem.objects.filter(state=BulkItem.State.UNDONE).count() == MANY - 1


def test_5b_01_comments_that_are_decided_one_by_one_are_few_in_a_step(
    desk: Client, thread: Thread, editor: User
) -> None:
    for number in range(2 * APART_AT_ONCE):
        written(sent(thread, f"Words {number}.", now=timezone.now()), person=editor, now=timezone.now())
    asked_for_list(desk, "approve")

    steps = [each for each in work(timezone.now()) if written_to("law_decision", each)]

    assert Comment.objects.approved().count() == 2 * APART_AT_ONCE
    assert len(steps) == 2


JOB = """
from kawaraban.doors.desk.bulk import jobs as bulk
from kawaraban.doors.desk.models import BulkItem, BulkJob
now = datetime.now(UTC)
thread = Thread.objects.get()
if not BulkJob.objects.exists():
    for start in range(0, 1200, 300):
        said = [submission(thread, f"Words {n}.", now=now, email="a@example.org") for n in range(start, start + 300)]
        receive(said, now=now)
    job = BulkJob.objects.create(act="reject", ground="spam", person=User.objects.get(username="mika"), asked_at=now)
    BulkItem.objects.bulk_create(BulkItem(job=job, comment=c, revision_number=1) for c in Comment.objects.all())
print("ready", flush=True)
sys.stdin.readline()
bulk.work(now=lambda: datetime.now(UTC))
"""
SENDER = """
from time import sleep
thread = Thread.objects.get()
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    [receipt] = receive([submission(thread, f"Meanwhile {number}.", now=datetime.now(UTC))], now=datetime.now(UTC))
    print(receipt.public_id, flush=True)
    sleep(0.02)
"""


def test_5b_01_senders_come_in_between_and_a_killed_worker_does_nothing_twice(
    file_paper: FilePaper,  # noqa: F811
) -> None:
    worker = file_paper.start(JOB)
    sender = file_paper.start(SENDER)
    for process in (worker, sender):
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in (worker, sender):
        assert process.stdin is not None
        print(file=process.stdin, flush=True)
    done = "SELECT count(*) FROM desk_bulkitem WHERE state = 'done'"
    while not file_paper.query("SELECT 1 FROM desk_bulkitem WHERE state = 'done' LIMIT 1 OFFSET 39"):
        time.sleep(0.005)
    kill(worker)
    [[half]] = file_paper.query(done)
    again = file_paper.start(JOB)
    again.communicate("\n")
    received, _errors = sender.communicate()

    assert isinstance(half, int)
    assert 40 <= half < 1200
    assert len(received.split()) == 20
    assert file_paper.query(done) == [(1200,)]
    told = "SELECT count(*), count(DISTINCT subject) FROM law_decision"
    mails_of = "SELECT count(*), count(DISTINCT decision_id) FROM law_outboxmessage"
    assert file_paper.query(told) == file_paper.query(mails_of) == [(1200, 1200)]
    # What senders sent stands in the record between what the job decided.
    kinds = [kind for (kind,) in file_paper.query("SELECT kind FROM law_ledgerentry ORDER BY number")]
    decided = [place for place, kind in enumerate(kinds) if kind == "comment_rejected"]
    assert "comment_received" in kinds[decided[0] : decided[-1]]
    assert file_paper.command("verify").returncode == 0
