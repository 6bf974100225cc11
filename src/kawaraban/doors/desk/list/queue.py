"""The list beside the card, the tabs and the capacity line: frozen values for one page of the desk.

queue_view(walk, at=comment, now=now)     # the rows around a comment
queue_view(walk, after=comment, now=now)  # the rows that follow it
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kawaraban.comments.models import Comment, CommentQuerySet, Status, StoredFinding
from kawaraban.doors.desk.asked_together import answers, count_of, numbers_of_each, value_of
from kawaraban.doors.desk.card.findings import reasons
from kawaraban.doors.desk.card.hints import is_seen, seen
from kawaraban.doors.desk.card.history import standing_verdicts
from kawaraban.doors.desk.card.matters import matter_words
from kawaraban.doors.desk.lane.lanes import LANES, WAITING, WORK, Lane, waits_since
from kawaraban.doors.desk.lane.order import NEWEST
from kawaraban.doors.desk.lane.scope import visible_to
from kawaraban.doors.desk.lane.waiting_time import WaitingTime, waiting_time
from kawaraban.doors.desk.lane.walk import Walk
from kawaraban.doors.desk.list.finished import FINISHED, FRESH_SECONDS, Finished
from kawaraban.doors.desk.rules.capacity import (
    COUNTED_AT_MOST,
    Capacity,
    Tally,
    measured_pace,
    tally_of,
    work,
)
from kawaraban.kit.clock import utc_now
from kawaraban.kit.graphemes import excerpt
from kawaraban.people.models import User

ROWS_COUNT = 30
ROWS_BEFORE = 5
_EXCERPT_LENGTH = 140


@dataclass(frozen=True, slots=True)
class TabView:
    """One lane in the bar."""

    code: str
    label: str
    url: str
    tally: Tally
    is_current: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """One comment in the list. `waiting` is None where nobody waits; `reasons` are why it needs a closer look, or what
    waits about it; `place` where it belongs, `verdict` who decided what, where something was decided, `reader` the
    colleague who reads it, `status` a word in a mixed lane."""

    public_id: str
    name: str
    excerpt: str
    language: str
    sent_at: datetime
    waiting: WaitingTime | None
    status: str
    verdict: str
    reasons: tuple[str, ...]
    place: str
    reader: str


@dataclass(frozen=True, slots=True)
class DeskState:
    """What changes with every decision, here or at a colleague's desk. `newest` names the comment sent last; what was
    reported or appealed after `seen_at` is new to the page."""

    tabs: tuple[TabView, ...]
    capacity: Capacity
    newest: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class OrderView:
    """One way to sort the lane, with its address."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class QueueView:
    """One lane's list. `more_url` goes on after its last row, "" at the end of the lane."""

    walk: Walk
    url: str
    title: str
    orders: tuple[OrderView, ...]
    rows: tuple[RowView, ...]
    more_url: str
    has_earlier: bool


def desk_state(walk: Walk, *, finished: Finished | None = None) -> DeskState:
    """Tabs, capacity and the newest comment. Two statements, one where `finished` is given; none without end."""
    seen_at = utc_now()
    tallies, newest = _counted(walk.moderator, WORK if finished else LANES)
    finished = finished or _keep_finished(walk.moderator, tallies)
    matters = sum(tallies[lane.code].number for lane in WORK if lane is not WAITING)
    return DeskState(
        tabs=_tabs(walk, {**tallies, **finished.numbers}),
        capacity=work(tallies[WAITING.code], pace=finished.pace, matters=matters),
        newest=newest,
        seen_at=seen_at,
    )


def count_at_leisure(moderator: User) -> None:
    """Count what nobody waits for, where that was not done lately: a desk asks for it while nobody presses a key."""
    if FINISHED.find(moderator, within=FRESH_SECONDS) is None:
        tallies, _newest = _counted(moderator, LANES)
        _keep_finished(moderator, tallies)


def queue_view(
    walk: Walk, *, now: datetime, at: Comment | None = None, after: Comment | None = None
) -> QueueView:
    """The first rows of the walk; those around `at`, or those that follow `after`, when one is given."""
    start = at or after
    before, middle, rest = loaded(
        walk.before(at)[: ROWS_BEFORE + 1] if at else walk.rows().none(),
        walk.rows().filter(pk=at.pk)[:1] if at else walk.rows().none(),
        (walk.after(start) if start else walk.comments())[: ROWS_COUNT + 1],
    )
    before.reverse()
    rows = before[-ROWS_BEFORE:] + middle + rest[:ROWS_COUNT]
    url = lane_url(walk)
    more = f"{walk.suffix}&" if walk.suffix else "?"
    return QueueView(
        walk=walk,
        url=url,
        title=_title(walk),
        orders=_orders(walk),
        rows=list_rows(rows, walk=walk, now=now),
        more_url=f"{reverse(f'desk:{walk.lane.code}')}{more}after={rows[-1].public_id}"
        if len(rest) > ROWS_COUNT
        else "",
        has_earlier=len(before) > ROWS_BEFORE or after is not None,
    )


