"""What readers may do about a comment that they see: report it to the desk, or give notice that it is illegal."""

import re
from datetime import datetime

from django.db import transaction

from kawaraban.comments.actions.matters import mark_matters
from kawaraban.comments.models import Comment, Status
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Notice, Report
from kawaraban.law.notices import NoticeWords, receive_notice
from kawaraban.law.reporters import reporter_key
from kawaraban.law.reports import file_report

# The lasting address of a comment, or its place on a page.
_COMMENT_ADDRESS = re.compile(r"/c/([0-9a-z]{10})(?:/|$)|#comment-([0-9a-z]{10})\b")
# What readers see, or saw until a moment ago.
_REPORTABLE = frozenset({Status.APPROVED, Status.WITHHELD})


def report_comment(
    *, public_id: str, ground: Ground, words: str, reporter_address: str, now: datetime
) -> Report:
    """Bring the comment to the desk, whatever was decided about it before. The same reader counts once.

    Raises Comment.DoesNotExist for what readers cannot see; TooManyAtOnce.
    """
    with transaction.atomic():
        comment = Comment.objects.select_for_update().get(public_id=public_id, status__in=_REPORTABLE)
        report = file_report(
            subject=comment.subject,
            revision_number=comment.revision_number,
            ground=Ground(ground).value,
            words=words.strip(),
            reporter_key=reporter_key(reporter_address),
            now=now,
        )
        mark_matters(comment)
    return report


def give_notice(words: NoticeWords, *, sender_address: str, now: datetime) -> Notice:
    """Take a notice of illegal content (DSA Art. 16). Raises TooManyAtOnce.

    An address that leads to none of our comments is taken, too: a person looks at it.
    """
    with transaction.atomic():
        comment = named_comment(words.address)
        notice = receive_notice(
            words,
            subject=comment.subject if comment else "",
            revision_number=comment.revision_number if comment else 0,
            sender_key=reporter_key(sender_address),
            now=now,
        )
        if comment:
            mark_matters(comment)
    return notice


def named_comment(address: str) -> Comment | None:
    """The comment that an address leads to, locked; None where readers see none there."""
    found = _COMMENT_ADDRESS.search(address)
    public_id = (found.group(1) or found.group(2)) if found else ""
    shown = Comment.objects.select_for_update().filter(public_id=public_id, status__in=_REPORTABLE)
    return shown.first() if public_id else None
