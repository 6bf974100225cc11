"""Many comments, chosen one by one or as a whole list, and what an act would do to each of them.

    chosen = selection_of(request.GET, moderator=aiko, now=now)
    plan = plan_of(chosen, act=APPROVE, now=now)      # plan.to_do, plan.skipped: why not the others

A list is what it was at the moment `until`: what arrives while the page is read is not judged unseen.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.models import Comment, Revision
from kawaraban.doors.desk.bulk_acts import BulkAct, is_done_already, not_to_keep
from kawaraban.doors.desk.claims import held_by_others
from kawaraban.doors.desk.lanes import WAITING, lane_named
from kawaraban.doors.desk.scope import visible_to
from kawaraban.doors.desk.walk import Walk, walk_of
from kawaraban.law.models import Notice
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, may

MOST_AT_ONCE = 2_000

# Why a comment of a job is left as it is. Stored with its item: the codes are frozen.
SKIPPED: dict[str, Promise] = {
    "status": _("stand somewhere else by now"),
    "held": _("are read by a colleague"),
    "section": _("are not in your sections"),
    "already": _("are so already"),
    "changed": _("were decided or changed meanwhile"),
    "not_reported": _("are not reported"),
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
    comments: tuple[Comment, ...]
    walk: Walk | None
    until: datetime
    is_capped: bool

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        """The fields with which a form names the same selection again."""
        until = ("until", self.until.isoformat())
        if self.walk is None:
            return (*(("id", comment.public_id) for comment in self.comments), until)
        walk = {"list": self.walk.lane.code, **self.walk.query}
        return (*walk.items(), until)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen. `skipped` maps a reason's code to how many."""

    act: BulkAct
    to_do: tuple[Comment, ...]
    skipped: Mapping[str, int]


def selection_of(query: Query, *, moderator: User, now: datetime) -> Selection:
    """The comments that a form means. Of a whole list the first ones, when it is longer than one job may be."""
    fields = query.dict()
    until = min(now, parse_datetime(fields.get("until", "")) or now) if _is_moment(fields) else now
    if fields.get("list"):
        walk = _walk(fields, moderator)
        rows = walk.comments().filter(**{f"{walk.lane.since}__lte": until})
    else:
        walk = None
        rows = visible_to(moderator, Comment.objects.filter(public_id__in=query.getlist("id")[:MOST_AT_ONCE]))
        rows = rows.order_by("sent_at", "pk")
    found = list(rows.select_related("thread")[: MOST_AT_ONCE + 1])
    return Selection(moderator, tuple(found[:MOST_AT_ONCE]), walk, until, len(found) > MOST_AT_ONCE)


def plan_of(selection: Selection, *, act: BulkAct, now: datetime) -> Plan:
    """Look at each comment as it stands now."""
    held = held_by_others(selection.moderator, now=now)
    pks = [comment.pk for comment in selection.comments]
    # Only revisions after the first: the first one is no change.
    changed = set(
        Revision.objects.filter(comment__in=pks, number__gt=1, sent_at__gt=selection.until).values_list(
            "comment_id", flat=True
        )
    )
    noticed = _noticed(selection) if act.is_of_reports else frozenset()
    fate = {
        comment: "changed"
        if comment.pk in changed
        else _why_not(comment, selection, act, held)
        or (not_to_keep(comment, noticed) if act.is_of_reports else "")
        for comment in selection.comments
    }
    skipped = Counter(reason for reason in fate.values() if reason)
    return Plan(act, tuple(comment for comment, reason in fate.items() if not reason), dict(skipped))


def _why_not(comment: Comment, selection: Selection, act: BulkAct, held: Mapping[int, str]) -> str:
    if comment.status != act.before:
        return "status"
    section = comment.thread.section
    if not all(may(selection.moderator, verb, section=section) for verb in (Verb.BULK, act.verb)):
        return "section"
    if not act.fits(comment):
        return "not_reported"
    if is_done_already(act, comment):
        return "already"
    if comment.pk in held:
        return "held"
    return ""


def _noticed(selection: Selection) -> frozenset[str]:
    """About which of them a notice is open: all that are, so that the query does not grow with the selection."""
    return frozenset(Notice.objects.open().exclude(subject="").values_list("subject", flat=True))


def _walk(fields: dict[str, str], moderator: User) -> Walk:
    try:
        lane = lane_named(fields["list"])
    except KeyError:
        lane = WAITING
    return walk_of(
        {"lane": lane.code if lane.status is None else "", **fields}, lane=lane, moderator=moderator
    )


def _is_moment(fields: dict[str, str]) -> bool:
    try:
        moment = parse_datetime(fields.get("until", ""))
    except ValueError:
        return False
    return moment is not None and moment.tzinfo is not None
