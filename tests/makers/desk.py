"""Comments at the desk, and clients who are signed in: what the tests of the desk start from.

Every comment comes in through `receive`, is read by the phases and stands in the record; where it no longer waits, the
acts that lead there have brought it there.
"""

from datetime import datetime, timedelta
from ipaddress import IPv4Address
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone
from tests.makers.comments import approved, rejected, returned, sent, submission, withheld

from kawaraban.comments.actions.author import withdraw
from kawaraban.comments.actions.receive import Receipt, receive, store_findings
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.phases.look import Finding
from kawaraban.law.grounds import Ground
from kawaraban.people.models import User

_HOUSEHOLDS = count(int(IPv4Address("10.0.0.1")))


def household() -> str:
    """The network address of somebody who has not written before."""
    return str(IPv4Address(next(_HOUSEHOLDS)))


def waiting_comment(
    thread: Thread,
    *,
    name: str = "Leyla",
    # So short that the same question of several people is no repetition (`comments/phases/repeats.py`).
    text: str = "Is the road open?",
    minutes: float = 10,
    now: datetime | None = None,
    language: str = "",
    email: str = "",
    sender: str | None = None,
    parent: Comment | None = None,
) -> Comment:
    """A comment that has waited so many minutes. Without a `sender` it comes from a household of its own."""
    return sent(
        thread,
        text,
        now=(now or timezone.now()) - timedelta(minutes=minutes),
        name=name,
        language=language or thread.language,
        email=email,
        sender_address=household() if sender is None else sender,
        parent_public_id=parent.public_id if parent else "",
    )


def comment_in(status: Status, thread: Thread, by: User, **sending: Any) -> Comment:
    """A comment that somebody has brought where it stands at the moment it came. `sending` as for `waiting_comment`."""
    comment = waiting_comment(thread, **sending)
    now = comment.sent_at
    if status in {Status.APPROVED, Status.WITHHELD}:
        approved(comment, by, now=now)
    if status == Status.REJECTED:
        rejected(comment, by, now=now)
    elif status == Status.RETURNED:
        returned(comment, by, now=now)
    elif status == Status.WITHHELD:
        withheld(comment, by, now=now)
    elif status == Status.WITHDRAWN:
        withdraw(tracking_token=comment.tracking_token, now=now)
    comment.refresh_from_db()
    assert comment.status == status
    return comment


def shown_comment(thread: Thread, by: User, **sending: Any) -> Comment:
    """A comment that readers see since it came. `sending` as for `waiting_comment`."""
    return comment_in(Status.APPROVED, thread, by, **sending)


def found(comment: Comment, *, phase: str, ground: str, quote: str, weight: float = 0.5) -> None:
    """A finding on the newest revision, by an adviser that this release does not have or that saw something else."""
    finding = Finding(phase, Ground(ground) if ground else None, weight, quote)
    store_findings([(comment.pk, comment.revision_number, [finding])])


def signed_in(user: User) -> Client:
    """A browser of this member of staff, with CSRF checks as in real life left to the tests that ask for them."""
    client = Client()
    client.force_login(user)
    return client


def crowd(thread: Thread, number: int) -> list[Comment]:
    """So many waiting comments, the first one longest; received at once, from nobody knows where."""
    now, there = timezone.now(), Comment.objects.filter(thread=thread).count()
    answers = receive(
        [
            submission(
                thread,
                f"Comment number {there + index}.",
                name=f"Reader {index}",
                language=thread.language,
                sent_at=now - timedelta(minutes=number - index),
            )
            for index in range(number)
        ],
        now=now,
    )
    receipts = [
        answer.public_id for answer in answers if isinstance(answer, Receipt) and not answer.is_repeat
    ]
    assert len(receipts) == number, answers
    comments = {comment.public_id: comment for comment in Comment.objects.filter(thread=thread)}
    return [comments[public_id] for public_id in receipts]
