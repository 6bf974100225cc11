"""Fills a demo paper with comments that wait, and says what a moderator signs in with.

    KAWARABAN_DATA=... python -m bench.crowd 100000    # prints {"first": "q3bkx26z76", "name": "mika", ...}

Runs in a process of its own, for it loads Django over that paper. The comments are written in bulk, as an import writes
them: they have words and revisions, are in the desk's index, and wait longer than those of the demo paper.
"""

import json
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kawaraban.cli.setup import start_django

if TYPE_CHECKING:
    from kawaraban.comments.models import Comment, Thread

NAME, PASSWORD = "mika", "kawaraban-demo"
_WRITTEN_AT_ONCE = 2_000
# Each of them has sent some twenty.
_SENDERS = 5_000
_WORDS = (
    "harbour",
    "road",
    "rent",
    "tram",
    "school",
    "council",
    "market",
    "clinic",
    "bridge",
    "festival",
    "tax",
)


def main(words: Sequence[str]) -> None:
    """Write, index, tell."""
    start_django()
    from kawaraban.comments.models import Comment, Status, Thread
    from kawaraban.doors.desk.search.index import read_on
    from kawaraban.kit.clock import utc_now

    [count] = map(int, words)
    threads, now = list(Thread.objects.filter(closed_at=None).order_by("pk")), utc_now()
    for begin in range(0, count, _WRITTEN_AT_ONCE):
        _write(threads, range(begin, min(begin + _WRITTEN_AT_ONCE, count)), first_at=now - timedelta(days=30))
    while read_on():
        pass
    waiting = Comment.objects.filter(status=Status.PENDING)
    first = waiting.order_by("sent_at", "pk")[0]
    print(
        json.dumps({"first": first.public_id, "waiting": waiting.count(), "name": NAME, "password": PASSWORD})
    )


def _write(threads: Sequence["Thread"], numbers: range, *, first_at: datetime) -> None:
    from django.db import transaction

    from kawaraban.comments.models import Comment, Revision

    rows = [_comment(threads[number % len(threads)], number, first_at) for number in numbers]
    with transaction.atomic():
        stored = Comment.objects.bulk_create(rows)
        Revision.objects.bulk_create(
            Revision(comment=row, number=1, text=row.text, sent_at=row.sent_at) for row in stored
        )


def _comment(thread: "Thread", number: int, first_at: datetime) -> "Comment":
    from kawaraban.comments.models import Comment

    sent_at = first_at + timedelta(seconds=number)
    one, other = (_WORDS[number * step % len(_WORDS)] for step in (3, 7))
    return Comment(
        thread=thread,
        name=f"Reader {number}",
        text=f"Comment {number}: who pays for the {one}, and what becomes of the {other} after the winter?",
        language=thread.language,
        policy_number=1,
        sent_at=sent_at,
        status_changed_at=sent_at,
        need_at=sent_at,
        sender_key=f"sender-{number % _SENDERS}",
        fingerprint=f"crowd-{number}",
        text_key=f"crowd-{number}",
    )


if __name__ == "__main__":
    main(sys.argv[1:])
