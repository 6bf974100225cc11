"""Writing the items of a job on a whole list, step by step: how long the list is costs neither memory nor a long lock.

    while not collect(job, now=now).is_over: pass

The list is what it was when it was looked at: what came later is not in it, and what was changed later is an item that
is skipped. Each step and its place are one transaction, so a worker that is killed goes on behind the last one.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kawaraban.doors.desk.bulk.acts import bulk_act
from kawaraban.doors.desk.bulk.doing import locked_job
from kawaraban.doors.desk.bulk.selection import Selection, judged, whole_list
from kawaraban.doors.desk.bulk.steps import Step
from kawaraban.doors.desk.models import BulkItem, BulkJob
from kawaraban.press.turn import one_turn

STEP = 250
# Of what is left as it is, these were not so when it was asked for: the job tells of them.
_TOLD = ("", "changed", "held")


def collect(job: BulkJob, *, now: datetime) -> Step:
    """The next step. The list is looked at before the lock is taken: however far the next comments of it are."""
    job = BulkJob.objects.select_related("person").get(pk=job.pk)
    act = bulk_act(job.act)
    if not job.is_collecting:
        return Step(0, is_over=True)
    selection = whole_list(job.selection, moderator=job.person, now=now)
    rows = judged(selection, act=act, now=now) if act else selection.rows.none()
    field = _field(selection)
    behind = _behind(rows, field, job.collected_up_to)
    found = list(behind.values_list("pk", "revision_number", "fate", field)[:STEP])
    is_last = len(found) < STEP
    with one_turn():
        place, job = job.collected_up_to, locked_job(job.pk)
        if not job.is_collecting or job.collected_up_to != place:
            return Step(0)
        # What has moved in its list since the last step may come twice.
        BulkItem.objects.bulk_create(
            (_item(job, pk, revision, fate) for pk, revision, fate, _moment in found if fate in _TOLD),
            ignore_conflicts=True,
        )
        if found:
            pk, _revision, _fate, moment = found[-1]
            job.collected_up_to = f"{moment.isoformat()} {pk}"
        job.collected_at = now if is_last else None
        job.save(update_fields=["collected_up_to", "collected_at"])
    return Step(0, is_over=is_last)


def _item(job: BulkJob, comment_id: int, revision_number: int, fate: str) -> BulkItem:
    state = BulkItem.State.SKIPPED if fate else BulkItem.State.TO_DO
    return BulkItem(job=job, comment_id=comment_id, revision_number=revision_number, state=state, reason=fate)


def _field(selection: Selection) -> str:
    assert selection.walk is not None
    return selection.walk.lane.since


# The first condition is a range of the index; the second only drops what is of the same instant.
def _behind(rows: QuerySet[Any], field: str, place: str) -> QuerySet[Any]:
    """What comes after this place of the list, the longest waiting first."""
    if place:
        moment, pk = place.split(" ")
        instant = datetime.fromisoformat(moment)
        rows = rows.filter(**{f"{field}__gte": instant}).exclude(**{field: instant, "pk__lte": int(pk)})
    return rows.order_by(field, "pk")
