"""2.9 in a browser: the editor's page of reads on a telephone and on a desk, by day and by night."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.makers.desk import signed_in
from tests.makers.stories import make_paper, make_section, make_story
from tests.rigs.browsers.axe import faults_of

from kawaraban.people.models import User
from kawaraban.reads.batch import add_readers
from kawaraban.reads.models import HourTally
from kawaraban.stories.editors import grant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.standing_windows]
IN_THE_PAGE = {"include": [[".reads-page"]]}


@pytest.fixture
def open_reads(
    browser_page: Callable[..., Page], live_server: LiveServer, editor: User
) -> Callable[..., Page]:
    """The page of reads with a little in it, signed in."""
    grant(editor)
    section = make_section(make_paper())
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    for number, headline in enumerate(("Port reopens after nine days of waiting", "港が再開", "Gulls")):
        story = make_story(section, headline, slug=f"story-{number}")
        for day in range(3):
            HourTally.objects.create(
                story_key=story.key,
                hour_at=now - timedelta(days=day),
                reads_count=20 * day + 5,
                robots_count=3,
            )
        add_readers({(story.key, now.date()): [f"{mark:016x}" for mark in range(9)]})

    def make(**options: object) -> Page:
        page = browser_page(**options)
        name = settings.SESSION_COOKIE_NAME
        value = signed_in(editor).cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page.goto(f"{live_server.url}/editor/reads/")
        return page

    return make


def faults(page: Page) -> list[str]:
    return faults_of(page, inside=IN_THE_PAGE)


@pytest.mark.parametrize(
    ("width", "scheme"), [(390, "light"), (1280, "dark"), (320, "dark"), (1280, "light")]
)
def test_2_09_the_page_has_no_fault_and_needs_no_sideways_scrolling(
    open_reads: Callable[..., Page], width: int, scheme: str
) -> None:
    page = open_reads(width=width, scheme=scheme)

    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_2_09_a_story_is_one_click_away_and_a_custom_period_one_form(open_reads: Callable[..., Page]) -> None:
    page = open_reads(width=390)

    page.get_by_role("row").get_by_role("link", name="Port reopens").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Port reopens")
    expect(page.get_by_role("img", name="Reads per day")).to_be_visible()
    assert faults(page) == []

    today = timezone.now().date()
    page.get_by_label("From").fill(today.isoformat())
    page.get_by_label("To", exact=True).fill(today.isoformat())
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("img", name="Reads per hour")).to_be_visible()
    page.get_by_text("As a table").first.click()
    expect(page.locator(".reads-numbers").get_by_role("row").nth(1)).to_be_visible()
