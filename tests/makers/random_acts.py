"""Everything that can be done to comments and what hangs on them, at random: for what must hold after any of it."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.makers.comments import (
    approved,
    kept_off,
    rejected,
    removed,
    reopened,
    returned,
    submission,
    withheld,
)
from tests.makers.law.demands import ordered, written
from tests.makers.law.redress import notice_words, noticed, reported
from tests.makers.law.restrictions import restricted

from kawaraban.comments.actions import author, marks, restrictions
from kawaraban.comments.actions.acts import KEEP, REINSTATE, UPHOLD
from kawaraban.comments.actions.appeal import appeal, appeal_notice, appeal_restriction
from kawaraban.comments.actions.decide import AlreadyDecided, decide, undo
from kawaraban.comments.actions.demands import reopen_demand, settle_demand, take_back_entry
from kawaraban.comments.actions.erasing.comment import erase_comment, erase_due, erase_own
from kawaraban.comments.actions.erasing.person import erase_person
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.notices import answer_in_words, undo_answer
from kawaraban.comments.actions.receive import receive
from kawaraban.comments.actions.report import give_notice
from kawaraban.comments.forgetting.retention import retain
from kawaraban.comments.models import Comment, Restriction, Thread
from kawaraban.law.models import Decision, Demand, DemandOutcome, Hold, Notice, Outcome
from kawaraban.law.policy.reasons import Reasons
from kawaraban.law.record.holds import Told, lift_hold, place_hold, suspect_crime, tell_authority
from kawaraban.people.models import User

DECISIONS = (approved, rejected, removed, withheld, reopened, kept_off, returned)


def _weight(name: str) -> float:
    if name in {"send", "decide", "report"}:
        return 8
    return 0.3 if name.startswith(("erase", "forget")) else 2


def judged(comment: Comment) -> Judged:
    return Judged(comment.pk, comment.revision_number)


@dataclass
class Newsroom:
    """Does one thing after the other; what is not possible just then is refused, and that is all right."""

    thread: Thread
    moderator: User
    editor: User
    publisher: User
    now: datetime
    random: random.Random
    done: Counter[str] = field(default_factory=Counter)
    step: int = 0

    def run(self, steps: int) -> None:
        """So many tries."""
        acts: dict[str, Callable[[], object]] = {
            name.removeprefix("act_"): getattr(self, name) for name in dir(self) if name.startswith("act_")
        }
        names = sorted(acts)
        weights = [_weight(name) for name in names]
        for name in self.random.choices(names, weights, k=steps):
            self.step += 1
            self.now += timedelta(seconds=self.random.choice([1, 5, 30]))
            try:
                acts[name]()
            except Exception:  # whatever refuses it: nothing was done
                continue
            self.done[name] += 1

    @property
    def comment(self) -> Comment:
        rows = list(Comment.objects.order_by("pk"))
        return self.random.choice([row for row in rows if row.status != "erased"] or rows)

    @property
    def person(self) -> User:
        return self.random.choice([self.moderator, self.editor])

    def act_send(self) -> None:
        under = self.comment.public_id if Comment.objects.exists() and self.random.random() < 0.3 else ""
        said = {"parent_public_id": under, "email": f"ada{self.step % 5}@example.org"}
        receive(
            [submission(self.thread, f"Words {self.step}.", now=self.now, sender_address=self.home, **said)],
            now=self.now,
        )

    @property
    def home(self) -> str:
        return f"203.0.113.{self.random.randrange(4)}"

    def act_decide(self) -> None:
        rows = Comment.objects.filter(status__in=["pending", "approved", "withheld"]).order_by("pk")
        comment, person = self.random.choice(list(rows)), self.person
        for act in self.random.sample(DECISIONS, len(DECISIONS)):
            with suppress(AlreadyDecided):
                act(comment, person, now=self.now)
                return
        raise AlreadyDecided(comment, None)

    def act_undo(self) -> None:
        newest = Decision.objects.order_by("-decided_at", "-place")[0]
        undo(decision_id=str(newest.pk), moderator=self.person, now=self.now)

    def act_keep(self) -> None:
        comment = self.random.choice(list(Comment.objects.reported().order_by("pk")))
        decide(KEEP, judged(comment), Reasons(note="Stays."), moderator=self.person, now=self.now)

    def act_settle(self) -> None:
        comment = self.random.choice(list(Comment.objects.appealed().order_by("pk")))
        act = self.random.choice([UPHOLD, REINSTATE])
        decide(act, judged(comment), Reasons(note="So."), moderator=self.publisher, now=self.now)

    def act_revise(self) -> None:
        token = self.comment.tracking_token
        author.revise(tracking_token=token, text=f"Better {self.step}.", now=self.now)

    def act_withdraw(self) -> None:
        author.withdraw(tracking_token=self.comment.tracking_token, now=self.now)

    def act_mark(self) -> None:
        mark = self.random.choice([marks.pick, marks.unpick, marks.pin, marks.unpin])
        mark(comment_id=self.comment.pk, person=self.editor, now=self.now)

    def act_report(self) -> None:
        reported(self.comment, words="Look.", sender=self.home, now=self.now)

    def act_notice(self) -> None:
        noticed(self.comment, now=self.now)

    def act_notice_of_several(self) -> None:
        more = (f"https://paper.example/c/{self.comment.public_id}/", "https://other.example/")
        noticed(self.comment, more=more, now=self.now)

    def act_notice_elsewhere(self) -> None:
        give_notice(notice_words("https://other.example/"), sender_address="", now=self.now)

    def act_answer(self) -> None:
        notice = self.random.choice(list(Notice.objects.open()))
        answer_in_words(
            notice_id=notice.pk, outcome=Outcome.NO_ACTION, answer="No.", person=self.editor, now=self.now
        )

    def act_undo_answer(self) -> None:
        newest = Notice.objects.exclude(decided_at=None).order_by("-decided_at", "-received_at", "-pk")[0]
        undo_answer(notice_id=newest.pk, person=self.editor, now=self.now)

    def act_appeal(self) -> None:
        appeal(tracking_token=self.comment.tracking_token, words="It is not so.", now=self.now)

    def act_appeal_notice(self) -> None:
        notice = self.random.choice(list(Notice.objects.order_by("received_at", "pk")))
        appeal_notice(token=notice.token, words="It is.", now=self.now)

    def act_suspend(self) -> None:
        restricted(self.comment, self.person, now=self.now)

    def act_appeal_suspension(self) -> None:
        row = self.random.choice(list(Restriction.objects.order_by("pk")))
        appeal_restriction(
            tracking_token=row.comment.tracking_token, public_id=row.public_id, words="Why?", now=self.now
        )

    def act_lift(self) -> None:
        row = self.random.choice(list(Restriction.objects.order_by("pk")))
        act = self.random.choice([restrictions.lift, restrictions.uphold])
        decision = act(public_id=row.public_id, note="So.", moderator=self.publisher, now=self.now)
        if self.random.random() < 0.5:
            restrictions.undo_restricting(
                decision_id=str(decision.pk), moderator=self.publisher, now=self.now
            )

    def act_hold(self) -> None:
        place_hold(
            subject=self.comment.subject, reason="A court.", until=None, person=self.publisher, now=self.now
        )

    def act_suspect(self) -> None:
        hold = suspect_crime(
            subject=self.comment.subject,
            reason="A threat.",
            told=None,
            until=self.now + timedelta(minutes=5),
            person=self.publisher,
            now=self.now,
        )
        tell_authority(hold_id=hold.pk, told=Told("Police", self.now), person=self.publisher, now=self.now)

    def act_lift_hold(self) -> None:
        hold = self.random.choice(list(Hold.objects.filter(lifted_at=None).order_by("pk")))
        lift_hold(hold_id=hold.pk, person=self.publisher, now=self.now)

    def act_order(self) -> None:
        about = {self.comment, self.comment} if self.random.random() < 0.3 else {self.comment}
        offence = self.random.choice(["terrorism", "defamation"])
        demand = ordered(*about, person=self.editor, now=self.now, offence=offence)
        if self.random.random() < 0.2:
            take_back_entry(demand_id=demand.pk, person=self.editor, now=self.now)

    def act_letter(self) -> None:
        written(self.comment, person=self.person, now=self.now)

    def act_settle_demand(self) -> None:
        demand = self.random.choice(list(Demand.objects.open().order_by("received_at", "pk")))
        outcome = self.random.choice(list(DemandOutcome))
        settle_demand(demand_id=demand.pk, outcome=outcome, answer="So.", person=self.editor, now=self.now)

    def act_reopen_demand(self) -> None:
        demand = self.random.choice(list(Demand.objects.exclude(outcome="").order_by("received_at", "pk")))
        reopen_demand(demand_id=demand.pk, person=self.editor, now=self.now)

    def act_erase(self) -> None:
        erase_comment(comment_id=self.comment.pk, reason="Asked.", person=self.publisher, now=self.now)

    def act_erase_own(self) -> None:
        erase_own(tracking_token=self.comment.tracking_token, now=self.now)

    def act_erase_person(self) -> None:
        email = self.random.choice(["ada1@example.org", "nora@example.org"])
        erase_person(email=email, reason="Asked.", person=self.publisher, now=self.now)

    def act_erase_due(self) -> None:
        erase_due(now=self.now)

    def act_forget(self) -> None:
        self.now += timedelta(days=self.random.choice([8, 100, 200]))
        retain(now=self.now)
