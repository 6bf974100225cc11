"""Decisions about one comment, and taking one back.

Each function raises PermissionDenied when the person may not decide in this section, and is one transaction:
status, decision, statement of reasons, ledger entry, reprint order, and a message that waits for the time of
undo.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kawaraban.comments.actions.status import change_status, standing_decision
from kawaraban.comments.messages import post_approval, post_refusal
from kawaraban.comments.models import Comment, Status
from kawaraban.law.grounds import GROUNDS_THAT_NEED_WORDS, Ground
from kawaraban.law.models import Decision, Statement, Verdict
from kawaraban.law.outbox import cancel_for
from kawaraban.law.wording import statement_words
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, require


class AlreadyDecided(Exception):
    """Somebody was faster. `decision` says who did what; None when its author withdrew or changed the comment."""

    def __init__(self, comment: Comment, decision: Decision | None) -> None:
        super().__init__(comment.public_id)
        self.comment = comment
        self.decision = decision


class TooLateToUndo(Exception):
    """The time for undo is over, or the decision was already taken back or followed by another."""


def approve(*, comment_id: int, revision_number: int, moderator: User, now: datetime) -> Decision:
    """Publish this revision. Raises AlreadyDecided when it is no longer pending or no longer this revision."""
    with transaction.atomic():
        comment = _still_waiting(comment_id, revision_number)
        require(moderator, Verb.APPROVE, section=comment.thread.section)
        decision = _decided(comment, Verdict.APPROVED, moderator=moderator, now=now)
        change_status(comment, kind="comment_approved", payload=_said(decision), now=now)
        post_approval(comment, decision, now=now)
    return decision


def reject(
    *, comment_id: int, revision_number: int, ground: Ground, note: str, moderator: User, now: datetime
) -> Decision:
    """Refuse this revision on one ground of the policy. Raises AlreadyDecided; ValueError without needed words."""
    ground, note = Ground(ground), note.strip()
    if ground in GROUNDS_THAT_NEED_WORDS and not note:
        raise ValueError(f"a refusal on the ground {ground.value} needs words")
    with transaction.atomic():
        comment = _still_waiting(comment_id, revision_number)
        require(moderator, Verb.REJECT, section=comment.thread.section)
        decision = _decided(comment, Verdict.REJECTED, moderator=moderator, now=now, ground=ground, note=note)
        statement = _stated(comment, decision, ground, now)
        change_status(comment, kind="comment_rejected", payload=_said(decision), now=now)
        post_refusal(comment, decision, statement, now=now)
    return decision


def undo(*, decision_id: str, moderator: User, now: datetime) -> Decision:
    """Take a decision back within the time for undo: a recorded reversal; no message leaves.

    Raises TooLateToUndo; Decision.DoesNotExist.
    """
    with transaction.atomic():
        decision = Decision.objects.get(pk=_uuid(decision_id))
        comment = _locked_subject(decision)
        require(moderator, Verb.UNDO, section=comment.thread.section)
        if not _may_be_undone(decision, comment, now) or not cancel_for(decision, now=now):
            raise TooLateToUndo(decision_id)
        reversal = _decided(comment, Verdict.REVERSED, moderator=moderator, now=now, reverses=decision)
        change_status(comment, kind="decision_reversed", payload=_said(reversal), now=now)
    return reversal


def undo_ends_at(decision: Decision) -> datetime:
    """Until then the decision can be taken back; then its message leaves."""
    return decision.decided_at + timedelta(seconds=settings.UNDO_SECONDS)


def _still_waiting(comment_id: int, revision_number: int) -> Comment:
    """The comment, locked, if it waits with these words. Read inside the transaction: the first one wins."""
    comment = Comment.objects.locked(comment_id)
    if comment.status != Status.PENDING or comment.revision_number != revision_number:
        raise AlreadyDecided(comment, standing_decision(comment))
    return comment


def _locked_subject(decision: Decision) -> Comment:
    public_id = decision.subject.removeprefix("comment:")
    comment = Comment.objects.select_for_update().filter(public_id=public_id).first()
    if comment is None:
        raise TooLateToUndo(str(decision.pk))
    return comment


def _may_be_undone(decision: Decision, comment: Comment, now: datetime) -> bool:
    status_of_verdict = {Verdict.APPROVED: Status.APPROVED, Verdict.REJECTED: Status.REJECTED}
    return (
        now < undo_ends_at(decision)
        and standing_decision(comment) == decision
        and comment.status == status_of_verdict[Verdict(decision.verdict)]
    )


def _decided(
    comment: Comment,
    verdict: Verdict,
    *,
    moderator: User,
    now: datetime,
    ground: Ground | None = None,
    note: str = "",
    reverses: Decision | None = None,
) -> Decision:
    """Write the decision. It is judged by the policy under which the comment was sent."""
    return Decision.objects.create(
        subject=comment.subject,
        revision_number=comment.revision_number,
        verdict=verdict,
        ground=ground.value if ground else "",
        note=note,
        policy_number=comment.policy_number,
        moderator=moderator,
        decided_at=now,
        reverses=reverses,
    )


def _stated(comment: Comment, decision: Decision, ground: Ground, now: datetime) -> Statement:
    words = statement_words(
        ground=ground,
        note=decision.note,
        policy_number=decision.policy_number,
        title=comment.thread.title,
        language=comment.language,
    )
    return Statement.objects.create(
        decision=decision,
        language=comment.language,
        measure=words.measure,
        ground_words=words.ground_words,
        facts=words.facts,
        redress=words.redress,
        stated_at=now,
    )


def _said(decision: Decision) -> dict[str, str | int]:
    """What the record says of a decision."""
    said: dict[str, str | int] = {
        "decision": str(decision.pk),
        "revision": decision.revision_number,
        "policy": decision.policy_number,
        "moderator": decision.moderator.get_username(),
    }
    if decision.ground:
        said |= {"ground": decision.ground, "note": decision.note}
    if decision.reverses_id:
        said["reverses"] = str(decision.reverses_id)
    return said


def _uuid(decision_id: str) -> UUID:
    try:
        return UUID(decision_id)
    except ValueError:
        raise Decision.DoesNotExist(decision_id) from None
