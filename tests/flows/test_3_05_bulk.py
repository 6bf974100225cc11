"""Promise 3.5: many comments at once: shown before, done in the background, never twice, taken back as one."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.answer import Answer
from tests.makers.desk import comment_in, crowd, shown_comment, signed_in, waiting_comment
from tests.page import Page
from tests.rigs.file_paper import FilePaper, file_paper, kill  # noqa: F401

from kawaraban.comments.actions.acts import APPROVE
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.actions.marks import pick
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.bulk import jobs as bulk_jobs
from kawaraban.doors.desk.models import BulkItem, BulkJob
from kawaraban.law.models import Decision, OutboxMessage, Verdict
from kawaraban.law.outbox import send_due
from kawaraban.people.models import User


def fields(page: Answer) -> dict[str, list[str]]:
    """What the form that asks for it sends along."""
    sent: dict[str, list[str]] = {}
    for field in Page(page.content).form("/desk/bulk/").controls:
        if field.get("type") == "hidden":
            sent.setdefault(field.name, []).append(field.value)
    return sent


def asked(desk: Client, comments: list[Comment], act: str, **said: str) -> BulkJob:
    """The whole way: choose, look, ask."""
    page = desk.get("/desk/bulk/", {"id": [comment.public_id for comment in comments], "act": act})
    answer = desk.post("/desk/bulk/", fields(page) | said)
    assert answer.status_code == HTTPStatus.SEE_OTHER, answer.content.decode()
    return BulkJob.objects.get(public_id=answer.headers["Location"].split("/")[-2])


def statuses(comments: list[Comment]) -> list[str]:
    return [Comment.objects.get(pk=comment.pk).status for comment in comments]


def test_3_05_it_is_shown_what_would_happen_and_nothing_happens(
    desk: Client, editor: User, thread: Thread, moderator: User
) -> None:
    waiting = crowd(thread, 4)
    gone = shown_comment(thread, moderator)
    read = waiting_comment(thread, name="Read")
    signed_in(editor).get(reverse("desk:card", args=[read.public_id]))
    ids = [comment.public_id for comment in [*waiting, gone, read]]

    page = desk.get("/desk/bulk/", {"id": ids, "act": "approve"}).content.decode()

    assert "6 comments are chosen. Nothing has happened yet." in page
    assert "It would happen to 4 comments" in page
    assert "1 stand somewhere else by now" in page
    assert "1 are read by a colleague" in page
    assert "Comment number 0." in page
    assert not BulkJob.objects.exists()
    assert set(statuses(waiting)) == {Status.PENDING}


def test_3_05_the_worker_does_it_and_says_how_far_it_is(desk: Client, thread: Thread) -> None:
    comments = crowd(thread, 5)
    job = asked(desk, comments, "reject", ground="spam", note="No advertising, please.")
    address = reverse("desk:bulk_job", args=[job.public_id])
    before = statuses(comments)

    bulk_jobs.work(now=timezone.now, most=2)
    half = desk.get(f"{address}state").json()
    bulk_jobs.work(now=timezone.now)
    end = desk.get(f"{address}state").json()

    assert set(before) == {Status.PENDING}
    assert half == {"looked_at": 2, "total": 5, "words": "2 not published", "is_running": True}
    assert end == {"looked_at": 5, "total": 5, "words": "5 not published", "is_running": False}
    assert set(statuses(comments)) == {Status.REJECTED}
    assert set(Decision.objects.values_list("ground", "note")) == {("spam", "No advertising, please.")}
    assert "Take all of it back" in desk.get(address).content.decode()


def test_3_05_a_whole_list_is_taken_as_it_was_when_it_was_looked_at(desk: Client, thread: Thread) -> None:
    sport = Thread.objects.create(locator="s", url="/s/", title="A match", section="sport", language="en")
    meant = [waiting_comment(sport, minutes=9), waiting_comment(sport, minutes=8)]
    elsewhere = waiting_comment(thread, minutes=7)
    page = desk.get("/desk/bulk/", {"list": "queue", "section": "sport", "act": "approve"})
    late = waiting_comment(sport, minutes=0, now=timezone.now() + timedelta(seconds=1))

    desk.post("/desk/bulk/", fields(page))
    bulk_jobs.work(now=timezone.now)

    assert set(statuses(meant)) == {Status.APPROVED}
    assert statuses([elsewhere, late]) == [Status.PENDING, Status.PENDING]


def test_3_05_words_that_were_changed_meanwhile_are_not_judged_unseen(desk: Client, thread: Thread) -> None:
    from kawaraban.comments.actions.author import revise

    before_asking, after_asking = waiting_comment(thread, minutes=9), waiting_comment(thread, minutes=8)
    ids = [before_asking.public_id, after_asking.public_id]
    page = desk.get("/desk/bulk/", {"id": ids, "act": "approve"})
    revise(tracking_token=before_asking.tracking_token, text="Other words.", now=timezone.now())
    desk.post("/desk/bulk/", fields(page))
    revise(tracking_token=after_asking.tracking_token, text="Other words.", now=timezone.now())

    bulk_jobs.work(now=timezone.now)

    assert statuses([before_asking, after_asking]) == [Status.PENDING, Status.PENDING]
    assert BulkItem.objects.get().reason == "changed"


def test_3_05_what_a_colleague_decided_meanwhile_stays_so(desk: Client, editor: User, thread: Thread) -> None:
    one, other = crowd(thread, 2)
    job = asked(desk, [one, other], "reject", ground="spam")
    decide(APPROVE, Judged(one.pk, 1), moderator=editor, now=timezone.now())

    bulk_jobs.work(now=timezone.now)

    assert statuses([one, other]) == [Status.APPROVED, Status.REJECTED]
    page = desk.get(reverse("desk:bulk_job", args=[job.public_id])).content.decode()
    assert "1 were decided or changed meanwhile" in page


@pytest.mark.parametrize(
    ("act", "said", "sentence"),
    [
        ("reject", {}, "Choose a ground: the authors are told which one."),
        ("reject", {"ground": "illegal", "note": "x"}, "Name the law"),
        ("reject", {"ground": "illegal", "law": "Act 1", "offence": "x"}, "Choose a field of law."),
        ("reject", {"ground": "nonsense"}, "Choose a ground of the policy."),
        ("reject", {"ground": "other"}, "write a note to the authors"),
        ("send_back", {}, "Say what should be changed"),
        ("reopen", {}, "It would happen to none of these comments."),
    ],
)
def test_3_05_what_is_not_complete_is_not_taken(
    act: str, said: dict[str, str], sentence: str, desk: Client, thread: Thread
) -> None:
    ids = [comment.public_id for comment in crowd(thread, 2)]

    answer = desk.post("/desk/bulk/", {"id": ids, "act": act, **said})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in answer.content.decode()
    assert not BulkJob.objects.exists()


@pytest.mark.parametrize(
    ("act", "before", "after", "said"),
    [
        ("approve", Status.PENDING, Status.APPROVED, {}),
        ("reject", Status.PENDING, Status.REJECTED, {"ground": "insult"}),
        ("send_back", Status.PENDING, Status.RETURNED, {"note": "Please without names."}),
        ("withhold", Status.APPROVED, Status.WITHHELD, {}),
        ("remove", Status.APPROVED, Status.REJECTED, {"ground": "insult"}),
        ("reopen", Status.WITHHELD, Status.APPROVED, {}),
    ],
)
def test_3_05_every_act_is_done_and_taken_back_as_one(
    act: str,
    before: Status,
    after: Status,
    said: dict[str, str],
    desk: Client,
    thread: Thread,
    moderator: User,
) -> None:
    comments = [comment_in(before, thread, moderator, minutes=minutes) for minutes in (3, 2, 1)]
    job = asked(desk, comments, act, **said)
    bulk_jobs.work(now=timezone.now)
    done = statuses(comments)

    answer = desk.post(reverse("desk:bulk_job_undo", args=[job.public_id]))
    bulk_jobs.work(now=timezone.now)

    assert done == [after] * 3
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert statuses(comments) == [before] * 3
    assert Decision.objects.filter(verdict=Verdict.REVERSED).count() == 3
    assert set(BulkItem.objects.values_list("state", flat=True)) == {"undone"}


def test_3_05_picks_are_taken_back_but_not_those_that_were_there(
    desk: Client, thread: Thread, moderator: User
) -> None:
    new = shown_comment(thread, moderator, minutes=9)
    old = shown_comment(thread, moderator, minutes=8)
    pick(comment_id=old.pk, person=moderator, now=old.sent_at)
    job = asked(desk, [new, old], "pick")
    bulk_jobs.work(now=timezone.now)
    picked = [Comment.objects.get(pk=comment.pk).is_picked for comment in (new, old)]

    desk.post(reverse("desk:bulk_job_undo", args=[job.public_id]))
    bulk_jobs.work(now=timezone.now)

    assert picked == [True, True]
    assert [Comment.objects.get(pk=comment.pk).is_picked for comment in (new, old)] == [False, True]


def test_3_05_no_message_leaves_before_the_time_for_undo_of_the_whole_job_is_over(
    desk: Client, thread: Thread
) -> None:
    comments = crowd(thread, 3)
    Comment.objects.update(email="reader@example.org")
    job = asked(desk, comments, "approve")
    start = timezone.now()
    moments = iter(start + timedelta(minutes=minutes) for minutes in range(60))
    bulk_jobs.work(now=lambda: next(moments), most=2)
    in_between = OutboxMessage.objects.due(start + timedelta(minutes=5)).count()

    bulk_jobs.work(now=lambda: next(moments))
    job.refresh_from_db()
    assert job.ended_at is not None
    at_the_end = OutboxMessage.objects.due(job.ended_at + timedelta(seconds=9)).count()
    sent = send_due(now=job.ended_at + timedelta(seconds=11))
    too_late = bulk_jobs.take_back_job(job, now=job.ended_at + timedelta(seconds=11))

    assert (in_between, at_the_end, sent, too_late) == (0, 0, 3, False)


def test_3_05_a_running_job_is_stopped_and_taken_back(desk: Client, thread: Thread) -> None:
    comments = crowd(thread, 4)
    job = asked(desk, comments, "approve")
    bulk_jobs.work(now=timezone.now, most=2)

    desk.post(reverse("desk:bulk_job_undo", args=[job.public_id]))
    bulk_jobs.work(now=timezone.now)

    page = desk.get(reverse("desk:bulk_job", args=[job.public_id])).content.decode()
    assert set(statuses(comments)) == {Status.PENDING}
    assert "2 taken back" in page
    assert "2 were not reached before it was stopped" in page


def test_3_05_somebody_with_sections_does_nothing_in_others(moderator: User, thread: Thread) -> None:
    sport = Thread.objects.create(locator="s", url="/s/", title="A match", section="sport", language="en")
    own, other = waiting_comment(sport), waiting_comment(thread)
    moderator.sections = ["sport"]
    moderator.save()
    desk = signed_in(moderator)

    asked(desk, [own, other], "approve")
    bulk_jobs.work(now=timezone.now)

    assert statuses([own, other]) == [Status.APPROVED, Status.PENDING]


JOB = """
import json
from kawaraban.doors.desk.bulk import jobs as bulk
from kawaraban.doors.desk.models import BulkItem, BulkJob
now = datetime.now(UTC)
mika = User.objects.get(username="mika")
if sys.argv[1:] == [] and not BulkJob.objects.exists():
    thread = Thread.objects.get()
    receive([submission(thread, f"Words {n}.", now=now) for n in range(60)], now=now)
    job = BulkJob.objects.create(act="approve", person=mika, asked_at=now)
    BulkItem.objects.bulk_create(BulkItem(job=job, comment=c, revision_number=1) for c in Comment.objects.all())
