"""4.3: the page of a waiting comment that lies open says so when the comment is decided, and disturbs nobody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Request, expect
from tests.makers.comments import approved, rejected, sent
from tests.makers.public import tracking_path
from tests.rigs.browsers.axe import faults_of

from kawaraban.comments.models import Comment, Thread
from kawaraban.law.grounds import Ground
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTE = 60_000
BrowserPage = Callable[..., Page]
# A page, and what its script asks for.
OpenPage = Callable[..., tuple[Page, list[Request]]]


@pytest.fixture
def comment(thread: Thread) -> Comment:
    return sent(thread, now=timezone.now() - timedelta(hours=2))


@pytest.fixture
def open_page(browser_page: BrowserPage, live_server: Any, comment: Comment) -> OpenPage:
    """The tracking page under a clock that the test moves, and the requests of its script."""

    def make(**options: Any) -> tuple[Page, list[Request]]:
        page = browser_page(**options)
        page.clock.install()
        page.goto(f"{live_server.url}{tracking_path(comment)}?sent=1")
        asked: list[Request] = []

        def note(request: Request) -> None:
            if "if-none-match" in request.headers:
                asked.append(request)

        page.on("request", note)
        return page, asked

    return make


def wait_a_minute(page: Page, minutes: float = 1.2) -> None:
    page.clock.run_for(int(minutes * MINUTE))
    page.wait_for_timeout(100)
    page.wait_for_load_state("networkidle")


def status_of(request: Request) -> int:
    answer = request.response()
    assert answer is not None
    return answer.status


def test_4_03_it_shows_what_was_decided_and_moves_no_focus(
    open_page: OpenPage, comment: Comment, moderator: User
) -> None:
    page, asked = open_page()
    wait_a_minute(page)
    assert [status_of(request) for request in asked] == [304]
    expect(page.locator("h1")).to_have_text("Your comment is waiting")

    approved(comment, moderator, now=comment.sent_at)
    wait_a_minute(page)

    expect(page.locator("h1")).to_have_text("Your comment is published")
    expect(page.get_by_role("status").filter(has_text="Your comment was decided.")).to_be_visible()
    assert page.title().startswith("Your comment is published")
    assert page.evaluate("document.activeElement === document.body")
    assert faults_of(page) == []
    before = len(asked)
    wait_a_minute(page, 30)
    assert len(asked) == before


def test_4_03_what_is_being_written_stays_and_it_is_said_above(
    open_page: OpenPage, comment: Comment, moderator: User
) -> None:
    page, _ = open_page(width=390)
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
    open_page: OpenPage,
) -> None:
    page, asked = open_page()
    page.evaluate("Object.defineProperty(document, 'visibilityState', {configurable: true, value: 'hidden'})")
    wait_a_minute(page, 5)
    assert asked == []

    page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'visible'})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_a_minute(page, 0.01)
    assert len(asked) == 1

    page.route("**/track/**", lambda route: route.fulfill(status=503, body=""))
    for _minute in range(30):
        wait_a_minute(page, 1)
    assert 3 <= len(asked) <= 7


def test_4_03_what_came_with_the_decision_works_as_on_its_own_page(
    open_page: OpenPage, comment: Comment, moderator: User
) -> None:
    page, _ = open_page()
    rejected(comment, moderator, ground=Ground.INSULT, now=comment.sent_at)
    wait_a_minute(page)
    expect(page.locator("h1")).to_have_text("Your comment is not published")

    page.get_by_text("Appeal against this decision").first.click()
    page.locator("textarea[name=words]").fill("It is a quotation.")

    asks_before_it_is_left = page.evaluate(
        "(event => !dispatchEvent(event))(new Event('beforeunload', {cancelable: true}))"
    )
    assert asks_before_it_is_left
