"""Lists and files of the map say after every act of the newsroom what they would say if they were made anew."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from tests.makers.stories import make_author, make_paper, make_section, make_story, publish
from wagtail.models import PageViewRestriction

from kawaraban.press.models import ReprintOrder
from kawaraban.stories.keys import author_key
from kawaraban.stories.lists.filling_lists import fill_lists
from kawaraban.stories.models import Byline, ListedStory, MapPart, SectionPage, StoryPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy")]

AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def city() -> SectionPage:
    return make_section(make_paper(), "City")


@pytest.fixture
def sea(city: SectionPage) -> SectionPage:
    return make_section(city.get_parent().specific, "Sea")


@pytest.fixture
def story(city: SectionPage) -> StoryPage:
    make_story(city, "Beside it", topics=("Harbour",), published_at=AT)
    return make_story(city, topics=("Harbour", "Gulls"), authors=("Mika Sato",), published_at=AT)


def told() -> tuple[set[object], set[object]]:
    lists = ListedStory.objects.values_list("story_id", "kind", "number", "published_at")
    return set(lists), set(MapPart.objects.values_list("kind", "number"))


def anew() -> tuple[set[object], set[object]]:
    with transaction.atomic():
        fill_lists(connection, now=timezone.now())
        found = told()
        transaction.set_rollback(True)
    return found


def another_name(story: StoryPage, sea: SectionPage) -> None:
    story.bylines = [Byline(author=make_author("Ayşe Kaya"), sort_order=0)]
    story.topics.set(["Tide"])
    publish(story)


def alias(story: StoryPage, sea: SectionPage) -> None:
    story.create_alias(parent=sea, update_slug="too")


def alias_follows(story: StoryPage, sea: SectionPage) -> None:
    alias(story, sea)
    another_name(StoryPage.objects.get(pk=story.pk), sea)


def hidden_section(story: StoryPage, sea: SectionPage) -> None:
    page = story.get_parent()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def shown_again(story: StoryPage, sea: SectionPage) -> None:
    hidden_section(story, sea)
    PageViewRestriction.objects.get().delete()


def renamed_section(story: StoryPage, sea: SectionPage) -> None:
    section = SectionPage.objects.get(pk=story.get_parent().pk)
    section.slug = "town"
    publish(section)


def hidden_with_others(story: StoryPage, sea: SectionPage) -> None:
    make_story(sea, "Elsewhere", topics=("Harbour",), published_at=AT)
    hidden_section(story, sea)


def shown_with_an_alias(story: StoryPage, sea: SectionPage) -> None:
    alias(story, sea)
    shown_again(story, sea)


def into_a_hidden_section(story: StoryPage, sea: SectionPage) -> None:
    PageViewRestriction.objects.create(page=sea, restriction_type=PageViewRestriction.LOGIN)
    story.move(sea, pos="last-child")


def out_of_a_hidden_section(story: StoryPage, sea: SectionPage) -> None:
    section = story.get_parent().specific
    into_a_hidden_section(story, sea)
    StoryPage.objects.get(pk=story.pk).move(section, pos="last-child")


def hidden_and_published(story: StoryPage, sea: SectionPage) -> None:
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    publish(story)


def its_time_is_over(story: StoryPage, sea: SectionPage) -> None:
    StoryPage.objects.filter(pk=story.pk).update(expire_at=AT)
    call_command("publish_scheduled")


ACTS: dict[str, Callable[[StoryPage, SectionPage], object]] = {
    "nothing": lambda story, sea: None,
    "published again": lambda story, sea: publish(story),
    "other names and topics": another_name,
    "taken back": lambda story, sea: story.unpublish(),
    "deleted": lambda story, sea: story.delete(),
    "moved": lambda story, sea: story.move(sea, pos="last-child"),
    "in two sections": alias,
    "an alias follows": alias_follows,
    "its section is hidden": hidden_section,
    "its section is shown again": shown_again,
    "its section is renamed": renamed_section,
    "its section is hidden, and others stand on its lists": hidden_with_others,
    "its section is hidden and shown, and it has an alias": shown_with_an_alias,
    "copied": lambda story, sea: story.copy(to=sea, update_attrs={"slug": "copied"}),
    "moved into a section that is hidden": into_a_hidden_section,
    "moved there and back": out_of_a_hidden_section,
    "hidden and published again": hidden_and_published,
    "its time is over": its_time_is_over,
    "its section has another place": lambda story, sea: sea.move(story.get_parent(), pos="left"),
    "its section is deleted": lambda story, sea: story.get_parent().delete(),
}


def test_a_list_that_a_story_leaves_is_printed_again_on_all_its_pages(
    story: StoryPage, sea: SectionPage
) -> None:
    (byline,) = story.bylines.all()
    ReprintOrder.objects.all().delete()

    another_name(StoryPage.objects.get(pk=story.pk), sea)

    ordered = {key for order in ReprintOrder.objects.all() for key in order.keys}
    assert {"topic-harbour", "topic-gulls", author_key(byline.author_id)} <= ordered


UNCHANGED = {
    *("nothing", "published again", "moved there and back"),
    *("its section is shown again", "its section is renamed", "its section has another place"),
}


@pytest.mark.parametrize("act", ACTS)
def test_lists_are_what_they_would_be_if_they_were_made_anew(
    story: StoryPage, sea: SectionPage, act: str
) -> None:
    before = told()

    ACTS[act](StoryPage.objects.get(pk=story.pk), sea)

    assert told() == anew()
    assert (told() == before) == (act in UNCHANGED)
