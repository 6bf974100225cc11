"""What waits for another look at a comment: orders, letters, notices, reports, appeals.

A decision answers them, an undo reopens them.

`Comment.reported_at` and `appealed_at` say since when something waits: the desk's lanes go by them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from kawaraban.comments.actions.demand_items import DemandsOf, answer_demands, release_demands
from kawaraban.comments.models import Comment
from kawaraban.comments.need import ahead_of_all
from kawaraban.law.basis import OWN_INITIATIVE, Basis, Source
from kawaraban.law.demands.sources import asks_for_decision
from kawaraban.law.models import Appeal, Decision, Demand, Notice, Party, Report, Verdict
from kawaraban.law.record.sealed_tables import APPEALS, REPORTS
from kawaraban.law.record.seals import Row
from kawaraban.law.redress.appeals import check_other_person, reopen_appeals, settle_appeals
from kawaraban.law.redress.notice_mails import post_correction, post_dismissal
from kawaraban.law.redress.notices import reopen_notices, settle_notice
from kawaraban.people.models import User

# What is withheld is still being looked at: those who reported it are answered by what comes after.
_ANSWERS = frozenset(
    {Verdict.REJECTED, Verdict.REOPENED, Verdict.KEPT, Verdict.UPHELD, Verdict.REINSTATED, Verdict.APPROVED}
)


class NotRaised(ValueError):
    """What is said to have led to a decision is not open about this comment: it was settled, or never was."""


def basis_of(comment: Comment) -> Basis:
    """Who raised the matter: what stands first among all that is open about it, else the desk itself."""
    return next(iter(raised_about(comment)), OWN_INITIATIVE)


def raised_about(comment: Comment) -> list[Basis]:
    """All that is open about a comment and can have led to a decision about it; what binds most comes first.

    An order before everything: the paper is not free to leave it, and whatever else was said, its author is owed what
    DSA Art. 9(5) says. Then an appeal, because only its decision ends it. A notice before a letter or a call: it came
    the way that the law gives, and is answered (Art. 16(5)). These before a report, which names no law and nobody.
    Of one kind the oldest comes first, of orders and letters what is due first.
    """
    if comment.reported_at is None and comment.appealed_at is None:
        return []
    subject = comment.subject
    demands = asks_for_decision(subject)
    appeals = Appeal.objects.open().filter(subject=subject).values_list("pk", flat=True)
    notices = Notice.objects.open().filter(subject=subject).values_list("pk", flat=True)
    reports = Report.objects.open().filter(subject=subject).values_list("pk", flat=True)[:1]
    return [
        *(Basis(Source.ORDER, str(demand.pk)) for demand in demands if demand.is_order),
        *(Basis(Source.APPEAL, str(pk)) for pk in appeals),
        *(Basis(Source.NOTICE, str(pk)) for pk in notices),
        *(Basis(Source.LETTER, str(demand.pk)) for demand in demands if not demand.is_order),
        *(Basis(Source.REPORT, str(pk)) for pk in reports),
    ]


def appeal_about(comment: Comment) -> Basis:
    """The appeal that a decision settles; OWN_INITIATIVE where there is none."""
    return next((each for each in raised_about(comment) if each.source == Source.APPEAL), OWN_INITIATIVE)


def checked_basis(comment: Comment, basis: Basis) -> Basis:
    """What somebody chose on the card, if it is open; what stands first where nobody chose. Raises NotRaised."""
    if basis is OWN_INITIATIVE:
        return basis_of(comment)
    open_ones = {(each.source, each.reference) for each in raised_about(comment)}
    if basis.source == Source.OWN_INITIATIVE:
        return replace(basis, were_there_others=bool(open_ones))
    if (basis.source, basis.reference) not in open_ones:
        raise NotRaised(f"{basis.source} {basis.reference}")
    return basis


def has_open_notice(comment: Comment) -> bool:
    """Whether somebody gave notice and has no answer yet."""
    return Notice.objects.open().filter(subject=comment.subject).exists()


def has_open_demand(comment: Comment) -> bool:
    """Whether an order, a letter or a call about it waits for a decision."""
    return bool(asks_for_decision(comment.subject))


def asks_why(comment: Comment) -> bool:
    """Whether somebody is to be told why the comment stays: who gave notice, appealed, ordered or wrote."""
    return comment.appealed_at is not None or has_open_notice(comment) or has_open_demand(comment)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a decision answers besides notices; the entry of the decision holds the hashes of these rows."""

    reports: Sequence[Report] = ()
    appeals: Sequence[Appeal] = ()
    demands: DemandsOf = field(default_factory=DemandsOf)

    @property
    def rows(self) -> list[Row]:
        """All of them, as they are now."""
        return [
            *(REPORTS.row(each) for each in self.reports),
            *(APPEALS.row(each) for each in self.appeals),
            *self.demands.rows,
        ]


def answer_matters(comment: Comment, decision: Decision) -> Answered:
    """The decision answers reports, appeals and demands; before it is recorded. Raises SamePerson."""
    is_answer = _is_answer(comment, decision)
    if is_answer:
        check_other_person(comment.subject, decision.moderator)
    # An order is given effect by whatever takes the comment off, also while it is looked at again.
    demands = answer_demands(comment, decision, is_answer=decision.verdict in _ANSWERS)
    if not is_answer:
        return Answered(demands=demands)
    reports = list(Report.objects.open().filter(subject=comment.subject))
    _answer_reports(reports, decision)
    return Answered(reports, settle_appeals(comment.subject, decision), demands)


def settle_matters(comment: Comment, decision: Decision, answered: Answered, *, now: datetime) -> None:
    """Notices are answered, too, and whoever is to be told is told; after the decision was recorded."""
    if not _is_answer(comment, decision):
        if answered.demands:
            mark_matters(comment)
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
    return Answered(
        reports, reopen_appeals(decision, now=decision.reversal.decided_at), release_demands(decision)
    )


def reopen_matters(comment: Comment, decision: Decision, *, person: User, now: datetime) -> None:
    """So do the notices; everything waits since when it did before."""
    reopen_notices(decision, person=person, now=now)
    mark_matters(comment)


def mark_matters(comment: Comment) -> None:
    """Write since when something waits about the comment; its row is locked by the caller."""
    reports = Report.objects.open().filter(subject=comment.subject).values_list("reported_at", flat=True)
    notices = Notice.objects.open().filter(subject=comment.subject).values_list("received_at", flat=True)
    appeals = Appeal.objects.open().filter(subject=comment.subject).values_list("appealed_at", flat=True)
    demands = [_waits_from(demand) for demand in asks_for_decision(comment.subject)]
    comment.reported_at = min(
        (moment for moment in (reports.first(), notices.first(), *demands) if moment), default=None
    )
    comment.appealed_at = appeals.first()
    comment.save(update_fields=["reported_at", "appealed_at"])


def _waits_from(demand: Demand) -> datetime:
    """Since when; what has an hour by which it must be given effect stands before everything else."""
    is_urgent = demand.is_order and demand.due_at is not None and demand.effect_at is None
    return ahead_of_all(demand.received_at) if is_urgent else demand.received_at


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
