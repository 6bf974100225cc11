"""One act on many comments at once, each of them as `decide` would do it, in the order in which they are given.

    with one_turn():
        outcomes = decide_many(APPROVE, [Judged(7, 1), Judged(8, 1)], moderator=mika, now=now)

What `decide` asks for each comment is asked for all of them, and what it writes is written at once: for a hundred that
takes as many statements as for one. What is refused does not keep the others from it. A comment about which more was
raised than reports is decided by `decide` itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import takewhile
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied

from kawaraban.comments.actions.acts import REOPEN, Act
from kawaraban.comments.actions.decide import AlreadyDecided, can_be_done, decide, letter_kind
from kawaraban.comments.actions.deciding import decided, facts_of, said, statement_of
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.many.known import Known, known_about
from kawaraban.comments.actions.permission import may_act
from kawaraban.comments.actions.reasons import Grounds, reasons_given
from kawaraban.comments.actions.status import StatusChange, change_statuses
from kawaraban.comments.lessons.assessing import Noted, note_assessments
from kawaraban.comments.mails.letters import LETTERS, letter_to
from kawaraban.comments.models import Comment
from kawaraban.kit.work.once import once, read_once
from kawaraban.law.basis import OWN_INITIATIVE, Basis, Source
from kawaraban.law.models import Decision, Report, Statement
from kawaraban.law.outbox import cancel_each, post_all, told_of
from kawaraban.law.policy.reasons import NO_REASONS, Reasons
from kawaraban.law.record.sealed_tables import REPORTS, decision_rows
from kawaraban.law.redress.appeals import SamePerson
from kawaraban.people.models import User

# Of those that are decided one by one so many: others wait for the same lock.
APART_AT_ONCE: Final = 4
# What `decide` raises of a single comment. A missing row is of its kind of Comment.DoesNotExist.
REFUSALS: Final = (AlreadyDecided, PermissionDenied, SamePerson, ValueError, Comment.DoesNotExist)
Outcome = Decision | Exception


def decide_many(
    act: Act,
    judged: Sequence[Judged],
    reasons: Reasons = NO_REASONS,
    *,
    moderator: User,
    now: datetime,
) -> list[Outcome]:
    """Do this to the first of these comments, as many as can be done together: at least one, if there is one.

    Each is another one. Returns its decision, or what `decide` would have raised. `reasons` quote no passage. Must be
    called inside a transaction, which is to be as short as its caller says: by how many it names.
    """
    assert not reasons.passage, "no passage is in the words of many"
    with read_once():
        rows = Comment.objects.with_lock().filter(pk__in=[each.comment_id for each in judged])
        comments = {comment.pk: comment for comment in rows}
        known = known_about(list(comments.values()))

        def is_alike(each: Judged) -> bool:
            comment = comments.get(each.comment_id)
            return comment is None or not known.stands_apart(comment)

        alike = list(takewhile(is_alike, judged))
        if alike:
            return _Deciding(act, reasons, moderator, now, comments, known).decide(alike)
        return [_apart(act, each, reasons, moderator=moderator, now=now) for each in judged[:APART_AT_ONCE]]


def _apart(act: Act, judged: Judged, reasons: Reasons, *, moderator: User, now: datetime) -> Outcome:
    try:
        return decide(act, judged, reasons, moderator=moderator, now=now)
    except REFUSALS as refused:
        return refused


@dataclass(frozen=True, slots=True)
class _Ready:
    """A comment that may be decided, on these grounds."""

    comment: Comment
    judged: Judged
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class _Deciding:
    act: Act
    reasons: Reasons
    moderator: User
    now: datetime
    comments: dict[int, Comment]
    known: Known

    def decide(self, judged: Sequence[Judged]) -> list[Outcome]:
        looked_at = [self._looked_at(each) for each in judged]
        ready = [each for each in looked_at if isinstance(each, _Ready)]
        told = self._told([each.comment for each in ready])
        answered = {each.comment.pk: self._answered(each.comment) for each in ready}
        decisions = {each.comment.pk: self._decision(each, answered[each.comment.pk]) for each in ready}
        self._write(ready, decisions, answered)
        self._post(ready, decisions, told)
        return [decisions[each.comment.pk] if isinstance(each, _Ready) else each for each in looked_at]

    def _looked_at(self, judged: Judged) -> _Ready | Exception:
        comment = self.comments.get(judged.comment_id)
        if comment is None:
            return Comment.DoesNotExist(judged.comment_id)
        try:
            may_act(self.moderator, self.act.right, comment.thread)
            if not can_be_done(comment, self.act, judged):
                raise AlreadyDecided(comment, next(iter(self.known.standing(comment)), None))
            return _Ready(comment, judged, self._grounds(comment))
        except REFUSALS as refused:
            return refused

    def _grounds(self, comment: Comment) -> Grounds:
        """The same of all that were sent under one policy in one language: nobody outside the desk asks why."""
        name = ("grounds of many", self.act.code, self.reasons, comment.policy_number, comment.language)
        return once(name, lambda: reasons_given(comment, self.act.needs, self.reasons))

    def _told(self, comments: Sequence[Comment]) -> set[int]:
        """Those whose authors were told of the decision before. Of the others its mail does not leave any more."""
        if not self.act.moves:
            return set()
        before = {comment.pk: self.known.told_until_now(comment) for comment in comments}
        about = {each.pk: comment.subject for comment in comments for each in before[comment.pk]}
        stopped = cancel_each(about, now=self.now) if about else set()
        return {pk for pk, found in before.items() if not stopped.issuperset(each.pk for each in found)}

    def _answered(self, comment: Comment) -> list[Report]:
        """The reports that the decision answers."""
        return self.known.open_reports(comment) if self.act.answers and comment.reported_at else []

    def _decision(self, ready: _Ready, answered: Sequence[Report]) -> Decision:
        comment = ready.comment
        facts = facts_of(
            comment,
            subject=comment.subject,
            place=self.known.next_place(comment),
            words_at=self.known.words_at[comment.pk],
        )
        decision = Decision(
            **facts,
            **decided(comment, self.act, grounds=ready.grounds, basis=self._basis(comment, ready.judged)),
            moderator=self.moderator,
            decided_at=self.now,
        )
        for report in answered:
            report.decision = decision
        return decision

    def _basis(self, comment: Comment, judged: Judged) -> Basis:
        """As `basis_of`, of a comment about which nobody said more than a report."""
        reports = self.known.open_reports(comment) if comment.reported_at else []
        basis = Basis(Source.REPORT, str(reports[0].pk)) if reports else OWN_INITIATIVE
        return replace(basis, saw_hint=judged.saw_hint)

    def _write(
        self, ready: Sequence[_Ready], decisions: dict[int, Decision], answered: dict[int, list[Report]]
    ) -> None:
        comments = [each.comment for each in ready]
        Decision.objects.bulk_create(decisions.values())
        note_assessments(
            self.act, [Noted(each.comment, decisions[each.comment.pk], each.judged) for each in ready]
        )
        if self.act.visibility:
            Statement.objects.bulk_create(
                statement_of(
                    each.comment, decisions[each.comment.pk], self.now, saw_hint=each.judged.saw_hint
                )
                for each in ready
            )
        reports = [report for found in answered.values() for report in found]
        if reports:
            Report.objects.bulk_update(reports, ["decision"])
        change_statuses(
            [self._change(each, decisions[each.pk], answered[each.pk]) for each in comments], now=self.now
        )
        settled = [comment.pk for comment in comments if self.act.answers and comment.reported_at]
        if settled:
            Comment.objects.filter(pk__in=settled).update(reported_at=None, appealed_at=None)

    def _change(self, comment: Comment, decision: Decision, answered: Sequence[Report]) -> StatusChange:
        rows = [*decision_rows(decision), *(REPORTS.row(each) for each in answered)]
        return StatusChange(comment, self.act.kind, said(decision), rows)

    def _post(self, ready: Sequence[_Ready], decisions: dict[int, Decision], told: set[int]) -> None:
        ever = self._ever_told([each.comment for each in ready]) if self.act is REOPEN else frozenset()
        letters = []
        for each in ready:
            pk = each.comment.pk
            kind = letter_kind(self.act, told=pk in told, was_ever_told=partial(ever.__contains__, pk))
            letters.append(letter_to(LETTERS.get(kind), each.comment, decisions[pk], now=self.now))
        post_all([letter for letter in letters if letter])

    def _ever_told(self, comments: Sequence[Comment]) -> frozenset[int]:
        of: dict[int, set[UUID]] = {
            comment.pk: {each.pk for each in self.known.standing(comment)} for comment in comments
        }
        told = told_of({pk for found in of.values() for pk in found})
        return frozenset(pk for pk, found in of.items() if found & told)
