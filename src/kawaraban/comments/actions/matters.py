"""What waits for another look at a comment: reports, notices, appeals. A decision answers them, an undo reopens them.

`Comment.reported_at` and `appealed_at` say since when something waits: the desk's lanes go by them.
"""

from datetime import datetime

from kawaraban.comments.models import Comment
from kawaraban.law.appeals import check_other_person, reopen_appeals, settle_appeals
from kawaraban.law.basis import OWN_INITIATIVE, Basis, Source
from kawaraban.law.models import Appeal, Decision, Notice, Party, Report, Verdict
from kawaraban.law.notice_mails import post_correction, post_dismissal
from kawaraban.law.notices import reopen_notices, settle_notice
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


def settle_matters(comment: Comment, decision: Decision, *, now: datetime) -> None:
    """The decision answers everything that was open about the comment. Raises SamePerson (see `law/appeals.py`)."""
    if decision.verdict not in _ANSWERS or not (comment.reported_at or comment.appealed_at):
        return
    check_other_person(comment.subject, decision.moderator)
    Report.objects.open().filter(subject=comment.subject).update(decision=decision)
    for notice in Notice.objects.open().filter(subject=comment.subject):
        settle_notice(notice, decision, now=now)
    for appeal in settle_appeals(comment.subject, decision):
        _correct(appeal, decision, now=now)
    mark_matters(comment)


def reopen_matters(comment: Comment, decision: Decision, *, person: User, now: datetime) -> None:
    """The decision was taken back: what it had answered waits again, since when it did before."""
    decision.reports.update(decision=None)
    reopen_notices(decision, person=person, now=now)
    reopen_appeals(decision)
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
