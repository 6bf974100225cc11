"""Which pages of their threads show comments otherwise after an act: the one place where that is said.

    order_pages([comment], reason="comment_picked", now=now)

    touched = touched_by(comments)              where an order says more than that
    order_reprint(keys=[*touched.keys, count_key(thread)], addresses=touched.addresses, ...)

An act on a comment shows on the page where it stands, and on the thread's own page, with its number of comments and
what the newsroom has picked. In a conversation that goes on over several pages it shows, too, where a reply names it,
and where it stands over a piece. All that is a few pages, whatever the thread has.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from kawaraban.comments.actions.thread_pages import give_back_places, keep_short, let_empty_pages_go
from kawaraban.comments.keys import thread_addresses, thread_page_key
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.thread.places import end_of_talk, talk_of
from kawaraban.comments.thread.slices import OWN_PAGE, page_at
from kawaraban.press.orders import order_reprint


@dataclass(frozen=True, slots=True)
class Touched:
    """`keys` name the pages; `addresses` are of those on which the comments themselves stand, the own pages first."""

    keys: frozenset[str]
    addresses: tuple[str, ...]


def touched_by(comments: Iterable[Comment]) -> Touched:
    """The pages on which readers see these comments otherwise now, of any threads; pages too long for them are cut.

    Call it once for all that a transaction changes, at its end, inside it. A comment that was never shown touches
    nothing; one that no page shows any more loses its place. Two queries for each thread, one more where something is
    not shown; in a long one a few more for each comment.
    """
    shown: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        if comment.place is not None:
            shown[comment.thread_id].append(comment)
    keys: set[str] = set()
    addresses: dict[str, None] = {}
    for thread_id in sorted(shown):
        thread = _held(thread_id)
        stand_on = {page_at(thread, comment.place or "") for comment in shown[thread_id]}
        # Before anything is looked up: the pages are what they are after the act.
        changed = keep_short(thread, sorted(stand_on))
        numbers = {OWN_PAGE} | changed
        for comment in shown[thread_id]:
            own = page_at(thread, comment.place or "")
            numbers |= {own} | _elsewhere(thread, comment)
            addresses |= dict.fromkeys((*thread_addresses(thread), *thread_addresses(thread, own)))
        # After all was looked up by the places.
        if free := give_back_places(thread, shown[thread_id]):
            numbers |= let_empty_pages_go(thread, free)
        keys |= {thread_page_key(thread, number) for number in numbers}
    return Touched(frozenset(keys), tuple(addresses))


def order_pages(comments: Iterable[Comment], *, reason: str, now: datetime) -> None:
    """Have the pages printed again on which readers see these comments otherwise now. Inside the act's transaction."""
    keys = touched_by(comments).keys
    if keys:
        order_reprint(keys=keys, reason=reason, now=now)


def _held(thread_id: int) -> Thread:
    """As it is now, and nobody cuts its pages before the transaction ends. On SQLite the transaction is the lock."""
    threads = Thread.objects.only("url", "newest_from")
    if connection.features.has_select_for_update:
        threads = threads.select_for_update()
    return threads.get(pk=thread_id)


def _elsewhere(thread: Thread, comment: Comment) -> set[int]:
    """The other pages of its conversation that show something of it. None where the conversation is on one page."""
    place = comment.place or ""
    numbers = _pages_of_talk(thread, place)
    if len(numbers) == 1 or place == talk_of(place):
        return numbers
    parent = comment.parent
    if parent is None or (parent.status != Status.APPROVED and parent.place == talk_of(place)):
        # The line that stands for the first comment may come or go with what answers it.
        return numbers
    found = {page_at(thread, parent.place or "")}
    replies = comment.replies.exclude(place=None).values_list("place", flat=True)
    return found | {page_at(thread, each or "") for each in replies}


def _pages_of_talk(thread: Thread, place: str) -> set[int]:
    """Where its conversation stands."""
    if thread.newest_from is None or talk_of(place) >= thread.newest_from:
        return {OWN_PAGE}
    end = end_of_talk(place)
    later = thread.pages.filter(start__gt=talk_of(place), start__lte=end).values_list("number", flat=True)
    own = {OWN_PAGE} if thread.newest_from <= end else set()
    return {page_at(thread, talk_of(place)), *later} | own
