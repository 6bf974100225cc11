"""What the author of a comment may do with the tracking link: change it while it waits, and withdraw it."""

from datetime import datetime

from kawaraban.comments.models import Comment


class NotPossibleNow(Exception):
    """The comment's status does not allow it any more."""


def withdraw(*, tracking_token: str, now: datetime) -> Comment:
    """Take the comment back, waiting or approved; the page is reprinted. Raises NotPossibleNow, Comment.DoesNotExist."""
    raise NotImplementedError


def revise(*, tracking_token: str, text: str, now: datetime) -> Comment:
    """Replace the words while the comment waits: a new revision. Raises NotPossibleNow, Refused, Comment.DoesNotExist."""
    raise NotImplementedError
