from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.makers.stories import make_author, make_page, make_story

from kawaraban.config.processes.public_pages import public_pages
from kawaraban.reads.models import HourTally
from kawaraban.stories.machines.most_read_first import addresses_most_read_first
from kawaraban.stories.machines.site_maps import public_addresses, public_count
from kawaraban.stories.models import FrontPage, SectionPage

pytestmark = [pytest.mark.django_db, pytest.mark.newspaper]


@pytest.fixture
def paper(section: SectionPage) -> list[str]:
    """Five stories; the second is read most, then the fourth. Returns their addresses, the oldest first."""
    stories = [make_story(section, f"Story {number}", topics=("quay",)) for number in range(5)]
    make_page(FrontPage.objects.get(), "About")
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    for place, reads in ((1, 900), (3, 20)):
        HourTally.objects.create(story_key=stories[place].key, hour_at=hour, reads_count=reads)
    return [str(story.url) for story in stories]


def test_lists_come_first_then_what_is_read_most_then_the_newest(paper: list[str]) -> None:
    given = list(addresses_most_read_first())

    assert given[0] == "/"
    assert [address for address in given if address in paper] == [
        paper[1],
        paper[3],
        paper[4],
        paper[2],
        paper[0],
    ]
    assert given.index("/city/") < given.index(paper[1])
    assert given.index("/about/") < given.index(paper[1])


def test_every_public_page_is_among_them_once(paper: list[str]) -> None:
    make_author("Orla Fennick")

    given = list(public_pages().addresses())

    assert sorted(given) == sorted(public_addresses())
    assert len(given) == len(set(given))


def test_what_is_not_public_is_not_among_them(section: SectionPage, paper: list[str]) -> None:
    make_story(section, "A draft", live=False)

    assert "/city/a-draft/" not in set(addresses_most_read_first())
    assert public_count() == len(list(addresses_most_read_first()))


def test_they_are_asked_for_a_file_of_the_map_at_a_time(paper: list[str]) -> None:
    addresses = addresses_most_read_first()

    with CaptureQueriesContext(connection) as first:
        next(addresses)
    with CaptureQueriesContext(connection) as all_others:
        given = list(addresses)

    assert len(first) < 10
    assert len(all_others) < 20
    assert set(paper) <= set(given)


def test_a_paper_without_a_front_page_has_its_rules_alone() -> None:
    given = list(public_pages().addresses())

    assert "/policy/" in given
    assert not [address for address in given if address in {"/", "/city/"}]
