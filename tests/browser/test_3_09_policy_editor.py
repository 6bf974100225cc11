"""3.9 and 3.10 in a browser: the policy is written without a script, and axe finds nothing on what was added."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.makers.comments import approved, rejected, returned, sent, withheld
from tests.makers.desk import signed_in
from tests.rigs.browsers.axe import faults_of

from kawaraban.comments.models import Comment, Thread
from kawaraban.law.grounds import Ground
from kawaraban.law.models import PolicyVersion
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.standing_windows]
BrowserPage = Callable[..., Page]


def at_the_desk(page: Page, server: str, user: User) -> Page:
    name = settings.SESSION_COOKIE_NAME
    value = signed_in(user).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": server}])
    return page


def is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def dresses() -> Iterator[dict[str, object]]:
    for width, scheme, locale in ((1280, "light", "en"), (320, "dark", "en"), (390, "light", "ar")):
        yield {"width": width, "scheme": scheme, "locale": locale}


def test_3_09_the_policy_is_written_previewed_and_published_without_a_script(
    browser_page: BrowserPage, live_server: LiveServer, publisher: User, policy: PolicyVersion
) -> None:
    page = at_the_desk(browser_page(javascript=False), live_server.url, publisher)
    page.goto(f"{live_server.url}/desk/policy/")
    page.get_by_role("link", name="Write a new version").click()
    page.get_by_label("Introduction").first.fill("Be very kind.")
    page.get_by_text("Add a ground").first.click()
    page.locator("#id_own0_label_en").fill("Off topic")

    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="Preview")).to_be_visible()
    expect(page.locator(".previews dt").filter(has_text="Off topic")).to_be_visible()
    assert PolicyVersion.objects.count() == 1

    page.get_by_role("button", name="Publish this version").click()
    expect(page.get_by_role("status")).to_have_text("Version 2 is published.")
    assert PolicyVersion.objects.get(number=2).grounds.get().code == "off_topic"


def test_3_09_axe_finds_nothing_in_the_policy_editor_in_any_dress(
    browser_page: BrowserPage, live_server: LiveServer, publisher: User, policy: PolicyVersion
) -> None:
    for dress in dresses():
        page = at_the_desk(browser_page(**dress), live_server.url, publisher)
        for path in ("/desk/policy/", "/desk/policy/new/"):
            page.goto(live_server.url + path)
            page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")

            assert faults_of(page) == [], (path, dress)
            assert not is_wider_than_the_screen(page), (path, dress)


@pytest.fixture
def followed(thread: Thread, moderator: User) -> list[Comment]:
    """One withheld, one sent back, one refused under the law; the time for undo is over."""
    at = timezone.now() - timedelta(hours=1)
    back, asked, refused = (sent(thread, f"Words {number}.", now=at) for number in range(3))
    approved(back, moderator, now=at)
    withheld(back, moderator, ground=Ground.DEFAMATION, note="We ask.", now=at + timedelta(minutes=5))
    returned(asked, moderator, note="Name your source.\n\nالمصدر من فضلك", now=at)
    rejected(refused, moderator, ground=Ground.ILLEGAL, note="A crime.", now=at)
    return [back, asked, refused]


def test_3_10_axe_finds_nothing_on_the_page_that_an_author_follows(
    browser_page: BrowserPage, live_server: LiveServer, followed: list[Comment]
) -> None:
    for dress in dresses():
        page = browser_page(**dress)
        for comment in followed:
            page.goto(f"{live_server.url}/track/{comment.tracking_token}/")

            assert faults_of(page) == [], dress
            assert not is_wider_than_the_screen(page), dress


def test_3_05_what_came_back_is_changed_and_sent_again_without_a_script(
    browser_page: BrowserPage, live_server: LiveServer, followed: list[Comment]
) -> None:
    page = browser_page(javascript=False)
    page.goto(f"{live_server.url}/track/{followed[1].tracking_token}/")

    page.get_by_label("Your comment").fill("Words 1, from the harbour office.")
    page.get_by_role("button", name="Send the new words").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your comment is waiting")
    assert Comment.objects.get(pk=followed[1].pk).text == "Words 1, from the harbour office."
