"""1.20: a comment is posted from a real story page, with JavaScript and without."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Screen
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from kawaraban.comments.actions.thread_pages import take_place
from kawaraban.comments.models import Comment, Status
from kawaraban.stories.models import StoryPage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("policy"),
]
BrowserPage = Callable[..., Screen]


def write(page: Screen, text: str) -> None:
    page.click("#write > summary")
    page.fill("#cf-name", "Aiko")
    page.fill("#cf-text", text)
    page.click("button.primary")


def test_1_20_with_javascript_the_comment_is_posted_in_place(
    browser_page: BrowserPage, live_server: LiveServer, story: StoryPage
) -> None:
    page = browser_page(width=390)
    page.goto(f"{live_server}{story.url}")

    write(page, "Who pays for the road?")

    expect(page.locator("[data-notices] .notice")).to_be_visible()
    comment = Comment.objects.get()
    assert (comment.name, comment.text, comment.status) == ("Aiko", "Who pays for the road?", Status.PENDING)
    expect(page.locator("[data-notices] a")).to_have_attribute("href", f"/track/{comment.tracking_token}/")
    assert page.context.cookies() == []


def test_1_20_without_javascript_the_sender_lands_on_the_tracking_page(
    browser_page: BrowserPage, live_server: LiveServer, story: StoryPage
) -> None:
    page = browser_page(javascript=False)
    page.goto(f"{live_server}{story.url}")

    write(page, "Yolun parasını kim ödeyecek?")

    expect(page).to_have_url(re.compile(r"/track/[^/]+/\?sent=1$"))
    expect(page.locator("main")).to_contain_text("Yolun parasını kim ödeyecek?")
    assert Comment.objects.get().status == Status.PENDING


def test_1_20_a_refusal_without_javascript_gives_the_text_back(
    browser_page: BrowserPage, live_server: LiveServer, story: StoryPage
) -> None:
    page = browser_page(javascript=False)
    page.goto(f"{live_server}{story.url}")

    write(page, "x" * 2001)

    expect(page.locator("#cf-text")).to_have_value("x" * 2001)
    expect(page.locator("#cf-error")).to_be_visible()
    assert not Comment.objects.exists()


def test_1_20_a_reply_without_javascript_has_a_page_of_its_own(
    browser_page: BrowserPage, live_server: LiveServer, story: StoryPage
) -> None:
    page = browser_page(javascript=False)
    page.goto(f"{live_server}{story.url}")
    write(page, "The first word.")
    first = Comment.objects.get()
    take_place(first)
    Comment.objects.filter(pk=first.pk).update(status=Status.APPROVED, place=first.place)
    page.goto(f"{live_server}{story.url}")

    page.get_by_role("link", name="Reply", exact=True).click()
    page.fill("#cf-name", "Noor")
    page.fill("#cf-text", "And the second.")
    page.click("button.primary")

    expect(page).to_have_url(re.compile(r"/track/"))
    assert Comment.objects.get(name="Noor").parent == first
