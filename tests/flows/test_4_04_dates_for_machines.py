"""4.4 Every date that a machine reads is what its standard asks for, in the paper's own zone."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from tests.makers.stories import make_paper, make_section, make_story

from kawaraban.stories.machines.site_maps import LONGEST_ADDRESS, MAP_BYTES, MapEntry, _fitting
from kawaraban.stories.models import PaperSettings, SectionPage

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
# HTML's "global date and time string": a fraction has three digits at most.
HTML_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d))?")
AT = datetime(2026, 11, 28, 22, 58, 3, 932921, tzinfo=UTC)
SAID = "2026-11-28T23:58:03+01:00"


@pytest.fixture
def section() -> SectionPage:
    front = make_paper()
    PaperSettings.objects.update(time_zone="Europe/Berlin")
    return make_section(front)


def test_4_4_the_map_tells_when_a_page_changed_with_the_offset_of_the_paper(
    client: Client, section: SectionPage
) -> None:
    story = make_story(section, published_at=AT)

    root = ElementTree.fromstring(client.get("/sitemap.xml").content)

    dates = {entry.findtext(f"{MAP}loc"): entry.findtext(f"{MAP}lastmod") for entry in root}
    assert dates[f"http://127.0.0.1:8000{story.url}"] == SAID
    assert all(datetime.fromisoformat(date).tzinfo for date in dates.values() if date)


def test_4_4_the_map_of_news_tells_when_a_story_was_published(client: Client, section: SectionPage) -> None:
    at = (timezone.now() - timedelta(hours=1)).replace(microsecond=5)
    make_story(section, published_at=at)

    (date,) = ElementTree.fromstring(client.get("/news-sitemap.xml").content).iter(f"{NEWS}publication_date")

    assert datetime.fromisoformat(date.text or "") == at.replace(microsecond=0)
    assert (date.text or "").endswith(("+01:00", "+02:00"))


def test_4_4_page_cards_and_feed_tell_the_same_moment(client: Client, section: SectionPage) -> None:
    story = make_story(section, published_at=AT, corrections=((AT, "Nine ships, not ten."),))

    page = client.get(story.url).content.decode()

    assert f'property="article:published_time" content="{SAID}"' in page
    assert f'"datePublished": "{SAID}"' in page
    shown = re.findall(r'datetime="([^"]*)"', page)
    assert shown
    assert [date for date in shown if not HTML_TIME.fullmatch(date)] == []
    (date,) = ElementTree.fromstring(client.get("/feed.xml").content).iterfind("channel/item/pubDate")
    assert parsedate_to_datetime(date.text or "") == AT.replace(microsecond=0)


def test_4_4_the_yearly_page_has_no_date_with_six_digits_of_a_second(
    client: Client, section: SectionPage
) -> None:
    page = client.get("/transparency/").content.decode()
    year = client.get(f"/transparency/{timezone.now().year}/").content.decode()

    for shown in (page, year):
        assert [
            date for date in re.findall(r'datetime="([^"]*)"', shown) if not HTML_TIME.fullmatch(date)
        ] == []
    assert 'datetime="' in year


def test_4_4_a_map_never_outgrows_what_one_file_may_hold() -> None:
    address = "https://paper.example/" + "a" * 2_000
    entries = [MapEntry(f"{address}{number:06d}", AT) for number in range(49_999)]

    kept = list(_fitting([MapEntry(address + "b" * LONGEST_ADDRESS, AT), *entries]))

    assert kept == entries[: len(kept)]
    assert (
        sum(len(f"<url><loc>{entry.url}</loc><lastmod>{SAID}</lastmod></url>\n") for entry in kept)
        < MAP_BYTES
    )
