"""4b.1 What is not shown, and what was answered, is forgotten when its time is over; the record stays whole."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import NOON, approved, fresh, rejected, removed, returned, withheld
from tests.makers.law.forgotten_words import NAME, WORDS, after, holders, said, whole
from tests.makers.law.redress import noticed
from tests.makers.law.restrictions import restricted

from kawaraban.comments.actions.acts import UPHOLD
from kawaraban.comments.actions.appeal import appeal
from kawaraban.comments.actions.author import withdraw
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.models import Comment, Restriction, Status, Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.config.env import BadConfiguration, data_dir, read_knobs
from kawaraban.law.basis import Offence
from kawaraban.law.models import Demand, DemandItem, DemandKind, DemandOutcome
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.record.holds import lift_hold, place_hold
from kawaraban.law.record.ledger import record
from kawaraban.law.record.sealed_tables import DEMAND_ITEMS, DEMANDS
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


# What is not shown


def not_shown(thread: Thread, moderator: User) -> Iterator[Comment]:
    refused, taken_off, sent_back, hidden, taken_back = (said(thread, f"{WORDS} {n}.") for n in range(5))
    rejected(refused, moderator, note=f"“{WORDS}”, {NAME}?")
    for comment in (taken_off, hidden, taken_back):
        approved(comment, moderator)
    removed(fresh(taken_off), moderator)
    returned(sent_back, moderator)
    withheld(fresh(hidden), moderator)
    withdraw(tracking_token=taken_back.tracking_token, now=NOON)
    yield from (refused, taken_off, sent_back, hidden, taken_back)


def test_4b_01_what_is_not_shown_is_erased_a_year_after_the_last_decision(
    thread: Thread, moderator: User
) -> None:
    comments = list(not_shown(thread, moderator))
    shown, waiting = said(thread, "Stays."), said(thread, "Waits.")
    approved(shown, moderator)

    retain(now=after(364))
    assert not Comment.objects.filter(status=Status.ERASED).exists()
    counts = retain(now=after(365.1))

    assert counts["refused_comments"] == len(comments)
    assert {fresh(comment).status for comment in comments} == {Status.ERASED}
    assert (fresh(shown).name, fresh(waiting).name) == (NAME, NAME)
    whole(WORDS)
    entry = LedgerEntry.objects.filter(kind="comment_erased")[0]
    assert json.loads(entry.payload.body)["reason"] == "its time was over"
    assert retain(now=after(366))["refused_comments"] == 0


def test_4b_01_a_year_without_a_new_decision_counts_from_the_last_one(
    thread: Thread, moderator: User, editor: User
) -> None:
    comment = said(thread)
    rejected(comment, moderator)
    appeal(tracking_token=comment.tracking_token, words="It is fine.", now=after(180))
    decide(UPHOLD, Judged(comment.pk, 1), Reasons(note="It is not."), moderator=editor, now=after(200))

    retain(now=after(400))
    assert fresh(comment).status == Status.REJECTED
    retain(now=after(565.1))
    assert fresh(comment).status == Status.ERASED
    whole(WORDS)


def test_4b_01_what_is_open_or_on_hold_is_not_erased_by_time(
    thread: Thread, moderator: User, publisher: User
) -> None:
    appealed, held, noticed_one, suspended, ordered = (
        said(thread, f"Number {n}.", sender_address=f"203.0.113.{n}") for n in range(1, 6)
    )
    approved(noticed_one, moderator)
    noticed(noticed_one)
    withheld(fresh(noticed_one), moderator)
    for comment in (appealed, held, suspended, ordered):
        rejected(comment, moderator)
    appeal(tracking_token=appealed.tracking_token, words="Why?", now=after(0))
    hold = place_hold(subject=held.subject, reason="Court", until=None, person=publisher, now=NOON)
    restriction = restricted(suspended, moderator, days=7)
    Restriction.objects.update(ends_at=None)
    demand = demanded(publisher, about=[ordered])

    retain(now=after(800))
    assert not Comment.objects.filter(status=Status.ERASED).exists()

    lift_hold(hold_id=hold.pk, person=publisher, now=after(801))
    Restriction.objects.filter(pk=restriction.pk).update(ends_at=after(400))
    settled(demand, at=after(400))
    retain(now=after(801))
    assert set(Comment.objects.filter(status=Status.ERASED)) == {held, suspended, ordered}


def test_4b_01_nothing_is_erased_by_time_where_the_publisher_says_so(
    thread: Thread, moderator: User, settings: Any
) -> None:
    settings.KEEP_REFUSED_DAYS = 0
    rejected(said(thread), moderator)

    assert retain(now=after(4000))["refused_comments"] == 0


def test_4b_01_very_many_are_erased_in_small_steps_along_an_index(
    thread: Thread, moderator: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = 0
    monkeypatch.setattr("kawaraban.law.personal.steps._STEP_SECONDS", 0)  # each is a step of its own
    monkeypatch.setattr("kawaraban.comments.forgetting.refused.AT_ONCE", 8)
    for number in range(10):
        rejected(said(thread, f"{WORDS} {number}."), moderator)

    with CaptureQueriesContext(connection) as queries:
        counts = retain(now=after(366))

    assert counts["refused_comments"] == 8
    assert retain(now=after(366))["refused_comments"] == 2
    steps = [query for query in queries.captured_queries if query["sql"].startswith("SAVEPOINT")]
    assert len(steps) >= 8
    [search] = [
        q["sql"] for q in queries.captured_queries if "LIMIT 8" in q["sql"] and "comments_comment" in q["sql"]
    ]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {search}")
            plan = [row[3] for row in cursor.fetchall()]
        assert any("comments_comment USING INDEX comment_queue" in step for step in plan), plan
        assert not any(step.startswith("SCAN") for step in plan), plan


# Orders, letters and calls


def demanded(person: User, *, kind: DemandKind = DemandKind.ACT, about: Any = ()) -> Demand:
    demand = Demand.objects.create(
        kind=kind,
        sender=NAME,
        contact="4 Quay Street",
        reference="2026/114",
        received_at=NOON,
        offence=Offence.DEFAMATION,
        law="Penal Code",
        scope=f"{WORDS} here",
        words=f"{WORDS} must go",
        answer=f"{WORDS} is gone",
        entered_at=NOON,
        entered_by=person,
    )
    items = [DemandItem.objects.create(demand=demand, subject=comment.subject) for comment in about]
    rows = [DEMANDS.row(demand), *map(DEMAND_ITEMS.row, items)]
    record(kind="demand_entered", subject=demand.record_name, payload={"kind": kind}, now=NOON, rows=rows)
    return demand


def settled(demand: Demand, *, at: datetime = NOON) -> None:
    demand.outcome, demand.settled_at = DemandOutcome.DONE, at
    demand.save()
    record(kind="demand_settled", subject=demand.record_name, payload={}, now=at, rows=[DEMANDS.row(demand)])


@pytest.mark.parametrize("kind", DemandKind)
def test_4b_01_who_wrote_from_outside_is_forgotten_and_an_authority_is_not(
    thread: Thread, publisher: User, kind: DemandKind
) -> None:
    demand = demanded(publisher, kind=kind, about=[said(thread, "Words.")])
    open_one = demanded(publisher, kind=kind)
    settled(demand)
    told = DEMANDS.rows(Demand.objects.filter(pk=demand.pk))[0]

    retain(now=after(364))
    assert Demand.objects.filter(forgotten_at=None).count() == 2
    counts = retain(now=after(365.1))

    assert counts["demand_words"] == 1
    demand.refresh_from_db()
    assert demand.forgotten_at == after(365.1)
    assert (demand.contact, demand.scope, demand.words, demand.answer) == ("", "", "", "")
    assert (demand.sender, demand.reference) == ((NAME, "2026/114") if demand.is_order else ("", ""))
    assert Demand.objects.get(pk=open_one.pk).words
    assert holders(told) == 0
    assert verify_paper().problems == []


def test_4b_01_an_order_about_a_comment_on_hold_keeps_its_words(thread: Thread, publisher: User) -> None:
    comment = said(thread, "Words.")
    settled(demanded(publisher, about=[comment]))
    place_hold(subject=comment.subject, reason="Court", until=None, person=publisher, now=NOON)

    assert retain(now=after(500))["demand_words"] == 0


# The knobs


@pytest.mark.parametrize("knob", ["keep_refused_days", "keep_words_days"])
@pytest.mark.parametrize("days", ["1", "183", "-1"])
def test_4b_01_a_period_shorter_than_an_appeal_is_refused_at_the_start(knob: str, days: str) -> None:
    with pytest.raises(BadConfiguration, match=f"{knob} = {days} is too short: for 184 days"):
        read_knobs(data_dir(), {f"KAWARABAN_{knob.upper()}": days})


@pytest.mark.parametrize("days", ["0", "184", "4000"])
def test_4b_01_an_appeal_long_or_longer_or_none_is_taken(days: str) -> None:
    assert read_knobs(data_dir(), {"KAWARABAN_KEEP_WORDS_DAYS": days})["keep_words_days"] == int(days)
