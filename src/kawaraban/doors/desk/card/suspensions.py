"""Suspensions of commenters as the desk shows them: in the drawer of a card, and all that hold on a page of their own.

drawer_view(comment, moderator=mika, now=now)          # those of the sender of this comment, and what may be done
restrictions_page(moderator=mika, before=None, now=now)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kawaraban.comments.keyed import email_key_of
from kawaraban.comments.models import Comment, Restriction
from kawaraban.comments.restrictions import SUBJECT_PREFIX
from kawaraban.doors.desk.card.history import ground_words
from kawaraban.law.models import Appeal
from kawaraban.law.redress.appeals import open_suspension_appeals
from kawaraban.people.models import User
from kawaraban.people.permissions import Verb, may

SHOWN_AT_MOST = 50
_IN_A_DRAWER = 10


@dataclass(frozen=True, slots=True)
class RestrictionAppeal:
    """An appeal that nobody has decided. `must_be_other`: whoever looks at it took the decision."""

    words: str
    appealed_at: datetime
    must_be_other: bool


@dataclass(frozen=True, slots=True)
class RestrictionView:
    """One suspension. `ends_at`: None is without an end; `lifted_by` is "" where it was not lifted."""

    public_id: str
    comment_id: str
    comment_name: str
    ground: str
    law: str
    note: str
    by: str
    holds_for: str
    starts_at: datetime
    ends_at: datetime | None
    is_in_force: bool
    lifted_at: datetime | None
    lifted_by: str
    lifted_note: str
    may_lift: bool
    appeal: RestrictionAppeal | None


@dataclass(frozen=True, slots=True)
class DrawerView:
    """Those of one sender. `holds_for` says for what a new one would hold; "" where nothing of the sender is known."""

    rows: tuple[RestrictionView, ...]
    holds_for: str
    may_restrict: bool
    may_without_end: bool

    @property
    def holding(self) -> RestrictionView | None:
        """Of those in force, the one that lasts longest."""
        holding = [row for row in self.rows if row.is_in_force]
        endless = next((row for row in holding if row.ends_at is None), None)
        return endless or max(holding, key=lambda row: row.ends_at or row.starts_at, default=None)


@dataclass(frozen=True, slots=True)
class RestrictionsPage:
    """`appealed` come first, the oldest first; `holding` the newest first. `earlier_url` goes on with those."""

    appealed: tuple[RestrictionView, ...]
    holding: tuple[RestrictionView, ...]
    holding_count: int
    earlier_url: str


def drawer_view(comment: Comment, *, moderator: User, now: datetime) -> DrawerView:
    """Two queries at most, one where there is none; one more for each ground of the paper."""
    email_key = email_key_of(comment.email)
    of_sender = Restriction.objects.of_sender(sender_key=comment.sender_key, email_key=email_key)
    rows = _with_people(of_sender | Restriction.objects.filter(comment=comment))
    return DrawerView(
        rows=_restrictions(list(rows[:_IN_A_DRAWER]), moderator, now),
        holds_for=_holds_for(comment.sender_key, email_key),
        may_restrict=may(moderator, Verb.RESTRICT_AUTHOR),
        may_without_end=may(moderator, Verb.RESTRICT_WITHOUT_END),
    )


def restrictions_page(*, moderator: User, before: datetime | None, now: datetime) -> RestrictionsPage:
    """All appeals, which are few, and those that hold by and by."""
    subjects = open_suspension_appeals().values_list("subject", flat=True)
    appealed = [subject.removeprefix(SUBJECT_PREFIX) for subject in subjects]
    waiting = _with_people(Restriction.objects.filter(public_id__in=appealed)).order_by("starts_at", "pk")
    rest = _with_people(Restriction.objects.in_force(now)).exclude(public_id__in=appealed)
    found = list((rest.filter(starts_at__lt=before) if before else rest)[: SHOWN_AT_MOST + 1])
    shown, has_more = found[:SHOWN_AT_MOST], len(found) > SHOWN_AT_MOST
    earlier = {"before": shown[-1].starts_at.isoformat()} if has_more else {}
    return RestrictionsPage(
        appealed=_restrictions(list(waiting), moderator, now),
        holding=_restrictions(shown, moderator, now),
        holding_count=Restriction.objects.in_force(now).count(),
        earlier_url=f"{reverse('desk:restrictions')}?{urlencode(earlier)}" if has_more else "",
    )


def _with_people(rows: QuerySet[Restriction]) -> QuerySet[Restriction]:
    people = rows.select_related("comment", "decision__moderator", "lifting__moderator")
    return people.order_by("-starts_at", "-pk")


def _restrictions(
    restrictions: Sequence[Restriction], moderator: User, now: datetime
) -> tuple[RestrictionView, ...]:
    subjects = [each.subject for each in restrictions]
    found = Appeal.objects.open().filter(subject__in=subjects).select_related("decision") if subjects else ()
    appeals = {
        appeal.subject: RestrictionAppeal(
            appeal.words, appeal.appealed_at, appeal.decision.moderator_id == moderator.pk
        )
        for appeal in found
    }
    return tuple(_restriction(each, appeals.get(each.subject), moderator, now) for each in restrictions)


def _restriction(
    restriction: Restriction, appeal: RestrictionAppeal | None, moderator: User, now: datetime
) -> RestrictionView:
    decision, lifting = restriction.decision, restriction.lifting
    is_in_force = restriction.is_in_force(now)
    right = Verb.RESTRICT_WITHOUT_END if restriction.ends_at is None else Verb.RESTRICT_AUTHOR
    is_open = is_in_force or appeal is not None
    return RestrictionView(
        public_id=restriction.public_id,
        comment_id=restriction.comment.public_id,
        comment_name=restriction.comment.name,
        ground=ground_words(decision),
        law=decision.legal_ground,
        note=decision.note,
        by=decision.moderator.display_name,
        holds_for=_holds_for(restriction.sender_key, restriction.email_key),
        starts_at=restriction.starts_at,
        ends_at=restriction.ends_at,
        is_in_force=is_in_force,
        lifted_at=restriction.lifted_at,
        lifted_by=lifting.moderator.display_name if lifting else "",
        lifted_note=lifting.note if lifting else "",
        may_lift=is_open and may(moderator, right) and not (appeal and appeal.must_be_other),
        appeal=appeal,
    )


def _holds_for(sender_key: str, email_key: str) -> str:
    """Of what a hash is kept, in words."""
    if sender_key and email_key:
        return _("network connection and e-mail address")
    if sender_key:
        return _("network connection")
    return _("e-mail address") if email_key else ""
