"""Numbers and names about comments that other pages ask for."""

from collections.abc import Iterable

from django.db.models import Count

from kawaraban.comments.models import Comment, Status
from kawaraban.people.models import User


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
    names = {
        name
        for user in User.objects.filter(is_active=True).only("username", "first_name", "last_name")
        for name in (user.get_username(), user.display_name)
    }
    return sorted(names)
