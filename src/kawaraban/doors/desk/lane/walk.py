"""A walk through a lane: which comments, in which order, seen by whom. It is in the address of every page of the desk.

    walk = walk_of(request.GET, lane=WAITING, moderator=moderator)     # ?order=need&section=city
    walk.after(comment).first()      # the next one, wherever the queue stands
    walk.suffix                      # "?order=need&section=city": for every link and form on the page

It is walked by keyset along an index, and the filters are answered inside that index: how long a lane is costs nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from kawaraban.comments.models import Comment, CommentQuerySet, Thread, public_id_of
from kawaraban.comments.thread.section_names import SectionNames, section_names
from kawaraban.doors.desk.keys.table import Keys
from kawaraban.doors.desk.lane.claims import held_by_others
from kawaraban.doors.desk.lane.lanes import APPEALS, Lane, lane_named
from kawaraban.doors.desk.lane.order import Order, order_named
from kawaraban.doors.desk.lane.own_ways import OwnWays, own_ways
from kawaraban.doors.desk.lane.scope import in_threads, visible_to
from kawaraban.doors.desk.search.index import FoundComments, matching
from kawaraban.law.models import Appeal
from kawaraban.people.models import User


@dataclass(frozen=True)
class Walk:
    """`section`, `language`, `story` (a thread's number) and `words` narrow the lane; "" narrows nothing."""

    lane: Lane
    moderator: User
    order: Order
    section: str = ""
    language: str = ""
    story: str = ""
    words: str = ""

    @property
    def orders(self) -> tuple[Order, ...]:
        """Those that make sense here, the lane's own first."""
        return self.lane.orders

    @property
    def is_narrowed(self) -> bool:
        return bool(self.section or self.language or self.story or self.words)

    @property
    def query(self) -> dict[str, str]:
        """What the address says of it: nothing of what goes without saying."""
        says = {
            "lane": "" if self.lane.status else self.lane.code,
            "order": "" if self.order is self.lane.order else self.order.code,
            "section": self.section,
            "language": self.language,
            "story": self.story,
            "q": self.words,
        }
        return {name: value for name, value in says.items() if value}

    @property
    def suffix(self) -> str:
        """The query with its question mark; "" where there is none."""
        return f"?{urlencode(self.query)}" if self.query else ""

    @cached_property
    def found(self) -> FoundComments | None:
        """What the search for the words found; None where nothing is looked for."""
        return matching(self.words) if self.words else None

    @cached_property
    def thread(self) -> Thread | None:
        """The story to which the walk is narrowed."""
        return Thread.objects.filter(pk=self.story).first() if self.story.isdecimal() else None

    @cached_property
    def _ways(self) -> OwnWays:
        return own_ways(self.moderator)

    @property
    def target(self) -> timedelta:
        """How long a comment waits at most; asked once for a page."""
        return self._ways.target

    def held_by_others(self, now: datetime) -> Mapping[int, str]:
        """The comments that colleagues read: primary key to name; asked once for a moment."""
        if now not in self._held:
            self._held[now] = held_by_others(self.moderator, now=now)
        return self._held[now]

    @cached_property
    def _held(self) -> dict[datetime, Mapping[int, str]]:
        return {}

    @cached_property
    def section_names(self) -> SectionNames:
        """What the sections are called; asked once for a page."""
        return section_names()

    @property
    def sees_hints(self) -> bool:
        """Whether the person who walks sees what the model suspects; asked once for a page."""
        return self._ways.sees_hints

    @property
    def keys(self) -> Keys:
        """The keys of the person who walks; asked once for a page."""
        return self._ways.keys

    @cached_property
    def closed_to_them(self) -> frozenset[str]:
        """The public ids of comments that this person passes over here: whoever decided does not decide the appeal."""
        if self.lane is not APPEALS:
            return frozenset()
        own = (
            Appeal.objects.open()
            .filter(decision__moderator=self.moderator, decision__provision="")
            .order_by()
        )
        return frozenset(public_id_of(subject) for subject in own.values_list("subject", flat=True))

    def rows(self) -> CommentQuerySet:
        """The comments of the walk, in no order yet."""
        rows = visible_to(self.moderator, self.lane.comments())
        if self.section:
            rows = in_threads(rows, Thread.objects.filter(section=self.section))
        if self.language:
            rows = rows.filter(language=self.language)
        if self.story:
            rows = rows.filter(thread=self.thread) if self.thread else rows.none()
        if self.found is not None:
            rows = rows.filter(pk__in=self.found.ids)
        return rows

    def comments(self) -> CommentQuerySet:
        """First things first."""
        return self.order.sorted(self.rows())

    def after(self, comment: Comment) -> CommentQuerySet:
        """What follows this comment, nearest first."""
        return self.order.after(self.rows(), comment)

    def before(self, comment: Comment) -> CommentQuerySet:
        """What stands before it, nearest first."""
        return self.order.before(self.rows(), comment)

    def in_lane(self, lane: Lane) -> "Walk":
        """The same story, section and language in another lane, in that lane's own order."""
        return replace(self, lane=lane, order=lane.order, words="")


def walk_of(query: Mapping[str, str], *, lane: Lane, moderator: User) -> Walk:
    """The walk that an address describes. What it does not know it leaves out: an address is typed and kept."""
    try:
        named = lane_named(query.get("lane", ""))
    except KeyError:
        named = lane
    if named.status is None:
        lane = named
    walk = Walk(
        lane=lane,
        moderator=moderator,
        order=lane.order,
        section=query.get("section", "")[:100],
        language=query.get("language", "")[:16],
        story=query.get("story", "")[:20],
        words=" ".join(query.get("q", "").split())[:200],
    )
    order = order_named(query.get("order", ""))
    return replace(walk, order=order) if order in walk.orders and order else walk
