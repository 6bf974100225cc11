"""4.3: the page of a waiting comment that lies open says so when the comment is decided, and disturbs nobody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Request, expect
from tests.makers.comments import approved, rejected, sent
from tests.makers.public import tracking_path
from tests.rigs.browser_axe import faults_of

from kawaraban.comments.models import Comment, Thread
from kawaraban.law.grounds import Ground
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTE = 60_000
BrowserPage = Callable[..., Page]


@pytest.fixture
def comment(thread: Thread) -> Comment:
    return sent(thread, now=timezone.now() - timedelta(hours=2))


@pytest.fixture
def open_page(browser_page: BrowserPage, live_server: Any, comment: Comment) -> Callable[..., Page]:
    """The tracking page under a clock that the test moves, with the requests of its script."""

    def make(**options: Any) -> Page:
        page = browser_page(**options)
        page.clock.install()
        page.goto(f"{live_server.url}{tracking_path(comment)}?sent=1")
        page.asked = []

        def note(request: Request) -> None:
            if "if-none-match" in request.headers:
                page.asked.append(request)

        page.on("request", note)
        return page

    return make


def wait_a_minute(page: Page, minutes: float = 1.2) -> None:
    page.clock.run_for(int(minutes * MINUTE))
    page.wait_for_timeout(100)
    page.wait_for_load_state("networkidle")


def test_4_03_it_shows_what_was_decided_and_moves_no_focus(
    open_page: Callable[..., Page], comment: Comment, moderator: User
) -> None:
    page = open_page()
    wait_a_minute(page)
    assert [request.response().status for request in page.asked] == [304]
    expect(page.locator("h1")).to_have_text("Your comment is waiting")

    approved(comment, moderator, now=comment.sent_at)
    wait_a_minute(page)

    expect(page.locator("h1")).to_have_text("Your comment is published")
    expect(page.get_by_role("status").filter(has_text="Your comment was decided.")).to_be_visible()
    assert page.title().startswith("Your comment is published")
    assert page.evaluate("document.activeElement === document.body")
    assert faults_of(page) == []
    asked = len(page.asked)
    wait_a_minute(page, 30)
    assert len(page.asked) == asked


def test_4_03_what_is_being_written_stays_and_it_is_said_above(
    open_page: Callable[..., Page], comment: Comment, moderator: User
) -> None:
    page = open_page(width=390)
    page.get_by_text("Change your words").first.click()
    page.locator("#cf-text").fill("New words, not sent yet")

    rejected(comment, moderator, ground=Ground.INSULT, now=comment.sent_at)
    wait_a_minute(page)

    expect(page.get_by_role("link", name="Show what was decided")).to_be_visible()
    expect(page.locator("h1")).to_have_text("Your comment is waiting")
    expect(page.locator("#cf-text")).to_have_value("New words, not sent yet")
    expect(page.locator("#cf-text")).to_be_focused()
    assert faults_of(page) == []


def test_4_03_it_asks_only_while_it_is_seen_and_less_often_when_nobody_answers(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    page.evaluate("Object.defineProperty(document, 'visibilityState', {configurable: true, value: 'hidden'})")
    wait_a_minute(page, 5)
    assert page.asked == []

    page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'visible'})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_a_minute(page, 0.01)
    assert len(page.asked) == 1

    page.route("**/track/**", lambda route: route.fulfill(status=503, body=""))
    for _minute in range(30):
        wait_a_minute(page, 1)
    assert 3 <= len(page.asked) <= 7


def test_4_03_what_came_with_the_decision_works_as_on_its_own_page(
    open_page: Callable[..., Page], comment: Comment, moderator: User
) -> None:
    page = open_page()
    rejected(comment, moderator, ground=Ground.INSULT, now=comment.sent_at)
    wait_a_minute(page)
    expect(page.locator("h1")).to_have_text("Your comment is not published")

    page.get_by_text("Appeal against this decision").first.click()
    page.locator("textarea[name=words]").fill("It is a quotation.")

    asks_before_it_is_left = page.evaluate(
        "(event => !dispatchEvent(event))(new Event('beforeunload', {cancelable: true}))"
    )
    assert asks_before_it_is_left
