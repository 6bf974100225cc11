"""5b.2 What the pages of the paper and a publication ask walks through no table that grows with the paper.

As `test_5b_02_plans.py`: the product's own statements, with what the database would know of fifty thousand stories and
knowing nothing.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.makers.comments import sent, shown_in_bulk
from tests.makers.site_maps import files_of_map
from tests.makers.statistics import as_a_large_paper
from tests.makers.stories import make_page, make_paper, make_section, make_story, publish
from tests.rigs.queries.plans import asked, walks

from kawaraban.comments.models import Thread
from kawaraban.kit.clock import utc_now
from kawaraban.stories.actions import privacy_changed
from kawaraban.stories.clock import Clock
from kawaraban.stories.machines.site_maps import public_addresses
from kawaraban.stories.models import StoryPage

pytestmark = [
    pytest.mark.newspaper,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="plans are written as SQLite writes them"),
]

# A search that may find much, and why the paper's size has no part in it: words of its plan.
BOUNDED: Final = {
    "tally_by_hour (hour_at>? AND hour_at<?)": "the reads of seven days, however old the paper is",
}


@pytest.fixture
def story(policy: object) -> StoryPage:
    front = make_paper()
    make_page(front, "About", show_in_menus=True)
    make_story(make_section(front, "Economy"), "Rates fall", topics=("Ports",), authors=("Mika Sato",))
    city = make_section(front, "City", show_in_menus=True)
    at = timezone.now() - timedelta(hours=1)
    story = make_story(city, "Port reopens", authors=("Mika Sato",), topics=("Ports",), published_at=at)
    thread = Thread.objects.get(locator=story.key)
    (first,) = shown_in_bulk(thread, [("Ada", "Good.", at)])
    shown_in_bulk(thread, [("Leyla", "Good indeed.", at)], parent=first)
    sent(thread)
    return story


@pytest.fixture(params=["a large paper", "nothing known"], autouse=True)
def known(request: pytest.FixtureRequest, story: StoryPage) -> None:
    if request.param == "a large paper":
        as_a_large_paper()


def walks_of(act: Callable[[], object]) -> list[str]:
    with asked() as statements:
        act()
    assert len(statements) > 0
    return [walk for walk in walks(statements) if not any(words in walk for words in BOUNDED)]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/city/",
        "/city/port-reopens/",
        "/topics/ports/",
        "/authors/mika-sato/",
        "/feed.xml",
        "/feeds/city.xml",
        "/news-sitemap.xml",
        "/how-we-count-reads/",
    ],
)
def test_5b_02_a_page_of_the_paper(client: Client, address: str) -> None:
    answers = []

    found = walks_of(lambda: answers.append(client.get(address)))

    assert answers[0].status_code == 200
    assert found == []


def test_5b_02_a_page_that_is_not_there(client: Client) -> None:
    assert walks_of(lambda: client.get("/city/nothing/")) == []


def test_5b_02_the_map_and_all_public_addresses(client: Client) -> None:
    assert walks_of(lambda: (files_of_map(client), list(public_addresses()))) == []


def test_5b_02_a_publication_and_what_takes_it_back(story: StoryPage) -> None:
    def act() -> None:
        publish(story)
        privacy_changed(story, now=utc_now())
        story.unpublish()

    assert walks_of(act) == []


def test_5b_02_what_the_clock_changes() -> None:
    now = utc_now()

    assert walks_of(lambda: Clock(now - timedelta(minutes=1)).tick(now=now)) == []
