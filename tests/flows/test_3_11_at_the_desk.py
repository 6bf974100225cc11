"""3.11 What readers report always reaches the desk: its lane, its card, keeping it, and many of them at once."""

import csv
import io
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.answer import Answer
from tests.makers.desk import shown_comment, signed_in, waiting_comment
from tests.makers.law.redress import noticed, reported
from tests.page import Page

from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.bulk import jobs as bulk_jobs
from kawaraban.doors.desk.models import BulkItem, DeskRules
from kawaraban.kit.clock import utc_now
from kawaraban.law.grounds import Ground
from kawaraban.law.models import Decision, Report, Verdict
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


def published(thread: Thread, moderator: User, name: str, *, minutes: float = 3000) -> Comment:
    return shown_comment(thread, moderator, name=name, minutes=minutes)


def names(page: Answer) -> list[str]:
    return [row.name for row in Page(page.content).rows]


def opened(page: Answer) -> str:
    return Page(page.content).opened


def tab(page: Answer, label: str) -> str:
    return Page(page.content).tabs[label]


def keep(desk: Client, comment: Comment, **fields: object) -> Answer:
    url = f"/desk/card/{comment.public_id}/keep?lane=reported"
    return desk.post(url, {"revision_number": 1, "lane": "reported", "matter": "1", **fields})


@pytest.fixture
def three(thread: Thread, moderator: User) -> list[Comment]:
    """Reported so many minutes ago: 30, 90, 60. Sent in another order."""
    now = timezone.now()
    comments = [
        published(thread, moderator, name, minutes=3000 + at) for at, name in enumerate(("Ada", "Bo", "Cem"))
    ]
    for comment, minutes in zip(comments, (30, 90, 60), strict=True):
        reported(comment, now=now - timedelta(minutes=minutes))
    return comments


def test_3_11_the_lane_holds_what_is_reported_the_oldest_report_first(
    desk: Client, thread: Thread, three: list[Comment], moderator: User
) -> None:
    waiting_comment(thread, name="Waits")
    published(thread, moderator, "Nobody minds")

    page = desk.get("/desk/reported/")

    assert names(page) == ["Bo", "Cem", "Ada"]
    assert opened(page) == "Bo"
    assert tab(page, "Reported") == "3"
    assert tab(desk.get("/desk/"), "Reported") == "3"


def test_3_11_the_tabs_are_there_while_nothing_is_reported(desk: Client, thread: Thread) -> None:
    page = desk.get("/desk/reported/")

    assert (tab(page, "Reported"), tab(page, "Appeals")) == ("0", "0")
    assert "Nothing is reported." in page.content.decode()


def test_3_11_what_left_the_page_by_its_author_is_in_no_lane(desk: Client, three: list[Comment]) -> None:
    Comment.objects.filter(name="Bo").update(status=Status.WITHDRAWN)
    Comment.objects.filter(name="Cem").update(status=Status.WITHHELD)

    assert names(desk.get("/desk/reported/")) == ["Cem", "Ada"]


def test_3_11_it_waits_since_the_report_and_is_late_by_the_papers_target(
    desk: Client, three: list[Comment]
) -> None:
    DeskRules.objects.create(target_minutes=75)

    waits = [row.one(".waits") for row in Page(desk.get("/desk/reported/").content).rows]

    assert [(each["class"], each.without(".vh").text) for each in waits] == [
        ("waits late", "1 h 30 min"),
        ("waits", "1 h 0 min"),
        ("waits", "30 min"),
    ]


def test_3_11_the_card_says_who_minds_what_in_whose_words_and_how_often_it_was_looked_at(
    desk: Client, thread: Thread, moderator: User
) -> None:
    comment = published(thread, moderator, "Ada")
    reported(comment, sender="192.0.2.1")
    decide(KEEP, Judged(comment.pk, 1), moderator=moderator, now=utc_now())
    reported(comment, words="He calls us <fools>.", sender="192.0.2.2")
    reported(comment, sender="198.51.100.7")
    reported(comment, ground=Ground.SPAM, sender="203.0.113.9")

    page = Page(desk.get(f"/desk/card/{comment.public_id}/").content)

    assert "Already looked at 1 time, text unchanged." in page.text
    assert "3 readers" in page.text
    assert '<blockquote dir="auto">He calls us &lt;fools&gt;.</blockquote>' in page.markup
    assert '<p>Insult or swearing <span class="quiet">2 readers' in page.markup
    assert '<p>Spam or advertising <span class="quiet">1 reader ' in page.markup


def test_3_11_keeping_it_answers_the_reports_opens_the_next_card_and_can_be_undone(
    desk: Client, three: list[Comment]
) -> None:
    _ada, bo, cem = three

    answer = keep(desk, bo)

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert f"/desk/card/{cem.public_id}/" in answer["Location"]
    page = desk.get(answer["Location"])
    assert "Stays on the page" in page.content.decode()
    assert names(page) == ["Cem", "Ada"]
    decision = Decision.objects.get(verdict=Verdict.KEPT)
    assert Report.objects.get(subject=bo.subject).decision == decision

    desk.post(f"/desk/card/{bo.public_id}/undo?lane=reported", {"decision": decision.pk})

    assert names(desk.get("/desk/reported/")) == ["Bo", "Cem", "Ada"]
    assert Report.objects.open().count() == 3


