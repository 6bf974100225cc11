"""One step of a job: its next comments are decided, or taken back, in one transaction with its items.

So a worker that is killed goes on where it was, and does nothing twice.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied

from kawaraban.comments.actions.decide import AlreadyDecided
from kawaraban.comments.actions.marks import NotShown
from kawaraban.comments.actions.words import WordsChanged
from kawaraban.comments.models import Comment
from kawaraban.doors.desk.bulk.acts import BulkAct, bulk_act, left_alone, run, take_back
from kawaraban.doors.desk.bulk.steps import Step
from kawaraban.doors.desk.lane.claims import forget
from kawaraban.doors.desk.models import BulkItem, BulkJob
from kawaraban.kit.work.short_steps import short_steps
from kawaraban.law.outbox import put_off
from kawaraban.law.redress.appeals import SamePerson
from kawaraban.press.turn import one_turn

# Longer than any rest of the worker, and renewed while it works: at its end the messages are let go much earlier.
HELD: Final = timedelta(hours=1)
STOPPED_AT_ONCE: Final = 500
_STATE = BulkItem.State
# Why a comment is left as it is, by what refuses it. The codes are those of `selection.py`.
_REASONS: Final[tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...]] = (
    ((AlreadyDecided, NotShown, WordsChanged, Comment.DoesNotExist), "changed"),
    (PermissionDenied, "section"),
    (SamePerson, "other_person"),
    (ValueError, "ground"),
)


def do_some(job_id: int, size: int, *, now: datetime) -> Step:
    """The next comments of a job, at most so many. Where none is left it has ended."""
    with one_turn():
        job = locked_job(job_id)
        if job.undo_asked_at is not None:
            return Step(0, is_over=True)
        items = _next_items(job, _STATE.TO_DO, size)
        act = bulk_act(job.act)
        if not items or act is None:
            job.ended_at = now
            job.save(update_fields=["ended_at"])
            return Step(0, is_over=True)
        done = _do(job, act, items, now)
        _write(done)
        decided = [item for item in done if item.decision_id]
        if decided:
            put_off(_decisions(decided), until=now + HELD)
            forget([item.comment_id for item in decided])
    return Step(len(done))


def take_back_some(job_id: int, size: int, *, now: datetime) -> Step:
    """The same of what it did. Where nothing is left it has been taken back."""
    with one_turn():
        job = locked_job(job_id)
        items = _next_items(job, _STATE.DONE, size)
        if not items:
            job.ended_at, job.undone_at = job.ended_at or now, now
            job.save(update_fields=["ended_at", "undone_at"])
            return Step(0, is_over=True)
        refusals = take_back(job, items, now)
        undone = items[: len(refusals)]
        for item, refusal in zip(undone, refusals, strict=True):
            item.state = _STATE.KEPT if refusal else _STATE.UNDONE
            item.reason = "too_late" if refusal else ""
        _write(undone)
    return Step(len(undone))


def stop(job: BulkJob) -> None:
    """What it has not done it will not do. In steps: it may be much."""

    def write(numbers: Sequence[int]) -> None:
        waiting = BulkItem.objects.filter(pk__in=numbers, state=_STATE.TO_DO)
        waiting.update(state=_STATE.SKIPPED, reason="stopped")

    for _done in short_steps(_to_stop(job), write, within=one_turn, step_seconds=0):
        pass


def _to_stop(job: BulkJob) -> Iterator[list[int]]:
    waiting = BulkItem.objects.filter(job=job, state=_STATE.TO_DO).order_by("pk").values_list("pk", flat=True)
    while found := list(waiting[:STOPPED_AT_ONCE]):
        yield found


def locked_job(job_id: int) -> BulkJob:
    """The job as it is now, with who asked for it; nobody changes it until the transaction ends."""
    return BulkJob.objects.select_for_update(of=("self",)).select_related("person").get(pk=job_id)


def _next_items(job: BulkJob, state: BulkItem.State, size: int) -> list[BulkItem]:
    return list(BulkItem.objects.select_for_update().filter(job=job, state=state).order_by("pk")[:size])


def _do(job: BulkJob, act: BulkAct, items: Sequence[BulkItem], now: datetime) -> list[BulkItem]:
    """Those of the items that were looked at, with what became of each."""
    reasons = left_alone(act, [item.comment_id for item in items])
    to_do = [item for item in items if item.comment_id not in reasons]
    outcomes = run(act, job, to_do, now)
    for item, outcome in zip(to_do, outcomes, strict=False):
        if isinstance(outcome, Exception):
            reasons[item.comment_id] = _reason(outcome)
        item.decision_id = outcome if isinstance(outcome, UUID) else None
    later = {item.pk for item in to_do[len(outcomes) :]}
    done = [item for item in items if item.pk not in later]
    for item in done:
        item.reason = reasons.get(item.comment_id, "")
        item.state = _STATE.SKIPPED if item.reason else _STATE.DONE
    return done


def _reason(refusal: Exception) -> str:
    """The code of why it was not done. Raises what nobody expects."""
    for kinds, reason in _REASONS:
        if isinstance(refusal, kinds):
            return reason
    raise refusal


def _write(items: Sequence[BulkItem]) -> None:
    """One statement for as many as the database takes at once."""
    BulkItem.objects.bulk_create(
        items,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["state", "reason", "decision_id"],
    )


def _decisions(items: Sequence[BulkItem]) -> list[UUID]:
    return [item.decision_id for item in items if item.decision_id]
