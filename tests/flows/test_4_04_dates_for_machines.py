"""4.4 Every date that a machine reads is what its standard asks for, in the paper's own zone."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from tests.makers.site_maps import MAP, mapped
from tests.makers.stories import make_story
from tests.page import Page

from kawaraban.stories.models import PaperSettings, SectionPage

pytestmark = [pytest.mark.newspaper, pytest.mark.django_db]

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
# HTML's "global date and time string": a fraction has three digits at most.
HTML_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d))?")
AT = datetime(2026, 11, 28, 22, 58, 3, 932921, tzinfo=UTC)
SAID = "2026-11-28T23:58:03+01:00"


@pytest.fixture
def section(section: SectionPage) -> SectionPage:
    PaperSettings.objects.update(time_zone="Europe/Berlin")
    return section


def test_4_4_the_map_tells_when_a_page_changed_with_the_offset_of_the_paper(
    client: Client, section: SectionPage
) -> None:
    story = make_story(section, published_at=AT)

    dates = mapped(client)

    assert dates[f"http://127.0.0.1:8000{story.url}"] == SAID
    assert all(datetime.fromisoformat(date).tzinfo for date in dates.values() if date)
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    told = [entry.findtext(f"{MAP}lastmod") or "" for entry in index]
    assert len(told) == 2
    assert all(datetime.fromisoformat(date).tzinfo for date in told)


def test_4_4_the_map_of_news_tells_when_a_story_was_published(client: Client, section: SectionPage) -> None:
    at = (timezone.now() - timedelta(hours=1)).replace(microsecond=5)
    make_story(section, published_at=at)

    (date,) = ElementTree.fromstring(client.get("/news-sitemap.xml").content).iter(f"{NEWS}publication_date")

    assert datetime.fromisoformat(date.text or "") == at.replace(microsecond=0)
    assert (date.text or "").endswith(("+01:00", "+02:00"))


def test_4_4_page_cards_and_feed_tell_the_same_moment(client: Client, section: SectionPage) -> None:
    story = make_story(section, published_at=AT, corrections=((AT, "Nine ships, not ten."),))

    answer = client.get(story.url)
    page = Page(answer.content)

    assert page.one('[property="article:published_time"]')["content"] == SAID
    assert f'"datePublished": "{SAID}"' in answer.content.decode()
    shown = page.each("[datetime]", "datetime")
    assert shown
    assert [date for date in shown if not HTML_TIME.fullmatch(date)] == []
    (date,) = ElementTree.fromstring(client.get("/feed.xml").content).iterfind("channel/item/pubDate")
    assert parsedate_to_datetime(date.text or "") == AT.replace(microsecond=0)


def test_4_4_the_yearly_page_has_no_date_with_six_digits_of_a_second(
    client: Client, section: SectionPage
) -> None:
    page = Page(client.get("/transparency/").content)
    year = Page(client.get(f"/transparency/{timezone.now().year}/").content)

    for shown in (page, year):
        assert [date for date in shown.each("[datetime]", "datetime") if not HTML_TIME.fullmatch(date)] == []
    assert year.has("[datetime]")
