"""2.6: a thread of any length has pages that are as quick to print and to read as any other."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.makers.stories import make_paper, make_section, make_story

from kawaraban.comments.models import Comment, Status, Thread
from kawaraban.comments.thread.page import thread_view
from kawaraban.stories.models import StoryPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy")]


@pytest.fixture
def story() -> StoryPage:
    return make_story(make_section(make_paper()))


@pytest.fixture
def thread(story: StoryPage) -> Thread:
    return Thread.objects.get(locator=story.key)


def fill(thread: Thread, count: int, now: datetime, *, parent: Comment | None = None) -> list[Comment]:
    """`count` approved comments, one a second."""
    return Comment.objects.bulk_create(
        Comment(
            thread=thread,
            parent=parent,
            name=f"Reader {number}",
            language="en",
            text=f"Comment number {number}.",
            status=Status.APPROVED,
            policy_number=1,
            sent_at=now + timedelta(seconds=number),
            status_changed_at=now,
            fingerprint=f"{parent and parent.pk}-{number}",
        )
        for number in range(count)
    )


def test_2_06_a_page_shows_two_hundred_comments_and_leads_to_the_rest(
    client: Client, story: StoryPage, thread: Thread, noon: datetime
) -> None:
    comments = fill(thread, 450, noon)
    Comment.objects.filter(pk=comments[0].pk).update(is_picked=True)

    url, seen = story.url, []
    for number in (1, 2, 3):
        page = client.get(url)
        html = page.content.decode()
        seen.append(re.findall(r'id="comment-(\w+)"', html))
        assert "450" in html
        assert f"Page {number} of 3" in html
        assert page["Surrogate-Key"] == client.get(story.url)["Surrogate-Key"]
        older = re.search(r'rel="next" href="([^"]+)"', html)
        url = older[1] if older else ""

    assert [len(page) for page in seen] == [200, 200, 50]
    assert url == ""
    expected = [comments[0], *reversed(comments[1:])]
    assert [public_id for page in seen for public_id in page] == [comment.public_id for comment in expected]


def test_2_06_a_short_thread_has_no_pages(
    client: Client, story: StoryPage, thread: Thread, noon: datetime
) -> None:
    fill(thread, 200, noon)

    html = client.get(story.url).content.decode()

    assert html.count('class="c"') == 200
    assert "Page 1 of" not in html
    assert "Older comments" not in html


@pytest.mark.parametrize("query", ["page=3", "page=9999", "page=0", "page=x", "page="])
def test_2_06_there_is_no_page_beyond_the_last(
    client: Client, story: StoryPage, thread: Thread, noon: datetime, query: str
) -> None:
    fill(thread, 201, noon)

    assert client.get(f"{story.url}?page=2").status_code == 200
    assert client.get(f"{story.url}?{query}").status_code == 404


def test_2_06_the_lasting_address_of_a_comment_leads_to_the_page_on_which_it_stands(
    client: Client, thread: Thread, noon: datetime
) -> None:
    comments = fill(thread, 450, noon)

    for comment in (comments[449], comments[240], comments[0]):
        place = client.get(f"/c/{comment.public_id}/")["Location"]
        url, _, anchor = place.partition("#")
        assert f'id="{anchor}"' in client.get(url).content.decode()


def test_2_06_a_conversation_that_is_longer_than_a_page_is_cut_and_every_reply_leads_to_its_parent(
    client: Client, story: StoryPage, thread: Thread, noon: datetime
) -> None:
    (root,) = fill(thread, 1, noon)
    replies = fill(thread, 250, noon + timedelta(minutes=1), parent=root)
    Comment.objects.filter(pk=replies[-1].pk).update(parent=replies[0])

    html = client.get(f"{story.url}?page=2").content.decode()

    assert html.count('class="c"') == 1 + 51
    assert f'href="/c/{replies[0].public_id}/">to Reader 0</a>' in html
    place = client.get(f"/c/{replies[-1].public_id}/")["Location"]
    assert place == f"{story.url}?page=2#comment-{replies[-1].public_id}"


def test_2_06_a_comment_far_down_can_be_answered_without_a_script(
    client: Client, thread: Thread, noon: datetime
) -> None:
    oldest = fill(thread, 450, noon)[0]

    page = client.get(f"/c/{oldest.public_id}/reply/")

    assert page.status_code == 200
    assert "Comment number 0." in page.content.decode()


def test_2_06_a_page_of_a_long_thread_takes_no_more_queries_and_reads_only_its_own_words(
    thread: Thread, noon: datetime
) -> None:
    fill(thread, 1_000, noon)

    with CaptureQueriesContext(connection) as queries:
        view = thread_view(thread, language="en", number=3)

    assert len(view.comments) == 200
    assert view.comments_count == 1_000
    assert len(queries) <= 6
