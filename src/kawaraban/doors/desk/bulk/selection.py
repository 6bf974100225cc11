"""Many comments, chosen one by one or as a whole list, and what an act would do to each of them.

    chosen = selection_of(request.GET, moderator=aiko, now=now)
    plan = plan_of(chosen, act=APPROVE, now=now)      # plan.to_do, plan.skipped: why not the others

A list is what it was at the moment `until`: what arrives while the page is read is not judged unseen. The database
looks at each comment and counts: how long a list is costs no memory here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.models import Comment, CommentQuerySet, Revision, subject_of
from kawaraban.doors.desk.bulk.acts import BulkAct
from kawaraban.doors.desk.lane.claims import held_by_others
from kawaraban.doors.desk.lane.lanes import WAITING, lane_named
from kawaraban.doors.desk.lane.scope import visible_to
from kawaraban.doors.desk.lane.walk import Walk, walk_of
from kawaraban.law.demands.sources import undecided_items
from kawaraban.law.models import DemandItem, Notice
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, may, sections_of

# What is chosen by hand comes as so many fields of a form; a whole list may have any length.
_MOST_BY_HAND = 2_000

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
    """What would happen: to how many, and `skipped` maps a reason's code to how many. `rows` are those to do."""

    act: BulkAct
    selection: Selection
    rows: QuerySet[Any]
    to_do: int
    skipped: Mapping[str, int]


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
    """Look at each comment as it stands now. Two queries."""
    rows = judged(selection, act=act, now=now)
    counted = rows.order_by().values("fate").annotate(times=Count("pk")).values_list("fate", "times")
    by_fate = dict(counted)
    to_do = by_fate.pop("", 0)
    return Plan(act, selection, rows.filter(fate=""), to_do, by_fate)


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
    if act.code == "pick":
        reasons.append(When(is_picked=True, then=Value("already")))
    if held:
        reasons.append(When(pk__in=held, then=Value("held")))
    if act.is_of_reports:
        reasons.append(When(appealed_at__isnull=False, then=Value("appealed")))
        reasons.append(When(Exists(_asked_for()), then=Value("ordered")))
        reasons.append(When(Exists(_noticed()), then=Value("noticed")))
    return selection.rows.annotate(fate=Case(*reasons, default=Value(""), output_field=CharField()))


def _revised_after(until: datetime) -> QuerySet[Revision]:
    """Only revisions after the first: the first one is no change."""
    return Revision.objects.filter(comment=OuterRef("pk"), number__gt=1, sent_at__gt=until)


def _outside(person: User, act: BulkAct) -> list[When]:
    """What is not in the sections in which this person may do it."""
    verbs = (Verb.BULK, act.verb)
    sections = sections_of(person)
    if sections is None:
        is_all = all(may(person, verb) for verb in verbs)
        return [] if is_all else [When(pk__isnull=False, then=Value("section"))]
    own = [section for section in sections if all(may(person, verb, section=section) for verb in verbs)]
    return [When(~Q(thread__section__in=own), then=Value("section"))]


def _asked_for() -> QuerySet[DemandItem]:
    named = Concat(Value(subject_of("")), OuterRef("public_id"), output_field=CharField())
    return undecided_items().filter(subject=named)


def _noticed() -> QuerySet[Notice]:
    subject = Concat(Value(subject_of("")), OuterRef("public_id"), output_field=CharField())
    return Notice.objects.open().filter(subject=subject)


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
    try:
        moment = parse_datetime(fields.get("until", ""))
    except ValueError:
        return now
    return min(now, moment) if moment and moment.tzinfo else now
