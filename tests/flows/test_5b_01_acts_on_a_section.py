"""5b.1 A section is renamed, moved, hidden and shown again in the same few statements, however many stories it has."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from taggit.models import Tag
from tests.makers.many_stories import many_stories
from tests.makers.stories import make_author, make_paper, make_section, make_story, publish
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from kawaraban.comments.models import Thread
from kawaraban.law.models import LedgerEntry
from kawaraban.stories.addresses import path_of
from kawaraban.stories.models import ListedStory, SectionPage, StoryPage

pytestmark = [
    pytest.mark.newspaper,
    pytest.mark.django_db,
    pytest.mark.usefixtures("policy"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the stories are made in the words of SQLite"),
]

AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def city() -> SectionPage:
    front = make_paper()
    make_section(front, "Sea", slug="sea")
    return make_section(front, "City", slug="city")


def grown(city: SectionPage, number: int) -> None:
    """So many stories more than there are, each with a thread at its own address."""
    city = SectionPage.objects.get(pk=city.pk)
    story = StoryPage.objects.under(city).order_by("pk").first()
    if story is None:
        story = make_story(city, "Port", slug="port", topics=("Harbour",), authors=("Mika",), published_at=AT)
    topic, author = Tag.objects.get(), make_author("Mika")
    many_stories(story, number, topic=topic, author=author, now=timezone.now())
    stories = {each.key: each for each in StoryPage.objects.under(city)}
    threads = list(Thread.objects.filter(locator__in=stories))
    for thread in threads:
        thread.url, thread.title = path_of(stories[thread.locator]), stories[thread.locator].title
    Thread.objects.bulk_update(threads, ["url", "title"], batch_size=100)


def renamed(city: SectionPage, slug: str = "town") -> None:
    section = SectionPage.objects.get(pk=city.pk)
    section.slug = slug
    publish(section)


def moved(city: SectionPage) -> None:
    SectionPage.objects.get(pk=city.pk).move(city.get_parent(), pos="first-child")


def hidden(city: SectionPage) -> None:
    page = SectionPage.objects.get(pk=city.pk)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def shown_again(city: SectionPage) -> None:
    PageViewRestriction.objects.get().delete()


def taken_back(city: SectionPage) -> None:
    SectionPage.objects.get(pk=city.pk).unpublish()


def brought_back(city: SectionPage) -> None:
    publish(SectionPage.objects.get(pk=city.pk))


def as_before(city: SectionPage) -> None:
    for restriction in PageViewRestriction.objects.all():
        restriction.delete()
    renamed(city, "city")
    SectionPage.objects.get(pk=city.pk).move(city.get_parent(), pos="last-child")
    Redirect.objects.all().delete()


ACTS: dict[str, tuple[Callable[[SectionPage], None], ...]] = {
    "renamed": (renamed,),
    "moved": (moved,),
    "hidden": (hidden,),
    "shown again": (hidden, shown_again),
    "taken back": (taken_back,),
    "brought back": (taken_back, brought_back),
}


@pytest.mark.parametrize("act", ACTS)
def test_5b_01_ten_times_the_stories_ask_no_more_statements(
    city: SectionPage, act: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    *first, last = ACTS[act]

    def statements() -> int:
        for each in first:
            each(city)
        with django_capture_on_commit_callbacks(execute=True), CaptureQueriesContext(connection) as asked:
            last(city)
        return len(asked)

    grown(city, 29)
    statements()  # what is asked once in a process
    as_before(city)
    few = statements()
    as_before(city)
    grown(city, 270)

    assert statements() == few
    assert StoryPage.objects.count() == 300


def test_5b_01_a_section_of_a_thousand_stories_can_be_renamed_at_all(
    client: Client, city: SectionPage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    grown(city, 1_100)

    with django_capture_on_commit_callbacks(execute=True):
        renamed(city)

    assert client.get("/city/port-1100/")["Location"] == "/town/port-1100/"
    assert Redirect.objects.filter(redirect_page__isnull=False).count() == 1
    assert not Thread.objects.exclude(url__startswith="/town/port", section="town").exists()


def test_5b_01_each_thread_of_a_hidden_section_is_closed_and_the_record_says_so(city: SectionPage) -> None:
    grown(city, 20)

    hidden(city)
    closed = {(thread.is_open, thread.closed_reason) for thread in Thread.objects.all()}
    listed = ListedStory.objects.count()
    shown_again(city)

    assert closed == {(False, "This story is no longer published.")}
    assert listed == 0
    assert ListedStory.objects.count() == 4 * 21
    assert set(Thread.objects.values_list("closed_at", "closed_reason")) == {(None, "")}
    subjects = {f"thread:{pk}" for pk in Thread.objects.values_list("pk", flat=True)}
    for kind in ("thread_closed", "thread_reopened"):
        assert set(LedgerEntry.objects.filter(kind=kind).values_list("subject", flat=True)) == subjects


def test_5b_01_what_the_desk_closed_stays_closed_when_its_section_is_shown_again(city: SectionPage) -> None:
    grown(city, 3)
    story = make_story(city, "Court", comments_open=False, comments_closed_reason="The court has the word.")

    hidden(city)
    shown_again(city)

    assert Thread.objects.get(locator=story.key).closed_reason == "The court has the word."
    assert Thread.objects.filter(closed_at=None).count() == 4
