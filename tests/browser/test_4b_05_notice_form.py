"""4b.5 The form for a notice by keyboard and without a script, and the page of several addresses, as it is read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.makers.comments import approved, removed, sent
from tests.makers.law.redress import noticed
from tests.rigs.browsers.axe import faults_of

from kawaraban.comments.actions.acts import KEEP
from kawaraban.comments.actions.decide import decide
from kawaraban.comments.actions.judged import Judged
from kawaraban.comments.models import Thread
from kawaraban.kit.clock import utc_now
from kawaraban.law.models import Notice
from kawaraban.law.policy.reasons import Reasons
from kawaraban.people.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.standing_windows]


def test_4b_05_several_addresses_are_sent_by_keyboard_without_a_script(
    browser_page: Callable[..., Page], live_server: LiveServer, thread: Thread
) -> None:
    page = browser_page(javascript=False, width=390)
    page.goto(f"{live_server}/notice/")

    page.locator("[name=address]").focus()
    page.keyboard.type("https://other.example/1 https://other.example/2")
    for typed in ("Defamation", "", "He did not.", "", ""):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".notice-items > li")).to_have_count(2)
    expect(page.locator(".page-address")).to_contain_text("/notice/follow/")
    assert {notice.explanation for notice in Notice.objects.all()} == {"He did not."}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [390, 1280])
def test_4b_05_form_and_page_are_sound_in_light_and_dark(
    browser_page: Callable[..., Page],
    live_server: LiveServer,
    thread: Thread,
    moderator: User,
    width: int,
    language: str,
) -> None:
    start = utc_now() - timedelta(hours=1)
    comments = [sent(thread, f"Words {number}.", now=start) for number in range(3)]
    for comment in comments:
        approved(comment, moderator, now=start)
    more = tuple(f"https://paper.example/c/{comment.public_id}/" for comment in comments[1:])
    notice = noticed(comments[0], now=start, more=more, language=language, email="")
    removed(comments[0], moderator, now=start)
    for comment in comments[1:]:
        decide(KEEP, Judged(comment.pk, 1), Reasons(note="So."), moderator=moderator, now=start)

    for scheme in ("light", "dark"):
        page = browser_page(width=width, scheme=scheme)
        for path in (f"/notice/{language}/", f"/notice/follow/{notice.token}/"):
            page.goto(f"{live_server}{path}")
            for summary in page.locator("details > summary").all():
                summary.click()
            assert faults_of(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
