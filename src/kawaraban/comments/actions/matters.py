"""What waits for another look at a comment: reports, notices, appeals. A decision answers them, an undo reopens them.

`Comment.reported_at` and `appealed_at` say since when something waits: the desk's lanes go by them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kawaraban.comments.models import Comment
from kawaraban.law.appeals import check_other_person, reopen_appeals, settle_appeals
from kawaraban.law.basis import OWN_INITIATIVE, Basis, Source
from kawaraban.law.models import Appeal, Decision, Notice, Party, Report, Verdict
from kawaraban.law.notice_mails import post_correction, post_dismissal
from kawaraban.law.notices import reopen_notices, settle_notice
from kawaraban.law.sealed_tables import APPEALS, REPORTS
from kawaraban.law.seals import Row
from kawaraban.people.models import User

# What is withheld is still being looked at: those who reported it are answered by what comes after.
_ANSWERS = frozenset(
    {Verdict.REJECTED, Verdict.REOPENED, Verdict.KEPT, Verdict.UPHELD, Verdict.REINSTATED, Verdict.APPROVED}
)


def basis_of(comment: Comment) -> Basis:
    """Who raised the matter: an appeal before a notice, a notice before a report, else the desk itself."""
    appeal = Appeal.objects.open().filter(subject=comment.subject).first() if comment.appealed_at else None
    if appeal:
        return Basis(source=Source.APPEAL, reference=str(appeal.pk))
    if comment.reported_at is None:
        return OWN_INITIATIVE
    notice = Notice.objects.open().filter(subject=comment.subject).first()
    if notice:
        return Basis(source=Source.NOTICE, reference=str(notice.pk))
    report = Report.objects.open().filter(subject=comment.subject).first()
    return Basis(source=Source.REPORT, reference=str(report.pk)) if report else OWN_INITIATIVE


def has_open_notice(comment: Comment) -> bool:
    """Whether somebody gave notice and has no answer yet."""
    return Notice.objects.open().filter(subject=comment.subject).exists()


def asks_why(comment: Comment) -> bool:
    """Whether somebody is to be told why the comment stays: who gave notice, or appealed."""
    return comment.appealed_at is not None or has_open_notice(comment)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a decision answers besides notices; the entry of the decision holds the hashes of these rows."""

    reports: Sequence[Report] = ()
    appeals: Sequence[Appeal] = ()

    @property
    def rows(self) -> list[Row]:
        """Both, as they are now."""
        return [REPORTS.row(each) for each in self.reports] + [APPEALS.row(each) for each in self.appeals]


def answer_matters(comment: Comment, decision: Decision) -> Answered:
    """The decision answers reports and appeals; before it is recorded. Raises SamePerson (see `law/appeals.py`)."""
    if not _is_answer(comment, decision):
        return Answered()
    check_other_person(comment.subject, decision.moderator)
    reports = list(Report.objects.open().filter(subject=comment.subject))
    _answer_reports(reports, decision)
    return Answered(reports, settle_appeals(comment.subject, decision))


def settle_matters(comment: Comment, decision: Decision, answered: Answered, *, now: datetime) -> None:
    """Notices are answered, too, and whoever is to be told is told; after the decision was recorded."""
    if not _is_answer(comment, decision):
        return
    for notice in Notice.objects.open().filter(subject=comment.subject):
        settle_notice(notice, decision, now=now)
    for appeal in answered.appeals:
        _correct(appeal, decision, now=now)
    mark_matters(comment)


def release_matters(decision: Decision) -> Answered:
    """The decision is taken back: the reports and appeals that it had answered wait again."""
    reports = list(decision.reports.order_by("pk"))
    _answer_reports(reports, None)
    return Answered(reports, reopen_appeals(decision))


def reopen_matters(comment: Comment, decision: Decision, *, person: User, now: datetime) -> None:
    """So do the notices; everything waits since when it did before."""
    reopen_notices(decision, person=person, now=now)
    mark_matters(comment)


def mark_matters(comment: Comment) -> None:
    """Write since when something waits about the comment; its row is locked by the caller."""
    reports = Report.objects.open().filter(subject=comment.subject).values_list("reported_at", flat=True)
    notices = Notice.objects.open().filter(subject=comment.subject).values_list("received_at", flat=True)
    appeals = Appeal.objects.open().filter(subject=comment.subject).values_list("appealed_at", flat=True)
    comment.reported_at = min(
        (moment for moment in (reports.first(), notices.first()) if moment), default=None
    )
    comment.appealed_at = appeals.first()
    comment.save(update_fields=["reported_at", "appealed_at"])


def _is_answer(comment: Comment, decision: Decision) -> bool:
    return decision.verdict in _ANSWERS and bool(comment.reported_at or comment.appealed_at)


def _answer_reports(reports: Sequence[Report], decision: Decision | None) -> None:
    for report in reports:
        report.decision = decision
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(decision=decision)


def _correct(appeal: Appeal, decision: Decision, *, now: datetime) -> None:
    """Whoever was told something else by the appealed decision is told that it does not hold any more.

    The sender of a notice whose appeal changes nothing is told that, and why.
    """
    if appeal.notice and not decision.visibility:
        post_dismissal(appeal.notice, decision, now=now)
        return
    told = [appeal.notice] if appeal.notice else []
    if appeal.party == Party.AUTHOR and decision.verdict == Verdict.REINSTATED:
        told = list(appeal.decision.notices.all())
    for notice in told:
        post_correction(notice, decision, now=now)
