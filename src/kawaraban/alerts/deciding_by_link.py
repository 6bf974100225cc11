"""Deciding by the link of a digest, in one transaction."""

from datetime import datetime

from kawaraban.alerts.link_states import LinkState, comment_behind, link_state
from kawaraban.alerts.models import DecisionLink
from kawaraban.comments.actions.acts import Act
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.law.models import Decision
from kawaraban.law.policy.reasons import Reasons
from kawaraban.press.turn import one_turn

# A comment that was decided or changed meanwhile is for `decide` to refuse: it holds the comment's row.
_CLOSED = {LinkState.ENDED, LinkState.USED, LinkState.NO_RIGHT, LinkState.GONE}


class LinkClosed(Exception):
    """The link was used, has ended, or its person may no longer decide this comment."""


def decide_by_link(*, link_id: int, act: Act, reasons: Reasons, now: datetime) -> Decision:
    """Do one of `LINK_ACTS` to the comment of a link for its person, and use the link up, in one transaction.

    Raises LinkClosed, and AlreadyDecided when somebody was faster or the author has changed the words; and as
    `reasons_given` does.
    """
    with one_turn():
        link = DecisionLink.objects.select_for_update().select_related("user").get(pk=link_id)
        comment = comment_behind(link)
        if comment is None or link_state(link, comment, now=now) in _CLOSED:
            raise LinkClosed(link_id)
        judged = Judged(comment.pk, link.revision_number)
        decision = decide(act, judged, reasons, moderator=link.user, now=now)
        link.used_at = now
        link.save(update_fields=["used_at"])
    return decision
