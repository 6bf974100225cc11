"""Numbers and names about comments that other pages ask for."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.kit.work.one_trip import DatabaseQuestion


class CountedThread(NamedTuple):
    """The number of a thread (`keys.py` makes the key of its count), and how many comments readers see there."""

    pk: int
    approved_count: int


def counted_threads(locators: Iterable[str]) -> dict[str, CountedThread]:
    """Those that there are. One query.

    For each thread by itself, which leaves the database no choice: asked for all of them together it may walk through
    every approved comment of the paper.
    """
    of_thread = Comment.objects.approved().filter(thread=OuterRef("pk")).order_by().values("thread")
    number = Coalesce(Subquery(of_thread.annotate(number=Count("pk")).values("number")), 0)
    rows = Thread.objects.filter(locator__in=list(locators)).values_list("locator", "pk", number)
    return {locator: CountedThread(pk, count) for locator, pk, count in rows}


def approved_counts(locators: Iterable[str]) -> dict[str, int]:
    """How many comments readers see under each page; 0 where there are none. One query."""
    asked = list(locators)
    counted = {locator: thread.approved_count for locator, thread in counted_threads(asked).items()}
    return {**dict.fromkeys(asked, 0), **counted}


def waiting_count() -> int:
    """How many comments wait for a decision."""
    return Comment.objects.filter(status=Status.PENDING).count()


def staff_names() -> DatabaseQuestion[list[str]]:
    """The names under which the staff is known: user names and display names."""

    def read(rows: list[Any]) -> list[str]:
        names = {username for username, _first, _last in rows}
        return sorted(names | {f"{first} {last}".strip() or username for username, first, last in rows})

    # By hand, as in `lookups.py`: every batch of comments asks it.
    return DatabaseQuestion(
        "SELECT username, first_name, last_name FROM people_user WHERE is_active", (), read
    )
