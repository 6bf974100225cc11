"""The notices of illegal content as the desk lists them, and one of them in full.

notices_page(person, show="open", before=None, now=now)
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from kawaraban.comments.actions.notices import (
    comment_of,
    is_decided_there,
    notices_for,
    open_notices,
)
from kawaraban.doors.desk.rules import waiting_target
from kawaraban.doors.desk.waiting_time import WaitingTime, duration_words, waiting_time
from kawaraban.kit.graphemes import count, cut
from kawaraban.law.basis import Offence
from kawaraban.law.models import Notice, Outcome
from kawaraban.people.models import User

SHOWN_AT_MOST = 50
OPEN, ANSWERED = "open", "answered"
_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One line. `waiting` is the clock of an open one, `took` the time until the answer of another."""

    notice_id: UUID
    offence: str
    law: str
    excerpt: str
    sender: str
    received_at: datetime
    waiting: WaitingTime | None
    outcome: str
    took: str
    decided_by: str
    is_about_a_comment: bool


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """`open` come first, the oldest first; `answered` the newest first. `earlier_url` goes on with those."""

    open: tuple[NoticeRow, ...]
    answered: tuple[NoticeRow, ...]
    open_count: int
    shows_open: bool
    shows_answered: bool
    earlier_url: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One notice. `card_url` leads to its comment where there is one; `may_answer` where it is answered in words."""

    row: NoticeRow
    explanation: str
    address: str
    email: str
    is_in_good_faith: bool
    language: str
    answer: str
    decided_at: datetime | None
    card_url: str
    comment_name: str
    comment_status: str
    has_open_appeal: bool
    may_answer: bool


def notices_page(person: User, *, show: str, before: datetime | None, now: datetime) -> NoticesPage:
    """The list: all of the open ones (they are few or the paper has another trouble), the answered ones by and by."""
    rows = notices_for(person).select_related("decided_by")
    waiting = list(open_notices(person).select_related("decided_by")) if show != ANSWERED else []
    answered = list(_answered(rows, before)[: SHOWN_AT_MOST + 1]) if show != OPEN else []
    shown, has_more = answered[:SHOWN_AT_MOST], len(answered) > SHOWN_AT_MOST
    earlier = {
        "show": ANSWERED,
        "before": shown[-1].decided_at.isoformat() if shown and shown[-1].decided_at else "",
    }
    return NoticesPage(
        open=_rows(waiting, now),
        answered=_rows(shown, now),
        open_count=len(waiting) if show != ANSWERED else open_notices(person).count(),
        shows_open=show != ANSWERED,
        shows_answered=show != OPEN,
        earlier_url=f"{reverse('desk:notices')}?{urlencode(earlier)}" if has_more else "",
    )


def notice_page(notice: Notice, *, now: datetime) -> NoticePage:
    """Everything about one."""
    comment = comment_of(notice)
    return NoticePage(
        row=_rows([notice], now)[0],
        explanation=notice.explanation,
        address=notice.address,
        email=notice.email,
        is_in_good_faith=notice.is_in_good_faith,
        language=notice.language,
        answer=notice.answer,
        decided_at=notice.decided_at,
        card_url=reverse("desk:card", args=[comment.public_id]) if comment else "",
        comment_name=comment.name if comment else "",
        comment_status=comment.get_status_display() if comment else "",
        has_open_appeal=notice.appeals.filter(outcome=None).exists(),
        may_answer=not notice.outcome and not is_decided_there(comment),
    )


def _answered(rows: QuerySet[Notice], before: datetime | None) -> QuerySet[Notice]:
    rows = rows.exclude(outcome="").order_by("-decided_at", "-pk")
    return rows.filter(decided_at__lt=before) if before else rows


def _rows(notices: list[Notice], now: datetime) -> tuple[NoticeRow, ...]:
    target = waiting_target() if notices else None
    return tuple(
        NoticeRow(
            notice_id=notice.pk,
            offence=str(Offence(notice.offence).label),
            law=notice.law,
            excerpt=_excerpt(notice.explanation),
            sender=notice.name,
            received_at=notice.received_at,
            waiting=waiting_time(notice.received_at, now=now, target=target)
            if target is not None and not notice.outcome
            else None,
            outcome=str(Outcome(notice.outcome).label) if notice.outcome else "",
            took=duration_words(notice.decided_at - notice.received_at) if notice.decided_at else "",
            decided_by=notice.decided_by.display_name if notice.decided_by else "",
            is_about_a_comment=bool(notice.subject),
        )
        for notice in notices
    )


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return cut(line, _EXCERPT).rstrip() + "…" if count(line) > _EXCERPT else line
