"""What many comments have behind them, read at once: as many questions for a hundred as for one.

known = known_about(comments)
known.standing(comment)         # what `standing_decisions(comment)` asks
known.stands_apart(comment)     # more was raised about it than reports: it is decided by itself
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import prefetch_related_objects

from kawaraban.comments.models import Comment, Revision
from kawaraban.comments.standing import up_to_its_move
from kawaraban.law.models import Appeal, Decision, DemandItem, Notice, Report, Verdict

AboutSubject = TypeVar("AboutSubject", Decision, Report)
# What tells which of them stands, and where it led.
_OF_A_DECISION = ("subject", "place", "verdict", "visibility", "status_before", "reverses_id")


@dataclass(frozen=True, slots=True)
class Known:
    """By subject, but for `words_at`, which is by comment: since when its newest words are there."""

    decided: dict[str, list[Decision]]
    words_at: dict[int, datetime]
    reports: dict[str, list[Report]]
    apart: frozenset[str]

    def stands_apart(self, comment: Comment) -> bool:
        """Whether somebody gave notice, appealed, ordered or wrote: what is owed to each of them differs."""
        return comment.appealed_at is not None or comment.subject in self.apart

    def next_place(self, comment: Comment) -> int:
        """Which place the next decision about it takes."""
        return len(self.decided[comment.subject]) + 1

    def standing(self, comment: Comment) -> list[Decision]:
        """Its decisions that nobody took back, the newest first."""
        decided = self.decided[comment.subject]
        taken_back = {each.reverses_id for each in decided}
        return [each for each in decided if each.verdict != Verdict.REVERSED and each.pk not in taken_back]

    def told_until_now(self, comment: Comment) -> list[Decision]:
        """As `comments.standing.told_until_now`."""
        return up_to_its_move(self.standing(comment))

    def told_before(self, comment: Comment, decision: Decision) -> list[Decision]:
        """The same as if this newest decision had been taken back."""
        return up_to_its_move(each for each in self.standing(comment) if each.pk != decision.pk)

    def open_reports(self, comment: Comment) -> list[Report]:
        """Those that nobody has answered, the oldest first."""
        return [report for report in self.reports[comment.subject] if report.decision_id is None]

    def answered_by(self, decision: Decision) -> list[Report]:
        """The reports that this decision answered."""
        return [report for report in self.reports[decision.subject] if report.decision_id == decision.pk]


def known_about(comments: Sequence[Comment]) -> Known:
    """Seven questions, however many they are; the findings about each are kept with it."""
    prefetch_related_objects(comments, "findings")
    subjects = [comment.subject for comment in comments]
    return Known(
        decided=_by_subject(
            Decision.objects.filter(subject__in=subjects).only(*_OF_A_DECISION).order_by("-place")
        ),
        words_at=_words_at(comments),
        reports=_by_subject(Report.objects.filter(subject__in=subjects).order_by("reported_at", "pk")),
        apart=frozenset(
            subject
            for model in (DemandItem, Notice, Appeal)
            for subject in model._default_manager.filter(subject__in=subjects).values_list(
                "subject", flat=True
            )
        ),
    )


def _by_subject(rows: Iterable[AboutSubject]) -> dict[str, list[AboutSubject]]:
    found: defaultdict[str, list[AboutSubject]] = defaultdict(list)
    for row in rows:
        found[row.subject].append(row)
    return found


def _words_at(comments: Sequence[Comment]) -> dict[int, datetime]:
    newest = {comment.pk: comment.revision_number for comment in comments}
    revisions = Revision.objects.filter(comment__in=list(newest)).order_by()
    sent_at = {comment.pk: comment.sent_at for comment in comments}
    return sent_at | {
        pk: moment
        for pk, number, moment in revisions.values_list("comment_id", "number", "sent_at")
        if newest[pk] == number
    }
