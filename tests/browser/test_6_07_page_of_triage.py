"""6.7 and 6.9 in a browser: the page of triage and that of keys, in every dress, without a script."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.makers.desk import signed_in
from tests.makers.triage.assessments import hidden_hints, season_of_decisions, site_version
from tests.rigs.browsers.axe import faults_of

from kawaraban.comments.models import Thread
from kawaraban.kit.clock import utc_now
from kawaraban.people.models import User
from kawaraban.triage.models import ApiClient, TriageRules
from kawaraban.triage.taught.clients import ClientTerms, new_client, revoke

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.standing_windows]
BrowserPage = Callable[..., Page]


@pytest.fixture
def season(thread: Thread, publisher: User) -> None:
    """A paper that has used triage for a season."""
    now = utc_now()
    season_of_decisions(now)
    hidden_hints(thread, now - timedelta(hours=1))
    old, refused, new = (
        site_version(count=100 * place, made_at=now - timedelta(days=9 - place), is_published=place != 2)
        for place in (1, 2, 3)
    )
    assert old.was_published
    assert not refused.was_published
    TriageRules.objects.create(pk=1, version=new, blind_percent=5, answers_clients=True)
    for name, is_trusted in (("Talk of the town", True), ("جريدة المدينة", False), ("Gone", False)):
        client, _key = new_client(ClientTerms(name, is_trusted=is_trusted), person=publisher, now=now)
    revoke(client_id=client.pk, person=publisher, now=now)


def at_the_desk(page: Page, server: str, user: User) -> Page:
    name = settings.SESSION_COOKIE_NAME
    value = signed_in(user).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": server}])
    return page


def dresses() -> Iterator[dict[str, object]]:
    for width, scheme, locale in ((1280, "light", "en"), (320, "dark", "en"), (390, "light", "ar")):
        yield {"width": width, "scheme": scheme, "locale": locale}


@pytest.mark.usefixtures("season")
def test_6_07_axe_finds_nothing_on_the_pages_of_triage_in_any_dress(
    browser_page: BrowserPage, live_server: LiveServer, publisher: User
) -> None:
    for dress in dresses():
        page = at_the_desk(browser_page(**dress), live_server.url, publisher)
        for path in ("/desk/triage/", "/desk/triage/clients/"):
            page.goto(live_server.url + path)
            page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")

            assert faults_of(page) == [], (path, dress)
            is_wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not page.evaluate(is_wider), (path, dress)


def test_6_09_a_key_is_made_and_revoked_without_a_script(
    browser_page: BrowserPage, live_server: LiveServer, publisher: User
) -> None:
    page = at_the_desk(browser_page(javascript=False), live_server.url, publisher)
    page.goto(f"{live_server.url}/desk/triage/")
    page.get_by_role("link", name="Keys of other comment systems").click()
    page.get_by_text("Make a key").click()
    page.get_by_label("Name").fill("Talk of the town")
    page.get_by_role("button", name="Make the key").click()

    key = page.locator("code.secret").inner_text()
    assert key.startswith("kwb_")

    page.goto(f"{live_server.url}/desk/triage/clients/")
    expect(page.locator("body")).not_to_contain_text(key)
    page.get_by_text("Change or revoke").click()
    page.get_by_role("button", name="Revoke this key").click()
    expect(page.get_by_role("status")).to_contain_text("revoked")
    assert ApiClient.objects.exclude(revoked_at=None).exists()
