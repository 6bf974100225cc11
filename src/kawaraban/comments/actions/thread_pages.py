"""Giving comments their place in a thread when they are shown first, and cutting its pages so that none is too long.

Both belong to the act that shows a comment, and happen in its transaction, which orders the pages that changed.
"""

from collections.abc import Iterable

from django.db.models import Max

from kawaraban.comments.models import Comment, CommentQuerySet, Thread
from kawaraban.comments.thread.places import PER_PAGE, cut_at, most_on_own_page, reply_place, root_place
from kawaraban.comments.thread.slices import OWN_PAGE, slice_of


def take_place(comment: Comment) -> bool:
    """Let the comment stand where readers will look for it, for good. Whether it had no place: the caller saves it.

    What it answers gets its place, too, where it has none: readers see the line that stands for it.
    """
    if comment.place is not None:
        return False
    comment.place = _place_under(comment.parent, comment)
    return True


def _place_under(parent: Comment | None, comment: Comment) -> str:
    if parent is None:
        return root_place(comment.sent_at, comment.pk)
    if parent.place is None:
        parent.place = _place_under(parent.parent, parent)
        parent.save(update_fields=["place"])
    return reply_place(parent.place, comment.sent_at, comment.pk)


def keep_short(thread: Thread, numbers: Iterable[int]) -> set[int]:
    """Cut these pages of the thread where they are too long. Returns the pages that are others now, as a rule none.

    The caller holds the thread (`Thread.newest_from` is written).
    """
    changed: set[int] = set()
    for number in numbers:
        changed |= _keep_own_page_short(thread) if number == OWN_PAGE else _keep_older_short(thread, number)
    return changed


def _keep_own_page_short(thread: Thread) -> set[int]:
    """Its oldest comments go onto a page with the next number, as often as needed."""
    changed: set[int] = set()
    while places := _too_many(
        _on_own_page(thread), most_on_own_page(has_older=thread.newest_from is not None)
    ):
        older, number = slice_of(thread, OWN_PAGE).older, _next_number(thread)
        thread.pages.create(number=number, start=thread.newest_from or "")
        thread.newest_from = places[cut_at(places)]
        thread.save(update_fields=["newest_from"])
        changed |= {OWN_PAGE, number} | ({older} if older else set())
    return changed


def _keep_older_short(thread: Thread, number: int) -> set[int]:
    """Its newer half goes onto a page with the next number, as often as needed."""
    changed: set[int] = set()
    while places := _too_many((page := slice_of(thread, number)).of(thread.comments.all()), PER_PAGE):
        half = _next_number(thread)
        thread.pages.create(number=half, start=places[cut_at(places)])
        changed |= {number, half} | ({page.newer} if page.newer else set())
        number = half
    return changed


def _on_own_page(thread: Thread) -> CommentQuerySet:
    shown: CommentQuerySet = thread.comments.exclude(place=None)
    return shown if thread.newest_from is None else shown.filter(place__gte=thread.newest_from)


def _too_many(comments: CommentQuerySet, most: int) -> list[str]:
    """The places of more comments than `most`, in their order, as many as tell where they are cut; else none."""
    places = comments.order_by("place").values_list("place", flat=True)[: most + 1]
    return [place or "" for place in places] if places.count() > most else []


def _next_number(thread: Thread) -> int:
    return (thread.pages.aggregate(newest=Max("number"))["newest"] or OWN_PAGE) + 1
