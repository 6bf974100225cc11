"""Pages ask the database a fixed number of questions, however much is on them."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.makers.comments import shown_in_bulk
from tests.makers.stories import make_page, make_paper, make_picture, make_section, make_story

from kawaraban.comments.models import Thread
from kawaraban.reads.models import HourTally
from kawaraban.stories.models import FrontPage

pytestmark = pytest.mark.django_db


def a_full_paper(noon: datetime, stories: int) -> FrontPage:
    front = make_paper()
    make_page(front, "About")
    sections = [make_section(front, f"Section {number}") for number in range(5)]
    for number in range(stories):
        story = make_story(
            sections[number % 5],
            f"Story {number}",
            authors=(f"Author {number}", "Mika Sato"),
            topics=("Harbour", f"Topic {number}"),
            picture=make_picture(f"picture-{number}", (300, 200)),
            published_at=noon - timedelta(hours=number),
        )
        HourTally.objects.create(story_key=story.key, hour_at=noon, reads_count=number + 1)
    return front


def queries_of(client: Client, url: str) -> int:
    """Of the second answer: the first makes the sizes of the pictures."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.usefixtures("policy")
def test_pages_ask_as_much_for_twenty_stories_as_for_ten(client: Client, noon: datetime) -> None:
    front = a_full_paper(noon, 20)
    story = front.get_descendants().filter(slug="story-19").get()
    section = front.get_children().filter(slug="section-0").get()

    asked = {
        "front": queries_of(client, front.url),
        "section": queries_of(client, section.url),
        "story": queries_of(client, story.url),
        "topic": queries_of(client, "/topics/harbour/"),
        "feed": queries_of(client, "/feed.xml"),
    }

    assert asked["front"] <= 25
    assert asked["section"] <= 25
    assert asked["topic"] <= 25
    assert asked["story"] <= 40
    assert asked["feed"] <= 16, asked


@pytest.mark.usefixtures("policy")
def test_a_story_asks_as_much_with_thirty_comments_as_with_none(client: Client, noon: datetime) -> None:
    story = make_story(make_section(make_paper()), picture=make_picture())
    without = queries_of(client, story.url)
    thread = Thread.objects.get(locator=story.key)
    shown_in_bulk(thread, [(f"Reader {number}", "Good.", noon) for number in range(30)])

    assert queries_of(client, story.url) <= without + 1
