"""Whether the link of a digest can still decide its comment."""

from datetime import datetime
from enum import StrEnum

from kawaraban.alerts.models import DecisionLink
from kawaraban.comments.actions.acts import APPROVE, REJECT
from kawaraban.comments.models import Comment
from kawaraban.people.permissions import may

# What a link offers, by the code that its form sends.
LINK_ACTS = {act.code: act for act in (APPROVE, REJECT)}


class LinkState(StrEnum):
    """Only an open link asks; every other says why not."""

    OPEN = "open"
    ENDED = "ended"
    USED = "used"
    NO_RIGHT = "no_right"
    CHANGED = "changed"
    DECIDED = "decided"
    GONE = "gone"


def comment_behind(link: DecisionLink) -> Comment | None:
    """The comment with its thread, when it is there."""
    return Comment.objects.select_related("thread").filter(public_id=link.public_id).first()


def link_state(link: DecisionLink, comment: Comment | None, *, now: datetime) -> LinkState:
    """The first thing that stands in the way, or OPEN."""
    user = link.user
    if comment is None:
        return LinkState.GONE
    if not all(may(user, act.right, section=comment.thread.section) for act in LINK_ACTS.values()):
        return LinkState.NO_RIGHT
    if link.used_at is not None:
        return LinkState.USED
    if link.ends_at <= now:
        return LinkState.ENDED
    if any(comment.status != act.before for act in LINK_ACTS.values()):
        return LinkState.DECIDED
    return LinkState.OPEN if comment.revision_number == link.revision_number else LinkState.CHANGED


def link_state_now(link: DecisionLink, *, now: datetime) -> LinkState:
    """The same, of the comment as it is now."""
    return link_state(link, comment_behind(link), now=now)
