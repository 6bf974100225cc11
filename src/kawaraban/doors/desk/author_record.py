"""What became of other comments of the same author in this paper: numbers and grounds, never texts or names.

"The same author" is the same sender's address or the same e-mail, both within the last days; neither is proof,
so the desk says what it counted.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from kawaraban.comments.models import Comment, Status
from kawaraban.law.models import Decision, Verdict
from kawaraban.law.wording import ground_label

RECORD_DAYS = 90
COUNTED_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """`grounds` are (label, how often), the most frequent first. `is_capped`: there are more than were counted."""

    approved_count: int
    rejected_count: int
    grounds: tuple[tuple[str, int], ...]
    is_capped: bool
    days: int = RECORD_DAYS

    @property
    def is_empty(self) -> bool:
        return not self.approved_count and not self.rejected_count


def author_record(comment: Comment, *, now: datetime) -> AuthorRecord:
    """At most three queries, whatever the paper's size."""
    decided: dict[str, str] = {}
    is_capped = False
    for same in _same_author(comment):
        rows = (
            Comment.objects.filter(
                **same,
                status__in=(Status.APPROVED, Status.REJECTED),
                sent_at__gt=now - timedelta(RECORD_DAYS),
            )
            .exclude(pk=comment.pk)
            .order_by("-sent_at")
            .values_list("public_id", "status")[:COUNTED_AT_MOST]
        )
        is_capped = is_capped or len(rows) == COUNTED_AT_MOST
        decided.update(dict(rows))
    rejected = [public_id for public_id, status in decided.items() if status == Status.REJECTED]
    return AuthorRecord(
        approved_count=len(decided) - len(rejected),
        rejected_count=len(rejected),
        grounds=_grounds(rejected),
        is_capped=is_capped,
    )


def _same_author(comment: Comment) -> list[dict[str, str]]:
    marks = {"sender_key": comment.sender_key, "email": comment.email}
    return [{name: value} for name, value in marks.items() if value]


def _grounds(public_ids: list[str]) -> tuple[tuple[str, int], ...]:
    """On which grounds these were refused; of several refusals of one comment the last counts."""
    if not public_ids:
        return ()
    refusals = Decision.objects.filter(
        subject__in=[f"comment:{public_id}" for public_id in public_ids], verdict=Verdict.REJECTED
    )
    last = dict(refusals.order_by("decided_at").values_list("subject", "ground"))
    return tuple((ground_label(ground), times) for ground, times in Counter(last.values()).most_common())
