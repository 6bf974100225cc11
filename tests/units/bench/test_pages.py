"""What is measured of a page is all of it, and not what was kept from the rendering before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.makers.stories import make_paper, make_section, make_story

from bench.grown.pages import render

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy")]
# Five that count, and the first one.
RENDERINGS = 6


def test_each_rendering_asks_for_all_that_the_page_shows() -> None:
    story = make_story(make_section(make_paper(), "City"), "Port reopens")

    with CaptureQueriesContext(connection) as asked:
        render([story.url])

    lists = [query["sql"] for query in asked if 'FROM "stories_listedstory"' in query["sql"]]
    assert len(lists) >= RENDERINGS
    assert len(lists) % RENDERINGS == 0
