"""7.18: an address is as long as its names are, over both databases: a letter of most scripts takes nine in it."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.makers.stories import make_paper, make_section, make_story, publish
from wagtail.contrib.redirects.models import Redirect

from kawaraban.comments.models import Thread

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LONG = "\N{HIRAGANA LETTER A}" * 255


def test_7_18_a_story_with_the_longest_names_is_published_and_named_again() -> None:
    section = make_section(make_paper(), title="City", slug=LONG)
    story = make_story(section, slug=LONG, published_at=NOON)
    thread = Thread.objects.get()
    assert (len(thread.url), thread.section) == (2 * 255 * 9 + 3, LONG)

    story.slug = "harbour"
    publish(story)
    section.slug = "city"
    publish(section)

    thread.refresh_from_db()
    assert (thread.url, thread.section) == ("/city/harbour/", "city")
    assert Client().get("/city/harbour/").status_code == 200
    # What Wagtail's table cannot hold is not kept: the old address is one that was never given.
    assert max(map(len, Redirect.objects.values_list("old_path", flat=True)), default=0) <= 255


def test_7_18_who_reads_the_feed_of_a_section_is_led_on_from_a_name_of_another_script() -> None:
    section = make_section(make_paper(), title="City", slug="\N{HIRAGANA LETTER A}" * 60)
    before = f"/feeds/{section.slug}.xml"
    section.slug = "\N{HIRAGANA LETTER I}" * 60
    publish(section)

    answer = Client().get(before)

    assert (answer.status_code, answer["Location"][:7]) == (301, "/feeds/")
    assert Client().get(answer["Location"]).status_code == 200
