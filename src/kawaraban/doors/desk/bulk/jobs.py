"""Jobs on many comments: asked for, done by the worker one comment after the other, and taken back as one.

    job = ask(plan, BulkSaid(ground="spam"), person=aiko, now=now)
    work(now=utc_now)                       # the worker, every second
    take_back_job(job, now=now)             # within the time for undo after its end

Each comment is done in one transaction with its item, so a worker that is killed goes on where it was and does nothing
twice. While a job runs its messages are put off; they leave when the time for undo after its end is over.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from kawaraban.comments.actions.decide import AlreadyDecided, TooLateToUndo
from kawaraban.comments.actions.marks import NotShown
from kawaraban.comments.actions.words import WordsChanged
from kawaraban.comments.models import Comment
from kawaraban.doors.desk.bulk.acts import BulkAct, bulk_act, is_done_already, not_to_keep, take_back
from kawaraban.doors.desk.bulk.collecting import collect
from kawaraban.doors.desk.bulk.said import BulkSaid, kept
from kawaraban.doors.desk.bulk.selection import Plan
from kawaraban.doors.desk.lane.claims import forget
from kawaraban.doors.desk.models import BulkItem, BulkJob
from kawaraban.law.outbox import put_off
from kawaraban.law.redress.appeals import SamePerson
from kawaraban.people.models import User

# Longer than any rest of the worker, and renewed while it works: at its end the messages are let go much earlier.
_HELD = timedelta(hours=1)
_AT_ONCE = 200


def ask(plan: Plan, said: BulkSaid, *, person: User, now: datetime) -> BulkJob:
    """Write the job; with all its comments, where they are no whole list. Nothing is done yet."""
    selection = plan.selection
    with transaction.atomic():
        job = BulkJob.objects.create(
            act=plan.act.code,
            **asdict(kept(said, now=now)),
            selection=dict(selection.hidden) if selection.is_to_be_collected else {},
            expected_count=plan.to_do,
            person=person,
            asked_at=now,
        )
        if not job.selection:
            BulkItem.objects.bulk_create(
                BulkItem(job=job, comment_id=pk, revision_number=revision)
                for pk, revision in plan.rows.values_list("pk", "revision_number")
            )
    return job


def undo_ends_at(job: BulkJob) -> datetime | None:
    """Until then the whole job can be taken back; None while it runs: then it can be stopped at any time."""
    return job.ended_at + timedelta(seconds=settings.UNDO_SECONDS) if job.ended_at else None


def take_back_job(job: BulkJob, *, now: datetime) -> bool:
    """Ask for the undo of all that it did; what it has not done it will not do. False when it is too late."""
    with transaction.atomic():
        job = BulkJob.objects.select_for_update().get(pk=job.pk)
        ends_at = undo_ends_at(job)
        if job.undo_asked_at or (ends_at and now >= ends_at):
            return False
        job.undo_asked_at = now
        job.save(update_fields=["undo_asked_at"])
        _messages_leave(job, now + _HELD)
    return True


def work(*, now: Callable[[], datetime], most: int = 1_000_000) -> int:
    """Do what is asked for, the oldest job first; at most so many comments. Returns how many it looked at."""
    done = 0
    while done < most:
        job = _next_job()
        if job is None:
            return done
        if job.undo_asked_at is None:
            done += _go_on(job, now, most=most - done)
        else:
            done += _go_back(job, now, most=most - done)
    return done


def _next_job() -> BulkJob | None:
    waiting = BulkJob.objects.select_related("person")
    return (
        waiting.filter(undo_asked_at__isnull=False, undone_at=None).order_by("asked_at").first()
        or waiting.filter(ended_at=None, undo_asked_at=None).order_by("asked_at").first()
    )


def _go_on(job: BulkJob, now: Callable[[], datetime], *, most: int) -> int:
    if job.is_collecting:
        collect(job, now=now())
        return 0
    ids = _ids(job, BulkItem.State.TO_DO, most)
    if not ids:
        _end(job, now())
        return 0
    _hold(job, now())
    act = bulk_act(job.act)
    for pk in ids:
        if act is None or not _do_one(job, act, pk, now()):
            break
    return len(ids)


def _do_one(job: BulkJob, act: BulkAct, item_id: int, now: datetime) -> bool:
    """One comment, in one transaction with its item. False when the job was stopped."""
    with transaction.atomic():
        item = BulkItem.objects.select_for_update().select_related("comment").get(pk=item_id)
        if BulkJob.objects.filter(pk=job.pk, undo_asked_at__isnull=False).exists():
            return False
        if item.state != BulkItem.State.TO_DO:
            return True
        item.reason = _reason(job, act, item, now)
        item.state = BulkItem.State.SKIPPED if item.reason else BulkItem.State.DONE
        item.save(update_fields=["state", "reason", "decision_id"])
        if item.decision_id:
            put_off([item.decision_id], until=now + _HELD)
            forget([item.comment])
    return True


def _reason(job: BulkJob, act: BulkAct, item: BulkItem, now: datetime) -> str:
    """Do it; "" when it was done, else the code of why not."""
    if is_done_already(act, item.comment):
        return "already"
    if act.is_of_reports and (reason := not_to_keep(item.comment)):
        return reason
    try:
        item.decision_id = act.run(job, item, now)
    except (AlreadyDecided, NotShown, WordsChanged, Comment.DoesNotExist):
        return "changed"
    except PermissionDenied:
        return "section"
    except SamePerson:
        return "other_person"
    except ValueError:
        return "ground"
    return ""


def _end(job: BulkJob, now: datetime) -> None:
    with transaction.atomic():
        BulkJob.objects.filter(pk=job.pk, ended_at=None).update(ended_at=now)
        _messages_leave(job, now + timedelta(seconds=settings.UNDO_SECONDS))


def _go_back(job: BulkJob, now: Callable[[], datetime], *, most: int) -> int:
    stopped = BulkItem.objects.filter(job=job, state=BulkItem.State.TO_DO)
    stopped.update(state=BulkItem.State.SKIPPED, reason="stopped")
    ids = _ids(job, BulkItem.State.DONE, most)
    _hold(job, now())
    for pk in ids:
        _undo_one(job, pk, now())
    if not ids:
        moment = now()
        with transaction.atomic():
            BulkJob.objects.filter(pk=job.pk, ended_at=None).update(ended_at=moment)
            BulkJob.objects.filter(pk=job.pk, undone_at=None).update(undone_at=moment)
            _messages_leave(job, moment)
    return len(ids)


def _undo_one(job: BulkJob, item_id: int, now: datetime) -> None:
    with transaction.atomic():
        item = BulkItem.objects.select_for_update().get(pk=item_id)
        if item.state != BulkItem.State.DONE:
            return
        try:
            take_back(job, item, now)
            item.state = BulkItem.State.UNDONE
        except (TooLateToUndo, PermissionDenied, Comment.DoesNotExist):
            item.state, item.reason = BulkItem.State.KEPT, "too_late"
        item.save(update_fields=["state", "reason"])


def _ids(job: BulkJob, state: BulkItem.State, most: int) -> list[int]:
    items = BulkItem.objects.filter(job=job, state=state).order_by("pk")
    return list(items.values_list("pk", flat=True)[: min(most, _AT_ONCE)])


def _hold(job: BulkJob, now: datetime) -> None:
    """A long job holds its messages anew before they would leave."""
    if job.held_until is None or job.held_until < now + _HELD / 2:
        with transaction.atomic():
            _messages_leave(job, now + _HELD)
            BulkJob.objects.filter(pk=job.pk).update(held_until=now + _HELD)


def _messages_leave(job: BulkJob, moment: datetime) -> None:
    """When what the job has to tell leaves. One statement, however many they are."""
    decided = BulkItem.objects.filter(job=job, decision_id__isnull=False)
    put_off(decided.values("decision_id"), until=moment)
