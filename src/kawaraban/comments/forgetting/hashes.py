"""Keyed hashes: they find the same sender again for as long as that is of use."""

from datetime import datetime

from kawaraban.comments.forgetting.holding import comments_not_held, held_ids, notices_not_held
from kawaraban.comments.models import SENDER_HASHES, Comment, Restriction
from kawaraban.law.models import Notice, Report
from kawaraban.law.personal.periods import Held
from kawaraban.law.personal.steps import cleared


def sender_hashes(before: datetime, now: datetime, held: Held) -> int:
    """Of comments, by which senders and repeats are known again."""
    emptied = dict.fromkeys(SENDER_HASHES, "")
    # Along `comment_hashes_over`: of those alone that have any.
    old = Comment.objects.filter(sent_at__lt=before).exclude(**emptied)
    return cleared(comments_not_held(old, held), still=old, **emptied)


def restriction_hashes(before: datetime, now: datetime, held: Held) -> int:
    """Of suspensions that are over."""
    over = Restriction.objects.over(before).exclude(sender_key="", email_key="")
    kept = over.exclude(comment__public_id__in=held_ids(held)) if held else over
    return cleared(kept, sender_key="", email_key="")


def reporter_hashes(before: datetime, now: datetime, held: Held) -> int:
    """Of those who reported, and of the senders of notices."""
    # By what is not empty, as a range: then their indexes by key leave out those that are empty by now.
    reports = Report.objects.filter(reported_at__lt=before, reporter_key__gt="")
    notices = Notice.objects.filter(received_at__lt=before, sender_key__gt="")
    return cleared(reports.exclude(subject__in=held), reporter_key="") + cleared(
        notices_not_held(notices, held), sender_key=""
    )
