"""The mails about what a job decided: they wait as long as all of it can be taken back.

    hold(job, until=now + HELD)      # while it works
    let_go(job, since=end, now=now)  # when the time for undo is over: from then on nothing can be taken back

Both go through its items in short steps. A worker that is killed begins them again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from kawaraban.doors.desk.bulk.doing import locked_job
from kawaraban.doors.desk.models import BulkItem, BulkJob
from kawaraban.kit.work.short_steps import short_steps
from kawaraban.law.outbox import put_off
from kawaraban.press.turn import one_turn

MAILS_AT_ONCE: Final = 200
# What was taken back has no mail to leave.
_DECIDED = (BulkItem.State.DONE, BulkItem.State.KEPT)


def hold(job: BulkJob, *, until: datetime) -> None:
    """None of them leaves before this moment."""
    _leave(job, until)
    BulkJob.objects.filter(pk=job.pk).update(held_until=until)


def let_go(job: BulkJob, *, since: datetime, now: datetime) -> None:
    """All of them leave, if nobody has asked for them to be taken back by now. `since` they might have left."""
    with one_turn():
        job = locked_job(job.pk)
        if job.is_taken_back:
            return
        job.let_go_at = job.let_go_at or now
        job.save(update_fields=["let_go_at"])
    _leave(job, since)
    BulkJob.objects.filter(pk=job.pk).update(held_until=None)


def _leave(job: BulkJob, moment: datetime) -> None:
    def write(decision_ids: Sequence[UUID]) -> None:
        put_off(decision_ids, until=moment)

    for _done in short_steps(_decided(job), write, within=one_turn, step_seconds=0):
        pass


def _decided(job: BulkJob) -> Iterator[list[UUID]]:
    for state in _DECIDED:
        place = 0
        while found := _behind(job, state, place):
            place = found[-1][0]
            yield [decision_id for _pk, decision_id in found]


def _behind(job: BulkJob, state: BulkItem.State, place: int) -> list[tuple[int, UUID]]:
    items = BulkItem.objects.filter(job=job, state=state, pk__gt=place, decision_id__isnull=False)
    found = items.order_by("pk").values_list("pk", "decision_id")[:MAILS_AT_ONCE]
    return [(pk, decision_id) for pk, decision_id in found if decision_id]
