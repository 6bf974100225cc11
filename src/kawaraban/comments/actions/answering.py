"""A decision of somebody who saw that something waits: of two who answer the same report or appeal, the first one does.

`keep`, `uphold` and `reinstate` ask by themselves. What else can be done to such a comment (taking it off, withholding
it) could be done without any report, and its status may be what it was: so whoever saw one says so here.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from kawaraban.comments.actions.decide import AlreadyDecided
from kawaraban.comments.models import Comment
from kawaraban.comments.standing import standing_decision
from kawaraban.law.models import Decision


def answer(action: Callable[..., Decision], *, comment_id: int, **said: Any) -> Decision:
    """Do it if something still waits about the comment. Raises AlreadyDecided, and what the action raises."""
    with transaction.atomic():
        comment = Comment.objects.locked(comment_id)
        if comment.reported_at is None and comment.appealed_at is None:
            raise AlreadyDecided(comment, standing_decision(comment))
        return action(comment_id=comment_id, **said)