def lane_url(walk: Walk) -> str:
    """The beginning of the walk."""
    return reverse(f"desk:{walk.lane.code}") + walk.suffix


def list_rows(comments: Sequence[Comment], *, walk: Walk, now: datetime) -> tuple[RowView, ...]:
    """Rows of comments that `loaded` has loaded."""
    decided = [comment for comment in comments if comment.status != Status.PENDING]
    is_of_matters = bool(walk.lane.matter)
    verdicts = standing_verdicts(decided) if decided and not is_of_matters else {}
    matters = matter_words(comments) if comments and is_of_matters else {}
    held = walk.held_by_others(now)
    return tuple(
        _row(comment, walk=walk, verdicts=verdicts, matters=matters, held=held, now=now)
        for comment in comments
    )


def _row(
    comment: Comment,
    *,
    walk: Walk,
    verdicts: Mapping[str, str],
    matters: Mapping[str, tuple[str, ...]],
    held: Mapping[int, str],
    now: datetime,
) -> RowView:
    since = waits_since(comment, walk.lane)
    if walk.lane not in WORK and comment.status != Status.PENDING:
        since = None  # The other lists say when it was sent.
    return RowView(
        public_id=comment.public_id,
        name=comment.name,
        excerpt=excerpt(comment.text, _EXCERPT_LENGTH),
        language=comment.language,
        sent_at=comment.sent_at,
        waiting=waiting_time(since, now=now, target=walk.target) if since else None,
        status="" if walk.lane.status else comment.get_status_display(),
        verdict=verdicts.get(comment.subject, ""),
        reasons=matters.get(comment.subject) or reasons(_findings(comment, walk)),
        place=comment.thread.title,
        reader=held.get(comment.pk, "") if since else "",
    )


def _findings(comment: Comment, walk: Walk) -> list[StoredFinding]:
    """What was found in its newest words, as far as this person sees it."""
    number = comment.revision_number
    found = [finding for finding in comment.findings.all() if finding.revision_number == number]
    return seen(found, is_hint_seen=is_seen(comment, sees_hints=walk.sees_hints))


def loaded(*parts: CommentQuerySet) -> list[list[Comment]]:
    """The comments of each part in its own order, with what a row shows of them. Three statements for all."""
    numbers = numbers_of_each(*parts)
    wanted = {number for part in numbers for number in part}
    rows = Comment.objects.select_related("thread", "triage").prefetch_related("findings").in_bulk(wanted)
    return [[rows[number] for number in part if number in rows] for part in numbers]


def _title(walk: Walk) -> str:
    return _("“%(words)s”") % {"words": walk.words} if walk.words else str(walk.lane.label)


def _orders(walk: Walk) -> tuple[OrderView, ...]:
    return tuple(
        OrderView(
            label=str(order.label),
            url=lane_url(replace(walk, order=order)),
            is_current=order is walk.order,
        )
        for order in walk.orders
    )


def _counted(moderator: User, lanes: Sequence[Lane]) -> tuple[dict[str, Tally], str]:
    """How many lie in each of these lanes, and the public id of the waiting comment sent last. One statement."""
    rows = {lane.code: visible_to(moderator, lane.comments()) for lane in lanes}
    newest = value_of(NEWEST.sorted(visible_to(moderator, WAITING.comments())), "public_id")
    counts = (count_of(each, at_most=COUNTED_AT_MOST + 1) for each in rows.values())
    newest_id, *numbers = answers(newest, *counts)
    return {code: tally_of(number) for code, number in zip(rows, numbers, strict=True)}, newest_id or ""


def _keep_finished(moderator: User, tallies: Mapping[str, Tally]) -> Finished:
    numbers = {lane.code: tallies[lane.code] for lane in LANES if lane not in WORK}
    return FINISHED.keep(moderator, Finished(numbers, measured_pace()))


def _tabs(walk: Walk, tallies: Mapping[str, Tally]) -> tuple[TabView, ...]:
    tabs = []
    for lane in LANES:
        counted = tallies[lane.code]
        if lane.is_rare and not counted.number and lane is not walk.lane:
            continue
        tabs.append(
            TabView(
                code=lane.code,
                label=str(lane.label),
                url=lane_url(walk.in_lane(lane)),
                tally=counted,
                is_current=lane is walk.lane,
            )
        )
    return tuple(tabs)
