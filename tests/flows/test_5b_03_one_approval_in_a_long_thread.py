"""5b.3 One approval reprints what it changed: in a thread of thousands with all its pages printed, a page or two, each
made from its own comments."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import approved, removed, sent, shown_in_bulk
from tests.makers.desk_crowd import many_comments
from tests.makers.printer import run_until_idle
from tests.rigs.counting.steps_of_sqlite import steps_of
from tests.rigs.postgres.begun_store import begun
from tests.rigs.queries.plans import asked

from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.thread.page import thread_view
from kawaraban.comments.thread.slices import page_of
from kawaraban.people.models import User
from kawaraban.press.printing.middleware import PRINT_JOB, PrintJob
from kawaraban.press.printing.printer import Printer
from kawaraban.press.printing.rendering import RenderOutcome
from kawaraban.press.store.store import Store
from kawaraban.stories.models import StoryPage

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]


@pytest.fixture
def thread(story: StoryPage) -> Thread:
    return Thread.objects.get(locator=story.key)


def fill(thread: Thread, count: int, now: datetime) -> list[Comment]:
    """`count` approved comments, one a second."""
    comments = shown_in_bulk(
        thread,
        [(f"R{number}", f"Number {number}.", now + timedelta(seconds=number)) for number in range(count)],
    )
    thread.refresh_from_db()
    return comments


def shown(thread: Thread, moderator: User, *, now: datetime) -> None:
    """A new comment comes and is approved."""
    approved(sent(thread, f"The newest of {now}.", now=now), moderator, now=now)


@dataclass
class Press:
    """Prints through the site itself, and knows which pages of the story it has printed since it was last asked.

    Lists that tell how many comments it has are printed at leisure.
    """

    client: Client
    store: Store
    story: str
    rendered: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.printer = Printer(self.store, self.render)

    def render(self, address: str) -> RenderOutcome:
        self.rendered.append(address)
        job = PrintJob()
        extra: dict[str, Any] = {PRINT_JOB: job}
        answer = self.client.get(address, **extra)
        return RenderOutcome(answer.status_code, job.stored, job.refused)

    def printed(self) -> list[str]:
        self.rendered.clear()
        run_until_idle(self.printer)
        return sorted(address for address in self.rendered if address.startswith(self.story))


@pytest.fixture
def press(client: Client, settings: Any, story: StoryPage) -> Press:
    return Press(client, begun(Store(Path(settings.STORE_DIRECTORY))), story.url)


def test_5b_03_an_act_prints_two_pages_of_a_thread_with_all_its_pages_printed(
    press: Press, story: StoryPage, thread: Thread, moderator: User, noon: datetime
) -> None:
    comments = fill(thread, 2_000, noon)
    for number in thread.pages.values_list("number", flat=True):
        assert press.client.get(f"{story.url}?page={number}").status_code == 200
    assert press.client.get(story.url).status_code == 200
    press.printed()
    late, old = noon + timedelta(hours=2), comments[700]

    approved(sent(thread, "The newest of all.", now=late), moderator, now=late)
    of_a_new_one = press.printed()
    reply = sent(thread, "To an old one.", now=late, parent_public_id=old.public_id)
    approved(reply, moderator, now=late)
    of_a_late_reply = press.printed()
    removed(Comment.objects.get(pk=old.pk), moderator, now=late)
    of_a_removal = press.printed()

    own_of_old = f"{story.url}?page={page_of(Comment.objects.get(pk=old.pk))}"
    assert press.store.pages_count() > 18
    assert of_a_new_one == [story.url]
    assert of_a_late_reply == of_a_removal == sorted([story.url, own_of_old])
    page = press.store.page(own_of_old)
    assert page is not None
    assert b"Removed: Insult" in page.bodies["identity"]
    assert b"To an old one." in page.bodies["identity"]


@pytest.mark.sqlite("counts the steps of SQLite, or reads its plan")
def test_5b_03_a_page_walks_through_its_own_comments_whatever_the_thread_has(
    thread: Thread, moderator: User, noon: datetime
) -> None:
    walked: dict[int, list[int]] = {}
    for size, more in ((2_000, 2_000), (20_000, 18_000)):
        fill(thread, more, noon + timedelta(days=size))
        oldest, *_between, newest = thread.pages.order_by("start").values_list("number", flat=True)
        walked[size] = []
        for number in (oldest, newest):
            page = partial(thread_view, thread, language="en", number=number)
            assert len(page().comments) == 100
            walked[size].append(steps_of(page))
        late = noon + timedelta(days=30_000 + size)
        walked[size].append(steps_of(partial(shown, thread, moderator, now=late)))

    for small, large in zip(*walked.values(), strict=True):
        assert large < 1.3 * small


@pytest.mark.sqlite("counts the steps of SQLite, or reads its plan")
def test_5b_03_of_what_nobody_was_shown_a_page_knows_nothing(thread: Thread, noon: datetime) -> None:
    """However much of it comes: the index by which a page is read has none of it."""
    fill(thread, 100, noon)
    page = partial(thread_view, thread, language="en")
    quiet = steps_of(page)
    many_comments([thread], 5_000, status="rejected")

    flooded = steps_of(page)

    assert flooded < 1.1 * quiet


def test_5b_03_the_lasting_address_of_a_comment_asks_for_no_other_comment(
    client: Client, story: StoryPage, thread: Thread, noon: datetime
) -> None:
    comments = fill(thread, 3_000, noon)

    for comment in (comments[0], comments[1_500], comments[-1]):
        with CaptureQueriesContext(connection) as queries:
            place = client.get(f"/c/{comment.public_id}/")["Location"]
        about_comments = [query["sql"] for query in queries if '"comments_comment"' in query["sql"]]
        assert len(about_comments) == 1
        assert place.endswith(f"#comment-{comment.public_id}")
        assert f'id="comment-{comment.public_id}"' in client.get(place.partition("#")[0]).content.decode()


@pytest.mark.sqlite("counts the steps of SQLite, or reads its plan")
def test_5b_03_a_page_of_a_thread_is_a_range_of_an_index(thread: Thread, noon: datetime) -> None:
    fill(thread, 1_000, noon)
    oldest = thread.pages.order_by("start")[1].number

    with asked() as statements:
        for number in (oldest, 1):
            thread_view(thread, language="en", number=number)
    plans = [each.plan for each in statements if 'ORDER BY "comments_comment"."place"' in each.sql]

    assert len(plans) >= 2
    for plan in plans:
        lines = [line.words for line in plan]
        assert any("USING INDEX comment_place (thread_id=? AND place>?" in line for line in lines), lines
        assert not any("TEMP B-TREE" in line or line.startswith("SCAN") for line in lines), lines
