"""Comments that wait, and clients who are signed in: what the tests of the desk start from."""

from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from kawaraban.comments.models import Comment, Revision, Status, StoredFinding, Thread
from kawaraban.people.models import User


def waiting_comment(
    thread: Thread,
    *,
    name: str = "Leyla",
    text: str = "Who pays for the road?",
    minutes: float = 10,
    now: datetime | None = None,
    **fields: object,
) -> Comment:
    """A comment that has waited so many minutes, with its first revision."""
    sent_at = (now or timezone.now()) - timedelta(minutes=minutes)
    values: dict[str, object] = {
        "thread": thread,
        "name": name,
        "text": text,
        "language": thread.language,
        "policy_number": 1,
        "sent_at": sent_at,
        "status_changed_at": sent_at,
        "status": Status.PENDING,
    }
    comment = Comment.objects.create(**(values | fields))
    Revision.objects.create(comment=comment, number=1, text=text, sent_at=sent_at)
    return comment


def found(comment: Comment, *, phase: str, ground: str, quote: str, weight: float = 0.5) -> StoredFinding:
    """A finding on the newest revision."""
    return StoredFinding.objects.create(
        comment=comment,
        revision_number=comment.revision_number,
        phase=phase,
        ground=ground,
        weight=weight,
        quote=quote,
    )


def signed_in(user: User) -> Client:
    """A browser of this member of staff, with CSRF checks as in real life left to the tests that ask for them."""
    client = Client()
    client.force_login(user)
    return client


def crowd(thread: Thread, number: int) -> list[Comment]:
    """So many waiting comments, the first one longest; made at once."""
    now = timezone.now()
    rows = [
        Comment(
            thread=thread,
            name=f"Reader {index}",
            text=f"Comment number {index}.",
            language=thread.language,
            policy_number=1,
            sent_at=now - timedelta(minutes=number - index),
            status_changed_at=now - timedelta(minutes=number - index),
            fingerprint=str(index),
        )
        for index in range(number)
    ]
    comments = Comment.objects.bulk_create(rows)
    Revision.objects.bulk_create(
        Revision(comment=comment, number=1, text=comment.text, sent_at=comment.sent_at)
        for comment in comments
    )
    return comments
