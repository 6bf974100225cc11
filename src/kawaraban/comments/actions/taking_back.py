"""Taking a comment off the page for good because its author wants it: what all ways to do so share."""

from datetime import datetime

from kawaraban.comments.actions.matters import mark_matters
from kawaraban.comments.actions.status import change_status
from kawaraban.comments.models import Comment
from kawaraban.comments.standing import standing_decision
from kawaraban.law.outbox import cancel_for
from kawaraban.law.record.sealed_tables import APPEALS
from kawaraban.law.redress.appeals import lapse_appeals
from kawaraban.law.redress.notices import tell_lapsed


def take_back(comment: Comment, *, now: datetime) -> None:
    """It is withdrawn: nobody decides about it any more, and what waits in its lanes waits no longer.

    Appeals lapse, and the sender of a notice who appealed is told so: whether it is shown is settled. Notices stay
    open, and are answered in words. What was decided about it a moment ago is not told to its author any more; the
    senders of notices are told. The caller holds its row.
    """
    stop_message(comment, now)
    payload = {"revision": comment.revision_number}
    lapsed = lapse_appeals(comment.subject, now=now)
    rows = [APPEALS.row(appeal) for appeal in lapsed]
    change_status(comment, kind="comment_withdrawn", payload=payload, now=now, rows=rows)
    if lapsed:
        tell_lapsed(lapsed, now=now)
        mark_matters(comment)


def stop_message(comment: Comment, now: datetime) -> None:
    """What has not left yet to the author does not leave: it would tell what is no longer so."""
    decision = standing_decision(comment)
    if decision:
        cancel_for(decision, now=now, about=comment.subject)
