"""3.17 Whatever is done to comments, in whatever order: the record alone tells where each stands; nobody acts beyond
their rights; and of two who act at once exactly one is obeyed.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.makers.comments import (
    approved,
    folded_status,
    kept_off,
    rejected,
    removed,
    reopened,
    returned,
    sent,
    submission,
    withheld,
)
from tests.makers.law.restrictions import restricted
from tests.rigs.file_paper import FilePaper, file_paper

from kawaraban.comments.actions import author, marks, threads
from kawaraban.comments.actions.decide import AlreadyDecided, TooLateToUndo, undo
from kawaraban.comments.actions.receive import Receipt, receive
from kawaraban.comments.actions.restrictions import (
    AlreadyRestricted,
    NothingKnown,
    NotInForce,
    lift,
    undo_restricting,
)
from kawaraban.comments.may_change import MAY_BE_WITHDRAWN, MOST_REVISIONS
from kawaraban.comments.models import Comment, Restriction, Status, Thread
from kawaraban.comments.record_check import verify_paper as verify
from kawaraban.comments.submission import Refused
from kawaraban.law.models import Decision, Statement, Verdict
from kawaraban.law.models.ledger import LedgerEntry
from kawaraban.people.models import User

__all__ = ["file_paper"]

# Each verb, and the statuses from which alone it is obeyed.
DECISIONS: dict[str, tuple[Callable[..., Any], set[Status]]] = {
    "approve": (approved, {Status.PENDING}),
    "reject": (rejected, {Status.PENDING}),
    "send back": (returned, {Status.PENDING}),
    "withhold": (withheld, {Status.APPROVED}),
    "remove": (removed, {Status.APPROVED}),
    "reopen": (reopened, {Status.WITHHELD}),
    "keep off": (kept_off, {Status.WITHHELD}),
}
MARKS = {"pick": marks.pick, "unpick": marks.unpick, "pin": marks.pin, "unpin": marks.unpin}
HOMES = ("203.0.113.7", "198.51.100.9")
WHICH, WHO = st.integers(0, 3), st.sampled_from(["mika", "ines", "mika", "outsider", "former"])


class Newsroom(RuleBasedStateMachine):
    """One thread, a few comments, colleagues with and without rights. What is refused changes nothing."""

    thread: Thread
    staff: dict[str, User]
    now: datetime

    @initialize()
    def open(self) -> None:
        self.block: Any = transaction.atomic()
        # As a test of Django's own is: receiving wants to be the outermost transaction.
        self.block._from_testcase = True  # type: ignore[attr-defined]  # which the stubs do not name
        self.block.__enter__()
        self.step, self.is_open = 0, True
        # From where each comment came, and until when nothing more is taken from there; None without an end.
        self.home_of: dict[int, str] = {}
        self.suspended: dict[int, tuple[str, datetime | None]] = {}
        first = sent(self.thread, "The first.", now=self.now, sender_address=HOMES[0])
        self.home_of[first.pk] = HOMES[0]

    def teardown(self) -> None:
        if not hasattr(self, "block"):
            return
        try:
            assert verify().problems == []
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def comment(self, which: int) -> Comment:
        comments = list(Comment.objects.select_related("thread").order_by("pk"))
        return comments[which % len(comments)]

    def obeyed(self, act: Callable[[], object], *refusals: type[Exception]) -> bool:
        """Whether the verb was obeyed; refused, it has left no trace in the record."""
        before = LedgerEntry.objects.count()
        try:
            act()
        except refusals:
            assert LedgerEntry.objects.count() == before
            return False
        return True

    def may(self, who: str) -> bool:
        return who in {"mika", "ines"}

    def is_suspended(self, home: str) -> bool:
        return any(
            at == home and (until is None or self.now < until) for at, until in self.suspended.values()
        )

    @rule(seconds=st.sampled_from([1, 11]))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(days=st.integers(1, 7))
    def wait_long(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(which=WHICH, is_reply=st.booleans(), home=st.sampled_from(HOMES))
    def send(self, which: int, is_reply: bool, home: str) -> None:
        self.step += 1
        parent = self.comment(which)
        possible = self.is_open and (not is_reply or parent.status == Status.APPROVED)
        possible = possible and not self.is_suspended(home)
        under = parent.public_id if is_reply else ""

        [answer] = receive(
            [
                submission(
                    self.thread,
                    f"Words {self.step}.",
                    now=self.now,
                    parent_public_id=under,
                    sender_address=home,
                )
            ],
            now=self.now,
        )

        assert isinstance(answer, Receipt) == possible
        if isinstance(answer, Receipt):
            self.home_of[Comment.objects.get(public_id=answer.public_id).pk] = home

    @rule(which=WHICH, who=WHO, days=st.sampled_from([1, 7, None]))
    def suspend(self, which: int, who: str, days: int | None) -> None:
        comment = self.comment(which)
        is_held = comment.restrictions.in_force(self.now).exists()

        done = self.obeyed(
            lambda: restricted(comment, self.staff[who], days=days, now=self.now),
            AlreadyRestricted,
            NothingKnown,
            PermissionDenied,
        )

        has_right = who == "ines" if days is None else self.may(who)
        assert done == (has_right and not is_held)
        if done:
            newest = comment.restrictions.latest("pk")
            until = None if days is None else self.now + timedelta(days=days)
            self.suspended[newest.pk] = (self.home_of[comment.pk], until)

    @rule(which=WHICH, who=WHO, is_undone=st.booleans())
    def lift(self, which: int, who: str, is_undone: bool) -> None:
        rows = list(Restriction.objects.order_by("pk"))
        if not rows:
            return
        restriction = rows[which % len(rows)]
        moderator = self.staff[who]

        done = self.obeyed(
            lambda: lift(public_id=restriction.public_id, note="Enough.", moderator=moderator, now=self.now),
            NotInForce,
            PermissionDenied,
        )

        has_right = who == "ines" if restriction.ends_at is None else self.may(who)
        assert done == (has_right and restriction.is_in_force(self.now))
        if done and is_undone:
            restriction.refresh_from_db()
            undo_restricting(decision_id=str(restriction.lifting_id), moderator=moderator, now=self.now)
        elif done:
            del self.suspended[restriction.pk]

    @rule(verb=st.sampled_from(sorted(DECISIONS)), which=WHICH, who=WHO)
    def decide(self, verb: str, which: int, who: str) -> None:
        comment = self.comment(which)
        act, starts = DECISIONS[verb]

        done = self.obeyed(
            lambda: act(comment, self.staff[who], now=self.now), AlreadyDecided, PermissionDenied
        )

        assert done == (self.may(who) and comment.status in starts)

    @rule(which=WHICH, who=WHO)
    def undo(self, which: int, who: str) -> None:
        comment = self.comment(which)
        newest = Decision.objects.filter(subject=comment.subject).exclude(verdict=Verdict.REVERSED).last()
        if newest is None:
            return

        done = self.obeyed(
            lambda: undo(decision_id=str(newest.pk), moderator=self.staff[who], now=self.now),
            TooLateToUndo,
            PermissionDenied,
        )

        in_time = self.now < newest.decided_at + timedelta(seconds=10)
        assert not done or (self.may(who) and in_time)
        if done:
            assert Comment.objects.get(pk=comment.pk).status == newest.status_before

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        comment = self.comment(which)

        done = self.obeyed(
            lambda: author.withdraw(tracking_token=comment.tracking_token, now=self.now),
            author.NotPossibleNow,
        )

        assert done == (comment.status in MAY_BE_WITHDRAWN)

    @rule(which=WHICH)
    def revise(self, which: int) -> None:
        self.step += 1
        comment = self.comment(which)

        done = self.obeyed(
            lambda: author.revise(
                tracking_token=comment.tracking_token, text=f"Words {self.step}.", now=self.now
            ),
            author.NotPossibleNow,
            Refused,
        )

        has_room = comment.revision_number < MOST_REVISIONS
        is_free = not self.is_suspended(self.home_of[comment.pk])
        assert done == (is_free and has_room and comment.status in {Status.PENDING, Status.RETURNED})
        assert Comment.objects.get(pk=comment.pk).sent_at == comment.sent_at

    @rule(verb=st.sampled_from(sorted(MARKS)), which=WHICH, who=WHO)
    def mark(self, verb: str, which: int, who: str) -> None:
        comment = self.comment(which)

        done = self.obeyed(
            lambda: MARKS[verb](comment_id=comment.pk, person=self.staff[who], now=self.now),
            marks.NotShown,
            PermissionDenied,
        )

        assert done == (self.may(who) and (verb.startswith("un") or comment.status == Status.APPROVED))

    @rule(who=WHO, closes=st.booleans())
    def turn_thread(self, who: str, closes: bool) -> None:
        close = partial(threads.close_thread, reason="Enough.")
        turn = close if closes else threads.reopen_thread

        def act() -> None:
            turn(thread_id=self.thread.pk, person=self.staff[who], now=self.now)

        done = self.obeyed(act, PermissionDenied)

        assert done == self.may(who)
        self.is_open = not closes if done else self.is_open

    @invariant()
    def the_record_tells_every_status(self) -> None:
        if not hasattr(self, "block"):
            return
        kinds = defaultdict(list)
        for subject, kind in LedgerEntry.objects.order_by("number").values_list("subject", "kind"):
            kinds[subject].append(kind)
        statuses = {comment.subject: comment.status for comment in Comment.objects.all()}
        assert {subject: folded_status(kinds[subject]) for subject in statuses} == statuses

    @invariant()
    def every_restriction_is_stated_and_one_comment_is_pinned_at_most(self) -> None:
        if not hasattr(self, "block"):
            return
        assert Statement.objects.count() == Decision.objects.exclude(visibility="", provision="").count()
        assert Comment.objects.filter(is_pinned=True).count() <= 1
        assert Thread.objects.get(pk=self.thread.pk).is_open == self.is_open


@pytest.mark.django_db
def test_3_17_after_any_sequence_of_verbs_the_status_is_the_fold_of_the_record(
    thread: Thread, moderator: User, editor: User, noon: datetime, settings: Any
) -> None:
    settings.COMMENTS_PER_MINUTE = settings.COMMENTS_PER_HOUR = 10_000
    Newsroom.thread, Newsroom.now = thread, noon
    Newsroom.staff = {
        "mika": moderator,
        "ines": editor,
        "outsider": User.objects.create_user("otto", password="a long password", role=""),
        "former": User.objects.create_user("fay", password="a long password", role="editor", is_active=False),
    }

    run_state_machine_as_test(Newsroom, settings=BOUNDS)


BOUNDS = settings(
    max_examples=20,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


RACE = """
import threading
from kawaraban.comments.actions.acts import KEEP_OFF, REMOVE, REOPEN, SEND_BACK, WITHHOLD
from kawaraban.comments.actions.decide import TooLateToUndo, undo
mika, ines = User.objects.get(username="mika"), User.objects.get(username="ines")

