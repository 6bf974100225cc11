"""What the author of a comment may do with the tracking link: change it while it may be, and withdraw it."""

from datetime import datetime

from kawaraban.comments import lookups
from kawaraban.comments.actions.receive import store_findings
from kawaraban.comments.actions.status import STATUS_AFTER, words_record
from kawaraban.comments.actions.taking_back import stop_message, take_back
from kawaraban.comments.intake import advise, look_again
from kawaraban.comments.limits import current_limits
from kawaraban.comments.may_change import MAY_BE_REVISED, MAY_BE_WITHDRAWN, MOST_REVISIONS
from kawaraban.comments.models import Comment, Revision, Status
from kawaraban.comments.need import need_at
from kawaraban.comments.phases.guards import commenter_is_not_restricted, refused_while_suspended
from kawaraban.comments.phases.look import Look
from kawaraban.comments.submission import check_text
from kawaraban.comments.triaged import store_scores
from kawaraban.law.record.ledger import record_many
from kawaraban.press.turn import one_turn


class NotPossibleNow(Exception):
    """The comment's status does not allow it any more."""


def withdraw(*, tracking_token: str, now: datetime) -> Comment:
    """Take the comment back: waiting, sent back, approved or withheld; the page is reprinted where it stood.

    A message that has not left yet does not leave. Notices of illegal content stay with the desk: a person still reads
    them and answers in words. An appeal of their senders has lost its object, and they are told. Raises
    NotPossibleNow, Comment.DoesNotExist.
    """
    with one_turn():
        comment = _locked(tracking_token)
        if comment.status not in MAY_BE_WITHDRAWN:
            raise NotPossibleNow(comment.status)
        take_back(comment, now=now)
    return comment


def revise(*, tracking_token: str, text: str, now: datetime) -> Comment:
    """Replace the words while the comment waits or was sent back: a new revision, looked at again by every adviser.

    A comment that was sent back waits again, in its old place: the queue goes by the time of the first sending.
    The same words again change nothing. Somebody who is suspended sends no new words. Raises NotPossibleNow, Refused,
    Comment.DoesNotExist.
    """
    check_text(text, limits=current_limits())
    seen = Comment.objects.select_related("thread", "parent").get(tracking_token=tracking_token)
    look = look_again(seen, text, now=now)
    commenter_is_not_restricted(look)
    findings = advise(look)
    with one_turn():
        comment = _locked(tracking_token)
        _check_not_suspended(look, now)
        if comment.status not in MAY_BE_REVISED or comment.revision_number >= MOST_REVISIONS:
            raise NotPossibleNow(comment.status)
        if comment.text == text:
            return comment
        comment.text, comment.text_key = text, look.text_key
        comment.revision_number += 1
        comment.need_at = need_at(sent_at=comment.sent_at, weights=[finding.weight for finding in findings])
        comment.save(update_fields=["text", "text_key", "revision_number", "need_at"])
        Revision.objects.create(comment=comment, number=comment.revision_number, text=text, sent_at=now)
        store_findings([(comment.pk, comment.revision_number, findings)])
        store_scores([(comment.pk, comment.revision_number, look.triage)])
        if comment.status == Status.RETURNED:
            stop_message(comment, now)
            comment.status = STATUS_AFTER["comment_revised"]
            comment.status_changed_at = now
            comment.save(update_fields=["status", "status_changed_at"])
        record_many([words_record(comment, kind="comment_revised", revised_at=now)], now=now)
    return comment


def _check_not_suspended(look: Look, now: datetime) -> None:
    """Once more in the transaction: somebody may have been suspended meanwhile."""
    suspension = lookups.suspension_now(look.sender_key, look.email_key, now=now)
    if suspension:
        raise refused_while_suspended(suspension)


def _locked(tracking_token: str) -> Comment:
    return Comment.objects.select_for_update().get(tracking_token=tracking_token)
