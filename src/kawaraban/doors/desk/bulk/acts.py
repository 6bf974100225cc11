"""What can be done to many comments at once: rows of the table of acts, and one mark.

The codes are stored with a job: they are frozen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.actions.acts import ACTS, Act
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.many.decide import decide_many
from kawaraban.comments.actions.many.marks import pick_many, unpick_many
from kawaraban.comments.actions.many.undo import undo_many
from kawaraban.comments.models import Comment, CommentScore, Status, subject_of
from kawaraban.doors.desk.models import BulkItem, BulkJob
from kawaraban.law.basis import LegalGround, Offence
from kawaraban.law.demands.sources import undecided_items
from kawaraban.law.models import Decision, DemandItem, Notice
from kawaraban.law.policy.reasons import NO_NEEDS, Needs, Reasons
from kawaraban.people.permissions import Verb
from kawaraban.triage.taught.hints import sees_hints

# Whether a job can still be taken back is asked once, when somebody asks for it.
_ENOUGH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class BulkMark:
    """A mark on a comment that stays where it is: no decision. `marked` is the condition that finds it."""

    code: str
    label: Promise
    done: Promise
    before: Status
    right: Verb
    marked: Q
    needs: Needs = NO_NEEDS
    is_of_reports: bool = False


PICK = BulkMark("pick", _("Pick"), _("picked"), Status.APPROVED, Verb.PICK, Q(is_picked=True))

BulkAct = Act | BulkMark
BULK_ACTS: tuple[BulkAct, ...] = (*(act for act in ACTS if act.is_for_many), PICK)


def bulk_act(code: str) -> BulkAct | None:
    """The act with this code."""
    return next((act for act in BULK_ACTS if act.code == code), None)


def run(
    act: BulkAct, job: BulkJob, items: Sequence[BulkItem], now: datetime
) -> list[UUID | Exception | None]:
    """Do it to the first of these, as many as go together. Of each its decision, None of a mark, or a refusal."""
    if isinstance(act, BulkMark):
        judged = [Judged(item.comment_id, item.revision_number) for item in items]
        return [*pick_many(judged, person=job.person, now=now)]
    seen = _hints_seen(job, items)
    judged = [
        Judged(item.comment_id, item.revision_number, saw_hint=item.comment_id in seen) for item in items
    ]
    done = decide_many(act, judged, _reasons(job), moderator=job.person, now=now)
    return [each.pk if isinstance(each, Decision) else each for each in done]


def _hints_seen(job: BulkJob, items: Sequence[BulkItem]) -> frozenset[int]:
    """The comments whose hint stood in the list from which they were chosen."""
    if not sees_hints(job.person):
        return frozenset()
    scores = CommentScore.objects.filter(pk__in=[item.comment_id for item in items], is_blind=False)
    return frozenset(scores.values_list("pk", flat=True))


def _reasons(job: BulkJob) -> Reasons:
    law = LegalGround(job.law, Offence(job.offence or Offence.OTHER)) if job.law else None
    return Reasons(ground=job.ground, note=job.note, law=law)


def take_back(job: BulkJob, items: Sequence[BulkItem], now: datetime) -> list[Exception | None]:
    """Undo what a job did to the first of these, as many as go together. Of each None, or a refusal."""
    decided = [item.decision_id for item in items if item.decision_id]
    if not decided:
        judged = [Judged(item.comment_id, item.revision_number) for item in items]
        return unpick_many(judged, person=job.person, now=now)
    undone = undo_many(decided, moderator=job.person, now=now, ends_at=now + _ENOUGH)
    return [each if isinstance(each, Exception) else None for each in undone]


def is_so_already(act: BulkAct) -> list[When]:
    """Comments that have the mark already. Taking the job back must not take it away."""
    return [When(act.marked, then=Value("already"))] if isinstance(act, BulkMark) else []


def one_by_one(act: BulkAct) -> list[When]:
    """Comments about which somebody gets an answer of their own."""
    if not act.is_of_reports:
        return []
    return [
        When(appealed_at__isnull=False, then=Value("appealed")),
        When(Exists(_asked_for()), then=Value("ordered")),
        When(Exists(_noticed()), then=Value("noticed")),
    ]


def left_alone(act: BulkAct, comment_ids: Sequence[int]) -> dict[int, str]:
    """Of these comments those that a job leaves as they are, and why: something came since the job was asked for."""
    reasons = [*is_so_already(act), *one_by_one(act)]
    if not reasons:
        return {}
    fate = Case(*reasons, default=Value(""), output_field=CharField())
    rows = Comment.objects.filter(pk__in=comment_ids).annotate(fate=fate).exclude(fate="")
    return dict(rows.values_list("pk", "fate"))


def _asked_for() -> QuerySet[DemandItem]:
    return undecided_items().filter(subject=_subject())


def _noticed() -> QuerySet[Notice]:
    return Notice.objects.open().filter(subject=_subject())


def _subject() -> Concat:
    return Concat(Value(subject_of("")), OuterRef("public_id"), output_field=CharField())
