"""Deciding by the link of a digest, in one transaction."""

from datetime import datetime

from django.db import transaction

from kawaraban.alerts.link_states import LinkState, comment_behind, link_state
from kawaraban.alerts.models import DecisionLink
from kawaraban.comments.actions import decide
from kawaraban.law.basis import LegalGround
from kawaraban.law.models import Decision

# A comment that was decided or changed meanwhile is for `decide` to refuse: it holds the comment's row.
_CLOSED = {LinkState.ENDED, LinkState.USED, LinkState.NO_RIGHT, LinkState.GONE}


class LinkClosed(Exception):
    """The link was used, has ended, or its person may no longer decide this comment."""


def decide_by_link(
    *, link_id: int, verdict: str, ground: str, note: str, now: datetime, law: LegalGround | None = None
) -> Decision:
    """Decide the comment of a link for its person, and use the link up, in one transaction.

    `ground` is a code of the policy under which the comment was sent; "" where the verdict is "approve". Raises
    LinkClosed, and AlreadyDecided when somebody was faster or the author has changed the words.
    """
    with transaction.atomic():
        link = DecisionLink.objects.select_for_update().select_related("user").get(pk=link_id)
        comment = comment_behind(link)
        if comment is None or link_state(link, comment, now=now) in _CLOSED:
            raise LinkClosed(link_id)
        revision = link.revision_number
        if verdict == "approve":
            decision = decide.approve(
                comment_id=comment.pk, revision_number=revision, moderator=link.user, now=now
            )
        else:
            decision = decide.reject(
                comment_id=comment.pk,
                revision_number=revision,
                ground=ground,
                note=note,
                law=law,
                moderator=link.user,
                now=now,
            )
        link.used_at = now
        link.save(update_fields=["used_at"])
    return decision
