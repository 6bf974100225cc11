"""Promise 3.1: queues in an order, narrowed, searched; opening the next card costs the same however many wait."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.answer import Answer
from tests.makers.comments import sent
from tests.makers.desk import comment_in, shown_comment, signed_in, waiting_comment
from tests.makers.desk_crowd import many_comments
from tests.page import Page

from kawaraban.comments.actions.acts import SEND_BACK
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.doors.desk.search import index as search_index
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def sport(thread: Thread) -> Thread:
    return Thread.objects.create(
        locator="story-2", url="/sport/final/", title="The final", section="sport", language="en"
    )


def names(page: Answer) -> list[str]:
    """The names in the list, from top to bottom."""
    return [row.name for row in Page(page.content).rows]


def opened(page: Answer) -> str:
    """Whose card is open."""
    return Page(page.content).opened


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/desk/", Status.PENDING),
        ("/desk/approved/", Status.APPROVED),
        ("/desk/not-published/", Status.REJECTED),
        ("/desk/sent-back/", Status.RETURNED),
        ("/desk/withheld/", Status.WITHHELD),
    ],
)
def test_3_01_every_status_has_its_queue_and_all_is_everything(
    path: str, status: Status, desk: Client, thread: Thread, moderator: User
) -> None:
    for each in (Status.PENDING, Status.APPROVED, Status.REJECTED, Status.RETURNED, Status.WITHHELD):
        comment_in(each, thread, moderator, name=f"Of {each}")

    assert names(desk.get(path)) == [f"Of {status}"]
    assert len(names(desk.get("/desk/all/"))) == 5


def test_3_01_most_in_need_first_is_a_switch(desk: Client, thread: Thread) -> None:
    now = timezone.now()
    sent(thread, "A calm word.", name="Calm", now=now - timedelta(hours=2))
    sent(thread, "Call me at +90 532 555 01 99, see https://loans.example/", name="Loud", now=now)

    oldest, need = desk.get("/desk/"), desk.get("/desk/?order=need")

    assert names(oldest) == ["Calm", "Loud"]
    assert names(need) == ["Loud", "Calm"]
    assert (opened(oldest), opened(need)) == ("Calm", "Loud")


def test_3_01_a_new_finding_moves_a_comment_in_the_order_of_need(thread: Thread) -> None:
    from kawaraban.comments.actions.author import revise

    now = timezone.now()
    comment = sent(thread, "A calm word.", now=now)
    before = comment.need_at

    revise(tracking_token=comment.tracking_token, text="Write to a@example.org!", now=now)

    comment.refresh_from_db()
    assert before == now
    assert comment.need_at < now


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("section=sport", ["Sporty"]),
        ("language=ar", ["نور"]),
        ("section=city&language=en", ["Plain"]),
        ("section=nowhere", []),
    ],
)
def test_3_01_a_list_is_narrowed_by_section_and_language(
    query: str, expected: list[str], desk: Client, thread: Thread, sport: Thread
) -> None:
    waiting_comment(thread, name="Plain", minutes=9)
    waiting_comment(thread, name="نور", language="ar", minutes=5)
    waiting_comment(sport, name="Sporty", minutes=3)

    assert names(desk.get(f"/desk/?{query}")) == expected


def test_3_01_a_narrowed_walk_stays_narrowed_from_card_to_card(
    desk: Client, thread: Thread, sport: Thread
) -> None:
    first, _city, second = (
        waiting_comment(sport, name="One", minutes=9),
        waiting_comment(thread, name="City", minutes=5),
        waiting_comment(sport, name="Two", minutes=3),
    )
    query = f"?story={sport.pk}"

    page = Page(desk.get(reverse("desk:card", args=[first.public_id]) + query).content)
    address = reverse("desk:approve", args=[first.public_id]) + query
    answer = desk.post(address, {"revision_number": 1, "lane": "queue"})

    assert f"{reverse('desk:card', args=[second.public_id])}{query}" in page.links
    assert page.has("#approve")
    assert page.form("/approve").action == address
    assert answer.headers["Location"].startswith(reverse("desk:card", args=[second.public_id]) + query)


@pytest.mark.parametrize("index", [True, False], ids=["indexed", "not read yet"])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ferry", ["Ada"]),
        ("FERRY harbour", ["Ada"]),
        ("ferr", ["Ada"]),
        ("istanbul", ["Umut"]),
        ("ISTANBUL guzel", ["Umut"]),
        ("地震", ["花子"]),
        ("震", ["花子"]),
        ("hana", ["Hana K."]),
        ("nowhere", []),
        ('"', []),
        ("* OR -", []),
    ],
)
def test_3_01_the_search_finds_words_and_names(
    words: str, expected: list[str], index: bool, desk: Client, thread: Thread, moderator: User
) -> None:
    waiting_comment(thread, name="Ada", text="The ferry left the harbour.", minutes=9)
    comment_in(Status.REJECTED, thread, moderator, name="Umut", text="İSTANBUL çok güzel", minutes=8)
    shown_comment(thread, moderator, name="花子", text="昨日の地震が怖かった。", minutes=7)
    waiting_comment(thread, name="Hana K.", text="Good morning.", minutes=6)
    if index:
        search_index.read_all()

    page = desk.get("/desk/find/", {"q": words}, follow=True)

    assert names(page) == expected


def test_3_01_the_search_forgets_what_was_erased_and_reads_new_words(desk: Client, thread: Thread) -> None:
    from kawaraban.comments.actions.author import revise
    from kawaraban.comments.actions.erasing.comment import erase_own

    now = timezone.now()
    comment = sent(thread, "The ferry left.", now=now)
    search_index.read_all()

    revise(tracking_token=comment.tracking_token, text="The tram left.", now=now)
    search_index.read_all()
    ferry, tram = search_index.matching("ferry").ids, search_index.matching("tram").ids
    erase_own(tracking_token=comment.tracking_token, now=now)
    search_index.read_all()

    assert (ferry, tram) == ((), (comment.pk,))
    assert search_index.matching("tram").ids == ()


def test_3_01_the_search_finds_a_story_by_its_title(desk: Client, thread: Thread, sport: Thread) -> None:
    waiting_comment(sport, name="Sporty")

    page = Page(desk.get("/desk/all/", {"q": "final"}).content)

    assert page.link("The final") == f"/desk/all/?lane=all&story={sport.pk}"
    assert page.one(f'a[href$="story={sport.pk}"]')["dir"] == "auto"
    assert names(desk.get(f"/desk/all/?story={sport.pk}")) == ["Sporty"]


@pytest.mark.parametrize(
    "link",
    [
        "{id}",
        "https://paper.example/c/{id}/",
        "https://paper.example/sport/final/?utm_source=x#comment-{id}",
        "https://paper.example/track/{token}/",
        "https://paper.example/desk/card/{id}/?order=need",
    ],
)
def test_3_01_a_pasted_link_opens_its_comment(link: str, desk: Client, sport: Thread) -> None:
    comment = waiting_comment(sport, name="Sporty")
    address = link.format(id=comment.public_id, token=comment.tracking_token)

    page = desk.get("/desk/find/", {"q": f"  {address} "})

    assert page.headers["Location"] == reverse("desk:card", args=[comment.public_id])


@pytest.mark.parametrize(
    "link", ["https://paper.example/sport/final/", "/sport/final", "/sport/final/?a=b#c"]
)
def test_3_01_a_pasted_link_of_a_story_lists_its_comments(link: str, desk: Client, sport: Thread) -> None:
    waiting_comment(sport, name="Sporty")

    assert names(desk.get("/desk/find/", {"q": link}, follow=True)) == ["Sporty"]


def test_3_01_somebody_with_sections_finds_nothing_of_others(
    moderator: User, thread: Thread, sport: Thread
) -> None:
    secret = waiting_comment(thread, name="City", text="A word of the city.")
    moderator.sections = ["sport"]
    moderator.save()
    desk = signed_in(moderator)

    by_words = desk.get("/desk/find/", {"q": "city"}, follow=True)
    by_link = desk.get("/desk/find/", {"q": secret.public_id}, follow=True)

    assert names(by_words) == []
    assert by_link.status_code == HTTPStatus.FORBIDDEN


def test_3_01_waiting_is_late_by_the_papers_own_target(desk: Client, publisher: User, thread: Thread) -> None:
    waiting_comment(thread, name="Ada", minutes=30)
    before = desk.get("/desk/").content.decode()

    answer = signed_in(publisher).post(
        "/desk/rules/",
        {"target_minutes": 20, "close_at_minutes": 600, "reopen_at_minutes": 240, "full_reason": ""},
    )
    after = desk.get("/desk/").content.decode()

    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert 'class="waits late"' not in before
    assert 'class="waits late"' in after


def test_3_01_the_rules_are_the_publishers_alone(editor: User, moderator: User, policy: object) -> None:
    assert signed_in(editor).get("/desk/rules/").status_code == HTTPStatus.FORBIDDEN
    assert signed_in(moderator).post("/desk/rules/", {}).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own plan")
@pytest.mark.parametrize("query", ["", "?order=need", "?section=sport", "?language=ar&order=need"])
def test_3_01_opening_the_next_card_reads_no_table_from_end_to_end(
    query: str, desk: Client, moderator: User, thread: Thread, sport: Thread
) -> None:
    many_comments([thread, thread, sport, thread], 4_000)
    many_comments([thread, sport], 400, status="approved")
    first = Comment.objects.filter(status=Status.PENDING, thread=sport, language="ar")[3]
    headers = {"HX-Request": "true"}

    with CaptureQueriesContext(connection) as queries:
        answer = desk.post(
            reverse("desk:approve", args=[first.public_id]) + query,
            {"revision_number": 1, "lane": "queue"},
            headers=headers,
        )

    assert answer.status_code == HTTPStatus.OK
    asked = [query["sql"] for query in queries if '"comments_comment"' in query["sql"][:2_000]]
    plans = [(sql, plan_of(sql)) for sql in asked if sql.startswith("SELECT")]
    # Several questions go in one statement: each of them is looked at.
    assert sum(sql.count('FROM "comments_comment"') for sql, _plan in plans) > 10
    for sql, plan in plans:
        assert not re.search(r"SCAN comments_comment(?! USING COVERING INDEX)", plan), (sql, plan)
        assert not (
            "TEMP B-TREE" in plan
            and "status" in sql
            and "LIMIT" in sql
            and "text_key" not in sql
            and "sender_key" not in sql
        ), (sql, plan)


def plan_of(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(row[3] for row in cursor.fetchall())


def test_3_01_a_comment_that_was_sent_back_comes_back_to_its_place(
    desk: Client, moderator: User, thread: Thread
) -> None:
    from kawaraban.comments.actions.author import revise

    now = timezone.now()
    comment = sent(thread, "The first words.", name="Back", now=now - timedelta(hours=1))
    waiting_comment(thread, name="Later", minutes=5)
    decide(
        SEND_BACK, Judged(comment.pk, 1), Reasons(note="Please without names."), moderator=moderator, now=now
    )
    away = names(desk.get("/desk/"))

    revise(tracking_token=comment.tracking_token, text="The second words.", now=now + timedelta(minutes=1))

    assert away == ["Later"]
    assert names(desk.get("/desk/")) == ["Back", "Later"]
