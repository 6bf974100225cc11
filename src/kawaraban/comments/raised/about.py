"""What is open about one comment: orders, appeals, notices, letters, reports. Actions answer what is asked here."""

from kawaraban.comments.models import Comment
from kawaraban.law.basis import OWN_INITIATIVE, Basis, Source
from kawaraban.law.demands.sources import asks_for_decision
from kawaraban.law.models import Appeal, Notice, Report


def raised_about(comment: Comment) -> list[Basis]:
    """All that is open about a comment and can have led to a decision about it; what binds most comes first.

    An order before everything: the paper is not free to leave it, and its author is owed in any case what DSA Art.
    9(5) says. Then an appeal, because only its decision ends it. A notice before a letter or a call: it came the way
    that the law gives, and is answered (Art. 16(5)). These before a report, which names no law and nobody. Of one kind
    the oldest comes first, of orders and letters what is due first.
    """
    if comment.reported_at is None and comment.appealed_at is None:
        return []
    subject = comment.subject
    demands = asks_for_decision(subject)
    appeals = Appeal.objects.open().about(subject).values_list("pk", flat=True)
    notices = Notice.objects.open().about(subject).values_list("pk", flat=True)
    reports = Report.objects.open().about(subject).values_list("pk", flat=True)[:1]
    return [
        *(Basis(Source.ORDER, str(demand.pk)) for demand in demands if demand.is_order),
        *(Basis(Source.APPEAL, str(pk)) for pk in appeals),
        *(Basis(Source.NOTICE, str(pk)) for pk in notices),
        *(Basis(Source.LETTER, str(demand.pk)) for demand in demands if not demand.is_order),
        *(Basis(Source.REPORT, str(pk)) for pk in reports),
    ]


def basis_of(comment: Comment) -> Basis:
    """Who raised the matter: what stands first among all that is open about it, else the desk itself."""
    return next(iter(raised_about(comment)), OWN_INITIATIVE)


def appeal_about(comment: Comment) -> Basis:
    """The appeal that a decision settles; OWN_INITIATIVE where there is none."""
    return next((each for each in raised_about(comment) if each.source == Source.APPEAL), OWN_INITIATIVE)


def has_open_notice(comment: Comment) -> bool:
    """Whether somebody gave notice and has no answer yet."""
    return Notice.objects.open().about(comment.subject).exists()


def has_open_demand(comment: Comment) -> bool:
    """Whether an order, a letter or a call about it waits for a decision."""
    return bool(asks_for_decision(comment.subject))


def asks_why(comment: Comment) -> bool:
    """Whether somebody is to be told why the comment stays: who gave notice, appealed, ordered or wrote."""
    return comment.appealed_at is not None or has_open_notice(comment) or has_open_demand(comment)
