"""What follows when pages change: threads, orders, redirects."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks
from tests.makers.stories import (
    make_page,
    make_paper,
    make_picture,
    make_section,
    make_story,
    publish,
)
from wagtail.contrib.redirects.models import Redirect

from kawaraban.comments.models import Thread
from kawaraban.law.models import PolicyVersion
from kawaraban.press.models import ReprintOrder
from kawaraban.stories.actions import clock_moved
from kawaraban.stories.models import PaperSettings, StoryPage

pytestmark = pytest.mark.django_db


def keys_ordered_since(number: int) -> set[str]:
    return {key for order in ReprintOrder.objects.filter(pk__gt=number) for key in order.keys}


def newest_order() -> int:
    return ReprintOrder.objects.values_list("pk", flat=True).order_by("-pk").first() or 0


def the_time_comes(story: StoryPage) -> None:
    """Moves the story's schedule into the past instead of waiting for it."""
    past = timezone.now() - timedelta(minutes=1)
    for revision in story.revisions.filter(approved_go_live_at__isnull=False):
        revision.approved_go_live_at = past
        revision.content["go_live_at"] = past.isoformat()
        revision.save()


def test_publishing_a_story_opens_its_thread_and_orders_all_that_shows_it() -> None:
    section = make_section(make_paper(), "Japan", language="ja", slug="japan")

    story = make_story(section, "港が再開", authors=("Mika Sato",), topics=("Harbour Works",))

    thread = Thread.objects.get(locator=story.key)
    author = story.bylines.get().author
    assert (thread.url, thread.title, thread.section) == (story.url, "港が再開", "japan")
    assert (thread.language, thread.is_open) == ("ja", True)
    assert keys_ordered_since(0) >= {
        story.key,
        f"section-{section.pk}",
        "front",
        "feed",
        "topic-harbour-works",
        f"author-{author.pk}",
    }


def test_a_draft_has_no_thread_and_orders_nothing() -> None:
    section = make_section(make_paper())
    before = newest_order()

    story = make_story(section, live=False)

    assert not Thread.objects.filter(locator=story.key).exists()
    assert keys_ordered_since(before) == set()


def test_closing_the_comments_of_a_story_closes_its_thread_with_the_reason() -> None:
    story = make_story(make_section(make_paper()))

    story.comments_open, story.comments_closed_reason = False, "The court has the word now."
    publish(story)

    thread = Thread.objects.get(locator=story.key)
    assert (thread.is_open, thread.closed_reason) == (False, "The court has the word now.")


def test_a_changed_slug_leaves_a_redirect_and_the_thread_follows(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    story = make_story(make_section(make_paper()))
    old = story.url

    with django_capture_on_commit_callbacks(execute=True):
        story.slug = "port-open-again"
        story = publish(story)

    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, story.url)
    assert "port-open-again" in story.url
    assert Thread.objects.get(locator=story.key).url == story.url


@pytest.mark.parametrize("kind", ["story", "section"])
def test_a_changed_slug_leads_on_although_the_process_dies_after_the_commit(
    client: Client, kind: str
) -> None:
    """What Wagtail does after the commit never runs here."""
    section = make_section(make_paper())
    story = make_story(section)
    old, before = story.url, newest_order()
    renamed = story if kind == "story" else section

    renamed.slug = "another-name"
    publish(renamed)

    story = StoryPage.objects.get(pk=story.pk)
    assert "another-name" in story.url
    assert (client.get(old).status_code, client.get(old)["Location"]) == (301, story.url)
    assert Thread.objects.get(locator=story.key).url == story.url
    assert story.key in keys_ordered_since(before)


