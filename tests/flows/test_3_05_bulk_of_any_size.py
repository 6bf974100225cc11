"""3.5: a whole list of any length at once, in steps, taken back as one; what is against the law, the law asked once."""

import tracemalloc
from datetime import timedelta
from functools import partial
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.flows.test_3_05_bulk import fields
from tests.makers.desk import comment_in, crowd, signed_in, waiting_comment

from kawaraban.comments.actions.acts import APPROVE
from kawaraban.comments.actions.author import revise
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.bulk import jobs as bulk_jobs
from kawaraban.doors.desk.bulk.collecting import STEP, collect
from kawaraban.doors.desk.models import BulkItem, BulkJob
from kawaraban.law.models import Decision, OutboxMessage, Statement, Verdict
from kawaraban.people.models import User

MANY = 5_000


def asked_for_list(desk: Client, act: str, *, query: dict[str, str] | None = None, **said: str) -> BulkJob:
    """Look at the whole list, and ask."""
    page = desk.get("/desk/bulk/", {"list": "queue", "act": act, **(query or {})})
    answer = desk.post("/desk/bulk/", fields(page) | said)
    assert answer.status_code == HTTPStatus.SEE_OTHER, answer.content.decode()
    return BulkJob.objects.get(public_id=answer.headers["Location"].split("/")[-2])


def test_3_05_five_thousand_are_one_job_with_progress_and_one_undo(desk: Client, thread: Thread) -> None:
    crowd(thread, MANY)
    page = desk.get("/desk/bulk/", {"list": "queue", "act": "approve"}).content.decode()

    job = asked_for_list(desk, "approve")
    address = reverse("desk:bulk_job", args=[job.public_id])
    before = desk.get(f"{address}state").json()
    bulk_jobs.work(now=timezone.now, most=40)
    under_way = desk.get(f"{address}state").json()
    done = Comment.objects.approved().count()
    desk.post(reverse("desk:bulk_job_undo", args=[job.public_id]))
    bulk_jobs.work(now=timezone.now)

    assert "It would happen to 5,000 comments" in page
    assert before == {"looked_at": 0, "total": MANY, "words": "0 approved", "is_running": True}
    assert under_way == {"looked_at": 40, "total": MANY, "words": "40 approved", "is_running": True}
    assert done == 40
    assert Comment.objects.pending().count() == MANY
    end = desk.get(address).content.decode()
    assert "40 taken back" in end
    assert "4,960 were not reached before it was stopped" in end


def test_3_05_how_long_the_list_is_costs_no_memory(desk: Client, thread: Thread) -> None:
    """Looking, asking and writing the items: five times as many comments take no more than the same steps."""
    peaks = []
    for number in (STEP, 4 * STEP):
        crowd(thread, number)
        desk.get("/desk/bulk/", {"list": "queue", "act": "approve"})
        tracemalloc.start()

        job = asked_for_list(desk, "approve")
        while BulkJob.objects.get(pk=job.pk).is_collecting:
            collect(job, now=timezone.now())

        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert job.items.count() == Comment.objects.count()

    assert Comment.objects.count() == 5 * STEP
    assert peaks[1] < 2 * peaks[0]


def test_3_05_each_comment_of_a_long_list_is_an_item_once(desk: Client, thread: Thread) -> None:
    comments = crowd(thread, 2 * STEP + 10)
    moment = comments[0].sent_at
    Comment.objects.filter(pk__in=[comment.pk for comment in comments[: STEP + 30]]).update(sent_at=moment)
    job = asked_for_list(desk, "approve")

    bulk_jobs.work(now=timezone.now, most=1)

    job.refresh_from_db()
    assert job.collected_at is not None
    assert set(BulkItem.objects.values_list("comment_id", flat=True)) == {comment.pk for comment in comments}


def test_3_05_a_list_is_what_it_was_although_its_items_are_written_later(
    desk: Client, editor: User, thread: Thread
) -> None:
    plain, changed, read, decided = crowd(thread, 4)
    job = asked_for_list(desk, "reject", ground="spam")
    late = waiting_comment(thread, minutes=0, now=timezone.now() + timedelta(seconds=1))
    revise(tracking_token=changed.tracking_token, text="Other words.", now=timezone.now())
    signed_in(editor).get(reverse("desk:card", args=[read.public_id]))
    decide(APPROVE, Judged(decided.pk, 1), moderator=editor, now=timezone.now())

    bulk_jobs.work(now=timezone.now)

    statuses = {comment.pk: comment.status for comment in Comment.objects.all()}
    assert [statuses[each.pk] for each in (plain, changed, read, decided, late)] == [
        Status.REJECTED,
        Status.PENDING,
        Status.PENDING,
        Status.APPROVED,
        Status.PENDING,
    ]
    page = desk.get(reverse("desk:bulk_job", args=[job.public_id])).content.decode()
    assert "1 were decided or changed meanwhile" in page
    assert "1 are read by a colleague" in page


