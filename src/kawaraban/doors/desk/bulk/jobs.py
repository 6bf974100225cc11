"""Jobs on many comments: asked for, done by the worker in short steps, and taken back as one.

    job = ask(plan, BulkSaid(ground="spam"), person=aiko, now=now)
    work(now=utc_now)                       # the worker, every second
    take_back_job(job, now=now)             # within the time for undo after its end

A step decides many comments, each of them whole or not at all, in one transaction with their items: a worker that is
killed goes on where it was and does nothing twice. While a job runs its messages are put off; they leave when the time
for undo after its end is over.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.conf import settings

from kawaraban.doors.desk.bulk.collecting import collect
from kawaraban.doors.desk.bulk.doing import HELD, do_some, stop, take_back_some
from kawaraban.doors.desk.bulk.mails import hold, let_go
from kawaraban.doors.desk.bulk.said import BulkSaid, kept
from kawaraban.doors.desk.bulk.selection import Plan
from kawaraban.doors.desk.bulk.steps import JobPace, JobSteps
from kawaraban.doors.desk.models import UNFINISHED, BulkItem, BulkJob
from kawaraban.law.record.rows import insert_rows
from kawaraban.people.models import User
from kawaraban.press.turn import one_turn


def ask(plan: Plan, said: BulkSaid, *, person: User, now: datetime) -> BulkJob:
    """Write the job; with all its comments, where they are no whole list. Nothing is done yet."""
    selection = plan.selection
    # Looked at before anybody else waits for it.
    chosen = [] if selection.is_to_be_collected else list(plan.rows.values_list("pk", "revision_number"))
    with one_turn():
        job = BulkJob.objects.create(
            act=plan.act.code,
            **asdict(kept(said, now=now)),
            selection=dict(selection.hidden) if selection.is_to_be_collected else {},
            expected_count=plan.to_do,
            person=person,
            asked_at=now,
        )
        insert_rows(
            BulkItem,
            ("job_id", "comment_id", "revision_number"),
            [(job.pk, pk, revision) for pk, revision in chosen],
        )
    return job


def undo_ends_at(job: BulkJob) -> datetime | None:
    """Until then the whole job can be taken back; None while it runs: then it can be stopped at any time."""
    return job.ended_at + timedelta(seconds=settings.UNDO_SECONDS) if job.ended_at else None


def take_back_job(job: BulkJob, *, now: datetime) -> bool:
    """Ask for the undo of all that it did; what it has not done it will not do. False when it is too late."""
    with one_turn():
        job = BulkJob.objects.select_for_update().get(pk=job.pk)
        ends_at = undo_ends_at(job)
        if job.undo_asked_at or job.let_go_at or (ends_at and now >= ends_at):
            return False
        job.undo_asked_at = now
        job.save(update_fields=["undo_asked_at"])
    return True


def work(*, now: Callable[[], datetime], most: int = 1_000_000) -> int:
    """Do what is asked for, the oldest job first; at most so many comments. Returns how many it looked at."""
    done, pace = 0, JobPace()
    while done < most:
        job = _next_job(now())
        if job is None:
            return done
        done += _go_on(job, now, most=most - done, pace=pace)
    return done


def _next_job(now: datetime) -> BulkJob | None:
    """What is to be stopped or taken back goes first, then mails that may leave, then the oldest that is to be done."""
    jobs = list(BulkJob.objects.filter(UNFINISHED).select_related("person").order_by("asked_at"))
    of_each_kind = (
        next((job for job in jobs if job.is_taken_back), None),
        next((job for job in jobs if (leave_at := _mails_leave_at(job)) and now >= leave_at), None),
        next((job for job in jobs if job.ended_at is None), None),
    )
    return next(filter(None, of_each_kind), None)


def _mails_leave_at(job: BulkJob) -> datetime | None:
    """When it cannot be taken back any more, or has been; None where that is not known yet."""
    return None if job.is_taken_back else job.undone_at or undo_ends_at(job)


def _go_on(job: BulkJob, now: Callable[[], datetime], *, most: int, pace: JobPace) -> int:
    """Some steps of this job."""
    leave_at = _mails_leave_at(job)
    if leave_at is not None:
        let_go(job, since=leave_at, now=now())
        return 0
    if job.is_collecting:
        JobSteps(lambda _size: collect(job, now=now()), most=1, pace=JobPace()).run()
        return 0
    moment = now()
    if job.held_until is None or job.held_until < moment + HELD / 2:
        # A long job holds its messages anew before they would leave.
        hold(job, until=moment + HELD)
    if job.is_taken_back:
        stop(job)
    do = take_back_some if job.is_taken_back else do_some
    steps = JobSteps(lambda size: do(job.pk, size, now=now()), most=most, pace=pace)
    steps.run()
    return steps.looked_at
