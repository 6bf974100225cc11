"""What can be done to many comments at once: one table. The codes are stored with a job: they are frozen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.comments.actions import decide, marks
from kawaraban.comments.actions.matters import has_open_demand, has_open_notice
from kawaraban.comments.models import Comment, Status
from kawaraban.doors.desk.models import BulkItem, BulkJob
from kawaraban.law.basis import LegalGround, Offence
from kawaraban.law.models import Decision
from kawaraban.people.permissions import Verb

# Whether a job can still be taken back is asked once, when somebody asks for it.
_ENOUGH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class BulkAct:
    """`before` is the status from which it starts. `needs` is what must be said: "ground", "note" or nothing.

    `run` does it to one comment and returns its decision, None for a mark; raises what the action raises.
    """

    code: str
    label: Promise
    done: Promise
    before: Status
    verb: Verb
    run: Callable[[BulkJob, BulkItem, datetime], UUID | None]
    needs: str = ""
    takes_note: bool = True
    # Only what was reported, and neither ordered, noticed nor appealed: those are answered one by one, in words.
    is_of_reports: bool = False

    @property
    def takes_ground(self) -> bool:
        """Whether a ground can be said, and the law with it."""
        return self.needs == "ground" or self.code == "withhold"


def _judged(action: Callable[..., Decision], *fields: str) -> Callable[[BulkJob, BulkItem, datetime], UUID]:
    def run(job: BulkJob, item: BulkItem, now: datetime) -> UUID:
        given = {"ground": job.ground or None, "note": job.note, "law": _law(job)}
        decision = action(
            comment_id=item.comment_id,
            revision_number=item.revision_number,
            moderator=job.person,
            now=now,
            **{name: given[name] for name in fields},
        )
        return decision.pk

    return run


def _law(job: BulkJob) -> LegalGround | None:
    return LegalGround(job.law, Offence(job.offence or Offence.OTHER)) if job.law else None


def _picked(job: BulkJob, item: BulkItem, now: datetime) -> None:
    marks.pick(comment_id=item.comment_id, person=job.person, now=now, revision_number=item.revision_number)


BULK_ACTS: tuple[BulkAct, ...] = (
    BulkAct(
        "approve",
        _("Approve"),
        _("approved"),
        Status.PENDING,
        Verb.APPROVE,
        _judged(decide.approve),
        takes_note=False,
    ),
    BulkAct(
        "reject",
        _("Do not publish"),
        _("not published"),
        Status.PENDING,
        Verb.REJECT,
        _judged(decide.reject, "ground", "note", "law"),
        needs="ground",
    ),
    BulkAct(
        "send_back",
        _("Send back for changes"),
        _("sent back"),
        Status.PENDING,
        Verb.SEND_BACK,
        _judged(decide.send_back, "note"),
        needs="note",
    ),
    BulkAct(
        "withhold",
        _("Withhold"),
        _("withheld"),
        Status.APPROVED,
        Verb.WITHHOLD,
        _judged(decide.withhold, "ground", "note", "law"),
    ),
    BulkAct(
        "remove",
        _("Take off the page"),
        _("taken off the page"),
        Status.APPROVED,
        Verb.REJECT,
        _judged(decide.remove, "ground", "note", "law"),
        needs="ground",
    ),
    BulkAct(
        "reopen",
        _("Show again"),
        _("shown again"),
        Status.WITHHELD,
        Verb.REOPEN,
        _judged(decide.reopen, "note"),
    ),
    BulkAct(
        "keep",
        _("Keep"),
        _("kept"),
        Status.APPROVED,
        Verb.DECIDE_REPORT,
        _judged(decide.keep, "note"),
        is_of_reports=True,
        takes_note=False,
    ),
    BulkAct("pick", _("Pick"), _("picked"), Status.APPROVED, Verb.PICK, _picked, takes_note=False),
)


def bulk_act(code: str) -> BulkAct | None:
    """The act with this code."""
    return {act.code: act for act in BULK_ACTS}.get(code)


def take_back(job: BulkJob, item: BulkItem, now: datetime) -> None:
    """Undo what a job did to one comment. Raises TooLateToUndo."""
    if item.decision_id:
        decide.undo(decision_id=str(item.decision_id), moderator=job.person, now=now, ends_at=now + _ENOUGH)
    else:
        marks.unpick(comment_id=item.comment_id, person=job.person, now=now)


def not_to_keep(comment: Comment) -> str:
    """Why a reported comment is not kept together with others; "" where it is."""
    if comment.appealed_at is not None:
        return "appealed"
    if has_open_demand(comment):
        return "ordered"
    return "noticed" if has_open_notice(comment) else ""


def is_done_already(act: BulkAct, comment: Comment) -> bool:
    """Whether a mark is there already: then taking the job back must not take it away."""
    return act.code == "pick" and comment.is_picked
