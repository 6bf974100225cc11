"""5b.3 Whoever opens a story sees its newest comments, although those that came after them were taken back; an old
link to a page that is gone leads to the story."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from tests.makers.comments import approved, sent, shown_in_bulk
from tests.makers.printer import run_until_idle
from tests.makers.short_pages import shorten_pages
from tests.page import Page

from kawaraban.comments.actions.decide import undo
from kawaraban.comments.models import Comment, Thread
from kawaraban.comments.standing import standing_decisions
from kawaraban.people.models import User
from kawaraban.press.printing.middleware import PRINT_JOB, PrintJob
from kawaraban.press.printing.printer import Printer
from kawaraban.press.printing.rendering import RenderOutcome
from kawaraban.press.store.store import Store
from kawaraban.stories.models import StoryPage

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten_pages(monkeypatch)


@pytest.fixture
def old(story: StoryPage, noon: datetime) -> list[Comment]:
    thread = Thread.objects.get(locator=story.key)
    return shown_in_bulk(thread, [(f"R{n}", f"Old {n}.", noon + timedelta(seconds=n)) for n in range(12)])


def approved_crowd(thread: Thread, moderator: User, now: datetime) -> list[Comment]:
    comments = [sent(thread, f"Of the crowd, {n}.", now=now + timedelta(minutes=n)) for n in range(20)]
    for comment in comments:
        approved(comment, moderator, now=now + timedelta(hours=1))
    return comments


def take_back(comments: list[Comment], moderator: User, now: datetime) -> None:
    for comment in comments:
        decision = standing_decisions(comment)[0]
        undo(decision_id=str(decision.pk), moderator=moderator, now=now + timedelta(hours=1))


def test_5b_03_whoever_opens_the_story_sees_comments_as_long_as_there_are_any(
    client: Client, story: StoryPage, old: list[Comment], moderator: User, noon: datetime
) -> None:
    crowd = approved_crowd(old[0].thread, moderator, noon + timedelta(hours=1))
    assert "Old 11." not in client.get(story.url).content.decode()

    take_back(crowd, moderator, noon + timedelta(hours=1))

    page = client.get(story.url).content.decode()
    assert "Old 11." in page
    assert "Of the crowd" not in page
    assert Page(page.encode()).has('a[rel="next"]')


def test_5b_03_an_old_link_to_a_page_that_is_gone_leads_to_the_story(
    client: Client,
    story: StoryPage,
    old: list[Comment],
    moderator: User,
    noon: datetime,
    store: Store,
) -> None:
    crowd = approved_crowd(old[0].thread, moderator, noon + timedelta(hours=1))
    printer = Printer(store, partial(rendered, client))
    numbers = sorted(old[0].thread.pages.values_list("number", flat=True))
    pages = [f"{story.url}?page={number}" for number in numbers]
    assert {client.get(address).status_code for address in (story.url, *pages)} == {200}
    run_until_idle(printer)

    take_back(crowd, moderator, noon + timedelta(hours=1))
    run_until_idle(printer)

    answers = {address: client.get(address) for address in pages}
    gone = [address for address, answer in answers.items() if answer.status_code != 200]
    assert pages[-1] in gone
    assert pages[0] not in gone
    assert {(answers[address].status_code, answers[address]["Location"]) for address in gone} == {
        (301, story.url)
    }
    assert not any(store.page(address) for address in gone)
    assert client.get(f"{story.url}?page={numbers[-1] + 1}").status_code == 404
    shown = Page(client.get(story.url).content)
    assert not set(gone) & {link.removesuffix("#comments") for link in shown.each("a", "href")}


def test_5b_03_the_lasting_address_leads_to_where_a_comment_stands_now(
    client: Client, story: StoryPage, old: list[Comment], moderator: User, noon: datetime
) -> None:
    crowd = approved_crowd(old[0].thread, moderator, noon + timedelta(hours=1))
    before = client.get(f"/c/{old[-1].public_id}/")["Location"]

    take_back(crowd, moderator, noon + timedelta(hours=1))

    place = client.get(f"/c/{old[-1].public_id}/")["Location"]
    assert before.startswith(f"{story.url}?page=")
    assert place == f"{story.url}#comment-{old[-1].public_id}"
    assert f'id="comment-{old[-1].public_id}"' in client.get(story.url).content.decode()


def rendered(client: Client, address: str) -> RenderOutcome:
    """As the printer asks for a page."""
    job = PrintJob()
    extra: dict[str, Any] = {PRINT_JOB: job}
    answer = client.get(address, **extra)
    return RenderOutcome(answer.status_code, job.stored, job.refused)
