"""What people wrote about a comment, and the answers to them: forgotten when nobody can go on with it any more."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from kawaraban.comments.forgetting.holding import held_ids, notices_not_held
from kawaraban.comments.models import Restriction, subject_of
from kawaraban.comments.restrictions import SUBJECT_PREFIX
from kawaraban.comments.sealed_rows import RESTRICTIONS
from kawaraban.law.keeping.erasure import erase_subject
from kawaraban.law.keeping.forgetting import (
    BY_TIME,
    answered_reports,
    ended_holds,
    forget_demand,
    forget_matters,
    forget_notice_words,
    settled_appeals,
)
from kawaraban.law.models import Appeal, Decision, Demand, Notice
from kawaraban.law.personal.periods import Held
from kawaraban.law.personal.steps import AT_ONCE, one_by_one

_COMMENT = subject_of("")


def matter_words(before: datetime, now: datetime, held: Held) -> int:
    """Of reports and appeals, and why a comment was on hold. Returns about how many comments they were."""
    written: Iterable[str] = chain.from_iterable(
        rows.filter(subject__startswith=_COMMENT)
        .order_by("subject")
        .values_list("subject", flat=True)
        .distinct()
        for rows in (answered_reports(before), settled_appeals(before), ended_holds(before))
    )
    subjects = sorted(set(written) - held)[:AT_ONCE]
    return one_by_one(subjects, lambda subject: forget_matters(subject, before=before, now=now))


def notice_words(before: datetime, now: datetime, held: Held) -> int:
    """Of notices that were answered, and of the answers."""
    over = Notice.objects.filter(decided_at__lt=before).exclude(explanation="", law="", answer="")
    settled = over.exclude(Exists(Appeal.objects.filter(notice=OuterRef("pk")).exclude(_settled(before))))
    return one_by_one(
        list(notices_not_held(settled, held).values_list("pk", flat=True)[:AT_ONCE]),
        lambda pk: forget_notice_words(Notice.objects.select_for_update().get(pk=pk), now=now),
    )


def suspension_words(before: datetime, now: datetime, held: Held) -> int:
    """Of suspensions that are over: the notes about them, and the words of an appeal."""
    name = Concat(Value(SUBJECT_PREFIX), OuterRef("public_id"), output_field=CharField())
    noted = Decision.objects.filter(subject=name).exclude(note="", passage="")
    appealed = Appeal.objects.filter(subject=name)
    over = Restriction.objects.over(before).filter(Exists(noted) | Exists(appealed.exclude(words="")))
    settled = over.exclude(Exists(appealed.exclude(_settled(before))))
    kept = settled.exclude(comment__public_id__in=held_ids(held))
    return one_by_one(
        list(kept.values_list("pk", flat=True)[:AT_ONCE]), lambda pk: _forget_suspension(pk, now=now)
    )


def demand_words(before: datetime, now: datetime, held: Held) -> int:
    """Of orders, letters and calls that were settled."""
    over = Demand.objects.filter(settled_at__lt=before, forgotten_at=None)
    return one_by_one(
        list(over.exclude(items__subject__in=held).values_list("pk", flat=True)[:AT_ONCE]),
        lambda pk: forget_demand(Demand.objects.select_for_update().get(pk=pk), now=now),
    )


def _settled(before: datetime) -> Q:
    """Appeals that were decided, or lapsed, before this moment."""
    return Q(outcome__decided_at__isnull=False, outcome__decided_at__lt=before) | Q(
        lapsed_at__isnull=False, lapsed_at__lt=before
    )


def _forget_suspension(pk: int, *, now: datetime) -> bool:
    restriction = Restriction.objects.select_for_update().get(pk=pk)
    erase_subject(restriction.subject, reason=BY_TIME, now=now, also=[RESTRICTIONS.row(restriction)])
    return True
