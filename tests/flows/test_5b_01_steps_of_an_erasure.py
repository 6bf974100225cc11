"""5b.1 An erasure of a person holds the writer's lock for a bounded piece of work at a time, and says how far it is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import NOON, Sender, approved, sent
from tests.makers.desk import signed_in
from tests.makers.law.redress import noticed

from kawaraban.comments.actions.erasing import person
from kawaraban.comments.actions.erasing.hiding import hide
from kawaraban.comments.actions.erasing.person import (
    Erased,
    ErasureProgress,
    ErasureStage,
    Pace,
    erase_person,
    go_on_erasing,
)
from kawaraban.comments.actions.erasing.steps import erase_words_of
from kawaraban.comments.actions.erasing.under_way import ask, let_go
from kawaraban.comments.models import Comment, Erasure, Status, Thread
from kawaraban.comments.record_check import verify_paper
from kawaraban.doors.desk.record import views
from kawaraban.law.models import OutboxMessage
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.record.holds import place_hold
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
COUNT = 24
DEE: Sender = {"name": "Dee Example", "email": "dee@example.org"}
# Of as many comments as are erased together.
MOST_STATEMENTS = 60
MOST_TO_HIDE = 16


@pytest.fixture
def shown(thread: Thread, moderator: User) -> list[Comment]:
    """More comments of one person than are gone at once, each on the page."""
    comments = [
        sent(thread, f"The quay, part {number}.", sender_address=f"203.0.{number}.9", **DEE)
        for number in range(COUNT)
    ]
    for comment in comments:
        approved(comment, moderator)
    return list(Comment.objects.order_by("pk"))


def test_5b_01_many_are_erased_with_as_few_statements_as_one(shown: list[Comment]) -> None:
    counts = []
    for some in (shown[:1], shown[1:17]):
        locked = list(Comment.objects.locked_all([comment.pk for comment in some]))
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            erase_words_of(locked, reason="Asked", by="", now=LATER)
        counts.append(len(asked))

    # `executemany` counts once.
    assert counts[1] <= counts[0] + 2
    assert max(counts) <= MOST_STATEMENTS
    assert Comment.objects.filter(status=Status.ERASED, text="").count() == 17
    assert verify_paper().problems == []


def test_5b_01_many_are_hidden_with_as_few_statements_and_one_order(shown: list[Comment]) -> None:
    orders = ReprintOrder.objects.count()
    numbers = [comment.pk for comment in shown]
    # Their mails have left: a mail that waits is stopped one by one.
    OutboxMessage.objects.update(sent_at=F("due_at"), attempts_count=1)

    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        hide(numbers, now=LATER)

    assert len(asked) <= MOST_TO_HIDE
    assert set(Comment.objects.values_list("status", flat=True)) == {Status.WITHDRAWN}
    assert ReprintOrder.objects.count() == orders + 1
    assert ReprintOrder.objects.latest("pk").takes_away
    assert LedgerEntry.objects.filter(kind="comment_withdrawn").count() == COUNT
    assert verify_paper().problems == []


def test_5b_01_what_readers_see_goes_before_the_first_word(shown: list[Comment]) -> None:
    seen: list[tuple[ErasureStage, int, int]] = []

    def tell(progress: ErasureProgress) -> None:
        on_page = Comment.objects.filter(status=Status.APPROVED).count()
        words = Comment.objects.exclude(text="").count()
        seen.append((progress.stage, on_page, words))

    erase_person(email="dee@example.org", reason="Asked", person=None, now=LATER, pace=Pace(now, tell=tell))

    hiding = [each for each in seen if each[0] is ErasureStage.HIDING]
    erasing = [each for each in seen if each[0] is ErasureStage.COMMENTS]
    assert hiding[-1] == (ErasureStage.HIDING, 0, COUNT)
    assert {on_page for _part, on_page, _words in erasing} == {0}
    assert erasing[-1][2] == 0


def test_5b_01_what_is_on_hold_is_neither_hidden_nor_erased(
    shown: list[Comment], publisher: User, moderator: User
) -> None:
    held, noted = shown[0], shown[1]
    notice = noticed(noted)
    for subject in (held.subject, notice.record_name):
        place_hold(subject=subject, reason="Court", until=None, person=publisher, now=NOON)

    erased = erase_person(email="dee@example.org", reason="Asked", person=publisher, now=LATER)

    assert erased.comments == COUNT - 2
    assert set(erased.held) == {held.subject, notice.record_name}
    assert Comment.objects.filter(status=Status.APPROVED, pk__in=[held.pk, noted.pk]).count() == 2
    assert not Erasure.objects.exists()


def test_5b_01_the_desk_answers_soon_and_says_that_it_goes_on(
    shown: list[Comment], publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_ERASED_AT_ONCE_SECONDS", 0.0)
    desk = signed_in(publisher)
    erase = {"who": "dee@example.org", "reason": "Asked", "is_sure": "on"}

    answer = desk.post("/desk/records/erase/", erase, follow=True).content.decode()

    assert "It goes on by itself" in answer
    assert f"Comments that are gone: 0 of {COUNT}" in answer
    assert Erasure.objects.count() == 1

    assert go_on_erasing(clock=now) == 1

    assert not Comment.objects.exclude(status=Status.ERASED).exists()
    after = desk.get("/desk/records/").content.decode()
    assert "Comments that are gone" not in after
    [said] = [entry.payload.body for entry in LedgerEntry.objects.filter(kind="person_erased")]
    assert f'"comments":{COUNT}' in said
    assert f'"person":"{publisher.get_username()}"' in said


def test_5b_01_nobody_goes_on_with_what_somebody_is_at(shown: list[Comment], publisher: User) -> None:
    Erasure.objects.create(
        address="dee@example.org",
        address_key="k",
        reason="Asked",
        asked_at=LATER,
        worked_on_until=LATER + timedelta(minutes=1),
    )

    assert go_on_erasing(clock=now) == 0
    assert go_on_erasing(clock=lambda: LATER + timedelta(minutes=1)) == 1
    assert not Comment.objects.exclude(status=Status.ERASED).exists()


def test_5b_01_one_that_fails_keeps_nothing_else_and_nobody_else_waiting(
    shown: list[Comment], thread: Thread, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sent(thread, "Somebody else.", email="eve@example.org")
    approved(other, moderator)
    bad = shown[3].pk

    def fails(comments: Sequence[Comment], **said: Any) -> int:
        if bad in {comment.pk for comment in comments}:
            raise ValueError("of this comment alone")
        return erase_words_of(comments, **said)

    monkeypatch.setattr(person, "erase_words_of", fails)
    for email in ("dee@example.org", "eve@example.org"):
        let_go(ask(email, reason="Asked", by="", found_count=1, now=LATER))

    with pytest.raises(ValueError, match="this comment alone"):
        go_on_erasing(clock=now)

    assert [comment.pk for comment in Comment.objects.exclude(status=Status.ERASED)] == [bad]
    assert not OutboxMessage.objects.exclude(recipient="").exists()
    [left] = Erasure.objects.all()
    assert (left.address, left.comments_count) == ("dee@example.org", COUNT - 1)
    # Not before nobody works on it any more.
    assert go_on_erasing(clock=now) == 0

    monkeypatch.undo()
    assert go_on_erasing(clock=lambda: LATER + timedelta(minutes=1)) == 1
    assert not Comment.objects.exclude(status=Status.ERASED).exists()


def test_5b_01_a_clock_that_was_wrong_keeps_no_erasure_waiting(shown: list[Comment]) -> None:
    ask("dee@example.org", reason="Asked", by="", found_count=COUNT, now=LATER + timedelta(days=400))

    assert go_on_erasing(clock=now) == 1


def erase_dee(pace: Pace | None = None) -> Erased:
    return erase_person(email="dee@example.org", reason="Asked", person=None, now=LATER, pace=pace)


@pytest.mark.parametrize("seconds", [0.0, 600.0])
def test_5b_01_whoever_asks_at_the_same_moment_is_told_what_went(
    shown: list[Comment], thread: Thread, seconds: float
) -> None:
    """Also who has no more patience just then; and although others are erased meanwhile."""
    sent(thread, "Somebody else.", email="eve@example.org")
    faster: list[Erased] = []

    def others(progress: ErasureProgress) -> None:
        if not faster:
            faster.append(erase_dee())
            erase_person(email="eve@example.org", reason="Asked", person=None, now=LATER)

    slower = erase_dee(Pace(now, tell=others, seconds=seconds))

    assert (slower.comments, slower.mails, slower.goes_on) == (COUNT, COUNT, False)
    assert [slower] == faster
    assert LedgerEntry.objects.filter(kind="person_erased").count() == 2
    assert verify_paper().problems == []


def now() -> datetime:
    return LATER
