"""The list beside the card, the tabs and the capacity line: frozen values for one page of the desk.

queue_view(WAITING, at=comment, now=now)     # the rows around a comment
queue_view(WAITING, after=comment, now=now)  # the rows that follow it
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kawaraban.comments.models import Comment, CommentQuerySet, Status
from kawaraban.doors.desk.capacity import Capacity, Tally, capacity, tally
from kawaraban.doors.desk.decision_history import standing_verdicts
from kawaraban.doors.desk.findings import reasons
from kawaraban.doors.desk.lanes import LANES, WAITING, Lane
from kawaraban.doors.desk.waiting_time import WaitingTime, waiting_time
from kawaraban.kit.graphemes import count, cut

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
    """One comment in the list. `reasons` are why it needs a closer look, `place` where it belongs, `verdict` who
    decided what, where something was decided."""

    public_id: str
    name: str
    excerpt: str
    language: str
    sent_at: datetime
    waiting: WaitingTime
    verdict: str
    reasons: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class DeskState:
    """What changes with every decision, here or at a colleague's desk. `newest` names the comment sent last."""

    tabs: tuple[TabView, ...]
    capacity: Capacity
    newest: str


@dataclass(frozen=True, slots=True)
class QueueView:
    """One lane's list. `more_after` is the row after which it goes on, "" at its end."""

    lane: Lane
    url: str
    order_words: str
    rows: tuple[RowView, ...]
    more_after: str
    has_earlier: bool
    state: DeskState


def desk_state(lane: Lane) -> DeskState:
    """Tabs, capacity and the newest comment. Seven queries, each along an index."""
    work = capacity(lane.sections)
    newest = WAITING.within(lane.sections).newest_id()
    return DeskState(tabs=_tabs(lane, work.waiting), capacity=work, newest=newest)


def queue_view(
    lane: Lane, *, now: datetime, at: Comment | None = None, after: Comment | None = None
) -> QueueView:
    """The first rows of the lane; those around `at`, or those that follow `after`, when one is given."""
    before = list(reversed(_shown(lane.before(at))[: ROWS_BEFORE + 1])) if at else []
    start = at or after
    following = lane.after(start) if start else lane.comments()
    rest = list(_shown(following)[: ROWS_COUNT + 1])
    middle = list(_shown(lane.comments().filter(pk=at.pk))) if at else []
    rows = before[-ROWS_BEFORE:] + middle + rest[:ROWS_COUNT]
    return QueueView(
        lane=lane,
        url=reverse(f"desk:{lane.code}"),
        order_words=_("longest waiting first") if lane.is_oldest_first else _("newest first"),
        rows=row_views(rows, now=now),
        more_after=rows[-1].public_id if len(rest) > ROWS_COUNT else "",
        has_earlier=len(before) > ROWS_BEFORE or after is not None,
        state=desk_state(lane),
    )


def row_views(comments: Sequence[Comment], *, now: datetime) -> tuple[RowView, ...]:
    """Rows of comments that `_shown` has loaded."""
    decided = [comment for comment in comments if comment.status != Status.PENDING]
    verdicts = standing_verdicts(decided) if decided else {}
    return tuple(
        RowView(
            public_id=comment.public_id,
            name=comment.name,
            excerpt=_excerpt(comment.text),
            language=comment.language,
            sent_at=comment.sent_at,
            waiting=waiting_time(comment.sent_at, now=now),
            verdict=verdicts.get(comment.subject, ""),
            reasons=reasons(
                finding
                for finding in comment.findings.all()
                if finding.revision_number == comment.revision_number
            ),
            place=comment.thread.title,
        )
        for comment in comments
    )


def _shown(rows: CommentQuerySet) -> CommentQuerySet:
    return rows.select_related("thread").prefetch_related("findings")


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return cut(line, _EXCERPT_LENGTH).rstrip() + "…" if count(line) > _EXCERPT_LENGTH else line


def _tabs(current: Lane, waiting: Tally) -> tuple[TabView, ...]:
    return tuple(
        TabView(
            code=lane.code,
            label=str(lane.label),
            url=reverse(f"desk:{lane.code}"),
            tally=waiting if lane.is_waiting else tally(lane.within(current.sections).comments()),
            is_current=lane.code == current.code,
        )
        for lane in LANES
    )
