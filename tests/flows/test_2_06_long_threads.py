"""2.6: a thread of any length has pages that are as quick to print and to read as any other."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import shown_in_bulk
from tests.page import Page

from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.thread.page import thread_view
from kawaraban.stories.models import StoryPage

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]


@pytest.fixture
def thread(story: StoryPage) -> Thread:
    return Thread.objects.get(locator=story.key)


def fill(thread: Thread, count: int, now: datetime, *, parent: Comment | None = None) -> list[Comment]:
    """`count` approved comments, one a second."""
    return shown_in_bulk(
        thread,
        [
            (f"Reader {number}", f"Comment number {number}.", now + timedelta(seconds=number))
            for number in range(count)
        ],
        parent=parent,
    )


def test_2_06_a_page_shows_two_hundred_comments_at_most_and_leads_to_the_rest(
    client: Client, story: StoryPage, thread: Thread, noon: datetime
) -> None:
    comments = fill(thread, 450, noon)
    Comment.objects.filter(pk=comments[0].pk).update(is_picked=True)

    url, seen, ways, back = story.url, [], [], []
    while url:
        page = client.get(url)
        read = Page(page.content)
        ways.append(url)
        seen.append([name.removeprefix("comment-") for name in read.each('[id^="comment-"]', "id")])
        back += [link.removesuffix("#comments") for link in read.each('a[rel="prev"]', "href")]
        older = read.each('a[rel="next"]', "href")
        url = older[0].removesuffix("#comments") if older else ""

    assert ways == [story.url, *(f"{story.url}?page={number}" for number in (4, 3, 2))]
    assert [len(page) for page in seen] == [151, 100, 100, 100]
    assert back == ways[:-1]
    expected = [comments[0], *comments[:99:-1], comments[0], *comments[99:0:-1]]
    assert [public_id for page in seen for public_id in page] == [comment.public_id for comment in expected]


def test_2_06_a_later_page_tells_nothing_that_comments_elsewhere_change(
    client: Client, story: StoryPage, thread: Thread, noon: datetime
) -> None:
    fill(thread, 450, noon)

    own, later = (client.get(url) for url in (story.url, f"{story.url}?page=3"))
    read = Page(later.content)

    assert "450" in Page(own.content).text
    assert "450" not in read.text
    assert "commentCount" not in later.content.decode()
    assert "23 Nov 2026" in read.texts(".pager")[0]
    assert not read.has("#related")
    assert not read.has("#most-read")
    assert set(own["Surrogate-Key"].split()) & set(later["Surrogate-Key"].split()) == {
        *(story.key, "paper", f"thread-{thread.pk}")
    }
    assert f"thread-{thread.pk}-p3" in later["Surrogate-Key"].split()


def test_2_06_what_is_picked_on_an_older_page_stands_on_top_and_leads_to_its_answers(
    client: Client, story: StoryPage, thread: Thread, noon: datetime
) -> None:
    comments = fill(thread, 250, noon)
    (reply,) = fill(thread, 1, noon + timedelta(hours=1), parent=comments[0])
    Comment.objects.filter(pk=comments[0].pk).update(is_picked=True)

    own = Page(client.get(story.url).content)
    older = client.get(f"/c/{comments[0].public_id}/")["Location"]

    assert own.each('[id^="comment-"]', "id")[0] == f"comment-{comments[0].public_id}"
    assert "What others answered" in own.texts(f'a[href="/c/{comments[0].public_id}/"]')
    assert f"comment-{reply.public_id}" not in own.each('[id^="comment-"]', "id")
    assert older == f"{story.url}?page=2#comment-{comments[0].public_id}"
    assert f"comment-{reply.public_id}" in client.get(older.partition("#")[0]).content.decode()


def test_2_06_a_short_thread_has_no_pages(
    client: Client, story: StoryPage, thread: Thread, noon: datetime
) -> None:
    fill(thread, 200, noon)

    page = Page(client.get(story.url).content)

    assert len(page.all(".c")) == 200
    assert "Page 1 of" not in page.text
    assert "Older comments" not in page.text


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

    pages = [
        Page(client.get(url).content) for url in (story.url, f"{story.url}?page=3", f"{story.url}?page=2")
    ]

    # A hundred with the first comment, a hundred more, and the newest: each piece under the first comment.
    assert [len(page.all(".c")) for page in pages] == [52, 101, 100]
    assert all(page.each(".c", "id")[0] == f"comment-{root.public_id}" for page in pages)
    assert "to Reader 0" in pages[0].texts(f'a[href="/c/{replies[0].public_id}/"]')
    place = client.get(f"/c/{replies[-1].public_id}/")["Location"]
    assert place == f"{story.url}#comment-{replies[-1].public_id}"


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

    assert len(view.comments) == 100
    assert view.comments_count is None
    assert len(queries) <= 6
