"""Promise 5b.5: a page is printed quickly; what many pages have in common is asked for once and not for each."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import shown_in_bulk
from tests.makers.stories import make_paper, make_section, make_story

from kawaraban.comments.models import Thread
from kawaraban.press.printing.rendering import SiteRenderer
from kawaraban.stories.models import StoryPage

pytestmark = [pytest.mark.django_db, pytest.mark.newspaper, pytest.mark.usefixtures("policy")]

# The number of the newest order; the story, its names, topics and corrections; reads; the thread and its comments;
# and whether it may be shown to all.
ITS_OWN = 9
# Stories beside it that no page has shown yet: themselves, their threads, names and numbers of comments.
OF_NEW_TEASERS = 4


@pytest.fixture
def stories(noon: datetime) -> list[StoryPage]:
    section = make_section(make_paper())
    made = [
        make_story(
            section,
            f"Story {number}",
            authors=("Mika Sato",),
            topics=("Harbour",),
            published_at=noon - timedelta(hours=number),
        )
        for number in range(8)
    ]
    for story in made:
        shown_in_bulk(Thread.objects.get(locator=story.key), [("Mina", "A fine day.", noon)])
    return made


def asked_for(story: StoryPage) -> int:
    with CaptureQueriesContext(connection) as asked:
        SiteRenderer()(story.url)
    return len(asked)


def test_5b_05_a_page_asks_for_what_is_its_own_alone(stories: list[StoryPage]) -> None:
    for story in stories[:5]:
        SiteRenderer()(story.url)

    assert asked_for(stories[6]) <= ITS_OWN


def test_5b_05_new_stories_beside_it_cost_the_same_for_one_and_for_all(stories: list[StoryPage]) -> None:
    first = stories[0]
    SiteRenderer()(stories[7].url)

    assert asked_for(first) <= ITS_OWN + OF_NEW_TEASERS
