"""What of the paper a moderator has: the one seam to the permissions by section."""

from django.db.models import F, QuerySet

from kawaraban.comments.models import CommentQuerySet, Thread
from kawaraban.people.models import User
from kawaraban.people.permissions import in_sections, sections_of


def visible_to(moderator: User, rows: CommentQuerySet) -> CommentQuerySet:
    """Of these comments, those that this person may see."""
    if sections_of(moderator) is None:
        return rows
    return in_threads(rows, in_sections(Thread.objects.all(), moderator, "section"))


def in_threads(rows: CommentQuerySet, threads: QuerySet[Thread]) -> CommentQuerySet:
    """Of these comments, those of these threads.

    Not by a join and not along an index of threads (adding nothing to the number keeps a database from it): so it is
    answered inside the index along which a lane is walked, and a lane stays in its order.
    """
    return rows.alias(in_thread=F("thread_id") + 0).filter(in_thread__in=threads.order_by().values("pk"))
