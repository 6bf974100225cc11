"""Which comments stand on which page of a thread: a page is a range of places, and knows its neighbours.

slice_of(thread, 1)         the newest; `older` is the page behind it, None where there is none
page_at(thread, place)      on which page a comment of this place stands: one look-up, none in a thread of one page
"""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Subquery

from kawaraban.comments.models import Comment, CommentQuerySet, Thread, ThreadPage
from kawaraban.comments.thread.places import GONE

OWN_PAGE = 1  # the number of the thread's own page, where the newest comments are


class NoSuchPage(Exception):
    """The thread has no page of this number."""


class PageIsGone(NoSuchPage):
    """It had one once: whatever is left of that stands on a newer page."""


@dataclass(frozen=True, slots=True)
class ThreadSlice:
    """The comments from place `start` on that stand before `end`; "" is no end. `older`, `newer`: page numbers.

    `approved_count`: of the whole thread, where it was counted besides: on the own page of a thread with older ones.
    """

    start: str
    end: str
    older: int | None
    newer: int | None
    approved_count: int | None = None

    def of(self, comments: CommentQuerySet) -> CommentQuerySet:
        """Those of them that stand on this page."""
        found = comments.filter(place__isnull=False, place__gte=self.start)
        return found.filter(place__lt=self.end) if self.end else found


def slice_of(thread: Thread, number: int) -> ThreadSlice:
    """The page of this number. One query, none for the own page of a thread that has no other. Raises NoSuchPage.

    Of a page that is gone: PageIsGone.
    """
    if number != OWN_PAGE:
        return _older_slice(thread, number)
    if thread.newest_from is None:
        return ThreadSlice("", "", None, None)
    standing = thread.pages.filter(start__lt=GONE)
    approved = Comment.objects.approved().filter(thread=thread).order_by().values("thread")
    count = Subquery(approved.annotate(count=Count("pk")).values("count"))
    newest = standing.order_by("-start").values_list("number", count).first()
    number_of_it, approved_count = newest or (None, None)
    return ThreadSlice(thread.newest_from, "", number_of_it, None, approved_count or 0)


def page_at(thread: Thread, place: str) -> int:
    """The number of the page on which a comment of this place stands. One query, none in a thread of one page."""
    if thread.newest_from is None or place >= thread.newest_from:
        return OWN_PAGE
    return thread.pages.filter(start__lte=place).order_by("-start").values_list("number", flat=True)[0]


def page_of(comment: Comment) -> int:
    """The number of the page of its thread on which the comment stands; 1 where none shows it."""
    return page_at(comment.thread, comment.place) if comment.place is not None else OWN_PAGE


def thread_page_url(thread: Thread, number: int) -> str:
    """The address of the page that shows these comments; the newest are on the thread's own."""
    return thread.url if number == OWN_PAGE else f"{thread.url}?page={number}"


def _older_slice(thread: Thread, number: int) -> ThreadSlice:
    around = ThreadPage.objects.filter(thread=OuterRef("thread"))
    behind = around.filter(start__gt=OuterRef("start"), start__lt=GONE).order_by("start")
    before = around.filter(start__lt=OuterRef("start")).order_by("-start")
    row = (
        thread.pages.filter(number=number)
        .annotate(
            end=Subquery(behind.values("start")[:1]),
            newer=Subquery(behind.values("number")[:1]),
            older=Subquery(before.values("number")[:1]),
            newest_from=F("thread__newest_from"),
        )
        .values_list("start", "end", "newer", "older", "newest_from")
        .first()
    )
    if row is None:
        raise NoSuchPage(number)
    start, end, newer, older, newest_from = row
    if start >= GONE:
        raise PageIsGone(number)
    return ThreadSlice(start, end or newest_from, older, newer or OWN_PAGE)
