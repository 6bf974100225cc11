"""Decisions about one comment, and taking one back.

    decide(REJECT, Judged(comment.pk, 1), Reasons(ground="insult"), moderator=mika, now=now)
    undo(decision_id=..., moderator=mika, now=now)            any of them, within the time for undo

Which acts there are, where each may start and what each needs is a table: `acts.py`. Each is one transaction: status,
decision, statement of reasons where something is restricted, ledger entry, reprint order where readers see a
difference, and a message that waits for the time of undo. Each starts from one status and one revision. A moderator
who comes too late is told who was faster.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kawaraban.comments.actions.acts import APPROVE, REOPEN, REVERSED_TO, About, Act, act_of
from kawaraban.comments.actions.deciding import said, write_decision, write_reversal
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.matters import (
    answer_matters,
    checked_basis,
    release_matters,
    reopen_matters,
    settle_matters,
)
from kawaraban.comments.actions.permission import may_act
from kawaraban.comments.actions.reasons import Grounds, reasons_given
from kawaraban.comments.actions.status import change_status
from kawaraban.comments.lessons.assessing import Noted, note_assessments, take_lessons_back
from kawaraban.comments.mails.letters import LETTERS, post_letter
from kawaraban.comments.models import Comment, Status, public_id_of
from kawaraban.comments.raised.about import appeal_about
from kawaraban.comments.standing import standing_decision, standing_decisions, told_until_now
from kawaraban.law.basis import OWN_INITIATIVE, Basis
from kawaraban.law.models import Decision
from kawaraban.law.outbox import cancel_for, restore_for, was_told
from kawaraban.law.policy.reasons import NO_REASONS, Reasons
from kawaraban.law.record.sealed_tables import decision_rows
from kawaraban.law.record.undo_time import undo_ends_at
from kawaraban.law.redress.appeals import check_other_person
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb
from kawaraban.press.turn import one_turn


class AlreadyDecided(Exception):
    """Somebody was faster. `decision` says who did what; None when its author withdrew or changed the comment."""

    def __init__(self, comment: Comment, decision: Decision | None) -> None:
        super().__init__(comment.public_id)
        self.comment = comment
        self.decision = decision


class TooLateToUndo(Exception):
    """The time for undo is over, or the decision was already taken back or followed by another."""


def decide(
    act: Act,
    judged: Judged,
    reasons: Reasons = NO_REASONS,
    *,
    moderator: User,
    now: datetime,
    basis: Basis = OWN_INITIATIVE,
) -> Decision:
    """Do this to the words that were judged.

    `basis` is who raised the matter: what is open about the comment says so itself unless somebody chose. Raises
    PermissionDenied, Comment.DoesNotExist; AlreadyDecided when the comment stands elsewhere, has other words, or
    nothing waits about it that the act would answer; SamePerson where it decides an appeal; NotRaised; and as
    `reasons_given` does.
    """
    with one_turn():
        comment = _taken(act, judged, moderator)
        grounds = reasons_given(comment, act.needs, reasons)
        if act.about is About.APPEAL:
            basis = appeal_about(comment)
        basis = replace(checked_basis(comment, basis), saw_hint=judged.saw_hint)
        decision, was_told_before = _done(comment, act, grounds, moderator=moderator, now=now, basis=basis)
        note_assessments(act, [Noted(comment, decision, judged)])
        kind = letter_kind(act, told=was_told_before, was_ever_told=lambda: _was_ever_told(comment))
        post_letter(LETTERS.get(kind), comment, decision, now=now)
    return decision


def undo(*, decision_id: str, moderator: User, now: datetime, ends_at: datetime | None = None) -> Decision:
    """Take a decision back within the time for undo: a recorded reversal to the status before; no message leaves.

    `ends_at` is the end of that time where it is not the decision's own: of one that was taken with many others and
    is taken back with them. A message of the decision before, which this one had stopped, leaves after all. Raises
    TooLateToUndo; Decision.DoesNotExist.
    """
    with one_turn():
        decision = Decision.objects.get(pk=_uuid(decision_id))
        comment = _locked_subject(decision)
        may_act(moderator, Verb.UNDO, comment.thread)
        is_in_time = now < (ends_at or undo_ends_at(decision))
        if (
            not is_in_time
            or not still_stands(decision, comment, standing_decision(comment))
            or not cancel_for(decision, now=now)
        ):
            raise TooLateToUndo(decision_id)
        reversal = write_reversal(decision, comment, moderator=moderator, now=now)
        take_lessons_back([decision])
        kind = REVERSED_TO[Status(decision.status_before)]
        rows = release_matters(decision).rows
        change_status(comment, kind=kind, payload=said(reversal), now=now, rows=rows)
        reopen_matters(comment, decision, person=moderator, now=now)
        for before in told_until_now(comment):
            restore_for(before, now=now)
    return reversal


def _taken(act: Act, judged: Judged, moderator: User) -> Comment:
    """The comment, locked, if it stands where the act starts with these words. The first one wins."""
    comment = Comment.objects.locked(judged.comment_id)
    may_act(moderator, act.right, comment.thread)
    if not can_be_done(comment, act, judged):
        raise AlreadyDecided(comment, standing_decision(comment))
    if act.about is About.MATTER:
        # Before it asks for words; what decides the author's appeal is asked when the appeal is settled.
        check_other_person(comment.subject, moderator)
    return comment


def can_be_done(comment: Comment, act: Act, judged: Judged) -> bool:
    """Whether it stands where the act starts, with the words that were judged, and what is to be answered is open."""
    is_there = comment.status == act.before and comment.revision_number == judged.revision_number
    return is_there and _waits(comment, act, judged)


def _waits(comment: Comment, act: Act, judged: Judged) -> bool:
    """Whether the matter is still open that the act answers, or that the card showed."""
    if act.about is About.APPEAL:
        return comment.appealed_at is not None
    asks = act.about is About.MATTER or judged.saw_matter
    return not asks or comment.reported_at is not None or comment.appealed_at is not None


def _done(
    comment: Comment,
    act: Act,
    grounds: Grounds,
    *,
    moderator: User,
    now: datetime,
    basis: Basis = OWN_INITIATIVE,
) -> tuple[Decision, bool]:
    """Write, change, record. Returns the decision, and whether the author was told of the one before.

    A message to the author about the one before that has not left yet does not leave where it would tell what is no
    longer so. Senders of notices are told the decision in any case.
    """
    told = False
    if act.moves:
        stopped = [cancel_for(before, now=now, about=comment.subject) for before in told_until_now(comment)]
        told = not all(stopped)
    decision = write_decision(comment, act, grounds=grounds, moderator=moderator, now=now, basis=basis)
    answered = answer_matters(comment, decision)
    rows = [*decision_rows(decision), *answered.rows]
    change_status(comment, kind=act.kind, payload=said(decision), now=now, rows=rows)
    settle_matters(comment, decision, answered, now=now)
    return decision, told


def letter_kind(act: Act, *, told: bool, was_ever_told: Callable[[], bool]) -> str:
    """Which letter the author gets; "" for none. `told`: of the decision before."""
    if act is not REOPEN or told:
        return act.kind
    # The withholding came so soon that it may have stopped the first message, too.
    return "" if was_ever_told() else APPROVE.kind


def _was_ever_told(comment: Comment) -> bool:
    return any(was_told(earlier) for earlier in standing_decisions(comment))


def _locked_subject(decision: Decision) -> Comment:
    public_id = public_id_of(decision.subject)
    comment = Comment.objects.select_for_update().filter(public_id=public_id).first()
    if comment is None:
        raise TooLateToUndo(str(decision.pk))
    return comment


def still_stands(decision: Decision, comment: Comment, standing: Decision | None) -> bool:
    """Whether it is the one that stands, and the comment is where it led."""
    act = act_of(decision)
    return act is not None and standing == decision and comment.status == act.after


def _uuid(decision_id: str) -> UUID:
    try:
        return UUID(decision_id)
    except ValueError:
        raise Decision.DoesNotExist(decision_id) from None
