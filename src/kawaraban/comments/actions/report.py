"""What readers may do about a comment that they see: report it to the desk, or give notice that it is illegal."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from kawaraban.comments.actions.matters import mark_matters
from kawaraban.comments.models import Comment, Status
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Notice, Report
from kawaraban.law.redress.notices import Item, NoticeWords, receive_notice
from kawaraban.law.redress.reports import file_report
from kawaraban.law.reporters import reporter_key
from kawaraban.press.turn import one_turn

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
    with one_turn():
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
    """Take a notice of illegal content (DSA Art. 16); returns its first row. Raises TooManyAtOnce.

    Addresses that lead to none of our comments are taken, too: a person looks at them. Two that lead to one comment
    are one.
    """
    with one_turn():
        comments = named_comments([words.address, *words.more])
        items = _items([words.address, *words.more], comments)
        notices = receive_notice(words, items, sender_key=reporter_key(sender_address), now=now)
        for comment in comments.values():
            mark_matters(comment)
    return notices[0]


def named_comments(addresses: Sequence[str]) -> dict[str, Comment]:
    """By public id the comments that these addresses lead to and that readers see, locked in one order."""
    ids = {public_id for public_id in map(_named, addresses) if public_id}
    shown = Comment.objects.select_for_update().filter(public_id__in=ids, status__in=_REPORTABLE)
    return {comment.public_id: comment for comment in shown.order_by("pk")} if ids else {}


def _items(addresses: Sequence[str], comments: Mapping[str, Comment]) -> list[Item]:
    items: dict[str, Item] = {}
    for address in addresses:
        comment = comments.get(_named(address))
        if comment:
            items.setdefault(comment.subject, Item(address, comment.subject, comment.revision_number))
        else:
            items.setdefault(address, Item(address))
    return list(items.values())


def _named(address: str) -> str:
    found = _COMMENT_ADDRESS.search(address)
    return (found.group(1) or found.group(2)) if found else ""
