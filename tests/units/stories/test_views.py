"""Feeds, maps for search engines, topics and authors."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from tests.makers.site_maps import mapped
from tests.makers.stories import make_page, make_paper, make_picture, make_section, make_story
from tests.page import Page

pytestmark = pytest.mark.django_db

RULES = tuple(
    f"http://127.0.0.1:8000/{path}/"
    for path in ("policy", "how-we-count-reads", "contact-points", "moderation", "transparency")
)


def test_the_feed_holds_the_newest_stories_with_headline_lead_names_and_section(
    client: Client, noon: datetime
) -> None:
    front = make_paper()
    make_story(
        make_section(front, "Technology"),
        "A & B invest <much>",
        lead="It would invest $2.9 billion.",
        authors=("Mika Sato", "Ayşe Kaya"),
        published_at=noon,
    )
    make_story(make_section(front, "日本", language="ja", slug="japan"), "港が再開", published_at=noon)

    answer = client.get("/feed.xml")

    feed = feedparser.parse(answer.content)
    invest = next(entry for entry in feed.entries if "invest" in entry.title)
    assert not feed.bozo
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert (feed.feed.title, feed.feed.language) == ("The Harbour Sheet", "en")
    assert [link.href for link in feed.feed.links if link.rel == "self"] == ["http://127.0.0.1:8000/feed.xml"]
    assert (invest.title, invest.summary) == ("A & B invest <much>", "It would invest $2.9 billion.")
    assert invest.link == "http://127.0.0.1:8000/technology/a-b-invest-much/"
    assert [author.name for author in invest.authors] == ["Mika Sato", "Ayşe Kaya"]
    assert [tag.term for tag in invest.tags] == ["Technology"]
    assert invest.published_parsed[:4] == (2026, 11, 23, 12)
    assert {entry.title for entry in feed.entries} == {"A & B invest <much>", "港が再開"}


def test_a_story_keeps_its_name_in_the_feed_when_its_address_changes(client: Client, noon: datetime) -> None:
    story = make_story(make_section(make_paper()), published_at=noon)
    before = feedparser.parse(client.get("/feed.xml").content).entries[0]

    story.slug = "another"
    story.save_revision().publish()

    after = feedparser.parse(client.get("/feed.xml").content).entries[0]
    assert after.id == before.id
    assert after.link != before.link


def test_a_section_has_a_feed_of_its_own_in_its_language(client: Client) -> None:
    front = make_paper()
    make_story(make_section(front, "City"), "Not this one")
    section = make_section(front, "日本", language="ja")
    story = make_story(section, "港が再開")

    answer = client.get(f"/feeds/{section.slug}.xml")

    feed = feedparser.parse(answer.content)
    assert feed.feed.language == "ja"
    assert [entry.title for entry in feed.entries] == ["港が再開"]
    assert {f"section-{section.pk}", story.key, "feed"} <= set(answer["Surrogate-Key"].split())
    assert client.get("/feeds/nothing.xml").status_code == 404


def test_the_site_map_lists_every_public_page(client: Client) -> None:
    front = make_paper()
    story = make_story(make_section(front))
    draft = make_story(make_section(front, "Economy"), "Draft", live=False)
    about = make_page(front)

    urls = set(mapped(client))

    assert {f"http://127.0.0.1:8000{page.url}" for page in (front, story, about)} <= urls
    assert f"http://127.0.0.1:8000{draft.url}" not in urls
    assert len([url for url in urls if not url.startswith(RULES)]) == 5


def test_the_news_map_holds_two_days_and_is_never_printed(client: Client) -> None:
    section, now = make_section(make_paper()), timezone.now()
    make_story(section, "Fresh & new", published_at=now - timedelta(hours=47))
    make_story(section, "Old", published_at=now - timedelta(hours=49))

    answer = client.get("/news-sitemap.xml")

    news = "{http://www.google.com/schemas/sitemap-news/0.9}"
    root = ElementTree.fromstring(answer.content)
    assert [element.text for element in root.iter(f"{news}title")] == ["Fresh & new"]
    assert [element.text for element in root.iter(f"{news}name")] == ["The Harbour Sheet"]
    assert "Surrogate-Key" not in answer


def test_a_topic_lists_its_stories_and_a_word_of_pictures_alone_is_none(client: Client) -> None:
    section = make_section(make_paper())
    story = make_story(section, "In it", topics=("港 Works",))
    make_story(section, "Beside it")
    picture = make_picture()
    picture.tags.add("only pictures")

    answer = client.get(f"/topics/{story.topics.get().slug}/")

    rows = Page(answer.content).one(".rows")
    assert "In it" in rows.text
    assert "Beside it" not in rows.text
    assert answer["Surrogate-Key"].isascii()
    assert client.get("/topics/only-pictures/").status_code == 404
    assert client.get("/topics/nothing/").status_code == 404


def test_an_author_has_a_page_of_their_stories(client: Client) -> None:
    section = make_section(make_paper())
    story = make_story(section, "Hers", authors=("Ayşe Kaya",))
    make_story(section, "His", authors=("Mika Sato",))
    author = story.bylines.get().author

    answer = client.get(author.get_absolute_url())

    rows = Page(answer.content).one(".rows")
    assert "Hers" in rows.text
    assert "His" not in rows.text
    assert f"author-{author.pk}" in answer["Surrogate-Key"].split()