def test_a_changed_slug_of_a_section_moves_all_its_stories(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    section = make_section(make_paper())
    story = make_story(section)
    old_section, old_story, before = section.url, story.url, newest_order()

    with django_capture_on_commit_callbacks(execute=True):
        section.slug = "town"
        section = publish(section)

    story = StoryPage.objects.get(pk=story.pk)
    assert client.get(old_section)["Location"] == section.url == "/town/"
    assert (client.get(old_story).status_code, client.get(old_story)["Location"]) == (301, story.url)
    assert Thread.objects.get(locator=story.key).url == story.url
    assert keys_ordered_since(before) >= {story.key, f"section-{section.pk}", "paper"}


def test_a_moved_story_prints_both_sections_and_leaves_a_redirect(client: Client) -> None:
    front = make_paper()
    old, new = make_section(front, "City"), make_section(front, "Economy")
    story = make_story(old)
    old_url, before = story.url, newest_order()

    story.move(new, pos="last-child")

    story = StoryPage.objects.get(pk=story.pk)
    assert client.get(old_url)["Location"] == story.url == "/economy/port-reopens/"
    assert Thread.objects.get(locator=story.key).section == "economy"
    assert keys_ordered_since(before) >= {story.key, f"section-{old.pk}", f"section-{new.pk}"}


def test_a_redirect_goes_before_the_notice_that_a_page_is_gone(client: Client) -> None:
    story = make_story(make_section(make_paper()))
    Redirect.objects.create(old_path=story.url.rstrip("/"), redirect_link="/elsewhere/", is_permanent=True)

    story.unpublish()

    assert client.get(story.url)["Location"] == "/elsewhere/"


def test_a_scheduled_story_is_published_when_its_time_has_come(client: Client) -> None:
    story = make_story(make_section(make_paper()), live=False)
    story.go_live_at = timezone.now() + timedelta(hours=1)
    publish(story)
    waiting = client.get(story.url).status_code
    the_time_comes(story)
    before = newest_order()

    call_command("publish_scheduled")

    assert waiting == 404
    assert client.get(story.url).status_code == 200
    assert story.key in keys_ordered_since(before)
    assert Thread.objects.get(locator=story.key).is_open


def test_an_ordinary_page_stands_at_the_foot_of_every_page_and_prints_all_when_it_changes() -> None:
    front = make_paper()
    before = newest_order()

    make_page(front, "Imprint")

    assert "paper" in keys_ordered_since(before)


def test_time_alone_prints_what_says_something_else_by_it(noon: datetime) -> None:
    section = make_section(make_paper())
    fresh = make_story(section, "Fresh", corrections=((noon - timedelta(days=6), "It was nine days."),))
    aged = make_story(section, "Aged", corrections=((noon - timedelta(days=7), "It was eight days."),))
    PolicyVersion.objects.create(number=1, effective_at=noon - timedelta(minutes=1))
    before = newest_order()

    moved = clock_moved(since=noon - timedelta(minutes=5), now=noon)
    still = clock_moved(since=noon, now=noon + timedelta(minutes=5))

    assert (moved, still) == (True, False)
    assert keys_ordered_since(before) == {aged.key, "paper"}
    assert fresh.key != aged.key


def test_a_picture_with_other_words_or_taken_away_prints_the_pages_that_show_it() -> None:
    front = make_paper()
    over, within = make_picture("over"), make_picture("within")
    block = {"type": "picture", "value": {"image": within.pk, "alt": "", "credit": "", "caption": ""}}
    story = make_story(make_section(front), picture=over, body=[block])
    about = make_page(front, "About", body=[block])
    PaperSettings.objects.update_or_create(id=1, defaults={"logo": over})
    before = newest_order()

    over.credit = "Photo: Mika Sato"
    over.save()
    after_change = keys_ordered_since(before)
    before = newest_order()
    within.delete()
    after_removal = keys_ordered_since(before)

    assert after_change == {story.key, "paper"}
    assert after_removal == {story.key, f"page-{about.pk}"}


def test_a_removed_section_takes_its_stories_back() -> None:
    front = make_paper()
    section = make_section(front)
    story = make_story(section)
    key, before = story.key, newest_order()

    section.delete()

    assert {key, f"section-{section.pk}", "front", "paper"} <= keys_ordered_since(before)
    assert not Thread.objects.get(locator=key).is_open


@pytest.mark.usefixtures("policy")
def test_the_feed_of_a_renamed_section_is_still_found_by_those_who_have_subscribed_to_it(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    section = make_section(make_paper(), "City")
    make_story(section)
    for slug in ("town", "city"):  # and back again: the old address leads nowhere else then
        with django_capture_on_commit_callbacks(execute=True):
            section.slug = slug
            publish(section)
        old = {"town": "city", "city": "town"}[slug]

        answer = client.get(f"/feeds/{old}.xml")

        assert (answer.status_code, answer["Location"]) == (301, f"/feeds/{slug}.xml")
        assert client.get(f"/feeds/{slug}.xml").status_code == 200
