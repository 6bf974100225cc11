"""For whose sake a comment is kept although somebody asked for its erasure (GDPR Art. 17(3)(b) and (e)).

    kept = kept_for(comment, now=now)       # None: nothing is open about it
    kept.hold, kept.notices, kept.demands

A notice that nobody has answered, or whose answer can still be taken back; an order, a letter or a call that is not
settled; a hold on the comment or on a notice about it. A reader's report is none of these: it asks for nothing but
that the comment goes, and nobody is answered. Nor is an appeal: it is about whether the comment is shown.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from kawaraban.comments.models import Comment, subject_of
from kawaraban.law.models import DemandItem, Hold, Notice


@dataclass(frozen=True, slots=True)
class KeptFor:
    """`subject` names the comment. `hold` is one that stands; the numbers are of what waits for an answer."""

    subject: str
    hold: Hold | None
    notices: int
    demands: int


def kept_for(comment: Comment, *, now: datetime) -> KeptFor | None:
    """What is open about it; None where nothing is. The caller who acts on it holds the comment's row."""
    return kept_among([comment], now=now).get(comment.subject)


def kept_among(comments: Collection[Comment], *, now: datetime) -> dict[str, KeptFor]:
    """Of these comments those about which something is open, by subject. Four queries."""
    subjects = {comment.subject for comment in comments}
    notices = Notice.objects.filter(subject__in=subjects)
    named = {notice.record_name: notice.subject for notice in notices.only("pk", "subject")}
    holds: dict[str, Hold] = {}
    for hold in Hold.objects.standing(now).filter(subject__in=[*subjects, *named]):
        holds.setdefault(named.get(hold.subject, hold.subject), hold)
    asked = (
        Counter(notices.filter(_unanswered(now)).values_list("subject", flat=True)) if named else Counter()
    )
    items = DemandItem.objects.filter(subject__in=subjects, demand__outcome="")
    demanded = Counter(items.values_list("subject", flat=True))
    return {
        subject: KeptFor(subject, holds.get(subject), asked[subject], demanded[subject])
        for subject in subjects
        if subject in holds or asked[subject] or demanded[subject]
    }


def asked_and_free(now: datetime) -> QuerySet[Comment]:
    """Comments whose erasure was asked for and that nothing of their own seems to keep any more, the oldest first.

    Along the index of those that were asked for. A hold on a notice is not seen here: see `kept_for`.
    """
    about = {"subject": OuterRef("named")}
    return (
        Comment.objects.filter(erasure_asked_at__isnull=False)
        .alias(named=Concat(Value(subject_of("")), "public_id"))
        .exclude(Exists(Notice.objects.filter(_unanswered(now), **about)))
        .exclude(Exists(DemandItem.objects.filter(demand__outcome="", **about)))
        .exclude(Exists(Hold.objects.standing(now).order_by().filter(**about)))
        .order_by("erasure_asked_at", "pk")
    )


def _unanswered(now: datetime) -> Q:
    """Also while its answer can be taken back: of an erased comment it could not be."""
    may_be_undone = Q(decided_at__gt=now - timedelta(seconds=settings.UNDO_SECONDS))
    return Q(outcome="") | Q(may_be_undone, decided_by__isnull=False)
