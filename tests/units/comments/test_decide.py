"""Deciding and taking back: each is one transaction of status, decision, statement, record, reprint and message."""

from datetime import datetime, timedelta

import pytest
from tests.makers.comments import approved, rejected, sent

from kawaraban.comments.actions.acts import APPROVE
from kawaraban.comments.actions.author import NotPossibleNow, revise, withdraw
from kawaraban.comments.actions.decide import AlreadyDecided, TooLateToUndo, decide, undo
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.keys import count_key, thread_page_key
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.submission import Reason, Refused
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, OutboxMessage, Statement, Verdict
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.outbox import send_due
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = pytest.mark.django_db


def kinds(comment: Comment) -> list[str]:
    return list(LedgerEntry.objects.filter(subject=comment.subject).values_list("kind", flat=True))


def test_an_approval_is_one_whole(thread: Thread, moderator: User, noon: datetime) -> None:
    comment = sent(thread, email="ada@example.org")

    decision = approved(comment, moderator)

    comment.refresh_from_db()
    assert (comment.status, comment.status_changed_at) == (Status.APPROVED, noon)
    assert (decision.verdict, decision.moderator, decision.revision_number) == (
        Verdict.APPROVED,
        moderator,
        1,
    )
    assert kinds(comment) == ["comment_received", "comment_approved"]
    assert ReprintOrder.objects.get().keys == [count_key(thread), thread_page_key(thread, 1)]
    message = OutboxMessage.objects.get()
    assert message.due_at == noon + timedelta(seconds=10)
    assert f"/c/{comment.public_id}/" in message.body
    assert f"/track/{comment.tracking_token}/" in message.body


def test_a_refusal_states_its_reasons_and_prints_nothing(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, email="ada@example.org")

    decision = rejected(comment, moderator, ground=Ground.DEFAMATION, note="The firm was acquitted.")

    comment.refresh_from_db()
    statement = Statement.objects.get()
    assert comment.status == Status.REJECTED
    assert statement.decision == decision
    assert statement.ground_words.startswith("Defamation: ")
    assert "The firm was acquitted." in statement.facts
    assert "Mika" not in statement.facts + OutboxMessage.objects.get().body
    assert all(part in OutboxMessage.objects.get().body for part in (statement.measure, statement.redress))
    assert kinds(comment) == ["comment_received", "comment_rejected"]
    assert not ReprintOrder.objects.exists()


def test_without_an_address_no_message_waits(thread: Thread, moderator: User) -> None:
    approved(sent(thread, "one"), moderator)
    rejected(sent(thread, "two"), moderator)

    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("note", ["", "  \n "])
def test_the_ground_other_needs_words(note: str, thread: Thread, moderator: User) -> None:
    comment = sent(thread)

    with pytest.raises(ValueError, match="needs words"):
        rejected(comment, moderator, ground=Ground.OTHER, note=note)

    comment.refresh_from_db()
    assert comment.status == Status.PENDING


def test_the_second_moderator_is_told_who_did_what(thread: Thread, moderator: User, editor: User) -> None:
    comment = sent(thread)
    first = approved(comment, moderator)

    with pytest.raises(AlreadyDecided) as told:
        rejected(comment, editor)

    assert told.value.decision == first
    assert told.value.decision.moderator.display_name == "Mika"
    assert Decision.objects.count() == 1


def test_a_decision_on_words_that_changed_is_refused(thread: Thread, moderator: User, noon: datetime) -> None:
    seen = sent(thread)
    revise(tracking_token=seen.tracking_token, text="Other words.", now=noon)

    with pytest.raises(AlreadyDecided) as told:
        decide(APPROVE, Judged(seen.pk, 1), moderator=moderator, now=noon)

    assert told.value.decision is None
    assert told.value.comment.revision_number == 2


def test_undo_takes_back_the_page_the_message_and_nothing_of_the_record(
    thread: Thread, moderator: User, editor: User, noon: datetime
) -> None:
    comment = sent(thread, email="ada@example.org")
    decision = approved(comment, moderator)

    reversal = undo(decision_id=str(decision.pk), moderator=editor, now=noon + timedelta(seconds=9))

    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    assert (reversal.verdict, reversal.reverses, reversal.moderator) == (Verdict.REVERSED, decision, editor)
    assert kinds(comment)[-2:] == ["comment_approved", "decision_reversed"]
    assert ReprintOrder.objects.count() == 2
    assert send_due(now=noon + timedelta(days=1)) == 0