def test_3_05_two_desks_on_one_list_decide_each_comment_once(
    desk: Client, editor: User, thread: Thread
) -> None:
    crowd(thread, 6)
    asked_for_list(desk, "approve")
    asked_for_list(signed_in(editor), "reject", ground="spam")

    bulk_jobs.work(now=timezone.now)

    assert Decision.objects.count() == 6
    assert Comment.objects.approved().count() == 6
    assert BulkJob.objects.filter(ended_at=None).count() == 0


def test_3_05_a_job_that_is_stopped_before_its_items_are_written_does_nothing(
    desk: Client, thread: Thread
) -> None:
    crowd(thread, 3)
    job = asked_for_list(desk, "approve")

    desk.post(reverse("desk:bulk_job_undo", args=[job.public_id]))
    bulk_jobs.work(now=timezone.now)

    job.refresh_from_db()
    assert job.undone_at is not None
    assert Comment.objects.pending().count() == 3
    assert not Decision.objects.exists()


def test_3_05_a_long_job_holds_its_messages_until_its_own_end(desk: Client, thread: Thread) -> None:
    crowd(thread, 4)
    Comment.objects.update(email="reader@example.org")
    job = asked_for_list(desk, "approve")
    start = timezone.now()
    for hours in (0, 0.7, 1.4, 2.1):
        bulk_jobs.work(now=partial(start.__add__, timedelta(hours=hours)), most=1)

    early = OutboxMessage.objects.due(start + timedelta(hours=2.9)).count()
    bulk_jobs.work(now=lambda: start + timedelta(hours=2.2))

    job.refresh_from_db()
    assert early == 0
    assert job.ended_at is not None
    for seconds, due in ((9, 0), (11, 4)):
        moment = job.ended_at + timedelta(seconds=seconds)
        bulk_jobs.work(now=partial(moment.__add__, timedelta()))
        assert OutboxMessage.objects.due(moment).count() == due


def test_3_05_what_a_search_found_is_the_job_although_more_is_found_later(
    desk: Client, thread: Thread
) -> None:
    found = waiting_comment(thread, text="The pier is closed.", minutes=9)
    waiting_comment(thread, text="The road is open.", minutes=8)
    asked_for_list(desk, "approve", query={"q": "pier"})
    later = waiting_comment(thread, text="The pier again.", minutes=7)

    bulk_jobs.work(now=timezone.now)

    assert Comment.objects.approved().get() == found
    later.refresh_from_db()
    assert later.status == Status.PENDING


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [
        ("reject", Status.PENDING, Status.REJECTED),
        ("remove", Status.APPROVED, Status.REJECTED),
        ("withhold", Status.APPROVED, Status.WITHHELD),
    ],
)
def test_3_05_against_the_law_asks_for_the_law_once_and_each_statement_names_it(
    act: str, before: Status, after: Status, desk: Client, thread: Thread, moderator: User
) -> None:
    comments = [comment_in(before, thread, moderator, minutes=minutes) for minutes in (3, 2)]
    page = desk.get("/desk/bulk/", {"id": [comment.public_id for comment in comments], "act": act})
    said = {"ground": "illegal", "law": "Penal Code, section 130", "offence": "hate", "note": "Calls for it."}

    desk.post("/desk/bulk/", fields(page) | said)
    bulk_jobs.work(now=timezone.now)

    assert set(Comment.objects.values_list("status", flat=True)) == {after}
    decided = Decision.objects.exclude(verdict=Verdict.APPROVED)
    assert (
        list(decided.values_list("ground", "legal_ground", "offence"))
        == [("illegal", "Penal Code, section 130", "hate")] * 2
    )
    assert all("Penal Code, section 130" in words.ground_words for words in Statement.objects.all())


def test_3_05_a_law_without_the_ground_that_asks_for_it_is_not_said(desk: Client, thread: Thread) -> None:
    crowd(thread, 2)

    job = asked_for_list(desk, "reject", ground="spam", law="Penal Code", offence="hate")
    bulk_jobs.work(now=timezone.now)

    assert (job.law, job.offence) == ("", "")
    assert set(Decision.objects.values_list("ground", "legal_ground")) == {("spam", "")}


def test_3_05_the_law_is_kept_on_the_page_that_asks_again(desk: Client, thread: Thread) -> None:
    ids = [comment.public_id for comment in crowd(thread, 1)]
    said = {"ground": "illegal", "law": "Act 7", "offence": "nonsense"}

    answer = desk.post("/desk/bulk/", {"id": ids, "act": "reject", **said})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'value="Act 7"' in answer.content.decode()
    assert not BulkJob.objects.exists()
