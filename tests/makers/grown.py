"""A paper that has grown: many comments as rows, and many entries of its record. Nobody sent or decided them."""

from datetime import timedelta

from tests.makers.comments import NOON

from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.law.record.ledger import record


def many_comments(thread: Thread, count: int, status: Status) -> None:
    """So many in this status, each a second after the one before, behind those that are there."""
    there = Comment.objects.count()
    Comment.objects.bulk_create(
        Comment(
            thread=thread,
            name=f"Reader {number}",
            text="The harbour is open.",
            language="en",
            status=status,
            policy_number=1,
            sent_at=NOON + timedelta(seconds=number),
            need_at=NOON + timedelta(seconds=number),
            status_changed_at=NOON,
            fingerprint=f"grown-{number}",
        )
        for number in range(there, there + count)
    )


def many_entries(count: int) -> None:
    """Of a kind that no page lists."""
    for number in range(count):
        record(kind="comment_sent", subject=f"comment:{number}", payload={}, now=NOON)
