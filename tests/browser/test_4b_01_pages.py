"""4b.1: the page of suspected crimes, and the tracking page of what is to be erased, on a phone and on a desk."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page
from tests.makers.comments import approved, sent
from tests.makers.desk import signed_in
from tests.makers.law.redress import noticed
from tests.rigs.browsers.axe import faults_of

from kawaraban.comments.actions.erasing.comment import erase_own
from kawaraban.comments.models import Comment, Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.record.holds import Told, suspect_crime
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.standing_windows, pytest.mark.django_db(transaction=True)]


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults_of(page) == []


@pytest.fixture
def threat(thread: Thread, moderator: User) -> Comment:
    comment = sent(thread, "I know where she lives.", name="Quillon", email="q@example.org")
    approved(comment, moderator)
    return comment


@pytest.mark.parametrize("width", [390, 1280])
def test_4b_01_the_page_of_suspected_crimes(
    browser_page: Callable[..., Page], live_server: Any, threat: Comment, publisher: User, width: int
) -> None:
    now = utc_now()
    suspect = partial(suspect_crime, subject=threat.subject, until=None, person=publisher, now=now)
    suspect(reason="A threat to life", told=None)
    told = Told("Police of Izmir, 2026/114", now - timedelta(hours=1))
    suspect(reason="The same, and a second street is named", told=told)
    page, name = browser_page(width=width), settings.SESSION_COOKIE_NAME
    value = signed_in(publisher).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])

    page.goto(f"{live_server.url}/desk/records/crimes/?about={threat.public_id}")
    page.locator(".record-holds details").first.locator("summary").click()

    assert_fits(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_4b_01_the_tracking_page_of_what_is_to_be_erased(
    browser_page: Callable[..., Page], live_server: Any, threat: Comment, width: int
) -> None:
    noticed(threat)
    erase_own(tracking_token=threat.tracking_token, now=utc_now())
    page = browser_page(width=width)

    page.goto(f"{live_server.url}/track/{threat.tracking_token}/")

    assert_fits(page)
