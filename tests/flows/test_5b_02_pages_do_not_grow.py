"""5b.2 A page of the paper costs the database the same with ten times as many stories, and so does a publication.

Counted in steps of the database's own machine: no clock, and nothing that depends on who else works there.
"""

from collections.abc import Callable
from datetime import UTC, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.makers.many_stories import many_stories
from tests.makers.stories import make_author, make_page, make_paper, make_section, make_story, publish
from tests.rigs.counting.steps_of_sqlite import steps_of

from kawaraban.press.printing.pieces import KEPT
from kawaraban.reads.models import HourTally
from kawaraban.stories.editor.reads.period import asked_period
from kawaraban.stories.editor.reads.sheet import reads_sheet
from kawaraban.stories.models import StoryPage

pytestmark = [
    pytest.mark.newspaper,
    pytest.mark.django_db,
    pytest.mark.usefixtures("policy"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the steps are those of SQLite"),
]

FEW, MANY = 300, 3_000
# A deeper tree of an index costs some steps.
SAME = 1.25


@pytest.fixture
def story() -> StoryPage:
    front = make_paper()
    make_page(front, "About", show_in_menus=True)
    make_story(make_section(front, "Economy"), "Rates fall", topics=("Ports",))
    city = make_section(front, "City", show_in_menus=True)
    return make_story(
        city,
        "Port reopens",
        authors=("Mika Sato",),
        topics=("Harbour", "Ports"),
        published_at=timezone.now() - timedelta(hours=1),
    )


def steps(act: Callable[[], object]) -> int:
    act()
    KEPT.forget()
    return steps_of(act)


def grown(story: StoryPage, act: Callable[[], object]) -> float:
    """How many times as much the act costs with ten times as many stories."""
    topic, author = story.topics.get(name="Harbour"), make_author("Mika Sato")
    many_stories(story, FEW, topic=topic, author=author, now=timezone.now())
    few = steps(act)
    many_stories(story, MANY - FEW, topic=topic, author=author, now=timezone.now())
    return steps(act) / few


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/city/",
        "/city/?page=5",
        "/city/port-reopens/",
        "/city/port-reopens-200/",
        "/topics/harbour/",
        "/topics/harbour/?page=5",
        "/authors/mika-sato/",
        "/feed.xml",
        "/feeds/city.xml",
        "/news-sitemap.xml",
        "/sitemap-paper.xml",
    ],
)
def test_5b_02_a_page_costs_the_same_with_ten_times_the_stories(
    client: Client, story: StoryPage, address: str
) -> None:
    def ask() -> None:
        assert client.get(address).status_code == 200

    assert grown(story, ask) < SAME


def test_5b_02_the_editors_page_of_reads_names_a_hundred_stories_and_the_file_all(story: StoryPage) -> None:
    many_stories(
        story,
        150,
        topic=story.topics.get(name="Harbour"),
        author=make_author("Mika Sato"),
        now=timezone.now(),
    )
    now = timezone.now()
    HourTally.objects.bulk_create(
        HourTally(story_key=each.key, hour_at=now - timedelta(hours=1), reads_count=each.pk)
        for each in StoryPage.objects.child_of(story.get_parent())
    )
    period = asked_period({}, now=now, zone=UTC)

    with CaptureQueriesContext(connection) as asked:
        sheet = reads_sheet(period, now=now)
    whole = reads_sheet(period, now=now, rows_count=None)

    assert (len(sheet.rows), sheet.stories_count, len(whole.rows)) == (100, 151, 151)
    assert sheet.rows == whole.rows[:100]
    assert sheet.reads == sum(row.reads for row in whole.rows)
    assert max(len(query["sql"]) for query in asked.captured_queries) < 5_000


def test_5b_02_a_publication_costs_the_same_with_ten_times_the_stories(story: StoryPage) -> None:
    assert grown(story, lambda: publish(story)) < SAME
