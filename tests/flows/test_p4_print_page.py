"""P4, the page's part: a clean sheet from the same URL, with what a sheet of paper must say."""

from datetime import datetime

import pytest
from django.test import Client
from tests.makers.stories import make_paper, make_section, make_story
from tests.page import Page

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db, pytest.mark.usefixtures("policy")]


def test_p4_the_sheet_comes_from_the_same_address_by_a_style_for_print(client: Client) -> None:
    story = make_story(make_section(make_paper()))

    page = client.get(story.url).content.decode()

    assert Page(page).has('link[rel="stylesheet"][href*="print"][href$=".css"][media="print"]')
    assert "data-print" in page
    assert "?print" not in page


def test_p4_the_sheet_says_where_it_comes_from_and_what_was_corrected(client: Client, noon: datetime) -> None:
    story = make_story(
        make_section(make_paper()), published_at=noon, corrections=((noon, "It was nine days, not eight."),)
    )

    page = client.get(story.url).content.decode()

    assert Page(page).one('link[rel="canonical"]')["href"] == f"http://127.0.0.1:8000{story.url}"
    assert "It was nine days, not eight." in page
    assert "The Harbour Sheet" in page
