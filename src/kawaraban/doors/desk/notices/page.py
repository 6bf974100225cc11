"""The notices of illegal content as the desk lists them, and one of them in full.

notices_page(person, show="open", place=None, now=now)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from kawaraban.comments.raised.for_person import notices_for
from kawaraban.comments.raised.named import comment_of, is_decided_there
from kawaraban.doors.desk.lane.waiting_time import WaitingTime, duration_words, waiting_time
from kawaraban.doors.desk.rules.rules import waiting_target
from kawaraban.kit.graphemes import excerpt
from kawaraban.law.basis import Offence
from kawaraban.law.models import Notice, Outcome
from kawaraban.law.redress.notices import answer_undo_ends_at
from kawaraban.look.words import number
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
    is_by_program: bool
    is_about_a_comment: bool
    of_addresses: str  # "one of 3 addresses"; "" where the notice names one alone


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """`open` come first, the oldest first; `answered` the newest first.

    `later_url` goes on with the open ones, `earlier_url` with the answered ones; "" where there are no more.
    """

    open: tuple[NoticeRow, ...]
    answered: tuple[NoticeRow, ...]
    open_count: int
    shows_open: bool
    shows_answered: bool
    later_url: str
    earlier_url: str


class NoticePlace(NamedTuple):
    """Where a page begins: behind this notice. Several are answered at one moment, so a moment alone is no place."""

    moment: datetime
    notice_id: UUID

    @classmethod
    def parsed(cls, words: str) -> "NoticePlace | None":
        """`2026-11-23T12:00:00+00:00~<id>`; None where it says nothing."""
        moment, _tilde, notice_id = words.partition("~")
        try:
            found = cls(datetime.fromisoformat(moment), UUID(notice_id))
        except ValueError:
            return None
        return found if found.moment.tzinfo else None

    def __str__(self) -> str:
        return f"{self.moment.isoformat()}~{self.notice_id}"


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another address of the same notice."""

    notice_id: UUID
    address: str
    outcome: str  # "" while it waits


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One notice. `card_url` leads to its comment where there is one; `may_answer` where it is answered in words.

    `undo_seconds` are left to take such an answer back. `siblings` are the other addresses of the same notice, as far
    as this person may see them. `is_to_be_erased`: the comment, after the answer.
    """

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
    is_to_be_erased: bool
    has_open_appeal: bool
    may_answer: bool
    undo_seconds: int
    is_sender_forgotten: bool
    siblings: tuple[Sibling, ...]


def notices_page(person: User, *, show: str, place: NoticePlace | None, now: datetime) -> NoticesPage:
    """The list, a page of each kind. `place` is where the one kind goes on that is shown alone."""
    waiting = _open(person, place if show == OPEN else None) if show != ANSWERED else []
    answered = _answered(person, place if show == ANSWERED else None) if show != OPEN else []
    return NoticesPage(
        open=_rows(waiting[:SHOWN_AT_MOST], now),
        answered=_rows(answered[:SHOWN_AT_MOST], now),
        open_count=notices_for(person).open().count(),
        shows_open=show != ANSWERED,
        shows_answered=show != OPEN,
        later_url=_next_url(waiting, show=OPEN),
        earlier_url=_next_url(answered, show=ANSWERED),
    )


def notice_page(notice: Notice, person: User, *, now: datetime) -> NoticePage:
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
        is_to_be_erased=comment is not None and comment.erasure_asked_at is not None,
        has_open_appeal=notice.appeals.open().exists(),
        may_answer=not notice.outcome and not is_decided_there(comment),
        undo_seconds=_undo_seconds(notice, now),
        is_sender_forgotten=notice.forgotten_at is not None,
        siblings=_siblings(notice, person),
    )


def _siblings(notice: Notice, person: User) -> tuple[Sibling, ...]:
    if notice.bundle is None:
        return ()
    others = notices_for(person).filter(bundle=notice.bundle).exclude(pk=notice.pk).order_by("pk")
    return tuple(Sibling(each.pk, each.address, _outcome_label(each)) for each in others)


def _outcome_label(notice: Notice) -> str:
    return str(Outcome(notice.outcome).label) if notice.outcome else ""


def address_counts(notices: Sequence[Notice]) -> dict[UUID, str]:
    """By bundle: "one of 3 addresses". One query, none where every notice names one."""
    bundles = {notice.bundle for notice in notices if notice.bundle}
    if not bundles:
        return {}
    counted = Notice.objects.filter(bundle__in=bundles).order_by().values_list("bundle")
    return {bundle: _of_words(count) for bundle, count in counted.annotate(count=Count("pk"))}


def _of_words(count: int) -> str:
    words = ngettext("one of %(number)s address", "one of %(number)s addresses", count)
    return words % {"number": number(count)}


def _undo_seconds(notice: Notice, now: datetime) -> int:
    ends_at = answer_undo_ends_at(notice)
    return max(0, -((now - ends_at) // timedelta(seconds=1))) if ends_at else 0


def _open(person: User, place: NoticePlace | None) -> list[Notice]:
    rows = notices_for(person).open().select_related("decided_by")
    if place:
        same = Q(received_at=place.moment, pk__gt=place.notice_id)
        rows = rows.filter(Q(received_at__gt=place.moment) | same)
    return list(rows[: SHOWN_AT_MOST + 1])


def _answered(person: User, place: NoticePlace | None) -> list[Notice]:
    rows = notices_for(person).select_related("decided_by").exclude(outcome="").order_by("-decided_at", "-pk")
    if place:
        same = Q(decided_at=place.moment, pk__lt=place.notice_id)
        rows = rows.filter(Q(decided_at__lt=place.moment) | same)
    return list(rows[: SHOWN_AT_MOST + 1])


def _next_url(found: list[Notice], *, show: str) -> str:
    """Where the page goes on, when more was found than it shows."""
    if len(found) <= SHOWN_AT_MOST:
        return ""
    last = found[SHOWN_AT_MOST - 1]
    place = NoticePlace(last.decided_at or last.received_at, last.pk)
    return f"{reverse('desk:notices')}?{urlencode({'show': show, 'from': str(place)})}"


def _rows(notices: list[Notice], now: datetime) -> tuple[NoticeRow, ...]:
    target = waiting_target() if notices else None
    counts = address_counts(notices)
    return tuple(
        NoticeRow(
            notice_id=notice.pk,
            offence=str(Offence(notice.offence).label),
            law=notice.law,
            excerpt=excerpt(notice.explanation, _EXCERPT),
            sender=notice.name,
            received_at=notice.received_at,
            waiting=waiting_time(notice.received_at, now=now, target=target)
            if target is not None and not notice.outcome
            else None,
            outcome=_outcome_label(notice),
            took=duration_words(notice.decided_at - notice.received_at) if notice.decided_at else "",
            decided_by=notice.decided_by.display_name if notice.decided_by else "",
            is_by_program=notice.outcome == Outcome.GONE and notice.decided_by_id is None,
            is_about_a_comment=bool(notice.subject),
            of_addresses=counts.get(notice.bundle, "") if notice.bundle else "",
        )
        for notice in notices
    )
