"""5b.2 A page of the desk looks at no more rows in a paper that has grown tenfold; a long list is done to its end.

Counted in steps of SQLite's machine, behind the number at which counting ends.
"""

from http import HTTPStatus

import pytest
from django.db import connection
from django.db.models import Max
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import NOON, many_rows
from tests.makers.desk import comment_in, shown_comment, signed_in
from tests.page import Page
from tests.rigs.counting.steps_of_sqlite import steps_of

from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.bulk import jobs as bulk_jobs
from kawaraban.doors.desk.bulk import page as bulk_page
from kawaraban.doors.desk.bulk import selection
from kawaraban.doors.desk.list import queue
from kawaraban.doors.desk.rules import capacity
from kawaraban.kit.clock import utc_now
from kawaraban.law.record.ledger import record
from kawaraban.law.record.staff_record import StaffVerb, record_staff_change
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
ON_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="counts the steps of SQLite")
COUNTED = 200
PAGES = (
    *("/desk/", "/desk/?order=need", "/desk/all/", "/desk/approved/", "/desk/all/?after={middle}"),
    *("/desk/card/{middle}/", "/desk/arrivals/?after={middle}", "/desk/records/", "/desk/figures/?days=365"),
    *(
        f"/desk/bulk/?list=all{act}"
        for act in ("", "&act=approve", "&act=reject", "&act=withhold", "&act=keep")
    ),
    "/desk/bulk/?list=waiting&act=approve",
)


@pytest.fixture
def publishers_desk(publisher: User) -> Client:
    return signed_in(publisher)


@pytest.fixture
def counted_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends at ten or fifty thousand ends at two hundred."""
    for module in (selection, bulk_page):
        monkeypatch.setattr(module, "LOOKED_AT_MOST", COUNTED)
    for module in (queue, capacity):
        monkeypatch.setattr(module, "COUNTED_AT_MOST", COUNTED)


@ON_SQLITE
@pytest.mark.usefixtures("counted_early")
def test_5b_02_no_page_of_the_desk_looks_at_more_rows_in_a_large_paper(
    publishers_desk: Client, thread: Thread, moderator: User, publisher: User
) -> None:
    shown_comment(thread, moderator, name="Ada")
    middle = comment_in(Status.REJECTED, thread, moderator, name="Umut").public_id
    record_staff_change(StaffVerb.ADDED, moderator, by=publisher, now=NOON)
    pages = [page.format(middle=middle) for page in PAGES]
    grow(thread, 500)
    before = {page: cost_of(publishers_desk, page) for page in pages}

    grow(thread, 5_000)

    after = {page: cost_of(publishers_desk, page) for page in pages}
    assert {
        page: (before[page], after[page]) for page in pages if after[page] > before[page] * 1.15 + 500
    } == {}


def grow(thread: Thread, count: int) -> None:
    """So many comments in each of three lanes, and entries of a kind that no page lists."""
    for status in (Status.PENDING, Status.APPROVED, Status.REJECTED):
        many_comments(thread, count, status)
    for number in range(count // 5):
        record(kind="comment_sent", subject=f"comment:{number}", payload={}, now=NOON)


def many_comments(thread: Thread, count: int, status: Status) -> None:
    """Behind those that are there."""
    first = (Comment.objects.aggregate(newest=Max("pk"))["newest"] or 0) + 1
    many_rows(thread, range(first, first + count), status=status, text=lambda _number: "The harbour is open.")


def cost_of(desk: Client, page: str) -> int:
    """Of the second visit: the first one fills what is kept."""

    def visit() -> None:
        assert desk.get(page).status_code == HTTPStatus.OK

    visit()
    return steps_of(visit)


@pytest.mark.usefixtures("counted_early")
def test_5b_02_a_plan_says_that_it_did_not_count_to_the_end(publishers_desk: Client, thread: Thread) -> None:
    many_comments(thread, COUNTED + 50, Status.APPROVED)
    many_comments(thread, COUNTED + 1, Status.PENDING)

    page = Page(publishers_desk.get("/desk/bulk/?list=all&act=approve").content)

    assert "400+ comments are chosen. Nothing has happened yet." in page.text
    assert "It would happen to 200+ comments" in page.text
    assert "200+ stand somewhere else by now" in page.text


@pytest.mark.usefixtures("counted_early")
def test_5b_02_a_job_does_what_its_plan_did_not_count(publishers_desk: Client, thread: Thread) -> None:
    many_comments(thread, COUNTED + 50, Status.APPROVED)
    many_comments(thread, COUNTED + 5, Status.PENDING)
    form = Page(publishers_desk.get("/desk/bulk/?list=all&act=approve").content).form("/desk/bulk/")
    sent = {field.name: field.value for field in form.controls if field.get("type") == "hidden"}

    answer = publishers_desk.post("/desk/bulk/", sent)
    bulk_jobs.work(now=utc_now)

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert not Comment.objects.filter(status=Status.PENDING).exists()


def test_5b_02_the_rows_that_follow_in_a_list_count_nothing(publishers_desk: Client, thread: Thread) -> None:
    many_comments(thread, 40, Status.PENDING)
    last = Comment.objects.order_by("pk")[29].public_id

    with CaptureQueriesContext(connection) as asked:
        answer = publishers_desk.get(f"/desk/?after={last}", headers={"HX-Request": "true"})

    assert len(Page(answer.content.decode()).all("li")) >= 10
    assert [each["sql"] for each in asked if "COUNT(" in each["sql"]] == []
