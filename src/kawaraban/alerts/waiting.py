"""What waits for one person: comments, orders, letters, reports, notices of illegal content and appeals.

All of it in their sections.

what = matters_for(user)
what.reported.count, what.reported.since     # how many, and since when the oldest of them waits
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from kawaraban.comments.actions.demands import open_demands
from kawaraban.comments.actions.notices import open_notices
from kawaraban.comments.models import Comment, CommentQuerySet, subject_of
from kawaraban.comments.need import FIRST_THINGS, since_when
from kawaraban.law.models import Appeal, DemandItem
from kawaraban.law.redress.appeals import open_suspension_appeals
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, in_sections, may


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of what waits. `since` is None where nothing does."""

    count: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Matters:
    """Reported and appealed comments, notices that are not answered, appealed suspensions, open orders and letters."""

    reported: Matter = Matter()
    notices: Matter = Matter()
    appealed: Matter = Matter()
    suspensions: Matter = Matter()
    demands: Matter = Matter()

    def __bool__(self) -> bool:
        return any(matter.count for matter in self)

    def __iter__(self) -> Iterator[Matter]:
        return iter((self.reported, self.notices, self.appealed, self.suspensions, self.demands))


def waiting_for(user: User) -> CommentQuerySet:
    """What waits in the sections of this person, longest first."""
    rows = in_sections(Comment.objects.pending(), user, "thread__section")
    return rows.order_by("sent_at", "pk")  # type: ignore[return-value]


def matters_for(user: User) -> Matters:
    """What else waits for this person. Five queries at most."""
    return Matters(
        reported=_matter(_reported(user), "reported_at"),
        notices=_matter(open_notices(user), "received_at"),
        appealed=_matter(_appealed(user), "appealed_at"),
        suspensions=_matter(_suspensions(user), "appealed_at"),
        demands=_matter(open_demands(user), "received_at"),
    )


def waiting_count(user: User) -> int:
    """How many things there are to decide. What is noticed or ordered is among the reported: it counts once."""
    subjects = _reported(user).values_list(Concat(Value(subject_of("")), "public_id"), flat=True)
    rows = (
        waiting_for(user),
        _reported(user),
        open_notices(user).exclude(subject__in=subjects),
        open_demands(user).exclude(Exists(_asked_about(subjects))),
        _appealed(user),
        _suspensions(user),
    )
    return sum(each.order_by().count() for each in rows)


def waiting_since(user: User) -> datetime | None:
    """Since when the oldest of all of it waits; None when nothing does."""
    first = waiting_for(user).values_list("sent_at", flat=True).first()
    moments = [first, *(matter.since for matter in matters_for(user))]
    return min((moment for moment in moments if moment), default=None)


def _asked_about(subjects: QuerySet[Comment, Any]) -> QuerySet[DemandItem]:
    return DemandItem.objects.filter(demand=OuterRef("pk"), decision=None, subject__in=subjects)


def _reported(user: User) -> QuerySet[Comment]:
    return in_sections(Comment.objects.reported(), user, "thread__section")


def _appealed(user: User) -> QuerySet[Comment]:
    return in_sections(Comment.objects.appealed(), user, "thread__section")


def _suspensions(user: User) -> QuerySet[Appeal]:
    """Suspensions hold for the whole paper, and so does the right to decide on them."""
    return open_suspension_appeals() if may(user, Verb.RESTRICT_AUTHOR) else Appeal.objects.none()


def _matter(rows: QuerySet[Any], field: str) -> Matter:
    """What is urgent is sorted by another moment than that since which it waits (`comments/need.py`)."""
    is_urgent = Q(**{f"{field}__lt": FIRST_THINGS})
    found = rows.order_by().aggregate(
        count=Count("pk"), since=Min(field, filter=~is_urgent), urgent=Min(field, filter=is_urgent)
    )
    moments = [found["since"], since_when(found["urgent"]) if found["urgent"] else None]
    return Matter(found["count"], min((moment for moment in moments if moment), default=None))
