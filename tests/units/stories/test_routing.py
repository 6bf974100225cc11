"""The story of an address is found in one query, and is the one that Wagtail would find, whatever was changed since."""

import pytest
from django.test import Client
from tests.makers.stories import make_page, make_paper, make_section, make_story, publish
from wagtail.models import PageViewRestriction

from kawaraban.stories.models import StoryPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy")]


@pytest.fixture
def story(client: Client) -> StoryPage:
    """Its section is known to the process."""
    made: StoryPage = make_story(make_section(make_paper(), "City"), "Port reopens")
    assert client.get(made.url).status_code == 200
    return made


def status(client: Client, path: str) -> int:
    return client.get(path).status_code


def test_a_section_with_another_name_has_its_stories_there(client: Client, story: StoryPage) -> None:
    section = story.get_parent().specific
    section.slug = "town"
    publish(section)

    assert status(client, "/town/port-reopens/") == 200
    assert status(client, "/city/port-reopens/") == 301


def test_a_new_section_is_found_at_once(client: Client, story: StoryPage) -> None:
    make_story(make_section(story.get_parent().get_parent().specific, "Harbour"), "Ships")

    assert status(client, "/harbour/ships/") == 200
    assert status(client, "/city/ships/") == 404


def test_sections_that_changed_places_keep_their_stories(client: Client, story: StoryPage) -> None:
    front = story.get_parent().get_parent().specific
    harbour = make_section(front, "Harbour")
    make_story(harbour, "Ships")
    assert status(client, "/harbour/ships/") == 200

    harbour.move(story.get_parent(), pos="left")

    assert status(client, "/harbour/ships/") == 200
    assert status(client, "/city/port-reopens/") == 200
    assert status(client, "/city/ships/") == 404


def test_a_story_that_was_taken_back_is_gone_and_a_draft_is_unknown(client: Client, story: StoryPage) -> None:
    make_story(story.get_parent().specific, "A draft", live=False)
    story.unpublish()

    assert status(client, "/city/port-reopens/") == 410
    assert status(client, "/city/a-draft/") == 404


def test_what_is_no_story_is_found_as_ever(client: Client, story: StoryPage) -> None:
    make_page(story.get_parent().get_parent().specific, "About")

    assert status(client, "/about/") == 200
    assert status(client, "/city/") == 200
    assert status(client, "/about/port-reopens/") == 404
    assert status(client, "/city/port-reopens/more/") == 404


def test_a_story_under_a_section_that_is_kept_from_readers_is_not_found(
    client: Client, story: StoryPage
) -> None:
    PageViewRestriction.objects.create(page=story.get_parent(), restriction_type=PageViewRestriction.LOGIN)

    assert status(client, "/city/port-reopens/") == 404