for _step in range(60):
    bulk.work(now=lambda: datetime.now(UTC), most=1)
    print("one more", flush=True)
"""


def test_3_05_a_killed_worker_goes_on_where_it_was_and_does_nothing_twice(
    file_paper: FilePaper,  # noqa: F811
) -> None:
    process = file_paper.start(JOB)
    assert process.stdout is not None
    for _line in range(23):
        process.stdout.readline()
    kill(process)
    [[half]] = file_paper.query("SELECT count(*) FROM desk_bulkitem WHERE state = 'done'")

    file_paper.run(JOB)

    done = file_paper.query(
        "SELECT count(*), count(DISTINCT decision_id) FROM desk_bulkitem WHERE state = 'done'"
    )
    decisions = file_paper.query("SELECT count(*), count(DISTINCT subject) FROM law_decision")
    assert isinstance(half, int)
    assert 23 <= half < 60
    assert done == decisions == [(60, 60)]
    assert file_paper.query("SELECT count(*) FROM desk_bulkjob WHERE ended_at IS NOT NULL") == [(1,)]


@pytest.mark.parametrize(
    ("act", "said", "at"),
    [
        ("reject", {}, {"ground"}),
        ("reject", {"ground": "nonsense"}, {"ground"}),
        ("reject", {"ground": "illegal"}, {"law", "note"}),
        ("reject", {"ground": "illegal", "law": "Act 1", "note": "x", "offence": "x"}, {"offence"}),
        ("reject", {"ground": "insult", "note": "x" * 5000}, {"note"}),
        ("send_back", {}, {"note"}),
    ],
)
def test_4_03_what_is_missing_for_many_is_said_at_its_field_too(
    act: str, said: dict[str, str], at: set[str], desk: Client, thread: Thread
) -> None:
    ids = [comment.public_id for comment in crowd(thread, 2)]

    page = Page(desk.post("/desk/bulk/", {"id": ids, "act": act, **said}).content)

    wrong = [field for field in page.form("/desk/bulk/").controls if field.is_wrong]
    assert {field["id"] for field in wrong} == at
    for field in wrong:
        [sentence] = field.errors
        assert page.one(f'[id="{field["aria-describedby"]}"]')["role"] == "alert"
        assert page.link(sentence) == f"#{field['id']}"
