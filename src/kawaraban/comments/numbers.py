"""Numbers and names about comments that other pages ask for."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Count

from kawaraban.comments.models import Comment, Status


def approved_counts(locators: Iterable[str]) -> dict[str, int]:
    """How many comments readers see under each page; 0 where there are none. One query."""
    asked = list(locators)
    rows = (
        Comment.objects.approved()
        .filter(thread__locator__in=asked)
        .values_list("thread__locator")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return {**dict.fromkeys(asked, 0), **dict(rows)}


def waiting_count() -> int:
    """How many comments wait for a decision."""
    return Comment.objects.filter(status=Status.PENDING).count()


def staff_names() -> list[str]:
    """The names under which the staff is known: user names and display names. One query."""
    with connection.cursor() as cursor:
        # By hand, as in `lookups.py`: every batch of comments asks it.
        cursor.execute("SELECT username, first_name, last_name FROM people_user WHERE is_active")
        rows = cursor.fetchall()
    names = {username for username, _first, _last in rows}
    return sorted(names | {f"{first} {last}".strip() or username for username, first, last in rows})
