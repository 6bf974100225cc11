"""3.5 A comment is sent back for changes and comes again to its old place; an approved one is withheld and reopened."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from tests.makers.comments import approved, kept_off, rejected, removed, reopened, returned, sent, withheld

from kawaraban.comments.actions.author import NotPossibleNow, revise, withdraw
from kawaraban.comments.actions.decide import AlreadyDecided, TooLateToUndo, undo
from kawaraban.comments.keys import count_key, thread_page_key
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.thread.page import thread_view
from kawaraban.comments.tracking import track
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, OutboxMessage, Statement, Verdict
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.outbox import send_due
from kawaraban.people.models import User
from kawaraban.press.models import ReprintOrder

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("acts alone, and no page: their code cannot know of stories"),
]
SECOND, LATER = timedelta(seconds=1), timedelta(minutes=1)


def kinds(comment: Comment) -> list[str]:
    return list(LedgerEntry.objects.filter(subject=comment.subject).values_list("kind", flat=True))


def status(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def test_3_05_what_is_sent_back_comes_again_to_its_old_place_in_the_queue(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    first = sent(thread, "First.", now=noon - timedelta(hours=2))
    second = sent(thread, "Second.", now=noon - timedelta(hours=1))
    returned(first, moderator, now=noon)
    assert list(Comment.objects.pending()) == [second]

    revise(tracking_token=first.tracking_token, text="First, with its source.", now=noon + LATER)

    assert list(Comment.objects.pending().order_by("sent_at", "pk")) == [first, second]
    assert kinds(first) == ["comment_received", "comment_returned", "comment_revised"]
    assert not Statement.objects.exists()
    assert not ReprintOrder.objects.exists()


def test_3_05_sending_back_needs_words_that_say_what_to_change(thread: Thread, moderator: User) -> None:
    comment = sent(thread)

    with pytest.raises(ValueError, match="needs words"):
        returned(comment, moderator, note=" ")

    assert status(comment) == Status.PENDING


def test_3_05_the_author_reads_what_to_change_by_mail_and_on_the_page(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, email="ada@example.org")
    returned(comment, moderator, note="Please name your source.", now=noon)
    before = track(comment.tracking_token, noon)

    send_due(now=noon + LATER)

    seen = track(comment.tracking_token, noon + LATER)
    assert before.status == Status.PENDING
    assert (seen.status, seen.note, seen.may_revise, seen.may_withdraw) == (
        Status.RETURNED,
        "Please name your source.",
        True,
        True,
    )
    assert "Please name your source." in mail.outbox[0].body
    assert f"/track/{comment.tracking_token}/" in mail.outbox[0].body


def test_3_05_a_revision_that_was_faster_than_the_mail_stops_it(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, email="ada@example.org")
    returned(comment, moderator, now=noon)

    revise(tracking_token=comment.tracking_token, text="By myself.", now=noon + SECOND)

    assert send_due(now=noon + LATER) == 0


def test_3_05_what_is_withheld_leaves_the_page_and_comes_back(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, "Look at this again.")
    approved(comment, moderator, now=noon)

    decision = withheld(comment, moderator, now=noon + LATER)
    [stub] = thread_view(thread, language="en").comments
    reopened(comment, moderator, now=noon + 2 * LATER)
    [shown] = thread_view(thread, language="en").comments

    assert stub.stub == "This comment is being looked at again"
    assert (stub.html, stub.name) == ("", "")
    assert decision.statement.measure.startswith("Your comment is not shown while")
    assert "Look at this again." in shown.html
    assert [order.keys for order in ReprintOrder.objects.all()] == [
        [count_key(thread), thread_page_key(thread, 1)]
    ] * 3
    assert kinds(comment) == [
        "comment_received",
        "comment_approved",
        "comment_withheld",
        "comment_reopened",
    ]


def test_3_05_a_stub_names_the_ground_and_keeps_the_replies(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, "A claim.")
    approved(comment, moderator)
    approved(sent(thread, "An answer.", parent_public_id=comment.public_id), moderator)

    withheld(comment, moderator, ground=Ground.DEFAMATION, now=noon + LATER)
    [looked_at] = thread_view(thread, language="en").comments
    kept_off(comment, moderator, ground=Ground.DEFAMATION, now=noon + 2 * LATER)
    [gone] = thread_view(thread, language="en").comments

    assert looked_at.stub == "Being looked at again: Defamation (policy 1)"
    assert gone.stub == "Removed: Defamation (policy 1)"
    assert [reply.parent_name for reply in gone.replies] == ["a removed comment"]


def test_3_05_an_approved_comment_is_removed_with_a_ground_and_a_statement(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, "Fool!", email="ada@example.org")
    approved(comment, moderator, now=noon)
    send_due(now=noon + LATER)

    decision = removed(comment, moderator, ground=Ground.INSULT, note="The last word.", now=noon + LATER)
    send_due(now=noon + 2 * LATER)

    assert (decision.verdict, decision.visibility, decision.status_before) == (
        Verdict.REJECTED,
        "removed",
        "approved",
    )
    assert [message.subject for message in mail.outbox] == [
        "Your comment is published",
        "Your comment was taken off the page",
    ]
    assert "The last word." in mail.outbox[1].body
    assert thread_view(thread, language="en").comments[0].stub == "Removed: Insult or swearing (policy 1)"
    assert kinds(comment)[-1] == "comment_removed"


def test_3_05_what_was_never_published_leaves_no_stub(thread: Thread, moderator: User) -> None:
    rejected(sent(thread, "Refused."), moderator)
    returned(sent(thread, "Sent back."), moderator)

    assert thread_view(thread, language="en").comments == ()


@pytest.mark.parametrize("decide", [approved, rejected, returned])
def test_3_05_a_verb_of_the_queue_is_refused_on_what_stands_on_the_page(
    decide: Callable[[Comment, User], object], thread: Thread, moderator: User
) -> None:
    comment = sent(thread)
    first = approved(comment, moderator)

    with pytest.raises(AlreadyDecided) as told:
        decide(comment, moderator)

    assert told.value.decision == first
    assert status(comment) == Status.APPROVED


@pytest.mark.parametrize("decide", [withheld, removed, reopened, kept_off])
def test_3_05_a_verb_of_the_page_is_refused_on_what_waits(
    decide: Callable[[Comment, User], object], thread: Thread, moderator: User
) -> None:
    comment = sent(thread)

    with pytest.raises(AlreadyDecided):
        decide(comment, moderator)

    assert status(comment) == Status.PENDING


def test_3_05_a_colleague_who_reopens_first_wins_over_one_who_keeps_it_off(
    thread: Thread, moderator: User, editor: User, noon: datetime
) -> None:
    comment = sent(thread)
    approved(comment, moderator)
    withheld(comment, moderator)
    first = reopened(comment, editor)

    with pytest.raises(AlreadyDecided) as told:
        kept_off(comment, moderator)

    assert told.value.decision == first


def test_3_05_every_decision_is_taken_back_to_where_the_comment_stood(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    ways = [
        ([], approved, Status.PENDING),
        ([], rejected, Status.PENDING),
        ([], returned, Status.PENDING),
        ([approved], withheld, Status.APPROVED),
        ([approved], removed, Status.APPROVED),
        ([approved, withheld], reopened, Status.WITHHELD),
        ([approved, withheld], kept_off, Status.WITHHELD),
    ]
    for number, (before, decide, back) in enumerate(ways):
        comment = sent(thread, f"Words {number}.", email="ada@example.org", now=noon)
        for step in before:
            step(comment, moderator, now=noon)
        send_due(now=noon + LATER)
        decision = decide(comment, moderator, now=noon + LATER)

        reversal = undo(decision_id=str(decision.pk), moderator=moderator, now=noon + LATER + SECOND)

        assert status(comment) == back
        assert (reversal.verdict, reversal.reverses) == (Verdict.REVERSED, decision)
        assert send_due(now=noon + 2 * LATER) == 0
        with pytest.raises(TooLateToUndo):
            undo(decision_id=str(decision.pk), moderator=moderator, now=noon + LATER + SECOND)


def test_3_05_the_message_that_a_withholding_stopped_leaves_when_it_is_taken_back(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, email="ada@example.org")
    approved(comment, moderator, now=noon)
    decision = withheld(comment, moderator, now=noon + SECOND)
    assert OutboxMessage.objects.due(noon + LATER).get().decision == decision

    undo(decision_id=str(decision.pk), moderator=moderator, now=noon + 2 * SECOND)
    send_due(now=noon + LATER)

    assert [message.subject for message in mail.outbox] == ["Your comment is published"]


def test_3_05_an_author_who_never_heard_of_the_withholding_hears_only_that_it_is_published(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, email="ada@example.org")
    approved(comment, moderator, now=noon)
    withheld(comment, moderator, now=noon + SECOND)
    reopened(comment, moderator, now=noon + 2 * SECOND)

    send_due(now=noon + LATER)

    assert [message.subject for message in mail.outbox] == ["Your comment is published"]


def test_3_05_an_author_who_was_told_of_the_withholding_is_told_of_its_end(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread, email="ada@example.org")
    approved(comment, moderator, now=noon)
    send_due(now=noon + LATER)
    withheld(comment, moderator, now=noon + LATER)
    send_due(now=noon + 2 * LATER)

    reopened(comment, moderator, note="The document is genuine.", now=noon + 2 * LATER)
    send_due(now=noon + 3 * LATER)

    assert mail.outbox[-1].subject == "Your comment is shown again"
    assert "The document is genuine." in mail.outbox[-1].body


def test_3_05_the_page_tells_the_state_of_before_while_a_decision_may_be_taken_back(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    comment = sent(thread)
    approved(comment, moderator, now=noon)
    told = noon + LATER
    withheld(comment, moderator, ground=Ground.INSULT, now=told)

    during, after = track(comment.tracking_token, told), track(comment.tracking_token, told + LATER)

    assert (during.status, during.statement, bool(during.comment_url)) == (Status.APPROVED, None, True)
    assert (after.status, after.ground_label) == (Status.WITHHELD, "Insult or swearing")
    assert after.statement
    assert (after.may_withdraw, after.may_revise) == (True, False)


def test_3_05_an_author_takes_back_what_is_withheld_or_was_sent_back(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    shown, asked = sent(thread, "Shown."), sent(thread, "Asked.")
    approved(shown, moderator)
    withheld(shown, moderator)
    returned(asked, moderator)

    for comment in (shown, asked):
        withdraw(tracking_token=comment.tracking_token, now=noon)
        with pytest.raises(NotPossibleNow):
            revise(tracking_token=comment.tracking_token, text="Again.", now=noon)

    assert {status(shown), status(asked)} == {Status.WITHDRAWN}
    assert [comment.stub for comment in thread_view(thread, language="en").comments] == [
        "Withdrawn by its author"
    ]


def test_3_05_who_may_not_moderate_does_none_of_it(thread: Thread, moderator: User, noon: datetime) -> None:
    from django.core.exceptions import PermissionDenied

    outsider = User.objects.create_user("otto", password="a long password", role="")
    waits, shown, looked_at = (sent(thread, words) for words in ("waits", "shown", "looked at"))
    approved(shown, moderator)
    approved(looked_at, moderator)
    withheld(looked_at, moderator)
    before = Decision.objects.count()

    for decide, comment in [
        (approved, waits),
        (rejected, waits),
        (returned, waits),
        (withheld, shown),
        (removed, shown),
        (reopened, looked_at),
        (kept_off, looked_at),
    ]:
        with pytest.raises(PermissionDenied):
            decide(comment, outsider)
    with pytest.raises(PermissionDenied):
        undo(decision_id=str(Decision.objects.latest("place").pk), moderator=outsider, now=noon)

    assert Decision.objects.count() == before
