"""Many comments, chosen one by one or as a whole list, and what an act would do to each of them.

    chosen = selection_of(request.GET, moderator=aiko, now=now)
    plan = plan_of(chosen, act=APPROVE, now=now)      # plan.to_do, plan.skipped: why not the others

A list is what it was at the moment `until`: what arrives while the page is read is not judged unseen. The database
counts, and not without end: of those that fit, and of those that do not, LOOKED_AT_MOST. How long a list is costs no
more than that; what is not counted is done all the same.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.models import Comment, CommentQuerySet, Revision, Status
from kawaraban.doors.desk.asked_together import counted_by
from kawaraban.doors.desk.bulk.acts import BulkAct, is_so_already, one_by_one
from kawaraban.doors.desk.lane.claims import held_by_others
from kawaraban.doors.desk.lane.lanes import WAITING, lane_named
from kawaraban.doors.desk.lane.moment_in import moment_in
from kawaraban.doors.desk.lane.scope import visible_to
from kawaraban.doors.desk.lane.walk import Walk, walk_of
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, may, sections_of

# What is chosen by hand comes as so many fields of a form; a whole list may have any length.
_MOST_BY_HAND = 2_000
# Beyond it the page says "50,000+". Whoever asks for more than that acts on a list, not on a number.
LOOKED_AT_MOST = 50_000

# Why a comment of a job is left as it is. Stored with its item: the codes are frozen.
SKIPPED: dict[str, Promise] = {
    "status": _("stand somewhere else by now"),
    "held": _("are read by a colleague"),
    "section": _("are not in your sections"),
    "already": _("are so already"),
    "changed": _("were decided or changed meanwhile"),
    "not_reported": _("are not reported"),
    "ordered": _("have an order, a letter or a call: it is answered one by one"),
    "noticed": _("have a notice of illegal content: its sender is told why, one by one"),
    "appealed": _("are appealed: that is decided one by one"),
    "other_person": _("are appealed against your own decision: somebody else decides"),
    "ground": _("were sent under a policy without this ground"),
    "stopped": _("were not reached before it was stopped"),
    "too_late": _("were decided again, or their author was told"),
}


Rows = TypeVar("Rows", bound="QuerySet[Any]")


class Query(Protocol):
    """A form's fields: django.http.QueryDict."""

    def getlist(self, key: str) -> list[str]: ...
    def dict(self) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class Selection:
    """`walk` is the list that is meant as a whole; None where comments were chosen one by one."""

    moderator: User
    rows: CommentQuerySet
    walk: Walk | None
    until: datetime

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        """The fields with which a form names the same selection again."""
        until = ("until", self.until.isoformat())
        if self.walk is None:
            return (
                *(("id", public_id) for public_id in self.rows.values_list("public_id", flat=True)),
                until,
            )
        walk = {"list": self.walk.lane.code, **self.walk.query}
        return (*walk.items(), until)

    @property
    def is_to_be_collected(self) -> bool:
        """Whether it may be of any length. What was searched for is short, and another search finds other words."""
        return self.walk is not None and self.walk.found is None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen: to how many, and `skipped` maps a reason's code to how many. `rows` are those to do.

    `is_capped`: there may be more of each than these numbers say.
    """

    act: BulkAct
    selection: Selection
    rows: QuerySet[Any]
    to_do: int
    skipped: Mapping[str, int]
    is_capped: bool = False


def selection_of(query: Query, *, moderator: User, now: datetime) -> Selection:
    """The comments that a form means."""
    fields = query.dict()
    if fields.get("list"):
        return whole_list(fields, moderator=moderator, now=now)
    rows = visible_to(moderator, Comment.objects.filter(public_id__in=query.getlist("id")[:_MOST_BY_HAND]))
    return Selection(moderator, rows.order_by("sent_at", "pk"), None, _until(fields, now))


def whole_list(fields: Mapping[str, str], *, moderator: User, now: datetime) -> Selection:
    """A list of the desk as it was at the moment `until`, by the fields of its address."""
    until, walk = _until(fields, now), _walk(fields, moderator)
    return Selection(moderator, walk.comments().filter(**{f"{walk.lane.since}__lte": until}), walk, until)


def plan_of(selection: Selection, *, act: BulkAct, now: datetime) -> Plan:
    """Look at each comment as it stands now, and at no more than so many. Two queries."""
    rows = judged(selection, act=act, now=now)
    # Those first that it may happen to: of a long list the others could be all that is looked at.
    fitting, others = rows.filter(status=act.before), rows.filter(status__in=_others(act.before))
    if act.is_of_reports:
        fitting, others = reported(rows), rows.filter(reported_at=None)
    parts = counted_by("fate", fitting, others, at_most=LOOKED_AT_MOST + 1)
    is_capped = any(sum(part.values()) > LOOKED_AT_MOST for part in parts)
    by_fate: Counter[str] = sum((Counter(part) for part in parts), Counter())
    counted = {fate: min(times, LOOKED_AT_MOST) for fate, times in by_fate.items()}
    to_do = counted.pop("", 0)
    return Plan(act, selection, fitting.filter(fate=""), to_do, counted, is_capped)


def reported(rows: Rows) -> Rows:
    """Of these comments those that are reported: found along their own index, however many others there are."""
    known = Comment.objects.filter(reported_at__isnull=False).order_by("reported_at", "pk")
    return rows.filter(pk__in=known.values("pk")[: LOOKED_AT_MOST + 1])


def _others(status: Status) -> list[Status]:
    """Named one by one, so that each is found along the index of the lanes."""
    return [other for other in Status if other is not status]


def judged(selection: Selection, *, act: BulkAct, now: datetime) -> QuerySet[Any]:
    """The comments with their `fate`: "" where the act would be done, else the code of why not."""
    person = selection.moderator
    held = list(held_by_others(person, now=now))
    reasons = [
        When(Exists(_revised_after(selection.until)), then=Value("changed")),
        When(~Q(status=act.before), then=Value("status")),
        *_outside(person, act),
    ]
    if act.is_of_reports:
        reasons.append(When(reported_at=None, then=Value("not_reported")))
    reasons += is_so_already(act)
    if held:
        reasons.append(When(pk__in=held, then=Value("held")))
    reasons += one_by_one(act)
    return selection.rows.annotate(fate=Case(*reasons, default=Value(""), output_field=CharField()))


def _revised_after(until: datetime) -> QuerySet[Revision]:
    """Only revisions after the first: the first one is no change."""
    return Revision.objects.filter(comment=OuterRef("pk"), number__gt=1, sent_at__gt=until)


def _outside(person: User, act: BulkAct) -> list[When]:
    """What is not in the sections in which this person may do it."""
    verbs = (Verb.BULK, act.right)
    sections = sections_of(person)
    if sections is None:
        is_all = all(may(person, verb) for verb in verbs)
        return [] if is_all else [When(pk__isnull=False, then=Value("section"))]
    own = [section for section in sections if all(may(person, verb, section=section) for verb in verbs)]
    return [When(~Q(thread__section__in=own), then=Value("section"))]


def _walk(fields: Mapping[str, str], moderator: User) -> Walk:
    try:
        lane = lane_named(fields["list"])
    except KeyError:
        lane = WAITING
    return walk_of(
        {"lane": lane.code if lane.status is None else "", **fields}, lane=lane, moderator=moderator
    )


def _until(fields: Mapping[str, str], now: datetime) -> datetime:
    """The moment that the form names, and none that is still to come."""
    moment = moment_in(fields.get("until", ""))
    return min(now, moment) if moment else now
