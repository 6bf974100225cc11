"""6.5 in a browser: what the model suspects on the card and in the list, in every dress; hidden without a script."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.makers.desk import signed_in, waiting_comment
from tests.rigs.browsers.axe import faults_of

from kawaraban.comments.models import Comment, CommentScore, Thread
from kawaraban.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.standing_windows]
BrowserPage = Callable[..., Page]
RUDE = (
    "You are a complete idiot and a moron, and whoever believes you is one, too. Nobody who has ever stood on "
    "that quay would write such nonsense about the harbour. See https://quay.example/pictures"
)


@pytest.fixture
def cards(thread: Thread) -> dict[str, Comment]:
    """One of each kind of hint."""
    found = {
        "suspects": waiting_comment(thread, name="Emre", text=RUDE, minutes=90),
        "nothing": waiting_comment(thread, name="Leyla", text="Is the road open?", minutes=70),
        "unsupported": waiting_comment(
            thread,
            name="花子",
            text="銭湯の煙突が見えると、帰ってきたと思います。",
            language="ja",
            minutes=50,
        ),
        "failed": waiting_comment(thread, name="Ada", text="And on Sundays?", minutes=40),
        "blind": waiting_comment(thread, name="نور", text="هل يمكنكم نشر الملحق؟", language="ar", minutes=30),
    }
    CommentScore.objects.filter(comment=found["failed"]).update(state="failed", score=None)
    CommentScore.objects.filter(comment=found["blind"]).update(is_blind=True)
    Comment.objects.filter(pk=found["suspects"].pk).update(was_nudged=True)
    return found


def at_the_desk(page: Page, server: str, user: User) -> Page:
    name = settings.SESSION_COOKIE_NAME
    value = signed_in(user).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": server}])
    return page


def dresses() -> Iterator[dict[str, object]]:
    for width, scheme, locale in (
        (1280, "light", "en"),
        (1280, "dark", "ar"),
        (390, "light", "ar"),
        (390, "dark", "en"),
        (320, "light", "tr"),
    ):
        yield {"width": width, "scheme": scheme, "locale": locale}


def test_6_05_axe_finds_nothing_on_a_card_with_any_hint_in_any_dress(
    browser_page: BrowserPage, live_server: LiveServer, moderator: User, cards: dict[str, Comment]
) -> None:
    for dress in dresses():
        page = at_the_desk(browser_page(**dress), live_server.url, moderator)
        for says, comment in cards.items():
            page.goto(f"{live_server.url}/desk/card/{comment.public_id}/")

            assert page.locator("#hint").is_visible(), says
            assert faults_of(page) == [], (says, dress)
            is_wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not page.evaluate(is_wider), (says, dress)
            keep_picture(page, says, dress)


def test_6_05_what_weighed_is_told_apart_by_more_than_colour(
    browser_page: BrowserPage, live_server: LiveServer, moderator: User, cards: dict[str, Comment]
) -> None:
    page = at_the_desk(browser_page(), live_server.url, moderator)
    page.goto(f"{live_server.url}/desk/card/{cards['suspects'].public_id}/")

    style = "one => getComputedStyle(one).borderBlockEndStyle"
    assert page.locator(".shown mark.weighed").first.evaluate(style) == "dotted"
    assert page.locator(".shown mark:not(.weighed)").first.evaluate(style) == "solid"


def test_6_05_a_moderator_hides_hints_without_a_script(
    browser_page: BrowserPage, live_server: LiveServer, moderator: User, cards: dict[str, Comment]
) -> None:
    page = at_the_desk(browser_page(javascript=False), live_server.url, moderator)
    page.goto(f"{live_server.url}/desk/keys/")
    page.get_by_label("Hide it from me").check()
    page.get_by_role("button", name="Keep this choice").click()
    expect(page.get_by_role("status")).to_contain_text("Your choice is kept.")
    keep_picture(page, "choice", {"width": 1280})

    page.goto(f"{live_server.url}/desk/card/{cards['suspects'].public_id}/")

    expect(page.locator("#card")).to_be_visible()
    expect(page.locator("#hint")).to_have_count(0)
    expect(page.locator(".shown mark.weighed")).to_have_count(0)


def keep_picture(page: Page, name: str, dress: dict[str, object]) -> None:
    """For whoever wants to look at it: KAWARABAN_PICTURES names a folder."""
    if folder := os.environ.get("KAWARABAN_PICTURES"):
        words = "-".join(str(value) for value in dress.values())
        page.screenshot(path=Path(folder) / f"{name}-{words}.png", full_page=True)
