"""4b.2 and 4b.8 in a browser: the long pages and what a suspended sender reads, on a phone and on a desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.makers.comments import approved, rejected, sent
from tests.makers.law.recorded_world import publish_policies
from tests.makers.law.redress import noticed
from tests.makers.law.restrictions import restricted
from tests.rigs.browsers.axe import faults_of

from kawaraban.comments.models import Thread
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.standing_windows, pytest.mark.django_db(transaction=True)]


def assert_fine(page: Page, url: str) -> None:
    page.goto(url)
    for width in (1280, 390, 320):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (url, width)
            assert faults_of(page) == [], (url, width, scheme)


def test_4b_02_what_a_suspended_sender_and_the_sender_of_a_notice_read(
    browser_page: Callable[..., Page], live_server: Any, thread: Thread, moderator: User
) -> None:
    now = utc_now() - timedelta(hours=1)
    refused = sent(thread, "Rude words.", now=now, sender_address="203.0.113.7")
    rejected(refused, moderator, now=now, passage="Rude")
    restricted(refused, moderator, now=now, passage="Rude")
    shown = sent(thread, "Other words.", now=now)
    approved(shown, moderator, now=now)
    notice = noticed(shown, now=now, email="", more=(f"https://elsewhere.example/{'long/' * 30}",))
    page = browser_page()

    assert_fine(page, f"{live_server.url}/track/{refused.tracking_token}/")
    assert_fine(page, f"{live_server.url}/notice/follow/{notice.token}/")


@pytest.mark.parametrize("place", ["policy", "moderation"])
def test_4b_08_the_contents_of_a_long_page_lead_to_its_parts(
    browser_page: Callable[..., Page], live_server: Any, publisher: User, place: str
) -> None:
    publish_policies(publisher)
    page = browser_page(javascript=False)

    page.goto(f"{live_server.url}/{place}/")
    page.locator(".contents a", has_text="What programs do").press("Enter")

    assert page.locator("h2:target").inner_text() == "What programs do"
    assert_fine(browser_page(), f"{live_server.url}/{place}/")
