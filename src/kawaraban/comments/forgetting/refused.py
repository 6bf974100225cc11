"""Comments that readers do not see, and will not: after their time each is erased as its author could have done.

Nothing is open about them: no report, notice, appeal or order, no suspension that holds because of them, and no reasons
that an order keeps from their author until a day to come. They are found along the index of the desk's lanes, by where
they stand: those that are shown are never looked at.
"""

from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from kawaraban.comments.actions.erasing.comment import erase_over
from kawaraban.comments.forgetting.holding import comments_not_held
from kawaraban.comments.mails.reasons_told_later import awaiting_reasons
from kawaraban.comments.models import Comment, Restriction, Status, subject_of
from kawaraban.comments.restrictions import SUBJECT_PREFIX
from kawaraban.law.models import Appeal, Decision, DemandItem, Notice, Telling
from kawaraban.law.personal.periods import Held
from kawaraban.law.personal.steps import AT_ONCE, one_by_one

# Decided against, taken back, or left where somebody should have gone on.
_NOT_SHOWN = (Status.REJECTED, Status.WITHDRAWN, Status.RETURNED, Status.WITHHELD)
_APPEALED = (Status.REJECTED, Status.WITHHELD)


def refused_comments(before: datetime, now: datetime, held: Held) -> int:
    """Erase them, some at a time. The rest of very many waits for the next time."""
    ready = comments_not_held(over(before), held).exclude(public_id__in=awaiting_reasons(now=now))
    found = ready.values_list("pk", flat=True)[:AT_ONCE]

    def erase(pk: int) -> bool:
        # Once more with the row in hand: somebody may have appealed since.
        return over(before).filter(pk=pk).exists() and erase_over(comment_id=pk, now=now)

    return one_by_one(list(found), erase)


def over(before: datetime) -> QuerySet[Comment]:
    """Those that are not shown, and about which nothing has happened since."""
    # What was decided before that moment was sent before it: the index goes by that.
    rows = Comment.objects.filter(status__in=_NOT_SHOWN, sent_at__lt=before, status_changed_at__lt=before)
    rows = rows.exclude(status=Status.WITHHELD, reported_at__isnull=False)
    rows = rows.exclude(status__in=_APPEALED, appealed_at__isnull=False)
    name = Concat(Value(subject_of("")), OuterRef("public_id"), output_field=CharField())
    of_comment = {"subject": name}
    open_demands = Q(demand__settled_at=None) | Q(demand__settled_at__gte=before)
    # Whose reasons are told later can appeal for as long as anybody else, from that day.
    open_demands |= Q(demand__telling=Telling.LATER, demand__tell_from__gte=before)
    for younger in (
        Decision.objects.filter(**of_comment, decided_at__gte=before),
        Notice.objects.filter(**of_comment, outcome=""),
        DemandItem.objects.filter(open_demands, **of_comment),
        _suspensions(before),
    ):
        rows = rows.exclude(Exists(younger))
    return rows


def _suspensions(before: datetime) -> QuerySet[Restriction]:
    """Of this comment's sender, because of it: those that hold, ended since, or are appealed."""
    name = Concat(Value(SUBJECT_PREFIX), OuterRef("public_id"), output_field=CharField())
    appealed = Exists(Appeal.objects.filter(subject=name, outcome=None, lapsed_at=None))
    still = ~Q(lifted_at__isnull=False, lifted_at__lt=before) & ~Q(ends_at__isnull=False, ends_at__lt=before)
    return Restriction.objects.filter(still | Q(appealed), comment=OuterRef("pk"))
