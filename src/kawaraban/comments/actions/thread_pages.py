"""Giving comments their place in a thread when they are shown first, and cutting its pages so that none is too long;
taking the place back, and letting pages go, so that none is left with nothing to show.

All that belongs to the act that changes what is shown, and happens in its transaction, which orders the pages that
changed. A comment loses its place when its first approval is taken back and nothing that readers see answers it. What
is taken away after it was published leaves a line, and keeps its place.
"""

from collections.abc import Collection, Iterable

from django.db.models import Exists, Max, OuterRef

from kawaraban.comments.models import Comment, CommentQuerySet, Status, Thread
from kawaraban.comments.thread.places import (
    PER_PAGE,
    cut_at,
    gone_page,
    most_on_own_page,
    reply_place,
    root_place,
)
from kawaraban.comments.thread.slices import OWN_PAGE, page_at, slice_of
from kawaraban.comments.thread.visible import visible_in


def take_place(comment: Comment) -> bool:
    """Let the comment stand where readers will look for it. Whether it had no place: the caller saves it.

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


def give_back_places(thread: Thread, comments: Collection[Comment]) -> set[str]:
    """Take their places from those of the comments that show nothing any more. Returns the places that are free now.

    What they answered may have stood there for their sake alone: it loses its place, too. What a placed comment hangs
    on keeps its own. One query where all are shown as stubs, none where all are approved.
    """
    pks = {comment.pk for comment in comments if comment.status != Status.APPROVED}
    free: dict[int, str] = {}
    while pks:
        found = _without_a_use(thread, pks)
        Comment.objects.filter(pk__in=[pk for pk, _place, _parent in found]).update(place=None)
        free |= {pk: place for pk, place, _parent in found}
        pks = {parent for _pk, _place, parent in found if parent}
    for comment in comments:
        if comment.pk in free:
            comment.place = None
    return set(free.values())


def let_empty_pages_go(thread: Thread, places: Collection[str]) -> set[int]:
    """Of the pages with these places those go that have no comment left. Returns the pages that are others now.

    The page that is newer takes over the range of one that goes. An own page without comments takes over the newest of
    the older ones, with its comments. The caller holds the thread.
    """
    changed: set[int] = set()
    for number in {page_at(thread, place) for place in places} - {OWN_PAGE}:
        if not slice_of(thread, number).of(thread.comments.all()).exists():
            changed |= _let_go(thread, number)
    while (older := slice_of(thread, OWN_PAGE).older) and not _on_own_page(thread).exists():
        changed |= _let_go(thread, older)
    return changed | (keep_short(thread, [OWN_PAGE]) if OWN_PAGE in changed else set())


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


def _without_a_use(thread: Thread, pks: Collection[int]) -> list[tuple[int, str, int | None]]:
    """Those of them that no page shows and that nothing hangs on: number, place, what they answer."""
    has_replies = Exists(Comment.objects.filter(parent=OuterRef("pk"), place__isnull=False))
    placed = thread.comments.filter(pk__in=pks, place__isnull=False)
    unused = placed.exclude(pk__in=visible_in(thread).filter(pk__in=pks).values("pk")).exclude(has_replies)
    return [(pk, place or "", parent) for pk, place, parent in unused.values_list("pk", "place", "parent")]


def _let_go(thread: Thread, number: int) -> set[int]:
    """What stands on this older page stands on the newer one from now on, and the number is used up."""
    page = slice_of(thread, number)
    newer = page.newer or OWN_PAGE
    thread.pages.filter(number=number).update(start=gone_page(number))
    if newer == OWN_PAGE:
        thread.newest_from = page.start or None
        thread.save(update_fields=["newest_from"])
    else:
        thread.pages.filter(number=newer).update(start=page.start)
    return {number, newer} | ({page.older} if page.older else set())