def test_3_11_with_the_script_the_kept_row_leaves_this_lane_and_stays_in_the_others(
    desk: Client, three: list[Comment]
) -> None:
    ada, bo, _cem = three
    script = {"HX-Request": "true"}

    in_lane = desk.post(
        f"/desk/card/{bo.public_id}/keep", {"revision_number": 1, "lane": "reported"}, headers=script
    )
    elsewhere = desk.post(
        f"/desk/card/{ada.public_id}/keep", {"revision_number": 1, "lane": "approved"}, headers=script
    )

    assert Page(in_lane.content).one(f"li#row-{bo.public_id}")["hx-swap-oob"] == "delete"
    assert 'hx-swap-oob="delete"' not in elsewhere.content.decode()


@pytest.mark.parametrize("act", ["keep", "reject"])
def test_3_11_whoever_answers_what_a_colleague_has_kept_is_told(
    act: str, desk: Client, thread: Thread, editor: User, moderator: User
) -> None:
    comment = published(thread, moderator, "Ada")
    reported(comment)
    decide(KEEP, Judged(comment.pk, 1), moderator=editor, now=utc_now())

    fields = {"ground": "insult", "from": "approved", "note": "My words."}
    url = f"/desk/card/{comment.public_id}/{act}?lane=reported"
    answer = desk.post(url, {"revision_number": 1, "lane": "reported", "matter": "1", **fields})

    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Ines was faster and kept this comment." in answer.content.decode()
    assert "My words." in answer.content.decode()
    assert Decision.objects.exclude(verdict=Verdict.APPROVED).count() == 1


def test_3_11_a_comment_that_is_looked_at_is_claimed(
    desk: Client, editor: User, three: list[Comment]
) -> None:
    assert opened(desk.get("/desk/reported/")) == "Bo"

    page = signed_in(editor).get("/desk/reported/")

    assert opened(page) == "Cem"
    assert "Mika is reading this" in page.content.decode()


def test_3_11_arrivals_and_the_line_of_work_count_what_is_reported(
    desk: Client, thread: Thread, three: list[Comment], moderator: User
) -> None:
    page = desk.get("/desk/").content.decode()
    seen = Page(page).one("[data-seen]")["data-seen"]

    assert desk.get("/desk/arrivals/", {"since": seen}).json()["new"] == 0
    reported(published(thread, moderator, "Dee"), now=utc_now())
    news = desk.get("/desk/arrivals/", {"since": seen}).json()

    assert (news["new"], news["label"]) == (1, "1 new report")
    assert "3 reported or appealed" in page
    assert "about 2 minutes" in page


def test_3_11_what_was_kept_counts_among_the_decisions_of_the_day(
    desk: Client, thread: Thread, three: list[Comment]
) -> None:
    keep(desk, three[0])

    answer = desk.get("/desk/figures/figures.csv?days=1").content.decode()

    [today] = list(csv.DictReader(io.StringIO(answer)))
    assert (today["answered_again"], today["approved"]) == ("1", "0")


def test_3_11_the_lane_costs_as_much_with_many_reports_as_with_few(
    desk: Client, thread: Thread, moderator: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            desk.get("/desk/reported/")
        return len(caught)

    for each in range(3):
        reported(published(thread, moderator, f"Reader {each}"), now=utc_now())
    queries()
    few = queries()
    for each in range(20):
        reported(published(thread, moderator, f"More {each}"), now=utc_now())

    queries()  # reads what was ordered meanwhile

    assert queries() == few


def test_3_11_many_reports_are_kept_at_once_and_notices_and_appeals_are_left(
    desk: Client, thread: Thread, three: list[Comment], moderator: User
) -> None:
    with_notice = published(thread, moderator, "Dee")
    noticed(with_notice, now=utc_now())
    appealed = published(thread, moderator, "Eve")
    reported(appealed)
    Comment.objects.filter(pk=appealed.pk).update(appealed_at=utc_now())
    plain = published(thread, moderator, "Fay")
    ids = [comment.public_id for comment in (*three, with_notice, appealed, plain)]
    seen = desk.get("/desk/bulk/", {"id": ids, "act": "keep"}).content.decode()

    assert "It would happen to 3 comments" in seen
    assert "1 have a notice of illegal content" in seen
    assert "1 are appealed" in seen
    assert "1 are not reported" in seen
    desk.post("/desk/bulk/", {"id": ids, "act": "keep"})
    bulk_jobs.work(now=utc_now)

    assert Decision.objects.filter(verdict=Verdict.KEPT).count() == 3
    assert Comment.objects.reported().count() == 2


def test_3_11_a_notice_that_comes_while_the_job_waits_is_left_too(
    desk: Client, thread: Thread, three: list[Comment]
) -> None:
    desk.post("/desk/bulk/", {"id": [comment.public_id for comment in three], "act": "keep"})
    noticed(three[0], now=utc_now())

    bulk_jobs.work(now=utc_now)

    assert BulkItem.objects.get(comment=three[0]).reason == "noticed"
    assert Comment.objects.reported().count() == 1
