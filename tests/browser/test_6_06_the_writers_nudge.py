"""6.6 in a browser: the question stands beside the words, nothing is lost, and they go out at the next press."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone
from playwright.sync_api import Page as Screen
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from tests.rigs.browsers.axe import faults_of

from kawaraban.comments.models import Comment
from kawaraban.stories.models import StoryPage
from kawaraban.triage.taught.rules import change_rules, rules

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("policy"),
    pytest.mark.standing_windows,
]
BrowserPage = Callable[..., Screen]
RUDE = "You are a disgusting idiot and a pathetic moron."
QUESTION = "Readers may find this insulting or hurtful. You can change it, or send it as it is."


@pytest.fixture(autouse=True)
def nudging(transactional_db: None) -> None:
    change_rules(replace(rules(), nudges=True), person=None, now=timezone.now())


def write(page: Screen) -> None:
    page.click("#write > summary")
    page.fill("#cf-name", "Aiko")
    page.fill("#cf-text", RUDE)
    page.click("button.primary")


def test_6_06_with_a_script_the_question_stands_beside_the_words(
    browser_page: BrowserPage, live_server: LiveServer, story: StoryPage
) -> None:
    page = browser_page(width=390)
    page.goto(f"{live_server}{story.url}")

    write(page)

    expect(page.locator("#cf-error")).to_have_text(QUESTION)
    expect(page.locator("#cf-text")).to_have_value(RUDE)
    assert not Comment.objects.exists()
    page.click("button.primary")
    expect(page.locator("[data-notices] .notice")).to_be_visible()
    assert Comment.objects.get().was_nudged


def test_6_06_without_a_script_a_page_asks_and_takes_the_changed_words(
    browser_page: BrowserPage, live_server: LiveServer, story: StoryPage
) -> None:
    page = browser_page(javascript=False)
    page.goto(f"{live_server}{story.url}")

    write(page)

    expect(page.locator("h1")).to_have_text("Before you send it")
    expect(page.locator("#cf-error")).to_have_text(QUESTION)
    page.fill("#cf-text", "I disagree, and I was angry.")
    page.click("button.primary")
    expect(page).to_have_url(re.compile(r"/track/[^/]+/\?sent=1$"))
    comment = Comment.objects.get()
    assert (comment.text, comment.was_nudged) == ("I disagree, and I was angry.", True)


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_6_06_the_page_that_asks_is_for_everybody(
    browser_page: BrowserPage, live_server: LiveServer, story: StoryPage, width: int, scheme: str
) -> None:
    page = browser_page(width=width, scheme=scheme)
    page.goto(f"{live_server}{story.url}")

    page.click("#write > summary")
    page.fill("#cf-name", "Aiko")
    page.fill("#cf-text", RUDE)
    # As a browser sends it that has no script: nobody listens to this.
    page.evaluate("document.querySelector('form.form').submit()")

    expect(page.locator("h1")).to_have_text("Before you send it")
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