def acting(act, **reasons):
    given = Reasons(**reasons)
    return lambda pk, token, decision, person: decide(act, Judged(pk, 1), given, moderator=person, now=NOON)

VERBS = {
    "approve": acting(APPROVE),
    "reject": acting(REJECT, ground="spam"),
    "send back": acting(SEND_BACK, note="Why?"),
    "withhold": acting(WITHHOLD, ground="spam"),
    "remove": acting(REMOVE, ground="spam"),
    "reopen": acting(REOPEN),
    "keep off": acting(KEEP_OFF, ground="spam"),
    "undo": lambda pk, token, decision, person: undo(decision_id=decision, moderator=person, now=NOON),
    "revise": lambda pk, token, decision, person: revise(tracking_token=token, text=f"Edited {pk}.", now=NOON),
    "withdraw": lambda pk, token, decision, person: withdraw(tracking_token=token, now=NOON),
}
REFUSALS = (AlreadyDecided, NotPossibleNow, TooLateToUndo)

def race(before, *verbs):
    [receipt] = receive([submission("story-1", f"Words {race.number}.", sender_address="")], now=NOON)
    race.number += 1
    comment = Comment.objects.get(public_id=receipt.public_id)
    decision = ""
    for verb in before:
        decision = str(VERBS[verb](comment.pk, comment.tracking_token, "", mika).pk)
    gate, won = threading.Barrier(len(verbs)), []
    def run(verb, person):
        gate.wait()
        try:
            VERBS[verb](comment.pk, comment.tracking_token, decision, person)
            won.append(verb)
        except REFUSALS:
            pass
        finally:
            connections.close_all()
    racers = [threading.Thread(target=run, args=pair) for pair in zip(verbs, (mika, ines))]
    [racer.start() for racer in racers]
    [racer.join() for racer in racers]
    return len(won)

race.number = 0
"""

PAIRS: list[tuple[list[str], str, str]] = [
    ([], "approve", "reject"),
    ([], "approve", "send back"),
    ([], "approve", "revise"),
    ([], "reject", "withdraw"),
    (["approve"], "withhold", "remove"),
    (["approve"], "remove", "undo"),
    (["reject"], "undo", "undo"),
    (["approve", "withhold"], "reopen", "keep off"),
    (["approve", "withhold"], "keep off", "undo"),
]


def test_3_17_of_two_who_act_at_once_on_one_comment_exactly_one_is_obeyed(file_paper: FilePaper) -> None:
    rounds = 4
    program = (
        RACE
        + f"""
print([[race(before, one, two) for _ in range({rounds})] for before, one, two in {PAIRS!r}])
print(verify().problems)
"""
    )

    wins, problems = file_paper.run(program).splitlines()

    assert wins == str([[1] * rounds] * len(PAIRS))
    assert problems == "[]"
