"""5b.1: forgetting by time never holds the lock for long, and looks at each row once.

How long a step is, is a matter of `kit/work/short_steps.py` and its tests. Here each piece of work is a step of its
own, so that its rows can be counted.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import NOON, Sender, sent, shown_in_bulk
from tests.makers.law.redress import noticed
from tests.rigs.lock_meter import watched_locks

from kawaraban.comments.forgetting import addresses
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.law.models import Notice, OutboxMessage
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.models.notices import Outcome
from kawaraban.law.personal import steps
from kawaraban.law.personal.periods import Held, PeriodRule
from kawaraban.law.personal.table import rules
from kawaraban.law.record.ledger import SENDERS_FORGOTTEN
from kawaraban.law.redress.notices import answer_notice
from kawaraban.people.models import User
from kawaraban.press.turn import one_turn

pytestmark = pytest.mark.django_db(transaction=True)
ADA: Sender = {"email": "ada@example.org", "sender_address": "203.0.113.7"}
LONG_AFTER = NOON + timedelta(days=300)
# What one statement changes: see law/personal/steps.py.
CHUNK = 20


@pytest.fixture(autouse=True)
def _one_piece_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kawaraban.law.personal.steps._STEP_SECONDS", 0)
    monkeypatch.setattr("kawaraban.law.personal.steps._ROWS_SECONDS", 0)


def _grown(thread: Thread, count: int) -> None:
    """A thread of many comments whose time is over."""
    shown_in_bulk(thread, [("Ada", f"The harbour is open. {number}", NOON) for number in range(count)])
    Comment.objects.update(email="ada@example.org", sender_key="a" * 64, status_changed_at=NOON)


def _mails(count: int) -> None:
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            recipient="ada@example.org",
            heading="Your comment",
            body="It is on the page.",
            language="en",
            due_at=NOON,
            sent_at=NOON if number % 2 else None,
            cancelled_at=None if number % 2 else NOON,
        )
        for number in range(count)
    )


@pytest.mark.sqlite("the lock of SQLite is what is measured")
def test_5b_01_no_transaction_of_the_retention_changes_many_rows(thread: Thread) -> None:
    _grown(thread, 4 * CHUNK)
    _mails(6 * CHUNK)
    Session.objects.bulk_create(
        Session(session_key=f"key-{number}", expire_date=NOON) for number in range(3 * CHUNK)
    )

    with watched_locks() as watched:
        counts = retain(now=LONG_AFTER)

    assert counts["commenter_emails"] == counts["sender_hashes"] == 4 * CHUNK
    assert counts["mails"] == 6 * CHUNK
    assert counts["staff_sign_ins"] == 3 * CHUNK
    assert watched.most_rows <= CHUNK
    assert len(watched.held) >= (4 + 4 + 6 + 3)


def test_5b_01_a_backlog_is_looked_for_once_and_not_again_for_every_step(thread: Thread) -> None:
    _grown(thread, 4 * CHUNK)

    with CaptureQueriesContext(connection) as queries:
        retain(now=LONG_AFTER)

    looks = [
        each["sql"]
        for each in queries.captured_queries
        if each["sql"].startswith("SELECT")
        and "LIMIT 20000" in each["sql"]
        and "comments_comment" in each["sql"]
    ]
    # One for the addresses and one for the hashes.
    assert len(looks) == 2


def test_5b_01_what_was_decided_again_meanwhile_is_left_alone(
    thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    _grown(thread, 2 * CHUNK)
    first, last = Comment.objects.earliest("pk"), Comment.objects.latest("pk")
    plainly = one_turn

    def with_somebody_between() -> Any:
        Comment.objects.filter(pk=last.pk).exclude(email="").update(status_changed_at=LONG_AFTER)
        return plainly()

    # Found by the retention, and decided before its turn came.
    monkeypatch.setattr(steps, "one_turn", with_somebody_between)
    retain(now=LONG_AFTER)
    first.refresh_from_db()
    last.refresh_from_db()

    assert (first.email, last.email) == ("", "ada@example.org")


@pytest.fixture(params=["without statistics", "with those of a large paper"])
def _statistics(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.param == "without statistics":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("UPDATE sqlite_stat1 SET stat = '1000000 7' WHERE tbl = 'comments_comment'")
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl <> 'comments_comment'")
        cursor.execute("ANALYZE sqlite_master")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE sqlite_stat1")
    connection.close()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="plans of SQLite")
@pytest.mark.usefixtures("_statistics")
def test_5b_01_the_retention_finds_its_rows_along_indexes_of_what_is_left(thread: Thread) -> None:
    _grown(thread, 2)
    looked: list[tuple[str, Any]] = []

    def heard(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and sql.endswith("LIMIT 20000") and 'FROM "comments_comment"' in sql:
            looked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(heard):
        retain(now=LONG_AFTER)

    plans = []
    for sql, params in looked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            plans.append(" | ".join(row[3] for row in cursor.fetchall()))
    assert len(plans) == 2
    assert "SEARCH comments_comment USING INDEX comment_address_over" in plans[0]
    assert "comment_hashes_over" in plans[1]
    assert not any("SCAN comments_comment" in plan for plan in plans)


def _answered(thread: Thread, publisher: User, count: int) -> None:
    for number in range(count):
        comment = sent(thread, f"The harbour is open. {number}", **ADA)
        notice = noticed(comment, email=f"nora{number}@example.org")
        with transaction.atomic():
            answer_notice(
                notice_id=notice.pk, outcome=Outcome.NO_ACTION, answer="No.", person=publisher, now=NOON
            )


def test_5b_01_a_kill_between_two_notices_leaves_entry_and_rows_in_agreement(
    thread: Thread, publisher: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = 0
    _answered(thread, publisher, 3)
    written = addresses._record_forgotten

    def killed_at_the_second(count: int, **given: Any) -> None:
        if LedgerEntry.objects.filter(kind=SENDERS_FORGOTTEN).exists():
            raise KeyboardInterrupt
        written(count, **given)

    monkeypatch.setattr(addresses, "_record_forgotten", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        retain(now=LONG_AFTER)
    left = Notice.objects.filter(forgotten_at=None).count()
    assert (left, LedgerEntry.objects.filter(kind=SENDERS_FORGOTTEN).count()) == (2, 1)
    assert not verify().problems
    monkeypatch.undo()

    assert retain(now=LONG_AFTER + timedelta(hours=1))["notice_senders"] == 2
    assert not Notice.objects.exclude(name="", email="", sender_salt="").exists()
    assert not verify().problems


def test_5b_01_a_rule_that_fails_keeps_no_other_from_its_work(
    thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    _grown(thread, 2)

    def fails(before: datetime, now: datetime, held: Held) -> int:
        raise ValueError("of one row")

    def rules_of_now() -> tuple[PeriodRule, ...]:
        return (replace(first, forget=fails), *others)

    first, *others = rules()
    monkeypatch.setattr("kawaraban.comments.forgetting.retention.rules", rules_of_now)

    with pytest.raises(ValueError, match="of one row"):
        retain(now=LONG_AFTER)

    assert not Comment.objects.exclude(email="", sender_key="").exists()
    assert LedgerEntry.objects.filter(kind="retention_applied").count() == 1


def test_5b_01_each_rule_is_told_when_it_is_done_and_not_all_of_them_in_the_end(thread: Thread) -> None:
    _grown(thread, 2)
    told: list[tuple[str, int, bool]] = []

    def tell(rule: PeriodRule, count: int) -> None:
        has_hashes = Comment.objects.exclude(sender_key="").exists()
        told.append((rule.code, count, has_hashes))

    counts = retain(now=LONG_AFTER, tell=tell)

    assert {code: count for code, count, _left in told} == counts
    assert ("commenter_emails", 2, True) in told
    assert ("sender_hashes", 2, False) in told
