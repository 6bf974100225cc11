"""What became of other comments of the same author in this paper: numbers, grounds, and the last few of them.

"The same author" is the same sender's address or the same e-mail, both within the last days; neither is proof,
so the desk says what it counted.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kawaraban.comments.models import Comment, Status
from kawaraban.doors.desk.card.history import ground_words, standing_decisions
from kawaraban.doors.desk.lane.scope import visible_to
from kawaraban.kit.graphemes import count, cut
from kawaraban.people.models import User

RECORD_DAYS = 90
COUNTED_AT_MOST = 200
SHOWN_AT_MOST = 5
_EXCERPT = 60
_COUNTED = (Status.APPROVED, Status.REJECTED, Status.RETURNED, Status.WITHHELD)


@dataclass(frozen=True, slots=True)
class EarlierView:
    """One other comment of this author. `verdict` is its status, and the ground where there is one."""

    public_id: str
    excerpt: str
    language: str
    verdict: str
    is_bad: bool
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """`grounds` are (label, how often), the most frequent first. `is_capped`: there are more than were counted."""

    approved_count: int
    rejected_count: int
    grounds: tuple[tuple[str, int], ...]
    latest: tuple[EarlierView, ...]
    first_sent_at: datetime | None
    is_capped: bool
    days: int = RECORD_DAYS

    @property
    def is_empty(self) -> bool:
        return not self.approved_count and not self.rejected_count and not self.latest


def author_record(comment: Comment, *, moderator: User, now: datetime) -> AuthorRecord:
    """At most three queries, whatever the paper's size."""
    others: dict[int, Comment] = {}
    is_capped = False
    for same in _same_author(comment):
        rows = list(
            visible_to(moderator, Comment.objects.filter(**same, sent_at__gt=now - timedelta(RECORD_DAYS)))
            .filter(status__in=_COUNTED)
            .exclude(pk=comment.pk)
            .order_by("-sent_at")[:COUNTED_AT_MOST]
        )
        is_capped = is_capped or len(rows) == COUNTED_AT_MOST
        others.update({row.pk: row for row in rows})
    newest = sorted(others.values(), key=lambda row: row.sent_at, reverse=True)
    grounds = _grounds(newest)
    return AuthorRecord(
        approved_count=sum(row.status == Status.APPROVED for row in newest),
        rejected_count=sum(row.status == Status.REJECTED for row in newest),
        grounds=tuple(Counter(grounds.values()).most_common()),
        latest=tuple(_earlier(row, grounds) for row in newest[:SHOWN_AT_MOST]),
        first_sent_at=newest[-1].sent_at if newest else None,
        is_capped=is_capped,
    )


def _same_author(comment: Comment) -> list[dict[str, str]]:
    marks = {"sender_key": comment.sender_key, "email": comment.email}
    return [{name: value} for name, value in marks.items() if value]


def _grounds(comments: Sequence[Comment]) -> dict[str, str]:
    """On which ground each of these was refused, by subject."""
    refused = [row for row in comments if row.status == Status.REJECTED]
    return {subject: ground_words(decision) for subject, decision in standing_decisions(refused).items()}


def _earlier(row: Comment, grounds: dict[str, str]) -> EarlierView:
    line = " ".join(row.text.split())
    return EarlierView(
        public_id=row.public_id,
        excerpt=cut(line, _EXCERPT).rstrip() + "…" if count(line) > _EXCERPT else line,
        language=row.language,
        verdict=grounds.get(row.subject) or row.get_status_display(),
        is_bad=row.status == Status.REJECTED,
        sent_at=row.sent_at,
    )
