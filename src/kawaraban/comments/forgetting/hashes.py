"""Keyed hashes: they find the same sender again for as long as that is of use."""

from datetime import datetime

from kawaraban.comments.forgetting.holding import comments_not_held, held_ids, notices_not_held
from kawaraban.comments.models import Comment, Restriction
from kawaraban.law.models import Notice, Report
from kawaraban.law.personal.periods import Held
from kawaraban.law.personal.steps import cleared

_COMMENT_HASHES = ("sender_key", "wide_key", "widest_key", "fingerprint", "proof", "text_key")


def sender_hashes(before: datetime, now: datetime, held: Held) -> int:
    """Of comments, by which senders and repeats are known again."""
    emptied = dict.fromkeys(_COMMENT_HASHES, "")
    old = Comment.objects.filter(sent_at__lt=before).exclude(**emptied)
    return cleared(comments_not_held(old, held), **emptied)


def restriction_hashes(before: datetime, now: datetime, held: Held) -> int:
    """Of suspensions that are over."""
    over = Restriction.objects.over(before).exclude(sender_key="", email_key="")
    kept = over.exclude(comment__public_id__in=held_ids(held)) if held else over
    return cleared(kept, sender_key="", email_key="")


def reporter_hashes(before: datetime, now: datetime, held: Held) -> int:
    """Of those who reported, and of the senders of notices."""
    reports = Report.objects.filter(reported_at__lt=before).exclude(reporter_key="")
    notices = Notice.objects.filter(received_at__lt=before).exclude(sender_key="")
    return cleared(reports.exclude(subject__in=held), reporter_key="") + cleared(
        notices_not_held(notices, held), sender_key=""
    )