def test_a_comment_is_decided_anew_after_an_undo(thread: Thread, moderator: User, noon: datetime) -> None:
    comment = sent(thread)
    undo(decision_id=str(rejected(comment, moderator).pk), moderator=moderator, now=noon)

    second = approved(comment, moderator, now=noon + timedelta(seconds=1))

    comment.refresh_from_db()
    assert comment.status == Status.APPROVED
    assert Decision.objects.filter(reversal__isnull=True).exclude(verdict=Verdict.REVERSED).get() == second


def test_undo_has_its_time(thread: Thread, moderator: User, noon: datetime) -> None:
    comment = sent(thread)
    decision = approved(comment, moderator)

    with pytest.raises(TooLateToUndo):
        undo(decision_id=str(decision.pk), moderator=moderator, now=noon + timedelta(seconds=10))

    comment.refresh_from_db()
    assert comment.status == Status.APPROVED


def test_undo_works_once_and_on_decisions_only(thread: Thread, moderator: User, noon: datetime) -> None:
    decision = rejected(sent(thread), moderator)
    reversal = undo(decision_id=str(decision.pk), moderator=moderator, now=noon)

    for done in (decision, reversal):
        with pytest.raises(TooLateToUndo):
            undo(decision_id=str(done.pk), moderator=moderator, now=noon)
    for unknown in ("7", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(Decision.DoesNotExist):
            undo(decision_id=unknown, moderator=moderator, now=noon)


def test_undo_does_not_bring_a_withdrawn_comment_back(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread)
    decision = approved(comment, moderator)
    withdraw(tracking_token=comment.tracking_token, now=noon)

    with pytest.raises(TooLateToUndo):
        undo(decision_id=str(decision.pk), moderator=moderator, now=noon)


def test_an_author_withdraws_what_waits_and_what_is_shown(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    waiting, shown = sent(thread, "waits"), sent(thread, "shown", email="ada@example.org")
    approved(shown, moderator)

    for comment in (waiting, shown):
        withdraw(tracking_token=comment.tracking_token, now=noon)

    assert set(Comment.objects.values_list("status", flat=True)) == {Status.WITHDRAWN}
    assert ReprintOrder.objects.count() == 2
    assert not OutboxMessage.objects.due(noon + timedelta(days=1)).exists()


def test_a_refused_or_withdrawn_comment_is_not_withdrawn(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread)
    rejected(comment, moderator)

    with pytest.raises(NotPossibleNow):
        withdraw(tracking_token=comment.tracking_token, now=noon)
    with pytest.raises(Comment.DoesNotExist):
        withdraw(tracking_token="unknown", now=noon)


def test_an_author_changes_the_words_while_they_wait(thread: Thread, noon: datetime) -> None:
    comment = sent(thread)

    revise(tracking_token=comment.tracking_token, text="See https://a.example/", now=noon)

    comment.refresh_from_db()
    assert (comment.text, comment.revision_number) == ("See https://a.example/", 2)
    assert [revision.text for revision in comment.revisions.all()] == [
        "The harbour is open.",
        "See https://a.example/",
    ]
    assert {finding.revision_number for finding in comment.findings.all()} == {2}
    assert kinds(comment) == ["comment_received", "comment_revised"]


def test_the_same_words_are_no_revision_and_wrong_ones_are_refused(thread: Thread, noon: datetime) -> None:
    comment = sent(thread)

    revise(tracking_token=comment.tracking_token, text=comment.text, now=noon)
    with pytest.raises(Refused) as refused:
        revise(tracking_token=comment.tracking_token, text=" ", now=noon)

    comment.refresh_from_db()
    assert refused.value.reason is Reason.EMPTY
    assert comment.revision_number == 1


def test_decided_words_are_not_changed(thread: Thread, moderator: User, noon: datetime) -> None:
    comment = sent(thread)
    approved(comment, moderator)

    with pytest.raises(NotPossibleNow):
        revise(tracking_token=comment.tracking_token, text="Other words.", now=noon)


def test_words_are_changed_a_limited_number_of_times(thread: Thread, noon: datetime) -> None:
    comment = sent(thread)
    for number in range(19):
        revise(tracking_token=comment.tracking_token, text=f"Words {number}", now=noon)

    with pytest.raises(NotPossibleNow):
        revise(tracking_token=comment.tracking_token, text="Once more", now=noon)
