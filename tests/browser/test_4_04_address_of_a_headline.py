"""4.4 While a headline is typed, its address is written as the story's language writes small letters."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.makers.desk import signed_in
from tests.makers.stories import make_paper, make_section

from kawaraban.people.models import User
from kawaraban.stories.editors import grant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BrowserPage = Callable[..., Page]


def test_4_4_a_turkish_headline_in_capitals_gets_a_turkish_address(
    browser_page: BrowserPage, live_server: LiveServer, editor: User
) -> None:
    front = make_paper()
    english, turkish = make_section(front), make_section(front, "Haber", language="tr")
    grant(editor)
    page, name = browser_page(), settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": signed_in(editor).cookies[name].value, "url": live_server.url}]
    )

    for section, slug in ((turkish, "ığdırda-izmir"), (english, "iğdirda-i̇zmir")):
        page.goto(f"{live_server.url}/editor/pages/add/stories/storypage/{section.pk}/")
        page.locator("#id_title").fill("IĞDIR'da İZMİR")
        page.locator("#id_title").blur()
        if section == turkish:
            expect(page.locator("#id_slug")).to_have_value(slug)
        else:
            expect(page.locator("#id_slug")).not_to_have_value("")
            assert "ı" not in page.locator("#id_slug").input_value()
