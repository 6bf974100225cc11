"""Whatever is done to comments, in whatever order: the record alone tells where each one stands, and is sound."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.comments_factories import sent

from kawaraban.comments.actions.author import NotPossibleNow, revise, withdraw
from kawaraban.comments.actions.decide import AlreadyDecided, TooLateToUndo, approve, reject, undo
from kawaraban.comments.actions.status import STATUS_AFTER
from kawaraban.comments.models import Comment, Thread
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.law.verification import verify
from kawaraban.people.models import User

VERBS = ["send", "approve", "reject", "undo", "withdraw", "revise", "wait"]


class Newsroom:
    """Does one verb after the other; what is not possible at that moment is refused and changes nothing."""

    def __init__(self, thread: Thread, moderator: User, now: datetime) -> None:
        self.thread, self.moderator, self.now = thread, moderator, now
        self.step = 0

    def do(self, verb: str, which: int) -> None:
        self.step += 1
        if verb == "wait":
            self.now += timedelta(seconds=11)
        elif verb == "send":
            sent(self.thread, f"Words {self.step}.", now=self.now, email="ada@example.org")
        elif comments := list(Comment.objects.order_by("pk")):
            try:
                self.act(verb, comments[which % len(comments)])
            except (AlreadyDecided, NotPossibleNow, TooLateToUndo):
                return

    def act(self, verb: str, comment: Comment) -> None:
        pk, revision = comment.pk, comment.revision_number
        acts: dict[str, Callable[[], object]] = {
            "approve": lambda: approve(
                comment_id=pk, revision_number=revision, moderator=self.moderator, now=self.now
            ),
            "reject": lambda: reject(
                comment_id=pk,
                revision_number=revision,
                ground=Ground.SPAM,
                note="",
                moderator=self.moderator,
                now=self.now,
            ),
            "undo": lambda: self.undo_newest(comment),
            "withdraw": lambda: withdraw(tracking_token=comment.tracking_token, now=self.now),
            "revise": lambda: revise(
                tracking_token=comment.tracking_token, text=f"Words {self.step}.", now=self.now
            ),
        }
        acts[verb]()

    def undo_newest(self, comment: Comment) -> None:
        newest = Decision.objects.filter(subject=comment.subject).order_by("-decided_at").last()
        if newest:
            undo(decision_id=str(newest.pk), moderator=self.moderator, now=self.now)


def folded() -> dict[str, str]:
    """Where each comment stands by the record alone."""
    entries = LedgerEntry.objects.filter(subject__startswith="comment:").order_by("number")
    return {entry.subject: STATUS_AFTER[entry.kind].value for entry in entries}


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 3)), min_size=4, max_size=14))
def test_the_status_is_the_fold_of_the_record_after_any_sequence(
    thread: Thread, moderator: User, noon: datetime, steps: list[tuple[str, int]]
) -> None:
    newsroom = Newsroom(thread, moderator, noon)
    newsroom.do("send", 0)

    for verb, which in steps:
        newsroom.do(verb, which)

    assert folded() == {comment.subject: comment.status for comment in Comment.objects.all()}
    assert verify().problems == []
