"""Decisions about one comment, and taking one back.

Each function is one transaction: status, decision, statement of reasons, ledger entry, reprint order, and a
message that waits for the time of undo.
"""

from datetime import datetime

from kawaraban.comments.models import Comment
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision
from kawaraban.people.models import User


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
    raise NotImplementedError


def reject(
    *, comment_id: int, revision_number: int, ground: Ground, note: str, moderator: User, now: datetime
) -> Decision:
    """Refuse this revision on one ground of the policy. Raises AlreadyDecided; ValueError without needed words."""
    raise NotImplementedError


def undo(*, decision_id: str, moderator: User, now: datetime) -> Decision:
    """Take a decision back within the time for undo: a recorded reversal; no message leaves.

    Raises TooLateToUndo.
    """
    raise NotImplementedError
