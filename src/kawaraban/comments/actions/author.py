"""What the author of a comment may do with the tracking link: change it while it waits, and withdraw it."""

from datetime import datetime

from django.db import transaction

from kawaraban.comments.actions.receive import store_findings
from kawaraban.comments.actions.status import change_status, standing_decision, words_record
from kawaraban.comments.intake import advise, look_again
from kawaraban.comments.limits import current_limits
from kawaraban.comments.models import Comment, Revision, Status
from kawaraban.comments.need import need_at
from kawaraban.comments.submission import check_text
from kawaraban.law.ledger import record_many
from kawaraban.law.outbox import cancel_for

# Enough for anybody who improves a text, and an end for a program that plays with the queue.
MOST_REVISIONS = 20


class NotPossibleNow(Exception):
    """The comment's status does not allow it any more."""


def withdraw(*, tracking_token: str, now: datetime) -> Comment:
    """Take the comment back, waiting or approved; the page is reprinted.

    A message that has not left yet does not leave. Raises NotPossibleNow, Comment.DoesNotExist.
    """
    with transaction.atomic():
        comment = _locked(tracking_token)
        if comment.status not in {Status.PENDING, Status.APPROVED}:
            raise NotPossibleNow(comment.status)
        decision = standing_decision(comment)
        if decision:
            cancel_for(decision, now=now)
        payload = {"revision": comment.revision_number}
        change_status(comment, kind="comment_withdrawn", payload=payload, now=now)
    return comment


def revise(*, tracking_token: str, text: str, now: datetime) -> Comment:
    """Replace the words while the comment waits: a new revision, looked at again by every adviser.

    The same words again change nothing. Raises NotPossibleNow, Refused, Comment.DoesNotExist.
    """
    check_text(text, limits=current_limits())
    seen = Comment.objects.select_related("thread", "parent").get(tracking_token=tracking_token)
    look = look_again(seen, text, now=now)
    findings = advise(look)
    with transaction.atomic():
        comment = _locked(tracking_token)
        if comment.status != Status.PENDING or comment.revision_number >= MOST_REVISIONS:
            raise NotPossibleNow(comment.status)
        if comment.text == text:
            return comment
        comment.text, comment.text_key = text, look.text_key
        comment.revision_number += 1
        comment.need_at = need_at(sent_at=comment.sent_at, weights=[finding.weight for finding in findings])
        comment.save(update_fields=["text", "text_key", "revision_number", "need_at"])
        Revision.objects.create(comment=comment, number=comment.revision_number, text=text, sent_at=now)
        store_findings([(comment, findings)])
        record_many([words_record(comment, kind="comment_revised")], now=now)
    return comment


def _locked(tracking_token: str) -> Comment:
    return Comment.objects.select_for_update().get(tracking_token=tracking_token)
