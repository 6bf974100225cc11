"""4.1: in a browser a comment that is sent again finds its receipt by the nonce of its form; a stranger's does not."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Screen
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from tests.makers.comments import approved

from kawaraban.comments.models import Comment
from kawaraban.people.models import User
from kawaraban.stories.models import StoryPage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("policy"),
    pytest.mark.standing_windows,
]
BrowserPage = Callable[..., Screen]
WORDS = "Who pays for the road?"


def write(page: Screen) -> None:
    if not page.locator("#cf-text").is_visible():
        page.click("#write > summary")
    page.fill("#cf-name", "Aiko")
    page.fill("#cf-text", WORDS)
    page.click("button.primary")


def test_4_1_the_form_that_sent_it_finds_it_again_and_another_browser_is_led_to_the_comment(
    browser_page: BrowserPage, live_server: LiveServer, story: StoryPage, moderator: User
) -> None:
    page = browser_page(width=390)
    page.goto(f"{live_server}{story.url}")
    write(page)
    expect(page.locator("[data-notices] .notice")).to_be_visible()
    comment = Comment.objects.get()
    approved(comment, moderator)

    page.click("[data-notices] .close")
    write(page)
    stranger = browser_page(width=390)
    stranger.goto(f"{live_server}{story.url}")
    write(stranger)

    mine = page.locator("[data-notices] a")
    theirs = stranger.locator("[data-notices] a")
    expect(mine).to_have_attribute("href", f"/track/{comment.tracking_token}/")
    expect(theirs).to_have_attribute("href", f"/c/{comment.public_id}/")
    expect(theirs).to_have_text("Go to the comment")
    expect(stranger.locator(".c.waiting")).to_have_count(0)
    assert Comment.objects.count() == 1
    assert comment.tracking_token not in stranger.content()


def test_4_1_back_and_send_again_on_a_page_of_its_own_finds_the_receipt(
    browser_page: BrowserPage, live_server: LiveServer, story: StoryPage, moderator: User
) -> None:
    page = browser_page(width=390)
    page.goto(f"{live_server}{story.url}")
    write(page)
    expect(page.locator("[data-notices] .notice")).to_be_visible()
    parent = Comment.objects.get()
    approved(parent, moderator)
    page.goto(f"{live_server}/c/{parent.public_id}/reply/")
    write(page)
    expect(page).to_have_url(re.compile(r"/track/[^/]+/\?sent=1$"))
    reply = Comment.objects.exclude(pk=parent.pk).get()
    approved(reply, moderator)

    page.go_back()
    write(page)

    expect(page).to_have_url(re.compile(rf"/track/{reply.tracking_token}/"))
    assert Comment.objects.count() == 2
