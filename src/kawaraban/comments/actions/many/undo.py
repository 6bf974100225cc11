"""Taking back many decisions at once, each as `undo` would do it, in the order in which they are given.

with one_turn():
    outcomes = undo_many([decision.pk, ...], moderator=mika, now=now, ends_at=ends_at)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from uuid import UUID

from django.core.exceptions import PermissionDenied

from kawaraban.comments.actions.acts import REVERSED_TO
from kawaraban.comments.actions.decide import TooLateToUndo, still_stands, undo
from kawaraban.comments.actions.deciding import facts_of, said
from kawaraban.comments.actions.many.decide import APART_AT_ONCE, Outcome
from kawaraban.comments.actions.many.known import Known, known_about
from kawaraban.comments.actions.permission import may_act
from kawaraban.comments.actions.status import StatusChange, change_statuses
from kawaraban.comments.lessons.assessing import take_lessons_back
from kawaraban.comments.models import Comment, Status, public_id_of
from kawaraban.law.models import Decision, Report, Verdict
from kawaraban.law.outbox import cancel_each, restore_for_each
from kawaraban.law.record.sealed_tables import REPORTS
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb

_REFUSALS = (TooLateToUndo, PermissionDenied, Decision.DoesNotExist)


def undo_many(
    decision_ids: Sequence[UUID], *, moderator: User, now: datetime, ends_at: datetime
) -> list[Outcome]:
    """Take back the first of these decisions, as many as can be taken back together: at least one, if there is one.

    Each is about another comment. Returns its reversal, or what `undo` would have raised. Call it in a transaction.
    """
    decisions = Decision.objects.in_bulk(decision_ids)
    public_ids = [public_id_of(decision.subject) for decision in decisions.values()]
    rows = list(Comment.objects.with_lock().filter(public_id__in=public_ids))
    comments = {comment.subject: comment for comment in rows}
    known = known_about(rows)

    def is_alike(pk: UUID) -> bool:
        decision = decisions.get(pk)
        comment = comments.get(decision.subject) if decision else None
        # What was reported since stands beside what comes back: when it waits is asked of both.
        return comment is not None and not known.stands_apart(comment) and comment.reported_at is None

    alike = list(takewhile(is_alike, decision_ids))
    if not alike:
        return [
            _apart(pk, moderator=moderator, now=now, ends_at=ends_at) for pk in decision_ids[:APART_AT_ONCE]
        ]
    undoing = _Undoing(moderator, now, ends_at, known)
    return undoing.undo([(decisions[pk], comments[decisions[pk].subject]) for pk in alike])


def _apart(decision_id: UUID, *, moderator: User, now: datetime, ends_at: datetime) -> Outcome:
    try:
        return undo(decision_id=str(decision_id), moderator=moderator, now=now, ends_at=ends_at)
    except _REFUSALS as refused:
        return refused


_Pair = tuple[Decision, Comment]


@dataclass(frozen=True, slots=True)
class _Undoing:
    moderator: User
    now: datetime
    ends_at: datetime
    known: Known

    def undo(self, pairs: Sequence[_Pair]) -> list[Outcome]:
        refused = {
            decision.pk: refusal
            for decision, comment in pairs
            if (refusal := self._refusal(decision, comment))
        }
        stopped = cancel_each({pair[0].pk: "" for pair in pairs if pair[0].pk not in refused}, now=self.now)
        ready = [pair for pair in pairs if pair[0].pk in stopped]
        reversals = {decision.pk: self._reversal(decision, comment) for decision, comment in ready}
        Decision.objects.bulk_create(reversals.values())
        take_lessons_back([decision for decision, _comment in ready])
        self._give_back(ready, reversals)
        return [
            reversals.get(pk) or refused.get(pk) or TooLateToUndo(str(pk))
            for pk in (pair[0].pk for pair in pairs)
        ]

    def _refusal(self, decision: Decision, comment: Comment) -> Exception | None:
        try:
            may_act(self.moderator, Verb.UNDO, comment.thread)
        except PermissionDenied as refused:
            return refused
        standing = next(iter(self.known.standing(comment)), None)
        if self.now < self.ends_at and still_stands(decision, comment, standing):
            return None
        return TooLateToUndo(str(decision.pk))

    def _reversal(self, decision: Decision, comment: Comment) -> Decision:
        facts = facts_of(
            comment,
            subject=comment.subject,
            place=self.known.next_place(comment),
            words_at=self.known.words_at[comment.pk],
        )
        return Decision(
            **facts,
            verdict=Verdict.REVERSED,
            moderator=self.moderator,
            decided_at=self.now,
            reverses=decision,
        )

    def _give_back(self, ready: Sequence[_Pair], reversals: dict[UUID, Decision]) -> None:
        """Where they stood, the reports that had been answered, and the mails that tell what holds again."""
        released = {decision.pk: self.known.answered_by(decision) for decision, _comment in ready}
        for report in (report for reports in released.values() for report in reports):
            report.decision = None
        changes = [
            StatusChange(
                comment,
                REVERSED_TO[Status(decision.status_before)],
                said(reversals[decision.pk]),
                [REPORTS.row(each) for each in released[decision.pk]],
            )
            for decision, comment in ready
        ]
        self._reopen([(comment, released[decision.pk]) for decision, comment in ready])
        change_statuses(changes, now=self.now)
        held_before = [
            before for decision, comment in ready for before in self.known.told_before(comment, decision)
        ]
        restore_for_each(held_before, now=self.now)

    def _reopen(self, released: Sequence[tuple[Comment, list[Report]]]) -> None:
        waiting = [(comment, reports) for comment, reports in released if reports]
        if not waiting:
            return
        Report.objects.bulk_update([each for _comment, reports in waiting for each in reports], ["decision"])
        for comment, reports in waiting:
            comment.reported_at = min(report.reported_at for report in reports)
        Comment.objects.bulk_update([comment for comment, _reports in waiting], ["reported_at"])
